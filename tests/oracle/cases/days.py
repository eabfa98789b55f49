"""Cases of days: every accepted type, and the limits of the calendar."""

from datetime import UTC, datetime

import pyarrow as pa

from case import Case
from sheet import one, sheet, write

CREATED = ("2024-02-27T00:00:00", "2024-02-28T23:59:59.999", "2024-03-05T12:00:00")
EARLY = ("1969-12-29T00:00:00", "1969-12-31T23:59:59.999", "1970-01-02T12:00:00")
SEEN = (
    "2024-02-28T00:00:00",
    "2024-02-28T23:59:59.999",
    "2024-02-29T12:34:56.789",
    "2024-03-01T00:00:00.001",
    "1969-12-31T23:59:59.999",
    "1970-01-01T00:00:00",
    "1900-02-28T23:59:59.999",
    "1900-03-01T00:00:00",
    "2000-02-29T01:02:03",
    None,
)
END = {"end_date": "1970-01-03"}
LEAP = {"end_date": "2024-03-02"}
UNITS = {"ms": 10**3, "us": 10**6, "ns": 10**9}


def moments(dates=CREATED):
    """Return rows with instants as ISO text."""
    rows = [
        ("UCa", f"v{place}", created, seen, number)
        for place, created in enumerate(dates)
        for number, seen in enumerate(SEEN)
    ]
    return rows + [("UCa", "v9", None, SEEN[0], 1)]


def ticks(text, unit):
    """Return the number that a timestamp of this unit stores for ISO text."""
    if text is None:
        return None
    since = datetime.fromisoformat(text).replace(tzinfo=UTC) - datetime(1970, 1, 1, tzinfo=UTC)
    whole = since.days * 86400 + since.seconds
    return whole * UNITS[unit] + since.microseconds * UNITS[unit] // 10**6


def stamped(unit, zone=None, dates=CREATED, **options):
    """Return a writer of timestamps of one unit, as instants if a zone is given."""
    kind = pa.timestamp(unit, zone)
    rows = [
        (channel, video, ticks(created, unit), ticks(seen, unit), views)
        for channel, video, created, seen, views in moments(dates)
    ]
    types = {"created_date": pa.int64(), "date": pa.int64()}

    def make(folder):
        table = sheet(rows, types)
        for place, name in ((2, "created_date"), (3, "date")):
            table = table.set_column(place, name, table[name].cast(kind))
        write(folder / "views.parquet", table, store_schema=False, **options)

    return make


def texts(written):
    """Return a writer of days as text; `written` formats each timestamp."""
    kind = {"created_date": pa.string(), "date": pa.string()}
    rows = [
        (channel, video, created and written(created), seen and written(seen), views)
        for channel, video, created, seen, views in moments()
    ]
    return one(rows, kind)


def mixed(folder):
    """Write the forms of ISO text with an offset or without some parts."""
    forms = [
        "2023-01-01T20:00:00Z",
        "2023-01-01T20:00:00+05:30",
        "2023-01-01T20:00:00-08:00",
        "2023-01-01T04:00:00+05:30",
        "2023-01-01T04:00:00.5+0530",
        "2023-01-01T20:00:00-08",
        "2023-01-01 20:00:00-04:00",
        "2023-01-01 23:59:59.999999999",
        "2023-01-01 23:59:59.999999999Z",
        "2023-01-01T23:59",
        "2022-12-31T23:59:59.1Z",
        "2023-01-01T00:00:00+00:00",
        "2023-01-01T00:00:00-00:00",
        "2023-01-01T05:59:59+18:00",
        "2023-01-01T06:00:00-18:00",
        "2023-01-01 20:00:00 UTC",
        "2023-01-01 20:00:00.000 -0800",
        "2023-01-01 02:00:00 +09:00",
        "2023-01-01 23:30 GMT",
        "2023-1-5",
        "2023-1-05T23:59:59 Z",
        "20230103",
        " 2023-01-04 ",
        "2023-01-05T10:00:00Z\n",
        "2024-02-29",
        "0001-01-01",
        "9999-12-31",
    ]
    rows = [("UCa", f"form-{number:02}", "2023-01-01", form, number) for number, form in enumerate(forms)]
    rows += [
        ("UCb", f"form-{number:02}", form, "2023-01-02", number)
        for number, form in enumerate(forms)
        if "0001" not in form
    ]
    kind = {"created_date": pa.string(), "date": pa.string()}
    write(folder / "views.parquet", sheet(rows, kind))


