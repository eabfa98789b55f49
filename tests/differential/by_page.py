"""Runs a case through the npm package in a browser with a given time zone."""

import base64
import json
import subprocess
from pathlib import Path

import judging

SCRIPT = Path(__file__).with_name("page.mjs")
NAMES = {
    "monthly": "monthly",
    "gapsList": "gaps-list",
    "gapsDates": "gaps-dates",
    "gapsRanges": "gaps-ranges",
    "snapshot": "snapshot",
    "unanswered": "unanswered",
    "combined": "combined",
}


class Page:
    """A browser with the built package; it answers one case per line of standard input."""

    def __init__(self):
        self.process = subprocess.Popen(["node", str(SCRIPT)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)

    def run(self, folder, options, zone, memory):
        """Run the input of a folder; return its tables, diagnostics and problems."""
        request = {"input": str(folder / "input"), "zone": zone, "options": {"provider": "simulator"}, "memory": memory}
        for name, value in options.items():
            if isinstance(value, dict):
                value = {judging.camel(key): each for key, each in value.items()}
            request["options"][judging.camel(name)] = value
        self.process.stdin.write(json.dumps(request) + "\n")
        self.process.stdin.flush()
        line = self.process.stdout.readline()
        if not line:
            raise RuntimeError("the browser ended")
        return json.loads(line)

    def close(self):
        """Close the browser."""
        self.process.stdin.close()
        self.process.wait(timeout=30)


def problem(page, folder, options, zone, memory, expected):
    """Return what is wrong with the page's answers about a case, or None."""
    found = page.run(folder, options, zone, memory)
    problems = " ".join(found["problems"])
    faults = expected.faults.values()
    if faults and not any(all(text in problems for text in fault.mentions) for fault in faults):
        return f"expected one of {list(map(str, faults))}, the page reports {problems!r}"
    if any(fault.code != "sum_overflow" for fault in faults):
        # The page skips the bad file and answers for the others.
        return None
    if not faults and problems:
        return f"the page reports {problems!r}"
    out = folder / "page"
    out.mkdir(exist_ok=True)
    for kind, name in NAMES.items():
        if name in expected.texts:
            if kind not in found["tables"]:
                return f"the page has no {name}"
            (out / f"{name}.parquet").write_bytes(base64.b64decode(found["tables"][kind]))
    for name in expected.texts.keys() & set(NAMES.values()):
        wrong = judging.result_problem(out / f"{name}.parquet", name, expected.texts)
        if wrong:
            return f"the page, {wrong}"
    wrong = judging.diagnostics_problem(expected.texts, found["diagnostics"])
    return wrong and f"the page, {wrong}"
