"""Fits a text bridge: from captions alone, or with pairs, from which it learns what the captions do not say."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
from jaxtyping import Float32

from v2a_plugin.encoders.protocols import Encoders
from v2a_plugin.files import output_folder
from v2a_plugin.generation.bridging import FITTED_TO
from v2a_plugin.mapper.bridge import BridgeMapper, build_bridge
from v2a_plugin.mapper.mapper_store import save_mapper
from v2a_plugin.model.embeddings import unit
from v2a_plugin.model.errors import SpaceMismatch
from v2a_plugin.model.progress import Progress, Steps
from v2a_plugin.training.fit.card import card_of
from v2a_plugin.training.fit.pairs import Pairs, PairSet
from v2a_plugin.training.fit.validate import Metrics, check
from v2a_plugin.zoo.bundle import Bundle

__all__ = ["BridgeReport", "fit_bridge"]

_RIDGES = (1.0, 3.0, 10.0, 30.0, 100.0, 300.0, 1000.0)
"""Strengths of the ridge that are tried, times the mean square of an input."""
_WORTH = 1e-3
"""Gain in cosine that a residual must bring."""


@dataclass(frozen=True, slots=True)
class BridgeReport:
    """What came of it.

    Attributes:
        folder: The mapper, for `v2a generate --mapper`.
        captions: How many it speaks.
        items: Pairs it was fitted to.
        held_out: Pairs it was checked with.
        ridge: Strength that did best; 0 where the captions alone did, and for none.
        before: Metrics of the captions alone; None without held-out pairs.
        metrics: Metrics with the residual; None without held-out pairs.
    """

    folder: Path
    captions: int
    items: int
    held_out: int
    ridge: float
    before: Metrics | None
    metrics: Metrics | None


def fit_bridge(
    captions: Sequence[str],
    encoders: Encoders,
    bundle: Bundle,
    out: Path,
    pairs: PairSet | None = None,
    caches: tuple[Path, ...] = (),
) -> Steps[BridgeReport]:
    """Fit a bridge and write its folder.

    Args:
        captions: What it may answer with.
        encoders: The bundle's.
        bundle: Whose they are.
        out: Folder of the mapper.
        pairs: Pictures and sounds to fit the residual to; None for captions alone.
        caches: Where those come from.

    Raises:
        BadInput: No captions.
        SpaceMismatch: The pairs are of another space.
        OutputError: The disk is full, or the folder may not be written.
    """
    bridge = yield from build_bridge(captions, encoders.visual, encoders.audio)
    before: Metrics | None = None
    metrics: Metrics | None = None
    ridge = 0.0
    if pairs is not None:
        _check_spaces(pairs, bridge)
        yield Progress("fitting the residual", 0, 1)
        ridge = _choose_ridge(bridge, pairs.train)
        fitted = _with_residual(bridge, pairs.train, ridge)
        if len(pairs.held_out):
            before = yield from check(bridge, pairs.held_out, 1, 1)
            metrics = before if fitted is bridge else (yield from check(fitted, pairs.held_out, 1, 1))
        bridge = fitted
    output_folder(out)
    (out / FITTED_TO).unlink(missing_ok=True)  # made by hand now
    card = card_of(bridge.name, bundle, pairs, caches)
    replace(card, captions=len(bridge.captions), before=before, metrics=metrics).write(out)
    save_mapper(bridge, out)
    items, held = (len(pairs.train), len(pairs.held_out)) if pairs else (0, 0)
    return BridgeReport(out, len(bridge.captions), items, held, ridge, before, metrics)


def _check_spaces(pairs: PairSet, bridge: BridgeMapper) -> None:
    if (pairs.clip_space, pairs.clap_space) != (bridge.clip_space, bridge.clap_space):
        raise SpaceMismatch(
            f"The shards lead from {pairs.clip_space!r} to {pairs.clap_space!r}, and the bundle from "
            f"{bridge.clip_space!r} to {bridge.clap_space!r}.",
            "Name the bundle that made the cache with --bundle.",
        )


def _answers(bridge: BridgeMapper, pictures: Float32[np.ndarray, "pair visual"]) -> Float32[np.ndarray, "pair audio"]:
    """What the captions alone answer."""
    return np.stack([unit(bridge.weights(picture) @ bridge.in_clap) for picture in pictures])


def _solve(inputs: np.ndarray, targets: np.ndarray, ridge: float) -> Float32[np.ndarray, "visual_and_one audio"]:
    """Ridge regression; the last row, the constant, is not held back."""
    rows = np.concatenate((inputs, np.ones((len(inputs), 1))), axis=1).astype(np.float64)
    hold = np.full(rows.shape[1], ridge * float(np.mean(np.square(inputs))))
    hold[-1] = 1e-9
    solved = np.linalg.solve(rows.T @ rows + np.diag(hold), rows.T @ targets.astype(np.float64))
    return np.ascontiguousarray(solved.astype(np.float32))


def _choose_ridge(bridge: BridgeMapper, pairs: Pairs) -> float:
    """The strength that does best on a fifth of the training sources, which the fit does not see."""
    aside = np.array([hashlib.sha256(f"aside {key}".encode()).digest()[0] < 51 for key in pairs.groups])
    if aside.all() or not aside.any() or (~aside).sum() < 2:
        return 0.0
    answers = _answers(bridge, pairs.pictures)
    chosen, best = 0.0, _near(answers[aside], pairs.sounds[aside]) + _WORTH
    for ridge in _RIDGES:
        fit = _solve(pairs.pictures[~aside], (pairs.sounds - answers)[~aside], ridge)
        near = _near(unit(answers[aside] + pairs.pictures[aside] @ fit[:-1] + fit[-1]), pairs.sounds[aside])
        if near > best:
            chosen, best = ridge, near
    return chosen


def _near(answers: np.ndarray, sounds: np.ndarray) -> float:
    """Mean cosine, row by row."""
    return float((answers * sounds).sum(axis=1).mean())


def _with_residual(bridge: BridgeMapper, pairs: Pairs, ridge: float) -> BridgeMapper:
    if not ridge:
        return bridge
    residual = _solve(pairs.pictures, pairs.sounds - _answers(bridge, pairs.pictures), ridge)
    return BridgeMapper(
        bridge.captions,
        bridge.in_clip,
        bridge.in_clap,
        bridge.clip_space,
        bridge.clap_space,
        bridge.temperature,
        residual=residual,
        sure=bridge.sure,
        ambience=bridge.ambience,
    )
