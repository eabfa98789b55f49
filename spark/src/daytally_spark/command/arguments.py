"""Command-line arguments, named as those of `daytally`."""

from __future__ import annotations

import argparse
import os
import re
from typing import TYPE_CHECKING

from daytally_spark.errors import DaytallyError
from daytally_spark.provider.http import HttpProvider
from daytally_spark.provider.simulator import Simulator
from daytally_spark.results.gaps import FORMS
from daytally_spark.values import calendar, date_format
from daytally_spark.values.role import ROLES

if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any, NoReturn, TypeVar

    from daytally_spark.provider import Provider
    from daytally_spark.values.date_format import DateFormat

    T = TypeVar("T")
    # Prints a message and ends the program.
    Refuse = Callable[[str], NoReturn]

# A comma belongs to the name unless `word=` follows it.
NEXT_COLUMN = re.compile(r",(?=[A-Za-z_]+=)")
DIGITS = re.compile(r"[0-9]{1,18}")
NUMBER = re.compile(r"[0-9]*\.?[0-9]+(e[-+]?[0-9]+)?|[0-9]+\.", re.IGNORECASE)


class IntermixedParser(argparse.ArgumentParser):
    """Accepts inputs before, between and after options, and only full option names, like `daytally`."""

    def __init__(self, **how: Any) -> None:
        super().__init__(allow_abbrev=False, **how)
        self.mixes = False

    def parse_known_args(self, args: Any = None, namespace: Any = None) -> tuple[Any, list[str]]:
        """Parse the arguments; argparse calls this method again for intermixed arguments."""
        if self.mixes:
            return super().parse_known_args(args, namespace)
        self.mixes = True
        try:
            return self.parse_known_intermixed_args(args, namespace)
        finally:
            self.mixes = False


def parser() -> argparse.ArgumentParser:
    """Return the parser of the command line."""
    whole = argparse.ArgumentParser(
        prog="daytally-spark",
        description="Monthly views, gaps and snapshots of daily video counts in Parquet, on Spark.",
    )
    jobs = whole.add_subparsers(dest="job", required=True, parser_class=IntermixedParser)
    job(jobs, "monthly", "sum the views of each channel, video and month")
    found = job(jobs, "gaps", "find the days on which a video has no data")
    expected(found)
    found.add_argument("--form", choices=FORMS, default="list", help="a row for each video, day or run of days")
    provider_options(job(jobs, "snapshot", "fetch the count of every video from a provider"))
    provider_options(job(jobs, "combined", "write every input row as it is, then the snapshot"))
    found = job(jobs, "all", "write every result and diagnostics.json into a folder")
    expected(found)
    provider_options(found)
    found.add_argument("--combined", action="store_true", help="write the combined result too")
    return whole


def job(jobs: Any, name: str, what: str) -> argparse.ArgumentParser:
    """Add a job with the arguments that all jobs share."""
    found: argparse.ArgumentParser = jobs.add_parser(name, help=what, description=what)
    found.add_argument(
        "inputs", nargs="+", metavar="INPUT", help="Parquet files, folders of them, or a table's name with its schema"
    )
    found.add_argument(
        "--input-format",
        metavar="FORMAT",
        help="have Spark read the inputs in this format, such as delta or orc [Parquet files, listed by this program]",
    )
    found.add_argument("-o", "--output", required=True, metavar="FOLDER", help="folder to write")
    found.add_argument("--columns", action="append", type=typed(columns), default=[], metavar="role=name,…")
    found.add_argument("--timezone", metavar="ZONE", help="zone in which an instant becomes a day [UTC]")
    found.add_argument(
        "--date-format",
        action="append",
        type=typed(date_format.parse),
        default=[],
        metavar="role=FORMAT",
        help="format of dates in text or numbers, such as date=%%d/%%m/%%Y or date=epoch_ms",
    )
    found.add_argument(
        "--as-files", action="store_true", help="read every Parquet file of tables, whatever their logs list"
    )
    found.add_argument(
        "--on-bad-file",
        choices=("fail", "skip"),
        default="fail",
        help="what to do about files that cannot be read [fail]",
    )
    found.add_argument("--json", action="store_true", help="print diagnostics and figures as JSON")
    return found


def expected(found: argparse.ArgumentParser) -> None:
    """Add the options for the days on which data is expected."""
    found.add_argument(
        "--end-date",
        type=typed(lambda text: calendar.parse(text, "--end-date")),
        metavar="YYYY-MM-DD",
        help="day up to which data should be complete, inclusive [the newest in the data]",
    )
    found.add_argument("--exclude-outages", action="store_true", help="count the days of outages as days with data")
    found.add_argument(
        "--outage-share",
        type=typed(share),
        metavar="SHARE",
        help="list as outages all days on which more than this share of the active videos lacks data",
    )
    found.add_argument(
        "--max-gap-days",
        type=typed(positive),
        metavar="N",
        help="max missing days of all videos that are written as lists or rows [no limit]",
    )


