"""Commits that `pyiceberg` cannot write: position deletes, equality deletes and deletion vectors.

Each commit is a metadata file that follows the newest one, in the form of the specification.
"""

import json
import uuid
import zlib
from pathlib import Path

import fastavro
import pyarrow as pa
import pyarrow.parquet as pq

from moved_io import SCHEME

PATH_ID, POSITION_ID = 2147483546, 2147483545
DATA, POSITIONS, VALUES = 0, 1, 2


def field(name, of, number, **more):
    """Return a field of an Avro schema; an optional one is null if it is absent."""
    if more.pop("optional", False):
        of, more = ["null", of], {"default": None, **more}
    return {"name": name, "type": of, "field-id": number, **more}


MANIFEST_LIST = {
    "type": "record",
    "name": "manifest_file",
    "fields": [
        field("manifest_path", "string", 500),
        field("manifest_length", "long", 501),
        field("partition_spec_id", "int", 502),
        field("content", "int", 517),
        field("sequence_number", "long", 515),
        field("min_sequence_number", "long", 516),
        field("added_snapshot_id", "long", 503),
        *(
            field(f"{what}_files_count", "int", number)
            for what, number in (("added", 504), ("existing", 505), ("deleted", 506))
        ),
        *(
            field(f"{what}_rows_count", "long", number)
            for what, number in (("added", 512), ("existing", 513), ("deleted", 514))
        ),
    ],
}


def entry_schema(partition):
    """Return the schema of a manifest with files of a partition."""
    file = [
        field("content", "int", 134),
        field("file_path", "string", 100),
        field("file_format", "string", 101),
        field("partition", {"type": "record", "name": "r102", "fields": partition}, 102),
        field("record_count", "long", 103),
        field("file_size_in_bytes", "long", 104),
        field("equality_ids", {"type": "array", "items": "int", "element-id": 136}, 135, optional=True),
        field("referenced_data_file", "string", 143, optional=True),
        field("content_offset", "long", 144, optional=True),
        field("content_size_in_bytes", "long", 145, optional=True),
    ]
    return {
        "type": "record",
        "name": "manifest_entry",
        "fields": [
            field("status", "int", 0),
            field("snapshot_id", "long", 1, optional=True),
            field("sequence_number", "long", 3, optional=True),
            field("file_sequence_number", "long", 4, optional=True),
            field("data_file", {"type": "record", "name": "r2", "fields": file}, 2),
        ],
    }


