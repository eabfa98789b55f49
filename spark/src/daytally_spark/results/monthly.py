"""Monthly views: the sum of view counts by channel, video and month."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pyspark.sql import functions as F

from daytally_spark.errors import marked
from daytally_spark.values.calendar import month_number, month_text

if TYPE_CHECKING:
    from pyspark.sql import Column, DataFrame

# The roles that are read.
MONTHLY = ("channel_id", "video_id", "date", "viewCount")
KEYS = ("channel_id", "video_id", "month")
BITS = 22
PIECE = 2**BITS


def sums(frame: DataFrame) -> DataFrame:
    """Return the monthly views of a frame of roles.

    A sum that does not fit in 64 bits fails the job with `sum_overflow`, which names the group;
    intermediate values may exceed 64 bits.
    """
    month = month_text("number")
    sums = frame.groupBy("channel_id", "video_id", month_number("date").alias("number")).agg(
        *pieces(F.col("viewCount"))
    )
    found = sums.select("channel_id", "video_id", month.alias("month"), total(month).alias("aggViewCount"))
    return found.orderBy(*KEYS)


def pieces(views: Column) -> tuple[Column, Column, Column]:
    """Return the sums `high`, `middle` and `low` of the pieces of counts.

    They are exact for 2^41 counts in any order, which one 64-bit sum is not.
    """
    return (
        F.sum(F.shiftright(views, 2 * BITS)).alias("high"),
        F.sum(F.shiftright(views, BITS).bitwiseAND(PIECE - 1)).alias("middle"),
        F.sum(views.bitwiseAND(PIECE - 1)).alias("low"),
    )


def exact() -> Column:
    """Combine the pieces of a sum to decimal(38,0)."""
    high, middle, low = (F.col(piece).cast("decimal(38,0)") for piece in ("high", "middle", "low"))
    found = ((high * PIECE).cast("decimal(38,0)") + middle).cast("decimal(38,0)")
    whole: Column = ((found * PIECE).cast("decimal(38,0)") + low).cast("decimal(38,0)")
    return whole


def total(month: Column) -> Column:
    """Combine the pieces of a sum to 64 bits, or fail with the name of the group."""
    high, middle, low = F.col("high"), F.col("middle"), F.col("low")
    small = high.between(-(2**17), 2**17) & (middle < 2**38) & (low < 2**60)
    quick = F.shiftleft(high, 2 * BITS) + F.shiftleft(middle, BITS) + low
    wide = exact()
    min_sum, max_sum = (F.lit(str(bound)).cast("decimal(38,0)") for bound in (-(2**63), 2**63 - 1))
    names = [F.coalesce(part, F.lit("null")) for part in (F.col("channel_id"), F.col("video_id"), month)]
    sentence = F.concat(
        F.lit(marked("sum_overflow", "the sum of channel ")),
        names[0],
        F.lit(", video "),
        names[1],
        F.lit(", month "),
        names[2],
        F.lit(" is outside 64 bits: "),
        wide.cast("string"),
        F.lit(". Look at its counts"),
    )
    fitting = F.when(wide.between(min_sum, max_sum), wide.cast("bigint")).otherwise(F.raise_error(sentence))
    return F.when(high.isNull(), F.lit(None)).when(small, quick).otherwise(fitting)
