"""The types that each role's column may have, and values in them."""

from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pyarrow as pa

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
UNITS = {"s": 1, "ms": 10**3, "us": 10**6, "ns": 10**9}
# Days that 64 bits of nanoseconds reach.
NANO_DAYS = 106_000
IDS = {
    "string": pa.string(),
    "large_string": pa.large_string(),
    "string_view": pa.string_view(),
    "dictionary": pa.dictionary(pa.int32(), pa.string()),
    "binary": pa.binary(),
    "large_binary": pa.large_binary(),
    "binary_view": pa.binary_view(),
    # Text by its type alone.
    "no text": pa.string(),
    "null": pa.null(),
}
# Bytes that are no UTF-8: loose, a surrogate's, too long, beyond Unicode, cut short.
NO_TEXT = (b"\xff\xfe", b"\xed\xa0\x80", b"\xc0\x80", b"\xf5\x80\x80\x80", b"abc\xe6\x97")
COUNTS = {
    **{name: getattr(pa, name)() for name in ("int8", "int16", "int32", "int64")},
    **{name: getattr(pa, name)() for name in ("uint8", "uint16", "uint32", "uint64")},
    **{name: getattr(pa, name)() for name in ("float16", "float32", "float64")},
    **{f"decimal{digits}": pa.decimal128(digits, 0) for digits in (5, 9, 18, 19, 20, 38)},
    **{f"decimal{digits}": pa.decimal256(digits, 0) for digits in (39, 76)},
    "text": pa.string(),
    "null": pa.null(),
}
DAYS = ("date32", *UNITS, *(f"{unit} utc" for unit in UNITS), "text", "null")
USUAL = ("string", "string", "date32", "date32", "int64")
UNREADABLE = ("n/a", "", "2023-02-30", "2023-13-01", "1.5", "--", "1e3", "+", "99999999999999999999")


def pick(chance):
    """Gives a type for each role: mostly the contract's own."""
    def one(kinds, usual):
        return usual if chance.random() < 0.5 else chance.choice(list(kinds))

    return tuple(one(kinds, usual) for kinds, usual in zip((IDS, IDS, DAYS, DAYS, COUNTS), USUAL))


def array(chance, values, place, kind):
    """Makes the column of a role in a type; what the type cannot hold is null."""
    if kind == "null":
        return pa.nulls(len(values))
    if chance.random() < 0.02:
        values = [None] * len(values)
    if place < 2:
        return ids(chance, values, kind)
    return days(chance, values, kind) if place < 4 else counts(chance, values, kind)


def ids(chance, values, kind):
    """Makes a column of ids, of which bytes may be no text."""
    if "binary" not in kind and kind != "no text":
        return pa.array(values, IDS[kind])
    values = [value if value is None else value.encode() for value in values]
    if kind == "no text" or chance.random() < 0.2:
        values = [chance.choice(NO_TEXT) if chance.random() < 0.05 else value for value in values]
    if kind == "no text":
        # Nobody looks whether it is, neither here nor on the way to the file.
        return pa.array(values, pa.binary()).view(pa.string())
    return pa.array(values, IDS[kind])


def days(chance, values, kind):
    """Makes a column of days."""
    if kind == "date32":
        return pa.array(values, pa.date32())
    if kind == "text":
        return pa.array([day_text(chance, value) for value in values], pa.string())
    unit, *zone = kind.split()
    return pa.array(
        [instant(chance, value, unit) for value in values],
        pa.timestamp(unit, "UTC" if zone else None),
    )


def day_text(chance, value):
    """Writes a day as one of the forms of ISO 8601, or as none."""
    if chance.random() < 0.02:
        return chance.choice(UNREADABLE)
    if value is None:
        return None
    text = value.isoformat()
    hour, minute, second = chance.randrange(24), chance.randrange(60), chance.randrange(60)
    clock = f"{hour:02}:{minute:02}:{second:02}"
    if chance.random() < 0.6:
        return text
    between, after = chance.choice("T "), chance.choice(("", ".123456", "Z", "+05:30"))
    return f"{text}{between}{clock}{after}"


def instant(chance, value, unit):
    """Gives a moment of a day as a number of units since 1970, or None where there is none."""
    if value is None:
        return None
    since = value.toordinal() - EPOCH.date().toordinal()
    if unit == "ns" and abs(since) > NANO_DAYS:
        return None
    seconds = since * 86400 + chance.choice((0, 0, 1, 43_200, 86_399))
    return seconds * UNITS[unit] + (chance.randrange(UNITS[unit]) if chance.random() < 0.3 else 0)


def counts(chance, values, kind):
    """Makes a column of counts."""
    if kind == "text":
        return pa.array([count_text(chance, value) for value in values], pa.string())
    return pa.array([fitting(value, kind) for value in values], COUNTS[kind])


def count_text(chance, value):
    """Writes a count, or something that is none."""
    if chance.random() < 0.02:
        return chance.choice(UNREADABLE)
    if value is None or chance.random() < 0.8:
        return None if value is None else str(value)
    return f" {value} " if value < 0 else f"+{value}"


def fitting(value, kind):
    """Gives a count in a type, or None where the type has no such count."""
    if value is None:
        return None
    if kind.startswith("decimal"):
        return Decimal(value) if len(str(abs(value))) <= int(kind[7:]) else None
    if kind.startswith("float"):
        return float(value) if abs(value) <= 2048 or kind != "float16" else None
    bits = int(kind.lstrip("uint"))
    low, high = (0, 2**bits - 1) if kind[0] == "u" else (-(2 ** (bits - 1)), 2 ** (bits - 1) - 1)
    return value if low <= value <= high else None
