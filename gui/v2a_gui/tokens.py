"""The look of the panel as numbers: colours by meaning, sizes of type, spaces. Everything that paints takes them from here."""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum, StrEnum

__all__ = ["DARK", "LIGHT", "Colours", "Space", "Type"]


class Space(IntEnum):
    """Pixels between things."""

    TIGHT = 2
    SMALL = 4
    NEAR = 6
    MIDDLE = 8
    WIDE = 12
    ROOM = 20


class Type(StrEnum):
    """Sizes of type, as the style sheet calls them; each is a share of the size that the desktop has."""

    SMALL = "small"
    TITLE = "title"
    HEADING = "heading"
    TIMECODE = "timecode"

    @property
    def share(self) -> float:
        """How large it is beside running text."""
        return _SHARES[self]


_SHARES = {Type.SMALL: 0.9, Type.TITLE: 1.0, Type.HEADING: 2.2, Type.TIMECODE: 2.0}


@dataclass(frozen=True, slots=True)
class Colours:
    """Every colour the panel paints with, as #rrggbb.

    Text on its ground has a contrast of at least 4.5 : 1. Picture, rendered, recorded, production and accent can be told
    apart with every common kind of colour blindness; none is ever the only sign.

    Attributes:
        window: Ground of the window.
        base: Ground of lists and fields.
        raised: Ground of headers and buttons.
        hover: Ground of what the pointer is on.
        line: Borders.
        text: Text.
        muted: Text that matters less.
        accent: What is selected, and the one thing to do next; nothing else.
        on_accent: Text on it.
        shot: The picture: shots, where they lie on the timeline.
        rendered: Sound that a model rendered.
        recorded: Sound of a recording.
        production: The sound that came with the picture.
        wave: Curves and levels of no one origin.
        chosen: A chosen take or starred thing.
        warning: What went wrong.
        picture: Ground of the viewer.
        playhead: The playhead.
        hit: Hits and markers.
    """

    window: str
    base: str
    raised: str
    hover: str
    line: str
    text: str
    muted: str
    accent: str
    on_accent: str
    shot: str
    rendered: str
    recorded: str
    production: str
    wave: str
    chosen: str
    warning: str
    picture: str
    playhead: str
    hit: str


DARK = Colours(
    window="#1c1f23", base="#15171a", raised="#292d33", hover="#343941", line="#3a4048", text="#e8eaed", muted="#a7adb5",
    accent="#6bd4be", on_accent="#0c1412", shot="#869aaa", rendered="#59a3fa", recorded="#f8a737", production="#d498e1",
    wave="#9fb3c4", chosen="#ffd866", warning="#ff8a7a", picture="#0b0c0d", playhead="#ff6b5e", hit="#ffd866",
)  # fmt: skip
LIGHT = Colours(
    window="#f1f3f5", base="#ffffff", raised="#e3e7eb", hover="#d5dae0", line="#b9c0c8", text="#1b1e22", muted="#565d66",
    accent="#047165", on_accent="#ffffff", shot="#393e44", rendered="#0860c5", recorded="#94540d", production="#8d2a7a",
    wave="#4a6075", chosen="#7d5200", warning="#b3261e", picture="#101214", playhead="#c62f22", hit="#7d5200",
)  # fmt: skip
