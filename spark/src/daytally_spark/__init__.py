"""Monthly views, gaps and snapshots of daily video counts in Parquet, on Spark.

>>> from daytally_spark import Dataset, gaps, monthly
>>> gaps(spark.read.table("main.yt.views"), end_date="2023-05-02", form="ranges").show()
>>> monthly(spark.read.table("main.yt.views")).show()
>>> Dataset(spark, ["views"]).gaps("2023-05-02").show()

The functions `monthly` and `gaps` take any DataFrame. `Dataset` reads Parquet files, and `Dataset.of` a
DataFrame, a table or a path in another format; their methods return all results, and diagnostics.
`snapshot` and `unanswered` take the answers of `fetch`. `daytally_spark.command.main` runs a command line.
"""

from daytally_spark.dataset import Dataset
from daytally_spark.errors import DaytallyError
from daytally_spark.frames import gaps, monthly
from daytally_spark.quality.diagnostics import diagnostics
from daytally_spark.results.combined import combined
from daytally_spark.results.snapshot import fetch, snapshot, unanswered

__all__ = [
    "Dataset",
    "DaytallyError",
    "combined",
    "diagnostics",
    "fetch",
    "gaps",
    "monthly",
    "snapshot",
    "unanswered",
]
