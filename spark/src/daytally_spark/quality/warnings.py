"""Warnings that are shown above the results in every build."""

from __future__ import annotations

from datetime import date, datetime, timedelta, timezone
from typing import TYPE_CHECKING

from daytally_spark.quality import midnights
from daytally_spark.quality.lifetime import verdict
from daytally_spark.values.calendar import day_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from typing import Any

    from daytally_spark.quality.coverage import Coverage
    from daytally_spark.reading.rows import Rows
    from daytally_spark.results.window import Window

    # A `code`, a `message`, and perhaps `files`.
    Warned = dict[str, Any]

# The codes of warnings, in display order; they are the same in every build.
CODES = (
    "table_as_files",
    "suspected_copies",
    "skipped_files",
    "unreadable_values",
    "newest_date_apart",
    "future_dates",
    "early_upload_days",
    "midnights_elsewhere",
    "day_before_upload",
    "lifetime_counts",
    "end_date_after_data",
    "no_video_expected",
    "no_dates",
)
# One in this many values of a role may be unreadable without a warning.
UNREADABLE_ONE_IN = 100
# More days than this between the newest date and the next newest are suspicious.
DAYS_APART = 30
# The first upload to YouTube.
FIRST_UPLOAD_DAY = date(2005, 2, 14)
# Max groups of copies, and max files of each, in a warning.
MAX_LISTED = 5


def of_files(dataset: Rows) -> list[Warned]:
    """Return the warnings about the files of a dataset, each with `code`, `message` and `files`."""
    return [*as_files(dataset), *copies(dataset), *skipped(dataset), *unreadable(dataset)]


def in_order(found: Iterable[Warned]) -> list[Warned]:
    """Return warnings in display order."""
    return sorted(found, key=lambda each: CODES.index(each["code"]))


def warning(code: str, message: str, files: Sequence[str] = ()) -> Warned:
    """Return a warning."""
    return {"code": code, "message": message} | ({"files": list(files)} if files else {})


def skipped(dataset: Rows) -> Iterator[Warned]:
    """Yield a warning about skipped bad files."""
    count = len(dataset.problems)
    if not count:
        return
    files = "1 file was skipped and is" if count == 1 else f"{count} files were skipped and are"
    yield warning("skipped_files", f"{files} missing from every result.", [each["file"] for each in dataset.problems])


def as_files(dataset: Rows) -> Iterator[Warned]:
    """Yield warnings about tables that are read regardless of their logs."""
    for table in dataset.tables:
        if table["asFiles"]:
            message = (
                f"{table['path']} ({table['format']}) was read as plain files, regardless of its log: deleted and "
                "replaced rows count too."
            )
            yield warning("table_as_files", message, [table["path"]])


def copies(dataset: Rows) -> Iterator[Warned]:
    """Yield a warning about files with equal lengths and footers, except files without rows."""
    alike: dict[tuple[int, bytes], list[str]] = {}
    for place, file in enumerate(dataset.files if len(dataset.files) > 1 else ()):
        if sum(dataset.row_groups(place)):
            alike.setdefault((file.bytes, dataset.digest(place)), []).append(file.name)
    groups = sorted(sorted(names) for names in alike.values() if len(names) > 1)
    if groups:
        listed = "; ".join(enumerated(names) for names in groups[:MAX_LISTED])
        listed += f"; and {len(groups) - MAX_LISTED} more groups" if len(groups) > MAX_LISTED else ""
        count = sum(map(len, groups))
        yield warning(
            "suspected_copies",
            f"{count} files may be copies of each other: {listed} have equal lengths and equal footers. If they are "
            "copies, their rows count more than once: remove the copies.",
            [name for names in groups for name in names],
        )


def enumerated(names: Sequence[str]) -> str:
    """Return a list of names as text, with at most `MAX_LISTED` names."""
    *others, last = names[:MAX_LISTED]
    more = len(names) - MAX_LISTED
    return f"{', '.join([*others, last])} and {more} more" if more > 0 else f"{', '.join(others)} and {last}"


def unreadable(dataset: Rows) -> Iterator[Warned]:
    """Yield warnings about roles with more than 1 % unreadable values in all files."""
    for role in dict.fromkeys(role for _, role in dataset.checked):
        found = {file: each for (file, of), each in dataset.checked.items() if of == role}
        lost = sum(each.unreadable for each in found.values())
        # Files that were not checked have only readable values.
        rows = {file.name: sum(dataset.row_groups(place)) for place, file in enumerate(dataset.files)}
        values = sum(found[file].present if file in found else count for file, count in rows.items())
        if lost * UNREADABLE_ONE_IN > values:
            files = [file for file, each in found.items() if each.unreadable]
            example = found[files[0]].example
            message = f"{lost} of {values} values of {role} cannot be read and count as missing, such as {example!r}."
            yield warning("unreadable_values", message, files)


