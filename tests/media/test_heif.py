"""Tiled pictures, as phones store them: composed, or refused in a sentence; one tile is never taken for the whole."""

from __future__ import annotations

import io
import struct
from collections.abc import Iterator
from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from v2a_plugin.media.frames import frames_at
from v2a_plugin.media.probe import probe
from v2a_plugin.model.errors import MediaError
from v2a_plugin.model.progress import finish

PICTURE = np.full((128, 192, 3), 255, np.uint8)
PICTURE[:64, :96], PICTURE[:64, 96:], PICTURE[64:, :96] = (255, 0, 0), (0, 255, 0), (0, 0, 255)


def boxes(data: bytes) -> Iterator[tuple[bytes, bytes]]:
    at = 0
    while at + 8 <= len(data):
        size, name = struct.unpack_from(">I4s", data, at)
        yield name, data[at + 8 : at + size]
        at += size


def box(name: bytes, body: bytes) -> bytes:
    return struct.pack(">I4s", 8 + len(body), name) + body


def full(name: bytes, body: bytes, version: int = 0) -> bytes:
    return box(name, bytes([version, 0, 0, 0]) + body)


def tile(pixels: np.ndarray) -> tuple[dict[bytes, bytes], bytes]:
    """Properties and data of one picture, encoded by libavif."""
    file = io.BytesIO()
    Image.fromarray(pixels).save(file, "AVIF", quality=90, subsampling="4:4:4")
    top = dict(boxes(file.getvalue()))
    properties = dict(boxes(dict(boxes(dict(boxes(top[b"meta"][4:]))[b"iprp"]))[b"ipco"]))
    return {name: box(name, body) for name, body in properties.items()}, top[b"mdat"]


def tiled(path: Path, main: bytes = b"grid", rows: int = 2, columns: int = 2) -> Path:
    """A picture whose main item is a grid of others (ISO/IEC 23008-12, 6.6.2.3)."""
    height, width = PICTURE.shape[0] // rows, PICTURE.shape[1] // columns
    places = [(row * height, column * width) for row in range(rows) for column in range(columns)]
    tiles = [tile(np.ascontiguousarray(PICTURE[y : y + height, x : x + width])) for y, x in places]
    count, known = len(tiles), tiles[0][0]
    size = [full(b"ispe", struct.pack(">II", *shape)) for shape in ((192, 128), (width, height))]
    shared = [known[b"av1C"], known[b"pixi"], known[b"colr"]]
    owned = [(1, (1, 4, 5)), *((2 + number, (2, 0x83, 4, 5)) for number in range(count))]
    links = b"".join(struct.pack(">HB", item, len(given)) + bytes(given) for item, given in owned)
    iprp = box(b"iprp", box(b"ipco", b"".join(size + shared)) + full(b"ipma", struct.pack(">I", count + 1) + links))
    kinds = [(1, main), *((2 + number, b"av01") for number in range(count))]
    entries = b"".join(full(b"infe", struct.pack(">HH4s", item, 0, kind) + b"\0", 2) for item, kind in kinds)
    iinf = full(b"iinf", struct.pack(">H", count + 1) + entries)
    order = struct.pack(f">HH{count}H", 1, count, *range(2, 2 + count))
    described = struct.pack(">4BHH", 0, 0, rows - 1, columns - 1, 192, 128)
    bodies = [described, *(data for _, data in tiles)]
    hdlr, pitm = full(b"hdlr", bytes(4) + b"pict" + bytes(13)), full(b"pitm", struct.pack(">H", 1))

    def head(base: int) -> bytes:
        places, at = b"", base
        for item, body in enumerate(bodies, 1):
            places += struct.pack(">HHHII", item, 0, 1, at, len(body))
            at += len(body)
        iloc = full(b"iloc", b"\x44\0" + struct.pack(">H", count + 1) + places)
        meta = full(b"meta", hdlr + pitm + iloc + iinf + full(b"iref", box(b"dimg", order)) + iprp)
        return box(b"ftyp", b"avif" + bytes(4) + b"avifmif1miafMA1A") + meta

    start = head(len(head(0)) + 8)
    path.write_bytes(start + box(b"mdat", b"".join(bodies)))
    return path


@pytest.mark.parametrize(("rows", "columns"), [(2, 2), (1, 3), (2, 1)])
def test_a_tiled_avif_is_composed(tmp_path: Path, rows: int, columns: int) -> None:
    media = probe(tiled(tmp_path / "g.avif", rows=rows, columns=columns))
    assert media.still
    assert (media.picture.width, media.picture.height) == (192, 128)
    shown = finish(frames_at(media, [Fraction(0)])).pixels[0]
    assert np.abs(shown.astype(int) - PICTURE).mean() < 3


@pytest.mark.parametrize("kind", [b"grid", b"iovl"])
def test_what_is_not_composed_is_refused(tmp_path: Path, kind: bytes) -> None:
    path = tiled(tmp_path / "g.heic", kind)
    path.write_bytes(
        path.read_bytes().replace(b"avifmif1miafMA1A", b"heicmif1heicheic").replace(b"ftypavif", b"ftypheic")
    )
    with pytest.raises(MediaError, match=r"g\.heic is put together from (tiles|layers)") as caught:
        probe(path)
    assert "PNG" in caught.value.hint
