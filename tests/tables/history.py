"""A Delta table with a random history, written by `deltalake`."""

from datetime import date, timedelta

import polars as pl
import pyarrow as pa
from deltalake import DeltaTable, write_deltalake

FIRST = date(2023, 1, 28)
SCHEMA = pa.schema(
    [
        ("channel_id", pa.string()),
        ("video_id", pa.string()),
        ("created_date", pa.date32()),
        ("date", pa.date32()),
        ("viewCount", pa.int64()),
    ]
)
# Characters that paths escape, once in the folder's name and once more in the log.
CHANNELS = ("UCa", "UC b", "UC%20c", "UC/d=e", "UCé+日", "UC:f#?", None)


class History:
    """A table that changes step by step."""

    def __init__(self, folder, chance):
        """Write the first version."""
        self.folder, self.chance = str(folder), chance
        self.partition = chance.choice((None, ["date"], ["channel_id"], ["channel_id", "date"]))
        write_deltalake(self.folder, self.rows(), partition_by=self.partition)

    def rows(self):
        """Return a few random rows, at most one for each video and day."""
        chance = self.chance
        keys = {(chance.randrange(12), chance.randrange(10)) for _ in range(chance.randrange(1, 30))}
        rows = [
            (
                CHANNELS[video % len(CHANNELS)],
                f"v{video}",
                FIRST + timedelta(video % 4),
                FIRST + timedelta(day) if day else None,
                chance.choice((None, 0, 1, chance.randrange(-9, 10**12))),
            )
            for video, day in sorted(keys)
        ]
        return pa.table(
            [pa.array(column, field.type) for column, field in zip(zip(*rows), SCHEMA, strict=True)], schema=SCHEMA
        )

    def step(self):
        """Change the table by one random operation; return its name."""
        table = DeltaTable(self.folder)
        operations = (
            self.append,
            self.append,
            self.overwrite,
            self.overwrite_part,
            self.delete,
            self.update,
            self.merge,
            self.optimize,
            self.checkpoint,
            self.restore,
        )
        operation = self.chance.choice(operations)
        operation(table)
        return operation.__name__

    def append(self, _table):
        """Add rows."""
        write_deltalake(self.folder, self.rows(), mode="append")

    def overwrite(self, _table):
        """Replace all rows."""
        write_deltalake(self.folder, self.rows(), mode="overwrite")

    def overwrite_part(self, _table):
        """Replace the rows of a channel."""
        rows = pl.from_arrow(self.rows()).filter(pl.col("channel_id") == "UC%20c")
        if rows.height:
            write_deltalake(
                self.folder, rows.to_arrow().cast(SCHEMA), mode="overwrite", predicate="channel_id = 'UC%20c'"
            )

    def delete(self, table):
        """Delete the rows of a day."""
        table.delete(f"date = '{FIRST + timedelta(self.chance.randrange(10))}'")

    def update(self, table):
        """Change the counts of a video."""
        table.update(updates={"viewCount": "7"}, predicate=f"video_id = 'v{self.chance.randrange(12)}'")

    def merge(self, table):
        """Update the rows that exist and insert the others."""
        merger = table.merge(
            self.rows(),
            predicate="target.video_id = source.video_id AND target.date = source.date",
            source_alias="source",
            target_alias="target",
        )
        merger.when_matched_update_all().when_not_matched_insert_all().execute()

    def optimize(self, table):
        """Join small files."""
        table.optimize.compact()

    def checkpoint(self, table):
        """Write a checkpoint."""
        table.create_checkpoint()

    def restore(self, table):
        """Go back to an earlier version."""
        table.restore(self.chance.randrange(table.version() + 1))
