"""Training a diffusion mapper at the paper's size beside dalle2-pytorch's prior trainer.

    python benchmarks/training.py [--batch 16] [--steps 8] [--rounds 2]

Whole steps of both: forward, backward, clipping, AdamW, averaging of the weights, warm-up; same first weights, batches,
settings, precision (fp32) and threads. They take turns step by step, and what counts is processor seconds, so that other
work on the machine counts little. Afterwards both networks are asked the same: their loss on pairs neither has seen, at
the same noise. So that these can be compared, both train on the same noise, and nothing is dropped.
"""

from __future__ import annotations

import argparse
import functools
import importlib
import statistics
import sys
import tempfile
import time
import warnings
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import torch

from v2a_plugin.mapper.diffusion import Corruption, corrupt, prior_loss
from v2a_plugin.mapper.prior import DiffusionPrior, PriorConfig
from v2a_plugin.model.embeddings import unit
from v2a_plugin.training.fit.loop import Training, accelerator_for, train
from v2a_plugin.training.fit.order import Order
from v2a_plugin.training.fit.pairs import Pairs, PairSet
from v2a_plugin.training.fit.settings import Loop, read_settings
from v2a_plugin.training.fit.tasks import Chance, DiffusionTask

WIDTH = 512


def seconds(work: Callable[[], object]) -> float:
    """Processor seconds."""
    start = time.process_time()
    work()
    return time.process_time() - start


def made_pairs(count: int, chance: np.random.Generator, turn: np.ndarray) -> Pairs:
    """Pictures of 16 kinds, and sounds that are the picture turned: something to learn."""
    kinds = np.random.default_rng(1).standard_normal((16, WIDTH))
    pictures = unit(
        (kinds[chance.integers(0, 16, count)] + 0.5 * chance.standard_normal((count, WIDTH))).astype(np.float32)
    )
    return Pairs(pictures, unit((pictures @ turn).astype(np.float32)), tuple(map(str, range(count))))


@torch.no_grad()
def held_out_loss(network: DiffusionPrior, pairs: Pairs) -> float:
    """The training loss at fixed noise, nothing dropped."""
    network.eval()
    chance = corrupt(network.config, len(pairs), torch.Generator().manual_seed(5), drop=0.0)
    return float(prior_loss(network, torch.from_numpy(pairs.pictures), torch.from_numpy(pairs.sounds), chance))


class Their:
    """dalle2-pytorch's prior and its trainer, at the paper's settings."""

    def __init__(self, config: PriorConfig, loop: Loop) -> None:
        from dalle2_pytorch import dalle2_pytorch as reference
        from dalle2_pytorch.trainer import DiffusionPriorTrainer

        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            self.network = reference.DiffusionPriorNetwork(
                dim=512, depth=12, heads=12, dim_head=64, ff_mult=4, normformer=True, num_timesteps=1000,
                max_text_len=77, attn_dropout=config.dropout, ff_dropout=config.dropout,
            )  # fmt: skip
            prior = reference.DiffusionPrior(
                net=self.network, image_embed_dim=512, timesteps=1000, cond_drop_prob=0.0,
                condition_on_text_encodings=False,
            )  # fmt: skip
        self._chance: Corruption | None = None
        losses = prior.p_losses
        prior.noise_scheduler.sample_random_times = lambda _: self._given.step
        prior.p_losses = lambda image, times, text_cond: losses(
            image, times, text_cond=text_cond, noise=self._given.noise
        )
        self._trainer = DiffusionPriorTrainer(
            diffusion_prior=prior, accelerator=accelerator_for(cpu=True), use_ema=True, ema_beta=loop.ema,
            ema_update_after_step=50, lr=loop.rate, wd=loop.weight_decay, max_grad_norm=loop.clip_norm,
            warmup_steps=loop.warmup,
        )  # fmt: skip

    @property
    def _given(self) -> Corruption:
        assert self._chance is not None
        return self._chance

    def step(self, pairs: Pairs, rows: np.ndarray, chance: Corruption) -> None:
        """Forward, backward, update."""
        self._chance = chance
        picture, sound = (torch.from_numpy(side[rows]) for side in (pairs.pictures, pairs.sounds))
        self._trainer(text_embed=picture, image_embed=sound)
        self._trainer.update()


@dataclass(frozen=True, slots=True)
class Round:
    """Processor seconds of each step but the first, and the losses on held-out pairs afterwards."""

    ours: list[float]
    theirs: list[float]
    our_loss: float
    their_loss: float


def run(seed: int, batch: int, steps: int) -> Round:
    """Train both from the same weights on the same batches, in turns."""
    settings = read_settings()
    loop = replace(settings.training, batch=batch, log_every=10**6, seed=seed)
    our_weights = importlib.import_module("test_prior_parity").our_weights
    torch.manual_seed(seed)
    config = PriorConfig(WIDTH, WIDTH, dropout=0.0)
    theirs, ours = Their(config, loop), DiffusionPrior(config)
    ours.load_state_dict(our_weights(theirs.network.state_dict(), config.depth))
    chance = np.random.default_rng(0)
    turn = np.linalg.qr(chance.standard_normal((WIDTH, WIDTH)))[0]
    learned, held = made_pairs(4096, chance, turn), made_pairs(128, chance, turn)
    order = Order(len(learned), batch, seed)
    with tempfile.TemporaryDirectory() as folder:
        pairs = PairSet(learned, learned.rows([]), "a", "b", "", "nothing")
        task = DiffusionTask(config, 0.0, ours)
        job = Training(task, pairs, loop, settings.validation, loop.rate, steps + 1, Path(folder), "")
        training = train(job, accelerator_for(cpu=True))
        mine, other = [], []
        for step in range(steps):
            mine.append(seconds(lambda: next(training)))
            chance_of_step = corrupt(config, batch, Chance(seed, step).generator(), drop=0.0)
            work = functools.partial(theirs.step, learned, order.rows(step), chance_of_step)
            other.append(seconds(work))
        our_loss = held_out_loss(ours, held)
        training.close()
    translated = DiffusionPrior(config)
    translated.load_state_dict(our_weights(theirs.network.state_dict(), config.depth))
    return Round(mine[1:], other[1:], our_loss, held_out_loss(translated, held))


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--batch", type=int, default=16)
    parser.add_argument("--steps", type=int, default=8, help="training steps of a round, at least 2")
    parser.add_argument("--rounds", type=int, default=2, help="how often, each with other weights and noise")
    options = parser.parse_args()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            import dalle2_pytorch.trainer  # noqa: F401
        except ImportError as error:
            print(f"dalle2-pytorch is not installed: nothing to compare with ({error}).")
            return
    sys.path.insert(0, str(Path(__file__).parents[1] / "tests" / "engine"))
    rounds = [run(seed, options.batch, max(2, options.steps)) for seed in range(options.rounds)]
    mine, other = ([time for each in rounds for time in getattr(each, side)] for side in ("ours", "theirs"))
    ratio = statistics.median(theirs / ours for ours, theirs in zip(mine, other, strict=True))
    speeds = [options.batch / statistics.median(times) for times in (mine, other)]
    print(f"pairs a processor second: ours {speeds[0]:.2f}, dalle2-pytorch {speeds[1]:.2f}; {ratio:.1f} times as many")
    for number, each in enumerate(rounds, 1):
        print(f"held-out loss after round {number}: ours {each.our_loss:.6f}, theirs {each.their_loss:.6f}")


if __name__ == "__main__":
    main()
