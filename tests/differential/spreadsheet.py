"""Reads CSV as others read it, and as a spreadsheet takes it."""

import csv

import polars as pl

# What a cell begins with that a spreadsheet takes for a formula.
FORMULA = tuple("=+-@\t\r\n\0＝＋－＠")
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
        if guarded and any(cell.startswith(FORMULA) for cell in each[:TEXTS]):
            return f"a spreadsheet would take {each} for a formula"
    return None


def guard(cell):
    """Gives a text as it stands in a file for spreadsheets."""
    return f"'{cell}" if cell and cell.startswith(FORMULA) else cell
