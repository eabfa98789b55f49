"""The results of rows whose columns have roles: of files, and of DataFrames."""

from __future__ import annotations

from typing import TYPE_CHECKING

from daytally_spark.quality.diagnostics import diagnostics
from daytally_spark.quality.gap_options import GapOptions
from daytally_spark.reading.rows import Rows
from daytally_spark.results import fetch_summary
from daytally_spark.results import window as windows
from daytally_spark.results.combined import combined
from daytally_spark.results.gaps import GAPS
from daytally_spark.results.monthly import MONTHLY, sums
from daytally_spark.results.series import SERIES
from daytally_spark.results.snapshot import fetch, snapshot
from daytally_spark.results.window import as_day
from daytally_spark.values.calendar import today
from daytally_spark.values.role import ROLES

if TYPE_CHECKING:
    from datetime import date
    from typing import Any

    from pyspark.sql import DataFrame

    from daytally_spark.provider import Provider


class Questions(Rows):
    """One method for each result, which is a DataFrame."""

    def monthly(self) -> DataFrame:
        """Return the sum of counts by `channel_id, video_id, month` (text YYYY-MM), in that order.

        `aggViewCount` is a bigint. A sum that does not fit in 64 bits fails the job with `sum_overflow`.
        Raises `missing_column`, `unreadable_type` and `unreadable_values` if there are no such columns.
        """
        self.prepare(MONTHLY)
        return sums(self.frame(*MONTHLY))

    def gaps(
        self,
        end_date: date | str | None = None,
        form: str = "list",
        *,
        exclude_outages: bool = False,
        outage_share: float | None = None,
        max_gap_days: int | None = None,
    ) -> DataFrame:
        """Return the days without data of each series, up to `end_date`, inclusive.

        `end_date` is a date, its text `YYYY-MM-DD`, or None for the newest date of the data. `form` is
        `list`, `dates` or `ranges`; the function `gaps` describes their columns and the other options.
        Raises `invalid_option` for other values, `over_limit`, and the errors of `monthly`.
        """
        options = GapOptions(form, exclude_outages, outage_share, max_gap_days).without_needless()
        end = as_day(end_date)
        self.prepare(GAPS)
        return options.gaps(self.frame(*GAPS), windows.of(self, end))[0]

    def fetch(self, provider: Provider, path: str, batch_size: int | None = None) -> DataFrame:
        """Fetch a count of every video, and write the answers below the folder `path`.

        `snapshot` and `unanswered` of the package take the answers. `path` must be where all executors
        can write; delete it afterwards. The function `fetch` describes calls, batches and errors.
        """
        self.prepare(SERIES)
        return fetch(self.frame(*SERIES), provider, path, batch_size)

    def snapshot(
        self, provider: Provider, path: str, run_date: date | str | None = None, batch_size: int | None = None
    ) -> DataFrame:
        """Fetch a count of every video by `fetch`, and return a row for each series whose video was answered.

        `run_date` is the day that the counts are of, today by default. Raises `provider` if no video was
        answered, and the errors of `fetch`.
        """
        day = as_day(run_date) or today(self.zone)
        answers = self.fetch(provider, path, batch_size)
        fetch_summary.of(answers, day)
        return snapshot(answers, day)

    def combined(self, snapshot: DataFrame) -> DataFrame:
        """Return the five roles: all rows of the input, then those of `snapshot`.

        Rows of files are ordered by path and row. A DataFrame has no order.
        """
        self.prepare(ROLES)
        return combined(self, snapshot)

    def diagnostics(self, end_date: date | str | None = None) -> dict[str, Any]:
        """Return the fields of `diagnostics.json` with warnings and counts of issues, in a few jobs.

        `end_date` is that of `gaps`. Raises the errors of `monthly`.
        """
        self.prepare(ROLES)
        return diagnostics(self, windows.of(self, end_date))
