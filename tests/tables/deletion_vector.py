"""Deletes rows of a Delta table by deletion vectors, which `deltalake` reads and does not write."""

import json
import uuid
import zlib
from pathlib import Path
from urllib.parse import unquote

import pyarrow.parquet as pq

DIGITS = "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ.-:+=^!/*?&<>()[]{}@%$#"


class Vectors:
    """The files of a table, and their rows that vectors delete."""

    def __init__(self, table):
        """Find the files of the newest version, which has no vectors."""
        self.folder = Path(unquote(table.table_uri.removeprefix("file://")))
        self.version = table.version()
        self.deleted = {}
        self.adds, self.metadata = {}, None
        # Replays the log's actions, as the protocol requires; a checkpoint is not needed.
        for commit in range(self.version + 1):
            lines = (self.folder / "_delta_log" / f"{commit:020}.json").read_text(encoding="utf-8").splitlines()
            actions = [json.loads(line) for line in lines]
            for action in actions:
                self.adds.pop(action.get("remove", {}).get("path"), None)
            self.adds.update({action["add"]["path"]: action["add"] for action in actions if "add" in action})
            self.metadata = next((action for action in actions if "metaData" in action), self.metadata)

    def delete(self, chance):
        """Delete a few rows of one file, or of all, in a new version."""
        self.version += 1
        actions = [
            {
                "protocol": {
                    "minReaderVersion": 3,
                    "minWriterVersion": 7,
                    "readerFeatures": ["deletionVectors"],
                    "writerFeatures": ["deletionVectors"],
                }
            },
            self.metadata,
        ]
        chosen = chance.sample(sorted(self.adds), chance.randrange(1, len(self.adds) + 1))
        stored = bytearray([1])
        name = uuid.UUID(int=chance.getrandbits(128), version=4)
        for path in chosen:
            add = self.adds[path]
            rows = pq.read_metadata(self.folder / unquote(path)).num_rows
            before = self.deleted.get(path, set())
            after = before | {row for row in range(rows) if chance.random() < 0.3}
            if after == before:
                continue
            removed = {"path": path, "dataChange": True, "deletionTimestamp": 0}
            if before:
                removed["deletionVector"] = add["deletionVector"]
            add = {**add, "deletionVector": vector(after, stored, name, chance)}
            # In any order, because a removed entry is identified by its vector too.
            actions += chance.sample([{"remove": removed}, {"add": add}], 2)
            self.deleted[path], self.adds[path] = after, add
        (self.folder / f"deletion_vector_{name}.bin").write_bytes(stored)
        log = self.folder / "_delta_log" / f"{self.version:020}.json"
        log.write_text("".join(json.dumps(action) + "\n" for action in actions), encoding="utf-8")


def vector(rows, stored, name, chance):
    """Return a vector: inline, or appended to the bytes of a file."""
    bitmap = b"".join(
        [
            (1681511377).to_bytes(4, "little"),
            (1).to_bytes(8, "little"),
            *(number.to_bytes(4, "little") for number in (0, 12346, 1)),
            *(number.to_bytes(2, "little") for number in (0, len(rows) - 1, 0, 0, *sorted(rows))),
        ]
    )
    facts = {"sizeInBytes": len(bitmap), "cardinality": len(rows)}
    if chance.random() < 0.3:
        return {"storageType": "i", "pathOrInlineDv": z85(bitmap + bytes(-len(bitmap) % 4)), **facts}
    offset = len(stored)
    stored += len(bitmap).to_bytes(4, "big") + bitmap + zlib.crc32(bitmap).to_bytes(4, "big")
    return {"storageType": "u", "pathOrInlineDv": z85(name.bytes), "offset": offset, **facts}


def z85(data):
    """Return bytes as Z85."""
    text = ""
    for at in range(0, len(data), 4):
        number = int.from_bytes(data[at : at + 4], "big")
        text += "".join(DIGITS[number // 85**place % 85] for place in (4, 3, 2, 1, 0))
    return text
