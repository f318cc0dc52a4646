"""One chunk: what comes back for each person, and what is refused."""
import unittest

from harness import Host, Service, chunk, person


def results(people, *flags, **changes):
    with Host() as host, Service(*flags) as service:
        answer = service.submit(chunk(host, people, **changes))
        assert answer.status == 201, answer.body
        return host.next_call().entries


def flow(code_format="alpha2", on_unknown="fail"):
    return {"codeFormat": code_format, "onUnknown": on_unknown}


class Countries(unittest.TestCase):
    def test_gives_code_name_and_region_back(self):
        entries = results([person(1, "Germany"), person(2, "u.s.a."), person(3, "España"), person(4, "FR")])
        self.assertEqual(entries[1], {
            "leadData": {"id": 1, "countryCode": "DE", "countryName": "Germany", "region": "Europe"},
            "activityData": {"success": True, "matchedBy": "exact", "confidence": 1.0}})
        self.assertEqual([entries[i]["leadData"]["countryCode"] for i in (2, 3, 4)], ["US", "ES", "FR"])
        self.assertEqual([entries[i]["activityData"]["matchedBy"] for i in (2, 3, 4)], ["alias", "alias", "code"])
        self.assertEqual(entries[3]["activityData"]["confidence"], 0.9)

    def test_gives_the_code_in_the_format_of_each_person(self):
        entries = results([person(1, flow=flow("alpha3")), person(2, flow=flow("numeric")), person(3, flow={}),
                           person(4, flow={"codeFormat": None}), person(5, flow=flow("alpha9")),
                           person(6, "Afghanistan", flow=flow("numeric"))])
        self.assertEqual([entries[i]["leadData"].get("countryCode") for i in range(1, 7)],
                         ["DEU", "276", "DE", "DE", None, "004"])
        self.assertEqual(entries[5]["activityData"]["errorCode"], "CODE_FORMAT_UNKNOWN")

    def test_tells_unknown_from_empty(self):
        without = person(5)
        del without["objectContext"]["country"]
        entries = results([person(1, 'Atl"antis\\'), person(2, ""), person(3, "  "), person(4, None), without,
                           person(6, 12345), person(7, True), person(8, ["DE"])])
        codes = [entries[i]["activityData"].get("errorCode") for i in range(1, 9)]
        self.assertEqual(codes, ["COUNTRY_UNKNOWN"] + 4 * ["COUNTRY_EMPTY"] + 3 * ["COUNTRY_UNKNOWN"])
        self.assertIn('Atl"antis\\', entries[1]["activityData"]["reason"])
        self.assertEqual(entries[1]["leadData"], {"id": 1})
        self.assertIs(entries[1]["activityData"]["success"], False)

    def test_keeps_or_clears_what_is_unknown(self):
        entries = results([person(1, "Atlantis", flow=flow(on_unknown="keep")),
                           person(2, "Atlantis", flow=flow(on_unknown="clear")),
                           person(3, "", flow=flow(on_unknown="clear")),
                           person(4, "Peru", flow=flow(on_unknown="clear"))])
        self.assertEqual(entries[1]["leadData"], {"id": 1})
        self.assertIs(entries[1]["activityData"]["success"], True)
        for i in (2, 3):
            self.assertEqual(entries[i]["leadData"],
                             {"id": i, "countryCode": "null", "countryName": "null", "region": "null"})
        self.assertEqual(entries[4]["leadData"]["countryCode"], "PE")

    def test_takes_escapes_numbers_and_large_ids(self):
        people = [person(1, "C\u00f4te d\u2019Ivoire"), person(2, 276), person(2**63 - 1, "\u65e5\u672c"), person(-5)]
        entries = results(people)
        self.assertEqual([entries[i]["leadData"]["countryCode"] for i in (1, 2, 2**63 - 1, -5)],
                         ["CI", "DE", "JP", "DE"])

    def test_the_hint_of_the_admin_decides(self):
        context = {"admin": {"defaultRegionHint": "CD"}, "subscription": {"munchkinId": "123-ABC-456"}}
        self.assertEqual(results([person(1, "Congo")])[1]["leadData"]["countryCode"], "CG")
        self.assertEqual(results([person(1, "Congo")], context=context)[1]["leadData"]["countryCode"], "CD")

    def test_a_thousand_people(self):
        entries = results([person(i, ("Germany", "Nowhere")[i % 2]) for i in range(1000)])
        self.assertEqual(len(entries), 1000)
        self.assertEqual(sum(entry["activityData"]["success"] for entry in entries.values()), 500)

    def test_nobody(self):
        self.assertEqual(results([]), {})


