"""Cases of random rows, made from a seed, and the clean sample of two months."""

import random

from case import Case
from sheet import day, groups, sheet, span

LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
START = day("2023-01-01").toordinal()


def date_at(number):
    """Return the ISO text of a day counted from the start of 2023."""
    return day("2023-01-01").fromordinal(START + number).isoformat()


def videos(chance, count, length):
    """Return random videos: channel, id, day of creation."""
    channels = ["UC" + "".join(chance.choices(LETTERS, k=length)) for _ in range(count // 12 + 1)]
    return [
        (chance.choice(channels), "".join(chance.choices(LETTERS, k=11)), chance.randint(0, 60)) for _ in range(count)
    ]


def mixed(chance, count, rows):
    """Return random rows with nulls, repeats, stray days and moved videos."""
    found, known = [], videos(chance, count, 4)
    while len(found) < rows:
        channel, video, created = chance.choice(known)
        row = [channel, video, created, created + chance.randint(-2, 40), chance.randint(-9, 9999)]
        if chance.random() < 0.02:
            row[chance.randrange(5)] = None
        if chance.random() < 0.01:
            row[0] = chance.choice(known)[0]
        if chance.random() < 0.01:
            row[2] = chance.randint(0, 90)
        for place in (2, 3):
            row[place] = None if row[place] is None else date_at(row[place])
        found += [tuple(row)] * (2 if chance.random() < 0.03 else 1)
    return found


def medium(folder):
    """Write 3,000 random rows of 40 videos in five files of several row groups."""
    chance = random.Random(20230418)
    found = mixed(chance, 40, 3000)
    for number in range(5):
        part = found[number::5]
        cuts = sorted(chance.sample(range(1, len(part)), 3))
        tables = [sheet(part[low:high]) for low, high in zip([0, *cuts], [*cuts, None])]
        groups(folder / f"part-{number}.parquet", tables)


def daily(folder):
    """Write one file per day with shuffled videos, like daily pulls."""
    chance = random.Random(7)
    known = videos(chance, 60, 22)
    for number in range(45):
        rows = [
            (channel, video, date_at(created), date_at(number), chance.randint(0, 10**6))
            for channel, video, created in known
            if created <= number and chance.random() > 0.1
        ]
        chance.shuffle(rows)
        groups(folder / f"{date_at(number)[:7]}/{date_at(number)}.parquet", [sheet(rows)])


def sample(folder):
    """Write two clean months of four videos, with a few gaps."""
    chance = random.Random(1)
    gaps = [f"2023-03-{number:02}" for number in (9, 10, 11)]
    plan = (
        ("UCaaaaaaaaaaaaaaaaaaaaaa", "dQw4w9WgXcQ", "2023-02-19", gaps),
        ("UCaaaaaaaaaaaaaaaaaaaaaa", "9bZkp7q19f0", "2023-03-01", []),
        ("UCbbbbbbbbbbbbbbbbbbbbbb", "kJQP7kiw5Fk", "2023-02-25", ["2023-04-18", "2023-02-25"]),
        ("UCbbbbbbbbbbbbbbbbbbbbbb", "-_-abcdefgh", "2023-04-01", gaps),
    )
    rows = [
        (*row[:4], chance.randint(100, 5000))
        for channel, video, created, skip in plan
        for row in span(channel, video, created, created, "2023-04-18", 1, skip)
    ]
    groups(folder / "views.parquet", [sheet(rows)])


def cases():
    """Return the cases."""
    same = "The same input and options give the same table, however the rows are spread."
    end = {"end_date": "2023-03-15"}
    return [
        Case("random_mixed", "3,000 random rows of 40 videos", same, medium, end),
        Case("random_daily", "A file for each of 45 days", same, daily),
        Case(
            "sample",
            "Two clean months of four videos",
            "The three questions on clean data, with 2023-04-18 as the end date.",
            sample,
            {"end_date": "2023-04-18", "run_date": "2023-04-19"},
        ),
    ]
