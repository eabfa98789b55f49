"""Makes files whose footers are unusual or contradict themselves in harmless ways.

pyarrow writes each file and computes the sums of its rows for expected.json; then the footer is
changed. Usage: make.py
"""

import json
from datetime import date, timedelta
from io import BytesIO
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from thrift import BINARY, BYTE, I32, I64, LIST, STRUCT, forged

HERE = Path(__file__).resolve().parent
FIRST = date(2023, 1, 30)
# Field numbers of the structures of the format.
SCHEMA, ROW_GROUPS, CREATED_BY, ORDERS = 2, 4, 6, 7
PHYSICAL, LENGTH, CONVERTED, LOGICAL, NAME = 1, 2, 6, 10, 4
ENCODINGS, CODEC, DATA_AT, DICTIONARY_AT, STATISTICS, PAGE_ENCODINGS = 2, 4, 9, 11, 12, 13
STRING, DECIMAL, UUID = 1, 5, 14


def table(extra=None, ids=None):
    """Return four days of three videos, with an optional sixth column."""
    rows = [(video, day) for video in range(3) for day in range(4)]
    columns = {
        "channel_id": pa.array(["UCa" if video < 2 else "UCb" for video, _ in rows]),
        "video_id": pa.array([f"video-{video:05}" for video, _ in rows], ids),
        "created_date": pa.array([FIRST for _ in rows]),
        "date": pa.array([None if (v, d) == (1, 2) else FIRST + timedelta(d) for v, d in rows]),
        "viewCount": pa.array([100 * video + day for video, day in rows], pa.int64()),
    }
    if extra is not None:
        columns["extra"] = pa.array([extra[0]] * len(rows), extra[1])
    return pa.table(columns)


def elements(footer):
    """Return the schema elements without the root."""
    return footer[SCHEMA][1][1][1:]


def chunks(footer):
    """Return the metadata of all column chunks."""
    return [chunk[3][1] for group in footer[ROW_GROUPS][1][1] for chunk in group[1][1][1]]


def each(places, change):
    """Return a function that changes every element or every chunk."""
    return lambda footer: [change(place) for place in places(footer)] and None


def last(places, fields):
    """Return a function that sets fields of the last element or the last chunk."""
    return lambda footer: places(footer)[-1].update(fields)


def null_counts(count):
    """Return a function that sets the null count of each chunk to `count(nulls, rows)`."""

    def change(chunk):
        statistics = chunk[STATISTICS][1]
        statistics[3] = (I64, count(statistics[3][1], chunk[5][1]))

    return each(chunks, change)


def orders(union):
    """Return a function that sets the column orders."""

    def change(footer):
        footer[ORDERS] = (LIST, (STRUCT, [union] * len(elements(footer))))

    return change


def broken_list(footer):
    """Turn the struct at the end of the schema into a list with two fields."""
    footer[SCHEMA][1][1][-3].update({CONVERTED: (I32, 3), LOGICAL: (STRUCT, {3: (STRUCT, {})})})


def offset_in_dictionary(chunk):
    """Put the data page offset a few bytes after the dictionary's start, like old DuckDB versions."""
    if DICTIONARY_AT in chunk:
        chunk[DATA_AT] = (I64, chunk[DICTIONARY_AT][1] + 7)


WRITTEN = [
    "writers/duckdb_0_9_2",
    "writers/deltas_of_256",
    "writers/fastparquet",
    "writers/fastparquet_int96",
    "writers/fastparquet_fixed_bytes",
]
# pyarrow refuses the annotation of this file, whose rows are those of the other one.
SAME = {"writers/fastparquet_fixed_text": "writers/fastparquet_fixed_bytes"}
# Days since 1970-01-01 of 0001-01-01, 1000-02-28 and 1582-10-04 in the Julian calendar, and of
# 1582-10-15, the day after.
JULIAN = [-719164, -354222, -141428, -141427]


def spark2():
    """Return rows of Spark 2, whose old upload days are in the Julian calendar."""
    rows = table().slice(0, len(JULIAN))
    rows = rows.set_column(2, "created_date", pa.array(JULIAN, pa.int32()).cast(pa.date32()))
    return rows.replace_schema_metadata({b"org.apache.spark.version": b"2.4.8"})


