"""Detects lifetime counts, written directly from section 3.2 of the specification.

All videos are used; for small datasets the sample contains all of them too.
"""

from collections import defaultdict
from itertools import pairwise


def count_pairs(rows):
    """Count the differing pairs, the rising ones and their videos in (video_id, day, count) rows."""
    greatest = defaultdict(dict)
    for video, day, count in rows:
        if None not in (video, day, count):
            days = greatest[video]
            days[day] = max(count, days.get(day, count))
    pairs = {
        video: [(a, b) for a, b in pairwise(count for _, count in sorted(days.items())) if a != b]
        for video, days in greatest.items()
    }
    differing = [pair for found in pairs.values() for pair in found]
    return {
        "differing": len(differing),
        "rising": sum(a < b for a, b in differing),
        "videos": sum(bool(found) for found in pairs.values()),
    }


def verdict(pairs):
    """Return whether pairs come from lifetime counts: yes, possible or no."""
    differing, rising = pairs["differing"], pairs["rising"]
    if differing >= 100 and pairs["videos"] >= 10:
        return "yes" if rising * 100 >= differing * 98 else "no"
    # Not in the specification: more pairs of fewer videos are as significant as few pairs of many.
    return "possible" if differing >= 20 and rising == differing else "no"
