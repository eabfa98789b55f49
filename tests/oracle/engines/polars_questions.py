"""The results in Polars, computed from a lazy frame of the five columns."""

import polars as pl

from results import simulator

VIDEO = ["channel_id", "video_id", "created_date"]
ROW = [*VIDEO, "date", "viewCount"]
NAMES = (
    "monthly",
    "gaps-list",
    "gaps-dates",
    "gaps-ranges",
    "snapshot",
    "unanswered",
    "combined",
)


class Answers:
    """The results of one input, each in the specified order."""

    def __init__(self, data, end_date, run_date):
        types = (pl.String, pl.String, pl.Date, pl.Date, pl.Int64)
        self.data = data.select(pl.col(name).cast(kind) for name, kind in zip(ROW, types))
        self.end = end_date or self.data.select(pl.col("date").max()).collect().item()
        self.run_date = run_date

    def of(self, name):
        """Return the frame of one result."""
        return getattr(self, name.replace("-", "_"))()

    def monthly(self):
        """Sum the views by channel, video and month."""
        month = pl.col("date").dt.strftime("%Y-%m").alias("month")
        views = pl.col("viewCount")
        some = views.is_not_null().any()
        total = pl.when(some).then(views.cast(pl.Int128).sum()).alias("aggViewCount")
        months = self.data.with_columns(pl.col("date").dt.month_start())
        sums = months.group_by("channel_id", "video_id", "date").agg(total)
        named = sums.with_columns(month, pl.col("aggViewCount").cast(pl.Int64))
        keys = ["channel_id", "video_id", "month"]
        return finished(named.select(*keys, "aggViewCount"), keys)

    def gaps_list(self):
        """Return the missing days of each video."""
        days = self.data.group_by("video_id").agg(pl.col("date").unique().alias("days"))
        end = pl.lit(self.end, pl.Date)
        videos = self.data.select(VIDEO).unique().filter(pl.col("created_date") <= end)
        expected = pl.date_ranges("created_date", end)
        missing = expected.list.set_difference("days").list.sort().alias("missing_dates")
        found = videos.join(days, on="video_id", nulls_equal=True).select(*VIDEO, missing)
        return finished(found.filter(pl.col("missing_dates").list.len() > 0), VIDEO)

    def gaps_dates(self):
        """Return a row for each missing day."""
        rows = self.gaps_list().explode("missing_dates")
        return rows.rename({"missing_dates": "missing_date"})

    def gaps_ranges(self):
        """Return a row for each unbroken run of missing days."""
        day = pl.col("missing_date")
        numbers = day.to_physical() - pl.int_range(pl.len()).over(VIDEO)
        runs = self.gaps_dates().lazy().with_columns(numbers.alias("run"))
        found = runs.group_by(*VIDEO, "run").agg(
            day.min().alias("gap_start"),
            day.max().alias("gap_end"),
            pl.len().cast(pl.Int64).alias("days"),
        )
        first = pl.col("gap_start") == pl.col("created_date")
        last = pl.col("gap_end") == pl.lit(self.end, pl.Date)
        kind = (
            pl.when(first & last)
            .then(pl.lit("whole"))
            .when(first)
            .then(pl.lit("leading"))
            .when(last)
            .then(pl.lit("trailing"))
            .otherwise(pl.lit("inner"))
            .alias("kind")
        )
        wanted = found.select(*VIDEO, "gap_start", "gap_end", "days", kind)
        return finished(wanted, [*VIDEO, "gap_start"])

    def snapshot(self):
        """Return a row with the simulator's views for each video."""
        videos = self.data.select(VIDEO).unique().drop_nulls("video_id")
        frame = finished(videos, VIDEO)
        views = [simulator.views(video) for video in frame["video_id"]]
        return frame.with_columns(
            pl.lit(self.run_date).alias("date"),
            pl.Series("viewCount", views, pl.Int64),
        )

    def unanswered(self):
        """Return the videos without an answer; the simulator answers all."""
        return pl.DataFrame(schema={"video_id": pl.String, "reason": pl.String})

    def combined(self):
        """Return every input row unchanged, followed by the snapshot."""
        return pl.concat([self.data.collect(engine="streaming"), self.snapshot()])


def finished(frame, keys):
    """Collect a lazy frame in the order of its keys, nulls first."""
    return frame.collect(engine="streaming").sort(keys, nulls_last=False)


def difference(name, found, wanted):
    """Return a description of the first difference of two frames, or None."""
    if found.schema != wanted.schema:
        return f"{name}: has {dict(found.schema)}, Polars {dict(wanted.schema)}"
    if found.height != wanted.height:
        return f"{name}: has {found.height} rows, Polars {wanted.height}"
    for column in wanted.columns:
        same = found[column].eq_missing(wanted[column])
        if not same.all():
            row = same.arg_min()
            return f"{name}: row {row} is {found.row(row)}, Polars has {wanted.row(row)}"
    return None
