"""The jobs on real Spark: calls to a provider counted by a server, and outputs that fail.

Usage: jobs.py [DAYTALLY] [--part] [--options] [--cases …]

One process runs all tests of a release, because a new Spark is slow until its code is compiled.
"""

import argparse
import contextlib
import io
import json
import random
import subprocess
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path

import session  # first, because it sets the module path

# isort: split

import coverages
import damaged
import fixtures
import inputs
import instants
import odd_values
import options
import places
import services
import tables
from case import FIXTURES
from daytally_spark.command import settings
from own_data import frames, remote, sources
from services import Service

VIDEOS = 237


def views(folder, chance):
    """Write videos, some in two channels, to three files; return the ids."""
    from datetime import date

    import pyarrow as pa
    import pyarrow.parquet as pq

    ids = [f"video-{chance.randrange(10**9):09}-{'é' * (place % 3)}" for place in range(VIDEOS)]
    rows = [("UC" + video[6:8], video, date(2023, 4, 1), date(2023, 4, 2), 1) for video in ids]
    rows += [("UCother", video, date(2023, 4, 1), date(2023, 4, 3), 2) for video in ids[::5]]
    rows += [("UCnull", None, date(2023, 4, 1), date(2023, 4, 3), 2)]
    chance.shuffle(rows)
    names = ("channel_id", "video_id", "created_date", "date", "viewCount")
    for part in range(3):
        table = pa.table([pa.array(column) for column in zip(*rows[part::3])], names=names)
        pq.write_table(table, Path(folder) / f"part-{part}.parquet")
    return ids


def hashes_are_pythons():
    """Compare the hash with CPython's for seed 0."""
    from daytally_spark.provider.simulator import hashes

    known = json.loads((FIXTURES / "python_hash.json").read_text("utf-8"))
    found = hashes([each["text"] for each in known])
    assert [str(each) for each in found.tolist()] == [each["hash"] for each in known]


