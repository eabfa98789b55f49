"""Rows that several cases share."""

import random

from sheet import span

VIDEOS = (
    ("UCalpha", "dQw4w9WgXcQ", "2023-01-30"),
    ("UCalpha", "-_-", "2023-02-02"),
    ("UCbeta", "日本", "2023-02-05"),
    ("UCbeta", "é", "2023-02-01"),
)


def rows(days=28, seed=1):
    """Return rows of four videos with gaps, a null of each kind and repeated days."""
    chance = random.Random(seed)
    found = []
    for channel, video, created in VIDEOS:
        last = f"2023-02-{days:02}"
        for row in span(channel, video, created, created, last):
            if chance.random() < 0.85:
                found.append((*row[:4], chance.randint(-50, 10 ** chance.randint(1, 12))))
    found.insert(3, (None, "é", "2023-02-01", "2023-02-02", 1))
    found.insert(9, ("UCbeta", None, "2023-02-01", "2023-02-02", 2))
    found.insert(15, ("UCbeta", "é", None, "2023-02-03", 3))
    found.insert(21, ("UCbeta", "é", "2023-02-01", None, 4))
    found.insert(27, ("UCbeta", "é", "2023-02-01", "2023-02-04", None))
    found.insert(33, found[12])
    return found
