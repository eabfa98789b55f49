"""Diagnostics of a dataset, as `daytally` reports them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pyspark.sql import functions as F

from daytally_spark.quality import coverage as coverages
from daytally_spark.quality import lifetime, midnights, warnings
from daytally_spark.results.series import SERIES, count_if, number, series, words
from daytally_spark.values.calendar import day_number, day_of, literal
from daytally_spark.values.role import ROLES, TYPES

if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Any

    from pyspark.sql import Column, DataFrame, Row

    from daytally_spark.quality.coverage import Coverage
    from daytally_spark.reading.rows import Rows
    from daytally_spark.results.window import Window

COUNTS = ("video_id", "date", "viewCount")


def diagnostics(
    dataset: Rows,
    window: Window,
    coverage: Coverage | None = None,
    days: DataFrame | None = None,
    wanted: Sequence[str] = ROLES,
) -> dict[str, Any]:
    """Return the fields of `diagnostics.json`, in a few small jobs.

    Rows with issues are counted by file and row group; repeats and conflicting values by video; rows
    after the end date only if it is before the newest date. `coverage` is the `Coverage` of the days
    if it is known, and `days` the result of `series` for the dataset. `wanted` are the roles of the
    job; other roles are not read, and their counts are 0.
    """
    places = by_place(dataset, wanted)
    totals = {role: sum(line[f"issue_{role}"] for line in places) for role in ROLES}
    if days is None:
        days = series(of_roles(dataset, wanted, *SERIES, "date"), window)
    if coverage is None and "date" in wanted and "created_date" in wanted:
        coverage = coverages.coverage(days, window)
    (videos, signs), pairs = by_video(days, window), lifetime.pairs(of_roles(dataset, wanted, *COUNTS), dataset.rows)
    created = {"first": signs["firstCreated"], "last": signs["lastCreated"]}
    spans = {"created_date": created, "date": {"first": window.first, "last": window.last}}
    times = {} if dataset.zone else midnights.times_of_day(dataset, wanted)
    before = sum(line["day_before"] for line in places), totals["created_date"]
    if "created_date" not in wanted:
        videos |= {"videoListings": 0, "videosCreatedNull": 0}
    return {
        "warnings": warnings.in_order(
            [
                *warnings.of_files(dataset),
                *warnings.of_days(signs),
                *warnings.of_instants(times, spans, *before),
                *warnings.of_counts(pairs),
                *(warnings.of_end(window, coverage) if coverage else ()),
                *(warnings.of_no_dates(window) if "date" in wanted and dataset.rows else ()),
            ]
        ),
        "endDate": window.end and window.end.isoformat(),
        "endDateGiven": window.given,
        "rows": dataset.rows,
        **videos,
        "rowsBeforeCreated": totals["created_date"],
        "rowsAfterEnd": after_end(dataset, window),
        "nullVideoRows": totals["video_id"],
        "nullChannelRows": totals["channel_id"],
        "nullDateRows": totals["date"],
        "nullCountRows": totals["viewCount"],
        "countPairs": pairs,
        "lifetimeCounts": lifetime.verdict(pairs),
        "firstDay": window.first and window.first.isoformat(),
        "lastDay": window.last and window.last.isoformat(),
        **({"coverage": coverage.json()} if coverage else {}),
        "unreadable": unreadable(dataset, places),
        "rowIssues": row_issues(dataset, places),
    }


def of_roles(
    dataset: Rows, wanted: Sequence[str], *roles: str, placed: bool = False, values: bool = False
) -> DataFrame:
    """Return the frame of `roles`; roles that are not `wanted` are null."""
    frame = dataset.frame(*(role for role in roles if role in wanted), placed=placed, values=values)
    others = {role: F.lit(None).cast(TYPES[role]) for role in roles if role not in wanted}
    return frame.withColumns(others) if others else frame


def issue(role: str, wanted: Sequence[str]) -> Column:
    """Return the condition under which a role's value in a row is an issue."""
    if role == "created_date":
        return F.coalesce(F.col("date") < F.col("created_date"), F.lit(False))
    return F.col(role).isNull() if role in wanted else F.lit(False)


def by_place(dataset: Rows, wanted: Sequence[str]) -> list[Row]:
    """Count rows with issues and unreadable values by file and row group."""
    flags = {f"issue_{role}": issue(role, wanted) for role in ROLES}
    unread = {role: F.col(f"unreadable_{role}").isNotNull() if role in wanted else F.lit(False) for role in ROLES}
    flags |= {f"unreadable_{role}": flag for role, flag in unread.items()}
    flags["day_before"] = F.coalesce(F.datediff("created_date", "date") == 1, F.lit(False))
    frame = of_roles(dataset, wanted, *ROLES, placed=True, values=True)
    flagged = frame.select("file", "row", *(flag.alias(name) for name, flag in flags.items()))
    some = F.lit(False)
    for name in flags:
        some = some | F.col(name)
    lines = [(place, firsts(dataset.row_groups(place))) for place in range(len(dataset.files))]
    starts = dataset.spark.createDataFrame(lines, "file int, starts array<bigint>")
    group = F.size(F.filter("starts", lambda start: start <= F.col("row"))) - 1
    placed = flagged.where(some).join(F.broadcast(starts), "file").withColumn("row_group", group)
    counts = (F.sum(F.col(name).cast("bigint")).alias(name) for name in flags)
    return sorted(placed.groupBy("file", "row_group").agg(*counts).collect())


