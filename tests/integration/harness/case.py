"""A test with a folder of its own, whose programs end with it and must end well."""
import os
import shutil
import tempfile
import unittest

from .detour import Detour
from .front import Front
from .host import Host
from .people import csv_text
from .programs import FIXTURES, SAMPLE_PLUGINS
from .service import Service


class IntegrationTest(unittest.TestCase):
    maxDiff = None

    def setUp(self):
        self.folder = tempfile.mkdtemp(prefix="stepgate-test-")
        self.addCleanup(shutil.rmtree, self.folder, ignore_errors=True)
        self.made = 0

    def place(self, name):
        self.made += 1
        return os.path.join(self.folder, f"{name}{self.made}")

    def service(self, *flags, **options):
        service = Service(self.place("service"), *flags, **options)
        self.addCleanup(self.end, service.program)
        return service

    def detour(self, *flags):
        """A sample service behind a Detour."""
        detour = Detour(self.service(*flags))
        self.addCleanup(detour.close)
        return detour

    def host(self, properties=None, **options):
        host = Host(self.place("host"), properties, **options)
        self.addCleanup(lambda: self.end(host.program))  # the one that runs then
        return host

    def front(self, service, rule):
        front = Front(service, rule)
        self.addCleanup(front.stop)
        return front

    def ready(self, service, people, chunk, limits=None, **options):
        """A host with the service installed, people, and a campaign that cuts them in chunks of `chunk`."""
        host = self.host(**options)
        host.install(service)
        configured = host.api.put("/services/Country Codes/configuration", {"limits": {"chunkPeople": chunk, **(limits or {})}})
        self.assertEqual(configured.status, 200, configured)
        imported = host.api.post("/people/import", csv_text(people).encode(), content_type="text/csv")
        self.assertEqual(imported.status, 200, imported)
        host.campaign()
        return host

    @staticmethod
    def end(program):
        """A program that was killed or stopped in the test has ended already."""
        if program.running():
            program.terminate()

    def native(self):
        """The folder of the native sample adapters, for `plugins` of a host."""
        return SAMPLE_PLUGINS

    def fixture(self, *names):
        """A plugin folder with these files of tests/plugin_fixtures and no others."""
        folder = self.place("plugins")
        os.makedirs(folder, mode=0o755)
        for name in names:
            shutil.copy(os.path.join(FIXTURES, name + ".so"), folder)
        return folder
