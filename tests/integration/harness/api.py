"""The REST API of a host: statuses, JSON and problems."""
import json
import urllib.error
import urllib.parse
import urllib.request

from .waiting import WAIT


class Answer:
    def __init__(self, status, headers, body):
        self.status, self.headers, self.body = status, headers, body

    @property
    def json(self):
        return json.loads(self.body)

    @property
    def code(self):
        """The code of a problem."""
        return self.json.get("code")

    def __repr__(self):
        return f"{self.status} {self.body[:2000]!r}"


class Api:
    def __init__(self, url, token):
        self.url, self.token = url, token

    def request(self, method, path, body=None, token=None, content_type="application/json"):
        """`path` is below /api/v1, or a whole path that begins with //; a body is JSON unless it is bytes already."""
        where = path[1:] if path.startswith("//") else "/api/v1" + path
        headers = {"Authorization": f"Bearer {self.token if token is None else token}"}
        if body is not None:
            headers["Content-Type"] = content_type
            body = body if isinstance(body, bytes) else json.dumps(body).encode()
        request = urllib.request.Request(self.url + urllib.parse.quote(where, safe="/?=&%:,-_.~"), data=body, headers=headers, method=method)
        try:
            with urllib.request.urlopen(request, timeout=WAIT) as response:
                return Answer(response.status, response.headers, response.read())
        except urllib.error.HTTPError as refused:
            with refused:
                return Answer(refused.code, refused.headers, refused.read())

    def get(self, path, **options):
        return self.request("GET", path, **options)

    def post(self, path, body=None, **options):
        return self.request("POST", path, body, **options)

    def put(self, path, body, **options):
        return self.request("PUT", path, body, **options)

    def delete(self, path, **options):
        return self.request("DELETE", path, **options)

    def items(self, path):
        """A list, page by page to its end."""
        found, after = [], None
        while True:
            mark = "&" if "?" in path else "?"
            page = self.get(path + (f"{mark}after={urllib.parse.quote(str(after))}" if after else "")).json
            found += page["items"]
            after = page.get("next")
            if not after:
                return found
