"""A company's own service, asked over HTTP.

It takes `{"video_ids": ["…"]}` by POST and answers `[{"video_id": "…", "views": 1}]`, in any
order. An id that is left out, or whose views are null, is unanswered.
"""

import copy
import random
import re
from urllib.parse import urlsplit

from daytally_spark.fault import DaytallyError
from daytally_spark.provider.asking import Asking

ADDRESS = re.compile(r"https?://[\x21-\x7e]+")
NAME = re.compile(r"[-!#$%&'*+.^_`|~0-9A-Za-z]+")
VALUE = re.compile(r"[\t\x20-\x7e]*")


class HttpProvider:
    """Asks a service at `url`; calls of one task are made `concurrency` at a time.

    A call that may be answered another time (no answer, 408, 425, 429, 5xx, no JSON) is made
    up to `attempts` times, after waits that double from `first_wait` to `longest_wait` seconds,
    each a random part between its half and its whole, and never sooner than Retry-After says.
    One that is given up, or refused as such (400, 413, 414, 422), is asked again in halves, until
    the id at fault is alone. Eight calls of a task that are given up in a row end the job, as does
    any other status, and a Retry-After of more than two hours. No more than `rate` calls begin in a
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
        # Calls in a row; each task has a copy of the provider and counts its own.
        self.given_up = 0

    def shared(self, tasks):
        """Gives each of so many tasks its part of the rate."""
        part = copy.copy(self)
        part.rate = self.rate and self.rate / tasks
        return part

    def ask(self, batches):
        """Answers batches, in their order."""
        asking = Asking(self, self.given_up)
        try:
            return asking.all(batches)
        finally:
            self.given_up = asking.given_up

    def wait(self, failures):
        """Gives the seconds to wait after so many failures."""
        whole = min(self.first_wait * 2 ** (failures - 1), self.longest_wait)
        return whole * random.uniform(0.5, 1)


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
