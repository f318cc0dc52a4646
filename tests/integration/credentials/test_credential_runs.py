"""Credentials in the middle of runs: expiry, refusals, a token endpoint in trouble. Nobody fails for any of it."""
import time
import unittest

from harness import KEY, eventually
from room import CredentialsTest

CLIENT = ("--client-id", "sample-client", "--client-secret", "sample-secret")
PEOPLE = 800
SMALL = ("--limit", "chunkPeople=8")  # 100 chunks


class Runs(CredentialsTest):
    def start(self, *flags, credentials=CLIENT, kind="oauth2", name="Country Codes", host=None):
        service = self.service("--auth", kind, *flags)
        host = host or self.host()
        self.install(host, service, *credentials, name=name)
        host.ok("service", "configure", name, *SMALL)
        return service, host

    def campaign(self, host, people=PEOPLE):
        self.people(host, people)
        host.campaign()

    def test_a_hundred_chunks_at_expiry_are_one_token_request_and_nobody_else_waits(self):
        service, host = self.start("--token-lifetime-ms", "1000")
        other = self.service()
        self.install(host, other, "--api-key", KEY, name="Other")
        self.campaign(host)
        host.campaign("Aside", "Other")
        end = time.monotonic() + 1.1
        eventually(lambda: time.monotonic() > end, "the end of the token")
        before = self.auth(service, "keep-tokens&lifetime-ms=600000&delay-ms=8000")["tokenRequests"]
        waiting = host.start_run("Enrich")
        eventually(lambda: self.token_requests(service) == before + 1, "the token request")
        aside = host.start_run("Aside")
        self.check_all_done(host, aside, PEOPLE)
        self.assertEqual(service.witness.submits(), [], "the other service was done before the token came")
        self.check_all_done(host, waiting, PEOPLE)
        self.assertEqual(len(host.store.closed_chunks(waiting)), 100)
        self.assertEqual(self.token_requests(service), before + 1)
        self.assertEqual(self.auth(service)["unauthorized"], 1, "the one question without credentials")

    def test_is_renewed_ahead_so_that_nothing_is_refused(self):
        service, host = self.start("--token-lifetime-ms", "4000", "--delay-ms", "50")
        host.ok("service", "configure", "Country Codes", "--limit", "concurrency=1", "--limit", "chunksInFlight=1")
        self.campaign(host)
        before, begin = self.token_requests(service), time.monotonic()
        self.check_all_done(host, host.start_run("Enrich"), PEOPLE)
        taken = time.monotonic() - begin
        self.assertEqual(self.auth(service)["unauthorized"], 1)
        renewed = self.token_requests(service) - before
        self.assertTrue(1 <= renewed <= 2 + taken / 2, f"{renewed} in {taken:.1f} s: at half its life, and no sooner")

    def test_a_token_that_is_refused_in_the_middle_is_renewed_once(self):
        service, host = self.start("--delay-ms", "50")
        host.ok("service", "configure", "Country Codes", "--limit", "chunksInFlight=8")
        self.campaign(host)
        before = self.token_requests(service)
        run = host.start_run("Enrich")
        eventually(lambda: len(service.witness.taken()) > 10, "some chunks")
        self.auth(service, "")
        self.check_all_done(host, run, PEOPLE)
        self.assertEqual(self.token_requests(service), before + 1, "one for all who were refused")
        self.assertGreater(self.auth(service)["unauthorized"], 1)
        self.assertIsNone(host.api.get("/services/Country Codes").json["paused"])

    def test_a_secret_that_is_revoked_pauses_the_service_until_it_is_replaced(self):
        service, host = self.start("--delay-ms", "50")
        host.ok("service", "configure", "Country Codes", "--limit", "chunksInFlight=8")
        self.campaign(host)
        run = host.start_run("Enrich")
        eventually(lambda: len(service.witness.taken()) > 10, "some chunks")
        self.auth(service, "secret=another")
        self.assertEqual(self.paused(host), "CREDENTIALS_REFUSED")
        self.assertEqual(host.ask("credential", "show", "Country Codes")["state"], "refused")
        self.assertEqual(host.run(run)["state"], "running")
        host.ok("credential", "set", "Country Codes", "--client-id", "sample-client", "--client-secret", self.secret_file("another"))
        self.check_all_done(host, run, PEOPLE)
        self.assertIsNone(host.api.get("/services/Country Codes").json["paused"])

    def test_a_key_that_is_revoked_again_and_again_fails_nobody(self):
        service, host = self.start("--delay-ms", "20", credentials=("--api-key", KEY), kind="key")
        host.ok("service", "configure", "Country Codes", "--limit", "concurrency=1", "--limit", "chunksInFlight=1")
        self.campaign(host, 160)
        run = host.start_run("Enrich")
        for turn in range(8):  # more often than a chunk may be sent
            self.auth(service, f"key=turn{turn}")
            self.assertEqual(self.paused(host), "CREDENTIALS_REFUSED")
            host.ok("service", "credentials", "Country Codes", "--api-key", f"turn{turn}")
        self.check_all_done(host, run, 160)

    def test_a_token_endpoint_in_trouble_makes_chunks_wait(self):
        service, host = self.start()
        self.campaign(host, 80)
        self.auth(service, "token-status=503")
        host.restart()
        run = host.start_run("Enrich")
        eventually(lambda: self.auth(service)["refused"] >= 1, "a token request that fails")
        self.auth(service, "token-status=0")
        self.check_all_done(host, run, 80)

    def test_refresh_tokens_are_used(self):
        service, host = self.start("--refresh-tokens", "--token-lifetime-ms", "1500", "--delay-ms", "20")
        host.ok("service", "configure", "Country Codes", "--limit", "concurrency=1", "--limit", "chunksInFlight=1")
        self.campaign(host)
        self.check_all_done(host, host.start_run("Enrich"), PEOPLE)
        self.assertGreater(self.auth(service)["refreshed"], 0)


if __name__ == "__main__":
    unittest.main()
