"""Channel and video ids: text, or bytes that hold UTF-8."""

from pyspark.sql import functions as F


def read(raw, kind, zone, form=None):
    """Returns the text of a column of text or bytes; bytes that are not UTF-8 are null."""
    text = raw.cast("string")
    if hasattr(F, "is_valid_utf8"):
        return F.when(F.is_valid_utf8(text), text)
    # Spark 3.5 puts U+FFFD in the place of what is not UTF-8.
    raw = text.cast("binary")
    return F.when(F.decode(raw, "UTF-8").cast("binary") == raw, text)
