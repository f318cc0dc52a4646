"""Stored credentials: shared by services, replaced for all of them, refused, withheld, removed."""
import unittest

from room import CredentialsTest

BASIC = ("--username", "sample", "--password")


class Sharing(CredentialsTest):
    def setUp(self):
        super().setUp()
        self.one, self.two, self.host_ = self.service("--auth", "basic"), self.service("--auth", "basic"), self.host()
        self.host_.ok("credential", "add", "Shared", *BASIC, "sample-password")

    def share(self):
        for name, service in (("One", self.one), ("Two", self.two)):
            self.install(self.host_, service, "--credential", "shared", name=name)

    def state(self):
        return self.host_.ask("credential", "show", "Shared")["state"]

    def test_is_shared_and_replaced_without_touching_the_services(self):
        self.assertEqual(self.state(), "unverified")
        self.share()
        shown = self.host_.ask("credential", "show", "Shared")
        self.assertEqual((shown["state"], shown["usedBy"], shown["kind"]), ("verified", ["One", "Two"], "basic"))
        before = [self.host_.api.get(f"/services/{name}").json["planVersion"] for name in ("One", "Two")]
        for service in (self.one, self.two):
            self.auth(service, "password=another")
        self.assertEqual(self.host_.cli("service", "status", "Two").status, 1)
        ran = self.host_.ok("credential", "set", "Shared", *BASIC, self.secret_file("another"))
        self.assertRegex(ran.stdout, r"service One\n(.|\n)*HTTP 200(.|\n)*service Two\n(.|\n)*HTTP 200")
        self.run_all(self.host_, service="Two")
        self.host_.ok("service", "status", "One")
        self.assertEqual([self.host_.api.get(f"/services/{name}").json["planVersion"] for name in ("One", "Two")], before)

    def test_is_not_replaced_by_what_one_of_them_refuses(self):
        self.share()
        self.auth(self.one, "password=another")
        refused = self.host_.cli("credential", "set", "Shared", *BASIC, "another", "--accept-unverified")
        self.assertEqual(refused.status, 1, refused)
        self.assertRegex(refused.stdout + refused.stderr, r"service Two: .*\[CREDENTIALS_REFUSED\]")
        self.host_.ok("service", "status", "Two")

    def test_may_be_replaced_while_one_of_them_is_down_when_that_is_wished(self):
        self.share()
        self.auth(self.one, "password=another")
        self.two.stop()
        self.assertEqual(self.host_.cli("credential", "set", "Shared", *BASIC, "another").status, 1)
        self.host_.ok("credential", "set", "Shared", *BASIC, "another", "--accept-unverified")
        self.assertEqual(self.state(), "unverified")
        self.host_.ok("service", "status", "One")

    def test_is_removed_only_when_nobody_uses_it(self):
        self.share()
        refused = self.host_.cli("credential", "remove", "Shared")
        self.assertIn("is used by One, Two", refused.stderr)
        for name in ("One", "Two"):
            self.host_.ok("service", "credentials", name, *BASIC, "sample-password")
        self.host_.ok("credential", "remove", "Shared")
        self.assertEqual(self.host_.cli("credential", "show", "Shared").status, 3)

    def test_own_values_of_one_service_leave_those_of_the_others_alone(self):
        self.install(self.host_, self.one, *BASIC, "sample-password", name="One")
        self.install(self.host_, self.two, "--credential", "One", name="Two")
        self.auth(self.one, "password=another")
        self.host_.ok("service", "credentials", "One", *BASIC, "another")
        for name in ("One", "Two"):
            self.host_.ok("service", "status", name)

    def test_of_another_kind_is_refused(self):
        key = self.service()
        refused = self.install(self.host_, key, "--credential", "Shared", name="Key", expect=1)
        self.assertIn("[CREDENTIAL_KIND]", refused.stderr)


if __name__ == "__main__":
    unittest.main()
