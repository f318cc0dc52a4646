"""`stepgate check` finds in an odd service exactly what is odd about it, and nothing in one by the book."""
import concurrent.futures
import json
import os
import re
import subprocess
import unittest

from harness import IntegrationTest
from harness.programs import STEPGATE
from harness.service import Service
from oddities.findings import ELSEWHERE, ONE_EACH

PAGE = os.path.join(os.path.dirname(__file__), "..", "..", "docs", "check-findings.md")


class Findings(IntegrationTest):
    def check(self, number, flags, words):
        """{code} of what is found."""
        words = words if "--deadline" in words else ("--deadline", "20", *words)
        service = Service(os.path.join(self.folder, f"service-{number}"), "--retry-ms", "50", *flags)
        try:
            done = subprocess.run([STEPGATE, "--output", "json", "check", service.url, *(() if "--api-key" in words else ("--api-key", "sample-key")), *words],
                                  capture_output=True, text=True, timeout=120, check=False, stdin=subprocess.DEVNULL)
            return {finding["code"] for finding in json.loads(done.stdout)["findings"]} if done.stdout else done.stderr
        finally:
            service.stop()

    def test_each_code_of_the_page_has_a_service_or_a_reason(self):
        with open(PAGE, encoding="utf-8") as stream:
            documented = set(re.findall(r"^\| `([A-Z0-9_]+)` \|", stream.read(), re.MULTILINE))
        self.assertEqual(set(ONE_EACH) & set(ELSEWHERE), set())
        self.assertEqual(set(ONE_EACH) | set(ELSEWHERE), documented)

    def test_a_service_by_the_book_yields_nothing(self):
        self.assertEqual(self.check("clean", (), ()), set())

    def test_exactly_what_is_odd(self):
        with concurrent.futures.ThreadPoolExecutor(4) as pool:
            found = {code: pool.submit(self.check, number, *ONE_EACH[code]) for number, code in enumerate(ONE_EACH)}
        for code, result in found.items():
            with self.subTest(code):
                self.assertEqual(result.result(), {code})


if __name__ == "__main__":
    unittest.main()
