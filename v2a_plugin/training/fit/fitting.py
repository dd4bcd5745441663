"""Trains a mapper from shards and leaves a folder that `v2a generate --mapper` takes."""

from __future__ import annotations

import hashlib
import shutil
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum
from pathlib import Path

import torch

from v2a_plugin.files import output_folder, write_text
from v2a_plugin.mapper.diffusion import DiffusionMapper
from v2a_plugin.mapper.mapper_store import load_mapper, save_mapper
from v2a_plugin.mapper.regression import RegressionMapper
from v2a_plugin.model.config import Runtime
from v2a_plugin.model.errors import BadInput, BundleError, SpaceMismatch
from v2a_plugin.model.progress import Steps
from v2a_plugin.model.serial import to_json
from v2a_plugin.training.fit.advice import free_threads
from v2a_plugin.training.fit.card import card_of
from v2a_plugin.training.fit.curves import write_curves
from v2a_plugin.training.fit.loop import Trained, Training, accelerator_for, train
from v2a_plugin.training.fit.pairs import PairSet, load_pairs
from v2a_plugin.training.fit.settings import FitSettings
from v2a_plugin.training.fit.tasks import DiffusionTask, RegressionTask, Task, Trainable
from v2a_plugin.training.fit.training_state import Story
from v2a_plugin.training.fit.validate import Metrics
from v2a_plugin.training.fit.verdict import Verdict, verdict_on
from v2a_plugin.zoo.bundle import Bundle

__all__ = ["FitReport", "FitRequest", "Kind", "fit_mapper"]

CURVES, STORY, WORK = "curves.png", "training.json", "training"


class Kind(StrEnum):
    """Kinds of mapper that are trained step by step."""

    DIFFUSION = "diffusion"
    REGRESSION = "regression"


@dataclass(frozen=True, slots=True)
class FitRequest:
    """What to train.

    Attributes:
        kind: Which mapper.
        caches: What `v2a train cache` wrote; several are one set.
        out: Folder of the mapper.
        settings: How.
        steps: Steps in all; None for as many as the settings' epochs make.
        start: Name or folder of a mapper to go on from; "" to begin with random weights.
        test_ids: Names that must not be trained on.
        restart: Forget what an earlier run left in `out`.
        cpu: Stay on the CPU.
        tensorboard: Write the curves for TensorBoard too.
    """

    kind: Kind
    caches: tuple[Path, ...]
    out: Path
    settings: FitSettings
    steps: int | None = None
    start: str = ""
    test_ids: tuple[str, ...] = field(default=())
    restart: bool = False
    cpu: bool = False
    tensorboard: bool = False


@dataclass(frozen=True, slots=True)
class FitReport:
    """What came of it.

    Attributes:
        folder: The mapper, for `v2a generate --mapper`.
        kind: Which.
        items: Pairs it learned from.
        held_out: Pairs it was checked with.
        held_by: How these were chosen.
        steps: Steps done in all.
        early: It stopped because it no longer got better.
        skipped: Batches that were skipped because they gave no number.
        damaged: Pairs that were left out because their vectors were damaged.
        repeats: Pairs that stood in the caches twice.
        speed: Pairs a second.
        loss: Last point of the curve; None before there is one.
        before: Metrics of the mapper it started from; None where it began with random weights.
        metrics: Metrics of the mapper that was saved; None where nothing was held out.
        helped: Whether going on from a mapper made it better on held-out pairs; None where that was not measured.
        verdict: Against the mapper that ships and against the mean training sound; None where nothing was held out.
        heard: Sounds of held-out clips, by the mapper before and by the one that was trained.
    """

    folder: Path
    kind: str
    items: int
    held_out: int
    held_by: str
    steps: int
    early: bool
    skipped: int
    damaged: int
    repeats: int
    speed: float
    loss: float | None
    before: Metrics | None
    metrics: Metrics | None
    helped: bool | None
    verdict: Verdict | None = None
    heard: tuple[Path, ...] = ()


def fit_mapper(request: FitRequest, bundle: Bundle) -> Steps[FitReport]:
    """Train a mapper, or go on with a training that was interrupted.

    Raises:
        BadInput: Nothing to train on, test items among it, a state of other data, or too many bad batches.
        SpaceMismatch: The shards, or the mapper to start from, are of other spaces than the bundle's.
        OutputError: The disk is full; the last state that was saved stays.
        Cancelled: Ctrl-C; the state is saved.
    """
    settings, loop = request.settings, request.settings.training
    pairs = yield from load_pairs(request.caches, loop.aggregation, settings.validation.held_out, request.test_ids)
    _check_spaces(pairs, bundle)
    accelerator = accelerator_for(request.cpu)
    work = output_folder(request.out / WORK)
    if request.restart and accelerator.is_main_process:
        shutil.rmtree(work)
        output_folder(work)
    accelerator.wait_for_everyone()
    task = _task(request, pairs, bundle)
    training = Training(
        task,
        pairs,
        loop,
        settings.validation,
        loop.finetune_rate if request.start else loop.rate,
        request.steps or loop.steps(len(pairs.train)),
        work,
        _digest_of_inputs(request, pairs),
        compare=bool(request.start),
        board=work / "tensorboard" if request.tensorboard else None,
    )
    threads = torch.get_num_threads()
    torch.set_num_threads(min(threads, free_threads()))
    try:
        done = yield from train(training, accelerator)
    finally:
        torch.set_num_threads(threads)
    verdict = None
    if accelerator.is_main_process:
        mapper = task.mapper(done.network, pairs.clip_space, pairs.clap_space)
        verdict = yield from verdict_on(mapper, pairs, _shipped(bundle), settings.validation.mapper_steps)
        _write(request, bundle, pairs, mapper, done, verdict)
    accelerator.wait_for_everyone()
    return replace(_report(request, pairs, done), verdict=verdict)


