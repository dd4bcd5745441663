"""Training of a mapper on shards: what it learns, what it survives, and that nothing is left to the moment."""

from __future__ import annotations

import contextlib
import json
import math
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch
from PIL import Image
from safetensors.torch import load_file

from v2a_plugin.mapper.prior import DiffusionPrior
from v2a_plugin.model.embeddings import unit
from v2a_plugin.model.errors import BadInput, Cancelled, OutputError, SpaceMismatch
from v2a_plugin.model.progress import Steps, finish
from v2a_plugin.testing.caches import tiny_cache as cache
from v2a_plugin.testing.caches import tiny_items as items
from v2a_plugin.training.cache.shard_records import Item, Split
from v2a_plugin.training.fit import fitting, loop
from v2a_plugin.training.fit.fitting import FitReport, FitRequest, Kind, fit_mapper
from v2a_plugin.training.fit.grouping import group, held_groups
from v2a_plugin.training.fit.order import Order
from v2a_plugin.training.fit.pairs import PairSet, load_pairs, read_ids
from v2a_plugin.training.fit.settings import FitSettings, read_settings
from v2a_plugin.training.fit.training_state import read_story
from v2a_plugin.training.fit.validate import score
from v2a_plugin.zoo.bundle import Bundle, open_folder
from v2a_resources import training_path


@pytest.fixture(scope="module")
def bundle(tiny_folder: Path) -> Bundle:
    return open_folder(tiny_folder)


@pytest.fixture(autouse=True)
def _own_chance() -> Iterator[None]:
    with torch.random.fork_rng():
        yield


def altered(item: Item, **changes: Any) -> Item:
    return Item(replace(item.note, **changes), item.frames, item.sound)


