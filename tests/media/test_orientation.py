"""All eight ways that pixels can be stored, in real files: mirrored and turned, by display matrix and by EXIF."""

from __future__ import annotations

import itertools
import struct
from collections.abc import Callable
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING, Any

import av
import numpy as np
import pytest
from PIL import Image

from v2a_plugin.media.frames import frames_at
from v2a_plugin.media.orientation import EXIF
from v2a_plugin.media.probe import probe
from v2a_plugin.model.progress import finish

if TYPE_CHECKING:
    from tests.media.conftest import Bench

UPRIGHT = np.zeros((64, 96, 3), np.uint8)
UPRIGHT[:32, :48], UPRIGHT[:32, 48:], UPRIGHT[32:, :48] = (255, 0, 0), (0, 255, 0), (0, 0, 255)

EIGHT = list(itertools.product([False, True], [0, 90, 180, 270]))


def stored(mirrored: bool, rotation: int) -> np.ndarray:
    """What a camera stores whose pixels are to be mirrored, then turned clockwise."""
    pixels = np.rot90(UPRIGHT, rotation // 90)
    return np.ascontiguousarray(pixels[:, ::-1] if mirrored else pixels)


def matrix(mirrored: bool, rotation: int, width: int, height: int) -> bytes:
    """The nine numbers of ISO/IEC 14496-12, 8.3.2, that say so, with the translation back into the picture."""
    cos, sin = ((1, 0), (0, 1), (-1, 0), (0, -1))[rotation // 90]
    flip = -1 if mirrored else 1
    a, b, c, d = flip * cos, flip * sin, -sin, cos
    x = -min(0, a * width, c * height, a * width + c * height)
    y = -min(0, b * width, d * height, b * width + d * height)
    return struct.pack(">9i", a << 16, b << 16, 0, c << 16, d << 16, 0, x << 16, y << 16, 1 << 30)


@pytest.mark.parametrize(("mirrored", "rotation"), EIGHT)
@pytest.mark.parametrize("name", ["o.mp4", "o.mov"])
def test_every_display_matrix_stands_upright(
    bench: Bench, atom: Callable[[bytes, bytes], int], name: str, mirrored: bool, rotation: int
) -> None:
    pixels = stored(mirrored, rotation)
    path = bench.folder / name
    with av.open(str(path), "w") as container:
        stream = container.add_stream("libx264", rate=25, options={"qp": "5", "preset": "ultrafast"})
        stream.height, stream.width = pixels.shape[:2]
        stream.pix_fmt = "yuv444p"
        for index in range(3):
            frame = av.VideoFrame.from_ndarray(pixels, format="rgb24")
            frame.pts = index
            container.mux(stream.encode(frame))
        container.mux(stream.encode(None))
    data = bytearray(path.read_bytes())
    at = atom(bytes(data), b"tkhd") + 4 + 40
    data[at : at + 36] = matrix(mirrored, rotation, pixels.shape[1], pixels.shape[0])
    path.write_bytes(data)
    media = probe(path)
    assert (media.picture.mirrored, media.picture.rotation) == (mirrored, rotation)
    assert (media.picture.width, media.picture.height) == (96, 64)
    shown = finish(frames_at(media, [Fraction(1, 25)])).pixels[0]
    assert shown.shape == UPRIGHT.shape
    assert np.abs(shown.astype(int) - UPRIGHT).mean() < 12


def test_a_matrix_that_is_none_is_left_alone(bench: Bench, atom: Callable[[bytes, bytes], int]) -> None:
    path = bench.clip("o.mp4", 3)
    data = bytearray(path.read_bytes())
    at = atom(bytes(data), b"tkhd") + 4 + 40
    data[at : at + 36] = bytes(36)
    path.write_bytes(data)
    assert (probe(path).picture.mirrored, probe(path).picture.rotation) == (False, 0)


@pytest.mark.parametrize("orientation", range(1, 9))
@pytest.mark.parametrize("suffix", [".png", ".jpg", ".webp", ".tif", ".avif"])
def test_every_exif_orientation_stands_upright(tmp_path: Path, orientation: int, suffix: str) -> None:
    mirrored, rotation = EXIF[orientation]
    path = tmp_path / f"o{suffix}"
    exif = Image.Exif()
    exif[274] = orientation
    options: dict[str, dict[str, Any]] = {
        ".jpg": {"quality": 98, "subsampling": 0},
        ".avif": {"quality": 95, "subsampling": "4:4:4"},
    }
    Image.fromarray(stored(mirrored, rotation)).save(path, exif=exif, **options.get(suffix, {}))
    media = probe(path)
    assert media.still
    assert (media.picture.width, media.picture.height, media.picture.mirrored) == (96, 64, mirrored)
    shown = finish(frames_at(media, [Fraction(0)])).pixels[0]
    assert np.abs(shown.astype(int) - UPRIGHT).mean() < 12
