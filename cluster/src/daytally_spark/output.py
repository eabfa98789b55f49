"""Outputs that are replaced only when the new one is whole."""

import json
import uuid
from contextlib import contextmanager

from daytally_spark.fault import DaytallyError


class Output:
    """A folder that is written beside its place first (`_NAME.staging-…`, which Spark hides)."""

    def __init__(self, spark, path):
        self.spark = spark
        hadoop = spark.sparkContext._jvm.org.apache.hadoop.fs
        self.path_of = hadoop.Path
        path = hadoop.Path(path)
        self.system = path.getFileSystem(spark.sparkContext._jsc.hadoopConfiguration())
        self.place = self.system.makeQualified(path)
        self.staging = self.beside("staging")

    def beside(self, what):
        """Gives a path beside the output's."""
        name = f"_{self.place.getName()}.{what}-{uuid.uuid4().hex[:12]}"
        return self.path_of(self.place.getParent(), name)

    def inside(self, name):
        """Gives the address of a part of the folder that is being written."""
        return self.path_of(self.staging, name).toString()

    def write_json(self, name, value):
        """Writes a value as a file of JSON."""
        stream = self.system.create(self.path_of(self.staging, name))
        stream.write((json.dumps(value, ensure_ascii=False, indent=2) + "\n").encode())
        stream.close()

    def delete(self, name):
        """Deletes a part of the folder that is being written."""
        self.system.delete(self.path_of(self.staging, name), True)

    def replace(self, part=None):
        """Puts what was written, or a part of it, in the place of what was there."""
        new = self.path_of(self.staging, part) if part else self.staging
        old = self.beside("old")
        there = self.system.exists(self.place)
        if there:
            self.rename(self.place, old)
        try:
            self.rename(new, self.place)
        except Exception:
            if there:
                self.rename(old, self.place)
            raise
        if there:
            self.system.delete(old, True)

    def rename(self, old, new):
        """Renames, or raises where that did not happen."""
        if not self.system.rename(old, new):
            message = f"{old.toString()} could not be renamed to {new.toString()}. See who may write there"
            raise DaytallyError("output", message)

    def clear(self):
        """Deletes what was written beside the place."""
        self.system.delete(self.staging, True)


@contextmanager
def output(spark, path):
    """Opens an output; what is there stays as it is unless `replace` is called."""
    opened = Output(spark, path)
    opened.system.mkdirs(opened.staging)
    try:
        yield opened
    finally:
        opened.clear()
