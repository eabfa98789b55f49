"""Reads view counts: integers, decimals, floats and text of whole numbers."""

import math
import re
from decimal import Decimal
from fractions import Fraction

import pyarrow as pa

from rows.fault import Fault
from rows.identifier import decode, is_text, raw_bytes

NUMBER = re.compile(r"[+-]?[0-9]+(\.[0-9]+)?([eE][+-]?[0-9]+)?")
# With a larger exponent, only zero is a whole number that fits.
LARGEST_EXPONENT = 10**6
LOWEST, HIGHEST = -(2**63), 2**63 - 1


def fit(value):
    """Return (count, readable) for an integer of any size."""
    return (value, True) if LOWEST <= value <= HIGHEST else (None, False)


def from_float(value):
    """Return (count, readable) for a float, which must hold a whole number."""
    if math.isfinite(value) and value == math.floor(value):
        return fit(int(value))
    return None, False


def from_decimal(value):
    """Return (count, readable) for a decimal, which must hold a whole number."""
    return fit(int(value)) if Fraction(value).denominator == 1 else (None, False)


def from_text(text):
    """Return (count, readable) for text, which must be a whole number."""
    stripped = text.strip(" \t\r\n")
    if not NUMBER.fullmatch(stripped):
        return None, False
    number, _, exponent = stripped.lower().partition("e")
    exponent = max(-LARGEST_EXPONENT, min(LARGEST_EXPONENT, int(exponent or 0)))
    value = Decimal(number)
    if value == 0:
        return 0, True
    if exponent > 400:
        return None, False
    exact = Fraction(value) * Fraction(10) ** exponent
    return fit(int(exact)) if exact.denominator == 1 else (None, False)


def read_text(value):
    """Return (count, readable) for the bytes of a text value."""
    text, readable = decode(value)
    return (text, readable) if text is None else from_text(text)


def each(values, convert):
    """Apply `convert` to every value that is not null."""
    return [(None, True) if value is None else convert(value) for value in values]


def read(array, physical, zone, file, column):
    """Return (count, readable) for each value of one column of one row group."""
    kind = array.type
    if pa.types.is_null(kind):
        return [(None, True)] * len(array)
    if pa.types.is_integer(kind):
        return each(array.to_pylist(), fit)
    if pa.types.is_decimal(kind):
        return each(array.to_pylist(), from_decimal)
    if pa.types.is_floating(kind):
        return each(array.to_pylist(), lambda value: from_float(float(value)))
    if is_text(kind):
        return [read_text(value) for value in raw_bytes(array)]
    raise Fault("unreadable_type", [file, column])
