"""Writes small files with other writers, each in an environment that has it.

Usage: writers.py duckdb (DuckDB 0.9.2), writers.py fastparquet (2024.11 or later), or
writers.py deltas (DuckDB 2.0)
"""

import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
DAYS = ["2023-01-01", "2023-01-02", "2023-01-04"]


def duckdb():
    """Write dictionaries; DuckDB 0.9.2 does not count their header in the data offset."""
    import duckdb as engine

    engine.sql(
        """select 'UC' || (v % 3) as channel_id, 'video-' || v as video_id,
        date '2020-01-01' as created_date, date '2020-01-01' + d::int as date,
        ((v * 1000 + d) % 977)::bigint as "viewCount" from range(1, 3) a(v), range(50) b(d)
        where d <> 14 order by video_id, date"""
    ).write_parquet(str(HERE / "writers/duckdb_0_9_2.parquet"), compression="snappy")


def deltas():
    """Write counts in DELTA_BINARY_PACKED with miniblocks of 256 values."""
    import duckdb as engine

    engine.execute(
        f"""copy (select 'UCa' as channel_id, 'video-1' as video_id,
        date '2020-01-01' as created_date, date '2020-01-01' + d::int as date,
        (hash(d) % 100000)::bigint as "viewCount" from range(1200) b(d))
        to '{HERE / "writers/deltas_of_256.parquet"}' (format parquet, parquet_version v2)"""
    )


def fastparquet():
    """Write fastparquet's empty lists, its INT96, and its fixed-length ids with trailing spare bytes."""
    import fastparquet as writer
    import pandas as pd

    rows = pd.DataFrame(
        {
            "channel_id": ["UCa"] * 6,
            "video_id": ["v1"] * 3 + ["v2"] * 3,
            "created_date": pd.to_datetime(["2023-01-01"] * 6),
            "date": pd.to_datetime(DAYS * 2),
            "viewCount": range(6),
        }
    )
    writer.write(str(HERE / "writers/fastparquet.parquet"), rows)
    writer.write(str(HERE / "writers/fastparquet_int96.parquet"), rows, times="int96")
    rows["video_id"] = ["v1", "v1", None, "v2", "v2", "v2"]
    widths = {"channel_id": 3, "video_id": 2}
    writer.write(str(HERE / "writers/fastparquet_fixed_text.parquet"), rows, fixed_text=widths, has_nulls=["video_id"])
    for name in widths:
        rows[name] = [text.encode() if isinstance(text, str) else None for text in rows[name]]
    options = {"object_encoding": {name: "bytes" for name in widths}, "compression": "GZIP"}
    writer.write(str(HERE / "writers/fastparquet_fixed_bytes.parquet"), rows, fixed_text=widths, **options)


if __name__ == "__main__":
    {"duckdb": duckdb, "deltas": deltas, "fastparquet": fastparquet}[sys.argv[1]]()
