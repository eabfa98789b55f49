"""The input of a case as columns of Python values, read by role."""

from functools import cached_property
from pathlib import Path

import pyarrow as pa

from rows import chunk, folder
from rows.fault import Fault


class Dataset:
    """The rows of a case's files, and their unreadable values."""

    def __init__(self, case):
        self.root = case.folder / "input"
        self.inputs = [case.folder / given for given in case.input]
        self.options = case.options
        self.columns = {}
        self.places = []
        self.unreadable = {}

    @cached_property
    def files(self):
        """Return (path, hive keys) of every file."""
        return folder.files(self.inputs)

    def column(self, role):
        """Return the role's value in every row, in order of file path, then of row."""
        if role not in self.columns:
            self.columns[role] = list(self.read(role))
        return self.columns[role]

    def rows(self, *roles):
        """Return a tuple of the roles' values for every row."""
        return list(zip(*(self.column(role) for role in roles)))

    def keys(self, role):
        """Return the hive keys with at least one value that is readable as the role."""
        values = {}
        for _, keys in self.files:
            for key, value in keys.items():
                values.setdefault(key, []).append(value)
        zone, formats = self.options.get("timezone"), self.options.get("date_formats") or {}
        given = {"form": formats[role]} if role in formats else {}
        readable = set()
        for key, texts in values.items():
            found = chunk.READERS[role](pa.array(texts, pa.string()), None, zone, "", key, **given)
            if any(value is not None for value, _ in found):
                readable.add(key)
        return readable

    def read(self, role):
        """Yield the values of a role; count the unreadable ones and record the place of each row."""
        self.places = []
        named = self.options.get("columns", {})
        zone = self.options.get("timezone")
        playing = self.keys(role)
        for path, keys in self.files:
            keys = {key: value for key, value in keys.items() if key in playing}
            name = Path(path).relative_to(self.root).as_posix()
            formats = self.options.get("date_formats")
            groups = chunk.read(path, keys, role, named, zone, formats)
            seen, unread = 0, 0
            for group, values in enumerate(groups):
                bad = sum(not readable for _, readable in values)
                seen += sum(value is not None or not readable for value, readable in values)
                unread += bad
                if bad:
                    self.unreadable[name, group, role] = bad
                self.places += [(name, group)] * len(values)
                yield from (value for value, _ in values)
            if seen and seen == unread:
                raise Fault("unreadable_values", [Path(path).name])
