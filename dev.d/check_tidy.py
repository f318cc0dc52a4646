#!/usr/bin/env python3
"""Runs clang-tidy (.clang-tidy) on the source files of a build, or on those changed since a revision.

A changed header is read through the source file of its name. Says what it read and what it did not.
"""
import argparse
import json
import os
import re
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor


GNU_ONLY = re.compile(r" (-fno-gnu-unique|-Wno-restrict|-fuse-ld=\S+)(?= )")


def compiled_sources(build, folder):
    """Source files of the build, relative to the root, each once. Writes what clang can read of their commands to `folder`."""
    with open(os.path.join(build, "compile_commands.json"), encoding="utf-8") as stream:
        entries = json.load(stream)
    for entry in entries:
        entry["command"] = GNU_ONLY.sub("", entry["command"])
    with open(os.path.join(folder, "compile_commands.json"), "w", encoding="utf-8") as stream:
        json.dump(entries, stream)
    paths = {os.path.relpath(os.path.join(entry["directory"], entry["file"])) for entry in entries}
    return sorted(path for path in paths if not path.startswith(("..", "build/")))


def changed_files(since):
    """Changed since the revision, in the work tree too, and files that git does not know yet."""
    if subprocess.run(["git", "rev-parse", "-q", "--verify", since], capture_output=True).returncode != 0:
        print(f"lint: there is no revision {since} here (a first commit?); every file counts as changed", file=sys.stderr)
        return None
    listed = set()
    for command in (["git", "diff", "--name-only", "-z", since], ["git", "ls-files", "-z", "--others", "--exclude-standard"]):
        listed |= set(subprocess.run(command, check=True, capture_output=True).stdout.decode().split("\0"))
    return {path for path in listed if re.search(r"\.(c|h|cpp|hpp)$", path) and os.path.isfile(path)}


def select(sources, changed):
    """The sources to read, and the changed files that no source of their name stands for."""
    known = {os.path.splitext(path)[0]: path for path in sources}
    chosen = {known[os.path.splitext(path)[0]] for path in changed if os.path.splitext(path)[0] in known}
    return sorted(chosen), sorted(path for path in changed if os.path.splitext(path)[0] not in known)


def lint(folder, path):
    done = subprocess.run(["clang-tidy", "-p", folder, "--quiet", path], capture_output=True, text=True)
    # A room's headers are reached through links below the build folder; name them where they are.
    text = re.sub(r"\S*/rooms/(\w+)/\1/", r"core/\1/", done.stdout.replace(os.getcwd() + "/", ""))
    noise = done.stderr if done.returncode != 0 and not text.strip() else ""
    return done.returncode, text + noise


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--build", required=True)
    parser.add_argument("--jobs", type=int, default=1)
    parser.add_argument("--since", default="HEAD~")
    parser.add_argument("--mode", choices=("all", "changed"), default="changed")
    options = parser.parse_args()

    folder = os.path.join(options.build, "tidy")
    os.makedirs(folder, exist_ok=True)
    sources, unread = compiled_sources(options.build, folder), []
    changed = changed_files(options.since) if options.mode == "changed" else None
    if changed is not None:
        sources, unread = select(sources, changed)
    failed, shown = 0, set()
    with ThreadPoolExecutor(options.jobs) as pool:
        for status, text in pool.map(lambda path: lint(folder, path), sources):
            failed += status != 0
            if text.strip() and text not in shown:
                shown.add(text)
                print(text.rstrip())
    if unread:
        print("lint: not read, no source file has their name: " + ", ".join(unread), file=sys.stderr)
    print(f"lint: {len(sources)} source files read, {failed} with findings", file=sys.stderr)
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
