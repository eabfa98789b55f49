"""Reads the column of one role in one Parquet file by row group."""

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from rows import count, day, identifier
from rows import role as roles
from rows.fault import Fault

READERS = {
    "channel_id": identifier.read,
    "video_id": identifier.read,
    "created_date": day.read,
    "date": day.read,
    "viewCount": count.read,
}


def check_ends(path, name):
    """Raise a fault for a file without the first and last bytes of plain Parquet."""
    data = path.read_bytes()
    if data[:4] not in (b"PAR1", b"PARE"):
        raise Fault("not_parquet", [name])
    if data[-4:] == b"PARE":
        raise Fault("encrypted", [name])
    if len(data) < 12 or data[-4:] != b"PAR1":
        raise Fault("truncated", [name])


def opened(path):
    """Open a file with pyarrow, or raise the fault that its bytes show."""
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
    """Convert a pyarrow error about the bytes of a file to a fault."""
    return Fault("encrypted" if "crypt" in str(problem) else "corrupt", [name])


def plain(array):
    """Decode a dictionary array that the Arrow schema requests."""
    array = array.combine_chunks() if isinstance(array, pa.ChunkedArray) else array
    if pa.types.is_dictionary(array.type):
        return array.cast(array.type.value_type)
    return array


def read(path, keys, role, named, zone, formats=None):
    """Yield, for each row group, the list of (value, readable) of the role's column."""
    parquet = opened(path)
    schema = parquet.schema_arrow
    hidden = {key.lower() for key in keys}
    leaves = [leaf for leaf in struct_leaves(schema) if leaf not in schema.names]
    names = [name for name in (*schema.names, *leaves) if name.lower() not in hidden]
    names += list(keys)
    given = {"form": (formats or {}).get(role)} if role in ("created_date", "date") else {}
    column = roles.find(role, names, named, path.name)
    for group in range(parquet.num_row_groups):
        rows = parquet.metadata.row_group(group).num_rows
        if column in keys:
            array, physical = pa.array([keys[column]] * rows, pa.string()), None
        else:
            array, physical = stored(parquet, group, column, path.name)
        yield READERS[role](array, physical, zone, path.name, column, **given)
    if parquet.num_row_groups == 0 and column not in keys:
        empty = pa.array([], kind_of(schema, column))
        READERS[role](plain(empty), None, zone, path.name, column, **given)


def struct_leaves(schema):
    """Return the dotted paths of the leaves of structs that are not below a list or map."""
    found = []
    fields = [([field.name], field.type) for field in schema if pa.types.is_struct(field.type)]
    while fields:
        path, kind = fields.pop(0)
        if pa.types.is_struct(kind):
            fields += [([*path, field.name], field.type) for field in kind]
        elif not (pa.types.is_nested(kind)):
            found.append(".".join(path))
    return found


def kind_of(schema, column):
    """Return the type of a column, or of the leaf of a dotted path."""
    if column in schema.names:
        return schema.field(column).type
    first, *rest = column.split(".")
    kind = schema.field(first).type
    for name in rest:
        kind = kind.field(name).type
    return kind


def leaf_of(table, column):
    """Return the leaf of a dotted path as an array; null if a struct around it is null."""
    first, *rest = column.split(".")
    return pc.struct_field(table[first].combine_chunks(), rest)


def stored(parquet, group, column, name):
    """Read a column of one row group and its physical type."""
    try:
        array = parquet.read_row_group(group, [column], use_threads=False)
        array = array[column] if column in array.column_names else leaf_of(array, column)
    except (OSError, pa.ArrowException) as problem:
        raise damage(problem, name) from problem
    leaves = (parquet.schema.column(i) for i in range(len(parquet.schema)))
    physical = [leaf.physical_type for leaf in leaves if leaf.path == column]
    return plain(array), physical[0] if physical else None
