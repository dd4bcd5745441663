"""The stage of version 4's ears: YAMNet and its projection into the sound space, with a text tower beside them."""

from __future__ import annotations

import copy
import random
from pathlib import Path

import numpy as np
import torch
from jaxtyping import Float32
from transformers import AutoTokenizer, ClapTextModelWithProjection

from mini import both, corpus2
from mini.hearing import text_weights
from mini.spaces import SoundSpace, facing, neutral
from mini.targets import TextLessons, places_of_texts, references
from mini.workshop import CLAP_SPACE, Workshop
from v2a_plugin.encoders.clap import load_clap
from v2a_plugin.encoders.yamnet import YamnetTowers, save_yamnet_encoder
from v2a_plugin.evaluation.wording import SOUND_TEMPLATES, phrases
from v2a_plugin.model.config import PartSource, Runtime
from v2a_plugin.model.progress import Progress, Steps
from v2a_plugin.training.checkpoints import Clock, average_into

__all__ = ["do_ears", "heard", "sound_space", "teach"]

_NEW = 14.0  # how often a phrase of a class is shown; a name has 10
_EMPTY = 0.04  # share of empty texts


def heard(shop: Workshop) -> Steps[tuple[tuple[both.Row, ...], Float32[np.ndarray, "sounds 1024"]]]:
    """All sounds with their parts made apart, and the teacher's embeddings."""
    listed = both.rows(shop)
    vectors = yield from both.embeddings(shop, listed)
    parts = corpus2.apart([row.part for row in listed], vectors, [row.first for row in listed])
    rows = tuple(
        both.Row(row.path, row.classes, part, row.source, row.sure, row.first)
        for row, part in zip(listed, parts, strict=True)
    )
    return rows, vectors


def do_ears(shop: Workshop) -> Steps[None]:
    """Put YAMNet, the projection of `sound_space` and the text tower of version 3, taught new phrases, into `ears/`."""
    rows, vectors = yield from heard(shop)
    space = sound_space(shop)
    lessons = yield from _lessons(shop, space, rows, vectors)
    folder = towers_of(shop)
    tokenizer = AutoTokenizer.from_pretrained(folder, local_files_only=True)
    tower = ClapTextModelWithProjection.from_pretrained(folder, local_files_only=True, dtype=torch.float32)
    tower = yield from teach(
        tower, tokenizer, lessons, shop.plans.retell_steps, minutes=shop.plans.retell_minutes, device=shop.device
    )
    towers = YamnetTowers(tower.config.to_dict(), space.turn.shape[1])
    towers.network.load_state_dict(shop.judge.state_dict())
    towers.centre.copy_(torch.from_numpy(space.centre))
    towers.turn.copy_(torch.from_numpy(space.turn))
    towers.text.load_state_dict(tower.state_dict())
    save_yamnet_encoder(towers, tokenizer, shop.bundle / "ears")
    yield Progress("ears", 1, 1)


def towers_of(shop: Workshop) -> Path:
    """The sound and text towers of version 3: those in the work folder, or those that a bundle brought."""
    made = shop.stages / "clap-again"
    return made if made.is_dir() else shop.out / "clap"


def sound_space(shop: Workshop) -> SoundSpace:
    """The sound space as version 3's text tower speaks it."""
    space = shop.sound_space
    tower = load_clap(PartSource("clap", towers_of(shop), space_out=CLAP_SPACE), Runtime(shop.device))
    names = list(shop.heard_names)
    turn = facing(space.turn, space.classes, tower.embed_text(names))
    agree = np.pad(np.where((turn == space.turn).all(0), 1, -1), (0, 1), constant_values=1)
    return SoundSpace(space.centre, turn, (space.classes * agree).astype(np.float32))


def _lessons(
    shop: Workshop, space: SoundSpace, rows: tuple[both.Row, ...], vectors: Float32[np.ndarray, "sounds 1024"]
) -> Steps[TextLessons]:
    """Every text with its place; phrases of both corpora's classes lie where their training sounds do."""
    trains = [index for index, row in enumerate(rows) if row.part == "train"]
    known = [rows[index] for index in trains]
    names = sorted({name for row in known for name in row.classes})
    said = sorted({phrase for name in names for phrase in phrases(name)})
    more = yield from shop.sentences(said)
    fresh = [index for index, text in enumerate(said) if text not in shop.row_of_text]
    texts = (*shop.lexicon.texts, *(said[index] for index in fresh))
    sentences = np.concatenate((shop.sentence_vectors, more[fresh]))
    of_class = {
        name: tuple(i for i, row in enumerate(known) if name in row.classes and row.sure)
        or tuple(i for i, row in enumerate(known) if name in row.classes)
        for name in names
    }
    named = [(phrase, of_class[name]) for name in names for phrase in phrases(name)]
    places = space.place(vectors[trains])
    found = references(space, shop.heard_names, shop.scores(vectors[trains]), places, named)
    row = {text: index for index, text in enumerate(texts)}
    targets = places_of_texts(sentences, sentences[[row[text] for text in found.texts]], found.vectors)
    phrased = {*said}
    old = dict(zip(shop.lexicon.texts, text_weights(shop), strict=True))
    weights = [_NEW if text in phrased else old[text] for text in texts]
    empty = neutral(targets.shape[1])[None]
    return TextLessons(
        (*texts, ""), np.concatenate((targets, empty)).astype(np.float32), (*weights, _EMPTY * sum(weights)),
        SOUND_TEMPLATES,
    )  # fmt: skip


def teach(
    tower: ClapTextModelWithProjection,
    tokenizer: AutoTokenizer,
    lessons: TextLessons,
    steps: int,
    batch: int = 128,
    minutes: float = 95.0,
    device: torch.device | str = "cpu",
) -> Steps[ClapTextModelWithProjection]:
    """Go on training a text tower for so many steps, or minutes where they are over first; the averaged one, on the CPU."""
    clock = Clock()
    chance = random.Random(1)
    torch.manual_seed(1)
    model = tower.train().requires_grad_(True).to(device)
    average = copy.deepcopy(model).requires_grad_(False).eval()
    optimizer = torch.optim.AdamW(model.parameters(), lr=6e-4, betas=(0.9, 0.98), weight_decay=0.01)
    for step in range(steps):
        if clock.seconds >= minutes * 60:
            break
        for part in optimizer.param_groups:
            part["lr"] = 6e-4 * min(1, (step + 1) / 50) * max(0.02, 1 - step / steps)
        ids, mask, wanted = (each.to(device) for each in lessons.draw(tokenizer, batch, chance))
        found = model(input_ids=ids, attention_mask=mask).text_embeds
        loss = (1 - torch.nn.functional.cosine_similarity(found, wanted, dim=-1)).mean()
        optimizer.zero_grad()
        loss.backward()  # type: ignore[no-untyped-call]
        torch.nn.utils.clip_grad_norm_(model.parameters(), 1.0)
        optimizer.step()
        average_into(average, model, step, 0.99)
        if step % 50 == 0:
            yield Progress("ears: new phrases", step, steps, f"1 - cosine {loss.item():.3f}")
    return average.cpu()
