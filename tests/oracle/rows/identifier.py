"""Reads channel and video ids: text, dictionary of text, or binary with UTF-8."""

import pyarrow as pa

from rows.fault import Fault


def is_text(kind):
    """Return whether an Arrow type is text or bytes that may be text."""
    tests = (
        pa.types.is_string,
        pa.types.is_large_string,
        pa.types.is_string_view,
        pa.types.is_binary,
        pa.types.is_large_binary,
        pa.types.is_binary_view,
    )
    return any(test(kind) for test in tests)


def raw_bytes(array):
    """Return an array of text or bytes as Python bytes, undecoded."""
    return array.cast(pa.large_binary()).to_pylist()


def decode(value):
    """Return (text, readable) for the bytes of one value."""
    if value is None:
        return None, True
    try:
        return value.decode("utf-8"), True
    except UnicodeDecodeError:
        return None, False


def read(array, physical, zone, file, column):
    """Return (id, readable) for each value of one column of one row group."""
    kind = array.type
    if pa.types.is_null(kind):
        return [(None, True)] * len(array)
    if pa.types.is_fixed_size_binary(kind):
        # Zero bytes pad an id to the length.
        return [decode(value and value.rstrip(b"\0")) for value in array.to_pylist()]
    if not is_text(kind):
        raise Fault("unreadable_type", [file, column])
    return [decode(value) for value in raw_bytes(array)]
