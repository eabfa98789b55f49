"""Writes the small Parquet files of the fixtures."""

from datetime import date

import pyarrow as pa
import pyarrow.parquet as pq

PLAIN = {
    "channel_id": pa.string(),
    "video_id": pa.string(),
    "created_date": pa.date32(),
    "date": pa.date32(),
    "viewCount": pa.int64(),
}


def day(value):
    """Return the date of ISO text."""
    return date.fromisoformat(value) if isinstance(value, str) else value


def sheet(rows, types=None, names=None):
    """Make a table of (channel, video, created, date, views) rows."""
    kinds = {**PLAIN, **(types or {})}
    columns = list(zip(*rows)) if rows else [()] * len(kinds)
    arrays = [array(values, kind) for values, kind in zip(columns, kinds.values(), strict=True)]
    return pa.table(arrays, names=names or list(kinds))


def array(values, kind):
    """Return an array; ISO text is parsed if the type is a date."""
    if pa.types.is_date(kind):
        values = [day(value) for value in values]
    return pa.array(values, kind)


def write(path, table, **options):
    """Write a table as one Parquet file, and create its folder."""
    path.parent.mkdir(parents=True, exist_ok=True)
    pq.write_table(table, path, **{"compression": "snappy", **options})


def groups(path, tables, **options):
    """Write each table as a row group."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with pq.ParquetWriter(path, tables[0].schema, compression="snappy", **options) as file:
        for table in tables:
            file.write_table(table)


def one(rows, types=None, names=None, **options):
    """Return a writer of a single file `views.parquet`."""
    return lambda folder: write(folder / "views.parquet", sheet(rows, types, names), **options)


def span(channel, video, created, first, last, views=1, skip=()):
    """Return a row for each day from `first` to `last`, without the days to skip."""
    numbers = range(day(first).toordinal(), day(last).toordinal() + 1)
    days = [date.fromordinal(number).isoformat() for number in numbers]
    return [(channel, video, created, each, views) for each in days if each not in skip]
