"""Hive keys: columns that are written in the folders of a file's path."""

import re

from daytally_spark.fault import DaytallyError

NULL_KEY = "__HIVE_DEFAULT_PARTITION__"
ESCAPE = re.compile("%([0-9A-Fa-f]{2})")


def keys(file, folders, given):
    """Returns the (key, value) pairs of `folders`, those from what the user gave down to a file.

    They are the unbroken run of `key=value` folders nearest to the file. In a folder that was
    given, folders without a key below that run are skipped; for a `given` file the search ends at
    the first folder without a key. The default partition's value is None. Raises
    `ambiguous_column`, which names `file`, for a key with two values.
    """
    inner_first = [pair(folder) for folder in reversed(folders)]
    if not given:
        while inner_first and inner_first[0] is None:
            inner_first.pop(0)
    found = {}
    for each in inner_first:
        if each is None:
            break
        name, value = each
        if found.setdefault(name, value) != value:
            message = f"{file}: the folders give the key {name} two values, {found[name]!r} and {value!r}"
            raise DaytallyError("ambiguous_column", f"{message}. Rename one of the folders")
    return tuple(reversed(found.items()))


def pair(folder):
    """Returns the key and the value of a folder's name, None if it has no key."""
    key, equals, value = folder.partition("=")
    return (unescaped(key), None if value == NULL_KEY else unescaped(value)) if key and equals else None


def unescaped(text):
    """Undoes percent escapes: as UTF-8 if that gives valid UTF-8, else as Latin-1, which Spark writes."""
    try:
        # Whatever is no escape stays as it is.
        found = re.sub(rb"%([0-9A-Fa-f]{2})", lambda each: bytes([int(each[1], 16)]), text.encode("utf-8"))
        return found.decode("utf-8")
    except UnicodeError:
        return ESCAPE.sub(lambda each: chr(int(each[1], 16)), text)
