"""Measures one question once, with the package or with the corrected notebook, on local[2].

Usage: measure.py package|notebook monthly|gaps|snapshot INPUT OUT END_DATE
Prints a line of JSON: seconds, stages, tasks, bytes of shuffle written, spilled and read, the
peak resident memory of the JVM and of its Python workers, calls to the provider, rows written.
"""

import json
import os
import shutil
import sys
import threading
import time
import urllib.request
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path[:0] = [str(HERE), str(HERE.parent / "src")]
os.environ["PYTHONPATH"] = os.pathsep.join(sys.path[:2])
os.environ.setdefault("SPARK_LOCAL_IP", "127.0.0.1")
os.environ["PYSPARK_PYTHON"] = sys.executable

import notebook_gaps  # noqa: E402
from pyspark.sql import SparkSession  # noqa: E402

from daytally_spark.command import job  # noqa: E402
from daytally_spark.dataset import Dataset  # noqa: E402
from daytally_spark.provider.simulator import Simulator  # noqa: E402


class Counting(Simulator):
    """The simulator, which counts its calls."""

    def __init__(self, calls):
        self.calls = calls

    def fetch(self, batches):
        """Count a call for each batch."""
        self.calls.add(len(batches))
        return super().fetch(batches)


class Memory(threading.Thread):
    """Samples the resident memory of child processes every tenth of a second."""

    def __init__(self):
        super().__init__(daemon=True)
        self.peak = 0

    def run(self):
        """Sample until the process ends."""
        while True:
            self.peak = max(self.peak, sum(map(resident, descendants(os.getpid()))))
            time.sleep(0.1)


def descendants(root):
    """Return the descendants of a process from Linux's /proc."""
    parents = {}
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            try:
                fields = (entry / "stat").read_text().rsplit(")", 1)[1].split()
                parents.setdefault(int(fields[1]), []).append(int(entry.name))
            except OSError:
                continue
    found, waiting = [], list(parents.get(root, []))
    while waiting:
        process = waiting.pop()
        found.append(process)
        waiting += parents.get(process, [])
    return found


def resident(process):
    """Return the resident bytes of a process that it does not share with its parent (Pss is slow)."""
    try:
        fields = Path(f"/proc/{process}/statm").read_text().split()
        return (int(fields[1]) - int(fields[2])) * 4096
    except (OSError, IndexError):
        return 0


def package(spark, question, source, out, end, calls):
    """Run the package's job."""
    from datetime import date

    dataset = Dataset(spark, [source])
    if question == "monthly":
        job.write_monthly(dataset, out)
    elif question == "gaps":
        job.write_gaps(dataset, out, date.fromisoformat(end))
    else:
        job.write_snapshot(dataset, out, Counting(calls), date(2023, 4, 19))
    return calls


def notebook(spark, question, source, out, end, calls):
    """Run the notebook's code."""
    frame = spark.read.parquet(source)
    if question == "snapshot":
        found, calls = notebook_gaps.snapshot(
            frame, "2023-04-19", lambda ids: zip(ids, [views for views, _ in Simulator().fetch([ids])[0]])
        )
    else:
        found = notebook_gaps.monthly(frame) if question == "monthly" else notebook_gaps.gaps(frame, end)
    found.write.parquet(out)
    return calls


def stages(spark):
    """Return the finished stages from Spark's status API."""
    context = spark.sparkContext
    url = f"{context.uiWebUrl}/api/v1/applications/{context.applicationId}/stages?status=complete"
    with urllib.request.urlopen(url) as reply:
        return json.load(reply)


def main(who, question, source, out, end):
    """Measure and print."""
    spark = (
        SparkSession.builder.master("local[2]")
        .appName("measure")
        .config("spark.driver.memory", "4g")
        .config("spark.driver.bindAddress", "127.0.0.1")
        .config("spark.ui.showConsoleProgress", "false")
        .config("spark.ui.retainedStages", "10000")
        .getOrCreate()
    )
    spark.sparkContext.setLogLevel("ERROR")
    spark.range(10).selectExpr("sum(id)").collect()
    shutil.rmtree(out, ignore_errors=True)
    before, memory = len(stages(spark)), Memory()
    memory.start()
    began = time.monotonic()
    does = {"package": package, "notebook": notebook}[who]
    calls = does(spark, question, source, out, end, spark.sparkContext.accumulator(0))
    seconds = time.monotonic() - began
    ran = stages(spark)
    ran = ran[: len(ran) - before]

    def total(name):
        return sum(stage.get(name, 0) for stage in ran)

    print(
        json.dumps(
            {
                "who": who,
                "question": question,
                "spark": spark.version,
                "seconds": round(seconds, 1),
                "stages": len(ran),
                "tasks": total("numCompleteTasks"),
                "shuffleBytes": total("shuffleWriteBytes"),
                "shuffleRecords": total("shuffleWriteRecords"),
                "spilledBytes": total("diskBytesSpilled"),
                "cpuSeconds": round(total("executorCpuTime") / 1e9, 1),
                "peakBytes": memory.peak,
                "calls": calls.value,
                "rows": spark.read.parquet(out).count(),
            }
        ),
        flush=True,
    )
    spark.stop()


if __name__ == "__main__":
    main(*sys.argv[1:])
