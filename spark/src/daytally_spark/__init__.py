"""The three questions about daily video counts in Parquet, on Spark.

>>> from daytally_spark import Dataset, gaps, window
>>> dataset = Dataset(spark, ["views"])
>>> days = window.of(dataset)
>>> gaps(dataset.frame("channel_id", "video_id", "created_date", "date"), days, "ranges").show()

`Dataset` reads files as columns of roles; `monthly`, `gaps`, `ask`, `snapshot`, `unanswered` and
`combined` are frames of the results; `job` writes them into folders as the command line does.
"""

from daytally_spark.combined import combined
from daytally_spark.dataset import Dataset
from daytally_spark.diagnostics import diagnostics
from daytally_spark.fault import DaytallyError
from daytally_spark.gaps import gaps
from daytally_spark.monthly import monthly
from daytally_spark.snapshot import ask, snapshot, unanswered

__all__ = [
    "Dataset", "DaytallyError", "ask", "combined", "diagnostics", "gaps", "monthly", "snapshot", "unanswered",
]
