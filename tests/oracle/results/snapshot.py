"""The snapshot: today's count of every video from the simulator."""

from datetime import date

from results import simulator
from results.order import ordered

SNAPSHOT = (
    ("channel_id", "utf8"),
    ("video_id", "utf8"),
    ("created_date", "date32"),
    ("date", "date32"),
    ("viewCount", "int64"),
)
UNANSWERED = (("video_id", "utf8"), ("reason", "utf8"))


def answered(data):
    """Return a snapshot row for each distinct video; null ids are not requested."""
    day = date.fromisoformat(data.options["run_date"])
    videos = set(data.rows("channel_id", "video_id", "created_date"))
    return [
        (channel, video, created, day, simulator.views(video))
        for channel, video, created in ordered(videos, 3)
        if video is not None
    ]


def unanswered(data):
    """Return the videos without an answer; the simulator answers all."""
    answered(data)
    return []


def combined(data):
    """Return every input row unchanged, followed by the snapshot."""
    roles = ("channel_id", "video_id", "created_date", "date", "viewCount")
    return data.rows(*roles) + answered(data)
