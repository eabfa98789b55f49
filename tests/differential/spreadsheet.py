"""Reads CSV as others read it, and as a spreadsheet takes it."""

import csv
import re

import polars as pl

# What a cell begins with that a spreadsheet takes for a formula.
FORMULA = tuple("=+-@\t\r\n\0＝＋－＠")
# Where a spreadsheet of another list separator cuts a line into cells, quotes within it or not.
CUTS = ",;|\t\r\n"
TEXTS = 3
csv.field_size_limit(2**30)


def problem(path, rows):
    """Describes the first row in which a file of texts and a number differs from rows, or gives None."""
    guarded = path.name.endswith(".spreadsheet.csv")
    text = path.read_bytes().decode("utf-8-sig" if guarded else "utf-8")
    with open(path, encoding="utf-8-sig" if guarded else "utf-8", newline="") as file:
        _, *found = csv.reader(file, strict=True)
    if text.endswith("\r\n") is False:
        return "the last line has no end"
    by_polars = pl.read_csv(path, infer_schema=False).rows()
    if not len(found) == len(by_polars) == len(rows):
        return f"it has {len(found)} rows, by Polars {len(by_polars)}, expected {len(rows)}"
    for each, polars, wanted in zip(found, by_polars, rows):
        cells = [guard(cell) if guarded and place < TEXTS else cell for place, cell in enumerate(wanted)]
        # Python's reader takes null for empty text; Polars tells them apart.
        if each != [cell or "" for cell in cells]:
            return f"Python reads {each}, expected {cells}"
        if list(polars) != cells:
            return f"Polars reads {polars}, expected {cells}"
        if guarded and any(begins_formula(cell) for cell in each[:TEXTS]):
            return f"a spreadsheet would take {each} for a formula"
    return None


def begins_formula(cell):
    """Tells whether a spreadsheet takes a cell, or a part into which it cuts it, for a formula."""
    parts = re.split(f"[{CUTS}]", cell)
    return cell.startswith(FORMULA) or any(part.startswith(FORMULA) for part in parts)


def guard(cell):
    """Gives a text as it stands in a file for spreadsheets: no part of it begins a formula."""
    if cell is None:
        return None
    before = ["", *cell]
    return "".join(
        f"'{character}" if (place == 0 or before[place] in CUTS) and character in FORMULA else character
        for place, character in enumerate(cell)
    )
