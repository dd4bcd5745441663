"""Stills of every kind, and animated pictures as video."""

from __future__ import annotations

import struct
import subprocess
import sys
import zlib
from collections.abc import Callable
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pytest
from PIL import Image

from v2a_plugin.media.fit import Fit
from v2a_plugin.media.frames import frames_at, walk
from v2a_plugin.media.probe import probe
from v2a_plugin.media.sound import sound_of
from v2a_plugin.model.errors import MediaError
from v2a_plugin.model.progress import finish
from v2a_plugin.model.time import Span

if TYPE_CHECKING:
    from tests.media.conftest import Bench

QUARTERS = np.zeros((64, 96, 3), np.uint8)
QUARTERS[:32, :48], QUARTERS[:32, 48:], QUARTERS[32:, :48] = (255, 0, 0), (0, 255, 0), (0, 0, 255)


@pytest.mark.parametrize(
    ("name", "options"),
    [
        ("a.png", {}),
        ("a.jpg", {"quality": 95, "subsampling": 0}),
        ("a.webp", {"lossless": True}),
        ("a.tif", {}),
        ("a.tiff", {"compression": "tiff_lzw"}),
        ("a.bmp", {}),
        ("a.gif", {}),
    ],
)
def test_each_kind(bench: Bench, name: str, options: dict[str, object]) -> None:
    path = bench.folder / name
    Image.fromarray(QUARTERS).save(path, **options)  # type: ignore[arg-type]
    media = probe(path)
    assert media.still
    assert (media.picture.width, media.picture.height, media.duration) == (96, 64, Fraction(0))
    batch = finish(frames_at(media, [Fraction(0), Fraction(7)]))
    assert batch.times == (Fraction(0),)
    assert np.abs(batch.pixels[0].astype(int) - QUARTERS).mean() < 2
    assert finish(frames_at(media, [Fraction(3)], Fit.square(224))).pixels.shape == (1, 224, 224, 3)
    assert not finish(sound_of(media, Span(Fraction(0), Fraction(1)))).samples[0].any()


@pytest.mark.parametrize("orientation", range(1, 9))
def test_exif_orientation(bench: Bench, orientation: int) -> None:
    """All eight orientations of EXIF 2.3, tag 274, come out as the same upright picture."""
    turned = np.rot90(QUARTERS, {6: 1, 7: 1, 8: -1, 5: -1}.get(orientation, 0))
    stored = {2: turned[:, ::-1], 3: turned[::-1, ::-1], 4: turned[::-1], 5: turned[:, ::-1], 7: turned[:, ::-1]}.get(
        orientation, turned
    )
    image = Image.fromarray(np.ascontiguousarray(stored))
    exif = image.getexif()
    exif[274] = orientation
    path = bench.folder / "o.jpg"
    image.save(path, exif=exif, quality=95, subsampling=0)
    media = probe(path)
    assert (media.picture.width, media.picture.height) == (96, 64)
    assert np.abs(finish(frames_at(media, [Fraction(0)])).pixels[0].astype(int) - QUARTERS).mean() < 4


@pytest.mark.parametrize("mode", ["RGBA", "LA", "P", "I;16", "L", "1", "CMYK"])
def test_modes(bench: Bench, mode: str) -> None:
    path = bench.folder / ("m.tif" if mode == "CMYK" else "m.png")
    if mode == "RGBA":
        pixels = np.zeros((20, 20, 4), np.uint8)
        Image.fromarray(pixels, "RGBA").save(path)
        grey = 255
    elif mode == "LA":
        Image.fromarray(np.dstack([np.zeros((20, 20), np.uint8), np.full((20, 20), 128, np.uint8)])).save(path)
        grey = 127
    elif mode == "P":
        image = Image.new("P", (20, 20), 0)
        image.putpalette([10, 20, 30])
        image.save(path, transparency=0)
        grey = 255
    elif mode == "I;16":
        Image.fromarray(np.full((20, 20), 32896, np.uint16)).save(path)
        grey = 128
    else:
        Image.new("L", (20, 20), 255).convert(mode).save(path)
        grey = 255
    media = probe(path)
    assert media.picture.alpha == (mode in ("RGBA", "LA", "P"))
    pixels = finish(frames_at(media, [Fraction(0)])).pixels[0]
    assert np.abs(pixels.astype(int) - grey).max() <= 2


def test_animated_gif_is_video(bench: Bench) -> None:
    path = bench.folder / "a.gif"
    frames = [Image.fromarray(bench.frame(number)) for number in range(12)]
    frames[0].save(path, save_all=True, append_images=frames[1:], duration=[40] * 6 + [100] * 6, loop=0)
    media = probe(path)
    assert not media.still
    assert media.picture.variable_rate
    assert media.duration == Fraction(84, 100)
    seen = [(bench.number(p), t) for b in walk(media) for p, t in zip(b.pixels, b.times, strict=True)]
    assert [number for number, _ in seen] == list(range(12))
    assert [time for _, time in seen[5:8]] == [Fraction(20, 100), Fraction(24, 100), Fraction(34, 100)]
    assert bench.number(finish(frames_at(media, [Fraction(33, 100)])).pixels[0]) == 6


