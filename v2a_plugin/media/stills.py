"""Stills: PNG, JPEG, WebP, TIFF and the like, upright, on white, through Pillow."""

from __future__ import annotations

import struct
import warnings
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from fractions import Fraction
from pathlib import Path

import numpy as np
from jaxtyping import UInt8
from PIL import Image, ImageOps, UnidentifiedImageError

from v2a_plugin.media.opening import MAX_PIXELS
from v2a_plugin.media.orientation import EXIF
from v2a_plugin.model.errors import MediaError
from v2a_plugin.model.media import PictureStream

__all__ = ["read_still", "sniff_still"]

STILL_RATE = Fraction(25)
"""Rate that a still is given, so that it can be laid on a timeline: it has none of its own."""

_FORMATS = ("PNG", "JPEG", "WEBP", "TIFF", "BMP", "GIF", "AVIF")
_DEEP = {"I;16": 257.0, "I;16L": 257.0, "I;16B": 257.0, "I;16N": 257.0, "I": 257.0}
_PILLOW_FAILS = (
    *(
        OSError,
        SyntaxError,
        ValueError,
        TypeError,
        ArithmeticError,
        LookupError,
        EOFError,
        AttributeError,
        RuntimeError,
    ),
    *(struct.error, zlib.error),
)
"""What Pillow's readers let through on damaged files."""
_DAMAGED = "It may be damaged; open it in a viewer and save it again."


@contextmanager
def _image(path: Path) -> Iterator[Image.Image]:
    """A still opened but not decoded; Pillow's errors come out as ours."""
    bound = Image.MAX_IMAGE_PIXELS
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # odd tags, large pictures: judged by us
            Image.MAX_IMAGE_PIXELS = None
            with Image.open(path, formats=_FORMATS) as image:
                yield image
    except (UnidentifiedImageError, MediaError):
        raise
    except MemoryError as error:
        raise MediaError(f"{path.name} needs more memory than there is.", "Save a smaller copy.") from error
    except _PILLOW_FAILS as error:
        raise MediaError(f"{path.name} is a damaged picture.", _DAMAGED) from error
    finally:
        Image.MAX_IMAGE_PIXELS = bound


def sniff_still(path: Path) -> PictureStream | None:
    """What a still holds, read from its header; None when the file is no still (video, animated GIF or PNG).

    Raises:
        MediaError: A picture that is damaged, or has more than `MAX_PIXELS` pixels.
    """
    try:
        with _image(path) as image:
            width, height = image.size
            _bounded(path, image)
            if getattr(image, "is_animated", False) and image.format in ("GIF", "PNG", "AVIF"):
                return None
            mirrored, rotation = EXIF.get(image.getexif().get(274, 1), (False, 0))
            if rotation in (90, 270) and image.format != "TIFF":  # Pillow has turned the size of a TIFF
                width, height = height, width
            return PictureStream(
                index=0,
                codec=(image.format or "").lower(),
                width=width,
                height=height,
                rate=STILL_RATE,
                variable_rate=False,
                time_base=1 / STILL_RATE,
                start=Fraction(0),
                duration=Fraction(0),
                frames=1,
                pixel_format=image.mode,
                bit_depth=16 if image.mode in _DEEP else 8,
                alpha=image.has_transparency_data,
                interlaced=False,
                rotation=rotation,
                mirrored=mirrored,
            )
    except UnidentifiedImageError:
        return None


def _bounded(path: Path, image: Image.Image, most: int = 0) -> None:
    """Refuse a picture that would fill the memory, by what its header says.

    Args:
        path: For the sentence.
        image: Opened, not decoded.
        most: Pixels; 0 for `MAX_PIXELS`, and more for a JPEG that can be decoded at an eighth of its size, line by line.
    """
    small = image.format == "JPEG" and not image.info.get("progressive")
    width, height = image.size
    if width * height > (most or MAX_PIXELS * (64 if small else 1)):
        raise MediaError(
            f"{path.name} is {width} × {height} pixels, more than the {MAX_PIXELS // 1_000_000} million that are read.",
            "Save a smaller copy and open that.",
        )


def read_still(path: Path, shortest: int | None = None) -> UInt8[np.ndarray, "height width 3"]:
    """Decode a still: upright by its EXIF orientation, transparency flattened on white.

    Args:
        path: The picture.
        shortest: The caller shrinks it until its shorter side has about this many pixels, so a JPEG may be
            decoded at 1/2, 1/4 or 1/8 of its size. None decodes it whole.

    Raises:
        MediaError: It is damaged, or has more than `MAX_PIXELS` pixels.
    """
    with _image(path) as image:
        _bounded(path, image)
        if shortest is not None:
            image.draft("RGB", (shortest * 2, shortest * 2))
        _bounded(path, image, MAX_PIXELS)
        image.load()
        upright = ImageOps.exif_transpose(image)
        return np.asarray(_on_white(upright))


def _on_white(image: Image.Image) -> Image.Image:
    if image.mode in _DEEP or image.mode == "F":
        samples = np.asarray(image, dtype=np.float64)
        top = _DEEP.get(image.mode) or max(float(samples.max()) / 255, 1e-9)
        grey = np.clip(np.rint(samples / top), 0, 255).astype(np.uint8)
        return Image.fromarray(grey).convert("RGB")
    if image.has_transparency_data:
        layer = image.convert("RGBA")
        ground = Image.new("RGBA", layer.size, (255, 255, 255, 255))
        return Image.alpha_composite(ground, layer).convert("RGB")
    return image.convert("RGB")
