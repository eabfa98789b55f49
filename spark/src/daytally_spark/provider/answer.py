"""The body of a company's answer: `[{"video_id": "…", "views": 1}]`."""

import json
from dataclasses import dataclass, field

from daytally_spark.counts import number_of

# Characters of a value that a reason shows, and of a number that is read at all.
EXCERPT, LONGEST = 40, 100


@dataclass
class Answer:
    """The `views` by id, by id the reason for which a count could not be read, and every id it `lists`."""

    views: dict = field(default_factory=dict)
    unreadable: dict = field(default_factory=dict)
    lists: list = field(default_factory=list)


class Wrong(Exception):
    """Why a body is not an answer, as a clause."""


def read(body):
    """Returns the `Answer` of a body. Raises `Wrong` if it is none.

    Of several views of an id the first that can be read is kept; an id whose views are null has none.
    A value that cannot be read costs no other: it is the reason of its own id.
    """
    try:
        # Numbers are kept as they are written, and so are NaN and Infinity, which are not JSON.
        found = json.loads(body.decode("utf-8-sig"), parse_int=Number, parse_float=Number, parse_constant=Number)
    # A body of brackets in brackets is as deep as it likes.
    except (ValueError, RecursionError):
        raise Wrong("the answer is not JSON") from None
    if isinstance(found, dict) and found.get("error"):
        raise Wrong("the answer is an error")
    if not isinstance(found, list):
        raise Wrong('the answer is not a list of {"video_id", "views"}')
    items = [each for each in found if is_item(each)]
    answer = Answer(lists=[each["video_id"] for each in items])
    if found and not items:
        raise Wrong('no entry of the answer is {"video_id": "…", "views": …}')
    for each in items:
        take(answer, each["video_id"], each.get("views"))
    return answer


class Number(str):
    """A number of JSON as it is written."""


def is_item(each):
    """Returns whether an entry names a video."""
    return isinstance(each, dict) and isinstance(each.get("video_id"), str) and not isinstance(each["video_id"], Number)


def take(answer, video, given):
    """Adds the views of one entry."""
    if given is None or video in answer.views:
        return
    views = number_of(given) if isinstance(given, str) and len(given) <= LONGEST else None
    if views is not None:
        answer.views[video] = views
        answer.unreadable.pop(video, None)
    else:
        shown = given if isinstance(given, Number) else json.dumps(given, ensure_ascii=True)
        shown = shown if len(shown) <= EXCERPT else f"{shown[:EXCERPT]}…"
        answer.unreadable.setdefault(video, f"its count cannot be read: {shown}")
