"""What a file says, as a terminal may be told it."""

import re

CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f]")
# What JSON leaves as it is.
UNESCAPED = re.compile(r"[\x7f-\x9f]")
NAMED = {"\t": "\\t", "\r": "\\r", "\n": "\\n"}


def plain(text):
    """Gives lines without control characters but their ends, so that a name can't write over what was said."""
    return "\n".join(map(plain_line, text.split("\n")))


def plain_line(text):
    """Gives a sentence, which is one line, without control characters: each is an escape such as `\\u{1b}`."""
    return CONTROL.sub(lambda found: NAMED.get(found[0], f"\\u{{{ord(found[0]):x}}}"), text)


def plain_json(text):
    """Gives JSON without control characters, which stand in its texts alone."""
    return UNESCAPED.sub(lambda found: f"\\u{ord(found[0]):04x}", text)
