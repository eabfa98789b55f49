"""Cases of ids: characters, byte order, and accepted types."""

import pyarrow as pa

from case import Case
from sample import rows
from sheet import array, one, sheet, write

LATIN = ["-_-", "--help", "-", "", "A", "a", "Z", "é", "ÿ", "\x7f", "a b", "a\tb", "a,b"]
LATIN += ['"', "'", "a\nb", "\\", "%2F", "null", "NaN", "__HIVE_DEFAULT_PARTITION__"]
WIDE = ["日本", "Ā", "ÿĀ", "\ud7ff", "\ue000", "\uffff", "é", "e\u0301", "İ"]
EMOJI = ["😀", "\U00010000", "\U0010ffff", "a😀", "👩‍👩‍👧", "\uffff😀"]


def texts(ids):
    """Return a row for each id, with the next id as the channel."""
    return [
        (ids[(number * 5 + 3) % len(ids)], text, "2023-01-01", "2023-01-02", number) for number, text in enumerate(ids)
    ]


def typed(kind):
    """Return a writer of ids of an Arrow type, without the Arrow schema in the file."""
    types = {"channel_id": kind, "video_id": kind}
    return one(rows(10), types, store_schema=False)


def noted(kind):
    """Return a writer of ids of an Arrow type, with the Arrow schema in the file."""
    return one(rows(10), {"channel_id": kind, "video_id": kind})


def dictionaries(folder):
    """Write ids as Arrow dictionaries of two row groups."""
    table = sheet(rows(10))
    for place in (0, 1):
        name = table.schema.names[place]
        table = table.set_column(place, name, table[name].dictionary_encode())
    write(folder / "views.parquet", table, row_group_size=20)


def fixed(folder):
    """Write ids as a fixed-length byte array, padded with zero bytes."""
    kind = pa.binary(11)
    ids = [b"dQw4w9WgXcQ", b"-_-_-_-_-_-", None, b"short\0\0\0\0\0\0"]
    table = sheet([("UCa", None, "2023-01-01", f"2023-01-0{n}", n) for n in range(1, 5)])
    table = table.set_column(1, "video_id", array(ids, kind))
    write(folder / "views.parquet", table, store_schema=False)


def cases():
    """Return the cases."""
    order = "Results are sorted in byte order of channel_id and video_id."
    taken = "Ids are text, dictionary of text, or binary holding UTF-8."
    hashed = "The simulator hashes the string as Python stores it: Latin-1, UCS-2, UCS-4."
    kinds = {
        "string": pa.string(),
        "large_string": pa.large_string(),
        "string_view": pa.string_view(),
        "binary": pa.binary(),
        "large_binary": pa.large_binary(),
        "binary_view": pa.binary_view(),
    }
    return [
        Case("ids_latin1", "Ids that Python stores as Latin-1", hashed, one(texts(LATIN))),
        Case("ids_ucs2", "Ids that Python stores as UCS-2", hashed, one(texts(WIDE))),
        Case("ids_ucs4", "Ids that Python stores as UCS-4", hashed, one(texts(EMOJI))),
        Case(
            "ids_order",
            "Ids whose byte order is not their UTF-16 order",
            order,
            one(texts([*EMOJI, *WIDE, *LATIN, "aa", "ab", "a\x00", "a\x00a"])),
        ),
        Case(
            "ids_empty",
            "Empty ids beside null ids",
            "Empty text is an id like any other, requested once and hashed to 0; null is not.",
            one(
                [
                    ("", "", "2023-01-01", "2023-01-01", 1),
                    (None, "", "2023-01-01", "2023-01-02", 2),
                    ("", None, "2023-01-01", "2023-01-03", 3),
                    ("UCa", "", "2023-01-01", "2023-01-03", 4),
                ]
            ),
        ),
        *(
            Case(f"ids_as_{name}", f"Ids written as {name}", taken, typed(kind), same_as="ids_as_string")
            for name, kind in kinds.items()
        ),
        *(
            Case(
                f"ids_noted_{name}", f"Ids whose Arrow schema says {name}", taken, noted(kind), same_as="ids_as_string"
            )
            for name, kind in kinds.items()
            if name != "string"
        ),
        Case("ids_dictionary", "Ids as Arrow dictionaries", taken, dictionaries),
        Case("ids_fixed_binary", "Ids as fixed-length binary", taken, fixed),
        Case(
            "ids_long",
            "Ids of up to 1,000 characters",
            taken,
            one(texts(["x" * 1000, "x" * 999 + "y", "é" * 300, "日" * 257])),
        ),
    ]
