"""Builds the sample clip: four photographs, filmed with slow moves, cut hard.

    apt-get download gcompris-qt-data && dpkg-deb -x gcompris-qt-data_*.deb unpacked
    python resources/build_sample.py --rcc unpacked/usr/share/gcompris-qt/rcc

The photographs are read from that Debian package in their full size. Three lie on the validation side of the
mini bundle's split (`v2a_resources/bundles/mini/split.csv`), the pig in neither corpus: the bundle has not been trained on
them.
Needs numpy, Pillow and PyAV with libx264; stands alone otherwise. The pictures are the same each time; x264 may differ by some bytes.
"""

from __future__ import annotations

import argparse
import io
import struct
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

import av
import numpy as np
from PIL import Image

WIDTH, HEIGHT, RATE = 960, 540, 25
START = "01:00:00:00"
ARCHIVE = "explore_farm_animals.rcc"
TARGET = Path(__file__).parent / "v2a_resources" / "samples" / "farm.mp4"


@dataclass(frozen=True, slots=True)
class Framing:
    """A 16:9 view into a photograph: its centre and its width, as shares of the photograph's size."""

    x: float
    y: float
    width: float


@dataclass(frozen=True, slots=True)
class Shot:
    """One photograph and the move over it, at a steady pace from the first framing to the last."""

    photo: str
    frames: int
    first: Framing
    last: Framing


SHOTS = (
    Shot("pig", 112, Framing(0.50, 0.56, 0.98), Framing(0.50, 0.54, 0.82)),
    Shot("dog", 100, Framing(0.56, 0.36, 0.88), Framing(0.62, 0.32, 0.74)),
    Shot("chicken", 125, Framing(0.42, 0.50, 0.84), Framing(0.58, 0.54, 0.84)),
    Shot("owl", 113, Framing(0.60, 0.53, 0.80), Framing(0.54, 0.52, 0.96)),
)


def main() -> None:
    """Read the photographs, write the clip, say how large it is."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rcc", type=Path, required=True, help=f"folder with {ARCHIVE}")
    parser.add_argument("--out", type=Path, default=TARGET, help="the clip to write")
    arguments = parser.parse_args()
    photos = read_photos(arguments.rcc / ARCHIVE)
    write_clip(arguments.out, (frame for shot in SHOTS for frame in move(photos[shot.photo], shot)))
    print(f"{arguments.out}: {arguments.out.stat().st_size} bytes, {sum(shot.frames for shot in SHOTS)} frames")


def move(photo: Image.Image, shot: Shot) -> Iterator[Image.Image]:
    """The frames of one shot. Each is resampled from the photograph at sub-pixel places, so slow moves do not jitter."""
    for index in range(shot.frames):
        share = index / (shot.frames - 1)
        x = shot.first.x + (shot.last.x - shot.first.x) * share
        y = shot.first.y + (shot.last.y - shot.first.y) * share
        width = shot.first.width * (shot.last.width / shot.first.width) ** share * photo.width
        height = width * HEIGHT / WIDTH
        left = min(max(x * photo.width - width / 2, 0), photo.width - width)
        top = min(max(y * photo.height - height / 2, 0), photo.height - height)
        yield photo.resize((WIDTH, HEIGHT), Image.Resampling.LANCZOS, box=(left, top, left + width, top + height))


def write_clip(path: Path, frames: Iterator[Image.Image]) -> None:
    """H.264 in MP4, 4:2:0, a key frame each second and at each cut, a timecode track, no sound."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with av.open(str(path), "w", format="mp4", options={"movflags": "+faststart", "fflags": "+bitexact"}) as container:
        options = {"crf": "26", "preset": "slow", "g": str(RATE)}
        stream = container.add_stream("libx264", rate=RATE, options=options)
        stream.width, stream.height, stream.pix_fmt = WIDTH, HEIGHT, "yuv420p"
        stream.time_base = Fraction(1, RATE)
        stream.metadata["timecode"] = START
        context = stream.codec_context
        context.color_primaries = context.color_trc = context.colorspace = 1  # BT.709
        for index, image in enumerate(frames):
            picture = av.VideoFrame.from_ndarray(np.asarray(image), format="rgb24")
            picture = picture.reformat(format="yuv420p", dst_colorspace="ITU709")
            picture.pts, picture.time_base = index, Fraction(1, RATE)
            container.mux(stream.encode(picture))
        container.mux(stream.encode(None))


def read_photos(archive: Path) -> dict[str, Image.Image]:
    """The photographs of the shots, by name, from a Qt resource archive.

    Format: "qres", version, offsets of tree, data and names; big endian; a node of the tree is a folder
    (flag 2: count, first child) or a file (offset of a length and its bytes, zlib-packed with flag 1).
    """
    packed = archive.read_bytes()
    magic, version, tree, data, names = struct.unpack_from(">4s4I", packed)
    if magic != b"qres":
        raise SystemExit(f"{archive} is not a Qt resource archive.")
    node_size = 22 if version >= 2 else 14

    def leaves(node: int) -> Iterator[tuple[str, bytes]]:
        place = tree + node * node_size
        name_place, flags = struct.unpack_from(">IH", packed, place)
        if flags & 2:
            count, first = struct.unpack_from(">II", packed, place + 6)
            for child in range(first, first + count):
                yield from leaves(child)
            return
        (length,) = struct.unpack_from(">H", packed, names + name_place)
        name = packed[names + name_place + 6 :][: 2 * length].decode("utf-16-be")
        (start,) = struct.unpack_from(">I", packed, place + 10)
        (size,) = struct.unpack_from(">I", packed, data + start)
        content = packed[data + start + 4 :][:size]
        yield name, zlib.decompress(content[4:]) if flags & 1 else content

    wanted = {f"{shot.photo}.webp": shot.photo for shot in SHOTS}
    return {
        wanted[name]: Image.open(io.BytesIO(content)).convert("RGB") for name, content in leaves(0) if name in wanted
    }


if __name__ == "__main__":
    main()
