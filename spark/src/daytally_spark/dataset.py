"""A dataset: files that may differ in columns, order and types, read as DataFrames by role."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from pyspark.sql import functions as F
from pyspark.sql import types as T

from daytally_spark import arrow_reader, damage, days, footer, key_values, listing, readable
from daytally_spark import role as roles
from daytally_spark.arrow_reader import FILE, ROW
from daytally_spark.calendar import FIRST_DAY, LAST_DAY, bounds, day_of
from daytally_spark.date_format import DateFormat
from daytally_spark.errors import DaytallyError
from daytally_spark.user_frame import READERS

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import date

    from pyspark.sql import DataFrame, SparkSession

# Additional kinds of a role with a date format.
FORMATTED = ("integer", "number")
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


class Dataset:
    """The Parquet files of some inputs.

    `files` are in byte order of their paths as given, which is the order of `combined`. Frames have
    the role names as columns: ids as strings, days as dates, counts as bigints. `skipped` and
    `tables` come from the `Listing`. `checked` has the results of `readable.check` by (file name,
    role). `problems` lists the bad files that were skipped, with `file`, `code` and `message`.
    """

    def __init__(
        self,
        spark: SparkSession,
        inputs: str | Iterable[object],
        columns: Mapping[str, str] | None = None,
        timezone: str | None = None,
        date_formats: Mapping[str, str | DateFormat] | None = None,
        as_files: bool = False,
        on_bad_file: str = "fail",
    ) -> None:
        """List the inputs and read every footer.

        `columns` has column names by role. `timezone` converts instants to days, UTC by default.
        `date_formats` has formats of text and numbers by role. With `as_files`, the logs of tables
        are ignored. `on_bad_file` is `fail`, which raises a `DaytallyError` for a file that cannot be
        read, or `skip`.
        """
        self.spark, self.inputs = spark, [inputs] if isinstance(inputs, str) else list(map(str, inputs))
        self.by_hand, self.zone, self.skips = dict(columns or {}), timezone, on_bad_file == "skip"
        self.formats = {
            role: form if isinstance(form, DateFormat) else DateFormat(form)
            for role, form in (date_formats or {}).items()
        }
        if on_bad_file not in ("fail", "skip"):
            raise DaytallyError("invalid_option", f"on_bad_file: expected fail or skip, found {on_bad_file!r}")
        for role in (*self.by_hand, *self.formats):
            if role not in roles.ROLES:
                raise DaytallyError("invalid_option", f"there is no role {role}; the roles are {roles.ROLES}")
        found = listing.files(spark, self.inputs, as_files)
        self.files, self.skipped, self.tables = [], found.skipped, found.tables
        self.footers, self.problems, self.checked, self.prepared = [], [], {}, set()
        for file, known in zip(found.files, footer.read(spark, found.files)):
            if known is None:
                found.skip(file.name, "not_parquet", "it neither begins nor ends as a Parquet file does")
            elif isinstance(known, DaytallyError):
                self.bad(file, known)
            else:
                self.files.append(file)
                self.footers.append(known)
        self.settle()

    def settle(self):
        """Compute the state that depends on the files. Raises `no_input` if there are no files."""
        if not self.files:
            raise self.nothing()
        names = (name for place in range(len(self.files)) for name in self.footers[place].columns)
        self.names = list(dict.fromkeys(names))
        self.keys = key_values.by_key(self.files)
        self.days = None
        self.candidates = {role: key_values.readable(role, self) for role in roles.ROLES}

    def bad(self, file, problem):
        """Skip a bad file if bad files are skipped, else raise its error."""
        if not self.skips:
            raise problem
        self.problems.append({"file": file.name, "code": problem.code, "message": str(problem)})

    def drop(self, problems):
        """Skip the files in {ordinal: error}."""
        for place, problem in sorted(problems.items()):
            self.bad(self.files[place], problem)
        if problems:
            kept = [place for place in range(len(self.files)) if place not in problems]
            self.files, self.footers = [self.files[at] for at in kept], [self.footers[at] for at in kept]
            names = {file.name for file in self.files}
            self.checked = {key: each for key, each in self.checked.items() if key[0] in names}
            self.settle()

    def nothing(self):
        """Return the error for inputs without a readable file."""
        left = [f"{each['path']} ({each['why']})" for each in self.skipped]
        left += [f"{each['file']} ({each['message']})" for each in self.problems]
        listed = f"; skipped: {', '.join(left[:3])}{f' and {len(left) - 3} more' if len(left) > 3 else ''}"
        message = f"{', '.join(self.inputs)}: there is no file to read; expected Parquet files whose names do not begin"
        return DaytallyError("no_input", f"{message} with _ or .{listed if left else ''}")

    def prepare(self, wanted: Iterable[str]) -> None:
        """Check that every file has the roles `wanted` with some readable values.

        Other files are bad. Columns are read once if footers do not show this. If bad files are
        skipped, every page of the roles is decoded first, because footers do not show damaged pages.
        """
        wanted = [role for role in wanted if role not in self.prepared]
        problems = {}
        for place in range(len(self.files)):
            try:
                for role in wanted:
                    self.source(place, role)
            except DaytallyError as problem:
                if problem.code == "ambiguous_column":
                    raise
                problems[place] = problem
        self.drop(problems)
        if self.skips and wanted:
            self.drop(damage.find(self, wanted))
        found = readable.check(self, wanted)
        self.checked |= {(self.files[place].name, role): each for (place, role), each in found.items()}
        self.drop(readable.problems(self, found))
        # A failed job fails again in the next call.
        self.prepared.update(wanted)

    @property
    def rows(self) -> int:
        """The number of rows according to the footers."""
        return sum(sum(each.row_groups) for each in self.footers)

    def day_range(self) -> tuple[date | None, date | None]:
        """Return the first and last `date` as Python dates, or None each.

        No row is read if all files have date statistics within the calendar.
        """
        if self.days is None:
            self.days = self.found_range()
        return self.days

    def found_range(self):
        """Find the first and last `date`."""
        known = []
        for place in range(len(self.files)):
            name, column = self.source(place, "date")
            known.append(self.footers[place].days.get(name) if column.kind == "date" else None)
        ends = [end for found in known if found for end in found if end is not None]
        if None in known or not all(FIRST_DAY <= end <= LAST_DAY for end in ends):
            return bounds(self.frame("date"))
        return tuple(day_of(each(ends)) if ends else None for each in (min, max))

    def names_for(self, role):
        """Return the columns and hive keys that may have a role."""
        keys = [key for key in self.keys if key in self.candidates[role] or key == self.by_hand.get(role)]
        return list(dict.fromkeys([*self.names, *keys])), set(keys)

    def source(self, place, role):
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
                raise DaytallyError("unsupported", f"{file.path}: column {name} cannot be read: {column.spark}. Write the file again")
            remedy = f"Name one of its fields: {', '.join(leaves)}" if leaves else "Write it in another type"
            hint = ", or give its format by --date-format" if column and column.kind in FORMATTED else ""
            raise DaytallyError("unreadable_type", f"{message}. {remedy}{hint if 'date' in role else ''}")
        self.refuse_case(place, name)
        return name, column

    def refuse_case(self, place, name):
        """Raise `ambiguous_column` if the session cannot distinguish two column names of a file."""
        same = [each for each in self.footers[place].columns if each.lower() == name.lower()]
        if len(same) > 1 and self.spark.conf.get("spark.sql.caseSensitive") != "true":
            message = f"{self.files[place].path}: the columns {' and '.join(same)} differ in case alone"
            raise DaytallyError("ambiguous_column", f"{message}. Set spark.sql.caseSensitive to true for this session")

    def groups(self, wanted, places):
        """Group files that are read in the same way; return a list of (sources by role, ordinals)."""
        found = {}
        for place in places:
            sources = tuple((role, *self.source(place, role)) for role in wanted)
            # Whether values are known to be readable does not affect how they are read.
            alike = tuple((role, name, replace(column, sure=False)) for role, name, column in sources)
            found.setdefault((alike, self.files[place].is_hidden), []).append(place)
        return [(sources, group) for (sources, _), group in found.items()]

    def frame(
        self, *wanted: str, places: Sequence[int] | None = None, placed: bool = False, values: bool = False
    ) -> DataFrame:
        """Return the roles `wanted` of all rows.

        `placed` adds `file` (the ordinal in `files`) and `row` (within the file). `values` adds
        `unreadable_<role>` (the text of an unreadable value, else null), `present_<role>` (whether
        there is a value) and `time_<role>` (the time of day of an instant, from `days.time_of_day`).
        `places` are the ordinals of the files to read, all by default.
        """
        places = range(len(self.files)) if places is None else places
        parts = [self.read(sources, group, placed, values) for sources, group in self.groups(wanted, places)]
        whole = parts[0]
        for part in parts[1:]:
            whole = whole.unionAll(part)
        return whole

    def read(self, sources, places, placed, values):
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

    def with_places(self, frame, places, keyed, by_place):
        """Add `FILE`, `ROW` and hive keys by joining a small table of files."""
        keyed = sorted(keyed)
        lines = []
        for place in places:
            known = dict(self.files[place].keys)
            values = [known[name] for name in keyed]
            spellings = self.files[place].spellings
            lines += [(place, uri, *values) for uri in (spellings[:1] if by_place else spellings)]
        named = "".join(f", {KEYED}{place} string" for place in range(len(keyed)))
        table = self.spark.createDataFrame(lines, f"{FILE} int, {URI} string{named}")
        if by_place:
            return frame.join(F.broadcast(table), FILE)
        metadata = (F.col("_metadata.file_path").alias(URI), F.col("_metadata.row_index").alias(ROW))
        return frame.select("*", *metadata).join(F.broadcast(table), URI)


def schema_of(columns):
    """Return the Spark schema of columns as text, with struct fields inside their structs."""
    tree = {}
    for column in columns:
        inner = tree
        for name in column.path[:-1]:
            inner = inner.setdefault(name, {})
        inner[column.path[-1]] = column.spark

    def struct(fields):
        return [(quoted(name), f"struct<{inside(found)}>" if isinstance(found, dict) else found)
                for name, found in fields.items()]

    def inside(fields):
        return ", ".join(f"{name}: {kind}" for name, kind in struct(fields))

    return ", ".join(f"{name} {kind}" for name, kind in struct(tree))


def quoted(name):
    """Quote a column name."""
    return "`" + name.replace("`", "``") + "`"
