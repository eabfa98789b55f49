"""The diagnostics of a dataset."""

from collections import Counter, defaultdict
from datetime import date

from results import coverage, lifetime
from results.gaps import end_of
from rows.role import ROLES


def several(rows, value):
    """Count the videos with more than one value (null is a value) in a column."""
    values = defaultdict(set)
    for row in rows:
        values[row[1]].add(row[value])
    return sum(len(found) > 1 for found in values.values())


# Issues of a role's value that depend only on its own row.
ISSUES = {
    "channel_id": lambda row: row[0] is None,
    "video_id": lambda row: row[1] is None,
    "created_date": lambda row: None not in row[2:4] and row[3] < row[2],
    "date": lambda row: row[3] is None,
    "viewCount": lambda row: row[4] is None,
}


def row_issues(rows, places):
    """Return the number of rows with issues by file, and the first row group that has one."""
    groups = defaultdict(list)
    for row, (file, group) in zip(rows, places):
        for role, holds in ISSUES.items():
            if holds(row):
                groups[file, role].append(group)
    return [
        {"file": file, "role": role, "rows": len(found), "row_group": min(found)}
        for (file, role), found in sorted(groups.items())
    ]


def answer(data):
    """Return the diagnostics of a dataset."""
    rows, end = data.rows(*ROLES), end_of(data)
    triples = {row[:3] for row in rows}
    pairs = Counter((row[1], row[3]) for row in rows if row[3] is not None)
    dated = [row for row in rows if row[3] is not None]
    return {
        "end_date": end and end.isoformat(),
        "end_date_given": "end_date" in data.options,
        "rows": len(rows),
        "videos": len({row[1] for row in rows} - {None}),
        "rows_before_created": sum(row[2] is not None and row[3] < row[2] for row in dated),
        "rows_after_end": sum(row[3] > end for row in dated),
        "repeated_rows": sum(times - 1 for times in pairs.values()),
        "videos_created_null": sum(created is None for _, _, created in triples),
        "videos_created_after_end": sum(
            created is not None and end is not None and created > end for _, _, created in triples
        ),
        "videos_with_several_channels": several(rows, 0),
        "videos_with_several_created_dates": several(rows, 2),
        "null_video_rows": sum(row[1] is None for row in rows),
        "null_channel_rows": sum(row[0] is None for row in rows),
        "null_date_rows": sum(row[3] is None for row in rows),
        "null_count_rows": sum(row[4] is None for row in rows),
        "unreadable": [
            {"file": file, "row_group": group, "role": role, "rows": count}
            for (file, group, role), count in sorted(data.unreadable.items())
        ],
        "row_issues": row_issues(rows, data.places),
    }


def answer_for_all(data):
    """Return the diagnostics of all videos together: coverage and lifetime counts."""
    rows, end = data.rows(*ROLES), end_of(data)
    ordinal = [(row[1], *(day and day.toordinal() for day in row[2:4])) for row in rows]
    pairs = lifetime.count_pairs((row[1], row[3], row[4]) for row in rows)
    found = coverage.coverage(ordinal, end and end.toordinal())
    if found:
        found["outages"] = [
            {"date": date.fromordinal(day).isoformat(), "missing": k, "active": n, "share": k / n}
            for day, k, n in found["outages"]
        ]
    return {
        "video_listings": len({row[:3] for row in rows}),
        "count_pairs": pairs,
        "lifetime_counts": lifetime.verdict(pairs),
        "coverage": found,
    }
