"""Column types for each role, and values in these types."""

from datetime import UTC, datetime
from decimal import Decimal

import pyarrow as pa

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
UNITS = {"s": 1, "ms": 10**3, "us": 10**6, "ns": 10**9}
# Days since 1970 that fit in 64 bits of nanoseconds.
NANO_DAYS = 106_000
IDS = {
    "string": pa.string(),
    "large_string": pa.large_string(),
    "string_view": pa.string_view(),
    "dictionary": pa.dictionary(pa.int32(), pa.string()),
    "binary": pa.binary(),
    "large_binary": pa.large_binary(),
    "binary_view": pa.binary_view(),
    "fixed binary": pa.binary(36),
    # Bytes that are not UTF-8 in a column of type text.
    "invalid text": pa.string(),
    "null": pa.null(),
}
# Invalid UTF-8: stray bytes, a surrogate, an overlong form, beyond Unicode, cut short.
INVALID_UTF8 = (b"\xff\xfe", b"\xed\xa0\x80", b"\xc0\x80", b"\xf5\x80\x80\x80", b"abc\xe6\x97")
COUNTS = {
    **{name: getattr(pa, name)() for name in ("int8", "int16", "int32", "int64")},
    **{name: getattr(pa, name)() for name in ("uint8", "uint16", "uint32", "uint64")},
    **{name: getattr(pa, name)() for name in ("float16", "float32", "float64")},
    **{f"decimal{digits}": pa.decimal128(digits, 0) for digits in (5, 9, 18, 19, 20, 38)},
    **{f"decimal{digits}": pa.decimal256(digits, 0) for digits in (39, 76)},
    **{f"scaled{digits}": pa.decimal128(digits, 2) for digits in (9, 18, 38)},
    "text": pa.string(),
    "null": pa.null(),
}
DAYS = ("date32", *UNITS, *(f"{unit} utc" for unit in UNITS), "text", "null")
USUAL = ("string", "string", "date32", "date32", "int64")
UNREADABLE = ("n/a", "", "2023-02-30", "2023-13-01", "1.5", "--", "1e3", "+", "99999999999999999999")


def pick(chance):
    """Return a type for each role, mostly the usual one."""

    def one(kinds, usual):
        return usual if chance.random() < 0.5 else chance.choice(list(kinds))

    return tuple(one(kinds, usual) for kinds, usual in zip((IDS, IDS, DAYS, DAYS, COUNTS), USUAL))


# Formats for --date-format, of text and of numbers.
FORMATS = ("%d/%m/%Y", "%m.%d.%Y %H:%M", "%b %d, %Y", "%d %B %Y", "%Y%m%dT%H%M%S%z")
EPOCHS = {"epoch_s": 1, "epoch_ms": 10**3, "epoch_us": 10**6}
NUMBERS = ("yyyymmdd", "epoch_days", *EPOCHS)
MONTHS = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)


def array(chance, values, place, kind, form=None):
    """Make the column of a role in a type; values that do not fit become null."""
    if kind == "null":
        return pa.nulls(len(values))
    if chance.random() < 0.02:
        values = [None] * len(values)
    if place < 2:
        return ids(chance, values, kind)
    return days(chance, values, kind, form) if place < 4 else counts(chance, values, kind)


def ids(chance, values, kind):
    """Make a column of ids; bytes may be invalid UTF-8."""
    if "binary" not in kind and kind != "invalid text":
        return pa.array(values, IDS[kind])
    values = [value if value is None else value.encode() for value in values]
    if kind == "invalid text" or chance.random() < 0.2:
        values = [chance.choice(INVALID_UTF8) if chance.random() < 0.05 else value for value in values]
    if kind == "fixed binary":
        values = [value.ljust(36, b"\0") if value is not None and len(value) <= 36 else None for value in values]
    if kind == "invalid text":
        # A view is not validated, neither here nor by the writer.
        return pa.array(values, pa.binary()).view(pa.string())
    return pa.array(values, IDS[kind])


def days(chance, values, kind, form=None):
    """Make a column of days; text, or numbers instead, may have a given format."""
    if kind == "text" and form in NUMBERS and chance.random() < 0.7:
        return pa.array([day_number(value, form) for value in values], pa.int64())
    if kind == "date32":
        return pa.array(values, pa.date32())
    if kind == "text":
        return pa.array([day_text(chance, value, form) for value in values], pa.string())
    unit, *zone = kind.split()
    return pa.array(
        [instant(chance, value, unit) for value in values],
        pa.timestamp(unit, "UTC" if zone else None),
    )


