"""The training loop: steps, an average of the weights, checks, and a state that can be gone on from bit for bit.

Nothing is left to the moment: the items, the noise and the dropout of a step follow from the seed and the step, so a
training that was interrupted and went on ends with the same weights as one that was not.
"""

from __future__ import annotations

import copy
import math
import time
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import torch
from accelerate import Accelerator
from accelerate.utils import broadcast_object_list
from torch import Tensor, nn

from v2a_plugin.model.errors import BadInput, Cancelled
from v2a_plugin.model.progress import Progress, Steps
from v2a_plugin.training.fit.board import Board
from v2a_plugin.training.fit.order import Order
from v2a_plugin.training.fit.pairs import Pairs, PairSet
from v2a_plugin.training.fit.settings import Loop, Numbers, Validation
from v2a_plugin.training.fit.stopping import Stop, stopping
from v2a_plugin.training.fit.tasks import Chance, Task
from v2a_plugin.training.fit.training_state import (
    Checked,
    Point,
    Story,
    load_weights,
    read_story,
    restore,
    save,
    save_weights,
)
from v2a_plugin.training.fit.validate import check

__all__ = ["Trained", "Training", "accelerator_for", "train"]

STATE, BEST = "state.safetensors", "best.safetensors"
_SAVE_SECONDS = 300.0
_DROPOUT = 1
"""Stream of chance from which each process draws its own dropout; 0 is the noise that all share."""


@dataclass(frozen=True, slots=True, eq=False)
class Training:
    """What is to be done.

    Attributes:
        task: Network and loss.
        pairs: What it learns from and is checked with.
        loop: How.
        validation: How it is watched.
        rate: Learning rate after the warm-up.
        steps: In all.
        work: Folder for the state; made beforehand.
        inputs: sha256 over data and settings, hex.
        compare: Check once before the first step: for a mapper that was trained already.
        board: Folder for TensorBoard's log; None for none.
    """

    task: Task
    pairs: PairSet
    loop: Loop
    validation: Validation
    rate: float
    steps: int
    work: Path
    inputs: str
    compare: bool = False
    board: Path | None = None


@dataclass(frozen=True, slots=True, eq=False)
class Trained:
    """What came of it.

    Attributes:
        network: The averaged weights that did best on held-out pairs; the last ones where nothing was held out.
        story: What it went through.
        early: Whether it stopped because it no longer got better.
        speed: Items a second over the steps of this run, checks left out; 0 where no step was left to do.
    """

    network: nn.Module
    story: Story
    early: bool
    speed: float


def accelerator_for(cpu: bool) -> Accelerator:
    """Devices and processes as `accelerate launch` set them; one process without it. The settings say the precision."""
    return Accelerator(cpu=cpu, mixed_precision="no")


def train(job: Training, accelerator: Accelerator) -> Steps[Trained]:
    """Train to the end, or go on with what an earlier run left in `job.work`.

    Ctrl-C and closing the generator save first. In several processes each step's batch is shared out evenly, and only
    the main process writes.

    Raises:
        BadInput: The batch cannot be shared out, the state is of other data, or too many batches were no numbers.
        OutputError: The disk is full; the last state that was saved stays.
        Cancelled: Ctrl-C.
        MissingDependency: TensorBoard was requested and is not installed.
    """
    if job.loop.batch % accelerator.num_processes:
        raise BadInput(
            f"A batch of {job.loop.batch} cannot be shared by {accelerator.num_processes} processes.",
            "Choose a batch that is a multiple of their number.",
        )
    board = Board(job.board) if job.board is not None and accelerator.is_main_process else None
    try:
        with stopping() as stop:
            return (yield from _Run(job, accelerator, stop, board).to_the_end())
    finally:
        if board is not None:
            board.close()


