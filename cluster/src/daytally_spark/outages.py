"""Days on which the collection failed, and not a video."""

from dataclasses import asdict, dataclass

from pyspark.sql import functions as F

from daytally_spark.calendar import day_number, day_of
from daytally_spark.gaps import expecting, missing, runs
from daytally_spark.series import number


@dataclass
class Outage:
    """Days that follow each other and lack the data of many videos.

    `first` and `last` are day numbers, both inclusive. `missing` of `alive` videos (those that
    are uploaded by then) have no data on the day that most lack.
    """

    first: int
    last: int
    missing: int
    alive: int

    def json(self):
        """Gives it as `diagnostics.json` has it."""
        return asdict(self)

    def __str__(self):
        days = f"{day_of(self.first)} to {day_of(self.last)}"
        return f"Left out of the gaps: {days}, with no data of {self.missing} of {self.alive} videos."


def outages(days, window, share):
    """Lists the `Outage`s of `days` (what `series` gives), ascending, in one job.

    They are the days on which more than `share` (above 0, up to 1) of the videos alive have no
    data. A video counts once for each channel and upload day that it has, as in the gaps.
    """
    if window.end is None:
        return []
    alive = expecting(days, window).select(number("created_date").alias("day"), one("alive"), none("missing"))
    lacking = runs(missing(days, window).select("missing"))
    begun = lacking.select(F.col("first").alias("day"), none("alive"), one("missing"))
    ended = lacking.select((F.col("last") + 1).alias("day"), none("alive"), F.lit(-1).alias("missing"))
    changes = alive.unionAll(begun).unionAll(ended).groupBy("day").agg(F.sum("alive"), F.sum("missing"))
    return of_changes(sorted(map(tuple, changes.collect())), day_number(window.end), share)


def one(name):
    """Counts a row."""
    return F.lit(1).alias(name)


def none(name):
    """Counts nothing of a row."""
    return F.lit(0).alias(name)


def of_changes(changes, end, share):
    """Lists outages, of (day, how many more are alive, how many more lack data) by ascending day."""
    found, alive, missing = [], 0, 0
    for place, (day, more_alive, more_missing) in enumerate(changes):
        alive, missing = alive + more_alive, missing + more_missing
        if day > end or not alive or missing / alive <= share:
            continue
        last = min(end, changes[place + 1][0] - 1 if place + 1 < len(changes) else end)
        if found and found[-1].last + 1 == day:
            found[-1].last = last
            if missing > found[-1].missing:
                found[-1].missing, found[-1].alive = missing, alive
        else:
            found.append(Outage(day, last, missing, alive))
    return found
