"""Pictures of high dynamic range as a screen of standard range shows them: PQ and HLG to BT.709.

Reference white, 203 cd/m² (ITU-R BT.2408), becomes nine tenths of white; what is darker keeps its light, and what is
brighter rolls off without losing its hue.
"""

from __future__ import annotations

import functools

import numpy as np
from av.video.frame import VideoFrame
from jaxtyping import Float32, UInt8, UInt16

__all__ = ["PRIMARIES_2020", "range_of", "to_standard"]

_TRANSFERS = {16: "PQ", 18: "HLG"}
"""AVCOL_TRC_SMPTE2084 and AVCOL_TRC_ARIB_STD_B67."""
PRIMARIES_2020 = 9
_WHITE = 203.0
_PEAK = 1000.0
"""Light of a white HLG picture on the screen it is graded for (BT.2100), cd/m²."""
_KNEE = 0.8
_TO_709 = np.array(
    [[1.660491, -0.587641, -0.072850], [-0.124550, 1.132900, -0.008349], [-0.018151, -0.100579, 1.118730]], np.float32
)
"""Linear light of BT.2020's primaries as that of BT.709's (ITU-R BT.2087)."""
_LUMA_2020 = np.array([0.2627, 0.6780, 0.0593], np.float32)


def range_of(transfer: int) -> str:
    """ "PQ", "HLG" or "SDR", for the transfer that FFmpeg names."""
    return _TRANSFERS.get(transfer, "SDR")


def to_standard(pixels: UInt16[np.ndarray, "height width 3"], frame: VideoFrame) -> UInt8[np.ndarray, "height width 3"]:
    """A picture of high dynamic range as 8-bit RGB.

    Args:
        pixels: RGB, 0 to 65535, in the frame's own transfer and primaries.
        frame: Which those are.
    """
    kind = range_of(frame.color_trc)
    light: Float32[np.ndarray, "height width 3"] = _light(kind)[pixels]
    if kind == "HLG":  # the system's gamma of 1.2 acts on luminance
        luma = light @ _LUMA_2020
        light *= np.maximum(luma, 1e-6)[..., None] ** 0.2
    light *= (_PEAK if kind == "HLG" else 1.0) / _WHITE * 0.9
    if frame.color_primaries in (PRIMARIES_2020, 2):
        light = light @ _TO_709.T
    light = np.maximum(light, 0)
    brightest = light.max(axis=-1, keepdims=True)
    over = np.maximum(brightest - _KNEE, 0) / (1 - _KNEE)
    light *= np.where(brightest > _KNEE, (_KNEE + (1 - _KNEE) * -np.expm1(-over)) / np.maximum(brightest, 1e-6), 1)
    shown: UInt8[np.ndarray, "height width 3"] = _codes()[np.rint(light * 4095).astype(np.intp).clip(0, 4095)]
    return shown


@functools.cache
def _light(kind: str) -> Float32[np.ndarray, " code"]:
    """Light of every code: cd/m² for PQ (SMPTE ST 2084), of the scene from 0 to 1 for HLG (BT.2100)."""
    code = np.arange(65_536) / 65_535
    if kind == "PQ":
        power = code ** (1 / 78.84375)
        light = 10_000 * (np.maximum(power - 0.8359375, 0) / (18.8515625 - 18.6875 * power)) ** (1 / 0.1593017578125)
    else:
        a, b, c = 0.17883277, 0.28466892, 0.55991073
        light = np.where(code <= 0.5, code**2 / 3, (np.exp((code - c) / a) + b) / 12)
    return light.astype(np.float32)


@functools.cache
def _codes() -> UInt8[np.ndarray, " light"]:
    """8-bit codes of light from 0 to 1, by the inverse of BT.1886's gamma of 2.4."""
    return np.rint(255 * (np.arange(4096) / 4095) ** (1 / 2.4)).astype(np.uint8)
