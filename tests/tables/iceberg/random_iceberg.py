"""Random Iceberg tables by `pyiceberg`: every snapshot through the command line and the page, against its reader.

After that come commits by hand, with position deletes, equality deletes and deletion vectors. They
are compared with a model of the specification, and that with `pyiceberg`, except for equality
deletes, which `pyiceberg` does not read.

Usage: random_iceberg.py DAYTALLY [--histories N] [--seed TEXT] [--only NUMBER] [--page EACH]
"""

import random
import sys
import tempfile
import warnings
from pathlib import Path

import polars as pl
import pyarrow as pa
from pyiceberg.table import StaticTable

sys.path.insert(0, str(Path(__file__).parent.parent))

from hand import VALUES, Commits
from iceberg_history import History
from model import Model
from moved_io import SCHEME, MovedIO
from reader import Reader, arguments, check_all, problem, rows_problem, sorted_rows

STEPS = 8
COMMITS = 5


def compare(reader, rows, tally):
    """Compare the command line and the page with rows; return the difference, or None."""
    if not rows.height:
        return rows_problem(reader, ["has no file to read", "no rows yet"], readable=True)
    tally["snapshots"] += 1
    tally["snapshots in the page"] += reader.browser is not None
    tally["rows"] += rows.height
    return problem(reader, rows)


def of_pyiceberg(reader, table, tally):
    """Compare each snapshot of a table."""
    for snapshot in table.metadata.snapshots:
        reader.version = snapshot.snapshot_id
        rows = pl.from_arrow(table.scan(snapshot_id=snapshot.snapshot_id).to_arrow())
        if differs := compare(reader, rows, tally):
            return f"snapshot {snapshot.snapshot_id}: {differs}"
    reader.version = None
    return compare(reader, pl.from_arrow(table.scan().to_arrow()), tally)


def checked(commits, model, tally):
    """Return the rows of the model, which `pyiceberg` must read too. It reads no equality deletes."""
    rows = model.rows()
    if all(delete["content"] != VALUES for delete in model.deletes):
        static = StaticTable.from_metadata(f"{SCHEME}a table/{commits.name}", {"py-io-impl": "moved_io.MovedIO"})
        read = sorted_rows(static.scan().to_arrow().to_pylist())
        if read != sorted_rows(rows):
            raise ValueError(f"the model differs from pyiceberg: {sorted_rows(rows)}, expected {read}")
        tally["checked by pyiceberg"] = tally.get("checked by pyiceberg", 0) + 1
    return rows


def by_hand(reader, history, folder, chance, tally):
    """Commit deletes by hand, and compare the snapshot after each."""
    newest = history.table.metadata_location.removeprefix(f"{SCHEME}a table/")
    commits = Commits(folder, newest, chance.choice((2, 3)))
    model = Model(history.table, commits)
    if not model.files:
        return None
    schema = history.table.schema().as_arrow()
    for _ in range(COMMITS):
        operations = ["append", "values", "vectors" if commits.metadata["format-version"] == 3 else "positions"]
        operation = chance.choice(operations)
        more = [history.rows()] if operation == "append" else []
        getattr(model, operation)(chance, *more)
        tally[operation] = tally.get(operation, 0) + 1
        rows = pl.from_arrow(pa.Table.from_pylist(checked(commits, model, tally), schema=schema))
        if differs := compare(reader, rows, tally):
            return f"{operation} by hand, {commits.name}: {differs}"
    return None


def check(daytally, seed, number, tally, browser):
    """Make a history, and compare each of its snapshots; return the difference, or None."""
    chance = random.Random(f"{seed} {number}")
    with tempfile.TemporaryDirectory() as temporary:
        MovedIO.folder = Path(temporary)
        folder = Path(temporary) / "a table"
        (folder / "data").mkdir(parents=True)
        history = History(chance)
        for _ in range(STEPS):
            step = history.step()
            tally[step] = tally.get(step, 0) + 1
        reader = Reader(daytally, str(folder), None, str(Path(temporary) / "out.parquet"), browser)
        differs = of_pyiceberg(reader, history.table, tally) or by_hand(reader, history, folder, chance, tally)
        return f"(partitions {history.partition}) {differs}" if differs else None


def main(args):
    """Check the histories; return the exit status."""
    warnings.simplefilter("ignore")

    def checked(number, tally, browser):
        return check(args.daytally, args.seed, number, tally, browser)

    return check_all(args, "Iceberg", checked, "snapshots")


if __name__ == "__main__":
    sys.exit(main(arguments()))
