"""Parses the response of an HTTP provider: `[{"video_id": "…", "views": 1}]`."""

from __future__ import annotations

import json
from dataclasses import dataclass, field

from daytally_spark.values.counts import number_of

# Max characters of a value in a reason, and of a number that is parsed.
EXCERPT, MAX_CHARACTERS = 40, 100


@dataclass
class Answer:
    """The `views` by id, the reasons of `unreadable` counts by id, and all ids that it `lists`."""

    views: dict[str, int] = field(default_factory=dict)
    unreadable: dict[str, str] = field(default_factory=dict)
    lists: list[str] = field(default_factory=list)


class Wrong(Exception):
    """The reason why a body is not a valid answer."""


def read(body: bytes) -> Answer:
    """Parse the `Answer` of a body. Raises `Wrong` if it is not valid.

    Of several views of an id, the first readable one is used. An unreadable value affects only its own
    id.
    """
    try:
        # Numbers are kept as text, and so are NaN and Infinity, which are not valid JSON.
        found = json.loads(body.decode("utf-8-sig"), parse_int=Number, parse_float=Number, parse_constant=Number)
    # A body may be nested to any depth.
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
    """The text of a JSON number."""


def is_item(each: object) -> bool:
    """Return whether an entry names a video."""
    return isinstance(each, dict) and isinstance(each.get("video_id"), str) and not isinstance(each["video_id"], Number)


def take(answer: Answer, video: str, given: object) -> None:
    """Add the views of one entry."""
    if given is None or video in answer.views:
        return
    views = number_of(given) if isinstance(given, str) and len(given) <= MAX_CHARACTERS else None
    if views is not None:
        answer.views[video] = views
        answer.unreadable.pop(video, None)
    else:
        shown = given if isinstance(given, Number) else json.dumps(given, ensure_ascii=True)
        shown = shown if len(shown) <= EXCERPT else f"{shown[:EXCERPT]}…"
        answer.unreadable.setdefault(video, f"its count cannot be read: {shown}")
