"""docs/service-authors.md: its files and commands in order, what it says of a service that does not pass, and the way into a host."""
import json
import os
import pathlib
import socket
import subprocess
import sys
import unittest

from harness import IntegrationTest, eventually, free_port
from harness.programs import STEPGATE, Program

SOURCE = pathlib.Path(__file__).resolve().parents[2]
PAGE = SOURCE / "docs/service-authors.md"


class ServiceAuthors(IntegrationTest):
    def setUp(self):
        super().setUp()
        self.room = pathlib.Path(self.place("author"))
        self.room.mkdir()
        self.port = free_port()
        self.commands = subprocess.run([sys.executable, "-B", SOURCE / "tests/sdk/consumer/page.py", PAGE, self.room],
                                       capture_output=True, text=True, check=True).stdout
        self.source = (self.room / "service.py").read_text(encoding="utf-8")

    def follow(self, commands, **environment):
        return subprocess.run(["sh", "-c", commands], cwd=self.room, capture_output=True, text=True, check=False, timeout=90,
                              env={**os.environ, "PORT": str(self.port),
                                   "PATH": os.path.dirname(STEPGATE) + ":" + os.environ["PATH"], **environment})

    def chapter(self, title):
        return PAGE.read_text(encoding="utf-8").split(title)[1].split("\n## ")[0]

    def start(self, source):
        """The service of the page, its source changed or not."""
        (self.room / "changed.py").write_text(source, encoding="utf-8")
        (self.room / "key.txt").write_text("a-key\n", encoding="utf-8")
        service = Program("service", ["sh", "-c", f"cd {self.room} && exec {sys.executable} -B changed.py {self.port}"],
                          os.path.join(self.folder, "service.log"))
        self.addCleanup(lambda: (service.process.kill(), service.process.wait()))
        eventually(self.listens, "the service listens")

    def listens(self):
        with socket.socket() as trial:
            return trial.connect_ex(("127.0.0.1", self.port)) == 0

    def test_the_page_from_top_to_bottom(self):
        done = self.follow(self.commands)
        self.assertEqual(done.returncode, 0, done.stdout + done.stderr)
        self.assertEqual(done.stdout.count("(0 errors, 0 warnings, 0 notes)"), 2, done.stdout)
        self.assertIn("load of 1000", done.stdout + done.stderr)
        shown = self.chapter("## 3. Trying it").split("That prints what would be written:\n\n")[1].split("\n\n")[0]
        for line in shown.splitlines():
            self.assertIn(line.strip(), done.stdout.splitlines())
        self.assertEqual(json.loads((self.room / "result.json").read_text())["exchange"]["people"], {"changed": 2, "unchanged": 0, "failed": 1})
        self.assertIn('failures="0"', (self.room / "report.xml").read_text())

    def test_what_it_says_of_a_wrong_header(self):
        wrong = self.source.replace('"x-callback-token"', '"x-token"')
        self.assertNotEqual(self.source, wrong)
        self.start(wrong)
        done = self.follow('stepgate check "http://127.0.0.1:$PORT/openapi.json" --api-key @key.txt --deadline 5 --output json')
        report = json.loads(done.stdout)
        self.assertEqual((done.returncode, report["verdict"]), (1, "fail"))
        self.assertEqual(sorted(one["code"] for one in report["findings"]), ["CALLBACK_MISSING", "CALLBACK_TOKEN_WRONG"])

    def test_its_way_into_a_host(self):
        self.start(self.source)
        host = self.host()
        verbs = [line.strip() for line in self.chapter("## 6. In a host").splitlines() if line.startswith("    stepgate ")]
        self.assertEqual(len(verbs), 4)
        done = self.follow("set -e\n" + "\n".join(verbs), STEPGATE_URL=host.url, STEPGATE_TOKEN_FILE=host.token_file)
        self.assertEqual(done.returncode, 0, done.stdout + done.stderr)
        self.assertEqual([host.ask("people", "show", number)["fields"]["firstName"] for number in (1001, 1002)], ["Ada", "Grace"])


if __name__ == "__main__":
    unittest.main()
