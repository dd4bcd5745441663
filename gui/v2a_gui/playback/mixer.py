"""Sums what is heard into blocks: takes, production sound, cues. No Qt, no device: whoever asks for samples is the clock.

Switching what is heard, jumping and looping are crossfades of a few milliseconds, so that nothing clicks.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
from jaxtyping import Float32

__all__ = ["RATE", "Mixer", "Voice"]

RATE = 48_000
"""Samples a second of everything that is mixed."""
RAMP = 240
"""Samples over which gains change and jumps are crossfaded: 5 ms."""

Stereo: TypeAlias = Float32[np.ndarray, "sample 2"]


@dataclass(frozen=True, slots=True, eq=False)
class Voice:
    """One sound in the mix.

    Attributes:
        key: Names it; another voice with the same key takes its place.
        samples: At `RATE`, mono, or one column a side.
        start: Sample of the timeline at which `samples[0]` is heard.
        gain: Linear; what `Mixer.hear` sets is multiplied with it.
        pan: -1 (left) to 1 (right): the far side is turned down linearly.
    """

    key: str
    samples: Float32[np.ndarray, " sample"] | Stereo
    start: int
    gain: float = 1.0
    pan: float = 0.0


@dataclass(slots=True, eq=False)
class _Playing:
    voice: Voice
    gain: float = 0.0
    target: float = 0.0


class Mixer:
    """Gives the next samples of the mix, from any thread."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._voices: dict[str, _Playing] = {}
        self._position = 0.0
        self._speed = 1.0
        self._loop: tuple[int, int] | None = None
        self._ghost: float | None = None
        self._ghost_done = RAMP
        self.heard: Callable[[Stereo], object] = lambda _: None
        """Given what is rendered, for a meter; must be quick."""

    @property
    def position(self) -> int:
        """Sample of the timeline that comes next."""
        return round(self._position)

    @property
    def speed(self) -> float:
        """Timeline samples a rendered sample: 1 plays, -1 plays backwards."""
        return self._speed

    @speed.setter
    def speed(self, speed: float) -> None:
        with self._lock:
            self._jump(self._position)
            self._speed = speed
            if speed == 1:
                self._position = round(self._position)

    def put(self, *voices: Voice) -> None:
        """Add voices, silent until `hear` turns them up; one of the same key is replaced and keeps its gain."""
        with self._lock:
            for voice in voices:
                older = self._voices.get(voice.key)
                self._voices[voice.key] = _Playing(voice, older.gain, older.target) if older else _Playing(voice)

    def drop(self, *keys: str) -> None:
        """Forget voices."""
        with self._lock:
            for key in keys:
                self._voices.pop(key, None)

    def hear(self, gains: Mapping[str, float]) -> None:
        """Turn voices to linear gains over `RAMP` samples; those not named fall silent."""
        with self._lock:
            for key, playing in self._voices.items():
                playing.target = gains.get(key, 0.0)

    def turn(self, gains: Mapping[str, float]) -> None:
        """Turn the voices that are named to linear gains; the others stay."""
        with self._lock:
            for key, gain in gains.items():
                if key in self._voices:
                    self._voices[key].target = gain

    def locate(self, position: int) -> None:
        """Go to a sample of the timeline: it is the next one rendered."""
        with self._lock:
            self._jump(self._position)
            self._position = float(position)

    def start_at(self, position: int) -> None:
        """Begin from standstill at a sample: gains are what they should be at once, and nothing fades out."""
        with self._lock:
            self._position, self._ghost = float(position), None
            for playing in self._voices.values():
                playing.gain = playing.target

    def loop(self, start: int, end: int) -> None:
        """Play `[start, end)` over and over; an empty stretch ends looping."""
        with self._lock:
            self._loop = (start, end) if end > start else None

    def render(self, count: int) -> Stereo:
        """The next samples of the mix, full scale ±1; nothing limits what is louder."""
        with self._lock:
            out = np.zeros((count, 2), np.float32)
            done = 0
            while done < count:
                done += self._stretch(out[done:])
        self.heard(out)
        return out

    def _stretch(self, out: Stereo) -> int:
        """Render up to the end of the loop, the ghost or the block; how many samples."""
        count = len(out)
        if self._loop is not None and self._speed > 0:
            start, end = self._loop
            left = int(np.ceil((end - self._position) / self._speed))
            if left <= 0:
                self._jump(self._position)
                self._position, left = float(start), int(np.ceil((end - start) / self._speed))
            count = min(count, left)
        if self._ghost is not None:
            count = min(count, RAMP - self._ghost_done)
        block = out[:count]
        self._add(block, self._position, moving=True)
        if self._ghost is not None:
            rise = (np.arange(self._ghost_done + 1, self._ghost_done + count + 1) / RAMP).astype(np.float32)[:, None]
            fading = np.zeros_like(block)
            self._add(fading, self._ghost, moving=False)
            block[:] = block * rise + fading * (1 - rise)
            self._ghost += count * self._speed
            self._ghost_done += count
            if self._ghost_done >= RAMP:
                self._ghost = None
        self._position += count * self._speed
        return count

    def _jump(self, old: float) -> None:
        self._ghost, self._ghost_done = old, 0

    def _add(self, out: Stereo, position: float, moving: bool) -> None:
        for playing in self._voices.values():
            begin = playing.gain
            if begin == 0 and playing.target == 0:
                continue
            samples = self._read(playing.voice, position, len(out))
            step = float(np.clip(playing.target - begin, -len(out) / RAMP, len(out) / RAMP))
            if step:
                ramp = begin + np.sign(step) * np.arange(1, len(out) + 1) / RAMP
                gains = np.clip(ramp, min(begin, playing.target), max(begin, playing.target)).astype(np.float32)
                samples = samples * gains[:, None]
                if moving:
                    playing.gain = begin + step
            else:
                samples = samples * np.float32(begin)
            voice = playing.voice
            out += samples * np.array([min(1.0, 1 - voice.pan), min(1.0, 1 + voice.pan)], np.float32) * voice.gain

    def _read(self, voice: Voice, position: float, count: int) -> Float32[np.ndarray, "sample channel"]:
        """The samples of a voice from a place of the timeline on, at the present speed; silence outside it."""
        source = voice.samples if voice.samples.ndim == 2 else voice.samples[:, None]
        first = position - voice.start
        if self._speed == 1 and first == int(first):
            at = int(first)
            out = np.zeros((count, source.shape[1]), np.float32)
            low, high = max(at, 0), min(at + count, len(source))
            if low < high:
                out[low - at : high - at] = source[low:high]
            return out
        places = first + np.arange(count) * self._speed
        below = np.floor(places).astype(np.int64)
        share = (places - below).astype(np.float32)[:, None]
        inside = (below >= 0) & (below + 1 < len(source))
        if not inside.any():
            return np.zeros((count, source.shape[1]), np.float32)
        below = np.where(inside, below, 0)
        mixed = source[below] * (1 - share) + source[below + 1] * share
        return np.where(inside[:, None], mixed, np.float32(0))
