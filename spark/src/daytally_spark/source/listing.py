"""Lists the files of inputs that count, and why others are skipped.

The rules are those of `daytally`: names, logs of tables and streaming sinks, and Databricks commits.
"""

from __future__ import annotations

import os
import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from daytally_spark.errors import DaytallyError
from daytally_spark.source import commits, sink_log, tables
from daytally_spark.source.entry import (
    ICEBERG,
    Entry,
    folders_above,
    has_extension,
    is_hidden,
    is_hidden_folder,
    local_path,
)
from daytally_spark.source.hadoop import Hadoop
from daytally_spark.source.keys import keys

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from typing import Any

    from pyspark.sql import SparkSession

    # Pairs of a key and its value; the value of the default partition is None.
    Keys = tuple[tuple[str, str | None], ...]

GLOB = re.compile(r"([\\{}\[\]*?])")
METADATA = "metadata"


@dataclass(frozen=True)
class File:
    """A file: its path, its URL, its name in messages, its bytes and hive keys.

    `sure` is whether it must be Parquet: it was given itself, has the extension, or is in a log.
    """

    path: str
    uri: str
    name: str
    bytes: int
    keys: Keys = field(default=())
    sure: bool = True

    @property
    def is_hidden(self) -> bool:
        """Whether Spark ignores it because its name begins with `_` or `.`."""
        return is_hidden(self.path.split("/")[-1])

    @property
    def spellings(self) -> list[str]:
        """The spellings of its URL in versions of Spark: 3.5 writes file:///…, 4 writes file:/…."""
        return sorted({re.sub("^file:/+", start, self.uri) for start in ("file:/", "file:///")})

    @property
    def pattern(self) -> str:
        """The path for Spark's reader, with escapes for characters that are patterns."""
        return GLOB.sub(r"\\\1", self.path)


@dataclass
class Listing:
    """The `files` in byte order of their names, `skipped` entries, and `tables` that were found.

    `skipped` has `path`, `reason` (a stable name) and `why`. `tables` have `path`, `format`,
    `version` (of a sink's log, if it was read) and `asFiles`.
    """

    files: list[File] = field(default_factory=list)
    skipped: list[dict[str, str]] = field(default_factory=list)
    tables: list[dict[str, Any]] = field(default_factory=list)

    def skip(self, path: str, reason: str, why: str) -> None:
        """Record a skipped entry."""
        self.skipped.append({"path": path, "reason": reason, "why": why})

    def met(self, path: str, kind: str, as_files: bool, version: int | None = None) -> None:
        """Record a table, a sink or commits."""
        found = {"path": path, "format": kind, "asFiles": as_files}
        self.tables.append(found | ({"version": version} if version is not None else {}))


def files(spark: SparkSession, inputs: Iterable[str], as_files: bool = False) -> Listing:
    """Return the `Listing` of inputs: files, folders, and globs of them.

    A given file counts regardless of its name. A folder stands for all files below it, except names
    that begin with `_` or `.` (folders like `_key=value` are walked). With `as_files` every file
    counts, regardless of logs. Raises `no_input`, `table`,
    `missing_file`, `corrupt`, `unsupported` and `ambiguous_column`.
    """
    hadoop, found, entries = Hadoop(spark), Listing(), []
    for given in inputs:
        entries += of_input(hadoop, given)
    refuse_tables(hadoop, found, entries, as_files)
    sinks = listed_by_sinks(hadoop, found, entries, as_files)
    transactions = transactions_of(hadoop, found, entries, as_files)
    hiding: dict[str, None] = {}
    kept = []
    for entry in entries:
        hidden = hidden_folder(entry)
        why = None if hidden else skipped(entry, sinks, None if as_files else transactions, found)
        if hidden:
            hiding[hidden] = None
        elif why:
            found.skip(entry.name, *why)
        else:
            kept.append(entry)
    for entry, columns in once(found, kept):
        by_log = any(entry.path.startswith(folder) for folder in sinks)
        sure = entry.given or by_log or has_extension(entry.inside)
        path = hadoop.at(entry.path)[1]
        found.files.append(File(entry.path, path.toUri().toString(), entry.name, entry.bytes, columns, sure))
    for folder in hiding:
        found.skip(folder, "hidden", "its name hides it")
    return found


