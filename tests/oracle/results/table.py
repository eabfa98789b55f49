"""A result as JSON: its columns with their types, and a line for each row."""

import json


def cell(value, kind):
    """Write one value: integers and dates become strings."""
    if value is None:
        return None
    if kind == "list<date32>":
        return [day.isoformat() for day in value]
    return value.isoformat() if kind == "date32" else str(value)


def document(columns, rows):
    """Return the JSON document of a result."""
    kinds = [kind for _, kind in columns]
    return {
        "columns": [{"name": name, "type": kind} for name, kind in columns],
        "rows": [[cell(*pair) for pair in zip(row, kinds, strict=True)] for row in rows],
    }


def compact(value):
    """Write JSON on one line, without escapes for non-ASCII characters."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def text(document):
    """Write a document, with one line per row if it has rows."""
    if "columns" not in document:
        return json.dumps(document, ensure_ascii=False, indent=2) + "\n"
    lines = ",\n".join(compact(row) for row in document["rows"])
    body = f"[\n{lines}\n]" if lines else "[]"
    return f'{{"columns":{compact(document["columns"])},\n"rows":{body}}}\n'
