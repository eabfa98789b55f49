"""Fetches the batches of a task from a service, with retries."""

from __future__ import annotations

import base64
import binascii
import json
import re
import threading
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING

from daytally_spark.errors import DaytallyError, escape_line
from daytally_spark.provider import ABSENT, check
from daytally_spark.provider.answer import Answer, Wrong, read
from daytally_spark.provider.call import NoAnswer, Pace, call, too_long, wait_asked

if TYPE_CHECKING:
    from collections.abc import Iterable
    from email.message import Message
    from typing import Protocol

    from daytally_spark.provider import Reply

    class HttpSettings(Protocol):
        """The settings of a fetch; an `HttpProvider` has them."""

        url: str
        headers: dict[str, str]
        limit: int
        concurrency: int
        attempts: int
        rate: float | None
        secrets: list[str]

        def wait(self, failures: int) -> float:
            """Return the seconds to wait after a number of failures."""


SPLIT = (400, 413, 414, 422)
RETRY = (408, 409, 425, 429, *range(500, 600))
# Texts for a daily quota in 429 responses of Google and others.
PER_DAY = re.compile(rb"per ?day|\b1/d\b|dailyLimitExceeded|quotaExceeded", re.IGNORECASE)
# Max invalid responses before the first valid one.
MAX_UNPROVEN = 3
# Max consecutive calls of a task that may fail.
MAX_CONSECUTIVE_FAILURES = 8
# Shorter words of a header may occur in any text.
MIN_SECRET_LENGTH = 6
EXCERPT = 200
# Max ids of a response in a reason, and max characters of each.
SHOWN_IDS, MAX_SHOWN_CHARACTERS = 3, 40


