"""When the calls of several threads begin."""

import threading
import time


class Pace:
    """Lets calls of several threads begin, `rate` in a second at most."""

    def __init__(self, rate):
        self.apart, self.lock = 1 / rate if rate else 0.0, threading.Lock()
        # The calls before, of another pace, may have ended this moment.
        self.next = time.monotonic() + self.apart

    def wait(self):
        """Waits for the next call's turn."""
        if not self.apart:
            return
        with self.lock:
            turn = max(self.next, time.monotonic())
            self.next = turn + self.apart
        time.sleep(max(0.0, turn - time.monotonic()))
