"""What came of asking a provider."""

from dataclasses import dataclass
from datetime import date

from pyspark.sql import functions as F

from daytally_spark.provider import ABSENT, source
from daytally_spark.provider.asking import stopped
from daytally_spark.lifetime import count_if


@dataclass(frozen=True)
class Asked:
    """How many videos were requested, as of `run_date`, from which `source`, and how many have no count."""

    videos: int
    unanswered: int
    run_date: date
    source: dict

    def json(self):
        """Returns it as the figures of `--json` have it."""
        return {"runDate": str(self.run_date), "asked": self.videos, "unanswered": self.unanswered}

    def __str__(self):
        videos = f"{self.videos} video{'' if self.videos == 1 else 's'}"
        requested = f"Requested {videos} as of {self.run_date}; {self.unanswered} unanswered."
        return f"{requested}\n{source.sentence(self.source, self.videos - self.unanswered)}"


def of(answers, run_date):
    """Counts `answers` (what `ask` gives), in one job.

    Raises `provider` where every video failed: a provider that is down is not to make an empty
    snapshot of an old one. An answer that leaves all of them out is an answer.
    """
    lost = F.col("views").isNull()
    failed = lost & (F.col("reason") != ABSENT)
    found = answers.where("leads").agg(
        F.count("*").alias("videos"),
        count_if(lost).alias("lost"),
        count_if(failed).alias("failed"),
        F.max(F.when(failed, F.col("reason"))).alias("reason"),
    ).first()
    if found.videos and found.failed == found.videos:
        raise stopped(f"no video has an answer, one of them for: {found.reason}")
    return Asked(found.videos, found.lost or 0, run_date, answers.schema["views"].metadata)
