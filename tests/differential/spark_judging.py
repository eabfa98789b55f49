"""A case's rows once more through PySpark, against the oracle's answers."""

import json

import spark_questions
import spark_session
from pyspark.errors import PySparkException
from role import ROLES
from spark_fixtures import first, rows

SCHEMA = "channel_id string, video_id string, created_date date, date date, viewCount bigint"


def start():
    """Starts a Spark for small data, which writes the years before 1582 as they are."""
    spark = spark_session.start(1)
    for key in ("spark.sql.adaptive.enabled", "spark.sql.codegen.wholeStage"):
        spark.conf.set(key, "false")
    for key in ("datetimeRebaseModeInWrite", "int96RebaseModeInWrite"):
        spark.conf.set(f"spark.sql.parquet.{key}", "CORRECTED")
    return spark


def problem(spark, data, texts):
    """Describes the first answer on which Spark disagrees, or gives None."""
    frame = spark.createDataFrame(data.rows(*ROLES), SCHEMA).coalesce(1).cache()
    options = data.options
    frames = spark_questions.every(frame, options.get("end_date"), options["run_date"])
    for name, found in frames.items():
        wanted = sorted(json.loads(texts[name])["rows"], key=repr)
        try:
            got = rows(found)
        except PySparkException as problem:
            # Spark refuses a sum that leaves int64 on its way.
            if name == "monthly" and "ARITHMETIC_OVERFLOW" in str(problem):
                continue
            raise
        if got != wanted:
            return f"Spark, {name}: {first(wanted, got)}"
    spark.catalog.clearCache()
    return None
