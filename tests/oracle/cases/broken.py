"""Cases of files that cannot be read: not Parquet, cut short, damaged, without a role."""

import pyarrow.parquet as pq

from case import Case
from sheet import PLAIN, sheet, write

ROWS = [("UCa", f"video-{number:03}", "2023-01-01", f"2023-01-{number % 28 + 1:02}", number) for number in range(200)]
ERROR = {}


def whole(folder):
    """Write a valid file and return its path and bytes."""
    path = folder / "views.parquet"
    write(path, sheet(ROWS))
    return path, path.read_bytes()


def not_parquet(folder):
    """Write text with the name of a Parquet file, beside a valid one."""
    write(folder / "good.parquet", sheet(ROWS))
    (folder / "table.parquet").write_text("channel_id,video_id\nUCa,v1\n" * 9)


def empty_bytes(folder):
    """Write an empty file."""
    (folder / "empty.parquet").write_bytes(b"")


def truncated(folder):
    """Write a file without its last part."""
    path, data = whole(folder)
    path.write_bytes(data[: len(data) // 2])


def corrupt_footer(folder):
    """Write a file with a damaged footer."""
    path, data = whole(folder)
    length = int.from_bytes(data[-8:-4], "little")
    start = len(data) - 8 - length
    path.write_bytes(data[:start] + b"\xff" * length + data[-8:])


def corrupt_page(folder):
    """Write a file with overwritten bytes in the compressed pages of video ids."""
    path, data = whole(folder)
    damage(path, data, b"\xff" * 8)


def corrupt_checksum(folder):
    """Write a file with page checksums, one of which is wrong."""
    path = folder / "views.parquet"
    write(
        path,
        sheet(ROWS),
        compression="none",
        use_dictionary=False,
        write_page_checksum=True,
    )
    data = path.read_bytes()
    path.write_bytes(data.replace(b"video-100", b"video-1x0", 1))


def damage(path, data, bytes_):
    """Overwrite the end of the first page of the second column, its video ids."""
    column = pq.ParquetFile(path).metadata.row_group(0).column(1)
    first = column.dictionary_page_offset or column.data_page_offset
    middle = (first + column.data_page_offset) // 2
    path.write_bytes(data[:middle] + bytes_ + data[middle + len(bytes_) :])


def without(column):
    """Return a writer of two files, the second of which lacks a column."""

    def make(folder):
        write(folder / "a.parquet", sheet(ROWS[:3]))
        write(folder / "b.parquet", sheet(ROWS[3:6]).drop_columns([column]))

    return make


def cases():
    """Return the cases."""
    lacks = "A file that lacks a role's column is an error naming the file and the column."
    needs = "A job needs only its own columns."
    found = [
        Case(f"missing_{role.lower()}", f"A file without {role}", rule, without(role), error=ERROR)
        for role, rule in zip(PLAIN, (lacks, lacks, needs, needs, needs))
    ]
    bytes_ = "A file that cannot be read is an error that names it, never a crash."
    kinds = {
        "not_parquet": ("Text under the name of a Parquet file", not_parquet),
        "empty_bytes": ("An empty file (no bytes)", empty_bytes),
        "truncated": ("A file without its second half", truncated),
        "corrupt_footer": ("A damaged footer", corrupt_footer),
        "corrupt_page": ("A damaged compressed page", corrupt_page),
        "corrupt_checksum": ("A page whose checksum does not match", corrupt_checksum),
    }
    return found + [Case(name, title, bytes_, make, error=ERROR) for name, (title, make) in kinds.items()]
