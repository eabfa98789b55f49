"""What the provider makes of a company's service that errs, without Spark and in a job."""

import contextlib
import io
import json
import time
from datetime import datetime, timedelta, timezone
from email.utils import format_datetime
from pathlib import Path

from places import said, tree
from served import Served


class Scripted(Served):
    """A service that answers each call as `script(ids)` says."""

    def __init__(self, script):
        super().__init__()
        self.script, self.calls = script, []

    @property
    def url(self):
        """The address to ask, with a key that nobody is to see."""
        return f"{super().url}?key=hidden-key"

    def answer(self, ids):
        """Notes a call, and answers it."""
        with self.lock:
            self.calls.append(ids)
        return self.script(ids)


def good(ids):
    """Answers each id with its length."""
    return 200, {}, json.dumps([{"video_id": video, "views": len(video)} for video in ids]).encode()


def asked(answer, batches, **options):
    """Asks a scripted service, and gives (the answers or the error's text, the calls)."""
    from daytally_spark.fault import DaytallyError
    from daytally_spark.provider.http import HttpProvider

    service = Scripted(answer)
    provider = HttpProvider(service.url, **{"first_wait": 0.001, "concurrency": 1, **options})
    try:
        return provider.ask(batches), service.calls
    except DaytallyError as problem:
        assert problem.code == "provider" and "hidden-key" not in str(problem), problem
        return str(problem), service.calls


def bodies_are_read_as_the_crate_does():
    """Reads bodies: of two views the first is kept, null is none, and a bad value costs only itself."""
    from daytally_spark.provider.answer import Wrong, read

    def one(*views):
        return json.dumps([{"video_id": "a", "views": each} for each in views]).encode()

    bad = "its count cannot be read: "
    for body, expected in [
        (one(4, 5), {"a": 4}),
        (one(None, 5, 6), {"a": 5}),
        (one(4, None), {"a": 4}),
        (one(None), {}),
        (b'[{"video_id": "a"}]', {}),
        (b"[]", {}),
        (b"\xef\xbb\xbf[]", {}),
        (one("9223372036854775807"), {"a": 2**63 - 1}),
        (one(12.0), {"a": 12}),
        (one("12"), {"a": 12}),
        (one(2**63), bad + "9223372036854775808"),
        (one(12.5), bad + "12.5"),
        (one("1,234"), bad + '"1,234"'),
        (one(""), bad + '""'),
        (one(True), bad + "true"),
        (one([1]), bad + '["1"]'),
        (one("x", 7), {"a": 7}),
        (b'[{"video_id": "a", "views": NaN}]', bad + "NaN"),
        (b'[{"video_id": "a", "views": ' + b"9" * 5000 + b"}]", bad + "9" * 40 + "…"),
    ]:
        found = read(body)
        assert (found.views if isinstance(expected, dict) else found.unreadable["a"]) == expected, body[:80]
    mixed = b'[{"video_id": "a", "views": NaN}, {"video_id": "b", "views": 2}, {"id": "c"}, 7]'
    found = read(mixed)
    assert found.views == {"b": 2} and list(found.unreadable) == ["a"]
    wrong = [b"[" * 100_000, b"\xff", b"{}", b"", b"<html>", b'{"error": {"code": 7}}', b'[{"id": "a"}]', b"[1, 2]"]
    for body in wrong:
        try:
            read(body)
        except Wrong:
            continue
        raise AssertionError(f"{body[:40]} is an answer")


