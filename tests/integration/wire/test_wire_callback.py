"""Callbacks as services really send them, octet by octet: docs/protocol.md section 4."""
import gzip
import json
import unittest
from urllib.parse import urlsplit

from harness import eventually
from raw import RawCallback
from room import Room
from scripted import definition, field, named


def accept(submit):
    submit.answer(201)


def typed_definition():
    made = definition()
    made["callbackPayloadDef"]["fields"] = [
        field("code", suggestion="department"), field("n", "integer", "numberOfEmployees"), field("r", "float", "annualRevenue"),
        field("s", "score", "leadScore"), field("site", "url", "website"), field("on", "boolean", "unsubscribed")]
    return made


class CallbackTest(unittest.TestCase):
    maxDiff = None

    @classmethod
    def setUpClass(cls):
        cls.room = Room()
        cls.addClassCleanup(cls.room.close)

    def submit(self, people=2, **options):
        self.trial = self.room.trial(accept, people=people, **options)
        return self.trial.answered()

    def body(self, submit, **more):
        return json.dumps(submit.good(**more)).encode()

    def well_formed(self, answer, status):
        """What services parse, whatever happened."""
        self.assertEqual(answer.status, status, answer.body)
        self.assertTrue(answer.headers["content-type"].startswith("application/json"), answer.headers)
        self.assertEqual(int(answer.headers["content-length"]), len(answer.body))
        self.assertLessEqual({"requestId", "status", "message"}, set(answer.json), answer.body)
        self.assertEqual(answer.json["status"], status)
        self.assertLess(len(answer.body), 1000)

    def applied(self, value="XX"):
        run = self.trial.ended()
        self.assertEqual((run["changed"], run["failed"]), (len(self.trial.people), 0))
        self.assertEqual(self.trial.departments(), [value] * len(self.trial.people))

    def good(self, write):
        """`write(connection, body)` brings good results in its own way; the answer."""
        submit = self.submit()
        with RawCallback(submit) as connection:
            answer = write(connection, self.body(submit))
            self.well_formed(answer, 200)
        self.applied()
        return answer

    def refused(self, status, *writes):
        """All of them are refused, and the token is as good as before; the answers."""
        submit, answers = self.submit(), []
        for write in writes:
            with RawCallback(submit) as connection:
                answers.append(write(connection, submit))
                self.well_formed(answers[-1], status)
        self.assertEqual(self.trial.host.run(self.trial.run)["open"], 2)
        self.assertEqual(submit.call_back()[0], 200)
        self.applied()
        return answers


class Framing(CallbackTest):
    def test_chunked(self):
        def write(connection, body):
            connection.write(connection.head(lines=["Transfer-Encoding: chunked"]))
            for part in (body[:1], body[1:10], body[10:]):
                connection.write(b"%x;ext=1\r\n%s\r\n" % (len(part), part))
            connection.write("0\r\nTrailer: x\r\n\r\n")
            return connection.read()
        self.good(write)

    def test_http_1_0(self):
        def write(connection, body):
            answer = connection.post(body, version="HTTP/1.0")
            self.assertTrue(connection.at_end())
            return answer
        self.good(write)

    def test_expecting_an_invitation(self):
        def write(connection, body):
            connection.write(connection.head(len(body), lines=["Expect: 100-continue"]))
            self.assertEqual(connection.read().status, 100)
            connection.write(body)
            return connection.read()
        self.good(write)

    def test_expecting_and_not_waiting(self):
        def write(connection, body):
            connection.write(connection.head(len(body), lines=["Expect: 100-continue"]).encode() + body)
            answer = connection.read()
            return connection.read() if answer.status == 100 else answer
        self.good(write)

    def test_names_of_headers_in_any_case(self):
        def write(connection, body):
            head = connection.head(token="nobody", lines=[f"X-CALLBACK-TOKEN: {connection.submit.json['token']}", f"cOnTeNt-LeNgTh: {len(body)}"])
            connection.write(head.replace("x-callback-token: nobody\r\n", "").encode() + body)
            return connection.read()
        self.good(write)

    def test_byte_by_byte(self):
        def write(connection, body):
            for byte in (connection.head(len(body)).encode() + body):
                connection.write(bytes([byte]))
            return connection.read()
        self.good(write)

    def test_whatever_the_content_type(self):
        for kind in ("text/plain", "application/json; charset=UTF-8", "application/octet-stream", "nonsense", "text/html"):
            with self.subTest(kind):
                self.good(lambda connection, body, kind=kind: connection.post(body, lines=[f"Content-Type: {kind}"]))
        self.good(lambda connection, body: connection.post(body))

    def test_a_query_behind_the_url(self):
        self.good(lambda connection, body: connection.post(body, target=connection.where.path + "?attempt=1"))

    def test_the_whole_url_as_target(self):
        self.good(lambda connection, body: connection.post(body, target=connection.where.geturl()))

    def test_connections_are_used_again(self):
        one, two = self.submit(), None
        trial = self.trial
        with RawCallback(one) as connection:
            self.well_formed(connection.post(self.body(one)), 200)
            self.assertEqual(connection.post(self.body(one)).json["duplicate"], True)
            two = self.submit()
            where = urlsplit(two.json["callbackUrl"]).path
            self.well_formed(connection.post(self.body(two), target=where, token=two.json["token"]), 200)
        self.applied()
        self.assertEqual(trial.ended()["changed"], 2)

    def test_pipelined(self):
        submit = self.submit()
        with RawCallback(submit) as connection:
            bodies = [b"[[", self.body(submit), self.body(submit), self.body(submit, value="YY")]
            connection.write(b"".join(connection.head(len(body)).encode() + body for body in bodies))
            answers = [connection.read() for _ in bodies]
        for answer, status in zip(answers, (400, 200, 200, 409)):
            self.well_formed(answer, status)
        self.assertEqual([answer.json.get("duplicate") for answer in answers], [None, None, True, None])
        self.applied()

    def test_several_megabytes(self):
        submit = self.submit(people=100)
        body = submit.good()
        for entry in body["objectData"]:
            entry["activityData"]["note"] = "n" * 50_000
        with RawCallback(submit) as connection:
            self.well_formed(connection.post(body), 200)
        self.applied()

    def test_other_paths_and_methods(self):
        answers = self.refused(405, *(lambda connection, _, method=method: connection.post(b"", method=method)
                                      for method in ("GET", "PUT", "DELETE", "PATCH")))
        self.assertEqual({answer.headers["allow"] for answer in answers}, {"POST"})
        self.refused(404, *(lambda connection, _, change=change: connection.post(b"{}", target=change(connection.where.path)) for change in (
            str.lower, str.upper, lambda path: path + "/", lambda path: path[:-1], lambda path: "/callback/")))

    def test_a_body_that_is_packed(self):
        """No interface speaks of it: the host says that it can't read it, and takes the same unpacked."""
        self.refused(400, lambda connection, submit: connection.post(gzip.compress(self.body(submit)), lines=["Content-Encoding: gzip"]))


