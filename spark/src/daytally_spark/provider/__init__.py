"""Who knows today's counts: a provider answers batches of ids.

A provider is pickled to Spark's tasks. It has `limit`, the ids that one call takes at most, and
`ask(batches)`, which gives for each batch (a list of ids) a list of (views or None, reason or
None), an item for each id of the batch in its order. It raises `DaytallyError` where
nothing will be answered before somebody mends something. `shared(tasks)` gives the provider that
each of so many tasks at a time asks, so that together they keep its `rate` (calls that begin in a
second, None for no limit).
"""

ABSENT = "absent from the answer"


def check(ids, limit):
    """Refuses a batch that is over a provider's limit."""
    if len(ids) > limit:
        raise ValueError(f"Too many ({len(ids)}) videos in the list. Expected up to {limit}")
