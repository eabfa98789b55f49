"""A dataset: files that may differ in columns, order and types, as frames of roles."""

from pyspark.sql import functions as F
from pyspark.sql import types as T

from daytally_spark import arrow_reader, footer, listing
from daytally_spark import role as roles
from daytally_spark.arrow_reader import FILE, ROW
from daytally_spark.calendar import FIRST_DAY, LAST_DAY, bounds, day_of
from daytally_spark.fault import DaytallyError
from daytally_spark.user_frame import READERS

# Days as they are written, by whatever writer, pages compared with their checksums, and no file
# left out that is damaged or gone, whatever the session says.
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

    `files` are in byte order of path as given, which is the order of `combined`. A frame of roles has
    the roles' names as columns: ids as strings, days as dates, counts as bigints.
    """

    def __init__(self, spark, inputs, columns=None, timezone=None):
        """Lists the inputs and reads every footer.

        `columns` names columns by role; `timezone` is the zone in which an instant becomes a
        day, UTC if none is given. Raises a `DaytallyError` for a file that cannot be read.
        """
        # Spark 3.5 refuses to write days before 1582 unless it is told that they are what they say.
        spark.conf.set("spark.sql.parquet.datetimeRebaseModeInWrite", "CORRECTED")
        self.spark, self.inputs = spark, list(map(str, inputs))
        self.by_hand = dict(columns or {})
        self.zone = timezone
        for role in self.by_hand:
            if role not in roles.ROLES:
                raise DaytallyError("invalid_option", f"there is no role {role}; the roles are {roles.ROLES}")
        self.files = listing.files(spark, self.inputs)
        self.footers = footer.read(spark, self.files)
        self.names = list(dict.fromkeys(name for file in range(len(self.files)) for name in self.names_of(file)))
        if len({name.lower() for name in self.names}) < len(self.names):
            spark.conf.set("spark.sql.caseSensitive", "true")

    @property
    def rows(self):
        """The number of rows, of the footers."""
        return sum(sum(each.row_groups) for each in self.footers)

    def day_range(self):
        """Gives the first and the last `date` as Python dates, each None if there is none.

        Where all files have statistics of dates within the calendar, no row is read.
        """
        known = []
        for place in range(len(self.files)):
            name, column = self.source(place, "date")
            known.append(self.footers[place].days.get(name) if column.kind == "date" else None)
        ends = [end for found in known if found for end in found if end is not None]
        if None in known or not all(FIRST_DAY <= end <= LAST_DAY for end in ends):
            return bounds(self.frame("date"))
        return tuple(day_of(each(ends)) if ends else None for each in (min, max))

    def names_of(self, place):
        """Lists the columns of a file, in its order; hive keys hide columns of their names."""
        keys = dict(self.files[place].keys)
        return [name for name in self.footers[place].columns if name not in keys] + list(keys)

    def source(self, place, role):
        """Gives (name, `Column`) of what plays a role in a file."""
        file = self.files[place]
        name = roles.find(role, self.names, self.by_hand, file.path)
        if name not in self.names_of(place):
            raise roles.missing(file.path, name)
        column = KEY if name in dict(file.keys) else self.footers[place].columns[name]
        if column is None or column.kind not in (*READERS[role][1], "null"):
            message = f"{file.path}: the type of column {name} is none that {role} may have. Write it in another"
            raise DaytallyError("unreadable_type", message)
        return name, column

    def groups(self, wanted, places):
        """Cuts files into groups that are read alike, each file once: lists of (sources by role, ordinals)."""
        found = {}
        for place in places:
            sources = tuple((role, *self.source(place, role)) for role in wanted)
            file = self.files[place]
            found.setdefault((sources, file.repeat, file.is_hidden), []).append(place)
        return [(sources, group) for (sources, *_), group in found.items()]

    def frame(self, *wanted, places=None, placed=False, told=False):
        """Gives the rows' roles `wanted`.

        With `placed`, also `file` (its ordinal among `files`) and `row` (within the file).
        With `told`, also `unreadable_<role>`: whether there was a value that could not be read.
        `places` are the ordinals of the files to read, all by default.
        """
        places = range(len(self.files)) if places is None else places
        parts = [self.read(sources, group, placed, told) for sources, group in self.groups(wanted, places)]
        whole = parts[0]
        for part in parts[1:]:
            whole = whole.unionAll(part)
        return whole

    def read(self, sources, places, placed, told):
        """Reads files that are read alike."""
        raw = {name: column for _, name, column in sources if column.reader != "key" and column.kind != "null"}
        if self.files[places[0]].is_hidden or any(column.reader == "arrow" for column in raw.values()):
            files = [(place, self.files[place], self.footers[place].row_groups) for place in places]
            frame = arrow_reader.frame(self.spark, files, raw)
            by_place = True
        else:
            schema = ", ".join(f"{quoted(name)} {column.spark}" for name, column in raw.items())
            reader = self.spark.read.schema(schema or T.StructType([])).options(**OPTIONS)
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
                given = F.col(f"{KEYED}{sorted(keyed).index(name)}" if column.reader == "key" else quoted(name))
                value = READERS[role][0](given, column.kind, self.zone)
            found.append(value.alias(role))
            if told:
                found.append((given.isNotNull() & value.isNull()).alias(f"unreadable_{role}"))
        if placed:
            found += [F.col(FILE).alias("file"), F.col(ROW).alias("row")]
        return frame.select(found)

    def with_places(self, frame, places, keyed, by_place):
        """Adds `FILE`, `ROW` and hive keys, which belong to a file, by a small table of files."""
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


def quoted(name):
    """Quotes a column's name."""
    return "`" + name.replace("`", "``") + "`"
