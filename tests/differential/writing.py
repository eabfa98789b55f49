"""Writes files of rows with several engines."""

import subprocess
import tempfile
from collections import Counter
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

import duckdb
import polars as pl
import pyarrow as pa
import pyarrow.parquet as pq

import hive
import kinds
import spark_writing
from rows.role import ALIASES, ROLES

CODECS = ("none", "snappy", "gzip", "zstd", "brotli", "lz4")
ENCODINGS = {
    pa.types.is_integer: ("PLAIN", "DELTA_BINARY_PACKED", "BYTE_STREAM_SPLIT"),
    pa.types.is_date: ("PLAIN", "DELTA_BINARY_PACKED", "BYTE_STREAM_SPLIT"),
    pa.types.is_timestamp: ("PLAIN", "DELTA_BINARY_PACKED", "BYTE_STREAM_SPLIT"),
    pa.types.is_floating: ("PLAIN", "BYTE_STREAM_SPLIT"),
    pa.types.is_decimal: ("PLAIN", "DELTA_BYTE_ARRAY", "BYTE_STREAM_SPLIT"),
    **{
        test: ("PLAIN", "DELTA_BYTE_ARRAY", "DELTA_LENGTH_BYTE_ARRAY")
        for test in (pa.types.is_string, pa.types.is_large_string, pa.types.is_binary, pa.types.is_large_binary)
    },
}
# The command line under test, which is also a writer.
PROGRAM = None
# The Spark session for parts that Spark writes.
SPARK = None
# How often each writer rejected a table, which pyarrow then wrote with default options.
REFUSED = Counter()
REFUSALS = (
    duckdb.Error,
    pl.exceptions.PolarsError,
    pl.exceptions.PanicException,
    pa.ArrowException,
    OSError,
    ValueError,
    TypeError,
)


@dataclass
class Part:
    """One file: its rows, its types, and the seed of all other random choices."""

    name: str
    rows: list
    kinds: tuple
    writer: str
    seed: int
    names: tuple = ROLES
    extra: bool = False
    # The number of rows of each row group, which may be 0; empty means one row group.
    groups: tuple = field(default=())
    # The index of the column that becomes folders, and whether this module writes the folders.
    partition: int | None = None
    by_hand: bool = True
    # Whether a name with dots is a field of structs, and the date formats, by column index.
    nested: bool = False
    formats: tuple = (None,) * len(ROLES)


def names(chance):
    """Return a column name for each role: the default name or an alias."""
    if chance.random() < 0.7:
        return ROLES
    found = [chance.choice((role, *ALIASES[role])) for role in ROLES]
    return tuple(padded(chance, name) if chance.random() < 0.1 else name for name in found)


def padded(chance, name):
    """Add ignored characters around a name."""
    return chance.choice(("\ufeff", " ", "")) + name + chance.choice((" ", "\u00a0", ""))


def table(part, chance):
    """Make the table of a file."""
    columns = list(zip(*part.rows)) if part.rows else [()] * len(ROLES)
    arrays = (
        kinds.array(chance, list(values), place, kind, part.formats[place])
        for place, (values, kind) in enumerate(zip(columns, part.kinds))
    )
    made = dict(zip(part.names, arrays))
    if part.nested:
        made = in_structs(made)
    if part.extra:
        made["notes"] = pa.array([["a", None]] * len(part.rows), pa.list_(pa.string()))
    order = list(made)
    if part.extra:
        chance.shuffle(order)
    return pa.table({name: made[name] for name in order})


def in_structs(made):
    """Combine columns whose names share a prefix up to a dot into structs."""
    found = {}
    for name, array in made.items():
        first, _, rest = name.partition(".")
        found.setdefault(first if rest else name, {})[rest] = array
    return {
        first: fields[""]
        if "" in fields
        else pa.StructArray.from_arrays([one_chunk(each) for each in fields.values()], list(fields))
        for first, fields in found.items()
    }


def one_chunk(array):
    """Return an array as one chunk."""
    return array.combine_chunks() if isinstance(array, pa.ChunkedArray) else array


def write(part, folder, chance):
    """Write a file, or folders of files, to a folder."""
    path = Path(folder) / part.name
    path.parent.mkdir(parents=True, exist_ok=True)
    if part.writer == "empty":
        path.touch()
        return
    made = table(part, chance)
    try:
        if part.writer == "spark":
            from_spark(made, path, part, chance)
        elif part.partition is None:
            WRITERS[part.writer](made, path, part, chance)
        else:
            with hive.Folder(path.parent, path.stem) as apart:
                partitioned(made, apart, part, chance)
    except REFUSALS:
        # Not every engine supports every type and encoding.
        REFUSED[part.writer] += 1
        pq.write_table(made, path)