INT, FLOAT = (1, pa.int32()), (0.5, pa.float32())
PLAIN = {"use_dictionary": False}
FILES = {
    "file/key_not_utf8": (
        table().replace_schema_metadata({b"Statistics": b"\x80\x04\x95\xff", b"\xff\xfe": b"x"}),
        {},
        None,
    ),
    "file/created_by_not_utf8": (table(), {}, lambda f: f.update({CREATED_BY: (BINARY, b"\xff\xfe")})),
    "chunks/dictionary_offset_zero": (
        table(),
        PLAIN,
        each(chunks, lambda chunk: chunk.update({DICTIONARY_AT: (I64, 0)})),
    ),
    "chunks/offset_in_dictionary": (table(), {}, each(chunks, offset_in_dictionary)),
    "chunks/nulls_all": (table(), {}, null_counts(lambda _, rows: rows)),
    "chunks/nulls_negative": (table(), {}, null_counts(lambda _, rows: -1)),
    "chunks/nulls_threefold": (table(), {}, null_counts(lambda nulls, _: 3 * nulls)),
    "chunks/statistics_short": (
        table(),
        {},
        each(chunks, lambda chunk: chunk[STATISTICS][1].update({6: (BINARY, b"\1")})),
    ),
    "schema/uuid_on_int32": (table(INT), {}, last(elements, {LOGICAL: (STRUCT, {UUID: (STRUCT, {})})})),
    "schema/text_of_fixed_length": (
        table(ids=pa.binary(11)),
        {},
        lambda footer: elements(footer)[1].update({CONVERTED: (I32, 0), LOGICAL: (STRUCT, {STRING: (STRUCT, {})})}),
    ),
    "schema/annotation_unknown": (
        table(INT),
        {},
        last(elements, {CONVERTED: (I32, 77), LOGICAL: (STRUCT, {99: (STRUCT, {1: (I32, 5)})})}),
    ),
    "schema/decimal_contradicts_itself": (
        table(INT),
        {},
        last(elements, {LOGICAL: (STRUCT, {DECIMAL: (STRUCT, {1: (I32, 1), 2: (I32, 5)})})}),
    ),
    "schema/list_of_two_fields": (
        table(({"a": 1, "b": 2}, pa.struct({"a": pa.int32(), "b": pa.int32()}))),
        {},
        broken_list,
    ),
    "schema/name_not_utf8": (table(INT), {}, last(elements, {NAME: (BINARY, b"\xff\xfe")})),
    "schema/physical_type_unknown": (table(INT), {}, last(elements, {PHYSICAL: (I32, 9)})),
    "schema/length_negative": (
        table((b"ab", pa.binary(2))),
        {},
        last(elements, {LENGTH: (I32, -5)}),
    ),
    "chunks/codec_unknown": (table(INT), {}, last(chunks, {CODEC: (I32, 99)})),
    "chunks/encodings_unknown": (
        table(FLOAT),
        {},
        each(
            chunks,
            lambda chunk: chunk.update(
                {
                    ENCODINGS: (LIST, (I32, [0, 32, 3])),
                    PAGE_ENCODINGS: (LIST, (STRUCT, [{1: (I32, 0), 2: (I32, 32), 3: (I32, 1)}])),
                }
            ),
        ),
    ),
    "file/orders_unknown": (table(FLOAT), {}, orders({9: (STRUCT, {})})),
    "file/orders_ieee754": (table(FLOAT), {}, orders({2: (STRUCT, {})})),
    "file/orders_too_few": (table(), {}, lambda f: f.update({ORDERS: (LIST, (STRUCT, []))})),
    "schema/field_of_other_kind": (
        table(),
        {},
        each(elements, lambda element: element.update({9: (BINARY, b"ten"), 40: (13, bytes(16))})),
    ),
    "chunks/field_unknown": (
        table(),
        {},
        each(chunks, lambda chunk: chunk.update({18: (STRUCT, {3: (BYTE, 1)}), 300: (I64, 1)})),
    ),
}


def summed(rows):
    """Sum views by channel, video and month with pyarrow."""
    rows = rows.append_column("month", pc.strftime(rows["date"], "%Y-%m"))
    for at, name in enumerate(["channel_id", "video_id"]):
        rows = rows.set_column(at, name, rows[name].cast(pa.string()))
    keys = ["channel_id", "video_id", "month"]
    found = rows.group_by(keys).aggregate([("viewCount", "sum")])
    found = found.sort_by([(key, "ascending") for key in keys]).to_pylist()
    return [[row[key] for key in keys] + [row["viewCount_sum"]] for row in found]


def facts(rows):
    """Return the expected values of rows: sums, null dates, first and last date."""
    dates = pc.min_max(rows["date"]).as_py()
    first, last = (dates[key].isoformat()[:10] for key in ("min", "max"))
    return {
        "sums": summed(rows),
        "nullDates": rows["date"].null_count,
        "days": [first, last],
    }


def main():
    """Write all files, and the expected values of these and of the files of writers.py."""
    expected = {}
    for name in WRITTEN:
        expected[name] = facts(pq.read_table(HERE / f"{name}.parquet"))
    expected |= {name: expected[other] for name, other in SAME.items()}
    for name, (rows, options, change) in FILES.items():
        written = BytesIO()
        pq.write_table(rows, written, **options)
        data = written.getvalue()
        (HERE / f"{name}.parquet").write_bytes(forged(data, change) if change else data)
        expected[name] = facts(rows)
    pq.write_table(spark2(), HERE / "writers/spark_2_days.parquet")
    text = json.dumps(expected, indent=1)
    (HERE / "expected.json").write_text(text + "\n", "utf-8")


if __name__ == "__main__":
    main()