@pytest.fixture(scope="module")
def pairs(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return cache(tmp_path_factory.mktemp("cache"), items(120))


def settings(**changes: object) -> FitSettings:
    """Small enough for milliseconds; dropout stays on."""
    paper = read_settings()
    prior = replace(paper.prior, width=16, depth=2, heads=2, head_width=16, learned_tokens=2, timesteps=20, dropout=0.1)
    training = replace(paper.training, batch=16, warmup=2, log_every=2, ema=0.9, rate=1e-3, least_steps=1)
    validation = replace(paper.validation, every=4, mapper_steps=3, items=16, patience=0, levels=3)
    changed = FitSettings(prior, paper.regression, training, validation)
    for name, value in changes.items():
        section = next(part for part in ("prior", "training", "validation") if hasattr(getattr(changed, part), name))
        changed = replace(changed, **{section: replace(getattr(changed, section), **{name: value})})
    return changed


def fitting_of(
    cache: Path, out: Path, bundle: Bundle, steps: int = 10, kind: Kind = Kind.DIFFUSION, **options: object
) -> Steps[FitReport]:
    request = FitRequest(kind, (cache,), out, options.pop("settings", settings()), steps, cpu=True, **options)  # type: ignore[arg-type]
    return fit_mapper(request, bundle)


def weights(folder: Path) -> dict[str, torch.Tensor]:
    return {name: value.clone() for name, value in load_file(folder / "training" / "state.safetensors").items()}


def same(one: dict[str, torch.Tensor], other: dict[str, torch.Tensor]) -> bool:
    return one.keys() == other.keys() and all(torch.equal(one[name], other[name]) for name in one)


def same_folders(one: Path, other: Path) -> None:
    """Two trainings that ended the same, to the bit."""
    assert same(weights(one), weights(other))
    for name in ("model.safetensors", "training.json", "card.json"):
        assert (one / name).read_bytes() == (other / name).read_bytes()


def after(steps: Steps[FitReport], count: int) -> None:
    """Run until so many training steps are done."""
    next(progress for progress in steps if progress.stage == "training" and progress.done == count)


# Settings


def test_the_papers_settings_make_the_papers_network() -> None:
    paper = read_settings("paper")
    with torch.device("meta"):
        network = DiffusionPrior(paper.prior.config(512, 512))
    assert sum(weight.numel() for weight in network.parameters()) == 48_832_896
    assert paper.training.steps(199_176) == math.ceil(90 * 199_176 / 512)
    assert paper.training.steps(10) == 1000


def test_every_paper_setting_says_where_it_comes_from() -> None:
    lines = training_path("paper").read_text(encoding="utf-8").splitlines()
    validation = lines.index("[validation] # all of it [ours]")
    values = [line for line in lines[:validation] if "=" in line and not line.startswith("#")]
    assert len(values) == 27
    assert [line for line in values if not re.search(r"#.*\[(paper|config|recalled|ours)\]", line)] == []
    assert "[recalled]" in next(line for line in values if line.startswith("epochs"))


def test_a_file_changes_a_part(tmp_path: Path) -> None:
    small = read_settings("small")
    assert (small.prior.width, small.prior.timesteps, small.training.clip_norm) == (128, 1000, 0.5)
    own = tmp_path / "own.toml"
    own.write_text("[training]\nbatch = 7\n[validation]\nevery = 3\n", encoding="utf-8")
    changed = read_settings(str(own)).changed(precision="bf16", seed=5)
    assert (changed.training.batch, changed.training.precision, changed.training.seed) == (7, "bf16", 5)
    assert changed.validation.every == 3
    with pytest.raises(BadInput, match="no precision 'fp8'"):
        changed.changed(precision="fp8")


@pytest.mark.parametrize(
    ("text", "match"),
    [
        ("[training]\nbatchsize = 7", "unknown entry 'batchsize'"),
        ("[training]\nbatch = 0", "batch must be at least 1"),
        ("[training]\nbatch = 1.5", r"batch cannot|batch"),
        ("batch = 7", "outside of a section"),
        ("[training", "is not TOML"),
        ("[validation]\nheld_out = 1", "held_out must be"),
    ],
)
def test_settings_that_are_none(text: str, match: str, tmp_path: Path) -> None:
    path = tmp_path / "bad.toml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(BadInput, match=match):
        read_settings(str(path))


def test_a_missing_file_of_settings() -> None:
    with pytest.raises(BadInput, match="cannot be read"):
        read_settings("gone.toml")


def test_sizes_that_cannot_be(pairs: Path, tmp_path: Path, bundle: Bundle) -> None:
    with pytest.raises(BadInput, match="impossible sizes: head_width must be even"):
        finish(fitting_of(pairs, tmp_path, bundle, settings=settings(head_width=15)))


# Order


def test_every_item_comes_once_an_epoch() -> None:
    order = Order(10, 4, seed=1)
    rows = np.concatenate([order.rows(step) for step in range(10)])  # four epochs, batches across their borders
    assert all(sorted(rows[start : start + 10]) == list(range(10)) for start in (0, 10, 20, 30))
    assert not np.array_equal(rows[:10], rows[10:20])
    assert np.array_equal(Order(10, 4, seed=1).rows(7), rows[28:32])
    assert sorted(Order(3, 6, seed=0).rows(0)) == [0, 0, 1, 1, 2, 2]


# Learning


def test_a_regression_learns_what_there_is_to_learn(pairs: Path, tmp_path: Path, bundle: Bundle) -> None:
    given = settings(rate=1e-2, every=100)
    report = finish(fitting_of(pairs, tmp_path, bundle, 300, Kind.REGRESSION, settings=given))
    assert report.metrics is not None
    assert report.metrics.cosine > 0.8  # the sounds are the pictures turned, and a little noise
    assert report.metrics.recall_1 == 1.0
    assert report.metrics.chance_1 == pytest.approx(1 / 16)  # so many are looked at
    assert report.held_out == 20  # of 120 sources
    card = json.loads((tmp_path / "card.json").read_text(encoding="utf-8"))
    assert (card["items"], card["sources"], card["held_out"], card["steps"]) == (100, 100, 20, 300)
    assert card["metrics"]["cosine"] == report.metrics.cosine
    assert "CC0-1.0" in card["licence"]
    assert "recordings" in card["licence"]
    assert card["lock_digest"] == bundle.lock_digest
    story = json.loads((tmp_path / "training.json").read_text(encoding="utf-8"))
    assert len(story["points"]) == 150
    assert story["points"][-1]["loss"] < story["points"][0]["loss"] / 3
    with Image.open(tmp_path / "curves.png") as curves:
        assert curves.size == (3 * 560, 360)
        assert len(curves.convert("RGB").getcolors(1 << 16) or ()) > 20  # lines and letters


def test_a_diffusion_learns(tmp_path: Path, bundle: Bundle) -> None:
    given = settings(
        rate=5e-3, every=125, dropout=0.0, width=32, depth=1, mapper_steps=10, batch=64, ema=0.97, items=50
    )
    many = cache(tmp_path / "cache", items(2000))
    report = finish(fitting_of(many, tmp_path / "out", bundle, 250, settings=given))
    story = read_story(tmp_path / "out" / "training" / "state.safetensors")
    assert story is not None
    assert report.metrics is not None
    assert report.metrics.items == 50
    assert report.metrics.cosine > 0.5
    first, last = (check.metrics.levels for check in story.checks)
    assert [level.step for level in last] == [3, 10, 16]
    assert last[0].loss < last[-1].loss < 1  # less noise, less to guess
    assert sum(level.loss for level in last) < sum(level.loss for level in first)
    assert report.metrics.levels == last
    with Image.open(tmp_path / "out" / "curves.png") as curves:
        assert curves.width == 4 * 560


def test_bf16_trains_too(pairs: Path, tmp_path: Path, bundle: Bundle) -> None:
    half = settings().changed(precision="bf16")
    report = finish(fitting_of(pairs, tmp_path / "bf16", bundle, settings=half))
    exact = finish(fitting_of(pairs, tmp_path / "fp32", bundle))
    assert report.loss is not None
    assert exact.loss is not None
    assert report.loss == pytest.approx(exact.loss, rel=0.05)
    assert report.loss != exact.loss
    assert all(value.dtype == torch.float32 for value in weights(tmp_path / "bf16").values())


def test_scores() -> None:
    sounds = unit(np.random.default_rng(0).standard_normal((8, 16)).astype(np.float32))
    right = score(sounds, sounds)
    assert right.cosine == pytest.approx(1)
    assert (right.recall_1, right.recall_5, right.loss) == (1, 1, 0)
    assert score(np.roll(sounds, 1, axis=0), sounds).recall_1 == 0
    constant = np.repeat(sounds[:1], 8, axis=0)
    assert score(constant, sounds).recall_1 == 1 / 8  # chance
    assert score(constant, sounds).recall_5 == 5 / 8
    twins = np.concatenate((sounds[:4], sounds[:4]))
    assert score(twins, twins).recall_1 == 1  # a sound that is the same one is no mistake


# The state


@pytest.mark.parametrize("kind", list(Kind))
def test_ten_steps_are_five_and_five(kind: Kind, pairs: Path, tmp_path: Path, bundle: Bundle) -> None:
    finish(fitting_of(pairs, tmp_path / "whole", bundle, 10, kind))
    run = fitting_of(pairs, tmp_path / "halves", bundle, 10, kind)
    after(run, 5)
    run.close()
    assert read_story(tmp_path / "halves" / "training" / "state.safetensors").step == 5  # type: ignore[union-attr]
    assert not (tmp_path / "halves" / "config.json").exists()
    finish(fitting_of(pairs, tmp_path / "halves", bundle, 10, kind))
    same_folders(tmp_path / "whole", tmp_path / "halves")


def test_interrupted_at_every_step_it_ends_the_same(pairs: Path, tmp_path: Path, bundle: Bundle) -> None:
    finish(fitting_of(pairs, tmp_path / "whole", bundle, 10, Kind.REGRESSION))
    for step in range(1, 11):
        run = fitting_of(pairs, tmp_path / "pieces", bundle, 10, Kind.REGRESSION)
        after(run, step)
        run.close()
    finish(fitting_of(pairs, tmp_path / "pieces", bundle, 10, Kind.REGRESSION))
    same_folders(tmp_path / "whole", tmp_path / "pieces")


def test_it_goes_on_after_its_end(pairs: Path, tmp_path: Path, bundle: Bundle) -> None:
    finish(fitting_of(pairs, tmp_path / "once", bundle, 6))
    finish(fitting_of(pairs, tmp_path / "twice", bundle, 4))
    assert finish(fitting_of(pairs, tmp_path / "twice", bundle, 6)).steps == 6
    one, two = (weights(tmp_path / name) for name in ("once", "twice"))
    assert same(one, two)


def test_ctrl_c_finishes_the_step_and_saves(pairs: Path, tmp_path: Path, bundle: Bundle) -> None:
    handlers = [signal.getsignal(number) for number in (signal.SIGINT, signal.SIGTERM)]
    run = fitting_of(pairs, tmp_path, bundle)
    after(run, 3)
    signal.raise_signal(signal.SIGINT)
    with pytest.raises(Cancelled, match="Stopped after step 4 of 10; all of it is saved"):
        finish(run)
    assert [signal.getsignal(number) for number in (signal.SIGINT, signal.SIGTERM)] == handlers
    assert read_story(tmp_path / "training" / "state.safetensors").step == 4  # type: ignore[union-attr]
    assert finish(fitting_of(pairs, tmp_path, bundle)).steps == 10


def test_a_state_of_other_data_is_left_alone(pairs: Path, tmp_path: Path, bundle: Bundle) -> None:
    out = tmp_path / "out"
    finish(fitting_of(pairs, out, bundle, 2))
    before = weights(out)
    other = cache(tmp_path / "other", items(20, seed=5))
    for run in (
        fitting_of(other, out, bundle, 4),
        fitting_of(pairs, out, bundle, 4, settings=settings(rate=0.5)),
        fitting_of(pairs, out, bundle, 4, Kind.REGRESSION),
    ):
        with pytest.raises(BadInput, match="other data or settings"):
            finish(run)
    assert same(weights(out), before)
    assert finish(fitting_of(other, out, bundle, 2, restart=True)).items == 16


def test_a_damaged_state_is_said(pairs: Path, tmp_path: Path, bundle: Bundle) -> None:
    finish(fitting_of(pairs, tmp_path, bundle, 2))
    with (tmp_path / "training" / "state.safetensors").open("r+b") as file:
        file.truncate(1000)
    with pytest.raises(BadInput, match=r"state\.safetensors is damaged"):
        finish(fitting_of(pairs, tmp_path, bundle, 4))


def test_a_full_disk_leaves_the_last_state(
    pairs: Path, small_disk: Callable[[str], Path], tmp_path: Path, bundle: Bundle
) -> None:
    disk = small_disk("4m")
    finish(fitting_of(pairs, disk, bundle, 4))
    before = weights(disk)
    filler = disk / "somebody else's"
    with filler.open("wb", buffering=0) as file, contextlib.suppress(OSError):
        while file.write(bytes(4096)):
            pass
    with pytest.raises(OutputError, match=r"The disk is full while writing (best|state)\.safetensors"):
        finish(fitting_of(pairs, disk, bundle, 8))
    assert same(weights(disk), before)
    assert not list(disk.rglob("*partial*"))
    filler.unlink()
    finish(fitting_of(pairs, disk, bundle, 8))
    finish(fitting_of(pairs, tmp_path / "elsewhere", bundle, 8))
    assert same(weights(disk), weights(tmp_path / "elsewhere"))


def test_early_stop_keeps_the_best(pairs: Path, tmp_path: Path, bundle: Bundle) -> None:
    given = settings(rate=3.0, patience=2, every=2, ema=0.0, warmup=1)  # so fast that it soon gets worse
    report = finish(fitting_of(pairs, tmp_path, bundle, 400, Kind.REGRESSION, settings=given))
    story = read_story(tmp_path / "training" / "state.safetensors")
    assert story is not None
    assert report.early
    assert report.steps < 400
    assert report.metrics is not None
    assert report.metrics.cosine == max(check.metrics.cosine for check in story.checks)
    assert [check.step > story.best for check in story.checks][-2:] == [True, True]


# Batches that are no numbers


def spoiled(rows: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let some training pairs be no numbers, as overflow makes them."""
    load: Callable[..., Steps[PairSet]] = load_pairs

    def loading(*arguments: object) -> Steps[PairSet]:
        found = yield from load(*arguments)
        found.train.sounds[:rows] = np.nan
        return found

    monkeypatch.setattr(fitting, "load_pairs", loading)


def test_a_batch_with_nan_is_skipped_and_counted(
    pairs: Path, tmp_path: Path, bundle: Bundle, monkeypatch: pytest.MonkeyPatch
) -> None:
    spoiled(1, monkeypatch)
    report = finish(fitting_of(pairs, tmp_path, bundle, 20))
    assert 1 <= report.skipped <= 4  # one row of 100 in 20 batches of 16
    assert report.loss is not None
    assert all(value.isfinite().all() for value in weights(tmp_path).values())


def test_too_many_of_them_end_the_training(
    pairs: Path, tmp_path: Path, bundle: Bundle, monkeypatch: pytest.MonkeyPatch
) -> None:
    finish(fitting_of(pairs, tmp_path, bundle, 4))
    before = weights(tmp_path)
    spoiled(60, monkeypatch)
    with pytest.raises(BadInput, match="3 batches gave a loss or a gradient that is no number"):
        finish(fitting_of(pairs, tmp_path / "new", bundle, settings=settings(stop_after_bad=3)))
    assert same(weights(tmp_path), before)


def test_vectors_that_are_damaged_are_left_out(tmp_path: Path, bundle: Bundle) -> None:
    made = items(20)
    made[3].sound[:] = np.nan
    made[5].frames[0] *= 2
    report = finish(fitting_of(cache(tmp_path / "c", made), tmp_path / "out", bundle, 2))
    assert (report.items + report.held_out, report.damaged) == (18, 2)


# Data


def test_windows_of_one_clip_stay_on_one_side(tmp_path: Path) -> None:
    found = finish(load_pairs([cache(tmp_path, items(60, windows=6))], "mean", 0.2))
    assert (len(found.train), len(found.held_out)) == (48, 12)
    assert not {*found.train.groups} & {*found.held_out.groups}
    assert found.held_by == "2 of 10 sources, chosen by their digests"


def test_items_that_share_a_file_stay_together() -> None:
    pairs = [("a", "1"), ("b", "1"), ("c", "2"), ("d", "3"), ("d", "4"), ("e", "5"), ("f", "6")]
    grouping = group([(f"picture {picture}", f"a sound {sound}") for picture, sound in pairs])
    assert not grouping.loose
    assert [grouping.keys.index(key) for key in grouping.keys] == [0, 0, 2, 3, 3, 5, 6]
    one_sound = group([("a", "x"), ("b", "x"), ("c", "x"), ("c", "y"), ("d", "z")])
    assert one_sound.loose  # by sounds as well, nearly all would be one
    assert one_sound.keys == ("a", "b", "c", "c", "d")
    assert held_groups(one_sound.keys, 0.25) == held_groups(tuple(reversed(one_sound.keys)), 0.25)
    assert len(held_groups(("a", "b"), 0.99)) == 1
    assert held_groups(("a", "a"), 0.5) == frozenset()
    counts = {count: len(held_groups(tuple(map(str, range(count))), 0.05)) for count in (2, 9, 30, 100, 1000)}
    assert counts == {2: 1, 9: 1, 30: 6, 100: 20, 1000: 50}


def test_a_picture_of_a_test_pair_is_not_trained_on(tmp_path: Path) -> None:
    made = [altered(item, parts=(f"{number:064}", "ab" * 32)) for number, item in enumerate(items(4))]
    cache(tmp_path, made[:3])
    cache(tmp_path, [altered(made[3], split=Split.TEST)])
    with pytest.raises(BadInput, match="clip-0-0 is for train, and clip-0-3, which is for testing, has the same file"):
        finish(load_pairs([tmp_path], "mean", 0.2))


def test_a_validation_split_is_respected_and_tests_are_not_touched(tmp_path: Path) -> None:
    cache(tmp_path, items(20))
    cache(tmp_path, items(5, Split.VALIDATION, seed=1))
    cache(tmp_path, items(7, Split.TEST, seed=2))
    found = finish(load_pairs([tmp_path], "mean", 0.2))
    assert (len(found.train), len(found.held_out), found.tests) == (20, 5, 7)
    assert found.held_by == "the validation split of the shards"


def test_test_items_in_the_training_list_are_refused(tmp_path: Path) -> None:
    made = items(20)
    cache(tmp_path / "leak", made)
    cache(tmp_path / "leak", [altered(made[4], split=Split.TEST, name="the same thing")])
    with pytest.raises(
        BadInput, match="clip-0-4 is for train, and the same thing, which is for testing, has the same file"
    ):
        finish(load_pairs([tmp_path / "leak"], "mean", 0.2))
    listed = tmp_path / "test ids.txt"
    listed.write_text("clip-9\nclip-0-7,12,x\n", encoding="utf-8")
    cache(tmp_path / "plain", made)
    with pytest.raises(BadInput, match="clip-0-7 is for train, and the test list names it"):
        finish(load_pairs([tmp_path / "plain"], "mean", 0.2, read_ids(listed)))
    assert len(finish(load_pairs([tmp_path / "plain"], "mean", 0.0, ["somebody"])).train) == 20
    cache(tmp_path / "folder", [altered(made[0], name="train/xYz-1_000030.mp4")])
    for name in ("xYz-1", "xYz-1_000030"):  # as in the published lists
        with pytest.raises(BadInput, match="the test list names it"):
            finish(load_pairs([tmp_path / "folder"], "mean", 0.2, [name]))


def test_one_clip_only_trains_and_says_that_nobody_knows(tmp_path: Path, bundle: Bundle) -> None:
    report = finish(fitting_of(cache(tmp_path / "c", items(1)), tmp_path / "out", bundle, 3))
    assert (report.items, report.held_out, report.metrics) == (1, 0, None)
    assert report.held_by == "nothing: there is only one source"
    assert (tmp_path / "out" / "config.json").is_file()


def test_the_same_item_twice_counts_once(tmp_path: Path) -> None:
    made = items(10)
    cache(tmp_path / "a", made)
    cache(tmp_path / "b", made[:4])
    found = finish(load_pairs([tmp_path / "a", tmp_path / "b"], "mean", 0.0))
    assert (len(found.train), found.repeats) == (10, 4)


@pytest.mark.parametrize("bytes_left", [100, 1500, 5 * 512, 20_000])
def test_a_shard_that_is_cut_off_is_named(bytes_left: int, tmp_path: Path) -> None:
    cache(tmp_path, items(20))
    with (tmp_path / "train-00000.tar").open("r+b") as file:
        file.truncate(bytes_left)
    with pytest.raises(BadInput, match=r"The shard .*train-00000\.tar is cut off"):
        finish(load_pairs([tmp_path], "mean", 0.2))


def test_shards_that_are_none(tmp_path: Path, pairs: Path) -> None:
    with pytest.raises(BadInput, match="holds no shards"):
        finish(load_pairs([tmp_path], "mean", 0.2))
    with pytest.raises(BadInput, match="is no folder"):
        finish(load_pairs([tmp_path / "gone"], "mean", 0.2))
    unfinished = shutil.copytree(pairs, tmp_path / "unfinished")
    (unfinished / "train-00000.json").unlink()
    with pytest.raises(BadInput, match="unfinished"):
        finish(load_pairs([unfinished], "mean", 0.2))
    cache(tmp_path / "tests", items(3, Split.TEST))
    with pytest.raises(BadInput, match="nothing to train on"):
        finish(load_pairs([tmp_path / "tests"], "mean", 0.2))
    (tmp_path / "empty.txt").write_text("\n", encoding="utf-8")
    with pytest.raises(BadInput, match="is empty"):
        read_ids(tmp_path / "empty.txt")


def test_embeddings_of_another_space(pairs: Path, tmp_path: Path, bundle: Bundle) -> None:
    other = [altered(item, clip_space="openai-clip-vit-b-32") for item in items(4, seed=3)]
    elsewhere = cache(tmp_path / "other", other)
    with pytest.raises(SpaceMismatch, match="mix pictures of the space 'tiny-clip' with those of 'openai"):
        finish(load_pairs([pairs, elsewhere], "mean", 0.2))
    with pytest.raises(SpaceMismatch, match="pictures of the space 'openai-clip-vit-b-32', and the bundle tiny"):
        finish(fitting_of(elsewhere, tmp_path / "out", bundle))


# Going on from a mapper


def test_going_on_from_a_mapper_says_whether_it_helped(pairs: Path, tmp_path: Path, bundle: Bundle) -> None:
    first = finish(fitting_of(pairs, tmp_path / "first", bundle, 40, Kind.REGRESSION, settings=settings(rate=1e-3)))
    assert first.helped is None
    own = cache(tmp_path / "own", items(60, seed=7))
    more = settings(finetune_rate=1e-2, every=20)
    start = str(tmp_path / "first")
    report = finish(fitting_of(own, tmp_path / "more", bundle, 100, Kind.REGRESSION, settings=more, start=start))
    assert report.before is not None
    assert report.metrics is not None
    assert report.helped
    assert report.metrics.cosine > report.before.cosine + 0.1
    card = json.loads((tmp_path / "more" / "card.json").read_text(encoding="utf-8"))
    assert card["before"]["cosine"] == report.before.cosine

    spoiling = settings(finetune_rate=10.0, every=20, warmup=1, ema=0.0)
    spoilt = finish(fitting_of(own, tmp_path / "bad", bundle, 40, Kind.REGRESSION, settings=spoiling, start=start))
    assert spoilt.helped is False
    assert spoilt.metrics == spoilt.before
    assert (tmp_path / "bad" / "model.safetensors").read_bytes() == (
        tmp_path / "first" / "model.safetensors"
    ).read_bytes()


def test_going_on_from_the_bundles_own_mapper(pairs: Path, tmp_path: Path, bundle: Bundle) -> None:
    report = finish(fitting_of(pairs, tmp_path / "out", bundle, 2, start="diffusion"))
    assert report.before is not None
    with pytest.raises(BadInput, match="'regression' is a regression mapper"):
        finish(fitting_of(pairs, tmp_path / "other", bundle, 2, start="regression"))


# Several processes

PROGRAM = """\
import json, sys
from pathlib import Path
sys.path.insert(0, {tests!r})
from test_fit import fitting_of, settings
from v2a_plugin.model.errors import Cancelled
from v2a_plugin.model.progress import finish
from v2a_plugin.zoo.bundle import open_folder
given = settings(dropout=0.0, log_every=1)
try:
    finish(fitting_of(Path({pairs!r}), Path({out!r}), open_folder(Path({bundle!r})), {steps}, settings=given))
except Cancelled:
    sys.exit(130)
"""


def started_twice(pairs: Path, out: Path, bundle: Bundle, steps: int) -> list[subprocess.Popen[str]]:
    """One training in two processes, as `accelerate launch` and torchrun start them."""
    program = out.parent / "run.py"
    places = {"tests": str(Path(__file__).parent), "pairs": str(pairs), "bundle": str(bundle.root)}
    program.write_text(PROGRAM.format(out=str(out), steps=steps, **places), encoding="utf-8")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = str(free.getsockname()[1])
    common = {"WORLD_SIZE": "2", "MASTER_ADDR": "127.0.0.1", "MASTER_PORT": port, "OMP_NUM_THREADS": "1"}
    return [
        subprocess.Popen(
            [sys.executable, str(program)], stderr=subprocess.PIPE, text=True,
            env={**os.environ, **common, "RANK": rank, "LOCAL_RANK": rank, "ACCELERATE_USE_CPU": "true"},
        )
        for rank in "01"
    ]  # fmt: skip


@pytest.mark.soak
def test_two_processes_lose_as_much_as_one(pairs: Path, tmp_path: Path, bundle: Bundle) -> None:
    for process in started_twice(pairs, tmp_path / "two", bundle, 6):
        _, said = process.communicate(timeout=180)
        assert process.returncode == 0, said
    finish(fitting_of(pairs, tmp_path / "one", bundle, 6, settings=settings(dropout=0.0, log_every=1)))
    one, two = (read_story(tmp_path / name / "training" / "state.safetensors") for name in ("one", "two"))
    assert one is not None
    assert two is not None
    assert len(one.points) == 6
    assert [point.loss for point in two.points] == pytest.approx([point.loss for point in one.points], rel=1e-4)
    for name, value in weights(tmp_path / "one").items():
        torch.testing.assert_close(weights(tmp_path / "two")[name], value, rtol=1e-2, atol=1e-4)
    assert two.checks[-1].metrics.cosine == pytest.approx(one.checks[-1].metrics.cosine, abs=1e-3)


@pytest.mark.soak
def test_when_one_process_is_asked_to_stop_both_do_after_the_same_step(
    pairs: Path, tmp_path: Path, bundle: Bundle
) -> None:
    out = tmp_path / "two"
    processes = started_twice(pairs, out, bundle, 1_000_000)
    deadline = time.monotonic() + 120
    while not (out / "training" / "state.safetensors").is_file() and time.monotonic() < deadline:
        time.sleep(0.1)
    processes[1].send_signal(signal.SIGINT)
    for process in processes:
        _, said = process.communicate(timeout=60)
        assert process.returncode == 130, said
    story = read_story(out / "training" / "state.safetensors")
    assert story is not None
    done = finish(fitting_of(pairs, out, bundle, story.step + 2, settings=settings(dropout=0.0, log_every=1)))
    assert done.steps == story.step + 2


def test_a_request_to_end_after_ctrl_c_is_the_same_wish(pairs: Path, tmp_path: Path, bundle: Bundle) -> None:
    """A launcher passes Ctrl-C on to processes that have had it already."""
    run = fitting_of(pairs, tmp_path, bundle)
    after(run, 3)
    signal.raise_signal(signal.SIGINT)
    signal.raise_signal(signal.SIGTERM)
    with pytest.raises(Cancelled, match="Stopped after step 4"):
        finish(run)
    run = fitting_of(pairs, tmp_path, bundle)
    after(run, 5)
    signal.raise_signal(signal.SIGINT)
    with pytest.raises(KeyboardInterrupt):
        signal.raise_signal(signal.SIGINT)
    run.close()


def test_a_batch_must_be_shared_evenly(pairs: Path, tmp_path: Path, bundle: Bundle) -> None:
    class Three:
        num_processes = 3

    training = loop.Training(
        None, None, settings().training, settings().validation, 1e-3, 1, tmp_path, ""  # type: ignore[arg-type]
    )  # fmt: skip
    with pytest.raises(BadInput, match="A batch of 16 cannot be shared by 3 processes"):
        finish(loop.train(training, Three()))
