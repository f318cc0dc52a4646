"""The other ways in which a caller proves who it is."""
import base64
import unittest
from urllib.parse import urlencode

from harness import Service


def basic(user, password):
    return {"Authorization": "Basic " + base64.b64encode(f"{user}:{password}".encode()).decode()}


def bearer(token):
    return {"Authorization": "Bearer " + token}


class Authentication(unittest.TestCase):
    def service(self, *flags):
        service = Service(*flags)
        self.addCleanup(service.stop)
        return service

    @staticmethod
    def token(service, headers=None, path="/token", **form):
        form = {"grant_type": "client_credentials", **form}
        return service.request("POST", path, urlencode(form), headers=headers or {}, key=None)

    @staticmethod
    def status(service, headers):
        return service.request("GET", "/status", headers=headers, key=None).status

    CLIENT = {"client_id": "sample-client", "client_secret": "sample-secret"}

    def test_basic_asks_for_name_and_password(self):
        service = self.service("--auth", "basic", "--password", "päss:word", "--realm", "Codes", "--realm-required", "true")
        self.assertEqual(self.status(service, basic("sample", "päss:word")), 200)
        self.assertEqual(self.status(service, basic("sample", "wrong")), 401)
        refused = service.request("GET", "/status", key=None)
        self.assertEqual(refused.headers["WWW-Authenticate"], 'Basic realm="Codes", charset="UTF-8"')
        document = service.request("GET", "/openapi.json").json
        self.assertEqual(document["security"], [{"basic": []}])
        self.assertEqual(document["components"]["securitySchemes"]["basic"],
                         {"type": "http", "scheme": "basic", "x-realm-required": True})

    def test_none_asks_for_nothing_and_declares_nothing(self):
        service = self.service("--auth", "none")
        self.assertEqual(self.status(service, {}), 200)
        document = service.request("GET", "/openapi.json").json
        self.assertNotIn("security", document)
        self.assertNotIn("securitySchemes", document["components"])

    def test_oauth2_gives_a_token_and_takes_it(self):
        service = self.service("--auth", "oauth2")
        given = self.token(service, **self.CLIENT).json
        self.assertEqual((given["token_type"], given["expires_in"]), ("bearer", 3600))
        self.assertEqual(self.status(service, bearer(given["access_token"])), 200)
        self.assertEqual(self.status(service, bearer("forged")), 401)
        service.request("POST", "/auth/revoke")
        self.assertEqual(self.status(service, bearer(given["access_token"])), 401)
        self.assertEqual(service.request("GET", "/auth/stats").json,
                         {"tokenRequests": 1, "refused": 0, "refreshed": 0, "unauthorized": 2})

    def test_oauth2_asks_for_the_client_authentication_it_was_told(self):
        wanted = {"body": [True, False, False], "basic": [False, True, False], "basic-raw": [False, False, True]}
        for how, expected in wanted.items():
            service = self.service("--auth", "oauth2", "--client-auth", how, "--client-secret", "s+%2F c")
            secret = "s+%2F c"
            tries = [self.token(service, client_id="sample-client", client_secret=secret),
                     self.token(service, basic("sample-client", "s%2B%252F+c")),
                     self.token(service, basic("sample-client", secret))]
            self.assertEqual([answer.status == 200 for answer in tries], expected, how)

    def test_oauth2_renames_parameters_and_wants_its_scope(self):
        service = self.service("--auth", "oauth2", "--grant-type-name", "gt", "--client-id-name", "cid", "--client-secret-name", "cs",
                               "--scope", "people")
        flow = service.request("GET", "/openapi.json").json["components"]["securitySchemes"]["oauth2"]["flows"]["clientCredentials"]
        self.assertEqual((flow["x-grantTypeName"], flow["x-clientIdName"], flow["x-clientSecretName"]), ("gt", "cid", "cs"))
        self.assertEqual((flow["tokenUrl"], list(flow["scopes"])), ("token", ["people"]))
        named = {"gt": "client_credentials", "cid": "sample-client", "cs": "sample-secret"}
        self.assertEqual(self.token(service, **named).json["error"], "invalid_scope")
        self.assertEqual(self.token(service, **named, scope="people").status, 200)
        self.assertEqual(self.token(service, **self.CLIENT, scope="people").status, 401)

    def test_oauth2_refreshes_once_per_refresh_token(self):
        service = self.service("--auth", "oauth2", "--refresh-tokens", "--token-lifetime-ms", "0", "--lifetime-as-text")
        given = self.token(service, **self.CLIENT).json
        self.assertNotIn("expires_in", given)
        refresh = {"grant_type": "refresh_token", "refresh_token": given["refresh_token"], **self.CLIENT}
        self.assertEqual(self.token(service, path="/refresh", **refresh).status, 200)
        self.assertEqual(self.token(service, path="/refresh", **refresh).json["error"], "invalid_grant")


if __name__ == "__main__":
    unittest.main()
