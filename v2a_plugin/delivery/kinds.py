"""The choices of a delivery. They import nothing, so that a command line can offer them at once."""

from __future__ import annotations

from enum import StrEnum

__all__ = ["Feature", "StemDepth", "StemLayout"]


class StemLayout(StrEnum):
    """How the sound of a cut is divided into files."""

    PER_CUE = "per-cue"
    PER_TRACK = "per-track"
    MIX = "mix"


class StemDepth(StrEnum):
    """How a sample is written."""

    PCM24 = "24"
    """24-bit integers with TPDF dither."""
    FLOAT32 = "32f"


class Feature(StrEnum):
    """Something a cut may hold that not every format can carry."""

    PICTURE = "picture clips"
    STEMS = "stems"
    TRACKS = "several tracks"
    NAMES = "names of cues"
    MARKERS = "markers"
    HITS = "hits"
    GAIN = "gain"
    FADES = "fades"
    PAN = "pan"
    MUTE = "muted cues"
    HANDLES = "handles"
    NOTES = "notes"
    CATEGORIES = "UCS categories"
    RECIPES = "recipes"
    SUBFRAMES = "edges between frames"
    DROP_FRAME = "drop-frame timecode"
