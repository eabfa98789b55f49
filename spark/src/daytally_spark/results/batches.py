"""Batches of ids, filled across all partitions.

The ids are partitioned by range and sorted. The numbers of distinct ids in the partitions determine
where the first whole batch of each partition begins. The ids before it complete a batch that began
in an earlier partition. The driver assembles these batches from at most one batch of ids per end of
each partition; all other ids stay in their partition.
"""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pyarrow as pa
from pyspark import TaskContext

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from typing import Any

    from pyspark.sql import DataFrame

ENDS = "partition int, ids bigint, heads array<string>, tails array<string>"


@dataclass(frozen=True)
class Share:
    """The batches that a partition fetches itself: the ids from `skip` on, in `whole` batches."""

    skip: int
    whole: int


def ends(frame: DataFrame, size: int) -> DataFrame:
    """Return a row of `ENDS` for each partition of `frame`, which is sorted and has no null `video_id`.

    `heads` and `tails` are the first and last distinct ids, fewer than `size` of each.
    """

    def read(batches: Iterator[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
        heads: list[str] = []
        tails: deque[str] = deque(maxlen=size - 1)
        count, last = 0, None
        for batch in batches:
            for video in distinct(batch, last):
                count += 1
                if len(heads) < size - 1:
                    heads.append(video)
                tails.append(video)
                last = video
        line = {"partition": partition(), "ids": count, "heads": heads, "tails": list(tails)}
        yield pa.RecordBatch.from_pylist([line], SCHEMA)

    return frame.select("video_id").mapInArrow(read, ENDS)


def partition() -> int:
    """Return the number of the partition that the current task computes."""
    context = TaskContext.get()
    assert context is not None, "only tasks have a partition"
    return context.partitionId()


SCHEMA = pa.schema(
    [("partition", pa.int32()), ("ids", pa.int64())] + [(name, pa.list_(pa.string())) for name in ("heads", "tails")]
)


def distinct(batch: pa.RecordBatch, last: str | None) -> Iterator[str]:
    """Yield the distinct ids of a sorted batch; `last` is the id before the batch."""
    for video in batch.column(0).to_pylist():
        if video != last:
            yield video
            last = video


def shares(found: Iterable[Mapping[str, Any]], size: int) -> tuple[dict[int, Share], list[list[str]]]:
    """Return ({partition: `Share`}, the batches that cross partitions) from rows of `ENDS`."""
    kept: dict[int, Share] = {}
    across: list[list[str]] = []
    open_batch: list[str] = []
    for line in sorted(found, key=lambda line: line["partition"]):
        skip = min((size - len(open_batch)) % size, line["ids"])
        open_batch += line["heads"][:skip]
        if len(open_batch) == size:
            across.append(open_batch)
            open_batch = []
        whole, left = divmod(line["ids"] - skip, size)
        kept[line["partition"]] = Share(skip, whole)
        if left:
            open_batch = line["tails"][-left:]
    return kept, across + ([open_batch] if open_batch else [])
