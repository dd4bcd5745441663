"""Short video files, encoded on the spot."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

import numpy as np

from v2a_plugin.media.encode import Encoding, write_clip
from v2a_plugin.model.progress import finish
from v2a_plugin.model.sound import Sound

__all__ = ["tiny_clip"]


def tiny_clip(path: Path, seconds: float = 2, *, level: float | None = 0.3, seed: int = 0, cut: bool = False) -> Path:
    """Save a video of 64 × 48 pixels at 10 frames a second with noise.

    Args:
        path: Where; the suffix picks the container.
        seconds: Length.
        level: Of the noise, 0 for digital silence; None for no sound at all.
        seed: Of the noise.
        cut: Two calm shots in place of flicker.

    Returns:
        The same path.
    """
    chance = np.random.default_rng(seed)
    count = int(seconds * 10)
    colours = [(200, 40, 40) if not cut or index < count // 2 else (20, 40, 220) for index in range(count)]
    frames = [np.full((48, 64, 3), colour, np.uint8) for colour in colours]
    if not cut:
        frames[::2] = [chance.integers(0, 255, (48, 64, 3), dtype=np.uint8) for _ in frames[::2]]
    sound = None
    if level is not None:
        noise = level * chance.standard_normal(int(seconds * 48000))
        sound = Sound.mono(noise.clip(-1, 1).astype(np.float32), 48000)
    codec = "pcm_s16le" if path.suffix == ".mov" else "aac"
    return finish(write_clip(path, frames, Encoding(rate=Fraction(10), sound_codec=codec), sound))
