"""Onboarding: the privacy notice, the guide, icons, options; and the grid of what is installed."""
import os
import unittest

from lifecycle.case import LifecycleTest
from lifecycle.played import KEY, attribute, field

SVG = b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'


class Privacy(LifecycleTest):
    def draft(self, *words):
        host, played = self.host(), self.played()
        return host, played, host.cli("service", "install", played.url, "--name", "Played", "--api-key", KEY, "--create-fields", *words)

    def test_the_notice_is_confirmed_and_not_by_yes(self):
        host, _, ran = self.draft("--yes")
        self.assertEqual(ran.status, 1, ran)
        self.assertIn("[PRIVACY_NOTICE_NOT_ACCEPTED]", ran.stdout)
        self.assertIn("--accept-privacy-notice --yes", ran.stdout)
        self.assertLess(ran.stdout.index("Privacy notice"), ran.stdout.index("Outgoing Fields"))
        refused = host.api.post("/services/Played/activate")
        self.assertEqual((refused.status, [one["code"] for one in refused.json["errors"]]), (409, ["PRIVACY_NOTICE_NOT_ACCEPTED"]))
        notice = host.api.get("/services/Played/mapping").json["outgoing"]["privacyNotice"]
        self.assertIn("Players", notice["text"])
        self.assertEqual((notice["fields"], notice["accepted"], notice["added"]), (["email", "firstName", "city"], None, ["email", "firstName", "city"]))
        said = host.ok("service", "activate", "Played", "--accept-privacy-notice").stdout
        self.assertIn("Played is active", said)
        kept = host.ask("service", "show", "Played")["privacy"]
        self.assertEqual((kept["by"], kept["fields"]), (os.environ.get("USER") or "admin", ["email", "firstName", "city"]))
        self.assertRegex(kept["at"], r"^\d{4}-")

    def test_it_is_asked_again_for_a_field_that_is_added(self):
        host, played, ran = self.draft("--yes", "--off", "city", "--accept-privacy-notice")
        self.assertEqual(ran.status, 0, ran)
        words = self.refused(host, "PRIVACY_NOTICE_NOT_ACCEPTED", "service", "map", "Played", "--out", "city=city")
        self.assertIn("city", words)
        rows = lambda: {row["serviceAttribute"]: row["active"] for row in host.ask("service", "map", "Played")["outgoing"]["rows"]}
        self.assertFalse(rows()["city"])
        host.ok("service", "map", "Played", "--off", "firstName")  # fewer: nobody is asked
        host.ok("service", "map", "Played", "--out", "firstName=firstName")  # confirmed before
        host.ok("service", "map", "Played", "--out", "city=city", "--accept-privacy-notice")
        self.assertTrue(rows()["city"])
        played.definition["invocationPayloadDef"]["fields"].append(field("company"))
        self.refused(host, "PRIVACY_NOTICE_NOT_ACCEPTED", "service", "refresh", "Played", "--adopt")
        self.assertNotIn("company", rows())
        host.ok("service", "refresh", "Played", "--adopt", "--off", "company")  # not sent: nobody is asked
        self.assertFalse(rows()["company"])


class Guide(LifecycleTest):
    def installed(self, guide):
        host, played = self.host(), self.played()
        played.guide = guide
        self.install(host, played)
        return host, played

    def steps(self, host):
        return [one["step"] for one in host.ask("service", "show", "Played")["onboarding"]]

    def test_a_guide_is_made_harmless(self):
        host, _ = self.installed("<h1>Do</h1><script>alert(1)</script><a href='javascript:x' onclick='y'>so</a>")
        page = host.api.get("/services/Played/guide")
        self.assertEqual(page.body.decode(), '<h1>Do</h1><a rel="noopener noreferrer nofollow" target="_blank">so</a>')
        self.assertEqual(page.headers["Content-Security-Policy"], "default-src 'none'; sandbox")
        self.assertIn("guide", self.steps(host))
        self.assertIn("<h1>Do</h1>", host.ok("service", "guide", "Played").stdout)

    def test_there_is_no_such_step_without_one(self):
        for guide in (None, "", "<html><body> <script>x</script></body></html>"):
            with self.subTest(guide=guide):
                host, _ = self.installed(guide)
                self.assertNotIn("guide", self.steps(host))
                self.assertEqual(host.api.get("/services/Played/guide").status, 404)

    def test_declared_and_not_served(self):
        host, played = self.host(), self.played()
        played.guide = "x"
        document = played.document()
        played.guide = None
        played.document = lambda: document
        self.install(host, played)
        self.assertGreater(played.count("/providerInstructions"), 0)
        self.assertNotIn("guide", self.steps(host))

    def test_an_svg_icon_is_only_an_image(self):
        host, played = self.host(), self.played()
        played.resources["/serviceIcon"] = ("text/html", SVG)
        self.install(host, played)
        row = host.ask("service", "list")["items"][0]
        icon = host.api.get("/" + row["icon"].removeprefix("/api/v1/"))
        self.assertEqual((icon.headers["Content-Type"], icon.headers["X-Content-Type-Options"], icon.headers["Content-Security-Policy"]),
                         ("image/svg+xml", "nosniff", "default-src 'none'; sandbox"))


