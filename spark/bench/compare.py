"""Compares the package with idiomatic plain Spark on local[2]: medians of runs in turn, in one session.

Usage: compare.py INPUT END_DATE [ROUNDS]
Exits with 1 if the gaps are less than twice as fast, or monthly views take more than 1.1 times as long.
"""

import os
import platform
import sys
import time
from datetime import date
from pathlib import Path
from statistics import median

HERE = Path(__file__).resolve().parent
sys.path[:0] = [str(HERE), str(HERE.parent / "src")]
os.environ.setdefault("SPARK_LOCAL_IP", "127.0.0.1")

import plain_spark  # noqa: E402
from pyspark.sql import SparkSession  # noqa: E402
from pyspark.sql import functions as F  # noqa: E402

import daytally_spark  # noqa: E402

# Max seconds of the package, in seconds of plain Spark.
BOUNDS = {"gaps": 0.5, "monthly": 1.1}


def questions(frame, end_date):
    """Return by question what computes it with the package and with plain Spark."""
    return {
        "gaps": {
            "package": lambda: daytally_spark.gaps(frame, end_date=end_date),
            "plain": lambda: plain_spark.gaps(frame, end_date),
        },
        "monthly": {
            "package": lambda: daytally_spark.monthly(frame),
            "plain": lambda: plain_spark.monthly(frame),
        },
    }


def seconds(result):
    """Return the seconds in which a result is planned and computed; it is not written."""
    began = time.monotonic()
    result().write.format("noop").mode("overwrite").save()
    return time.monotonic() - began


def same(results):
    """Return the number of rows of two results. Raises AssertionError if they or their hashes differ."""
    found = []
    for result in results.values():
        hashed = result().select(F.xxhash64("*").cast("decimal(38,0)").alias("hash"))
        found.append(tuple(hashed.agg(F.count("*"), F.sum("hash")).first()))
    assert found[0] == found[1], f"(rows, sum of their hashes) are {found}"
    return found[0][0]


def main(source, end_date, rounds="5"):
    """Compare, and print a table."""
    spark = (
        SparkSession.builder.master("local[2]")
        .appName("compare")
        .config("spark.driver.memory", "4g")
        .config("spark.driver.bindAddress", "127.0.0.1")
        .config("spark.ui.enabled", "false")
        .config("spark.ui.showConsoleProgress", "false")
        .getOrCreate()
    )
    spark.sparkContext.setLogLevel("ERROR")
    frame = spark.read.parquet(source)
    print(f"{date.today()}, Spark {spark.version}, local[2], {platform.processor() or platform.machine()}")
    print(f"{frame.count()} rows, medians of {rounds} runs in turn\n")
    print("| question | rows | package | plain Spark | ratio |\n|---|---|---|---|---|")
    slow = []
    for question, results in questions(frame, end_date).items():
        # It also compiles the code of both.
        rows = same(results)
        taken = {who: [] for who in results}
        for _ in range(int(rounds)):
            for who, result in results.items():
                taken[who].append(seconds(result))
        package, plain = (median(found) for found in taken.values())
        print(f"| {question} | {rows} | {package:.1f} s | {plain:.1f} s | {package / plain:.2f} |", flush=True)
        print({who: [round(each, 1) for each in found] for who, found in taken.items()}, file=sys.stderr)
        if package > BOUNDS[question] * plain:
            slow.append(question)
    print(f"\n{', '.join(slow) or 'none'} slower than allowed ({BOUNDS})")
    spark.stop()
    return 1 if slow else 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