def wrong_answers_end_the_job_early():
    """Has a service answer nonsense from the beginning: a handful of calls, and what came back is shown."""
    batches = [[f"v{at}", f"w{at}"] for at in range(20)]
    token = {"Authorization": "Basic bWU6aGlkZGVuLWtleQ=="}
    for body, shown in (
        (b"<html>Please log in as me:hidden-key</html>", "<html>Please log in as …</html>"),
        (b'{"error": {"message": "no such table"}}', "no such table"),
        (b"", "an empty body"),
        (b"\x1b[2J bWU6aGlkZGVuLWtleQ", "\\u{1b}[2J …"),
    ):
        for status in (200, 400):
            told, calls = asked(lambda _: (status, {}, body), batches, headers=token)
            assert len(calls) == 3 and shown in told and f"status {status}" in told, (told, len(calls))
    gzip = lambda _: (200, {"Content-Encoding": "gzip"}, b"\x1f\x8b\x08")  # noqa: E731
    assert "Content-Encoding gzip" in asked(gzip, batches)[0]
    daily = b'{"error": {"message": "Quota exceeded for limit \'X per day\'", "status": "RESOURCE_EXHAUSTED"}}'
    told, calls = asked(lambda _: (429, {}, daily), batches)
    assert "quota of the day" in told and len(calls) == 1, told
    minute = daily.replace(b"per day", b"per minute")
    tries = []

    def limited(ids):
        tries.append(ids)
        return (429, {}, minute) if len(tries) == 1 else good(ids)

    answers, calls = asked(limited, batches)
    assert all(views == len(video) for batch, ids in zip(answers, batches) for (views, _), video in zip(batch, ids))
    # Other ids than those of the batch, as of a service that changes their case.
    other = lambda ids: good([video.upper() for video in ids])  # noqa: E731
    told, calls = asked(other, batches)
    assert len(calls) == 3 and told.count("requested \"v0\", \"w0\"; found \"V0\", \"W0\"") == 1, (told, calls)
    # Later they cost only their own batch; ids that are left out are no fault.
    answers, calls = asked(lambda ids: good([]) if "v0" in ids else other(ids) if "v7" in ids else good(ids), batches)
    lost = [reason for batch in answers for views, reason in batch if views is None]
    assert len(calls) == 20 and [reason.split(":")[0] for reason in lost] == ["absent from the answer"] * 2 + [
        "none of the 2 requested ids is in the answer"
    ] * 2, lost
    # Once something was answered, what is wrong is looked for.
    answers, calls = asked(lambda ids: good(ids) if "v7" not in ids else (400, {}, b"no"), batches)
    assert sum(views is None for batch in answers for views, _ in batch) == 1


def waits_are_whole_seconds_or_a_date():
    """Reads Retry-After as the crate does."""
    from daytally_spark.provider.call import too_long, wait_asked

    soon = format_datetime(datetime.now(timezone.utc) + timedelta(seconds=90), usegmt=True)
    assert 80 < wait_asked(soon) <= 90
    for text, seconds in [("120", 120), (" 0 ", 0), ("0000000000000007", 7)]:
        assert wait_asked(text) == seconds, text
    past = "Mon, 23 Nov 2020 03:59:00 GMT"
    for text in (None, "", "-1", "1.5", "soon", "nan", "inf", "1e9", "٣", past):
        assert wait_asked(text) == 0, text
    assert too_long(7200) is None
    assert too_long(wait_asked("86400")) == "it asks for a wait of 24 hours, and 2 are the most that is waited"
    assert too_long(wait_asked("9" * 5000))


def what_cannot_be_sent_is_refused():
    """Tries addresses and headers; no error shows them."""
    from daytally_spark.fault import DaytallyError
    from daytally_spark.provider.http import HttpProvider

    wrong = ["", "ftp://host/x", "file:///etc/x", "host/x", "http://", "http:///x", "http://host:port/x", "http://[x/"]
    wrong += ["http://me:hidden@host/x", "https://hidden@host/", "http://host/a b", "http://host/é"]
    for url in wrong:
        try:
            HttpProvider(url)
        except DaytallyError as problem:
            assert problem.code == "invalid_option" and "hidden" not in str(problem), problem
        else:
            raise AssertionError(f"{url} is taken")
    assert HttpProvider(" https://host:8443/a@b?c=@d ").url == "https://host:8443/a@b?c=@d"
    assert HttpProvider("http://host", {"X-Team": " a: b\n"}).headers == {"X-Team": "a: b"}
    wrong = [("A", f"hidden{end}") for end in ("\r\nB: c", "\nB: c", "\0", "é")]
    for name, value in [*wrong, ("a b", ""), ("", "x")]:
        try:
            HttpProvider("http://host", {name: value})
        except DaytallyError as problem:
            assert problem.code == "invalid_option" and "hidden" not in str(problem), problem
        else:
            raise AssertionError(f"{name}: {value!r} is taken")


def a_batch_at_fault_is_cut():
    """Has one id make every call fail that holds it: all others are answered, in few calls."""
    ids = [f"v{at}" for at in range(8)]
    for status, most in ((503, 6 + 3 * (2 + 1)), (400, 1 + 3 * 2)):
        def answer(found):
            return (status, {"Retry-After": "0"}, b"no") if "v5" in found else good(found)

        answers, calls = asked(answer, [ids])
        assert [views for views, _ in answers[0]] == [2] * 5 + [None] + [2] * 2, (status, answers)
        assert answers[0][5][1].startswith(f"status {status}") and answers[0][0][1] is None
        assert len(calls) == most and [len(call) for call in calls][-1] < 8, (status, calls)


