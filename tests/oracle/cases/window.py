"""Cases of the gap window: created date, end date, repeated and stray days."""

from case import Case
from sheet import one, span

RUNS = (
    span("UCa", "full", "2023-01-01", "2023-01-01", "2023-01-10")
    + span("UCa", "leading", "2023-01-01", "2023-01-04", "2023-01-10")
    + span("UCa", "trailing", "2023-01-01", "2023-01-01", "2023-01-06")
    + span("UCa", "inner", "2023-01-01", "2023-01-01", "2023-01-10", 1, ["2023-01-05"])
    + span(
        "UCb",
        "all-kinds",
        "2023-01-01",
        "2023-01-02",
        "2023-01-09",
        1,
        ["2023-01-04", "2023-01-05", "2023-01-07"],
    )
    + [
        ("UCb", "whole", "2023-01-03", "2022-12-31", 9),
        ("UCb", "whole-null", "2023-01-03", None, 9),
        ("UCb", "last-day-only", "2023-01-10", "2023-01-11", 9),
        ("UCb", "one-day-full", "2023-01-10", "2023-01-10", 9),
    ]
)


def cases():
    """Return the cases."""
    return [
        Case(
            "gap_kinds",
            "Leading, inner, trailing and whole gaps",
            "A row for each maximal run of missing days, with its kind.",
            one(RUNS),
            {"end_date": "2023-01-10"},
        ),
        Case(
            "end_date_absent",
            "No end date given",
            "When none is given, the newest date in the data, and the result says which.",
            one(RUNS),
        ),
        Case(
            "end_date_later",
            "An end date after all data",
            "end_date is the day up to which data should be complete, inclusive.",
            one(RUNS),
            {"end_date": "2023-04-18"},
        ),
        Case(
            "end_date_earlier",
            "An end date before most data",
            "Rows after end_date are counted; a created_date after it expects nothing.",
            one(RUNS),
            {"end_date": "2023-01-02"},
        ),
        Case(
            "stray_days",
            "Days before the created date and after the end date",
            "Every row counts in monthly views, rows outside the gap window too.",
            one(
                [
                    ("UCa", "v1", "2023-01-05", "2022-12-30", 1),
                    ("UCa", "v1", "2023-01-05", "2023-01-04", 2),
                    ("UCa", "v1", "2023-01-05", "2023-01-06", 3),
                    ("UCa", "v1", "2023-01-05", "2023-01-20", 4),
                    ("UCa", "v2", "2023-02-01", "2023-01-06", 5),
                    ("UCa", "v2", "2023-02-01", "2023-02-02", 6),
                ]
            ),
            {"end_date": "2023-01-08"},
        ),
        Case(
            "repeated_rows",
            "Rows that occur twice",
            "Duplicates count in monthly views; repeated days are counted in diagnostics.",
            one(
                [
                    ("UCa", "v1", "2023-01-01", "2023-01-01", 7),
                    ("UCa", "v1", "2023-01-01", "2023-01-01", 7),
                    ("UCa", "v1", "2023-01-01", "2023-01-01", 8),
                    ("UCa", "v1", "2023-01-01", None, 1),
                    ("UCa", "v1", "2023-01-01", None, 1),
                    ("UCb", "v1", "2023-01-01", "2023-01-01", 2),
                    ("UCb", None, "2023-01-01", "2023-01-01", 2),
                    ("UCc", None, "2023-01-01", "2023-01-01", 2),
                    ("UCb", "v2", "2023-01-01", "2023-01-03", 2),
                ]
            ),
        ),
        Case(
            "several_channels",
            "A video with two channels",
            "The days of a video are those of all its rows, whatever their channel.",
            one(
                [
                    ("UCa", "v1", "2023-01-01", "2023-01-01", 1),
                    ("UCb", "v1", "2023-01-01", "2023-01-02", 2),
                    (None, "v2", "2023-01-01", "2023-01-01", 3),
                    ("UCa", "v2", "2023-01-01", "2023-01-03", 4),
                    ("UCa", "v3", "2023-01-01", "2023-01-04", 5),
                ]
            ),
        ),
        Case(
            "several_created",
            "A video with two created dates",
            "Gaps are for each distinct (channel_id, video_id, created_date).",
            one(
                [
                    ("UCa", "v1", "2023-01-01", "2023-01-02", 1),
                    ("UCa", "v1", "2023-01-03", "2023-01-04", 2),
                    ("UCa", "v2", None, "2023-01-01", 3),
                    ("UCa", "v2", "2023-01-02", "2023-01-03", 4),
                    ("UCb", "v3", "2023-01-04", "2023-01-05", 5),
                    ("UCb", "v3", "2023-01-09", "2023-01-05", 5),
                ]
            ),
            {"end_date": "2023-01-06"},
        ),
    ]
