"""Runs a case through the command line with a time zone of the machine."""

import json
import os
import subprocess
import unicodedata

import judging
import spreadsheet

TIMEOUT = 60
# Commands for single results, for cases in which `all` fails.
SINGLE = {
    "gaps-list": ("gaps", "--form", "list"),
    "gaps-dates": ("gaps", "--form", "dates"),
    "gaps-ranges": ("gaps", "--form", "ranges"),
    "snapshot": ("snapshot",),
    "monthly": ("monthly",),
}


class Command:
    """The command line, run in the folder of a case."""

    def __init__(self, program, folder, options, zone):
        self.program = program
        self.folder = folder
        self.options = options
        self.env = {**os.environ, "TZ": zone}

    def run(self, *words, without=()):
        """Run a command with the options of the case, except those in `without`."""
        line = [self.program, *words]
        if words[0] in ("all", "combined", "snapshot"):
            line += ["--provider", "simulator"]
        for name in self.options.keys() - set(without):
            if name == "date_formats":
                for role, form in self.options[name].items():
                    line += ["--date-format", f"{role}={form}"]
            else:
                line += [f"--{name.replace('_', '-')}", self.options[name]]
        done = subprocess.run(line, cwd=self.folder, env=self.env, capture_output=True, timeout=TIMEOUT, check=False)
        output, errors = done.stdout.decode(), done.stderr.decode()
        if done.returncode not in (0, 1) or "panicked" in errors:
            raise CommandFailed(f"{words[0]} ends with {done.returncode}: {errors}")
        return subprocess.CompletedProcess(done.args, done.returncode, output, errors)


class CommandFailed(Exception):
    """A crash or an unexpected exit code of the command line."""


def problem(command, arguments, expected):
    """Return what is wrong with the command line's answers, or None."""
    try:
        return all_problem(command, arguments, expected) or single_problem(command, arguments, expected)
    except subprocess.TimeoutExpired:
        return f"it takes more than {TIMEOUT} s"
    except CommandFailed as failure:
        return str(failure)


def all_problem(command, arguments, expected):
    """Compare `all` with the oracle and Polars, or its error with the oracle's."""
    done = command.run("all", "input", "-o", "out", "--combined", "--json", *arguments)
    faults = expected.faults.values()
    if faults:
        named = any(all(escape(text) in done.stderr for text in fault.mentions) for fault in faults)
        if done.returncode == 1 and named:
            return None
        return f"expected one of {list(map(str, faults))}, it ends with {done.returncode}: {done.stderr}"
    if done.returncode:
        return f"it fails: {done.stderr}"
    out, found = command.folder / "out", json.loads(done.stdout)["diagnostics"]
    return (
        judging.first_difference(out, expected.texts)
        or judging.diagnostics_problem(expected.texts, found)
        or judging.coverage_problem(expected.data, found)
        or judging.polars_problem(out, expected.data)
    )


def escape(text):
    """Escape control characters like the command line does, in Rust's form."""
    known = {"\t": "\\t", "\r": "\\r", "\n": "\\n"}
    return "".join(
        known.get(each, f"\\u{{{ord(each):x}}}") if unicodedata.category(each) == "Cc" else each for each in text
    )


def single_problem(command, arguments, expected):
    """Compare single commands: combined, which decodes less, and a table as CSV."""
    texts = expected.texts
    if "combined" in texts:
        name = "combined.parquet"
        done = command.run("combined", "input", "-o", name, *arguments, without=["end_date"])
        if done.returncode:
            return f"combined alone fails: {done.stderr}"
        wrong = judging.result_problem(command.folder / name, "combined", texts)
        if wrong:
            return f"alone, {wrong}"
    for name in SINGLE if expected.faults else ():
        wrong = name in texts and one_problem(command, name, arguments, texts)
        if wrong:
            return f"alone, {wrong}"
    if "monthly" in texts:
        return csv_problem(command, arguments, texts)
    return None


def one_problem(command, name, arguments, texts):
    """Compare a result that is requested alone, because `all` fails."""
    verb, *form = SINGLE[name]
    without = {"gaps": ["run_date"], "snapshot": ["end_date"], "monthly": ["run_date", "end_date"]}[verb]
    done = command.run(verb, "input", *form, "-o", f"{name}.parquet", *arguments, without=without)
    if done.returncode:
        return f"{name} fails: {done.stderr}"
    return judging.result_problem(command.folder / f"{name}.parquet", name, texts)


def csv_problem(command, arguments, texts):
    """Compare CSV and CSV for spreadsheets, as Python and Polars read them."""
    for extension in ("csv", "spreadsheet.csv"):
        name = f"monthly.{extension}"
        done = command.run("monthly", "input", "-o", name, *arguments, without=["run_date", "end_date"])
        if done.returncode:
            return f"{extension} fails: {done.stderr}"
        wrong = spreadsheet.problem(command.folder / name, json.loads(texts["monthly"])["rows"])
        if wrong:
            return f"{name}: {wrong}"
    return None