class Commits:
    """The newest metadata of a table, and the commits that follow it."""

    def __init__(self, folder, metadata, version):
        """Start from the newest metadata, in a version of the format."""
        self.folder, self.name = Path(folder), metadata
        self.metadata = json.loads((self.folder / metadata).read_text(encoding="utf-8"))
        self.metadata["format-version"] = version
        self.metadata.setdefault("last-sequence-number", 0)
        if version == 3:
            self.metadata.setdefault("next-row-id", 0)
        self.codec = "null"

    def uri(self, path):
        """Return a path in the form of the metadata."""
        return f"{SCHEME}a table/{path}"

    def commit(self, chance, files, spec, partition):
        """Commit files of one content: dictionaries as in a manifest, with their partition's values."""
        snapshot_id = chance.getrandbits(62)
        sequence = self.metadata["last-sequence-number"] + 1
        content = 0 if all(file["content"] == DATA for file in files) else 1
        defaults = {
            name: None for name in ("equality_ids", "referenced_data_file", "content_offset", "content_size_in_bytes")
        }
        entries = [
            {"status": 1, "snapshot_id": snapshot_id, "data_file": {**defaults, "partition": values, **file}}
            for file, values in ((file, file.pop("values")) for file in files)
        ]
        manifest = f"metadata/{uuid.UUID(int=chance.getrandbits(128), version=4)}-m0.avro"
        spec_id, fields = spec
        facts = {
            "schema": json.dumps(self.schema()),
            "schema-id": "0",
            "partition-spec": json.dumps(fields),
            "partition-spec-id": str(spec_id),
            "format-version": "2",
            "content": ("data", "deletes")[content],
        }
        length = self.avro(manifest, entry_schema(partition), entries, facts)
        before = self.snapshot()
        manifests = []
        if before:
            stored = fastavro.reader((self.folder / before["manifest-list"].removeprefix(self.uri(""))).open("rb"))
            names = [each["name"] for each in MANIFEST_LIST["fields"]]
            # In format 1, some are absent.
            manifests = [{name: each.get(name) or 0 for name in names} for each in stored]
        rows = sum(file["record_count"] for file in files)
        manifests.append(
            {
                "manifest_path": self.uri(manifest),
                "manifest_length": length,
                "partition_spec_id": spec_id,
                "content": content,
                "sequence_number": sequence,
                "min_sequence_number": sequence,
                "added_snapshot_id": snapshot_id,
                "added_files_count": len(files),
                "existing_files_count": 0,
                "deleted_files_count": 0,
                "added_rows_count": rows,
                "existing_rows_count": 0,
                "deleted_rows_count": 0,
            }
        )
        chance.shuffle(manifests)
        name = f"metadata/snap-{snapshot_id}-0.avro"
        self.avro(name, MANIFEST_LIST, manifests, {"format-version": "2", "snapshot-id": str(snapshot_id)})
        self.publish(snapshot_id, sequence, name, rows if content == 0 else 0)

    def avro(self, path, schema, records, facts):
        """Write an Avro file; return its size."""
        with (self.folder / path).open("wb") as file:
            fastavro.writer(file, schema, records, codec=self.codec, metadata=facts, sync_interval=300)
        return (self.folder / path).stat().st_size

    def publish(self, snapshot_id, sequence, manifest_list, rows):
        """Write the metadata with another snapshot."""
        metadata, stamp = self.metadata, self.metadata["last-updated-ms"] + 1
        snapshot = {
            "snapshot-id": snapshot_id,
            "sequence-number": sequence,
            "timestamp-ms": stamp,
            "manifest-list": self.uri(manifest_list),
            "summary": {"operation": "overwrite"},
            "schema-id": metadata["current-schema-id"],
        }
        if before := self.snapshot():
            snapshot["parent-snapshot-id"] = before["snapshot-id"]
        if metadata["format-version"] == 3:
            snapshot.update({"first-row-id": metadata["next-row-id"], "added-rows": rows})
            metadata["next-row-id"] += rows
        metadata["snapshots"].append(snapshot)
        metadata["snapshot-log"].append({"snapshot-id": snapshot_id, "timestamp-ms": stamp})
        metadata["refs"] = {"main": {"snapshot-id": snapshot_id, "type": "branch"}}
        metadata.update(
            {"current-snapshot-id": snapshot_id, "last-sequence-number": sequence, "last-updated-ms": stamp}
        )
        number = int(self.name.removeprefix("metadata/").split("-")[0]) + 1
        self.name = f"metadata/{number:05}-{uuid.UUID(int=snapshot_id)}.metadata.json"
        (self.folder / self.name).write_text(json.dumps(metadata), encoding="utf-8")

    def snapshot(self):
        """Return the current snapshot."""
        current = self.metadata.get("current-snapshot-id")
        return next((each for each in self.metadata["snapshots"] if each["snapshot-id"] == current), None)

    def schema(self):
        """Return the current schema."""
        current = self.metadata["current-schema-id"]
        return next(each for each in self.metadata["schemas"] if each["schema-id"] == current)

    def parquet(self, chance, columns, kind):
        """Write a Parquet file of columns by name, each with its id and its values; return its facts."""
        schema = pa.schema(
            [
                pa.field(name, values.type, metadata={"PARQUET:field_id": str(number)})
                for name, (number, values) in columns.items()
            ]
        )
        table = pa.table([values for _, values in columns.values()], schema=schema)
        path = f"data/{kind}-{uuid.UUID(int=chance.getrandbits(128), version=4)}.parquet"
        # Row groups have a few rows, so that positions count across them.
        pq.write_table(table, self.folder / path, row_group_size=chance.choice((3, 1000)))
        return {
            "file_path": self.uri(path),
            "file_format": "PARQUET",
            "record_count": table.num_rows,
            "file_size_in_bytes": (self.folder / path).stat().st_size,
        }

    def puffin(self, chance, vectors):
        """Write a file of deletion vectors, by the paths of their data files; return their facts."""
        stored, blobs, facts = bytearray(b"PFA1"), [], []
        path = f"data/{uuid.UUID(int=chance.getrandbits(128), version=4)}.puffin"
        for data, rows in vectors.items():
            blob = vector(rows)
            place = {"offset": len(stored), "length": len(blob)}
            properties = {"referenced-data-file": data, "cardinality": str(len(rows))}
            blobs.append(
                {
                    "type": "deletion-vector-v1",
                    "fields": [2147483645],
                    "snapshot-id": -1,
                    "sequence-number": -1,
                    **place,
                    "properties": properties,
                }
            )
            facts.append(
                {
                    "content": POSITIONS,
                    "file_path": self.uri(path),
                    "file_format": "PUFFIN",
                    "record_count": len(rows),
                    "referenced_data_file": data,
                    "content_offset": place["offset"],
                    "content_size_in_bytes": place["length"],
                }
            )
            stored += blob
        footer = json.dumps({"blobs": blobs}).encode()
        stored += b"PFA1" + footer + len(footer).to_bytes(4, "little") + bytes(4) + b"PFA1"
        (self.folder / path).write_bytes(stored)
        return [{**fact, "file_size_in_bytes": len(stored)} for fact in facts]


def vector(rows):
    """Return the bytes of a deletion vector of a few rows."""
    bitmap = b"".join(
        [
            (1681511377).to_bytes(4, "little"),
            (1).to_bytes(8, "little"),
            *(number.to_bytes(4, "little") for number in (0, 12346, 1)),
            *(number.to_bytes(2, "little") for number in (0, len(rows) - 1)),
            (16).to_bytes(4, "little"),
            *(number.to_bytes(2, "little") for number in sorted(rows)),
        ]
    )
    return len(bitmap).to_bytes(4, "big") + bitmap + zlib.crc32(bitmap).to_bytes(4, "big")
