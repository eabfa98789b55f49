"""An Iceberg table with a random history, written by `pyiceberg`."""

from datetime import date, timedelta

import pyarrow as pa
from pyiceberg.catalog.sql import SqlCatalog
from pyiceberg.expressions import EqualTo
from pyiceberg.partitioning import PartitionField, PartitionSpec
from pyiceberg.schema import Schema
from pyiceberg.transforms import IdentityTransform
from pyiceberg.types import DateType, IntegerType, LongType, NestedField, StringType

from moved_io import SCHEME

FIRST = date(2023, 1, 28)
SCHEMA = Schema(
    NestedField(1, "channel_id", StringType()),
    NestedField(2, "video_id", StringType()),
    NestedField(3, "created_date", DateType()),
    NestedField(4, "date", DateType()),
    NestedField(5, "viewCount", IntegerType()),
    NestedField(6, "note", IntegerType()),
)
# Characters that paths escape, and those that escapes are made of.
CHANNELS = ("UCa", "UC b", "UC%20c", "UC/d=e", "UCé+日", "UC:f#?", None)
PARTITIONS = {
    "none": (),
    "date": (PartitionField(4, 1000, IdentityTransform(), "date"),),
    "channel": (PartitionField(1, 1000, IdentityTransform(), "channel_id"),),
    "both": (
        PartitionField(4, 1000, IdentityTransform(), "the day"),
        PartitionField(1, 1001, IdentityTransform(), "channel_id"),
    ),
}


class History:
    """A table that changes step by step."""

    def __init__(self, chance):
        """Write the first snapshot."""
        self.chance = chance
        self.partition = chance.choice(sorted(PARTITIONS))
        catalog = SqlCatalog("c", uri="sqlite:///:memory:", **{"py-io-impl": "moved_io.MovedIO"})
        catalog.create_namespace("n")
        self.table = catalog.create_table(
            "n.t",
            SCHEMA,
            partition_spec=PartitionSpec(*PARTITIONS[self.partition]),
            location=f"{SCHEME}a table",
            properties={"format-version": chance.choice(("1", "2"))},
        )
        self.append()

    def rows(self):
        """Return a few random rows in the table's schema, at most one for each video and day."""
        chance = self.chance
        schema = self.table.schema().as_arrow()
        wide = schema.field("viewCount").type == pa.int64()
        keys = {(chance.randrange(12), chance.randrange(10)) for _ in range(chance.randrange(1, 30))}
        rows = [
            {
                "channel_id": CHANNELS[video % len(CHANNELS)],
                "video_id": f"v{video}",
                "created_date": FIRST + timedelta(video % 4),
                "date": FIRST + timedelta(day) if day else None,
                "viewCount": chance.choice((None, 0, 1, chance.randrange(-9, 10**12 if wide else 10**9))),
                "note": chance.randrange(4),
            }
            for video, day in sorted(keys)
        ]
        named = [{name: row.get(name, chance.randrange(4)) for name in schema.names} for row in rows]
        return pa.Table.from_pylist(named, schema=schema)

    def step(self):
        """Change the table by one random operation; return its name."""
        operations = (
            self.append,
            self.append,
            self.overwrite,
            self.overwrite_part,
            self.delete,
            self.rename,
            self.replace,
            self.widen,
            self.reorder,
            self.partition_again,
            self.upgrade,
            self.restore,
        )
        operation = self.chance.choice(operations)
        operation()
        return operation.__name__

    def append(self):
        """Add rows."""
        self.table.append(self.rows())

    def overwrite(self):
        """Replace all rows."""
        self.table.overwrite(self.rows())

    def overwrite_part(self):
        """Replace the rows of a channel."""
        rows = self.rows()
        rows = rows.filter(pa.compute.equal(rows["channel_id"], "UC%20c"))
        self.table.overwrite(rows, EqualTo("channel_id", "UC%20c"))

    def delete(self):
        """Delete the rows of a day."""
        day = FIRST + timedelta(self.chance.randrange(1, 10))
        self.table.delete(EqualTo("date", day.isoformat()))

    def rename(self):
        """Rename a column."""
        with self.table.update_schema() as update:
            update.rename_column(self.other(), f"note {self.chance.randrange(1000)}")

    def replace(self):
        """Drop a column and add another one of the same name."""
        name = self.other()
        with self.table.update_schema(allow_incompatible_changes=True) as update:
            update.delete_column(name)
        with self.table.update_schema() as update:
            update.add_column(name, IntegerType())

    def widen(self):
        """Widen the type of the counts."""
        with self.table.update_schema() as update:
            update.update_column("viewCount", LongType())

    def reorder(self):
        """Move a column to the front."""
        with self.table.update_schema() as update:
            update.move_first(self.chance.choice(self.table.schema().as_arrow().names))

    def partition_again(self):
        """Change the partitioning of later files."""
        names = [field.name for field in self.table.spec().fields]
        with self.table.update_spec() as update:
            if names:
                update.remove_field(names[0])
            else:
                update.add_field("video_id", IdentityTransform(), f"video {self.chance.randrange(1000)}")

    def upgrade(self):
        """Write the metadata of format 2."""
        if self.table.format_version == 1:
            with self.table.transaction() as transaction:
                transaction.upgrade_table_version(2)

    def restore(self):
        """Go back to an earlier snapshot."""
        snapshot = self.chance.choice(self.table.metadata.snapshots)
        with self.table.manage_snapshots() as manage:
            manage.set_current_snapshot(snapshot_id=snapshot.snapshot_id)

    def other(self):
        """Return the name of the column that has no role."""
        return next(name for name in self.table.schema().as_arrow().names if name.startswith("note"))
