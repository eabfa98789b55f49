"""Tables, streaming sinks and commits: which files of a folder count according to their logs."""

import json
import re
from pathlib import Path
from urllib.parse import unquote, urlsplit

from rows.fault import Fault


def refuse(given):
    """Raise a fault for a path that is, contains or is inside a table."""
    above = [given, *given.resolve().parents]
    inside = [path for path in given.rglob("*") if path.is_dir()] if given.is_dir() else []
    for folder in (*above, *inside):
        if (folder / "_delta_log").is_dir():
            raise Fault("table", ["Delta"])
        if (folder / ".hoodie").is_dir():
            raise Fault("table", ["Hudi"])
        if any((folder / "metadata").glob("*.metadata.json")):
            raise Fault("table", ["Iceberg"])


def listed(sink):
    """Return the paths below the folder of a sink that its log added and did not delete."""
    versions = {}
    for file in (sink / "_spark_metadata").iterdir():
        if found := re.fullmatch(r"(\d+)(\.compact)?", file.name):
            versions[int(found[1]), bool(found[2])] = file
    compact = max((number for number, is_compact in versions if is_compact), default=-1)
    added, deleted = set(), set()
    for (number, is_compact), file in versions.items():
        if number > compact or (number == compact and is_compact):
            first, *lines = file.read_text("utf-8").splitlines()
            assert first == "v1", first
            for line in map(json.loads, lines):
                path = unquote(urlsplit(line["path"]).path)
                {"add": added, "delete": deleted}[line["action"]].add(path)
    # The sinks of the fixtures were not renamed after they were written.
    found = {path.split(f"/{sink.name}/", 1)[1] for path in added - deleted}
    for path in found:
        if not (sink / path).is_file():
            raise Fault("missing_file", [Path(path).name])
    return found


def committed(path):
    """Return whether a file counts according to the transactions beside it."""
    commits = {}
    for file in path.parent.glob("_committed_*"):
        if file.name.removeprefix("_committed_").isdigit():
            commits[file.name.removeprefix("_committed_")] = json.loads(file.read_text("utf-8"))
    if any(path.name in commit["removed"] for commit in commits.values()):
        return False
    found = re.search(r"-tid-(\d+)-", path.name)
    if found and found[1] in commits:
        return path.name in commits[found[1]]["added"]
    return not (found and (path.parent / f"_started_{found[1]}").exists())


def counts(path):
    """Return whether a file counts according to the logs above and beside it."""
    for folder in path.parents:
        if (folder / "_spark_metadata").is_dir():
            return path.relative_to(folder).as_posix() in listed(folder)
    return committed(path)
