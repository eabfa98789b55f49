"""Asking a service about the batches of a task, as often as is worth it."""

import threading
from concurrent.futures import ThreadPoolExecutor

from daytally_spark.fault import DaytallyError
from daytally_spark.provider import ABSENT, check
from daytally_spark.provider.answer import read
from daytally_spark.provider.call import NoAnswer, call, too_long, wait_asked
from daytally_spark.provider.pace import Pace

APART = (400, 413, 414, 422)
PASSING = (408, 425, 429, *range(500, 600))
# How many calls in a row a task may give up before it asks nothing more.
MOST_GIVEN_UP = 8
# Shorter words of a header are words of any sentence.
LEAST_SECRET = 6
EXCERPT = 200


class Asking:
    """What the threads of a task share while they ask `provider`, an `HttpProvider`.

    `given_up` counts the calls that were given up since the last one that was answered.
    """

    def __init__(self, provider, given_up):
        self.provider, self.pace, self.given_up = provider, Pace(provider.rate), given_up
        self.lock, self.ended, self.problem = threading.Lock(), threading.Event(), None

    def all(self, batches):
        """Answers batches, in their order."""
        with ThreadPoolExecutor(self.provider.concurrency) as pool:
            return list(pool.map(self.one, batches))

    def one(self, ids):
        """Answers a batch; after an error nothing more is asked, and each that waits raises it."""
        try:
            return self.answer(ids)
        except DaytallyError as problem:
            with self.lock:
                self.problem = self.problem or problem
            self.ended.set()
            raise self.problem from None

    def answer(self, ids, failures=0):
        """Answers some ids, by one call where nothing fails; `failures` is how often they have failed."""
        check(ids, self.provider.limit)
        known, reason, failures = self.insist(ids, failures)
        if known is not None:
            return [(known.get(video), None if video in known else ABSENT) for video in ids]
        if len(ids) == 1:
            return [(None, reason)]
        half = len(ids) // 2
        # They were tried often enough together.
        failures = min(failures, max(0, self.provider.attempts - 2))
        return self.answer(ids[:half], failures) + self.answer(ids[half:], failures)

    def insist(self, ids, failures):
        """Gives (views by id or None, why there are none, how often it has failed)."""
        while True:
            self.pace.wait()
            if self.ended.is_set():
                raise self.problem
            known, reason, after = self.tried(ids)
            if known is not None:
                self.given_up = 0
                return known, None, failures
            if after is None:
                return None, reason, failures
            if too_long(after):
                raise stopped(f"{reason}; {too_long(after)}")
            if failures + 1 >= self.provider.attempts:
                self.give_up(reason)
                return None, reason, failures
            failures += 1
            self.ended.wait(max(self.provider.wait(failures), after))

    def tried(self, ids):
        """Makes a call, and gives (views by id or None, why there are none, seconds to wait or None for never)."""
        try:
            status, body, after = call(self.provider.url, self.provider.headers, ids)
        except NoAnswer as problem:
            return None, str(problem), 0.0
        if 200 <= status < 300:
            known = read(body)
            if known is not None:
                return known, None, None
            return None, self.told('the answer is not a list of {"video_id", "views"}', body), wait_asked(after)
        if status in APART:
            return None, self.told(f"status {status}", body), None
        if status not in PASSING:
            raise stopped(self.told(f"status {status}", body))
        return None, f"status {status}", wait_asked(after)

    def give_up(self, reason):
        """Counts a call that is given up, and ends the job where too many are in a row."""
        with self.lock:
            self.given_up += 1
            if self.given_up >= MOST_GIVEN_UP:
                raise stopped(f"{self.given_up} calls in a row were in vain, the last one with: {reason}")

    def told(self, what, body):
        """Adds the beginning of what was said, without what the headers hold."""
        said = body.decode("utf-8", "replace")
        for secret in (word for value in self.provider.headers.values() for word in value.split()):
            said = said.replace(secret, "…") if len(secret) >= LEAST_SECRET else said
        line = " ".join(said.split())
        return f"{what}: {line[:EXCERPT]}{'…' if len(line) > EXCERPT else ''}"


def stopped(reason):
    """Gives the error after which nothing more is asked."""
    return DaytallyError(
        "provider", f"the provider answers no more: {reason}. See to that; then the same command begins anew"
    )
