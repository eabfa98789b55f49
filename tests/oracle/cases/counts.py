"""Cases of counts: every accepted type at its limits, and sums at the limits of int64."""

from decimal import Decimal

import pyarrow as pa

from case import Case
from sheet import groups, one, sheet, write

WIDTHS = (8, 16, 32, 64)
TOP, BOTTOM = 2**63 - 1, -(2**63)


def rows(values):
    """Return a row for each count, each in its own group, and a null."""
    return [("UCa", f"v{number:02}", "2023-01-01", "2023-01-02", value) for number, value in enumerate([*values, None])]


def limits(width, signed):
    """Return the limits of an integer type, within int64, and values near zero."""
    low = -(2 ** (width - 1)) if signed else 0
    high = min(2 ** (width - 1 if signed else width) - 1, 2**63 - 1)
    return [low, low + 1, 0, 1, high // 2 + 1, high - 1, high]


def integers():
    """Yield a case for each integer type."""
    for signed in (True, False):
        for width in WIDTHS:
            name = f"{'int' if signed else 'uint'}{width}"
            kind = {"viewCount": getattr(pa, name)()}
            yield name, one(rows(limits(width, signed)), kind)


def decimals():
    """Yield a case for each storage of decimals of scale 0."""
    for precision, integer in (
        (5, True),
        (9, True),
        (18, True),
        (9, False),
        (18, False),
        (38, False),
    ):
        top = min(10**precision - 1, 2**63 - 1)
        values = [Decimal(value) for value in (top, -top, 0, 1, -1, 12345)]
        kind = {"viewCount": pa.decimal128(precision, 0)}
        name = f"decimal{precision}_{'integer' if integer else 'fixed'}"
        yield name, one(rows(values), kind, store_decimal_as_integer=integer)


def scaled():
    """Yield cases of decimals with a fraction, zero or not."""
    values = [Decimal(value) for value in ("5.00", "-7.00", "0.01", "1.50", "9999999.00", "0.00")]
    yield "decimal_scaled", one(rows(values), {"viewCount": pa.decimal128(9, 2)})


def floats():
    """Yield a case for each width of float, holding whole numbers."""
    far = [2.0**62, -(2.0**63), 2.0**53 + 2]
    yield "float16", one(rows([0.0, -0.0, 1.0, -5.0, 2048.0, 65504.0]), {"viewCount": pa.float16()})
    yield (
        "float32",
        one(rows([0.0, -0.0, 1.0, -5.0, 2.0**24, *far[:2]]), {"viewCount": pa.float32()}),
    )
    yield "float64", one(rows([0.0, -0.0, 1.0, -5.0, 2.0**53, *far]), {"viewCount": pa.float64()})


def texts():
    """Yield cases of text that is a whole number."""
    values = ["0", "12", "-7", "+5", "007", " 12 ", "-0", str(2**63 - 1), str(-(2**63))]
    values += ["148419.0", "1.5e3", "1E2", "9007199254740993.00", "-12e-1", "120e-1"]
    yield "text", one(rows(values), {"viewCount": pa.string()})
    yield "large_text", one(rows(values), {"viewCount": pa.large_string()})


def mixture(folder):
    """Write files whose counts are of different types."""
    kinds = [pa.int32(), pa.float64(), pa.string(), pa.uint8(), pa.decimal128(12, 0)]
    casts = [int, float, str, int, Decimal]
    for number, (kind, cast) in enumerate(zip(kinds, casts)):
        table = sheet(rows([cast(value) for value in (1, 20, 250)]), {"viewCount": kind})
        write(folder / f"part-{number}.parquet", table)


def undecided(folder):
    """Write a file whose counts and created dates are columns of type null."""
    found = [("UCa", "v1", None, f"2023-01-0{day}", None) for day in range(1, 4)]
    types = {"viewCount": pa.null(), "created_date": pa.null()}
    write(folder / "a.parquet", sheet(found, types))
    groups(folder / "b.parquet", [sheet(rows([7]))])


def month(video, *counts):
    """Return a row in January for each count."""
    return [("UCa", video, "2023-01-01", f"2023-01-{day:02}", count) for day, count in enumerate(counts, 1)]


def sums():
    """Return the cases of sums: signs, zero, and the limits of int64."""
    overflow = "A sum outside int64 is an error that names the group."
    return [
        Case(
            "counts_signed",
            "Negative and zero counts",
            "Every input row counts; negative counts are legal; zero is a sum.",
            one(month("v1", -5, 3) + month("v2", 0, 0) + month("v3", -1, 1, None)),
        ),
        Case(
            "sum_limits",
            "Sums at the limits of int64, with counterweights",
            "Only a sum outside int64 is an error, not one that passes there on its way.",
            one(
                month("top", TOP, 1, -1)
                + month("bottom", BOTTOM, -1, 1)
                + month("both", TOP, TOP, BOTTOM, BOTTOM)
                + month("far", TOP, TOP, TOP, BOTTOM, BOTTOM, BOTTOM, 3)
                + month("exact", TOP - 1, 1)
            ),
        ),
        Case(
            "sum_overflow",
            "A sum above int64",
            overflow,
            one(month("v1", 1, 2) + month("heavy", TOP, 1)),
            error={},
        ),
        Case(
            "sum_underflow",
            "A sum below int64",
            overflow,
            one(month("v1", 1, 2) + month("light", BOTTOM, -1)),
            error={},
        ),
    ]


def cases():
    """Return the cases."""
    taken = "Counts are integers of every width, decimals, floats or text that hold whole numbers."
    made = [*integers(), *decimals(), *scaled(), *floats(), *texts()]
    same = {
        "decimal9_fixed": "count_decimal9_integer",
        "decimal18_fixed": "count_decimal18_integer",
    }
    return [
        *(Case(f"count_{name}", f"Counts as {name}", taken, make, same_as=same.get(name)) for name, make in made),
        Case(
            "count_mixed",
            "Counts of another type in each file",
            "Files of one dataset may differ in the types of a column.",
            mixture,
        ),
        Case(
            "null_type",
            "Columns of Arrow's null type",
            "A column with nothing but nulls is taken for any role.",
            undecided,
        ),
        *sums(),
    ]
