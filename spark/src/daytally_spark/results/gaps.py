"""The gaps: days on which a video should have data but has none."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pyspark.sql import functions as F

from daytally_spark.errors import DaytallyError
from daytally_spark.results.series import SERIES, number, word
from daytally_spark.values.calendar import day_number, literal

if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Protocol

    from pyspark.sql import Column, DataFrame

    from daytally_spark.results.window import Window

    class Dated(Protocol):
        """Something on a day, such as an outage."""

        @property
        def day(self) -> int:
            """The day number."""


FORMS = ("list", "dates", "ranges")
# The roles that are read.
GAPS = (*SERIES, "date")


def check(form: str) -> None:
    """Raise `invalid_option` for an unknown form."""
    if form not in FORMS:
        message = f"there is no form {form!r} of the gaps; the forms are {', '.join(FORMS)}"
        raise DaytallyError("invalid_option", message)


def of_days(days: DataFrame, window: Window, form: str = "list", left_out: Sequence[Dated] = ()) -> DataFrame:
    """Return the gaps of `days` (from `series`) without the days of the outages in `left_out`."""
    check(form)
    # Series are distinct and their days ascend, so all forms are in order if the series are.
    found = missing(days, window, left_out, order=SERIES)
    if form == "list":
        return found.select(*SERIES, F.transform("missing", F.date_from_unix_date).alias("missing_dates"))
    if form == "dates":
        rows = found.select(*SERIES, F.explode("missing").alias("day"))
        return rows.select(*SERIES, F.date_from_unix_date("day").alias("missing_date"))
    return ranges(found, window)


def expecting(days: DataFrame, window: Window) -> DataFrame:
    """Return the series that expect data: uploaded on a day up to the end date."""
    return days.where(F.col("created_date") <= literal(window.end))


def missing(
    days: DataFrame,
    window: Window,
    left_out: Sequence[Dated] = (),
    beside: Sequence[str] = (),
    order: Sequence[str] = (),
) -> DataFrame:
    """Return the series with missing days, and `missing`, their ascending day numbers.

    Days of the outages in `left_out` are not missing. `beside` are other columns of `days` to keep.
    Rows are ordered by the columns `order`, if there are any.
    """
    expected = expecting(days, window)
    if window.end is None:
        return expected.select(*SERIES, *beside, F.array().cast("array<int>").alias("missing")).limit(0)
    others = (*SERIES, *beside)
    found = of_words(expected, window, others, order) if window.words else of_sets(expected, window, others, order)
    if not left_out:
        return found
    kept = F.array_except("missing", F.array(*(F.lit(each.day) for each in left_out)))
    return some(found, others, kept)


def missing_days(days: DataFrame, window: Window, left_out: Sequence[Dated] = ()) -> tuple[int, int, int]:
    """Count the missing days: (total, number of series, max of a series)."""
    size = F.size("missing").cast("bigint")
    found = missing(days, window, left_out).agg(F.sum(size), F.count("*"), F.max(size))
    [(total, series, longest)] = found.collect()
    return total or 0, series, longest or 0


def span(first: Column, last: Column) -> Column:
    """Return the ascending array of day numbers from `first` to `last`, possibly empty."""
    return F.when(first <= last, F.sequence(first, last)).otherwise(F.array().cast("array<int>"))


def in_order(frame: DataFrame, order: Sequence[str]) -> DataFrame:
    """Return a frame ordered by columns, if there are any."""
    return frame.orderBy(*order) if order else frame


def some(frame: DataFrame, others: Sequence[str], missing: Column) -> DataFrame:
    """Return the rows that miss a day: the columns `others` and `missing`."""
    # Spark would move a filter below a plain column, and compute the days twice.
    return frame.select(*others, F.explode(F.array(missing)).alias("missing")).where(F.size("missing") > 0)


def of_sets(days: DataFrame, window: Window, others: Sequence[str], order: Sequence[str]) -> DataFrame:
    """Subtract the set of a video's days from the expected days; there is an end date."""
    assert window.end is not None
    expected = F.sequence(number("created_date"), F.lit(day_number(window.end)))
    return in_order(some(days, others, F.array_except(expected, F.col("days"))), order)


def of_words(days: DataFrame, window: Window, others: Sequence[str], order: Sequence[str]) -> DataFrame:
    """Return the expected days whose bits in a video's words are 0; there is an end date."""
    assert window.end is not None
    created, end = number("created_date"), day_number(window.end)
    # Ordering computes its input twice: words are smaller than lists, and made faster.
    ordered = in_order(days, order)
    if window.first is None or window.last is None:
        return ordered.select(*others, span(created, F.lit(end)).alias("missing"))
    base, last = window.base, min(day_number(window.last), end)
    none = F.lit(0).cast("bigint")
    held = [F.coalesce(word(place), none) for place in range(window.words) if base + 64 * place <= last]
    parts = [span(created, F.lit(min(base - 1, end)))]
    if held:
        # One expression for all words: Spark plans and compiles it faster than one for each.
        lacking = F.transform(F.array(*held), lambda had, place: zeros(had, place * 64 + base, created, last))
        parts.append(F.flatten(lacking))
    parts.append(span(F.greatest(created, F.lit(max(last + 1, base))), F.lit(end)))
    return some(ordered, others, F.concat(*parts))


def zeros(held: Column, start: Column, created: Column, last: int) -> Column:
    """Return the days of a word's zero bits, from `created` to `last`; the lowest bit is the day `start`."""
    days = span(F.greatest(created, start), F.least(start + 63, F.lit(last)))
    absent = F.filter(days, lambda day: F.call_function("shiftright", held, day - start).bitwiseAND(1) == 0)
    return F.when(held == -1, F.array().cast("array<int>")).when(held == 0, days).otherwise(absent)


def runs(found: DataFrame) -> DataFrame:
    """Return a row for each run of missing days, `first` to `last`, with the other columns."""
    days = F.col("missing")
    starts = F.filter(days, lambda day, at: (at == 0) | (F.get(days, at - 1) != day - 1))
    ends = F.filter(days, lambda day, at: (at == F.size(days) - 1) | (F.get(days, at + 1) != day + 1))
    others = [name for name in found.columns if name != "missing"]
    return found.select(*others, F.inline(F.arrays_zip(starts.alias("first"), ends.alias("last"))))


def ranges(found: DataFrame, window: Window) -> DataFrame:
    """Return a row for each run of missing days with its position between upload and end date."""
    first = F.col("first") == number("created_date")
    last = F.col("last") == F.lit(day_number(window.end) if window.end else None)
    kind = F.when(first & last, "whole").when(first, "leading").when(last, "trailing").otherwise("inner")
    return runs(found).select(
        *SERIES,
        F.date_from_unix_date("first").alias("gap_start"),
        F.date_from_unix_date("last").alias("gap_end"),
        (F.col("last") - F.col("first") + 1).cast("bigint").alias("days"),
        kind.alias("kind"),
    )
