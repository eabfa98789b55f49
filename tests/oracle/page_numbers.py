"""Prints the numbers of the page's tiles, charts, heat map and channels for some files, by DuckDB.

Usage: page_numbers.py GLOB [VIDEO], with files of the five columns under their default names, and the video
whose views by day are wanted, by default the first with several days. Days are numbers since 1970-01-01.
"""

import datetime
import json
import sys

import duckdb

from results import coverage

EPOCH = datetime.date(1970, 1, 1)

TABLES = """
create macro day_number(day) as datediff('day', date '1970-01-01', day);
create table data as
    select channel_id, video_id, day_number(created_date) as created, day_number(date) as day, viewCount as views
    from read_parquet(getvariable('files'), hive_partitioning = false, union_by_name = true);
create table span as select min(day) as first, max(day) as last from data;
create table video_day as select distinct video_id, day from data where day is not null;
-- The days on which a listing is expected, and whether the video has data on them.
create table listing_day as
    select l.*, d.day, v.day is not null as present
    from (select distinct channel_id, video_id, created from data where created is not null) l, span,
        unnest(range(l.created, span.last + 1)) as d(day)
        left join video_day v on v.video_id is not distinct from l.video_id and v.day = d.day;
create table gap as
    select channel_id, video_id, created, min(day) as first, max(day) as last, count(*) as length
    from (select *, day - row_number() over (partition by channel_id, video_id, created order by day) as run
        from listing_day where not present)
    group by channel_id, video_id, created, run;
-- The days of completeness of a channel's videos.
create table channel_day as
    select distinct channel_id, video_id, day, present
    from listing_day, span where video_id is not null and day >= span.first;
create table channel as
    select channel_id, count(distinct video_id) as videos, cast(coalesce(sum(views::hugeint), 0) as text) as views
    from data group by channel_id;
"""

CHANNELS = """
select c.channel_id, c.videos, c.views, coalesce(d.expected, 0), coalesce(d.missing, 0), coalesce(g.gaps, 0)
from channel c
    left join (select channel_id, count(*) as expected, count(*) filter (not present) as missing
        from channel_day group by all) d on d.channel_id is not distinct from c.channel_id
    left join (select channel_id, count(*) as gaps from gap group by all) g
        on g.channel_id is not distinct from c.channel_id
"""

# A video is active from its earliest upload day to 28 days after its last day with data.
ACTIVE = """
with video as (
    select video_id, min(created) as created, max(day) as last from data where video_id is not null group by all
    having min(created) is not null and max(day) is not null)
select d.day, count(*), count(*) filter (v.day is null)
from video, span, unnest(range(greatest(video.created, span.first), least(video.last + 28, span.last) + 1)) as d(day)
    left join video_day v on v.video_id = video.video_id and v.day = d.day
group by d.day order by d.day
"""

LONGEST = """
with clipped as (
    select channel_id, video_id, greatest(gap.first, span.first) as first, gap.last
    from gap, span where video_id is not null and gap.last >= span.first)
select channel_id, video_id, max(clipped.last - clipped.first + 1) from clipped group by all
"""


def main(arguments):
    """Print the numbers as JSON."""
    database = duckdb.connect()
    database.execute("set variable files = ?", arguments[:1])
    database.execute(TABLES)

    def all_of(query, *parameters):
        return database.execute(query, parameters).fetchall()

    [(first, last)] = all_of("select * from span")
    rows = all_of("select video_id, created, day from data")
    found = coverage.coverage(rows, last)
    chosen = (
        arguments[1:]
        or all_of(
            "select video_id from video_day where video_id is not null "
            "group by all having count(*) > 1 order by count(*) desc, video_id limit 1"
        )[0]
    )
    listings = "select count(distinct (channel_id, video_id, created)) from "
    numbers = {
        "first": first,
        "last": last,
        "rows": len(rows),
        "expected": found["video_days_expected"],
        "withData": found["video_days_with_data"],
        "stopped": found["stopped_videos"],
        "outages": [(day, missing, active) for day, missing, active in found["outages"]],
        "listings": all_of(listings + "data")[0][0],
        "listingsWithGaps": all_of(listings + "gap")[0][0],
        "days": all_of(ACTIVE),
        "months": all_of(
            "select strftime(date '1970-01-01' + day::int, '%Y-%m') as month, cast(sum(views::hugeint) as text) "
            "from data where day is not null group by month having count(views) > 0 order by month"
        ),
        "gapLengths": all_of("select length, count(*) from gap group by length order by length"),
        "channels": all_of(CHANNELS),
        "cells": all_of(
            "select channel_id, day, count(*), count(*) filter (not present) from channel_day group by all"
        ),
        "longest": all_of(LONGEST),
        "video": chosen[0],
        "views": all_of(
            "select day, count(*), cast(sum(views::hugeint) as text) from data "
            "where video_id = ? and day is not null group by day order by day",
            chosen[0],
        ),
    }
    json.dump(numbers, sys.stdout)


main(sys.argv[1:])
