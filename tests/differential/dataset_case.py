"""A random dataset with the options of its run."""

import random
from dataclasses import dataclass, replace
from pathlib import Path

import kinds
import values
import writing
from role import ROLES

WRITERS = ("pyarrow", "pyarrow", "pyarrow", "duckdb", "polars", "daytally")
ZONES = ("Asia/Kolkata", "Pacific/Kiritimati", "America/Los_Angeles", "Europe/Lisbon", "UTC")


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
    usual = ("string", "string", "date32", "date32", "int64")
    for place, kind in enumerate(usual):
        if part.kinds[place] != kind:
            yield replace(part, kinds=(*part.kinds[:place], kind, *part.kinds[place + 1 :]))


def make(seed, number):
    """Makes the case of a number; the same for the same seed."""
    chance = random.Random(f"{seed} {number}")
    era = chance.choice(values.ERAS)
    found = values.rows(chance, era)
    count = chance.choice((1, 1, 2, 3, 5))
    cuts = sorted(chance.choices(range(len(found) + 1), k=count - 1))
    shares = [found[low:high] for low, high in zip([0, *cuts], [*cuts, len(found)])]
    names = writing.names(chance)
    # What Daytally writes has the contract's own names, which one mapping must find everywhere.
    writers = WRITERS if names == ROLES else WRITERS[:-1]
    parts = tuple(part(chance, place, rows, names, writers) for place, rows in enumerate(shares))
    options = {"run_date": chance.choice(("2023-04-19", "2026-01-01"))}
    if end := values.end_date(chance, era):
        options["end_date"] = end
    if chance.random() < 0.3:
        options["timezone"] = chance.choice(ZONES)
    return DatasetCase(number, parts, options)


def part(chance, place, rows, names, writers):
    """Makes a file of some rows."""
    writer = chance.choice(writers)
    groups = tuple(chance.randint(0, 9) for _ in range(chance.choice((0, 0, 1, 4))))
    folder = chance.choice(("", "", "inner/", "y=2023/"))
    return writing.Part(
        name=f"{folder}part-{place}.parquet",
        rows=rows,
        kinds=kinds.pick(chance),
        writer=writer,
        seed=chance.randrange(2**32),
        names=names,
        extra=chance.random() < 0.3,
        groups=groups,
    )