def calls_that_break_are_made_again():
    """Has first calls end in ways of HTTP that are no status."""
    for broken in (
        b"",
        b"nonsense\r\n\r\n",
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\n[",
        b"HTTP/1.1 200 OK\r\nContent-Length: 999\r\n\r\n[",
        b"HTTP/1.1 200 OK\r\nContent-Length: 200000\r\n\r\n" + b"[" * 200_000,
    ):
        tries = []

        def answer(found):
            tries.append(found)
            return broken if len(tries) < 3 else good(found)

        answers, calls = asked(answer, [["a", "bb"]])
        assert answers == [[(1, None), (2, None)]] and len(calls) == 3, (broken[:40], answers)


def a_provider_that_is_down_ends_the_job():
    """Counts calls in a row that are given up; one that is answered begins a new count."""
    batches = [[f"v{at}"] for at in range(40)]
    told, calls = asked(lambda _: (503, {}, b""), batches, attempts=1)
    assert "8 calls in a row were in vain, the last one with: status 503" in told and len(calls) == 8, told
    every = lambda ids: good(ids) if int(ids[0][1:]) % 8 == 7 else (503, {}, b"")  # noqa: E731
    answers, _ = asked(every, batches, attempts=1)
    assert sum(views is not None for ((views, _),) in answers) == 5, answers
    # The count goes on in the next part of a task.
    from daytally_spark.fault import DaytallyError
    from daytally_spark.provider.http import HttpProvider

    provider = HttpProvider(Scripted(lambda _: (503, {}, b"")).url, attempts=1)
    provider.ask(batches[:7])
    with contextlib.suppress(DaytallyError):
        provider.ask(batches[:1])
        raise AssertionError("a task that asks in parts never ends")
    for retry in ("7201", format_datetime(datetime.now(timezone.utc) + timedelta(hours=3), usegmt=True)):
        began = time.monotonic()
        told, calls = asked(lambda _: (429, {"Retry-After": retry}, b""), batches)
        assert "hours, and 2 are the most that is waited" in told and len(calls) == 1, told
        assert time.monotonic() - began < 10
    token = {"Authorization": "Bearer hidden-token"}
    told, _ = asked(lambda _: (403, {}, b"who is hidden-token?"), batches, headers=token, concurrency=4)
    assert "status 403: who is …?" in told and "hidden-token" not in told, told


def no_snapshot_is_emptied(scratch, source):
    """Has a job's provider be down: what was there stays, whether the calls are many or few."""
    out = Path(scratch) / "emptied"
    assert said(["snapshot", source, "--provider", "simulator", "-o", str(out)])[0] == 0
    before = tree(out)
    for size in ("10", "500"):
        service = Scripted(lambda _: (400, {}, b"down for today"))
        words = ["snapshot", source, "-o", str(out), "--provider", "http", "--provider-url", service.url]
        status, text = said([*words, "--batch-size", size])
        assert status == 1 and "the provider answers no more: " in text and "hidden-key" not in text, text
        assert tree(out) == before


def figures_tell_the_unanswered(scratch, source):
    """Leaves some videos out of the answers, and reads how many from the text and the figures."""
    from daytally_spark import command

    service = Scripted(lambda ids: good([video for video in ids if "7" not in video]))
    words = ["snapshot", source, "-o", str(Path(scratch) / "told"), "--run-date", "2023-04-19"]
    words += ["--provider", "http", "--provider-url", service.url]
    shown = io.StringIO()
    with contextlib.redirect_stdout(shown):
        assert command.main(words) == 0
    ids = {video for call in service.calls for video in call}
    lost = sum("7" in video for video in ids)
    assert 0 < lost < len(ids)
    assert f"Requested {len(ids)} videos as of 2023-04-19; {lost} unanswered." in shown.getvalue()
    shown = io.StringIO()
    with contextlib.redirect_stdout(shown):
        assert command.main([*words, "--json"]) == 0
    figures = json.loads(shown.getvalue())["figures"]
    assert (figures["asked"], figures["unanswered"], figures["runDate"]) == (len(ids), lost, "2023-04-19")


def hold(scratch, source):
    """Runs every test."""
    bodies_are_read_as_the_crate_does()
    wrong_answers_end_the_job_early()
    waits_are_whole_seconds_or_a_date()
    what_cannot_be_sent_is_refused()
    a_batch_at_fault_is_cut()
    calls_that_break_are_made_again()
    a_provider_that_is_down_ends_the_job()
    no_snapshot_is_emptied(scratch, source)
    figures_tell_the_unanswered(scratch, source)
