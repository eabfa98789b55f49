"""Reads a case's files with Spark, as a frame of the five columns."""

import pyarrow.parquet as pq
from pyspark.sql import functions as F
from pyspark.sql.types import StructType

from rows import folder
from rows import role as roles
from rows.fault import Fault

TYPES = dict(zip(roles.ROLES, ("string", "string", "date", "date", "bigint")))
ISO = r"^\s*\d{4}-\d{1,2}-\d{1,2}([T ]\d{2}:\d{2}.*)?\s*$"
DIGITS = r"^\s*(\d{4})(\d{2})(\d{2})\s*$"
OFFSET = r":\d{2}(\.\d+)?(Z|[+-]\d{2}(:?\d{2})?)\s*$"


def identifier(column, kind):
    """Read an id: text, or binary that is UTF-8."""
    if kind == "binary":
        return F.try_validate_utf8(F.col(column).cast("string"))
    return F.col(column).cast("string")


def day(column, kind):
    """Read a day; the specification is stricter than Spark: years in text have four digits.

    Eight digits are a day from 1900 to 2100.
    """
    found = F.col(column)
    first, last = F.lit("0001-01-01"), F.lit("9999-12-31")
    if kind == "string":
        digits = found.rlike(DIGITS)
        first = F.when(digits, "1900-01-01").otherwise(first)
        last = F.when(digits, "2100-12-31").otherwise(last)
        found = F.regexp_replace(found, DIGITS, "$1-$2-$3")
        instant = F.when(found.rlike(ISO) & found.rlike(OFFSET), found)
        written = F.when(found.rlike(ISO) & ~found.rlike(OFFSET), found)
        found = F.coalesce(
            instant.try_cast("timestamp").cast("date"),
            written.try_cast("timestamp_ntz").cast("date"),
        )
    elif kind not in ("date", "timestamp", "timestamp_ntz"):
        raise Fault("unreadable_type", [column])
    found = found.cast("date")
    return F.when(found.between(first.cast("date"), last.cast("date")), found)


def count(column, kind):
    """Read a count; Spark would truncate fractions, and clamp 2^63 to the largest int64."""
    found = F.col(column)
    if kind in ("float", "double"):
        found = F.when((found == F.rint(found)) & (found < F.lit(2.0**63)), found)
    elif kind.startswith("decimal"):
        found = F.when(found % 1 == 0, found)
    elif kind.startswith(("map", "array", "struct")):
        raise Fault("unreadable_type", [column])
    return found.try_cast("bigint")


READERS = dict(zip(roles.ROLES, (identifier, identifier, day, day, count)))


def backticked(name):
    """Quote a column's name for Spark."""
    return "`" + name.replace("`", "``") + "`"


def leaves(struct, path=()):
    """Return the leaves of structs by their dotted paths: how Spark names them, and their types."""
    found = {}
    for field in struct:
        names = (*path, field.name)
        if isinstance(field.dataType, StructType):
            found.update(leaves(field.dataType, names))
        elif path:
            found[".".join(names)] = (".".join(map(backticked, names)), field.dataType.simpleString())
    return found


def contract(frame, named, file):
    """Rename and read the five columns; a role that is missing or not accepted is null."""
    kinds = {**leaves(frame.schema), **{name: (backticked(name), kind) for name, kind in frame.dtypes}}
    columns = []
    for role in roles.ROLES:
        try:
            found = READERS[role](*kinds[roles.find(role, list(kinds), named, file)])
        except Fault:
            found = F.lit(None).cast(TYPES[role])
        columns.append(found.alias(role))
    return frame.select(columns)


def read(spark, case):
    """Read a case: as one folder if its files are alike, else file by file."""
    spark.conf.set("spark.sql.session.timeZone", case.options.get("timezone", "UTC"))
    inputs = [case.folder / given for given in case.input]
    named = case.options.get("columns", {})
    if alike(inputs):
        frame = spark.read.parquet(*map(str, inputs))
        return contract(frame, named, case.name)
    frames = []
    for given in inputs:
        for path, _ in folder.files([given]):
            reader = spark.read.option("basePath", str(given if given.is_dir() else path.parent))
            frames.append(contract(reader.parquet(str(path)), named, path.name))
    whole = frames[0]
    for frame in frames[1:]:
        whole = whole.unionAll(frame)
    return whole


def alike(inputs):
    """Return whether all files have one schema, in folders of hive keys or none."""
    schemas, plain = set(), all(given.is_dir() for given in inputs)
    for given in inputs if plain else ():
        for path, _ in folder.files([given]):
            schemas.add(str(pq.ParquetFile(path).schema))
            plain &= all("=" in part for part in path.relative_to(given).parts[:-1])
    return plain and len(schemas) == 1 and len(inputs) == 1
