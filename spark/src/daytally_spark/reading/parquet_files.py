"""Parquet files that may differ in columns, order and types, read as DataFrames by role."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from pyspark.sql import functions as F
from pyspark.sql import types as T

from daytally_spark.errors import DaytallyError
from daytally_spark.reading import keys_by_role
from daytally_spark.reading.frame_columns import quoted
from daytally_spark.reading.rows import Rows
from daytally_spark.source import arrow_reader, footer
from daytally_spark.source.arrow_reader import FILE, ROW
from daytally_spark.values import days
from daytally_spark.values import role as roles
from daytally_spark.values.calendar import FIRST_DAY, LAST_DAY, bounds, day_of
from daytally_spark.values.readers import FORMATTED, READERS

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import date

    from pyspark.sql import DataFrame, SparkSession

    from daytally_spark.source.footer import Column, Footer
    from daytally_spark.values.date_format import DateFormat

    Source = tuple[str, str, Column]

# Read days without rebasing, verify page checksums, and fail on damaged or missing files, whatever the
# session's settings are.
OPTIONS = {
    "recursiveFileLookup": "true",
    "ignoreCorruptFiles": "false",
    "ignoreMissingFiles": "false",
    "datetimeRebaseMode": "CORRECTED",
    "int96RebaseMode": "CORRECTED",
    "parquet.page.verify-checksum.enabled": "true",
}
KEY = footer.Column("text", "string", "key")
URI, KEYED = "__daytally_uri", "__daytally_key_"


class ParquetFiles(Rows):
    """Parquet files of the inputs, which were listed and whose footers were read.

    `files` are in byte order of their paths as given, which is the order of `combined`; `footers` has
    the footer of each.
    """

    def __init__(
        self,
        spark: SparkSession,
        columns: Mapping[str, str] | None = None,
        timezone: str | None = None,
        date_formats: Mapping[str, str | DateFormat] | None = None,
    ) -> None:
        super().__init__(spark, columns, timezone, date_formats)
        self.footers: list[Footer] = []
        self.settle()

    def settle(self) -> None:
        """Compute the state that depends on `files`."""
        names = (name for each in self.footers for name in each.columns)
        self.names = list(dict.fromkeys(names))
        self.keys = keys_by_role.by_key(self.files)
        self.days: tuple[date | None, date | None] | None = None
        self.candidates = {
            role: keys_by_role.keys_for(role, self.keys, self.formats, self.zone) for role in roles.ROLES
        }

    def row_groups(self, place: int) -> Sequence[int]:
        """Return the rows of each row group of a file, according to its footer."""
        return self.footers[place].row_groups

    def digest(self, place: int) -> bytes:
        """Return the hash of a file's footer."""
        return self.footers[place].digest

    def day_range(self) -> tuple[date | None, date | None]:
        """Return the first and last `date` as Python dates, or None each.

        No row is read if all files have date statistics within the calendar.
        """
        if self.days is None:
            self.days = self.found_range()
        return self.days

    def found_range(self) -> tuple[date | None, date | None]:
        """Find the first and last `date`."""
        known = []
        for place in range(len(self.files)):
            name, column = self.source(place, "date")
            known.append(self.footers[place].days.get(name) if column.kind == "date" else None)
        ends = [end for found in known if found for end in found if end is not None]
        if None in known or not all(FIRST_DAY <= end <= LAST_DAY for end in ends):
            return bounds(self.frame("date"))
        return (day_of(min(ends)), day_of(max(ends))) if ends else (None, None)

    def names_for(self, role: str) -> tuple[list[str], set[str]]:
        """Return the columns and hive keys that may have a role."""
        keys = [key for key in self.keys if key in self.candidates[role] or key == self.by_hand.get(role)]
        return list(dict.fromkeys([*self.names, *keys])), set(keys)

    def source(self, place: int, role: str) -> tuple[str, Column]:
        """Return (name, `Column`) of the column or key that has a role in a file."""
        file, known = self.files[place], self.footers[place].columns
        names, keys = self.names_for(role)
        name = roles.resolve_column(role, names, self.by_hand, file.path)
        if name in keys and name in dict(file.keys):
            return name, KEY
        if name not in known:
            # Files may spell one name differently.
            same = [each for each in known if roles.bare(each) == roles.bare(name)]
            if not same:
                raise roles.missing(file.path, name, list(known))
            name = roles.only(role, same, file.path, name, list(known))
        column, kinds = known[name], READERS[role][1] + (FORMATTED if role in self.formats else ())
        if column is None or column.kind not in (*kinds, "null"):
            leaves = [each for each in known if each.startswith(f"{name}.")]
            message = f"{file.path}: column {name} has a type that {role} cannot have"
            if column and column.kind == "lost":
                raise DaytallyError(
                    "unsupported", f"{file.path}: column {name} cannot be read: {column.spark}. Write the file again"
                )
            remedy = f"Name one of its fields: {', '.join(leaves)}" if leaves else "Write it in another type"
            hint = ", or give its format by --date-format" if column and column.kind in FORMATTED else ""
            raise DaytallyError("unreadable_type", f"{message}. {remedy}{hint if 'date' in role else ''}")
        self.refuse_case(place, name)
        return name, column

    def refuse_case(self, place: int, name: str) -> None:
        """Raise `ambiguous_column` if the session cannot distinguish two column names of a file."""
        same = [each for each in self.footers[place].columns if each.lower() == name.lower()]
        if len(same) > 1 and self.spark.conf.get("spark.sql.caseSensitive") != "true":
            message = f"{self.files[place].path}: the columns {' and '.join(same)} differ in case alone"
            raise DaytallyError("ambiguous_column", f"{message}. Set spark.sql.caseSensitive to true for this session")

    def groups(self, wanted: Sequence[str], places: Iterable[int]) -> list[tuple[tuple[Source, ...], list[int]]]:
        """Group files that are read in the same way; return a list of (sources by role, ordinals)."""
        found: dict[tuple[tuple[Source, ...], bool], list[int]] = {}
        for place in places:
            sources = tuple((role, *self.source(place, role)) for role in wanted)
            # Whether values are known to be readable does not affect how they are read.
            alike = tuple((role, name, replace(column, sure=False)) for role, name, column in sources)
            found.setdefault((alike, self.files[place].is_hidden), []).append(place)
        return [(sources, group) for (sources, _), group in found.items()]

    def frame(
        self, *wanted: str, places: Sequence[int] | None = None, placed: bool = False, values: bool = False
    ) -> DataFrame:
        """Return the roles `wanted` of all rows; `Rows.frame` describes the arguments."""
        places = range(len(self.files)) if places is None else places
        parts = [self.read(sources, group, placed, values) for sources, group in self.groups(wanted, places)]
        whole = parts[0]
        for part in parts[1:]:
            whole = whole.unionAll(part)
        return whole

    def read(self, sources: Sequence[Source], places: Sequence[int], placed: bool, values: bool) -> DataFrame:
        """Read files of one group."""
        raw = {name: column for _, name, column in sources if column.reader != "key" and column.kind != "null"}
        if self.files[places[0]].is_hidden or any(column.reader == "arrow" for column in raw.values()):
            files = [(place, self.files[place], self.footers[place]) for place in places]
            frame = arrow_reader.frame(self.spark, files, raw)
            by_place = True
        else:
            reader = self.spark.read.schema(schema_of(raw.values()) or T.StructType([])).options(**OPTIONS)
            frame = reader.parquet(*(self.files[place].pattern for place in places))
            by_place = False
        keyed = {name for _, name, column in sources if column.reader == "key"}
        if keyed or placed:
            frame = self.with_places(frame, places, keyed, by_place)
        found = []
        for role, name, column in sources:
            if column.kind == "null":
                given = F.lit(None).cast(roles.TYPES[role])
                value = given
            else:
                path = quoted(name) if by_place else ".".join(map(quoted, column.path))
                given = F.col(f"{KEYED}{sorted(keyed).index(name)}" if column.reader == "key" else path)
                value = READERS[role][0](given, column.kind, self.zone, self.formats.get(role))
            found.append(value.alias(role))
            if values:
                unreadable = F.when(given.isNotNull() & value.isNull(), given.cast("string"))
                found += [unreadable.alias(f"unreadable_{role}"), given.isNotNull().alias(f"present_{role}")]
                found.append(days.time_of_day(given, column.kind).alias(f"time_{role}"))
        if placed:
            found += [F.col(FILE).alias("file"), F.col(ROW).alias("row")]
        return frame.select(found)

    def with_places(self, frame: DataFrame, places: Sequence[int], keyed: set[str], by_place: bool) -> DataFrame:
        """Add `FILE`, `ROW` and hive keys by joining a small table of files."""
        keys = sorted(keyed)
        lines: list[tuple[object, ...]] = []
        for place in places:
            known = dict(self.files[place].keys)
            values = [known[name] for name in keys]
            spellings = self.files[place].spellings
            lines += [(place, uri, *values) for uri in (spellings[:1] if by_place else spellings)]
        named = "".join(f", {KEYED}{place} string" for place in range(len(keys)))
        table = self.spark.createDataFrame(lines, f"{FILE} int, {URI} string{named}")
        if by_place:
            return frame.join(F.broadcast(table), FILE)
        metadata = (F.col("_metadata.file_path").alias(URI), F.col("_metadata.row_index").alias(ROW))
        return frame.select("*", *metadata).join(F.broadcast(table), URI)


def schema_of(columns: Iterable[Column]) -> str:
    """Return the Spark schema of columns as text, with struct fields inside their structs."""
    tree: dict[str, Any] = {}
    for column in columns:
        inner = tree
        for name in column.path[:-1]:
            inner = inner.setdefault(name, {})
        inner[column.path[-1]] = column.spark

    def struct(fields: dict[str, Any]) -> list[tuple[str, str]]:
        return [
            (quoted(name), f"struct<{inside(found)}>" if isinstance(found, dict) else found)
            for name, found in fields.items()
        ]

    def inside(fields: dict[str, Any]) -> str:
        return ", ".join(f"{name}: {kind}" for name, kind in struct(fields))

    return ", ".join(f"{name} {kind}" for name, kind in struct(tree))
