"""A file that was found in the inputs, and the rules for names of files and folders."""

from __future__ import annotations

import os
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

EXTENSION = re.compile(r".+\.(parquet|parq|pq)", re.IGNORECASE | re.DOTALL)
# Manifests are recognized only by their extension.
ICEBERG = re.compile(r".*\.metadata\.json(\.gz)?|.*\.avro|version-hint\.text", re.DOTALL)
HUDI_PARTITION = ".hoodie_partition_metadata"


@dataclass(frozen=True)
class Entry:
    """A file: its full `path`, its `name` relative to the input, and its bytes.

    `root` is the given folder, with a trailing `/`, and `shown` that folder as the user wrote it. Both
    are empty for a file that was given itself.
    """

    path: str
    name: str
    bytes: int
    root: str = ""
    shown: str = ""

    @property
    def given(self) -> bool:
        """Whether the file itself was given, so that its name does not matter."""
        return not self.root

    @property
    def inside(self) -> str:
        """The path below the given folder, or the name of a given file."""
        return self.path[len(self.root) :] if self.root else self.path.rpartition("/")[2]

    @property
    def folder(self) -> str:
        """The full path of its folder, with a trailing `/`."""
        return self.path.rpartition("/")[0] + "/"

    @property
    def identity(self) -> object:
        """A value that entries of the same file share."""
        local = local_path(self.path)
        try:
            found = os.stat(local) if local else None
        except OSError:
            found = None
        return (found.st_dev, found.st_ino) if found else self.path

    @property
    def key_folders(self) -> list[str]:
        """The folders in which hive keys are searched, outermost first."""
        if self.given:
            return self.path.split("/")[:-1]
        return [self.root.rstrip("/").rpartition("/")[2], *self.inside.split("/")[:-1]]


def local_path(path: str) -> str | None:
    """Return the local path of a `file:` path, or None for others."""
    return "/" + path.removeprefix("file:").lstrip("/") if path.startswith("file:") else None


def folders_above(path: str) -> Iterator[str]:
    """Yield the folders above a full path, innermost first, with a trailing `/`."""
    scheme = path.partition("://")[0] + "://" if "://" in path else ""
    rest = path[len(scheme) :].rstrip("/")
    while "/" in rest:
        rest = rest.rpartition("/")[0]
        if rest:
            yield f"{scheme}{rest}/"


def is_hidden(name: str) -> bool:
    """Return whether a file of this name is skipped in a folder."""
    return name.startswith(("_", "."))


def is_hidden_folder(name: str) -> bool:
    """Return whether a folder of this name is skipped; those like `_key=value` are not."""
    return is_hidden(name) and not (name.startswith("_") and "=" in name)


def has_extension(name: str) -> bool:
    """Return whether a name has a Parquet extension, in any case."""
    return EXTENSION.fullmatch(name) is not None