def once(found: Listing, entries: Iterable[Entry]) -> list[tuple[Entry, Keys]]:
    """Return entries with their hive keys in byte order of their names, each file once.

    Of several entries of one file, the first one with the most keys is kept.
    """
    first: dict[object, tuple[Entry, Keys]] = {}
    repeats = []
    for entry in sorted(entries, key=lambda each: each.name.encode()):
        columns = keys(entry.name, entry.key_folders, entry.given)
        known = first.setdefault(entry.identity, (entry, columns))
        if len(known[1]) < len(columns):
            first[entry.identity] = entry, columns
            repeats.append(known[0])
        elif known[0] is not entry:
            repeats.append(entry)
    for entry in repeats:
        found.skip(entry.name, "same_file", f"it is the same file as {first[entry.identity][0].name}")
    return sorted(first.values(), key=lambda each: each[0].name.encode())


def of_input(hadoop: Hadoop, given: str) -> list[Entry]:
    """Return the entries of one input."""
    system, path = hadoop.at(given)
    if not system.exists(path):
        matched = hadoop.matches(given) if GLOB.search(given) else []
        # The matches of a glob are treated like entries of a folder.
        matched = [each for each in matched if not is_hidden(each.rpartition("/")[2]) or hadoop.is_key(each)]
        if not matched:
            message = f"{given} is not there; expected a Parquet file, a folder of them, a glob "
            message += "that matches some, or a table as SCHEMA.TABLE"
            raise DaytallyError("no_input", message)
        return [entry for each in matched for entry in of_input(hadoop, each)]
    if system.getFileStatus(path).isFile():
        return [Entry(path.toString(), given, system.getFileStatus(path).getLen())]
    refuse_lost_names(path.toString())
    root, shown = path.toString().rstrip("/") + "/", given.rstrip("/") + "/"
    inside = hadoop.below(system, path)
    return [Entry(each, f"{shown}{each.removeprefix(root)}", size, root, shown) for each, size in inside]


def refuse_lost_names(path: str) -> None:
    """Raise `unsupported` for a name below a local folder that is not UTF-8, because Java does not list it."""
    for folder, folders, inside in os.walk(os.fsencode(local_path(path) or "")):
        for name in folders + inside:
            try:
                name.decode("utf-8")
            except UnicodeDecodeError as problem:
                message = f"{os.fsdecode(folder)}: a name cannot be read; expected UTF-8, found {os.fsdecode(name)!a}"
                remedy = "Rename it, with its other characters in UTF-8 or as escapes such as %E9"
                raise DaytallyError("unsupported", f"{message}. {remedy}") from problem


def refuse_tables(hadoop: Hadoop, found: Listing, entries: Sequence[Entry], as_files: bool) -> None:
    """Raise `table` for tables in the inputs and above them, or record them if they are read as files."""
    marks: dict[str, str] = {}
    for entry in entries:
        mark = None if entry.given else tables.of_path(entry.inside)
        if mark:
            marks.setdefault(f"{entry.shown}{mark[0]}", mark[1])
    for folder in above(entries):
        inside = hadoop.names(f"{folder}{METADATA}") if hadoop.has(f"{folder}{METADATA}") else []
        if hadoop.has(f"{folder}{tables.DELTA_LOG}"):
            marks.setdefault(folder, "Delta")
        elif hadoop.has(f"{folder}{tables.HUDI}"):
            marks.setdefault(folder, "Hudi")
        elif any(ICEBERG.fullmatch(name) for name in inside):
            marks.setdefault(folder, "Iceberg")
    if marks and not as_files:
        raise tables.refused(marks)
    for root, kind in marks.items():
        found.met(root, kind, True)


def above(entries: Iterable[Entry]) -> list[str]:
    """Return the distinct folders above the inputs; links of local paths are followed too."""
    places = {entry.path if entry.given else entry.root.rstrip("/") for entry in entries}
    local = {f"file:{os.path.realpath(path)}" for path in filter(None, map(local_path, places))}
    return list(dict.fromkeys(folder for place in sorted(places | local) for folder in folders_above(place)))


