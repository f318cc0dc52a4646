"""What must add up after any run: people, and statistics against a query over chunks and results."""
import csv
import io
from collections import Counter


def results(host, run):
    """The rows of `run results --output csv`: every person of the run, read from the activities."""
    return list(csv.DictReader(io.StringIO(host.ok("run", "results", run, "--output", "csv").stdout)))


def check_people(test, host, run, people):
    """Everyone who entered has exactly one outcome: in the run's counts, in its failures and person by person.
    `people`: who entered, None when the run was aborted and only some did."""
    step, found = host.store.step(run), results(host, run)
    people = step["entered"] if people is None else people
    test.assertEqual(step["entered"], people)
    test.assertEqual(step["changed"] + step["unchanged"] + step["failed"] + step["left_flow"], people)
    test.assertEqual(step["chunks"], step["chunks_closed"])
    test.assertEqual(host.store.value("SELECT count(*) FROM chunk WHERE run = ?", run), 0)
    outcomes = Counter(row["outcome"] for row in found)
    test.assertEqual({name: outcomes[name] for name in ("changed", "unchanged", "failed")},
                     {name: step[name] for name in ("changed", "unchanged", "failed")})
    test.assertEqual(len({row["person"] for row in found}), len(found), "somebody has two outcomes")
    test.assertEqual(len(found), people - step["left_flow"])
    test.assertEqual(Counter(row["code"] for row in found if row["outcome"] == "failed"), host.store.failures(run))
    shown = host.run(run)
    test.assertEqual({name: shown[name] for name in ("entered", "changed", "unchanged", "failed", "left")},
                     {name: step[name if name != "left" else "left_flow"] for name in ("entered", "changed", "unchanged", "failed", "left")})
    test.assertEqual({f["code"]: f["people"] for f in shown["failures"]}, host.store.failures(run))
    return step


def expected_statistics(host, runs):
    """{(level, code): n} from closed chunks and results: all but the answers of submits, which no chunk remembers."""
    counts = Counter()
    for run in runs:
        whole = set()  # chunks that failed as a whole: counted once, at chunk level
        for seq, _, _, code, *_ in host.store.closed_chunks(run):
            if code:
                whole.add(str(seq))
            if not code.startswith("HTTP_"):  # counted by the answer's status
                counts["chunk", code or "SUCCESS"] += 1
        for row in results(host, run):
            if row["chunk"] not in whole:
                counts["record", row["code"] if row["outcome"] == "failed" else "SUCCESS"] += 1
    return counts


def statistics(host, service="Country Codes"):
    """What the API counts; the client must say the same."""
    shown = {}
    for level in ("record", "chunk"):
        items = host.api.get(f"/services/{service}/statistics?level={level}&bucket=day").json["items"]
        asked = host.ask("stats", service, "--level", level, "--by", "day")["items"]
        counts, same = Counter(), Counter()
        for item in items:
            counts[level, item["code"]] += item["n"]
        for item in asked:
            same[level, item["code"]] += item["n"]
        if counts != same:
            raise AssertionError(f"the client says {same}, the API {counts}")
        shown.update(counts)
    return Counter(shown)


def check_statistics(test, host, runs, answers=None, service="Country Codes"):
    """`answers`: {HTTP status: n} of the submits, as the service remembers them; None where callbacks overtook answers."""
    shown = statistics(host, service)
    by_status = {int(code): n for (level, code), n in shown.items() if level == "chunk" and code.isdigit()}
    rest = {key: n for key, n in shown.items() if not key[1].isdigit()}
    test.assertEqual(rest, dict(expected_statistics(host, runs)))
    if answers is not None:
        test.assertEqual(by_status, dict(answers))
