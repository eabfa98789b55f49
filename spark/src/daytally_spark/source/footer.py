"""Footers of files, read through Hadoop's file systems and parsed by pyarrow.

Spark's schemas are not sufficient: they do not show columns of type null, FLOAT16 or codecs that
Spark does not support, and one schema does not describe every file.
"""

from __future__ import annotations

import hashlib
import io
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import pyarrow as pa
import pyarrow.parquet as pq

from daytally_spark.errors import DaytallyError
from daytally_spark.source import julian
from daytally_spark.source.clean_footer import cleaned
from daytally_spark.source.hadoop import Hadoop, java_class
from daytally_spark.values.calendar import FIRST_DAY, LAST_DAY

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from pyspark.sql import SparkSession

    from daytally_spark.source.listing import File

    # The first and last value, or None each without rows.
    Range = tuple[int, int] | tuple[None, None]

# Bytes at the end of a file that are read first; most footers are smaller.
TAIL = 64 * 1024
THREADS = 16
SIGNATURE = 28
MAGIC = (b"PAR1", b"PARE")
# Spark 3.5 fails on the first and reads wrong values from the second if there are nulls. Spark 4.3
# reads both; versions between were not tested.
MISREAD = frozenset(("BYTE_STREAM_SPLIT", "DELTA_LENGTH_BYTE_ARRAY"))
TRUSTED = (4, 3)
KNOWN_ENCODINGS = frozenset(
    (
        "PLAIN",
        "PLAIN_DICTIONARY",
        "RLE",
        "BIT_PACKED",
        "DELTA_BINARY_PACKED",
        "DELTA_LENGTH_BYTE_ARRAY",
        "DELTA_BYTE_ARRAY",
        "RLE_DICTIONARY",
        "BYTE_STREAM_SPLIT",
    )
)
# Max digits of a decimal in Spark.
DIGITS = 38
PER_SECOND = {"milli": 10**3, "micro": 10**6}
# Max milliseconds that fit in Spark's microseconds.
FAR = 2**53


@dataclass(frozen=True)
class Column:
    """A column that can have a role: its kind and how it is read.

    `kind` is one of text, bytes, fixed (bytes of one length), date, instant, wall, integer, number (a
    decimal), float, null. `reader` is spark, or arrow for columns that Spark cannot read; `spark` is
    Spark's type. `path` has the names of the structs around it and its own. `sure` is whether the
    footer shows that at least one value is readable, or that there are no values.
    """

    kind: str
    spark: str = ""
    reader: str = "spark"
    path: tuple[str, ...] = ()
    sure: bool = False


NEVER = julian.Julian()


@dataclass(frozen=True)
class Footer:
    """The columns of a file by name (None for types that no role accepts) and rows by row group.

    `days` has the first and last day number of date columns if known. `digest` is the hash of the
    footer. `clean` is a file end with a footer that pyarrow reads instead, if needed. `legacy` states
    which old days are Julian.
    """

    columns: dict[str, Column | None]
    row_groups: tuple[int, ...]
    days: dict[str, Range]
    digest: bytes = b""
    clean: bytes | None = None
    legacy: julian.Julian = NEVER


def read(spark: SparkSession, files: Iterable[File]) -> list[Footer | DaytallyError | None]:
    """Return for each file its `Footer`, its error, or None if it is not Parquet.

    A file is not Parquet if it neither begins nor ends like one and is not required to be one.
    """
    release = tuple(int(part) for part in spark.version.split(".")[:2])
    beyond = MISREAD if release < TRUSTED else frozenset()
    zones = java_class(spark, "java.util.TimeZone")
    at_utc = zones.getDefault().hasSameRules(zones.getTimeZone("UTC"))
    hadoop = Hadoop(spark)

    def found(file: File) -> Footer | DaytallyError | None:
        head, tail = ends(hadoop, file)
        if not file.sure and head not in MAGIC and tail[-4:] not in MAGIC:
            return None
        try:
            return parse(file, (head, tail), beyond, at_utc)
        except DaytallyError as problem:
            return problem

    with ThreadPoolExecutor(THREADS) as pool:
        return list(pool.map(found, files))


def ends(hadoop: Hadoop, file: File) -> tuple[bytes, bytes]:
    """Return the first four bytes of a file and its end, which contains the whole footer."""
    path = hadoop.path_of(file.path)
    stream = path.getFileSystem(hadoop.settings).open(path)
    try:

        def part(start: int, length: int) -> bytes:
            stream.seek(start)
            return bytes(hadoop.bytes_of.toByteArray(stream, length))

        head = part(0, min(4, file.bytes)) if file.bytes else b""
        tail = part(max(0, file.bytes - TAIL), min(TAIL, file.bytes)) if file.bytes else b""
        length = int.from_bytes(tail[-8:-4], "little") + 8
        if tail[-4:] == b"PAR1" and TAIL < length <= file.bytes:
            tail = part(file.bytes - length, length)
        return head, tail
    finally:
        stream.close()