class Bench(unittest.TestCase):
    FIELDS = ("email", "firstName", "lastName", "phone", "company", "title", "country", "city", "industry", "leadScore")

    @staticmethod
    def expected(lead_id, salt):
        """The formula of the README."""
        mask = 2**64 - 1

        def mix(x):
            x = (x + 0x9E3779B97F4A7C15) & mask
            x = ((x ^ (x >> 30)) * 0xBF58476D1CE4E5B9) & mask
            x = ((x ^ (x >> 27)) * 0x94D049BB133111EB) & mask
            return x ^ (x >> 31)

        h = mix((lead_id + mix(salt)) & mask)
        regions = ("Nordics", "Central Europe", "Mediterranean", "North America", "Asia Pacific")
        segments = ("Enterprise", "Mid-Market", "Small Business")
        reasons = ("email address", "name and company", "company domain")
        return {
            "leadData": {"id": lead_id, "region": regions[h % 5], "segment": segments[(h >> 8) % 3],
                         "qualityScore": (h >> 16) % 1000},
            "activityData": {"success": True, "matchReason": reasons[(h >> 32) % 3], "providerReference": f"REF-{h:016x}"}}

    def lead(self, lead_id, fields=FIELDS):
        return {"objectType": "lead", "objectContext": {"id": lead_id, **{name: None for name in fields}}}

    def test_results_depend_on_id_and_salt_alone(self):
        people = [self.lead(i) for i in (1, 2, 1000000)]
        with Host() as host, Service("--profile", "bench", "--salt", "7") as service:
            service.submit(chunk(host, people))
            entries = host.next_call().entries
            self.assertEqual(entries, {i: self.expected(i, 7) for i in (1, 2, 1000000)})
            self.assertEqual(service.post("/reset?salt=8", "").status, 200)
            self.assertEqual(service.post("/reset?salt=x", "").status, 400)
            service.submit(chunk(host, people))
            self.assertEqual(host.next_call().entries, {i: self.expected(i, 8) for i in (1, 2, 1000000)})

    def test_refuses_people_without_all_fields(self):
        entries = results([self.lead(1), self.lead(2, self.FIELDS[1:])], "--profile", "bench")
        self.assertIs(entries[1]["activityData"]["success"], True)
        self.assertEqual(entries[2]["activityData"]["errorCode"], "FIELDS_MISSING")


class Refused(unittest.TestCase):
    def test_what_cannot_be_a_chunk(self):
        with Host() as host, Service() as service:
            good = chunk(host, [person(1)])
            bodies = ["", "null", "[]", "{", '{"token":', "\x00\xff", "{}" + "{}", "[" * 100000, '{"a":' * 100000,
                      '{"token":"\\', '{"token":"t","campaignId":01}']
            bodies += [{key: value for key, value in good.items() if key != left_out}
                       for left_out in ("token", "campaignId", "callbackUrl")]
            bodies += [{**good, **change} for change in (
                {"callbackUrl": "https://127.0.0.1/x"}, {"callbackUrl": "ftp://127.0.0.1/"}, {"callbackUrl": "http://"},
                {"callbackUrl": "http://127.0.0.1:99999/"}, {"callbackUrl": "http://a b/"},
                {"callbackUrl": "http://127.0.0.1:1/x\r\nEvil: 1"}, {"token": "a\r\nEvil: 1"}, {"apiCallBackKey": "a\nb"},
                {"token": 7}, {"campaignId": "x"}, {"objectData": {}}, {"objectData": [1]}, {"objectData": [{}]},
                {"objectData": [{"objectContext": {}}]}, {"objectData": [{"objectContext": {"id": "1"}}]},
                {"objectData": [{"objectContext": {"id": 1.5}}]}, {"objectData": [{"objectContext": {"id": 2**63}}]})]
            for body in bodies:
                answer = service.submit(body)
                self.assertEqual(answer.status, 400, str(body)[:200])
                self.assertEqual(answer.json["errorCode"], "BAD_REQUEST")
                self.assertTrue(answer.json["message"])
            self.assertTrue(host.has_no_call())
            self.assertEqual(service.stats()["answers"], {"400": len(bodies)})
            self.assertEqual(service.submit(good).status, 201)
            self.assertEqual(list(host.next_call().entries), [1])

    def test_order_of_the_keys_does_not_matter(self):
        with Host() as host, Service() as service:
            good = chunk(host, [dict(reversed(person(1).items()))])
            self.assertEqual(service.submit(dict(reversed(good.items()))).status, 201)
            self.assertEqual(host.next_call().json["munchkinId"], "123-ABC-456")

    def test_nothing_of_the_chunk_before_is_left(self):
        with Host() as host, Service() as service:
            self.assertEqual(service.submit(chunk(host, [person(1)])).status, 201)
            bare = chunk(host, [person(2)])
            del bare["token"]
            self.assertEqual(service.submit(bare).status, 400)


if __name__ == "__main__":
    unittest.main()
