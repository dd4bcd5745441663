"""What an editor does to a take, through pydub. The float master stays untouched: every edit gives a new sound.

pydub works on whole numbers (32 bit here) and milliseconds: right for edits and previews, never for masters.
"""

from __future__ import annotations

import warnings
from collections.abc import Sequence

import numpy as np

from v2a_plugin.model.errors import BadInput
from v2a_plugin.model.sound import Sound

with warnings.catch_warnings():  # it looks for ffmpeg, which it needs for nothing here, and for audioop
    warnings.simplefilter("ignore")
    from pydub import AudioSegment
    from pydub.silence import detect_leading_silence

__all__ = ["faded", "gained", "preview_mix", "trimmed"]

_FULL_SCALE = 2**31 - 1


def trimmed(sound: Sound, threshold_dbfs: float = -50.0) -> Sound:
    """Without the silence at its ends, to the millisecond; a sound that is all silence stays as it is.

    Args:
        sound: To trim.
        threshold_dbfs: What is quieter is silence.
    """
    segment = _segment(sound)
    head = detect_leading_silence(segment, silence_threshold=threshold_dbfs, chunk_size=1)
    if head >= len(segment):
        return sound
    tail = detect_leading_silence(segment.reverse(), silence_threshold=threshold_dbfs, chunk_size=1)
    first = head * sound.rate // 1000
    last = len(sound) - tail * sound.rate // 1000
    return Sound(sound.samples[first:last].copy(), sound.rate)


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
            f"Fades of {fade_in} s and {fade_out} s do not fit a sound of {float(sound.duration):.3f} s.",
            "Give shorter fades.",
        )
    segment = _segment(sound)
    if fade_in:
        segment = segment.fade_in(round(fade_in * 1000))
    if fade_out:
        segment = segment.fade_out(round(fade_out * 1000))
    return _sound(segment)


def gained(sound: Sound, gain_db: float) -> Sound:
    """Louder or quieter by some dB; what would exceed full scale is clipped."""
    return _sound(_segment(sound).apply_gain(gain_db))


def preview_mix(sounds: Sequence[Sound], starts: Sequence[float] | None = None) -> Sound:
    """Sounds laid over each other for listening; as long as the last one plays, clipped at full scale.

    Args:
        sounds: At least one, all of one rate.
        starts: Seconds at which each begins; all at 0 without it.

    Raises:
        BadInput: No sound, several rates, or a start before 0.
    """
    starts = [0.0] * len(sounds) if starts is None else starts
    if not sounds or len({sound.rate for sound in sounds}) != 1:
        raise BadInput("A mix needs at least one sound, all of one sample rate.", "Resample them first.")
    if len(starts) != len(sounds) or min(starts) < 0:
        raise BadInput(f"{len(sounds)} sounds need as many starts, none before 0.", "Give one start a sound.")
    rate = sounds[0].rate
    ends = [round(start * rate) + len(sound) for sound, start in zip(sounds, starts, strict=True)]
    mix = _segment(Sound(np.zeros(max(ends), dtype=np.float32), rate))
    for sound, start in zip(sounds, starts, strict=True):
        mix = mix.overlay(_segment(sound), position=round(start * 1000))
    return _sound(mix)


def _segment(sound: Sound) -> AudioSegment:
    whole = np.round(np.clip(sound.samples.astype(np.float64), -1, 1) * _FULL_SCALE).astype("<i4")
    return AudioSegment(data=whole.tobytes(), sample_width=4, frame_rate=sound.rate, channels=1)


def _sound(segment: AudioSegment) -> Sound:
    whole = np.frombuffer(segment.raw_data, dtype="<i4")
    return Sound((whole / _FULL_SCALE).astype(np.float32), int(segment.frame_rate))
