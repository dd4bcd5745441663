"""The stage of the picture side: the picture head and the text tower beside it."""

from __future__ import annotations

from collections import Counter

import numpy as np
import torch
from safetensors.torch import load_file

from mini import clip_tower
from mini.hearing import text_weights
from mini.targets import TextLessons
from mini.workshop import Workshop
from v2a_plugin.evaluation.wording import PICTURE_TEMPLATES, SOUND_TEMPLATES, phrases
from v2a_plugin.model.embeddings import unit
from v2a_plugin.model.progress import Progress, Steps
from v2a_plugin.training.checkpoints import save_tensors

__all__ = ["do_clip", "picture_weights", "sights"]


def do_clip(shop: Workshop) -> Steps[None]:
    """Teach the picture head and the text tower, and write the finished open_clip folder."""
    plan, pictures = shop.plans.clip, shop.corpus.pictures
    model = clip_tower.build(plan, shop.trunk)
    head, kept = model.visual.head.proj, shop.stages / "picture_head.safetensors"
    if not kept.is_file():
        yield Progress("picture head", 0, 1)
        near = clip_tower.fit_head(plan, sights(shop), head, shop.device)
        save_tensors(kept, head.state_dict())
        yield Progress("picture head", 1, 1, f"cosine {near:.3f}")
    head.load_state_dict(load_file(kept))
    lessons = TextLessons(
        shop.lexicon.texts, shop.text_places, text_weights(shop), tuple({*PICTURE_TEMPLATES, *SOUND_TEMPLATES})
    )
    average = yield from clip_tower.train_text(plan, model, lessons, shop.tokenizer, shop.stages, shop.device)
    model.text.load_state_dict(average.state_dict())
    clip_tower.export(plan, model, shop.tokenizer, shop.bundle / "visual")
    features = torch.from_numpy(shop.kept("picture_features.npy"))
    with torch.inference_mode():
        shop.keep("picture_vectors.npy", unit(head(features).numpy()))
    yield Progress("picture head", 1, 1, f"{len(pictures)} pictures placed")


def sights(shop: Workshop, without: frozenset[int] = frozenset()) -> clip_tower.Sights:
    """Training pictures but those `without`, and classes without a picture."""
    features, owners = shop.kept("picture_features.npy"), shop.kept("picture_owners.npy")
    trains = np.array([shop.trains(shop.corpus.pictures[owner]) and owner not in without for owner in owners])
    places = [shop.words_of(picture) for picture in shop.corpus.pictures]
    rows = [row for row in np.flatnonzero(trains) if places[owners[row]] is not None]
    weights = picture_weights(shop, owners[rows])
    classifier = shop.trunk.classifier.weight.detach().cpu().numpy()  # type: ignore[union-attr, operator]
    expected = clip_tower.expected_features(classifier, features[trains])
    names = shop.text_places[[shop.row_of_text[text] for text in shop.lexicon.shown]]
    share = 0.3 * sum(weights) / len(names)
    targets = [place for row in rows if (place := places[owners[row]]) is not None]
    classes = shop.corpus.classes
    kinds = np.zeros((len(rows) + len(names), len(classes)), dtype=np.float32)
    for index, row in enumerate(rows):
        shown = shop.corpus.pictures[owners[row]].classes
        for name in shown:
            kinds[index, classes.index(name)] = 1 / len(shown)
    said = [[shop.row_of_text[text] for text in phrases(name)] for name in classes]
    return clip_tower.Sights(
        features=np.concatenate((features[rows], expected)),
        targets=np.concatenate((np.stack(targets), names)),
        weights=(*weights, *(share for _ in names)),
        kinds=kinds,
        middles=unit(np.stack([shop.text_places[each].mean(0) for each in said])),
    )


def picture_weights(shop: Workshop, owners: np.ndarray) -> tuple[float, ...]:
    """Classes nearly even, all versions of a picture together once, renders a third of that."""
    pictures = shop.corpus.pictures
    sizes = Counter(name for picture in pictures if shop.trains(picture) for name in picture.classes)
    versions = Counter(owners.tolist())
    return tuple(
        (0.3 if pictures[owner].style == "render" else 1.0)
        / max((sizes[name] for name in pictures[owner].classes), default=1) ** 0.5
        / versions[owner]
        for owner in owners.tolist()
    )
