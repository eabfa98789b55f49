"""The arguments, as they are typed: those of `daytally`."""

import argparse
import os
import re

from daytally_spark import calendar, columns, date_format
from daytally_spark.fault import DaytallyError
from daytally_spark.gaps import FORMS
from daytally_spark.provider.http import HttpProvider
from daytally_spark.provider.simulator import Simulator


DIGITS = re.compile(r"[0-9]{1,18}")
NUMBER = re.compile(r"[0-9]*\.?[0-9]+(e[-+]?[0-9]+)?|[0-9]+\.", re.IGNORECASE)


class Mixed(argparse.ArgumentParser):
    """Takes inputs before, between and after the options, and these by their whole names, as `daytally` does."""

    def __init__(self, **how):
        super().__init__(allow_abbrev=False, **how)
        self.mixes = False

    def parse_known_args(self, args=None, namespace=None):
        """Reads the words; argparse's own mixing calls this again."""
        if self.mixes:
            return super().parse_known_args(args, namespace)
        self.mixes = True
        try:
            return self.parse_known_intermixed_args(args, namespace)
        finally:
            self.mixes = False


def parser():
    """Makes the parser of the command line."""
    whole = argparse.ArgumentParser(
        prog="daytally-spark",
        description="Monthly views, gaps and snapshots of daily video counts in Parquet, on Spark.",
    )
    jobs = whole.add_subparsers(dest="job", required=True, parser_class=Mixed)
    job(jobs, "monthly", "sum the views of each channel, video and month")
    found = job(jobs, "gaps", "find the days on which a video has no data")
    expected(found)
    found.add_argument("--form", choices=FORMS, default="list", help="a row for each video, day or run of days")
    asking(job(jobs, "snapshot", "ask a provider for the count of every video"))
    asking(job(jobs, "combined", "write every input row as it is, then the snapshot"))
    found = job(jobs, "all", "write every result and diagnostics.json into a folder")
    expected(found)
    asking(found)
    found.add_argument("--combined", action="store_true", help="write the combined result too")
    return whole


def job(jobs, name, what):
    """Adds a job with what every one takes."""
    found = jobs.add_parser(name, help=what, description=what)
    found.add_argument("inputs", nargs="+", metavar="INPUT", help="Parquet files, and folders of them")
    found.add_argument("-o", "--output", required=True, metavar="FOLDER", help="folder to write")
    found.add_argument(
        "--columns", action="append", type=typed(columns.parse), default=[], metavar="role=name,…"
    )
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
        "--on-bad-file", choices=("fail", "skip"), default="fail", help="what to do about files that cannot be read [fail]"
    )
    found.add_argument("--json", action="store_true", help="print diagnostics and figures as JSON")
    return found


def expected(found):
    """Adds the days on which data is expected."""
    found.add_argument(
        "--end-date",
        type=typed(lambda text: calendar.parse(text, "--end-date")),
        metavar="YYYY-MM-DD",
        help="day up to which data should be complete, inclusive [the newest in the data]",
    )
    found.add_argument(
        "--exclude-outages", action="store_true", help="count the days of outages as days with data"
    )
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
        help="most missing days, of all videos together, that are written as lists or as rows [no limit]",
    )


def asking(found):
    """Adds who is asked."""
    found.add_argument(
        "--run-date",
        type=typed(lambda text: calendar.parse(text, "--run-date")),
        metavar="YYYY-MM-DD",
        help="day that the counts are of [today]",
    )
    found.add_argument(
        "--provider",
        choices=("simulator", "http"),
        help="who knows the counts; simulator makes them up from the ids [none, and there is no snapshot]",
    )
    found.add_argument("--provider-url", metavar="URL", help="address of --provider http")
    found.add_argument(
        "--header",
        action="append",
        default=[],
        metavar="NAME: VALUE",
        help="header for --provider http; env:TOKEN as the value is the driver's environment's TOKEN",
    )
    found.add_argument("--batch-size", type=typed(positive), metavar="N", help="videos in one call")
    found.add_argument(
        "--concurrency", type=typed(positive), metavar="N", help="calls at a time of each task, of --provider http [4]"
    )
    found.add_argument(
        "--rate",
        type=typed(rate),
        metavar="CALLS",
        help="calls that begin in a second on the whole cluster, at most, of --provider http [no limit]",
    )
    found.add_argument(
        "--cost", action="store_true", help="tell how many calls it would take, ask nothing and write nothing"
    )


def typed(convert):
    """Lets argparse say what a conversion says."""
    def converted(text):
        try:
            return convert(text)
        except ValueError as problem:
            raise argparse.ArgumentTypeError(str(problem)) from problem

    return converted


def positive(text):
    """Reads a number above 0."""
    if not DIGITS.fullmatch(text) or int(text) < 1:
        raise ValueError(f"expected a number above 0, found {text!r}")
    return int(text)


def share(text):
    """Reads a share of the videos."""
    return number(text, lambda value: 0 < value <= 1, "a number above 0 and up to 1, such as 0.5")


def rate(text):
    """Reads calls in a second."""
    return number(text, lambda value: 0 < value < float("inf"), "a number above 0, such as 2.5")


def number(text, fits, what):
    """Reads a number that fits."""
    value = float(text) if NUMBER.fullmatch(text) else float("nan")
    if not fits(value):
        raise ValueError(f"expected {what}, found {text!r}")
    return value


def provider(given, refuse):
    """Makes the provider; `refuse` is called with a sentence where options do not fit together."""
    if given.provider != "http":
        needless = ("provider_url", "header", "concurrency", "rate")
        if given.provider is None:
            if given.job != "all":
                refuse(f"{given.job} needs --provider simulator or http: there are no counts without one")
            needless += ("cost", "combined")
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


def header(text, refuse):
    """Reads a header, its value from the environment where that is asked for."""
    name, colon, value = text.partition(":")
    value = value.strip()
    if not colon or not name.strip():
        # What was typed may be a secret.
        refuse("--header: expected NAME: VALUE, found no colon after a name")
    if value.startswith("env:"):
        if value[4:] not in os.environ:
            refuse(f"--header: the environment has no {value[4:]}")
        value = os.environ[value[4:]]
    return name.strip(), value


def formats(given, refuse):
    """Puts the formats of dates together."""
    found = {}
    for role, form in given.date_format:
        if role in found:
            refuse(f"--date-format: the format of {role} is given twice")
        found[role] = form
    return found


def named(given, refuse):
    """Puts the columns named by hand together."""
    found = {}
    for part in given.columns:
        for role, name in part.items():
            if role in found:
                refuse(f"--columns: the column for {role} is named twice")
            found[role] = name
    return found
