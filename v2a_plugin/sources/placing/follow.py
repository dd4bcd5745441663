"""A take that follows its guide, from sounds that know nothing of it."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

import numpy as np

from v2a_plugin.guides.sound_guide import strikes
from v2a_plugin.guides.transients import find_transients
from v2a_plugin.model.guide import FAINT, Guide, GuideEvent, PlacedSound, Sync
from v2a_plugin.model.recipe import Recipe
from v2a_plugin.model.sound import Sound
from v2a_plugin.model.time import Span, index_at
from v2a_plugin.sources.finishing import is_silent, loudest_moment
from v2a_plugin.sources.placing.continuous import RANGE_DB, Samples, along, continuous
from v2a_plugin.sources.placing.envelope import level_of, power_of, ramp
from v2a_plugin.sources.placing.panning import larger_db, panned, stereo
from v2a_plugin.sources.placing.singles import SingleSound, seconds_of, single_sounds

__all__ = ["Followed", "follow", "follows", "source_seconds"]

_ENOUGH = Fraction(4)
"""Seconds of source that hold different sounds enough."""
_HUMAN = 0.02
"""Seconds by which a loose event may be off."""
_SOFTEST = -24.0
"""Level of the weakest event against the strongest, dB."""
_MOST_GAIN = 18.0
_AGAIN = 3
"""Events after which a sound may come again."""
_RELEASE, _BEFORE = 0.03, 0.05
"""Seconds in which a tail falls to a third under the next event, and from how long before it."""
_CEILING = 10 ** (-1 / 20)
_EDGE = 0.005
"""Seconds of the ramp at the end of the take."""
_LOUD = 10 ** (-20 / 20)
"""Level that the loudest tenth of a second has at least, where an event is as strong as can be."""
_LEAST = Fraction(1)
"""Seconds of the shortest stretch of a recording that goes on by itself; around a shorter one more is taken."""
_HEARD = Fraction(1, 50)
"""Seconds within which a transient that is heard belongs to an event."""


@dataclass(frozen=True, slots=True, eq=False)
class Followed:
    """Sound along a guide.

    Attributes:
        sound: As long as the take is rendered.
        placed: The single sounds in it.
        in_sync: As in `Take`.
    """

    sound: Sound
    placed: tuple[PlacedSound, ...] = ()
    in_sync: float | None = None


def source_seconds(guide: Guide, rendered: Fraction) -> Fraction:
    """How long a source should be for a take of some seconds: long enough to hold different sounds."""
    return max(rendered, _ENOUGH) if guide.events else rendered


def follows(source: Sound, guide: Guide | None) -> bool:
    """Whether a sound is to follow a guide."""
    return guide is not None and (not guide.for_strikes or strikes(source))


def follow(source: Sound, recipe: Recipe, seed: int, meant: Span | None = None) -> Followed:
    """Sound for the rendered span of a recipe, along its guide.

    Each single sound is placed so that its transient lies on the sample of its event. Strength sets the level and, where
    the source has softer and harder sounds, which of them; none comes twice within four. Tails ring on into the next
    event. Beneath lies continuous sound, when the settings ask for a bed; a guide with a curve alone, or with faint
    events only, is that sound. What is heard but soft is turned up until its loudest tenth of a second has -20 dBFS, or
    as much less as the strongest event is weaker than 1.

    Args:
        source: A render or a recording.
        recipe: Its spans, guide and settings.
        seed: Of what is chosen by chance.
        meant: Which seconds of the source are; None for all.

    Raises:
        ValueError: The recipe has no guide.
    """
    guide, settings, rate = recipe.guide, recipe.settings, source.rate
    if guide is None:
        raise ValueError("a recipe without a guide")
    length = recipe.rendered.samples(rate)
    origin = index_at(recipe.rendered.start, rate)
    first = index_at(recipe.used.start, rate) - origin
    if settings.pan:
        source = Sound(stereo(source.samples), rate)
    canvas = np.zeros((*source.samples.shape[:-1], length), np.float32)
    placed: tuple[PlacedSound, ...] = ()
    rng = np.random.default_rng((seed, 0x5359))
    singles = single_sounds(source, meant) if guide.events else ()
    if guide.events and singles:
        moments = _moments(guide, settings.sync, rate, recipe.used, rng)
        placed = _place(canvas, singles, guide.events, moments, first, origin, recipe, rate, rng)
    strongest = max((event.strength for event in guide.events), default=0.0)
    faint = guide.curve is not None and strongest <= FAINT
    if faint or settings.bed is not None:
        going = source if meant is None or meant.duration < _LEAST else seconds_of(source, meant)
        _lay_under(canvas, going, guide, settings.bed, first, recipe.used.samples(rate))
    edge = min(round(_EDGE * rate), length)
    canvas[..., length - edge :] *= ramp(edge)[::-1]
    gain = _gain(source, Sound(canvas, rate), 1.0 if faint else strongest)
    canvas *= np.float32(gain)
    placed = tuple(replace(one, gain_db=round(one.gain_db + 20 * math.log10(gain), 2)) for one in placed)
    sound = Sound(canvas, rate)
    return Followed(sound, placed, _in_sync(sound, guide, placed, first, origin))


def _gain(source: Sound, sound: Sound, strength: float) -> float:
    """By how much a take is turned up to be heard, or down to stay below full scale; a silent source stays silent."""
    peak = float(np.abs(sound.samples).max())
    wanted = 1.0
    if peak > 0 and not is_silent(source):
        wanted = max(1.0, _LOUD * max(strength, 10 ** (_SOFTEST / 20)) / loudest_moment(sound))
    return _CEILING / peak if wanted * peak > 1 else wanted


def _moments(guide: Guide, sync: Sync, rate: int, span: Span, rng: np.random.Generator) -> list[int]:
    """The sample of each event, from the start of the region; in `loose` moved by chance, in order all the same."""
    used, start = span.samples(rate), index_at(span.start, rate)
    exact = [min(index_at(span.start + event.at, rate) - start, used - 1) for event in guide.events]
    if sync is Sync.STRICT:
        return exact
    gaps = np.diff(exact, prepend=-2 * rate, append=used + 2 * rate)
    moved = []
    for place, moment in enumerate(exact):
        reach = min(_HUMAN * rate, 0.4 * min(gaps[place], gaps[place + 1]))
        by = int(np.clip(rng.normal(0, reach / 2), -reach, reach))
        moved.append(min(max(moment + by, 0), used - 1))
    return moved


def _place(
    canvas: Samples,
    singles: Sequence[SingleSound],
    events: Sequence[GuideEvent],
    moments: Sequence[int],
    first: int,
    origin: int,
    recipe: Recipe,
    rate: int,
    rng: np.random.Generator,
) -> tuple[PlacedSound, ...]:
    """Add a single sound for each event."""
    pan, start = recipe.settings.pan, recipe.used.start
    louder = larger_db(events) if pan else [0.0] * len(events)
    usual = float(np.median([single.level for single in singles[len(singles) // 2 :]]))
    recent: list[int] = []
    placed = []
    afters = [*moments[1:], canvas.shape[-1] + rate]
    for event, moment, after, larger in zip(events, moments, afters, louder, strict=True):
        number = _chosen(singles, event.strength, recent, rng)
        recent = [*recent, number][-_AGAIN:]
        single = singles[number]
        wanted = max(_SOFTEST, 20 * np.log10(event.strength)) + larger + 20 * np.log10(usual / max(single.level, 1e-9))
        gain = float(min(wanted, _MOST_GAIN))
        at = first + moment - single.transient
        skipped = max(0, -at)
        part = single.samples[..., skipped : canvas.shape[-1] - at]
        if pan:
            part = panned(part, event.across)
        following = round(first + after - _BEFORE * rate) - at - skipped  # from there on it makes room for the next
        ducked = np.exp(-np.maximum(np.arange(part.shape[-1]) - max(0, following), 0) / (_RELEASE * rate))
        canvas[..., at + skipped : at + skipped + part.shape[-1]] += part * (10 ** (gain / 20) * ducked).astype("f4")
        where = Fraction(origin + first + moment, rate)
        placed.append(PlacedSound(start + event.at, where, round(gain, 2), number, single.source))
    return tuple(placed)


def _chosen(singles: Sequence[SingleSound], strength: float, recent: list[int], rng: np.random.Generator) -> int:
    """A sound that was not heard lately, rather a hard one for a strong event; they stand softest first."""
    free = [number for number in range(len(singles)) if number not in recent] or [0]
    away = [abs(number / max(1, len(singles) - 1) - strength) for number in free]
    return free[int(np.argmin(np.array(away) + rng.uniform(0, 0.5, len(free))))]


def _lay_under(canvas: Samples, source: Sound, guide: Guide, bed: float | None, first: int, used: int) -> None:
    """Add continuous sound: along the curve, or steady where there is none."""
    part = continuous(source, used)
    if guide.curve is not None:
        part = along(part, guide.curve, 0, source.rate)
    edge = min(round(_EDGE * source.rate), used // 2)
    part[..., :edge] *= ramp(edge)
    part[..., used - edge :] *= ramp(edge)[::-1]
    if bed is not None and guide.events:
        loud, under = (float(np.sqrt(power_of(one).max(initial=0.0))) for one in (canvas, part))
        part = part * np.float32(10 ** (bed / 20) * loud / max(under, 1e-9))
    canvas[..., first : first + used] += part


def _in_sync(sound: Sound, guide: Guide, placed: Sequence[PlacedSound], first: int, origin: int) -> float:
    """How well a take keeps to its guide, as it is heard."""
    if guide.events:
        heard = sorted(transient.at + Fraction(origin, sound.rate) for transient in find_transients(sound))
        wanted = [one.transient for one in placed]
        return _f_measure(heard, wanted)
    assert guide.curve is not None
    count = round(guide.length * sound.rate)
    level = level_of(power_of(sound.samples), round(0.04 * sound.rate))[first : first + count]
    since = np.arange(len(level)) / sound.rate * float(guide.curve.rate)
    values = np.interp(since, np.arange(len(guide.curve.values)), guide.curve.values)
    loud = float(level.max(initial=0.0))
    if loud <= 0 or np.ptp(values) == 0:
        return float(loud > 0)
    heard_values = np.clip(1 + 20 * np.log10(np.maximum(level / loud, 1e-6)) / RANGE_DB, 0, 1)
    if np.ptp(heard_values) == 0:
        return 0.0
    return float(max(0.0, np.corrcoef(values, heard_values)[0, 1]))


def _f_measure(heard: Sequence[Fraction], wanted: Sequence[Fraction]) -> float:
    """Harmonic mean of precision and recall; each pairs once, in order of time."""
    pairs = here = there = 0
    while here < len(heard) and there < len(wanted):
        away = heard[here] - wanted[there]
        pairs += abs(away) <= _HEARD
        here, there = here + (away <= _HEARD), there + (away >= -_HEARD)
    return 2 * pairs / (len(heard) + len(wanted)) if wanted else 0.0
