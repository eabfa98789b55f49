"""Checks which roles the values of hive keys can have."""

from __future__ import annotations

from typing import TYPE_CHECKING

from daytally_spark.values import day_text
from daytally_spark.values.counts import number_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from daytally_spark.source.listing import File
    from daytally_spark.values.date_format import DateFormat


def by_key(files: Iterable[File]) -> dict[str, set[str]]:
    """Return the values of each hive key of some files, without nulls."""
    found: dict[str, set[str]] = {}
    for file in files:
        for name, value in file.keys:
            found.setdefault(name, set())
            if value is not None:
                found[name].add(value)
    return found


def keys_for(role: str, keys: Mapping[str, set[str]], formats: Mapping[str, DateFormat], zone: str | None) -> list[str]:
    """Return the keys that may have a role: at least one value is readable as its type."""
    return [name for name, values in keys.items() if any(is_readable(role, each, formats, zone) for each in values)]


def is_readable(role: str, value: str, formats: Mapping[str, DateFormat], zone: str | None) -> bool:
    """Return whether the value of a key is readable as the type of a role."""
    if role == "viewCount":
        return number_of(value) is not None
    if role in ("date", "created_date"):
        form = formats.get(role)
        return (form.day_of(value, zone) if form else day_text.day_of(value, zone)) is not None
    return True