class Tokens(CallbackTest):
    def places(self, header="", bearer=None, inside=None, status=200):
        submit = self.submit()
        fill = {"good": submit.json["token"], "wrong": "bm9ib2R5", "": ""}
        more = {} if inside is None else {"token": fill[inside]}
        lines = [] if bearer is None else [f"Authorization: {bearer.partition(' ')[0]} {fill[bearer.partition(' ')[2]]}"]
        with RawCallback(submit) as connection:
            self.well_formed(connection.post(self.body(submit, **more), token=fill[header], lines=lines), status)
        if status == 200:
            self.applied()

    def test_the_first_valid_one_counts(self):
        self.places("good", "Bearer wrong", "wrong")
        self.places("wrong", "Bearer good", "wrong")
        self.places("wrong", "Bearer wrong", "good")
        self.places("", "bearer good")
        self.places("", "Bearer ", "good")

    def test_none_that_is_valid(self):
        self.places("", status=401)
        self.places("wrong", "Bearer wrong", "wrong", status=401)
        self.places("", "Basic good", status=401)

    def test_of_another_chunk(self):
        other = self.submit().json["token"]
        self.refused(401, lambda connection, submit: connection.post(self.body(submit), token=other))

    def test_the_key_decides_nothing(self):
        for lines, code in (([], "CALLBACK_KEY_MISSING"), (["x-api-key: own"], "CALLBACK_KEY_OTHER")):
            self.good(lambda connection, body, lines=lines: connection.post(body, lines=lines))
            eventually(lambda code=code: code in self.trial.logged(), code)


