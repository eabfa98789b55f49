"""The command line: `daytally-spark`, or this package handed to spark-submit.

The exit code is 0 for success, 1 if the data or the provider failed, and 2 for invalid arguments.
Errors are printed to standard error.
"""

from __future__ import annotations

import json
import os
import sys
import time
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from daytally_spark import table
from daytally_spark.command import arguments, job, output_guard, settings
from daytally_spark.dataset import Dataset
from daytally_spark.errors import DaytallyError, escape, escape_json, escape_line, from_spark
from daytally_spark.provider import source
from daytally_spark.quality import warnings
from daytally_spark.quality.coverage import Coverage, coverage
from daytally_spark.quality.diagnostics import diagnostics
from daytally_spark.reading import damage, readable
from daytally_spark.results import window as windows
from daytally_spark.results.fetch_summary import FetchSummary
from daytally_spark.results.gaps import GAPS
from daytally_spark.results.series import series
from daytally_spark.results.snapshot import cost
from daytally_spark.results.window import Window
from daytally_spark.source.hadoop import Hadoop
from daytally_spark.values import calendar
from daytally_spark.values.role import ROLES

if TYPE_CHECKING:
    import argparse
    from collections.abc import Iterator, Sequence
    from typing import Any

    from pyspark.sql import SparkSession

    from daytally_spark.provider import Provider
    from daytally_spark.quality.warnings import Warned
    from daytally_spark.questions import Questions


# Max outages that are printed without --json.
LISTED = 20


def main(words: Sequence[str] | None = None) -> int:
    """Run the command line and return the exit code."""
    parser = arguments.parser()
    given = parser.parse_args(words)
    options = {
        "columns": arguments.named(given, parser.error),
        "timezone": given.timezone,
        "date_formats": arguments.formats(given, parser.error),
        "as_files": given.as_files,
        "on_bad_file": given.on_bad_file,
    }
    provider = arguments.provider(given, parser.error) if hasattr(given, "provider") else None
    if given.timezone is not None and not calendar.is_zone(given.timezone):
        parser.error(f"--timezone: expected a zone such as Asia/Kolkata, found {given.timezone!r}")
    from pyspark.sql import SparkSession

    spark = SparkSession.builder.appName("daytally-spark").getOrCreate()
    if getattr(spark, "sparkContext", None) is None:
        message = "this command writes folders through Spark's JVM, which Spark Connect does not have"
        print(f"error: {message}. Use the Python functions of daytally_spark there", file=sys.stderr)
        return 1
    if str(spark.sparkContext.master).startswith("local") and "PYSPARK_PYTHON" not in os.environ:
        # Local Python workers need the packages of this Python; a cluster configures its own.
        spark.sparkContext.pythonExec = sys.executable
    try:
        with settings.held(spark, settings.READING):
            text = run(spark, given, provider, options)
        print(escape_json(text) if given.json else escape(text))
    except DaytallyError as problem:
        print(f"error: {escape_line(str(problem))}", file=sys.stderr)
        return 2 if problem.code == "invalid_option" else 1
    return 0


def opened(spark: SparkSession, given: argparse.Namespace, options: dict[str, Any]) -> Questions:
    """Open the inputs: Parquet files, or a table or another format, which Spark reads.

    Raises `invalid_option` for options of files if they are a table.
    """
    [first, *others] = given.inputs
    is_table = given.input_format is None and not others and not Hadoop(spark).has(first)
    if given.input_format is None and not (is_table and table.is_table(spark, first)):
        return Dataset(spark, given.inputs, **options)
    for option in ("as_files", "on_bad_file"):
        if options.pop(option) not in (False, "fail"):
            message = f"--{option.replace('_', '-')} is for Parquet files, but Spark reads {first} as a table"
            raise DaytallyError("invalid_option", message)
    return table.opened(given.inputs, given.input_format, spark, **options)


def run(spark: SparkSession, given: argparse.Namespace, provider: Provider | None, options: dict[str, Any]) -> str:
    """Run a job and return its output text."""
    began, dataset = time.monotonic(), None
    try:
        if not getattr(given, "estimate", False):
            output_guard.refuse(spark, given.output, given.inputs)
        dataset = opened(spark, given, options)
        if provider and getattr(given, "estimate", False):
            return cost_text(cost(dataset.frame("video_id"), provider, given.batch_size), given.json)
        done = answer(dataset, given, provider)
        if given.json and done.diagnostics is None:
            wanted = job.WANTED[given.job]
            window = windows.of(dataset, getattr(given, "end_date", None)) if "date" in wanted else windows.NONE
            found = done.coverage
            if given.job == "gaps" and found is None:
                found = coverage(series(dataset.frame(*GAPS), window), window, given.outage_share)
            done.diagnostics = diagnostics(dataset, window, found, wanted=wanted)
        return figures_text(dataset, done, time.monotonic() - began, given)
    except Exception as problem:
        if dataset is None:
            raise from_spark(problem) from problem
        raise damage.named(problem, dataset, job.WANTED.get(given.job, ROLES)) from problem


@dataclass
class Done:
    """The outcome of a job; fields that the job does not compute are None.

    `not_fetched` names the results that are not written because no provider was chosen.
    """

    diagnostics: dict[str, Any] | None = None
    coverage: Coverage | None = None
    fetched: FetchSummary | None = None
    not_fetched: list[str] = field(default_factory=list)
    window: Window | None = None


