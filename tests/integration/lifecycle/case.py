"""A host and services of the test's own, installed and ready."""
import os

from harness import IntegrationTest, write_csv

from .played import KEY, Played


class LifecycleTest(IntegrationTest):
    PEOPLE = 4

    def played(self):
        played = Played()
        self.addCleanup(played.stop)
        return played

    def install(self, host, played, name="Played", *words):
        return host.ok("service", "install", played.url, "--name", name, "--api-key", KEY, "--create-fields", *words, "--yes", "--accept-privacy-notice")

    def ready(self, people=PEOPLE, **options):
        """(host, service): installed, with people."""
        host, played = self.host(**options), self.played()
        self.install(host, played)
        host.ok("people", "import", write_csv(os.path.join(self.folder, "people.csv"), people))
        return host, played

    def campaign(self, host, name="Enrich", service="Played", **settings):
        chosen = {"plan": "gold", **settings}
        pairs = [word for item in chosen.items() for word in ("--set", "=".join(item))]
        host.ok("campaign", "create", name, "--service", service, *pairs, "--all")

    def refused(self, host, code, *words):
        """The client's words about a refusal with this code."""
        ran = host.cli(*words)
        self.assertNotEqual(ran.status, 0, ran)
        self.assertIn(f"[{code}]", ran.stderr, ran)
        return ran.stdout + ran.stderr

    def log_of(self, host, name="Played", **filters):
        words = [word for key, value in filters.items() for word in (f"--{key}", value)]
        return host.ask("service", "log", name, "--limit", "200", *words)["items"]
