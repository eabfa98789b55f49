"""The order of every result: byte order of text, nulls first."""


def key(row):
    """Return the sort key of a row of nullable values (code point order is byte order)."""
    return [(value is not None, value) for value in row]


def ordered(rows, width):
    """Sort rows by their first `width` values."""
    return sorted(rows, key=lambda row: key(row[:width]))
