"""The three questions as plain PySpark, over a frame of the five columns."""

from pyspark.sql import Window
from pyspark.sql import functions as F

VIDEO = ["channel_id", "video_id", "created_date"]
BATCH = 10


def monthly(frame):
    """Sum the views by channel, video and month."""
    month = F.date_format("date", "yyyy-MM").alias("month")
    total = F.sum("viewCount").alias("aggViewCount")
    return frame.groupBy("channel_id", "video_id", month).agg(total)


def gaps_list(frame, end):
    """Return the missing days of each video."""
    days = frame.groupBy("video_id").agg(F.collect_set("date").alias("days"))
    videos = frame.select(VIDEO).distinct().where(F.col("created_date") <= end)
    joined = videos.alias("v").join(days.alias("d"), F.expr("v.video_id <=> d.video_id"))
    expected = F.sequence("created_date", end, F.expr("interval 1 day"))
    found = F.array_sort(F.array_except(expected, "days")).alias("missing_dates")
    return joined.select("channel_id", "v.video_id", "created_date", found).where(F.size("missing_dates") > 0)


def gaps_dates(listed):
    """Return a row for each missing day of the lists."""
    day = F.explode("missing_dates").alias("missing_date")
    return listed.select(*VIDEO, day)


def gaps_ranges(listed, end):
    """Return a row for each unbroken run of missing days of the lists."""
    place = F.row_number().over(Window.partitionBy(VIDEO).orderBy("missing_date"))
    runs = gaps_dates(listed).withColumn("run", F.date_sub("missing_date", place))
    found = runs.groupBy(*VIDEO, "run").agg(
        F.min("missing_date").alias("gap_start"),
        F.max("missing_date").alias("gap_end"),
        F.count("*").alias("days"),
    )
    first, last = F.col("gap_start") == F.col("created_date"), F.col("gap_end") == end
    kind = F.when(first & last, "whole").when(first, "leading").when(last, "trailing").otherwise("inner")
    return found.select(*VIDEO, "gap_start", "gap_end", "days", kind.alias("kind"))


def process_batch_of_videos(video_ids):
    """Return pairs of id and views for up to ten video ids."""
    n = len(video_ids)
    if n > BATCH:
        raise Exception(f"Too many ({n}) videos in the list. Expected up to 10")
    return [(video_id, abs(hash(video_id) % 1000)) for video_id in video_ids]


def answers(frame):
    """Request the views of each video once, ten at a time."""
    ask = F.udf(process_batch_of_videos, "array<struct<video_id:string,views:bigint>>")
    requested = frame.select("video_id").where("video_id is not null").distinct()
    place = F.row_number().over(Window.orderBy("video_id")) - 1
    batches = requested.withColumn("batch", F.floor(place / BATCH)).groupBy("batch")
    replies = batches.agg(ask(F.collect_list("video_id")).alias("reply"))
    return replies.select(F.inline("reply"))


def snapshot(frame, replies, run_date):
    """Return a row with today's views for each video that was answered."""
    videos = frame.select(VIDEO).distinct().join(replies, "video_id")
    day = F.lit(run_date).cast("date").alias("date")
    return videos.select(*VIDEO, day, F.col("views").alias("viewCount"))


def unanswered(frame, replies):
    """Return the videos without an answer."""
    requested = frame.select("video_id").where("video_id is not null").distinct()
    lost = requested.join(replies, "video_id", "left_anti")
    return lost.select("video_id", F.lit("absent").alias("reason"))


def end_of(frame, given):
    """Return the last expected day as a literal: the one given, else the newest."""
    if given:
        return F.lit(given).cast("date")
    newest = frame.agg(F.max("date").cast("string")).first()[0]
    return F.lit(newest).cast("date")


def every(frame, end_date, run_date):
    """Return the frame of every question, by the name of its result."""
    end = end_of(frame, end_date)
    listed = gaps_list(frame, end).cache()
    replies = answers(frame).cache()
    taken = snapshot(frame, replies, run_date)
    return {
        "monthly": monthly(frame),
        "gaps-list": listed,
        "gaps-dates": gaps_dates(listed),
        "gaps-ranges": gaps_ranges(listed, end),
        "snapshot": taken,
        "unanswered": unanswered(frame, replies),
        "combined": frame.unionAll(taken),
    }
