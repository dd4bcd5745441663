"""The tagger of version 4: kinds of sound over the ears' vectors, calibrated on sources that it did not learn from."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import torch
from jaxtyping import Float32
from safetensors.torch import load_file

from mini import both
from mini.ears import heard
from mini.workshop import Workshop
from v2a_plugin.evaluation.wording import phrases
from v2a_plugin.model.embeddings import unit
from v2a_plugin.model.progress import Progress, Steps
from v2a_plugin.sources.taggers import Kind, KindTagger, read_tagger, write_tagger
from v2a_plugin.timeline.ucs_list import categories, category_of_label, list_path

__all__ = ["do_tagger", "tagger_table"]

LEAST = 0.6
"""Probability from which a name is said."""
_FOLDS, _STEPS, _SCALE, _DECAY = 5, 400, 8.0, 3e-3
_TEMPERATURES = (0.5, 0.6, 0.7, 0.8, 0.9, 1.0, 1.15, 1.3, 1.5)
_BINS = (0.0, 0.2, 0.4, 0.6, 0.7, 0.8, 0.9, 1.01)

Vectors = Float32[np.ndarray, "sounds width"]


@dataclass(frozen=True, slots=True)
class _Lessons:
    rows: tuple[both.Row, ...]
    vectors: Vectors
    kinds: tuple[Kind, ...]
    numbers: np.ndarray

    def take(self, chosen: Sequence[int]) -> _Lessons:
        return _Lessons(tuple(self.rows[i] for i in chosen), self.vectors[chosen], self.kinds, self.numbers[chosen])


def do_tagger(shop: Workshop) -> Steps[None]:
    """Train the head, fit its temperature on held-out sources, put it into `tagger/`."""
    lessons = yield from _lessons(shop, ("train",))
    folds, held = _folds(lessons), np.zeros((len(lessons.rows), len(lessons.kinds)), np.float32)
    for fold in range(_FOLDS):
        yield Progress("kinds of sound, five-fold", fold, _FOLDS)
        weights, bias = _fit(lessons.take(np.flatnonzero(folds != fold).tolist()), shop.device)
        rows = np.flatnonzero(folds == fold)
        held[rows] = lessons.vectors[rows] @ weights + bias
    known = np.array(
        [(lessons.numbers[folds != fold] == kind).any() for fold, kind in zip(folds, lessons.numbers, strict=True)]
    )
    heat = min(_TEMPERATURES, key=lambda heat: _loss(held[known] * heat, lessons.numbers[known]))
    weights, bias = _fit(lessons, shop.device)
    write_tagger(KindTagger(lessons.kinds, weights * heat, bias * heat, LEAST), shop.bundle / "tagger")
    yield Progress("kinds of sound", 1, 1, f"temperature {1 / heat:.2f}")


def tagger_table(shop: Workshop) -> Steps[str]:
    """How often what the tagger says is right, by how sure it was, on sounds that nothing learned from."""
    lines = ["part        n  said  right of said   right in each tenth of probability"]
    tagger = read_tagger(shop.out / "tagger", 128)
    for part in ("test", "validation", "judge"):
        lessons = yield from _lessons(shop, (part,), tagger.kinds)
        said = tagger.tags(lessons.vectors, 1)
        told = [(row, tags[0]) for row, tags in zip(lessons.numbers, said, strict=True) if tags]
        right = [tag.label in tagger.kinds[number].names for number, tag in told]
        shares = tagger.shares(lessons.vectors)
        best, sure = shares.argmax(1) == lessons.numbers, shares.max(1)
        bins = np.digitize(sure, _BINS) - 1
        steps = [
            f"{_BINS[b]:.1f}-{min(1, _BINS[b + 1]):.1f}: {best[bins == b].mean():.2f} of {(bins == b).sum()}"
            for b in range(len(_BINS) - 1) if (bins == b).any()
        ]  # fmt: skip
        lines.append(
            f"{part:<10} {len(said):>4}  {len(told) / max(1, len(said)):.2f}  {np.mean(right) if right else 0:.2f}   {'; '.join(steps)}"
        )
    return "\n".join(lines)


def _kind(name: str) -> Kind:
    phrase = phrases(name)[0]
    category = category_of_label(phrase, list_path())
    found = next((each for each in categories(list_path()) if each.cat_id == category), None)
    return Kind(phrase, found.words, found.category.lower()) if found else Kind(phrase, phrase, phrase)


def _lessons(shop: Workshop, parts: tuple[str, ...], kinds: tuple[Kind, ...] = ()) -> Steps[_Lessons]:
    """Sounds of one class with the ears' vectors."""
    rows, embeddings = yield from heard(shop)
    made = shop.bundle if (shop.bundle / "ears").is_dir() else shop.out
    ears = load_file(made / "ears" / "model.safetensors")
    placed = unit((embeddings - ears["centre"].float().numpy()) @ ears["turn"].float().numpy())
    placed = np.pad(placed, ((0, 0), (0, 128 - placed.shape[1])))
    chosen = [i for i, row in enumerate(rows) if row.part in parts and len(row.classes) == 1]
    if not kinds:
        kinds = tuple(_kind(name) for name in sorted({rows[i].classes[0] for i in chosen}))
    number = {kind.kind: index for index, kind in enumerate(kinds)}
    chosen = [i for i in chosen if phrases(rows[i].classes[0])[0] in number]
    numbers = np.array([number[phrases(rows[i].classes[0])[0]] for i in chosen])
    return _Lessons(tuple(rows[i] for i in chosen), placed[chosen].astype(np.float32), kinds, numbers)


