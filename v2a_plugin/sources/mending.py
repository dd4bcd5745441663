"""What of a take stays when the rest of it is rendered anew: the very samples, and joins without a click."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

import numpy as np
import soxr
from jaxtyping import Float32

from v2a_plugin.model.errors import BadInput
from v2a_plugin.model.recipe import Mend, Recipe
from v2a_plugin.model.sound import Sound
from v2a_plugin.model.takes import RenderedTake
from v2a_plugin.model.time import index_at
from v2a_plugin.sources.protocol import StartSound

__all__ = ["canvas_of"]

_JOIN = Fraction(1, 40)
"""Seconds over which what stays and what is new cross: beside what is kept, where there is sound to go on with."""
_UNSURE = Fraction(1, 10)
"""Seconds at the ends of what is kept that the generator does not start from: its latents hear beyond them."""

Block = Float32[np.ndarray, "channel sample"]


@dataclass(frozen=True, slots=True, eq=False)
class Canvas:
    """A take as far as it stays, on the clock of the one that is made of it.

    Attributes:
        sound: As long as the new take; silent where the old one does not reach.
        kept: Half-open ranges of samples that stay, in order, without overlap.
        strength: How much of what is not kept is rendered anew.
    """

    sound: Sound
    kept: tuple[tuple[int, int], ...]
    strength: float

    def start(self, recipe: Recipe, samples: int, rate: int, seed: int) -> StartSound:
        """What a rendering of so many samples at a rate starts from; recipe and seed decide nothing."""
        del recipe, seed
        own, margin = self.sound.rate, round(_UNSURE * self.sound.rate)
        wave = soxr.resample(self.sound.folded(), own, rate, quality="VHQ")[:samples].astype(np.float32)
        inner = [(a + margin if a else 0, b - margin if b < len(self.sound) else b) for a, b in self.kept]
        kept = tuple((-(-a * rate // own), b * rate // own) for a, b in inner if a < b)
        return StartSound(Sound.mono(np.pad(wave, (0, samples - len(wave))), rate), self.strength, kept)

    def laid(self, new: Sound) -> Sound:
        """A new sound with what stays laid over it, sample for sample; the two cross beside it with equal power.

        Args:
            new: As long, at the same rate, of one channel.
        """
        share = np.zeros(len(self.sound))
        join = round(_JOIN * self.sound.rate)
        ramp = np.sin(np.pi / 2 * (np.arange(join) + 0.5) / join)
        for first, end in self.kept:
            share[first:end] = 1
            before, after = share[max(0, first - join) : first], share[end : end + join]
            np.maximum(before, ramp[join - len(before) :], out=before)
            np.maximum(after, ramp[::-1][: len(after)], out=after)
        mixed = self.sound.samples * share + new.samples * np.sqrt(1 - share**2)
        return Sound(mixed.astype(np.float32), self.sound.rate)


def canvas_of(original: RenderedTake, recipe: Recipe, mend: Mend) -> Canvas:
    """What of a take stays.

    Where its sound ends inside the new take, the last of it crosses into what is new, since it fades there.

    Args:
        original: The take that is mended.
        recipe: Of the new take; its rendered span may reach beyond that of the old one.
        mend: What is kept.

    Raises:
        BadInput: Nothing is kept, or all of it.
    """
    take, rate = original.take, original.take.sample_rate
    begin = index_at(recipe.rendered.start, rate)
    length = recipe.rendered.samples(rate)
    at = index_at(take.rendered.start, rate) - begin
    block = np.zeros((take.channels, length), np.float32)
    low, high = max(0, at), min(length, at + len(original.sound))
    if low < high:
        block[:, low:high] = original.sound.samples[:, low - at : high - at]
    join = round(_JOIN * rate)
    least, most = low + join if low else 0, high - join if high < length else length
    kept: list[tuple[int, int]] = []
    for span in sorted(mend.kept, key=lambda one: one.start):
        first, end = (index_at(at, rate) - begin for at in (span.start, span.end))
        first, end = max(least, first), min(most, end)
        if kept and first <= kept[-1][1] + 2 * join:
            kept[-1] = (kept[-1][0], max(kept[-1][1], end))
        elif first < end:
            kept.append((first, end))
    if not kept:
        raise BadInput(f"Nothing of the take {take.id} is kept.", "Render a new take, or keep a part that lies in it.")
    if kept == [(0, length)]:
        raise BadInput(f"All of the take {take.id} is kept.", "Leave a part of it out, or extend it.")
    return Canvas(Sound(block, rate), tuple(kept), mend.strength)