def of_days(signs: Mapping[str, Any], today: date | None = None) -> Iterator[Warned]:
    """Yield warnings about suspicious dates, given the signs of `diagnostics.by_video`."""
    today = today or (datetime.now(timezone.utc) + timedelta(hours=14)).date()
    newest, following = signs["newest"], signs["nextNewest"]
    if newest and following and (newest - following).days > DAYS_APART:
        message = f"The newest date, {newest}, is {(newest - following).days} days after the next newest, {following}."
        yield warning("newest_date_apart", f"{message} If it is a mistake, set the end date.")
    first, last = signs["firstCreated"], signs["lastCreated"]
    future = [f"dates lie in the future, up to {newest}"] if newest and newest > today else []
    if last and last > today:
        future.append(f"upload days{'' if future else ' lie in the future'}, up to {last}")
    if future:
        message = ", and ".join(future)
        yield warning("future_dates", f"{message[0].upper()}{message[1:]}.")
    if signs["earlyCreated"]:
        days = "1 upload day is" if signs["earlyCreated"] == 1 else f"{signs['earlyCreated']} upload days are"
        message = f"{days} before {FIRST_UPLOAD_DAY}, when YouTube began; the earliest is {first}."
        yield warning("early_upload_days", message)


def of_instants(
    times: Mapping[str, set[int] | None], spans: Mapping[str, Mapping[str, Any]], rows_day_before: int, rows_before: int
) -> Iterator[Warned]:
    """Yield warnings about instants that are midnights of another zone, if no zone was given.

    `times` come from `midnights.times_of_day`, and `spans` has the first and last day by role. Of the
    `rows_before` rows before their upload day, `rows_day_before` are one day before it.
    """
    created = "created_date" in times and "date" not in times and 0 < rows_before * 9 <= rows_day_before * 10
    if created:
        rows = "1 row is" if rows_day_before == 1 else f"{rows_day_before} rows are"
        message = (
            f"{rows} dated the day before the video's upload day in UTC. If the dates are days of another zone, set "
            "the time zone; those of YouTube Analytics are days of America/Los_Angeles."
        )
        yield warning("day_before_upload", message)
    for role, known in times.items():
        first, last = spans[role]["first"], spans[role]["last"]
        if known is None or first is None or last is None or created and role == "created_date":
            continue
        found = midnights.zones(known, first, last)
        if found:
            shown = " or ".join(f"{each // 3600:02}:{each // 60 % 60:02}" for each in sorted(known))
            message = (
                f"Every instant of {role} is at {shown} UTC, which is midnight elsewhere: days may be one too early or "
                f"too late. If they are days of {' or '.join(found)}, set the time zone."
            )
            yield warning("midnights_elsewhere", message)


def of_end(window: Window, coverage: Coverage | None = None) -> Iterator[Warned]:
    """Yield a warning about an end date after the data, or before any expected day if `coverage` is known."""
    end, last = window.end, window.last
    if end and last and end > last:
        days = (end - last).days
        message = f"The end date is {days} day{'' if days == 1 else 's'} after the last date in the data, {last}."
        yield warning("end_date_after_data", message)
    elif coverage:
        first = coverage.first_expected
        if first is None or (end is not None and end < day_of(first)):
            why = "no video has a created date" if first is None else f"the earliest created date is {day_of(first)}"
            yield warning("no_video_expected", f"No video is expected by {end}; {why}.")


def of_no_dates(window: Window) -> Iterator[Warned]:
    """Yield a warning if no row has a date."""
    if window.last is None:
        consequence = (
            "every expected day is missing."
            if window.end
            else "there is no end date, and no gap can be found: set the end date."
        )
        yield warning("no_dates", f"No row has a date, so {consequence}")


def of_counts(pairs: Mapping[str, int]) -> Iterator[Warned]:
    """Yield a warning about lifetime counts, given the pairs of `lifetime.pairs`."""
    verb = {"yes": "are", "possible": "may be"}.get(verdict(pairs))
    if verb:
        videos = "1 video" if pairs["videos"] == 1 else f"{pairs['videos']} videos"
        message = (
            f"The counts {verb} lifetime counts, not views of a day: from one day to the next of a video they rise "
            f"in {pairs['rising']} of {pairs['differing']} pairs that differ, from {videos}. Sums of lifetime counts "
            "mean nothing."
        )
        yield warning("lifetime_counts", message)


def lines(found: Iterable[Warned]) -> list[str]:
    """Return the printed lines of warnings."""
    return [f"Warning: {each['message']}{named(each.get('files', []))}" for each in found]


def named(files: Sequence[str]) -> str:
    """Return a list of files to append to a message."""
    more = f" and {len(files) - 3} more" if len(files) > 3 else ""
    return f" Files: {', '.join(files[:3])}{more}." if files else ""
