"""Simulated counts like those of the reference notebook: `abs(hash(video_id) % 1000)`, ten videos per call.

Python's hash of text is that of PYTHONHASHSEED=0, regardless of the seed of this process. It is
SipHash-1-3 with a zero key over the bytes in which CPython (3.11 and later) stores a string,
vectorized over many texts.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from daytally_spark.provider import Reply, check
from daytally_spark.provider.source import SIMULATOR

if TYPE_CHECKING:
    from collections.abc import Sequence

    import numpy.typing as npt

START = (0x736F6D6570736575, 0x646F72616E646F6D, 0x6C7967656E657261, 0x7465646279746573)


class Simulator:
    """Computes counts from Python's hash of the id."""

    name = SIMULATOR
    limit: int = 10
    rate: float | None = None

    def shared(self, tasks: int) -> Simulator:
        """Return itself, because it has no rate."""
        return self

    def fetch(self, batches: list[list[str]]) -> list[list[Reply]]:
        """Return the answers of batches of up to ten ids."""
        for ids in batches:
            check(ids, self.limit)
        # All batches are hashed together, which is faster with NumPy.
        views = iter((hashes([video for ids in batches for video in ids]) % 1000).tolist())
        return [[(next(views), None) for _ in ids] for ids in batches]


def stored_bytes(text: str) -> bytes:
    """Return the bytes in which CPython stores a text: Latin-1, UCS-2 or UCS-4."""
    widest = max(text, default="")
    if widest <= "\xff":
        return text.encode("latin-1")
    return text.encode("utf-16-le" if widest <= "\uffff" else "utf-32-le", "surrogatepass")


def hashes(texts: Sequence[str]) -> npt.NDArray[np.int64]:
    """Return the hash of each text as int64."""
    found = np.zeros(len(texts), np.int64)
    by_length: dict[int, list[tuple[int, bytes]]] = {}
    for place, text in enumerate(texts):
        data = stored_bytes(text)
        by_length.setdefault(len(data), []).append((place, data))
    for length, alike in by_length.items():
        if length:
            places = [place for place, _ in alike]
            found[places] = siphash13(b"".join(data for _, data in alike), length).view(np.int64)
    # CPython reserves -1 for errors.
    found[found == -1] = -2
    return found


def siphash13(data: bytes, length: int) -> npt.NDArray[np.uint64]:
    """Return SipHash-1-3 with a zero key of texts of one length, which are concatenated in `data`."""
    rows = len(data) // length
    padded = np.zeros((rows, length // 8 * 8 + 8), np.uint8)
    padded[:, :length] = np.frombuffer(data, np.uint8).reshape(rows, length)
    padded[:, -1] = length & 0xFF
    blocks = padded.view("<u8").astype(np.uint64)
    state = [np.full(rows, start, np.uint64) for start in START]
    for block in blocks.T:
        state[3] ^= block
        state = mixed(state)
        state[0] ^= block
    state[2] ^= np.uint64(0xFF)
    for _ in range(3):
        state = mixed(state)
    found: npt.NDArray[np.uint64] = state[0] ^ state[1] ^ state[2] ^ state[3]
    return found


def rotated(word: npt.NDArray[np.uint64], bits: int) -> npt.NDArray[np.uint64]:
    """Rotate words to the left."""
    found: npt.NDArray[np.uint64] = (word << np.uint64(bits)) | (word >> np.uint64(64 - bits))
    return found


def mixed(state: list[npt.NDArray[np.uint64]]) -> list[npt.NDArray[np.uint64]]:
    """Compute one round of SipHash."""
    a, b, c, d = state
    a = a + b
    b = rotated(b, 13) ^ a
    a = rotated(a, 32)
    c = c + d
    d = rotated(d, 16) ^ c
    a = a + d
    d = rotated(d, 21) ^ a
    c = c + b
    b = rotated(b, 17) ^ c
    c = rotated(c, 32)
    return [a, b, c, d]
