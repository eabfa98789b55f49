"""Random datasets through the command line and the page, against other engines; see docs/testing.md.

Usage: run.py DAYTALLY [--minutes N | --cases N] [--seed TEXT] [--only NUMBER] [--spark EACH] [--page EACH]
"""

import argparse
import json
import random
import shutil
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
sys.path.insert(0, str(ROOT / "tests" / "oracle"))

import dataset_case  # noqa: E402
import simulator  # noqa: E402
import writing  # noqa: E402
from tally import Tally  # noqa: E402
from trial import Trial  # noqa: E402

KEPT = ROOT / "target" / "differential"
SHRINKING = 120


def shrunk(trial, case, folder):
    """Gives the smallest case found that is still wrong."""
    until = time.monotonic() + SHRINKING
    while True:
        for smaller in case.smaller():
            if time.monotonic() > until:
                return case
            try:
                wrong = trial.problem(smaller, folder)
            except Exception:  # noqa: BLE001 what cannot be written or read is no smaller case
                continue
            if wrong:
                case = smaller
                break
        else:
            return case


def keep(trial, case, seed):
    """Writes a case as a fixture without its answers."""
    folder = KEPT / f"{seed}-{case.number}"
    wrong = trial.problem(case, folder)
    for path in folder.iterdir():
        if path.is_dir() and path.name != "input":
            shutil.rmtree(path)
        elif path.is_file():
            path.unlink()
    document = {
        "title": "A case that was found at random",
        "rule": "The same values give the same results, however the file stores them.",
        "input": ["input"],
        "options": case.options,
        "error": None,
    }
    (folder / "case.json").write_text(json.dumps(document, ensure_ascii=False, indent=2) + "\n", "utf-8")
    return folder, wrong


def main(given):
    """Tries cases until time or their number is over."""
    began = time.monotonic()
    until = began + given.minutes * 60 if given.minutes else None
    numbers = [given.only] if given.only is not None else range(given.cases or sys.maxsize)
    tally = Tally()
    with tempfile.TemporaryDirectory() as temporary, Trial(given) as trial:
        folder = Path(temporary) / "case"
        for number in numbers:
            if until and time.monotonic() > until:
                break
            case = dataset_case.make(given.seed, number, trial.spark and given.spark)
            wrong = trial.problem(case, folder, tally)
            if wrong:
                tally.failed += 1
                print(f"case {number} of seed {given.seed}: {wrong}", flush=True)
                kept, rest = keep(trial, shrunk(trial, case, folder), given.seed)
                print(f"  shrunk to {kept}: {rest}", flush=True)
    seconds = time.monotonic() - began
    print(f"{tally.done} random datasets of seed {given.seed} in {seconds:.0f} s, {tally.failed} with wrong answers")
    for line in tally.lines(writing.REFUSED):
        print(line)
    return 1 if tally.failed or not tally.done else 0


def arguments():
    """Reads the command line."""
    parser = argparse.ArgumentParser()
    parser.add_argument("daytally")
    parser.add_argument("--minutes", type=float)
    parser.add_argument("--cases", type=int)
    parser.add_argument("--seed", default=random.SystemRandom().randbytes(4).hex())
    parser.add_argument("--only", type=int)
    parser.add_argument("--spark", type=int, help="let Spark write and answer each case of so many")
    parser.add_argument("--page", type=int, help="ask the page too about each case of so many")
    return parser.parse_args()


if __name__ == "__main__":
    simulator.seeded()
    sys.exit(main(arguments()))
