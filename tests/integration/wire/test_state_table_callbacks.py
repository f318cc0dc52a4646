"""The state table of docs/protocol.md section 2: callbacks before, beside and after the answer to their submit, and aborted runs."""
import json
import unittest
from urllib.parse import parse_qs

from harness import eventually
from rows import Rows, rows
from scripted import KEY, document


def answers(status, **headers):
    return lambda submit: submit.answer(status, **headers)


def accept(submit):
    submit.answer(201)


@rows
class BeforeTheAnswer(Rows):
    """The callback comes while the submit is open; whatever is answered then is nothing."""

    def early(self, last):
        seen = []

        def script(submit):
            seen.append(submit.call_back())
            last(submit)
        trial = self.room.trial(script)
        trial.answered()
        self.judge(trial, 1, ["done"], "changed", {"SUCCESS": 1})
        self.taken(seen[0])
        self.taken(trial.submitted().call_back(), duplicate=True)

    def row_then_201(self):
        self.early(accept)

    def row_then_400(self):
        self.early(answers(400))

    def row_then_401(self):
        self.early(answers(401))

    def row_then_413(self):
        self.early(answers(413))

    def row_then_429(self):
        self.early(answers(429, Retry_After="1"))

    def row_then_500(self):
        self.early(answers(500))

    def row_then_502(self):
        self.early(answers(502))

    def row_then_503(self):
        self.early(answers(503))

    def row_then_a_redirect(self):
        self.early(answers(307, Location="/submitAsyncAction"))

    def row_then_a_cut(self):
        self.early(lambda submit: submit.cut())

    def row_then_a_reset(self):
        self.early(lambda submit: submit.cut(reset=True))

    def row_in_the_middle_of_the_answer(self):
        seen = []

        def script(submit):
            submit.raw("HTTP/1.1 201 Created\r\nContent-Le")
            seen.append(submit.call_back())
            submit.raw("ngth: 2\r\nConnection: close\r\n\r\n{}")
            submit.until_closed()
        trial = self.room.trial(script)
        trial.answered()
        self.judge(trial, 1, ["done"], "changed", {"SUCCESS": 1})
        self.taken(seen[0])

    def row_one_that_nobody_can_read_then_500_then_a_good_one(self):
        seen = []

        def script(submit):
            seen.append(submit.call_back(b"<html>"))
            submit.answer(500)
        trial = self.room.trial(script)
        trial.state("ambiguous")
        self.taken(seen[0], 400)
        self.taken(trial.answered().call_back())
        self.judge(trial, 1, ["done"], "changed", {"500": 1, "SUCCESS": 1}, {"AMBIGUOUS": 1, "HTTP_500": 1, "CALLBACK_UNREADABLE": 1})

    def row_a_chunk_error_then_500(self):
        def script(submit):
            submit.call_back({"munchkinId": "123", "errorCode": "DOWN", "errorMessage": "no"})
            submit.answer(500)
        trial = self.room.trial(script)
        self.judge(trial, 1, ["done"], "DOWN", {"DOWN": 1}, {"DOWN": 1})