class Bodies(CallbackTest):
    def entries(self, text, people=2, definition_=None):
        """`text` with $1, $2 for the ids of people; the answer to it and the outcomes by place."""
        submit = self.submit(people=people, definition_=definition_)
        for number, person in enumerate(submit.people, 1):
            text = text.replace(b"$%d" % number, b"%d" % person)
        with RawCallback(submit) as connection:
            answer = connection.post(text)
        self.answer = answer
        return answer.status

    def outcomes(self):
        self.trial.ended()
        found = self.trial.outcomes()
        return [found[person][1] or found[person][0] for person in self.trial.people]

    def value(self, field_):
        values = self.trial.host.store.values_of(field_)
        return [values[person] for person in self.trial.people]

    def test_a_byte_order_mark(self):
        self.assertEqual(self.entries(b'\xef\xbb\xbf{"objectData":[{"leadData":{"id":$1,"code":"A"}},{"leadData":{"id":$2}}]}'), 200)
        self.assertEqual(self.outcomes(), ["changed", "unchanged"])

    def test_white_space_around(self):
        self.assertEqual(self.entries(b'\r\n\t {"objectData":[{"id":$1},{"id":$2}]}\n\n\0'.rstrip(b"\0")), 200)
        self.assertEqual(self.outcomes(), ["unchanged"] * 2)

    def test_what_can_not_be_read_as_a_whole(self):
        bodies = (b'{"objectData":[]} {}', b'{"objectData":[]}}', b'{"objectData":[]},', b"{'objectData':[]}", b'{"objectData":[],}', b"",
                     b"null", b"17", b'"text"', b'{"objectData":[' + b'{"a":' * 2000 + b"1" + b"}" * 2000 + b"]}",
                     '{"objectData":[]}'.encode("utf-16"), b"objectData=%5B%5D", b"<xml/>", b'{"objectData":[{"leadData":{"id":1')
        self.refused(400, *(lambda connection, _, body=body: connection.post(body) for body in bodies))

    def test_keys_twice(self):
        """The first of two values counts within an entry, as documents are read too; of two entries the last."""
        self.assertEqual(self.entries(b'{"objectData":[{"leadData":{"id":$1,"code":"A","code":"B"}},{"leadData":{"id":$2,"code":"C"}},'
                                      b'{"leadData":{"id":$2,"code":"D"}}]}'), 200)
        self.outcomes()
        self.assertEqual(self.value("department"), ["A", "D"])
        eventually(lambda: self.trial.logged().get("PERSON_TWICE") == 1, "the warning", 5)

    def test_numbers_out_of_all_bounds(self):
        self.assertEqual(self.entries(
            b'{"objectData":[{"leadData":{"id":$1,"code":"A","n":123456789012345678901234567890,"r":1e999,"s":-1e999}},'
            b'{"leadData":{"id":$2,"code":"B","n":2147483648,"r":-0.0,"s":"+2147483648"}},'
            b'{"leadData":{"id":99999999999999999999,"code":"C"}},{"leadData":{"id":1e999}},{"leadData":{"id":-1}},{"leadData":{"id":1.5}}]}',
            definition_=typed_definition()), 200)
        self.assertEqual(self.outcomes(), ["changed", "changed"])
        self.assertEqual((self.value("department"), self.value("numberOfEmployees"), self.value("annualRevenue")), (["A", "B"], [None] * 2, [None, 0.0]))
        self.assertEqual(self.trial.host.run(self.trial.run)["refusedValues"], 5)

    def test_bytes_that_are_no_text(self):
        self.assertEqual(self.entries(b'{"objectData":[{"leadData":{"id":$1,"code":"x\xff\xfe"}},{"leadData":{"id":$2,"code":"a\\ud800b"}},'
                                      b'{"leadData":{"id":$3,"code":"ok\\ud83d\\ude00"},"activityData":{"note":"\xc3\x28"}},'
                                      b'{"leadData":{"id":$4,"code":"n\\u0000ul"}}]}', people=4), 200)
        self.assertEqual(self.outcomes(), ["unchanged", "unchanged", "changed", "changed"])
        self.assertEqual(self.value("department"), [None, None, "ok\U0001f600", "nul"])

    def test_deep_values_are_values(self):
        deep = b"[" * 50 + b"1" + b"]" * 50
        self.assertEqual(self.entries(b'{"objectData":[{"leadData":{"id":$1,"code":"A"},"activityData":{"note":%s}},{"id":$2}],"more":%s}'
                                      % (deep, deep)), 200)
        self.assertEqual(self.outcomes(), ["changed", "unchanged"])

    def test_a_long_list_of_strangers(self):
        strangers = b",".join(b'{"leadData":{"id":%d,"code":"Z"}}' % number for number in range(10_000, 30_000))
        self.assertEqual(self.entries(b'{"objectData":[{"leadData":{"id":$1,"code":"A"}},%s]}' % strangers), 200)
        self.assertEqual(self.outcomes(), ["changed", "NO_RESULT"])
        self.assertLess(sum(self.trial.logged().values()), 1100, "warnings are bounded")


class WhenTheAdapterIsGone(unittest.TestCase):
    def test_503_with_a_wait_and_good_afterwards(self):
        """A callback that comes while the host can't read it is told to come again."""
        room = Room()
        self.addCleanup(room.close)
        trial = room.trial(accept)
        submit = trial.answered()
        trial.state("accepted")
        whole = {**room.host.properties, "callbacks.listen": urlsplit(submit.json["callbackUrl"]).netloc}
        room.host.properties = {**whole, "plugins.directories": room.folder}
        room.host.restart()
        with RawCallback(submit) as connection:
            answer = connection.post(submit.good())
        self.assertEqual((answer.status, answer.json["status"], int(answer.headers["retry-after"]) > 0), (503, 503, True))
        room.host.properties = whole
        room.host.restart()
        self.assertEqual(submit.call_back()[0], 200)
        self.assertEqual(trial.ended()["changed"], 4)


if __name__ == "__main__":
    unittest.main()
