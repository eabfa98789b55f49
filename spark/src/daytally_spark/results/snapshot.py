"""The snapshot: today's count of every video, fetched in batches that are all full except the last."""

from __future__ import annotations

from copy import copy
from itertools import groupby
from typing import TYPE_CHECKING

import pyarrow as pa
from pyspark.sql import functions as F

from daytally_spark.errors import DaytallyError, marked
from daytally_spark.provider import source
from daytally_spark.results import batches
from daytally_spark.results.kept import keep
from daytally_spark.results.series import SERIES
from daytally_spark.values.calendar import literal

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping
    from datetime import date
    from typing import Any

    from pyspark.sql import DataFrame, SparkSession

    from daytally_spark.provider import Provider, Reply

ANSWER = "channel_id string, video_id string, created_date date, views bigint, reason string, leads boolean"
# Ids that a task holds at a time; a partition has about as many if there are enough.
HELD = 10_000
# Spark's default number of partitions, for sessions in which Spark chooses it.
AUTO = 200


def fetch(frame: DataFrame, provider: Provider, path: str, batch_size: int | None = None) -> DataFrame:
    """Fetch the count of every video of `frame` (its series), and write the answers below `path`.

    N distinct videos need ceil(N / batch_size) calls if none fails, and no id is requested twice; null
    ids are not requested. A task that Spark repeats, after the loss of an executor or by speculation,
    requests all its batches again, because there is no ledger of answers.

    The answers are rows of `ANSWER`, one for each distinct series: `views`, or the `reason` why there
    are none; `leads` marks one row of each video. They are written because a frame may be computed
    more than once, but requests must not be repeated. The metadata of `views` states the provider,
    like that of a snapshot's `viewCount`. Raises `provider` if the provider rejects requests.
    """
    size = batch_of(provider, batch_size)
    series = frame.where(F.col("video_id").isNotNull()).select(*SERIES).distinct()
    series = materialize(series, f"{path}/series")
    count = partitions(frame.sparkSession, series.count(), size, provider.rate)
    # All rows of a video are in one partition, and the bounds must not be sampled again.
    ordered = arranged(series, count)
    is_kept = keep(ordered)
    if not is_kept and count > 1:
        # One partition has no bounds.
        count, ordered = 1, arranged(series, 1)
    try:
        found = [line.asDict() for line in batches.ends(ordered, size).collect()]
        shares, across = batches.shares(found, size)
        # One call first shows whether the provider answers at all.
        known = of_across(frame.sparkSession, provider, across[:1])
        if known and hasattr(provider, "proven"):
            provider = copy(provider)
            provider.proven = any(views is not None for views, _ in known.values())
        known |= of_across(frame.sparkSession, provider, across[1:])
        answers = ordered.mapInArrow(asker(provider.shared(count), size, shares, known), ANSWER)
        return materialize(answers.withMetadata("views", source.of(provider)), f"{path}/answers")
    finally:
        if is_kept:
            ordered.unpersist()


def arranged(series: DataFrame, count: int) -> DataFrame:
    """Return series in ascending order in a number of partitions, each video in one."""
    parts = series.repartitionByRange(count, "video_id") if count > 1 else series.coalesce(1)
    return parts.sortWithinPartitions("video_id", "channel_id", "created_date")


def materialize(frame: DataFrame, path: str) -> DataFrame:
    """Write a frame to the folder `path` and return the frame that reads it.

    Files are used instead of cached blocks: they survive the loss of an executor, do not occupy it, and
    adaptive execution coalesces their partitions, unlike those of a cached plan on Spark 3.5.
    """
    frame.write.mode("overwrite").parquet(path)
    return frame.sparkSession.read.schema(frame.schema).parquet(path)


def batch_of(provider: Provider, batch_size: int | None) -> int:
    """Return the number of videos per batch. Raises `batch_too_large` if the provider accepts fewer."""
    size = batch_size or provider.limit
    if size > provider.limit:
        message = f"Too many ({size}) videos in the list. Expected up to {provider.limit}"
        raise DaytallyError("batch_too_large", message)
    return size