def test_transparent_gif_lies_on_white(bench: Bench) -> None:
    path = bench.folder / "t.gif"
    frames = []
    for index in range(3):
        image = Image.new("RGBA", (40, 40), (0, 0, 0, 0))
        image.paste((255, 0, 0, 255), (index * 10, 0, index * 10 + 10, 40))
        frames.append(image)
    frames[0].save(path, save_all=True, append_images=frames[1:], duration=100, disposal=2)
    pixels = finish(frames_at(probe(path), [Fraction(15, 100)])).pixels[0].astype(int)
    assert np.abs(pixels[:, 35] - 255).max() <= 2
    assert np.abs(pixels[:, 15] - (255, 0, 0)).max() <= 2


def test_animated_png_is_video(bench: Bench) -> None:
    path = bench.folder / "a.png"
    frames = [Image.fromarray(bench.frame(number)) for number in range(6)]
    frames[0].save(path, save_all=True, append_images=frames[1:], duration=40)
    media = probe(path)
    assert not media.still
    assert [bench.number(p) for b in walk(media) for p in b.pixels] == list(range(6))


def test_a_huge_jpeg_is_read_small(bench: Bench) -> None:
    """16384 × 16384: a JPEG is decoded at an eighth of its size, never whole."""
    path = bench.folder / "big.jpg"
    Image.new("L", (16384, 16384), 77).save(path, quality=20)
    media = probe(path)
    assert (media.picture.width, media.picture.height) == (16384, 16384)
    pixels = finish(frames_at(media, [Fraction(0)], Fit.square(224))).pixels
    assert np.abs(pixels.astype(int) - 77).max() <= 2
    with pytest.raises(MediaError, match=r"big\.jpg is 16384 × 16384 pixels"):
        finish(frames_at(media, [Fraction(0)]))


def test_a_huge_png_is_refused_in_one_sentence(bench: Bench) -> None:
    path = bench.folder / "big.png"
    Image.new("1", (16384, 16384)).save(path)
    with pytest.raises(MediaError, match=r"big\.png is 16384 × 16384 pixels, more than the 134 million") as caught:
        probe(path)
    assert caught.value.hint


def zeros(path: Path) -> None:
    """A PNG of 30000 × 30000 black pixels in less than a megabyte."""
    side, packer = 30_000, zlib.compressobj(1)
    line = bytes(1 + side) * 100
    packed = b"".join([*(packer.compress(line) for _ in range(side // 100)), packer.flush()])
    parts = [(b"IHDR", struct.pack(">IIBBBBB", side, side, 8, 0, 0, 0, 0)), (b"IDAT", packed), (b"IEND", b"")]
    chunks = [
        struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body)) for kind, body in parts
    ]
    path.write_bytes(b"\x89PNG\r\n\x1a\n" + b"".join(chunks))


def progressive(path: Path) -> None:
    Image.new("L", (16384, 16384), 77).save(path, quality=20, progressive=True)


def tiff(path: Path) -> None:
    Image.new("1", (30_000, 30_000)).save(path, compression="group4")


@pytest.mark.parametrize(("make", "name"), [(zeros, "a.png"), (progressive, "a.jpg"), (tiff, "a.tif")])
def test_a_picture_that_would_fill_the_memory_is_refused_at_the_probe(
    tmp_path: Path, make: Callable[[Path], None], name: str
) -> None:
    path = tmp_path / name
    make(path)
    script = (
        "import resource, sys\n"
        "from v2a_plugin.media.probe import probe\n"
        "from v2a_plugin.model.errors import MediaError\n"
        "before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss\n"
        "try: probe(sys.argv[1])\n"
        "except MediaError as error: print(error.message)\n"
        "print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before)\n"
    )
    run = subprocess.run([sys.executable, "-c", script, str(path)], capture_output=True, text=True, check=True)
    sentence, kilobytes = run.stdout.splitlines()
    assert "million that are read" in sentence
    assert int(kilobytes) < 100_000


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "WEBP", "TIFF", "GIF"])
def test_a_damaged_still_is_refused(bench: Bench, kind: str) -> None:
    path = bench.folder / f"cut.{kind.lower()}"
    noise = np.random.default_rng(0).integers(0, 256, (80, 80, 3), np.uint8)
    Image.fromarray(noise).save(path, kind)
    data = path.read_bytes()
    path.write_bytes(data[: len(data) // 2])
    with pytest.raises(MediaError, match=rf"cut\.{kind.lower()}"):
        finish(frames_at(probe(path), [Fraction(0)]))
