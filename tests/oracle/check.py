"""Derives every expected file again from the fixtures' input, and fails on a difference.

Usage: check.py [--write] [CASE…]
"""

import sys

import case as cases
import crosscheck
import expectation
import golden_coverage
import hash_vectors
import simulator
from make_fixtures import write_expected

VECTORS = cases.FIXTURES / "python_hash.json"


def differences(case):
    """Yields a line for each expected file that is not what the oracle finds."""
    texts, faults, data = expectation.of(case)
    found = expectation.error(faults)
    if found != case.error:
        yield f"{case.name}: case.json has error {case.error}, the oracle finds {found}"
    folder = case.folder / "expected"
    for name in sorted({file.stem for file in folder.glob("*.json")} | set(texts)):
        file = folder / f"{name}.json"
        stored = file.read_text("utf-8") if file.exists() else None
        if stored != texts.get(name):
            yield f"{case.name}: {name}.json: {first(stored, texts.get(name))}"
    yield from crosscheck.differences(case, data)


def first(stored, found):
    """Describes the first difference of two texts."""
    if stored is None or found is None:
        return "missing" if stored is None else "not expected by the oracle"
    old, new = stored.splitlines(), found.splitlines()
    for number, (left, right) in enumerate(zip(old, new), 1):
        if left != right:
            return f"line {number} is {left}, the oracle finds {right}"
    return f"has {len(old)} lines, the oracle finds {len(new)}"


def main(arguments):
    """Checks, or writes, the cases named, or all of them."""
    wanted = [name for name in arguments if not name.startswith("--")]
    problems, checked = [], 0
    for case in cases.stored():
        if wanted and case.name not in wanted:
            continue
        checked += 1
        if "--write" in arguments:
            write_expected(case, expectation.of(case)[0])
        problems += differences(case)
    if not wanted and VECTORS.read_text("utf-8") != hash_vectors.document():
        problems.append("python_hash.json is not what this Python makes")
    if not wanted and golden_coverage.FILE.read_text("utf-8") != golden_coverage.document():
        problems.append("coverage.json is not what coverage.py finds")
    print("\n".join(problems) or f"{checked} cases are as the oracle finds them")
    return 1 if problems or not checked else 0


if __name__ == "__main__":
    simulator.seeded()
    sys.exit(main(sys.argv[1:]))