def plain(first, last):
    """Return a writer of dates at a limit of the calendar."""
    return one(
        [
            ("UCa", "first", first, first, 1),
            ("UCa", "last", last, last, 2),
            ("UCa", "both", first, last, 3),
        ]
    )


def cases():
    """Return the cases."""
    utc = "A timestamp becomes the civil day in UTC unless a zone is given."
    iso = "Days are taken from text: yyyy-m-d, alone or with a time and a zone, or yyyyMMdd."
    found = [
        Case("day_date", "DATE", "Days are DATE, TIMESTAMP, INT96 or text.", texts_as_date(), LEAP),
        Case(
            "day_int96",
            "INT96",
            utc,
            stamped("ns", use_deprecated_int96_timestamps=True),
            LEAP,
            same_as="day_date",
        ),
        Case("day_before_1970", "Instants before 1970", utc, stamped("us", "UTC", EARLY), END),
        Case("day_text_date", "Text: dates", iso, texts(lambda text: text[:10]), LEAP, same_as="day_date"),
        Case("day_text_t", "Text: date-times with T", iso, texts(str), LEAP, same_as="day_date"),
        Case(
            "day_text_space",
            "Text: date-times with a space and Z",
            iso,
            texts(lambda text: text.replace("T", " ") + "Z"),
            LEAP,
            same_as="day_date",
        ),
        Case("day_text_forms", "Text: every form of ISO 8601", iso, mixed, {"end_date": "2023-01-06"}),
        Case(
            "day_text_minutes",
            "Text: offsets behind minutes without seconds",
            iso,
            one(
                [
                    ("UCa", "v1", "2023-01-01T23:59-01:00", "2023-01-02T00:30+01:00", 1),
                    ("UCa", "v1", "2023-01-01 23:59-01:00", "2023-01-04 12:00Z", 2),
                ],
                {"created_date": pa.string(), "date": pa.string()},
            ),
        ),
        Case(
            "day_first",
            "The first days of the calendar",
            "Days are those from 0001-01-01 to 9999-12-31; a year has four digits.",
            plain("0001-01-01", "0001-02-02"),
        ),
        Case(
            "day_last",
            "The last days of the calendar",
            "Days are those from 0001-01-01 to 9999-12-31; a year has four digits.",
            plain("9999-11-30", "9999-12-31"),
        ),
        Case(
            "day_wide",
            "A gap of two years",
            "expected = every day from created_date to end_date, however many.",
            one(
                [
                    ("UCa", "v1", "1968-02-28", "2018-03-01", 1),
                    ("UCa", "v1", "1968-02-28", "1968-02-29", 2),
                ]
            ),
            {"end_date": "1970-03-01"},
        ),
    ]
    for unit in UNITS:
        for zone in (None, "UTC"):
            kind = "instants" if zone else "wall clock"
            name = f"day_timestamp_{unit}_{'utc' if zone else 'local'}"
            title = f"TIMESTAMP({unit}), {kind}"
            found.append(Case(name, title, utc, stamped(unit, zone), LEAP, same_as="day_date"))
    return found


def texts_as_date():
    """Return a writer of the days as DATE."""
    return one(
        [
            (channel, video, created and created[:10], seen and seen[:10], views)
            for channel, video, created, seen, views in moments()
        ]
    )
