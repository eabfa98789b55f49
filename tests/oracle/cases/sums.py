"""Cases of the sum: signs, zero, and the limits of int64."""

from case import Case
from sheet import one

TOP, BOTTOM = 2**63 - 1, -(2**63)


def month(video, *counts):
    """Return a row in January for each count."""
    return [("UCa", video, "2023-01-01", f"2023-01-{day:02}", count) for day, count in enumerate(counts, 1)]


def cases():
    """Return the cases."""
    overflow = "A sum outside int64 is an error that names the group."
    return [
        Case(
            "counts_signed",
            "Negative and zero counts",
            "Every input row counts; negative counts are legal; zero is a sum.",
            one(month("v1", -5, 3) + month("v2", 0, 0) + month("v3", -1, 1, None)),
        ),
        Case(
            "sum_limits",
            "Sums at the limits of int64, with counterweights",
            "Only a sum outside int64 is an error, not one that passes there on its way.",
            one(
                month("top", TOP, 1, -1)
                + month("bottom", BOTTOM, -1, 1)
                + month("both", TOP, TOP, BOTTOM, BOTTOM)
                + month("far", TOP, TOP, TOP, BOTTOM, BOTTOM, BOTTOM, 3)
                + month("exact", TOP - 1, 1)
            ),
        ),
        Case(
            "sum_overflow",
            "A sum above int64",
            overflow,
            one(month("v1", 1, 2) + month("heavy", TOP, 1)),
            error={},
        ),
        Case(
            "sum_underflow",
            "A sum below int64",
            overflow,
            one(month("v1", 1, 2) + month("light", BOTTOM, -1)),
            error={},
        ),
    ]
