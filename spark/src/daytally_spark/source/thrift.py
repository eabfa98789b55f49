"""Reads and writes Thrift's compact protocol.

A structure is a dict of field number to (kind, value); a list is (kind of its elements, elements).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from typing import Any

TRUE, FALSE, BYTE, I16, I32, I64, DOUBLE, BINARY, LIST, SET, MAP, STRUCT, UUID = range(1, 14)
# Max nesting depth; footers need only a few levels.
DEPTH = 40


class Reader:
    """Reads consecutive values. Raises ValueError for invalid Thrift.

    UUID fields are omitted, because Parquet has none and older pyarrow cannot skip them; `left_out` is
    whether there were some.
    """

    def __init__(self, data: bytes) -> None:
        self.data, self.at, self.depth, self.left_out = data, 0, 0, False

    def take(self, length: int) -> bytes:
        """Return the next `length` bytes."""
        self.at += length
        if length < 0 or self.at > len(self.data):
            raise ValueError("the structure ends early")
        return self.data[self.at - length : self.at]

    def varint(self) -> int:
        """Return an unsigned number."""
        value = shift = 0
        while shift < 70:
            byte = self.take(1)[0]
            value |= (byte & 127) << shift
            shift += 7
            if byte < 128:
                return value
        raise ValueError("a number is too long")

    def number(self) -> int:
        """Return a signed number."""
        value = self.varint()
        return (value >> 1) ^ -(value & 1)

    def value(self, kind: int, in_list: bool = False) -> Any:
        """Return a value of a kind."""
        if kind in (TRUE, FALSE):
            return self.take(1)[0] if in_list else kind == TRUE
        if kind in (I16, I32, I64):
            return self.number()
        fixed = {BYTE: 1, DOUBLE: 8, UUID: 16}.get(kind)
        if fixed or kind == BINARY:
            return self.take(fixed or self.varint())
        self.depth += 1
        if self.depth > DEPTH:
            raise ValueError("structures lie too deep")
        try:
            return self.nested(kind)
        finally:
            self.depth -= 1

    def nested(self, kind: int) -> Any:
        """Return a list or a structure."""
        if kind in (LIST, SET):
            head = self.take(1)[0]
            length = self.varint() if head >> 4 == 15 else head >> 4
            if length > len(self.data):
                raise ValueError("a list is longer than the data")
            return head & 15, [self.value(head & 15, True) for _ in range(length)]
        if kind == STRUCT:
            fields, number = {}, 0
            while head := self.take(1)[0]:
                number = number + (head >> 4) if head >> 4 else self.number()
                kind, value = head & 15, self.value(head & 15)
                if kind == UUID or (kind in (LIST, SET) and value[0] == UUID):
                    self.left_out = True
                else:
                    fields[number] = (kind, value)
            return fields
        raise ValueError(f"the kind {kind} is not known")


def varint(value: int) -> bytes:
    """Encode an unsigned number."""
    found = bytearray()
    while value >= 128:
        found.append(value & 127 | 128)
        value >>= 7
    return bytes(found) + bytes([value])


def number(value: int) -> bytes:
    """Encode a signed number."""
    return varint(value << 1 if value >= 0 else (-value << 1) - 1)


def write(kind: int, value: Any) -> bytes:
    """Encode a value of a kind outside a list."""
    if kind in (TRUE, FALSE):
        return b""
    if kind in (I16, I32, I64):
        return number(value)
    if kind == BINARY:
        return varint(len(value)) + bytes(value)
    if kind in (LIST, SET):
        of, elements = value
        head = bytes([len(elements) << 4 | of]) if len(elements) < 15 else bytes([0xF0 | of]) + varint(len(elements))
        return head + b"".join(bytes([each]) if of in (TRUE, FALSE) else write(of, each) for each in elements)
    if kind == STRUCT:
        found, before = b"", 0
        for field, (of, content) in sorted(value.items()):
            of = (TRUE if content else FALSE) if of in (TRUE, FALSE) else of
            near = 0 < field - before < 16
            found += bytes([(field - before) << 4 | of]) if near else bytes([of]) + number(field)
            found += write(of, content)
            before = field
        return found + b"\0"
    return bytes(value)
