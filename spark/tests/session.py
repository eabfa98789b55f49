"""A small local Spark for tests: two cores, one partition, no user interface."""

import atexit
import os
import shutil
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
SOURCE = ROOT / "spark" / "src"
SETTINGS = {
    "spark.ui.enabled": "false",
    "spark.ui.showConsoleProgress": "false",
    # Spark 4 looks for the line of every expression, for its error messages.
    "spark.python.sql.dataFrameDebugging.enabled": "false",
    "spark.driver.memory": "3g",
    "spark.default.parallelism": "4",
    "spark.driver.bindAddress": "127.0.0.1",
    "spark.sql.session.timeZone": "America/New_York",
    # Small data is processed faster without code generation.
    "spark.sql.codegen.wholeStage": "false",
    "spark.sql.codegen.factoryMode": "NO_CODEGEN",
    "spark.driver.extraJavaOptions": "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC -XX:ReservedCodeCacheSize=240m "
    # Without these, a tenth of the time is spent on collecting garbage.
    "-XX:MetaspaceSize=256m -Xms1g -Xmn640m",
}
# Small data is processed fastest in one partition.
SMALL = {"spark.sql.shuffle.partitions": "1", "spark.sql.adaptive.enabled": "false"}
# Several partitions and adaptive execution, as on a cluster.
PARALLEL = {"spark.sql.shuffle.partitions": "4", "spark.sql.adaptive.enabled": "true"}
for folder in (SOURCE, ROOT / "tests" / "oracle", ROOT / "tests" / "differential"):
    sys.path.insert(0, str(folder))


def has_java():
    """Return whether there is a Java to run Spark."""
    home = os.environ.get("JAVA_HOME")
    return bool(shutil.which("java") or (home and shutil.which(f"{home}/bin/java")))


def start(**settings):
    """Start Spark on two cores; the session zone and the hash seed must not affect results."""
    if not has_java():
        print("skipped: no Java")
        sys.exit(0)
    from pyspark.sql import SparkSession

    os.environ["PYTHONHASHSEED"] = "7"
    os.environ.setdefault("SPARK_LOCAL_IP", "127.0.0.1")
    os.environ["PYSPARK_PYTHON"] = sys.executable
    os.environ["PYTHONPATH"] = os.pathsep.join(filter(None, (str(SOURCE), os.environ.get("PYTHONPATH"))))
    builder = SparkSession.builder.master("local[2]").appName("daytally-spark tests")
    # Tables are deleted with the process.
    warehouse = tempfile.TemporaryDirectory(prefix="daytally-warehouse-")
    atexit.register(warehouse.cleanup)
    for key, value in {**SETTINGS, **SMALL, "spark.sql.warehouse.dir": warehouse.name, **settings}.items():
        builder = builder.config(key, value)
    session = builder.getOrCreate()
    session.sparkContext.setLogLevel("OFF")
    return session


def change(session, settings):
    """Change settings while Spark runs."""
    for name, value in settings.items():
        session.conf.set(name, value)
