"""Training and sampling of the diffusion prior: many possible sounds for one picture.

The network predicts the clean vector (not the noise), vectors are scaled by the square root of their width, and the
picture is dropped now and then while training, so that it can be weighted while sampling (Ho and Salimans 2022).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import torch
from jaxtyping import Bool, Float32, Int64
from torch import Tensor
from torch.nn import functional

from v2a_plugin.mapper.prior import DiffusionPrior, Memory, PriorConfig
from v2a_plugin.mapper.protocol import Mapped
from v2a_plugin.mapper.schedule import cosine_schedule, ddim_step, ddpm_step, jumps, noised
from v2a_plugin.mapper.spaces import Spaces
from v2a_plugin.model.embeddings import VisualEmbedding, unit
from v2a_plugin.model.progress import Progress, Steps
from v2a_plugin.model.recipe import Settings

__all__ = ["Corruption", "DiffusionMapper", "corrupt", "prior_loss", "sample"]

_STREAM = 0x6D6170706572
"""Keeps the mapper's noise apart from the generator's, which starts from the same seed."""


@dataclass(frozen=True, slots=True, eq=False)
class Corruption:
    """What chance does to one training batch.

    Attributes:
        step: How noised each row is, 0 to timesteps - 1.
        noise: Normal noise.
        keep_picture: False where the picture is dropped.
        keep_sound: False where the noised sound is dropped.
    """

    step: Int64[Tensor, " batch"]
    noise: Float32[Tensor, "batch audio"]
    keep_picture: Bool[Tensor, " batch"]
    keep_sound: Bool[Tensor, " batch"]


def corrupt(config: PriorConfig, batch: int, generator: torch.Generator | None = None, drop: float = 0.1) -> Corruption:
    """Draw a corruption, on the CPU so that a seed means the same on every device.

    Args:
        config: Sizes of the network.
        batch: Rows.
        generator: Source of chance; the global one when None.
        drop: Share of rows whose picture is dropped, and, drawn apart from it, of rows whose sound is.
    """
    return Corruption(
        step=torch.randint(config.timesteps, (batch,), generator=generator),
        noise=torch.randn(batch, config.clap_width, generator=generator),
        keep_picture=torch.rand(batch, generator=generator) >= drop,
        keep_sound=torch.rand(batch, generator=generator) >= drop,
    )


def prior_loss(
    prior: DiffusionPrior,
    picture: Float32[Tensor, "batch visual"],
    sound: Float32[Tensor, "batch audio"],
    corruption: Corruption,
) -> Float32[Tensor, ""]:
    """Mean square distance between the scaled sound vectors and what the network makes of them noised.

    [DDPM] equation 14 with the clean vector as the target, unweighted (Ramesh et al. 2022, equation 2).

    Args:
        prior: The network, in training mode for dropout.
        picture: Unit vectors.
        sound: Unit vectors that belong to them.
        corruption: From `corrupt`; moved to the device of `sound`.
    """
    step = corruption.step.to(sound.device)
    alpha_bar = cosine_schedule(prior.config.timesteps)[corruption.step].float()[:, None].to(sound.device)
    clean = sound * prior.config.scale
    predicted = prior(
        noised(clean, corruption.noise.to(sound.device), alpha_bar),
        step,
        picture,
        corruption.keep_picture.to(sound.device),
        corruption.keep_sound.to(sound.device),
    )
    return functional.mse_loss(predicted, clean)


class Noise:
    """One stream of normal noise a seed, drawn on the CPU: a row depends on its own seed only."""

    def __init__(self, seeds: Sequence[int], width: int, device: torch.device) -> None:
        self._streams = [torch.Generator().manual_seed(seed ^ _STREAM) for seed in seeds]
        self._width, self._device = width, device

    def draw(self) -> Float32[Tensor, "seed width"]:
        """The next row of each stream."""
        rows = [torch.randn(self._width, generator=stream) for stream in self._streams]
        return torch.stack(rows).to(self._device)


def guided(
    prior: DiffusionPrior, x: Tensor, step: int, picture: Memory, nothing: Memory | None, guidance: float
) -> Float32[Tensor, "batch audio"]:
    """The clean vectors, pushed from "no picture" towards the picture by `guidance` (Ho and Salimans 2022, eq. 6).

    "No picture" has no sound either, as in training and in the reference: its answer is one row for the whole batch.

    Args:
        prior: The network.
        x: (batch, audio), sound vectors times `config.scale` as noised as `step` says.
        step: 0 to timesteps - 1.
        picture: What `remember` made of the pictures.
        nothing: What it made of "no picture", one row; None when there is no guidance.
        guidance: 1 changes nothing.
    """
    steps = torch.full((len(x),), step, device=x.device)
    with_picture = prior.denoise(x, steps, picture)
    if nothing is None:
        return with_picture
    without = prior.denoise(x[:1], steps[:1], nothing, keep=torch.zeros(1, dtype=torch.bool, device=x.device))
    return without + guidance * (with_picture - without)


@torch.no_grad()
def sample(
    prior: DiffusionPrior,
    picture: Float32[Tensor, "batch visual"],
    seeds: Sequence[int],
    steps: int,
    guidance: float = 1.0,
    eta: float = 1.0,
) -> Steps[Float32[Tensor, "seed audio"]]:
    """Sound vectors for pictures, as the network scales them divided by `config.scale`: of length about 1.

    DDPM when `steps` is the length of the schedule, DDIM when it is shorter.

    Args:
        prior: The network, in evaluation mode.
        picture: Unit vectors, a row a seed or one row for all.
        seeds: One answer each.
        steps: Denoising steps, at least 1; more than the schedule has count as all of them.
        guidance: Weight of the picture; 1 is off and half the work.
        eta: Share of fresh noise in DDIM.
    """
    schedule = cosine_schedule(prior.config.timesteps)
    walk = jumps(schedule, min(steps, len(schedule)))
    every_step = len(walk) == len(schedule)
    noise = Noise(seeds, prior.config.clap_width, picture.device)
    remembered = prior.remember(picture)
    nothing = None
    if guidance != 1:
        nothing = prior.remember(picture[:1], keep=torch.zeros(1, dtype=torch.bool, device=picture.device))
    x = noise.draw()
    for done, jump in enumerate(walk):
        yield Progress("mapping", done, len(walk))
        clean = guided(prior, x, jump.step, remembered, nothing, guidance)
        if every_step:
            x = ddpm_step(x, clean, jump.alpha_bar, jump.alpha_bar_next, noise.draw())
        else:
            x = ddim_step(x, clean, jump.alpha_bar, jump.alpha_bar_next, noise.draw(), eta)
    return x / prior.config.scale


class DiffusionMapper:
    """The paper's mapper: a draw from the sounds that a picture may have."""

    name = "diffusion"

    def __init__(self, prior: DiffusionPrior, clip_space: str, clap_space: str, digest: str = "") -> None:
        self.prior = prior.eval()
        self.clip_space, self.clap_space, self.digest = clip_space, clap_space, digest
        self._spaces = Spaces(clip_space, clap_space, prior.config.clip_width, prior.config.clap_width)

    def map(self, picture: VisualEmbedding, settings: Settings, seeds: Sequence[int]) -> Steps[tuple[Mapped, ...]]:
        """One draw a seed, in `settings.mapper_steps` steps with `settings.mapper_guidance`.

        Raises:
            SpaceMismatch: The picture lives in another space.
        """
        self._spaces.check(picture)
        device = self.prior.query.device
        row = torch.from_numpy(picture.pooled)[None].to(device)
        sounds = yield from sample(self.prior, row, seeds, settings.mapper_steps, settings.mapper_guidance)
        return tuple(Mapped(vector, seed=seed) for vector, seed in zip(unit(sounds.cpu().numpy()), seeds, strict=True))
