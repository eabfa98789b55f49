"""View counts: integers, whole decimals and floats, and text of a whole number."""

from __future__ import annotations

from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING

from pyspark.sql import functions as F

from daytally_spark.values import day_text
from daytally_spark.values.day_text import whole

if TYPE_CHECKING:
    from pyspark.sql import Column

# Text that a cast can read, with or without a fraction of zeros.
QUICK, POINTED = r"[+-]?0*[0-9]{1,18}", r"[+-]?0*[0-9]{1,18}\.0+"
# Sign, digits, fraction and exponent.
PARTS = r"([+-]?)([0-9]+)(?:\.([0-9]+))?(?:[eE]([+-]?[0-9]+))?"
MIN, MAX = -(2**63), 2**63 - 1


def read(raw: Column, kind: str, zone: str | None, form: object = None) -> Column:
    """Return each count as a bigint; values that are not whole 64-bit numbers become null."""
    if kind == "integer":
        return raw.cast("bigint")
    if kind == "number":
        return fit(raw)
    if kind == "float":
        wide = raw.cast("double")
        # In Spark NaN equals itself and is greater than all other numbers.
        whole = (wide == F.rint(wide)) & (wide >= F.lit(-(2.0**63))) & (wide < F.lit(2.0**63))
        return F.when(whole, wide.cast("bigint"))
    return of_text(raw.cast("string"))


def of_text(text: Column) -> Column:
    """Parse text as whole numbers; a fraction or exponent is allowed if the number is still whole."""
    parts = [F.regexp_extract(text, whole(PARTS), at) for at in range(1, 5)]
    return (
        F.when(text.rlike(whole(QUICK)), text.cast("bigint"))
        .when(text.rlike(whole(POINTED)), F.substring_index(text, ".", 1).cast("bigint"))
        .when(text.rlike(whole(PARTS)), fit(of_parts(*parts)))
    )


def number_of(text: str) -> int | None:
    """Parse text as a whole number in Python; return None if it does not fit in 64 bits."""
    if not day_text.fits(PARTS, text):
        return None
    try:
        found = Decimal(text.strip("\x7f" + "".join(map(chr, range(33)))))
        # A large exponent could exhaust memory.
        whole = not found or found.adjusted() < 20 and found == found.to_integral_value()
    except InvalidOperation:
        return None
    return int(found) if whole and MIN <= found <= MAX else None


def of_parts(sign: Column, digits: Column, fraction: Column, exponent: Column) -> Column:
    """Combine the parts of a decimal to decimal(20,0); null if it is not whole or too long.

    The result is exact: the digits without trailing zeros, times a non-negative power of ten.
    """
    every = F.regexp_replace(F.concat(digits, fraction), "^0+", "")
    significant = F.regexp_replace(every, "0+$", "")
    # With more exponent digits than this, only zero is a whole 64-bit number.
    short = F.regexp_replace(exponent, r"\A([+-]?)0*([0-9]{1,6})\z", "$1$2")
    power = F.when(short == "", 0).when(F.length(short) <= 7, short.cast("int"))
    power = power + F.length(every) - F.length(significant) - F.length(fraction)
    places = F.length(significant) + power
    fits = (power >= 0) & (places <= 19)
    number = F.call_function("rpad", significant, F.when(fits, places).otherwise(0), F.lit("0"))
    found = F.when(fits & (significant != ""), F.concat(sign, number)).when(significant == "", F.lit("0"))
    return found.cast("decimal(20,0)")


def fit(number: Column) -> Column:
    """Return a whole integer or decimal as a bigint; null for fractions and overflow."""
    whole = F.floor(number)
    wide = whole.cast("decimal(38,0)")
    inside = wide.between(F.lit(MIN).cast("decimal(38,0)"), F.lit(MAX).cast("decimal(38,0)"))
    return F.when(inside & (whole == F.ceil(number)), whole.cast("bigint"))
