"""A dataset: the Parquet files of some inputs, and their results."""

from __future__ import annotations

from typing import TYPE_CHECKING

from daytally_spark import table
from daytally_spark.errors import DaytallyError
from daytally_spark.questions import Questions
from daytally_spark.reading import damage, readable
from daytally_spark.reading.parquet_files import ParquetFiles
from daytally_spark.source import footer, listing

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from pyspark.sql import DataFrame, SparkSession

    from daytally_spark.source.listing import File
    from daytally_spark.table import Table
    from daytally_spark.values.date_format import DateFormat


class Dataset(Questions, ParquetFiles):
    """The Parquet files of some inputs, and their results as DataFrames.

    `Dataset.of` takes a DataFrame, the name of a table, or a path in another format.

    >>> dataset = Dataset(spark, ["views"], timezone="Asia/Kolkata")
    >>> dataset.monthly().show()
    >>> dataset.gaps("2023-05-02", "ranges").show()
    >>> Dataset.of(spark.read.table("main.yt.views")).monthly().show()
    """

    def __init__(
        self,
        spark: SparkSession,
        inputs: str | Iterable[object],
        columns: Mapping[str, str] | None = None,
        timezone: str | None = None,
        date_formats: Mapping[str, str | DateFormat] | None = None,
        as_files: bool = False,
        on_bad_file: str = "fail",
    ) -> None:
        """List the inputs (files, folders and globs) and read every footer.

        `columns` has column names by role. `timezone` converts instants to days, UTC by default.
        `date_formats` has formats of text and numbers by role. With `as_files`, the logs of tables
        are ignored. `on_bad_file` is `fail`, which raises a `DaytallyError` for a file that cannot be
        read, or `skip`. Raises `no_input` if there is no file to read, `table` for a table that
        `as_files` does not allow, and `invalid_option`.
        """
        super().__init__(spark, columns, timezone, date_formats)
        if hasattr(inputs, "sparkSession"):
            message = "Dataset: expected paths, found a DataFrame. Use Dataset.of(frame)"
            raise DaytallyError("invalid_option", message)
        self.inputs = [inputs] if isinstance(inputs, str) else list(map(str, inputs))
        self.skips = on_bad_file == "skip"
        if on_bad_file not in ("fail", "skip"):
            raise DaytallyError("invalid_option", f"on_bad_file: expected fail or skip, found {on_bad_file!r}")
        found = listing.files(spark, self.inputs, as_files)
        self.skipped, self.tables = found.skipped, found.tables
        for file, known in zip(found.files, footer.read(spark, found.files)):
            if known is None:
                found.skip(file.name, "not_parquet", "it neither begins nor ends as a Parquet file does")
            elif isinstance(known, DaytallyError):
                self.bad(file, known)
            else:
                self.files.append(file)
                self.footers.append(known)
        self.keep()

    @staticmethod
    def of(
        data: DataFrame | str,
        columns: Mapping[str, str] | None = None,
        timezone: str | None = None,
        date_formats: Mapping[str, str | DateFormat] | None = None,
        input_format: str | None = None,
        spark: SparkSession | None = None,
    ) -> Table:
        """Return the results of a DataFrame, of a table by its name, or of a path in `input_format`.

        Columns have any names and types that the roles accept; `columns`, `timezone` and `date_formats`
        are those of `Dataset`. `spark` is the session for names and paths, by default the current one.
        Spark reads a table by its own log. Works under Spark Connect.

        Raises `no_input` if Spark cannot open it, and `invalid_option`.

        >>> Dataset.of("main.yt.views").gaps("2023-05-02", "ranges").show()
        >>> Dataset.of("/Volumes/main/yt/views", input_format="delta").monthly().show()
        """
        return table.of(data, columns, timezone, date_formats, input_format, spark)

    def keep(self) -> None:
        """Compute the state that depends on the files. Raises `no_input` if there are no files."""
        if not self.files:
            raise self.nothing()
        self.settle()

    def bad(self, file: File, problem: DaytallyError) -> None:
        """Skip a bad file if bad files are skipped, else raise its error."""
        if not self.skips:
            raise problem
        self.problems.append({"file": file.name, "code": problem.code, "message": str(problem)})

    def drop(self, problems: Mapping[int, DaytallyError]) -> None:
        """Skip the files in {ordinal: error}."""
        for place, problem in sorted(problems.items()):
            self.bad(self.files[place], problem)
        if problems:
            kept = [place for place in range(len(self.files)) if place not in problems]
            self.files, self.footers = [self.files[at] for at in kept], [self.footers[at] for at in kept]
            names = {file.name for file in self.files}
            self.checked = {key: each for key, each in self.checked.items() if key[0] in names}
            self.keep()

    def nothing(self) -> DaytallyError:
        """Return the error for inputs without a readable file."""
        left = [f"{each['path']} ({each['why']})" for each in self.skipped]
        left += [f"{each['file']} ({each['message']})" for each in self.problems]
        listed = f"; skipped: {', '.join(left[:3])}{f' and {len(left) - 3} more' if len(left) > 3 else ''}"
        message = f"{', '.join(self.inputs)}: there is no file to read; expected Parquet files whose names do not begin"
        return DaytallyError("no_input", f"{message} with _ or .{listed if left else ''}")

    def prepare(self, wanted: Iterable[str]) -> None:
        """Check that every file has the roles `wanted` with some readable values.

        Other files are bad. Columns are read once if footers do not show this. If bad files are
        skipped, every page of the roles is decoded first, because footers do not show damaged pages.
        """
        wanted = [role for role in wanted if role not in self.prepared]
        problems: dict[int, DaytallyError] = {}
        for place in range(len(self.files)):
            try:
                for role in wanted:
                    self.source(place, role)
            except DaytallyError as problem:
                if problem.code == "ambiguous_column":
                    raise
                problems[place] = problem
        self.drop(problems)
        if self.skips and wanted:
            self.drop(damage.find(self, wanted))
        found = readable.check(self, wanted)
        self.checked |= {(self.files[place].name, role): each for (place, role), each in found.items()}
        self.drop(readable.problems(self, found))
        # A failed job fails again in the next call.
        self.prepared.update(wanted)
