"""The results that Polars and Python compute from the rows of a reference reader."""

from datetime import timedelta

import polars as pl

KEYS = ["channel_id", "video_id"]


def monthly(rows):
    """Return the monthly sums; a group of nulls has none."""
    views = pl.col("viewCount").cast(pl.Int64)
    return (
        rows.with_columns(month=pl.col("date").dt.strftime("%Y-%m"))
        .group_by([*KEYS, "month"])
        .agg(aggViewCount=pl.when(views.count() > 0).then(views.sum()))
    )


def gaps(rows):
    """Return each missing day up to the newest date."""
    had = {}
    for row in rows.iter_rows(named=True):
        had.setdefault(row["video_id"], set()).add(row["date"])
    end = rows["date"].max()
    missing = []
    for channel, video, created in rows.select(*KEYS, "created_date").unique().iter_rows():
        days = (end - created).days + 1 if end and created else 0
        expected = (created + timedelta(day) for day in range(days))
        missing += [(channel, video, created, day) for day in expected if day not in had[video]]
    return pl.DataFrame(
        missing,
        schema={**{key: pl.String for key in KEYS}, "created_date": pl.Date, "missing_date": pl.Date},
        orient="row",
    )
