"""Errors that name what failed, where, and what to do, and escapes for their text."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from pyspark.errors import PySparkException

if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Protocol

    class NamedFile(Protocol):
        """A file with its path, and its URL as Spark may write it."""

        @property
        def path(self) -> str:
            """The full path."""

        @property
        def spellings(self) -> list[str]:
            """The spellings of its URL."""


MARK = "daytally-spark:"
PYTHON = re.compile(
    r"(?!org\.|java\.|scala\.|py4j\.|pyspark\.)([A-Za-z_]\w*\.)*[A-Z]\w*(Error|Exception|Interrupt)(: |$)"
)
# Texts of failures that are not caused by the bytes of a file.
ELSEWHERE = re.compile(
    r"FileNotFoundException|FILE_NOT_EXIST|PATH_NOT_FOUND|AccessControlException|OutOfMemoryError"
    r"|No space left|ExecutorLost|cancelled"
    r"|Caused by: (?:java\.net|javax\.net|org\.apache\.hadoop\.(?:fs|security)|com|software)\."
    r"(?!github\.luben|ChecksumException)"
)
AGAIN = "Copy or write the file again, or skip it with --on-bad-file skip"
CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f]")
# Characters that json.dumps does not escape.
UNESCAPED = re.compile(r"[\x7f-\x9f]")
NAMED = {"\t": "\\t", "\r": "\\r", "\n": "\\n"}
MARKED = re.compile(re.escape(MARK) + r"(\w+): ([^\n]*)")


class DaytallyError(Exception):
    """An error with a stable `code` and a message that names the file and column."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code

    def __reduce__(self) -> tuple[type[DaytallyError], tuple[str, str]]:
        return DaytallyError, (self.code, str(self))


def failures() -> tuple[type[Exception], ...]:
    """Return the types of Spark's errors: those of PySpark and, where there is a JVM, of py4j."""
    try:
        from py4j.protocol import Py4JError
    except ImportError:
        return (PySparkException,)
    return PySparkException, Py4JError


def marked(code: str, message: str) -> str:
    """Return a text that carries an error through Spark, which passes on only text."""
    return f"{MARK}{code}: {message}"


def from_spark(problem: Exception, files: Sequence[NamedFile] = ()) -> DaytallyError:
    """Convert a failure of Spark to a `DaytallyError`.

    `files` are the files of the dataset; a failure that names one is an error of that file.
    """
    if isinstance(problem, DaytallyError):
        return problem
    text = str(problem)
    found = MARKED.search(text)
    if found:
        return DaytallyError(found[1], re.sub(r" SQLSTATE: \w+$", "", found[2]).rstrip("'\""))
    place = place_of(text, files)
    if place is None:
        return DaytallyError("spark", f"Spark failed: {first_line(text)}")
    return of_file(files[place], text)


def place_of(text: str, files: Sequence[NamedFile]) -> int | None:
    """Return the ordinal of the file that the text of a failure names, or None."""
    named = ((len(name), place) for place, file in enumerate(files) for name in file.spellings if name in text)
    # One name may be a prefix of another.
    return max(named, default=(0, None))[1]


def of_file(file: NamedFile, text: str) -> DaytallyError:
    """Return the error of a file on which Spark failed with a text."""
    if ELSEWHERE.search(text):
        message = f"{file.path}: reading the file failed; {first_line(text)}. See whether it is there and can be read"
        return DaytallyError("io", message)
    return DaytallyError("corrupt", f"{file.path}: the file cannot be decoded; {first_line(text)}. {AGAIN}")


def first_line(text: str) -> str:
    """Return the most specific line of a text: the innermost cause, else the first line."""
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    # The error of a Python worker is at the end of its traceback.
    raised = [line for line in lines if PYTHON.match(line)] if "Traceback" in text or "Python worker" in text else []
    if raised:
        return raised[-1]
    causes = [line for line in lines if line.startswith("Caused by:")]
    return (causes[-1:] + lines[:1] + ["no reason given"])[0]


def escape(text: str) -> str:
    """Escape the control characters of lines, so that names cannot overwrite other output."""
    return "\n".join(map(escape_line, text.split("\n")))


def escape_line(text: str) -> str:
    r"""Escape the control characters of one line, in the form `\u{1b}`."""
    return CONTROL.sub(lambda found: NAMED.get(found[0], f"\\u{{{ord(found[0]):x}}}"), text)


def escape_json(text: str) -> str:
    """Escape the control characters in JSON text."""
    return UNESCAPED.sub(lambda found: f"\\u{ord(found[0]):04x}", text)
