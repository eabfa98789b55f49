"""Monthly views, gaps and snapshots of daily video counts in Parquet, on Spark.

>>> from daytally_spark import Dataset
>>> dataset = Dataset(spark, ["views"])
>>> dataset.monthly().show()
>>> dataset.gaps("2023-05-02", "ranges").show()

`Dataset` reads files, and its methods return the results as DataFrames. The functions `monthly` and
`gaps` do the same for a DataFrame of your own, such as a Delta table. `snapshot` and `unanswered` take
the answers of `Dataset.ask`. `daytally_spark.command.main` runs a command line.
"""

from daytally_spark.dataset import Dataset
from daytally_spark.errors import DaytallyError
from daytally_spark.quality.diagnostics import diagnostics
from daytally_spark.results.combined import combined
from daytally_spark.results.gaps import gaps
from daytally_spark.results.monthly import monthly
from daytally_spark.results.snapshot import ask, snapshot, unanswered

__all__ = [
    "Dataset",
    "DaytallyError",
    "ask",
    "combined",
    "diagnostics",
    "gaps",
    "monthly",
    "snapshot",
    "unanswered",
]