def day_number(value, form):
    """Return a day as a number."""
    if value is None:
        return None
    since = value.toordinal() - EPOCH.date().toordinal()
    if form == "yyyymmdd":
        return value.year * 10_000 + value.month * 100 + value.day
    return since * 86_400 * EPOCHS[form] if form in EPOCHS else since


def by_format(chance, value, form):
    """Format a day; strftime does not pad years and depends on the locale."""
    parts = {
        "%Y": f"{value.year:04}",
        "%m": f"{value.month:02}",
        "%d": chance.choice((f"{value.day:02}", str(value.day))) if "%Y%m" not in form else f"{value.day:02}",
        "%b": chance.choice((MONTHS[value.month - 1][:3], MONTHS[value.month - 1][:3].upper())),
        "%B": MONTHS[value.month - 1],
        "%H": f"{chance.randrange(24):02}",
        "%M": f"{chance.randrange(60):02}",
        "%S": f"{chance.randrange(60):02}",
        "%z": chance.choice(("Z", "+0530", "-08:00")),
    }
    for directive, text in parts.items():
        form = form.replace(directive, text)
    return form


def day_text(chance, value, form=None):
    """Return a day as text: in a form that needs no format, in a given format, or unreadable."""
    if chance.random() < 0.02:
        return chance.choice(UNREADABLE)
    if value is None:
        return None
    if form in NUMBERS:
        return str(day_number(value, form))
    if form is not None:
        return by_format(chance, value, form)
    text = value.isoformat()
    if chance.random() < 0.1:
        text = chance.choice((f"{text[:4]}-{value.month}-{value.day}", text.replace("-", "")))
    hour, minute, second = chance.randrange(24), chance.randrange(60), chance.randrange(60)
    clock = f"{hour:02}:{minute:02}:{second:02}"
    if chance.random() < 0.6:
        return text
    between = chance.choice("T ")
    after = chance.choice(("", ".123456", "Z", "+05:30", " UTC", " +0900", " GMT", ".5 -08", " PST"))
    return f"{text}{between}{clock}{after}"


def instant(chance, value, unit):
    """Return a time of a day in units since 1970, or None if it does not fit."""
    if value is None:
        return None
    since = value.toordinal() - EPOCH.date().toordinal()
    if unit == "ns" and abs(since) > NANO_DAYS:
        return None
    seconds = since * 86400 + chance.choice((0, 0, 1, 43_200, 86_399))
    return seconds * UNITS[unit] + (chance.randrange(UNITS[unit]) if chance.random() < 0.3 else 0)


def counts(chance, values, kind):
    """Make a column of counts."""
    if kind == "text":
        return pa.array([count_text(chance, value) for value in values], pa.string())
    return pa.array([fitting(value, kind) for value in values], COUNTS[kind])


def count_text(chance, value):
    """Return a count as text, or text that is not a count."""
    if chance.random() < 0.02:
        return chance.choice(UNREADABLE)
    if value is None or chance.random() < 0.8:
        return None if value is None else str(value)
    if chance.random() < 0.5:
        return f" {value} " if value < 0 else f"+{value}"
    return chance.choice((f"{value}.0", f"{value}.00", f"{value}e0", f"{value}0e-1", f"{value}E2", f"{value}.5"))


def fitting(value, kind):
    """Return a count in a type, or None if it does not fit."""
    if value is None:
        return None
    if kind.startswith("scaled"):
        # Some have cents.
        cents = Decimal("0.25") if value % 7 == 3 else 0
        return Decimal(value) + cents if len(str(abs(value))) <= int(kind[6:]) - 2 else None
    if kind.startswith("decimal"):
        return Decimal(value) if len(str(abs(value))) <= int(kind[7:]) else None
    if kind.startswith("float"):
        return float(value) if abs(value) <= 2048 or kind != "float16" else None
    bits = int(kind.lstrip("uint"))
    low, high = (0, 2**bits - 1) if kind[0] == "u" else (-(2 ** (bits - 1)), 2 ** (bits - 1) - 1)
    return value if low <= value <= high else None
