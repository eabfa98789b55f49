"""Models what commits by hand do to a table, by the rules of the specification."""

from datetime import date, timedelta

import pyarrow as pa
import pyarrow.parquet as pq

from hand import DATA, PATH_ID, POSITION_ID, POSITIONS, VALUES
from iceberg_history import SCHEMA
from moved_io import SCHEME, MovedIO

EPOCH = date(1970, 1, 1)
IDS = {field.name: field.field_id for field in SCHEMA.fields}


class Model:
    """The files of a table with their rows, and which of those are deleted."""

    def __init__(self, table, commits):
        """Read the data files of the current snapshot."""
        self.commits = commits
        self.fields = {field["id"]: field["name"] for field in commits.schema()["fields"]}
        self.files, self.deletes = [], []
        snapshot = table.current_snapshot()
        for manifest in snapshot.manifests(table.io) if snapshot else []:
            for entry in manifest.fetch_manifest_entry(table.io):
                file = entry.data_file
                partition = tuple(file.partition[place] for place in range(len(file.partition)))
                self.add(file.file_path, entry.sequence_number or 0, manifest.partition_spec_id, partition)

    def specs(self):
        """Return the fields of the partition specs by their ids."""
        return {spec["spec-id"]: spec["fields"] for spec in self.commits.metadata["partition-specs"]}

    def add(self, path, sequence, spec, partition):
        """Add a data file; a column that it lacks has the value of its partition, or is null."""
        stored = pq.read_table(MovedIO.folder / path.removeprefix(SCHEME), partitioning=None)
        by_id = {int(field.metadata[b"PARQUET:field_id"]): stored[field.name].to_pylist() for field in stored.schema}
        for field, value in zip(self.specs()[spec], partition, strict=True):
            value = EPOCH + timedelta(value) if field["source-id"] == IDS["date"] and value is not None else value
            by_id.setdefault(field["source-id"], [value] * stored.num_rows)
        rows = [{number: values[row] for number, values in by_id.items()} for row in range(stored.num_rows)]
        self.files.append({"path": path, "sequence": sequence, "part": (spec, partition), "rows": rows, "vector": None})

    def rows(self):
        """Return the rows that are left."""
        left = []
        for file in self.files:
            deleted = set(file["vector"] or ())
            for delete in self.deletes:
                if self.applies(delete, file):
                    deleted |= rows_of(delete, file)
            left += [row for number, row in enumerate(file["rows"]) if number not in deleted]
        return [{name: row.get(number) for number, name in self.fields.items()} for row in left]

    def applies(self, delete, file):
        """Return whether a delete file applies to a data file."""
        same = delete["part"] == file["part"]
        if delete["content"] == POSITIONS:
            return same and file["vector"] is None and file["sequence"] <= delete["sequence"]
        return (same or not self.is_partitioned(delete["part"][0])) and file["sequence"] < delete["sequence"]

    def is_partitioned(self, spec):
        """Return whether a spec has a field; one that was removed in format 1 is void."""
        return any(field["transform"] != "void" for field in self.specs()[spec])

    def part(self, chance):
        """Return the partition of some data file."""
        return chance.choice(self.files)["part"]

    def of_part(self, part):
        """Return the data files of a partition."""
        return [file for file in self.files if file["part"] == part]

    def commit(self, chance, files, part):
        """Commit files of a partition; return the number of the commit."""
        spec, values = part
        fields = self.specs()[spec]
        types = {IDS["date"]: {"type": "int", "logicalType": "date"}}
        schema = [
            {
                "name": f"f{field['field-id']}",
                "type": ["null", types.get(field["source-id"], "string")],
                "default": None,
                "field-id": field["field-id"],
            }
            for field in fields
        ]
        record = {each["name"]: value for each, value in zip(schema, values, strict=True)}
        for file in files:
            file["values"] = record
        self.commits.codec = chance.choice(("null", "deflate"))
        self.commits.commit(chance, files, (spec, fields), schema)
        return self.commits.metadata["last-sequence-number"]

    def append(self, chance, rows):
        """Add a data file to the partition of another one, without the columns of the partition."""
        part = self.part(chance)
        lacking = {field["source-id"] for field in self.specs()[part[0]]}
        columns = {
            name: (number, rows[name])
            for number, name in self.fields.items()
            if number not in lacking and (number in IDS.values() and number != IDS["note"])
        }
        if chance.random() < 0.5 or len(columns) < 2:
            # The file also has the columns of the partition: all of its rows have the partition's values.
            for field, value in zip(self.specs()[part[0]], part[1], strict=True):
                number = field["source-id"]
                of = rows[self.fields[number]].type
                if number == IDS["date"] and value is not None:
                    value = EPOCH + timedelta(value)
                columns[self.fields[number]] = (number, pa.array([value] * rows.num_rows, of))
        columns = {
            name: (number, pa.chunked_array(values).combine_chunks() if isinstance(values, pa.ChunkedArray) else values)
            for name, (number, values) in columns.items()
        }
        file = {"content": DATA, **self.commits.parquet(chance, columns, "added")}
        sequence = self.commit(chance, [file], part)
        self.add(file["file_path"], sequence, *part)

    def positions(self, chance):
        """Delete rows of some files of a partition by their positions."""
        part = self.part(chance)
        files = [file for file in self.of_part(part) if file["vector"] is None]
        if not files:
            return
        chosen = chance.sample(files, chance.randrange(1, len(files) + 1))
        rows = sorted({(file["path"], chance.randrange(len(file["rows"]))) for file in chosen for _ in range(3)})
        columns = {
            "file_path": (PATH_ID, pa.array([path for path, _ in rows])),
            "pos": (POSITION_ID, pa.array([row for _, row in rows], pa.int64())),
        }
        file = {"content": POSITIONS, **self.commits.parquet(chance, columns, "positions")}
        if len(chosen) == 1 and chance.random() < 0.5:
            file["referenced_data_file"] = chosen[0]["path"]
        sequence = self.commit(chance, [file], part)
        self.deletes.append({"content": POSITIONS, "part": part, "sequence": sequence, "rows": rows})

    def values(self, chance):
        """Delete the rows with some values, from the files of a partition or from all."""
        names = chance.choice((["video_id"], ["date"], ["channel_id", "date"], ["video_id", "viewCount"]))
        ids = [IDS[name] for name in names]
        part = self.part(chance)
        nowhere = [spec for spec, fields in self.specs().items() if not fields]
        if nowhere and chance.random() < 0.5:
            part = (nowhere[0], ())
        known = [row for file in self.files for row in file["rows"]]
        keys = {tuple(row.get(column) for column in ids) for row in chance.sample(known, min(3, len(known)))}
        types = {"video_id": pa.string(), "date": pa.date32(), "channel_id": pa.string(), "viewCount": pa.int32()}
        wide = next(field for field in self.commits.schema()["fields"] if field["id"] == IDS["viewCount"])["type"]
        if wide == "long":
            types["viewCount"] = pa.int64()
        keys = sorted(keys, key=str)
        columns = {
            name: (number, pa.array([key[place] for key in keys], types[name]))
            for place, (name, number) in enumerate(zip(names, ids, strict=True))
        }
        file = {"content": VALUES, "equality_ids": ids, **self.commits.parquet(chance, columns, "values")}
        sequence = self.commit(chance, [file], part)
        self.deletes.append({"content": VALUES, "part": part, "sequence": sequence, "ids": ids, "keys": set(keys)})

    def vectors(self, chance):
        """Delete rows of some files of a partition by vectors, which include earlier deletes."""
        part = self.part(chance)
        files = [file for file in self.of_part(part) if file["vector"] is None]
        if not files:
            return
        chosen = chance.sample(files, chance.randrange(1, len(files) + 1))
        vectors = {}
        for file in chosen:
            before = {
                row
                for delete in self.deletes
                if delete["content"] == POSITIONS and delete["part"] == part and file["sequence"] <= delete["sequence"]
                for path, row in delete["rows"]
                if path == file["path"]
            }
            vectors[file["path"]] = before | {chance.randrange(len(file["rows"])) for _ in range(3)}
        self.commit(chance, self.commits.puffin(chance, vectors), part)
        for file in chosen:
            file["vector"] = vectors[file["path"]]


def rows_of(delete, file):
    """Return the positions of the rows of a data file that a delete file names."""
    if delete["content"] == POSITIONS:
        return {row for path, row in delete["rows"] if path == file["path"]}
    keys = [tuple(row.get(column) for column in delete["ids"]) for row in file["rows"]]
    return {number for number, key in enumerate(keys) if key in delete["keys"]}
