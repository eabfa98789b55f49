"""Where an output may stand: not where an input is, and not where somebody else's files are."""

import os
import re

from daytally_spark.fault import DaytallyError

# The file that tells an output of this package from any other folder; Spark passes over its name.
MARK = "_daytally-spark"
SENTENCE = "A result of daytally-spark, which replaces this folder as a whole.\n"
# The last are Databricks's own, of its commits.
PART = re.compile(r"part-[^/]*\.parquet|_SUCCESS|_(committed|started)_[0-9]+|" + re.escape(MARK))
RESULT = re.compile(r"(monthly|gaps-(list|dates|ranges)|snapshot|unanswered|combined)\.parquet")
DIAGNOSTICS = "diagnostics.json"


def qualified(spark, path):
    """Gives (the file system, the whole path) of a path or an address."""
    hadoop = spark.sparkContext._jvm.org.apache.hadoop.fs
    path = hadoop.Path(str(path))
    system = path.getFileSystem(spark.sparkContext._jsc.hadoopConfiguration())
    return system, system.makeQualified(path)


def refuse(spark, path, inputs, files=()):
    """Raises `invalid_option` where an output at `path` would take something along that is no output.

    That is where it is one of `inputs` (paths) or of `files` (those found in them), holds one or
    lies in one, and where there is something else than an earlier output.
    """
    system, place = qualified(spark, path)
    output = comparable(place)
    entries = [(given, comparable(qualified(spark, given)[1])) for given in inputs]
    # Links lead elsewhere on a local disk alone.
    local = (file.path for file in files if file.path.startswith("file:"))
    entries += [(given, parts("file", "", given.removeprefix("file:"))) for given in local]
    for given, entry in entries:
        for inner, outer, how in ((output, entry, "lies in"), (entry, output, "holds")):
            if inner[: len(outer)] == outer:
                how = "is" if inner == outer else how
                raise refused(path, f"the output {how} the input {given}", "Write to another folder")
    refuse_others(system, place, path)


def refuse_others(system, place, path):
    """Raises `invalid_option` where something is at `place` that is no earlier output."""
    if not system.exists(place):
        return
    if not system.getFileStatus(place).isDirectory():
        raise refused(path, "there is a file", "Write to a folder, which is made")
    entries = list(system.listStatus(place))
    names = sorted(status.getPath().getName() for status in entries)
    if names and MARK not in names:
        what = f"the folder is no result of daytally-spark: it has {names[0]} and no {MARK}"
        raise refused(path, what, "Delete it yourself, or write to another folder")
    for status in entries:
        found = strange(system, status)
        if found:
            what = f"the folder holds {found}, which is none of a result's files"
            raise refused(path, what, "Move it elsewhere, or write to another folder")


def strange(system, status):
    """Gives the name of what no output holds, in a folder's entry; None if there is none."""
    name = status.getPath().getName()
    if status.isDirectory():
        if not RESULT.fullmatch(name):
            return name
        inside = (each.getPath().getName() for each in system.listStatus(status.getPath()) if not is_part(each))
        return next((f"{name}/{each}" for each in inside), None)
    return None if is_part(status) or plain(name) == DIAGNOSTICS else name


def is_part(status):
    """Tells whether a file is one of a result's, or a checksum of one."""
    return status.isFile() and PART.fullmatch(plain(status.getPath().getName())) is not None


def plain(name):
    """Gives the name of the file that a checksum of Hadoop's local file system is of."""
    return name[1:-4] if name.startswith(".") and name.endswith(".crc") else name


def comparable(path):
    """Gives a whole path of Hadoop in parts that are the same however it was written."""
    uri = path.toUri()
    return parts((uri.getScheme() or "").lower(), (uri.getAuthority() or "").lower(), uri.getPath())


def parts(scheme, host, path):
    """Gives the parts of an address, the links of a local path resolved."""
    # One store by three names.
    scheme = "s3a" if scheme in ("s3", "s3n") else scheme
    return (scheme, host, *filter(None, (os.path.realpath(path) if scheme == "file" else path).split("/")))


def refused(path, what, remedy):
    """Gives the error of an output that would destroy something."""
    return DaytallyError("invalid_option", f"{path}: {what}. {remedy}, so that nothing is lost")
