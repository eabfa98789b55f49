"""The monthly views of the objects of a store, in another engine.

Usage: peers.py ENGINE HOST THREADS, where ENGINE is polars or duckdb, and HOST is an S3-compatible server with a
bucket `views`. Prints JSON: the version, the seconds, the rows, and the sum of views.
"""

import importlib.util
import json
import os
import pathlib
import sys
import time

ENGINE, HOST, THREADS = sys.argv[1:4]
URL = "s3://views/"


def load_httpfs(base):
    """Loads DuckDB's reader of stores, from the package duckdb-extension-httpfs if it is installed."""
    found = importlib.util.find_spec("duckdb_extension_httpfs")
    folders = found.submodule_search_locations if found else []
    files = [path for folder in folders for path in pathlib.Path(folder).rglob("httpfs.duckdb_extension")]
    if files:
        base.execute(f"load '{files[0]}'")
    else:
        base.execute("install httpfs")
        base.execute("load httpfs")


def in_polars():
    """Yields the version, then the rows and the sum of views."""
    os.environ["POLARS_MAX_THREADS"] = THREADS
    import polars as pl

    yield pl.__version__
    store = {
        "aws_endpoint_url": f"http://{HOST}",
        "aws_region": "us-east-1",
        "aws_allow_http": "true",
        "aws_skip_signature": "true",
    }
    monthly = (
        pl.scan_parquet(URL, storage_options=store)
        .group_by("channel_id", "video_id", pl.col("date").dt.month_start().alias("month"))
        .agg(pl.col("viewCount").sum().alias("aggViewCount"))
        .with_columns(pl.col("month").dt.strftime("%Y-%m"))
        .collect(engine="streaming")
    )
    yield monthly.height, monthly["aggViewCount"].sum()


def in_duckdb():
    """Yields the same."""
    import duckdb

    base = duckdb.connect()
    load_httpfs(base)
    base.execute(f"set threads={THREADS}")
    base.execute(f"create secret (type s3, endpoint '{HOST}', use_ssl false, url_style 'path', region 'us-east-1')")
    yield duckdb.__version__
    base.execute(
        "create table monthly as select channel_id, video_id, strftime(date, '%Y-%m') as month, "
        f"sum(\"viewCount\") as aggViewCount from read_parquet('{URL}*.parquet') group by all"
    )
    yield base.execute("select count(*), sum(aggViewCount)::hugeint from monthly").fetchone()


def main():
    """Times the question."""
    steps = {"polars": in_polars, "duckdb": in_duckdb}[ENGINE]()
    version = next(steps)
    began = time.perf_counter()
    rows, views = next(steps)
    seconds = time.perf_counter() - began
    print(json.dumps({"version": version, "seconds": seconds, "rows": int(rows), "views": int(views)}))


main()
