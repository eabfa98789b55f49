"""The five roles of columns, and how a column is found for each."""

from rows.fault import Fault

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


def bare(name):
    """Return a column name without blanks and byte-order marks at its ends."""
    while name != (name := name.strip().strip("\ufeff")):
        pass
    return name


def same(name, names):
    """Return the exact name, or names that differ only by blanks and byte-order marks at their ends."""
    return [name] if name in names else [each for each in names if bare(each) == bare(name)]


def find(role, names, named, file):
    """Return the column of `names` that has `role`, by the table of the specification."""
    if role in named:
        found = same(named[role], names)
        if len(found) == 1:
            return found[0]
        raise Fault("missing_column", [file, named[role]])
    candidates = same(role, names)
    if not candidates:
        wanted = {alias.lower() for alias in (role, *ALIASES[role])}
        candidates = [name for name in names if bare(name).lower() in wanted]
    if len(candidates) > 1:
        raise Fault("ambiguous_column", candidates)
    if not candidates:
        raise Fault("missing_column", [file, role])
    return candidates[0]
