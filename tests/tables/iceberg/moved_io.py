"""Stores files whose paths name a bucket in a local folder."""

from pathlib import Path

from pyiceberg.io.pyarrow import PyArrowFileIO

SCHEME = "s3://bucket/"


class MovedIO(PyArrowFileIO):
    """Reads and writes `s3://bucket/NAME` as `FOLDER/NAME`, so that a table is not where it was written."""

    folder = Path()

    @classmethod
    def parse_location(cls, location, properties=None):
        """Return the scheme, the host and the path of a file."""
        if location.startswith(SCHEME):
            return "file", "", str(cls.folder / location.removeprefix(SCHEME))
        return PyArrowFileIO.parse_location(location, properties or {})
