"""The jobs of the command line; each writes a folder."""

from __future__ import annotations

from typing import TYPE_CHECKING

from daytally_spark.command.output import output
from daytally_spark.errors import DaytallyError
from daytally_spark.quality.coverage import coverage
from daytally_spark.quality.diagnostics import diagnostics
from daytally_spark.quality.gap_options import GapOptions, refuse_gap_days
from daytally_spark.results import fetch_summary
from daytally_spark.results import window as windows
from daytally_spark.results.combined import combined
from daytally_spark.results.gaps import FORMS, GAPS, of_days
from daytally_spark.results.monthly import MONTHLY, sums
from daytally_spark.results.series import SERIES, series
from daytally_spark.results.snapshot import fetch, materialize, snapshot, unanswered
from daytally_spark.values.calendar import today
from daytally_spark.values.role import ROLES

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import date
    from typing import Any

    from pyspark.sql import DataFrame

    from daytally_spark.provider import Provider
    from daytally_spark.quality.coverage import Coverage
    from daytally_spark.questions import Questions
    from daytally_spark.results.fetch_summary import FetchSummary

# The roles that each job reads.
WANTED = {"monthly": MONTHLY, "gaps": GAPS, "snapshot": SERIES, "combined": ROLES}
RESULT = "result"
# The folder of intermediate data, beside the results.
WORK = "work"


def write_monthly(dataset: Questions, path: str) -> None:
    """Write monthly views to the folder `path`."""
    dataset.prepare(MONTHLY)
    write_one(dataset, path, lambda _: sums(dataset.frame(*MONTHLY)))


def write_gaps(
    dataset: Questions,
    path: str,
    end_date: date | str | None = None,
    form: str = "list",
    outage_share: float | None = None,
    max_days: int | None = None,
    exclude_outages: bool = False,
) -> Coverage | None:
    """Write one form of the gaps to the folder `path`; return the `Coverage` if outages are excluded.

    `outage_share` is the fixed threshold of `coverage`. More than `max_days` missing days in lists or
    rows raise `over_limit`; None means no limit.
    """
    options = GapOptions(form, exclude_outages, outage_share, max_days)
    dataset.prepare(GAPS)
    frame, window = dataset.frame(*GAPS), windows.of(dataset, end_date)
    found: list[Coverage | None] = []

    def result(beside: Callable[[str], str]) -> DataFrame:
        gaps, covered = options.gaps(frame, window, lambda days: materialize(days, beside(WORK)))
        found.append(covered)
        return gaps

    write_one(dataset, path, result)
    return found[0]


def write_snapshot(
    dataset: Questions, path: str, provider: Provider, run_date: date | None = None, batch_size: int | None = None
) -> FetchSummary:
    """Fetch counts, write the snapshot to the folder `path`, and return the `FetchSummary`."""
    dataset.prepare(SERIES)
    return write_fetched(dataset, path, provider, run_date, batch_size, lambda found: found)


def write_combined(
    dataset: Questions, path: str, provider: Provider, run_date: date | None = None, batch_size: int | None = None
) -> FetchSummary:
    """Fetch counts, write all input rows and the snapshot to the folder `path`, and return the `FetchSummary`."""
    dataset.prepare(ROLES)
    return write_fetched(dataset, path, provider, run_date, batch_size, lambda found: combined(dataset, found))


def write_fetched(
    dataset: Questions,
    path: str,
    provider: Provider,
    run_date: date | None,
    batch_size: int | None,
    result: Callable[[DataFrame], DataFrame],
) -> FetchSummary:
    """Fetch counts, write the `result` of the snapshot, and return the `FetchSummary`."""
    frame, day = dataset.frame(*SERIES), run_date or today(dataset.zone)
    counted = []

    def made(beside: Callable[[str], str]) -> DataFrame:
        answers = fetch(frame, provider, beside(WORK), batch_size)
        counted.append(fetch_summary.of(answers, day))
        return result(snapshot(answers, day))

    write_one(dataset, path, made, counted)
    return counted[0]


def write_one(
    dataset: Questions,
    path: str,
    result: Callable[[Callable[[str], str]], DataFrame],
    counted: Sequence[FetchSummary] = (),
) -> None:
    """Write one result, and move it to its place when it is complete.

    `result` may write intermediate data. `counted` has the `FetchSummary` after `result` was called.
    """
    with output(dataset, path) as out:
        result(out.inside).write.parquet(out.inside(RESULT))
        out.replace(RESULT, *(each.source for each in counted))


def write_all(
    dataset: Questions,
    path: str,
    provider: Provider | None = None,
    end_date: date | str | None = None,
    run_date: date | None = None,
    batch_size: int | None = None,
    with_combined: bool = False,
    outage_share: float | None = None,
    max_days: int | None = None,
    exclude_outages: bool = False,
) -> tuple[dict[str, Any], Coverage | None, FetchSummary | None]:
    """Write every result as `NAME.parquet`, and `diagnostics.json`, to the folder `path`.

    Without a `provider` no snapshot is written. Return (the diagnostics, the `Coverage`, the
    `FetchSummary` or None). The options are those of `write_gaps` and `write_snapshot`.
    """
    if with_combined and provider is None:
        raise DaytallyError("invalid_option", "combined needs a provider of counts, which was not given")
    dataset.prepare(ROLES)
    day, window = run_date or today(dataset.zone), windows.of(dataset, end_date)
    # Series and their days are read once for all gaps, the snapshot and the diagnostics.
    with output(dataset, path) as out:
        days = materialize(series(dataset.frame(*GAPS), window), out.inside(f"{WORK}/days"))
        covered = coverage(days, window, outage_share, exclude_outages)
        left_out = covered.outages if covered and exclude_outages else []
        refuse_gap_days(days, window, left_out, max_days)
        counted, results = None, {"monthly": sums(dataset.frame(*MONTHLY))}
        results |= {f"gaps-{form}": of_days(days, window, form, left_out) for form in FORMS}
        if provider:
            answers = fetch(days, provider, out.inside(WORK), batch_size)
            counted = fetch_summary.of(answers, day)
            results |= {"snapshot": snapshot(answers, day), "unanswered": unanswered(answers)}
        if with_combined:
            results["combined"] = combined(dataset, results["snapshot"])
        for name, result in results.items():
            result.write.parquet(out.inside(f"{name}.parquet"))
        found = diagnostics(dataset, window, covered, days)
        out.write_json("diagnostics.json", found)
        out.delete(WORK)
        out.replace(source=counted.source if counted else None)
    return found, covered, counted
