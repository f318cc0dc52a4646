"""Plugin files: whatever lies in the directory, the host starts, says why it took which, and does its work with the rest."""
import glob
import json
import os
import shutil
import signal
import unittest

from harness import IntegrationTest, csv_text, eventually
from harness.host import Host
from harness.programs import FIXTURES, STEPGATED

INSTALLED = os.path.join(os.path.dirname(os.path.dirname(STEPGATED)), "lib", "stepgate", "plugins")
FIRST_PARTY = {  # what each serves, and what is refused by name without it
    "adapter-openapi": "provider:openapi", "auth-api-key": "auth:apiKey",
    "mapping-service-driven": "mapping:service-driven", "mapping-user-driven": "mapping:user-driven"}
REFUSED = {
    "no_entry": "NO_ENTRY", "foreign_entry": "FOREIGN_ENTRY", "needs_library": "LOAD_FAILED", "bad_magic": "BAD_MAGIC", "short_entry": "SHORT_ENTRY",
    "other_major": "ABI_MAJOR", "other_minor": "ABI_MINOR", "newer_host": "HOST_TOO_OLD", "no_components": "NO_COMPONENTS",
    "too_many_components": "COMPONENT_INVALID", "unknown_kind": "COMPONENT_INVALID", "bad_id": "COMPONENT_INVALID", "bad_serves": "COMPONENT_INVALID",
    "bad_schema": "COMPONENT_INVALID", "missing_slot": "COMPONENT_INVALID", "duplicate_inside": "DUPLICATE_ID", "settings": "SETTINGS_INVALID",
    "fails_in_init": "INIT_FAILED", "throws_in_create": "INIT_FAILED", "refuses_in_create": "INIT_FAILED"}
CRASHES = "crashes_in_init"  # ends the process; what comes after that is told by test_a_plugin_that_crashes_the_start


class Plugins(IntegrationTest):
    def listing(self, host):
        return host.api.get("/plugins").json

    def refusals(self, host):
        return {os.path.basename(item["file"]): item["code"] for item in self.listing(host)["refused"]}

    def components(self, host):
        return {component["id"] for item in self.listing(host)["loaded"] for component in item["components"]}

    def only(self, *names):
        """A folder with copies of these first-party files; the host has no other folder unless told."""
        folder = self.fixture()
        for name in names:
            shutil.copy(os.path.join(INSTALLED, name + ".so"), folder)
        return folder

    def bare(self, *folders, **properties):
        return self.host({"plugins.directories": ", ".join(folders), **properties})

    def does_the_job(self, host, service):
        host.install(service)
        host.api.post("/people/import", csv_text(16).encode(), content_type="text/csv")
        host.campaign()
        self.assertEqual(host.ended(host.start_run())["changed"], 14)


