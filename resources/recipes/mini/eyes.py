"""The stage of version 4's eyes: a larger trunk, a head taught by both corpora, and the trunk's own names kept."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
import torch
from jaxtyping import Float32
from safetensors.torch import load_file

from mini import both, clip_tower, trunk
from mini.clip_tower import ClipPlan, Sights
from mini.kinds import evened, kinds_of_names, places_of_names
from mini.spaces import WordSpace, facing
from mini.workshop import CLIP_SPACE, Workshop
from v2a_plugin.encoders.clip import load_open_clip
from v2a_plugin.encoders.named import Names, save_names
from v2a_plugin.evaluation.corpus import open_picture
from v2a_plugin.judges.fetch import EFFICIENTNET2
from v2a_plugin.model.config import PartSource, Runtime
from v2a_plugin.model.embeddings import unit
from v2a_plugin.model.progress import Progress, Steps

__all__ = ["SHARE", "Album", "album", "do_eyes", "fold_table", "folds", "word_space"]

SHARE = 1.25
"""Of the names beside the head, when the trunk is certain. Five-fold: see docs/mini-log.md."""


@dataclass(frozen=True, slots=True, eq=False)
class Album:
    """Every picture of both corpora, as the trunk sees it.

    Attributes:
        shown: The pictures.
        features: Of each.
        classifier: The trunk's weights, a row a name.
        bias: Likewise, less for names of large kinds.
        names: Places of the trunk's names among the words; zeros for one without a sound.
        classes: Names of all classes of both corpora.
        middles: Places of the classes' phrases.
    """

    shown: tuple[both.Shown, ...]
    features: Float32[np.ndarray, "pictures 1280"]
    classifier: Float32[np.ndarray, "1000 1280"]
    bias: Float32[np.ndarray, " 1000"]
    names: Float32[np.ndarray, "1000 width"]
    classes: tuple[str, ...]
    middles: Float32[np.ndarray, "classes width"]

    def named(self) -> Float32[np.ndarray, "pictures width"]:
        """What the names alone make of the pictures; short where the trunk is not sure."""
        odds = torch.softmax(torch.from_numpy(self.features @ self.classifier.T + self.bias), dim=-1).numpy()
        found: Float32[np.ndarray, "pictures width"] = odds @ self.names
        return found


def word_space(shop: Workshop) -> WordSpace:
    """The word space as version 3's text tower speaks it."""
    tower = load_open_clip(PartSource("open_clip", shop.out / "visual", space_out=CLIP_SPACE), Runtime(shop.device))
    names = list(shop.lexicon.shown)
    places = shop.text_places[[shop.row_of_text[name] for name in names]]
    return WordSpace(shop.word_space.centre, facing(shop.word_space.turn, places, tower.embed_text(names)))


def album(shop: Workshop, space: WordSpace) -> Steps[Album]:
    """Look at every picture; features are kept for later stages."""
    shown, (_, side) = both.pictures(shop), trunk.MODELS[EFFICIENTNET2.name]
    network = trunk.load_trunk(shop.package(EFFICIENTNET2), EFFICIENTNET2).to(shop.device)
    if not (shop.stages / "album.npy").is_file():
        seen = []
        for done, each in enumerate(shown):
            seen.append(trunk.features(network, [open_picture(each.path)], side=side)[0])
            if done % 50 == 0:
                yield Progress("album", done, len(shown))
        shop.keep("album.npy", np.stack(seen))
    classes = tuple(sorted({name for each in shown for name in each.picture.classes}))
    kinds = tuple(sorted({*kinds_of_names()} - {""}))
    classifier: torch.nn.Linear = network.classifier  # type: ignore[assignment]
    names = places_of_names(kinds, (yield from both.class_words(shop, space, kinds)))
    middles = yield from both.class_words(shop, space, classes)
    weight, bias = classifier.weight.cpu().numpy(), classifier.bias.cpu().numpy()
    return Album(shown, shop.kept("album.npy"), weight, evened(bias), names, classes, middles)


