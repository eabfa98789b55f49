"""Lists files through Hadoop's file systems, so that every path that Spark can read works."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING

from daytally_spark.errors import DaytallyError
from daytally_spark.source.entry import is_hidden_folder

if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Any

    from pyspark.sql import SparkSession


PATH, BYTES = "org.apache.hadoop.fs.Path", "org.apache.commons.io.IOUtils"


def java_class(spark: SparkSession, name: str) -> Any:
    """Return a class of Spark's Java by its full name.

    With a dot for each package, py4j would look for a class of the name of each package in all jars.
    """
    # Under Spark Connect the attribute raises an AttributeError.
    context = getattr(spark, "sparkContext", None)
    if context is None:
        message = "plain files are listed and their footers read through Spark's JVM, which Spark Connect does not have"
        remedy = "Use Dataset.of(spark.read.parquet(PATH)), or a cluster with dedicated access"
        raise DaytallyError("unsupported", f"{message}. {remedy}")
    return getattr(context._jvm, name)


class Hadoop:
    """The file systems of a session."""

    def __init__(self, spark: SparkSession) -> None:
        from py4j.protocol import Py4JJavaError

        self.path_of, self.bytes_of = java_class(spark, PATH), java_class(spark, BYTES)
        self.failure = Py4JJavaError
        self.settings = spark.sparkContext._jsc.hadoopConfiguration()

    def at(self, text: str) -> tuple[Any, Any]:
        """Return (the file system, the full path) of a path or URL."""
        path = self.path_of(text)
        system = path.getFileSystem(self.settings)
        return system, system.makeQualified(path)

    def matches(self, text: str) -> list[str]:
        """Return the paths that a glob matches, sorted."""
        system, path = self.at(text)
        return sorted(status.getPath().toString() for status in system.globStatus(path) or ())

    def is_key(self, text: str) -> bool:
        """Return whether a path is a folder like `_key=value`."""
        system, path = self.at(text)
        return bool(system.getFileStatus(path).isDirectory()) and not is_hidden_folder(path.getName())

    def below(self, system: Any, path: Any) -> Iterator[tuple[str, int]]:
        """Yield (path, bytes) of all files below a folder."""
        each = system.listFiles(path, True)
        while each.hasNext():
            status = each.next()
            yield status.getPath().toString(), status.getLen()

    def names(self, text: str) -> list[str]:
        """Return the names in a folder; empty if it cannot be listed or does not exist."""
        # Folders above an input may not be accessible.
        with suppress(self.failure):
            system, path = self.at(text)
            if system.exists(path):
                return [status.getPath().getName() for status in system.listStatus(path)]
        return []

    def has(self, text: str) -> bool:
        """Return whether a path exists and is accessible."""
        with suppress(self.failure):
            system, path = self.at(text)
            return bool(system.exists(path))
        return False

    def text(self, text: str) -> str:
        """Return the text of a file."""
        system, path = self.at(text)
        stream = system.open(path)
        try:
            return bytes(self.bytes_of.toByteArray(stream)).decode("utf-8", "replace")
        finally:
            stream.close()