def parse(file: File, found_ends: tuple[bytes, bytes], beyond: frozenset[str], at_utc: bool = True) -> Footer:
    """Parse the footer of a file from its ends; Spark must not read the encodings `beyond`.

    `at_utc` is whether Spark's Java runs in UTC, which it assumes for old timestamps of an unknown zone.
    """
    head, tail = found_ends
    if head not in MAGIC:
        message = f"{file.path} is not a Parquet file: it begins with {head!r}, expected b'PAR1'. Leave it out"
        raise DaytallyError("not_parquet", message)
    if tail[-4:] == b"PARE":
        raise encrypted(file)
    if file.bytes < 12 or tail[-4:] != b"PAR1":
        message = f"{file.path} is cut short: it ends with {tail[-4:]!r}, expected b'PAR1'. Copy it again"
        raise DaytallyError("truncated", message)
    length = int.from_bytes(tail[-8:-4], "little")
    clean, lost = cleaned(tail[-8 - length : -8])
    shown = tail if clean is None else clean + len(clean).to_bytes(4, "little") + b"PAR1"
    try:
        metadata = pq.read_metadata(io.BytesIO(b"PAR1" + shown))
    except (OSError, pa.ArrowException) as problem:
        if "crypt" in str(problem):
            raise encrypted(file) from problem
        message = f"{file.path}: the footer is damaged ({problem}). Copy or write the file again"
        raise DaytallyError("corrupt", message) from problem
    # A footer that is signed for its encrypted columns ends with a nonce and a tag of 28 bytes;
    # pyarrow ends the process when it accesses such a column's chunk.
    if int.from_bytes(shown[-8:-4], "little") - metadata.serialized_size == SIGNATURE:
        raise encrypted(file)
    found, legacy = columns(metadata, beyond, lost, clean is not None), julian.of(metadata.metadata or {})
    if legacy and not legacy.zone and not at_utc:
        found |= of_unknown_zone(metadata, found)
    rows = tuple(metadata.row_group(group).num_rows for group in range(metadata.num_row_groups))
    digest = hashlib.sha256(tail[-8 - length :]).digest()
    return Footer(found, rows, days(metadata, found, legacy), digest, clean and shown, legacy)


def of_unknown_zone(metadata: pq.FileMetaData, found: Mapping[str, Column | None]) -> dict[str, Column | None]:
    """Return instants by name that pyarrow must read, because Spark would assume Java's zone for the writer's."""
    moved: dict[str, Column | None] = {}
    for place in range(len(metadata.schema)):
        leaf = metadata.schema.column(place)
        known = found.get(leaf.path)
        if known and known.kind == "instant":
            second = PER_SECOND["milli" if "milli" in str(leaf.logical_type) else "micro"] * julian.STANDARD_BEFORE
            least = (Chunks(metadata, place).range() or (second - 1,))[0]
            if leaf.physical_type == "INT96" or least is not None and least < second:
                moved[leaf.path] = replace(known, reader="arrow")
    return moved


def days(metadata: pq.FileMetaData, found: Mapping[str, Column | None], legacy: julian.Julian) -> dict[str, Range]:
    """Return the known (first, last) of date columns by name; (None, None) without rows."""
    known: dict[str, Range | None] = {}
    first = julian.GREGORIAN if legacy.dates else None
    for place in range(len(metadata.schema)):
        name = metadata.schema.column(place).path
        column = found.get(name)
        if column and column.kind == "date":
            known[name] = Chunks(metadata, place).range()
    # Julian days must be read, because statistics have unconverted days.
    return {
        name: days for name, days in known.items() if days and (first is None or days[0] is None or days[0] >= first)
    }


def encrypted(file: File) -> DaytallyError:
    """Return the error of a file that needs a key."""
    return DaytallyError("encrypted", f"{file.path} is encrypted, which is not read. Write it again without")


def columns(
    metadata: pq.FileMetaData, beyond: frozenset[str], lost: Mapping[int, str], changed: bool
) -> dict[str, Column | None]:
    """Return the `Column` of each column by name; leaves of structs have dotted paths.

    `lost` has the unreadable leaves by index. Spark reads no columns of a file with a `changed` footer.
    """
    found: dict[str, Column | None] = {}
    leaves = [metadata.schema.column(place) for place in range(len(metadata.schema))]
    for place, leaf in enumerate(leaves):
        if leaf.path == leaf.name:
            found[leaf.name] = top(metadata, place, leaf, beyond, lost)
    for place, leaf in enumerate(leaves):
        if leaf.path == leaf.name:
            continue
        structs, name = leaf.path.removesuffix(f".{leaf.name}").split("."), leaf.name
        found.setdefault(structs[0], None)
        if not leaf.max_repetition_level and leaf.path not in found and place not in lost:
            inner = column(leaf, Chunks(metadata, place), beyond)
            found[leaf.path] = inner and replace(inner, path=(*structs, name))
    if changed or unread_by_spark(metadata, leaves, beyond):
        return {name: each and replace(each, reader="arrow") for name, each in found.items()}
    return found


