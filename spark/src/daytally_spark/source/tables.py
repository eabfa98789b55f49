"""Tables whose log decides which files count: Delta, Iceberg and Hudi."""

from __future__ import annotations

from typing import TYPE_CHECKING

from daytally_spark.errors import DaytallyError
from daytally_spark.source.entry import HUDI_PARTITION, ICEBERG, is_hidden_folder

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

DELTA_LOG, HUDI = "_delta_log", ".hoodie"
# By format: the log that decides, and how to export.
LOGS = {
    "Delta": ("its log (_delta_log/)", 'spark.read.format("delta").load(TABLE).write.parquet(OUT)'),
    "Iceberg": (
        "its metadata (metadata/)",
        'spark.read.format("iceberg").load(TABLE).write.parquet(OUT)',
    ),
    "Hudi": ("its timeline (.hoodie/)", 'spark.read.format("hudi").load(TABLE).write.parquet(OUT)'),
}


def of_path(relative: str) -> tuple[str, str] | None:
    """Return (root, format) of the table that a metadata file belongs to, or None.

    `relative` is the path below the folder; the root is `""` or ends in `/`. Tables inside hidden
    folders are ignored.
    """
    *folders, name = relative.split("/")
    for place, folder in enumerate(folders):
        kind = {DELTA_LOG: "Delta", HUDI: "Hudi"}.get(folder)
        if folder == "metadata" and place == len(folders) - 1 and ICEBERG.fullmatch(name):
            kind = "Iceberg"
        if kind:
            return root_of(folders[:place]), kind
        if is_hidden_folder(folder):
            return None
    return (root_of(folders), "Hudi") if name.startswith(HUDI_PARTITION) else None


def root_of(folders: Iterable[str]) -> str:
    """Return folders as a path with a trailing `/`, or an empty text."""
    return "".join(f"{folder}/" for folder in folders)


def refused(found: Mapping[str, str]) -> DaytallyError:
    """Return the error for tables, given {root as the user wrote it: format}."""
    root, kind = next(iter(found.items()))
    log, export = LOGS[kind]
    others = {1: "", 2: " (and another table)"}.get(len(found), f" (and {len(found) - 1} other tables)")
    message = (
        f"{root}: this is {'an' if kind == 'Iceberg' else 'a'} {kind} table{others}, and {log} decides which files "
        "and rows count; read as plain files, deleted and replaced rows would count too"
    )
    remedy = f"Export its current version to Parquet, for example by Spark: {export}"
    return DaytallyError(
        "table", f"{message}. {remedy}. To read every Parquet file regardless of the log, use --as-files"
    )
