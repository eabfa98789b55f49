"""Writes every fixture: input files, case.json, expected results and the table of cases.

Usage: make_fixtures.py [CASE…]
"""

import importlib
import pkgutil
import shutil
import sys

import cases
import expected_files
import listing
from results import expectation, simulator


def known():
    """Return the cases of every module in `cases`, by name."""
    names = sorted(module.name for module in pkgutil.iter_modules(cases.__path__))
    modules = [importlib.import_module(f"cases.{name}") for name in names]
    found = [case for module in modules for case in getattr(module, "cases", list)()]
    if len({case.name for case in found}) < len(found):
        raise ValueError("two cases have one name")
    return sorted(found, key=lambda case: case.name)


def make(case):
    """Write one case: its input, unless that is kept, and all files that depend on it."""
    if not (case.kept and (case.folder / "input").exists()):
        shutil.rmtree(case.folder, ignore_errors=True)
        (case.folder / "input").mkdir(parents=True)
        case.write(case.folder / "input")
    texts, faults, _ = expectation.of(case)
    found = expectation.error(faults)
    if (case.error is None) != (found is None):
        raise ValueError(f"{case.name}: expected error {case.error}, found {found}")
    case.error = found
    case.describe()
    expected_files.write(case, texts)


if __name__ == "__main__":
    simulator.seeded()
    # Cases with shared answers are compared with files that must be written before.
    for case in sorted(known(), key=lambda case: bool(case.same_as)):
        if len(sys.argv) == 1 or case.name in sys.argv[1:]:
            make(case)
    listing.write()
