"""The jobs of the command line, each of which writes a folder."""

from daytally_spark import asked
from daytally_spark import window as windows
from daytally_spark.calendar import today
from daytally_spark.combined import combined
from daytally_spark.coverage import coverage
from daytally_spark.diagnostics import diagnostics
from daytally_spark.fault import DaytallyError
from daytally_spark.gaps import FORMS, check, missing_days, of_days
from daytally_spark.kept import kept
from daytally_spark.monthly import sums
from daytally_spark.output import output
from daytally_spark.role import ROLES
from daytally_spark.series import SERIES, series
from daytally_spark.snapshot import ask, snapshot, unanswered

MONTHLY = ("channel_id", "video_id", "date", "viewCount")
GAPS = (*SERIES, "date")
# The roles of each job that asks for some and no others.
WANTED = {"monthly": MONTHLY, "gaps": GAPS, "snapshot": SERIES, "combined": ROLES}
RESULT = "result"
# What is kept while a job runs, beside its results.
WORK = "work"


def write_monthly(dataset, path):
    """Writes monthly views into the folder `path`."""
    dataset.prepare(MONTHLY)
    write_one(dataset, path, lambda _: sums(dataset.frame(*MONTHLY)))


def write_gaps(
    dataset, path, end_date=None, form="list", outage_share=None, most_days=None, exclude_outages=False
):
    """Writes one form of the gaps into the folder `path`, and returns the `Coverage` if outages are excluded.

    `outage_share` fixes the share of `coverage`. More than `most_days` missing days in lists or
    rows raise `over_limit`; None is no limit.
    """
    check(form)
    dataset.prepare(GAPS)
    frame, window = dataset.frame(*GAPS), windows.of(dataset, end_date)
    # No gap is made of days after the end, but a video is active by them.
    window = window if exclude_outages else window.clipped()
    found = []

    def result(beside):
        days = series(frame, window)
        if exclude_outages or most_days:
            days = kept(days, beside(WORK))
        if exclude_outages:
            found.append(coverage(days, window, outage_share, True))
        left_out = found[0].outages if found and found[0] else []
        if form != "ranges":
            refuse_gap_days(days, window, left_out, most_days)
        return of_days(days, window, form, left_out)

    write_one(dataset, path, result)
    return found[0] if found else None


def refuse_gap_days(days, window, left_out, most):
    """Raises `over_limit` for more missing days than `most`, if there is a limit."""
    if most is None:
        return
    found, videos, longest = missing_days(days, window, left_out)
    if found > most:
        raise DaytallyError(
            "over_limit",
            f"the gaps would have too many days: expected at most {most} missing days, found {found} in {videos} "
            f"lists, up to {longest} in one. Correct the upload days, give another --end-date, have the gaps as "
            f"--form ranges, or allow them by --max-gap-days {found}",
        )


def write_snapshot(dataset, path, provider, run_date=None, batch_size=None):
    """Asks, writes the snapshot into the folder `path`, and gives what was `Asked`."""
    dataset.prepare(SERIES)
    return write_asked(dataset, path, provider, run_date, batch_size, lambda found: found)


def write_combined(dataset, path, provider, run_date=None, batch_size=None):
    """Asks, writes every row of the input and the snapshot into the folder `path`, and gives what was `Asked`."""
    dataset.prepare(ROLES)
    return write_asked(dataset, path, provider, run_date, batch_size, lambda found: combined(dataset, found))


def write_asked(dataset, path, provider, run_date, batch_size, result):
    """Asks, writes the `result` of the snapshot, and gives what was `Asked`."""
    frame, day = dataset.frame(*SERIES), run_date or today(dataset.zone)
    counted = []

    def made(beside):
        answers = ask(frame, provider, beside(WORK), batch_size)
        counted.append(asked.of(answers, day))
        return result(snapshot(answers, day))

    write_one(dataset, path, made, counted)
    return counted[0]


def write_one(dataset, path, result, counted=()):
    """Writes one result, which may write beside it, and puts it in its place when it is whole.

    `counted` lists what was `Asked` for it, once it is written.
    """
    with output(dataset, path) as out:
        result(out.inside).write.parquet(out.inside(RESULT))
        out.replace(RESULT, *(each.source for each in counted))


def write_all(
    dataset, path, provider=None, end_date=None, run_date=None, batch_size=None, with_combined=False,
    outage_share=None, most_days=None, exclude_outages=False,
):
    """Writes every result as `NAME.parquet`, and `diagnostics.json`, into the folder `path`.

    Without a `provider` there is no snapshot, and nothing of it is written. Returns (the
    diagnostics, the `Coverage`, what was `Asked`, None without a provider).
    The options are those of `write_gaps` and `write_snapshot`.
    """
    if with_combined and provider is None:
        raise DaytallyError("invalid_option", "combined needs a provider of counts, which was not given")
    dataset.prepare(ROLES)
    day, window = run_date or today(dataset.zone), windows.of(dataset, end_date)
    # Series and their days are read once, for the gaps in three forms, the snapshot and the diagnostics.
    with output(dataset, path) as out:
        days = kept(series(dataset.frame(*GAPS), window), out.inside(f"{WORK}/days"))
        covered = coverage(days, window, outage_share, exclude_outages)
        left_out = covered.outages if covered and exclude_outages else []
        refuse_gap_days(days, window, left_out, most_days)
        counted, results = None, {"monthly": sums(dataset.frame(*MONTHLY))}
        results |= {f"gaps-{form}": of_days(days, window, form, left_out) for form in FORMS}
        if provider:
            answers = ask(days, provider, out.inside(WORK), batch_size)
            counted = asked.of(answers, day)
            results |= {"snapshot": snapshot(answers, day), "unanswered": unanswered(answers)}
        if with_combined:
            results["combined"] = combined(dataset, results["snapshot"])
        for name, result in results.items():
            result.write.parquet(out.inside(f"{name}.parquet"))
        found = diagnostics(dataset, window, covered, days)
        out.write_json("diagnostics.json", found)
        out.delete(WORK)
        out.replace(source=counted and counted.source)
    return found, covered, counted
