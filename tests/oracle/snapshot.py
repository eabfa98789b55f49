"""Question 3: today's count of every video, asked of the simulator."""

from datetime import date

import simulator
from order import ordered

SNAPSHOT = (
    ("channel_id", "utf8"),
    ("video_id", "utf8"),
    ("created_date", "date32"),
    ("date", "date32"),
    ("viewCount", "int64"),
)
UNANSWERED = (("video_id", "utf8"), ("reason", "utf8"))


def answered(data):
    """Lists a snapshot row for each distinct video; null ids are never asked."""
    day = date.fromisoformat(data.options["run_date"])
    videos = set(data.rows("channel_id", "video_id", "created_date"))
    return [
        (channel, video, created, day, simulator.views(video))
        for channel, video, created in ordered(videos, 3)
        if video is not None
    ]


def unanswered(data):
    """Lists the videos without an answer; the simulator answers every one."""
    answered(data)
    return []


def combined(data):
    """Lists every input row as it was, then the snapshot."""
    roles = ("channel_id", "video_id", "created_date", "date", "viewCount")
    return data.rows(*roles) + answered(data)
