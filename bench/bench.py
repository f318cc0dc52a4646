"""Measures the unit of docs/performance.md on the whole product, checks counts and values, prints a table and writes JSON."""
import argparse
import json
import os
import shutil
import sqlite3
import statistics
import subprocess
import sys
import time
import urllib.request

sys.path.append(os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "demo"))
from host import Host, Program  # noqa: E402

import people  # noqa: E402  (bench/people.py)

ATTRIBUTES = {"benchRegion": "string", "benchSegment": "string", "benchQuality": "integer"}


def options():
    parser = argparse.ArgumentParser(prog="./dev bench", description="Measures people through a step, on the whole product.")
    parser.add_argument("--people", type=int, default=1_000_000, help="people in the store (default 1000000)")
    parser.add_argument("--chunks", type=int, default=60, help="chunks of 1000 in the big job (default 60)")
    parser.add_argument("--ones", type=int, default=20_000, help="people of the job with one person a chunk (default 20000)")
    parser.add_argument("--repetitions", type=int, default=3, help="of each job; the median counts (default 3)")
    parser.add_argument("--folder", default=os.path.join(os.getcwd(), "build", "bench"), help="where the store lies (not on tmpfs)")
    parser.add_argument("--synchronous", default="FULL", choices=("FULL", "NORMAL"))
    parser.add_argument("--json", default=None, help="where the figures go (default FOLDER/bench.json)")
    parser.add_argument("--binaries", required=True, help=argparse.SUPPRESS)
    parser.add_argument("--plugins", required=True, help=argparse.SUPPRESS)
    return parser.parse_args()


def file_system(folder):
    return subprocess.run(["stat", "-f", "-c", "%T", folder], capture_output=True, text=True).stdout.strip()


class BenchHost(Host):
    """stepgated with the benchmark's settings, seen from outside: CPU, memory, store."""

    def __init__(self, chosen, folder):
        self.synchronous = chosen.synchronous
        super().__init__(chosen.binaries, folder, [os.path.abspath(chosen.plugins)])

    def cpu_seconds(self):
        fields = open(f"/proc/{self.process.pid}/stat").read().rsplit(")", 1)[1].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")

    def peak_rss(self):
        for line in open(f"/proc/{self.process.pid}/status"):
            if line.startswith("VmHWM"):
                return int(line.split()[1]) * 1024
        return 0

    def reset_peak(self):
        with open(f"/proc/{self.process.pid}/clear_refs", "w") as stream:
            stream.write("5")

    def threads(self):
        return len(os.listdir(f"/proc/{self.process.pid}/task"))

    def sql(self, query, *values):
        db = sqlite3.connect(f"file:{self.store}?mode=ro", uri=True)
        try:
            return db.execute(query, values).fetchall()
        finally:
            db.close()

    def get(self, path):
        request = urllib.request.Request(self.url + path, headers={"Authorization": "Bearer " + open(self.token_file).read().strip()})
        with urllib.request.urlopen(request) as answer:
            return json.load(answer)


class BenchService(Program):
    def __init__(self, binaries, folder):
        os.makedirs(folder, exist_ok=True)
        port_file = os.path.join(folder, "port")
        if os.path.exists(port_file):
            os.remove(port_file)
        super().__init__("the sample service", [os.path.join(binaries, "stepgate-sample-service"), "--listen", "127.0.0.1:0", "--port-file",
                                                port_file, "--api-key", "bench-key", "--profile", "bench"], os.path.join(folder, "service.log"))
        self.wait_for(port_file)
        self.base = f"http://127.0.0.1:{open(port_file).read().strip()}"

    def salt(self, number):
        request = urllib.request.Request(f"{self.base}/reset?salt={number}", method="POST", data=b"")
        urllib.request.urlopen(request).read()


