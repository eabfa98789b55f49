"""Outages, stopped videos and completeness, written directly from section 3.1 of the specification.

Days are ordinals of CPython's `date`. A video is a distinct video_id that is not null; its created
date is the earliest of its rows.
"""

from collections import Counter
from itertools import islice, pairwise
from math import sqrt
from statistics import median

ACTIVE_DAYS = 28
NEIGHBOURS = 60
STOPPED_DAYS = 3


class Video:
    """A video's created date, which may be None, and its days with data."""

    def __init__(self):
        self.created = None
        self.days = set()

    def add(self, created, day):
        """Add a row."""
        if created is not None:
            self.created = created if self.created is None else min(self.created, created)
        if day is not None:
            self.days.add(day)


def videos_of(rows):
    """Return the videos of (video_id, created, day) rows."""
    videos = {}
    for video, created, day in rows:
        if video is not None:
            videos.setdefault(video, Video()).add(created, day)
    return list(videos.values())


def counted(videos, days):
    """Count the active videos and those without data, for each day with active videos."""
    counts = {}
    if not days:
        return counts
    changes, present = Counter(), Counter()
    for video in videos:
        if video.created is None or not video.days:
            continue
        begin, end = max(video.created, days[0]), min(max(video.days) + ACTIVE_DAYS, days[-1])
        if begin <= end:
            changes[begin] += 1
            changes[end + 1] -= 1
            present.update(day for day in video.days if begin <= day <= end)
    active = 0
    for day, following in pairwise([*sorted(changes), days[-1] + 1]):
        active += changes[day]
        if active:
            counts.update((each, (active, active - present[each])) for each in range(day, following))
    return counts


def is_outage(day, counts):
    """Return whether a day is an outage, given its neighbours; days without active videos have no share."""
    n, k = counts[day]
    if n < 5 or k == 0:
        return False
    near = (other for other in range(day - NEIGHBOURS, day + NEIGHBOURS + 1) if other != day)
    shares = [counts[other][1] / counts[other][0] for other in near if other in counts]
    if not shares:
        return False
    s, m = k / n, median(shares)
    d = median(abs(share - m) for share in shares)
    p = max(m, 1 / n)
    return s >= min(m + 0.10, (1 + m) / 2) and s - m > 6 * d and k > n * p + 4 * sqrt(n * p * (1 - p))


def outages_of(counts, share=None):
    """Return (day, missing, active) of the days that are outages."""
    found = []
    for day, (n, k) in sorted(counts.items()):
        if is_outage(day, counts) if share is None else n >= 5 and k / n > share:
            found.append((day, k, n))
    return found


def stopped(videos, days, outages):
    """Count the stopped videos.

    Trailing days without data are counted without outages. A video is stopped if it was expected on
    three or more of them and had data before.
    """
    out = {day for day, _, _ in outages}
    count = 0
    for video in videos:
        before = [day for day in video.days if days and day <= days[-1]]
        if not before:
            continue
        begin = max(before) + 1
        if video.created is not None:
            begin = max(begin, video.created)
        without = (day for day in range(days[-1], begin - 1, -1) if day not in out)
        count += len(list(islice(without, STOPPED_DAYS))) == STOPPED_DAYS
    return count


def coverage(rows, end, share=None):
    """Return the coverage of (video_id, created, day) rows; None without data or end date."""
    dates = [day for _, _, day in rows if day is not None]
    if not dates or end is None:
        return None
    first, last = min(dates), min(end, max(dates))
    days = range(first, last + 1)
    videos = videos_of(rows)
    outages = outages_of(counted(videos, days), share)
    expected = [video for video in videos if video.created is not None]
    window = [max(video.created, first) for video in expected]
    return {
        "outages": outages,
        "stopped_videos": stopped(videos, days, outages),
        "video_days_expected": sum(max(0, last - begin + 1) for begin in window),
        "video_days_with_data": sum(
            sum(begin <= day <= last for day in video.days) for video, begin in zip(expected, window)
        ),
        "video_days_before_first": sum(max(0, min(first - 1, end) - video.created + 1) for video in expected),
        "video_days_after_last": sum(max(0, end - max(video.created, last + 1) + 1) for video in expected),
    }
