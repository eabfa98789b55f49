"""Runs the same three questions, in sequence, in another engine.

Usage: peers.py ENGINE FILE [THREADS], where ENGINE is polars or duckdb. Prints JSON: seconds for
each question, and what it found, so that a comparison of times can check that the answers are the same.
"""

import json
import os
import sys
import time

ENGINE, PATH = sys.argv[1:3]
THREADS = int(sys.argv[3]) if len(sys.argv) > 3 else 2
END = "2023-04-18"


def in_polars():
    """Yields the version, then for each result its rows and a sum that checks it."""
    os.environ["POLARS_MAX_THREADS"] = str(THREADS)
    import datetime

    import polars as pl

    views = pl.scan_parquet(PATH)
    yield pl.__version__
    monthly = (
        views.group_by("channel_id", "video_id", pl.col("date").dt.month_start().alias("month"))
        .agg(pl.col("viewCount").sum().alias("aggViewCount"))
        .with_columns(pl.col("month").dt.strftime("%Y-%m"))
        .collect(engine="streaming")
    )
    yield monthly.height, monthly["aggViewCount"].sum()
    del monthly
    series = ("channel_id", "video_id", "created_date")
    expected = pl.date_ranges("created_date", datetime.date.fromisoformat(END))
    gaps = (
        views.group_by(*series)
        .agg(pl.col("date").unique().alias("days"))
        .with_columns(expected.list.set_difference("days").list.sort().alias("missing_dates"))
        .drop("days")
        .filter(pl.col("missing_dates").list.len() > 0)
        .collect(engine="streaming")
    )
    yield gaps.height, gaps["missing_dates"].list.len().sum()
    del gaps
    videos = views.select(*series).unique().collect(engine="streaming")
    yield videos.height, 0


def in_duckdb():
    """Yields the same, from SQL tables in memory."""
    import duckdb

    base = duckdb.connect()
    base.execute(f"set threads={THREADS}")
    path = PATH.replace("'", "''")
    yield duckdb.__version__
    base.execute(
        "create table monthly as select channel_id, video_id, strftime(date, '%Y-%m') as month, "
        f"sum(\"viewCount\") as aggViewCount from '{path}' group by all"
    )
    yield base.execute("select count(*), sum(aggViewCount)::hugeint from monthly").fetchone()
    base.execute("drop table monthly")
    base.execute(
        f"""create table gaps as
        with known as (
          select channel_id, video_id, created_date from '{path}' group by all
        ), expected as (
          select channel_id, video_id, created_date,
            unnest(generate_series(created_date, date '{END}', interval 1 day))::date as day
          from known
        ), missing as (
          select expected.* from expected anti join '{path}' as there
            on expected.video_id = there.video_id and expected.channel_id = there.channel_id
            and expected.created_date = there.created_date and expected.day = there.date
        )
        select channel_id, video_id, created_date, list(day order by day) as missing_dates
        from missing group by all"""
    )
    yield base.execute("select count(*), sum(len(missing_dates)) from gaps").fetchone()
    base.execute("drop table gaps")
    base.execute(f"create table videos as select distinct channel_id, video_id, created_date from '{path}'")
    yield base.execute("select count(*), 0 from videos").fetchone()


def main():
    """Times each question."""
    steps = {"polars": in_polars, "duckdb": in_duckdb}[ENGINE]()
    report = {"version": next(steps), "seconds": {}, "counts": {}}
    names = [("monthly", "views"), ("gapsList", "gapsDates"), ("snapshot", "")]
    for name, other in names:
        began = time.perf_counter()
        rows, found = next(steps)
        report["seconds"][name] = time.perf_counter() - began
        report["counts"][name] = int(rows)
        if other:
            report["counts"][other] = int(found)
    print(json.dumps(report))


main()
