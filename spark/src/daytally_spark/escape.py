"""Escapes control characters for output on a terminal."""

import re

CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f]")
# Characters that json.dumps does not escape.
UNESCAPED = re.compile(r"[\x7f-\x9f]")
NAMED = {"\t": "\\t", "\r": "\\r", "\n": "\\n"}


def escape(text):
    """Escape the control characters of lines, so that names cannot overwrite other output."""
    return "\n".join(map(escape_line, text.split("\n")))


def escape_line(text):
    """Escape the control characters of one line, in the form `\\u{1b}`."""
    return CONTROL.sub(lambda found: NAMED.get(found[0], f"\\u{{{ord(found[0]):x}}}"), text)


def escape_json(text):
    """Escape the control characters in JSON text."""
    return UNESCAPED.sub(lambda found: f"\\u{ord(found[0]):04x}", text)
