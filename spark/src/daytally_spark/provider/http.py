"""A company's own service, asked over HTTP.

It takes `{"video_ids": ["…"]}` by POST and answers `[{"video_id": "…", "views": 1}]`, in any
order. An id that is left out, or whose views are null, is unanswered.
"""

import copy
import random
import re
from urllib.parse import parse_qsl, urlsplit

from daytally_spark.fault import DaytallyError
from daytally_spark.provider.asking import Asking, secrets

ADDRESS = re.compile(r"https?://[\x21-\x7e]+")
NAME = re.compile(r"[-!#$%&'*+.^_`|~0-9A-Za-z]+")
VALUE = re.compile(r"[\t\x20-\x7e]*")


class HttpProvider:
    """Asks a service at `url`; calls of one task are made `concurrency` at a time.

    A call that may be answered another time (no answer, 408, 409, 425, 429, 5xx, no JSON) is made
    up to `attempts` times, after waits that double from `first_wait` to `longest_wait` seconds,
    each a random part between its half and its whole, and never sooner than Retry-After says.
    One that is given up, or refused as such (400, 413, 414, 422), is asked again in halves, until
    the id at fault is alone. Eight calls of a task that are given up in a row end the job, as does
    any other status, a 429 of a quota of the day, and a Retry-After of more than two hours; as long
    as nothing was answered, so do three answers that are wrong. A count that cannot be read is the
    reason of its own id. No more than `rate` calls begin in a
    second; no limit where it is None.

    Raises `invalid_option` for an address or a header that cannot be sent; neither is ever shown.
    """

    name = "http"

    def __init__(
        self, url, headers=None, limit=50, concurrency=4, attempts=6, first_wait=1.0, longest_wait=60.0, rate=None
    ):
        self.url, self.headers, self.limit = address(url), sent(headers or {}), limit
        self.concurrency, self.attempts, self.rate = concurrency, attempts, rate
        self.first_wait, self.longest_wait = first_wait, longest_wait
        for name in ("limit", "concurrency", "attempts"):
            whole(name, getattr(self, name))
        if rate is not None and not (isinstance(rate, (int, float)) and not isinstance(rate, bool) and rate > 0):
            raise DaytallyError("invalid_option", f"rate: expected a number above 0, found {rate!r}")
        query = [value for _, value in parse_qsl(urlsplit(self.url).query)]
        self.secrets = secrets([*self.headers.values(), *query])
        # Whether a call was answered; until then answers that are wrong end the job early.
        self.proven = False
        # Calls in a row; each task has a copy of the provider and counts its own.
        self.given_up = 0

    def shared(self, tasks):
        """Gives each of so many tasks its part of the rate."""
        part = copy.copy(self)
        part.rate = self.rate and self.rate / tasks
        return part

    def ask(self, batches):
        """Answers batches, in their order."""
        asking = Asking(self, self.given_up, self.proven)
        try:
            return asking.all(batches)
        finally:
            self.given_up, self.proven = asking.given_up, asking.proven

    def wait(self, failures):
        """Gives the seconds to wait after so many failures."""
        whole = min(self.first_wait * 2 ** (failures - 1), self.longest_wait)
        return whole * random.uniform(0.5, 1)


def whole(name, value):
    """Raises `invalid_option` for what is not a whole number above 0."""
    if isinstance(value, bool) or not isinstance(value, int) or value < 1:
        raise DaytallyError("invalid_option", f"{name}: expected a whole number above 0, found {value!r}")


def address(url):
    """Gives an address that can be asked. Raises `invalid_option`, without the address."""
    url, expected = url.strip(), "expected http(s)://…"
    try:
        parts = urlsplit(url)
        host = parts.hostname if parts.port is None or parts.port else None
    except ValueError:
        host = None
    if not ADDRESS.fullmatch(url) or not host:
        raise DaytallyError("invalid_option", f"the service has no address that can be asked; {expected}")
    if "@" in parts.netloc:
        message = "the address holds a user's name or a password. Put them into a header such as Authorization"
        raise DaytallyError("invalid_option", message)
    return url


def sent(headers):
    """Gives headers that can be sent. Raises `invalid_option`, without their values."""
    found = {name.strip(): value.strip() for name, value in dict(headers).items()}
    for name, value in found.items():
        if not NAME.fullmatch(name):
            raise DaytallyError("invalid_option", f"no header is called {name!r}")
        if not VALUE.fullmatch(value):
            raise DaytallyError("invalid_option", f"the value of the header {name} holds what no header does")
    return found
