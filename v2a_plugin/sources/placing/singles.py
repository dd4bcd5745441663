"""Single sounds: a longer sound cut at its transients, each with its tail."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from itertools import pairwise

import numpy as np
import soxr
from jaxtyping import Float32, Float64

from v2a_plugin.guides.transients import find_transients
from v2a_plugin.model.sound import Sound
from v2a_plugin.model.time import Span, index_at
from v2a_plugin.sources.placing.envelope import level_of, power_of, ramp

__all__ = ["SingleSound", "seconds_of", "single_sounds"]

_LEAD = 0.0015
"""Seconds before the transient in which a single sound fades in: what swells before it would be heard as early."""
_RISE = 0.3
"""Share of the level of its attack at which a sound that swells strikes."""
_SWELL = 0.08
"""Seconds that it may swell."""
_FINE = 0.002
"""Seconds over which the level of a rise is measured."""
_SUSTAINED = 0.3
"""Share of its attack's level in its last quarter above which a sound would cover the next; it is faded."""
_SETTLED = 2.0
"""By which factor the power of a tail is above that of its last quarter where it has died away into what goes on."""
_SMOOTH = 5
"""Blocks over which the power of a tail is measured."""
_SWELLS, _LOW = 4.0, 0.06
"""By which factor its power grows again, and below which share of the attack's, where a tail ends and another sound comes."""
_FADE = 0.25
"""Seconds at most in which a tail is faded from there to -40 dB."""
_SHORTEST = 0.05
_LONGEST = 3.0
"""Seconds of a single sound."""
_TAIL = 0.03
"""Seconds in which it fades out, or a quarter of it."""
_GONE = 1e-4
"""Share of its highest power below which a tail is over: -40 dB."""
_BLOCK = 0.01
"""Seconds over which the level of an attack is measured."""
_ATTACK = 0.06
"""Seconds that are the attack."""
_FAINT = 0.06
"""Share of the loudest single sound's level below which another is left out: -24 dB."""
_DULL = 0.25
"""Share of its level in the attack that a single sound has in its first hundredth of a second at least."""
_MOST = 24
_FEWEST = 5
"""So many different sounds that none comes twice within four: one more than that."""
_PITCHES = (0.97, 1.035, 0.94, 1.07)
"""By how much a sound is played faster or slower where there are too few."""
_BURST = 0.2
"""Seconds in which a sound that goes on is faded to a third."""
_EARLY = Fraction(1, 20)
"""Seconds before the seconds that are meant at which a strike belongs to them."""
_ALIKE_DB = 5.0
"""Mean difference of two spectra, dB, up to which two strikes are of one thing: nine in ten of one recording are, and one
in thirty of two."""
_BANDS, _LOWEST, _HIGHEST = 24, 80, 16_000
"""Bands of such a spectrum, and its ends in Hz."""
_COLOUR, _DEEPEST = 0.15, 1e-4
"""Seconds that it is of, and what counts as nothing in it."""


@dataclass(frozen=True, slots=True, eq=False)
class SingleSound:
    """One strike and its tail.

    Attributes:
        samples: At the rate of its source; the last axis is time.
        transient: Which of them the transient is.
        level: Root mean square of its attack.
        sharp: Level of its first hundredth of a second against the highest in its attack, 0 to 1.
        source: Where the transient lay, seconds from the first sample of the source.
    """

    samples: Float32[np.ndarray, "*channel sample"]
    transient: int
    level: float
    sharp: float
    source: Fraction


def single_sounds(source: Sound, meant: Span | None = None) -> tuple[SingleSound, ...]:
    """The single sounds of a sound, the softest first: at least five where any sounds at all.

    Where transients are too few, sounds are repeated a little faster and slower; where there are none, short bursts are
    cut from where it is loudest.

    Args:
        source: A render or a recording.
        meant: Which seconds of it are; of the others only what sounds like those is used, and only where those hold
            too few. None for all.
    """
    found = _cut(source)
    if meant is not None:
        own = [single for single in found if meant.start <= single.source + _EARLY and single.source < meant.end]
        more = [single for single in found if single not in own] if len(own) < _FEWEST else []
        colours = [_colour(single, source.rate) for single in own] if more else []
        found = own + [single for single in more if _alike(_colour(single, source.rate), colours)]
    found = found or _bursts(source if meant is None else seconds_of(source, meant))
    loudest = max((single.level for single in found), default=0.0)
    kept = [single for single in found if single.level >= _FAINT * loudest]
    sharp = [single for single in kept if single.sharp >= _DULL]
    kept = sharp if len(sharp) >= _FEWEST else kept
    kept = sorted(kept, key=lambda single: -single.level * single.sharp)[:_MOST]
    varied = [_faster(single, pitch) for pitch in _PITCHES for single in kept] if len(kept) < _FEWEST else []
    return tuple(sorted([*kept, *varied[: _FEWEST - len(kept)]], key=lambda single: single.level))


def seconds_of(sound: Sound, span: Span) -> Sound:
    """Some seconds of a sound."""
    return sound.cut(index_at(span.start, sound.rate), index_at(span.end, sound.rate))


def _cut(source: Sound) -> list[SingleSound]:
    """A single sound from each transient to the next, or to where it has died away."""
    power, rate = power_of(source.samples), source.rate
    begins = sorted(int(transient.at * rate) for transient in find_transients(source))
    return [
        _single(source, power, begin, min(end, begin + round(_LONGEST * rate)))
        for begin, end in pairwise([*begins, len(power)])
        if end - begin >= _SHORTEST * rate
    ]


