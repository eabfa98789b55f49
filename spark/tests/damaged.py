"""Undecodable pages: the file is named, or skipped completely."""

import session  # noqa: F401  # first, because it sets the module path

# isort: split

from inputs import DAY, NAMES, alike, json_of
from places import run_command

ROWS = 400


def write(path):
    """Write rows with dictionary-encoded video ids; return the metadata of their column chunk."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    path.parent.mkdir(parents=True, exist_ok=True)
    rows = [("UC1", f"v{at % 10}", DAY, DAY, at % 3) for at in range(ROWS)]
    table = pa.table([pa.array(column) for column in zip(*rows)], names=list(NAMES))
    pq.write_table(table, path, compression="none")
    return pq.read_metadata(path).row_group(0).column(1)


def overwrite(path, at, content):
    """Overwrite bytes of a file."""
    found = bytearray(path.read_bytes())
    found[at : at + len(content)] = content
    path.write_bytes(found)


def damaged(folder):
    """Write good files, one without a page header, and one with indexes beyond its dictionary."""
    for name in ("a", "d"):
        write(folder / f"{name}.parquet")
    overwrite(folder / "b b.parquet", write(folder / "b b.parquet").dictionary_page_offset, b"\x15" * 20)
    known = write(folder / "c.parquet")
    # Spark does not name the file in this error.
    overwrite(folder / "c.parquet", known.dictionary_page_offset + known.total_compressed_size - 8, b"\xff" * 8)


def hold(spark, scratch, daytally):
    """Run every test."""
    folder = scratch / "damaged" / "views"
    out = scratch / "damaged" / "out"
    damaged(folder)
    for name in ("b b", "c"):
        status, text = run_command(["monthly", str(folder / f"{name}.parquet"), "-o", str(out)])
        assert status == 1 and f"{name}.parquet: the file cannot be decoded" in text, text
        assert "--on-bad-file skip" in text and not out.exists(), text
    report = json_of(["gaps", str(folder), "--on-bad-file", "skip", "-o", str(out), "--json"])
    found = [(each["file"].rpartition("/")[2], each["code"]) for each in report["input"]["problems"]]
    assert sorted(found) == [("b b.parquet", "corrupt"), ("c.parquet", "corrupt")], found
    assert report["diagnostics"]["rows"] == 2 * ROWS and report["figures"]["files"] == 2
    assert report["diagnostics"]["warnings"][0]["code"] == "suspected_copies"
    assert report["diagnostics"]["warnings"][1]["code"] == "skipped_files"
    alike("monthly", [folder], folder.parent, daytally, "--on-bad-file", "skip")
    # Files that pyarrow reads are skipped too; inaccessible files are not.
    (folder / "c.parquet").rename(folder / "_c.parquet")
    given = [str(folder / "_c.parquet"), str(folder / "a.parquet")]
    report = json_of(["monthly", *given, "--on-bad-file", "skip", "-o", str(out), "--json"])
    assert [each["code"] for each in report["input"]["problems"]] == ["corrupt"]
    assert report["diagnostics"]["rows"] == ROWS
    files_that_are_gone_are_not_skipped(spark, folder)


def files_that_are_gone_are_not_skipped(spark, folder):
    """Delete a file after its footer was read."""
    from daytally_spark.dataset import Dataset
    from daytally_spark.errors import DaytallyError

    dataset = Dataset(spark, [str(folder)], on_bad_file="skip")
    (folder / "d.parquet").rename(folder.parent / "d.parquet")
    try:
        dataset.prepare(NAMES)
        raise AssertionError("a file that is gone was skipped")
    except DaytallyError as problem:
        assert problem.code == "io" and "d.parquet" in str(problem), problem
