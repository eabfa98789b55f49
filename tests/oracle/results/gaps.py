"""The gaps: days on which a video should have data but has none."""

from datetime import date

from results.order import ordered

VIDEO = (("channel_id", "utf8"), ("video_id", "utf8"), ("created_date", "date32"))
LIST = (*VIDEO, ("missing_dates", "list<date32>"))
DATES = (*VIDEO, ("missing_date", "date32"))
RANGES = (
    *VIDEO,
    ("gap_start", "date32"),
    ("gap_end", "date32"),
    ("days", "int64"),
    ("kind", "utf8"),
)


def end_of(data):
    """Return the last expected day: the given one, else the newest in the data."""
    given = data.options.get("end_date")
    if given:
        return date.fromisoformat(given)
    return max((day for day in data.column("date") if day is not None), default=None)


def missing(data):
    """Return (channel, video, created, missing days) for every video with missing days."""
    end, days, triples = end_of(data), {}, set()
    for channel, video, created, day in data.rows("channel_id", "video_id", "created_date", "date"):
        days.setdefault(video, set()).add(day)
        triples.add((channel, video, created))
    found = []
    for channel, video, created in ordered(triples, 3):
        if created is None or end is None:
            continue
        window = (date.fromordinal(ordinal) for ordinal in range(created.toordinal(), end.toordinal() + 1))
        absent = [day for day in window if day not in days[video]]
        if absent:
            found.append((channel, video, created, absent))
    return found


def as_list(data):
    """Return the gaps with a list of days for each video."""
    return missing(data)


def as_dates(data):
    """Return the gaps with a row for each missing day."""
    return [(*video, day) for *video, days in missing(data) for day in days]


def as_ranges(data):
    """Return the gaps with a row for each run of missing days."""
    end = end_of(data)
    return [
        (*video, first, last, (last - first).days + 1, kind(first, last, video[2], end))
        for *video, days in missing(data)
        for first, last in runs(days)
    ]


def runs(days):
    """Yield the first and last day of each unbroken run."""
    first = last = days[0]
    for day in days[1:]:
        if day.toordinal() != last.toordinal() + 1:
            yield first, last
            first = day
        last = day
    yield first, last


def kind(first, last, created, end):
    """Return the kind of a run of missing days, by its position in the window."""
    if first == created:
        return "whole" if last == end else "leading"
    return "trailing" if last == end else "inner"