def cost(frame: DataFrame, provider: Provider, batch_size: int | None = None) -> dict[str, int]:
    """Return the cost of `fetch` if no call fails: `videos`, `batchSize` and `calls`."""
    size = batch_of(provider, batch_size)
    videos = frame.where(F.col("video_id").isNotNull()).select("video_id").distinct().count()
    return {"videos": videos, "batchSize": size, "calls": -(-videos // size)}


def partitions(spark: SparkSession, series: int, size: int, rate: float | None = None) -> int:
    """Return the number of partitions for a number of series, with `size` videos per batch.

    Partitions have `HELD` series, or there is one per core if that is more. Each has at least one
    batch. There are at most `spark.sql.shuffle.partitions`, because the ends of each go to the driver.
    Partitions that share a rate are at most as many as cores, so that the whole rate is used.
    """
    cores = cores_of(spark)
    shuffle = spark.conf.get("spark.sql.shuffle.partitions") or ""
    # On Databricks the setting may be `auto`.
    max_count = cores if rate else int(shuffle) if shuffle.isdigit() else AUTO
    wanted = max(min(cores, -(-series // size)), -(-series // HELD))
    return max(1, min(wanted, max_count))


def of_across(spark: SparkSession, provider: Provider, across: list[list[str]]) -> dict[str, Reply]:
    """Fetch the batches that cross partitions; return (views, reason) by id."""
    if not across:
        return {}
    parts = min(len(across), cores_of(spark))
    part = provider.shared(parts)

    def answered(record_batches: Iterator[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
        ids = [video_ids for batch in record_batches for video_ids in batch.column("ids").to_pylist()]
        for video_ids, answers in zip(ids, call_provider(part, ids)):
            columns = [video_ids, *map(list, zip(*answers))]
            yield pa.RecordBatch.from_arrays([pa.array(*pair) for pair in zip(columns, REPLY_TYPES)], REPLY_NAMES)

    requests = spark.createDataFrame([(ids,) for ids in across], "ids array<string>").repartition(parts)
    found = requests.mapInArrow(answered, "video_id string, views bigint, reason string")
    return {line.video_id: (line.views, line.reason) for line in found.collect()}


def cores_of(spark: SparkSession) -> int:
    """Return the number of tasks that run at a time, by Spark's default."""
    context = getattr(spark, "sparkContext", None)
    if context is not None:
        return int(context.defaultParallelism)
    # Spark Connect has no SparkContext; a range has as many partitions.
    parts = spark.range(AUTO * AUTO).select(F.spark_partition_id().alias("part"))
    [(last,)] = parts.agg(F.max("part")).collect()
    return int(last) + 1


def call_provider(provider: Provider, ids: list[list[str]]) -> list[list[Reply]]:
    """Call the provider; errors are marked so that they pass through Spark."""
    try:
        return provider.fetch(ids)
    except DaytallyError as problem:
        raise RuntimeError(marked(problem.code, str(problem))) from problem


def asker(
    provider: Provider, size: int, shares: Mapping[int, batches.Share], known: Mapping[str, Reply]
) -> Callable[[Iterator[pa.RecordBatch]], Iterator[pa.RecordBatch]]:
    """Return the function that answers the rows of a partition."""

    def answer(record_batches: Iterator[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
        share = shares[batches.partition()]
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


def lines(record_batches: Iterable[pa.RecordBatch]) -> Iterator[tuple[Any, ...]]:
    """Yield rows as tuples."""
    for batch in record_batches:
        yield from zip(*(column.to_pylist() for column in batch.columns))


def written(
    provider: Provider, size: int, held: list[tuple[str, list[tuple[Any, ...]]]], skip: int, known: Mapping[str, Reply]
) -> pa.RecordBatch:
    """Answer some videos: from `known` if another task fetched them, the rest in full batches."""
    requested = [video for video, _ in held[skip:] if video not in known]
    ids = [requested[at : at + size] for at in range(0, len(requested), size)]
    answers = {video: known[video] for video, _ in held if video in known}
    for video_ids, replies in zip(ids, call_provider(provider, ids)):
        answers.update(zip(video_ids, replies))
    rows = [(*row, *answers[video], place == 0) for video, alike in held for place, row in enumerate(alike)]
    columns = [list(column) for column in zip(*rows)]
    return pa.RecordBatch.from_arrays([pa.array(*pair) for pair in zip(columns, TYPES)], NAMES)


REPLY_NAMES, REPLY_TYPES = ["video_id", "views", "reason"], [pa.string(), pa.int64(), pa.string()]
NAMES = ["channel_id", "video_id", "created_date", "views", "reason", "leads"]
TYPES = [pa.string(), pa.string(), pa.date32(), pa.int64(), pa.string(), pa.bool_()]


def snapshot(answers: DataFrame, run_date: date | str) -> DataFrame:
    """Return a row for each series whose video has a count, from the `answers` of `fetch`.

    The columns are `channel_id, video_id, created_date, date` (`run_date`), `viewCount` (bigint), and
    rows are ordered by the first three. The metadata of `viewCount` states the provider.

    >>> answers = dataset.fetch(Simulator(), "scratch")
    >>> snapshot(answers, "2023-05-02").show()
    """
    answered = answers.where(F.col("views").isNotNull())
    counts = F.col("views").alias("viewCount", metadata=answers.schema["views"].metadata)
    return answered.select(*SERIES, literal(run_date).alias("date"), counts).orderBy(*SERIES)


def unanswered(answers: DataFrame) -> DataFrame:
    """Return `video_id, reason` (text) of the videos without a count, from the `answers` of `fetch`.

    Rows are ordered by `video_id`.
    """
    lost = answers.where(F.col("views").isNull() & F.col("leads"))
    return lost.select("video_id", "reason").orderBy("video_id")
