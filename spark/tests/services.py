"""Tests the HTTP provider with failing services, without Spark and in a job."""

import contextlib
import io
import json
import threading
import time
from datetime import datetime, timedelta, timezone
from email.utils import format_datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from places import run_command, tree


class Served(ThreadingHTTPServer):
    """A service on a free port; `answer(ids)` returns (status, headers, body) or raw bytes."""

    def __init__(self):
        super().__init__(("127.0.0.1", 0), Handler)
        self.lock = threading.Lock()
        threading.Thread(target=self.serve_forever, daemon=True).start()

    @property
    def url(self):
        """The URL of the service."""
        return f"http://127.0.0.1:{self.server_address[1]}/views"


class Handler(BaseHTTPRequestHandler):
    """Handles calls."""

    server: "Scripted"

    def do_POST(self):
        """Send the answer of the service and close the connection."""
        found = self.server.answer(json.loads(self.rfile.read(int(self.headers["Content-Length"])))["video_ids"])
        self.close_connection = True
        if isinstance(found, bytes):
            self.wfile.write(found)
            return
        status, headers, body = found
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_):
        """Log nothing."""


class Service(Served):
    """A provider that counts its calls; if `busy`, every third call fails temporarily."""

    def __init__(self, status=None, busy=True):
        super().__init__()
        self.status, self.gets_busy = status, busy
        self.calls, self.batches, self.busy, self.begun = 0, [], 0, []

    def answer(self, ids):
        """Return the length of each id in another order; ids with a 7 are absent."""
        with self.lock:
            self.calls += 1
            self.begun.append(time.monotonic())
            busy = self.gets_busy and self.status is None and self.calls % 3 == 0
            self.busy += busy
            if not busy:
                self.batches.append(ids)
        status = self.status or (503 if busy else 200)
        answers = [{"video_id": video, "views": len(video)} for video in reversed(ids) if "7" not in video]
        return status, {"Retry-After": "0"}, json.dumps(answers).encode()


class Scripted(Served):
    """A service that returns `script(ids)` for each call."""

    def __init__(self, script):
        super().__init__()
        self.script, self.calls = script, []

    @property
    def url(self):
        """The URL of the service, with a key that must stay hidden."""
        return f"{super().url}?key=hidden-key"

    def answer(self, ids):
        """Record a call and answer it."""
        with self.lock:
            self.calls.append(ids)
        return self.script(ids)


def good(ids):
    """Answer each id with its length."""
    return 200, {}, json.dumps([{"video_id": video, "views": len(video)} for video in ids]).encode()


def fetch(answer, batches, **options):
    """Fetch from a scripted service; return (the answers or the error text, the calls)."""
    from daytally_spark.errors import DaytallyError
    from daytally_spark.provider.http import HttpProvider

    service = Scripted(answer)
    provider = HttpProvider(service.url, **{"first_wait": 0.001, "concurrency": 1, **options})
    try:
        return provider.fetch(batches), service.calls
    except DaytallyError as problem:
        assert problem.code == "provider" and "hidden-key" not in str(problem), problem
        return str(problem), service.calls


def bodies_are_read_as_the_crate_does():
    """Parse bodies: the first of two views counts, null is missing, and a bad value affects only its id."""
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
        raise AssertionError(f"{body[:40]!r} is an answer")


def wrong_answers_end_the_job_early():
    """Let a service return invalid responses: the job ends after a few calls and shows a response."""
    batches = [[f"v{at}", f"w{at}"] for at in range(20)]
    token = {"Authorization": "Basic bWU6aGlkZGVuLWtleQ=="}
    for body, shown in (
        (b"<html>Please log in as me:hidden-key</html>", "<html>Please log in as …</html>"),
        (b'{"error": {"message": "no such table"}}', "no such table"),
        (b"", "an empty body"),
        (b"\x1b[2J bWU6aGlkZGVuLWtleQ", "\\u{1b}[2J …"),
    ):
        for status in (200, 400):
            error, calls = fetch(lambda _: (status, {}, body), batches, headers=token)
            assert len(calls) == 3 and shown in error and f"status {status}" in error, (error, len(calls))
    gzip = lambda _: (200, {"Content-Encoding": "gzip"}, b"\x1f\x8b\x08")  # noqa: E731
    assert "Content-Encoding gzip" in fetch(gzip, batches)[0]
    daily = b'{"error": {"message": "Quota exceeded for limit \'X per day\'", "status": "RESOURCE_EXHAUSTED"}}'
    error, calls = fetch(lambda _: (429, {}, daily), batches)
    assert "quota of the day" in error and len(calls) == 1, error
    minute = daily.replace(b"per day", b"per minute")
    tries = []

    def limited(ids):
        tries.append(ids)
        return (429, {}, minute) if len(tries) == 1 else good(ids)

    answers, calls = fetch(limited, batches)
    assert all(views == len(video) for batch, ids in zip(answers, batches) for (views, _), video in zip(batch, ids))
    # Other ids than those of the batch, like a service that changes their case.
    other = lambda ids: good([video.upper() for video in ids])  # noqa: E731
    error, calls = fetch(other, batches)
    assert len(calls) == 3 and error.count('requested "v0", "w0"; found "V0", "W0"') == 1, (error, calls)
    # After a valid answer they affect only their own batch; absent ids are not a failure.
    answers, calls = fetch(lambda ids: good([]) if "v0" in ids else other(ids) if "v7" in ids else good(ids), batches)
    lost = [reason for batch in answers for views, reason in batch if views is None]
    assert (
        len(calls) == 20
        and [reason.split(":")[0] for reason in lost]
        == ["absent from the answer"] * 2 + ["none of the 2 requested ids is in the answer"] * 2
    ), lost
    # After a valid answer, the ids that fail are isolated.
    answers, calls = fetch(lambda ids: good(ids) if "v7" not in ids else (400, {}, b"no"), batches)
    assert sum(views is None for batch in answers for views, _ in batch) == 1


