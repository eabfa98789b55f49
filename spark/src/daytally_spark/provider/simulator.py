"""Simulated counts like those of the reference notebook: `abs(hash(video_id) % 1000)`, ten videos per call."""

from __future__ import annotations

from daytally_spark.provider import check
from daytally_spark.provider.python_hash import hashes
from daytally_spark.provider.source import SIMULATOR


class Simulator:
    """Computes counts from Python's hash of the id."""

    name = SIMULATOR
    limit = 10
    rate = None

    def shared(self, tasks: int) -> Simulator:
        """Return itself, because it has no rate."""
        return self

    def ask(self, batches: list[list[str]]) -> list[list[tuple[int | None, str | None]]]:
        """Return the answers of batches of up to ten ids."""
        for ids in batches:
            check(ids, self.limit)
        # All batches are hashed together, which is faster with NumPy.
        views = iter((hashes([video for ids in batches for video in ids]) % 1000).tolist())
        return [[(next(views), None) for _ in ids] for ids in batches]
