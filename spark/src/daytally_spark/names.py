"""Rules for names of files and folders, as Spark and table writers use them."""

import re

EXTENSION = re.compile(r".+\.(parquet|parq|pq)", re.IGNORECASE | re.DOTALL)
# Manifests are recognized only by their extension.
ICEBERG = re.compile(r".*\.metadata\.json(\.gz)?|.*\.avro|version-hint\.text", re.DOTALL)
HUDI_PARTITION = ".hoodie_partition_metadata"


def is_hidden(name):
    """Return whether a file of this name is skipped in a folder."""
    return name.startswith(("_", "."))


def is_hidden_folder(name):
    """Return whether a folder of this name is skipped; those like `_key=value` are not."""
    return is_hidden(name) and not (name.startswith("_") and "=" in name)


def has_extension(name):
    """Return whether a name has a Parquet extension, in any case."""
    return EXTENSION.fullmatch(name) is not None