class Job:
    """One campaign over a range of ids; measured from the start of the run to its end, as the store has them."""

    def __init__(self, host, service, name, ids, chunk, salt, folder):
        self.host, self.people, self.salt = host, len(ids), salt
        path = os.path.join(folder, "ids")
        with open(path, "w") as stream:
            stream.write("\n".join(map(str, ids)) + "\n")
        self.ids = ids
        host.ask("campaign", "create", name, "--service", service, "--set", f"minimumConfidence={salt}", "--set", "matchOn=email",
                 "--ids", path, "--chunk", str(chunk))
        self.name = name

    def run(self):
        host = self.host
        host.reset_peak()
        cpu = host.cpu_seconds()
        run = host.ask("campaign", "run", self.name, "--detach")["run"]
        most = 0
        while True:
            state, started, ended = host.sql("SELECT state, started_at, ended_at FROM run WHERE id = ?", run)[0]
            most = max(most, host.threads())
            if ended:
                break
            time.sleep(0.05)
        cpu = host.cpu_seconds() - cpu
        self.check(run)
        seconds = max(ended - started, 1) / 1000
        waits = [row[0] for row in host.sql("SELECT closed_at - born_at FROM chunk_log WHERE run = ? ORDER BY 1", run)]
        return {"leads/s": self.people / seconds, "cpu_us": cpu / self.people * 1e6, "rss": host.peak_rss(), "threads": most,
                "p50_ms": waits[len(waits) // 2], "p99_ms": waits[int(len(waits) * 0.99)], "run": run}

    def check(self, run):
        """Counts from the store, and the values of every person of the job."""
        host = self.host
        entered, changed, unchanged, failed = host.sql("SELECT entered, changed, unchanged, failed FROM run_step WHERE run = ?", run)[0]
        # One person in 15,000 has the same three values under another salt.
        if (entered, changed + unchanged, failed) != (self.people, self.people, 0) or changed < 0.99 * self.people:
            raise SystemExit(f"{self.name}: entered {entered}, changed {changed}, unchanged {unchanged}, failed {failed} of {self.people}")
        columns = {name: f"f{host.sql('SELECT id FROM field WHERE name = ?', name)[0][0]}" for name in ATTRIBUTES}
        wrong = 0
        for identity, region, segment, quality in host.sql(
                f"SELECT id, {columns['benchRegion']}, {columns['benchSegment']}, {columns['benchQuality']} FROM person "
                "WHERE id BETWEEN ? AND ?", self.ids[0], self.ids[-1]):
            if (identity - self.ids[0]) % (self.ids[1] - self.ids[0] if len(self.ids) > 1 else 1) == 0:
                wrong += (region, segment, quality) != people.expected(identity, self.salt)
        if wrong:
            raise SystemExit(f"{self.name}: {wrong} people have wrong values")


def prepare(chosen, host, service):
    """People, both services, and four older activities a person (one native run over everyone)."""
    csv = os.path.join(chosen.folder, "people.csv")
    people.write_csv(csv, chosen.people)
    for name, kind in ATTRIBUTES.items():
        host.ask("fields", "add", name, "--type", kind)
    begin = time.time()
    host.ask("people", "import", csv)
    imported = chosen.people / (time.time() - begin)
    os.remove(csv)
    host.ask("service", "install", service.base + "/openapi.json", "--api-key", "bench-key", "--name", "http", "--yes", "--accept-privacy-notice")
    host.ask("service", "install", "plugin:adapter-bench-enrichment", "--name", "native", "--yes", "--accept-privacy-notice")
    for name in ("http", "native"):
        host.ask("service", "configure", name, "--limit", "chunksInFlight=64", "--limit", "concurrency=8")
    history = Job(host, "native", "history", range(1, chosen.people + 1), 1000, 9999, chosen.folder).run()
    return {"import people/s": imported, "history": history}


def measure(chosen, host, service):
    jobs, salt = {}, 0
    big = chosen.chunks * 1000
    for repetition in range(chosen.repetitions):
        for name, via, count, step, chunk in (("batch, HTTP, 1000 a chunk", "http", big, 1, 1000), ("batch, native, 1000 a chunk", "native", big, 1, 1000),
                                              ("batch, HTTP, 100 a chunk", "http", big, 1, 100), ("one by one, HTTP", "http", chosen.ones, 1, 1)):
            salt += 1
            if via == "http":
                service.salt(salt)
            first = 1 + (salt * 70_001) % max(1, chosen.people - count * step)
            job = Job(host, via, f"{name} {salt}", range(first, first + count * step, step), chunk, salt, chosen.folder)
            jobs.setdefault(name, []).append(job.run())
            print(f"  {name}: {jobs[name][-1]['leads/s']:,.0f} leads/s", file=sys.stderr, flush=True)
    return jobs


def reading(host):
    """Milliseconds to read the newest 50 activities of a person, over the API; medians of 40 people."""
    times = []
    highest = host.sql("SELECT max(id) FROM person")[0][0]
    for number in range(40):
        begin = time.perf_counter()
        host.get(f"/api/v1/people/{1 + number * 7919 % highest}/activities?limit=50")
        times.append((time.perf_counter() - begin) * 1000)
    return {"newest 50 of a person, ms": statistics.median(times)}


def disk(host):
    n, size = host.sql("SELECT sum(n), sum(length(ids) + length(body)) FROM activity_segment")[0]
    blocks = host.sql("SELECT count(*) FROM activity_block")[0][0]
    return {"activities' people-steps": n, "bytes a person and step (segments)": size / n, "block postings a person": blocks / n,
            "store bytes": os.path.getsize(host.store)}


def middle(values):
    return statistics.median(values)


def table(jobs):
    print(f"\n{'job':<28} {'leads/s':>9} {'[min .. max]':>19} {'CPU us':>7} {'peak MB':>8} {'threads':>8} {'p50 ms':>7} {'p99 ms':>7}")
    for name, runs in jobs.items():
        rates = [run["leads/s"] for run in runs]
        print(f"{name:<28} {middle(rates):>9,.0f} {f'[{min(rates):,.0f} .. {max(rates):,.0f}]':>19} {middle([r['cpu_us'] for r in runs]):>7.2f} "
              f"{max(r['rss'] for r in runs) / 1e6:>8.0f} {max(r['threads'] for r in runs):>8} {middle([r['p50_ms'] for r in runs]):>7.0f} "
              f"{middle([r['p99_ms'] for r in runs]):>7.0f}")


def main():
    chosen = options()
    shutil.rmtree(chosen.folder, ignore_errors=True)
    os.makedirs(chosen.folder)
    kind = file_system(chosen.folder)
    if kind in ("tmpfs", "ramfs"):
        raise SystemExit(f"{chosen.folder} lies on {kind}, where a sync costs nothing; name another one with --folder")
    service = BenchService(chosen.binaries, os.path.join(chosen.folder, "service"))
    host = BenchHost(chosen, os.path.join(chosen.folder, "host"))
    try:
        figures = {"file system": kind, "synchronous": chosen.synchronous, "people": chosen.people, "prepared": prepare(chosen, host, service)}
        figures["activities before"] = host.sql("SELECT sum(n) FROM activity_segment")[0][0] * 4
        figures["jobs"] = measure(chosen, host, service)
        figures["reading"], figures["disk"] = reading(host), disk(host)
    finally:
        host.stop()
        service.stop()
    print(f"file system {kind}, synchronous={chosen.synchronous}, {chosen.people:,} people, {figures['activities before']:,} older activities, "
          f"service on the same machine, {os.cpu_count()} cores")
    print(f"import {figures['prepared']['import people/s']:,.0f} people/s; whole store, native: {figures['prepared']['history']['leads/s']:,.0f} leads/s")
    table(figures["jobs"])
    for part in ("reading", "disk"):
        print("\n" + "\n".join(f"{name}: {value:,.2f}" for name, value in figures[part].items()))
    path = chosen.json or os.path.join(chosen.folder, "bench.json")
    with open(path, "w", encoding="utf-8") as stream:
        json.dump(figures, stream, indent=1)
    os.remove(host.store)
    print(f"\nwritten to {path}")


if __name__ == "__main__":
    main()