def _folds(lessons: _Lessons) -> np.ndarray:
    """The fold of each sound: whole sources, the largest first into the emptiest."""
    filled, of_source = [0] * _FOLDS, dict[str, int]()
    for source, count in sorted(
        Counter(row.source for row in lessons.rows).items(), key=lambda item: (-item[1], item[0])
    ):
        of_source[source] = filled.index(min(filled))
        filled[of_source[source]] += count
    return np.array([of_source[row.source] for row in lessons.rows])


def _fit(
    lessons: _Lessons, device: torch.device | str = "cpu"
) -> tuple[Float32[np.ndarray, "width kinds"], Float32[np.ndarray, " kinds"]]:
    """Weights and bias of a softmax; many sounds of a class from one source count less each."""
    crowds = Counter(zip(lessons.numbers.tolist(), (row.source for row in lessons.rows), strict=True))
    counts = [
        crowds[number, row.source] ** -0.5 for number, row in zip(lessons.numbers.tolist(), lessons.rows, strict=True)
    ]
    matter = (torch.tensor(counts) / (sum(counts) / len(counts))).to(device)
    vectors, wanted = (torch.from_numpy(each).to(device) for each in (lessons.vectors * _SCALE, lessons.numbers))
    weights = torch.zeros(vectors.shape[1], len(lessons.kinds), requires_grad=True, device=device)
    bias = torch.zeros(len(lessons.kinds), requires_grad=True, device=device)
    optimizer = torch.optim.Adam([weights, bias], lr=0.1)
    for step in range(_STEPS):
        optimizer.param_groups[0]["lr"] = 0.1 * (1 - step / _STEPS) + 1e-3
        losses = torch.nn.functional.cross_entropy(vectors @ weights + bias, wanted, reduction="none")
        loss = (losses * matter).mean() + _DECAY * (weights**2).sum()
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
    return (weights.detach() * _SCALE).cpu().numpy(), bias.detach().cpu().numpy()


def _loss(logits: Float32[np.ndarray, "sounds kinds"], numbers: np.ndarray) -> float:
    """Mean of -log of the right kind's probability."""
    return float(torch.nn.functional.cross_entropy(torch.from_numpy(logits), torch.from_numpy(numbers)))
