"""Limits the rate of calls of several threads."""

import threading
import time


class Pace:
    """Starts at most `rate` calls per second, from any number of threads."""

    def __init__(self, rate):
        self.apart, self.lock = 1 / rate if rate else 0.0, threading.Lock()
        # Earlier calls with another pace may have just ended.
        self.next = time.monotonic() + self.apart

    def wait(self):
        """Wait until the next call may start."""
        if not self.apart:
            return
        with self.lock:
            turn = max(self.next, time.monotonic())
            self.next = turn + self.apart
        time.sleep(max(0.0, turn - time.monotonic()))
