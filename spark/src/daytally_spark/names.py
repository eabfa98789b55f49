"""What names say about files and folders, as Spark and the writers of tables use them."""

import re

EXTENSION = re.compile(r".+\.(parquet|parq|pq)", re.IGNORECASE | re.DOTALL)
# Manifests have no name but the extension.
ICEBERG = re.compile(r".*\.metadata\.json(\.gz)?|.*\.avro|version-hint\.text", re.DOTALL)
HUDI_PARTITION = ".hoodie_partition_metadata"


def is_hidden(name):
    """Returns whether a file of this name is skipped in a folder."""
    return name.startswith(("_", "."))


def is_hidden_folder(name):
    """Returns whether a folder of this name is skipped; those like `_key=value` are not."""
    return is_hidden(name) and not (name.startswith("_") and "=" in name)


def has_extension(name):
    """Returns whether a name ends as Parquet files do, in any case of letters."""
    return EXTENSION.fullmatch(name) is not None
