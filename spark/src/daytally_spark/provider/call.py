"""One call over HTTP, and what its failure means."""

import http.client
import json
import re
import time
import urllib.error
import urllib.request
from datetime import timezone
from email.utils import parsedate_to_datetime

SECONDS = 60
MOST_BYTES = 16 * 1024 * 1024
# The longest wait that a provider may ask for; where it asks for more, the job ends.
MOST_WAIT = 2 * 3600
DIGITS = re.compile(r"[0-9]+")


class Unmoved(urllib.request.HTTPRedirectHandler):
    """Follows no redirect: nobody has said that its target may have the headers."""

    def redirect_request(self, *_):
        """Gives nothing to follow."""
        return None


OPENER = urllib.request.build_opener(Unmoved)


class NoAnswer(Exception):
    """Why there is no answer, as a clause; without the address, which may hold a key."""


def call(url, headers, ids):
    """Asks for some ids, and returns (status, body, headers). Raises `NoAnswer`."""
    body = json.dumps({"video_ids": ids}, ensure_ascii=False).encode()
    request = urllib.request.Request(url, body, {**headers, "Content-Type": "application/json"}, method="POST")
    try:
        try:
            reply = OPENER.open(request, timeout=SECONDS)
        except urllib.error.HTTPError as other:
            # Any status but 2xx.
            reply = other
        with reply:
            body = reply.read(MOST_BYTES + 1)
            status, answered = reply.status, reply.headers
    except (OSError, http.client.HTTPException) as problem:
        raise NoAnswer(clause(problem)) from problem
    if len(body) > MOST_BYTES:
        raise NoAnswer(f"the answer is longer than {MOST_BYTES} bytes")
    return status, body, answered


def clause(problem):
    """Tells why there is no answer."""
    cause = getattr(problem, "reason", problem)
    if isinstance(cause, TimeoutError):
        return f"there was no answer within {SECONDS} seconds"
    if isinstance(cause, OSError):
        return f"the connection failed ({cause.strerror or type(cause).__name__})"
    return f"the connection failed ({type(problem).__name__})"


def wait_asked(text):
    """Reads Retry-After, whole seconds or a date, as seconds from now."""
    text = (text or "").strip()
    if DIGITS.fullmatch(text):
        # More digits than these are more than any wait.
        return float(text.lstrip("0")[:12] or 0)
    try:
        moment = parsedate_to_datetime(text)
    except (TypeError, ValueError):
        return 0.0
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=timezone.utc)
    return max(0.0, moment.timestamp() - time.time())


def too_long(seconds):
    """Says why nothing more is asked where a provider asks for a longer wait than it may, else None."""
    if seconds <= MOST_WAIT:
        return None
    hours = -(-seconds // 3600)
    return f"it asks for a wait of {hours:.0f} hours, and {MOST_WAIT // 3600} are the most that is waited"
