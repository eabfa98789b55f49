"""Writes vectors.bin and vectors.jsonl: deletion vectors by CRoaring, and the rows that they delete.

Run with pyroaring 1.2: `python tests/deletion_vectors/make.py`. Each case is a list of arithmetic
progressions `[first, end, step]`, with the end exclusive, and whether runs are compressed.
"""

import json
import zlib
from pathlib import Path

from pyroaring import BitMap64

HERE = Path(__file__).parent
MAGIC = 1681511377
CASES = [
    ("nothing", [], False),
    ("one row", [[7, 8, 1]], False),
    ("an array", [[0, 60_000, 500]], False),
    ("a full array", [[1, 8_193, 2]], False),
    ("a bitset", [[0, 20_000, 3]], False),
    ("a full container", [[65_536, 131_072, 1]], False),
    ("runs", [[10, 20, 1], [30, 5_000, 1], [65_000, 70_000, 1]], True),
    ("five containers with runs", [[0, 100, 1], [65_536 * 1, 65_536 * 5, 100], [400_000, 400_100, 1]], True),
    ("three forms", [[0, 100, 1], [65_536, 65_540, 2], [131_072, 190_000, 2]], True),
    ("two bitmaps", [[4_294_967_290, 4_294_967_300, 1]], False),
    ("a gap of bitmaps", [[5, 6, 1], [(9 << 32) + 5, (9 << 32) + 9, 1]], True),
]


def main() -> None:
    """Writes both files."""
    data = bytearray([1])
    facts = []
    for name, progressions, with_runs in CASES:
        rows = BitMap64()
        for first, end, step in progressions:
            rows |= BitMap64(range(first, end, step))
        if with_runs:
            rows.run_optimize()
        bitmap = MAGIC.to_bytes(4, "little") + rows.serialize()
        facts.append(
            {
                "name": name,
                "progressions": progressions,
                "offset": len(data),
                "sizeInBytes": len(bitmap),
                "cardinality": len(rows),
            }
        )
        data += len(bitmap).to_bytes(4, "big") + bitmap + zlib.crc32(bitmap).to_bytes(4, "big")
    HERE.joinpath("vectors.bin").write_bytes(data)
    HERE.joinpath("vectors.jsonl").write_text("".join(json.dumps(fact) + "\n" for fact in facts))


if __name__ == "__main__":
    main()
