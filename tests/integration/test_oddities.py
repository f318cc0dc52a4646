"""A service that does exactly one thing otherwise is installed, run and looked at: the people's counts are right, and the
deviation stands in the service's log."""
import subprocess
import unittest

from harness import IntegrationTest
from harness.programs import SAMPLE_SERVICE
from oddities.table import EUROPE, REFUSED, SURVIVED
from oddities.trial import Trial, import_people

# Of each table the ones that differ most from each other; the others are the slow half.
FAST = {"support-object", "servers-variables", "document-comments", "security-undefined", "optional-404", "definition-nested",
        "display-name", "leftovers", "user-driven", "option-required", "status-ok", "status-open", "picklist-plain", "submit-204",
        "submit-html", "busy-503-date", "most-people", "held-500", "works-after-400", "token-body", "token-empty-header", "chunked",
        "own-api-key", "flat-entries", "string-ids", "error-object", "chunk-error", "defaults", "person-twice", "person-bad-id", "nobody",
        "value-nul", "value-lone-surrogate", "value-long", "integer-huge", "datetime-offset", "boolean-null"}


def listed():
    lines = subprocess.run([SAMPLE_SERVICE, "--odd", "list"], capture_output=True, text=True, check=True).stdout.splitlines()
    return [line.split()[0] for line in lines]


class Oddities(IntegrationTest):
    fast = True  # test_oddities_rest.py takes the others

    def test_every_oddity_of_the_sample_service_stands_in_one_table(self):
        tables = [name for table in (*SURVIVED.values(), REFUSED) for name in table]
        self.assertEqual(sorted(tables), sorted(listed()))
        self.assertLessEqual(FAST, set(tables))

    def test_a_service_by_the_book_is_not_warned_of(self):
        host = self.host()
        import_people(host, self.folder)
        trial = self.install(host)
        trial.start()
        self.assertEqual((trial.counts(), trial.codes()), ((7, 0, 1), set()))
        self.assertEqual(trial.values("region")[:3], EUROPE)
        self.assertEqual(trial.findings(), [])

    def install(self, host, *names, words=(), flags=()):
        trial = Trial(host, self.folder, *names, words=words, flags=flags)
        self.addCleanup(self.end, trial.service.program)
        done = trial.install()
        self.assertEqual(done.status, 0, f"{names}: {done}")
        return trial

    def survive(self, table):
        host = self.host()
        import_people(host, self.folder)
        lives = [(life, self.install(host, name, words=life.words, flags=life.flags))
                 for name, life in SURVIVED[table].items() if self.fast == (name in FAST)]
        for _, trial in lives:
            trial.start()
        for life, trial in lives:
            with self.subTest(trial.names[0]):
                self.look_at(life, trial)

    def look_at(self, life, trial):
        self.assertEqual((trial.counts(), trial.failures()), (life.counts, life.failures))
        self.assertEqual(trial.codes(), set(life.codes))
        if life.field:
            self.assertEqual(trial.values(life.field)[:3], list(life.values or EUROPE))

    def test_documents(self):
        self.survive("document")

    def test_definitions(self):
        self.survive("definition")

    def test_reads(self):
        self.survive("reads")

    def test_submits(self):
        self.survive("submit")

    def test_callbacks(self):
        self.survive("callback")

    def test_values(self):
        self.survive("values")

    def test_what_cannot_be_installed_is_refused_by_name(self):
        host = self.host()
        for name, code in REFUSED.items():
            with self.subTest(name):
                trial = Trial(host, self.folder, name)
                done = trial.install()
                self.assertEqual(done.status, 1, done)
                self.assertIn(f"[{code}]", done.stderr)
                trial.stop()


if __name__ == "__main__":
    unittest.main()
