"""The assignment's provider: Python's own hash of a video id, with a hash seed of 0."""

import os
import sys


def seeded():
    """Starts this program again with PYTHONHASHSEED=0 unless it has it already."""
    if sys.version_info < (3, 11) or sys.hash_info.algorithm != "siphash13":
        sys.exit("the simulator's numbers need CPython 3.11 or later (SipHash-1-3)")
    if os.environ.get("PYTHONHASHSEED") != "0":
        os.environ["PYTHONHASHSEED"] = "0"
        os.execv(sys.executable, [sys.executable, *sys.argv])


def views(video):
    """Answers one video id."""
    return abs(hash(video) % 1000)
