"""Check with DuckDB that files have the rows of a CSV file in the order of a column.

Reads lines of JSON: [WHOLE.csv, SORTED, COLUMN, "asc" or "desc"]. The COLUMN rn is the order of
WHOLE. SORTED is a CSV, Parquet or Arrow file or stream; it may lack columns of WHOLE, even the one
of the order. Equal values keep the order of WHOLE; descending is the reverse of ascending. Prints a
line of JSON for each: the number of rows of each file, how many rows are not as expected, how many
are elsewhere than in WHOLE, and the columns of each.
"""

import json
import sys

import duckdb
import pyarrow as pa

INTEGERS = ("aggViewCount", "viewCount", "days")
TEXTS = ("channel_id", "video_id", "month", "kind", "reason")


def read_csv(path):
    """Return a query of a CSV file, whose empty text is quoted and whose null is not."""
    return (
        f"SELECT row_number() OVER () AS rn, * FROM read_csv('{path}', header=true, "
        "all_varchar=true, nullstr='', allow_quoted_nulls=false, quote='\"', escape='\"')"
    )


def read_table(base, table):
    """Return a query of a table with lists and dates as in a CSV file."""
    lists = "array_to_string(list_transform({0}, lambda day: CAST(day AS VARCHAR)), ';') AS {0}"
    if isinstance(table, str):
        names = [name for (name, *_) in base.execute(f"DESCRIBE SELECT * FROM '{table}'").fetchall()]
    else:
        names = table.column_names
    texts = [(lists if name == "missing_dates" else "CAST({0} AS VARCHAR) AS {0}").format(name) for name in names]
    base.register("sorted_table", table) if not isinstance(table, str) else None
    source = f"'{table}'" if isinstance(table, str) else "sorted_table"
    return f"SELECT row_number() OVER () AS rn, {', '.join(texts)} FROM {source}"


def guarded(name):
    """Return a text column as it is guarded against formulas of spreadsheets."""
    if name not in TEXTS:
        return name
    return f"CASE WHEN regexp_matches({name}, '^[=+\\-@\\t\\r]') THEN '''' || {name} ELSE {name} END"


def key(column):
    """Return what a column is sorted by."""
    if column in INTEGERS:
        return f"CAST({column} AS BIGINT)"
    if column == "missing_dates":
        return f"len(string_split({column}, ';'))"
    return column


def count(base, rows):
    """Return the number of rows of a relation."""
    found = base.execute(f"SELECT count(*) FROM {rows}").fetchall()
    return found[0][0]


def check(whole, found, column, direction):
    """Compare a file with the rows of another in the order of a column."""
    base = duckdb.connect()
    base.execute(f"CREATE TABLE whole AS {read_csv(whole)}")
    if found.endswith(".csv"):
        rows = read_csv(found)
    elif found.endswith(".parquet"):
        rows = read_table(base, found)
    else:
        opened = pa.ipc.open_file if found.endswith(".arrow") else pa.ipc.open_stream
        rows = read_table(base, opened(pa.OSFile(found)).read_all())
    base.execute(f"CREATE TABLE found AS {rows}")
    whole_names, names = (
        [name for (name, *_) in base.execute(f"DESCRIBE {table}").fetchall() if name != "rn"]
        for table in ("whole", "found")
    )
    ways = "ASC NULLS FIRST, rn ASC" if direction == "asc" else "DESC NULLS LAST, rn DESC"
    base.execute(
        f"CREATE TABLE expected AS SELECT row_number() OVER (ORDER BY {key(column)} {ways}) AS rn, "
        f"{', '.join(whole_names)}, rn AS was FROM whole"
    )
    shown = {name: guarded(name) if found.endswith(".spreadsheet.csv") else name for name in names}
    differ = " OR ".join(
        f"found.{name} IS DISTINCT FROM {text.replace(name, 'expected.' + name)}" for name, text in shown.items()
    )
    return {
        "whole": count(base, "whole"),
        "rows": count(base, "found"),
        "wrong": count(base, f"expected FULL JOIN found USING (rn) WHERE {differ}"),
        "moved": count(base, "expected WHERE rn <> was"),
        "columns": names,
        "columnsOfWhole": whole_names,
    }


for line in sys.stdin:
    print(json.dumps(check(*json.loads(line))), flush=True)
