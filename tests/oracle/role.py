"""The five roles a dataset's columns play, and how a column is found for each."""

from fault import Fault

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


def find(role, names, named, file):
    """Names the column of `names` that plays `role`, as the contract's table says."""
    if role in named:
        if named[role] in names:
            return named[role]
        raise Fault("missing_column", [file, named[role]])
    if role in names:
        return role
    wanted = {role.lower()} | {alias.lower() for alias in ALIASES[role]}
    candidates = [name for name in names if name.lower() in wanted]
    if len(candidates) > 1:
        raise Fault("ambiguous_column", candidates)
    if not candidates:
        raise Fault("missing_column", [file, role])
    return candidates[0]