def sights(pictures: Album, chosen: Sequence[int]) -> Sights:
    """Lessons from some pictures, and ImageNet's classes that have a sound, without a picture."""
    rows = [row for row in chosen if pictures.shown[row].picture.classes]
    sizes = Counter(name for row in rows for name in pictures.shown[row].picture.classes)
    heard = pictures.names.any(axis=1)
    kinds = np.zeros((len(rows) + int(heard.sum()), len(pictures.classes)), dtype=np.float32)
    weights = []
    for place, row in enumerate(rows):
        picture = pictures.shown[row].picture
        for name in picture.classes:
            kinds[place, pictures.classes.index(name)] = 1 / len(picture.classes)
        weights.append((0.3 if picture.style == "render" else 1.0) / max(sizes[n] for n in picture.classes) ** 0.5)
    expected = clip_tower.expected_features(pictures.classifier, pictures.features[rows])
    targets = unit(kinds[: len(rows)] @ pictures.middles)
    share = 0.3 * sum(weights) / heard.sum()
    return Sights(
        np.concatenate((pictures.features[rows], expected[heard])), np.concatenate((targets, pictures.names[heard])),
        (*weights, *(share for _ in range(heard.sum()))), kinds, pictures.middles,
    )  # fmt: skip


def fit(plan: ClipPlan, pictures: Album, chosen: Sequence[int], device: torch.device | str = "cpu") -> torch.nn.Linear:
    """A head taught by some pictures, on the CPU."""
    head = torch.nn.Linear(pictures.features.shape[1], pictures.middles.shape[1])
    clip_tower.fit_head(plan, sights(pictures, chosen), head, device)
    return head.requires_grad_(False)


def do_eyes(shop: Workshop) -> Steps[None]:
    """Teach the head and write `visual/`: open_clip's files with version 3's text tower, and the names."""
    space = word_space(shop)
    pictures = yield from album(shop, space)
    trains = [row for row, each in enumerate(pictures.shown) if each.trains]
    head = fit(shop.plans.clip, pictures, trains, shop.device)
    model_name, side = trunk.MODELS[EFFICIENTNET2.name]
    plan = replace(shop.plans.clip, trunk=model_name, side=side)
    model = clip_tower.build(plan, trunk.load_trunk(shop.package(EFFICIENTNET2), EFFICIENTNET2))
    old = load_file(shop.out / "visual" / "open_clip_model.safetensors")
    model.text.load_state_dict({name[5:]: tensor.float() for name, tensor in old.items() if name.startswith("text.")})
    model.visual.head.proj.load_state_dict(head.state_dict())
    clip_tower.export(plan, model, shop.tokenizer, shop.bundle / "visual")
    weight, bias, names = (torch.from_numpy(each) for each in (pictures.classifier, pictures.bias, pictures.names))
    save_names(Names(weight, bias, names, torch.tensor(SHARE)), shop.bundle / "visual")
    yield Progress("eyes", 1, 1)


def folds(shop: Workshop, pictures: Album, count: int = 5) -> Steps[Float32[np.ndarray, "pictures width"]]:
    """What heads that have not seen a picture, or one of its group, make of it; 0 for pictures that do not train."""
    groups = both.picture_groups(shop, pictures.shown, pictures.features)
    numbers = [hashlib.sha256(name.encode()).digest()[0] % count for name in groups]
    trains = [row for row, each in enumerate(pictures.shown) if each.trains]
    found = np.zeros((len(pictures.shown), pictures.middles.shape[1]), dtype=np.float32)
    for fold in range(count):
        yield Progress("eyes: folds", fold, count)
        head = fit(shop.plans.clip, pictures, [row for row in trains if numbers[row] != fold], shop.device)
        held = [row for row in trains if numbers[row] == fold]
        found[held] = unit(head(torch.from_numpy(pictures.features[held])).numpy())
    return found


def fold_table(pictures: Album, vectors: Float32[np.ndarray, "pictures width"]) -> str:
    """First try and among five, by picture and by class, for several shares; renders are left out."""
    rows = [
        row
        for row, each in enumerate(pictures.shown)
        if each.trains and each.picture.classes and each.picture.style != "render"
    ]
    shown = [pictures.shown[row].picture.classes for row in rows]
    sizes = Counter(names[0] for names in shown)
    even = np.array([1 / sizes[names[0]] for names in shown]) / len(sizes)
    lines = [f"{'share':>5} {'n':>5}  {'first':>5} {'five':>5}  {'first by class':>14} {'five':>5}"]
    for share in (0.0, 0.5, 1.0, SHARE, 1.5):
        near = unit(vectors[rows] + share * pictures.named()[rows]) @ pictures.middles.T
        order = np.argsort(-near, axis=1)[:, :5]
        hit = np.array([[pictures.classes[i] in names for i in best] for best, names in zip(order, shown, strict=True)])
        first, five = hit[:, 0], hit.any(1)
        lines.append(
            f"{share:>5.2f} {len(rows):>5}  {first.mean():>5.3f} {five.mean():>5.3f}  {first @ even:>14.3f} {five @ even:>5.3f}"
        )
    return "\n".join(lines)
