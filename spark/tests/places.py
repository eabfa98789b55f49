"""Outputs never replace inputs or other files, however their path is written."""

import contextlib
import io
import os
import shutil
from pathlib import Path


def run_command(words):
    """Run a command; return (exit code, stderr)."""
    from daytally_spark import command

    text = io.StringIO()
    with contextlib.redirect_stderr(text):
        status = command.main(words)
    return status, text.getvalue()


def tree(folder):
    """List the files below a folder with their bytes."""
    return sorted((str(file), file.read_bytes()) for file in Path(folder).rglob("*") if file.is_file())


def hold(spark, scratch, source):
    """Run all tests."""
    folder = Path(scratch) / "places"
    shutil.copytree(source, folder / "data" / "views")
    inputs_are_refused(folder)
    other_folders_are_refused(folder)
    an_interrupted_job_keeps_the_old_output(spark, folder)


def inputs_are_refused(folder):
    """Write to an input, a folder above it and a folder in it, in different spellings."""
    views = folder / "data" / "views"
    (folder / "link").symlink_to(views)
    (views / "deep").mkdir()
    before = tree(folder)
    file = next(views.glob("*.parquet"))
    cases = [
        (views, views, "is"),
        (views, f"file://{views}", "is"),
        (f"file:{views}", views, "is"),
        (views, f"{folder}/data/../data/views/", "is"),
        (os.path.relpath(views), views, "is"),
        (views, folder / "link", "is"),
        (folder / "link", views, "is"),
        (folder / "link", folder / "data", "holds"),
        (views, folder / "data", "holds"),
        (file, views, "holds"),
        (views, views / "deep" / "out", "lies in"),
        (views, folder / "link" / "out", "lies in"),
        (file, file, "is"),
    ]
    for given, out, how in cases:
        status, text = run_command(["monthly", str(given), "-o", str(out)])
        assert status == 2 and f"the output {how} the input" in text, (given, out, status, text)
    assert tree(folder) == before, "a refused output has changed something"
    # A name with the input's name as a prefix is allowed.
    counts = Path(f"{views}-counts")
    assert run_command(["snapshot", str(views), "--provider", "simulator", "-o", str(counts)])[0] == 0
    # The target of a link in an input is an input too.
    (folder / "linked").mkdir()
    (folder / "linked" / "counts").symlink_to(counts)
    before = tree(counts)
    status, text = run_command(["monthly", str(folder / "linked"), "-o", str(counts)])
    assert status == 2 and "the output holds the input" in text and tree(counts) == before, text
    shutil.rmtree(folder / "linked")


def other_folders_are_refused(folder):
    """Write to folders with other files, and to a result with an additional file."""
    views, out = str(folder / "data" / "views"), folder / "out"
    out.mkdir()
    assert run_command(["monthly", views, "-o", str(out)])[0] == 0, "an empty folder is refused"
    assert run_command(["all", views, "-o", str(out)])[0] == 0, "a result is not replaced by another job's"
    deep = folder / "deep"
    shutil.copytree(out, deep)
    (deep / "monthly.parquet" / "mine.parquet").write_text("mine")
    assert run_command(["monthly", views, "-o", str(out)])[0] == 0, "a folder of results is not replaced"
    spark_wrote = folder / "spark"
    shutil.copytree(out, spark_wrote)
    (spark_wrote / "_daytally-spark").unlink()
    notes = folder / "notes"
    shutil.copytree(out, notes)
    (notes / "notes.txt").write_text("mine")
    (folder / "file").write_text("mine")
    before = tree(folder)
    for place, what in (
        ("spark", "no _daytally-spark"),
        ("notes", "contains notes.txt"),
        ("deep", "contains monthly.parquet/mine.parquet"),
        ("file", "there is a file"),
    ):
        status, text = run_command(["monthly", views, "-o", str(folder / place)])
        assert status == 2 and what in text, (place, status, text)
    assert tree(folder) == before, "a refused output has changed something"


def an_interrupted_job_keeps_the_old_output(spark, folder):
    """Interrupt a job between its two renames; only the old result remains."""
    from daytally_spark.command import output
    from daytally_spark.dataset import Dataset

    out = folder / "out"
    before, around = tree(out), sorted(each.name for each in folder.iterdir())
    dataset = Dataset(spark, [folder / "data" / "views"])
    for interrupted in (KeyboardInterrupt, OSError):
        try:
            with output.output(dataset, str(out)) as opened:
                opened.rename = interrupting(opened.rename, interrupted)
                opened.replace()
        except interrupted:
            pass
        else:
            raise AssertionError("the job was not interrupted")
        assert tree(out) == before and sorted(each.name for each in folder.iterdir()) == around


def interrupting(rename, problem):
    """Return a rename whose second call is interrupted."""
    calls = []

    def renamed(old, new):
        calls.append(new)
        if len(calls) == 2:
            raise problem("in the middle")
        rename(old, new)

    return renamed
