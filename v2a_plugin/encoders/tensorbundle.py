"""Reads the float tensors of a TensorFlow 2 checkpoint (`variables.index` and its data file) with numpy alone.

The index is a sorted-string table: a footer points to the index block, which points to data blocks; each block holds
prefix-compressed keys, and each value is a small protocol buffer (type, shape, offset, size).
"""

from __future__ import annotations

from pathlib import Path

import numpy as np

from v2a_plugin.model.errors import BundleError

__all__ = ["read_tensors"]

_FOOTER = 48  # bytes; two block handles, padding and the magic number
_FLOAT = 1  # DT_FLOAT in TensorFlow's types.proto


def _varint(data: bytes, at: int) -> tuple[int, int]:
    """An unsigned base-128 number at `at`, and where the next thing begins."""
    value = shift = 0
    while True:
        byte = data[at]
        at += 1
        value |= (byte & 0x7F) << shift
        shift += 7
        if byte < 0x80:
            return value, at


def _entries(table: bytes, offset: int, size: int) -> list[tuple[bytes, bytes]]:
    """Keys and values of one uncompressed block."""
    if table[offset + size] != 0:
        raise BundleError("The checkpoint's index is compressed, which this reader does not understand.")
    block = table[offset : offset + size]
    restarts = int.from_bytes(block[-4:], "little")
    end, at, key = len(block) - 4 - 4 * restarts, 0, b""
    found = []
    while at < end:
        shared, at = _varint(block, at)
        fresh, at = _varint(block, at)
        length, at = _varint(block, at)
        key = key[:shared] + block[at : at + fresh]
        at += fresh
        found.append((key, block[at : at + length]))
        at += length
    return found


def _numbers(message: bytes, wanted: int) -> list[int]:
    """Every varint field number `wanted` of a protocol buffer."""
    return [value for number, value in _fields(message) if number == wanted and isinstance(value, int)]


def _parts(message: bytes, wanted: int) -> list[bytes]:
    """Every nested message or string with field number `wanted`."""
    return [value for number, value in _fields(message) if number == wanted and isinstance(value, bytes)]


def _fields(message: bytes) -> list[tuple[int, int | bytes]]:
    at, found = 0, list[tuple[int, int | bytes]]()
    while at < len(message):
        tag, at = _varint(message, at)
        kind = tag & 7
        value: int | bytes
        if kind == 0:
            value, at = _varint(message, at)
        else:
            if kind == 2:
                length, at = _varint(message, at)
            elif kind in (1, 5):
                length = 8 if kind == 1 else 4
            else:
                raise BundleError(f"The checkpoint's index holds a field of unknown kind {kind}.")
            value = message[at : at + length]
            at += length
        found.append((tag >> 3, value))
    return found


def _handle(data: bytes, at: int = 0) -> tuple[int, int, int]:
    """Offset and size of a block, and where the next thing begins."""
    offset, at = _varint(data, at)
    size, at = _varint(data, at)
    return offset, size, at


def read_tensors(prefix: Path) -> dict[str, np.ndarray]:
    """Name to float32 array for the checkpoint `prefix.index` + `prefix.data-00000-of-00001`."""
    table = prefix.with_name(prefix.name + ".index").read_bytes()
    data = prefix.with_name(prefix.name + ".data-00000-of-00001").read_bytes()
    footer = table[-_FOOTER:]
    _, _, at = _handle(footer)
    offset, size, _ = _handle(footer, at)
    tensors = dict[str, np.ndarray]()
    for _, pointer in _entries(table, offset, size):
        where, length, _ = _handle(pointer)
        for key, message in _entries(table, where, length):
            if not key or _numbers(message, 1) != [_FLOAT]:
                continue  # the empty key is the header; other types are counters and names
            sizes = [(_numbers(dim, 1) or [0])[0] for shape in _parts(message, 2)[:1] for dim in _parts(shape, 2)]
            begin, count = (_numbers(message, 4) or [0])[0], _numbers(message, 5)[0]
            tensors[key.decode()] = np.frombuffer(data[begin : begin + count], "<f4").reshape(sizes).copy()
    return tensors