@rows
class Done(Rows):
    def done(self, first=None):
        trial = self.room.trial(accept)
        submit = trial.answered()
        self.taken(submit.call_back(first(submit) if first else None))
        trial.ended()
        return trial, submit

    def still(self, trial, log=None):
        self.judge(trial, 1, ["done"], "changed", {"201": 1, "SUCCESS": 1}, log)
        self.assertEqual(trial.departments(), ["XX"] * 4)

    def row_the_same_in_other_words(self):
        trial, submit = self.done()
        again = submit.good(time="2026-01-01T00:00:00Z")
        again["objectData"].reverse()
        for entry in again["objectData"]:
            entry["leadData"]["id"] = str(entry["leadData"]["id"])
        self.taken(submit.call_back(json.dumps(again, indent=3).encode()), duplicate=True)
        self.still(trial)

    def row_another_value(self):
        trial, submit = self.done()
        for _ in range(2):
            self.taken(submit.call_back(submit.good("YY")), 409)
        self.still(trial, {"CALLBACK_CONFLICT": 2})

    def row_fewer_people(self):
        trial, submit = self.done()
        self.taken(submit.call_back(submit.good(people=submit.people[1:])), 409)
        self.still(trial, {"CALLBACK_CONFLICT": 1})

    def row_an_error_afterwards(self):
        trial, submit = self.done()
        self.taken(submit.call_back({"errorCode": "DOWN"}), 409)
        self.still(trial, {"CALLBACK_CONFLICT": 1})

    def row_a_wrong_token_or_none(self):
        trial, submit = self.done()
        for token in ("nobody", ""):
            self.taken(submit.call_back(token=token), 401)
        self.still(trial, {"CALLBACK_TOKEN_WRONG": 1})

    def row_an_error_twice_and_another(self):
        trial, submit = self.done(lambda submit: {"munchkinId": "1", "errorCode": "DOWN", "errorMessage": "no"})
        self.taken(submit.call_back({"errorMessage": "no", "errorCode": "DOWN", "munchkinId": "123"}), duplicate=True)
        self.taken(submit.call_back({"errorCode": "DOWN", "errorMessage": "still no"}), 409)
        self.taken(submit.call_back(), 409)
        self.judge(trial, 1, ["done"], "DOWN", {"201": 1, "DOWN": 1}, {"DOWN": 1, "CALLBACK_CONFLICT": 2})

    def row_some_people_only(self):
        trial, submit = self.done(lambda submit: submit.good(people=submit.people[:1]))
        first, *rest = trial.people
        self.judge(trial, 1, ["done"], {first: ("changed", ""), **{person: ("failed", "NO_RESULT") for person in rest}},
                   {"201": 1, "SUCCESS": 1}, {"PEOPLE_MISSING": 1})
        self.taken(submit.call_back(submit.good(people=rest)), 409)
        self.assertEqual(trial.departments(), ["XX", None, None, None])

    def row_nobody(self):
        for body in ({"objectData": []}, {"munchkinId": "123"}, {"errorCode": None, "objectData": []}, {"errorCode": ""}):
            trial, _ = self.done(lambda submit, body=body: body)
            run = trial.ended()
            self.assertEqual((run["failed"], trial.outcomes()), (4, {person: ("failed", "NO_RESULT") for person in trial.people}))
            self.counted(trial, {"201": 1, "SUCCESS": 1})
            self.assertEqual(trial.statistics("record"), {"NO_RESULT": 4})


@rows
class LateResults(Rows):
    """People have gone on: kept once for each digest, never applied."""

    def row_after_the_deadline(self):
        trial = self.room.trial(accept, limits={"deadlineSeconds": 1})
        trial.ended()
        submit = trial.answered()
        for value in ("XX", "XX", "YY"):
            self.taken(submit.call_back(submit.good(value)), late=True)
        self.taken(submit.call_back({"errorCode": "DOWN"}), late=True)
        self.assertEqual((trial.late(), trial.departments()), (3, [None] * 4))
        self.assertEqual(trial.statistics("chunk"), {"201": 1, "CALLBACK_TIMEOUT": 1})
        self.assertEqual(trial.statistics("record"), {})
        self.taken(submit.call_back(token="nobody"), 401)
        self.taken(submit.call_back(b"["), 400)

    def row_after_the_attempts(self):
        trial = self.room.trial(answers(503), limits={"maxAttempts": 1})
        trial.ended()
        self.taken(trial.answered().call_back(), late=True)
        self.judge(trial, 1, ["failed"], "RETRIES_EXHAUSTED", {"503": 1, "RETRIES_EXHAUSTED": 1},
                   {"HTTP_503": 1, "RETRIES_EXHAUSTED": 1, "CALLBACK_LATE": 1}, late=1)


@rows
class Credentials(Rows):
    """Nobody fails for a key that was revoked."""

    def paused(self, trial):
        shown = eventually(lambda: (s := trial.host.api.get(f"/services/{trial.name}").json)["paused"] and s, f"{trial.name}: the pause")
        self.assertEqual(shown["paused"], "CREDENTIALS_REFUSED")
        trial.state("queued")

    def row_401_and_a_key(self):
        trial = self.room.trial(answers(401), accept)
        self.paused(trial)
        self.assertEqual((trial.host.run(trial.run)["failed"], len(trial.service.submits)), (0, 1))
        trial.host.ok("service", "credentials", trial.name, "--api-key", KEY)
        self.taken(trial.answered(2).call_back())
        self.judge(trial, 2, ["done"], "changed", {"401": 1, "201": 1, "SUCCESS": 1}, {"HTTP_401": 1, "CREDENTIALS_REFUSED": 1})

    def row_results_of_a_submit_that_was_answered_401(self):
        trial = self.room.trial(answers(401))
        self.paused(trial)
        self.taken(trial.answered().call_back())
        self.judge(trial, 1, ["done"], "changed", {"401": 1, "SUCCESS": 1}, {"HTTP_401": 1, "CREDENTIALS_REFUSED": 1})

    def oauth(self, *script):
        flow = {"tokenUrl": "/token", "scopes": {}}
        trial = self.room.trial(
            *script, document_=document({"type": "oauth2", "flows": {"clientCredentials": flow}}),
            tokens=lambda headers, body: (200, {"access_token": "granted-" + parse_qs(body.decode())["client_id"][0], "token_type": "bearer"}),
            words=("--client-id", "me", "--client-secret", "secret"), bearer=True)
        return trial, lambda: len([path for _, path, *_ in trial.service.asked if path == "/token"])

    def row_401_and_a_grant_is_renewed_once(self):
        trial, _ = self.oauth(answers(401), accept)
        self.taken(trial.answered(2).call_back())
        self.judge(trial, 2, ["done"], "changed", {"401": 1, "201": 1, "SUCCESS": 1}, {"HTTP_401": 1})

    def row_401_twice_with_a_grant(self):
        trial, grants = self.oauth(answers(401))
        self.paused(trial)
        self.assertEqual(len(trial.service.submits), 2)
        self.assertLessEqual(grants(), 3, "one to check, one to run, one renewed")
        self.assertEqual(trial.statistics("chunk"), {"401": 2})


