"""Recomputes every expected file from the input of the fixtures, and fails on a difference.

Usage: check.py [--write] [CASE…]

With names, it also checks the cases that share the answers of a named case. With --write, it
first replaces case.json, as the module in `cases` describes it, and the expected files.
"""

import sys

import case as cases
import expected_files
import golden_coverage
import hash_vectors
import listing
import make_fixtures
import same_answers
from engines import duckdb_questions
from results import expectation, simulator

VECTORS = cases.FIXTURES / "python_hash.json"


def differences(case, described):
    """Yield a line for each difference between a case and the oracle."""
    texts, faults, data = expectation.of(case)
    found = expectation.error(faults)
    if found != case.error:
        yield f"{case.name}: case.json has error {case.error}, the oracle finds {found}"
    for key in ("title", "rule", "input", "options", "same_as"):
        stored, wanted = getattr(case, key), getattr(described, key)
        if stored != wanted:
            yield f"{case.name}: case.json has {key} {stored}, its module in cases has {wanted}"
    yield from expected_files.differences(case, texts)
    yield from duckdb_questions.differences(case, data)


def write(case, described):
    """Write the expected files and the description of a case; return the new case."""
    described.error = case.error
    expected_files.write(described, expectation.of(described)[0])
    described.describe()
    return described


def main(arguments):
    """Check or write the named cases, or all."""
    names = [name for name in arguments if not name.startswith("--")]
    described = {case.name: case for case in make_fixtures.known()}
    problems, checked = [], []
    for case in sorted(cases.stored(), key=lambda case: bool(case.same_as)):
        known = described.get(case.name, case)
        if names and not {case.name, known.same_as} & {*names}:
            continue
        try:
            checked.append(write(case, known) if "--write" in arguments else case)
        except ValueError as problem:
            problems.append(str(problem))
    for case in checked:
        problems += differences(case, described.get(case.name, case))
    problems += same_answers.problems(cases.stored())
    if "--write" in arguments:
        listing.write()
    if listing.FILE.read_text("utf-8") != listing.document():
        problems.append("README.md is not the list of the cases: write it with check.py --write")
    if not names and VECTORS.read_text("utf-8") != hash_vectors.document():
        problems.append("python_hash.json is not what this Python makes")
    if not names and golden_coverage.FILE.read_text("utf-8") != golden_coverage.document():
        problems.append("coverage.json is not what coverage.py finds")
    print("\n".join(problems) or f"{len(checked)} cases are as the oracle finds them")
    return 1 if problems or not checked else 0


if __name__ == "__main__":
    simulator.seeded()
    sys.exit(main(sys.argv[1:]))
