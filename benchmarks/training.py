"""Training a diffusion mapper at the paper's size beside dalle2-pytorch's prior trainer.

    python benchmarks/training.py [--batch 16] [--steps 12]

Whole steps of both: forward, backward, clipping, AdamW, averaging of the weights, warm-up; same first weights, batches,
settings, precision (fp32) and threads. They take turns step by step, and what counts is processor seconds, so that other
work on the machine counts little. Afterwards both networks are asked the same: their loss on pairs neither has seen, at
the same noise.
"""

from __future__ import annotations

import argparse
import importlib
import statistics
import sys
import tempfile
import time
import warnings
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np
import torch

from v2a_plugin.mapper.diffusion import corrupt, prior_loss
from v2a_plugin.mapper.prior import DiffusionPrior, PriorConfig
from v2a_plugin.model.embeddings import unit
from v2a_plugin.training.fit.loop import Training, accelerator_for, train
from v2a_plugin.training.fit.order import Order
from v2a_plugin.training.fit.pairs import Pairs, PairSet
from v2a_plugin.training.fit.settings import read_settings
from v2a_plugin.training.fit.tasks import DiffusionTask

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


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--batch", type=int, default=16)
    parser.add_argument("--steps", type=int, default=12)
    options = parser.parse_args()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            from dalle2_pytorch import dalle2_pytorch as reference
            from dalle2_pytorch.trainer import DiffusionPriorTrainer
        except ImportError as error:
            print(f"dalle2-pytorch is not installed: nothing to compare with ({error}).")
            return
    sys.path.insert(0, str(Path(__file__).parents[1] / "tests" / "engine"))
    our_weights = importlib.import_module("test_prior_parity").our_weights

    settings = read_settings()
    loop = replace(settings.training, batch=options.batch, log_every=10**6, least_steps=1)
    torch.manual_seed(0)
    config = PriorConfig(WIDTH, WIDTH)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        network = reference.DiffusionPriorNetwork(
            dim=512, depth=12, heads=12, dim_head=64, ff_mult=4, normformer=True, num_timesteps=1000,
            max_text_len=77, attn_dropout=config.dropout, ff_dropout=config.dropout,
        )  # fmt: skip
        prior = reference.DiffusionPrior(
            net=network, image_embed_dim=512, timesteps=1000, cond_drop_prob=0.1, condition_on_text_encodings=False
        )
    ours = DiffusionPrior(config)
    ours.load_state_dict(our_weights(network.state_dict(), config.depth))
    trainer = DiffusionPriorTrainer(
        diffusion_prior=prior, accelerator=accelerator_for(cpu=True), use_ema=True, ema_beta=loop.ema,
        ema_update_after_step=50, lr=loop.rate, wd=loop.weight_decay, max_grad_norm=loop.clip_norm,
        warmup_steps=loop.warmup,
    )  # fmt: skip
    chance = np.random.default_rng(0)
    turn = np.linalg.qr(chance.standard_normal((WIDTH, WIDTH)))[0]
    learned, held = made_pairs(4096, chance, turn), made_pairs(128, chance, turn)
    order = Order(len(learned), loop.batch, loop.seed)
    print(f"held-out loss before: {held_out_loss(ours, held):.4f}")
    with tempfile.TemporaryDirectory() as folder:
        pairs = PairSet(learned, learned.rows([]), "a", "b", "", "nothing")
        job = Training(
            DiffusionTask(config, settings.prior.drop_condition, ours), pairs, loop, settings.validation, loop.rate,
            options.steps, Path(folder), "",
        )  # fmt: skip
        our_steps = train(job, accelerator_for(cpu=True))

        def their_step(step: int) -> None:
            rows = order.rows(step)
            picture, sound = (torch.from_numpy(side[rows]) for side in (learned.pictures, learned.sounds))
            trainer(text_embed=picture, image_embed=sound)
            trainer.update()

        times = [
            (seconds(lambda: next(our_steps)), seconds(lambda step=step: their_step(step)))  # type: ignore[misc]
            for step in range(options.steps)
        ]
        ours_after = held_out_loss(ours, held)
        our_steps.close()
    theirs = DiffusionPrior(config)
    theirs.load_state_dict(our_weights(network.state_dict(), config.depth))
    mine, other = (statistics.median(column) for column in zip(*times[1:], strict=True))
    ratio = statistics.median(theirs / ours for ours, theirs in times[1:])
    print(f"pairs a processor second: ours {loop.batch / mine:.2f}, dalle2-pytorch {loop.batch / other:.2f}")
    print(f"{ratio:.1f} times as many")
    print(f"held-out loss after {options.steps} steps: ours {ours_after:.4f}, theirs {held_out_loss(theirs, held):.4f}")


if __name__ == "__main__":
    main()
