"""The results of a DataFrame in one call each."""

from __future__ import annotations

from typing import TYPE_CHECKING

from daytally_spark.quality.gap_options import GapOptions
from daytally_spark.reading import frame_columns
from daytally_spark.reading.rows import by_role, formats_by_role
from daytally_spark.results import monthly as months
from daytally_spark.results import window as windows
from daytally_spark.results.gaps import GAPS
from daytally_spark.values.calendar import checked_zone

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

    from pyspark.sql import DataFrame

    from daytally_spark.results.window import Window
    from daytally_spark.values.date_format import DateFormat


def monthly(
    frame: DataFrame,
    timezone: str | None = None,
    columns: Mapping[str, str] | None = None,
    date_formats: Mapping[str, str | DateFormat] | None = None,
) -> DataFrame:
    """Return the sum of counts by `channel_id, video_id, month`, in that order.

    `frame` is any DataFrame with columns for `channel_id`, `video_id`, `date` and `viewCount`: ids as
    text or bytes, days as dates, timestamps or text, counts as numbers or text. Columns are found by
    the names of the roles and their aliases, such as `publishedAt`, or by `columns`, names by role.
    `timezone` converts instants to days, UTC by default. `date_formats` has formats by role, such as
    `{"date": "%d/%m/%Y"}`. `month` is text YYYY-MM, null without a date. `aggViewCount` is a bigint,
    null if no count of the group is known.

    Raises `missing_column`, `ambiguous_column`, `unreadable_type` and `invalid_option`. The job fails
    with `unreadable_values` for a value that cannot be read, and with `sum_overflow` for a sum that
    does not fit in 64 bits.

    >>> monthly(spark.read.table("main.yt.views")).show()
    """
    return months.sums(roles(frame, months.MONTHLY, timezone, columns, date_formats))


def gaps(
    frame: DataFrame,
    end_date: date | str | Window | None = None,
    form: str = "list",
    timezone: str | None = None,
    columns: Mapping[str, str] | None = None,
    date_formats: Mapping[str, str | DateFormat] | None = None,
    *,
    exclude_outages: bool = False,
    outage_share: float | None = None,
    max_gap_days: int | None = None,
) -> DataFrame:
    """Return the days without data of each series, from its created date to `end_date`, inclusive.

    `frame` is any DataFrame with columns for `channel_id`, `video_id`, `created_date` and `date`, which
    are found and read as by `monthly`. `end_date` is a date, its text `YYYY-MM-DD`, or None for the
    newest date of the frame. One job finds the date range of the frame before the job of the result.

    Every row begins with `channel_id, video_id, created_date`; rows are in this order, then by day.

    - `list`: a row for each series, with `missing_dates`, an ascending array of dates.
    - `dates`: a row for each `missing_date`.
    - `ranges`: a row for each run of days: `gap_start, gap_end` (dates, both inclusive), `days` (their
      number, bigint), and `kind` (`leading`, `inner`, `trailing` or `whole`).

    Series without missing days are omitted. With `exclude_outages`, the days of outages are not
    missing; `outage_share` is a fixed threshold for them, above 0 and up to 1. More than `max_gap_days`
    missing days raise `over_limit`, except as `ranges`. Both take another pass over the frame.

    Raises `invalid_option` for an unknown form and for text that is not a day, and the errors of
    `monthly`.

    >>> gaps(spark.read.table("main.yt.views"), end_date="2023-05-02", form="ranges").show()
    """
    options = GapOptions(form, exclude_outages, outage_share, max_gap_days).without_needless()
    end = end_date if isinstance(end_date, windows.Window) else windows.as_day(end_date)
    read = roles(frame, GAPS, timezone, columns, date_formats)
    return options.gaps(read, windows.of_frame(read, end))[0]


def roles(
    frame: DataFrame,
    wanted: Sequence[str],
    timezone: str | None,
    columns: Mapping[str, str] | None,
    date_formats: Mapping[str, str | DateFormat] | None,
) -> DataFrame:
    """Return the roles `wanted` of a frame, with checked options."""
    named, formats = by_role(columns, "columns"), formats_by_role(date_formats)
    return frame_columns.strict(frame, wanted, checked_zone(timezone), named, formats)
