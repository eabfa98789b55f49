"""Check with DuckDB that a file has the rows of a CSV file in the order of a column.

Usage: in_order.py WHOLE.csv SORTED COLUMN asc|desc. The COLUMN rn is the order of WHOLE. SORTED is
a CSV, Parquet or Arrow file or stream; it may lack columns of WHOLE, even the one of the order.
Equal values keep the order of WHOLE; descending is the reverse of ascending. Prints JSON: the number
of rows of each, how many rows are not as expected, how many are elsewhere than in WHOLE, and the
columns of each.
"""

import json
import sys

import duckdb
import pyarrow as pa

WHOLE, SORTED, COLUMN, DIRECTION = sys.argv[1:]
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


def key():
    """Return what the column is sorted by."""
    if COLUMN in INTEGERS:
        return f"CAST({COLUMN} AS BIGINT)"
    if COLUMN == "missing_dates":
        return f"len(string_split({COLUMN}, ';'))"
    return COLUMN


base = duckdb.connect()
base.execute(f"CREATE TABLE whole AS {read_csv(WHOLE)}")
if SORTED.endswith(".csv"):
    found = read_csv(SORTED)
elif SORTED.endswith(".parquet"):
    found = read_table(base, SORTED)
else:
    opened = pa.ipc.open_file if SORTED.endswith(".arrow") else pa.ipc.open_stream
    found = read_table(base, opened(pa.OSFile(SORTED)).read_all())
base.execute(f"CREATE TABLE found AS {found}")
whole_names, names = (
    [name for (name, *_) in base.execute(f"DESCRIBE {table}").fetchall() if name != "rn"]
    for table in ("whole", "found")
)
ways = "ASC NULLS FIRST, rn ASC" if DIRECTION == "asc" else "DESC NULLS LAST, rn DESC"
base.execute(
    f"CREATE TABLE expected AS SELECT row_number() OVER (ORDER BY {key()} {ways}) AS rn, "
    f"{', '.join(whole_names)}, rn AS was FROM whole"
)
shown = {name: guarded(name) if SORTED.endswith(".spreadsheet.csv") else name for name in names}
differ = " OR ".join(
    f"found.{name} IS DISTINCT FROM {text.replace(name, 'expected.' + name)}" for name, text in shown.items()
)


def count(rows):
    """Return the number of rows of a relation."""
    found = base.execute(f"SELECT count(*) FROM {rows}").fetchall()
    return found[0][0]


print(
    json.dumps(
        {
            "whole": count("whole"),
            "rows": count("found"),
            "wrong": count(f"expected FULL JOIN found USING (rn) WHERE {differ}"),
            "moved": count("expected WHERE rn <> was"),
            "columns": names,
            "columnsOfWhole": whole_names,
        }
    )
)
