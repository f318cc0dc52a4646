"""One host for many trials at once: each has a scripted service, people and a campaign of its own."""
import csv
import io
import json
import os
import shutil
import tempfile
import threading
from collections import Counter

from harness import Host, csv_text, eventually
from scripted import KEY, Scripted


class Room:
    def __init__(self, people=600, properties=None):
        self.folder = tempfile.mkdtemp(prefix="stepgate-test-")
        self.lock, self.count, self.next_person = threading.Lock(), 0, 1
        self.host = Host(os.path.join(self.folder, "host"), properties)
        imported = self.host.api.post("/people/import", csv_text(people).encode(), content_type="text/csv")
        assert imported.status == 200, imported
        self.services = []

    def close(self):
        try:
            self.host.stop()
        finally:
            for service in self.services:
                service.close()
            shutil.rmtree(self.folder, ignore_errors=True)

    def import_people(self, rows):
        """Others than those who are there from the start, as {field: text}; their ids."""
        names = sorted({name for row in rows for name in row} | {"email"})
        stream = io.StringIO()
        out = csv.DictWriter(stream, names, restval="")
        out.writeheader()
        with self.lock:
            self.count += 1
            out.writerows({"email": f"own{self.count}-{number}@example.com", **row} for number, row in enumerate(rows))
        before = self.host.store.value("SELECT max(id) FROM person")
        imported = self.host.api.post("/people/import", stream.getvalue().encode(), content_type="text/csv")
        assert imported.status == 200 and json.loads(imported.body.splitlines()[-1])["inserted"] == len(rows), imported
        return list(range(before + 1, before + 1 + len(rows)))

    def trial(self, *script, people=4, **options):
        """`people`: how many of those who are there, or their ids."""
        with self.lock:
            self.count += 1
            if isinstance(people, int):
                first, self.next_person = self.next_person, self.next_person + people
                people = list(range(first, first + people))
            trial = Trial(self, f"Scripted {self.count}", people)
        trial.set_up(script, **options)
        return trial


class Trial:
    def __init__(self, room, name, people):
        self.room, self.host, self.name, self.people, self.run = room, room.host, name, people, None

    def set_up(self, script, limits=None, words=("--api-key", KEY), start=True, parameters=None, **options):
        self.service = Scripted(*script, **options)
        self.room.services.append(self.service)
        self.host.ok("service", "install", self.service.url, "--name", self.name, *words, "--yes", "--accept-privacy-notice")
        self.done(self.host.api.put(f"/services/{self.name}/configuration", {"limits": {
            "chunkPeople": 1000, "deadlineSeconds": 30, **(limits or {})}}))
        self.done(self.host.api.post("/campaigns", {"name": self.name, "service": self.name, "parameters": parameters or {"mode": "x"},
                                                    "audience": {"ids": self.people}}), 201)
        if start:
            self.start()

    @staticmethod
    def done(answer, status=200):
        if answer.status != status:
            raise AssertionError(answer)
        return answer.json

    def start(self):
        self.run = self.host.start_run(self.name)

    # -- what happens --

    def submitted(self, count=1):
        return self.service.submitted(count)

    def answered(self, count=1):
        return self.service.answered(count)

    def state(self, state, seq=1):
        """Waits until the chunk is in this state."""
        def there():
            answer = self.host.api.get(f"/runs/{self.run}/chunks/{seq}")
            return answer.status == 200 and answer.json["state"] == state and answer.json
        return eventually(there, f"{self.name}: chunk {seq} {state}")

    def ended(self):
        return self.host.ended(self.run)

    # -- what is left --

    def outcomes(self):
        """{person: (outcome, code)}."""
        text = self.host.api.get(f"/runs/{self.run}/results?format=csv").body.decode()
        return {int(row["person"]): (row["outcome"], row["code"]) for row in csv.DictReader(io.StringIO(text))}

    def departments(self):
        """What the step wrote, person by person."""
        values = self.host.store.values_of("department")
        return [values[person] for person in self.people]

    def chunk_states(self):
        return [chunk["state"] for chunk in self.host.api.items(f"/runs/{self.run}/chunks?limit=1000")]

    def statistics(self, level):
        items = self.host.api.get(f"/services/{self.name}/statistics?level={level}&bucket=day").json["items"]
        return dict(Counter({item["code"]: item["n"] for item in items}))

    def logged(self, severity="warning"):
        """{code: how often} of the run's entries that are no information."""
        return dict(Counter(item["code"] for item in self.host.api.items(f"/log?run={self.run}&severity={severity}&limit=1000")))

    def late(self):
        return self.host.store.value("SELECT count(*) FROM late JOIN chunk_log USING (bucket, chunk) WHERE run = ?", self.run)
