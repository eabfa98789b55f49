"""Runs a case through the npm package in a browser with a given time zone."""

import judging

NAMES = {
    "monthly": "monthly",
    "gapsList": "gaps-list",
    "gapsDates": "gaps-dates",
    "gapsRanges": "gaps-ranges",
    "snapshot": "snapshot",
    "unanswered": "unanswered",
    "combined": "combined",
}


def camel_options(options):
    """Return the options of a case as those of the npm package."""
    named = {"provider": "simulator"}
    for name, value in options.items():
        if isinstance(value, dict):
            value = {judging.camel(key): each for key, each in value.items()}
        named[judging.camel(name)] = value
    return named


def problem(browser, folder, options, zone, memory, expected):
    """Return what is wrong with the page's answers about a case, or None."""
    opening = {"memory": memory} if memory else {}
    found = browser.run(folder / "input", opening, camel_options(options), zone)
    problems = " ".join(found["problems"])
    faults = expected.faults.values()
    if faults and not any(all(text in problems for text in fault.mentions) for fault in faults):
        return f"expected one of {list(map(str, faults))}, the page reports {problems!r}"
    if any(fault.code != "sum_overflow" for fault in faults):
        # The page skips the bad file and answers for the others.
        return None
    if not faults and problems:
        return f"the page reports {problems!r}"
    out = folder / "page"
    out.mkdir(exist_ok=True)
    for kind, name in NAMES.items():
        if name in expected.texts:
            if kind not in found["tables"]:
                return f"the page has no {name}"
            (out / f"{name}.parquet").write_bytes(found["tables"][kind])
    for name in expected.texts.keys() & set(NAMES.values()):
        wrong = judging.result_problem(out / f"{name}.parquet", name, expected.texts)
        if wrong:
            return f"the page, {wrong}"
    wrong = judging.diagnostics_problem(expected.texts, found["diagnostics"])
    return wrong and f"the page, {wrong}"