def answer(dataset: Questions, given: argparse.Namespace, provider: Provider | None) -> Done:
    """Write the results of a job and return `Done`."""
    path: str = given.output
    expected: dict[str, Any] = {}
    if hasattr(given, "outage_share"):
        expected = {"outage_share": given.outage_share, "exclude_outages": given.exclude_outages}
        expected["max_days"] = given.max_gap_days
    if given.job == "monthly":
        job.write_monthly(dataset, path)
        return Done()
    if given.job == "gaps":
        found = job.write_gaps(dataset, path, given.end_date, given.form, **expected)
        return Done(coverage=found, window=windows.of(dataset, given.end_date))
    fetching = {"run_date": given.run_date, "batch_size": given.batch_size}
    if provider and given.job in ("snapshot", "combined"):
        write = job.write_snapshot if given.job == "snapshot" else job.write_combined
        return Done(fetched=write(dataset, path, provider, **fetching))
    whole = job.write_all(dataset, path, provider, given.end_date, with_combined=given.combined, **fetching, **expected)
    not_fetched = [] if provider else ["snapshot", "unanswered"]
    return Done(*whole, not_fetched, windows.of(dataset, given.end_date))


def cost_text(found: dict[str, int], as_json: bool) -> str:
    """Return the text of `--estimate`."""
    if as_json:
        return json.dumps(found, indent=2)
    return f"Fetching {found['videos']} videos takes {found['calls']} calls of up to {found['batchSize']}."


def figures_text(dataset: Questions, done: Done, seconds: float, given: argparse.Namespace) -> str:
    """Return the summary of a run, as JSON with `--json`."""
    files = {} if isinstance(dataset, table.Table) else {"files": len(dataset.files)}
    figures: dict[str, Any] = {"rows": dataset.rows, **files, "seconds": round(seconds, 3)}
    if given.json:
        figures |= done.fetched.json() if done.fetched else {}
        found: dict[str, Any] = {"figures": figures, "diagnostics": done.diagnostics}
        found |= source.json(done.fetched.source) if done.fetched else {}
        found["input"] = {"skipped": dataset.skipped, "tables": dataset.tables, "problems": dataset.problems}
        if done.not_fetched:
            found["notFetched"] = done.not_fetched
        return json.dumps(found, ensure_ascii=False, indent=2)
    noted = [*warnings.lines(warned(dataset, done)), *notes(dataset, done)]
    where = f"in {figures['files']} files" if files else f"of {dataset.files[0].name}"
    wrote = f"Wrote {given.output}, of {figures['rows']} rows {where}, in {seconds:.1f} s."
    not_fetched = ", ".join(done.not_fetched)
    if not_fetched:
        not_fetched = f"Not written: {not_fetched}. They need counts: choose --provider simulator or http."
    return "\n".join(map(str, filter(None, (*noted, wrote, done.fetched, not_fetched))))


def warned(dataset: Questions, done: Done) -> list[Warned]:
    """Return the warnings for text output: those of the diagnostics, or those known without them."""
    if done.diagnostics:
        of_all: list[Warned] = done.diagnostics["warnings"]
        return of_all
    found = [*warnings.of_files(dataset)]
    if done.window:
        found += warnings.of_end(done.window, done.coverage)
    if "date" in dataset.prepared and dataset.rows and readable.is_empty(dataset, "date"):
        found += warnings.of_no_dates(done.window or windows.NONE)
    return warnings.in_order(found)


def coverage_notes(found: Coverage, dataset: Questions) -> Iterator[str]:
    """Yield the notes on outages, completeness and stopped videos for text output."""
    excluded = "Excluded from the gaps: outage on" if found.excluded else "Outage on"
    for outage in found.outages[:LISTED]:
        yield f"{excluded} {outage}"
    if len(found.outages) > LISTED:
        yield f"{len(found.outages) - LISTED} more outages; --json lists all of them."
    if found.expected:
        share = found.with_data / found.expected
        # 100 % is printed only for complete data.
        percent = min(99.9, share * 100) if share < 1 else 100
        yield f"Completeness: {found.with_data} of {found.expected} video-days have data ({percent:.1f} %)."
    if found.before_first:
        yield f"Data begins {dataset.day_range()[0]}; {found.before_first} video-days are expected before that."
    if found.after_last:
        yield f"Data ends {dataset.day_range()[1]}; {found.after_last} video-days are expected after that."
    if found.stopped:
        yield f"Stopped: {found.stopped} videos have no data on the last three days or more."


def notes(dataset: Questions, done: Done) -> Iterator[str]:
    """Yield the other notes for text output: the end date, skipped files and unreadable values."""
    if done.coverage:
        yield from coverage_notes(done.coverage, dataset)
    if done.window:
        window = done.window
        whose = "as given" if window.given else "the newest date in the data"
        yield f"End date: {window.end or 'none, as there are no dates'}{f' ({whose})' if window.end else ''}."
    skipped: dict[tuple[str, str], list[str]] = {}
    for each in dataset.skipped:
        skipped.setdefault((each["reason"], each["why"].partition(" as ")[0]), []).append(each["path"])
    for paths in (paths for (reason, _), paths in skipped.items() if reason != "hidden"):
        why = next(each["why"] for each in dataset.skipped if each["path"] == paths[0])
        yield f"Skipped: {paths[0]} ({why})" + (f" and {len(paths) - 1} more." if len(paths) > 1 else ".")
    for (file, role), found in dataset.checked.items():
        if found.unreadable:
            values = f"{found.unreadable} of {found.present} values of {role}"
            yield f"{file}: {values} cannot be read, such as {found.example!r}."


if __name__ == "__main__":
    sys.exit(main())
