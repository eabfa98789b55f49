"""Cases that share their expected answers say so (`same_as`) instead of repeating them."""

import expected_files


def problems(cases):
    """Yields a line for each `same_as` that cannot hold, and for each case that repeats another's answers."""
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
    """Yields what is wrong with the `same_as` of a case, given the case that it names."""
    if other is None:
        yield f"{case.name}: same_as names {case.same_as}, which is not a case"
    elif other.same_as:
        yield f"{case.name}: same_as names {other.name}, whose own same_as is {other.same_as}: name that case"
    if (case.folder / "expected").exists():
        yield f"{case.name}: has same_as and an expected folder of its own: remove one of them"
