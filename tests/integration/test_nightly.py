"""Nightly jobs of a real daemon: at their time, after a night that was missed, and on demand."""
import datetime
import threading
import time
import unittest

from harness import eventually
from lifecycle.case import LifecycleTest
from lifecycle.played import field


def local(seconds):
    """The time of day so many seconds from now."""
    return (datetime.datetime.now() + datetime.timedelta(seconds=seconds)).strftime("%H:%M:%S")


class AtNight(LifecycleTest):
    def job(self, host, name="status"):
        return next(job for job in host.ask("job", "list")["items"] if job["name"] == name)

    def test_a_missed_night_is_caught_up_once(self):
        host, played = self.ready(properties={"jobs.time": local(3600), "jobs.jitter_minutes": "0"})
        self.assertIsNone(self.job(host)["last"])
        asked = played.count("/status")
        host.properties["jobs.time"] = local(4)
        due = time.time() + 4
        host.restart()
        host.stop()  # stopped across the scheduled time
        eventually(lambda: time.time() > due + 1.5, "the scheduled time")
        self.assertEqual(played.count("/status"), asked)
        host.start()
        last = eventually(lambda: self.job(host)["last"], "the job that was missed")
        self.assertEqual((last["by"], last["services"], last["failed"]), ("schedule", 1, 0))
        eventually(lambda: self.job(host, "picklists")["last"], "the other one")
        self.assertEqual(played.count("/status"), asked + 1)
        host.restart()  # done is done
        self.assertEqual(self.job(host)["last"], last)
        self.assertEqual(played.count("/status"), asked + 1)

    def test_a_running_daemon_begins_at_the_time(self):
        host, played = self.ready(properties={"jobs.time": local(30), "jobs.jitter_minutes": "0"})
        host.properties["jobs.time"] = local(5)
        host.restart()
        self.assertIsNone(self.job(host)["last"])
        eventually(lambda: self.job(host)["last"], "the time")
        self.assertGreater(played.count("/status"), 0)

    def test_a_stop_does_not_wait_for_a_service(self):
        host, played = self.ready()
        asked = played.count("/status")
        played.stalled["/status"] = threading.Event()
        self.addCleanup(played.stalled["/status"].set)
        host.ok("job", "run", "status", "--detach")
        eventually(lambda: played.count("/status") > asked, "the job's question")
        begun = time.monotonic()
        host.stop()
        self.assertLess(time.monotonic() - begun, 5)
        host.start()
        self.assertIsNone(self.job(host)["last"])  # what was broken off is not done
        self.assertEqual(self.log_of(host, kind="status"), [])

    def test_a_time_that_is_none(self):
        host = self.host()
        host.stop()
        host.properties["jobs.time"] = "25:00"
        with self.assertRaisesRegex(AssertionError, "jobs.time: '25:00' is no time of the day"):
            host.start()


class OnDemand(LifecycleTest):
    def notices(self, host):
        return [(entry["severity"], entry["code"], entry["message"]) for entry in reversed(self.log_of(host, kind="status"))]

    def poll(self, host):
        host.ok("job", "run", "status")

    def deprecation(self, host):
        row = host.ask("service", "list")["items"][0]
        return (row["deprecation"] or {}).get("state"), row["deprecationDate"], row["deprecationMessage"]

    def test_notices_are_logged_once(self):
        host, played = self.ready()
        played.status = {"info": ["new prices"], "warnings": ["slow today"], "errors": ["broken"]}
        self.poll(host)
        self.poll(host)
        expected = [("info", "NOTICE", "new prices"), ("warning", "NOTICE", "slow today"), ("error", "NOTICE", "broken")]
        self.assertEqual(self.notices(host), expected)
        played.status["warnings"].append("slower tomorrow")
        self.poll(host)
        self.assertEqual(self.notices(host), [*expected, ("warning", "NOTICE", "slower tomorrow")])

    def test_deprecation_comes_changes_and_goes(self):
        host, played = self.ready()
        played.status = {"deprecationDate": "2199-01-31", "deprecationMessage": "use v2"}
        self.poll(host)
        self.assertEqual(self.deprecation(host), ("announced", "2199-01-31T23:59:59Z", "use v2"))
        played.status = {"deprecationDate": "soon", "deprecationMessage": "what"}
        self.poll(host)  # unreadable: changes nothing
        self.assertEqual(self.deprecation(host), ("announced", "2199-01-31T23:59:59Z", "use v2"))
        played.status = {"deprecationDate": "2020-01-31T10:00:00Z"}
        self.poll(host)
        self.assertEqual(self.deprecation(host), ("deprecated", "2020-01-31T10:00:00Z", None))
        played.status = {"deprecationMessage": "some day"}
        self.poll(host)
        self.assertEqual(self.deprecation(host), ("message", None, "some day"))
        played.status = {"info": []}
        self.poll(host)
        self.poll(host)
        self.assertEqual(self.deprecation(host), (None, None, None))
        self.assertEqual([code for _, code, _ in self.notices(host)],
                         ["DEPRECATION_ANNOUNCED", "DEPRECATION_DATE_UNREADABLE", "DEPRECATED", "DEPRECATION_ANNOUNCED", "DEPRECATION_CLEARED"])
        self.assertEqual(host.ask("service", "list")["items"][0]["state"], "active")  # it runs on

    def test_a_picklist_keeps_its_last_good_list_and_tells_what_vanished(self):
        host, played = self.ready()
        self.campaign(host)
        played.choices["plan"] = ["basic", "silver"]
        host.ok("job", "run", "picklists")
        host.ok("job", "run", "picklists")
        told = [entry["message"] for entry in self.log_of(host, kind="picklist") if entry["code"] == "CHOICE_VANISHED"]
        self.assertEqual(told, ["plan: the choice 'gold' is gone; it is used by: Enrich"])
        played.choices.clear()
        host.ok("job", "run", "picklists")
        shown = host.ask("service", "picklist", "Played", "--attribute", "plan", "--refresh")["items"]
        self.assertEqual([choice["value"] for choice in shown[0]["choices"]], ["basic", "silver"])
        self.assertIn("PICKLIST_FAILED", shown[0]["error"])
        last = next(job for job in host.ask("job", "list")["items"] if job["name"] == "picklists")["last"]
        self.assertEqual((last["services"], last["failed"], last["by"]), (1, 1, "admin"))

    def test_retired_services_are_asked_and_drafts_are_not(self):
        host, played = self.ready()
        host.ok("service", "retire", "Played")
        draft = self.played()
        draft.definition["invocationPayloadDef"]["fields"].append(field("nothing", "date", required=True))
        self.assertEqual(host.cli("service", "install", draft.url, "--name", "Draft", "--api-key", "played-key", "--draft").status, 0)
        before, asked = draft.count("/status"), played.count("/status")
        self.poll(host)
        self.assertEqual((draft.count("/status"), played.count("/status")), (before, asked + 1))

    def test_no_such_job(self):
        host = self.host()
        self.assertIn("status, picklists, retention", host.cli("job", "run", "cleaning").stderr)


if __name__ == "__main__":
    unittest.main()