class Fetcher:
    """The state that the threads of a task share during a fetch from `provider`, an `HttpProvider`.

    `given_up` counts the calls that failed since the last answered one. `proven` is whether any call
    was answered, and `wrong` counts the invalid responses before that.
    """

    def __init__(self, provider: HttpSettings, given_up: int, proven: bool = False) -> None:
        self.provider, self.pace, self.given_up = provider, Pace(provider.rate), given_up
        self.proven, self.wrong = proven, 0
        self.lock, self.ended = threading.Lock(), threading.Event()
        self.problem: DaytallyError | None = None

    def all(self, batches: list[list[str]]) -> list[list[Reply]]:
        """Return the answers of batches, in their order."""
        with ThreadPoolExecutor(self.provider.concurrency) as pool:
            return list(pool.map(self.one, batches))

    def one(self, ids: list[str]) -> list[Reply]:
        """Return the answers of a batch; after an error no more calls are made, and all threads raise it."""
        try:
            return self.answer(ids)
        except DaytallyError as problem:
            with self.lock:
                first = self.problem = self.problem or problem
            self.ended.set()
            raise first from None

    def answer(self, ids: list[str], failures: int = 0) -> list[Reply]:
        """Return the answers of some ids, with one call if it succeeds; `failures` counts earlier failures."""
        check(ids, self.provider.limit)
        found, reason, failures = self.insist(ids, failures)
        if found is not None:
            return [(found.views.get(video), self.reason(found, video)) for video in ids]
        if len(ids) == 1:
            return [(None, reason)]
        half = len(ids) // 2
        # The ids were already tried together, so the halves get fewer attempts.
        failures = min(failures, max(0, self.provider.attempts - 2))
        return self.answer(ids[:half], failures) + self.answer(ids[half:], failures)

    def reason(self, found: Answer, video: str) -> str | None:
        """Return why an answer has no views of a video, or None if it has."""
        return None if video in found.views else found.unreadable.get(video, ABSENT)

    def insist(self, ids: list[str], failures: int) -> tuple[Answer | None, str | None, int]:
        """Call until there is an answer; return (the `Answer` or None, the reason, the failures)."""
        while True:
            self.pace.wait()
            if self.problem and self.ended.is_set():
                raise self.problem
            found, reason, after = self.attempt(ids)
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

    def attempt(self, ids: list[str]) -> tuple[Answer | None, str | None, float | None]:
        """Make a call; return (the `Answer` or None, the reason, seconds until a retry or None for no retry)."""
        try:
            status, body, headers = call(self.provider.url, self.provider.headers, ids)
        except NoAnswer as problem:
            return None, str(problem), 0.0
        after = headers.get("Retry-After")
        if 200 <= status < 300:
            try:
                found = read(body)
            except Wrong as problem:
                reason = self.with_body(f"status {status}, and {problem}", body, headers)
                self.doubt(reason)
                return None, reason, wait_asked(after)
            return self.checked(found, ids, wait_asked(after))
        if status in SPLIT:
            reason = self.with_body(f"status {status}", body, headers)
            self.doubt(reason)
            return None, reason, None
        if status == 429 and PER_DAY.search(body):
            raise stopped(self.with_body("the quota of the day is used up: status 429", body, headers))
        if status not in RETRY:
            raise stopped(self.with_body(f"status {status}", body, headers))
        return None, f"status {status}", wait_asked(after)

    def doubt(self, reason: str) -> None:
        """End a job whose first responses are all invalid."""
        with self.lock:
            self.wrong += not self.proven
            if not self.proven and self.wrong >= MAX_UNPROVEN:
                raise stopped(f"the first {self.wrong} answers are all wrong; last error: {reason}")

    def checked(self, found: Answer, ids: list[str], after: float) -> tuple[Answer | None, str | None, float | None]:
        """Return the result of `attempt` for an `Answer`, which must list a requested id."""
        if not found.lists or not set(ids).isdisjoint(found.lists):
            return found, None, None
        shown = f"requested {self.first(ids)}; found {self.first(found.lists)}"
        reason = f"none of the {len(ids)} requested ids is in the answer: {shown}"
        self.doubt(reason)
        # After a valid answer, it affects only the ids of this call.
        if self.proven:
            return Answer(unreadable=dict.fromkeys(ids, reason)), None, None
        return None, reason, after

    def first(self, ids: list[str]) -> str:
        """Return the first of some ids for a reason."""
        shown = [self.hidden(json.dumps(video, ensure_ascii=False))[:MAX_SHOWN_CHARACTERS] for video in ids[:SHOWN_IDS]]
        return escape_line(", ".join([*shown, "…"] if len(ids) > SHOWN_IDS else shown))

    def give_up(self, reason: str | None) -> None:
        """Count a failed call, and end the job if too many consecutive calls failed."""
        with self.lock:
            self.given_up += 1
            if self.given_up >= MAX_CONSECUTIVE_FAILURES:
                raise stopped(f"{self.given_up} consecutive calls failed; last error: {reason}")

    def with_body(self, what: str, body: bytes, headers: Message) -> str:
        """Append the start of a body, without secrets, and its Content-Encoding."""
        text = self.hidden(body[: 64 * EXCERPT].decode("utf-8", "replace"))
        line = escape_line(" ".join(text.split()))
        encoding = headers.get("Content-Encoding")
        what += f", Content-Encoding {escape_line(encoding)[:EXCERPT]}" if encoding else ""
        return f"{what}: {line[:EXCERPT] or 'an empty body'}{'…' if len(line) > EXCERPT else ''}"

    def hidden(self, text: str) -> str:
        """Replace the secrets in a text."""
        for secret in self.provider.secrets:
            text = text.replace(secret, "…")
        return text


def secrets(values: Iterable[str]) -> list[str]:
    """Return the words of some texts, longest first, each also encoded to and decoded from base64."""
    words = {word for value in values for word in value.split()}
    for word in list(words):
        words |= {word.rstrip("="), base64.b64encode(word.encode()).decode().rstrip("=")}
        try:
            plain = base64.b64decode(word + "=" * (-len(word) % 4), validate=True).decode()
            words |= {plain, *plain.split(":")}
        except (binascii.Error, ValueError):
            pass
    return sorted((word for word in words if len(word) >= MIN_SECRET_LENGTH), key=len, reverse=True)


def stopped(reason: str) -> DaytallyError:
    """Return the error that ends a job."""
    return DaytallyError("provider", f"the provider failed: {reason}. Fix the cause, then run the same command again")
