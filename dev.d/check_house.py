#!/usr/bin/env python3
"""Checks directions of includes, form and size of every file of the tree against dev.d/house_rules.py.

Prints one line a finding: file, line, rule, fact, remedy. Exit status 1 when there is one.
"""
import os
import re
import subprocess
import sys

from house_rules import BANS, MAX_LINES, PLUGIN_ROOMS, ROOMS

INCLUDE = re.compile(r'^\s*#\s*include\s*([<"])([^>"]+)[>"]')
CXX = (".c", ".h", ".cpp", ".hpp")
SIZED = CXX + (".py", ".sh", ".cmake", "CMakeLists.txt")
TEXT = SIZED + (".md", ".properties")


class Report:
    def __init__(self):
        self.count = 0

    def add(self, path, line, rule, fact, remedy):
        self.count += 1
        print(f"{path}:{line}: {rule}: {fact}. Remedy: {remedy}.")


def tracked_files():
    """What git knows and what it would take in; not what is ignored, not what is deleted."""
    listed = subprocess.run(["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
                            check=True, capture_output=True).stdout.decode()
    return sorted({path for path in listed.split("\0") if path and os.path.isfile(path) and not os.path.islink(path)})


def owner(path):
    """('core', 'flow') for core/flow/..., ('plugins', 'auth-api-key') for plugins/auth-api-key/..., else (top, '')."""
    parts = path.split("/")
    return (parts[0], parts[1]) if len(parts) > 2 else (parts[0], "")


def check_room(report, path, line, quote, header):
    """Quoted includes of a room or plugin: by room name, and only in the direction of the house."""
    top, room = owner(path)
    if quote != '"':
        return
    wanted = header.split("/")[0] if "/" in header else ""
    if top == "core" or top in ROOMS:
        room = room or top
        known = wanted in ROOMS or wanted == "stepgate"
        if not known:
            report.add(path, line, "include-form", f'"{header}" names no room', 'write "room/file.hpp", also within a room')
        elif wanted != room and wanted not in ROOMS.get(room, set()):
            allowed = ", ".join(sorted(ROOMS.get(room, set()))) or "none"
            report.add(path, line, "room-direction", f"{path} includes {header}, but may see only: {allowed}",
                       "turn the dependency round with an interface or a callback, or wire it in core/app")
    elif top in ("plugins", "sample-plugins"):
        if wanted in ROOMS and wanted not in PLUGIN_ROOMS.get(room, set()):
            report.add(path, line, "plugin-sdk-only", f"a plugin includes {header} of the host",
                       "use stepgate/plugin.hpp; the host's facilities come through get_service")
    elif top in ("sdk", "sample-service"):
        if wanted in ROOMS and not os.path.isfile(os.path.join(top, header)):
            report.add(path, line, f"{top}-alone", f"{top} includes {header} of the host", "share no code with core")


def check_includes(report, path, lines):
    first = None
    for number, text in enumerate(lines, 1):
        match = INCLUDE.match(text)
        if match:
            quote, header = match.groups()
            first = first or (number, header)
            for ban in BANS:
                if not ban.code and ban.speaks_of(path) and re.search(ban.pattern, header):
                    report.add(path, number, ban.rule, f"{ban.fact} ({header})", ban.remedy)
            check_room(report, path, number, quote, header)
            continue
        code = text.split("//")[0]
        for ban in BANS:
            found = ban.code and ban.speaks_of(path) and re.search(ban.pattern, code)
            if found:
                report.add(path, number, ban.rule, f"{ban.fact} ({found.group(0)})", ban.remedy)
    return first


def check_own_header(report, path, first):
    """A source file proves that its header stands alone by including it first."""
    top, room = owner(path)
    header = path[:-4] + ".hpp"
    if (top == "core" or top in ROOMS) and path.endswith(".cpp") and os.path.isfile(header):
        name = header.removeprefix("core/")
        if first is None or first[1] != name:
            report.add(path, first[0] if first else 1, "own-header-first", f"the first include is not {name}",
                       f'include "{name}" before all others')


def check_links(report, path, lines):
    """What a text points to is there: documents cited anywhere, links of Markdown relative to their file."""
    for number, text in enumerate(lines, 1):
        cited = [(name, name) for name in re.findall(r"\bdocs/[\w/-]+\.md\b", text)]
        if path.endswith(".md"):
            folder = os.path.dirname(path)
            cited += [(name, os.path.join(folder, name)) for name in re.findall(r"\]\((?!\w+:|#)([^)#]+)", text)]
        for name, target in cited:
            if not os.path.exists(target):
                report.add(path, number, "dead-link", f"{name} is not there", "mend the name, or write what it promises")


def check_file(report, path, dll_users):
    with open(path, encoding="utf-8", errors="replace") as stream:
        lines = stream.read().splitlines()
    if path.endswith(TEXT):
        check_links(report, path, lines)
    script = lines[:1] and re.match(r"#!.*\b(bash|sh|python3)\b", lines[0])
    if (path.endswith(SIZED) or script) and len(lines) > MAX_LINES:
        report.add(path, len(lines), "file-size", f"{len(lines)} lines, more than {MAX_LINES}", "cut it where a second idea begins")
    if not path.endswith(CXX):
        return False
    # A C header of the SDK may have a guard in its place: vendors' compilers are not ours to choose.
    once = r"#\s*(pragma once|ifndef \w+_H_?\b)" if path.startswith("sdk/") else r"#pragma once"
    if path.endswith((".h", ".hpp")) and not any(re.match(once, text) for text in lines):
        report.add(path, 1, "pragma-once", "the header has no #pragma once", "put it below the opening comment")
    check_own_header(report, path, check_includes(report, path, lines))
    if path.startswith("core/") and any("boost/dll" in text and INCLUDE.match(text) for text in lines):
        dll_users.append(path)
    return True


def main():
    report, dll_users = Report(), []
    sources = sum(check_file(report, path, dll_users) for path in tracked_files())
    for path in dll_users[1:]:
        report.add(path, 1, "boost-dll-one-file", f"{dll_users[0]} includes Boost.DLL already", "load through that file")
    print(f"house: {sources} C and C++ files, {report.count} findings", file=sys.stderr)
    return 1 if report.count else 0


if __name__ == "__main__":
    sys.exit(main())
