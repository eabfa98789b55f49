"""Lists files through Hadoop's file systems, so that every path that Spark can read works."""

from contextlib import suppress

from py4j.protocol import Py4JJavaError

from daytally_spark.source.entry import is_hidden_folder


class Hadoop:
    """The file systems of a session."""

    def __init__(self, spark):
        self.jvm, self.settings = spark.sparkContext._jvm, spark.sparkContext._jsc.hadoopConfiguration()

    def at(self, text):
        """Return (the file system, the full path) of a path or URL."""
        path = self.jvm.org.apache.hadoop.fs.Path(text)
        system = path.getFileSystem(self.settings)
        return system, system.makeQualified(path)

    def matches(self, text):
        """Return the paths that a glob matches, sorted."""
        system, path = self.at(text)
        return sorted(status.getPath().toString() for status in system.globStatus(path) or ())

    def is_key(self, text):
        """Return whether a path is a folder like `_key=value`."""
        system, path = self.at(text)
        return system.getFileStatus(path).isDirectory() and not is_hidden_folder(path.getName())

    def below(self, system, path):
        """Yield (path, bytes) of all files below a folder."""
        each = system.listFiles(path, True)
        while each.hasNext():
            status = each.next()
            yield status.getPath().toString(), status.getLen()

    def names(self, text):
        """Return the names in a folder; empty if it cannot be listed or does not exist."""
        # Folders above an input may not be accessible.
        with suppress(Py4JJavaError):
            system, path = self.at(text)
            if system.exists(path):
                return [status.getPath().getName() for status in system.listStatus(path)]
        return []

    def has(self, text):
        """Return whether a path exists and is accessible."""
        with suppress(Py4JJavaError):
            system, path = self.at(text)
            return system.exists(path)
        return False

    def text(self, text):
        """Return the text of a file."""
        system, path = self.at(text)
        stream = system.open(path)
        try:
            return bytes(self.jvm.org.apache.commons.io.IOUtils.toByteArray(stream)).decode("utf-8", "replace")
        finally:
            stream.close()
