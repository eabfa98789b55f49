"""Outputs take no input and nobody's files along, whatever their place is called."""

import contextlib
import io
import os
import shutil
from pathlib import Path


def said(words):
    """Runs a command, and gives (status, what it said)."""
    from daytally_spark import command

    text = io.StringIO()
    with contextlib.redirect_stderr(text):
        status = command.main(words)
    return status, text.getvalue()


def tree(folder):
    """Lists the files below a folder with their bytes."""
    return sorted((str(file), file.read_bytes()) for file in Path(folder).rglob("*") if file.is_file())


def hold(spark, scratch, source):
    """Tries places where an output may not stand, and those where it may."""
    folder = Path(scratch) / "places"
    shutil.copytree(source, folder / "data" / "views")
    inputs_are_refused(folder)
    folders_of_others_are_refused(folder)
    an_interrupted_job_leaves_what_was_there(spark, folder)


def inputs_are_refused(folder):
    """Names an input, what holds it and what lies in it, each in other words."""
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
        status, text = said(["monthly", str(given), "-o", str(out)])
        assert status == 2 and f"the output {how} the input" in text, (given, out, status, text)
    assert tree(folder) == before, "a refused output has changed something"
    # A name that only begins like the input's is another.
    counts = Path(f"{views}-counts")
    assert said(["snapshot", str(views), "--provider", "simulator", "-o", str(counts)])[0] == 0
    # What a link in an input leads to is an input too.
    (folder / "linked").mkdir()
    (folder / "linked" / "counts").symlink_to(counts)
    before = tree(counts)
    status, text = said(["monthly", str(folder / "linked"), "-o", str(counts)])
    assert status == 2 and "the output holds the input" in text and tree(counts) == before, text
    shutil.rmtree(folder / "linked")


def folders_of_others_are_refused(folder):
    """Names folders that hold something else than a result, and a result with something in it."""
    views, out = str(folder / "data" / "views"), folder / "out"
    out.mkdir()
    assert said(["monthly", views, "-o", str(out)])[0] == 0, "an empty folder is refused"
    assert said(["all", views, "-o", str(out)])[0] == 0, "a result is not replaced by another job's"
    assert said(["monthly", views, "-o", str(out)])[0] == 0, "a folder of results is not replaced"
    spark_wrote = folder / "spark"
    shutil.copytree(out, spark_wrote)
    (spark_wrote / "_daytally-spark").unlink()
    notes = folder / "notes"
    shutil.copytree(out, notes)
    (notes / "notes.txt").write_text("mine")
    deep = folder / "deep"
    assert said(["all", views, "-o", str(deep)])[0] == 0
    (deep / "monthly.parquet" / "mine.parquet").write_text("mine")
    (folder / "file").write_text("mine")
    before = tree(folder)
    for place, what in (
        ("spark", "no _daytally-spark"),
        ("notes", "holds notes.txt"),
        ("deep", "holds monthly.parquet/mine.parquet"),
        ("file", "there is a file"),
    ):
        status, text = said(["monthly", views, "-o", str(folder / place)])
        assert status == 2 and what in text, (place, status, text)
    assert tree(folder) == before, "a refused output has changed something"


def an_interrupted_job_leaves_what_was_there(spark, folder):
    """Interrupts a job between its two renames, and finds the old result and nothing else."""
    from daytally_spark import output
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
    """Gives a rename whose second call is interrupted."""
    calls = []

    def renamed(old, new):
        calls.append(new)
        if len(calls) == 2:
            raise problem("in the middle")
        rename(old, new)

    return renamed
