"""Compares the rows of other projects' test files with those that pyarrow reads.

Usage: corpora.py DAYTALLY [CORPORA]: the command line to run, and the folder of the files. Without
the folder nothing is compared, and a message is printed.
"""

import datetime
import decimal
import json
import os
import pathlib
import subprocess
import sys

import pyarrow as pa
import pyarrow.parquet as pq

# Files that pyarrow reads and this project's Parquet library refuses with an error, or shows
# differently.
DIFFERENT = {
    "fastparquet/nation.dict.parquet": "its dictionary page states another length",
    "hyparquet/uuid.parquet": "a UUID is shown as its bytes",
    "parquet-testing/data/nation.dict-malformed.parquet": "its dictionary page states another length",
}


def files(folder):
    """Yield the files that begin and end like Parquet, whatever their names."""
    for path in sorted(folder.rglob("*")):
        if path.is_file() and path.stat().st_size >= 12:
            with path.open("rb") as file:
                if file.read(4) == b"PAR1":
                    yield path


def shown(daytally, path):
    """Return the rows that the command line shows, as lists, or its error."""
    command = [daytally, "inspect", path, "--as-files", "--rows", "1000000000", "--json"]
    done = subprocess.run(command, capture_output=True, timeout=120, check=False)
    if done.returncode != 0:
        return None, done.stderr.decode().strip()
    printed = json.loads(done.stdout)
    names = [column["name"] for column in printed["files"][0]["columns"] if column["source"] == "file"]
    # Leaves of structs are listed as columns, but rows have them inside their struct.
    return [[row[name] for name in names if name in row] for row in printed["rows"][0]], None


def read(path):
    """Return the rows that pyarrow reads, as lists, or its error."""
    try:
        # Without hive keys; nanoseconds do not reach the year 9999.
        file = pq.ParquetFile(path, page_checksum_verification=True, coerce_int96_timestamp_unit="us")
        table = file.read()
        columns = [column.to_pylist() for column in table.columns]
    except (pa.ArrowException, OSError, ValueError, OverflowError, NotImplementedError) as error:
        return None, str(error).splitlines()[0] if str(error) else repr(error)
    return [list(row) for row in zip(*columns)] if columns else [[] for _ in range(table.num_rows)], None


def moment(text):
    """Return an instant or a time of day in microseconds, in UTC."""
    text = text.rstrip("Z")
    whole, _, fraction = text.partition(".")
    return f"{whole}.{fraction[:6]:0<6}"


def same(found, expected):
    """Return whether a JSON value equals a Python value."""
    if expected is None or found is None or isinstance(expected, bool):
        return found is expected
    if isinstance(expected, float):
        if isinstance(found, str):
            return found.lower().replace("inf", "inf") == str(expected).lower()
        # 32-bit floats are shown with the digits of 32 bits.
        return found == expected or abs(found - expected) <= 1e-7 * abs(expected)
    if isinstance(expected, int):
        return type(found) is int and found == expected
    if isinstance(expected, decimal.Decimal):
        return decimal.Decimal(found) == expected
    if isinstance(expected, bytes):
        return found == text_of(expected)
    if isinstance(expected, str):
        return found == expected
    if isinstance(expected, datetime.datetime):
        if expected.tzinfo:
            expected = expected.astimezone(datetime.timezone.utc).replace(tzinfo=None)
        return moment(found) == moment(expected.isoformat())
    if isinstance(expected, datetime.time):
        return moment(found) == moment(expected.isoformat())
    if isinstance(expected, datetime.date):
        return found == expected.isoformat()
    if isinstance(expected, dict):
        return set(found) == set(expected) and all(same(found[key], expected[key]) for key in expected)
    if isinstance(expected, tuple):
        return len(found) == 2 and all(same(a, b) for a, b in zip(found.values(), expected))
    if isinstance(expected, list):
        return len(found) == len(expected) and all(same(a, b) for a, b in zip(found, expected))
    return found == str(expected)


def text_of(value):
    """Return the text that is shown for bytes."""
    try:
        return value.decode()
    except UnicodeDecodeError:
        return "0x" + value.hex()


def difference(found, expected):
    """Return a description of the first difference."""
    if len(found) != len(expected):
        return f"{len(found)} rows, expected {len(expected)}"
    for number, (ours, theirs) in enumerate(zip(found, expected)):
        if len(ours) != len(theirs):
            return f"{len(ours)} columns, expected {len(theirs)}"
        for column, pair in enumerate(zip(ours, theirs)):
            if not same(*pair):
                return f"row {number}, column {column}: {str(pair[0])[:200]!r}, expected {str(pair[1])[:200]!r}"
    return None


def main(daytally, folder):
    """Compare every file, and print what differs."""
    compared, refused, differing = 0, 0, set()
    for path in files(folder):
        name = str(path.relative_to(folder))
        found, our_error = shown(daytally, path)
        if our_error and "--max-page" in our_error:
            print(our_error)
            refused += 1
            continue
        expected, their_error = read(path)
        if found is None and expected is None:
            refused += 1
            continue
        if expected is None:
            print(f"{name}: {len(found)} rows, but pyarrow fails: {their_error}")
        elif found is None:
            print(f"{name}: {our_error}")
            differing.add(name)
        elif (what := difference(found, expected)) is not None:
            print(f"{name}: {what}")
            differing.add(name)
        else:
            compared += 1
    others = f"{len(differing)} differ, {refused} are unreadable for both, or too large"
    print(f"{compared} files have the rows that pyarrow reads, {others}")
    unexplained = sorted(differing ^ DIFFERENT.keys())
    if unexplained or compared < 100:
        sys.exit(f"not as expected: {', '.join(unexplained) or 'too few were compared'}")


if __name__ == "__main__":
    project = pathlib.Path(__file__).resolve().parents[2]
    beside = os.environ.get("DAYTALLY_CORPORA", project.parent / "shared" / "corpora")
    corpora = pathlib.Path(sys.argv[2] if len(sys.argv) > 2 else beside)
    if corpora.is_dir():
        main(sys.argv[1], corpora)
    else:
        print(f"skipped: no corpora at {corpora}; set DAYTALLY_CORPORA to their folder")
