"""The counts of a run from SQL, and from the service's own log: two witnesses that must agree."""
import json
import sqlite3


def from_store(store, run):
    """People by outcome, field writes, filled fields: read from the store's tables."""
    db = sqlite3.connect(f"file:{store}?mode=ro", uri=True)
    step = db.execute("SELECT entered, changed, unchanged, failed, left_flow, field_writes, chunks FROM run_step WHERE run = ?",
                      (run,)).fetchone()
    counts = dict(zip(("entered", "changed", "unchanged", "failed", "left", "fieldWrites", "chunks"), step))
    counts["people"] = db.execute("SELECT count(*) FROM person").fetchone()[0]
    counts["failures"] = dict(db.execute("SELECT code, people FROM run_failure WHERE run = ?", (run,)))
    for name in ("countryCode", "countryName", "region"):
        field = db.execute("SELECT id FROM field WHERE name = ?", (name,)).fetchone()[0]
        counts[name] = db.execute(f"SELECT count(*) FROM person WHERE f{field} IS NOT NULL").fetchone()[0]
    counts["activities"] = db.execute("SELECT coalesce(sum(n), 0) FROM activity_segment WHERE run = ?", (run,)).fetchone()[0]
    db.close()
    return counts


def expand(ranges):
    for part in filter(None, ranges.split(",")):
        first, _, last = part.partition("..")
        yield from range(int(first), int(last or first) + 1)


def from_witness(path):
    """Whom the service was sent, and what it delivered and was answered 200 for."""
    told = {"submits": 0, "delivered": 0, "succeeded": 0, "failed": 0, "fields": 0}
    sent = []
    for line in open(path, encoding="utf-8"):
        entry = json.loads(line)
        if entry["kind"] == "submit" and 200 <= entry["status"] < 300:
            told["submits"] += 1
            sent.extend(expand(entry["ids"]))
        elif entry["kind"] == "callback" and entry["status"] == 200:
            told["delivered"] += entry["count"]
            told["succeeded"] += entry["ok"]
            told["failed"] += entry["failed"]
            told["fields"] += entry["fields"]
    return {**told, "sent": len(sent), "different": len(set(sent))}


class Checks:
    """Prints each comparison and remembers whether one failed."""

    def __init__(self):
        self.failed = 0

    def equal(self, what, left, right):
        good = left == right
        self.failed += not good
        print(f"  {'ok   ' if good else 'WRONG'} {what}: {left}" + ("" if good else f", but {right}"))


def compare(checks, name, counts):
    print(f"\n{name}")
    checks.equal("everyone went through the step", counts["entered"], counts["people"])
    checks.equal("changed + unchanged + failed = people", counts["changed"] + counts["unchanged"] + counts["failed"], counts["people"])
    checks.equal("the failures by code add up", sum(counts["failures"].values()), counts["failed"])
    checks.equal("field writes = fields that are filled now", counts["fieldWrites"],
                 counts["countryCode"] + counts["countryName"] + counts["region"])
    checks.equal("one activity a person", counts["activities"], counts["people"])
