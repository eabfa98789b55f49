"""One case through the npm package in a browser, in some time zone of its own."""

import base64
import json
import os
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
    """A browser with the built package, which answers a case for each line that it is told."""

    def __init__(self):
        self.process = subprocess.Popen(
            ["node", str(SCRIPT)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )

    def ask(self, folder, options, zone, memory):
        """Gives the answers about a folder's input: tables, diagnostics, and what went wrong."""
        asked = {"input": str(folder / "input"), "zone": zone, "options": {"provider": "simulator"}, "memory": memory}
        for name, value in options.items():
            if isinstance(value, dict):
                value = {judging.camel(key): each for key, each in value.items()}
            asked["options"][judging.camel(name)] = value
        self.process.stdin.write(json.dumps(asked) + "\n")
        self.process.stdin.flush()
        line = self.process.stdout.readline()
        if not line:
            raise RuntimeError("the browser ended")
        return json.loads(line)

    def close(self):
        """Ends the browser."""
        self.process.stdin.close()
        self.process.wait(timeout=30)


def problem(page, folder, options, zone, memory, expected):
    """Describes what is wrong with the page's answers about a case, or gives None."""
    found = page.ask(folder, options, zone, memory)
    said = " ".join(found["problems"])
    faults = expected.faults.values()
    if faults and not any(all(text in said for text in fault.mentions) for fault in faults):
        return f"expected one of {list(map(str, faults))}, the page says {said!r}"
    if any(fault.code != "sum_overflow" for fault in faults):
        # The page leaves out the file at fault, and answers about the others.
        return None
    if not faults and said:
        return f"the page says {said!r}"
    out = folder / "page"
    out.mkdir(exist_ok=True)
    for kind, name in NAMES.items():
        if name in expected.texts:
            if kind not in found["tables"]:
                return f"the page has no {name}"
            (out / f"{name}.parquet").write_bytes(base64.b64decode(found["tables"][kind]))
    for name in expected.texts.keys() & set(NAMES.values()):
        wrong = judging.of_oracle(out / f"{name}.parquet", name, expected.texts)
        if wrong:
            return f"the page, {wrong}"
    wrong = judging.odd_diagnostics(expected.texts, found["diagnostics"])
    return wrong and f"the page, {wrong}"
