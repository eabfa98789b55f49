"""Reads one role's column of one Parquet file, row group by row group."""

import pyarrow as pa
import pyarrow.parquet as pq

import count
import day
import identifier
import role as roles
from fault import Fault

READERS = {
    "channel_id": identifier.read,
    "video_id": identifier.read,
    "created_date": day.read,
    "date": day.read,
    "viewCount": count.read,
}


def check_ends(path, name):
    """Refuses a file whose first and last bytes are not a plain Parquet file's."""
    data = path.read_bytes()
    if data[:4] not in (b"PAR1", b"PARE"):
        raise Fault("not_parquet", [name])
    if data[-4:] == b"PARE":
        raise Fault("encrypted", [name])
    if len(data) < 12 or data[-4:] != b"PAR1":
        raise Fault("truncated", [name])


def opened(path):
    """Opens a file with pyarrow, or raises the fault that its bytes show."""
    check_ends(path, path.name)
    try:
        return pq.ParquetFile(
            path,
            coerce_int96_timestamp_unit="us",
            page_checksum_verification=True,
        )
    except (OSError, pa.ArrowException) as problem:
        raise damage(problem, path.name) from problem


def damage(problem, name):
    """Turns pyarrow's complaint about a file's bytes into a fault."""
    return Fault("encrypted" if "crypt" in str(problem) else "corrupt", [name])


def plain(array):
    """Undoes a dictionary encoding that the Arrow schema asked for."""
    array = array.combine_chunks() if isinstance(array, pa.ChunkedArray) else array
    if pa.types.is_dictionary(array.type):
        return array.cast(array.type.value_type)
    return array


def read(path, keys, role, named, zone):
    """Yields, for each row group, the list of (value, readable) of the role's column."""
    parquet = opened(path)
    schema = parquet.schema_arrow
    hidden = {key.lower() for key in keys}
    names = [name for name in schema.names if name.lower() not in hidden] + list(keys)
    column = roles.find(role, names, named, path.name)
    for group in range(parquet.num_row_groups):
        rows = parquet.metadata.row_group(group).num_rows
        if column in keys:
            array, physical = pa.array([keys[column]] * rows, pa.string()), None
        else:
            array, physical = stored(parquet, group, column, path.name)
        yield READERS[role](array, physical, zone, path.name, column)
    if parquet.num_row_groups == 0 and column not in keys:
        empty = pa.array([], schema.field(column).type)
        READERS[role](plain(empty), None, zone, path.name, column)


def stored(parquet, group, column, name):
    """Reads a column of one row group and its physical type."""
    try:
        array = parquet.read_row_group(group, [column], use_threads=False)[column]
    except (OSError, pa.ArrowException) as problem:
        raise damage(problem, name) from problem
    leaves = (parquet.schema.column(i) for i in range(len(parquet.schema)))
    physical = [leaf.physical_type for leaf in leaves if leaf.path == column]
    return plain(array), physical[0] if physical else None