def batches_are_full():
    """Cut random partitions: all batches except the last are full, and each id is in one."""
    from daytally_spark.results.batches import shares

    chance = random.Random(7)
    for _ in range(2000):
        size = chance.choice((1, 2, 3, 10))
        sizes = [chance.choice((0, 1, 2, 5, 9, 10, 11, 40)) for _ in range(chance.randint(1, 8))]
        ids = iter(range(10**6))
        parts = [[f"{next(ids):06}" for _ in range(count)] for count in sizes]
        lines = [
            {
                "partition": place,
                "ids": len(part),
                "heads": part[: size - 1],
                "tails": part[-(size - 1) :] if size > 1 else [],
            }
            for place, part in enumerate(parts)
        ]
        kept, batches = shares(lines, size)
        for place, part in enumerate(parts):
            own = part[kept[place].skip :]
            batches += [own[at * size : at * size + size] for at in range(kept[place].whole)]
        everything = [video for part in parts for video in part]
        assert sorted(video for batch in batches for video in batch) == everything
        assert len(batches) == -(-len(everything) // size)
        assert sum(len(batch) < size for batch in batches) <= 1


def calls_are_minimal(spark, scratch, source, ids):
    """Count the calls of a snapshot from four partitions."""
    from daytally_spark.command import job
    from daytally_spark.dataset import Dataset
    from daytally_spark.provider.http import HttpProvider

    service, out = Service(), f"{scratch}/snapshot"
    provider = HttpProvider(service.url, limit=10, first_wait=0.01)
    job.write_snapshot(Dataset(spark, [source]), out, provider, "2023-04-19")
    requested = Counter(video for batch in service.batches for video in batch)
    assert requested == Counter(ids), "an id was requested twice, or not at all"
    assert service.calls - service.busy == -(-VIDEOS // 10) == len(service.batches)
    assert service.busy > 0, "no call was refused for a while"
    assert sorted(map(len, service.batches))[1:] == [10] * (VIDEOS // 10)
    found = {row.video_id: row.viewCount for row in spark.read.parquet(out).collect()}
    assert found == {video: len(video) for video in ids if "7" not in video}


def a_failed_job_keeps_the_old_output(spark, scratch, source):
    """Let a provider fail, and check the old output and the folder around it."""
    from daytally_spark import command

    out, service = Path(scratch) / "kept", Service(status=401)
    assert command.main(["monthly", source, "-o", str(out)]) == 0
    before = sorted((file.name, file.read_bytes()) for file in out.iterdir())
    around = sorted(each.name for each in Path(scratch).iterdir())
    words = ["snapshot", source, "-o", str(out), "--provider", "http", "--provider-url", service.url]
    assert command.main(words) == 1
    assert sorted((file.name, file.read_bytes()) for file in out.iterdir()) == before
    assert sorted(each.name for each in Path(scratch).iterdir()) == around
    assert command.main(["monthly", source, "-o", str(out)]) == 0, "an output is not replaced"


def read(path):
    """List a file's rows, by pyarrow."""
    import pyarrow.parquet as pq

    return pq.ParquetFile(path).read().to_pylist()


def outputs_are_read_back(spark, scratch, source, daytally, part):
    """Write every result, and let the command line read the combined folder."""
    import pyarrow.parquet as pq

    from daytally_spark import command
    from daytally_spark.dataset import Dataset
    from daytally_spark.results.combined import combined

    out = Path(scratch) / "everything"
    words = ["all", source, "-o", str(out), "--combined", "--end-date", "2023-04-05", "--run-date", "2023-04-19"]
    words += ["--provider", "simulator"]
    assert command.main(words) == 0
    names = {f"{name}.parquet" for name in ("monthly", "snapshot", "unanswered", "combined")}
    names |= {f"gaps-{form}.parquet" for form in ("list", "dates", "ranges")} | {"diagnostics.json", "_daytally-spark"}
    assert {each.name for each in out.iterdir() if not each.name.startswith(".")} == names
    dataset = Dataset(spark, [source])
    rows = [tuple(row.values()) for file in dataset.files for row in read(file.path.removeprefix("file:"))]
    snapshot = spark.read.parquet(str(out / "snapshot.parquet"))
    parts = sorted((out / "combined.parquet").glob("*.parquet"))
    written = [tuple(row.values()) for part in parts for row in read(part)]
    assert written[: len(rows)] == rows, "the order of the input is lost"
    by_sorting = combined(dataset, snapshot.limit(0), max_scans=1).collect()
    assert list(map(tuple, by_sorting)) == rows, "the order of the input is lost where files are many"
    assert len(written) == len(rows) + snapshot.count()
    for name in ("snapshot", "combined"):
        footer = pq.ParquetFile(next((out / f"{name}.parquet").glob("*.parquet"))).metadata
        assert b'"daytally.provider":"simulator"' in footer.metadata[b"org.apache.spark.sql.parquet.row.metadata"]
    assert "daytally.provider: simulator" in (out / "_daytally-spark").read_text("utf-8")
    if daytally:
        the_command_line_reads_the_output(scratch, out, words, len(written), daytally)
    else:
        print("skipped: no daytally to read an output back")
    if not part:
        without_a_provider_there_is_no_snapshot(source, out)


def the_command_line_reads_the_output(scratch, out, words, rows, daytally):
    """Let the command line read the combined folder, and print the same command for Spark."""
    back = Path(scratch) / "back.csv"
    line = [daytally, "monthly", out / "combined.parquet", "-o", back, "--json"]
    report = json.loads(subprocess.run(line, check=True, capture_output=True, text=True).stdout)
    assert report["diagnostics"]["rows"] == rows
    line = [daytally, "spark", *words]
    report = subprocess.run(line, check=True, capture_output=True, text=True).stdout
    assert report.split()[:4] == ["spark-submit", "--py-files", "daytally_spark.zip", "submit.py"]
    assert report.split()[4:] == words


def without_a_provider_there_is_no_snapshot(source, out):
    """Replace a result with a snapshot by one without; jobs that need a provider are refused."""
    from daytally_spark import command

    shown = io.StringIO()
    with contextlib.redirect_stdout(shown):
        assert command.main(["all", source, "-o", str(out)]) == 0
    assert not [each for each in out.iterdir() if each.stem in ("snapshot", "unanswered", "combined")]
    assert "Not written: snapshot, unanswered." in shown.getvalue()
    assert "provider" not in (out / "_daytally-spark").read_text("utf-8")
    for words in (["snapshot"], ["combined"], ["all", "--combined"], ["all", "--estimate"], ["all", "--rate", "5"]):
        with contextlib.suppress(SystemExit):
            command.main([words[0], source, *words[1:], "-o", str(out)])
            raise AssertionError(f"{words} need no provider")


def hold(spark, daytally, part):
    """Run every test; the first that fails ends it. `part` skips tests that do not depend on the release of Spark."""
    with tempfile.TemporaryDirectory() as scratch:
        source = Path(scratch) / "views"
        source.mkdir()
        ids = views(source, random.Random(7))
        if not part:
            timed(calls_are_minimal, spark, scratch, str(source), ids)
        timed(outputs_are_read_back, spark, scratch, str(source), daytally, part)
        # The others are about rows, not about partitions.
        session.change(spark, session.SMALL)
        timed(frames.hold, spark, part)
        timed(odd_values.hold, spark, Path(scratch), part)
        timed(damaged.hold, spark, Path(scratch), daytally)
        timed(instants.hold, spark, Path(scratch), daytally, part)
        timed(inputs.hold, spark, scratch, daytally, part)
        if not part:
            timed(sources.hold, spark, Path(scratch))
            # The tests of the options compute coverage too.
            timed(coverages.hold, spark)
            timed(a_failed_job_keeps_the_old_output, spark, scratch, str(source))
            timed(places.hold, spark, scratch, source)
            timed(services.hold, scratch, str(source))
            timed(tables.hold, spark, Path(scratch))
            if remote.settings():
                timed(remote.hold, spark, scratch)
            else:
                print("skipped Spark Connect: this Spark cannot serve it")
    print(f"{'some of the' if part else 'the'} jobs hold on Spark {spark.version}")


def timed(test, *given):
    """Run a test, and print its seconds."""
    began = time.monotonic()
    test(*given)
    name = f"{test.__module__}.{test.__name__}".removeprefix("__main__.")
    print(f"{name}: {time.monotonic() - began:.1f} s", flush=True)


def main():
    """Run the jobs, then the options and cases if they are chosen, in one Spark."""
    parser = argparse.ArgumentParser()
    parser.add_argument("daytally", nargs="?", help="the command line that reads outputs back")
    parser.add_argument("--part", action="store_true", help="skip tests that do not depend on the release of Spark")
    parser.add_argument("--options", action="store_true", help="test the options too")
    parser.add_argument("--cases", action="store_true", help="compare cases too, by the following arguments")
    fixtures.add_arguments(parser)
    given = parser.parse_args()
    hashes_are_pythons()
    batches_are_full()
    spark = session.start(**session.PARALLEL, **remote.settings())
    hold(spark, given.daytally, given.part)
    if given.options:
        session.change(spark, session.PARALLEL)
        timed(options.hold, given.daytally)
    if not given.cases:
        return 0
    session.change(spark, {**session.SMALL, **settings.READING, **settings.WRITING})
    return 0 if fixtures.compare(spark, given) else 1


if __name__ == "__main__":
    sys.exit(main())