@rows
class Aborted(Rows):
    def abort(self, trial):
        answer = trial.host.api.post(f"/runs/{trial.run}/abort")
        self.assertEqual(answer.status, 200, answer)
        trial.host.wait_run(trial.run, lambda run: run["state"] in ("aborting", "aborted"), "the abort")

    def row_while_it_waits_to_be_sent_again(self):
        trial = self.room.trial(answers(429, Retry_After="60"))
        trial.state("backoff")
        self.abort(trial)
        self.left(trial, {"429": 1}, {"HTTP_429": 1, "RETRY": 1})

    def left(self, trial, chunk, log):
        run = trial.ended()
        self.assertEqual((run["state"], run["left"], trial.outcomes()), ("aborted", 4, {}))
        self.assertEqual((trial.chunk_states(), trial.statistics("chunk"), trial.statistics("record")), (["aborted"], chunk, {}))
        self.assertEqual(len(trial.service.submits), 1)
        self.taken(trial.answered().call_back(), late=True)
        self.assertEqual((trial.late(), trial.departments()), (1, [None] * 4))
        self.noted(trial, {**log, "CALLBACK_LATE": 1})

    def row_while_it_is_queued(self):
        trial = self.room.trial(answers(401))
        trial.state("queued")
        self.abort(trial)
        self.left(trial, {"401": 1}, {"HTTP_401": 1, "CREDENTIALS_REFUSED": 1})

    def applied(self, trial, submit, chunk, log=None):
        self.taken(submit.call_back())
        run = trial.ended()
        self.assertEqual((run["state"], run["changed"], run["left"]), ("aborted", 4, 0))
        self.judge(trial, 1, ["done"], "changed", chunk, log)

    def row_while_it_is_accepted(self):
        trial = self.room.trial(accept)
        submit = trial.answered()
        self.abort(trial)
        self.applied(trial, submit, {"201": 1, "SUCCESS": 1})

    def row_while_it_is_ambiguous(self):
        trial = self.room.trial(answers(500))
        trial.state("ambiguous")
        self.abort(trial)
        self.applied(trial, trial.answered(), {"500": 1, "SUCCESS": 1}, {"AMBIGUOUS": 1, "HTTP_500": 1})

    def sending(self, last):
        """Aborted while the submit is open."""
        def script(submit):
            eventually(lambda: trial_.run is not None, "the run's number")
            self.abort(trial_)
            last(submit)
        trial_ = self.room.trial(script, start=False)
        trial_.start()
        trial_.answered()
        return trial_

    def row_while_it_is_sent_then_201(self):
        trial = self.sending(accept)
        self.applied(trial, trial.answered(), {"201": 1, "SUCCESS": 1})

    def row_while_it_is_sent_then_429(self):
        self.left(self.sending(answers(429)), {"429": 1}, {"HTTP_429": 1})

    def row_while_it_is_sent_then_413(self):
        self.left(self.sending(answers(413)), {"413": 1}, {"HTTP_413": 1})

    def row_while_it_is_sent_then_401(self):
        self.left(self.sending(answers(401)), {"401": 1}, {"HTTP_401": 1})

    def row_and_no_callback(self):
        trial = self.room.trial(accept, limits={"deadlineSeconds": 2})
        trial.answered()
        self.abort(trial)
        self.judge(trial, 1, ["timed_out"], "CALLBACK_TIMEOUT", {"201": 1, "CALLBACK_TIMEOUT": 1}, {"CALLBACK_TIMEOUT": 1})
        self.assertEqual(trial.ended()["state"], "aborted")


if __name__ == "__main__":
    unittest.main()
