"""Prints the plans that plans.md shows.

Usage: explain.py INPUT
"""

import contextlib
import io
import re
import sys
import tempfile

from pyspark.sql import SparkSession
from pyspark.sql import functions as F

from daytally_spark import snapshot
from daytally_spark.dataset import Dataset
from daytally_spark.results.series import SERIES
from daytally_spark.results.snapshot import ANSWER, materialize, partitions

WIDTH = 200


def shown(name, frame):
    """Print a plan without the ids of attributes and plans, with shortened lines."""
    plan = io.StringIO()
    with contextlib.redirect_stdout(plan):
        frame.explain()
    print(f"## {name}\n")
    for line in re.sub(r"#\d+L?|, \[plan_id=\d+\]", "", plan.getvalue()).rstrip().splitlines():
        print(line if len(line) <= WIDTH else f"{line[: WIDTH - 1]}…")
    print()


spark = SparkSession.builder.master("local[2]").config("spark.ui.enabled", "false").getOrCreate()
spark.sparkContext.setLogLevel("ERROR")
print(f"# Spark {spark.version}\n")
dataset = Dataset(spark, sys.argv[1:2])
shown("monthly", dataset.monthly())
shown("gaps", dataset.gaps())
series = dataset.frame(*SERIES).where(F.col("video_id").isNotNull()).distinct()
shown("snapshot, the series", series)
with tempfile.TemporaryDirectory() as folder:
    series = materialize(series, folder)
    count = partitions(spark, series.count(), 10)
    ordered = series.repartitionByRange(count, "video_id").sortWithinPartitions(
        "video_id", "channel_id", "created_date"
    )
    shown("snapshot, the ids", ordered)
with tempfile.TemporaryDirectory() as folder:
    spark.createDataFrame([], ANSWER).write.mode("overwrite").parquet(folder)
    shown("snapshot, the result", snapshot(spark.read.schema(ANSWER).parquet(folder), "2023-04-19"))
