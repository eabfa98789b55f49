"""The outcome of a fetch from a provider."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from pyspark.sql import functions as F

from daytally_spark.provider import ABSENT, source
from daytally_spark.provider.fetcher import stopped
from daytally_spark.results.series import count_if

if TYPE_CHECKING:
    from typing import Any

    from pyspark.sql import DataFrame


@dataclass(frozen=True)
class FetchSummary:
    """The number of requested videos as of `run_date`, their `source`, and how many have no count."""

    videos: int
    unanswered: int
    run_date: date
    source: dict[str, str]

    def json(self) -> dict[str, Any]:
        """Return the figures for `--json`."""
        return {"runDate": str(self.run_date), "requested": self.videos, "unanswered": self.unanswered}

    def __str__(self) -> str:
        videos = f"{self.videos} video{'' if self.videos == 1 else 's'}"
        requested = f"Requested {videos} as of {self.run_date}; {self.unanswered} unanswered."
        return f"{requested}\n{source.sentence(self.source, self.videos - self.unanswered)}"


def of(answers: DataFrame, run_date: date) -> FetchSummary:
    """Count the `answers` of `fetch` in one job.

    Raises `provider` if every video failed, so that a provider that is down does not replace an old
    snapshot by an empty one. A response without any of the videos is not a failure.
    """
    lost = F.col("views").isNull()
    failed = lost & (F.col("reason") != ABSENT)
    [found] = (
        answers.where("leads")
        .agg(
            F.count("*").alias("videos"),
            count_if(lost).alias("lost"),
            count_if(failed).alias("failed"),
            F.max(F.when(failed, F.col("reason"))).alias("reason"),
        )
        .collect()
    )
    if found.videos and found.failed == found.videos:
        raise stopped(f"no video has an answer; one reason: {found.reason}")
    return FetchSummary(found.videos, found.lost or 0, run_date, answers.schema["views"].metadata)
