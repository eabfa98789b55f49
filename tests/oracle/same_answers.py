"""Checks that cases with the same expected answers share them by `same_as`."""

import expected_files


def problems(cases):
    """Yield a line for each invalid `same_as`, and for each case that repeats the answers of another."""
    by_name = {case.name: case for case in cases}
    first = {}
    for case in cases:
        if case.same_as:
            yield from invalid(case, by_name.get(case.same_as))
            continue
        answers = tuple(sorted(expected_files.read(case).items()))
        if answers and first.setdefault(answers, case.name) != case.name:
            yield f'{case.name}: repeats the answers of {first[answers]}: state same_as="{first[answers]}"'


def invalid(case, other):
    """Yield the problems of a case's `same_as`, given the case that it names."""
    if other is None:
        yield f"{case.name}: same_as names {case.same_as}, which is not a case"
    elif other.same_as:
        yield f"{case.name}: same_as names {other.name}, whose own same_as is {other.same_as}: name that case"
    if (case.folder / "expected").exists():
        yield f"{case.name}: has same_as and an expected folder of its own: remove one of them"
