"""The `bext` and `iXML` chunks of RIFF, RF64 and BW64 files, as strangers wrote them.

EBU Tech 3285 (BWF), EBU Tech 3306 (RF64); iXML 2.10, whose USER block holds the fields that Soundminer and the
Universal Category System write. Chunks may stand before the samples or after them; sizes that lie are not followed.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO
from xml.etree.ElementTree import Element, ParseError

from v2a_plugin.files import open_regular

__all__ = ["WaveChunks", "read_chunks"]

_LARGEST = 4 * 1024**2
"""Bytes of the largest chunk that is read."""
_MOST = 1000
"""Chunks that are looked at."""
_WHOLE = 0xFFFF_FFFF


@dataclass(frozen=True, slots=True)
class Bext:
    """The fields of a `bext` chunk that tell of the recording."""

    description: str
    originator: str
    reference: str
    date: str
    time_reference: int


@dataclass(frozen=True, slots=True)
class WaveChunks:
    """What a wave file says beside its samples.

    Attributes:
        bext: None without one.
        ixml: Pairs of a tag in capitals and its text: those of the USER block first, then those at the top.
    """

    bext: Bext | None = None
    ixml: tuple[tuple[str, str], ...] = ()


def read_chunks(path: Path) -> WaveChunks:
    """The chunks of a file; empty for one that is no wave file, or a damaged one.

    Raises:
        OSError: The system does not give the file.
    """
    bext: Bext | None = None
    ixml: tuple[tuple[str, str], ...] = ()
    with open_regular(path) as file:
        for name, data in _chunks(file):
            if name == b"bext" and bext is None:
                bext = _bext(data)
            elif name == b"iXML" and not ixml:
                ixml = _ixml(data)
    return WaveChunks(bext, ixml)


def _chunks(file: BinaryIO) -> Iterator[tuple[bytes, bytes]]:
    head = file.read(12)
    if len(head) < 12 or head[:4] not in (b"RIFF", b"RF64", b"BW64") or head[8:] != b"WAVE":
        return
    samples = 0
    for _ in range(_MOST):
        header = file.read(8)
        if len(header) < 8:
            return
        name, size = header[:4], struct.unpack("<I", header[4:])[0]
        if name == b"data":
            size = samples if size == _WHOLE and samples else size
        if name in (b"bext", b"iXML", b"ds64") and size <= _LARGEST:
            data = file.read(size)
            file.seek(size % 2, 1)
            if name == b"ds64" and len(data) >= 16:
                samples = struct.unpack("<Q", data[8:16])[0]
            yield name, data
        else:
            file.seek(size + size % 2, 1)


def _bext(data: bytes) -> Bext | None:
    if len(data) < 346:
        return None
    low, high = struct.unpack("<II", data[338:346])
    return Bext(_text(data[:256]), _text(data[256:288]), _text(data[288:320]), _text(data[320:330]), low | high << 32)


def _text(data: bytes) -> str:
    plain = data.split(b"\0", 1)[0]
    try:
        return plain.decode("utf-8").strip()
    except UnicodeDecodeError:
        return plain.decode("latin-1").strip()


def _ixml(data: bytes) -> tuple[tuple[str, str], ...]:
    from defusedxml import DefusedXmlException
    from defusedxml.ElementTree import fromstring

    try:
        root: Element = fromstring(data.rstrip(b"\0 \r\n\t"), forbid_entities=True, forbid_external=True)
    except (ParseError, DefusedXmlException, ValueError, LookupError):
        return ()
    user = root.find("USER")
    inside = list(user) if user is not None else []
    found: dict[str, str] = {}
    for element in (*inside, *root):
        text = (element.text or "").strip()
        if text and not len(element):
            found.setdefault(str(element.tag).upper(), text)
    return tuple(found.items())
