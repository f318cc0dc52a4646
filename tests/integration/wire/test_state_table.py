"""The state table of docs/protocol.md section 2, row by row, through a real host: what the answer to a submit leads to."""
import time
import unittest
from email.utils import formatdate

from rows import Rows, rows


def answers(status, **headers):
    return lambda submit: submit.answer(status, **headers)


def accept(submit):
    submit.answer(201)


def cut(submit):
    submit.cut()


@rows
class Accepted(Rows):
    def accepted(self, status, script):
        trial = self.room.trial(script)
        self.taken(trial.answered().call_back())
        self.judge(trial, 1, ["done"], "changed", {str(status): 1, "SUCCESS": 1})

    def row_200(self):
        self.accepted(200, answers(200))

    def row_201(self):
        self.accepted(201, accept)

    def row_202(self):
        self.accepted(202, answers(202))

    def row_204_has_no_body(self):
        self.accepted(204, answers(204))

    def row_another_2xx(self):
        self.accepted(299, answers(299))

    def row_whatever_the_body(self):
        self.accepted(200, lambda submit: submit.answer(200, b"<html>\xff\x00", Content_Type="text/html"))

    def row_an_interim_answer_first(self):
        def script(submit):
            submit.raw("HTTP/1.1 102 Processing\r\n\r\n")
            submit.answer(201)
        self.accepted(201, script)

    def row_deadline_without_a_callback(self):
        trial = self.room.trial(accept, limits={"deadlineSeconds": 1})
        self.judge(trial, 1, ["timed_out"], "CALLBACK_TIMEOUT", {"201": 1, "CALLBACK_TIMEOUT": 1}, {"CALLBACK_TIMEOUT": 1})


@rows
class BackOff(Rows):
    """Sent again with a new token, until the attempts or the time are spent."""

    def again(self, status, first, wait=None):
        """The first submit is answered by `first`, the second with 201; results come with the second token."""
        trial = self.room.trial(first, accept, limits={"deadlineSeconds": 30})
        one = trial.answered(1)
        since = time.monotonic()
        two = trial.answered(2)
        if wait:
            self.assertGreaterEqual(time.monotonic() - since, wait)
        self.assertNotEqual(one.json["token"], two.json["token"])
        self.assertEqual((one.people, one.json["callbackUrl"]), (two.people, two.json["callbackUrl"]))
        self.taken(two.call_back())
        self.judge(trial, 2, ["done"], "changed", {str(status): 1, "201": 1, "SUCCESS": 1}, {"RETRY": 1, f"HTTP_{status}": 1})

    def row_429(self):
        self.again(429, answers(429))

    def row_408(self):
        self.again(408, answers(408))

    def row_429_and_seconds_to_wait(self):
        self.again(429, answers(429, Retry_After="2"), wait=1.9)

    def row_429_and_a_date_to_wait_for(self):
        self.again(429, lambda submit: submit.answer(429, Retry_After=formatdate(time.time() + 3, usegmt=True)), wait=1.5)

    def row_429_and_a_wait_that_nobody_understands(self):
        self.again(429, answers(429, Retry_After="soon"))

    def row_503_soon(self):
        self.again(503, answers(503))

    def row_503_late_with_a_wait(self):
        def script(submit):
            time.sleep(5.3)  # what is tried is the passing of time itself
            submit.answer(503, Retry_After="1")
        self.again(503, script, wait=0.9)

    def row_nothing_left(self):
        trial = self.room.trial(accept, start=False)
        trial.service.close()
        trial.start()
        trial.state("backoff")
        trial.service.open()
        self.taken(trial.answered().call_back())
        run = trial.ended()
        self.assertEqual((run["changed"], len(trial.service.submits)), (4, 1))
        self.counted(trial, {"201": 1, "SUCCESS": 1})
        self.assertEqual(set(trial.logged()), {"RETRY", "NOT_SENT"})

    def row_attempts_are_spent(self):
        trial = self.room.trial(answers(429), limits={"maxAttempts": 2})
        self.judge(trial, 2, ["failed"], "RETRIES_EXHAUSTED", {"429": 2, "RETRIES_EXHAUSTED": 1}, {"RETRY": 1, "HTTP_429": 2, "RETRIES_EXHAUSTED": 1})

    def row_time_is_spent(self):
        trial = self.room.trial(answers(503, Retry_After="60"), limits={"retryBudgetSeconds": 30})
        self.judge(trial, 1, ["failed"], "RETRIES_EXHAUSTED", {"503": 1, "RETRIES_EXHAUSTED": 1}, {"HTTP_503": 1, "RETRIES_EXHAUSTED": 1})

    def row_results_of_the_first_attempt_while_it_waits(self):
        trial = self.room.trial(answers(429, Retry_After="20"))
        trial.state("backoff")
        self.taken(trial.answered().call_back())
        self.judge(trial, 1, ["done"], "changed", {"429": 1, "SUCCESS": 1}, {"RETRY": 1, "HTTP_429": 1})

    def row_results_of_the_first_attempt_after_the_second(self):
        trial = self.room.trial(answers(429), accept)
        trial.answered(2)
        self.taken(trial.answered(1).call_back())
        self.taken(trial.answered(2).call_back(), duplicate=True)
        self.judge(trial, 2, ["done"], "changed", {"429": 1, "201": 1, "SUCCESS": 1}, {"RETRY": 1, "HTTP_429": 1})

    def row_the_deadline_counts_from_the_newest_attempt(self):
        trial = self.room.trial(answers(429, Retry_After="2"), accept, limits={"deadlineSeconds": 2})
        trial.answered(2)
        since = time.monotonic()
        self.judge(trial, 2, ["timed_out"], "CALLBACK_TIMEOUT", {"429": 1, "201": 1, "CALLBACK_TIMEOUT": 1},
                   {"RETRY": 1, "HTTP_429": 1, "CALLBACK_TIMEOUT": 1})
        self.assertGreater(time.monotonic() - since, 1.5)


