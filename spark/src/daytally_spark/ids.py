"""Channel and video ids: text, or bytes that hold UTF-8."""

from pyspark.sql import functions as F


def read(raw, kind, zone, form=None):
    """Returns the text of a column of text or bytes; bytes that are not UTF-8 are null.

    Ids of a fixed length lose the zeros with which shorter ones are padded.
    """
    text = raw.cast("string")
    if hasattr(F, "is_valid_utf8"):
        found = F.when(F.is_valid_utf8(text), text)
    else:
        # Spark 3.5 puts U+FFFD in the place of what is not UTF-8.
        given = text.cast("binary")
        found = F.when(F.decode(given, "UTF-8").cast("binary") == given, text)
    return F.regexp_replace(found, r"\x00+$", "") if kind == "fixed" else found
