"""Reads and writes Thrift's compact protocol, to change footers.

A structure is a dict of field number to (kind, value); a list is (kind of its elements, elements).
"""

import struct

TRUE, FALSE, BYTE, I16, I32, I64, DOUBLE, BINARY, LIST, SET, MAP, STRUCT = range(1, 13)


class Reader:
    """Reads consecutive values."""

    def __init__(self, data):
        self.data, self.at = data, 0

    def take(self, length):
        """Return the next `length` bytes."""
        self.at += length
        return self.data[self.at - length : self.at]

    def varint(self):
        """Return an unsigned number."""
        value = shift = 0
        while True:
            byte = self.take(1)[0]
            value |= (byte & 127) << shift
            shift += 7
            if byte < 128:
                return value

    def number(self):
        """Return a signed number."""
        value = self.varint()
        return (value >> 1) ^ -(value & 1)

    def value(self, kind, in_list=False):
        """Return a value of a kind."""
        if kind in (TRUE, FALSE):
            return self.take(1)[0] if in_list else kind == TRUE
        if kind == BYTE:
            return self.take(1)[0]
        if kind in (I16, I32, I64):
            return self.number()
        if kind == DOUBLE:
            return struct.unpack("<d", self.take(8))[0]
        if kind == BINARY:
            return self.take(self.varint())
        if kind == LIST:
            head = self.take(1)[0]
            length = self.varint() if head >> 4 == 15 else head >> 4
            return head & 15, [self.value(head & 15, True) for _ in range(length)]
        if kind == STRUCT:
            fields, number = {}, 0
            while head := self.take(1)[0]:
                number = number + (head >> 4) if head >> 4 else self.number()
                fields[number] = (head & 15, self.value(head & 15))
            return fields
        raise ValueError(f"kind {kind}")


def varint(value):
    """Encode an unsigned number."""
    found = bytearray()
    while value >= 128:
        found.append(value & 127 | 128)
        value >>= 7
    return bytes(found) + bytes([value])


def number(value):
    """Encode a signed number."""
    return varint(value << 1 if value >= 0 else (-value << 1) - 1)


def write(kind, value):
    """Encode a value of a kind."""
    if kind in (TRUE, FALSE):
        return b""
    if kind == BYTE:
        return bytes([value])
    if kind in (I16, I32, I64):
        return number(value)
    if kind == DOUBLE:
        return struct.pack("<d", value)
    if kind == BINARY:
        return varint(len(value)) + value
    if kind == LIST:
        of, elements = value
        head = bytes([len(elements) << 4 | of]) if len(elements) < 15 else bytes([0xF0 | of])
        head += varint(len(elements)) if len(elements) >= 15 else b""
        return head + b"".join(write(of, element) for element in elements)
    if kind == STRUCT:
        found, before = b"", 0
        for field, (of, content) in sorted(value.items()):
            of = (TRUE if content else FALSE) if of in (TRUE, FALSE) else of
            near = 0 < field - before < 16
            found += bytes([(field - before) << 4 | of]) if near else bytes([of]) + number(field)
            found += write(of, content)
            before = field
        return found + b"\0"
    # Values of other kinds are kept as bytes.
    return value


def forged(data, change):
    """Return a Parquet file with the footer that `change` changes in place or returns."""
    length = int.from_bytes(data[-8:-4], "little")
    footer = Reader(data[-8 - length : -8]).value(STRUCT)
    footer = change(footer) or footer
    written = write(STRUCT, footer)
    return data[: -8 - length] + written + len(written).to_bytes(4, "little") + data[-4:]
