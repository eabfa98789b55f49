"""Writes python_hash.json: Python's hash of strings of every kind and length up to 40."""

import json
import random

from case import FIXTURES
from results import simulator

KINDS = {
    "ascii": (0x20, 0x7E),
    "latin1": (0x80, 0xFF),
    "ucs2": (0x100, 0xD7FF),
    "ucs4": (0x10000, 0x10FFFF),
}
WORDS = ["", "a", "abc", "dQw4w9WgXcQ", "-_-", "é", "日本", "😀", "\x00", "a\x00b"]
IDS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"


def texts():
    """Yield the strings: each kind at each length, mixed kinds, and video ids."""
    chance = random.Random(7)
    yield from WORDS
    for low, high in KINDS.values():
        for length in range(1, 41):
            yield "".join(chr(chance.randint(low, high)) for _ in range(length))
    for low, high in KINDS.values():
        for length in range(1, 17):
            yield "".join(chance.choices(IDS, k=length)) + chr(high) + chr(low)
    for edge in (0x7F, 0x80, 0xFF, 0x100, 0xD7FF, 0xE000, 0xFFFF, 0x10000, 0x10FFFF):
        yield chr(edge)
        yield "a" + chr(edge)
    for _ in range(100):
        yield "".join(chance.choices(IDS, k=11))


def vectors():
    """Return each string once, with its hash and the simulator's views."""
    return [{"text": text, "hash": str(hash(text)), "views": simulator.views(text)} for text in dict.fromkeys(texts())]


def document():
    """Return the text of python_hash.json, one vector per line, with ASCII escapes."""
    lines = ",\n".join(json.dumps(vector) for vector in vectors())
    return f"[\n{lines}\n]\n"


if __name__ == "__main__":
    simulator.seeded()
    (FIXTURES / "python_hash.json").write_text(document(), "utf-8")