def top(
    metadata: pq.FileMetaData, place: int, leaf: pq.ColumnSchema, beyond: frozenset[str], lost: Mapping[int, str]
) -> Column | None:
    """Return the `Column` of a top-level column, or None if no role accepts it."""
    if place in lost:
        return Column("lost", lost[place])
    return None if leaf.max_repetition_level else column(leaf, Chunks(metadata, place), beyond)


def unread_by_spark(metadata: pq.FileMetaData, leaves: Sequence[pq.ColumnSchema], beyond: frozenset[str]) -> bool:
    """Return whether Spark fails on the footer: 3.5 on FLOAT16, all versions on unknown encodings."""
    if beyond and any("FLOAT16" in leaf.logical_type.type for leaf in leaves):
        return True
    groups = (metadata.row_group(group) for group in range(metadata.num_row_groups))
    return any(
        not KNOWN_ENCODINGS.issuperset(group.column(place).encodings)
        for group in groups
        for place in range(len(leaves))
    )


class Chunks:
    """The chunks of one column in all row groups."""

    def __init__(self, metadata: pq.FileMetaData, place: int) -> None:
        groups = range(metadata.num_row_groups)
        self.chunks = [metadata.row_group(group).column(place) for group in groups]
        self.rows = [metadata.row_group(group).num_rows for group in groups]

    def beyond(self, encodings: frozenset[str]) -> bool:
        """Return whether any chunk has a codec that Spark does not support, or one of some encodings."""
        return any(chunk.compression == "BROTLI" or not encodings.isdisjoint(chunk.encodings) for chunk in self.chunks)

    def range(self) -> Range | None:
        """Return the min and max value, (None, None) without rows, or None if unknown.

        A null count is not a proof that all values are null, because some writers get it wrong, and
        skipped days would make the gaps end too early.
        """
        lows, highs = [], []
        for chunk, rows in zip(self.chunks, self.rows):
            known = chunk.statistics
            if not rows:
                continue
            if known is None or not known.has_min_max or not isinstance(known.min_raw, int):
                return None
            lows.append(known.min_raw)
            highs.append(known.max_raw)
        return (min(lows), max(highs)) if lows else (None, None)


def column(leaf: pq.ColumnSchema, chunks: Chunks, beyond: frozenset[str]) -> Column | None:
    """Return the `Column` of a flat column, or None if no role accepts it."""
    found = kind_of(leaf)
    if found is None:
        return None
    kind, spark = found
    reader = "spark"
    if chunks.beyond(beyond) or spark == "" or leaf.precision > DIGITS:
        reader = "arrow"
    # Spark fails on milliseconds that do not fit in its microseconds.
    if "timeUnit=milliseconds" in str(leaf.logical_type):
        least, most = chunks.range() or (-FAR, FAR)
        if least is not None and most is not None and not -FAR < least <= most < FAR:
            reader = "arrow"
    sure = kind in ("null", "integer") or kind == "text" and leaf.logical_type.type == "STRING"
    return Column(kind, spark, "spark" if kind == "null" else reader, (leaf.name,), sure or in_calendar(kind, chunks))


def in_calendar(kind: str, chunks: Chunks) -> bool:
    """Return whether statistics show that a date column has a day in the calendar, or no rows."""
    if kind != "date":
        return False
    known = chunks.range()
    return known is not None and (known[0] is None or any(FIRST_DAY <= day <= LAST_DAY for day in known))


def kind_of(leaf: pq.ColumnSchema) -> tuple[str, str] | None:
    """Return (kind, Spark's type or empty text if Spark cannot read it) of a column, or None."""
    physical, logical = leaf.physical_type, leaf.logical_type.type
    text = str(leaf.logical_type)
    if logical == "NULL" or text == "Null":
        return "null", "int"
    if logical == "DECIMAL":
        # The pyarrow reader converts decimals with more digits to whole numbers.
        return (
            "number",
            f"decimal({leaf.precision},{leaf.scale})" if leaf.precision <= DIGITS else f"decimal({DIGITS},0)",
        )
    if physical == "BYTE_ARRAY":
        return ("text", "string") if logical in ("STRING", "NONE", "ENUM", "JSON") else None
    if physical == "FIXED_LEN_BYTE_ARRAY":
        if "FLOAT16" in logical.upper():
            return "float", ""
        return ("fixed", "binary") if logical in ("NONE", "STRING") else None
    if physical == "INT96":
        return "instant", "timestamp"
    if logical == "TIMESTAMP":
        utc = "isAdjustedToUTC=true" in text
        kind = ("instant", "timestamp") if utc else ("wall", "timestamp_ntz")
        return (kind[0], "") if "nano" in text else kind
    if logical == "DATE":
        return "date", "date"
    if physical in ("INT32", "INT64") and logical in ("NONE", "INT"):
        spark = integer(physical, text)
        return "number" if "decimal" in spark else "integer", spark
    if physical in ("FLOAT", "DOUBLE"):
        return "float", physical.lower()
    return None


def integer(physical: str, text: str) -> str:
    """Return Spark's type for an integer of a width."""
    if "isSigned=false" in text:
        return {"INT64": "decimal(20,0)"}.get(physical, "bigint" if "bitWidth=32" in text else "int")
    return "bigint" if physical == "INT64" else "int"
