"""A random dataset with the options of its run."""

import random
from dataclasses import dataclass, replace
from pathlib import Path

import hive
import kinds
import values
import writing
from role import ROLES

WRITERS = ("pyarrow", "pyarrow", "pyarrow", "duckdb", "polars", "daytally")
ZONES = ("Asia/Kolkata", "Pacific/Kiritimati", "America/Los_Angeles", "Europe/Lisbon", "UTC")

# Types that a writer is not given: most take for granted that text is text, and not all have a
# column of nothing but null, or decimals of more than 128 bits.
LACKING = {
    "pyarrow": (),
    "daytally": ("no text",),
    "polars": ("no text", "decimal39", "decimal76", "fixed binary"),
    "duckdb": ("no text", "null", "fixed binary"),
    "spark": ("no text", "null", "decimal39", "decimal76", "fixed binary"),
}
# Columns that may be folders: channel_id, mostly, and the two days.
PARTITIONS = (0, 0, 2, 3)


@dataclass(frozen=True)
class DatasetCase:
    """Files and options, from which the same files are written every time."""

    number: int
    parts: tuple
    options: dict

    def write(self, folder):
        """Writes the input into `folder`/input."""
        for part in self.parts:
            writing.write(part, Path(folder) / "input", random.Random(part.seed))

    def smaller(self):
        """Yields cases with less in them, the much smaller ones first."""
        if len(self.parts) > 1:
            for part in self.parts:
                yield replace(self, parts=tuple(each for each in self.parts if each is not part))
        for place, part in enumerate(self.parts):
            for fewer in less(part):
                yield replace(self, parts=(*self.parts[:place], fewer, *self.parts[place + 1 :]))
        for name in [name for name in self.options if name != "run_date"]:
            yield replace(self, options={key: it for key, it in self.options.items() if key != name})


def less(part):
    """Yields files with less in them."""
    rows = part.rows
    step = len(rows) // 2
    while step:
        for start in range(0, len(rows), step):
            yield replace(part, rows=rows[:start] + rows[start + step :], groups=())
        step //= 2
    if part.groups:
        yield replace(part, groups=())
    if part.extra:
        yield replace(part, extra=False)
    if part.partition is not None:
        yield replace(part, partition=None)
    if part.writer == "spark":
        yield replace(part, writer="pyarrow")
    for place, kind in enumerate(kinds.USUAL):
        if part.kinds[place] != kind:
            yield replace(part, kinds=(*part.kinds[:place], kind, *part.kinds[place + 1 :]))


def make(seed, number, spark=None):
    """Makes the case of a number; the same for the same seed. Each of `spark` is Spark's to write."""
    chance = random.Random(f"{seed} {number}")
    era = chance.choice(values.ERAS)
    found = values.rows(chance, era)
    count = chance.choice((1, 1, 2, 3, 5))
    cuts = sorted(chance.choices(range(len(found) + 1), k=count - 1))
    shares = [found[low:high] for low, high in zip([0, *cuts], [*cuts, len(found)])]
    names = writing.names(chance)
    # What Daytally writes has the contract's own names, which one mapping must find everywhere.
    writers = WRITERS if names == ROLES else WRITERS[:-1]
    if spark and number % spark == 0:
        writers = ("spark",)
    key = chance.choice(PARTITIONS) if chance.random() < 0.2 else None
    formats = {} if writers == ("spark",) else date_formats(chance)
    if formats:
        writers = tuple(each for each in writers if each not in ("daytally", "spark"))
    places = tuple(formats.get(role) for role in ROLES)
    parts = tuple(
        replace(part(chance, place, rows, names, writers, key), formats=places)
        for place, rows in enumerate(shares)
    )
    if chance.random() < 0.01:
        parts += (writing.Part("part-none.parquet", [], kinds.USUAL, "nobody", 0),)
    options = {"run_date": chance.choice(("2023-04-19", "2026-01-01"))}
    if formats:
        options["date_formats"] = formats
    if end := values.end_date(chance, era):
        options["end_date"] = end
    if chance.random() < 0.3:
        options["timezone"] = chance.choice(ZONES)
    return DatasetCase(number, parts, options)


def date_formats(chance):
    """Gives formats of dates for some roles."""
    if chance.random() < 0.8:
        return {}
    roles = chance.choice((("date",), ("created_date",), ("created_date", "date")))
    return {role: chance.choice((*kinds.FORMATS, *kinds.NUMBERS)) for role in roles}


def part(chance, place, rows, names, writers, key):
    """Makes a file of some rows, or folders of files where a column is to be their key."""
    partition = key if key is not None and chance.random() < 0.9 and hive.fits(rows, key) else None
    writer = chance.choice([each for each in writers if partition is None or each != "daytally"])
    groups = tuple(chance.randint(0, 9) for _ in range(chance.choice((0, 0, 1, 4))))
    folder = chance.choice(("", "", "inner/", "y=2023/"))
    picked = kinds.pick(chance)
    picked = tuple(usual if kind in LACKING[writer] else kind for kind, usual in zip(picked, kinds.USUAL))
    return writing.Part(
        name=f"{folder}part-{place}.parquet",
        rows=rows,
        kinds=picked,
        writer=writer,
        seed=chance.randrange(2**32),
        names=names,
        extra=chance.random() < 0.3,
        groups=groups,
        partition=partition,
        by_hand=chance.random() < 0.5,
        nested=partition is None and writer not in ("daytally", "spark") and chance.random() < 0.5,
    )