def _shipped(bundle: Bundle) -> tuple[Trainable, ...]:
    """The bundle's own mapper that is used unless another is named; none where it brings none that can be asked."""
    name = bundle.card.defaults.mapper
    if name not in {each.name for each in bundle.card.mappers}:
        return ()
    try:
        found = load_mapper(bundle.mapper(name), Runtime())
    except BundleError:
        return ()
    return (found,) if isinstance(found, (DiffusionMapper, RegressionMapper)) else ()


def _check_spaces(pairs: PairSet, bundle: Bundle) -> None:
    card = bundle.card
    for theirs, ours, what in (
        (pairs.clip_space, card.clip_space, "pictures"),
        (pairs.clap_space, card.clap_space, "sounds"),
    ):
        if theirs != ours:
            raise SpaceMismatch(
                f"The shards hold {what} of the space {theirs!r}, and the bundle {card.name} uses {ours!r}.",
                "Name the bundle that made the cache with --bundle, or make a cache with this one.",
            )


def _task(request: FitRequest, pairs: PairSet, bundle: Bundle) -> Task:
    """The network, with random weights that follow from the seed, or those of the mapper to start from."""
    settings = request.settings
    widths = pairs.train.pictures.shape[1], pairs.train.sounds.shape[1]
    drop = settings.prior.drop_condition
    torch.manual_seed(settings.training.seed)
    try:
        if not request.start:
            if request.kind is Kind.DIFFUSION:
                return DiffusionTask(settings.prior.config(*widths), drop)
            return RegressionTask(settings.regression.config(*widths))
    except ValueError as error:
        raise BadInput(f"The settings give impossible sizes: {error}.", "Mend the file of settings.") from error
    found = load_mapper(bundle.mapper(request.start), Runtime())
    if isinstance(found, DiffusionMapper) and request.kind is Kind.DIFFUSION:
        return DiffusionTask(found.prior.config, drop, found.prior)
    if isinstance(found, RegressionMapper) and request.kind is Kind.REGRESSION:
        return RegressionTask(found.network.config, found.network)
    raise BadInput(
        f"'{request.start}' is a {found.name} mapper, and a {request.kind} one was to be trained.",
        f"Start from a {request.kind} mapper, or give --kind {found.name}.",
    )


def _digest_of_inputs(request: FitRequest, pairs: PairSet) -> str:
    """Data, settings and start: what must be the same for a training to be gone on with. How long it goes may change."""
    loop = replace(request.settings.training, epochs=1.0, least_steps=1)
    watch = replace(request.settings.validation, patience=0)
    knobs = to_json(replace(request.settings, training=loop, validation=watch))
    return hashlib.sha256(f"{request.kind}\n{request.start}\n{pairs.digest}\n{knobs}".encode()).hexdigest()


def _write(
    request: FitRequest, bundle: Bundle, pairs: PairSet, mapper: Trainable, done: Trained, verdict: Verdict | None
) -> None:
    """The mapper with its card, its curves and its story; the mapper last, so that it is whole or not there."""
    story = done.story
    card = replace(
        card_of(request.kind, bundle, pairs, request.caches),
        steps=story.step,
        skipped=story.skipped,
        settings=request.settings,
        before=_before(request, story),
        metrics=_metrics(story),
        verdict=verdict,
    )
    card.write(request.out)
    write_text(request.out / STORY, to_json(story))
    write_curves(request.out / CURVES, story)
    save_mapper(mapper, request.out)


def _before(request: FitRequest, story: Story) -> Metrics | None:
    first: Sequence[Metrics] = [checked.metrics for checked in story.checks if checked.step == 0]
    return first[0] if request.start and first else None


def _metrics(story: Story) -> Metrics | None:
    return next((checked.metrics for checked in story.checks if checked.step == story.best), None)


def _report(request: FitRequest, pairs: PairSet, done: Trained) -> FitReport:
    story = done.story
    before, metrics = _before(request, story), _metrics(story)
    return FitReport(
        request.out,
        request.kind,
        len(pairs.train),
        len(pairs.held_out),
        pairs.held_by,
        story.step,
        done.early,
        story.skipped,
        pairs.damaged,
        pairs.repeats,
        done.speed,
        story.points[-1].loss if story.points else None,
        before,
        metrics,
        None if before is None or metrics is None else metrics.cosine > before.cosine,
    )
