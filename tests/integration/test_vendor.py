"""The last step of docs/vendors.md: what a vendor built with the installed SDK alone goes into a running daemon and does its work."""
import os
import pathlib
import subprocess
import unittest

from harness import IntegrationTest

SOURCE = pathlib.Path(__file__).resolve().parents[2]
BUILD = os.environ["BUILD"]  # the build whose SDK is installed
PEOPLE = "email,firstName\nada@acme.example,Ada\nbob@gmail.com,Bob\ncy@corp.example,Cy\n"


class Vendor(IntegrationTest):
    def built(self):
        """The plugin of the page, made by the page's own commands."""
        room = self.place("vendor")
        os.makedirs(room)
        os.chmod(self.folder, 0o755)
        done = subprocess.run(["sh", SOURCE / "tests/sdk/consumer/build_as_vendor.sh", BUILD, SOURCE / "docs/vendors.md", room],
                              capture_output=True, text=True, check=False)
        self.assertEqual(done.returncode, 0, done.stdout + done.stderr)
        return os.path.join(room, "plugins", "email-domains.so")

    def test_from_the_page_to_people(self):
        plugin, folder = self.built(), self.fixture()
        host = self.host(plugins=[folder])
        self.assertEqual(host.cli("service", "install", "plugin:email-domains", "--yes", "--accept-privacy-notice").status, 1, "it is not there yet")
        subprocess.run(["install", "-m", "0644", plugin, folder], check=True)
        host.ok("plugin", "rescan")
        self.assertIn("email-domains", host.ok("plugin", "list").stdout)
        host.ok("service", "install", "plugin:email-domains", "--name", "Domains", "--create-fields", "--yes", "--accept-privacy-notice")
        people = os.path.join(self.folder, "people.csv")
        with open(people, "w", encoding="utf-8") as stream:
            stream.write(PEOPLE)
        host.ok("people", "import", people)
        host.ok("campaign", "create", "Tell", "--service", "Domains", "--set", "freeMail=refuse", "--all")
        run = host.ended(host.start_run("Tell"))
        self.assertEqual((run["changed"], run["failed"]), (2, 1))
        self.assertEqual([failure["code"] for failure in run["failures"]], ["FREE_MAIL"])
        self.assertEqual(list(host.store.values_of("emailDomain").values()), ["acme.example", None, "corp.example"])


if __name__ == "__main__":
    unittest.main()
