"""Checks the diagnostics, except unreadable values, with DuckDB."""

COUNTS = {
    "rows": "select count(*) from sheet",
    "videos": "select count(distinct video_id) from sheet",
    "rows_before_created": "select count(*) from sheet where date < created_date",
    "rows_after_end": "select count(*) from sheet where date > $stop::date",
    "repeated_rows": """select coalesce(sum(n - 1), 0) from (
        select count(*) n from sheet where date is not null group by video_id, date)""",
    "videos_created_null": """select count(*) from (
        select distinct channel_id, video_id, created_date from sheet
        where created_date is null)""",
    "videos_created_after_end": """select count(*) from (
        select distinct channel_id, video_id, created_date from sheet
        where created_date > $stop::date)""",
    "videos_with_several_channels": """select count(*) from (
        select video_id from (select distinct video_id, channel_id from sheet)
        group by video_id having count(*) > 1)""",
    "videos_with_several_created_dates": """select count(*) from (
        select video_id from (select distinct video_id, created_date from sheet)
        group by video_id having count(*) > 1)""",
    "null_video_rows": "select count(*) from sheet where video_id is null",
    "null_channel_rows": "select count(*) from sheet where channel_id is null",
    "null_date_rows": "select count(*) from sheet where date is null",
    "null_count_rows": 'select count(*) from sheet where "viewCount" is null',
}


def differences(database, stop, stored):
    """Yield the names of the counts on which DuckDB disagrees."""
    for name, query in COUNTS.items():
        given = {"stop": stop} if "$stop" in query else {}
        if database.execute(query, given).fetchone()[0] != stored[name]:
            yield name
