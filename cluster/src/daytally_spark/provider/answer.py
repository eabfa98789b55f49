"""The body of a company's answer: `[{"video_id": "…", "views": 1}]`."""

import json
import re

COUNT = re.compile(r"-?[0-9]+")


def read(body):
    """Gives the views by id of an answer, or None if it is none.

    Of several views of an id the first is kept; an id whose views are null has none.
    """
    known = {}
    try:
        for answer in listed(json.loads(body.decode(), parse_constant=refuse)):
            video, views = text(answer["video_id"]), count(answer.get("views"))
            if views is not None:
                known.setdefault(video, views)
    # A body of brackets in brackets is as deep as somebody likes.
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError):
        return None
    return known


def refuse(name):
    """Refuses NaN and Infinity, which are no JSON."""
    raise ValueError(name)


def listed(answers):
    """Refuses what is no list."""
    if not isinstance(answers, list):
        raise TypeError("no list")
    return answers


def text(value):
    """Refuses what is no text."""
    if not isinstance(value, str):
        raise TypeError("no text")
    return value


def count(value):
    """Reads a count of 64 bits, a number or its text."""
    if value is None:
        return None
    if isinstance(value, str) and COUNT.fullmatch(value):
        value = int(value)
    if isinstance(value, bool) or not isinstance(value, int) or not -(2**63) <= value < 2**63:
        raise ValueError("no count")
    return value
