"""Fades of stems that have handles, in the two ways in which hosts read them; without handles they are in the samples.

A dissolve with the gap beside a clip is OTIO's own word for a fade, and only Premiere's file has it: Kdenlive makes a mix
with the clip before the gap of it, and GStreamer's editor a title, which has no sound, so that it does not render. The
other way is the clip effect that Resolve writes: it counts frames, and others pass it over.
"""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, Any

from v2a_plugin.delivery.layout import Layout, PlacedStem
from v2a_plugin.delivery.protocol import CutRequest
from v2a_plugin.model.time import index_at

if TYPE_CHECKING:
    import opentimelineio as otio

__all__ = ["add_dissolves", "fade_effects", "touching_fades"]

_EFFECT, _LONGEST = "Fairlight Clip Volume and Fades", float(2**31)


def fade_effects(clip: PlacedStem, layout: Layout) -> list[otio.schema.Effect]:
    """Resolve's effect with the fades of a clip; none where it has none."""
    import opentimelineio

    lengths = {
        name: frames for name, frames in zip(("faderIn", "faderOut"), _frames(clip, layout), strict=True) if frames
    }
    if not lengths:
        return []
    resolve = {"Effect Name": _EFFECT, "Enabled": True, "Name": _EFFECT, "Type": 62,
               "Parameters": [_parameter(name, float(frames)) for name, frames in lengths.items()]}  # fmt: skip
    plain = {"bin-description": "identity"}  # what GStreamer's editor would otherwise look for by the effect's name
    return [opentimelineio.schema.Effect("", "Resolve Effect", {"Resolve_OTIO": resolve, "XGES": plain})]


def _parameter(name: str, frames: float) -> dict[str, Any]:
    return {
        "Parameter ID": name,
        "Parameter Value": frames,
        "Default Parameter Value": 0.0,
        "Variant Type": "Double",
        "minValue": 0.0,
        "maxValue": _LONGEST,
        "Key Frames": {},
    }


def add_dissolves(track: otio.schema.Track, clips: tuple[PlacedStem, ...], layout: Layout) -> None:
    """Put the fades of a track's clips between them and the gaps beside them."""
    import opentimelineio

    schema, rate = opentimelineio.schema, float(layout.rate)
    placed = [item for item in track if isinstance(item, schema.Clip)]
    for number, (item, clip) in enumerate(zip(placed, clips, strict=True)):
        alone = (
            number == 0 or clips[number - 1].end < clip.start,
            clip is clips[-1] or clip.end < clips[number + 1].start,
        )
        for rising, frames in zip((True, False), _frames(clip, layout), strict=True):
            if not frames or not clip.cue or not alone[not rising]:
                continue
            lengths = (0, frames) if rising else (frames, 0)
            dissolve = schema.Transition(
                "Fade in" if rising else "Fade out",
                schema.TransitionTypes.SMPTE_Dissolve,
                *(opentimelineio.opentime.RationalTime(length, rate) for length in lengths),
                {"v2a_plugin": {"shape": (clip.cue.fade_in if rising else clip.cue.fade_out).shape.value}},
            )
            track.insert(track.index(item) + (not rising), dissolve)


def touching_fades(request: CutRequest, layout: Layout) -> int:
    """How many fades, not in the samples, are at an edge where two cues touch: there is no gap to dissolve with."""
    if not request.stems.handle:
        return 0
    touching = [
        (before.cue, after.cue)
        for lane in layout.lanes
        for before, after in pairwise(lane.clips)
        if before.end == after.start
    ]
    return sum(
        bool(before and before.fade_out.length) + bool(after and after.fade_in.length) for before, after in touching
    )


def _frames(clip: PlacedStem, layout: Layout) -> tuple[int, int]:
    """How long a clip fades in and out, at most half of it each."""
    if clip.cue is None:
        return 0, 0
    fades = clip.cue.fade_in, clip.cue.fade_out
    first, last = (min(index_at(fade.length, layout.rate), clip.length // 2) for fade in fades)
    return first, last
