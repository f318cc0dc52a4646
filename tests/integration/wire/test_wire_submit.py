"""What a service sees of a submit, octet by octet: docs/protocol.md section 2."""
import base64
import json
import re
import unittest
from urllib.parse import urlsplit

from harness import eventually
from room import Room
from scripted import KEY, definition, document, field, named

# A field of the host for each type, what is typed for it, and how it has to look on the wire.
TYPED = [
    ("boolean", "unsubscribed", "true", "true"),
    ("integer", "numberOfEmployees", "-2147483648", "-2147483648"),
    ("float", "annualRevenue", "1234567.25", "1234567.25"),
    ("score", "leadScore", "+7", "7"),
    ("date", "dateOfBirth", "2024-02-29", '"2024-02-29"'),
    ("datetime", "wireMoment", "2024-03-01T10:00:00.9+02:00", '"2024-03-01T08:00:00Z"'),
    ("email", "email", "typed@example.com", '"typed@example.com"'),
    ("string", "title", 'Ü "q" \\ \u2028 😀', None),
    ("url", "website", "https://example.com/?a=b&c=ä", None),
    ("text", "wireText", "one\ntwo\ttab\u007f", None),
]
CONTEXT_FLAGS = {"campaignContext": True, "programContext": True, "triggerContext": True, "programMemberContext": True,
                 "subscriptionContext": True, "myTokenContext": ["Event Date"]}


def accept(submit):
    submit.answer(201)


def unique(pairs):
    """A JSON object whose keys are all different."""
    if len(dict(pairs)) != len(pairs):
        raise AssertionError(f"a key twice: {pairs}")
    return dict(pairs)


class WireTest(unittest.TestCase):
    maxDiff = None

    @classmethod
    def setUpClass(cls):
        cls.room = Room(properties={"subscription.munchkin_id": "123-ABC-456", "subscription.prefix": "acme"})
        cls.addClassCleanup(cls.room.close)
        api = cls.room.host.api
        for name, data_type in (("wireMoment", "datetime"), ("wireText", "text"), ("wirePhone", "string")):
            assert api.post("/fields", {"name": name, "dataType": data_type}).status == 201

    def submit(self, definition_=None, people=2, **options):
        """The first submit to a service with this definition."""
        self.trial = self.room.trial(accept, people=people, definition_=definition_, **options)
        submit = self.trial.answered()
        submit.strict = json.loads(submit.body, object_pairs_hook=unique)
        return submit


