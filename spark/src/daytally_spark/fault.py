"""An error that says what failed, where, and what to do about it."""

import re

MARK = "daytally-spark:"
PYTHON = re.compile(r"(?!org\.|java\.|scala\.|py4j\.|pyspark\.)([A-Za-z_]\w*\.)*[A-Z]\w*(Error|Exception|Interrupt)(: |$)")
# What the text of a failure has that does not lie in the bytes of a file.
ELSEWHERE = re.compile(
    r"FileNotFoundException|FILE_NOT_EXIST|PATH_NOT_FOUND|AccessControlException|OutOfMemoryError|No space left|ExecutorLost|cancelled"
    r"|Caused by: (?:java\.net|javax\.net|org\.apache\.hadoop\.(?:fs|security)|com|software)\."
    r"(?!github\.luben|ChecksumException)"
)
AGAIN = "Copy or write the file again, or skip it with --on-bad-file skip"
MARKED = re.compile(re.escape(MARK) + r"(\w+): ([^\n]*)")


class DaytallyError(Exception):
    """A refusal: `code` is stable, the message is a sentence that names file and column."""

    def __init__(self, code, message):
        super().__init__(message)
        self.code = code

    def __reduce__(self):
        return DaytallyError, (self.code, str(self))


def marked(code, message):
    """Gives the text that carries an error through Spark, which keeps only texts."""
    return f"{MARK}{code}: {message}"


def from_spark(problem, files=()):
    """Gives the error that a failure of Spark amounts to.

    `files` are the paths of the dataset's files: a failure that names one is that file's.
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


def place_of(text, files):
    """Returns the ordinal of the file that a failure's text names, None if it names none."""
    named = ((len(name), place) for place, file in enumerate(files) for name in file.spellings if name in text)
    # One name may begin as another does.
    return max(named, default=(0, None))[1]


def of_file(file, text):
    """Returns the error of a file at which Spark failed with a text."""
    if ELSEWHERE.search(text):
        message = f"{file.path}: reading the file failed; {first_line(text)}. See whether it is there and can be read"
        return DaytallyError("io", message)
    return DaytallyError("corrupt", f"{file.path}: the file cannot be decoded; {first_line(text)}. {AGAIN}")


def first_line(text):
    """Gives the line of a text that says most: the innermost cause, else the first line."""
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    # What a Python worker raised stands at the end of its traceback.
    raised = [line for line in lines if PYTHON.match(line)] if "Traceback" in text or "Python worker" in text else []
    if raised:
        return raised[-1]
    causes = [line for line in lines if line.startswith("Caused by:")]
    return (causes[-1:] + lines[:1] + ["no reason given"])[0]
