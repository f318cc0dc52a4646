"""A test with a folder of its own, whose programs end with it and must end well."""
import os
import shutil
import tempfile
import unittest

from .host import Host
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

    def host(self, properties=None, **options):
        host = Host(self.place("host"), properties, **options)
        self.addCleanup(lambda: self.end(host.program))  # the one that runs then
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
