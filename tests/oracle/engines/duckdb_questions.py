"""Checks the sums and the missing days with DuckDB."""

import json

import duckdb
import pyarrow as pa

from engines import duckdb_diagnostics
from results.gaps import end_of
from rows.fault import Fault
from rows.role import ROLES

KINDS = (pa.string(), pa.string(), pa.date32(), pa.date32(), pa.int64())

MONTHLY = """
select channel_id, video_id,
       lpad(year(date)::text, 4, '0') || '-' || lpad(month(date)::text, 2, '0') as month,
       sum("viewCount")::text as total
from sheet group by all
order by channel_id nulls first, video_id nulls first, month nulls first
"""

MISSING = """
with videos as (select distinct channel_id, video_id, created_date from sheet),
     expected as (
       select *, unnest(generate_series(created_date, $stop::date, interval 1 day))::date
         as missing_date
       from videos where created_date <= $stop::date)
select channel_id, video_id, created_date::text, missing_date::text
from expected where not exists (
  select 1 from sheet where sheet.video_id is not distinct from expected.video_id
    and sheet.date = expected.missing_date)
order by channel_id nulls first, video_id nulls first, created_date, missing_date
"""


def differences(case, data):
    """Yield a line for each result on which DuckDB and the expected file differ."""
    try:
        sheet = pa.table(
            [pa.array(data.column(role), kind) for role, kind in zip(ROLES, KINDS)],
            names=ROLES,
        )
        stop = end_of(data)
    except Fault:
        return
    database = duckdb.connect()
    database.register("sheet", sheet)
    answers = {"monthly": database.execute(MONTHLY).fetchall()}
    if stop is not None:
        answers["gaps-dates"] = database.execute(MISSING, {"stop": stop.isoformat()}).fetchall()
    for name, rows in answers.items():
        file = case.expected / f"{name}.json"
        if file.exists() and json.loads(file.read_text("utf-8"))["rows"] != [list(row) for row in rows]:
            yield f"{case.name}: {name}.json: DuckDB disagrees"
    file = case.expected / "diagnostics.json"
    if file.exists():
        stored = json.loads(file.read_text("utf-8"))
        for name in duckdb_diagnostics.differences(database, stop and stop.isoformat(), stored):
            yield f"{case.name}: diagnostics.json: DuckDB disagrees on {name}"
