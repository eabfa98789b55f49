"""Compares the options on real Spark with plain Python and `daytally`.

Usage: options.py [DAYTALLY], the command line whose options and answers are compared.
"""

import json
import random
import re
import subprocess
import sys
import tempfile
from datetime import date, timedelta
from itertools import pairwise
from pathlib import Path

import session  # first, because it sets the module path

# isort: split

from inputs import listed, same, text
from results import coverage
from services import Service

NAMES = ("channel_id", "video_id", "created_date", "date", "viewCount")
FIRST, END = date(2023, 1, 20), date(2023, 5, 2)


def views(folder, chance):
    """Write rows of videos that all lack some days; return the rows."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    days = [FIRST + timedelta(at) for at in range((END - FIRST).days + 1)]
    # Some days have almost no data, some half of it, some three quarters.
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


def expected_coverage(rows, share=None):
    """Compute the coverage by counting every video on every day."""
    ordinals = [(row[1], row[2] and row[2].toordinal(), row[3] and row[3].toordinal()) for row in rows]
    return coverage.coverage(ordinals, END.toordinal(), share)


def expected_missing(rows, left_out):
    """Return (channel, video, created, missing day) of all series, without the days in `left_out`."""
    had = {}
    for _, video, _, day, _ in rows:
        had.setdefault(video, set()).add(day)
    out, found = {date.fromordinal(day) for day, *_ in left_out}, []
    for channel, video, created in sorted({row[:3] for row in rows}):
        for at in range((END - created).days + 1):
            day = created + timedelta(at)
            if day not in had[video] and day not in out:
                found.append((channel, video, created, day))
    return found


def expected_pairs(rows):
    """Count the pairs of consecutive days with counts that differ, those that rise, and their videos."""
    counts = {}
    for _, video, _, day, count in rows:
        if day and count is not None:
            days = counts.setdefault(video, {})
            days[day] = max(count, days.get(day, count))
    differing = rising = videos = 0
    for days in counts.values():
        pairs = [(a, b) for a, b in pairwise(days[day] for day in sorted(days)) if a != b]
        differing, rising = differing + len(pairs), rising + sum(a < b for a, b in pairs)
        videos += bool(pairs)
    return {"differing": differing, "rising": rising, "videos": videos}


def outages_are_excluded(source, scratch, rows, daytally):
    """Exclude outages from one form of the gaps and from all, by the rule and a fixed threshold."""
    from daytally_spark import command

    for share in (None, 0.25, 0.9):
        left_out = expected_coverage(rows, share)["outages"]
        assert left_out, "there is no outage to be excluded"
        out = Path(scratch) / "dates"
        words = ["gaps", source, "--form", "dates", "--exclude-outages", "--end-date", str(END)]
        words += ["--outage-share", str(share)] if share else []
        assert command.main([*words, "-o", str(out)]) == 0
        assert listed(out) == expected_missing(rows, left_out)
        if daytally:
            report = Path(scratch) / "dates.csv"
            subprocess.run([daytally, *words, "-o", report], check=True, capture_output=True)
            assert [tuple(map(str, row)) for row in listed(out)] == text(report)
    out = Path(scratch) / "all"
    assert command.main(["all", source, "--exclude-outages", "-o", str(out)]) == 0
    found = json.loads((out / "diagnostics.json").read_text("utf-8"))
    expected = expected_coverage(rows)
    days = [(str(date.fromordinal(day)), missing, active) for day, missing, active in expected["outages"]]
    held = found["coverage"]
    assert [(each["date"], each["missing"], each["active"]) for each in held["outages"]] == days, held
    assert held["stoppedVideos"] == expected["stopped_videos"]
    assert held["completeness"] == expected["video_days_with_data"] / expected["video_days_expected"]
    assert listed(out / "gaps-dates.parquet") == expected_missing(rows, expected["outages"])
    assert found["countPairs"] == expected_pairs(rows) and found["lifetimeCounts"] == "no"
    if daytally:
        line = [daytally, "all", source, "--exclude-outages", "-o", Path(scratch) / "report", "--json"]
        report = json.loads(subprocess.run(line, check=True, capture_output=True, text=True).stdout)["diagnostics"]
        same(found, report)


def too_many_days_are_refused(source, scratch, rows):
    """Set the limit to the number of missing days, and below it."""
    from daytally_spark import command

    days = len(expected_missing(rows, []))
    out = Path(scratch) / "limited"
    words = ["gaps", source, "--end-date", str(END), "-o", str(out), "--max-gap-days"]
    assert command.main([*words, str(days - 1)]) == 1 and not out.exists()
    assert command.main([*words, str(days - 1), "--form", "ranges"]) == 0
    assert command.main([*words, str(days)]) == 0


def calls_keep_their_rate(source, scratch, rows):
    """Fetch with two tasks and the driver at a limited rate, and check the cost before."""
    from daytally_spark import command

    videos = len({row[1] for row in rows})
    service, rate = Service(busy=False), 4
    fetching = ["--provider", "http", "--provider-url", service.url, "--batch-size", "4"]
    words = ["snapshot", source, *fetching, "--rate", str(rate), "-o", str(Path(scratch) / "paced")]
    assert command.main([*words, "--estimate"]) == 0 and service.calls == 0
    assert command.main(words) == 0
    calls = -(-videos // 4)
    assert service.calls == calls == 16
    begun = sorted(service.begun)
    # Each of the two tasks waits half a second per call; without a rate they take no time.
    assert begun[-1] - begun[0] >= (calls / 2 - 2) / (rate / 2), "the calls came faster than their rate"


def options_are_those_of_the_command_line(daytally):
    """Compare the options of the package with those that `daytally spark` passes on."""
    from daytally_spark.command import arguments

    jobs = arguments.parser()._subparsers._group_actions[0].choices
    values = {"--form": "list", "--columns": "date=day", "--timezone": "UTC"}
    values |= {"--date-format": "date=%d/%m/%Y", "--on-bad-file": "skip"}
    values |= {name: "2023-04-18" for name in ("--end-date", "--run-date")}
    values |= {"--on-quota": "stop", "--youtube-method": "list", "--format": "csv"}
    # Options of a provider need the provider; no value is a secret.
    http = {"--provider": "http", "--provider-url": "http://localhost/"}
    values |= {**http, "--header": "Authorization: env:TOKEN"}
    for job, parser in jobs.items():
        report = subprocess.run([daytally, job, "--help"], check=True, capture_output=True, text=True).stdout
        report, _, _ = report.partition("\nEXAMPLES\n")
        theirs = dict(re.findall(r"^ +(?:-\w, )?(--[a-z-]+)( <)?", report, re.MULTILINE))
        ours = set(parser._option_string_actions)
        for name, takes in theirs.items():
            if name in ("--help", "--version", "--output"):
                continue
            value = [values.get(name, "1")] if takes else []
            fetching = {each: values[each] for each in http if "--provider" in ours and each != name}
            beside = [word for pair in fetching.items() for word in pair]
            line = [daytally, "spark", job, "views", "-o", "out", *beside, name, *value]
            handed_on = subprocess.run(line, capture_output=True, text=True).returncode == 0
            assert handed_on == (name in ours), f"{job} {name}: {handed_on} {name in ours}"
        # Only Spark reads other formats; the help of the command line has no such option.
        fetching = [word for pair in http.items() if "--provider" in ours for word in pair]
        line = [daytally, "spark", job, "main.yt.views", "-o", "out", *fetching, "--input-format", "delta"]
        printed = subprocess.run(line, check=True, capture_output=True, text=True).stdout
        assert printed.endswith(" --input-format delta\n"), printed
        ours.remove("--input-format")
        assert ours <= {*theirs, "-o", "-h"}, f"{job}: {ours - set(theirs)} are not the command line's"


def hold(daytally):
    """Run every test in the running Spark."""
    if daytally:
        options_are_those_of_the_command_line(daytally)
    else:
        print("skipped: no daytally to compare with")
    with tempfile.TemporaryDirectory() as scratch:
        source = str(Path(scratch) / "views")
        Path(source).mkdir()
        rows = views(source, random.Random(7))
        outages_are_excluded(source, scratch, rows, daytally)
        too_many_days_are_refused(source, scratch, rows)
        calls_keep_their_rate(source, scratch, rows)


def main(daytally=None):
    """Run every test; the first that fails ends it."""
    spark = session.start(**session.PARALLEL)
    hold(daytally)
    print(f"the options hold on Spark {spark.version}")
    return 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
