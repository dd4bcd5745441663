"""The stage of version 4's bridge: the classes' phrases, with their exact places among words and among sounds."""

from __future__ import annotations

import numpy as np

from mini import both
from mini.ears import heard, sound_space
from mini.eyes import word_space
from mini.workshop import CLAP_SPACE, CLIP_SPACE, Workshop
from v2a_plugin.evaluation.wording import phrases
from v2a_plugin.mapper.bridge import BridgeMapper
from v2a_plugin.mapper.mapper_store import save_mapper
from v2a_plugin.model.progress import Progress, Steps

__all__ = ["AMBIENCE", "SURE", "TEMPERATURE", "do_bridge"]

SURE = 0.3
"""Share of the best caption from which on a picture counts as recognised, at the temperature that its evidence gives. Of 201
pictures that trained nothing, 169 have one, and the nearest class of the answer is right for 85 % of them; of the 32 others
for about a fifth."""

AMBIENCE = frozenset(
    [
        "a busy market",
        "a city street",
        "a crowd of people talking",
        "a forest with birds",
        "a low hum",
        "an air conditioner",
        "birds chirping",
        "city ambience",
        "people talking in a cafe",
        "traffic on a road",
        "wind blowing",
        "woodland",
    ]
)
"""Captions of the air of a place. Rain, water, thunder, caves, factories and playgrounds are none: a room that is not recognised
must not rain."""

TEMPERATURE = 0.05
"""Five-fold on pictures of the first corpus, nearest class of the answer, first and among five: 0.02 0.52 and 0.63,
0.05 0.52 and 0.67, 0.08 0.51 and 0.67, 0.1 0.45 and 0.64."""


def do_bridge(shop: Workshop) -> Steps[None]:
    """Write `mappers/bridge`: no text tower stands between a phrase and its place, so none can miss it."""
    rows, vectors = yield from heard(shop)
    middles = both.class_places(rows, sound_space(shop).place(vectors))
    said = {phrase: name for name in sorted(middles, reverse=True) for phrase in phrases(name)}
    captions = sorted(said)
    sentences = yield from shop.sentences(captions)
    mapper = BridgeMapper(
        captions,
        word_space(shop).place(sentences),
        np.stack([middles[said[caption]] for caption in captions]),
        CLIP_SPACE,
        CLAP_SPACE,
        TEMPERATURE,
        sure=SURE,
        ambience=np.array([caption in AMBIENCE for caption in captions]),
    )
    save_mapper(mapper, shop.bundle / "mappers" / "bridge")
    (shop.bundle / "captions.txt").write_text("".join(f"{line}\n" for line in captions), encoding="utf-8")
    yield Progress("bridge", 1, 1, f"{len(captions)} captions of {len(middles)} classes")
