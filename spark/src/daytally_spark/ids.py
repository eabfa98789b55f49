"""Channel and video ids: text, or bytes that hold UTF-8."""

from pyspark.sql import functions as F


def read(raw, kind, zone, form=None):
    """Return the text of a column of text or bytes; invalid UTF-8 becomes null.

    Trailing zero bytes of fixed-length ids are removed, because they are padding.
    """
    text = raw.cast("string")
    if hasattr(F, "is_valid_utf8"):
        found = F.when(F.is_valid_utf8(text), text)
    else:
        # Spark 3.5 replaces invalid UTF-8 by U+FFFD.
        given = text.cast("binary")
        found = F.when(F.decode(given, "UTF-8").cast("binary") == given, text)
    return F.regexp_replace(found, r"\x00+$", "") if kind == "fixed" else found
