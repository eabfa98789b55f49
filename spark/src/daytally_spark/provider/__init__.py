"""Providers of counts, which answer batches of ids.

A provider is pickled to Spark's tasks. It has `limit`, the max ids of one call, and `fetch(batches)`,
which returns for each batch (a list of ids) a list of (views or None, reason or None), in the order
of the ids. It raises `DaytallyError` if the user must fix something first. `shared(tasks)` returns
the provider for each of `tasks` concurrent tasks, which together keep its `rate` (calls per second,
None for no limit).
"""

from __future__ import annotations

from typing import Protocol

ABSENT = "absent from the answer"
# The views of a video, or the reason why a provider gave no count.
Reply = tuple[int | None, str | None]


class Provider(Protocol):
    """The interface of providers; see the module for the meaning of its members."""

    limit: int
    rate: float | None

    def fetch(self, batches: list[list[str]]) -> list[list[Reply]]:
        """Return the answers of batches, in their order."""

    def shared(self, tasks: int) -> Provider:
        """Return the provider for one of `tasks` tasks."""


def check(ids: list[str], limit: int) -> None:
    """Raise ValueError for a batch that exceeds the limit of a provider."""
    if len(ids) > limit:
        raise ValueError(f"Too many ({len(ids)}) videos in the list. Expected up to {limit}")
