"""Monthly views, gaps and snapshots of daily video counts in Parquet, on Spark.

>>> from daytally_spark import Dataset, gaps, window
>>> dataset = Dataset(spark, ["views"])
>>> days = window.of(dataset)
>>> gaps(dataset.frame("channel_id", "video_id", "created_date", "date"), days, "ranges").show()

`Dataset` reads files into columns by role. `monthly`, `gaps`, `ask`, `snapshot`, `unanswered` and
`combined` return the results as DataFrames. `job` writes them to folders like the command line.
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