class _Run:
    """One run of a training, from the state it finds to its end."""

    def __init__(self, job: Training, accelerator: Accelerator, stop: Stop, board: Board | None) -> None:
        self.job, self.accelerator, self.stop, self.board = job, accelerator, stop, board
        self.network = job.task.network.to(accelerator.device)
        self.average = copy.deepcopy(self.network).requires_grad_(False).eval()
        self.optimizer = _optimizer(self.network, job.loop, job.rate)
        self.story = read_story(job.work / STATE) or Story(job.inputs)
        if self.story.inputs != job.inputs:
            raise BadInput(
                f"{job.work.parent} holds a training of other data or settings.",
                "Give another --name or --out, or begin anew with --restart.",
            )
        if self.story.step:
            restore(job.work / STATE, self.network, self.average, self.optimizer)
        self.module = accelerator.prepare_model(job.task.module)
        self.order = Order(len(job.pairs.train), job.loop.batch, job.loop.seed)
        self.pictures = torch.from_numpy(job.pairs.train.pictures)
        self.sounds = torch.from_numpy(job.pairs.train.sounds)
        self.losses: list[Tensor] = [torch.tensor(loss) for loss in self.story.pending]
        self.story = replace(self.story, pending=())
        self.saved = time.monotonic()
        self.busy, self.stepped = 0.0, 0

    def to_the_end(self) -> Steps[Trained]:
        """All steps that are left."""
        job, story = self.job, self.story
        try:
            if job.compare and not story.checks:
                yield from self._check()
            while self.story.step < job.steps and not self._stale():
                begun = time.monotonic()
                self._step()
                self.busy += time.monotonic() - begun
                if self.story.step % job.loop.log_every == 0:
                    self._log()
                if self.story.step % job.validation.every == 0 or self.story.step == job.steps:
                    yield from self._check()
                self._save_now_and_then()
                if self._stop_requested():
                    raise Cancelled(
                        f"Stopped after step {self.story.step} of {job.steps}; all of it is saved.",
                        "Run the same command again to go on.",
                    )
                yield Progress("training", self.story.step, job.steps, self._note())
        except (Cancelled, GeneratorExit):
            self._save()
            raise
        self._save()
        return Trained(self._best(), self.story, self._stale(), self._speed())

    def _stop_requested(self) -> bool:
        """Whether any process received a request: all of them stop after the same step, or the others would wait for it."""
        if self.accelerator.num_processes == 1:
            return self.stop.requested
        requests = self.accelerator.reduce(
            torch.tensor(float(self.stop.requested), device=self.accelerator.device), "sum"
        )
        assert isinstance(requests, Tensor)
        return bool(requests > 0)

    def _step(self) -> None:
        loop, step = self.job.loop, self.story.step
        share = loop.batch // self.accelerator.num_processes
        first = share * self.accelerator.process_index
        mine = slice(first, first + share)
        rows = torch.from_numpy(self.order.rows(step)[mine])
        device = self.accelerator.device
        picture, sound = (rows_of[rows].to(device, non_blocking=True) for rows_of in (self.pictures, self.sounds))
        chance = Chance(loop.seed, step)
        torch.manual_seed(chance.number(_DROPOUT + self.accelerator.process_index))
        rate = self.job.rate * min(1.0, (step + 1) / max(1, loop.warmup))
        for group in self.optimizer.param_groups:
            group["lr"] = rate
        self.module.train()
        with torch.autocast(device.type, torch.bfloat16, enabled=loop.precision is Numbers.BF16):
            loss = self.module(picture, sound, chance, mine, loop.batch)
        self.optimizer.zero_grad()
        self.accelerator.backward(loss)
        norm = self.accelerator.clip_grad_norm_(self.module.parameters(), loop.clip_norm)
        if norm is not None and math.isfinite(float(norm)):
            self.optimizer.step()
            _average_into(self.average, self.network, min(loop.ema, (1 + step) / (10 + step)))
            self.losses.append(loss.detach())
            self.stepped += 1
        else:
            self._skip()
        self.story = replace(self.story, step=step + 1)

    def _skip(self) -> None:
        skipped = self.story.skipped + 1
        self.story = replace(self.story, skipped=skipped)
        if skipped >= self.job.loop.stop_after_bad:
            raise BadInput(
                f"{skipped} batches gave a loss or a gradient that is no number; training stopped at step "
                f"{self.story.step}, and the last state that was saved is still there.",
                "Lower the rate, use fp32, or look at the data.",
            )

    def _log(self) -> None:
        """A point of the curve: the loss over all processes."""
        if not self.losses:
            return
        mean = self.accelerator.reduce(torch.stack([x.to(self.accelerator.device) for x in self.losses]).mean(), "mean")
        assert isinstance(mean, Tensor)
        self.losses = []
        point = Point(self.story.step, float(mean), self.optimizer.param_groups[0]["lr"])
        self.story = replace(self.story, points=(*self.story.points, point))
        if self.board is not None:
            self.board.point(point)

    def _check(self) -> Steps[None]:
        """Compare on held-out pairs in the main process, keep what is best, and tell the others."""
        job = self.job
        held = _some(job.pairs.held_out, job.validation.items)
        story = [self.story]
        if len(held) and self.accelerator.is_main_process:
            mapper = job.task.mapper(self.average, job.pairs.clip_space, job.pairs.clap_space)
            metrics = yield from check(mapper, held, job.validation.mapper_steps, job.validation.levels)
            best = self.story.best
            if metrics.cosine > self.story.best_cosine:
                save_weights(job.work / BEST, self.average)
                best = self.story.step
            checks = (*self.story.checks, Checked(self.story.step, metrics))
            if self.board is not None:
                self.board.check(checks[-1])
            story = [replace(self.story, checks=checks, best=best)]
        broadcast_object_list(story)
        self.story = story[0]
        if len(held):
            self._save()

    def _stale(self) -> bool:
        """Whether the last checks brought nothing better."""
        patience = self.job.validation.patience
        later = [checked for checked in self.story.checks if checked.step > self.story.best]
        return bool(patience) and self.story.best >= 0 and len(later) >= patience

    def _save(self) -> None:
        if self.accelerator.is_main_process:
            pending = tuple(float(loss) for loss in self.losses)
            story = replace(self.story, pending=pending)
            save(self.job.work / STATE, story, self.network, self.average, self.optimizer)
        self.saved = time.monotonic()

    def _save_now_and_then(self) -> None:
        if time.monotonic() - self.saved > _SAVE_SECONDS:
            self._save()

    def _best(self) -> nn.Module:
        if self.story.best >= 0 and self.accelerator.is_main_process:
            load_weights(self.job.work / BEST, self.average)
        return self.average

    def _speed(self) -> float:
        return self.stepped * self.job.loop.batch / self.busy if self.busy else 0.0

    def _note(self) -> str:
        words = [f"loss {self.story.points[-1].loss:.4f}"] if self.story.points else []
        if self.story.checks:
            words.append(f"held-out cosine {self.story.checks[-1].metrics.cosine:.3f}")
        return ", ".join(words)


def _some(pairs: Pairs, most: int) -> Pairs:
    """At most so many pairs, evenly taken, always the same."""
    if len(pairs) <= most:
        return pairs
    return pairs.rows([row * len(pairs) // most for row in range(most)])


def _optimizer(network: nn.Module, loop: Loop, rate: float) -> torch.optim.Optimizer:
    """AdamW; weight decay for matrices only."""
    matrices = [weight for weight in network.parameters() if weight.ndim > 1]
    others = [weight for weight in network.parameters() if weight.ndim < 2]
    groups: list[dict[str, Any]] = [{"params": matrices}, {"params": others, "weight_decay": 0.0}]
    return torch.optim.AdamW(
        groups, lr=rate, betas=(loop.beta1, loop.beta2), eps=loop.epsilon, weight_decay=loop.weight_decay, fused=True
    )


@torch.no_grad()
def _average_into(average: nn.Module, network: nn.Module, keep: float) -> None:
    """Exponential moving average of the weights."""
    ours, theirs = list(_weights(average)), list(_weights(network))
    torch._foreach_lerp_(ours, theirs, 1 - keep)


def _weights(network: nn.Module) -> Iterator[Tensor]:
    return (weight.detach() for weight in network.parameters())
