"""The simulator: Python's hash of a video id with hash seed 0."""

import os
import sys


def seeded():
    """Restart this program with PYTHONHASHSEED=0 unless it is already set."""
    if sys.version_info < (3, 11) or sys.hash_info.algorithm != "siphash13":
        sys.exit("the simulator's numbers need CPython 3.11 or later (SipHash-1-3)")
    if os.environ.get("PYTHONHASHSEED") != "0":
        os.environ["PYTHONHASHSEED"] = "0"
        os.execv(sys.executable, [sys.executable, *sys.argv])


def views(video):
    """Return the views of a video id."""
    return abs(hash(video) % 1000)
