"""Cases with nulls: alone in each column, and together."""

from case import Case
from sheet import one

FULL = [
    ("UCa", "v1", "2023-01-01", "2023-01-01", 10),
    ("UCa", "v1", "2023-01-01", "2023-01-03", 30),
    ("UCb", "v2", "2023-01-02", "2023-01-02", 5),
    ("UCb", "v2", "2023-01-02", "2023-02-01", 7),
]
END = {"end_date": "2023-01-05"}


def blank(column):
    """Return the full rows twice, the second time with one null column."""
    return FULL + [row[:column] + (None,) + row[column + 1 :] for row in FULL]


def cases():
    """Return the cases."""
    keys = "Null keys are groups of their own."
    return [
        Case("null_channel", "Null channels", keys, one(blank(0)), END),
        Case(
            "null_video",
            "Null video ids",
            "Null keys are groups of their own; null ids are never requested.",
            one(blank(1)),
            END,
        ),
        Case(
            "null_created",
            "Null created dates",
            "A null created_date expects nothing and is counted in diagnostics.",
            one(blank(2)),
            END,
        ),
        Case("null_date", "Null dates", keys, one(blank(3)), END),
        Case(
            "null_count",
            "Null counts beside counts",
            "Null viewCount adds nothing; days with a null count are not missing.",
            one(blank(4)),
            END,
        ),
        Case(
            "null_count_only",
            "A group with only null counts",
            "A group with nothing but nulls has a null sum; zero is a sum, not an absence.",
            one(
                [
                    ("UCa", "v1", "2023-01-01", "2023-01-01", None),
                    ("UCa", "v1", "2023-01-01", "2023-01-02", None),
                    ("UCa", "v1", "2023-01-01", "2023-02-01", 0),
                    ("UCa", "v1", "2023-01-01", "2023-02-02", None),
                    ("UCa", "v2", "2023-01-01", "2023-01-01", 5),
                    ("UCa", "v2", "2023-01-01", "2023-01-02", -5),
                ]
            ),
        ),
        Case(
            "null_together",
            "Nulls in several columns of one row",
            keys,
            one(
                [
                    (None, None, None, None, None),
                    (None, None, "2023-01-01", "2023-01-02", 4),
                    (None, None, "2023-01-01", None, 3),
                    (None, "v1", None, "2023-01-02", 2),
                    ("UCa", None, "2023-01-01", "2023-01-01", 1),
                    ("UCa", None, None, "2023-01-01", 1),
                    ("UCa", "v1", "2023-01-01", None, None),
                    (None, None, None, None, 6),
                ]
            ),
            {"end_date": "2023-01-04"},
        ),
        Case(
            "null_everything",
            "Only nulls, and no end date",
            "When no end_date is given it is the newest date in the data, if there is one.",
            one([(None,) * 5] * 3),
        ),
    ]
