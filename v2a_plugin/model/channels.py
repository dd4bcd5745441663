"""What the channels of a sound stand for by their number, in the order of WAVE files and FFmpeg, and how they are placed."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from jaxtyping import Float32

__all__ = ["LAYOUTS", "placement"]

_HALF_POWER = math.sqrt(0.5)


@dataclass(frozen=True, slots=True)
class ChannelLayout:
    """Where some channels are heard.

    Attributes:
        name: FFmpeg's name of it.
        places: A short name a channel; "" for the only one.
        mask: `dwChannelMask` of WAVEFORMATEXTENSIBLE.
    """

    name: str
    places: tuple[str, ...]
    mask: int


LAYOUTS: Mapping[int, ChannelLayout] = {
    1: ChannelLayout("mono", ("",), 0x4),
    2: ChannelLayout("stereo", ("L", "R"), 0x3),
    3: ChannelLayout("3.0", ("L", "R", "C"), 0x7),
    4: ChannelLayout("quad", ("L", "R", "Ls", "Rs"), 0x33),
    5: ChannelLayout("5.0", ("L", "R", "C", "Ls", "Rs"), 0x37),
    6: ChannelLayout("5.1", ("L", "R", "C", "LFE", "Ls", "Rs"), 0x3F),
    7: ChannelLayout("6.1", ("L", "R", "C", "LFE", "Cs", "Ls", "Rs"), 0x70F),
    8: ChannelLayout("7.1", ("L", "R", "C", "LFE", "Lb", "Rb", "Ls", "Rs"), 0x63F),
}
"""By number of channels."""

_ELSEWHERE: Mapping[str, tuple[tuple[float, tuple[str, ...]], ...]] = {
    "C": ((_HALF_POWER, ("L", "R")),),
    "LFE": (),
    "Ls": ((_HALF_POWER, ("L",)),),
    "Rs": ((_HALF_POWER, ("R",)),),
    "Lb": ((_HALF_POWER, ("Ls",)), (_HALF_POWER, ("L",))),
    "Rb": ((_HALF_POWER, ("Rs",)), (_HALF_POWER, ("R",))),
    "Cs": ((_HALF_POWER, ("Ls", "Rs")), (0.5, ("L", "R"))),
}
"""Where a channel goes that is not there (ITU-R BS.775, annex 4): gain and places, the first that are there."""


def placement(channels: int, into: int, pan: float = 0.0) -> Float32[np.ndarray, "into channel"]:
    """The gain of each channel of a sound in each channel of another.

    One channel is panned between left and right with constant power; of several each keeps its place, or is folded
    into its neighbours, and pan is a balance that turns the far side down.

    Args:
        channels: Of the sound, 1 to 8.
        into: Of the other, 2 to 8.
        pan: -1 (left) to 1 (right).
    """
    gains = np.zeros((into, channels), np.float32)
    if channels == 1:
        angle = (pan + 1) * math.pi / 4
        gains[:2, 0] = math.cos(angle), math.sin(angle)
        return gains
    there = LAYOUTS[into].places
    for column, place in enumerate(LAYOUTS[channels].places):
        for gain, goals in ((1.0, (place,)), *_ELSEWHERE.get(place, ())):
            if set(goals) <= set(there):
                gains[[there.index(goal) for goal in goals], column] = gain
                break
    left, right = (np.array([name in names for name in there]) for names in (("L", "Ls", "Lb"), ("R", "Rs", "Rb")))
    gains[left] *= np.float32(min(1.0, 1 - pan))
    gains[right] *= np.float32(min(1.0, 1 + pan))
    return gains
