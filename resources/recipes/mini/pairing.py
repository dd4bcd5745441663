"""The stages that bring pictures and sounds together: the mappers."""

from __future__ import annotations

import hashlib

import numpy as np
import torch

from mini import clip_tower, mappers, views
from mini.hearing import sound_references
from mini.seeing import picture_weights, sights
from mini.workshop import CLAP_SPACE, CLIP_SPACE, Workshop
from v2a_plugin.evaluation.wording import phrases
from v2a_plugin.mapper.mapper_store import save_mapper
from v2a_plugin.model.embeddings import unit
from v2a_plugin.model.progress import Progress, Steps

__all__ = ["do_folds", "do_mappers"]


def do_folds(shop: Workshop) -> Steps[None]:
    """What picture heads make of training pictures that they themselves have not learned from.

    A head fits its own lessons better than what it meets later, so the mappers learn from vectors of heads that had not
    seen the picture.
    """
    if (shop.stages / "fold_vectors.npy").is_file():
        return
    pictures, count = shop.corpus.pictures, shop.plans.folds
    groups = [hashlib.sha256(shop.split[picture.file].group.encode()).digest()[0] % count for picture in pictures]
    features, owners = shop.kept("picture_features.npy"), shop.kept("picture_owners.npy")
    vectors = shop.kept("picture_vectors.npy").copy()
    for fold in range(count):
        yield Progress("folds: picture heads", fold, count)
        without = frozenset(index for index, group in enumerate(groups) if group == fold)
        head = torch.nn.Linear(features.shape[1], vectors.shape[1])
        clip_tower.fit_head(shop.plans.clip, sights(shop, without), head, shop.device)
        rows = [row for row, owner in enumerate(owners) if owner in without and shop.trains(pictures[owner])]
        with torch.inference_mode():
            vectors[rows] = unit(head(torch.from_numpy(features[rows])).numpy())
    shop.keep("fold_vectors.npy", vectors)


def do_mappers(shop: Workshop) -> Steps[None]:
    """Train both mappers and write their folders into the bundle."""
    pairs = _pairs(shop)
    ids = (CLIP_SPACE, CLAP_SPACE)
    diffusion = yield from mappers.train_diffusion(shop.plans.mappers, pairs, ids, shop.stages, shop.device)
    diffusion.prior.half()
    save_mapper(diffusion, shop.bundle / "mappers" / "diffusion")
    regression = yield from mappers.train_regression(shop.plans.mappers, pairs, ids, shop.stages, shop.device)
    regression.network.half()
    save_mapper(regression, shop.bundle / "mappers" / "regression")


def _pairs(shop: Workshop) -> mappers.Pairs:
    """Training pictures as the finished head sees them and as heads that had not learned them do."""
    made = views.load_views(shop.work / "views")
    heard_rows = np.flatnonzero(shop.training_sounds[made.sounds])
    of_class, of_file = dict[str, list[int]](), dict[str, list[int]]()
    for place, row in enumerate(heard_rows.tolist()):
        sound = shop.corpus.sounds[made.sounds[row]]
        of_file.setdefault(sound.file, []).append(place)
        for name in sound.classes:
            of_class.setdefault(name, []).append(place)
    owners = shop.kept("picture_owners.npy")
    vectors, unseen = shop.kept("picture_vectors.npy"), shop.kept("fold_vectors.npy")
    names = sorted(of_class)
    rows, own, kinds = [], [], []
    for row, owner in enumerate(owners.tolist()):
        picture = shop.corpus.pictures[owner]
        shown = tuple(names.index(name) for name in picture.classes if name in of_class)
        if shop.trains(picture) and shown:
            rows.append(row)
            own.append(tuple(place for file in picture.sounds for place in of_file.get(file, ())))
            kinds.append(shown)
    known = sound_references(shop, made)
    places = shop.sound_space.place(made.embeddings[heard_rows])
    said = [[shop.row_of_text[text] for text in phrases(name)] for name in names]
    weights, first = picture_weights(shop, owners[rows]), shop.plans.mappers.fitted
    return mappers.Pairs(
        pictures=np.concatenate((vectors[rows], unseen[rows])),
        weights=(*(first * weight for weight in weights), *((1 - first) * weight for weight in weights)),
        own=(*own, *own),
        kinds=(*kinds, *kinds),
        middles_seen=unit(np.stack([shop.text_places[each].mean(0) for each in said])),
        middles_heard=unit(np.stack([places[of_class[name]].mean(0) for name in names])),
        members=tuple(tuple(of_class[name]) for name in names),
        sounds=places,
        names_seen=shop.text_places[[shop.row_of_text[text] for text in known.texts]],
        names_heard=known.vectors,
    )
