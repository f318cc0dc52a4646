"""Waiting for what must come, never for a time to pass."""
import time

WAIT = 30  # seconds: for what comes soon unless something is wrong, on a busy machine under the sanitizers


def eventually(probe, what="it", seconds=WAIT, pause=0.02):
    """The first true value that `probe` gives."""
    deadline = time.monotonic() + seconds
    while not (value := probe()):
        if time.monotonic() > deadline:
            raise AssertionError(f"{what} did not happen within {seconds} s")
        time.sleep(pause)
    return value