class Request(WireTest):
    def test_line_and_headers(self):
        submit = self.submit()
        self.assertEqual(submit.line, "POST /submitAsyncAction HTTP/1.1")
        names = [name for name, _ in submit.headers]
        self.assertEqual(sorted(names), sorted(
            ["Host", "Accept-Encoding", "Content-Type", "Accept", "X-Scripted-Key", "User-Agent", "Content-Length"]))
        told = dict(submit.headers)
        self.assertEqual((told["Host"], told["Accept-Encoding"], told["X-Scripted-Key"], told["Content-Type"]),
                         (f"127.0.0.1:{self.trial.service.port}", "identity", KEY, "application/json"))
        self.assertTrue(told["Accept"].startswith("application/json"))
        self.assertEqual(int(told["Content-Length"]), len(submit.body))
        submit.body.decode("utf-8")

    def test_the_key_goes_everywhere_but_to_the_document(self):
        self.submit(definition(flowAttributes=[named("mode", hasPicklist=True)]))
        for _, path, headers, _ in self.trial.service.asked:
            with self.subTest(path):
                self.assertEqual("X-Scripted-Key" in dict(headers), path != "/openapi.json" and (path, headers) != self.bare())
        self.assertIn("/getPicklist", [path for _, path, *_ in self.trial.service.asked])

    def bare(self):
        """The one question of /status without credentials."""
        found = [(path, headers) for _, path, headers, _ in self.trial.service.asked if "X-Scripted-Key" not in dict(headers) and path == "/status"]
        self.assertEqual(len(found), 1)
        return found[0]

    def test_a_key_in_the_query(self):
        secret = "k ey/+&=ä"
        submit = self.submit(document_=document({"type": "apiKey", "in": "query", "name": "code"}), words=("--api-key", secret), by_query=("code", secret))
        self.assertEqual(submit.line, "POST /submitAsyncAction?code=k%20ey%2F%2B%26%3D%C3%A4 HTTP/1.1")
        self.assertNotIn("X-Scripted-Key", dict(submit.headers))

    def test_basic(self):
        submit = self.submit(document_=document({"type": "http", "scheme": "basic", "x-realm-required": True}),
                             words=("--username", "üser", "--password", "p:w", "--realm", "Here"), bearer=True)
        self.assertEqual(base64.b64decode(dict(submit.headers)["Authorization"].removeprefix("Basic ")).decode(), "üser:p:w")
        for _, _, headers, body in self.trial.service.asked:
            self.assertNotIn("Here", str(headers) + str(body))
        self.assertNotIn("Here", str(submit.headers) + submit.body.decode())

    def test_header_parameters_go_with_the_submit_alone(self):
        declared = definition(headers=[{"name": "X-Depth", "description": {"en_US": "d"}}, {"name": "X-Unset", "description": {"en_US": "d"}}])
        submit = self.submit(declared, words=("--api-key", KEY, "--header", "X-Depth=deep"))
        self.assertEqual([pair for pair in submit.headers if pair[0] in ("X-Depth", "X-Unset")], [("X-Depth", "deep")])
        self.trial.host.ok("service", "status", self.trial.name)
        self.assertEqual([path for _, path, headers, _ in self.trial.service.asked if "X-Depth" in dict(headers)], [])
        self.assertEqual(submit.json["context"]["admin"], {})
        configured = self.room.host.api.put(f"/services/{self.trial.name}/configuration", {"settings": {"headersInContext": True}})
        self.assertEqual(configured.status, 200, configured)
        submit.call_back()
        self.trial.ended()
        self.trial.start()
        self.assertEqual(self.trial.answered(2).json["context"]["admin"], {"X-Depth": "deep"})

    def test_headers_that_cannot_be_are_refused_when_saved(self):
        declared = definition(headers=[{"name": "X-Depth", "description": {"en_US": "d"}}])
        self.submit(declared)
        for value in ("a\r\nX: y", "a\nb", "grün", "\x00"):
            with self.subTest(value):
                answer = self.room.host.api.put(f"/services/{self.trial.name}/configuration", {"headers": {"X-Depth": value}})
                self.assertEqual(answer.status, 422, answer)


class Credentials(WireTest):
    def test_none_follow_a_redirect(self):
        """Definition and status are not looked for elsewhere with a key in the hand."""
        elsewhere = self.room.trial(accept, start=False).service
        before = len(elsewhere.asked)
        submit = self.submit()
        for path in ("/status", "/getServiceDefinition", "/getPicklist"):
            self.trial.service.redirects[path] = elsewhere.origin + path
        self.room.host.cli("service", "status", self.trial.name)
        self.room.host.api.post(f"/services/{self.trial.name}/refresh")
        self.assertIn("X-Scripted-Key", dict(submit.headers))
        self.assertEqual([path for _, path, headers, _ in elsewhere.asked[before:] if "X-Scripted-Key" in dict(headers)], [])

    def test_a_document_may_move_and_takes_no_key_along(self):
        trial = self.room.trial(accept, start=False)
        trial.service.redirects["/elsewhere.json"] = trial.service.url
        before = len(trial.service.asked)
        answer = self.room.host.api.post("/services", {"url": trial.service.origin + "/elsewhere.json", "name": "Moved"})
        self.assertEqual(answer.status, 201, answer)
        self.assertEqual([(path, "X-Scripted-Key" in dict(headers)) for _, path, headers, _ in trial.service.asked[before:]],
                         [("/elsewhere.json", False), ("/openapi.json", False)])


