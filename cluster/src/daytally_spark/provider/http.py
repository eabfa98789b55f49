"""A company's own service, asked over HTTP.

It takes `{"video_ids": ["…"]}` by POST and answers `[{"video_id": "…", "views": 1}]`, in any
order. An id that is left out, or whose views are null, is unanswered.
"""

import copy
import json
import random
import re
import threading
import time
import urllib.error
import urllib.request
from concurrent.futures import ThreadPoolExecutor
from email.utils import parsedate_to_datetime

from daytally_spark.fault import DaytallyError
from daytally_spark.provider import ABSENT, check

SECONDS = 60
MOST_BYTES = 16 * 1024 * 1024
APART = (400, 413, 414, 422)
PASSING = (408, 425, 429)
COUNT = re.compile(r"-?[0-9]+")


class Unmoved(urllib.request.HTTPRedirectHandler):
    """Follows no redirect: nobody has said that its target may have the headers."""

    def redirect_request(self, *_):
        """Gives nothing to follow."""
        return None


OPENER = urllib.request.build_opener(Unmoved)


class HttpProvider:
    """Asks a service at `url`; calls of one task are made `concurrency` at a time.

    A call that may be answered another time (no answer, 408, 425, 429, 5xx, no JSON) is made
    up to `attempts` times, after waits that double from `first_wait` to `longest_wait` seconds,
    each a random part between its half and its whole, and never sooner than Retry-After says.
    A batch that is refused as such (400, 413, 414, 422) is asked again in halves. Any other
    status ends the job. No more than `rate` calls begin in a second; no limit where it is None.
    """

    def __init__(
        self, url, headers=None, limit=50, concurrency=4, attempts=6, first_wait=1.0, longest_wait=60.0, rate=None
    ):
        self.url, self.headers, self.limit = url, dict(headers or {}), limit
        self.concurrency, self.attempts, self.rate = concurrency, attempts, rate
        self.first_wait, self.longest_wait = first_wait, longest_wait

    def shared(self, tasks):
        """Gives each of so many tasks its part of the rate."""
        part = copy.copy(self)
        part.rate = self.rate and self.rate / tasks
        return part

    def ask(self, batches):
        """Answers batches, in their order."""
        pace = Pace(self.rate)
        with ThreadPoolExecutor(self.concurrency) as pool:
            return list(pool.map(lambda ids: self.answer(ids, pace), batches))

    def answer(self, ids, pace):
        """Answers one batch, by one call where nothing fails."""
        check(ids, self.limit)
        known, reason, apart = self.insist(ids, pace)
        if known is not None:
            return [(known.get(video), None if known.get(video) is not None else ABSENT) for video in ids]
        if apart and len(ids) > 1:
            half = len(ids) // 2
            return self.answer(ids[:half], pace) + self.answer(ids[half:], pace)
        return [(None, reason)] * len(ids)

    def insist(self, ids, pace):
        """Gives (views by id or None, reason, whether the ids may be answered apart)."""
        reason = "never asked"
        for failures in range(self.attempts):
            if failures:
                time.sleep(max(self.wait(failures), after))
            after = 0.0
            pace.wait()
            try:
                body = self.call(ids)
            except urllib.error.HTTPError as problem:
                reason = f"status {problem.code}"
                if problem.code in APART:
                    return None, self.told(problem), True
                if problem.code not in PASSING and problem.code < 500:
                    raise DaytallyError("provider", f"{self.url} refuses: {self.told(problem)}") from problem
                after = retry_after(problem.headers.get("Retry-After"))
            except OSError as problem:
                reason = f"no answer: {problem}"
            else:
                known = read(body)
                if known is not None:
                    return known, None, False
                reason = 'the answer is not a list of {"video_id", "views"}'
        return None, reason, False

    def wait(self, failures):
        """Gives the seconds to wait after so many failures."""
        whole = min(self.first_wait * 2 ** (failures - 1), self.longest_wait)
        return whole * random.uniform(0.5, 1)

    def call(self, ids):
        """Makes one call and gives its body."""
        body = json.dumps({"video_ids": ids}, ensure_ascii=False).encode()
        headers = {**self.headers, "Content-Type": "application/json"}
        request = urllib.request.Request(self.url, body, headers, method="POST")
        with OPENER.open(request, timeout=SECONDS) as reply:
            return reply.read(MOST_BYTES + 1)

    def told(self, problem):
        """Gives a status and the beginning of what was said, without what the headers hold."""
        said = problem.read(4096).decode("utf-8", "replace")
        for value in self.headers.values():
            for word in value.split():
                said = said.replace(word, "…") if len(word) >= 6 else said
        return f"status {problem.code}: {' '.join(said.split())[:200]}"


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


def retry_after(text):
    """Reads Retry-After, seconds or a date, as seconds from now."""
    if not text:
        return 0.0
    try:
        return max(0.0, float(text))
    except ValueError:
        pass
    try:
        return max(0.0, parsedate_to_datetime(text).timestamp() - time.time())
    except (TypeError, ValueError):
        return 0.0


def read(body):
    """Gives the views by id of an answer (None where they are null), or None if it is none."""
    try:
        answers = json.loads(body)
        return {text(answer["video_id"]): count(answer.get("views")) for answer in listed(answers)}
    except (ValueError, TypeError, KeyError, AttributeError):
        return None


def listed(answers):
    """Refuses what is no list."""
    if not isinstance(answers, list):
        raise TypeError("no list")
    return answers


def text(value):
    """Refuses what is no text."""
    if not isinstance(value, str):
        raise TypeError("no text")
    return value


def count(value):
    """Reads a count of 64 bits, a number or its text."""
    if value is None:
        return None
    if isinstance(value, str) and COUNT.fullmatch(value):
        value = int(value)
    if isinstance(value, bool) or not isinstance(value, int) or not -(2**63) <= value < 2**63:
        raise ValueError("no count")
    return value
