"""Pictures in HEIF (ISO/IEC 23008-12) that are put together from others, such as the tiles of a phone's photograph.

FFmpeg decodes each part by itself; without the putting together, one tile would be taken for the picture.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from pathlib import Path

from v2a_plugin.files import open_regular
from v2a_plugin.model.errors import MediaError

__all__ = ["check_picture"]

_BRANDS = frozenset({b"mif1", b"mif2", b"mif3", b"heic", b"heix", b"heim", b"heis", b"avif", b"jpeg", b"avci", b"1pic"})
_DERIVED = {b"grid": "tiles", b"iovl": "layers", b"iden": "another picture", b"tmap": "a picture and a gain map"}
_SEQUENCE = b"msf1"
"""Brand of a file that holds moving pictures beside."""
_MOST = 16 * 1024 * 1024
"""Bytes of the largest description that is read."""


def check_picture(path: Path) -> None:
    """Refuse a HEIF picture whose main item is put together from others.

    Raises:
        MediaError: It is.
    """
    with open_regular(path) as file:
        head = file.read(64)
        size = int.from_bytes(head[:4])
        brands = {head[at : at + 4] for at in range(8, min(size, 64), 4)}
        if head[4:8] != b"ftyp" or not _BRANDS & brands or _SEQUENCE in brands:
            return
        file.seek(size)
        body = b""
        while len(top := file.read(8)) == 8:
            size, name = struct.unpack(">I4s", top)
            if name == b"meta":
                body = file.read(min(size - 8, _MOST)) if size >= 8 else b""
                break
            if size < 8:
                return
            file.seek(size - 8, 1)
    kind = _main_kind(body[4:])
    if kind in _DERIVED:
        raise MediaError(
            f"{path.name} is put together from {_DERIVED[kind]}, which is not done here.",
            "Save it as a PNG or JPEG and open that.",
        )


def _main_kind(meta: bytes) -> bytes:
    """Type of the main item; b"" when nothing says so."""
    main, kinds = -1, dict[int, bytes]()
    for name, body in _boxes(meta):
        if name == b"pitm":
            main = int.from_bytes(body[4:6] if body[:1] == b"\0" else body[4:8])
        elif name == b"iinf":
            for entry, text in _boxes(body[6:] if body[:1] == b"\0" else body[8:]):
                if entry == b"infe" and text[:1] in (b"\2", b"\3"):
                    wide = 2 if text[0] == 2 else 4
                    kinds[int.from_bytes(text[4 : 4 + wide])] = text[6 + wide : 10 + wide]
    return kinds.get(main, b"")


def _boxes(data: bytes) -> Iterator[tuple[bytes, bytes]]:
    at = 0
    while at + 8 <= len(data):
        size, name = struct.unpack_from(">I4s", data, at)
        if size < 8:
            return
        yield name, data[at + 8 : at + size]
        at += size