def waits_are_whole_seconds_or_a_date():
    """Parse Retry-After like the crate."""
    from daytally_spark.provider.call import too_long, wait_asked

    soon = format_datetime(datetime.now(timezone.utc) + timedelta(seconds=90), usegmt=True)
    assert 80 < wait_asked(soon) <= 90
    for text, seconds in [("120", 120), (" 0 ", 0), ("0000000000000007", 7)]:
        assert wait_asked(text) == seconds, text
    past = "Mon, 23 Nov 2020 03:59:00 GMT"
    for text in (None, "", "-1", "1.5", "soon", "nan", "inf", "1e9", "٣", past):
        assert wait_asked(text) == 0, text
    assert too_long(7200) is None
    assert too_long(wait_asked("86400")) == "it requests a wait of 24 hours; the max is 2"
    assert too_long(wait_asked("9" * 5000))


def invalid_urls_and_headers_are_refused():
    """Try invalid URLs and headers; no error message contains them."""
    from daytally_spark.errors import DaytallyError
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
    """Let calls with one id fail: all other ids are answered in few calls."""
    ids = [f"v{at}" for at in range(8)]
    for status, expected in ((503, 6 + 3 * (2 + 1)), (400, 1 + 3 * 2)):

        def answer(found):
            return (status, {"Retry-After": "0"}, b"no") if "v5" in found else good(found)

        answers, calls = fetch(answer, [ids])
        assert [views for views, _ in answers[0]] == [2] * 5 + [None] + [2] * 2, (status, answers)
        assert answers[0][5][1].startswith(f"status {status}") and answers[0][0][1] is None
        assert len(calls) == expected and [len(call) for call in calls][-1] < 8, (status, calls)


def calls_that_break_are_made_again():
    """Let the first calls fail without an HTTP status."""
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

        answers, calls = fetch(answer, [["a", "bb"]])
        assert answers == [[(1, None), (2, None)]] and len(calls) == 3, (broken[:40], answers)


def a_provider_that_is_down_ends_the_job():
    """Count consecutive failed calls; an answered call resets the count."""
    batches = [[f"v{at}"] for at in range(40)]
    error, calls = fetch(lambda _: (503, {}, b""), batches, attempts=1)
    assert "8 consecutive calls failed; last error: status 503" in error and len(calls) == 8, error
    every = lambda ids: good(ids) if int(ids[0][1:]) % 8 == 7 else (503, {}, b"")  # noqa: E731
    answers, _ = fetch(every, batches, attempts=1)
    assert sum(views is not None for ((views, _),) in answers) == 5, answers
    # The count continues in the next part of a task.
    from daytally_spark.errors import DaytallyError
    from daytally_spark.provider.http import HttpProvider

    provider = HttpProvider(Scripted(lambda _: (503, {}, b"")).url, attempts=1)
    provider.fetch(batches[:7])
    with contextlib.suppress(DaytallyError):
        provider.fetch(batches[:1])
        raise AssertionError("a task that fetches in parts never ends")
    for retry in ("7201", format_datetime(datetime.now(timezone.utc) + timedelta(hours=3), usegmt=True)):
        began = time.monotonic()
        error, calls = fetch(lambda _: (429, {"Retry-After": retry}, b""), batches)
        assert "hours; the max is 2" in error and len(calls) == 1, error
        assert time.monotonic() - began < 10
    token = {"Authorization": "Bearer hidden-token"}
    error, _ = fetch(lambda _: (403, {}, b"who is hidden-token?"), batches, headers=token, concurrency=4)
    assert "status 403: who is …?" in error and "hidden-token" not in error, error


def a_failed_fetch_keeps_the_snapshot(scratch, source):
    """Let the provider of a job be down: the old output stays, with many or few calls."""
    out = Path(scratch) / "emptied"
    assert run_command(["snapshot", source, "--provider", "simulator", "-o", str(out)])[0] == 0
    before = tree(out)
    for size in ("10", "500"):
        service = Scripted(lambda _: (400, {}, b"down for today"))
        words = ["snapshot", source, "-o", str(out), "--provider", "http", "--provider-url", service.url]
        status, text = run_command([*words, "--batch-size", size])
        assert status == 1 and "the provider failed: " in text and "hidden-key" not in text, text
        assert tree(out) == before


def figures_count_the_unanswered(scratch, source):
    """Omit some videos from the answers, and check their number in the text and the figures."""
    from daytally_spark import command

    service = Scripted(lambda ids: good([video for video in ids if "7" not in video]))
    words = ["snapshot", source, "-o", str(Path(scratch) / "error"), "--run-date", "2023-04-19"]
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
    assert (figures["requested"], figures["unanswered"], figures["runDate"]) == (len(ids), lost, "2023-04-19")


def hold(scratch, source):
    """Run every test."""
    bodies_are_read_as_the_crate_does()
    wrong_answers_end_the_job_early()
    waits_are_whole_seconds_or_a_date()
    invalid_urls_and_headers_are_refused()
    a_batch_at_fault_is_cut()
    calls_that_break_are_made_again()
    a_provider_that_is_down_ends_the_job()
    a_failed_fetch_keeps_the_snapshot(scratch, source)
    figures_count_the_unanswered(scratch, source)
