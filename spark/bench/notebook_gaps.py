"""The usual notebook implementation of the questions, for comparison with the package.

Calendars are exploded into rows, and batches are filled partition by partition. Each video's
calendar is compared with its own days, videos without gaps are omitted, ids are distinct before
they are put into batches, and the rows of history keep their dates.
"""

from pyspark.sql import functions as F

SERIES = ["channel_id", "video_id", "created_date"]


def monthly(frame):
    """Sum views by channel, video and month."""
    month = F.date_format("date", "yyyy-MM").alias("month")
    return (
        frame.groupBy("channel_id", "video_id", month)
        .agg(F.sum("viewCount").alias("aggViewCount"))
        .orderBy("channel_id", "video_id", "month")
    )


def gaps(frame, end_date):
    """Return the missing days of each video: its calendar as rows, without the days with data."""
    videos = frame.select(SERIES).distinct()
    calendar = videos.select(*SERIES, F.explode(F.sequence("created_date", F.lit(end_date).cast("date"))).alias("date"))
    days = frame.select("video_id", "date").distinct()
    missing = calendar.join(days, ["video_id", "date"], "left_anti")
    return missing.groupBy(*SERIES).agg(F.sort_array(F.collect_list("date")).alias("missing_dates")).orderBy(*SERIES)


def snapshot(frame, run_date, process_batch):
    """Fetch in batches of ten, filled per partition; an accumulator counts calls."""
    calls = frame.sparkSession.sparkContext.accumulator(0)

    def fetch(rows):
        batch = []
        for row in rows:
            batch.append(row.video_id)
            if len(batch) == 10:
                calls.add(1)
                yield from process_batch(batch)
                batch = []
        if batch:
            calls.add(1)
            yield from process_batch(batch)

    ids = frame.select("video_id").where(F.col("video_id").isNotNull()).distinct()
    answers = frame.sparkSession.createDataFrame(ids.rdd.mapPartitions(fetch), "video_id string, views bigint")
    videos = frame.select(SERIES).distinct().join(answers, "video_id")
    day = F.lit(run_date).cast("date").alias("date")
    return videos.select(*SERIES, day, F.col("views").alias("viewCount")).orderBy(*SERIES), calls