class Envelope(WireTest):
    def test_members(self):
        submit = self.submit()
        told = submit.strict
        self.assertEqual(list(told), ["token", "apiCallBackKey", "batchid", "campaignId", "callbackUrl", "context", "objectData"])
        self.assertEqual((told["batchid"], type(told["campaignId"])), (str(self.trial.run), int))
        self.assertEqual(told["context"], {"subscription": {"munchkinId": "123-ABC-456", "prefix": "acme"}, "admin": {}})
        secret = base64.b64decode(told["token"], validate=True)
        self.assertEqual(secret[:11], b"123-ABC-456")
        self.assertGreaterEqual(len(secret), 27)
        self.assertRegex(urlsplit(told["callbackUrl"]).path, r"^/callback/[A-Za-z0-9_-]{32,}$")
        for entry in told["objectData"]:
            self.assertEqual(list(entry), ["objectType", "objectContext", "flowStepContext"])
            self.assertEqual((entry["objectType"], type(entry["objectContext"]["id"])), ("lead", int))

    def test_what_is_one_of_a_kind(self):
        self.submit(people=4, limits={"chunkPeople": 1})
        self.trial.answered(4)
        told = [submit.json for submit in self.trial.service.submits]
        for member, kinds in (("token", 4), ("callbackUrl", 4), ("apiCallBackKey", 1), ("batchid", 1), ("campaignId", 1)):
            self.assertEqual(len({one[member] for one in told}), kinds, member)
        self.assertEqual(sorted(submit.people[0] for submit in self.trial.service.submits), self.trial.people)
        self.assertNotEqual(self.submit().json["apiCallBackKey"], told[0]["apiCallBackKey"])

    def test_blocks_that_are_asked_for(self):
        submit = self.submit(definition(**CONTEXT_FLAGS))
        told = submit.strict
        self.assertEqual(list(told["context"]), ["subscription", "admin", "campaign", "program", "myTokenContext"])
        campaign = told["context"]["campaign"]
        self.assertEqual((campaign["id"], campaign["name"]), (told["campaignId"], self.trial.name))
        self.assertLessEqual(set(campaign), {
            "id", "name", "description", "status", "type", "flowId", "smartListId", "folderId", "folderName", "parentProgramId", "workspaceId",
            "workspaceName", "commLimitEnabled"})
        self.assertNotIn(None, campaign.values(), "unknown members are left out")
        self.assertEqual((told["context"]["program"], told["context"]["myTokenContext"]), ({}, {"Event Date": None}))
        for entry in told["objectData"]:
            self.assertEqual((entry["programMemberContext"], entry["triggeringContext"]), ({}, {}))

    def test_global_options(self):
        options = [named("set"), named("unset"), named("count", dataType="integer"), named("on", dataType="boolean"), named("rate", dataType="float")]
        submit = self.submit(definition(globalAttributes=options),
                             words=("--api-key", KEY, "--global", "set=ä", "--global", "count=3", "--global", "on=true", "--global", "rate=0.5"))
        self.assertEqual(submit.strict["context"]["admin"], {"set": "ä", "count": 3, "on": True, "rate": 0.5})
        self.assertIsInstance(submit.strict["context"]["admin"]["count"], int)

    def test_flow_attributes(self):
        kinds = [named("mode"), named("n", dataType="integer"), named("r", dataType="float"), named("b", dataType="boolean"),
                 named("d", dataType="date"), named("t", dataType="datetime"), named("unset"), named("s", dataType="score")]
        submit = self.submit(definition(flowAttributes=kinds), parameters={
            "mode": "x", "n": 5, "r": 2.5, "b": False, "d": "2024-02-29", "t": "2024-03-01T10:00:00+02:00", "s": 3})
        for entry in submit.strict["objectData"]:
            self.assertEqual(entry["flowStepContext"], {"mode": "x", "n": 5, "r": 2.5, "b": False, "d": "2024-02-29",
                                                        "t": "2024-03-01T08:00:00Z", "s": 3, "unset": None})

    def test_parameters_count_in_the_size_of_a_chunk(self):
        """They are in every entry again."""
        submit = self.submit(definition(flowAttributes=[named("mode", dataType="text")]), people=40, limits={"chunkBytes": 20_000},
                             parameters={"mode": "m" * 1900})
        self.assertGreater(len(submit.people), 1)
        eventually(lambda: sum(len(one.people) for one in self.trial.service.submits) == 40, "everyone")
        self.assertLessEqual(max(len(one.body) for one in self.trial.service.submits), 20_000)


