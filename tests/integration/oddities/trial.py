"""One odd service, taken through a whole life by a host: installed, mapped, run over the same eight people, looked at."""
import itertools

from harness import Service

COUNTRIES = ["Germany", "Deutschland", "France", "Spain", "Japan", "Brazil", "USA", "Narnia"]  # the last one is unknown
CODES = ["DE", "DE", "FR", "ES", "JP", "BR", "US", None]
PEOPLE = len(COUNTRIES)
RETURNED = ("countryCode", "countryName", "region")

numbers = itertools.count(1)


def import_people(host, folder):
    path = f"{folder}/eight.csv"
    with open(path, "w", encoding="utf-8") as stream:
        stream.write("email,firstName,lastName,country,city\n")
        stream.writelines(f"p{i}@example.com,Ána{i},O'Neill,{country},\n" for i, country in enumerate(COUNTRIES, 1))
    host.ok("people", "import", path)


class Trial:
    """A service that is odd in all of `names`, with fields of its own that begin with its prefix."""

    def __init__(self, host, folder, *names, words=(), settings=None, flags=()):
        number = next(numbers)
        self.host, self.names = host, names
        self.title, self.prefix = f"Odd {number}", f"o{number}_"
        self.words, self.settings = words, settings or {"codeFormat": "alpha2", "onUnknown": "fail"}
        odd = ("--odd", ",".join(names)) if names else ()
        self.service = Service(f"{folder}/service-{number}", *odd, "--change",
                               f"definition prefix /callbackPayloadDef/fields/*/suggestedMarketoAttribute {self.prefix}",
                               "--retry-ms", "50", *(word.replace("PREFIX", self.prefix) for word in flags))

    def install(self):
        """What `stepgate service install` says, whether it works or not."""
        return self.host.cli("service", "install", self.service.url, "--name", self.title, "--create-fields", "--api-key", "sample-key",
                             *self.words, "--yes", "--accept-privacy-notice")

    def start(self):
        pairs = [word for item in self.settings.items() for word in ("--set", "=".join(item))]
        self.host.ok("campaign", "create", self.title, "--service", self.title, *pairs, "--all")
        self.run_number = self.host.start_run(self.title)
        return self

    def counts(self, seconds=60):
        """(changed, unchanged, failed) once the run has ended."""
        run = self.host.ended(self.run_number, seconds)
        return tuple(run[name] for name in ("changed", "unchanged", "failed"))

    def failures(self):
        return {failure["code"]: failure["people"] for failure in self.host.run(self.run_number)["failures"]}

    def log(self):
        return self.host.api.items(f"/services/{self.title}/log?limit=1000")

    def findings(self):
        return self.host.api.get(f"/services/{self.title}").json["findings"]

    def codes(self):
        """Codes of everything that the log calls a warning or an error."""
        return {entry["code"] for entry in self.log() if entry["severity"] != "info"}

    def values(self, field):
        """What the eight people have in a field that comes back, in the order of their ids."""
        found = self.host.store.values_of(field if field.startswith(self.prefix) else self.prefix + field)
        return [found[person] for person in sorted(found)]

    def stop(self):
        self.service.stop()