class Options(LifecycleTest):
    def setUp(self):
        super().setUp()
        self.host_, self.service_ = self.host(), self.played()
        invocation = self.service_.definition["invocationPayloadDef"]
        invocation["globalAttributes"] = [attribute("region", hasPicklist=True, enforcePicklistSelect=True, required=True), attribute("depth", "integer")]
        invocation["headers"] = [{"name": "X-Source", "description": "from", "isRequired": True}]
        self.service_.choices["region"] = ["EU", "US"]

    def test_required_ones_are_enforced_by_name_with_their_picklists(self):
        host = self.host_
        ran = host.cli("service", "install", self.service_.url, "--name", "Played", "--api-key", KEY, "--create-fields", "--yes", "--accept-privacy-notice")
        self.assertEqual(ran.status, 1)
        missing = {one["subject"]: one["code"] for one in host.api.post("/services/Played/activate").json["errors"]}
        self.assertEqual(missing, {"region": "OPTION_REQUIRED", "X-Source": "OPTION_REQUIRED", "outgoing": "PRIVACY_NOTICE_NOT_ACCEPTED"})
        put = lambda **change: host.api.put("/services/Played/configuration", change)
        self.assertEqual(put(globals={"region": "ASIA"}).code, "PARAMETER_NOT_A_CHOICE")
        self.assertEqual(put(globals={"depth": "deep"}).code, "PARAMETER_TYPE")
        self.assertEqual(put(globals={"regoin": "EU"}).code, "OPTION_UNKNOWN")
        self.assertEqual(put(globals={"region": "EU", "depth": "3"}, headers={"X-Source": "here"}).json["configuration"]["globals"], {"region": "EU", "depth": 3})
        host.ok("service", "activate", "Played", "--accept-privacy-notice")
        self.assertEqual(put(globals={"region": None}).code, "PARAMETER_REQUIRED")
        host.ok("service", "configure", "Played", "--require", "depth")  # the admin may mark others
        self.assertEqual(put(globals={"depth": None}).code, "PARAMETER_REQUIRED")
        host.ok("service", "configure", "Played", "--optional", "depth")
        self.assertEqual(put(globals={"depth": None}).status, 200)
        self.assertEqual(put(required={"depth": True}).code, "OPTION_REQUIRED")
        host.ok("service", "configure", "Played", "--require", "size")
        self.refused(host, "PARAMETER_REQUIRED", "campaign", "create", "A", "--service", "Played", "--set", "plan=gold", "--all")
        shown = host.ask("service", "show", "Played")["definition"]
        self.assertEqual([one["sentAs"] for one in shown["globalAttributes"] + shown["headers"]], ["context", "context", "header"])
        self.assertEqual([row["name"] for row in host.ask("service", "list")["items"]], ["Played"])


class Grid(LifecycleTest):
    def test_every_column(self):
        host, played = self.ready()
        played.answer = lambda person, _: {"leadData": {"id": person["objectContext"]["id"]}, "activityData": {
            "success": person["objectContext"]["id"] != 1, "errorCode": None if person["objectContext"]["id"] != 1 else "NO"}}
        self.campaign(host)
        host.ended(host.start_run())
        row = host.ask("service", "list")["items"][0]
        self.assertEqual((row["name"], row["provider"], row["status"], row["usedIn"], row["icon"]), ("Played", "Players", "Active", 1, None))
        self.assertEqual((row["lastDay"]["people"], row["lastDay"]["rate"], len(row["lastDay"]["hours"])), (4, 0.75, 24))
        self.assertIsNotNone(row["picklistsAt"])
        table = host.ok("service", "list").stdout
        for word in ("Players", "Active", "75.0 %"):
            self.assertIn(word, table)
        played.status = {"deprecationDate": "2199-01-31"}
        host.ok("service", "status", "Played")
        self.assertEqual(host.ask("service", "list")["items"][0]["status"], "Deprecated on 2199-01-31")
        host.ok("service", "retire", "Played")
        self.assertEqual(host.ask("service", "list")["items"][0]["status"], "Retired")


class Callbacks(LifecycleTest):
    def test_a_callback_url_is_tried(self):
        host = self.host()
        url = host.api.get("/status").json["publicUrl"]
        good = host.ask("callbacks", "test", url)
        self.assertEqual((good["good"], good["httpStatus"]), (True, 404))
        other = host.cli("callbacks", "test", self.played().origin)
        self.assertEqual(other.status, 1, other)
        self.assertIn("HTTP 401, where a callback listener says 404", other.stdout)
        gone = host.cli("callbacks", "test", "http://127.0.0.1:1")
        self.assertEqual(gone.status, 1, gone)
        self.assertIn("no answer", gone.stdout)
        self.assertEqual(host.cli("callbacks", "test", "ftp://x").status, 2)


if __name__ == "__main__":
    unittest.main()
