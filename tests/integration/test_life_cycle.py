"""The life of an installed service: its uses, retiring, coming back, replacing, removing, names."""
import unittest

from lifecycle.case import LifecycleTest
from lifecycle.played import KEY, attribute, field


class Life(LifecycleTest):
    def test_a_service_in_use_is_retired_and_not_removed(self):
        host, played = self.ready()
        self.campaign(host)
        self.campaign(host, "Second")
        uses = host.ask("service", "uses", "played")
        self.assertEqual([(one["name"], one["step"]) for one in uses["campaigns"]], [("Enrich", 1), ("Second", 1)])
        words = self.refused(host, "SERVICE_IN_USE", "service", "remove", "Played")
        self.assertIn("Enrich, Second", words)
        used = host.ask("credential", "show", "Played")["usedIn"]
        self.assertEqual([(use["service"], [step["name"] for step in use["steps"]]) for use in used], [("Played", ["Enrich", "Second"])])
        host.ok("service", "retire", "Played")
        words = self.refused(host, "SERVICE_RETIRED", "campaign", "create", "Third", "--service", "Played", "--set", "plan=gold", "--all")
        self.assertIn("service Played: is retired", words)
        run = host.ended(host.start_run())  # existing uses run on
        self.assertEqual((run["state"], run["failed"]), ("done", 0))
        host.ok("service", "reinstate", "Played")
        self.campaign(host, "Third")
        for name in ("Enrich", "Second", "Third"):
            host.ok("campaign", "remove", name)
        host.ok("service", "remove", "Played")
        self.install(host, played)  # the name is free again

    def test_an_open_run_keeps_a_service(self):
        host, played = self.ready()
        played.hold = True
        self.campaign(host)
        run = host.start_run()
        host.wait_run(run, lambda _: played.submits(), "a submit")
        self.assertEqual([one["id"] for one in host.ask("service", "uses", "Played")["runs"]], [run])
        played.release()
        host.ended(run)
        self.assertEqual(host.ask("service", "uses", "Played")["runs"], [])

    def test_names_collide_without_case_and_another_is_asked_for(self):
        host, played = self.ready()
        words = self.refused(host, "NAME_TAKEN", "service", "install", played.url, "--api-key", KEY, "--name", "PLAYED")
        self.assertIn('--name "PLAYED 2"', words)
        again = host.api.post("/services", {"url": played.url})  # its own title is taken as well
        self.assertEqual((again.status, again.code), (409, "NAME_TAKEN"))
        self.assertIn("Played 2", again.json["remedy"])
        self.assertEqual(host.api.post("/services", {"url": played.url, "name": "a\nb"}).code, "NAME_INVALID")
        self.install(host, played, "Played 2")
        self.assertEqual([row["name"] for row in host.ask("service", "list")["items"]], ["Played", "Played 2"])


class Replace(LifecycleTest):
    def two(self, change):
        host, old = self.ready()
        self.campaign(host, size="3")
        fresh = self.played()
        change(fresh)
        self.install(host, fresh, "Fresh")
        return host, old, fresh

    def test_what_fits_moves(self):
        host, old, fresh = self.two(lambda _: None)
        self.assertFalse(host.ask("service", "replace", "Played", "--with", "Fresh", "--dry-run")["replaced"])
        self.assertEqual(host.ask("service", "uses", "Fresh")["campaigns"], [])
        said = host.ok("service", "replace", "Played", "--with", "Fresh").stdout
        self.assertIn("Fresh takes the place of Played in Enrich", said)
        shown = host.ask("campaign", "show", "Enrich")
        self.assertEqual((shown["service"]["name"], shown["parameters"]), ("Fresh", {"plan": "gold", "size": 3}))
        host.ended(host.start_run())
        self.assertEqual((len(old.submits()), len(fresh.submits())), (0, 1))
        words = self.refused(host, "SERVICE_RETIRED", "campaign", "create", "X", "--service", "Played", "--all")
        self.assertIn("Fresh replaces it", words)
        self.assertEqual(host.ask("service", "show", "Played")["replacedBy"]["name"], "Fresh")
        host.ok("service", "remove", "Played")

    def test_what_does_not_fit_is_listed_and_nothing_moves(self):
        def change(fresh):
            fresh.choices["plan"] = ["basic"]  # gold is gone
            fresh.definition["invocationPayloadDef"]["flowAttributes"][1] = attribute("size", "string")
            fresh.definition["invocationPayloadDef"]["fields"][2] = field("city", "integer", "numberOfEmployees")
            fresh.definition["callbackPayloadDef"]["fields"] = [field("city")]
        host, _, _ = self.two(change)
        refused = host.api.post("/services/Played/replace", {"with": "Fresh"})
        self.assertEqual((refused.status, refused.code), (409, "REPLACEMENT_MISFITS"))
        found = {(one["code"], one.get("parameter") or one.get("serviceAttribute"), one.get("campaign")) for one in refused.json["errors"]}
        self.assertEqual(found, {("PARAMETER_NOT_A_CHOICE", "plan", "Enrich"), ("PARAMETER_TYPE", "size", "Enrich"),
                                 ("MAPPING_TYPE", "city", None), ("MAPPING_INCOMING", "leadScore", None)})
        words = self.refused(host, "REPLACEMENT_MISFITS", "service", "replace", "Played", "--with", "Fresh")
        self.assertIn("leadScore", words)
        self.assertEqual(host.ask("campaign", "show", "Enrich")["service"]["name"], "Played")
        self.assertEqual(host.ask("service", "show", "Played")["state"], "active")

    def test_a_parameter_that_is_gone(self):
        def change(fresh):
            del fresh.definition["invocationPayloadDef"]["flowAttributes"][1]
        host, _, _ = self.two(change)
        refused = host.api.post("/services/Played/replace", {"with": "Fresh"}).json["errors"]
        self.assertEqual([(one["code"], one["parameter"]) for one in refused], [("PARAMETER_UNKNOWN", "size")])

    def test_only_an_active_service_takes_a_place(self):
        host, _, _ = self.two(lambda _: None)
        host.ok("service", "retire", "Fresh")
        self.assertEqual(host.api.post("/services/Played/replace", {"with": "Fresh"}).code, "SERVICE_RETIRED")
        self.assertEqual(host.api.post("/services/Played/replace", {"with": "Played"}).code, "REPLACEMENT_INVALID")
        self.assertEqual(host.api.post("/services/Played/replace", {"with": "Nobody"}).code, "SERVICE_NOT_FOUND")


if __name__ == "__main__":
    unittest.main()
