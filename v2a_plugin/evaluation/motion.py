"""Videos made of pictures, where no video of an item exists: a slow pan, with some odd frames for the aggregation."""

from __future__ import annotations

import math
from collections.abc import Iterator
from fractions import Fraction
from pathlib import Path

import numpy as np
from jaxtyping import UInt8
from PIL import Image

from v2a_plugin.evaluation.items import Item
from v2a_plugin.files import output_folder
from v2a_plugin.media.encode import Encoding, write_clip
from v2a_plugin.media.fit import Fit
from v2a_plugin.media.frames import frames_at
from v2a_plugin.media.probe import probe
from v2a_plugin.model.progress import Steps

__all__ = ["moving_picture"]

_SIDE = 224
_RATE = Fraction(8)
_ODD = (Fraction(5, 8), Fraction(7, 8))
"""Where the frames begin and end that show the other item: a quarter."""
_ZOOM = 0.7
"""Share of the picture's shorter side that the window covers."""


def moving_picture(item: Item, other: Item, folder: Path, seconds: Fraction) -> Steps[Path]:
    """A video in which a window moves over the item's picture; for a quarter of its length it shows another item.

    Made once and kept. A picture that is a video already is used as it is.

    Args:
        item: Whose picture it is.
        other: The other item.
        folder: For the video.
        seconds: That it lasts at least, up to the next eighth.
    """
    if not probe(item.picture).still:
        return item.picture
    count = math.ceil(seconds * _RATE)
    path = output_folder(folder) / f"{item.name}-{count}.mp4"
    if not path.is_file():
        mine = yield from _pixels(item.picture)
        theirs = mine if not probe(other.picture).still else (yield from _pixels(other.picture))
        yield from write_clip(path, _frames(mine, theirs, count), Encoding(rate=_RATE, gop=8), total=count)
    return path


def _pixels(path: Path) -> Steps[UInt8[np.ndarray, "height width 3"]]:
    media = probe(path)
    batch = yield from frames_at(media, [Fraction(0)], Fit())
    pixels: UInt8[np.ndarray, "height width 3"] = batch.pixels[0]
    return pixels


def _frames(mine: np.ndarray, theirs: np.ndarray, count: int) -> Iterator[UInt8[np.ndarray, "height width 3"]]:
    for index in range(count):
        picture = Image.fromarray(theirs if _ODD[0] <= Fraction(index, count) < _ODD[1] else mine)
        side = max(2, round(min(picture.size) * _ZOOM))
        along = index / max(1, count - 1)
        left, top = ((length - side) * along for length in picture.size)
        window = picture.crop((round(left), round(top), round(left) + side, round(top) + side))
        yield np.asarray(window.resize((_SIDE, _SIDE), Image.Resampling.BICUBIC))
