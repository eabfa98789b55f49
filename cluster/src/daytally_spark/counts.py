"""View counts: integers, decimals of scale 0, whole floats and text of a whole number."""

from pyspark.sql import functions as F

from daytally_spark import ids

# Space and the control characters of ASCII, as Spark's casts pass over them.
BLANK = r"[\x00-\x20\x7f]*"
WHOLE = rf"\A{BLANK}([+-]?)0*([0-9]+){BLANK}\z"
LEAST, MOST = -(2**63), 2**63 - 1


def read(raw, kind, zone):
    """Gives each count as a bigint; what is no whole number of 64 bits is null."""
    if kind == "integer":
        return raw.cast("bigint")
    if kind == "number":
        return fit(raw)
    if kind == "float":
        wide = raw.cast("double")
        # NaN is equal to itself in Spark, and above every other number.
        whole = (wide == F.rint(wide)) & (wide >= F.lit(-(2.0**63))) & (wide < F.lit(2.0**63))
        return F.when(whole, wide.cast("bigint"))
    text = ids.read(raw, kind, zone)
    digits = F.regexp_extract(text, WHOLE, 2)
    short = text.rlike(WHOLE) & (F.length(digits) <= 19)
    number = F.when(short, F.concat(F.regexp_extract(text, WHOLE, 1), digits)).cast("decimal(20,0)")
    return fit(number)


def fit(number):
    """Gives an integer or decimal as a bigint, or null where it does not fit."""
    wide = number.cast("decimal(38,0)")
    inside = wide.between(F.lit(LEAST).cast("decimal(38,0)"), F.lit(MOST).cast("decimal(38,0)"))
    return F.when(inside, number.cast("bigint"))
