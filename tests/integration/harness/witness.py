"""What a sample service wrote down of what it was sent and what it delivered."""
import json
import os


def expand(ranges):
    """The ids of "1..3,9"."""
    for part in filter(None, ranges.split(",")):
        first, _, last = part.partition("..")
        yield from range(int(first), int(last or first) + 1)


class Witness:
    def __init__(self, path):
        self.path = path

    def lines(self, kind):
        if not os.path.exists(self.path):
            return []
        with open(self.path, encoding="utf-8") as stream:
            return [entry for entry in map(json.loads, stream) if entry["kind"] == kind]

    def submits(self):
        return self.lines("submit")

    def callbacks(self, step=None):
        return [line for line in self.lines("callback") if step is None or line["step"] == step]

    def taken(self):
        """Submits that the service answered with 2xx."""
        return [line for line in self.submits() if 200 <= line["status"] < 300]

    def applied(self):
        """Good callbacks that the host answered with 200."""
        return [line for line in self.callbacks("good") if line["status"] == 200]

    def people_taken(self):
        """Everyone in a submit that was taken, as often as that happened."""
        return [person for line in self.taken() for person in expand(line["ids"])]

    def people_applied(self):
        return [person for line in self.applied() for person in expand(line["ids"])]

    def statuses(self):
        """How many submits were answered with which status."""
        counts = {}
        for line in self.submits():
            counts[line["status"]] = counts.get(line["status"], 0) + 1
        return counts
