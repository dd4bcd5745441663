"""The denoising loop: many takes, any length, classifier-free guidance, one step after the other."""

from __future__ import annotations

import math
from dataclasses import dataclass

import torch
from jaxtyping import Float32
from torch import Tensor

from v2a_plugin.model.finite import not_finite
from v2a_plugin.model.progress import Progress, Steps
from v2a_plugin.sources.generators.memory import Workplace, ran_out
from v2a_plugin.sources.generators.schedulers import Sampler
from v2a_plugin.sources.generators.windows import Plan

__all__ = ["Held", "Latents", "denoise"]

Latents = Float32[Tensor, "take channel frame band"]


@dataclass(frozen=True, slots=True, eq=False)
class Held:
    """What a rendering starts from, in latents.

    Attributes:
        clean: The sound's latents.
        noise: Standard normal, of the same shape.
        mask: 1 where it is kept through all steps, 0 where it is rendered anew.
    """

    clean: Latents
    noise: Latents
    mask: Float32[Tensor, "take 1 frame 1"]

    def noised(self, kept: float) -> Latents:
        """With so much noise that a share `kept` of the power is the sound's (Ho, Jain, Abbeel 2020, eq. 4)."""
        noised: Tensor = math.sqrt(kept) * self.clean + math.sqrt(1 - kept) * self.noise
        return noised

    def laid(self, latents: Latents, kept: float) -> Latents:
        """Latents with what is kept laid over them, as noisy as they are (RePaint, Lugmayr et al. 2022, eq. 8)."""
        return self.mask * self.noised(kept) + (1 - self.mask) * latents


def denoise(
    place: Workplace,
    sampler: Sampler,
    noise: Latents,
    positive: Float32[Tensor, "take audio"],
    negative: Float32[Tensor, "take audio"],
    guidance: float,
    plan: Plan,
    held: Held | None = None,
) -> Steps[Latents]:
    """Walk all steps from noise to latents. Yields before every pass through the UNet.

    Guidance is eq. 6 of Ho and Salimans 2022 in the form e(n) + g (e(p) - e(n)); at g = 1 the negative half is
    skipped. Every (take, window) pair is a row of its own; rows go through the UNet in groups that fit the memory.

    Args:
        place: Where the UNet runs.
        sampler: Fresh, for one rendering.
        noise: Where it starts, in multiples of the sampler's first scale, on the CPU; most often standard normal.
        positive: Unit vectors to go towards.
        negative: Unit vectors to go away from.
        guidance: Strength g, at least 0.
        plan: Windows over the frames of `noise`.
        held: What is kept of a sound.

    Returns:
        Latents on the CPU.

    Raises:
        NotFinite: The UNet gives numbers that are none, in fp32 too. In a lower precision it goes on in fp32, and says
            so.
    """
    latents = noise * sampler.first_scale
    pairs = [(take, index) for index in range(len(plan.windows)) for take in range(len(noise))]
    halves = 1 if guidance == 1 else 2
    weights = plan.weights[:, None, :, None]  # (window, 1, frame, 1)
    total, done = len(sampler.timesteps) * len(pairs), 0
    for step, timestep in enumerate(sampler.timesteps, 1):
        seen = sampler.scaled(latents, timestep)
        blended = torch.zeros_like(latents)
        first, note = 0, ""
        notices: tuple[str, ...] = ()
        while first < len(pairs):
            yield Progress("sampling", done, total, note, notices)
            group = pairs[first : first + max(1, place.rows // halves)]
            takes = torch.tensor([take for take, _ in group])
            cuts = [plan.windows[index] for _, index in group]
            try:
                rows = torch.stack([seen[take, :, cut.start : cut.stop] for take, cut in zip(takes, cuts, strict=True)])
                predicted = _guided(place, rows, timestep, positive[takes], negative[takes], guidance)
            except (RuntimeError, MemoryError) as error:
                if not ran_out(error):
                    raise
                note = place.relieve(error)
                continue
            if not bool(torch.isfinite(predicted).all()):
                notices = (_widened(place, predicted, step, len(sampler.timesteps)),)
                continue
            for (take, index), cut, row in zip(group, cuts, predicted, strict=True):
                blended[take, :, cut.start : cut.stop] += weights[index] * row
            first, note, notices, done = first + len(group), "", (), done + len(group)
        latents = sampler.step(blended, timestep, latents)
        if held is not None:
            latents = held.laid(latents, sampler.kept[step])
    return latents


def _widened(place: Workplace, predicted: Tensor, step: int, steps: int) -> str:
    """Have the UNet compute in fp32, and say so in a sentence.

    Raises:
        NotFinite: It does already.
    """
    precision = str(place.parts.unet.dtype).removeprefix("torch.")
    if not place.widen():
        bad = int((~torch.isfinite(predicted)).sum())
        raise not_finite(f"The UNet, at denoising step {step} of {steps},", bad, predicted.numel())
    return f"The UNet left the range of {precision} at denoising step {step} of {steps}, and went on in float32."


@torch.inference_mode()
def _guided(
    place: Workplace,
    rows: Float32[Tensor, "row channel frame band"],
    timestep: Tensor,
    positive: Float32[Tensor, "row audio"],
    negative: Float32[Tensor, "row audio"],
    guidance: float,
) -> Float32[Tensor, "row channel frame band"]:
    """What the UNet predicts for each row, guided, on the CPU in fp32."""
    unet = place.parts.unet
    place.bring(unet)
    if guidance == 1:
        vectors = positive
    else:
        rows, vectors = torch.cat([rows, rows]), torch.cat([negative, positive])
    predicted: Tensor = unet(
        rows.to(place.device, unet.dtype),
        timestep.to(place.device),
        encoder_hidden_states=None,
        class_labels=vectors.to(place.device, unet.dtype),
        return_dict=False,
    )[0].to("cpu", torch.float32)
    if guidance == 1:
        return predicted
    away, towards = predicted.chunk(2)
    guided: Tensor = away + guidance * (towards - away)
    return guided
