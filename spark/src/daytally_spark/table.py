"""The results of a table, a path in any format that Spark reads, or a DataFrame."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from daytally_spark.errors import DaytallyError, failures, first_line
from daytally_spark.questions import Questions
from daytally_spark.reading.frame_columns import FRAME
from daytally_spark.reading.frame_rows import FrameRows

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from pyspark.sql import DataFrame, SparkSession

    from daytally_spark.values.date_format import DateFormat

# A name with a schema, and perhaps a catalog. A part in backquotes may have any characters.
PART = r"(?:\w+|`(?:[^`]|``)+`)"
TABLE = re.compile(rf"{PART}(?:\.{PART}){{1,2}}")


class Table(Questions, FrameRows):
    """A DataFrame whose columns have roles, and its results. `Dataset.of` makes one.

    Nothing here needs Spark's JVM, so it works under Spark Connect.
    """


def of(
    data: DataFrame | str,
    columns: Mapping[str, str] | None = None,
    timezone: str | None = None,
    date_formats: Mapping[str, str | DateFormat] | None = None,
    input_format: str | None = None,
    spark: SparkSession | None = None,
) -> Table:
    """Return the `Table` of a DataFrame, the name of a table, or a path in `input_format`.

    Raises `no_input` if Spark cannot open it, and `invalid_option`.
    """
    if isinstance(data, str):
        return opened([data], input_format, spark or active(), columns, timezone, date_formats)
    if not hasattr(data, "sparkSession"):
        what = f"expected a DataFrame, the name of a table, or a path and its input_format, found {data!r}"
        raise DaytallyError("invalid_option", f"Dataset.of: {what}. Dataset(spark, inputs) reads Parquet files")
    if input_format is not None:
        raise DaytallyError("invalid_option", "input_format is for paths, but a DataFrame was given")
    return Table(data, FRAME, columns, timezone, date_formats)


def opened(
    inputs: Sequence[str],
    input_format: str | None,
    spark: SparkSession,
    columns: Mapping[str, str] | None = None,
    timezone: str | None = None,
    date_formats: Mapping[str, str | DateFormat] | None = None,
) -> Table:
    """Return the `Table` of a table's name, or of paths in a format. Raises `no_input`."""
    name = ", ".join(inputs)
    try:
        if input_format is None:
            frame = spark.read.table(name)
        else:
            reader = spark.read.format(input_format)
            frame = reader.load(inputs[0] if len(inputs) == 1 else list(inputs))
        # Under Spark Connect nothing is looked up before.
        frame.columns  # noqa: B018
    except failures() as problem:
        how = f"the format {input_format}" if input_format else "a table"
        message = f"{name}: Spark cannot open it as {how}; {first_line(str(problem))}"
        hint = "" if input_format else ". For a path, give its format too: input_format, or --input-format"
        raise DaytallyError("no_input", f"{message}{hint}") from problem
    found = Table(frame, name, columns, timezone, date_formats)
    found.inputs = list(inputs) if input_format else []
    found.tables = [{"path": name, "format": input_format or "table", "asFiles": False}]
    return found


def is_table(spark: SparkSession, name: str) -> bool:
    """Return whether a text is the name of a table with its schema."""
    try:
        return TABLE.fullmatch(name) is not None and spark.catalog.tableExists(name)
    except failures():
        return False


def active() -> SparkSession:
    """Return the session of this process, which is started if there is none."""
    from pyspark.sql import SparkSession

    return SparkSession.getActiveSession() or SparkSession.builder.getOrCreate()
