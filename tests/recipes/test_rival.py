"""The rival of the mapper: trained on pairs, taken up again, and rendered with by the engine."""

from __future__ import annotations

import random
from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import numpy as np
import torch
from diffusers import UNet2DConditionModel
from PIL import Image

from mini.__main__ import within
from mini.denoiser import DenoiserPlan
from mini.rival import Paired, RivalPlan, begin, train
from mini.rivalling import RIVAL, load_pairs, save_pairs, write_bundle
from mini.spaces import neutral
from v2a_plugin.generation.engines import Engines
from v2a_plugin.generation.pipeline import propose
from v2a_plugin.generation.requests import request_for
from v2a_plugin.media.probe import probe
from v2a_plugin.model.embeddings import unit
from v2a_plugin.model.progress import finish
from v2a_plugin.model.request import GenerationOrder
from v2a_plugin.model.time import Span
from v2a_plugin.testing.bundles import tiny_bundle
from v2a_plugin.zoo.bundle import open_folder


def pairs(channels: int, width: int) -> Paired:
    chance = np.random.default_rng(0)
    latents = chance.normal(0, 1, (4, channels, 8, 4)).astype(np.float16)
    seen = unit(chance.normal(0, 1, (3, width)).astype(np.float32))
    return Paired(latents, seen, own=((), (3,), ()), kin=((0, 1), (2,), (0, 1)), weights=(1.0, 1.0, 0.0))


def test_a_picture_meets_its_own_sound_or_its_class_and_is_left_out_now_and_then() -> None:
    paired = pairs(1, 32)
    plan = replace(RivalPlan(), batch=400, own=0.5, drop=0.1, jitter=0.0)
    clean, told = paired.draw(plan, random.Random(0))
    sounds = [int(np.abs(paired.latents.astype(np.float32) - each.numpy()).sum((1, 2, 3)).argmin()) for each in clean]
    empty = (told.numpy() == neutral(32)).all(1)
    first = np.isclose(told.numpy(), paired.pictures[0], atol=1e-6).all(1)
    assert 10 < empty.sum() < 80
    assert {sound for sound, is_first in zip(sounds, first, strict=True) if is_first} == {0, 1}
    assert 0.15 < np.mean(np.array(sounds) == 3) < 0.35  # half of the second picture's
    assert not np.isclose(told.numpy(), paired.pictures[2], atol=1e-6).all(1).any()


def test_trains_goes_on_and_renders_from_the_pictures_own_vector(tmp_path: Path) -> None:
    source = tiny_bundle(tmp_path / "tiny")
    old = UNet2DConditionModel.from_pretrained(source / "generator" / "unet")
    paired = pairs(old.config.in_channels, old.config.projection_class_embeddings_input_dim)
    save_pairs(tmp_path / "pairs.npz", paired)
    kept = load_pairs(tmp_path / "pairs.npz")
    assert (kept.own, kept.kin, kept.weights) == (paired.own, paired.kin, paired.weights)
    start = begin(source / "generator" / "unet", DenoiserPlan())
    assert torch.equal(start.conv_in.weight, old.conv_in.weight)
    assert not torch.equal(start.class_embedding.weight, old.class_embedding.weight)

    plan = replace(RivalPlan(), batch=2, steps=1)
    *_, first = train(plan, kept, source / "generator" / "unet", tmp_path)
    *_, second = train(replace(plan, steps=2), kept, source / "generator" / "unet", tmp_path)
    assert (first.done, second.done) == (1, 2)
    *_, third = train(replace(plan, steps=9, minutes=0.0), kept, source / "generator" / "unet", tmp_path)
    assert third.done == 2  # no time, so nothing but what is there

    finish(write_bundle(source, tmp_path / "denoiser", tmp_path / "rival"))
    bundle = open_folder(tmp_path / "rival")
    assert (bundle.card.name, bundle.card.defaults.mapper, bundle.mappers) == (RIVAL, "none", ())
    taught = UNet2DConditionModel.from_pretrained(bundle.generator.folder / "unet").class_embedding.weight
    assert not torch.allclose(taught.float(), start.class_embedding.weight, atol=1e-6)
    engine = finish(Engines().load_bundle(bundle))
    order = GenerationOrder(bundle.card.defaults.settings(), seed=1, takes=1)
    Image.fromarray(np.random.default_rng(0).integers(0, 255, (64, 64, 3), dtype=np.uint8)).save(
        tmp_path / "picture.png"
    )
    request = request_for(order, "picture", probe(tmp_path / "picture.png"), Span(Fraction(0), Fraction(1)))
    [take] = finish(propose(engine, request))
    assert take.sound.samples.any()
    assert take.take.recipe.settings.mapper == "none"


def test_minutes_limit_every_stage_that_trains() -> None:
    plans = within(7.0)
    assert {plans.denoiser.minutes, plans.rival.minutes, plans.autoencoder.minutes} == {7.0}
