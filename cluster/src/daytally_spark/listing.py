"""The Parquet files of an input, and the hive keys of their folders.

Files are listed by Hadoop's file systems, so that every address works that Spark can read.
"""

import re
from collections import Counter
from dataclasses import dataclass, field, replace

from daytally_spark.fault import DaytallyError

NULL_KEY = "__HIVE_DEFAULT_PARTITION__"
ESCAPE = re.compile("%([0-9A-Fa-f]{2})")
ENDINGS = re.compile(r"[^/]+\.(parquet|parq|pq)", re.IGNORECASE)
GLOB = re.compile(r"([\\{}\[\]*?])")


@dataclass(frozen=True)
class File:
    """A file: its path, its address, the name to tell it by, bytes, hive keys.

    `repeat` is how often it was given before: its rows count as often as it is given.
    """

    path: str
    uri: str
    name: str
    bytes: int
    keys: tuple = field(default=())
    repeat: int = 0

    @property
    def is_hidden(self):
        """Tells whether Spark reads nothing of it, as its name begins with `_` or `.`."""
        return is_hidden(self.path.split("/")[-1])

    @property
    def spellings(self):
        """The ways in which versions of Spark tell the file: 3.5 as file:///…, 4 as file:/…."""
        return sorted({re.sub("^file:/+", start, self.uri) for start in ("file:/", "file:///")})

    @property
    def pattern(self):
        """The path as Spark's reader wants it, which takes some characters for patterns."""
        return GLOB.sub(r"\\\1", self.path)


def files(spark, inputs):
    """Lists the `File`s of some inputs (files or folders), in byte order of their paths as they were given.

    A file is taken whatever its name. A folder stands for the files in it and in its folders that
    end in `.parquet`, `.parq` or `.pq`; names that begin with `_` or `.` are left out, but for
    folders like `_key=value`. Raises `no_input` for an input that is not there or has no such file.
    """
    found = []
    for given in inputs:
        inside = list(of_input(spark, given))
        if not inside:
            message = f"{given} has no file to read; expected files that end in .parquet, .parq or .pq"
            raise DaytallyError("no_input", f"{message} and do not begin with _ or .")
        found += inside
    known = Counter()
    for place, file in enumerate(found):
        found[place] = replace(file, repeat=known[file.path])
        known[file.path] += 1
    return sorted(found, key=lambda file: file.name.encode())


def of_input(spark, given):
    """Yields the files of one input."""
    hadoop = spark.sparkContext._jvm.org.apache.hadoop.fs
    path = hadoop.Path(given)
    system = path.getFileSystem(spark.sparkContext._jsc.hadoopConfiguration())
    path = system.makeQualified(path)
    if not system.exists(path):
        raise DaytallyError("no_input", f"{given} is not there; expected a Parquet file or a folder of them")
    status = system.getFileStatus(path)
    if status.isFile():
        yield file_of(status, given)
        return
    root = path.toString().rstrip("/") + "/"
    each = system.listFiles(path, True)
    while each.hasNext():
        status = each.next()
        relative = status.getPath().toString().removeprefix(root)
        *folders, name = relative.split("/")
        hidden = is_hidden(name) or any(is_hidden(folder) and not is_key(folder) for folder in folders)
        if ENDINGS.fullmatch(name) and not hidden:
            yield file_of(status, f"{given.rstrip('/')}/{relative}")


def file_of(status, name):
    """Makes a file of Hadoop's status; its hive keys are those of the path as it was given, too."""
    path = status.getPath()
    return File(path.toString(), path.toUri().toString(), name, status.getLen(), keys(name.split("/")[:-1]))


def is_hidden(name):
    """Tells whether a file or folder of this name is passed over."""
    return name.startswith(("_", "."))


def is_key(folder):
    """Tells whether a folder is a hive key although it begins with `_`."""
    return folder.startswith("_") and "=" in folder


def unescaped(text):
    """Undoes percent escapes as Spark does: each is one character of Latin-1."""
    return ESCAPE.sub(lambda found: chr(int(found[1], 16)), text)


def keys(folders):
    """Reads the `key=value` folders of a path; the default value is None."""
    found = {}
    for folder in folders:
        key, equals, value = folder.partition("=")
        if key and equals:
            found[unescaped(key)] = None if value == NULL_KEY else unescaped(value)
    return tuple(found.items())
