"""Whole training steps against the public trainer of the prior: same weights, batches and noise, same weights after."""

from __future__ import annotations

import importlib.util
import warnings
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch

from v2a_plugin.mapper.diffusion import Corruption, corrupt
from v2a_plugin.mapper.prior import DiffusionPrior, PriorConfig
from v2a_plugin.testing.caches import tiny_items
from v2a_plugin.training.fit.loop import Training, accelerator_for, train
from v2a_plugin.training.fit.order import Order
from v2a_plugin.training.fit.pairs import Pairs, PairSet
from v2a_plugin.training.fit.settings import read_settings
from v2a_plugin.training.fit.tasks import Chance, DiffusionTask

with warnings.catch_warnings():
    warnings.simplefilter("ignore")
    trainers = pytest.importorskip("dalle2_pytorch.trainer")

CONFIG = PriorConfig(32, 32, width=32, depth=2, heads=2, head_width=32, learned_tokens=3, timesteps=50, dropout=0.0)


def _helpers() -> Any:
    """What the test of the network knows of theirs."""
    spec = importlib.util.spec_from_file_location(
        "parity", Path(__file__).parents[1] / "mapper" / "test_prior_parity.py"
    )
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


class GivenNoise:
    """Their trainer, fed with our noise and nothing dropped."""

    def __init__(self, parity: Any, network: Any, **settings: Any) -> None:
        prior = parity.their_prior(network, CONFIG).train()
        prior.text_cond_drop_prob = prior.image_cond_drop_prob = 0.0
        losses = prior.p_losses
        self.chance: Corruption | None = None
        prior.noise_scheduler.sample_random_times = lambda _: self.given.step
        prior.p_losses = lambda image, times, text_cond: losses(
            image, times, text_cond=text_cond, noise=self.given.noise
        )
        self.trainer = trainers.DiffusionPriorTrainer(
            diffusion_prior=prior, accelerator=accelerator_for(cpu=True), use_ema=False, **settings
        )

    @property
    def given(self) -> Corruption:
        assert self.chance is not None
        return self.chance

    def step(self, pictures: np.ndarray, sounds: np.ndarray, chance: Corruption) -> None:
        self.chance = chance
        self.trainer(text_embed=torch.from_numpy(pictures), image_embed=torch.from_numpy(sounds))
        self.trainer.update()


@pytest.mark.filterwarnings("ignore::DeprecationWarning", "ignore::UserWarning")
def test_whole_steps_are_those_of_the_public_trainer(tmp_path: Path) -> None:
    parity = _helpers()
    settings = read_settings()
    loop = replace(settings.training, batch=8, warmup=5, rate=1e-3, log_every=10**6)
    made = tiny_items(64)
    learned = Pairs(
        np.stack([item.frames[0] for item in made]), np.stack([item.sound for item in made]), tuple(map(str, range(64)))
    )
    with torch.random.fork_rng():
        torch.manual_seed(0)
        network = parity.their_network(CONFIG).train()
        ours = DiffusionPrior(CONFIG)
        ours.load_state_dict(parity.our_weights(network.state_dict(), CONFIG.depth))
        theirs = GivenNoise(
            parity, network, lr=loop.rate, wd=loop.weight_decay, max_grad_norm=loop.clip_norm, warmup_steps=loop.warmup
        )
        pairs = PairSet(learned, learned.rows([]), "a", "b", "", "nothing")
        job = Training(
            DiffusionTask(CONFIG, 0.0, ours), pairs, loop, settings.validation, loop.rate, 21, tmp_path, ""
        )  # fmt: skip
        run = train(job, accelerator_for(cpu=True))
        order, before = Order(64, 8, loop.seed), ours.query.detach().clone()
        for step in range(20):
            next(run)
            rows = order.rows(step)
            chance = corrupt(CONFIG, 8, Chance(loop.seed, step).generator(), 0.0)
            theirs.step(learned.pictures[rows], learned.sounds[rows], chance)
        expected = parity.our_weights(network.state_dict(), CONFIG.depth)
        for name, weight in ours.state_dict().items():
            torch.testing.assert_close(weight, expected[name], rtol=1e-4, atol=1e-5, msg=name)
        assert (ours.query - before).abs().max() > 1e-3
        run.close()
