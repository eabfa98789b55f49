"""Removes harmless parts of footers that pyarrow cannot read.

A column that no result needs must not make a file unreadable. Annotations that do not fit, unknown
codecs and unknown encodings are removed, and the column is marked. Some of them make pyarrow end the
process, so they are removed before it reads a footer.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from daytally_spark.source.thrift import BINARY, I32, I64, LIST, STRUCT, Reader, write

if TYPE_CHECKING:
    from typing import Any

    # A structure of Thrift: (kind, value) by field number.
    Struct = dict[int, tuple[int, Any]]

# Field numbers of the footer, of schema elements and of column chunks.
SCHEMA, ROW_GROUPS, ORDERS = 2, 4, 7
PHYSICAL, LENGTH, NAME, CHILDREN, CONVERTED, SCALE, PRECISION, LOGICAL = 1, 2, 4, 5, 6, 7, 8, 10
ENCODINGS, CODEC, DICTIONARY_AT, STATISTICS, PAGE_ENCODINGS = 2, 4, 11, 12, 13
NULL_COUNT, ENDS = 3, (1, 2, 5, 6)
# Bytes per value by physical type.
SIZES = {0: 1, 1: 4, 2: 8, 3: 12, 4: 4, 5: 8}
INT32, INT64, BYTES, FIXED = 1, 2, 6, 7
# Allowed physical types by converted type and by logical type.
BY_CONVERTED = {
    **dict.fromkeys((0, 4, 19, 20), (BYTES,)),
    5: (INT32, INT64, BYTES, FIXED),
    **dict.fromkeys((6, 7, 11, 12, 13, 15, 16, 17), (INT32,)),
    **dict.fromkeys((8, 9, 10, 14, 18), (INT64,)),
    21: (FIXED,),
}
BY_LOGICAL = {
    **dict.fromkeys((1, 4, 12, 13), (BYTES,)),
    5: (INT32, INT64, BYTES, FIXED),
    6: (INT32,),
    7: (INT32, INT64),
    8: (INT64,),
    10: (INT32, INT64),
    11: tuple(range(8)),
    14: (FIXED,),
    15: (FIXED,),
}
LENGTHS = {14: 16, 15: 2}
CODECS, KNOWN_ENCODINGS = range(8), frozenset((0, 2, 3, 4, 5, 6, 7, 8, 9))


def cleaned(footer: bytes) -> tuple[bytes | None, dict[int, str]]:
    """Return (the bytes of a footer that pyarrow reads, {place of a leaf: why it cannot be read}).

    The bytes are None if nothing has to be changed, or if the footer is not one.
    """
    lost: dict[int, str] = {}
    try:
        reader = Reader(footer)
        found = reader.value(STRUCT)
        elements = found[SCHEMA][1][1]
        leaves = [each for each in elements[1:] if not each.get(CHILDREN, (I32, 0))[1]]
        changes = [reader.left_out]
        for each in elements[1:]:
            changes.append(clean_name(each) | clean_group(each))
        for place, leaf in enumerate(leaves):
            changes.append(clean_leaf(leaf, place, lost))
        for group in found.get(ROW_GROUPS, (LIST, (STRUCT, [])))[1][1]:
            for place, chunk in enumerate(group[1][1][1]):
                changes.append(clean_chunk(chunk[3][1], place, lost))
        orders = found.get(ORDERS, (LIST, (STRUCT, [])))[1][1]
        if orders and (len(orders) != len(leaves) or any(set(each) != {1} for each in orders)):
            # Without an order, min and max are not usable.
            del found[ORDERS]
            changes.append(True)
        elif ORDERS in found and not orders:
            del found[ORDERS]
            changes.append(True)
    except (ValueError, KeyError, IndexError, TypeError, AttributeError, RecursionError):
        return None, {}
    return (write(STRUCT, found) if any(changes) else None), lost


def clean_name(element: Struct) -> bool:
    """Make a name valid UTF-8; return whether it changed."""
    name = element[NAME][1]
    plain: bytes = name.decode("utf-8", "backslashreplace").encode()
    element[NAME] = (BINARY, plain)
    return bool(plain != name)


def clean_group(element: Struct) -> bool:
    """Remove a list or map annotation from a group with several fields; return whether it changed."""
    children: int = element.get(CHILDREN, (I32, 0))[1]
    annotated = element.keys() & {CONVERTED, LOGICAL}
    if children < 2 or not annotated:
        return False
    for field in annotated:
        del element[field]
    return True


def clean_leaf(leaf: Struct, place: int, lost: dict[int, str]) -> bool:
    """Make a schema leaf readable for pyarrow; return whether it changed."""
    physical, length = leaf[PHYSICAL][1], leaf.get(LENGTH, (I32, 0))[1]
    if physical not in range(8):
        lost[place] = f"its physical type {physical} is not known"
        leaf[PHYSICAL] = (I32, BYTES)
    elif physical == FIXED and length <= 0:
        lost[place] = f"its length is {length}"
        leaf[LENGTH] = (I32, 1)
    elif fits(leaf, physical, length):
        return False
    for field in (CONVERTED, LOGICAL, SCALE, PRECISION):
        leaf.pop(field, None)
    return True


def fits(leaf: Struct, physical: int, length: int) -> bool:
    """Return whether the annotations of a leaf fit its physical type."""
    converted = leaf.get(CONVERTED, (I32, None))[1]
    logical = next(iter(leaf[LOGICAL][1]), None) if LOGICAL in leaf else None
    if converted is not None and physical not in BY_CONVERTED.get(converted, ()):
        return False
    if logical is None:
        return LOGICAL not in leaf
    if physical not in BY_LOGICAL.get(logical, ()) or length != LENGTHS.get(logical, length):
        return False
    return logical != 5 or fits_decimal(leaf, physical)


def fits_decimal(leaf: Struct, physical: int) -> bool:
    """Return whether the scale and precision of a decimal are valid."""
    inner = leaf[LOGICAL][1][5][1]
    scale, precision = (inner.get(field, (I32, 0))[1] for field in (1, 2))
    most = {INT32: 9, INT64: 18}.get(physical, precision)
    same = all(leaf.get(field, (I32, value))[1] == value for field, value in ((SCALE, scale), (PRECISION, precision)))
    return 0 <= scale <= precision and 0 < precision <= most and same and leaf.get(CONVERTED, (I32, 5))[1] == 5


def clean_chunk(chunk: Struct, place: int, lost: dict[int, str]) -> bool:
    """Make the metadata of a chunk readable for pyarrow; return whether it changed."""
    changed = False
    codec, encodings = chunk[CODEC][1], chunk[ENCODINGS][1][1]
    if codec not in CODECS:
        lost[place] = f"its codec {codec} is not known"
        chunk[CODEC] = (I32, 0)
        changed = True
    unknown = [each for each in encodings if each not in KNOWN_ENCODINGS]
    if unknown:
        # Pages may have other encodings; if not, reading them fails.
        known = [each for each in encodings if each in KNOWN_ENCODINGS]
        chunk[ENCODINGS] = (LIST, (I32, known or [0]))
        chunk.pop(PAGE_ENCODINGS, None)
        changed = True
    # No page begins before byte 4.
    if DICTIONARY_AT in chunk and chunk[DICTIONARY_AT][1] < 4:
        del chunk[DICTIONARY_AT]
        changed = True
    if STATISTICS in chunk and not are_possible(chunk[STATISTICS][1], chunk[PHYSICAL][1]):
        del chunk[STATISTICS]
        changed = True
    return changed


def are_possible(statistics: Struct, physical: int) -> bool:
    """Return whether a null count and the lengths of min and max are valid."""
    size = SIZES.get(physical)
    ends = (statistics[field][1] for field in ENDS if field in statistics)
    return statistics.get(NULL_COUNT, (I64, 0))[1] >= 0 and (size is None or all(len(end) == size for end in ends))
