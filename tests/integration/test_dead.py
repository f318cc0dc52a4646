"""Chunks that failed as a whole: listed, sent again, thrown away, or closed with what came too late."""
import unittest

from harness import IntegrationTest, check_people, eventually, results

PEOPLE, SIZE = 60, 20
UNKNOWN = PEOPLE // 8


class Dead(IntegrationTest):
    def letters(self, host, **query):
        return host.api.items("/dead" + ("?" + "&".join(f"{k}={v}" for k, v in query.items()) if query else ""))

    def test_refused_for_good_then_sent_again_or_discarded(self):
        refusing = [True]
        service = self.service("--delay-ms", 20)
        front = self.front(service, lambda body: 400 if refusing[0] else 0)
        host = self.ready(front, PEOPLE, SIZE)
        run = host.start_run()
        host.ended(run)
        letters = self.letters(host)
        self.assertEqual({letter["letter"] for letter in letters}, {f"{run}.{n}" for n in (1, 2, 3)})
        self.assertEqual({(letter["code"], letter["state"], letter["people"]) for letter in letters}, {("HTTP_400", "waiting", SIZE)})
        self.assertEqual(self.letters(host, code="CALLBACK_TIMEOUT"), [])
        self.assertEqual(len(self.letters(host, run=run, service="Country%20Codes", code="HTTP_400", since="2020-01-01")), 3)
        self.assertEqual(self.letters(host, until="2020-01-01"), [])
        shown = host.ok("dead", "show", f"{run}.1", "--trace").stdout
        self.assertIn("HTTP_400", shown)
        self.assertIn("attempt 1  request", shown)
        self.assertIn("HTTP 400", shown)
        unnamed = host.api.post("/dead/replay")
        self.assertEqual(unnamed.code, "DEAD_CHOICE_MISSING")

        refusing[0] = False
        host.ok("dead", "discard", f"{run}.3")
        answer = host.ask("dead", "replay", "--run", run)
        self.assertEqual([(one["replays"], one["people"], sorted(one["letters"])) for one in answer["runs"]],
                         [(run, 2 * SIZE, [f"{run}.1", f"{run}.2"])])
        again = answer["runs"][0]["run"]
        self.assertEqual(host.ended(again)["replays"], [f"{run}.1", f"{run}.2"])
        self.assertEqual(sorted(service.witness.people_taken()), list(range(1, 2 * SIZE + 1)), "only those of the letters")
        check_people(self, host, again, 2 * SIZE)
        self.assertEqual(self.letters(host), [])
        self.assertEqual({letter["state"] for letter in self.letters(host, dealt="any")}, {"replayed", "discarded"})
        for refused in (host.api.post(f"/dead/replay?letters={run}.1"), host.api.post(f"/dead/{run}.1/apply")):
            self.assertEqual((refused.status, refused.code), (409, "DEAD_DEALT_WITH"))
        self.assertEqual(host.api.get("/dead/99.1").code, "DEAD_NOT_FOUND")

    def test_what_came_late_is_applied_by_hand_and_counted(self):
        service = self.service("--status-code", 400, "--work-anyway", "--delay-ms", 500)
        host = self.ready(service, PEOPLE, SIZE)
        run = host.start_run()
        host.ended(run)
        service.settled()
        eventually(lambda: {letter["late"] for letter in self.letters(host)} == {1}, "late results of each")
        self.assertEqual(host.run(run)["changed"], 0)
        for n in (1, 2, 3):
            self.assertIn("applied", host.ok("dead", "apply", f"{run}.{n}").stdout)
        shown = host.run(run)
        self.assertEqual((shown["changed"], shown["failed"], shown["state"]), (PEOPLE - UNKNOWN, UNKNOWN, "done"))
        self.assertEqual({row["code"]: row["people"] for row in shown["failures"]}, {"COUNTRY_UNKNOWN": UNKNOWN})
        rows = results(host, run)
        self.assertEqual(len(rows), PEOPLE, "each once")
        self.assertEqual(len([row for row in rows if row["outcome"] == "changed"]), PEOPLE - UNKNOWN)
        self.assertEqual(len(host.api.items(f"/runs/{run}/results?failed=true")), UNKNOWN)
        self.assertEqual({letter["state"] for letter in self.letters(host, dealt="any")}, {"applied"})
        self.assertEqual(self.letters(host), [])
        again = host.api.post(f"/dead/{run}.1/apply")
        self.assertEqual((again.status, again.code), (409, "DEAD_DEALT_WITH"))
        check_people(self, host, run, PEOPLE)
        host.restart()
        self.assertEqual(host.run(run)["changed"], PEOPLE - UNKNOWN)


if __name__ == "__main__":
    unittest.main()
