"""A small local Spark, with the settings that the inputs need."""

import os
import shutil
import sys
from pathlib import Path

SETTINGS = {
    "spark.ui.enabled": "false",
    "spark.ui.showConsoleProgress": "false",
    "spark.driver.memory": "3g",
    "spark.sql.session.timeZone": "UTC",
    "spark.sql.sources.partitionColumnTypeInference.enabled": "false",
    "spark.sql.parquet.datetimeRebaseModeInRead": "CORRECTED",
    "spark.sql.parquet.int96RebaseModeInRead": "CORRECTED",
}


def has_java():
    """Return whether there is a Java to run Spark."""
    home = os.environ.get("JAVA_HOME")
    return bool(shutil.which("java") or (home and shutil.which(f"{home}/bin/java")))


def start(partitions):
    """Start Spark on two cores, its Python workers with a hash seed of 0."""
    if not has_java():
        print("skipped: no Java")
        sys.exit(0)
    from pyspark.sql import SparkSession

    os.environ["PYTHONHASHSEED"] = "0"
    os.environ.setdefault("SPARK_LOCAL_IP", "127.0.0.1")
    os.environ["PYSPARK_PYTHON"] = sys.executable
    here = str(Path(__file__).resolve().parent.parent)
    paths = [here, os.environ.get("PYTHONPATH")]
    os.environ["PYTHONPATH"] = os.pathsep.join(filter(None, paths))
    builder = SparkSession.builder.master("local[2]").appName("oracle")
    for key, value in SETTINGS.items():
        builder = builder.config(key, value)
    session = builder.config("spark.sql.shuffle.partitions", partitions).getOrCreate()
    session.sparkContext.setLogLevel("OFF")
    return session
