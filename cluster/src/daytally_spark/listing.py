"""The Parquet files of an input, and the hive keys of their folders.

Files are listed by Hadoop's file systems, so that every address works that Spark can read.
"""

import re
from dataclasses import dataclass, field

from daytally_spark.fault import DaytallyError

NULL_KEY = "__HIVE_DEFAULT_PARTITION__"
ESCAPE = re.compile("%([0-9A-Fa-f]{2})")
GLOB = re.compile(r"([\\{}\[\]*?])")


@dataclass(frozen=True)
class File:
    """A file: its path, its address, the name to tell it by, bytes, hive keys."""

    path: str
    uri: str
    name: str
    bytes: int
    keys: tuple = field(default=())

    @property
    def spellings(self):
        """The ways in which versions of Spark tell the file: 3.5 as file:///…, 4 as file:/…."""
        return sorted({re.sub("^file:/+", start, self.uri) for start in ("file:/", "file:///")})

    @property
    def pattern(self):
        """The path as Spark's reader wants it, which takes some characters for patterns."""
        return GLOB.sub(r"\\\1", self.path)


def files(spark, inputs):
    """Lists the `File`s of some inputs (files or folders), in byte order of their paths.

    Folders are searched for `*.parquet`, but for what Spark hides (`_…`, `.…`).
    Raises `not_found` for an input that is not there or has no such file.
    """
    found = []
    for given in inputs:
        inside = list(of_input(spark, given))
        if not inside:
            raise DaytallyError("not_found", f"{given} holds no Parquet file; expected *.parquet in it")
        found += inside
    return sorted(found, key=lambda file: file.path.encode())


def of_input(spark, given):
    """Yields the files of one input."""
    hadoop = spark.sparkContext._jvm.org.apache.hadoop.fs
    path = hadoop.Path(given)
    system = path.getFileSystem(spark.sparkContext._jsc.hadoopConfiguration())
    path = system.makeQualified(path)
    if not system.exists(path):
        raise DaytallyError("not_found", f"{given} is not there; expected a Parquet file or a folder of them")
    status = system.getFileStatus(path)
    if status.isFile():
        yield file_of(status, given, ())
        return
    root = path.toString().rstrip("/") + "/"
    each = system.listFiles(path, True)
    while each.hasNext():
        status = each.next()
        relative = status.getPath().toString().removeprefix(root)
        parts = relative.split("/")
        if relative.endswith(".parquet") and not any(map(is_hidden, parts)):
            yield file_of(status, f"{given.rstrip('/')}/{relative}", keys(parts[:-1]))


def file_of(status, name, found):
    """Makes a file of Hadoop's status."""
    path = status.getPath()
    return File(path.toString(), path.toUri().toString(), name, status.getLen(), found)


def is_hidden(name):
    """Tells whether Spark passes over a file or folder of this name."""
    return name.startswith(".") or (name.startswith("_") and "=" not in name)


def unescaped(text):
    """Undoes percent escapes as Spark does: each is one character of Latin-1."""
    return ESCAPE.sub(lambda found: chr(int(found[1], 16)), text)


def keys(folders):
    """Reads the `key=value` folders of a path; the default value is None."""
    found = {}
    for folder in folders:
        key, equals, value = folder.partition("=")
        if equals:
            found[unescaped(key)] = None if value == NULL_KEY else unescaped(value)
    return tuple(found.items())