def _single(source: Sound, power: Float64[np.ndarray, " sample"], begin: int, end: int) -> SingleSound:
    """What sounds between two places; its transient is where it has risen, not where it begins to be heard."""
    rate = source.rate
    place = begin + _risen(power[begin : min(end, begin + round(_SWELL * rate))], round(_FINE * rate))
    block = max(1, round(_BLOCK * rate))
    blocks = power[place : place + max(1, (end - place) // block) * block]
    blocks = blocks[: max(1, len(blocks) // block) * block].reshape(-1, min(block, len(blocks))).mean(axis=1)
    attack = blocks[: round(_ATTACK / _BLOCK)]
    fading = _fading(blocks, float(attack.mean()))
    heard = np.flatnonzero(blocks * np.square(fading) > _GONE * blocks.max())
    end = min(end, place + max(round(_SHORTEST * rate), (int(heard[-1]) + 2) * block if len(heard) else 0))
    lead = min(place, round(_LEAD * rate))
    samples = source.samples[..., place - lead : end].copy()
    samples[..., :lead] *= ramp(lead)
    samples[..., lead:] *= np.interp(np.arange(end - place) / block, np.arange(len(fading)), fading).astype(np.float32)
    tail = min(round(_TAIL * rate), (end - place) // 4)
    samples[..., -tail:] *= ramp(tail)[::-1]
    level = float(np.sqrt(attack.mean()))
    sharp = float(np.sqrt(blocks[0] / attack.max())) if attack.max() > 0 else 0.0
    return SingleSound(samples, lead, level, sharp, Fraction(place, rate))


def _fading(blocks: Float64[np.ndarray, " block"], attack: float) -> Float64[np.ndarray, " block"]:
    """By how much each block of a tail is turned down, 1 for not at all.

    A tail has died away where it is nearly as soft as its last quarter: what follows is what the recording or the render
    has beneath, and is faded out. What goes on nearly as loud as it began is faded from the first. Where one that was low
    grows again, another sound begins: there it ends.

    Args:
        blocks: Power of each.
        attack: Power of the attack.
    """
    smooth = np.convolve(blocks, np.ones(_SMOOTH) / _SMOOTH, "same")
    top = int(smooth[: 2 * round(_ATTACK / _BLOCK)].argmax())
    lowest = np.minimum.accumulate(smooth[top:])
    again = np.flatnonzero((smooth[top:] > _SWELLS * lowest) & (lowest < _LOW * attack))
    end = top + int(smooth[top : top + again[0]].argmin()) + 1 if len(again) else len(blocks)
    since = np.arange(len(blocks)) * _BLOCK
    rest = float(blocks[end - max(1, end // 4) : end].mean())
    fading: Float64[np.ndarray, " block"] = np.exp(-since / _BURST)
    if rest <= _SUSTAINED**2 * attack:
        settled = (top + int(np.argmax(smooth[top:end] <= _SETTLED * rest))) * _BLOCK
        needed = 10 * np.log10(max(1.0, rest / max(_GONE * attack, 1e-30)))
        over = min(_FADE, max(_BLOCK, end * _BLOCK - settled))
        fading = 10 ** (-needed * np.maximum(since - settled, 0) / over / 20)
    fading[end:] = 0
    return fading


def _risen(power: Float64[np.ndarray, " sample"], window: int) -> int:
    """The first sample of an attack at which its level is near its highest."""
    level = level_of(power, window)
    return int(np.argmax(level >= _RISE * level.max())) if len(level) else 0


def _bursts(source: Sound) -> list[SingleSound]:
    """Bursts of continuous sound, from where it is loudest."""
    power, apart = power_of(source.samples), round(_BURST * source.rate)
    whole = len(power) // apart * apart
    levels = power[:whole].reshape(-1, apart).mean(axis=1)
    loudest = np.argsort(-levels, kind="stable")[:_FEWEST]
    places = sorted(int(block) * apart for block in loudest if levels[block] > 0)
    return [_single(source, power, place, min(len(power), place + 4 * apart)) for place in places]


def _faster(single: SingleSound, factor: float) -> SingleSound:
    """The same sound played faster, so higher, or slower; its transient stays where it is."""
    head, tail = single.samples[..., : single.transient], single.samples[..., single.transient :]
    changed = soxr.resample(np.ascontiguousarray(tail.T), factor, 1.0, quality="HQ").T.astype(np.float32)
    return replace(single, samples=np.concatenate([head, changed], axis=-1))


_Colour = Float64[np.ndarray, " band"]


def _alike(colour: _Colour, others: Sequence[_Colour]) -> bool:
    """Whether a strike sounds like one of some others."""
    return any(float(np.abs(colour - other).mean()) <= _ALIKE_DB for other in others)


def _colour(single: SingleSound, rate: int) -> _Colour:
    """Level of each band of a strike against its loudest, dB."""
    strike = single.samples[..., single.transient :][..., : round(_COLOUR * rate)]
    size = round(_COLOUR * rate)
    power = power_of(np.abs(np.fft.rfft(strike, size)).astype(np.float32))
    edges = (np.geomspace(_LOWEST, min(_HIGHEST, rate / 2), _BANDS + 1) * size / rate).astype(int)
    bands = np.array([power[low : max(high, low + 1)].mean() for low, high in pairwise(edges)])
    colour: _Colour = 10 * np.log10(bands / max(float(bands.max()), 1e-30) + _DEEPEST)
    return colour
