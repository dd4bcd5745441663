"""A guide from a sound: its transients and its energy, "this rhythm, that sound"."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from pathlib import Path

import numpy as np
from jaxtyping import Float32, Float64

from v2a_plugin.guides.transients import Transient, find_transients
from v2a_plugin.media.recordings import recording_facts, recording_part
from v2a_plugin.model.errors import BadInput
from v2a_plugin.model.guide import EnergyCurve, Guide, GuideEvent, GuideOrigin, strongest
from v2a_plugin.model.sound import Sound
from v2a_plugin.model.time import index_at

__all__ = ["read_sound", "sound_guide", "strikes"]

_CURVE_RATE = Fraction(50)
_RANGE_DB = 30.0
_SILENCE = 1e-3
"""Highest sample of a sound that is silent: -60 dBFS."""
_WEAKEST = 0.06
"""Strength of the weakest event: -24 dB."""
_OWN = 0.2
"""Seconds after a transient whose energy is its own."""
_CARRIED = 0.4
"""Share of the energy that transients must carry; of a sound that merely crackles the curve is followed."""


def read_sound(path: Path, length: Fraction) -> Sound:
    """The beginning of a sound file at its own rate.

    Args:
        path: Of any format.
        length: Seconds at most.

    Raises:
        MediaError: It is no sound that can be decoded.
        NoSuchFile: It is missing or may not be read.
        BadInput: It holds no samples.
    """
    facts = recording_facts(path)
    samples = recording_part(path, 0, max(1, index_at(length, facts.rate)))
    if not samples.shape[1]:
        raise BadInput(f"{path.name} holds no sound.", "Give a recording that is not empty.")
    return Sound(samples, facts.rate)


def sound_guide(sound: Sound, length: Fraction, name: str, most: int | None = None) -> Guide:
    """When a sound strikes, and how loud it is.

    Events are given where transients carry the sound, as in steps and blows; the curve always.

    Args:
        sound: Its first sample lies at the start of the region; what reaches beyond the region is left out.
        length: Seconds of the region.
        name: What to call the sound in an error.
        most: Keep so many events, the strongest; None keeps all.

    Raises:
        BadInput: It is silent.
    """
    sound = sound.cut(0, min(len(sound), max(1, index_at(length, sound.rate))))
    samples = sound.folded()
    if float(np.abs(samples).max()) < _SILENCE:
        raise BadInput(f"{name} is silent: there is nothing to follow.", "Give a sound that can be heard.")
    found = [one for one in find_transients(sound) if one.at < length]
    events = tuple(
        GuideEvent(one.at, max(_WEAKEST, min(1.0, one.strength)))
        for one in sorted(found, key=lambda one: one.at)
        if _carried(samples, found, sound.rate) >= _CARRIED
    )
    if most is not None and events:
        events = strongest(events, most)
    return Guide(GuideOrigin.SOUND, length, events, _energy(samples, sound.rate, length))


def strikes(sound: Sound) -> bool:
    """Whether transients carry a sound, as they do steps and blows, and not rain or an engine. One that sounds at once begins
    with a strike."""
    led = np.pad(sound.folded(), (round(_OWN * sound.rate), 0))
    found = find_transients(Sound.mono(led, sound.rate))
    return bool(found) and _carried(led, found, sound.rate) >= _CARRIED


def _carried(samples: Float32[np.ndarray, " sample"], found: Sequence[Transient], rate: int) -> float:
    """Share of the energy that lies close after transients."""
    power = np.square(samples, dtype=np.float64)
    near = np.zeros(len(power), bool)
    for one in found:
        begin = int(one.at * rate)
        near[begin : begin + round(_OWN * rate)] = True
    return float(power[near].sum() / power.sum())


def _energy(samples: Float32[np.ndarray, " sample"], rate: int, length: Fraction) -> EnergyCurve:
    """Level around each fiftieth of a second, 0 where the sound has ended."""
    power = np.concatenate([[0.0], np.cumsum(np.square(samples, dtype=np.float64))])
    middles = np.arange(index_at(length, _CURVE_RATE) + 1) * rate / float(_CURVE_RATE)
    edges = [np.clip(middles + side * rate / float(_CURVE_RATE), 0, len(samples)).astype(int) for side in (-1, 1)]
    level: Float64[np.ndarray, " value"] = np.sqrt(
        (power[edges[1]] - power[edges[0]]) / (2 * rate / float(_CURVE_RATE))
    )
    values = np.clip(1 + 20 * np.log10(np.maximum(level / level.max(), 1e-9)) / _RANGE_DB, 0, 1)
    return EnergyCurve(_CURVE_RATE, tuple(np.round(values, 3).tolist()))