def listed_by_sinks(hadoop: Hadoop, found: Listing, entries: Sequence[Entry], as_files: bool) -> dict[str, set[str]]:
    """Return the full paths that the logs of streaming sinks list, by sink folder."""
    logs: dict[str, list[str]] = {}
    for entry in entries:
        folder = entry.folder
        if f"/{entry.inside}".rpartition("/")[0].endswith(f"/{sink_log.FOLDER}") and not entry.given:
            outer = entry.inside.split("/")[:-2]
            if not any(map(is_hidden_folder, outer)):
                logs.setdefault(folder.removesuffix(f"{sink_log.FOLDER}/"), []).append(entry.inside.split("/")[-1])
    # A log without versions lists no files.
    for folder in dict.fromkeys([*above(entries), *plain_folders(entries)]):
        if folder not in logs and hadoop.has(f"{folder}{sink_log.FOLDER}"):
            logs[folder] = hadoop.names(f"{folder}{sink_log.FOLDER}")
    paths, listed = {entry.path for entry in entries}, {}
    scopes = tuple({entry.root or entry.path for entry in entries})
    for folder, versions in logs.items():
        log = f"{folder}{sink_log.FOLDER}/"
        if as_files:
            found.met(folder, "streaming sink", True)
            continue
        needed = sink_log.needed(log, versions)
        texts = [(f"{log}{name}", hadoop.text(f"{log}{name}")) for name in needed]
        here = {path.removeprefix(folder) for path in paths if path.startswith(folder)}
        inside = sink_log.files(folder, texts, here.__contains__)
        listed[folder] = {f"{folder}{path}" for path in inside}
        for path in sorted(listed[folder] - paths):
            if path.startswith(scopes):
                message = f"{path}: a file that the streaming sink's log lists is missing"
                remedy = "Copy the whole folder again, or read the files that are there with --as-files"
                raise DaytallyError("missing_file", f"{message}. {remedy}")
        found.met(folder, "streaming sink", False, int(needed[-1].split(".")[0]) if needed else None)
    return listed


def transactions_of(hadoop: Hadoop, found: Listing, entries: Sequence[Entry], as_files: bool) -> commits.Commits:
    """Return the Databricks `Commits` in the inputs, beside given files, and above partitions."""
    markers: dict[str, None] = {}
    for entry in entries:
        is_marker = commits.MARKER.fullmatch(entry.inside.split("/")[-1])
        if is_marker and not entry.given and not hidden_folder(entry):
            markers[entry.path] = None
    for folder in dict.fromkeys(folders_of_commits(entries)):
        markers |= {f"{folder}{name}": None for name in hadoop.names(folder) if commits.MARKER.fullmatch(name)}
    known = commits.Commits()
    folders: dict[str, None] = {}
    for path in markers:
        folder, _, name = path.rpartition("/")
        kind, transaction = commits.MARKER.findall(name)[0]
        folders[f"{folder}/"] = None
        if kind == "started":
            known.start(f"{folder}/", transaction)
        elif not as_files:
            known.commit(f"{folder}/", transaction, path, hadoop.text(path))
    for folder in folders:
        found.met(folder, "Databricks commits", as_files)
    return known


def plain_folders(entries: Iterable[Entry]) -> Iterator[str]:
    """Yield the given folders and the folders in them that are not partitions, where a sink may have its log."""
    for entry in entries:
        if not entry.given:
            folder = entry.root
            yield folder
            for name in entry.inside.split("/")[:-1]:
                if "=" in name or is_hidden_folder(name):
                    break
                folder += f"{name}/"
                yield folder


def folders_of_commits(entries: Iterable[Entry]) -> Iterator[str]:
    """Yield the folders of given files, and the folders above given partitions."""
    for given, folder in dict.fromkeys((entry.given, entry.folder if entry.given else entry.root) for entry in entries):
        if given:
            yield folder
        while is_partition(folder):
            folder = f"{folder.rstrip('/').rpartition('/')[0]}/"
            yield folder


def is_partition(folder: str) -> bool:
    """Return whether a folder name, with a trailing `/`, is `key=value`."""
    return "=" in folder.rstrip("/").rpartition("/")[2]


def hidden_folder(entry: Entry) -> str | None:
    """Return the folder below the input whose name hides an entry, or None."""
    folders = [] if entry.given else entry.inside.split("/")[:-1]
    for place, folder in enumerate(folders):
        if is_hidden_folder(folder):
            return f"{entry.shown}{'/'.join(folders[: place + 1])}/"
    return None


def skipped(
    entry: Entry, sinks: Mapping[str, set[str]], transactions: commits.Commits | None, found: Listing
) -> tuple[str, str] | None:
    """Return (reason, why) for an entry that does not count, else None."""
    if not entry.given and is_hidden(entry.inside.split("/")[-1]):
        return "hidden", "its name begins with _ or ."
    if any(
        table["format"] == "Iceberg" and entry.name.startswith(f"{table['path']}{METADATA}/") for table in found.tables
    ):
        return "table_metadata", "it describes an Iceberg table and holds none of its rows"
    sink = next((listed for folder, listed in sinks.items() if entry.path.startswith(folder)), None)
    if sink is not None and entry.path not in sink:
        return "not_listed", "the log of the streaming sink (_spark_metadata/) does not list it"
    why = transactions and transactions.skip(entry.path)
    if why:
        return why
    return ("empty", "it is empty") if entry.bytes == 0 else None
