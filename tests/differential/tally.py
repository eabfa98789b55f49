"""Counts of the cases that were tried."""

from collections import Counter


class Tally:
    """The counts of a run."""

    def __init__(self):
        self.done = 0
        self.failed = 0
        self.counts = Counter()
        self.written = Counter()

    def add(self, case, expected):
        """Count a case by its writers and by the kind of its answer."""
        self.done += 1
        for part in case.parts:
            self.written[part.writer if part.partition is None else f"{part.writer}, hive keys"] += 1
        self.counts["rows"] += len(expected.data.column("video_id")) if not expected.faults else 0
        for code in {fault.code for fault in expected.faults.values()}:
            self.counts[f"error {code}"] += 1

    def lines(self, refused):
        """Yield the counts, one line per kind."""
        yield f"of these: {dict(sorted(self.counts.items()))}"
        yield f"files or folders by writer: {dict(sorted(self.written.items()))}"
        yield f"refused by their writer: {dict(sorted(refused.items()))}"
