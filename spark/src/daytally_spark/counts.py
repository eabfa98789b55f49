"""View counts: integers, whole decimals and floats, and text of a whole number."""

from decimal import Decimal, InvalidOperation

from pyspark.sql import functions as F

from daytally_spark import day_text
from daytally_spark.day_text import whole

# What a cast reads, by itself and up to a point before zeros.
QUICK, POINTED = r"[+-]?0*[0-9]{1,18}", r"[+-]?0*[0-9]{1,18}\.0+"
# Sign, digits, fraction and exponent.
PARTS = r"([+-]?)([0-9]+)(?:\.([0-9]+))?(?:[eE]([+-]?[0-9]+))?"
LEAST, MOST = -(2**63), 2**63 - 1


def read(raw, kind, zone, form=None):
    """Returns each count as a bigint; what is no whole number of 64 bits is null."""
    if kind == "integer":
        return raw.cast("bigint")
    if kind == "number":
        return fit(raw)
    if kind == "float":
        wide = raw.cast("double")
        # NaN is equal to itself in Spark, and above every other number.
        whole = (wide == F.rint(wide)) & (wide >= F.lit(-(2.0**63))) & (wide < F.lit(2.0**63))
        return F.when(whole, wide.cast("bigint"))
    return of_text(raw.cast("string"))


def of_text(text):
    """Returns the whole number of a text: sign, digits, and a fraction or an exponent that leaves it whole."""
    parts = [F.regexp_extract(text, whole(PARTS), at) for at in range(1, 5)]
    return (
        F.when(text.rlike(whole(QUICK)), text.cast("bigint"))
        .when(text.rlike(whole(POINTED)), F.substring_index(text, ".", 1).cast("bigint"))
        .when(text.rlike(whole(PARTS)), fit(of_parts(*parts)))
    )


def number_of(text):
    """Returns the whole number of a text as Python has it, None if it is not one of 64 bits."""
    if not day_text.fits(PARTS, text):
        return None
    try:
        found = Decimal(text.strip("\x7f" + "".join(map(chr, range(33)))))
        # An exponent may stand for more digits than there is memory.
        whole = not found or found.adjusted() < 20 and found == found.to_integral_value()
    except InvalidOperation:
        return None
    return int(found) if whole and LEAST <= found <= MOST else None


def of_parts(sign, digits, fraction, exponent):
    """Returns the number of a decimal's parts as decimal(20,0), null if it is not whole or longer.

    It is exact: the digits without their last zeros, times ten to a power that may not be negative.
    """
    every = F.regexp_replace(F.concat(digits, fraction), "^0+", "")
    significant = F.regexp_replace(every, "0+$", "")
    # Exponents of more digits than this leave no whole number of 64 bits but zero.
    short = F.regexp_replace(exponent, r"\A([+-]?)0*([0-9]{1,6})\z", "$1$2")
    power = F.when(short == "", 0).when(F.length(short) <= 7, short.cast("int"))
    power = power + F.length(every) - F.length(significant) - F.length(fraction)
    places = F.length(significant) + power
    fits = (power >= 0) & (places <= 19)
    number = F.call_function("rpad", significant, F.when(fits, places).otherwise(0), F.lit("0"))
    found = F.when(fits & (significant != ""), F.concat(sign, number)).when(significant == "", F.lit("0"))
    return found.cast("decimal(20,0)")


def fit(number):
    """Returns a whole integer or decimal as a bigint; null for a fraction and where it does not fit."""
    whole = F.floor(number)
    wide = whole.cast("decimal(38,0)")
    inside = wide.between(F.lit(LEAST).cast("decimal(38,0)"), F.lit(MOST).cast("decimal(38,0)"))
    return F.when(inside & (whole == F.ceil(number)), whole.cast("bigint"))
