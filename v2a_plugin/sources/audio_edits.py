"""What an editor does to a take, through pydub. The float master stays untouched: every edit makes a take of its own.

pydub counts in whole numbers, 32 bit here, and in milliseconds. A sound that goes beyond full scale is scaled down by a
power of two on the way in and up on the way out, which changes no bit, so nothing is clipped.
"""

from __future__ import annotations

import math
import warnings
from collections.abc import Sequence
from dataclasses import replace
from fractions import Fraction

import numpy as np
from jaxtyping import Float32

from v2a_plugin.media.levels import levels
from v2a_plugin.model.errors import BadInput
from v2a_plugin.model.recipe import SoundEdit, SoundEditKind
from v2a_plugin.model.sound import Sound
from v2a_plugin.model.takes import RenderedTake
from v2a_plugin.model.time import Span, index_at
from v2a_plugin.sources.finishing import is_silent
from v2a_plugin.sources.seams import seam

with warnings.catch_warnings():  # it looks for ffmpeg, which it needs for nothing here, and for audioop
    warnings.simplefilter("ignore")
    from pydub import AudioSegment
    from pydub.silence import detect_leading_silence

__all__ = ["edited", "preview_mix"]

_FULL_SCALE = 2**31 - 1

Samples = Float32[np.ndarray, "channel sample"]


def edited(rendered: RenderedTake, edits: Sequence[SoundEdit]) -> RenderedTake:
    """A take after edits of its sound, one after the other, with a recipe that holds them; itself without any.

    A trim moves the ends of the part that is used and leaves the sound as handles. A fade ends where that part ends,
    and the handle beyond it goes; of a loop both go. Score and tags stay those of the take that was edited; levels are measured again.

    Raises:
        BadInput: The part that is used is silent, or shorter than a fade.
    """
    for edit in edits:
        rendered = _edited(rendered, edit)
    return rendered


def _edited(rendered: RenderedTake, edit: SoundEdit) -> RenderedTake:
    take, sound = rendered.take, rendered.sound
    origin = index_at(take.rendered.start, sound.rate)
    first = index_at(take.used.start, sound.rate) - origin
    end = first + take.used.samples(sound.rate)
    span, used = take.rendered, take.used
    match edit.kind:
        case SoundEditKind.GAIN:
            sound = gained(sound, edit.value)
        case SoundEditKind.TRIM:
            found = audible(sound.cut(first, end), edit.value)
            if found is None:
                raise BadInput(f"The take {take.id} has nothing above {edit.value:g} dBFS.", "Trim at a lower level.")
            ends = [Fraction(origin + first + at, sound.rate) for at in found]
            used = Span(max(used.start, ends[0]), min(used.end, ends[1]))
        case SoundEditKind.FADE_IN:
            span = Span(used.start, span.end)
            sound = _joined(
                faded(sound.cut(first, end), fade_in=edit.value).samples, sound.samples[:, end:], sound.rate
            )
        case SoundEditKind.FADE_OUT:
            span = Span(span.start, used.end)
            sound = _joined(
                sound.samples[:, :first], faded(sound.cut(first, end), fade_out=edit.value).samples, sound.rate
            )
        case SoundEditKind.LOOP:
            sound = looped(sound.cut(first, end), edit.value)
            span = used = Span(used.start, Fraction(origin + first + len(sound), sound.rate))
    digest = sound.digest
    return RenderedTake(
        replace(
            take,
            id=digest[:16],
            digest=digest,
            rendered=span,
            used=used,
            levels=levels(sound),
            silent=is_silent(sound),
            recipe=replace(take.recipe, edits=(*take.recipe.edits, edit)),
        ),
        sound,
    )


def audible(sound: Sound, threshold_dbfs: float = -50.0) -> tuple[int, int] | None:
    """The first sample of what is not silent and the one after its last, to the millisecond; None when all is.

    Args:
        sound: Of any length.
        threshold_dbfs: What is quieter is silence.
    """
    segment = _segment(sound)
    head = detect_leading_silence(segment, silence_threshold=threshold_dbfs, chunk_size=1)
    if head >= len(segment):
        return None
    tail = detect_leading_silence(segment.reverse(), silence_threshold=threshold_dbfs, chunk_size=1)
    return head * sound.rate // 1000, len(sound) - tail * sound.rate // 1000


