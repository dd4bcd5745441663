"""The Universal Category System: which category a cue has, and file names that say so.

Names are `CatID_FXName_CreatorID_SourceID.wav` (UCS 8.2, "File Naming"); the underscore separates and stands
nowhere else. The list and the table from labels to categories lie in `v2a_resources/ucs`.
"""

from __future__ import annotations

import re

from v2a_plugin.delivery.names import FreeNames, file_safe
from v2a_plugin.model.timeline import TrackKind

__all__ = ["category_for", "ucs_name"]

CREATOR = "V2A"
"""CreatorID of everything rendered here."""

_BY_KIND = {
    TrackKind.FEET: "FOLYFeet",
    TrackKind.MOVES: "FOLYClth",
    TrackKind.PROPS: "FOLYProp",
    TrackKind.AMBIENCE: "AMBMisc",
    TrackKind.FX: "FOLYMisc",
    TrackKind.UNMATCHED: "FOLYMisc",
}


def category_for(kind: TrackKind, meant: str = "", chosen: str = "") -> str:
    """The CatID of a cue: what a person chose, else what its take sounds like, else what its track holds.

    Args:
        kind: Of the track.
        meant: Of the take; "" where nothing says.
        chosen: `Cue.category`; made safe for a file name, not checked against the list.
    """
    if chosen:
        return re.sub(r"[^A-Za-z0-9]", "", chosen) or "FOLYMisc"
    return meant or _BY_KIND[kind]


def ucs_name(names: FreeNames, category: str, name: str, source: str) -> str:
    """A free file name for a wave; a second one of the same sound gets a number behind its FXName.

    Args:
        names: Those that are taken.
        category: CatID.
        name: What is heard, in words; becomes the FXName.
        source: The production; becomes the SourceID.
    """
    fx_name, source_id = file_safe(name, "Sound", 40), file_safe(source, "Untitled", 24)
    return names.take(f"{category}_{fx_name}", f"_{CREATOR}_{source_id}.wav")