class Values(WireTest):
    def fields(self):
        return [field(f"out_{data_type}", data_type, name) for data_type, name, *_ in TYPED]

    def contexts(self, submit):
        """{id: the raw text of the person's objectContext}."""
        found = re.findall(r'"objectContext":(\{"id":(\d+)(?:[^{}"]|"(?:[^"\\]|\\.)*")*\})', submit.body.decode())
        return {int(person): text for text, person in found}

    def test_each_type_and_each_empty(self):
        full, empty = self.room.import_people([{name: typed for _, name, typed, _ in TYPED}, {}])
        submit = self.submit(definition(fields=self.fields()), people=[full, empty])
        told = {entry["objectContext"]["id"]: entry["objectContext"] for entry in submit.strict["objectData"]}
        keys = ["id"] + [f"out_{data_type}" for data_type, *_ in TYPED]
        self.assertEqual([list(context) for context in told.values()], [keys, keys])
        raw = self.contexts(submit)[full]
        for data_type, _, typed, wire in TYPED:
            with self.subTest(data_type):
                if wire:
                    self.assertRegex(raw, rf'"out_{data_type}":{re.escape(wire)}[,}}]')
                else:
                    self.assertEqual(told[full][f"out_{data_type}"], typed)
        self.assertEqual({key for key, value in told[empty].items() if value is not None}, {"id", "out_email"})

    def test_numbers_at_their_bounds(self):
        values = ["0", "-0", "0.1", "1e21", "1.7976931348623157e308", "5e-324", "123456789012345678"]
        people = self.room.import_people([{"annualRevenue": value} for value in values])
        submit = self.submit(definition(fields=[field("r", "float", "annualRevenue")]), people=people)
        told = [entry["objectContext"]["r"] for entry in submit.strict["objectData"]]
        self.assertEqual(told, [float(value) for value in values])
        self.assertNotRegex(submit.body.decode(), r"(?i)nan|inf")

    def test_service_driven_what_is_unmapped_or_off_is_null(self):
        declared = definition(fields=[field("mail", "email", "email", required=True), field("nowhere", "string", "noSuchField"),
                                      field("city", "string", "city"), field("old", "phone", "phone")])
        trial = self.room.trial(accept, definition_=declared, start=False)
        answer = self.room.host.api.put(f"/services/{trial.name}/mapping", {"outgoing": {"rows": [
            {"serviceAttribute": "city", "field": "city", "active": False}]}})
        self.assertEqual(answer.status, 200, answer)
        trial.start()
        submit = trial.answered()
        for entry in submit.json["objectData"]:
            context = dict(entry["objectContext"])
            self.assertEqual(list(context), ["id", "mail", "nowhere", "city", "old"])
            self.assertEqual((context["nowhere"], context["city"]), (None, None))

    def test_user_driven_only_what_is_mapped_is_there(self):
        declared = definition(userDrivenMapping=True)
        trial = self.room.trial(accept, definition_=declared, start=False, words=("--api-key", KEY, "--map-out", "city", "--map-out", "lastName"))
        trial.start()
        contexts = [entry["objectContext"] for entry in trial.answered().json["objectData"]]
        self.assertEqual([list(context) for context in contexts], [["id", "city", "lastName"]] * 4)


if __name__ == "__main__":
    unittest.main()
