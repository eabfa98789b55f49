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
import writing  # noqa: E402
from results import simulator  # noqa: E402
from tally import Tally  # noqa: E402
from trial import Trial  # noqa: E402

FAILURES = ROOT / "target" / "differential"
SHRINK_SECONDS = 120


def shrink(trial, case, folder):
    """Return the smallest case found whose answers are still wrong."""
    until = time.monotonic() + SHRINK_SECONDS
    while True:
        for smaller in case.smaller():
            if time.monotonic() > until:
                return case
            try:
                wrong = trial.problem(smaller, folder)
            except Exception:  # noqa: BLE001 a case that cannot be written or read is skipped
                continue
            if wrong:
                case = smaller
                break
        else:
            return case


def save(trial, case, seed):
    """Write a case as a fixture without its answers."""
    folder = FAILURES / f"{seed}-{case.number}"
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


def main(args):
    """Try cases until the time or the number of cases is reached."""
    began = time.monotonic()
    until = began + args.minutes * 60 if args.minutes else None
    numbers = [args.only] if args.only is not None else range(args.cases or sys.maxsize)
    tally = Tally()
    with tempfile.TemporaryDirectory() as temporary, Trial(args) as trial:
        folder = Path(temporary) / "case"
        for number in numbers:
            if until and time.monotonic() > until:
                break
            case = dataset_case.make(args.seed, number, trial.spark and args.spark)
            wrong = trial.problem(case, folder, tally)
            if wrong:
                tally.failed += 1
                print(f"case {number} of seed {args.seed}: {wrong}", flush=True)
                path, rest = save(trial, shrink(trial, case, folder), args.seed)
                print(f"  shrunk to {path}: {rest}", flush=True)
    seconds = time.monotonic() - began
    print(f"{tally.done} random datasets of seed {args.seed} in {seconds:.0f} s, {tally.failed} with wrong answers")
    for line in tally.lines(writing.REFUSED):
        print(line)
    return 1 if tally.failed or not tally.done else 0


def arguments():
    """Parse the command line."""
    parser = argparse.ArgumentParser()
    parser.add_argument("daytally")
    parser.add_argument("--minutes", type=float)
    parser.add_argument("--cases", type=int)
    parser.add_argument("--seed", default=random.SystemRandom().randbytes(4).hex())
    parser.add_argument("--only", type=int)
    parser.add_argument("--spark", type=int, help="let Spark write and answer one case in N")
    parser.add_argument("--page", type=int, help="run one case in N through the page too")
    return parser.parse_args()


if __name__ == "__main__":
    simulator.seeded()
    sys.exit(main(arguments()))
