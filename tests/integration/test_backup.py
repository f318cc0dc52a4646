"""A backup that is taken in the middle of a run: whole, private, never over something; restored with the key, the run goes on."""
import os
import resource
import shutil
import signal
import sqlite3
import stat
import threading
import unittest
from unittest import mock

from harness import IntegrationTest, check_people, csv_text, eventually
from harness import host as harness_host

CHUNKS, SIZE = 12, 25
PEOPLE = CHUNKS * SIZE
IN_FLIGHT = 4
DELAY_MS = 1500
PATIENT = ("--callback-retries", "60", "--retry-ms", "100")


class Backup(IntegrationTest):
    def target(self, name="copy.db"):
        folder = os.path.join(self.folder, "backups")
        os.makedirs(folder, exist_ok=True)
        return os.path.join(folder, name)

    def alone(self, *files):
        """Nothing but these is where backups go: no part of one, no journal."""
        self.assertEqual(sorted(os.listdir(os.path.join(self.folder, "backups"))), sorted(files))

    def test_in_the_middle_of_a_run_and_the_restored_one_goes_on(self):
        service = self.service("--delay-ms", DELAY_MS, *PATIENT)
        host = self.ready(service, PEOPLE, SIZE, {"concurrency": IN_FLIGHT, "chunksInFlight": IN_FLIGHT}, same_port=True)
        run = host.start_run()
        host.wait_run(run, lambda shown: shown["chunks"]["closed"] >= IN_FLIGHT, "some chunks closed")
        host.ok("run", "pause", run)
        born = "SELECT (SELECT count(*) FROM chunk WHERE run = ?1) + (SELECT count(*) FROM chunk_log WHERE run = ?1)"
        eventually(lambda: len(service.witness.taken()) == host.store.value(born, run), "all that was born taken")
        # The service stands still: what it has taken is answered only after the backup.
        service.program.process.send_signal(signal.SIGSTOP)
        self.addCleanup(service.program.process.send_signal, signal.SIGCONT)
        closed = host.run(run)["chunks"]["closed"]
        self.assertLess(closed, CHUNKS)
        ran = host.ok("backup", self.target())
        self.assertIn(os.path.join(host.data, "secret.key"), ran.stderr)
        host.kill()
        self.alone("copy.db")
        self.assertEqual(stat.S_IMODE(os.stat(self.target()).st_mode), 0o600)
        before = {name: self.counted(host.store.path, name) for name in ("person", "activity_segment", "run", "chunk", "chunk_log")}
        self.assertEqual({name: self.counted(self.target(), name) for name in before}, before)
        self.assertGreater(before["activity_segment"], 0)
        self.assertGreater(before["chunk"], 0, "chunks were under way")

        restored = self.restored(host)
        service.program.process.send_signal(signal.SIGCONT)
        self.assertEqual(restored.run(run)["state"], "paused")
        restored.ok("run", "resume", run)
        restored.ended(run)
        counts = check_people(self, restored, run, PEOPLE)
        self.assertEqual(set(restored.store.failures(run)), {"COUNTRY_UNKNOWN"})
        self.assertGreater(counts["changed"], PEOPLE // 2)
        self.assertEqual(sorted(service.witness.people_taken()), list(range(1, PEOPLE + 1)), "everyone was sent once")

    def restored(self, host):
        """Another daemon, on the copy and the key."""
        folder = self.place("restored")
        data = os.path.join(folder, "data")
        os.makedirs(data, mode=0o700)
        shutil.copy(self.target(), os.path.join(data, "stepgate.db"))
        shutil.copy(os.path.join(host.data, "secret.key"), data)
        restored = harness_host.Host(folder, {"callbacks.listen": host.properties["callbacks.listen"]})
        self.addCleanup(lambda: self.end(restored.program))
        return restored

    @staticmethod
    def counted(path, table):
        db = sqlite3.connect(path)
        try:
            return db.execute(f"SELECT count(*) FROM {table}").fetchone()[0]
        finally:
            db.close()

    def test_while_people_come_in_is_one_moment(self):
        """Commits go on during the copy, and none of them is in it by half."""
        host = self.host()
        done = threading.Event()

        def import_on():
            first = 1
            while not done.is_set():
                host.api.post("/people/import", csv_text(500, first=first).encode(), content_type="text/csv")
                first += 500

        writer = threading.Thread(target=import_on)
        writer.start()
        try:
            for number in range(4):
                people = eventually(lambda: host.api.get("/people/count").json["count"], "people")
                made = host.ask("backup", self.target(f"{number}.db"))
                self.assertEqual((made["done"], made["file"]), (True, self.target(f"{number}.db")), made)
                db = sqlite3.connect(made["file"])
                self.assertEqual(db.execute("PRAGMA integrity_check").fetchall(), [("ok",)])
                inside, counted = db.execute("SELECT (SELECT count(*) FROM person), (SELECT sum(n) FROM person_bucket)").fetchone()
                db.close()
                self.assertEqual(os.stat(made["file"]).st_size, made["bytes"])
                self.assertEqual(inside, counted)
                self.assertGreaterEqual(inside, people)
        finally:
            done.set()
            writer.join()

    def test_refuses_what_it_must_not_write(self):
        host = self.host()
        taken = self.target("taken")
        with open(taken, "w", encoding="ascii") as stream:
            stream.write("mine")
        os.symlink("nowhere", self.target("link"))
        gone = os.path.join(self.folder, "gone", "copy.db")
        for file, status, code in ((taken, 409, "BACKUP_EXISTS"), (self.target("link"), 409, "BACKUP_EXISTS"),
                                   (gone, 422, "BACKUP_FOLDER_MISSING"), (taken + "/copy.db", 422, "BACKUP_FOLDER_MISSING"),
                                   ("copy.db", 422, "BACKUP_PATH_INVALID"), ("", 422, "BACKUP_PATH_INVALID"),
                                   (self.folder + "/backups/", 422, "BACKUP_PATH_INVALID"),
                                   (host.data + "/stepgate.db-journal", 422, "BACKUP_PATH_INVALID"),
                                   (host.data + "/../data/admin.token.old", 422, "BACKUP_PATH_INVALID"),
                                   (self.target("n" * 255), 422, "BACKUP_FAILED"), (self.target("a\0b"), 422, "BACKUP_PATH_INVALID")):
            answer = host.api.post("/backup", {"file": file})
            self.assertEqual((answer.status, answer.code), (status, code), f"{file}: {answer}")
        for body in ({}, {"file": 7}, {"file": taken, "force": True}):
            self.assertEqual(host.api.post("/backup", body).status, 422, body)
        ran = host.cli("backup", taken)
        self.assertEqual(ran.status, 1, ran)
        self.assertIn("[BACKUP_EXISTS]", ran.stderr)
        with open(taken, encoding="ascii") as stream:
            self.assertEqual(stream.read(), "mine")
        self.alone("taken", "link")

    def test_leaves_no_half_file_when_it_can_not_be_written(self):
        # A daemon that may write no file beyond a size, as on a disk that is full.
        program = os.path.join(self.folder, "limited")
        with open(program, "w", encoding="utf-8", opener=lambda path, flags: os.open(path, flags, 0o700)) as stream:
            stream.write(f"#!/bin/sh\ntrap '' XFSZ\nexec '{harness_host.STEPGATED}' \"$@\"\n")
        with mock.patch.object(harness_host, "STEPGATED", program):
            host = self.host()
        self.target()
        usual = resource.prlimit(host.program.pid, resource.RLIMIT_FSIZE)
        resource.prlimit(host.program.pid, resource.RLIMIT_FSIZE, (64 << 10, usual[1]))
        refused = host.api.post("/backup", {"file": self.target()})
        resource.prlimit(host.program.pid, resource.RLIMIT_FSIZE, usual)
        self.assertEqual((refused.status, refused.code), (503, "BACKUP_FAILED"), refused)
        self.alone()
        host.ok("backup", self.target())
        self.alone("copy.db")


if __name__ == "__main__":
    unittest.main()
