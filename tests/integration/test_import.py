"""People as spreadsheets write them: importing twice, marks, line ends, separators, quotes, and lines that are wrong."""
import os
import unittest

from harness import IntegrationTest, csv_text, write_csv


class Import(IntegrationTest):
    def setUp(self):
        super().setUp()
        self.stepgated = self.host()

    def load(self, text, *words):
        path = os.path.join(self.folder, "people.csv")
        with open(path, "wb") as stream:
            stream.write(text if isinstance(text, bytes) else text.encode())
        return self.stepgated.ask("people", "import", path, *words)

    def fields(self, email):
        return self.stepgated.api.get(f"/people/{email}").json["fields"]

    def counts(self, answer):
        return tuple(answer[name] for name in ("inserted", "updated", "unchanged", "refused"))

    def test_a_second_import_changes_nothing(self):
        text = csv_text(500)
        self.assertEqual(self.counts(self.load(text)), (500, 0, 0, 0))
        before = self.stepgated.store.rows("SELECT * FROM person ORDER BY id")
        self.assertEqual(self.counts(self.load(text)), (0, 0, 500, 0))
        self.assertEqual(self.stepgated.store.rows("SELECT * FROM person ORDER BY id"), before)
        self.assertEqual(self.stepgated.api.get("/people/1/activities").json["items"], [])

    def test_a_changed_cell_is_a_change_with_its_history(self):
        self.load("email,country\na@example.com,Germany\nb@example.com,France\n")
        self.assertEqual(self.counts(self.load("email,country\na@example.com,Spain\nb@example.com,\n")), (0, 1, 1, 0))
        self.assertEqual(self.fields("a@example.com")["country"], "Spain")
        self.assertEqual(self.fields("b@example.com")["country"], "France")
        change = self.stepgated.api.get("/people/a@example.com/activities").json["items"][0]
        self.assertEqual((change["field"], change["old"], change["new"]), ("country", "Germany", "Spain"))

    def test_every_way_to_write_the_same(self):
        plain = csv_text(40)
        self.load(plain)
        for name, text in {"a mark in front": "\ufeff" + plain, "CRLF": csv_text(40, newline="\r\n"),
                           "semicolons": csv_text(40, separator=";"), "tabs": csv_text(40, separator="\t"),
                           "all of it": "\ufeff" + csv_text(40, separator=";", newline="\r\n"),
                           "no last line end": plain.rstrip("\n"), "empty lines": plain + "\n\n"}.items():
            with self.subTest(name):
                self.assertEqual(self.counts(self.load(text)), (0, 0, 40, 0))

    def test_quoted_line_ends_and_quotes(self):
        self.load('email,company,city\r\n"a@example.com","Kestrel ""Air""\nLtd","Köln; Deutz"\r\nb@example.com,B,C\r\n')
        self.assertEqual(self.fields("a@example.com")["company"], 'Kestrel "Air"\nLtd')
        self.assertEqual(self.fields("a@example.com")["city"], "Köln; Deutz")
        self.assertEqual(self.fields("b@example.com")["company"], "B")

    def test_bad_lines_are_told_by_number_and_the_rest_is_imported(self):
        text = ("email,dateOfBirth,company\n"
                "a@example.com,1980-02-29,A\n"       # 2
                "b@example.com,31.02.1980,B\n"       # 3: no such day
                "only one cell\n"                     # 4
                'c@example.com,,"two\nlines"\n'       # 5 and 6
                ",1990-01-01,nobody\n"                # 7: no key
                "d@example.com,,D,too many\n"         # 8
                "e@example.com,,E\n")                 # 9
        answer = self.load(text)
        self.assertEqual(self.counts(answer), (3, 0, 0, 4))
        self.assertEqual([error["line"] for error in answer["errors"]], [3, 4, 7, 8])
        self.assertEqual(answer["errors"][0]["field"], "dateOfBirth")
        self.assertEqual(self.stepgated.store.value("SELECT count(*) FROM person"), 3)
        shown = self.stepgated.cli("people", "import", os.path.join(self.folder, "people.csv"))
        for line in (3, 4, 7, 8):
            self.assertIn(f"line {line}: ", shown.stdout + shown.stderr)
        self.assertEqual(shown.status, 0)

    def test_bytes_that_are_no_utf8(self):
        answer = self.load("email,city\na@example.com,K\xf6ln\nb@example.com,Bonn\n".encode("latin-1"))
        self.assertEqual(self.counts(answer)[0], 1)
        self.assertEqual([error["line"] for error in answer["errors"]], [2])

    def test_what_cannot_be_imported_at_all(self):
        for text, code in {"": "CSV_EMPTY", "city,country\nBonn,DE\n": "CSV_NO_KEY", "email,nonsense\na@b.c,1\n": "CSV_UNKNOWN_COLUMN",
                           "email,city,city\n": "CSV_DUPLICATE_COLUMN"}.items():
            with self.subTest(code):
                answer = self.stepgated.api.post("/people/import", text.encode(), content_type="text/csv")
                self.assertEqual((answer.status, answer.code), (422, code))
        self.assertEqual(self.stepgated.store.value("SELECT count(*) FROM person"), 0)

    def test_from_standard_input_with_new_fields(self):
        done = self.stepgated.ok("people", "import", "-", "--create-fields", stdin="email,tier\na@example.com,gold\n")
        self.assertIn("1", done.stdout)
        self.assertEqual(self.fields("a@example.com")["tier"], "gold")
        done = self.stepgated.cli("people", "import", write_csv(os.path.join(self.folder, "x.csv"), 3), "--separator", ";")
        self.assertEqual(done.status, 1)
        self.assertEqual(self.stepgated.store.value("SELECT count(*) FROM person"), 1)


if __name__ == "__main__":
    unittest.main()