@rows
class Refused(Rows):
    def refused(self, status, **headers):
        trial = self.room.trial(answers(status, **headers))
        code = f"HTTP_{status}"
        self.judge(trial, 1, ["failed"], code, {str(status): 1}, {code: 2})  # the service's words, and what was made of them
        self.taken(trial.answered().call_back(), late=True)  # it worked all the same
        self.judge(trial, 1, ["failed"], code, {str(status): 1}, {code: 2, "CALLBACK_LATE": 1}, late=1)
        self.assertEqual([path for _, path, *_ in trial.service.asked if path == "/elsewhere"], [])

    def row_301(self):
        self.refused(301, Location="/elsewhere")

    def row_302(self):
        self.refused(302, Location="/elsewhere")

    def row_303(self):
        self.refused(303, Location="/elsewhere")

    def row_307(self):
        self.refused(307, Location="/submitAsyncAction")

    def row_308(self):
        self.refused(308, Location="/submitAsyncAction")

    def row_300(self):
        self.refused(300)

    def row_304(self):
        self.refused(304)

    def row_400(self):
        self.refused(400)

    def row_403(self):
        self.refused(403)

    def row_404(self):
        self.refused(404)

    def row_409(self):
        self.refused(409)

    def row_410(self):
        self.refused(410)

    def row_422(self):
        self.refused(422)

    def row_413_is_halved(self):
        def script(submit):
            submit.answer(413 if len(submit.people) > 1 else 201)
        trial = self.room.trial(script)
        for count in range(1, 8):
            trial.answered(count)
        whole = trial.answered(1)
        self.taken(whole.call_back(), late=True)
        alone = [submit for submit in trial.service.submits if len(submit.people) == 1]
        for submit in alone:
            self.taken(submit.call_back())
        self.judge(trial, 7, ["split"] * 3 + ["done"] * 4, "changed", {"413": 3, "201": 4, "SUCCESS": 4}, {"HTTP_413": 3, "CHUNK_SPLIT": 3, "CALLBACK_LATE": 1}, late=1)
        self.assertEqual([len(submit.people) for submit in alone], [1] * 4)

    def row_413_for_one(self):
        trial = self.room.trial(answers(413), people=1)
        self.judge(trial, 1, ["failed"], "HTTP_413", {"413": 1}, {"HTTP_413": 2})


@rows
class Ambiguous(Rows):
    """Waits for the callback until the deadline; never sent again."""

    def unclear(self, status, script, limits=None, code="CONNECTION_BROKEN"):
        """The work is done all the same, and a second time nobody calls back."""
        log = {"AMBIGUOUS": 1, f"HTTP_{status}" if status else code: 1}
        counted = {str(status): 1} if status else {}
        trial = self.room.trial(script, limits=limits)
        trial.state("ambiguous")
        self.taken(trial.answered().call_back())
        self.judge(trial, 1, ["done"], "changed", {**counted, "SUCCESS": 1}, log)
        silent = self.room.trial(script, limits={"deadlineSeconds": 2, **(limits or {})})
        self.judge(silent, 1, ["timed_out"], "CALLBACK_TIMEOUT", {**counted, "CALLBACK_TIMEOUT": 1}, {**log, "CALLBACK_TIMEOUT": 1})
        self.taken(silent.answered().call_back(), late=True)
        self.assertEqual((silent.late(), set(silent.departments())), (1, {None}))

    def row_500(self):
        self.unclear(500, answers(500))

    def row_501(self):
        self.unclear(501, answers(501))

    def row_502(self):
        self.unclear(502, answers(502))

    def row_504(self):
        self.unclear(504, answers(504))

    def row_500_with_a_wait(self):
        self.unclear(500, answers(500, Retry_After="1"))

    def row_503_late(self):
        def script(submit):
            time.sleep(5.3)  # what is tried is the passing of time itself
            submit.answer(503)
        self.unclear(503, script, limits={"deadlineSeconds": 8})

    def row_no_answer_in_time(self):
        self.unclear(None, lambda submit: submit.until_closed(), limits={"submitTimeoutSeconds": 1, "deadlineSeconds": 3}, code="ANSWER_TIMEOUT")

    def row_cut_before_the_answer(self):
        self.unclear(None, cut)

    def row_reset_before_the_answer(self):
        self.unclear(None, lambda submit: submit.cut(reset=True))

    def row_cut_in_the_status_line(self):
        def script(submit):
            submit.raw("HTTP/1.1 20")
            submit.cut()
        self.unclear(None, script)

    def row_cut_in_the_headers(self):
        def script(submit):
            submit.raw("HTTP/1.1 201 Created\r\nContent-Ty")
            submit.cut()
        self.unclear(None, script)

    def row_something_else_than_http(self):
        def script(submit):
            submit.raw("SSH-2.0-OpenSSH_9.2\r\n")
            submit.cut()
        self.unclear(None, script)

    def row_500_of_an_idempotent_service(self):
        trial = self.room.trial(answers(500), cut, accept, limits={"idempotent": True})
        self.taken(trial.answered(3).call_back())
        self.assertEqual(len({submit.json["token"] for submit in trial.service.submits}), 3)
        self.judge(trial, 3, ["done"], "changed", {"500": 1, "201": 1, "SUCCESS": 1},
                   {"HTTP_500": 1, "CONNECTION_BROKEN": 1, "RETRY": 2})


if __name__ == "__main__":
    unittest.main()
