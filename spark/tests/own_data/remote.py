"""Runs `connect.py` against the Spark of this process, if it serves Spark Connect."""

import os
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path

import pyspark

SERVICE = "org.apache.spark.sql.connect.service.SparkConnectService"
SCRIPT = Path(__file__).resolve().parent / "connect.py"
PLUGIN = "org.apache.spark.sql.connect.SparkConnectPlugin"


def settings():
    """Return the settings that let Spark serve Spark Connect; none if the installed Spark cannot."""
    jars = list(Path(pyspark.__path__[0], "jars").glob("spark-connect_*.jar"))
    if not jars or find_spec("grpc_status") is None:
        return {}
    # With port 0 the system chooses a free one.
    return {"spark.plugins": PLUGIN, "spark.connect.grpc.binding.port": "0"}


def hold(spark, scratch):
    """Run the tests in a process that has no JVM."""
    # Only the companion object of the class knows the port.
    service = getattr(spark.sparkContext._jvm, f"{SERVICE}$")
    url = f"sc://localhost:{getattr(service, 'MODULE$').localPort()}"
    env = {name: value for name, value in os.environ.items() if not name.startswith(("SPARK_", "PYSPARK_"))}
    folder = Path(scratch) / "connect"
    folder.mkdir()
    subprocess.run([sys.executable, SCRIPT, url, folder], check=True, env=env)
