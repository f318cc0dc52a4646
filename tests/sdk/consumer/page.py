#!/usr/bin/env python3
"""Follows a page of the documentation: `page.py PAGE FOLDER` writes the files that it shows (```lang file=NAME) into FOLDER and
prints its commands (```sh), in order. `page.py PAGE FOLDER --same-as OTHER` compares the files with those of OTHER instead."""
import pathlib
import re
import sys

BLOCK = re.compile(r"^```(\w+)(?: file=(\S+))?\n(.*?)^```$", re.M | re.S)


def main() -> int:
    page, folder = pathlib.Path(sys.argv[1]), pathlib.Path(sys.argv[2])
    blocks = BLOCK.findall(page.read_text())
    files = {name: text for _, name, text in blocks if name}
    if not files:
        print(f"{page}: shows no files", file=sys.stderr)
        return 1
    if sys.argv[3:4] == ["--same-as"]:
        other = pathlib.Path(sys.argv[4])
        wrong = [name for name, text in files.items() if (other / name).read_text() != text]
        print(f"differs from {other}: {', '.join(wrong)}" if wrong else "the same")
        return 1 if wrong else 0
    for name, text in files.items():
        (folder / name).write_text(text)
    print("set -eu")
    for language, _, text in blocks:
        if language == "sh":
            print(text, end="")
    return 0


sys.exit(main())
