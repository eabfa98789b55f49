"""Checks CSV as Python, Polars and spreadsheets read it."""

import csv
import re

import polars as pl

# A spreadsheet treats a cell that starts with one of these as a formula.
FORMULA = tuple("=+-@\t\r\n\0＝＋－＠")
# A spreadsheet with another list separator may split a line at these, even inside quotes.
CUTS = ",;|\t\r\n"
TEXTS = 3
csv.field_size_limit(2**30)


def problem(path, rows):
    """Return the first row in which a file differs from rows, or None."""
    guarded = path.name.endswith(".spreadsheet.csv")
    text = path.read_bytes().decode("utf-8-sig" if guarded else "utf-8")
    with open(path, encoding="utf-8-sig" if guarded else "utf-8", newline="") as file:
        _, *found = csv.reader(file, strict=True)
    if text.endswith("\r\n") is False:
        return "the last line does not end with CRLF"
    by_polars = pl.read_csv(path, infer_schema=False).rows()
    if not len(found) == len(by_polars) == len(rows):
        return f"it has {len(found)} rows, by Polars {len(by_polars)}, expected {len(rows)}"
    for each, polars, row in zip(found, by_polars, rows):
        cells = [guard(cell) if guarded and place < TEXTS else cell for place, cell in enumerate(row)]
        # Python's reader returns null as empty text; Polars distinguishes them.
        if each != [cell or "" for cell in cells]:
            return f"Python reads {each}, expected {cells}"
        if list(polars) != cells:
            return f"Polars reads {polars}, expected {cells}"
        if guarded and any(begins_formula(cell) for cell in each[:TEXTS]):
            return f"a spreadsheet would treat {each} as a formula"
    return None


def begins_formula(cell):
    """Return whether a spreadsheet treats a cell, or a part of it after a split, as a formula."""
    parts = re.split(f"[{CUTS}]", cell)
    return cell.startswith(FORMULA) or any(part.startswith(FORMULA) for part in parts)


def guard(cell):
    """Return a text in the form of a file for spreadsheets: no part starts a formula."""
    if cell is None:
        return None
    before = ["", *cell]
    return "".join(
        f"'{character}" if (place == 0 or before[place] in CUTS) and character in FORMULA else character
        for place, character in enumerate(cell)
    )
