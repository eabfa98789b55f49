"""Keeps a frame that is read several times."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

from pyspark import StorageLevel
from pyspark.errors import PySparkException

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pyspark.sql import DataFrame


def keep(frame: DataFrame) -> bool:
    """Keep a frame on disk until `unpersist`; return whether the session can, which serverless cannot."""
    try:
        frame.persist(StorageLevel.DISK_ONLY)
    except PySparkException as problem:
        if "NOT_SUPPORTED" not in str(problem):
            raise
        return False
    return True


@contextmanager
def kept(frame: DataFrame) -> Iterator[DataFrame]:
    """Return the frame, kept on disk if the session can; otherwise each job computes it again."""
    is_kept = keep(frame)
    try:
        yield frame
    finally:
        if is_kept:
            frame.unpersist()