def provider_options(found: argparse.ArgumentParser) -> None:
    """Add the provider options."""
    found.add_argument(
        "--run-date",
        type=typed(lambda text: calendar.parse(text, "--run-date")),
        metavar="YYYY-MM-DD",
        help="day that the counts are of [today]",
    )
    found.add_argument(
        "--provider",
        choices=("simulator", "http"),
        help="where to get view counts; simulator makes them up from the ids [none: no snapshot]",
    )
    found.add_argument("--provider-url", metavar="URL", help="URL of --provider http")
    found.add_argument(
        "--header",
        action="append",
        default=[],
        metavar="NAME: VALUE",
        help="header for --provider http; the value env:TOKEN stands for TOKEN in the driver's environment",
    )
    found.add_argument("--batch-size", type=typed(positive), metavar="N", help="videos in one call")
    found.add_argument(
        "--concurrency",
        type=typed(positive),
        metavar="N",
        help="concurrent calls of each task, for --provider http [4]",
    )
    found.add_argument(
        "--rate",
        type=typed(rate),
        metavar="CALLS",
        help="max calls per second on the whole cluster, for --provider http [no limit]",
    )
    found.add_argument(
        "--estimate", action="store_true", help="print the number of calls; send no request and write nothing"
    )


def typed(convert: Callable[[str], T]) -> Callable[[str], T]:
    """Return a converter whose ValueError becomes an argparse error with the same message."""

    def converted(text: str) -> T:
        try:
            return convert(text)
        except ValueError as problem:
            raise argparse.ArgumentTypeError(str(problem)) from problem

    return converted


def positive(text: str) -> int:
    """Parse a whole number above 0."""
    if not DIGITS.fullmatch(text) or int(text) < 1:
        raise ValueError(f"expected a number above 0, found {text!r}")
    return int(text)


def share(text: str) -> float:
    """Parse a fraction of the videos."""
    return number(text, lambda value: 0 < value <= 1, "a number above 0 and up to 1, such as 0.5")


def rate(text: str) -> float:
    """Parse a number of calls per second."""
    return number(text, lambda value: 0 < value < float("inf"), "a number above 0, such as 2.5")


def number(text: str, fits: Callable[[float], bool], what: str) -> float:
    """Parse a number that `fits` accepts."""
    value = float(text) if NUMBER.fullmatch(text) else float("nan")
    if not fits(value):
        raise ValueError(f"expected {what}, found {text!r}")
    return value


def provider(given: argparse.Namespace, refuse: Refuse) -> Provider | None:
    """Return the provider; call `refuse` with a message if options do not fit together."""
    if given.provider != "http":
        needless: tuple[str, ...] = ("provider_url", "header", "concurrency", "rate")
        if given.provider is None:
            if given.job != "all":
                refuse(f"{given.job} needs --provider simulator or http: there are no counts without one")
            needless += ("estimate", "combined")
        for option in needless:
            if getattr(given, option):
                name, of = option.replace("_", "-"), "http" if given.provider else "simulator or http"
                refuse(f"--{name} needs --provider {of}")
        return Simulator() if given.provider else None
    if not given.provider_url:
        refuse("--provider http needs --provider-url")
    known = {"limit": given.batch_size, "concurrency": given.concurrency, "rate": given.rate}
    headers = dict(header(text, refuse) for text in given.header)
    try:
        return HttpProvider(given.provider_url, headers, **{name: value for name, value in known.items() if value})
    except DaytallyError as problem:
        return refuse(str(problem))


def header(text: str, refuse: Refuse) -> tuple[str, str]:
    """Parse a header; a value `env:NAME` is read from the environment."""
    name, colon, value = text.partition(":")
    value = value.strip()
    if not colon or not name.strip():
        # The message does not repeat the argument, because it may be a secret.
        refuse("--header: expected NAME: VALUE, found no colon after a name")
    if value.startswith("env:"):
        if value[4:] not in os.environ:
            refuse(f"--header: the environment has no {value[4:]}")
        value = os.environ[value[4:]]
    return name.strip(), value


def formats(given: argparse.Namespace, refuse: Refuse) -> dict[str, DateFormat]:
    """Return the date formats by role."""
    found = {}
    for role, form in given.date_format:
        if role in found:
            refuse(f"--date-format: the format of {role} is given twice")
        found[role] = form
    return found


def named(given: argparse.Namespace, refuse: Refuse) -> dict[str, str]:
    """Return the column names by role."""
    found = {}
    for part in given.columns:
        for role, name in part.items():
            if role in found:
                refuse(f"--columns: the column for {role} is named twice")
            found[role] = name
    return found


def columns(text: str) -> dict[str, str]:
    """Return column names by role. Raises ValueError if the text is not `role=name,…`."""
    found = {}
    for part in NEXT_COLUMN.split(text):
        role, equals, name = part.partition("=")
        if not equals:
            raise ValueError(f"expected role=name, found {part!r}")
        if role not in ROLES:
            raise ValueError(f"there is no role {role!r}; the roles are {', '.join(ROLES)}")
        if not name:
            raise ValueError(f"the column for {role} has no name")
        if role in found:
            raise ValueError(f"the column for {role} is named twice")
        found[role] = name
    return found
