"""The gaps: days on which a video should have data but has none."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pyspark.sql import functions as F

from daytally_spark.errors import DaytallyError
from daytally_spark.results.series import SERIES, number, shifted, word
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
    found = of_words(expected, window, beside, order) if window.words else of_sets(expected, window, beside, order)
    if not left_out:
        return found
    others = F.array_except("missing", F.array(*(F.lit(each.day) for each in left_out)))
    return found.select(*SERIES, others.alias("missing")).where(F.size("missing") > 0)


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


def of_sets(days: DataFrame, window: Window, beside: Sequence[str], order: Sequence[str]) -> DataFrame:
    """Subtract the set of a video's days from the expected days; there is an end date."""
    assert window.end is not None
    expected = F.sequence(number("created_date"), F.lit(day_number(window.end)))
    absent = F.array_except(expected, F.col("days"))
    found = days.select(*SERIES, *beside, absent.alias("missing")).where(F.size("missing") > 0)
    return in_order(found, order)


def of_words(days: DataFrame, window: Window, beside: Sequence[str], order: Sequence[str]) -> DataFrame:
    """Subtract the bits of a video's days from the expected bits; there is an end date."""
    assert window.end is not None
    created, end = number("created_date"), day_number(window.end)
    if window.first is None or window.last is None:
        return in_order(days, order).select(*SERIES, *beside, span(created, F.lit(end)).alias("missing"))
    base, last = window.base, min(day_number(window.last), end)
    absent = []
    for place in range(window.words):
        start = base + 64 * place
        until = min(64, last - start + 1)
        if until <= 0:
            break
        before = (created - start).cast("int")
        expected = F.when(before >= 64, 0).when(before <= 0, -1).otherwise(shifted(F.lit(-1).cast("bigint"), before))
        ends = -1 if until == 64 else 2**until - 1
        had = F.coalesce(F.col(word(place)), F.lit(0).cast("bigint"))
        lacks = F.bitwise_not(had).bitwiseAND(expected.cast("bigint")).bitwiseAND(F.lit(ends).cast("bigint"))
        absent.append((start, lacks.alias(f"lacks_{place}")))
    outside = (created < base) | F.lit(end > last)
    lacking = days.select(*SERIES, *beside, *(lacks for _, lacks in absent))
    some = outside & (created <= end)
    for place in range(len(absent)):
        some = some | (F.col(f"lacks_{place}") != 0)
    parts = [span(created, F.least(F.lit(base - 1), F.lit(end)))]
    parts += [bits(f"lacks_{place}", start) for place, (start, _) in enumerate(absent)]
    parts.append(span(F.greatest(created, F.lit(max(last + 1, base))), F.lit(end)))
    # Ordering computes its input twice: words are smaller than lists, and made faster.
    return in_order(lacking.where(some), order).select(*SERIES, *beside, F.concat(*parts).alias("missing"))


def bits(name: str, start: int) -> Column:
    """Return the days of the bits of a word; most words have none."""
    held = F.filter(
        F.sequence(F.lit(0), F.lit(63)),
        lambda bit: F.call_function("shiftright", F.col(name), bit).bitwiseAND(1) == 1,
    )
    days = F.transform(held, lambda bit: bit + F.lit(start))
    return F.when(F.col(name) == 0, F.array().cast("array<int>")).otherwise(days)


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
