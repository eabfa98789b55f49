"""The five roles a dataset's columns play, and how a column is found for each."""

from daytally_spark.fault import DaytallyError

ROLES = ("channel_id", "video_id", "created_date", "date", "viewCount")

ALIASES = {
    "channel_id": ("channelId", "channel"),
    "video_id": ("videoId", "video", "content"),
    "created_date": (
        "createdDate",
        "created_at",
        "publishedAt",
        "published_at",
        "publish_date",
        "upload_date",
    ),
    "date": ("day", "trending_date", "fetched_at", "snapshot_date"),
    "viewCount": ("view_count", "views", "viewcount"),
}

# What each role's column is once it is read.
TYPES = {
    "channel_id": "string",
    "video_id": "string",
    "created_date": "date",
    "date": "date",
    "viewCount": "bigint",
}


def find(role, names, by_hand, file):
    """Names the column among `names` that plays `role`; `by_hand` is a name by role.

    `file` is the file that an error names. Raises `missing_column` and `ambiguous_column`.
    """
    if role in by_hand:
        if by_hand[role] in names:
            return by_hand[role]
        raise missing(file, by_hand[role])
    if role in names:
        return role
    wanted = {role.lower()} | {alias.lower() for alias in ALIASES[role]}
    candidates = [name for name in names if name.lower() in wanted]
    if len(candidates) > 1:
        listed = " and ".join(candidates)
        message = f"{listed} can both be {role}. Name the one that is meant: --columns {role}={candidates[0]}"
        raise DaytallyError("ambiguous_column", message)
    if not candidates:
        raise missing(file, role)
    return candidates[0]


def missing(file, column):
    """Gives the error of a file that lacks a column."""
    message = f"{file} has no column {column}. Name the column by hand with --columns, or leave the file out"
    return DaytallyError("missing_column", message)
