"""Outputs that are replaced only when the new one is whole."""

import json
import uuid
from contextlib import contextmanager

from daytally_spark import place, settings
from daytally_spark.fault import DaytallyError


class Output:
    """A folder that is written beside its place first (`_NAME.staging-…`, which Spark hides)."""

    def __init__(self, spark, path):
        self.spark, self.path = spark, path
        self.path_of = spark.sparkContext._jvm.org.apache.hadoop.fs.Path
        self.system, self.place = place.qualified(spark, path)
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
        self.write(self.path_of(self.staging, name), json.dumps(value, ensure_ascii=False, indent=2) + "\n")

    def write(self, path, text):
        """Writes a file of text."""
        stream = self.system.create(path)
        stream.write(text.encode())
        stream.close()

    def delete(self, name):
        """Deletes a part of the folder that is being written."""
        self.system.delete(self.path_of(self.staging, name), True)

    def replace(self, part=None, source=None):
        """Puts what was written, or a part of it, in the place of what was there.

        The file that marks a result states the `source` of its counts, if there is one.
        Raises `invalid_option` where something has come there meanwhile that is no output.
        """
        new = self.path_of(self.staging, part) if part else self.staging
        stated = "".join(f"{name}: {value}\n" for name, value in (source or {}).items())
        self.write(self.path_of(new, place.MARK), place.SENTENCE + stated)
        place.refuse_others(self.system, self.place, self.path)
        old = self.beside("old")
        there = self.system.exists(self.place)
        if there:
            self.rename(self.place, old)
        try:
            self.rename(new, self.place)
        # An interrupted job is to leave what was there, as one that fails does.
        except BaseException:
            if there:
                self.rename(old, self.place)
            raise
        if there:
            self.system.delete(old, True)

    def rename(self, old, new):
        """Renames, or raises where that did not happen; Hadoop would move into a folder that is there."""
        if self.system.exists(new) or not self.system.rename(old, new):
            message = f"{old.toString()} could not be renamed to {new.toString()}. See who may write there"
            raise DaytallyError("output", message)

    def clear(self):
        """Deletes what was written beside the place."""
        self.system.delete(self.staging, True)


@contextmanager
def output(dataset, path):
    """Opens the output of a dataset; what is there stays as it is unless `replace` is called.

    Raises `invalid_option` where it would take an input or somebody else's files along.
    """
    place.refuse(dataset.spark, path, dataset.inputs, dataset.files)
    opened = Output(dataset.spark, path)
    try:
        opened.system.mkdirs(opened.staging)
        with settings.held(dataset.spark, settings.WRITING):
            yield opened
    finally:
        opened.clear()