def firsts(rows: Sequence[int]) -> list[int]:
    """Return the first row of each row group, given the row counts."""
    found, first = [], 0
    for count in rows:
        found.append(first)
        first += count
    return found


def unreadable(dataset: Rows, places: Sequence[Row]) -> list[dict[str, Any]]:
    """List the unreadable values by file, row group and role."""
    found = [
        {
            "file": dataset.files[line["file"]].name,
            "rowGroup": line["row_group"],
            "role": role,
            "rows": line[f"unreadable_{role}"],
        }
        for line in places
        for role in ROLES
    ]
    return [each for each in found if each["rows"]]


def row_issues(dataset: Rows, places: Sequence[Row]) -> list[dict[str, Any]]:
    """List the rows with issues by file and role, with the first row group that has one."""
    found: dict[tuple[int, str], dict[str, Any]] = {}
    for line in places:
        for role in ROLES:
            if line[f"issue_{role}"]:
                each = found.setdefault((line["file"], role), {"rows": 0, "rowGroup": line["row_group"]})
                each["rows"] += line[f"issue_{role}"]
    return [
        {"file": dataset.files[file].name, "role": role, **each}
        for (file, role), each in sorted(found.items(), key=lambda item: (item[0][0], ROLES.index(item[0][1])))
    ]


def after_end(dataset: Rows, window: Window) -> int:
    """Count the rows after the end date."""
    if window.end is None or window.last is None or window.last <= window.end:
        return 0
    return dataset.frame("date").where(F.col("date") > literal(window.end)).count()


def by_video(days: DataFrame, window: Window) -> tuple[dict[str, int], dict[str, Any]]:
    """Return (counts of videos, repeats and conflicting series; signs of suspicious dates) of `days` from `series`.

    The signs are the newest date and the next newest, the first and last upload day, and the number of
    distinct upload days before YouTube's first.
    """
    if window.words:
        distinct = sum((F.coalesce(F.bit_count(name), F.lit(0)) for name in words(window)), F.lit(0))
    else:
        distinct = F.size("days")
    late = F.col("created_date") > literal(window.end)
    videos = days.groupBy("video_id").agg(
        (F.sum("dated") - F.max(distinct)).alias("repeated"),
        F.count("*").alias("listings"),
        several("channel_id").alias("channels"),
        several("created_date").alias("created"),
        count_if(F.col("created_date").isNull()).alias("undated"),
        count_if(late).alias("late"),
        count_if(F.col("created_date") < literal(warnings.FIRST_UPLOAD_DAY)).alias("early"),
        F.min(number("created_date")).alias("first"),
        F.max(number("created_date")).alias("last"),
        F.max(before_newest(window)).alias("next"),
    )
    [total] = videos.agg(
        F.count("video_id").alias("videos"),
        F.sum("listings").alias("videoListings"),
        F.sum("repeated").alias("repeatedRows"),
        F.sum("undated").alias("videosCreatedNull"),
        F.sum("late").alias("videosCreatedAfterEnd"),
        count_if(F.col("channels")).alias("videosWithSeveralChannels"),
        count_if(F.col("created")).alias("videosWithSeveralCreatedDates"),
        F.sum("early").alias("earlyCreated"),
        F.min("first").alias("firstCreated"),
        F.max("last").alias("lastCreated"),
        F.max("next").alias("nextNewest"),
    ).collect()
    found = total.asDict()
    signs: dict[str, Any] = {"earlyCreated": found.pop("earlyCreated"), "newest": window.last}
    for name in ("firstCreated", "lastCreated", "nextNewest"):
        day = found.pop(name)
        signs[name] = day if day is None else day_of(day)
    return {name: count or 0 for name, count in found.items()}, signs


def before_newest(window: Window) -> Column:
    """Return the newest day number of a series' video before the last day of the window, or null."""
    if window.last is None:
        return F.lit(None).cast("int")
    newest = day_number(window.last)
    if not window.words:
        return F.array_max(F.filter("days", lambda day: day < newest))
    starts = [(F.col(name), window.base + 64 * place) for place, name in enumerate(words(window))]
    # The newest day is a bit of the last word.
    last, start = starts.pop()
    starts.append((last.bitwiseAND(F.lit((1 << (newest - start)) - 1).cast("bigint")), start))
    return coverages.latest([coverages.highest(bits, start) for bits, start in starts])


def several(name: str) -> Column:
    """Return whether a group has more than one value; null counts as a value."""
    some_null = F.max(F.col(name).isNull()) & (F.count(name) > 0)
    return F.coalesce(F.min(name) != F.max(name), F.lit(False)) | some_null