def faded(sound: Sound, fade_in: float = 0.0, fade_out: float = 0.0) -> Sound:
    """With fades at its ends.

    Args:
        sound: To fade.
        fade_in: Seconds, 0 for none.
        fade_out: Seconds, 0 for none.

    Raises:
        BadInput: A fade is negative or longer than the sound.
    """
    if min(fade_in, fade_out) < 0 or max(fade_in, fade_out) > float(sound.duration):
        raise BadInput(
            f"A fade of {max(fade_in, fade_out):g} s does not fit a sound of {float(sound.duration):.3f} s.",
            "Give a shorter fade.",
        )
    scale, samples, rate, more = _scale(sound), sound.samples, sound.rate, _missing(len(sound), sound.rate)
    if fade_in:
        segment = _segment(Sound(np.pad(samples, ((0, 0), (0, more))), rate), scale)
        samples = _sound(segment.fade_in(round(fade_in * 1000)), scale).samples[:, : len(sound)]
    if fade_out:
        segment = _segment(Sound(np.pad(samples, ((0, 0), (more, 0))), rate), scale)
        samples = _sound(segment.fade_out(round(fade_out * 1000)), scale).samples[:, more:]
    return Sound(samples, rate)


def looped(sound: Sound, crossfade: float) -> Sound:
    """A sound that goes round without a seam: its end crosses into its beginning.

    Args:
        sound: To loop.
        crossfade: Seconds; the loop is so much shorter.

    Raises:
        BadInput: Both ends do not fit into the sound.
    """
    samples, fade = sound.samples, round(crossfade * sound.rate)
    if not 1 <= fade <= len(sound) // 2:
        raise BadInput(
            f"A loop with a crossfade of {crossfade:g} s does not fit a sound of {float(sound.duration):.3f} s.",
            "Give a shorter crossfade.",
        )
    return _joined(seam(samples[:, -fade:], samples[:, :fade]), samples[:, fade:-fade], sound.rate)


def gained(sound: Sound, gain_db: float) -> Sound:
    """Louder or quieter by some dB; it may go beyond full scale."""
    scale = _scale(sound, gain_db)
    return _sound(_segment(sound, scale).apply_gain(gain_db), scale)


def preview_mix(sounds: Sequence[Sound], starts: Sequence[Fraction]) -> Sound:
    """Sounds laid over each other for listening, each at its sample; as long as the last one plays.

    Args:
        sounds: At least one, all of one rate.
        starts: Seconds at which each begins, none before 0.

    Raises:
        BadInput: No sound, several rates, or a start before 0.
    """
    if not sounds or len({sound.rate for sound in sounds}) != 1:
        raise BadInput("A mix needs at least one sound, all of one sample rate.", "Resample them first.")
    if len(starts) != len(sounds) or min(starts) < 0:
        raise BadInput(f"{len(sounds)} sounds need as many starts, none before 0.", "Give one start a sound.")
    rate = sounds[0].rate
    places = [index_at(start, rate) for start in starts]
    length = max(place + len(sound) for place, sound in zip(places, sounds, strict=True))
    end = length + _missing(length, rate)
    spread = [np.pad(one.samples, ((0, 0), (at, end - at - len(one)))) for at, one in zip(places, sounds, strict=True)]
    scale = max(_scale(sound) for sound in sounds) * 2 ** math.ceil(math.log2(len(sounds)))
    mix = _segment(Sound(spread[0], rate), scale)
    for samples in spread[1:]:
        mix = mix.overlay(_segment(Sound(samples, rate), scale))
    return _sound(mix, scale).cut(0, length)


def _missing(samples: int, rate: int) -> int:
    """How many samples more make a whole number of milliseconds: pydub cuts off what is left over."""
    return -samples % (rate // math.gcd(rate, 1000))


def _joined(one: Samples, other: Samples, rate: int) -> Sound:
    return Sound(np.concatenate([one, other], axis=1), rate)


def _scale(sound: Sound, gain_db: float = 0.0) -> int:
    """The power of two, 1 or more, that a sound is divided by so that it stays within full scale."""
    peak = float(np.abs(sound.samples).max(initial=0.0)) * 10 ** (max(0.0, gain_db) / 20)
    return int(2 ** max(0, math.ceil(math.log2(peak)))) if peak > 1 else 1


def _segment(sound: Sound, scale: int = 1) -> AudioSegment:
    numbers = np.round(np.clip(sound.samples.T.astype(np.float64) / scale, -1, 1) * _FULL_SCALE).astype("<i4")
    return AudioSegment(data=numbers.tobytes(), sample_width=4, frame_rate=sound.rate, channels=sound.channels)


def _sound(segment: AudioSegment, scale: int) -> Sound:
    numbers = np.frombuffer(segment.raw_data, dtype="<i4").reshape(-1, segment.channels).T
    return Sound((numbers / _FULL_SCALE * scale).astype(np.float32, order="C"), int(segment.frame_rate))
