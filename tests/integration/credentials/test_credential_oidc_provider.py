"""OAuth2 against an authorization server that is not ours: oidc-provider, from npm."""
import base64
import json
import os
import shutil
import subprocess
import unittest
import urllib.parse
import urllib.request

from proxy import Proxy
from room import CredentialsTest

FOLDER = os.environ["NODE_FOLDER"]
VERSION = "8.8.1"  # the last line that runs on Debian 12's Node.js
SECRET = "Client-s3cret with+odd/ch%racters=and:more-of-them-to-be-long-enough"


def installed():
    """The package in the build directory, fetched once."""
    if not os.path.exists(os.path.join(FOLDER, "node_modules", "oidc-provider", "package.json")):
        os.makedirs(FOLDER, exist_ok=True)
        subprocess.run(["npm", "install", "--no-audit", "--no-fund", "--prefix", FOLDER, f"oidc-provider@{VERSION}"], check=True,
                       capture_output=True, timeout=240)
    return FOLDER


class OidcProvider(CredentialsTest):
    LIFETIME = 4  # seconds

    def setUp(self):
        super().setUp()
        script = os.path.join(installed(), "server.mjs")
        shutil.copy(os.path.join(os.path.dirname(os.path.abspath(__file__)), "oidc_provider.mjs"), script)
        self.server = subprocess.Popen(["node", script], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True,
                                       env={**os.environ, "CLIENT_SECRET": SECRET, "LIFETIME": str(self.LIFETIME)})
        self.addCleanup(self.end_server)
        self.origin = self.server.stdout.readline().strip()
        self.assertTrue(self.origin, "the authorization server did not start")
        self.refused = 0
        self.sample, self.host_ = self.service("--delay-ms", "20"), self.host()
        self.front = Proxy(self.sample, rewrite=self.rewrite, allows=self.allows)
        self.addCleanup(self.front.stop)

    def end_server(self):
        self.server.terminate()
        self.server.wait(30)
        self.server.stdout.close()

    def rewrite(self, document):
        document = json.loads(document)
        document["security"] = [{"real": ["people"]}]
        document["components"]["securitySchemes"] = {"real": {"type": "oauth2", "flows": {"clientCredentials": {
            "tokenUrl": self.origin + "/token", "scopes": {"people": "People"}}}}}
        return json.dumps(document).encode()

    def allows(self, headers):
        """As a resource server does: asks who issued the token."""
        word, _, token = (headers.get("Authorization") or "").partition(" ")
        pair = ":".join(urllib.parse.quote_plus(part) for part in ("resource", SECRET))
        request = urllib.request.Request(self.origin + "/token/introspection", urllib.parse.urlencode({"token": token}).encode(),
                                         {"Authorization": "Basic " + base64.b64encode(pair.encode()).decode()})
        with urllib.request.urlopen(request, timeout=30) as response:
            said = json.load(response)
        good = word == "Bearer" and said["active"] and said.get("scope") == "people"
        self.refused += not good
        return good

    def check_run(self, client):
        self.install(self.host_, self.front.url, "--client-id", client, "--client-secret", "wrong" * 10, expect=1)
        ran = self.install(self.host_, self.front.url, "--client-id", client, "--client-secret", self.secret_file(SECRET))
        self.assertRegex(ran.stdout, "token: granted, HTTP 200(.|\n)*status: answered, HTTP 200")
        self.host_.ok("service", "configure", "Country Codes", "--limit", "chunkPeople=4", "--limit", "concurrency=1",
                      "--limit", "chunksInFlight=1")
        before = self.refused
        self.run_all(self.host_, 400)
        self.assertEqual(self.refused, before, "no token was sent after its end")

    def test_a_client_that_posts_its_secret(self):
        self.check_run("app:post/1")

    def test_a_client_that_uses_basic(self):
        self.check_run("app basic+1")


if __name__ == "__main__":
    unittest.main()
