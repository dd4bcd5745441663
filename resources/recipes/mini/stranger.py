"""A judge apart: aiSFX's embeddings (Ma and Lerch, ISMIR 2022), and classes learned from the part *judge* alone.

aiSFX is a plain stack of convolutions trained on commercial libraries of sound effects, so neither its family nor its
data are those of YAMNet, which conditions, ranks and tags. Nothing of it ships, and nothing else learns from what it
says. The classes are middles of its embeddings, whitened by the covariance within classes.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

import numpy as np
from jaxtyping import Float32

from v2a_plugin.evaluation.corpus import RATE
from v2a_plugin.judges.aisfx import AisfxClasses, AisfxJudge
from v2a_plugin.model.embeddings import unit
from v2a_plugin.model.sound import Sound

__all__ = ["embed", "learn", "shuffled"]

_SECONDS = 5  # of a sound that are heard


def embed(judge: AisfxJudge, sound: Float32[np.ndarray, " samples"]) -> Float32[np.ndarray, " 512"]:
    """The mean embedding of the first 5 s of 16 kHz sound, whatever its level."""
    heard: Float32[np.ndarray, " 512"] = judge.hear(Sound.mono(sound[: _SECONDS * RATE], RATE)).windows.mean(0)
    return heard


def learn(heard: Float32[np.ndarray, "sounds 512"], names: Sequence[str], shrink: float = 0.6) -> AisfxClasses:
    """Classes with two sounds or more. Among shares of 0.1, 0.3 and 0.6 of the isotropic covariance, 0.6 knew most."""
    sizes = Counter(names)
    classes = tuple(sorted(name for name in sizes if name and sizes[name] > 1))
    rows = [row for row, name in enumerate(names) if name in classes]
    labels = np.array([classes.index(names[row]) for row in rows])
    known = heard[rows]
    middles = np.stack([known[labels == index].mean(0) for index in range(len(classes))])
    within = np.cov((known - middles[labels]).T)
    within = (1 - shrink) * within + shrink * np.trace(within) / len(within) * np.eye(len(within))
    values, vectors = np.linalg.eigh(within)
    whiten = (vectors / np.sqrt(values)).astype(np.float32)
    centre = known.mean(0)
    return AisfxClasses(classes, centre, whiten, unit((middles - centre) @ whiten))


def shuffled(judge: AisfxClasses, heard: Float32[np.ndarray, "sounds 512"], wanted: Sequence[str], among: int) -> float:
    """How often a sound is among the `among` nearest to what another one should be."""
    turns = [judge.ranks(np.roll(heard, turn, axis=0), wanted) < among for turn in range(1, len(wanted))]
    return float(np.mean(turns)) if turns else 0.0
