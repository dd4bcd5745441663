"""Tagging: the words for what a sound is heard as, from its vector.

Two ways: the nearest of a list of labels, which any encoder of sounds and words can do, and a trained head over kinds of
sound, which says nothing where it is not sure enough to be right.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

import numpy as np
from jaxtyping import Float32
from safetensors import SafetensorError, safe_open
from safetensors.numpy import save_file

from v2a_plugin.encoders.protocols import AudioEncoder
from v2a_plugin.files import open_text
from v2a_plugin.model.errors import BundleError
from v2a_plugin.model.sound import Tag

__all__ = ["Kind", "KindTagger", "NearestLabels", "Tagger", "read_tagger", "write_tagger"]

HEAD, KINDS = "head.safetensors", "kinds.csv"
_COLUMNS = ("kind", "subcategory", "category")

Vectors = Float32[np.ndarray, "sound audio"]
Tags = tuple[tuple[Tag, ...], ...]


class Tagger(Protocol):
    """Says what sounds are heard as."""

    def tags(self, vectors: Vectors, most: int) -> Tags:
        """Words for each sound, best first.

        Args:
            vectors: Of unit length, in the space of the bundle's audio encoder.
            most: Words a sound at most.
        """
        ...


class NearestLabels:
    """The labels whose vectors are nearest; the score of each is its cosine. They are encoded once, when first needed."""

    def __init__(self, encoder: AudioEncoder, labels: Sequence[str]) -> None:
        """Keep the encoder and the labels; none gives no tags."""
        self._encoder = encoder
        self._labels = tuple(labels)
        self._places: Float32[np.ndarray, "label audio"] | None = None

    def tags(self, vectors: Vectors, most: int) -> Tags:
        """As `Tagger` says."""
        if not self._labels:
            return tuple(() for _ in vectors)
        if self._places is None:
            self._places = self._encoder.embed_text(self._labels)
        cosines = np.clip(vectors @ self._places.T, -1, 1)
        best = np.argsort(-cosines, axis=1, kind="stable")[:, :most]
        return tuple(
            tuple(Tag(self._labels[index], float(row[index])) for index in order)
            for row, order in zip(cosines, best, strict=True)
        )


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of sound, and where the Universal Category System files it.

    Attributes:
        kind: "a pig grunting".
        subcategory: Category and subcategory in words: "animals: farm".
        category: "animals".
    """

    kind: str
    subcategory: str
    category: str

    @property
    def names(self) -> tuple[str, str, str]:
        """From the narrowest to the broadest."""
        return self.kind, self.subcategory, self.category


class KindTagger:
    """A softmax over kinds of sound. What is said is right about as often as its score says.

    A subcategory and a category are as probable as the kinds in them together. Said is the kind with its subcategory, else
    the subcategory, else the category, whichever reaches `least` first (Deng et al., "Hedging Your Bets", CVPR 2012), and
    nothing where none does.
    """

    def __init__(
        self,
        kinds: Sequence[Kind],
        weights: Float32[np.ndarray, "audio kind"],
        bias: Float32[np.ndarray, " kind"],
        least: float,
    ) -> None:
        """Keep a trained head.

        Args:
            kinds: One a column.
            weights: With the temperature that was fitted on held-out sounds.
            bias: Likewise.
            least: Probability from which a name is said, above 0.5, so that no two of a level can be.
        """
        self.kinds, self.weights, self.bias, self.least = tuple(kinds), weights, bias, least
        levels = [[kind.names[level] for kind in kinds] for level in range(3)]
        self._levels = [
            (names := sorted(set(level)), np.array([names.index(each) for each in level])) for level in levels
        ]

    def shares(self, vectors: Vectors) -> Float32[np.ndarray, "sound kind"]:
        """Probability of each kind."""
        logits = vectors @ self.weights + self.bias
        powers = np.exp(logits - logits.max(1, keepdims=True))
        shares: Float32[np.ndarray, "sound kind"] = (powers / powers.sum(1, keepdims=True)).astype(np.float32)
        return shares

    def tags(self, vectors: Vectors, most: int) -> Tags:
        """As `Tagger` says; scores are probabilities."""
        return tuple(tuple(self._said(row))[:most] for row in self.shares(vectors))

    def _said(self, shares: Float32[np.ndarray, " kind"]) -> Iterator[Tag]:
        said = ""
        for level, (names, of_kind) in enumerate(self._levels):
            sums = np.bincount(of_kind, shares, len(names))
            best = int(sums.argmax())
            if sums[best] >= self.least:
                if names[best] != said:  # footsteps are of the category footsteps
                    yield Tag(said := names[best], min(1.0, float(sums[best])))
                if level > 0:
                    return  # the category is in the subcategory's words


def write_tagger(tagger: KindTagger, folder: Path) -> None:
    """A folder that `read_tagger` reads."""
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / KINDS).open("w", encoding="utf-8", newline="") as stream:
        rows = csv.writer(stream, lineterminator="\n")
        rows.writerow(_COLUMNS)
        rows.writerows(kind.names for kind in tagger.kinds)
    arrays = {"weights": np.ascontiguousarray(tagger.weights), "bias": tagger.bias}
    save_file(arrays, folder / HEAD, {"format": "v2a-kinds", "least": f"{tagger.least:g}"})


def read_tagger(folder: Path, width: int) -> KindTagger:
    """A trained tagger.

    Args:
        folder: With `head.safetensors` and `kinds.csv`.
        width: Of the vectors that it will be given.

    Raises:
        BundleError: A file is missing or damaged, or they contradict each other.
    """
    try:
        with open_text(folder / KINDS) as stream:
            kinds = tuple(Kind(*(row[name] for name in _COLUMNS)) for row in csv.DictReader(stream))
        with safe_open(folder / HEAD, "numpy") as file:
            weights, bias = (file.get_tensor(name).astype(np.float32) for name in ("weights", "bias"))
            least = float((file.metadata() or {})["least"])
    except (OSError, SafetensorError, KeyError, ValueError, csv.Error) as error:
        raise BundleError(
            f"The tagger in {folder} cannot be read: {error}.", "Pull or install the bundle again."
        ) from error
    if weights.shape != (width, len(kinds)) or bias.shape != (len(kinds),):
        raise BundleError(
            f"The tagger in {folder} is for {weights.shape} and not for {(width, len(kinds))}.",
            "Use the files of one bundle.",
        )
    return KindTagger(kinds, weights, bias, least)
