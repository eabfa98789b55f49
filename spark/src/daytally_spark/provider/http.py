"""A provider that fetches counts from a service over HTTP.

The service accepts `{"video_ids": ["…"]}` by POST and returns `[{"video_id": "…", "views": 1}]` in
any order. Ids that are absent or whose views are null are unanswered.
"""

from __future__ import annotations

import copy
import random
import re
from typing import TYPE_CHECKING
from urllib.parse import parse_qsl, urlsplit

from daytally_spark.errors import DaytallyError
from daytally_spark.provider.fetcher import Fetcher, secrets

if TYPE_CHECKING:
    from collections.abc import Mapping

    from daytally_spark.provider import Reply

URL = re.compile(r"https?://[\x21-\x7e]+")
NAME = re.compile(r"[-!#$%&'*+.^_`|~0-9A-Za-z]+")
VALUE = re.compile(r"[\t\x20-\x7e]*")


class HttpProvider:
    """Fetches counts from `url` with `concurrency` concurrent calls per task.

    Temporary failures (no answer, 408, 409, 425, 429, 5xx, invalid JSON) are retried up to `attempts`
    times. Waits double from `first_wait` to `longest_wait` seconds, with a random factor from 0.5 to
    1, and are never shorter than Retry-After.

    A call that fails for good, or with 400, 413, 414 or 422, is split in halves until the failing id
    is alone. The job ends after eight consecutive failed calls of a task, any other status, a 429 for
    a daily quota, a Retry-After of more than two hours, or three invalid responses before the first
    valid one. An unreadable count affects only its own id. At most `rate` calls start per second;
    None means no limit.

    Raises `invalid_option` for an invalid URL or header; messages never contain them.
    """

    name = "http"

    def __init__(
        self,
        url: str,
        headers: Mapping[str, str] | None = None,
        limit: int = 50,
        concurrency: int = 4,
        attempts: int = 6,
        first_wait: float = 1.0,
        longest_wait: float = 60.0,
        rate: float | None = None,
    ) -> None:
        self.url, self.headers, self.limit = valid_url(url), valid_headers(headers or {}), limit
        self.concurrency, self.attempts, self.rate = concurrency, attempts, rate
        self.first_wait, self.longest_wait = first_wait, longest_wait
        for name in ("limit", "concurrency", "attempts"):
            whole(name, getattr(self, name))
        if rate is not None and not (isinstance(rate, (int, float)) and not isinstance(rate, bool) and rate > 0):
            raise DaytallyError("invalid_option", f"rate: expected a number above 0, found {rate!r}")
        query = [value for _, value in parse_qsl(urlsplit(self.url).query)]
        self.secrets = secrets([*self.headers.values(), *query])
        # Whether a call was answered; until then, invalid responses end the job early.
        self.proven = False
        # Consecutive failures; each task has its own copy of the provider and its own count.
        self.given_up = 0

    def shared(self, tasks: int) -> HttpProvider:
        """Return the provider for one of `tasks` tasks, with its part of the rate."""
        part = copy.copy(self)
        part.rate = self.rate and self.rate / tasks
        return part

    def fetch(self, batches: list[list[str]]) -> list[list[Reply]]:
        """Return the answers of batches, in their order."""
        fetcher = Fetcher(self, self.given_up, self.proven)
        try:
            return fetcher.all(batches)
        finally:
            self.given_up, self.proven = fetcher.given_up, fetcher.proven

    def wait(self, failures: int) -> float:
        """Return the seconds to wait after a number of failures."""
        whole: float = min(self.first_wait * 2 ** (failures - 1), self.longest_wait)
        return whole * random.uniform(0.5, 1)


def whole(name: str, value: object) -> None:
    """Raise `invalid_option` if a value is not a whole number above 0."""
    if isinstance(value, bool) or not isinstance(value, int) or value < 1:
        raise DaytallyError("invalid_option", f"{name}: expected a whole number above 0, found {value!r}")


def valid_url(url: str) -> str:
    """Return a valid URL. Raises `invalid_option`, without the URL in the message."""
    url, expected = url.strip(), "expected http(s)://…"
    try:
        parts = urlsplit(url)
        host = parts.hostname if parts.port is None or parts.port else None
    except ValueError:
        host = None
    if not URL.fullmatch(url) or not host:
        raise DaytallyError("invalid_option", f"the URL of the service is invalid; {expected}")
    if "@" in parts.netloc:
        message = "the URL contains a user name or password. Put them in a header such as Authorization"
        raise DaytallyError("invalid_option", message)
    return url


def valid_headers(headers: Mapping[str, str]) -> dict[str, str]:
    """Return valid headers. Raises `invalid_option`, without their values in the message."""
    found = {name.strip(): value.strip() for name, value in dict(headers).items()}
    for name, value in found.items():
        if not NAME.fullmatch(name):
            raise DaytallyError("invalid_option", f"{name!r} is not a valid header name")
        if not VALUE.fullmatch(value):
            raise DaytallyError("invalid_option", f"the value of the header {name} contains invalid characters")
    return found
