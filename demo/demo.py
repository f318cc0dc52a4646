"""The whole job, on real programs: see README.md. Ends by itself; --keep leaves everything running."""
import argparse
import os
import shutil
import sys
import tempfile

import counts
import people
from host import Host, Service

CAMPAIGN = "Clean up countries"
SHOWN = 6


def options():
    parser = argparse.ArgumentParser(prog="./dev demo", description="Installs a service by its URL and enriches people with it.")
    parser.add_argument("--people", type=int, default=10_000, help="how many (default 10000)")
    parser.add_argument("--seed", type=int, default=1, help="makes other people (default 1)")
    parser.add_argument("--keep", action="store_true", help="leave everything running, and say where")
    parser.add_argument("--binaries", required=True, help=argparse.SUPPRESS)
    parser.add_argument("--plugins", required=True, help=argparse.SUPPRESS)
    chosen = parser.parse_args()
    if not 1 <= chosen.people <= 1_000_000:
        parser.error("--people is a number from 1 to 1000000")
    return chosen


def title(text):
    print(f"\n=== {text} ===", flush=True)


def install(host, url, *credentials):
    host.show("service", "install", url, "--create-fields", *credentials, "--yes", "--accept-privacy-notice")


def campaign(host, service, csv):
    """Import, campaign, run; the run's number."""
    host.show("people", "import", csv)
    host.show("campaign", "create", CAMPAIGN, "--service", service, "--set", "codeFormat=alpha2", "--set", "onUnknown=fail", "--all")
    host.show("campaign", "run", CAMPAIGN)
    return host.ask("run", "list")["items"][0]["id"]


def before_and_after(host):
    """A few people, picked so that different things happened to them."""
    title("Before and after")
    picked, seen = [], set()
    for person in host.ask("people", "list", "--limit", "200")["items"]:
        fields = person.get("fields", person)
        kind = (fields["country"] or "").strip()
        if kind not in seen:
            seen.add(kind)
            picked.append((person["id"], fields))
    picked.sort(key=lambda p: (p[1].get("countryCode") is not None, -len(p[1]["country"] or "")))
    half = SHOWN // 2
    print(f"  {'id':>5}  {'country, as typed':<28} code  name, region")
    for identity, fields in picked[:half] + picked[-half - 3:]:
        found = f"{fields.get('countryCode') or '-':<5} {fields.get('countryName') or '-'}, {fields.get('region') or '-'}"
        print(f"  {identity:>5}  {(fields['country'] or '(empty)'):<28} {found}")
    return picked[-1][0]


def main():
    chosen = options()
    folder = tempfile.mkdtemp(prefix="stepgate-demo-")
    csv = os.path.join(folder, "people.csv")
    people.write_csv(csv, chosen.people, chosen.seed)
    running = []
    status = 1
    try:
        title("Over HTTP: a service that is installed from the URL of its OpenAPI document")
        service = Service(chosen.binaries, os.path.join(folder, "service"))
        running.append(service)
        http = Host(chosen.binaries, os.path.join(folder, "http"), [os.path.abspath(chosen.plugins)])
        running.append(http)
        print(f"stepgated: {http.url} (data in {http.data})\nservice:   {service.url}")
        http.show("plugin", "list")
        install(http, service.url, "--api-key", "@" + service.key_file)
        http_run = campaign(http, "Country Codes", csv)
        somebody = before_and_after(http)
        http.show("people", "show", str(somebody))
        http.show("stats", "Country Codes")

        title("Natively: the same work as an adapter in the process, on a fresh copy of the same people")
        native = Host(chosen.binaries, os.path.join(folder, "native"), [os.path.abspath(chosen.plugins)])
        running.append(native)
        install(native, "plugin:adapter-country-codes", "--name", "Country Codes")
        native_run = campaign(native, "Country Codes", csv)

        status = judge(http, native, service, http_run, native_run)
        if chosen.keep:
            keep(http, native, service, folder)
        return status
    finally:
        if not (chosen.keep and status == 0):
            for program in reversed(running):
                program.stop()
            shutil.rmtree(folder, ignore_errors=True)


def judge(http, native, service, http_run, native_run):
    title("The counts, from SQL and from the service's own log")
    checks = counts.Checks()
    by_http, by_native = counts.from_store(http.store, http_run), counts.from_store(native.store, native_run)
    witness = counts.from_witness(service.witness)
    counts.compare(checks, "over HTTP", by_http)
    checks.equal("the service was sent everyone once", (witness["sent"], witness["different"]), (by_http["people"],) * 2)
    checks.equal("the service delivered everyone once", witness["delivered"], by_http["people"])
    checks.equal("people that it failed", witness["failed"], by_http["failed"])
    checks.equal("fields that it filled", witness["fields"], by_http["fieldWrites"])
    checks.equal("chunks = submits that the service took", by_http["chunks"], witness["submits"])
    counts.compare(checks, "natively", by_native)
    print("\nboth paths")
    for what in ("people", "changed", "unchanged", "failed", "fieldWrites", "failures"):
        checks.equal(f"the same {what}", by_http[what], by_native[what])
    rates = [host.ask("run", "show", str(run))["peoplePerSecond"] for host, run in ((http, http_run), (native, native_run))]
    print(f"\nleads/s: {rates[0]:,.0f} over HTTP, {rates[1]:,.0f} natively (service, host and store on this machine)")
    if checks.failed:
        print(f"\n{checks.failed} counts are WRONG", file=sys.stderr)
        return 1
    print("\nEverything adds up. Next: ./dev demo --keep and try the commands of docs/cli.md; ./dev bench measures; ./dev test tests.")
    return 0


def keep(http, native, service, folder):
    title("Left running")
    for name, program in (("over HTTP", http), ("natively", native), ("the sample service", service)):
        print(f"  {name}: pid {program.process.pid}, log {program.log}")
    print(f"\n  export STEPGATE_URL={http.url} STEPGATE_TOKEN_FILE={http.token_file}")
    print(f"  {os.path.join(http.binaries, 'stepgate')} status")
    print(f"\nEnd it: kill {http.process.pid} {native.process.pid} {service.process.pid}; rm -r {folder}")


if __name__ == "__main__":
    sys.exit(main())
