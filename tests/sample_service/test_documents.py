"""What an installer reads: the document in both forms, definition, status, picklists, images, guide."""
import re
import unittest

from harness import KEY, Service

SCHEMA_OF = {
    "/getServiceDefinition": ("get", "serviceDefinition"),
    "/status": ("get", "serviceStatus"),
    "/getPicklist": ("post", "picklistObject"),
}


def references(node):
    if isinstance(node, dict):
        for key, value in node.items():
            if key == "$ref":
                yield value
            else:
                yield from references(value)
    elif isinstance(node, list):
        for value in node:
            yield from references(value)


class Document(unittest.TestCase):
    def test_says_all_that_an_installer_asks_for(self):
        with Service() as service:
            answer = service.get("/openapi.json", key=None)
            self.assertEqual(answer.status, 200)
            document = answer.json
        self.assertTrue(document["openapi"].startswith("3.0."))
        self.assertNotIn("servers", document)
        for name in ("title", "x-providerName", "x-schemaVersion", "x-supportContact"):
            self.assertTrue(document["info"][name], name)
        self.assertEqual(document["security"], [{"apiKey": []}])
        self.assertEqual(document["components"]["securitySchemes"],
                         {"apiKey": {"type": "apiKey", "in": "header", "name": "X-API-Key"}})
        submit = document["paths"]["/submitAsyncAction"]["post"]
        self.assertIn("requestBody", submit)
        self.assertIn("callbacks", submit)
        self.assertLessEqual({"201", "400", "401", "403", "429", "500"}, submit["responses"].keys())
        for path, (method, schema) in SCHEMA_OF.items():
            content = document["paths"][path][method]["responses"]["200"]["content"]
            self.assertEqual(content["application/json"]["schema"], {"$ref": "#/components/schemas/" + schema})
        for path in ("/brandIcon", "/serviceIcon"):
            self.assertIn("image/*", document["paths"][path]["get"]["responses"]["200"]["content"])
        guide = document["paths"]["/providerInstructions"]["get"]["responses"]["200"]["content"]
        self.assertIn("text/html", guide)

    def test_refers_to_nothing_that_is_not_there(self):
        with Service() as service:
            document = service.get("/openapi.json", key=None).json
        used = set(references(document))
        self.assertTrue(used)
        defined = {"#/components/schemas/" + name for name in document["components"]["schemas"]}
        self.assertLessEqual(used, defined)

    def test_is_served_as_block_yaml_too(self):
        with Service("--yaml-only") as service:
            self.assertEqual(service.get("/openapi.json", key=None).status, 404)
            text = service.get("/openapi.yaml", key=None).body.decode()
        self.assertIn('\nopenapi: "3.0.1"\n', text)
        self.assertIn("\n  title: Country Codes\n", text)
        self.assertIn("\nsecurity:\n  - apiKey: []\n", text)
        self.assertIn('\n        "201":\n          description:', text)
        self.assertIn('\n    async:\n      type: object\n      required:\n        - token\n', text)
        self.assertIsNone(re.search(r"^\s*[{\[]", text, re.MULTILINE))

    def test_follows_the_flags(self):
        with Service("--no-picklist", "--key-in-query", "api_key", "--base-path", "/v2/") as service:
            self.assertEqual(service.get("/openapi.json", key=None).status, 404)
            document = service.get("/v2/openapi.json", key=None).json
            self.assertNotIn("/getPicklist", document["paths"])
            self.assertEqual(document["components"]["securitySchemes"]["apiKey"],
                             {"type": "apiKey", "in": "query", "name": "api_key"})
            question = {"name": "codeFormat", "type": "flow"}
            self.assertEqual(service.post("/v2/getPicklist?api_key=" + KEY, question).status, 404)
            self.assertEqual(service.get("/v2/status", key=KEY).status, 401)
            self.assertEqual(service.get("/v2/status?a=b&api_key=sample%2Dkey", key=None).status, 200)
            self.assertEqual(service.get("/v2/status?api_key=wrong", key=None).status, 401)
            self.assertIn("/v2", service.greeting)


