"""One case through the command line, in some time zone of the machine."""

import json
import os
import subprocess
import unicodedata

import judging
import spreadsheet

SECONDS = 60
# The result that each command gives, where another one cannot be had.
ALONE = {
    "gaps-list": ("gaps", "--form", "list"),
    "gaps-dates": ("gaps", "--form", "dates"),
    "gaps-ranges": ("gaps", "--form", "ranges"),
    "snapshot": ("snapshot",),
    "monthly": ("monthly",),
}


class Command:
    """The command line in a case's folder."""

    def __init__(self, program, folder, options, zone):
        self.program = program
        self.folder = folder
        self.options = options
        self.env = {**os.environ, "TZ": zone}

    def run(self, *words, without=()):
        """Runs it with the case's options, but those that the command has not."""
        line = [self.program, *words]
        if words[0] in ("all", "combined", "snapshot"):
            line += ["--provider", "simulator"]
        for name in self.options.keys() - set(without):
            if name == "date_formats":
                for role, form in self.options[name].items():
                    line += ["--date-format", f"{role}={form}"]
            else:
                line += [f"--{name.replace('_', '-')}", self.options[name]]
        done = subprocess.run(
            line, cwd=self.folder, env=self.env, capture_output=True, timeout=SECONDS, check=False
        )
        done.stdout, done.stderr = done.stdout.decode(), done.stderr.decode()
        if done.returncode not in (0, 1) or "panicked" in done.stderr:
            raise Wrong(f"{words[0]} ends with {done.returncode}: {done.stderr}")
        return done


class Wrong(Exception):
    """What the command line did and must not do."""


def problem(command, arguments, expected):
    """Describes what is wrong with the command line's answers, or gives None."""
    try:
        return of_everything(command, arguments, expected) or of_parts(command, arguments, expected)
    except subprocess.TimeoutExpired:
        return f"it takes more than {SECONDS} s"
    except Wrong as wrong:
        return str(wrong)


def of_everything(command, arguments, expected):
    """Compares `all` with the oracle and Polars, or its error with the oracle's."""
    done = command.run("all", "input", "-o", "out", "--combined", "--json", *arguments)
    faults = expected.faults.values()
    if faults:
        told = any(all(plain(text) in done.stderr for text in fault.mentions) for fault in faults)
        if done.returncode == 1 and told:
            return None
        return f"expected one of {list(map(str, faults))}, it ends with {done.returncode}: {done.stderr}"
    if done.returncode:
        return f"it fails: {done.stderr}"
    out, found = command.folder / "out", json.loads(done.stdout)["diagnostics"]
    return (
        judging.first_difference(out, expected.texts)
        or judging.odd_diagnostics(expected.texts, found)
        or judging.odd_coverage(expected.data, found)
        or judging.of_polars(out, expected.data)
    )


def plain(text):
    """Writes text as the command line says it: control characters as Rust escapes them."""
    known = {"\t": "\\t", "\r": "\\r", "\n": "\\n"}
    return "".join(
        known.get(each, f"\\u{{{ord(each):x}}}") if unicodedata.category(each) == "Cc" else each
        for each in text
    )


def of_parts(command, arguments, expected):
    """Compares what single commands give: combined, which decodes less, and a table as CSV."""
    texts = expected.texts
    if "combined" in texts:
        name = "combined.parquet"
        done = command.run("combined", "input", "-o", name, *arguments, without=["end_date"])
        if done.returncode:
            return f"combined alone fails: {done.stderr}"
        wrong = judging.of_oracle(command.folder / name, "combined", texts)
        if wrong:
            return f"alone, {wrong}"
    for name in ALONE if expected.faults else ():
        wrong = name in texts and of_one(command, name, arguments, texts)
        if wrong:
            return f"alone, {wrong}"
    if "monthly" in texts:
        return of_csv(command, arguments, texts)
    return None


def of_one(command, name, arguments, texts):
    """Compares a result that is asked for by itself, since others cannot be had."""
    verb, *form = ALONE[name]
    without = {"gaps": ["run_date"], "snapshot": ["end_date"], "monthly": ["run_date", "end_date"]}[verb]
    done = command.run(verb, "input", *form, "-o", f"{name}.parquet", *arguments, without=without)
    if done.returncode:
        return f"{name} fails: {done.stderr}"
    return judging.of_oracle(command.folder / f"{name}.parquet", name, texts)


def of_csv(command, arguments, texts):
    """Compares the CSV, and that for spreadsheets, as Python and Polars read them."""
    for ending in ("csv", "spreadsheet.csv"):
        name = f"monthly.{ending}"
        done = command.run("monthly", "input", "-o", name, *arguments, without=["run_date", "end_date"])
        if done.returncode:
            return f"{ending} fails: {done.stderr}"
        wrong = spreadsheet.problem(command.folder / name, json.loads(texts["monthly"])["rows"])
        if wrong:
            return f"{name}: {wrong}"
    return None
