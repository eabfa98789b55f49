"""A random dataset with the options of its run."""

import random
from dataclasses import dataclass, replace
from pathlib import Path

import hive
import kinds
import values
import writing
from rows.role import ROLES

WRITERS = ("pyarrow", "pyarrow", "pyarrow", "duckdb", "polars", "daytally")
ZONES = ("Asia/Kolkata", "Pacific/Kiritimati", "America/Los_Angeles", "Europe/Lisbon", "UTC")

# Types that a writer does not support: most require valid text, some have no null columns, and some
# have no decimals of more than 128 bits.
UNSUPPORTED = {
    "pyarrow": (),
    "daytally": ("invalid text",),
    "polars": ("invalid text", "decimal39", "decimal76", "fixed binary"),
    "duckdb": ("invalid text", "null", "fixed binary"),
    "spark": ("invalid text", "null", "decimal39", "decimal76", "fixed binary"),
}
# Columns that may become folders: mostly channel_id, and the two days.
PARTITIONS = (0, 0, 2, 3)


@dataclass(frozen=True)
class DatasetCase:
    """Files and options; the same case always writes the same files."""

    number: int
    parts: tuple
    options: dict

    def write(self, folder):
        """Write the input to `folder`/input."""
        for part in self.parts:
            writing.write(part, Path(folder) / "input", random.Random(part.seed))

    def smaller(self):
        """Yield smaller cases, the smallest first."""
        if len(self.parts) > 1:
            for part in self.parts:
                yield replace(self, parts=tuple(each for each in self.parts if each is not part))
        for place, part in enumerate(self.parts):
            for smaller in smaller_parts(part):
                yield replace(self, parts=(*self.parts[:place], smaller, *self.parts[place + 1 :]))
        for name in [name for name in self.options if name != "run_date"]:
            yield replace(self, options={key: it for key, it in self.options.items() if key != name})


def smaller_parts(part):
    """Yield smaller versions of a file."""
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
    """Make the case of a number and a seed; Spark writes one in `spark`."""
    chance = random.Random(f"{seed} {number}")
    era = chance.choice(values.ERAS)
    found = values.rows(chance, era)
    count = chance.choice((1, 1, 2, 3, 5))
    cuts = sorted(chance.choices(range(len(found) + 1), k=count - 1))
    shares = [found[low:high] for low, high in zip([0, *cuts], [*cuts, len(found)])]
    names = writing.names(chance)
    # Daytally writes the default names, and one mapping must fit all files of a case.
    writers = WRITERS if names == ROLES else WRITERS[:-1]
    if spark and number % spark == 0:
        writers = ("spark",)
    key = chance.choice(PARTITIONS) if chance.random() < 0.2 else None
    formats = {} if writers == ("spark",) else date_formats(chance)
    if formats:
        writers = tuple(each for each in writers if each not in ("daytally", "spark"))
    places = tuple(formats.get(role) for role in ROLES)
    parts = tuple(
        replace(part(chance, place, rows, names, writers, key), formats=places) for place, rows in enumerate(shares)
    )
    if chance.random() < 0.01:
        parts += (writing.Part("part-none.parquet", [], kinds.USUAL, "empty", 0),)
    options = {"run_date": chance.choice(("2023-04-19", "2026-01-01"))}
    if formats:
        options["date_formats"] = formats
    if end := values.end_date(chance, era):
        options["end_date"] = end
    if chance.random() < 0.3:
        options["timezone"] = chance.choice(ZONES)
    return DatasetCase(number, parts, options)


def date_formats(chance):
    """Return date formats for some roles."""
    if chance.random() < 0.8:
        return {}
    roles = chance.choice((("date",), ("created_date",), ("created_date", "date")))
    return {role: chance.choice((*kinds.FORMATS, *kinds.NUMBERS)) for role in roles}


def part(chance, place, rows, names, writers, key):
    """Make a file of some rows, or folders of files if a column is to be a hive key."""
    partition = key if key is not None and chance.random() < 0.9 and hive.fits(rows, key) else None
    writer = chance.choice([each for each in writers if partition is None or each != "daytally"])
    groups = tuple(chance.randint(0, 9) for _ in range(chance.choice((0, 0, 1, 4))))
    folder = chance.choice(("", "", "inner/", "y=2023/"))
    picked = kinds.pick(chance)
    picked = tuple(usual if kind in UNSUPPORTED[writer] else kind for kind, usual in zip(picked, kinds.USUAL))
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
