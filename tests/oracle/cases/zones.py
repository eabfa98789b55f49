"""Cases with a time zone: instants get its civil day, local times stay unchanged."""

from datetime import UTC, datetime, timedelta, timezone

import pyarrow as pa

from case import Case
from sheet import sheet, write

EDGES = {
    "Asia/Kolkata": ("2022-12-31T18:29:59", "2022-12-31T18:30:00", "2023-01-01T18:29:59"),
    "America/New_York": (
        "2023-03-12T04:59:59",
        "2023-03-12T05:00:00",
        "2023-03-13T03:59:59",
        "2023-03-13T04:00:00",
        "2023-11-06T04:59:59",
        "2023-11-06T05:00:00",
    ),
    "Pacific/Apia": ("2011-12-30T09:59:59", "2011-12-30T10:00:00", "2011-12-31T09:59:59"),
    "Pacific/Kiritimati": ("2023-01-01T09:59:59", "2023-01-01T10:00:00"),
}
SPANS = {
    "Asia/Kolkata": "2023-01-03",
    "America/New_York": "2023-03-15",
    "Pacific/Apia": "2012-01-02",
    "Pacific/Kiritimati": "2023-01-04",
}


def rows(moments):
    """Return a row for each timestamp, with the first as created date."""
    return [("UCa", f"v{number % 2}", moments[0], moment, number) for number, moment in enumerate(moments)]


def timestamps(moments, zone):
    """Return a table of timestamps with a zone or without."""
    table = sheet(rows(moments), {"created_date": pa.string(), "date": pa.string()})
    for place, name in ((2, "created_date"), (3, "date")):
        found = table[name].cast(pa.timestamp("us")).cast(pa.timestamp("us", zone))
        table = table.set_column(place, name, found)
    return table


def texts(moments):
    """Return a table of the timestamps as text, with an offset of two hours and without."""
    written = []
    for moment in moments:
        east = datetime.fromisoformat(moment).replace(tzinfo=UTC)
        east = east.astimezone(timezone(timedelta(hours=2)))
        written += [east.isoformat(), moment, moment + "Z", moment[:10]]
    return sheet(rows(written), {"created_date": pa.string(), "date": pa.string()})


def every(moments):
    """Return a writer of the timestamps in each accepted type."""

    def make(folder):
        instants, walls = timestamps(moments, "UTC"), timestamps(moments, None)
        elsewhere = timestamps(moments, "Asia/Tokyo")
        dates = sheet(rows([moment[:10] for moment in moments]))
        int96 = {"use_deprecated_int96_timestamps": True}
        write(folder / "a-instants.parquet", instants, store_schema=False)
        write(folder / "b-wall-clock.parquet", walls, store_schema=False)
        write(folder / "c-int96.parquet", walls, store_schema=False, **int96)
        write(folder / "d-text.parquet", texts(moments))
        write(folder / "e-dates.parquet", dates)
        write(folder / "f-noted-zone.parquet", elsewhere)

    return make


def cases():
    """Return the cases."""
    moved = "With a zone, instants become its civil day; wall clocks and dates stay as written."
    found = []
    for zone, moments in EDGES.items():
        name = zone.split("/")[1].lower()
        for given in (True, False):
            options = {"end_date": SPANS[zone], **({"timezone": zone} if given else {})}
            found.append(
                Case(
                    f"zone_{name}" + ("" if given else "_not_given"),
                    f"{zone}, its edges of days" + ("" if given else ", read as UTC"),
                    moved if given else "A timestamp becomes the civil day in UTC.",
                    every(moments),
                    options,
                )
            )
    old = (
        "1883-11-18T04:56:01",
        "1883-11-18T04:56:02",
        "1850-01-01T04:56:01",
        "1850-01-01T04:56:02",
    )
    found.append(
        Case(
            "zone_local_mean_time",
            "America/New_York before it had a standard time",
            moved,
            lambda folder: write(folder / "views.parquet", timestamps(old, "UTC")),
            {"timezone": "America/New_York", "end_date": "1883-11-20"},
        )
    )
    return found
