"""The five roles of columns, and how a column is found for each."""

from __future__ import annotations

import re
from difflib import get_close_matches
from typing import TYPE_CHECKING

from daytally_spark.errors import DaytallyError

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

ROLES = ("channel_id", "video_id", "created_date", "date", "viewCount")

ALIASES = {
    "channel_id": ("channelId", "channel", "snippet.channelId"),
    "video_id": ("videoId", "video", "content"),
    "created_date": (
        "createdDate",
        "created_at",
        "publishedAt",
        "published_at",
        "publish_date",
        "upload_date",
        "snippet.publishedAt",
    ),
    "date": ("day", "trending_date", "fetched_at", "snapshot_date"),
    "viewCount": ("view_count", "views", "viewcount", "statistics.viewCount"),
}

# The type of each role after reading.
TYPES = {
    "channel_id": "string",
    "video_id": "string",
    "created_date": "date",
    "date": "date",
    "viewCount": "bigint",
}


def resolve_column(role: str, names: Sequence[str], by_hand: Mapping[str, str], file: str) -> str:
    """Return the column among `names` that has `role`; `by_hand` has given names by role.

    Blanks and byte-order marks at the ends of names are ignored. The default name takes precedence;
    several aliases are an error. Errors name `file`. Raises `missing_column` and `ambiguous_column`.
    """
    if role in by_hand:
        wanted = by_hand[role]
        return wanted if wanted in names else only(role, bare_same(wanted, names), file, wanted, names)
    if role in names:
        return role
    exact = bare_same(role, names)
    if exact:
        return only(role, exact, file, role, names)
    known = {role.lower()} | {alias.lower() for alias in ALIASES[role]}
    return only(role, [name for name in names if bare(name).lower() in known], file, role, names)


def bare(name: str) -> str:
    """Return a name without blanks and byte-order marks at its ends."""
    return re.sub(r"\A[\s\ufeff]+|[\s\ufeff]+\Z", "", name)


def bare_same(wanted: str, names: Iterable[str]) -> list[str]:
    """Return the names that equal `wanted` apart from their ends."""
    return [name for name in names if bare(name) == bare(wanted)]


def only(role: str, candidates: Sequence[str], file: str, wanted: str, names: Sequence[str]) -> str:
    """Return the only candidate; raise `missing_column` for none and `ambiguous_column` for several."""
    if not candidates:
        raise missing(file, wanted, names)
    if len(candidates) > 1:
        listed = " and ".join(map(shown, candidates))
        message = f"{listed} can both be {role}. Name the one that is meant: --columns {role}={candidates[0]}"
        raise DaytallyError("ambiguous_column", message)
    return candidates[0]


def shown(name: str) -> str:
    """Return a name for messages; names with unusual characters are quoted and escaped."""
    return name if bare(name) == name and name.isprintable() else ascii(name)


def missing(file: str, column: str, names: Sequence[str] = ()) -> DaytallyError:
    """Return the error for a file without a column, with similar names of the file."""
    leaves = [name for name in names if name.startswith(f"{column}.")]
    near = leaves or get_close_matches(column.lower(), [name.lower() for name in names], 3, 0.7)
    near = [name for name in names if name in near or name.lower() in near]
    hint = f"; did you mean {' or '.join(map(shown, near[:3]))}?" if near else "."
    message = (
        f"{file} has no column {shown(column)}{hint} Name the column by hand with --columns, or leave the file out"
    )
    return DaytallyError("missing_column", message)
