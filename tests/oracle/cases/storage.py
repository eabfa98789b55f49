"""Cases of how values are stored: codecs, page versions, encodings, page and group sizes."""

import pyarrow as pa

from case import Case
from sample import rows
from sheet import groups, one, sheet, write

RULE = "The same values give the same results, however the file stores them."
CODECS = ("none", "snappy", "gzip", "zstd", "brotli", "lz4")
IDS, NUMBERS = ("channel_id", "video_id"), ("created_date", "date", "viewCount")
ENCODINGS = {
    "plain": {column: "PLAIN" for column in IDS + NUMBERS},
    "delta_binary_packed": {column: "DELTA_BINARY_PACKED" for column in NUMBERS},
    "delta_length_byte_array": {column: "DELTA_LENGTH_BYTE_ARRAY" for column in IDS},
    "delta_byte_array": {column: "DELTA_BYTE_ARRAY" for column in IDS},
    "byte_stream_split": {column: "BYTE_STREAM_SPLIT" for column in NUMBERS},
}


def codecs():
    """Yield a case for each codec and each version of data pages."""
    for version in ("1.0", "2.0"):
        for codec in CODECS:
            name = "lz4_raw" if codec == "lz4" else codec
            yield Case(
                f"codec_{name}_v{version[0]}",
                f"Codec {name}, data pages v{version[0]}",
                RULE,
                one(rows(14), compression=codec, data_page_version=version),
                same_as="codec_none_v1",
            )


def encodings():
    """Yield a case for each encoding, in both versions of data pages."""
    for name, columns in ENCODINGS.items():
        for version in ("1.0", "2.0"):
            yield Case(
                f"encoding_{name}_v{version[0]}",
                f"Encoding {name.upper()}, data pages v{version[0]}",
                RULE,
                one(
                    rows(),
                    use_dictionary=False,
                    column_encoding=columns,
                    data_page_version=version,
                ),
                same_as="encoding_plain_v1",
            )


def delta_wide(folder):
    """Write counts whose deltas wrap around int64."""
    top, low = 2**63 - 1, -(2**63)
    counts = [low, top, -1, 0, top, low, 5, None, low + 1, top - 1] * 16
    found = [("UCa", f"v{number:03}", "2023-01-01", "2023-01-01", count) for number, count in enumerate(counts)]
    write(
        folder / "views.parquet",
        sheet(found),
        use_dictionary=False,
        column_encoding={"viewCount": "DELTA_BINARY_PACKED"},
    )


def overflowing(folder):
    """Write chunks that start with a dictionary and continue with plain pages."""
    found = [("UCa", f"video-{number:04}", "2023-02-10", "2023-02-10", number) for number in range(150)]
    write(
        folder / "views.parquet",
        sheet(rows(7) + found),
        dictionary_pagesize_limit=256,
        write_batch_size=16,
        data_page_size=128,
    )


def zero_rows(folder):
    """Write an empty row group between two others."""
    found = rows(10)
    parts = (found[:10], [], found[10:])
    groups(folder / "views.parquet", [sheet(part) for part in parts])


def required(folder):
    """Write columns that are required in the schema."""
    table = sheet([row for row in rows(10) if None not in row])
    fields = [field.with_nullable(False) for field in table.schema]
    write(folder / "views.parquet", table.cast(pa.schema(fields)))


def null_chunks(folder):
    """Write row groups in which a whole column is null."""
    blanks = [[row[:column] + (None,) + row[column + 1 :] for row in rows(5)] for column in range(5)]
    groups(folder / "views.parquet", [sheet(part) for part in blanks])


def cases():
    """Return the cases."""
    tiny = {"write_batch_size": 4, "data_page_size": 16}
    made = {
        "dictionary_overflow": ("A dictionary that overflows to plain", overflowing),
        "delta_wide": ("Deltas that wrap around int64", delta_wide),
        "empty_row_group": ("A row group without rows", zero_rows),
        "empty_file": ("A file without rows", one([])),
        "required_columns": ("Columns that cannot be null", required),
        "null_chunks": ("Row groups with one column all null", null_chunks),
        "many_row_groups": ("Row groups of five rows", one(rows(), row_group_size=5)),
        "tiny_pages_v1": ("Pages of four rows, v1", one(rows(), **tiny)),
        "tiny_pages_v2": (
            "Pages of four rows, v2, with an index",
            one(rows(), data_page_version="2.0", write_page_index=True, **tiny),
        ),
        "page_checksums": (
            "Pages with checksums that match",
            one(rows(10), write_page_checksum=True),
        ),
        "no_statistics": (
            "Chunks without statistics",
            one(rows(10), write_statistics=False, store_schema=False),
        ),
    }
    same = {
        "tiny_pages_v1": "encoding_plain_v1",
        "tiny_pages_v2": "encoding_plain_v1",
        "page_checksums": "ids_as_string",
        "no_statistics": "ids_as_string",
    }
    return [
        *codecs(),
        *encodings(),
        *(Case(name, title, RULE, make, same_as=same.get(name)) for name, (title, make) in made.items()),
    ]
