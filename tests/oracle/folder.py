"""Lists the Parquet files of an input and the hive keys of their folders."""

import re
from pathlib import Path

NULL_KEY = "__HIVE_DEFAULT_PARTITION__"
ESCAPE = re.compile("%([0-9A-Fa-f]{2})")


def is_hidden(name):
    """Tells whether Spark passes over a file or folder of this name."""
    return name.startswith(".") or (name.startswith("_") and "=" not in name)


def files(inputs):
    """Lists (path, hive keys) of every Parquet file of the inputs, in byte order of path."""
    found = []
    for given in map(Path, inputs):
        if given.is_file():
            found.append((given, {}))
            continue
        for path in given.rglob("*.parquet"):
            parts = path.relative_to(given).parts
            if path.is_file() and not any(map(is_hidden, parts)):
                found.append((path, keys(parts[:-1])))
    return sorted(found, key=lambda item: item[0].as_posix().encode())


def unescaped(text):
    """Undoes percent escapes as Spark does: each is one character of Latin-1."""
    return ESCAPE.sub(lambda found: chr(int(found[1], 16)), text)


def keys(folders):
    """Reads the `key=value` folders of a path, percent-decoded; the default value is null."""
    pairs = (folder.split("=", 1) for folder in folders if "=" in folder)
    return {unescaped(key): None if value == NULL_KEY else unescaped(value) for key, value in pairs}
