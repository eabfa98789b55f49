"""Random rows that are small and nasty: (channel, video, created, date, views)."""

from datetime import date

LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
UNUSUAL_IDS = (
    "",
    " ",
    "\u0000",
    "=1+1",
    "-_-abcdefgh",
    "twelve bytes",
    "thirteen byte",
    "é" * 6,
    "日本",
    "😀😀😀",
    "<b>id</b>",
    "../../id",
    'a,b;c\n"d"',
    "\r\n",
    "'",
    "+1",
    "@SUM(A1)",
    "\tid",
    "null",
    "__HIVE_DEFAULT_PARTITION__",
    "%2F%zz",
    "key=value",
    "A" * 12,
    "\u0000" * 12,
    "a\u0000",
    "\ufeffid",
    "\u202eid",
    "e\u0301",
    # Byte order and UTF-16 order differ here.
    "\uffff",
    "\U00010000",
    "\U0010ffff" * 3,
    "x" * 300,
    "é" * 5_000,
    "y" * 70_000,
)
# The first and last days of the calendar, before 1970, a usual time, and around a leap day.
ERAS = ("0001-01-01", "1969-12-20", "2023-02-20", "2024-02-20", "9999-11-01")
EXTREMES = (-(2**63), 2**63 - 1, -1, 0, 1, 2**53, 2**53 + 1, -(2**31), 2**31, 2**32, 255, 256)
LAST = date.max.toordinal()
LOWEST, HIGHEST = -(2**63), 2**63 - 1
# The limits of a sum, and at times the first value beyond each.
SUM_LIMITS = (HIGHEST, LOWEST, HIGHEST, LOWEST, HIGHEST + 1, LOWEST - 1)


def identifier(chance):
    """Return an id, mostly like YouTube's."""
    if chance.random() < 0.12:
        return chance.choice(UNUSUAL_IDS)
    return "".join(chance.choices(LETTERS, k=11))


def count(chance):
    """Return a count, sometimes a limit of a type."""
    if chance.random() < 0.03:
        return chance.choice(EXTREMES)
    return chance.randint(-5 if chance.random() < 0.1 else 0, 100_000)


def at(base, offset):
    """Return the day `offset` days after `base`, clamped to the calendar."""
    return date.fromordinal(max(1, min(LAST, base + offset)))


def rows(chance, era):
    """Return random rows of one era: runs of days, gaps, repeats, nulls and stray values."""
    base = date.fromisoformat(era).toordinal()
    channels = [identifier(chance) for _ in range(chance.randint(1, 4))]
    found = []
    for _ in range(chance.randint(0, 12)):
        channel, video = chance.choice(channels), identifier(chance)
        created = chance.randint(0, 40)
        day = created + chance.choice((0, 0, 0, 3, -2))
        for _ in range(chance.randint(0, 25)):
            found.append((channel, video, at(base, created), at(base, day), count(chance)))
            day += chance.choice((0, 1, 1, 1, 1, 1, 2, 9))
    if chance.random() < 0.08:
        channel, video = chance.choice(channels), identifier(chance)
        day = at(base, chance.randint(0, 40)).replace(day=1)
        found += [(channel, video, day, day, count) for count in summing(chance, chance.choice(SUM_LIMITS))]
    spoiled_fraction = chance.choice((0, 0, 0.02, 0.3))
    found = [spoil(chance, row, base) if chance.random() < spoiled_fraction else row for row in found]
    if chance.random() < 0.5:
        chance.shuffle(found)
    return found


def summing(chance, total):
    """Return 64-bit counts that sum to a number; partial sums may overflow."""
    counts = [HIGHEST, -HIGHEST] if chance.random() < 0.5 else []
    while not LOWEST <= total <= HIGHEST or chance.random() < 0.5:
        count = chance.choice((1, 1000, HIGHEST, chance.randint(1, HIGHEST)))
        counts.append(count if total > 0 else -count)
        total -= counts[-1]
    counts.append(total)
    chance.shuffle(counts)
    return counts


def spoil(chance, row, base):
    """Return the row with one value replaced by null or by a random value."""
    row, place = list(row), chance.randrange(5)
    if chance.random() < 0.6:
        row[place] = None
    elif place < 2:
        row[place] = identifier(chance)
    elif place < 4:
        row[place] = at(base, chance.randint(-20, 90))
    else:
        row[place] = chance.choice(EXTREMES)
    return tuple(row)


def end_date(chance, era):
    """Return the end date of a run, or None for the newest date in the data."""
    base = date.fromisoformat(era).toordinal()
    return None if chance.random() < 0.4 else at(base, chance.randint(-5, 80)).isoformat()
