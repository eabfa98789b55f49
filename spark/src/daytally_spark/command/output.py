"""Outputs that are replaced only when the new one is complete."""

from __future__ import annotations

import json
import uuid
from contextlib import contextmanager
from typing import TYPE_CHECKING

from daytally_spark.command import output_guard, settings
from daytally_spark.errors import DaytallyError
from daytally_spark.source.hadoop import PATH, java_class

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from typing import Any

    from pyspark.sql import SparkSession

    from daytally_spark.reading.rows import Rows


class Output:
    """A folder that is first written beside its place (`_NAME.staging-…`, which Spark ignores)."""

    def __init__(self, spark: SparkSession, path: str) -> None:
        self.spark, self.path = spark, path
        self.path_of = java_class(spark, PATH)
        self.system, self.place = output_guard.qualified(spark, path)
        self.staging = self.beside("staging")

    def beside(self, what: str) -> Any:
        """Return a path beside the output."""
        name = f"_{self.place.getName()}.{what}-{uuid.uuid4().hex[:12]}"
        return self.path_of(self.place.getParent(), name)

    def inside(self, name: str) -> str:
        """Return the URL of a part of the folder that is being written."""
        return str(self.path_of(self.staging, name).toString())

    def write_json(self, name: str, value: object) -> None:
        """Write a value as a JSON file."""
        self.write(self.path_of(self.staging, name), json.dumps(value, ensure_ascii=False, indent=2) + "\n")

    def write(self, path: Any, text: str) -> None:
        """Write a text file."""
        stream = self.system.create(path)
        stream.write(text.encode())
        stream.close()

    def delete(self, name: str) -> None:
        """Delete a part of the folder that is being written."""
        self.system.delete(self.path_of(self.staging, name), True)

    def replace(self, part: str | None = None, source: Mapping[str, str] | None = None) -> None:
        """Replace the old output by the new one, or by a part of it.

        The marker file of a result states the `source` of its counts, if there is one. Raises
        `invalid_option` if the path now contains something that is not an output.
        """
        new = self.path_of(self.staging, part) if part else self.staging
        stated = "".join(f"{name}: {value}\n" for name, value in (source or {}).items())
        self.write(self.path_of(new, output_guard.MARK), output_guard.SENTENCE + stated)
        output_guard.refuse_others(self.system, self.place, self.path)
        old = self.beside("old")
        there = self.system.exists(self.place)
        if there:
            self.rename(self.place, old)
        try:
            self.rename(new, self.place)
        # An interrupted job must keep the old output, like a failed one.
        except BaseException:
            if there:
                self.rename(old, self.place)
            raise
        if there:
            self.system.delete(old, True)

    def rename(self, old: Any, new: Any) -> None:
        """Rename, or raise if that failed; Hadoop would move into an existing folder."""
        if self.system.exists(new) or not self.system.rename(old, new):
            message = f"{old.toString()} could not be renamed to {new.toString()}. Check the permissions of the folder"
            raise DaytallyError("output", message)

    def clear(self) -> None:
        """Delete the files that were written beside the output."""
        self.system.delete(self.staging, True)


@contextmanager
def output(dataset: Rows, path: str) -> Iterator[Output]:
    """Open the output of a dataset; the old output stays unless `replace` is called.

    Raises `invalid_option` if the output would replace an input or other files.
    """
    output_guard.refuse(dataset.spark, path, dataset.inputs, dataset.files)
    opened = Output(dataset.spark, path)
    try:
        opened.system.mkdirs(opened.staging)
        with settings.held(dataset.spark, settings.WRITING):
            yield opened
    finally:
        opened.clear()
