"""Computes all expected files of a case by name."""

from contextlib import suppress

from results import diagnostics, gaps, monthly, snapshot, table
from rows.dataset import Dataset
from rows.fault import Fault

QUESTIONS = {
    "monthly": (monthly.COLUMNS, monthly.answer),
    "gaps-list": (gaps.LIST, gaps.as_list),
    "gaps-dates": (gaps.DATES, gaps.as_dates),
    "gaps-ranges": (gaps.RANGES, gaps.as_ranges),
    "snapshot": (snapshot.SNAPSHOT, snapshot.answered),
    "unanswered": (snapshot.UNANSWERED, snapshot.unanswered),
    "combined": (snapshot.SNAPSHOT, snapshot.combined),
}


def of(case):
    """Return (texts of expected files by name, faults by question, dataset) of a case."""
    data = Dataset(case)
    texts, faults = {}, {}
    for name, (columns, answer) in QUESTIONS.items():
        try:
            texts[name] = table.text(table.document(columns, answer(data)))
        except Fault as fault:
            faults[name] = fault
    with suppress(Fault):
        texts["diagnostics"] = table.text(diagnostics.answer(data))
    return texts, faults, data


def error(faults):
    """Return the error that the faults of a case have in common, or None."""
    if not faults:
        return None
    codes = {(fault.code, tuple(fault.mentions)) for fault in faults.values()}
    if len(codes) > 1:
        raise ValueError(f"a case must have one fault, not {sorted(codes)}")
    ((code, mentions),) = codes
    return {"code": code, "mentions": list(mentions), "questions": list(faults)}
