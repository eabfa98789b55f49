"""The command line `daytally-spark`."""

from daytally_spark.command.line import main

__all__ = ["main"]
