"""Monthly views: the sum of view counts by channel, video and month."""

from results.order import ordered
from rows.count import HIGHEST, LOWEST
from rows.fault import Fault

COLUMNS = (
    ("channel_id", "utf8"),
    ("video_id", "utf8"),
    ("month", "utf8"),
    ("aggViewCount", "int64"),
)


def answer(data):
    """Return the monthly views of a dataset."""
    sums = {}
    for channel, video, day, views in data.rows("channel_id", "video_id", "date", "viewCount"):
        month = None if day is None else f"{day.year:04}-{day.month:02}"
        group = (channel, video, month)
        total = sums.setdefault(group, None)
        if views is not None:
            sums[group] = views if total is None else total + views
    rows = ordered([(*group, total) for group, total in sums.items()], 3)
    for *group, total in rows:
        if total is not None and not LOWEST <= total <= HIGHEST:
            raise Fault("sum_overflow", [part for part in group if part])
    return rows
