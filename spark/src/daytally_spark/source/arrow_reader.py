"""Reads files with pyarrow, in Spark's tasks, that Spark's own Parquet reader cannot read.

These have Brotli, FLOAT16, nanoseconds, milliseconds outside Spark's range, decimals of more than
38 digits, two encodings before Spark 4.3, or names that begin with `_` or `.`. A task reads a row
group; pyarrow must be able to open the file by its URL (a local path, or pyarrow.fs).
"""

from __future__ import annotations

import inspect
import io
import re
from dataclasses import astuple
from decimal import Decimal
from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.fs
import pyarrow.parquet as pq

from daytally_spark.errors import AGAIN, marked
from daytally_spark.source import julian
from daytally_spark.source.julian import Julian

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from typing import Any

    from pyspark.sql import DataFrame, SparkSession

    from daytally_spark.source.footer import Column, Footer
    from daytally_spark.source.listing import File

ROWS = 65_536
# pyarrow 14, which Databricks 15.4 has, cannot verify checksums.
CHECKED = "page_checksum_verification" in inspect.signature(pq.ParquetFile).parameters
# Microseconds that Spark can hold and that are outside the calendar.
FAR = 2**60
PER_SECOND = {"s": 1, "ms": 10**3, "us": 10**6, "ns": 10**9}
# URL schemes of Hadoop; pyarrow knows only s3.
STORE = re.compile(r"\As3[an]://")
# Additional columns, with names that files do not use.
FILE, ROW = "__daytally_file", "__daytally_row"
TASK = "file int, path string, row_group int, first bigint, clean binary, dates boolean, int96 boolean, zone string"
SPARK = {
    "text": "binary",
    "bytes": "binary",
    "fixed": "binary",
    "date": "date",
    "instant": "timestamp",
    "wall": "timestamp_ntz",
    "integer": "bigint",
    "float": "double",
}


def type_of(column: Column) -> str:
    """Return the Spark type in which this reader returns a column."""
    return SPARK.get(column.kind, column.spark)


