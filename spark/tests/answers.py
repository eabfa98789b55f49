"""The package's results for a case, in the form of the expected files."""

import json
import tempfile
from pathlib import Path

from pyspark.sql import functions as F

from daytally_spark import snapshot, unanswered
from daytally_spark.dataset import Dataset
from daytally_spark.errors import from_spark
from daytally_spark.provider.simulator import Simulator
from daytally_spark.values.role import ROLES


class Answers:
    """The results of a dataset; an unreadable dataset fails for every result."""

    def __init__(self, spark, folder, inputs, options, scratch):
        self.options, self.files, self.scratch = options, [], scratch
        self.spark, self.fetched = spark, None
        self.inputs = [str(Path(folder) / given) for given in inputs]
        self.dataset = None

    def open(self):
        """Open the dataset once."""
        if self.dataset is None:
            columns, zone = self.options.get("columns"), self.options.get("timezone")
            formats = self.options.get("date_formats")
            as_files, on_bad_file = self.options.get("as_files", False), self.options.get("on_bad_file", "fail")
            self.dataset = Dataset(self.spark, self.inputs, columns, zone, formats, as_files, on_bad_file)
            self.files = self.dataset.files
        return self.dataset

    def answers(self):
        """Return the answers of the simulator, which is called once."""
        if self.fetched is None:
            self.fetched = self.open().fetch(Simulator(), tempfile.mkdtemp(dir=self.scratch))
        return self.fetched

    def of(self, name):
        """Return the frame of a result."""
        if name == "monthly":
            return self.open().monthly()
        if name.startswith("gaps-"):
            return self.open().gaps(self.options.get("end_date"), name.removeprefix("gaps-"))
        if name == "unanswered":
            return unanswered(self.answers())
        if name == "combined":
            # Whether the files can be read is known before a provider is called.
            self.open().prepare(ROLES)
        found = snapshot(self.answers(), self.options["run_date"])
        return found if name == "snapshot" else self.open().combined(found)

    def rows(self, names):
        """Return (rows, columns) by name, in the form and order of the expected files.

        A result that fails is an error instead. All other results are computed in one job.
        """
        found, frames = {}, {}
        for name in names:
            try:
                frames[name] = self.of(name)
            except Exception as problem:  # noqa: BLE001 any failure is one of the result
                found[name] = from_spark(problem, self.files)
        try:
            return found | collected(frames)
        except Exception:  # noqa: BLE001 the failing result is found by computing each alone
            for name, frame in frames.items():
                try:
                    found |= collected({name: frame})
                except Exception as problem:  # noqa: BLE001
                    found[name] = from_spark(problem, self.files)
        return found

    def diagnostics(self):
        """Return the diagnostics by the names of the expected files."""
        try:
            return self.open().diagnostics(self.options.get("end_date"))
        except Exception as problem:
            raise from_spark(problem, self.files) from problem


def collected(frames):
    """Collect frames by name in one job, each as (rows of texts, columns)."""
    whole = None
    for name, frame in frames.items():
        part = frame.select(F.lit(name).alias("name"), F.array(*texts(frame)).alias("row"))
        whole = part if whole is None else whole.unionAll(part)
    found = {name: ([], frame.dtypes) for name, frame in frames.items()}
    for name, row in whole.collect() if frames else []:
        rows, columns = found[name]
        rows.append(
            [
                json.loads(value) if value and kind.startswith("array") else value
                for value, (_, kind) in zip(row, columns)
            ]
        )
    return found


def texts(frame):
    """Return every column as text, lists as JSON."""
    return [
        F.to_json(F.col(name).cast("array<string>")) if kind.startswith("array") else F.col(name).cast("string")
        for name, kind in frame.dtypes
    ]


def wanted(path):
    """Read the rows and columns of an expected file, with Spark's type names."""
    document = json.loads(Path(path).read_text("utf-8"))
    kinds = {"utf8": "string", "int64": "bigint", "date32": "date", "list<date32>": "array<date>"}
    return document["rows"], [(each["name"], kinds[each["type"]]) for each in document["columns"]]
