#!/usr/bin/env python3
"""Plants one fault after another in a copy of the tree and sees `./dev check`, or the build, refuse each and pass without.

Usage: planted_faults.py ROOT. Configures one room and compiles single objects, so it takes seconds.
"""
import os
import shutil
import subprocess
import sys
import tempfile
import unittest

ROOT = os.path.abspath(sys.argv.pop(1))
ROOM = "core/base"


def run(folder, *command):
    return subprocess.run(command, cwd=folder, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)


def git(folder, *arguments):
    done = run(folder, "git", "-c", "user.name=house", "-c", "user.email=house@localhost", *arguments)
    assert done.returncode == 0, done.stdout
    return done.stdout


class PlantedFaults(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.tree = tempfile.mkdtemp(prefix="stepgate-house-")
        listed = git(ROOT, "-c", "core.quotePath=off", "ls-files", "--cached", "--others", "--exclude-standard")
        for path in filter(lambda path: os.path.isfile(os.path.join(ROOT, path)), listed.splitlines()):
            os.makedirs(os.path.dirname(os.path.join(cls.tree, path)), exist_ok=True)
            shutil.copy2(os.path.join(ROOT, path), os.path.join(cls.tree, path))
        git(cls.tree, "init", "-q")
        git(cls.tree, "add", "-A")
        git(cls.tree, "commit", "-q", "-m", "tree")
        # Lint reads what changed since HEAD~: from here on, that is the planted file alone.
        git(cls.tree, "commit", "-q", "--allow-empty", "-m", "plant from here")
        done = run(cls.tree, "cmake", "--preset", "debug", f"-DSTEPGATE_ROOMS={ROOM}")
        assert done.returncode == 0, done.stdout

    @classmethod
    def tearDownClass(cls):
        shutil.rmtree(cls.tree)

    def plant(self, path, text, at_top=False):
        """Adds a line to a file, or makes one; it is taken away when the test ends. Returns the number of the line."""
        full = os.path.join(self.tree, path)
        before = None
        if os.path.exists(full):
            with open(full, encoding="utf-8") as stream:
                before = stream.read()
        self.addCleanup(self.restore, full, before)
        old = before or ""
        with open(full, "w", encoding="utf-8") as stream:
            stream.write(text + old if at_top else old + text)
        return 1 if at_top else old.count("\n") + 1

    @staticmethod
    def restore(full, before):
        if before is None:
            os.remove(full)
            return
        with open(full, "w", encoding="utf-8") as stream:
            stream.write(before)

    def check(self, *arguments):
        return run(self.tree, "./dev", "check", *arguments)

    def compile(self, room, source):
        return run(self.tree, "cmake", "--build", "build/debug", "--target", f"core/{room}/CMakeFiles/stepgate_{room}.dir/{source}.o")

    def refused(self, done, *words):
        self.assertNotEqual(done.returncode, 0, done.stdout)
        for word in words:
            self.assertIn(word, done.stdout)

    def test_passes_without_a_fault(self):
        self.plant("core/base/error.cpp", "// A harmless line.\n")
        done = self.check()
        self.assertEqual(done.returncode, 0, done.stdout)
        self.assertIn("lint: 1 source files read, 0 with findings", done.stdout)
        self.assertEqual(self.compile("base", "error.cpp").returncode, 0)

    def test_a_misformatted_file(self):
        line = self.plant("core/base/error.cpp", "namespace   stepgate   {   }\n")
        self.refused(self.check("--no-tidy"), f"core/base/error.cpp:{line}:", "clang-format", "./dev format", "check failed: format")

    def test_a_warning_stops_build_and_check(self):
        line = self.plant("core/base/error.cpp", "int planted(int x) { int unused = 1; return x; }\n")
        self.refused(self.compile("base", "error.cpp"), f"error.cpp:{line}:", "unused-variable")
        self.refused(self.check(), f"core/base/error.cpp:{line}:", "unused-variable", "lint")

    def test_a_finding_of_the_linter(self):
        text = "namespace {\nint* CamelFunction() { return 0; }\n}  // namespace\nint* planted() { return CamelFunction(); }\n"
        line = self.plant("core/base/error.cpp", text)
        self.refused(self.check(), f"core/base/error.cpp:{line + 1}:", "modernize-use-nullptr", "readability-identifier-naming")

    def test_an_include_that_makes_the_core_impure(self):
        line = self.plant("core/flow/planted.cpp", "#include <thread>\n")
        self.refused(self.check("--no-tidy"), f"core/flow/planted.cpp:{line}: flow-pure:", "Remedy:", "check failed: house rules")

    def test_a_room_that_is_not_linked_cannot_be_included(self):
        line = self.plant("core/base/error.cpp", '#include "flow/ids.hpp"\n')
        self.refused(self.compile("base", "error.cpp"), "flow/ids.hpp: No such file or directory")
        self.refused(self.check("--no-tidy"), f"core/base/error.cpp:{line}: room-direction:", "Remedy:")

    def test_the_way_around_by_a_folder(self):
        line = self.plant("core/base/error.cpp", '#include "../flow/ids.hpp"\n')
        self.refused(self.check("--no-tidy"), f"core/base/error.cpp:{line}: parent-include:")

    def test_every_rule_about_an_include(self):
        for path, include, rule in (
                ("core/flow/planted.cpp", "<rapidjson/document.h>", "rapidjson-in-base"),
                ("core/flow/planted.cpp", "<boost/dll/shared_library.hpp>", "boost-dll-in-plugin"),
                ("core/flow/planted.cpp", "<Poco/Net/HTTPClientSession.h>", "poco-net-in-http"),
                ("core/base/planted.cpp", "<sqlite3.h>", "sql-in-store"),
                ("plugins/planted/planted.cpp", '"store/people.hpp"', "plugin-sdk-only"),
                ("plugins/planted/planted.cpp", "<Poco/URI.h>", "plugin-sdk-only"),
                ("sdk/include/stepgate/planted.h", "<Poco/URI.h>", "sdk-alone"),
                ("sample-service/planted.cpp", '"base/json.hpp"', "sample-service-alone")):
            with self.subTest(rule=rule, path=path):
                os.makedirs(os.path.dirname(os.path.join(self.tree, path)), exist_ok=True)
                self.plant(path, f"#pragma once\n#include {include}\n")
                self.refused(run(self.tree, "python3", "dev.d/check_house.py"), f"{path}:2: {rule}:")
                self.doCleanups()

    def test_form_and_size(self):
        self.plant("core/base/planted.hpp", "// no guard\n")
        self.plant("core/base/planted.cpp", "#include <string>\n" * 401)
        self.refused(run(self.tree, "python3", "dev.d/check_house.py"), "core/base/planted.hpp:1: pragma-once:",
                     "core/base/planted.cpp:401: file-size:", "core/base/planted.cpp:1: own-header-first:")

    def test_a_link_to_nowhere(self):
        line = self.plant("README.md", "[planted](docs/" + "planted.md)\n")
        self.refused(run(self.tree, "python3", "dev.d/check_house.py"), f"README.md:{line}: dead-link:")

    def test_a_script_that_does_not_parse(self):
        self.plant("planted.sh", "#!/usr/bin/env bash\nif true; then\n")
        self.refused(self.check("--no-tidy"), "planted.sh:", "syntax error", "check failed: scripts")


if __name__ == "__main__":
    if run(ROOT, "git", "rev-parse", "--is-inside-work-tree").returncode != 0:
        print("skipped: this tree is not a git clone, so there is no list of its files to copy")
        sys.exit(77)
    unittest.main()
