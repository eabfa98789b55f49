"""Makes one HTTP call, interprets failures, and limits the rate of calls."""

from __future__ import annotations

import http.client
import json
import re
import threading
import time
import urllib.error
import urllib.request
from datetime import timezone
from email.utils import parsedate_to_datetime
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping
    from email.message import Message

TIMEOUT = 60
MAX_BYTES = 16 * 1024 * 1024
# The max wait that a provider may request; a longer one ends the job.
MAX_WAIT = 2 * 3600
DIGITS = re.compile(r"[0-9]+")


class NoRedirects(urllib.request.HTTPRedirectHandler):
    """Follows no redirects, because their targets must not get the headers."""

    def redirect_request(self, *_: object) -> None:
        """Return None, so that the redirect is an error."""


OPENER = urllib.request.build_opener(NoRedirects)


class NoAnswer(Exception):
    """The reason why there is no answer, without the URL, which may contain a key."""


def call(url: str, headers: Mapping[str, str], ids: list[str]) -> tuple[int, bytes, Message]:
    """Request some ids; return (status, body, headers). Raises `NoAnswer`."""
    body = json.dumps({"video_ids": ids}, ensure_ascii=False).encode()
    request = urllib.request.Request(url, body, {**headers, "Content-Type": "application/json"}, method="POST")
    try:
        try:
            reply = OPENER.open(request, timeout=TIMEOUT)
        except urllib.error.HTTPError as other:
            # Any status other than 2xx.
            reply = other
        with reply:
            body = reply.read(MAX_BYTES + 1)
            status, answered = reply.status, reply.headers
    except (OSError, http.client.HTTPException) as problem:
        raise NoAnswer(reason(problem)) from problem
    if len(body) > MAX_BYTES:
        raise NoAnswer(f"the answer is longer than {MAX_BYTES} bytes")
    return status, body, answered


def reason(problem: Exception) -> str:
    """Return why there is no answer."""
    cause = getattr(problem, "reason", problem)
    if isinstance(cause, TimeoutError):
        return f"there was no answer within {TIMEOUT} seconds"
    if isinstance(cause, OSError):
        return f"the connection failed ({cause.strerror or type(cause).__name__})"
    return f"the connection failed ({type(problem).__name__})"


def wait_asked(text: str | None) -> float:
    """Parse Retry-After, whole seconds or a date, as seconds from now."""
    text = (text or "").strip()
    if DIGITS.fullmatch(text):
        # Longer numbers exceed any wait.
        return float(text.lstrip("0")[:12] or 0)
    try:
        moment = parsedate_to_datetime(text)
    except (TypeError, ValueError):
        return 0.0
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=timezone.utc)
    return max(0.0, moment.timestamp() - time.time())


def too_long(seconds: float) -> str | None:
    """Return an error text if a provider requests too long a wait, else None."""
    if seconds <= MAX_WAIT:
        return None
    hours = -(-seconds // 3600)
    return f"it requests a wait of {hours:.0f} hours; the max is {MAX_WAIT // 3600}"


class Pace:
    """Starts at most `rate` calls per second, from any number of threads."""

    def __init__(self, rate: float | None) -> None:
        self.apart, self.lock = 1 / rate if rate else 0.0, threading.Lock()
        # Earlier calls with another pace may have just ended.
        self.next = time.monotonic() + self.apart

    def wait(self) -> None:
        """Wait until the next call may start."""
        if not self.apart:
            return
        with self.lock:
            turn = max(self.next, time.monotonic())
            self.next = turn + self.apart
        time.sleep(max(0.0, turn - time.monotonic()))
