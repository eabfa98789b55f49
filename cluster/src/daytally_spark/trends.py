"""Whether counts look like lifetime counts, which never fall."""

from pyspark.sql import functions as F

from daytally_spark.calendar import month_number
from daytally_spark.monthly import exact, pieces
from daytally_spark.series import shifted

# As the crate's report/trends.rs has it: months of a series that is looked at, series for a verdict.
MONTHS = 3
SERIES = 10


def trends(frame):
    """Counts series by how their means change, of `channel_id`, `video_id`, `date`, `viewCount`.

    A series (channel, video) with counts in at least three months whose means over the days with
    data are not all the same is changing; where they never fall from one month to the next, it is
    never falling. Counts look cumulative where 99 in 100 of at least ten changing series never fall.
    """
    bit = shifted(F.lit(1), F.dayofmonth("date") - 1)
    dated = frame.where(F.col("date").isNotNull())
    months = dated.groupBy("channel_id", "video_id", month_number("date").alias("month")).agg(
        *pieces(F.col("viewCount")), F.bit_count(F.bit_or(bit)).alias("days")
    )
    # 38 digits hold the sum of 2^40 counts of 64 bits times 31 days.
    days = F.col("days").cast("decimal(2,0)").alias("days")
    month = F.struct("month", exact().alias("sum"), days).alias("month")
    summed = months.select("channel_id", "video_id", month).where(F.col("month.sum").isNotNull())
    series = summed.groupBy("channel_id", "video_id").agg(F.sort_array(F.collect_list("month")).alias("months"))
    steps = F.zip_with(
        F.slice("months", 2, F.size("months")), F.slice("months", 1, F.size("months") - 1), step
    )
    changes = series.where(F.size("months") >= MONTHS).select(steps.alias("steps"))
    falls = F.array_contains("steps", -1)
    counts = changes.agg(
        count_if(falls | F.array_contains("steps", 1)).alias("changing"),
        count_if(~falls & F.array_contains("steps", 1)).alias("never_falling"),
    ).first()
    changing, never_falling = counts.changing or 0, counts.never_falling or 0
    return {
        "changingSeries": changing,
        "neverFallingSeries": never_falling,
        "looksCumulative": changing >= SERIES and never_falling * 100 >= changing * 99,
    }


def step(now, before):
    """Compares the means of a month and of the one before: 1 where it rises, -1 where it falls."""
    mean, mean_before = now["sum"] * before["days"], before["sum"] * now["days"]
    return F.when(mean > mean_before, 1).when(mean < mean_before, -1).otherwise(0)


def count_if(condition):
    """Counts the rows for which something is true."""
    return F.sum(F.when(condition, 1).otherwise(0))
