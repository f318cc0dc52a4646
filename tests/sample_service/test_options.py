"""Starting and stopping."""
import os
import signal
import socket
import subprocess
import tempfile
import unittest

from harness import BINARY, Service


def run(*flags):
    return subprocess.run([BINARY, *flags], capture_output=True, text=True, timeout=10)


class Options(unittest.TestCase):
    def test_help_names_every_flag_with_its_text(self):
        result = run("--help")
        self.assertEqual(result.returncode, 0)
        for flag in ("--listen", "--api-key", "--profile", "--hold", "--token-in", "--garbage-every", "--log"):
            self.assertRegex(result.stdout, rf"(?m)^  {flag}( \S+)? +\S")

    def test_what_cannot_be_read_is_refused_by_name(self):
        for flags in (["--nonsense"], ["--listen"], ["--listen", "nowhere"], ["--delay-ms", "soon"], ["--delay-ms", "-1"],
                      ["--profile", "other"], ["--token-in", "cookie"], ["--status-code", "99"], ["--base-path", "v2"],
                      ["--hold=yes"], ["--callback-conns", "0"], ["--api-key", "@/does/not/exist"], ["surplus"]):
            result = run(*flags)
            self.assertEqual(result.returncode, 2, flags)
            self.assertIn(flags[0].partition("=")[0], result.stderr)
            self.assertEqual(result.stdout, "")

    def test_a_port_that_is_taken(self):
        with socket.create_server(("127.0.0.1", 0)) as taken:
            where = f"127.0.0.1:{taken.getsockname()[1]}"
            result = run("--listen", where)
        self.assertEqual(result.returncode, 1)
        self.assertIn(where, result.stderr)

    def test_a_log_that_cannot_be_written(self):
        result = run("--listen", "127.0.0.1:0", "--log", "/does/not/exist/log")
        self.assertEqual(result.returncode, 1)
        self.assertIn("/does/not/exist/log", result.stderr)

    def test_says_where_it_listens(self):
        with Service() as service:
            self.assertEqual(service.greeting, f"listening on http://127.0.0.1:{service.port}")

    def test_key_from_a_file(self):
        with tempfile.NamedTemporaryFile("w") as file:
            file.write("from-the-file\n")
            file.flush()
            with Service("--api-key", "@" + file.name) as service:
                self.assertEqual(service.get("/status", key="from-the-file").status, 200)
                self.assertEqual(service.get("/status").status, 401)

    def test_ends_cleanly_on_either_signal(self):
        for number in (signal.SIGTERM, signal.SIGINT):
            service = Service()
            path = service.log_path
            service.process.send_signal(number)
            self.assertEqual(service.process.wait(timeout=10), 0)
            self.assertEqual(len(service.log("stopped")), 1)
            service.stop()
            self.assertFalse(os.path.exists(path))


if __name__ == "__main__":
    unittest.main()
