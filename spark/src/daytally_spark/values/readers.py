"""How columns of each type are read as a role."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pyspark.sql import functions as F
from pyspark.sql import types as T

from daytally_spark.values import counts, days

if TYPE_CHECKING:
    from pyspark.sql import Column


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
# Additional kinds of a role with a date format.
FORMATTED = ("integer", "number")
KINDS = (
    (T.StringType, "text"),
    (T.CharType, "text"),
    (T.VarcharType, "text"),
    (T.BinaryType, "bytes"),
    (T.DateType, "date"),
    (T.TimestampType, "instant"),
    (T.TimestampNTZType, "wall"),
    (T.IntegralType, "integer"),
    (T.DecimalType, "number"),
    (T.FractionalType, "float"),
    (T.NullType, "null"),
)
