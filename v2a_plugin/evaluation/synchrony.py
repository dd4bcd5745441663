"""Whether clips sound when the filmed thing did: their transients against those of the film's own sound."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from pathlib import Path

import numpy as np
from jaxtyping import Float64

from v2a_plugin.evaluation.clip_files import read_clip
from v2a_plugin.evaluation.items import Item
from v2a_plugin.evaluation.measures import Measured, mean_of
from v2a_plugin.guides.picture import picture_guide
from v2a_plugin.guides.sound_guide import sound_guide
from v2a_plugin.guides.transients import find_transients
from v2a_plugin.media.probe import probe
from v2a_plugin.media.sound import sound_of
from v2a_plugin.model.errors import BadInput
from v2a_plugin.model.guide import Guide
from v2a_plugin.model.media import MediaFile
from v2a_plugin.model.progress import Steps
from v2a_plugin.model.sound import Sound
from v2a_plugin.model.time import Span

__all__ = ["GUIDES", "Heard", "guide_for", "own_onsets", "synchrony"]

GUIDES = ("", "picture", "oracle")
"""What a system of a study follows: nothing, its picture, or the transients of the film's own sound."""
_NEAR = 0.08
"""Seconds within which two onsets belong together."""
_AUDIBLE = 0.15
"""Strength of a transient that counts, of the strongest."""

Onsets = Float64[np.ndarray, " onset"]
Heard = dict[str, Onsets]
"""Onsets of the film's own sound by the name of its item."""


def guide_for(kind: str, media: MediaFile | None, span: Span, name: str) -> Steps[Guide | None]:
    """The guide that a system follows; None where there is nothing to follow.

    Args:
        kind: One of `GUIDES`.
        media: A film; None for words alone.
        span: Seconds from its first frame.
        name: Of the item.

    Raises:
        BadInput: The oracle needs a film with sound.
    """
    if not kind:
        return None
    if kind == "oracle" and (media is None or media.sound is None):
        raise BadInput(f"The item '{name}' has no sound of its own to follow.", "Give films with their own sound.")
    if media is None:
        return None
    try:
        if kind == "picture":
            return (yield from picture_guide(media, span, name))
        heard = yield from sound_of(media, span)
        return sound_guide(heard, span.duration, name)
    except BadInput:
        return None


def own_onsets(items: Sequence[Item], seconds: Fraction) -> Steps[Heard]:
    """When the films of a study sound; without those that are silent, stills, or strike nowhere."""
    found: Heard = {}
    for item in items:
        media = probe(item.picture)
        if media.still or media.sound is None:
            continue
        heard = yield from sound_of(media, Span(Fraction(0), min(seconds, media.span.duration)))
        onsets = _onsets(heard)
        if len(onsets):
            found[item.name] = onsets
    return found


def synchrony(
    own: Heard, items: Sequence[Item], paths: Sequence[Path], takes: int
) -> tuple[tuple[Measured, ...], Float64[np.ndarray, " item"]]:
    """Onset F1 and the mean offset, and the F1 of each item that has onsets, for paired tests.

    Args:
        own: Of all of the study.
        items: Of a table.
        paths: Its clips, the takes of an item one after the other.
        takes: Of each item.
    """
    scores, away = [], list[float]()
    for number, item in enumerate(items):
        if item.name not in own:
            continue
        each = []
        for path in paths[number * takes : (number + 1) * takes]:
            heard = _onsets(read_clip(path))
            near = _offsets(heard, own[item.name])
            away += [1000 * abs(one) for one in near]
            each.append(2 * len(near) / (len(heard) + len(own[item.name])))
        scores.append(float(np.mean(each)))
    if not scores:
        return (), np.zeros(0)
    return (mean_of("onset F1", "", scores), mean_of("offset", "", away)), np.array(scores)


def _offsets(heard: Onsets, true: Onsets) -> list[float]:
    """How much later the heard one of each pair is, seconds; each pairs once, in order of time."""
    found, here, there = list[float](), 0, 0
    while here < len(heard) and there < len(true):
        away = float(heard[here] - true[there])
        if abs(away) <= _NEAR:
            found.append(away)
        here, there = here + (away <= _NEAR), there + (away >= -_NEAR)
    return found


def _onsets(sound: Sound) -> Onsets:
    return np.array(sorted(float(one.at) for one in find_transients(sound) if one.strength > _AUDIBLE))
