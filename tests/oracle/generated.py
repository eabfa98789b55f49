"""Checks generated data with other readers, and its encoding with pyarrow's.

Usage: generated.py DAYTALLY, which is the command line to run.
"""

import datetime
import pathlib
import subprocess
import sys
import tempfile

import polars as pl
import pyarrow.parquet as pq

LAST = datetime.date(2023, 4, 18)
COLUMNS = ["channel_id", "video_id", "created_date", "date", "viewCount"]
# Days per video: few, so that the ids of a row group exceed their dictionary, and a usual number.
SHAPES = [(600_000, 3, 300_000), (600_000, 400, 1_048_576)]


def made(daytally, folder, layout, rows, avg_days, row_group):
    """Generate a file of a shape and return its path."""
    path = folder / f"{layout}-{avg_days}.parquet"
    shape = ["--rows", rows, "--avg-days", avg_days, "--row-group", row_group, "--layout", layout]
    subprocess.run([daytally, "generate", *map(str, shape), "-o", path], check=True, stdout=subprocess.DEVNULL)
    return path


def of_rows(name, table, rows, avg_days):
    """Yield problems of the rows of any layout."""
    if table.columns != COLUMNS:
        yield f"{name}: the columns are {table.columns}"
    if table.height != rows:
        yield f"{name}: {table.height} rows, expected {rows}"
    if sum(table.null_count().row(0)):
        yield f"{name}: there are nulls"
    if table.select("video_id", "date").is_duplicated().any():
        yield f"{name}: a video has a day twice"
    videos = table.group_by("video_id").agg(
        pl.col("channel_id").n_unique().alias("channels"),
        pl.col("created_date").n_unique().alias("created"),
        pl.len().alias("days"),
        (LAST - pl.col("created_date").first()).dt.total_days().alias("age"),
    )
    if videos.select(pl.col("channels", "created").max()).row(0) != (1, 1):
        yield f"{name}: a video has several channels or created dates"
    oldest = videos["age"].max() + 1
    if oldest > 2 * avg_days - 1:
        yield f"{name}: a video lives {oldest} days"
    lives = videos["age"].mean() + 1
    # Videos whose only days are missing do not appear, so short lives are rarer.
    if not 0.97 * avg_days < lives < 1.1 * avg_days:
        yield f"{name}: videos live {lives:.2f} days on average"
    channels = table.group_by("channel_id").agg(pl.col("video_id").n_unique().alias("videos"))
    if channels["videos"].max() > 40 or channels["videos"].mean() < 35:
        yield f"{name}: a channel has {channels['videos'].mean():.1f} videos"
    if not table["video_id"].str.contains("^[A-Za-z0-9_-]{10}[AEIMQUYcgkosw048]$").all():
        yield f"{name}: an id is not a valid video id"
    if not table["channel_id"].str.contains("^UC[A-Za-z0-9_-]{22}$").all():
        yield f"{name}: an id is not a valid channel id"
    early = (table["date"] < table["created_date"]).any() or table["date"].max() != LAST
    if early or (table["viewCount"] < 0).any():
        yield f"{name}: days or counts are out of bounds"
    expected = (videos["age"] + 1).sum()
    missing = 1 - rows / expected
    if not 0.003 < missing < (0.35 if avg_days < 10 else 0.03):
        yield f"{name}: {missing:.2%} of the days are missing"


def of_order(name, layout, table):
    """Yield problems of the order of the rows."""
    if layout == "daily":
        if not table["date"].is_sorted():
            yield f"{name}: not by date"
        days = table.group_by("date", maintain_order=True).agg(pl.col("video_id")).tail(2)["video_id"]
        before, last = (day.to_list() for day in days)
        both = set(before) & set(last)
        if [it for it in before if it in both] == [it for it in last if it in both]:
            yield f"{name}: two days have the videos in the same order"
        return
    for column in ["channel_id", "video_id"]:
        if table[column].rle().len() != table[column].n_unique():
            yield f"{name}: {column} is not in one piece"
    within = table.select((pl.col("date").diff() > pl.duration()).over("video_id").all()).item()
    if not within:
        yield f"{name}: a video's days are not in their order"


def of_encoding(name, path, row_group):
    """Yield differences from the encoding that pyarrow writes for the same rows."""
    again = path.with_suffix(".pyarrow")
    dictionaries = [column for column in COLUMNS if column != "viewCount"]
    table = pq.read_table(path)
    pq.write_table(table, again, row_group_size=row_group, use_dictionary=dictionaries, compression="snappy")
    ours, theirs = pq.read_metadata(path), pq.read_metadata(again)
    if pq.read_schema(path).remove_metadata() != table.schema.remove_metadata():
        yield f"{name}: another schema"
    if ours.num_row_groups != theirs.num_row_groups:
        yield f"{name}: {ours.num_row_groups} row groups, pyarrow's {theirs.num_row_groups}"
    overflows = 0
    for group in range(ours.num_row_groups):
        rows = ours.row_group(group).num_rows
        for index, column in enumerate(COLUMNS):
            left, right = (it.row_group(group).column(index) for it in (ours, theirs))
            where = f"{name}, row group {group}, {column}"
            if set(left.encodings) != set(right.encodings) or left.compression != right.compression:
                yield f"{where}: {left.encodings} {left.compression}, pyarrow's {right.encodings}"
            # pyarrow's page headers, for 20,000 rows each, contain statistics.
            headers = 100 * (rows // 20_000 + 1)
            sizes = left.total_uncompressed_size, right.total_uncompressed_size
            if abs(sizes[0] - sizes[1]) > 0.05 * sizes[1] + headers:
                yield f"{where}: {left.total_uncompressed_size} bytes, pyarrow's {right.total_uncompressed_size}"
            bounds = [(it.statistics.min, it.statistics.max, it.statistics.null_count) for it in (left, right)]
            if bounds[0] != bounds[1]:
                yield f"{where}: statistics {bounds[0]}, pyarrow's {bounds[1]}"
            rows = ours.row_group(group).num_rows
            # A dictionary takes less space than the plain text.
            overflows += column == "video_id" and left.total_uncompressed_size > 6 * rows
    if name.startswith("daily-3") and not overflows:
        yield f"{name}: no dictionary of ids overflows, which this check must cover"


def main(arguments):
    """Make each shape in each layout, and check them."""
    [daytally] = arguments
    problems, sizes = [], []
    with tempfile.TemporaryDirectory() as temporary:
        for rows, avg_days, row_group in SHAPES:
            tables = {}
            for layout in ["clustered", "daily"]:
                path = made(daytally, pathlib.Path(temporary), layout, rows, avg_days, row_group)
                name = path.stem
                tables[layout] = pl.read_parquet(path)
                problems += of_rows(name, tables[layout], rows, avg_days)
                problems += of_order(name, layout, tables[layout])
                problems += of_encoding(name, path, row_group)
                sizes.append(f"{name} {path.stat().st_size} bytes")
            both = [tables[layout].sort("video_id", "date") for layout in tables]
            if not both[0].equals(both[1]):
                problems.append(f"the layouts with {avg_days} days differ in more than their order")
    print("\n".join(problems) or f"generated data is correct: {', '.join(sizes)}")
    return 1 if problems else 0


sys.exit(main(sys.argv[1:]))
