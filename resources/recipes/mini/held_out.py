"""The pictures of both corpora as the bundle's trunk sees them, and what picture heads make of those they have not seen.

A head fits the pictures that it learned from better than what it meets later, so what learns from pictures' vectors (the
mappers, the rival) learns from those of heads that had not seen the picture, with the trunk's own names beside them.
"""

from __future__ import annotations

import random
from collections import Counter

import numpy as np
import torch
from jaxtyping import Float32

from mini import both
from mini.eyes import Album, fit, folds
from mini.trunk import pixels
from mini.workshop import CLIP_SPACE, Workshop
from v2a_plugin.encoders.named import NamedEncoder, load_named
from v2a_plugin.evaluation.corpus import open_picture
from v2a_plugin.evaluation.wording import phrases
from v2a_plugin.model.config import PartSource, Runtime
from v2a_plugin.model.embeddings import unit
from v2a_plugin.model.progress import Progress, Steps

__all__ = ["bundle_album", "fitted_vectors", "held_out_vectors", "unseen_vectors"]


def bundle_album(shop: Workshop, sounding: set[str]) -> Steps[Album]:
    """The pictures of the first corpus, and some of each class of the second, with features of the bundle's trunk.

    Args:
        shop: The workshop; features are kept for later stages.
        sounding: Classes that have a training sound; others of the second corpus are left out.
    """
    chance, left, shown = random.Random(0), Counter[str](), list[both.Shown]()
    everything = both.pictures(shop)
    first, second = everything[: len(shop.corpus.pictures)], list(everything[len(shop.corpus.pictures) :])
    chance.shuffle(second)
    for each in second:
        [name] = each.picture.classes
        if name in sounding and left[name] < shop.plans.rival.pictures:
            left[name] += 1
            shown.append(each)
    chosen = (*first, *shown)
    encoder = _encoder(shop)
    kept = shop.stages / "rival_features.npy"
    if not kept.is_file():
        seen = []
        for done, each in enumerate(chosen):
            picture = pixels(open_picture(each.path), encoder.image_size)[None].to(shop.device)
            with torch.inference_mode():
                trunk = encoder.clip.visual.trunk
                seen.append(((trunk(picture) + trunk(picture.flip(-1))) / 2).cpu().numpy()[0])
            if done % 50 == 0:
                yield Progress("pairs: pictures", done, len(chosen))
        shop.keep(kept.name, np.stack(seen))
    classes = tuple(sorted({name for each in chosen for name in each.picture.classes}))
    said = [encoder.embed_text(phrases(name)).mean(0) for name in classes]
    names = encoder.names
    weight, bias, places = (each.cpu().numpy() for each in (names.weight, names.bias, names.places))
    return Album(chosen, shop.kept(kept.name), weight, bias, places, classes, unit(np.stack(said)))


def held_out_vectors(shop: Workshop, pictures: Album) -> Steps[Float32[np.ndarray, "pictures width"]]:
    """Unit vectors by heads that have not seen the picture, names beside them; 0 for pictures that do not train."""
    found = yield from folds(shop, pictures)
    seen = _with_names(_encoder(shop), pictures, found)
    return np.where(found.any(1, keepdims=True), seen, 0).astype(np.float32)


def fitted_vectors(shop: Workshop, pictures: Album) -> Float32[np.ndarray, "pictures width"]:
    """Unit vectors as the finished bundle has them."""
    encoder = _encoder(shop)
    with torch.inference_mode():
        found = encoder.clip.visual.head(torch.from_numpy(pictures.features).to(shop.device)).cpu().numpy()
    return _with_names(encoder, pictures, unit(found))


def unseen_vectors(shop: Workshop, pictures: Album) -> Float32[np.ndarray, "pictures width"]:
    """Unit vectors by one head that learned from the pictures that train, names beside it."""
    trains = [row for row, each in enumerate(pictures.shown) if each.trains]
    head = fit(shop.plans.clip, pictures, trains, shop.device)
    return _with_names(_encoder(shop), pictures, unit(head(torch.from_numpy(pictures.features)).numpy()))


def _with_names(
    encoder: NamedEncoder, pictures: Album, heads: Float32[np.ndarray, "pictures width"]
) -> Float32[np.ndarray, "pictures width"]:
    return unit(heads + float(encoder.names.share) * pictures.named())


def _encoder(shop: Workshop) -> NamedEncoder:
    return load_named(PartSource("named", shop.out / "visual", space_out=CLIP_SPACE), Runtime(shop.device))
