"""The stage of version 4's trained mappers: taught by the bridge, and by pairs of both corpora.

The bridge knows the exact place of each caption among words and among sounds, and any picture may be asked of it
(distillation, Hinton et al. 2015, arXiv 1503.02531): a part of each batch are pictures, and points between pictures, with
a class drawn by the bridge's own odds. The others are pictures with a recording of what they show, and captions. Pictures
are seen by heads that had not learned from them.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
from jaxtyping import Float32

from mini import both, mappers
from mini.ears import heard
from mini.eyes import Album
from mini.held_out import bundle_album, fitted_vectors, held_out_vectors
from mini.mappers import MapperPlan, Pairs
from mini.workshop import CLAP_SPACE, CLIP_SPACE, Workshop
from v2a_plugin.encoders.yamnet import load_yamnet_encoder
from v2a_plugin.evaluation.wording import phrases
from v2a_plugin.mapper.bridge import BridgeMapper
from v2a_plugin.mapper.mapper_store import load_mapper, save_mapper
from v2a_plugin.model.config import PartSource, Runtime
from v2a_plugin.model.embeddings import unit
from v2a_plugin.model.progress import Progress, Steps
from v2a_plugin.zoo.cards import CARD_FILE
from v2a_plugin.zoo.lock import lock_folder, write_lock

__all__ = ["Known", "do_distil", "lessons", "open_known"]


@dataclass(frozen=True, slots=True, eq=False)
class Known:
    """The training sounds with a class, and the bridge over them.

    Attributes:
        rows: The sounds.
        places: Their unit vectors.
        classes: Names of their classes, in the order of `middles`.
        middles: Unit vectors of the classes' middles.
        bridge: The bundle's.
    """

    rows: tuple[both.Row, ...]
    places: Float32[np.ndarray, "sounds audio"]
    classes: tuple[str, ...]
    middles: Float32[np.ndarray, "classes audio"]
    bridge: BridgeMapper

    def members(self) -> tuple[tuple[int, ...], ...]:
        """Rows of each class: those whose class is sure, or all where none is."""
        of_class, sure = defaultdict[str, list[int]](list), defaultdict[str, list[int]](list)
        for index, row in enumerate(self.rows):
            for name in row.classes:
                of_class[name].append(index)
                if row.sure:
                    sure[name].append(index)
        return tuple(tuple(sure[name] or of_class[name]) for name in self.classes)

    def words(self) -> Float32[np.ndarray, "classes visual"]:
        """Where the classes' phrases lie among words, as the bridge has them."""
        row = {caption: index for index, caption in enumerate(self.bridge.captions)}
        said = [[row[phrase] for phrase in phrases(name) if phrase in row] for name in self.classes]
        return unit(np.stack([self.bridge.in_clip[each].mean(0) for each in said]))


def open_known(shop: Workshop) -> Steps[Known]:
    """Hear the sounds of both corpora as the bundle does, or take what an earlier stage heard."""
    rows, vectors = yield from heard(shop)
    towers = load_yamnet_encoder(PartSource("yamnet", shop.out / "ears", space_out=CLAP_SPACE), Runtime()).towers
    turned = unit((vectors - towers.centre.numpy()) @ towers.turn.numpy())
    places = np.pad(turned, ((0, 0), (0, 1))).astype(np.float32)
    middles = both.class_places(rows, places)
    bridge = load_mapper(PartSource("bridge", shop.out / "mappers" / "bridge", CLIP_SPACE, CLAP_SPACE), Runtime())
    assert isinstance(bridge, BridgeMapper)
    trains = [index for index, row in enumerate(rows) if row.part == "train" and row.classes]
    names = tuple(sorted(middles))
    return Known(
        tuple(rows[index] for index in trains), places[trains], names, np.stack([middles[n] for n in names]), bridge
    )


def lessons(
    folder: Path,
    known: Known,
    pictures: Album,
    vectors: Float32[np.ndarray, "views pictures width"],
    shares: tuple[float, ...],
) -> Pairs:
    """What the mappers learn from.

    Args:
        folder: Of the first corpus, in which the recordings of very objects lie.
        known: Sounds and bridge.
        pictures: Those that train are used.
        vectors: Ways to see each picture, unit vectors.
        shares: How often each way is taken.
    """
    of_file = defaultdict[Path, list[int]](list)
    for place, sound in enumerate(known.rows):
        of_file[sound.path].append(place)
    chosen = [
        row
        for row, each in enumerate(pictures.shown)
        if each.trains and any(name in known.classes for name in each.picture.classes)
    ]
    shown = [pictures.shown[row].picture for row in chosen]
    kinds = tuple(tuple(known.classes.index(name) for name in each.classes if name in known.classes) for each in shown)
    own = tuple(tuple(place for file in each.sounds for place in of_file[folder / file]) for each in shown)
    sizes = Counter(name for each in shown for name in each.classes)
    weights = [(0.3 if each.style == "render" else 1.0) / max(sizes[n] for n in each.classes) ** 0.5 for each in shown]
    return Pairs(
        pictures=np.concatenate([way[chosen] for way in vectors]),
        weights=tuple(share * weight for share in shares for weight in weights),
        own=own * len(shares),
        kinds=kinds * len(shares),
        middles_seen=known.words(),
        middles_heard=known.middles,
        members=known.members(),
        sounds=known.places,
        names_seen=known.bridge.in_clip,
        names_heard=known.bridge.in_clap,
    )


def plan_of(shop: Workshop, known: Known) -> MapperPlan:
    """The mappers' plan, with odds a little sharper than the bridge's, hardly any blur and more steps: see docs/mini-log.md."""
    plan, sharper = shop.plans.mappers, 0.6 * known.bridge.temperature
    return replace(plan, doubt=sharper, blur=plan.blur / 3, regression_steps=3 * plan.regression_steps)


def do_distil(shop: Workshop) -> Steps[None]:
    """Train both mappers of the finished bundle anew, put them into it, and lock it."""
    known = yield from open_known(shop)
    pictures = yield from bundle_album(shop, {*known.classes})
    held_out = yield from held_out_vectors(shop, pictures)
    plan, ids, work = plan_of(shop, known), (CLIP_SPACE, CLAP_SPACE), shop.work / "distil"
    ways = np.stack((fitted_vectors(shop, pictures), held_out))
    pairs = lessons(shop.folder, known, pictures, ways, (plan.fitted, 1 - plan.fitted))
    work.mkdir(parents=True, exist_ok=True)
    diffusion = yield from mappers.train_diffusion(plan, pairs, ids, work, shop.device)
    regression = yield from mappers.train_regression(plan, pairs, ids, work, shop.device)
    diffusion.prior.half()
    regression.network.half()
    for mapper in (diffusion, regression):
        save_mapper(mapper, shop.out / "mappers" / mapper.name)
    if (shop.out / CARD_FILE).is_file():
        write_lock(shop.out, (yield from lock_folder(shop.out, "mini")))
    yield Progress("distil", 1, 1, f"{len(pairs.pictures)} vectors, {len(known.classes)} classes")
