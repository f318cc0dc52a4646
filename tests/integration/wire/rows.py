"""Rows of a table as tests that wait at the same time: each `row_NAME` of a class with @rows becomes test_NAME."""
import unittest
from concurrent.futures import ThreadPoolExecutor

from harness import eventually
from room import Room

AT_ONCE = 8


class Rows(unittest.TestCase):
    """The rows begin together when the first test of the class does; a test waits for its own."""

    maxDiff = None
    properties = None
    room = None

    @classmethod
    def setUpClass(cls):
        cls.room = Room(properties=cls.properties)
        cls.pool = ThreadPoolExecutor(AT_ONCE)
        cls.begun = {}

    @classmethod
    def tearDownClass(cls):
        cls.pool.shutdown(cancel_futures=True)
        cls.room.close()

    def wait(self):
        if not self.begun:
            for name in [name for name in dir(self) if name.startswith("row_")]:
                self.begun[name] = self.pool.submit(getattr(type(self)("wait"), name))
        self.begun["row_" + self._testMethodName.removeprefix("test_")].result()

    # -- what every row is judged by --

    def judge(self, trial, submits, states, outcome, chunk, log=None, late=0):
        """`outcome`: what became of everyone: changed, a code of failure, or {person: (outcome, code)}. `chunk`: statistics of chunks."""
        run = trial.ended()
        self.assertEqual(len(trial.service.submits), submits)
        self.assertEqual(sorted(trial.chunk_states()), sorted(states))
        expected = outcome if isinstance(outcome, dict) else {
            person: ("changed", "") if outcome == "changed" else ("failed", outcome) for person in trial.people}
        self.assertEqual(trial.outcomes(), expected)
        self.assertEqual(sum(run[key] for key in ("changed", "unchanged", "failed", "left")), len(trial.people))
        self.assertEqual([written is not None for written in trial.departments()],
                         [expected.get(person, ("",))[0] == "changed" for person in trial.people])
        self.counted(trial, chunk)
        self.assertEqual(trial.statistics("record"), self.records(expected, outcome))
        self.noted(trial, log or {})
        self.assertEqual(trial.late(), late)

    def counted(self, trial, chunk):
        """Statistics of chunks. On a busy machine a callback can overtake the answer to its submit on the way through the host: then that
        answer counts no more. Rows without a callback show that it counts."""
        found = trial.statistics("chunk")
        overtaken = {code for code in chunk if code.startswith("2") and code not in found}
        if "CALLBACK_TIMEOUT" not in chunk and len(overtaken) == 1:
            chunk = {code: n for code, n in chunk.items() if code not in overtaken}
        self.assertEqual(found, chunk)

    def noted(self, trial, log):
        """Of a callback that was refused the log tells a moment after its answer."""
        try:
            eventually(lambda: trial.logged() == log, seconds=5)
        except AssertionError:
            self.assertEqual(trial.logged(), log)

    @staticmethod
    def records(expected, outcome):
        """A chunk that failed as a whole is counted once, as a chunk."""
        counts = {}
        if isinstance(outcome, dict) or outcome == "changed":
            for what, code in expected.values():
                counts[code if what == "failed" else "SUCCESS"] = counts.get(code if what == "failed" else "SUCCESS", 0) + 1
        return counts

    def taken(self, answer, status=200, **marks):
        """An answer to a callback: its status, and `duplicate` or `late` where they belong and nowhere else."""
        self.assertEqual(answer[0], status, answer)
        self.assertEqual(set(answer[1]), {"requestId", "status", "message", *marks}, answer)
        self.assertEqual(answer[1]["status"], status)
        for mark, value in marks.items():
            self.assertIs(answer[1][mark], value)


def rows(cls):
    for name in [name for name in dir(cls) if name.startswith("row_")]:
        setattr(cls, "test_" + name.removeprefix("row_"), Rows.wait)
    return cls
