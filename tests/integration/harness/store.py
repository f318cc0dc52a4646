"""Reading SQL on a host's store while the host runs, or when it is down."""
import sqlite3

COUNTED = ("entered", "changed", "unchanged", "failed", "left_flow", "field_writes", "chunks", "chunks_closed")


ABORTED, SPLIT = 8, 9  # states of closed chunks, as the store numbers them


class Store:
    def __init__(self, path):
        self.path = path

    def rows(self, query, *values):
        db = sqlite3.connect(f"file:{self.path}?mode=ro", uri=True, timeout=30)
        try:
            return db.execute(query, values).fetchall()
        finally:
            db.close()

    def value(self, query, *values):
        """The first column of the first row."""
        return self.rows(query, *values)[0][0]

    def column(self, field):
        """The column of table `person` that holds a field."""
        return f"f{self.value('SELECT id FROM field WHERE name = ?', field)}"

    def filled(self, field):
        return self.value(f"SELECT count(*) FROM person WHERE {self.column(field)} IS NOT NULL")

    def values_of(self, field):
        """{person: value}, of everyone."""
        return dict(self.rows(f"SELECT id, {self.column(field)} FROM person"))

    def step(self, run):
        """The run's counts as the store keeps them."""
        row = self.rows(f"SELECT {', '.join(COUNTED)} FROM run_step WHERE run = ?", run)[0]
        return dict(zip(COUNTED, row))

    def failures(self, run):
        return dict(self.rows("SELECT code, people FROM run_failure WHERE run = ?", run))

    def activities(self, run):
        return self.value("SELECT coalesce(sum(n), 0) FROM activity_segment WHERE run = ?", run)

    def closed_chunks(self, run, but=(SPLIT, ABORTED)):
        """[(seq, people, attempt, code, changed, unchanged, failed)] of closed chunks, unless they ended in a state of `but`."""
        return self.rows("SELECT seq, people, attempt, code, changed, unchanged, failed FROM chunk_log WHERE run = ? "
                         f"AND state NOT IN ({', '.join(map(str, but))}) ORDER BY seq", run)