class Definition(unittest.TestCase):
    def check_rules(self, definition):
        invocation, callback = definition["invocationPayloadDef"], definition["callbackPayloadDef"]
        flow = {attribute["apiName"] for attribute in invocation["flowAttributes"]}
        back = {attribute["apiName"] for attribute in callback["attributes"]}
        self.assertIn(definition["primaryAttribute"], flow)
        self.assertFalse(flow & back)
        self.assertFalse((flow | back) & {"success", "reason", "errorCode"})
        for field in invocation["fields"] + callback["fields"]:
            self.assertNotEqual(field["serviceAttribute"], "id")
            self.assertTrue(field["description"]["en_US"])
            self.assertTrue(field["suggestedMarketoAttribute"])
        self.assertFalse(invocation["userDrivenMapping"] or callback["userDrivenMapping"])

    def test_of_the_countries(self):
        with Service() as service:
            definition = service.get("/getServiceDefinition").json
            self.check_rules(definition)
            self.assertEqual(definition["apiName"], "country-codes")
            fields = {field["serviceAttribute"]: field for field in definition["invocationPayloadDef"]["fields"]}
            self.assertEqual([name for name, field in fields.items() if field["required"]], ["country"])
            self.assertEqual([field["serviceAttribute"] for field in definition["callbackPayloadDef"]["fields"]],
                             ["countryCode", "countryName", "region"])
            for attribute in definition["invocationPayloadDef"]["flowAttributes"]:
                choices = service.post("/getPicklist", {"name": attribute["apiName"], "type": "flow"}).json["choices"]
                self.assertEqual(len(choices), 3)
                self.assertTrue(all(choice["displayValue"]["en_US"] for choice in choices))

    def test_of_the_benchmark(self):
        with Service("--profile", "bench") as service:
            definition = service.get("/getServiceDefinition").json
            self.check_rules(definition)
            self.assertEqual(len(definition["invocationPayloadDef"]["fields"]), 10)
            self.assertEqual([(field["suggestedMarketoAttribute"], field["dataType"])
                              for field in definition["callbackPayloadDef"]["fields"]],
                             [("benchRegion", "string"), ("benchSegment", "string"), ("benchQuality", "integer")])


class Rest(unittest.TestCase):
    def test_credentials_are_asked_for(self):
        with Service() as service:
            for path in ("/status", "/getServiceDefinition"):
                self.assertEqual(service.get(path).status, 200)
                self.assertEqual(service.get(path, key=None).status, 401)
                self.assertEqual(service.get(path, key="sample-keys").status, 401)
                self.assertEqual(service.get(path, key="").status, 401)
            self.assertEqual(service.submit({}, key="no").status, 401)
            self.assertEqual(service.post("/getPicklist", {}, key="no").status, 401)
        with Service("--api-key", "") as service:
            self.assertEqual(service.get("/status", key=None).status, 200)

    def test_status(self):
        with Service() as service:
            self.assertEqual(service.get("/status").json.keys(), {"info", "warnings", "errors"})
        with Service("--status-fail") as service:
            self.assertEqual(service.get("/status").status, 500)

    def test_picklists_that_do_not_exist(self):
        with Service() as service:
            self.assertEqual(service.post("/getPicklist", {"name": "nothing", "type": "flow"}).status, 404)
            self.assertEqual(service.post("/getPicklist", {"name": "codeFormat", "type": "global"}).status, 404)
            self.assertEqual(service.post("/getPicklist", "{").status, 400)

    def test_images_and_guide(self):
        with Service() as service:
            icon = service.get("/serviceIcon", key=None)
            self.assertEqual(icon.headers["Content-Type"], "image/png")
            self.assertTrue(icon.body.startswith(b"\x89PNG\r\n\x1a\n"))
            self.assertEqual(service.get("/brandIcon", key=None).headers["Content-Type"], "image/svg+xml")
            guide = service.get("/providerInstructions", key=None)
            self.assertIn("text/html", guide.headers["Content-Type"])
            self.assertIn(b"COUNTRY_UNKNOWN", guide.body)
            self.assertEqual(service.get("/healthz", key=None).status, 200)


if __name__ == "__main__":
    unittest.main()
