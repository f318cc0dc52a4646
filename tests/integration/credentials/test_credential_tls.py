"""TLS to services: refused certificates, an authority and a client certificate given with the service."""
import unittest

from certificates import Authority, server_context
from harness import KEY
from proxy import Proxy
from room import CredentialsTest


class Tls(CredentialsTest):
    def setUp(self):
        super().setUp()
        self.authority = Authority(self.place("authority"))
        self.sample, self.host_ = self.service(), self.host()

    def serve(self, certificate, clients=None):
        proxy = Proxy(self.sample, tls=server_context(certificate, clients))
        self.addCleanup(proxy.stop)
        return proxy

    def refused(self, proxy, word, *words):
        ran = self.install(self.host_, proxy.url, "--api-key", KEY, *words, expect=1)
        self.assertRegex(ran.stderr, word)
        self.assertEqual(proxy.seen, [], "nothing is said to a peer that is not trusted")

    def test_a_certificate_that_is_not_good_is_refused(self):
        ca = ("--ca", self.authority.file)
        self.refused(self.serve(self.authority.issue("wrong", "DNS:other.example")), "[Hh]ostname mismatch", *ca)
        self.refused(self.serve(self.authority.issue("old", end="20200201000000Z")), "expired", *ca)
        right = self.serve(self.authority.issue("right"))
        self.refused(right, "certificate")
        self.refused(right, "certificate", "--ca", Authority(self.place("another")).file)

    def test_an_authority_that_is_given_is_trusted_for_this_service_alone(self):
        proxy = self.serve(self.authority.issue("right"))
        self.install(self.host_, proxy.url, "--api-key", KEY, "--ca", self.authority.file)
        self.run_all(self.host_)
        self.install(self.host_, proxy.url, "--api-key", KEY, name="Second", expect=1)
        self.host_.restart()
        self.host_.ok("service", "status", "Country Codes")
        self.host_.ok("service", "configure", "Country Codes", "--ca=")
        refused = self.host_.cli("service", "status", "Country Codes")
        self.assertRegex(refused.stderr, "certificate")
        self.host_.ok("service", "configure", "Country Codes", "--ca", self.authority.file)
        self.host_.ok("service", "status", "Country Codes")

    def test_a_client_certificate_is_shown(self):
        clients = Authority(self.place("clients"))
        certificate, key = clients.issue("client", "DNS:client.example")
        proxy = self.serve(self.authority.issue("right"), clients.file)
        ca = ("--ca", self.authority.file)
        self.install(self.host_, proxy.url, "--api-key", KEY, *ca, expect=1)
        self.assertIn("CLIENT_CERTIFICATE_INVALID",
                      self.install(self.host_, proxy.url, "--api-key", KEY, *ca, "--client-cert", certificate, expect=1).stderr)
        self.install(self.host_, proxy.url, "--api-key", KEY, *ca, "--client-cert", certificate, "--client-key", key)
        self.run_all(self.host_)
        with open(key, encoding="ascii") as stream:
            secret = stream.read().splitlines()[2]
        self.assertNotIn(secret, str(self.host_.api.get("/services/Country Codes").body))
        self.assertNotIn(secret, str(self.host_.store.rows("SELECT configuration FROM service")))


if __name__ == "__main__":
    unittest.main()
