"""Cases of values and types that their role does not accept."""

import math
from datetime import date

import pyarrow as pa

from case import Case
from sheet import PLAIN, array, groups, sheet, write

BAD_DAYS = [
    "n/a",
    "",
    " ",
    "2023-02-30",
    "2023-13-01",
    "2023-00-10",
    "2023-01-00",
    "1900-02-29",
    "0000-01-01",
    "10000-01-01",
    "2023/01/02",
    "01.02.2023",
    "20230102",
    "2023-1-2",
    "2023-01",
    "2023",
    "2023-01-02x",
    "2023-01-02T",
    "2023-01-02T25:00:00",
    "2023-01-02T10:60:00",
    "2023-01-02T10:00:61",
    "2023-01-02T10:00:00+19:00",
    "2023-01-02T10:00:00+05:60",
    "null",
    "２０２３-01-02",
]
BAD_COUNTS = [
    "12x",
    "",
    " ",
    "1 2",
    "1,000",
    "1_000",
    "12.5",
    "12.0",
    "1e3",
    "0x1F",
    "NaN",
    "--5",
    "+",
    "9223372036854775808",
    "-9223372036854775809",
    "１２",
]
WORD = "A value that cannot be read as its role's type is null, and is counted in diagnostics."


def days_text(folder):
    """Write unreadable text as days, in two files and several row groups."""
    kinds = {"created_date": pa.string(), "date": pa.string()}
    good = [("UCa", "v1", "2023-01-01", f"2023-01-0{n}", n) for n in range(1, 4)]
    bad = [("UCa", "v1", "2023-01-01", text, n) for n, text in enumerate(BAD_DAYS)]
    worse = [("UCa", "v2", text, "2023-01-02", n) for n, text in enumerate(BAD_DAYS)]
    groups(folder / "a/b.parquet", [sheet(rows, kinds) for rows in (good, bad, good, worse)])
    groups(folder / "a.parquet", [sheet(rows, kinds) for rows in (bad[:3] + worse[:2], good)])
    write(folder / "c.parquet", sheet(good))


def day_first(folder):
    """Write days as text that needs a format, in two row groups."""
    kinds = {"date": pa.string()}
    rows = [("UCa", "v1", "2023-04-01", f"{n:02}/04/2023", n) for n in (1, 2, 4, 18)]
    groups(folder / "views.parquet", [sheet(part, kinds) for part in (rows[:2], rows[2:])])


def counts(kind, values):
    """Return a writer of valid and invalid counts of a type, in two row groups."""

    def make(folder):
        rows = [("UCa", "v1", "2023-01-01", "2023-01-02", value) for value in values]
        found = [sheet(part, {"viewCount": kind}) for part in (rows, rows[::2])]
        groups(folder / "views.parquet", found)

    return make


def day_numbers(folder):
    """Write dates and timestamps outside the years 1 to 9999."""
    first, last = date.min.toordinal() - 719163, date.max.toordinal() - 719163
    numbers = [first - 1, first, last, last + 1, -(2**31), 2**31 - 1]
    rows = [("UCa", "v1", "2023-01-01", "2023-01-02", number) for number in range(6)]
    days = array(numbers, pa.int32())
    table = sheet(rows).set_column(3, "date", days.cast(pa.date32()))
    write(folder / "a.parquet", table)
    for unit, scale in (("ms", 10**3), ("us", 10**6)):
        ticks = [number * 86400 * scale for number in numbers[:4]]
        ticks += [-(2**63) + 1, 2**63 - 1, last * 86400 * scale + 86400 * scale - 1]
        kind = pa.timestamp(unit, "UTC")
        rows = [("UCa", "v2", "2023-01-01", "2023-01-02", number) for number in range(7)]
        made = sheet(rows).set_column(3, "date", pa.array(ticks, pa.int64()).cast(kind))
        write(folder / f"b-{unit}.parquet", made)


def bytes_as_ids(folder):
    """Write ids whose bytes are not UTF-8."""
    good, bad = (
        b"UCa",
        [b"\xff", b"ok", b"\xc3", b"\xed\xa0\x80", b"\xc0\xaf", None, b"\xf5\x80\x80\x80"],
    )
    rows = [(good, b"v1", "2023-01-01", "2023-01-02", 1)] * 2
    rows += [(good, text, "2023-01-01", "2023-01-02", 2) for text in bad]
    rows += [(text, b"v1", "2023-01-01", "2023-01-02", 3) for text in bad[:3]]
    kinds = {"channel_id": pa.binary(), "video_id": pa.binary()}
    write(folder / "views.parquet", sheet(rows, kinds))


def typed(role, kind, value):
    """Return a writer of a second file with a type that the role does not accept."""

    def make(folder):
        rows = [("UCa", "v1", "2023-01-01", "2023-01-02", 1)] * 3
        table = sheet(rows)
        write(folder / "a.parquet", table)
        place = list(PLAIN).index(role)
        bad = table.set_column(place, role, pa.array([value] * 3, kind))
        write(folder / "b.parquet", bad)

    return make


def types():
    """Yield (name, title, writer) for types that a role does not accept."""
    yield "video_id_integer", typed("video_id", pa.int64(), 1)
    yield "video_id_list", typed("video_id", pa.list_(pa.string()), ["v1"])
    yield "channel_id_struct", typed("channel_id", pa.struct({"id": pa.string()}), {"id": "a"})
    yield "created_date_integer", typed("created_date", pa.int32(), 19000)
    yield "date_time", typed("date", pa.time32("ms"), 1000)
    yield "date_list", typed("date", pa.list_(pa.date32()), [date(2023, 1, 1)])
    yield "viewcount_boolean", typed("viewCount", pa.bool_(), True)
    yield "viewcount_map", typed("viewCount", pa.map_(pa.string(), pa.int64()), [("a", 1)])


def cases():
    """Return the cases."""
    odd = [0.5, 2.0, math.nan, math.inf, -math.inf, -0.5, 2.0**63, 1e300, None, -(2.0**63)]
    wide = [2**64 - 1, 2**63, 5, None, 0]
    big = [10**38 - 1, 2**63, -(2**63) - 1, 7, None, -(2**63)]
    made = {
        "days_text": ("Text that is not a day", days_text),
        "days_range": ("Days outside the years 1 to 9999", day_numbers),
        "counts_text": (
            "Text that is not a whole number",
            counts(pa.string(), ["5", *BAD_COUNTS, "6"]),
        ),
        "counts_float32": ("float32 values that are not counts", counts(pa.float32(), odd[:7])),
        "counts_float64": ("float64 values that are not counts", counts(pa.float64(), odd)),
        "counts_uint64": ("uint64 above int64", counts(pa.uint64(), wide)),
        "counts_decimal38": ("Decimals outside int64", counts(pa.decimal128(38, 0), big)),
        "ids_bytes": ("Ids that are not UTF-8", bytes_as_ids),
    }
    found = [
        Case(f"unreadable_{name}", title, WORD, make, {"end_date": "2023-01-05"})
        for name, (title, make) in made.items()
    ]
    found.append(
        Case(
            "unreadable_days_first",
            "Day-first dates in every row",
            "A file of which no value of a needed column can be read is bad; nothing is guessed.",
            day_first,
            error={},
        )
    )
    taken = "A role accepts the types in the specification's table; any other is an error, not nulls."
    same = {"date_time": "type_date_list", "viewcount_map": "type_viewcount_boolean"}
    found += [
        Case(
            f"type_{name}",
            f"A type that the role does not accept: {name}",
            taken,
            make,
            error={},
            same_as=same.get(name),
        )
        for name, make in types()
    ]
    return found
