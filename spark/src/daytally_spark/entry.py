"""Something that was found in what a user gave."""

import os
from dataclasses import dataclass


@dataclass(frozen=True)
class Entry:
    """A file: its whole `path`, its `name` as the user knows it, and its bytes.

    `root` is the folder that was given, which ends in `/`, and `shown` that folder as the user
    knows it; both are empty for a file that was given itself.
    """

    path: str
    name: str
    bytes: int
    root: str = ""
    shown: str = ""

    @property
    def given(self):
        """Whether the file itself was given, so that its name decides nothing."""
        return not self.root

    @property
    def inside(self):
        """The path below the folder that was given; the name of a file that was given."""
        return self.path[len(self.root):] if self.root else self.path.rpartition("/")[2]

    @property
    def folder(self):
        """The whole path of its folder, which ends in `/`."""
        return self.path.rpartition("/")[0] + "/"

    @property
    def identity(self):
        """What two entries share that are the same file."""
        local = local_path(self.path)
        try:
            found = os.stat(local) if local else None
        except OSError:
            found = None
        return (found.st_dev, found.st_ino) if found else self.path

    @property
    def key_folders(self):
        """The folders in which hive keys are searched, outermost first."""
        if self.given:
            return self.path.split("/")[:-1]
        return [self.root.rstrip("/").rpartition("/")[2], *self.inside.split("/")[:-1]]


def local_path(path):
    """Returns the local path of `file:` paths, None for others."""
    return "/" + path.removeprefix("file:").lstrip("/") if path.startswith("file:") else None


def folders_above(path):
    """Yields the folders that contain a whole path, innermost first, each with `/` behind it."""
    scheme = path.partition("://")[0] + "://" if "://" in path else ""
    rest = path[len(scheme):].rstrip("/")
    while "/" in rest:
        rest = rest.rpartition("/")[0]
        if rest:
            yield f"{scheme}{rest}/"
