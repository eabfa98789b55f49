"""Random datasets through the command line, against other engines; see CONTRIBUTING.md.

Usage: run.py DAYTALLY [--minutes N | --cases N] [--seed TEXT] [--only NUMBER] [--spark EACH]
"""

import argparse
import functools
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
import judging  # noqa: E402
import simulator  # noqa: E402
import spark_session  # noqa: E402
import writing  # noqa: E402

KEPT = ROOT / "target" / "differential"
SHRINKING = 120


def tried(program, case, folder, also=None):
    """Writes a case and describes what is wrong with the answers, or gives None."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    case.write(folder)
    chance = random.Random(case.number)
    arguments = ["--threads", str(chance.choice((1, 2, 5)))]
    if chance.random() < 0.3:
        arguments += ["--memory", "1MiB"]
    return judging.problem(program, folder, case.options, arguments, also)


def shrunk(program, case, folder):
    """Gives the smallest case found that is still wrong."""
    until = time.monotonic() + SHRINKING
    while True:
        for smaller in case.smaller():
            if time.monotonic() > until:
                return case
            try:
                wrong = tried(program, smaller, folder)
            except Exception:  # noqa: BLE001 what cannot be written or read is no smaller case
                continue
            if wrong:
                case = smaller
                break
        else:
            return case


def keep(program, case, seed):
    """Writes a case as a fixture without its answers."""
    folder = KEPT / f"{seed}-{case.number}"
    wrong = tried(program, case, folder)
    shutil.rmtree(folder / "out", ignore_errors=True)
    options = {**case.options}
    document = {
        "title": "A case that was found at random",
        "rule": "The same values give the same results, however the file stores them.",
        "input": ["input"],
        "options": options,
        "error": None,
    }
    (folder / "case.json").write_text(json.dumps(document, ensure_ascii=False, indent=2) + "\n", "utf-8")
    return folder, wrong


def asked_too(each):
    """Gives what asks Spark about a case, if there is a Spark and somebody wants it."""
    if not each or not spark_session.has_java():
        return None
    import spark_judging

    return functools.partial(spark_judging.problem, spark_judging.start())


def main(given):
    """Tries cases until time or their number is over."""
    began = time.monotonic()
    until = began + given.minutes * 60 if given.minutes else None
    writing.PROGRAM = given.daytally
    spark = asked_too(given.spark)
    numbers = [given.only] if given.only is not None else range(given.cases or sys.maxsize)
    failed = done = 0
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary) / "case"
        for number in numbers:
            if until and time.monotonic() > until:
                break
            case = dataset_case.make(given.seed, number)
            also = spark if spark and number % given.spark == 0 else None
            wrong = tried(given.daytally, case, folder, also)
            done += 1
            if wrong:
                failed += 1
                print(f"case {number} of seed {given.seed}: {wrong}", flush=True)
                kept, rest = keep(given.daytally, shrunk(given.daytally, case, folder), given.seed)
                print(f"  shrunk to {kept}: {rest}", flush=True)
    seconds = time.monotonic() - began
    print(f"{done} random datasets of seed {given.seed} in {seconds:.0f} s, {failed} with wrong answers")
    print(f"refused by their writer: {dict(writing.REFUSED)}")
    return 1 if failed or not done else 0


def arguments():
    """Reads the command line."""
    parser = argparse.ArgumentParser()
    parser.add_argument("daytally")
    parser.add_argument("--minutes", type=float)
    parser.add_argument("--cases", type=int)
    parser.add_argument("--seed", default="1")
    parser.add_argument("--only", type=int)
    parser.add_argument("--spark", type=int, help="ask Spark too about each case of so many")
    return parser.parse_args()


if __name__ == "__main__":
    simulator.seeded()
    sys.exit(main(arguments()))
