"""The columns of a DataFrame by role, whatever their names and types."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from pyspark.sql import functions as F
from pyspark.sql import types as T

from daytally_spark.errors import DaytallyError, marked
from daytally_spark.source.footer import Column
from daytally_spark.values import day_text
from daytally_spark.values import role as roles
from daytally_spark.values.readers import FORMATTED, KINDS, READERS
from daytally_spark.values.role import ROLES, TYPES

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from pyspark.sql import Column as Expression
    from pyspark.sql import DataFrame

    from daytally_spark.values.date_format import DateFormat

FRAME = "the DataFrame"
EXPECTED = {
    "channel_id": "text or bytes that are UTF-8",
    "video_id": "text or bytes that are UTF-8",
    "created_date": day_text.FORMS,
    "date": day_text.FORMS,
    "viewCount": "a whole number of 64 bits",
}


def by_name(schema: T.StructType) -> dict[str, Column | None]:
    """Return the columns of a frame by name, and the fields of its structs by dotted path.

    A column of a type that no role accepts is None. A column wins over a field of the same path.
    """
    found: dict[str, Column | None] = {}
    for path, kind in sorted(leaves(schema), key=lambda leaf: len(leaf[0])):
        found.setdefault(".".join(path), of_type(kind, path))
    return found


def leaves(schema: T.StructType, outer: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], T.DataType]]:
    """Yield (path, type) of the columns and the fields of structs."""
    for field in schema.fields:
        path = (*outer, field.name)
        if isinstance(field.dataType, T.StructType):
            yield from leaves(field.dataType, path)
        else:
            yield path, field.dataType


def of_type(kind: T.DataType, path: tuple[str, ...]) -> Column | None:
    """Return the `Column` of a type, or None."""
    found = next((name for types, name in KINDS if isinstance(kind, types)), None)
    return Column(found, kind.simpleString(), "frame", path) if found else None


def source(
    frame: DataFrame, role: str, by_hand: Mapping[str, str], formats: Mapping[str, DateFormat], name: str = FRAME
) -> tuple[str, Column]:
    """Return (name, `Column`) of the column that has a role; `sure` is whether it has the role's type.

    Errors call the frame `name`. Raises `missing_column`, `ambiguous_column` and `unreadable_type`.
    """
    known = by_name(frame.schema)
    found = roles.resolve_column(role, list(known), by_hand, name)
    refuse_twice(frame, found, name)
    column, kinds = known[found], READERS[role][1] + (FORMATTED if role in formats else ())
    if column is None or column.kind not in (*kinds, "null"):
        of = column.spark if column else type_of(frame.schema, found)
        message = f"{name}: column {found} is {of}, which {role} cannot be read from"
        formatted = column is not None and column.kind in FORMATTED and "date" in role
        hint = ", or give its format with date_formats" if formatted else ""
        raise DaytallyError("unreadable_type", f"{message}. Cast it to {TYPES[role]} first{hint}")
    return found, replace(column, sure=column.spark == TYPES[role])


def type_of(schema: T.StructType, name: str) -> str:
    """Return the type of a column or field as text."""
    return next(kind.simpleString() for path, kind in leaves(schema) if ".".join(path) == name)


def refuse_twice(frame: DataFrame, name: str, of: str) -> None:
    """Raise `ambiguous_column` if the session cannot distinguish two columns of the frame."""
    head = name.partition(".")[0] if name not in frame.columns else name
    sensitive = frame.sparkSession.conf.get("spark.sql.caseSensitive") == "true"
    same = [each for each in frame.columns if each == head or (not sensitive and each.lower() == head.lower())]
    if len(same) > 1:
        message = f"{of}: the columns {' and '.join(same)} differ in case alone, or not at all"
        raise DaytallyError("ambiguous_column", f"{message}. Rename or drop one of them")


def given(column: Column) -> Expression:
    """Return the expression of a column's own values."""
    return F.col(".".join(map(quoted, column.path)))


def quoted(name: str) -> str:
    """Quote a column name."""
    return "`" + name.replace("`", "``") + "`"


def read(column: Column, role: str, zone: str | None, formats: Mapping[str, DateFormat]) -> Expression:
    """Return the values of a column as those of a role; unreadable ones are null."""
    if column.kind == "null":
        return given(column).cast(TYPES[role])
    return READERS[role][0](given(column), column.kind, zone, formats.get(role))


def strict(
    frame: DataFrame,
    wanted: Sequence[str],
    zone: str | None = None,
    by_hand: Mapping[str, str] | None = None,
    formats: Mapping[str, DateFormat] | None = None,
) -> DataFrame:
    """Return the columns `wanted` of `frame`, with the names and types of their roles.

    An unreadable value fails the job with `unreadable_values` instead of becoming null, because the
    caller gets no diagnostics. Raises the errors of `source`.
    """
    by_hand, formats = by_hand or {}, formats or {}
    found = []
    for role in (role for role in ROLES if role in wanted):
        name, column = source(frame, role, by_hand, formats)
        raw = given(column)
        # Dates may lie outside the calendar.
        if column.sure and column.kind != "date" and role not in formats:
            found.append(raw.alias(role))
            continue
        value, form = read(column, role, zone, formats), formats.get(role)
        sentence = F.concat(
            F.lit(
                marked(
                    "unreadable_values",
                    f"{FRAME}: column {name}: expected {f'the format {form.text}' if form else EXPECTED[role]}, found ",
                )
            ),
            raw.cast("string"),
            F.lit(f". Cast the column to {TYPES[role]} first, with null for what is not one"),
        )
        value = F.when(raw.isNotNull() & value.isNull(), F.raise_error(sentence)).otherwise(value)
        found.append(value.alias(role))
    return frame.select(found)
