"""The options that are the command line's too, on real Spark, against plain Python and `daytally`.

Usage: options.py [DAYTALLY], the command line whose options and answers are compared.
"""

import json
import random
import re
import subprocess
import sys
import tempfile
from datetime import date, timedelta
from fractions import Fraction
from pathlib import Path

import session
from jobs import Service
from reading import listed, text

NAMES = ("channel_id", "video_id", "created_date", "date", "viewCount")
FIRST, END = date(2023, 1, 20), date(2023, 5, 2)


def views(folder, chance):
    """Writes rows of videos that all lack some days, and gives them."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    days = [FIRST + timedelta(at) for at in range((END - FIRST).days + 1)]
    # On some days nearly nothing is collected, on some half, on some three quarters.
    luck = {day: chance.choice((0.1, 0.5, 0.75) + (0.97,) * 12) for day in days}
    rows = []
    for video in range(60):
        created = chance.choice(days[:-10]) if video % 3 else FIRST - timedelta(video)
        channels = [f"UC{video % 7}", "UCother"][: 1 + (video % 10 == 0)]
        lifetime = video % 4 == 0
        for day in days:
            if day >= created and chance.random() < luck[day]:
                count = (day - created).days * 5 if lifetime else chance.randrange(1000)
                count = None if chance.random() < 0.05 else count
                rows.append((chance.choice(channels), f"video-{video:03}", created, day, count))
    rows += [("UCnone", f"video-none-{at}", END - timedelta(at), None, 1) for at in range(3)]
    table = pa.table([pa.array(column) for column in zip(*rows)], names=NAMES)
    pq.write_table(table, Path(folder) / "views.parquet")
    return rows


def expected_outages(rows, share):
    """Lists the outages by counting every video on every day."""
    had = {}
    for _, video, _, day, _ in rows:
        had.setdefault(video, set()).add(day)
    series = {(channel, video, created) for channel, video, created, _, _ in rows}
    found, day = [], min(created for _, _, created in series)
    while day <= END:
        alive = [video for _, video, created in series if created <= day]
        missing = sum(day not in had[video] for video in alive)
        if alive and Fraction(missing, len(alive)) > Fraction(share):
            if found and found[-1][1] == day - timedelta(1):
                worst = max((found[-1][2], found[-1][3]), (missing, len(alive)), key=lambda each: each[0])
                found[-1] = (found[-1][0], day, *worst)
            else:
                found.append((day, day, missing, len(alive)))
        day += timedelta(1)
    return found


def expected_missing(rows, left_out):
    """Lists (channel, video, created, missing day) of all series but for the days left out."""
    had = {}
    for _, video, _, day, _ in rows:
        had.setdefault(video, set()).add(day)
    found = []
    for channel, video, created in sorted({row[:3] for row in rows}):
        for at in range((END - created).days + 1):
            day = created + timedelta(at)
            if day not in had[video] and not any(first <= day <= last for first, last, *_ in left_out):
                found.append((channel, video, created, day))
    return found


def expected_trends(rows):
    """Counts (changing, never falling) series by exact means."""
    months = {}
    for channel, video, _, day, count in rows:
        if day:
            counts = months.setdefault((channel, video), {}).setdefault((day.year, day.month), [])
            counts.append((day, count))
    changing = never_falling = 0
    for series in months.values():
        means = []
        for month in sorted(series):
            counts = [count for _, count in series[month] if count is not None]
            if counts:
                means.append(Fraction(sum(counts), len({day for day, _ in series[month]})))
        changes = len(means) >= 3 and len(set(means)) > 1
        changing += changes
        never_falling += changes and means == sorted(means)
    return changing, never_falling


def days_are_numbers(outages):
    """Gives outages as the package has them."""
    number = lambda day: (day - date(1970, 1, 1)).days  # noqa: E731
    return [
        {"first": number(first), "last": number(last), "missing": missing, "alive": alive}
        for first, last, missing, alive in outages
    ]


def outages_are_left_out(source, scratch, rows, daytally):
    """Leaves outages out of the gaps of one form and of all."""
    from daytally_spark import command

    for share in ("0.25", "0.5", "0.9"):
        left_out = expected_outages(rows, Fraction(share))
        assert left_out, "there is no outage to be left out"
        out = Path(scratch) / "dates"
        words = ["gaps", source, "--form", "dates", "--without-outages", share, "--end-date", str(END)]
        assert command.main([*words, "-o", str(out)]) == 0
        assert listed(out) == expected_missing(rows, left_out)
        if daytally:
            told = Path(scratch) / "dates.csv"
            subprocess.run([daytally, *words, "-o", told], check=True, capture_output=True)
            assert [tuple(map(str, row)) for row in listed(out)] == text(told)
    out = Path(scratch) / "all"
    assert command.main(["all", source, "--without-outages", "0.5", "-o", str(out)]) == 0
    found = json.loads((out / "diagnostics.json").read_text("utf-8"))
    left_out = expected_outages(rows, Fraction("0.5"))
    assert found["outagesLeftOut"] == days_are_numbers(left_out)
    assert listed(out / "gaps-dates.parquet") == expected_missing(rows, left_out)
    changing, never_falling = expected_trends(rows)
    assert 10 < never_falling < changing
    assert (found["changingSeries"], found["neverFallingSeries"]) == (changing, never_falling)
    assert found["looksCumulative"] is (never_falling * 100 >= changing * 99)
    if daytally:
        line = [daytally, "all", source, "--without-outages", "0.5", "-o", Path(scratch) / "told", "--json"]
        told = json.loads(subprocess.run(line, check=True, capture_output=True, text=True).stdout)["diagnostics"]
        for name in ("unreadable", "oddRows"):
            assert len(found.pop(name)) == len(told.pop(name))
        assert found == told


def too_many_days_are_refused(source, scratch, rows):
    """Sets the limit at the number of missing days, and below it."""
    from daytally_spark import command

    days = len(expected_missing(rows, []))
    out = Path(scratch) / "limited"
    words = ["gaps", source, "--end-date", str(END), "-o", str(out), "--max-gap-days"]
    assert command.main([*words, str(days - 1)]) == 1 and not out.exists()
    assert command.main([*words, str(days - 1), "--form", "ranges"]) == 0
    assert command.main([*words, str(days)]) == 0


def calls_keep_their_rate(source, scratch, rows):
    """Asks two tasks and the driver's batches at a rate, and tells the cost before."""
    from daytally_spark import command

    videos = len({row[1] for row in rows})
    service, rate = Service(busy=False), 4
    asking = ["--provider", "http", "--provider-url", service.url, "--batch-size", "4"]
    words = ["snapshot", source, *asking, "--rate", str(rate), "-o", str(Path(scratch) / "paced")]
    assert command.main([*words, "--cost"]) == 0 and service.calls == 0
    assert command.main(words) == 0
    calls = -(-videos // 4)
    assert service.calls == calls == 16
    begun = sorted(service.begun)
    # Each of the two tasks waits half a second before a call; without a rate all take a moment.
    assert begun[-1] - begun[0] >= (calls / 2 - 2) / (rate / 2), "the calls came faster than their rate"


def options_are_those_of_the_command_line(daytally):
    """Compares what the package takes with what `daytally cluster` hands on."""
    from daytally_spark import arguments

    jobs = arguments.parser()._subparsers._group_actions[0].choices
    values = {"--form": "list", "--columns": "date=day", "--timezone": "UTC"}
    values |= {name: "2023-04-18" for name in ("--end-date", "--run-date")}
    values |= {"--on-quota": "stop", "--youtube-method": "list", "--format": "csv"}
    # Options that a provider alone has a use for are given beside it; no value is a secret.
    http = {"--provider": "http", "--provider-url": "http://localhost/"}
    values |= {**http, "--header": "Authorization: env:TOKEN"}
    for job, parser in jobs.items():
        told = subprocess.run([daytally, job, "--help"], check=True, capture_output=True, text=True).stdout
        theirs = dict(re.findall(r"^ +(?:-\w, )?(--[a-z-]+)( <)?", told, re.MULTILINE))
        ours = set(parser._option_string_actions)
        for name, takes in theirs.items():
            if name in ("--help", "--version", "--output"):
                continue
            value = [values.get(name, "1")] if takes else []
            asking = {each: values[each] for each in http if "--provider" in ours and each != name}
            beside = [word for pair in asking.items() for word in pair]
            line = [daytally, "cluster", job, "views", "-o", "out", *beside, name, *value]
            handed_on = subprocess.run(line, capture_output=True, text=True).returncode == 0
            assert handed_on == (name in ours), f"{job} {name}: {handed_on} {name in ours}"
        assert ours <= {*theirs, "-o", "-h"}, f"{job}: {ours - set(theirs)} are not the command line's"


def main(daytally=None):
    """Runs every test; the first that fails ends it."""
    if daytally:
        options_are_those_of_the_command_line(daytally)
    else:
        print("skipped: no daytally to compare with")
    spark = session.start(**{"spark.sql.shuffle.partitions": "4", "spark.sql.adaptive.enabled": "true"})
    with tempfile.TemporaryDirectory() as scratch:
        source = str(Path(scratch) / "views")
        Path(source).mkdir()
        rows = views(source, random.Random(7))
        outages_are_left_out(source, scratch, rows, daytally)
        too_many_days_are_refused(source, scratch, rows)
        calls_keep_their_rate(source, scratch, rows)
    print(f"the options hold on Spark {spark.version}")
    return 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