def partitioned(made, folder, part, chance):
    """Write folders with hive keys."""
    if part.by_hand:
        hive.by_hand(made, folder, part, lambda rows, path: WRITERS[part.writer](rows, path, part, chance))
    elif part.writer == "duckdb":
        hive.by_duckdb(made, folder, part, duckdb.connect())
    else:
        {"pyarrow": hive.by_pyarrow, "polars": hive.by_polars}[part.writer](made, folder, part)


def from_spark(made, path, part, chance):
    """Write with Spark: a folder of part files with _SUCCESS and checksums."""
    with hive.Folder(path.parent, path.stem) as apart:
        spark_writing.write(SPARK, made, apart, part, chance)


def by_pyarrow(made, path, part, chance):
    """Write with pyarrow: all codecs, encodings and versions, tiny pages, empty row groups."""
    version = chance.choice(("1.0", "2.0"))
    options = {
        "compression": chance.choice(CODECS),
        "data_page_version": version,
        "write_statistics": chance.random() < 0.8,
        "store_schema": chance.random() < 0.8,
        "write_page_checksum": chance.random() < 0.3,
        "write_page_index": chance.random() < 0.3,
    }
    if chance.random() < 0.4:
        options |= {"write_batch_size": chance.choice((1, 4, 64)), "data_page_size": chance.choice((1, 64))}
    if chance.random() < 0.2:
        options |= {"use_deprecated_int96_timestamps": True}
    if chance.random() < 0.4:
        options |= {"use_dictionary": False, "column_encoding": encodings(made, chance)}
    elif chance.random() < 0.3:
        options |= {"dictionary_pagesize_limit": 64, "write_batch_size": 4}
    if chance.random() < 0.3:
        options |= {"store_decimal_as_integer": True}
    with pq.ParquetWriter(path, made.schema, **options) as file:
        if not part.rows and chance.random() < 0.5:
            # No row group at all.
            return
        for group in groups(made, part):
            file.write_table(group, row_group_size=max(1, group.num_rows))


def groups(made, part):
    """Yield the row groups of a table."""
    start = 0
    for length in part.groups:
        yield made.slice(start, length)
        start += length
    if start < made.num_rows or not part.groups:
        yield made.slice(start)


def encodings(made, chance):
    """Return an encoding for each column that supports more than one."""
    found = {}
    for column in made.schema:
        for test, choices in ENCODINGS.items():
            if test(column.type):
                found[column.name] = chance.choice(choices)
    return found


def by_duckdb(made, path, part, chance):
    """Write with DuckDB."""
    database = duckdb.connect()
    database.register("made", made)
    codec = chance.choice(("uncompressed", "snappy", "gzip", "zstd", "brotli", "lz4_raw"))
    version = chance.choice(("v1", "v2"))
    size = chance.choice((2048, 122_880))
    database.execute(
        f"copy made to '{path}' (format parquet, codec {codec}, parquet_version {version}, row_group_size {size})"
    )


def by_polars(made, path, part, chance):
    """Write with Polars."""
    frame = pl.from_arrow(made)
    frame.write_parquet(
        path,
        compression=chance.choice(("uncompressed", "snappy", "gzip", "zstd", "brotli", "lz4")),
        statistics=chance.random() < 0.7,
        row_group_size=chance.choice((None, 7)),
        data_page_size=chance.choice((None, 64)),
    )


def by_daytally(made, path, part, chance):
    """Write the combined result of Daytally: the rows, followed by a snapshot."""
    with tempfile.TemporaryDirectory() as folder:
        views = Path(folder) / "views.parquet"
        pq.write_table(made, views)
        # The newest day of the data, so that there are no gaps of centuries.
        today = max((row[3] for row in part.rows if row[3]), default=date(2023, 3, 1))
        line = [PROGRAM, "combined", views, "-o", path, "--run-date", today.isoformat()]
        line += ["--provider", "simulator"]
        done = subprocess.run(line, capture_output=True, check=False)
    if done.returncode:
        raise ValueError(done.stderr)


WRITERS = {"daytally": by_daytally, "pyarrow": by_pyarrow, "duckdb": by_duckdb, "polars": by_polars}
