"""Reads the columns of the caller's DataFrames as roles, whatever their types."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pyspark.sql import functions as F
from pyspark.sql import types as T

from daytally_spark.errors import DaytallyError, marked
from daytally_spark.values import counts, days
from daytally_spark.values.role import TYPES, missing

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pyspark.sql import Column, DataFrame


def id_of(raw: Column, kind: str, zone: str | None, form: object = None) -> Column:
    """Return the text of a column of text or bytes; invalid UTF-8 becomes null.

    Trailing zero bytes of fixed-length ids are removed, because they are padding.
    """
    text = raw.cast("string")
    if hasattr(F, "is_valid_utf8"):
        found = F.when(F.is_valid_utf8(text), text)
    else:
        # Spark 3.5 replaces invalid UTF-8 by U+FFFD.
        given = text.cast("binary")
        found = F.when(F.decode(given, "UTF-8").cast("binary") == given, text)
    return F.regexp_replace(found, r"\x00+$", "") if kind == "fixed" else found


READERS = {
    "channel_id": (id_of, ("text", "bytes", "fixed")),
    "video_id": (id_of, ("text", "bytes", "fixed")),
    "created_date": (days.read, ("date", "instant", "wall", "text")),
    "date": (days.read, ("date", "instant", "wall", "text")),
    "viewCount": (counts.read, ("integer", "number", "float", "text")),
}
KINDS = (
    (T.StringType, "text"),
    (T.BinaryType, "bytes"),
    (T.DateType, "date"),
    (T.TimestampType, "instant"),
    (T.TimestampNTZType, "wall"),
    (T.IntegralType, "integer"),
    (T.DecimalType, "number"),
    (T.FractionalType, "float"),
    (T.NullType, "null"),
)


def roles(frame: DataFrame, wanted: Sequence[str], zone: str | None = None) -> DataFrame:
    """Return the columns `wanted` of `frame`, with the names and types of their roles.

    A column that already has the type of the role is used unchanged. An unreadable value fails the job
    with `unreadable_values` instead of becoming null, because a frame has no diagnostics.
    Raises `missing_column` and `unreadable_type`.
    """
    return frame.select([column(frame, role, zone).alias(role) for role in wanted])


def column(frame: DataFrame, role: str, zone: str | None) -> Column:
    """Return the expression that reads one role."""
    if role not in frame.columns:
        raise missing("the DataFrame", role, frame.columns)
    found = frame.schema[role].dataType
    given = F.col(role)
    if found.simpleString() == TYPES[role]:
        return given
    reader, kinds = READERS[role]
    kind = next((kind for types, kind in KINDS if isinstance(found, types)), None)
    if kind == "null":
        return given.cast(TYPES[role])
    if kind not in kinds:
        message = f"the DataFrame's column {role} is {found.simpleString()}, which {role} cannot be read from"
        raise DaytallyError("unreadable_type", f"{message}. Cast it to {TYPES[role]} first")
    value = reader(given, kind, zone)
    sentence = F.concat(
        F.lit(marked("unreadable_values", f"the DataFrame's column {role}: expected {TYPES[role]}, found ")),
        given.cast("string"),
        F.lit(f". Cast the column to {TYPES[role]} first, with null for what is not one"),
    )
    unreadable = given.isNotNull() & value.isNull()
    return F.when(unreadable, F.raise_error(sentence)).otherwise(value)
