"""Compares PySpark's answers for the rows of a case with the oracle's."""

import json

from pyspark.errors import PySparkException

from engines import spark_questions, spark_session
from engines.spark_fixtures import first, rows
from rows.role import ROLES

SCHEMA = "channel_id string, video_id string, created_date date, date date, viewCount bigint"


def start():
    """Start Spark for small data; it writes years before 1582 without rebasing."""
    spark = spark_session.start(1)
    for key in ("spark.sql.adaptive.enabled", "spark.sql.codegen.wholeStage"):
        spark.conf.set(key, "false")
    for key in ("datetimeRebaseModeInWrite", "int96RebaseModeInWrite"):
        spark.conf.set(f"spark.sql.parquet.{key}", "CORRECTED")
    return spark


def problem(spark, data, texts):
    """Return the first answer on which Spark disagrees, or None."""
    frame = spark.createDataFrame(data.rows(*ROLES), SCHEMA).coalesce(1).cache()
    options = data.options
    frames = spark_questions.every(frame, options.get("end_date"), options["run_date"])
    for name, found in frames.items():
        expected = sorted(json.loads(texts[name])["rows"], key=repr)
        try:
            got = rows(found)
        except PySparkException as problem:
            # Spark rejects a sum whose intermediate value exceeds int64.
            if name == "monthly" and "ARITHMETIC_OVERFLOW" in str(problem):
                continue
            raise
        if got != expected:
            return f"Spark, {name}: {first(expected, got)}"
    spark.catalog.clearCache()
    return None