class WhateverLiesThere(Plugins):
    def litter(self):
        folder = self.fixture()
        for path in glob.glob(os.path.join(FIXTURES, "*.so")):
            if not os.path.basename(path).startswith((CRASHES, "lib")):
                shutil.copy(path, folder)
        with open(os.path.join(folder, "text.so"), "w", encoding="ascii") as stream:
            stream.write("this is no library\n" * 1000)
        os.mkfifo(os.path.join(folder, "pipe.so"))
        os.mkdir(os.path.join(folder, "folder.so"))
        os.symlink(os.path.join(FIXTURES, "good.so"), os.path.join(folder, "link.so"))
        os.symlink("nowhere", os.path.join(folder, "dangling.so"))
        with open(os.path.join(FIXTURES, "good.so"), "rb") as stream:
            whole = stream.read()
        for name, text in {"half.so": whole[:len(whole) // 2], "empty.so": b"", "head.so": whole[:64]}.items():
            with open(os.path.join(folder, name), "wb") as stream:
                stream.write(text)
        shutil.copy(os.path.join(FIXTURES, "good_second.so"), os.path.join(folder, "writable.so"))
        os.chmod(os.path.join(folder, "writable.so"), 0o666)
        return folder

    def test_each_is_refused_by_its_reason_and_the_job_is_done(self):
        folder = self.litter()
        host = self.host(plugins=[folder])
        refused = self.refusals(host)
        for name, code in {**REFUSED, "text": "NOT_ELF", "pipe": "NOT_REGULAR", "folder": "NOT_REGULAR", "link": "IS_SYMLINK",
                           "dangling": "IS_SYMLINK", "half": "NOT_ELF", "empty": "NOT_ELF", "head": "NOT_ELF", "writable": "WORLD_WRITABLE"}.items():
            self.assertEqual(refused.get(name + ".so"), code, name)
        for item in self.listing(host)["refused"]:
            self.assertTrue(item["fact"] and item["remedy"], item)
        shown = host.cli("plugin", "list")
        for word in ("NOT_ELF", "ABI_MAJOR", "fixture-auth"):
            self.assertIn(word, shown.stdout + shown.stderr)
        self.assertLessEqual({"fixture-good", "fixture-auth", "fixture-mapping"}, self.components(host))
        self.does_the_job(host, self.service())

    def test_a_plugin_that_crashes_the_start(self):
        folder = self.fixture()
        shutil.copy(os.path.join(FIXTURES, CRASHES + ".so"), os.path.join(folder, "aaa.so"))
        with self.assertRaises(AssertionError):
            self.host(plugins=[folder])
        host = Host(os.path.join(self.folder, f"host{self.made}"), plugins=[folder])  # the same folder again
        self.addCleanup(lambda: self.end(host.program))
        self.assertEqual(self.refusals(host), {"aaa.so": "CRASHED_WHILE_LOADING"})
        self.does_the_job(host, self.service())


class WithoutOne(Plugins):
    def test_what_it_served_is_refused_by_name_and_nothing_else(self):
        service = self.service()
        for missing, serves in FIRST_PARTY.items():
            with self.subTest(missing):
                host = self.bare(self.only(*[name for name in FIRST_PARTY if name != missing]))
                self.assertEqual(self.components(host), set(FIRST_PARTY) - {missing})
                ran = host.cli("service", "install", service.url, "--api-key", "sample-key", "--create-fields", "--yes", "--accept-privacy-notice")
                if missing == "mapping-user-driven":  # the sample service does not ask for it
                    self.assertEqual(ran.status, 0, ran)
                else:
                    self.assertEqual(ran.status, 1, ran)
                    self.assertIn("[COMPONENT_MISSING]", ran.stderr)
                    self.assertIn(serves, ran.stderr)
                people = host.api.post("/people/import", csv_text(3).encode(), content_type="text/csv")
                self.assertEqual(people.status, 200, people)
                host.stop()

    def test_a_service_waits_for_its_adapter(self):
        folder, service = self.only(*FIRST_PARTY), self.service()
        host = self.bare(folder)
        self.does_the_job(host, service)
        host.stop()
        os.remove(os.path.join(folder, "adapter-openapi.so"))
        host.start()
        self.assertEqual(host.api.post("/campaigns/Enrich/run").code, "ADAPTER_NOT_LOADED")
        shutil.copy(os.path.join(INSTALLED, "adapter-openapi.so"), folder)
        host.ok("plugin", "rescan")
        self.assertEqual(host.ended(host.start_run())["unchanged"], 14)


class WhileItRuns(Plugins):
    def drop(self, folder, name):
        """As a careful admin does: whole, or not there."""
        shutil.copy(os.path.join(FIXTURES, name + ".so"), os.path.join(folder, "." + name))
        os.rename(os.path.join(folder, "." + name), os.path.join(folder, name + ".so"))

    def test_a_signal_or_a_rescan_takes_in_new_files(self):
        folder = self.fixture()
        host = self.host(plugins=[folder])
        self.drop(folder, "good")
        self.assertNotIn("fixture-good", self.components(host))
        os.kill(host.program.pid, signal.SIGHUP)
        eventually(lambda: "fixture-good" in self.components(host), "the rescan")
        self.drop(folder, "good_second")
        self.drop(folder, "bad_magic")
        self.assertIn("fixture-second", json.dumps(host.ask("plugin", "rescan")))
        self.assertLessEqual({"fixture-good", "fixture-second"}, self.components(host))
        self.assertEqual(self.refusals(host), {"bad_magic.so": "BAD_MAGIC"})
        os.remove(os.path.join(folder, "bad_magic.so"))
        host.ok("plugin", "rescan")
        self.assertEqual(self.refusals(host), {})

    def test_settings_belong_to_the_plugin(self):
        folder = self.fixture("settings", "good")
        for text, says in (("limit = 10", "limit"), ("limit = 5\nplugin.fixture-settings.mode = slow", "mode"),
                           ("mode = fast\nplugin.fixture-settings.nothing = 1", "nothing")):
            with self.subTest(text):
                key, _, value = text.partition(" = ")
                host = self.host({"plugin.fixture-settings." + key: value}, plugins=[folder])
                self.assertEqual(self.refusals(host), {"settings.so": "SETTINGS_INVALID"})
                self.assertIn(says, self.listing(host)["refused"][0]["fact"])
                self.assertIn("fixture-good", self.components(host))
        host = self.host({"plugin.fixture-settings.mode": "safe"}, plugins=[folder])
        self.assertIn("fixture-settings", self.components(host))


class WhatAServiceReceives(Plugins):
    """Another plugin, and the wire is another: without the host being built again."""

    def test_headers_by_a_strategy(self):
        service = self.detour()
        host = self.host({"plugin.fixture-auth.prefix": "pre-"}, plugins=[self.fixture("fixture_auth")])
        self.does_the_job(host, service)
        self.assertIsNone(service.asked("/submitAsyncAction")[0].headers["X-Fixture-Key"])
        host.ok("service", "install", service.url, "--name", "Second", "--auth", "fixture-auth", "--api-key", "sample-key", "--create-fields", "--yes", "--accept-privacy-notice")
        host.campaign("Again", "Second")
        host.ended(host.start_run("Again"))
        sent = service.asked("/submitAsyncAction")[-1].headers
        self.assertEqual((sent["X-Fixture-Key"], sent["X-API-Key"]), ("pre-sample-key", "sample-key"))

    def test_keys_by_a_strategy(self):
        service = self.detour()
        host = self.host(plugins=[self.fixture("fixture_mapping")])
        host.ok("service", "install", service.url, "--name", "Country Codes", "--mapping", "fixture-mapping", "--api-key", "sample-key", "--create-fields", "--yes", "--accept-privacy-notice")
        host.api.post("/people/import", csv_text(4).encode(), content_type="text/csv")
        host.campaign()
        host.ended(host.start_run())
        entry = service.asked("/submitAsyncAction")[0].json["objectData"][0]
        self.assertIn("COUNTRY", json.dumps(entry))
        self.assertNotIn('"country"', json.dumps(entry))


if __name__ == "__main__":
    unittest.main()
