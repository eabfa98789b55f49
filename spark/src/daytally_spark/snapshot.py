"""Question 3: today's count of every video, asked in batches that are all full but the last."""

from copy import copy
from itertools import groupby

import pyarrow as pa
from pyspark import StorageLevel, TaskContext
from pyspark.sql import functions as F

from daytally_spark import batches
from daytally_spark.calendar import literal
from daytally_spark.fault import DaytallyError, marked
from daytally_spark.kept import kept
from daytally_spark.provider import source
from daytally_spark.series import SERIES

ANSWER = "channel_id string, video_id string, created_date date, views bigint, reason string, leads boolean"
# Ids that a task holds at a time, in batches; a partition has about as many where there are enough.
HELD = 10_000
# Partitions where Spark chooses their number: its own default.
AUTO = 200


def ask(frame, provider, path, batch_size=None):
    """Asks `provider` for every video of `frame` (its series), and writes the answers below `path`.

    N distinct videos take ceil(N / batch_size) calls where none fails, and no id is asked twice;
    null ids are never asked. A task that Spark repeats, after an executor was lost or by speculation,
    asks all its batches again: there is no ledger of what was answered.

    What is written are rows of `ANSWER`, one for each distinct series: `views`, or `reason` why there
    are none; `leads` marks one row of each video. It is written since a frame may be computed more
    than once, and a provider is not to be asked again. The metadata of `views` states the provider,
    as that of a snapshot's `viewCount` does. Raises `provider` where it answers no more.
    """
    size = batch_of(provider, batch_size)
    series = frame.where(F.col("video_id").isNotNull()).select(*SERIES).distinct()
    series = kept(series, f"{path}/series")
    count = partitions(frame.sparkSession, series.count(), size, provider.rate)
    # All rows of a video lie in one partition, and the partitions' bounds must not be drawn again.
    ordered = series.repartitionByRange(count, "video_id")
    ordered = ordered.sortWithinPartitions("video_id", "channel_id", "created_date").persist(StorageLevel.DISK_ONLY)
    try:
        found = [line.asDict() for line in batches.ends(ordered, size).collect()]
        shares, across = batches.shares(found, size)
        # One call alone shows whether the provider answers at all.
        known = of_across(frame.sparkSession, provider, across[:1])
        if known and hasattr(provider, "proven"):
            provider = copy(provider)
            provider.proven = any(views is not None for views, _ in known.values())
        known |= of_across(frame.sparkSession, provider, across[1:])
        answers = ordered.mapInArrow(asker(provider.shared(count), size, shares, known), ANSWER)
        return kept(answers.withMetadata("views", source.of(provider)), f"{path}/answers")
    finally:
        ordered.unpersist()


def batch_of(provider, batch_size):
    """Gives the videos of a batch. Raises `batch_too_large` for more than the provider takes."""
    size = batch_size or provider.limit
    if size > provider.limit:
        message = f"Too many ({size}) videos in the list. Expected up to {provider.limit}"
        raise DaytallyError("batch_too_large", message)
    return size


def cost(frame, provider, batch_size=None):
    """Tells what `ask` would take where no call fails: `videos`, `batchSize` and `calls`."""
    size = batch_of(provider, batch_size)
    videos = frame.where(F.col("video_id").isNotNull()).select("video_id").distinct().count()
    return {"videos": videos, "batchSize": size, "calls": -(-videos // size)}


def partitions(spark, series, size, rate=None):
    """Gives the number of partitions in which so many series are asked, `size` in a batch.

    As many as hold `HELD` each, or one for each core where that is more; but none with less than
    a batch, and no more than `spark.sql.shuffle.partitions`, for the ends of each go to the driver.
    Those that share a rate are no more than the cores, so that all of it is used.
    """
    cores = spark.sparkContext.defaultParallelism
    shuffle = spark.conf.get("spark.sql.shuffle.partitions")
    # Databricks has `auto`.
    most = cores if rate else int(shuffle) if shuffle.isdigit() else AUTO
    wanted = max(min(cores, -(-series // size)), -(-series // HELD))
    return max(1, min(wanted, most))


def of_across(spark, provider, across):
    """Asks the batches that lie across partitions, and gives (views, reason) by id."""
    if not across:
        return {}

    parts = min(len(across), spark.sparkContext.defaultParallelism)
    part = provider.shared(parts)

    def answered(lines):
        ids = list(lines)
        for video_ids, answers in zip(ids, told(part, ids)):
            yield from zip(video_ids, answers)

    return dict(spark.sparkContext.parallelize(across, parts).mapPartitions(answered).collect())


def told(provider, ids):
    """Asks, and marks an error so that it comes through Spark."""
    try:
        return provider.ask(ids)
    except DaytallyError as problem:
        raise RuntimeError(marked(problem.code, str(problem))) from problem


def asker(provider, size, shares, known):
    """Gives the function that answers a partition's rows."""
    def answer(record_batches):
        share = shares[TaskContext.get().partitionId()]
        skip, left = share.skip, share.whole * size
        held, waiting = [], 0
        for video, rows in groupby(lines(record_batches), key=lambda row: row[1]):
            held.append((video, list(rows)))
            waiting += 1
            if waiting == skip + min(left, HELD // size * size or size):
                yield written(provider, size, held, skip, known)
                left -= waiting - skip
                held, waiting, skip = [], 0, 0
        if held:
            yield written(provider, size, held, skip, known)

    return answer


def lines(record_batches):
    """Yields rows as tuples."""
    for batch in record_batches:
        yield from zip(*(column.to_pylist() for column in batch.columns))


def written(provider, size, held, skip, known):
    """Answers some videos: those that others asked from `known`, the rest in full batches."""
    asked = [video for video, _ in held[skip:] if video not in known]
    ids = [asked[at : at + size] for at in range(0, len(asked), size)]
    answers = {video: known[video] for video, _ in held if video in known}
    for video_ids, replies in zip(ids, told(provider, ids)):
        answers.update(zip(video_ids, replies))
    rows = [
        (*row, *answers[video], place == 0) for video, alike in held for place, row in enumerate(alike)
    ]
    columns = [list(column) for column in zip(*rows)]
    return pa.RecordBatch.from_arrays([pa.array(*pair) for pair in zip(columns, TYPES)], NAMES)


NAMES = ["channel_id", "video_id", "created_date", "views", "reason", "leads"]
TYPES = [pa.string(), pa.string(), pa.date32(), pa.int64(), pa.string(), pa.bool_()]


def snapshot(answers, run_date):
    """Returns `channel_id, video_id, created_date, date` (run_date), `viewCount`, in order."""
    answered = answers.where(F.col("views").isNotNull())
    counts = F.col("views").alias("viewCount", metadata=answers.schema["views"].metadata)
    return answered.select(*SERIES, literal(run_date).alias("date"), counts).orderBy(*SERIES)


def unanswered(answers):
    """Gives `video_id, reason` of the videos without a count, in order."""
    lost = answers.where(F.col("views").isNull() & F.col("leads"))
    return lost.select("video_id", "reason").orderBy("video_id")
