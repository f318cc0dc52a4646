"""The whole job, over HTTP and natively, on the same people."""
import os
import unittest

from harness import IntegrationTest, eventually, write_csv

PEOPLE = 2400


class TheWholeJob(IntegrationTest):
    def do_it(self, host, service, *words):
        csv = write_csv(os.path.join(self.folder, "people.csv"), PEOPLE)
        host.install(service, *words)
        host.ok("people", "import", csv)
        host.campaign()
        host.ok("campaign", "run", "Enrich")
        return host.ask("run", "list")["items"][0]["id"]

    def test_over_http_and_natively(self):
        service = self.service()
        http, native = self.host(), self.host(plugins=[self.native()])
        runs = self.do_it(http, service), self.do_it(native, "plugin:adapter-country-codes")
        counts = http.store.step(runs[0])
        self.assertEqual(counts, native.store.step(runs[1]))
        self.assertEqual(counts["failed"], PEOPLE // 8)
        self.assertEqual(counts["changed"], PEOPLE - PEOPLE // 8)
        for field in ("countryCode", "countryName", "region"):
            self.assertEqual(http.store.values_of(field), native.store.values_of(field))


if __name__ == "__main__":
    unittest.main()
