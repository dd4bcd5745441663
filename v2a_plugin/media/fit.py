"""How a stored picture is brought upright and to the size that is asked for."""

from __future__ import annotations

from dataclasses import dataclass

import av
import numpy as np
from av.video.frame import VideoFrame
from av.video.reformatter import Colorspace, Interpolation, VideoReformatter
from jaxtyping import UInt8

from v2a_plugin.media.hdr import PRIMARIES_2020, range_of, to_standard
from v2a_plugin.model.media import PictureStream

__all__ = ["Fit", "Fitter", "stretched"]

_RESAMPLING = Interpolation.BICUBIC | Interpolation.ACCURATE_RND | Interpolation.FULL_CHR_H_INT
_UNSPECIFIED = 2  # AVCOL_SPC_UNSPECIFIED
_RIBBON = 16
"""Most that a picture is scaled to beyond what is cropped out of it, so that a very thin one stays bounded."""
_SMALL = 5
"""So many times smaller a picture shows no edges of blocks."""
_HD_LINES = 720
"""From this many lines up, a picture that does not name its colour matrix is taken for BT.709, below for BT.601."""


@dataclass(frozen=True, slots=True)
class Fit:
    """A size to bring pictures to. Without any side the picture keeps its own.

    Attributes:
        width: Pixels across, or None.
        height: Pixels down, or None.
        longest: Bound of the longer side: shrinks, never enlarges.
        crop: Keep the proportions and cut the middle out; otherwise stretch to width × height.
        quick: Take the mean of the pixels that become one: for what is measured and not shown.
        sparse: Look at few of the pixels: enough to tell scenes apart.
    """

    width: int | None = None
    height: int | None = None
    longest: int | None = None
    crop: bool = False
    quick: bool = False
    sparse: bool = False

    def __post_init__(self) -> None:
        sides = (self.width, self.height, self.longest)
        if any(side is not None and side < 1 for side in sides) or (self.width is None) != (self.height is None):
            raise ValueError(f"a picture cannot be brought to {self}")

    @classmethod
    def square(cls, side: int) -> Fit:
        """Short side to `side`, then the middle square: what CLIP's own preprocessing does."""
        return cls(width=side, height=side, crop=True)

    @classmethod
    def within(cls, longest: int) -> Fit:
        """The whole picture, in its proportions, no side longer than `longest`."""
        return cls(longest=longest)

    @classmethod
    def exactly(cls, width: int, height: int) -> Fit:
        """The whole picture stretched to width × height."""
        return cls(width=width, height=height)

    def scaled(self, width: int, height: int, aspect: float = 1.0) -> tuple[int, int]:
        """Size (width, height) to scale an upright picture to, before any crop.

        Args:
            width: Pixels across, upright.
            height: Pixels down, upright.
            aspect: Width of an upright pixel divided by its height.
        """
        shown = width * aspect if aspect >= 1 else float(width)  # pixels are made square by enlarging one side
        tall = float(height) if aspect >= 1 else height / aspect
        if self.longest is not None:
            factor = min(1.0, self.longest / max(shown, tall))
        elif self.width is None or self.height is None:
            factor = 1.0
        elif not self.crop:
            return self.width, self.height
        else:
            factor = max(self.width / shown, self.height / tall)
            # as torchvision's Resize: one side exact, the other cut to whole pixels; a ribbon is squeezed
            across = min(int(shown * factor + 1e-6), _RIBBON * self.width)
            down = min(int(tall * factor + 1e-6), _RIBBON * self.height)
            return max(self.width, across), max(self.height, down)
        return max(1, round(shown * factor)), max(1, round(tall * factor))

    def rough(self, width: int, height: int) -> bool:
        """Whether a picture is measured, and made so small that the edges of its blocks are not seen."""
        return self.quick and _SMALL * max(self.scaled(width, height)) <= max(width, height)

    def cropped(self, pixels: UInt8[np.ndarray, "height width 3"]) -> UInt8[np.ndarray, "height width 3"]:
        """The middle of a scaled picture."""
        if not self.crop or self.width is None or self.height is None:
            return pixels
        top = round((pixels.shape[0] - self.height) / 2)
        left = round((pixels.shape[1] - self.width) / 2)
        return pixels[top : top + self.height, left : left + self.width]


class Fitter:
    """Turns decoded frames of one stream into upright RGB of one size."""

    def __init__(self, picture: PictureStream, fit: Fit) -> None:
        self._fit = fit
        self._rotation, self._mirrored = picture.rotation, picture.mirrored
        sideways = picture.rotation in (90, 270)
        aspect = 1 / picture.pixel_aspect if sideways else picture.pixel_aspect
        width, height = fit.scaled(picture.width, picture.height, float(aspect))
        self._stored = (height, width) if sideways else (width, height)
        self._resampling = _resampling_of(fit)
        self._scaler = VideoReformatter()

    def __call__(self, frame: VideoFrame) -> UInt8[np.ndarray, "height width 3"]:
        """One frame as upright RGB, transparency flattened on white."""
        width, height = self._stored
        transparent = any(part.is_alpha for part in frame.format.components) or frame.format.name == "pal8"
        matrix = None
        if frame.colorspace == _UNSPECIFIED and not frame.format.is_rgb and frame.format.name != "pal8":
            matrix = Colorspace.ITU709 if frame.height >= _HD_LINES else Colorspace.ITU601
        high = range_of(frame.color_trc) != "SDR" and not transparent
        if high and matrix is not None:
            matrix = (
                Colorspace.ITU709 if frame.color_primaries not in (PRIMARIES_2020, _UNSPECIFIED) else Colorspace.BT2020
            )
        scaled = self._scaler.reformat(
            frame,
            width,
            height,
            "rgba" if transparent else "rgb48le" if high else "rgb24",
            src_colorspace=matrix,
            interpolation=self._resampling,
            threads=1,
        )
        pixels: np.ndarray = scaled.to_ndarray()
        if transparent:
            alpha = pixels[..., 3:].astype(np.uint16)
            pixels = ((pixels[..., :3] * alpha + 255 * (255 - alpha) + 127) // 255).astype(np.uint8)
        if high:
            pixels = to_standard(pixels, frame)
        if self._mirrored:
            pixels = pixels[:, ::-1]
        if self._rotation:
            pixels = np.rot90(pixels, -self._rotation // 90)
        return np.ascontiguousarray(self._fit.cropped(pixels))


def _resampling_of(fit: Fit) -> Interpolation:
    if fit.sparse:
        return Interpolation.FAST_BILINEAR
    return Interpolation.AREA if fit.quick else _RESAMPLING


def stretched(pixels: UInt8[np.ndarray, "h w 3"], width: int, height: int) -> UInt8[np.ndarray, "height width 3"]:
    """A picture in memory brought to another size, by the same resampling as video.

    Args:
        pixels: RGB, 0 to 255.
        width: Pixels across that are wanted; the shape may change.
        height: Pixels down.
    """
    frame = av.VideoFrame.from_ndarray(np.ascontiguousarray(pixels), format="rgb24")
    scaled: np.ndarray = VideoReformatter().reformat(frame, width, height, interpolation=_RESAMPLING).to_ndarray()
    return scaled
