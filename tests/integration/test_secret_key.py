"""The key that a store is sealed under is gone, or another one; the store itself is none that the daemon can use."""
import os
import sqlite3
import subprocess
import unittest

from harness import KEY, IntegrationTest, check_people, eventually
from harness.programs import STEPGATED

REFUSED = 78
PEOPLE = 40


class Refusals(IntegrationTest):
    def refused(self, host, code, *words):
        done = subprocess.run([STEPGATED, f"--config={host.folder}/stepgated.properties"], capture_output=True, text=True, timeout=60,
                              check=False)
        self.assertEqual(done.returncode, REFUSED, done)
        self.assertIn(f"[{code}]", done.stderr)
        for word in words:
            self.assertIn(word, done.stderr)


class SecretKey(Refusals):
    def setUp(self):
        super().setUp()
        self.codes = self.service()
        self.running = self.ready(self.codes, PEOPLE, 8)
        self.key = os.path.join(self.running.data, "secret.key")

    def read(self):
        with open(self.key, encoding="ascii") as stream:
            return stream.read()

    def lose(self):
        self.running.stop()
        before = self.read()
        os.remove(self.key)
        return before

    def test_a_lost_key_is_refused_and_a_restored_one_goes_on(self):
        before = self.lose()
        self.refused(self.running, "SECRET_KEY_MISSING", self.key, "credential Country Codes", "--forget-lost-secrets")
        self.assertFalse(os.path.exists(self.key), "a new key was made")
        with open(self.key, "w", encoding="ascii", opener=lambda path, flags: os.open(path, flags, 0o600)) as stream:
            stream.write(before)
        self.running.start()
        self.finish()

    def test_another_key_is_refused_and_kept(self):
        self.lose()
        with open(self.key, "w", encoding="ascii", opener=lambda path, flags: os.open(path, flags, 0o600)) as stream:
            stream.write("ab" * 32)
        self.refused(self.running, "SECRET_KEY_MISSING", self.key, "another key")
        self.assertEqual(self.read(), "ab" * 32)

    def test_what_is_given_up_is_entered_again_and_goes_on(self):
        before = self.lose()
        self.running.start("--forget-lost-secrets")
        self.assertNotEqual(self.read(), before)
        self.assertEqual(os.stat(self.key).st_mode & 0o777, 0o600)
        self.assertEqual(self.running.ask("credential", "show", "Country Codes")["state"], "lost")
        refused = self.running.cli("campaign", "run", "Enrich")
        self.assertIn("CREDENTIALS_LOST", refused.stdout + refused.stderr)
        self.running.restart()
        self.running.ok("credential", "set", "Country Codes", "--api-key", KEY)
        self.finish()

    def finish(self):
        run = self.running.start_run("Enrich")
        eventually(lambda: self.running.run(run)["state"] == "done", "the end of the run")
        counts = check_people(self, self.running, run, PEOPLE)
        self.assertEqual(set(self.running.store.failures(run)), {"COUNTRY_UNKNOWN"})
        self.assertGreater(counts["changed"], PEOPLE // 2)


class Stores(Refusals):
    def setUp(self):
        super().setUp()
        self.running = self.host()
        self.running.stop()
        self.file = os.path.join(self.running.data, "stepgate.db")

    def sql(self, text):
        with sqlite3.connect(self.file) as connection:
            connection.execute(text)
        connection.close()

    def test_that_is_gone_is_made_anew(self):
        os.remove(self.file)
        self.running.start()
        self.assertEqual(self.running.api.get("/status").json["people"], 0)

    def test_of_a_newer_program(self):
        self.sql("INSERT INTO schema_version(version, applied_at) VALUES(99, 0)")
        self.refused(self.running, "STORE_NEWER", self.file, "schema 99", "Start the newer program")

    def test_of_another_program(self):
        os.remove(self.file)
        self.sql("CREATE TABLE theirs(x)")
        self.refused(self.running, "STORE_FOREIGN", self.file, "left as it is", "data.directory")

    def test_that_is_no_database(self):
        with open(self.file, "wb") as stream:
            stream.write(b"no database, but long enough to be looked at as one. " * 100)
        self.refused(self.running, "STORE_DAMAGED", self.file, "backup")

    def test_that_is_a_folder(self):
        os.remove(self.file)
        os.mkdir(self.file)
        self.refused(self.running, "STORE_UNREADABLE", self.file)

    @unittest.skipIf(os.geteuid() == 0, "root may write anything")
    def test_that_may_not_be_written(self):
        os.chmod(self.file, 0o400)
        self.refused(self.running, "STORE_READ_ONLY", self.file, "writable")


if __name__ == "__main__":
    unittest.main()
