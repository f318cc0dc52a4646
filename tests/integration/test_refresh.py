"""What a service says of itself changes: shown with what it affects, adopted when that is said."""
import copy
import unittest

from lifecycle.case import LifecycleTest
from lifecycle.played import KEY, attribute, definition, field


class Refresh(LifecycleTest):
    def setUp(self):
        super().setUp()
        self.host_, self.service_ = self.ready()
        self.campaign(self.host_, size="3")

    def difference(self):
        return self.host_.ask("service", "refresh", "Played")

    def changes(self):
        return {change["code"]: change for change in self.difference()["changes"]}

    def adopt(self, *words):
        return self.host_.ok("service", "refresh", "Played", "--adopt", *words)

    def run_once(self):
        run = self.host_.ended(self.host_.start_run())
        return run

    def test_nothing_has_changed(self):
        self.assertFalse(self.difference()["changed"])
        self.assertIn("nothing has changed", self.host_.ok("service", "refresh", "Played").stdout)

    def test_each_change_with_its_impact(self):
        """The table: a change of the definition, its code, where, and whom it affects."""
        fields, out = "fields", "invocationPayloadDef"
        both, row = ["Enrich"], lambda name: {"campaigns": ["Enrich"], "mapping": [name]}
        table = [
            ("FIELD_ADDED", lambda d: d[out][fields].append(field("company")), row("outgoing company")),
            ("FIELD_REMOVED", lambda d: d[out][fields].pop(2), row("outgoing city")),
            ("FIELD_RETYPED", lambda d: d[out][fields][2].update(dataType="integer"), row("outgoing city")),
            ("FIELD_REQUIRED", lambda d: d[out][fields][1].update(required=True), row("outgoing firstName")),
            ("FIELD_OPTIONAL", lambda d: d[out][fields][0].update(required=False), row("outgoing email")),
            ("FIELD_REMOVED", lambda d: d["callbackPayloadDef"][fields].pop(1), row("incoming leadScore")),
            ("ATTRIBUTE_ADDED", lambda d: d[out]["flowAttributes"].append(attribute("more")), {"campaigns": [], "parameters": ["more"]}),
            ("ATTRIBUTE_REMOVED", lambda d: d[out]["flowAttributes"].pop(1), {"campaigns": both, "parameters": ["size"]}),
            ("ATTRIBUTE_RENAMED", lambda d: d[out]["flowAttributes"][1].update(apiName="amount"), {"campaigns": both, "parameters": ["amount"]}),
            ("ATTRIBUTE_RETYPED", lambda d: d[out]["flowAttributes"][1].update(dataType="boolean"), {"campaigns": both, "parameters": ["size"]}),
            ("ATTRIBUTE_REQUIRED", lambda d: d[out]["flowAttributes"][1].update(required=True), {"campaigns": [], "parameters": ["size"]}),
            ("PICKLIST_GONE", lambda d: d[out]["flowAttributes"][0].update(hasPicklist=False), {"campaigns": both, "parameters": ["plan"]}),
            ("PICKLIST_FREE", lambda d: d[out]["flowAttributes"][0].update(enforcePicklistSelect=False), {"campaigns": both, "parameters": ["plan"]}),
            ("ATTRIBUTE_ADDED", lambda d: d[out]["globalAttributes"].append(attribute("region")), {"campaigns": both, "parameters": ["region"]}),
            ("MAPPING_KIND_CHANGED", lambda d: d[out].update(userDrivenMapping=True), row("outgoing")),
            ("CONTEXTS_CHANGED", lambda d: d[out].update(campaignContext=True), {"campaigns": both}),
            ("ACTIVITY_ATTRIBUTE_REMOVED", lambda d: d["callbackPayloadDef"]["attributes"].clear(), {"campaigns": both}),
            ("NAMES_CHANGED", lambda d: d["i18n"]["en_US"].update(name="Replayed"), {}),
        ]
        before = self.host_.ask("service", "show", "Played")
        for code, change, affects in table:
            with self.subTest(code, affects=affects):
                self.service_.definition = definition()
                change(self.service_.definition)
                found = self.changes()
                self.assertIn(code, found)
                for what, names in affects.items():
                    self.assertEqual(found[code]["affects"][what], names)
        self.service_.definition = definition()
        self.assertEqual(self.changes(), {})
        after = self.host_.ask("service", "show", "Played")
        for key in ("definition", "mapping", "planVersion", "state"):  # nothing changed
            self.assertEqual(after[key], before[key])

    def test_the_document(self):
        self.service_.title = "Replayed"
        self.service_.resources["/brandIcon"] = ("image/png", b"\x89PNG\r\n\x1a\n")
        found = self.changes()
        self.assertEqual(set(found), {"TITLE_CHANGED", "ENDPOINT_CHANGED"})
        self.adopt()
        self.assertEqual(self.host_.ask("service", "show", "Played")["discovery"]["title"], "Replayed")  # its name here stays

    def test_adopted_rows_that_fit_stay_and_campaigns_move_along(self):
        invocation = self.service_.definition["invocationPayloadDef"]
        self.host_.ok("service", "map", "Played", "--out", "firstName=lastName", "--accept-privacy-notice")
        invocation["fields"][2] = field("city", "integer", "numberOfEmployees")
        invocation["fields"].append(field("company"))
        invocation["flowAttributes"][1]["apiName"] = "amount"
        self.adopt("--accept-privacy-notice")
        shown = self.host_.ask("service", "show", "Played")
        rows = {row["serviceAttribute"]: (row["field"], row["active"]) for row in shown["mapping"]["outgoing"]["rows"]}
        self.assertEqual(rows, {"email": ("email", True), "firstName": ("lastName", True), "city": ("numberOfEmployees", True),
                                "company": ("company", True)})
        self.assertEqual(self.host_.ask("campaign", "show", "Enrich")["parameters"], {"plan": "gold", "amount": 3})
        self.assertEqual(self.run_once()["failed"], 0)
        person = self.service_.submits()[-1]["objectData"][0]
        self.assertEqual(set(person["objectContext"]), {"id", "email", "firstName", "city", "company"})
        self.assertEqual(person["flowStepContext"], {"plan": "gold", "amount": 3})
        self.assertFalse(self.difference()["changed"])

    def test_what_is_required_anew_is_wanted_with_the_adoption(self):
        invocation = self.service_.definition["invocationPayloadDef"]
        invocation["fields"].append(field("tier", "string", required=True))
        invocation["globalAttributes"].append(attribute("region", required=True))
        words = self.refused(self.host_, "ADOPTION_INCOMPLETE", "service", "refresh", "Played", "--adopt")
        for word in ("tier", "region"):
            self.assertIn(word, words)
        self.assertTrue(self.difference()["changed"])
        self.adopt("--map-out", "tier=title", "--global", "region=EU", "--accept-privacy-notice")
        self.assertEqual(self.run_once()["failed"], 0)
        self.assertEqual(self.service_.submits()[-1]["context"]["admin"], {"region": "EU"})
        self.assertIn("tier", self.service_.submits()[-1]["objectData"][0]["objectContext"])

    def test_what_was_not_shown_is_not_adopted(self):
        self.service_.definition["callbackPayloadDef"]["fields"].append(field("title"))
        revision = self.difference()["revision"]
        self.service_.definition["callbackPayloadDef"]["fields"].append(field("company"))
        late = self.host_.api.post("/services/Played/adopt", {"revision": revision})
        self.assertEqual((late.status, late.code), (409, "CHANGED_MEANWHILE"))
        self.assertEqual(len(late.json["errors"]), 2)
        again = self.host_.api.post("/services/Played/adopt", {"revision": self.difference()["revision"]})
        self.assertEqual(again.status, 200, again)

    def test_chunks_in_flight_keep_their_plan(self):
        self.service_.hold = True
        self.host_.ok("service", "configure", "Played", "--limit", "chunkPeople=1", "--limit", "chunksInFlight=1")
        run = self.host_.start_run()
        self.host_.wait_run(run, lambda _: self.service_.submits(), "a submit")
        self.service_.definition["callbackPayloadDef"]["fields"].append(field("title"))
        self.service_.answer = lambda person, _: {"leadData": {"id": person["objectContext"]["id"], "title": "Dr"}, "activityData": {"success": True}}
        self.adopt()
        self.service_.hold = False
        self.service_.release()
        ended = self.host_.ended(run)
        self.assertEqual((ended["failed"], ended["changed"], ended["unchanged"]), (0, self.PEOPLE - 1, 1))

    def test_a_moved_origin_gets_no_stored_credentials(self):
        other = self.played()
        self.service_.server = other.origin
        difference = self.difference()
        self.assertEqual([change["code"] for change in difference["changes"]], ["ORIGIN_MOVED"])
        self.assertEqual(difference["changes"][0]["affects"]["credentials"], ["Played"])
        self.assertFalse(difference["definitionRead"])
        self.adopt()
        self.assertEqual(self.host_.ask("service", "show", "Played")["paused"], "CREDENTIALS_WITHHELD")
        self.assertEqual([row["paused"] for row in self.host_.ask("service", "list")["items"]], ["CREDENTIALS_WITHHELD"])
        self.refused(self.host_, "SERVICE_PAUSED", "campaign", "run", "Enrich")
        self.host_.cli("service", "status", "Played")
        self.assertEqual(other.asked, [])  # nothing went there, credentials least of all
        self.host_.ok("service", "credentials", "Played", "--api-key", KEY)
        self.assertEqual(self.run_once()["failed"], 0)
        self.assertEqual((len(self.service_.submits()), len(other.submits())), (0, 1))

    def test_another_scheme(self):
        self.service_.security = {"kind": {"type": "http", "scheme": "basic"}}
        difference = self.difference()
        self.assertEqual([change["code"] for change in difference["changes"]], ["SCHEME_CHANGED"])
        self.adopt()
        self.assertEqual(self.host_.ask("service", "show", "Played")["paused"], "CREDENTIALS_WITHHELD")

    def test_a_definition_that_cannot_be_used_changes_nothing(self):
        self.service_.definition = {**copy.deepcopy(definition()), "primaryAttribute": "nobody"}
        self.assertEqual(self.host_.api.post("/services/Played/refresh").status, 422)
        self.assertEqual(self.host_.api.post("/services/Played/definition").code, "SERVICE_NOT_DRAFT")
        self.assertEqual(self.run_once()["failed"], 0)


if __name__ == "__main__":
    unittest.main()
