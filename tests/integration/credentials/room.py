"""What the tests of this folder share: services with credentials, files for secrets, people and runs."""
import http.client
import json
import os

from harness import IntegrationTest, eventually, write_csv

SECRET = "s3cret/with+odd=characters &ä"


class CredentialsTest(IntegrationTest):
    def secret_file(self, text):
        path = self.place("secret")
        with open(path, "w", encoding="utf-8") as stream:
            stream.write(text + "\n")
        return "@" + path

    @staticmethod
    def auth(service, query=None):
        """What the service counts of tokens and refusals; with a query, after changing its credentials or its token endpoint."""
        connection = http.client.HTTPConnection("127.0.0.1", service.port, timeout=30)
        try:
            connection.request("GET" if query is None else "POST", service.base + ("/auth/stats" if query is None else "/auth/revoke?" + query))
            return json.loads(connection.getresponse().read())
        finally:
            connection.close()

    def token_requests(self, service):
        return self.auth(service)["tokenRequests"]

    def install(self, host, service, *words, name="Country Codes", expect=0):
        url = service if isinstance(service, str) else service.url
        ran = host.cli("service", "install", url, "--name", name, "--create-fields", *words, "--yes", "--accept-privacy-notice")
        self.assertEqual(ran.status, expect, ran)
        return ran

    def people(self, host, count):
        host.ok("people", "import", write_csv(os.path.join(self.folder, "people.csv"), count))

    def check_all_done(self, host, run, people):
        """Every eighth is one that the service fails; nobody failed for anything else."""
        ended = host.ended(run)
        self.assertEqual(ended["state"], "done", ended)
        self.assertEqual((ended["changed"] + ended["unchanged"], ended["failed"]), (people - people // 8, people // 8), ended)
        self.assertEqual(set(host.store.failures(run)), {"COUNTRY_UNKNOWN"} if people >= 8 else set())

    def run_all(self, host, people=80, service="Country Codes"):
        self.people(host, people)
        host.campaign("Enrich", service)
        number = host.start_run("Enrich")
        self.check_all_done(host, number, people)
        return number

    def paused(self, host, name="Country Codes"):
        return eventually(lambda: host.api.get(f"/services/{name}").json["paused"], f"{name} is paused")
