"""Lists the Parquet files of an input and the hive keys of their folders."""

import re
from pathlib import Path

from rows import logs
from rows.fault import Fault

NULL_KEY = "__HIVE_DEFAULT_PARTITION__"
ESCAPE = re.compile("%([0-9A-Fa-f]{2})")
MAGIC = (b"PAR1", b"PARE")
EXTENSIONS = (".parquet", ".parq", ".pq")


def is_hidden(name):
    """Return whether Spark skips a file or folder of this name."""
    return name.startswith(".") or (name.startswith("_") and "=" not in name)


def is_read(path):
    """Return whether a file in a folder counts, by its extension or its first or last bytes."""
    data = path.read_bytes()
    named = path.name.lower().endswith(EXTENSIONS)
    return bool(data) and (named or data[:4] in MAGIC or data[-4:] in MAGIC)


def files(inputs):
    """Return (path, hive keys) of every Parquet file of the inputs, in byte order of path."""
    found, skipped = [], []
    for given in map(Path, inputs):
        logs.refuse(given)
        if given.is_file():
            found.append((given, keys(given.resolve().parts[:-1], given.name, run=True)))
            continue
        for path in given.rglob("*"):
            parts = path.relative_to(given).parts
            hidden = any(map(is_hidden, parts[:-1])) or parts[-1].startswith(("_", "."))
            if not path.is_file() or hidden:
                continue
            if is_read(path) and logs.counts(path):
                found.append((path, keys((given.resolve().name, *parts[:-1]), path.name)))
            else:
                skipped.append(path.name)
    if not found:
        raise Fault("no_input", sorted(skipped))
    return sorted(found, key=lambda item: item[0].as_posix().encode())


def unescaped(text):
    """Decode percent escapes: as UTF-8 if the whole text is valid, else as Latin-1."""
    pieces = ESCAPE.split(text)
    plain, escapes = pieces[::2], pieces[1::2]
    encoded = plain[0].encode()
    for escape, after in zip(escapes, plain[1:]):
        encoded += bytes([int(escape, 16)]) + after.encode()
    try:
        return encoded.decode()
    except UnicodeDecodeError:
        return ESCAPE.sub(lambda found: chr(int(found[1], 16)), text)


def keys(folders, name, run=False):
    """Return the run of `key=value` folders nearest to a file, outermost first.

    Folders without a key before the run are skipped, unless `run` requires it to begin at the file.
    """
    found = {}
    for folder in reversed(folders):
        key, equals, value = folder.partition("=")
        if not (equals and key):
            if found or run:
                break
            continue
        key, value = unescaped(key), None if value == NULL_KEY else unescaped(value)
        if found.setdefault(key, value) != value:
            raise Fault("ambiguous_column", [name, key])
    return dict(reversed(found.items()))
