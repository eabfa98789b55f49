"""Examples of outages, stopped videos and completeness that every build must reproduce.

coverage.json has the days of the videos and the results of coverage.py. Usage: golden_coverage.py --write
"""

import json
import random
import sys
from datetime import date
from itertools import pairwise
from pathlib import Path

from results import coverage

FILE = Path(__file__).parent / "coverage.json"
FIRST = date(2023, 1, 1).toordinal()


def text(day):
    """Write an ordinal as a date."""
    return date.fromordinal(day).isoformat()


def spans(days):
    """Write days as spans, FIRST/LAST, both inclusive."""
    days = sorted(days)
    cuts = [0, *(at for at, (a, b) in enumerate(pairwise(days), 1) if b != a + 1), len(days)]
    return [f"{text(days[a])}/{text(days[b - 1])}" for a, b in pairwise(cuts) if b > a]


def case(title, videos, end=None, share=None):
    """Return a case of (created, days) for each video; the end date defaults to the last day."""
    newest = max((day for _, days in videos for day in days), default=None)
    rows = [
        (f"video {number:03}", created, day)
        for number, (created, days) in enumerate(videos)
        for day in (days or [None])
    ]
    found = coverage.coverage(rows, newest if end is None else end, share)
    if found:
        found["outages"] = [
            {"date": text(day), "missing": k, "active": n, "share": k / n} for day, k, n in found["outages"]
        ]
    return {
        "title": title,
        "end_date": None if end is None else text(end),
        "outage_share": share,
        "videos": [
            {"video_id": f"video {number:03}", "created_date": created and text(created), "days": spans(days)}
            for number, (created, days) in enumerate(videos)
        ],
        "expected": found,
    }


def collected(random, videos, days, outages, missing=0.03):
    """Return videos with data on most days; outages lack a fraction of the videos."""
    made = []
    for _ in range(videos):
        created = FIRST + random.randrange(days // 2)
        present = []
        for day in range(created, FIRST + days):
            if random.random() >= max(missing, outages.get(day - FIRST, 0)):
                present.append(day)
        made.append((created, present))
    return made


def cases():
    """Yield the cases."""
    rng = random.Random(31)
    six = {100: 0.26, 130: 0.3, 155: 0.4, 156: 0.35, 180: 0.28, 199: 0.4}
    whole = list(range(FIRST, FIRST + 40))
    steady = [(FIRST, whole)] * 6
    yield case("Six outages of 26 to 40 %", collected(rng, 150, 200, six))
    yield case("The same by a fixed share", collected(random.Random(31), 150, 200, six), share=0.3)
    yield case("One video that lacks a day", [(FIRST, [day for day in whole if day != FIRST + 20])])
    yield case("Four videos that lack a day", [(FIRST, [day for day in whole if day != FIRST + 20])] * 4)
    yield case("Five videos that lack a day", [(FIRST, [day for day in whole if day != FIRST + 20])] * 5)
    total = [day for day in range(FIRST, FIRST + 300) if not 120 <= day - FIRST < 178]
    yield case("A total outage of 58 days", [(FIRST, total)] * 8)
    yield case("No data on the last 20 days but of one video", [(FIRST, whole)] * 9 + [(FIRST, [*whole, FIRST + 59])])
    yield case("Videos that stop one after the other", [(FIRST, whole[: 10 + 3 * at]) for at in range(10)])
    trending = [(FIRST + at, range(FIRST + at + 2, FIRST + at + 8)) for at in range(120)]
    yield case("A trending list that videos leave for good", [(a, list(b)) for a, b in trending])
    late = [(FIRST, [*whole[:37]])] * 2 + [(FIRST, whole[:38])] + steady
    yield case("Stopped for three days, and for two", late)
    tail = [(FIRST, [day for day in whole if day != FIRST + 38])] * 40 + [(FIRST, whole[:36]), (FIRST, whole[:37])]
    yield case("An outage among the last days", tail)
    yield case("An end date after the last date", steady, end=FIRST + 45)
    yield case("An end date within the data", late, end=FIRST + 38)
    yield case("An end date before the first date", [(FIRST - 10, whole)] * 5, end=FIRST - 3)
    yield case(
        "Videos older than the data, and videos of later", [(FIRST - 5, whole), (FIRST + 50, whole), (FIRST, [])]
    )
    yield case("No created date", [(None, whole[:20]), (None, whole), (FIRST, whole)])
    yield case("One day", [(FIRST, [FIRST])] * 6)
    yield case("No data", [(FIRST, [])])
    yield case("Data before the created date alone", [(FIRST + 30, whole[:20]), *steady])


def document():
    """Return all cases as JSON, one per line."""
    return "[\n" + ",\n".join(json.dumps(case, separators=(",", ":")) for case in cases()) + "\n]\n"


if __name__ == "__main__" and "--write" in sys.argv:
    FILE.write_text(document(), "utf-8")
