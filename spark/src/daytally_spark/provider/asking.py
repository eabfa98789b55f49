"""Asking a service about the batches of a task, as often as is worth it."""

import base64
import binascii
import json
import re
import threading
from concurrent.futures import ThreadPoolExecutor

from daytally_spark.fault import DaytallyError
from daytally_spark.provider import ABSENT, check
from daytally_spark.plain import plain_line
from daytally_spark.provider.answer import Answer, Wrong, read
from daytally_spark.provider.call import NoAnswer, call, too_long, wait_asked
from daytally_spark.provider.pace import Pace

APART = (400, 413, 414, 422)
PASSING = (408, 409, 425, 429, *range(500, 600))
# What Google's services and others say of a quota of the day, in a 429.
PER_DAY = re.compile(rb"per ?day|\b1/d\b|dailyLimitExceeded|quotaExceeded", re.IGNORECASE)
# How many calls a job that nothing has answered makes before answers that are wrong end it.
MAX_UNPROVEN = 3
# How many calls in a row a task may give up before it asks nothing more.
MOST_GIVEN_UP = 8
# Shorter words of a header are words of any sentence.
LEAST_SECRET = 6
EXCERPT = 200
# How many ids of an answer a reason shows, and how many characters of each.
SHOWN_IDS, LONGEST_ID = 3, 40


class Asking:
    """What the threads of a task share while they ask `provider`, an `HttpProvider`.

    `given_up` counts the calls that were given up since the last one that was answered; `proven` is
    whether one was answered at all, and `wrong` counts the answers before that which say nothing.
    """

    def __init__(self, provider, given_up, proven=False):
        self.provider, self.pace, self.given_up = provider, Pace(provider.rate), given_up
        self.proven, self.wrong = proven, 0
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
        """Answers some ids, by one call if nothing fails; `failures` is how often they have failed."""
        check(ids, self.provider.limit)
        found, reason, failures = self.insist(ids, failures)
        if found is not None:
            return [(found.views.get(video), self.reason(found, video)) for video in ids]
        if len(ids) == 1:
            return [(None, reason)]
        half = len(ids) // 2
        # They were tried often enough together.
        failures = min(failures, max(0, self.provider.attempts - 2))
        return self.answer(ids[:half], failures) + self.answer(ids[half:], failures)

    def reason(self, found, video):
        """Returns why an answer has no views of a video, None if it has."""
        return None if video in found.views else found.unreadable.get(video, ABSENT)

    def insist(self, ids, failures):
        """Returns (the `Answer` or None, why there is none, how often it has failed)."""
        while True:
            self.pace.wait()
            if self.ended.is_set():
                raise self.problem
            found, reason, after = self.tried(ids)
            if found is not None:
                self.given_up, self.proven = 0, True
                return found, None, failures
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
        """Makes a call, and returns (the `Answer` or None, why there is none, seconds to wait or None for never)."""
        try:
            status, body, headers = call(self.provider.url, self.provider.headers, ids)
        except NoAnswer as problem:
            return None, str(problem), 0.0
        after = headers.get("Retry-After")
        if 200 <= status < 300:
            try:
                found = read(body)
            except Wrong as problem:
                reason = self.told(f"status {status}, and {problem}", body, headers)
                self.doubt(reason)
                return None, reason, wait_asked(after)
            return self.checked(found, ids, wait_asked(after))
        if status in APART:
            reason = self.told(f"status {status}", body, headers)
            self.doubt(reason)
            return None, reason, None
        if status == 429 and PER_DAY.search(body):
            raise stopped(self.told("the quota of the day is used up: status 429", body, headers))
        if status not in PASSING:
            raise stopped(self.told(f"status {status}", body, headers))
        return None, f"status {status}", wait_asked(after)

    def doubt(self, reason):
        """Ends a job whose first answers are all wrong, before it makes many calls in vain."""
        with self.lock:
            self.wrong += not self.proven
            if not self.proven and self.wrong >= MAX_UNPROVEN:
                raise stopped(f"the first {self.wrong} answers are all wrong, the last one with: {reason}")

    def checked(self, found, ids, after):
        """Returns what `tried` does for an `Answer`, which must not list other ids alone."""
        if not found.lists or not set(ids).isdisjoint(found.lists):
            return found, None, None
        shown = f"requested {self.first(ids)}; found {self.first(found.lists)}"
        reason = f"none of the {len(ids)} requested ids is in the answer: {shown}"
        self.doubt(reason)
        # Once the provider has answered, it costs only the ids of its own call.
        if self.proven:
            return Answer(unreadable=dict.fromkeys(ids, reason)), None, None
        return None, reason, after

    def first(self, ids):
        """Lists the first of some ids for a reason."""
        shown = [self.hidden(json.dumps(video, ensure_ascii=False))[:LONGEST_ID] for video in ids[:SHOWN_IDS]]
        return plain_line(", ".join([*shown, "…"] if len(ids) > SHOWN_IDS else shown))

    def give_up(self, reason):
        """Counts a call that is given up, and ends the job where too many are in a row."""
        with self.lock:
            self.given_up += 1
            if self.given_up >= MOST_GIVEN_UP:
                raise stopped(f"{self.given_up} calls in a row were in vain, the last one with: {reason}")

    def told(self, what, body, headers):
        """Adds the beginning of what was answered, without secrets, and its Content-Encoding."""
        text = self.hidden(body[: 64 * EXCERPT].decode("utf-8", "replace"))
        line = plain_line(" ".join(text.split()))
        encoding = headers.get("Content-Encoding")
        what += f", Content-Encoding {plain_line(encoding)[:EXCERPT]}" if encoding else ""
        return f"{what}: {line[:EXCERPT] or 'an empty body'}{'…' if len(line) > EXCERPT else ''}"

    def hidden(self, text):
        """Replaces the secrets in a text."""
        for secret in self.provider.secrets:
            text = text.replace(secret, "…")
        return text


def secrets(values):
    """Lists the words of some texts, longest first, each also in base64 and out of it."""
    words = {word for value in values for word in value.split()}
    for word in list(words):
        words |= {word.rstrip("="), base64.b64encode(word.encode()).decode().rstrip("=")}
        try:
            plain = base64.b64decode(word + "=" * (-len(word) % 4), validate=True).decode()
            words |= {plain, *plain.split(":")}
        except (binascii.Error, ValueError):
            pass
    return sorted((word for word in words if len(word) >= LEAST_SECRET), key=len, reverse=True)


def stopped(reason):
    """Gives the error after which nothing more is asked."""
    return DaytallyError(
        "provider", f"the provider answers no more: {reason}. See to that; then the same command begins anew"
    )
