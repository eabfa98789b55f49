"""Writes random datasets of the differential test as cases, with the oracle's answers.

Usage: random_datasets.py FOLDER CASES SEED [DAYTALLY]
"""

import json
import sys
from pathlib import Path

import session  # noqa: F401  # first, because it sets the module path

# isort: split

import dataset_case
import writing
from judging import Given
from results import expectation, simulator


def main(folder, cases, seed, daytally=None):
    """Write the cases, except those whose results fail in different ways."""
    writing.PROGRAM = daytally
    for number in range(int(cases)):
        made = dataset_case.make(seed, number)
        place = Path(folder) / f"random-{seed}-{number:03}"
        made.write(place)
        texts, faults, _ = expectation.of(Given(place, made.options))
        try:
            error = expectation.error(faults)
        except ValueError:
            continue
        if error and error["code"] == "sum_overflow":
            # If several groups overflow, Spark names any of them.
            error["mentions"] = []
        (place / "expected").mkdir()
        for name, text in texts.items():
            (place / "expected" / f"{name}.json").write_text(text, "utf-8")
        document = {"title": place.name, "rule": "", "input": ["input"], "options": made.options, "error": error}
        (place / "case.json").write_text(json.dumps(document), "utf-8")
    print(f"{cases} random datasets of seed {seed}")


if __name__ == "__main__":
    simulator.seeded()
    main(*sys.argv[1:])
