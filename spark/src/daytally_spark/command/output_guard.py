"""Refuses outputs that would replace inputs or other files."""

from __future__ import annotations

import os
import re
from typing import TYPE_CHECKING

from daytally_spark.errors import DaytallyError
from daytally_spark.source.hadoop import Hadoop

if TYPE_CHECKING:
    from collections.abc import Iterable
    from typing import Any

    from pyspark.sql import SparkSession

    from daytally_spark.source.listing import File

# The marker file of outputs of this package; Spark ignores its name.
MARK = "_daytally-spark"
SENTENCE = "A result of daytally-spark, which replaces this folder as a whole.\n"
# The last names are markers of Databricks commits.
PART = re.compile(r"part-[^/]*\.parquet|_SUCCESS|_(committed|started)_[0-9]+|" + re.escape(MARK))
RESULT = re.compile(r"(monthly|gaps-(list|dates|ranges)|snapshot|unanswered|combined)\.parquet")
DIAGNOSTICS = "diagnostics.json"


def qualified(spark: SparkSession, path: str) -> tuple[Any, Any]:
    """Return (the file system, the full path) of a path or URL."""
    return Hadoop(spark).at(str(path))


def refuse(spark: SparkSession, path: str, inputs: Iterable[str], files: Iterable[File] = ()) -> None:
    """Raise `invalid_option` if an output at `path` would replace something else than an output.

    This is the case if `path` is, contains or is inside one of `inputs` (paths) or `files` (found in
    the inputs), or if it contains something else than an earlier output.
    """
    system, place = qualified(spark, path)
    output = comparable(place)
    entries = [(given, comparable(qualified(spark, given)[1])) for given in inputs]
    # Only local paths can have links.
    local = (file.path for file in files if file.path.startswith("file:"))
    entries += [(given, parts("file", "", given.removeprefix("file:"))) for given in local]
    for given, entry in entries:
        for inner, outer, how in ((output, entry, "lies in"), (entry, output, "holds")):
            if inner[: len(outer)] == outer:
                how = "is" if inner == outer else how
                raise refused(path, f"the output {how} the input {given}", "Write to another folder")
    refuse_others(system, place, path)


def refuse_others(system: Any, place: Any, path: str) -> None:
    """Raise `invalid_option` if something other than an earlier output is at `place`."""
    if not system.exists(place):
        return
    if not system.getFileStatus(place).isDirectory():
        raise refused(path, "there is a file", "Write to a folder, which is created")
    entries = list(system.listStatus(place))
    names = sorted(status.getPath().getName() for status in entries)
    if names and MARK not in names:
        what = f"the folder is not a result of daytally-spark: it has {names[0]} and no {MARK}"
        raise refused(path, what, "Delete it yourself, or write to another folder")
    for status in entries:
        found = foreign_name(system, status)
        if found:
            what = f"the folder contains {found}, which is not a file of a result"
            raise refused(path, what, "Move it elsewhere, or write to another folder")


def foreign_name(system: Any, status: Any) -> str | None:
    """Return the name of an entry that outputs do not contain, or None."""
    name: str = status.getPath().getName()
    if status.isDirectory():
        if not RESULT.fullmatch(name):
            return name
        inside = (each.getPath().getName() for each in system.listStatus(status.getPath()) if not is_part(each))
        return next((f"{name}/{each}" for each in inside), None)
    return None if is_part(status) or without_checksum(name) == DIAGNOSTICS else name


def is_part(status: Any) -> bool:
    """Return whether a file belongs to a result, or is a checksum of such a file."""
    return status.isFile() and PART.fullmatch(without_checksum(status.getPath().getName())) is not None


def without_checksum(name: str) -> str:
    """Return the name of the file that a checksum file of Hadoop belongs to."""
    return name[1:-4] if name.startswith(".") and name.endswith(".crc") else name


def comparable(path: Any) -> tuple[str, ...]:
    """Return the parts of a full Hadoop path, the same for all spellings."""
    uri = path.toUri()
    return parts((uri.getScheme() or "").lower(), (uri.getAuthority() or "").lower(), uri.getPath())


def parts(scheme: str, host: str, path: str) -> tuple[str, ...]:
    """Return the parts of a URL, with the links of a local path resolved."""
    # One store has three URL schemes.
    scheme = "s3a" if scheme in ("s3", "s3n") else scheme
    return (scheme, host, *filter(None, (os.path.realpath(path) if scheme == "file" else path).split("/")))


def refused(path: str, what: str, remedy: str) -> DaytallyError:
    """Return the error for an output that would destroy something."""
    return DaytallyError("invalid_option", f"{path}: {what}. {remedy}, so that nothing is lost")