def frame(spark: SparkSession, files: Iterable[tuple[int, File, Footer]], wanted: Mapping[str, Column]) -> DataFrame:
    """Return the columns `wanted` (`Column` by name) of some files, with `FILE` and `ROW`.

    `files` lists (ordinal, File, Footer).
    """
    tasks = []
    for ordinal, file, footer in files:
        first, clean = 0, footer.clean and bytearray(footer.clean)
        for group, rows in enumerate(footer.row_groups):
            tasks.append((ordinal, file.path, group, first, clean, *astuple(footer.legacy)))
            first += rows
    # One task per row group, in row order.
    lines = spark.sparkContext.parallelize(tasks, max(1, len(tasks)))
    kinds = {name: column.kind for name, column in wanted.items()}
    types = {name: column.spark for name, column in wanted.items()}
    paths = {name: column.path or (name,) for name, column in wanted.items()}
    named = ", ".join(f"{quoted(name)} {type_of(column)}" for name, column in wanted.items())
    schema = ", ".join(filter(None, (named, f"{FILE} int, {ROW} bigint")))

    def read(batches: Iterator[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
        for batch in batches:
            for task in batch.to_pylist():
                yield from row_group(task, kinds, types, paths)

    return spark.createDataFrame(lines, TASK).mapInArrow(read, schema)


def quoted(name: str) -> str:
    """Quote a name for the text of a schema."""
    return "`" + name.replace("`", "``") + "`"


def pyarrow_url(path: str) -> str:
    """Return a URL with a scheme that pyarrow knows."""
    return STORE.sub("s3://", path)


def opened(path: str, clean: bytes | None = None) -> pq.ParquetFile:
    """Open a file by its path or URL; `clean` is a file end whose footer is read instead."""
    local = path.removeprefix("file://").removeprefix("file:")
    options: dict[str, Any] = {"coerce_int96_timestamp_unit": "us"}
    if clean:
        options["metadata"] = pq.read_metadata(io.BytesIO(b"PAR1" + clean))
    if CHECKED:
        options["page_checksum_verification"] = True
    if local.startswith("/"):
        return pq.ParquetFile(local, **options)
    system, inside = pa.fs.FileSystem.from_uri(pyarrow_url(path))
    return pq.ParquetFile(system.open_input_file(inside), **options)


def leaf(table: pa.Table, path: Sequence[str]) -> pa.ChunkedArray:
    """Return the column at a path of names; it is null if a struct above it is null."""
    array = table[path[0]]
    for name in path[1:]:
        array = pc.struct_field(array, name)
    return array


def row_group(
    task: Mapping[str, Any], kinds: Mapping[str, str], types: Mapping[str, str], paths: Mapping[str, Sequence[str]]
) -> Iterator[pa.RecordBatch]:
    """Yield a row group as record batches with Spark's types; `paths` are the paths of the columns."""
    try:
        file = opened(task["path"], task["clean"])
        table = file.read_row_group(task["row_group"], list(kinds), use_threads=False)
        arrays = [convert(leaf(table, paths[name]), kind, types[name]) for name, kind in kinds.items()]
        legacy = Julian(task["dates"], task["int96"], task["zone"])
        if legacy:
            arrays = [
                moved(array, kind, legacy, is_int96(file, paths[name]))
                for array, (name, kind) in zip(arrays, kinds.items())
            ]
    except (OSError, pa.ArrowException) as problem:
        place = f"{task['path']}, row group {task['row_group']}"
        raise RuntimeError(marked("corrupt", f"{place}: it cannot be decoded ({problem}). {AGAIN}")) from problem
    # A table without columns has no row count.
    rows = file.metadata.row_group(task["row_group"]).num_rows
    places = [pa.array(np.full(rows, task["file"], np.int32))]
    places.append(pa.array(np.arange(task["first"], task["first"] + rows)))
    made = pa.table(arrays + places, names=[*kinds, FILE, ROW])
    yield from made.to_batches(max_chunksize=ROWS)


def is_int96(file: pq.ParquetFile, path: Sequence[str]) -> bool:
    """Return whether the column at a path of names is INT96."""
    leaves = (file.schema.column(place) for place in range(len(file.schema)))
    return any(leaf.path == ".".join(path) and leaf.physical_type == "INT96" for leaf in leaves)


def convert(column: pa.ChunkedArray, kind: str, spark: str) -> pa.Array:
    """Convert a column to the type that `type_of` returns."""
    array = column.combine_chunks()
    if isinstance(array, pa.ChunkedArray):
        array = array.chunk(0) if array.num_chunks else pa.array([], column.type)
    if pa.types.is_dictionary(array.type):
        array = array.dictionary_decode()
    if kind in ("text", "bytes", "fixed"):
        return array.cast(pa.large_binary()).cast(pa.binary())
    if kind in ("instant", "wall"):
        return moments(array, "UTC" if kind == "instant" else None)
    if kind == "float":
        return (array.cast(pa.float32()) if pa.types.is_float16(array.type) else array).cast(pa.float64())
    if kind == "integer":
        return array.cast(pa.int64())
    if kind == "number":
        digits, scale = map(int, spark.removeprefix("decimal(").removesuffix(")").split(","))
        return (
            clamped(array, digits) if pa.types.is_decimal256(array.type) else array.cast(pa.decimal128(digits, scale))
        )
    return array.cast(pa.date32())


def moved(array: pa.Array, kind: str, legacy: Julian, is_int96: bool) -> pa.Array:
    """Return Julian days and instants as Gregorian ones that show the same date, like Spark."""
    if kind == "date" and legacy.dates:
        return julian.of_days(array)
    if kind == "instant" and (legacy.int96 if is_int96 else legacy.dates):
        micros = array.cast(pa.int64()).fill_null(0).to_numpy(zero_copy_only=False)
        absent = array.is_null().to_numpy(zero_copy_only=False)
        return pa.array(julian.of_instants(micros, legacy.zone), pa.int64(), mask=absent).cast(array.type)
    return array


def clamped(array: pa.Array, digits: int) -> pa.Array:
    """Return whole numbers of `digits` digits; larger numbers and fractions become invalid counts."""
    largest = 10**digits - 1

    def number(value: Decimal) -> Decimal:
        return Decimal(largest if value != int(value) else max(-largest, min(largest, int(value))))

    numbers = [None if value is None else number(value) for value in array.to_pylist()]
    return pa.array(numbers, pa.decimal128(digits, 0))


def moments(array: pa.Array, zone: str | None) -> pa.Array:
    """Return timestamps in microseconds: rounded down, and clamped to Spark's range."""
    numbers = array.cast(pa.int64()).fill_null(0).to_numpy(zero_copy_only=False)
    per = PER_SECOND[array.type.unit]
    if per > 10**6:
        numbers = np.floor_divide(numbers, per // 10**6)
    else:
        times = 10**6 // per
        numbers = np.clip(numbers, -(FAR // times), FAR // times) * times
    absent = array.is_null().to_numpy(zero_copy_only=False)
    return pa.array(numbers, pa.int64(), mask=absent).cast(pa.timestamp("us", zone))
