"""The stages of the sound side: the sound tower's two lessons and the text tower beside it."""

from __future__ import annotations

import numpy as np
from transformers import ClapModel

from mini import clap_tower, relisten, views
from mini.spaces import neutral
from mini.targets import References, TextLessons, places_of_texts, references
from mini.workshop import Workshop, is_note
from v2a_plugin.evaluation.wording import SOUND_TEMPLATES, phrases
from v2a_plugin.model.progress import Steps

__all__ = ["do_clap", "do_relisten", "do_versions", "load_clap_tower", "sound_references", "text_weights"]


def sound_references(shop: Workshop, made: views.Views) -> References:
    """Names whose place among the training sounds is known."""
    first = np.flatnonzero(np.diff(made.sounds, prepend=-1))
    rows = np.flatnonzero(shop.training_sounds)
    embeddings = made.embeddings[first][rows]
    sounds = [shop.corpus.sounds[row] for row in rows]
    named = [
        (phrase, tuple(index for index, sound in enumerate(sounds) if name in sound.classes))
        for name in shop.corpus.classes
        for phrase in phrases(name)
    ]
    places = shop.sound_space.place(embeddings)
    return references(shop.sound_space, shop.heard_names, shop.scores(embeddings), places, named)


def text_weights(shop: Workshop) -> tuple[float, ...]:
    """How often each text is shown: names and phrases most, ImageNet's next, ordinary words least."""
    heard, shown = {*shop.lexicon.heard, *shop.lexicon.phrases}, {*shop.lexicon.shown}
    return tuple(10.0 if text in heard else 3.0 if text in shown else 0.35 for text in shop.lexicon.texts)


def do_clap(shop: Workshop) -> Steps[None]:
    """Train the sound and text towers, and keep the model in single precision."""
    made = views.load_views(shop.work / "views")
    known = sound_references(shop, made)
    names = shop.sentence_vectors[[shop.row_of_text[text] for text in known.texts]]
    targets = places_of_texts(shop.sentence_vectors, names, known.vectors)
    lessons = TextLessons(shop.lexicon.texts, targets, text_weights(shop), SOUND_TEMPLATES)
    places, held = shop.sound_space.place(made.embeddings), ~shop.training_sounds[made.sounds]
    empty = neutral(shop.plans.clap.width)
    model = yield from clap_tower.train(
        shop.plans.clap, made, places, held, lessons, shop.tokenizer, empty, shop.stages, shop.device
    )
    model.save_pretrained(shop.stages / "clap")


def do_versions(shop: Workshop) -> Steps[None]:
    """Training sounds mixed and changed, heard by the teacher."""
    sounds = [sound for sound in shop.corpus.sounds if shop.trains(sound) and sound.seconds >= 0.1]
    weights = [
        min(sound.seconds, 10.0) ** 0.5 * (0.15 if is_note(sound) else 1.0) * (2.0 if sound.classes else 1.0)
        for sound in sounds
    ]
    waves = [shop.wave(sound) for sound in sounds]
    yield from relisten.make_shards(shop.plans.relisten, waves, weights, shop.hear, shop.work / "versions")


def do_relisten(shop: Workshop) -> Steps[None]:
    """Train the sound tower on them."""
    shards, made = relisten.open_shards(shop.work / "versions"), views.load_views(shop.work / "views")
    held = np.flatnonzero(~shop.training_sounds[made.sounds])
    yield from relisten.train(
        shop.plans.relisten,
        shop.stages / "clap",
        shards,
        shop.sound_space.place(shards.embeddings),
        made.spectra[held],
        shop.sound_space.place(made.embeddings[held]),
        shop.stages,
        shop.device,
    )


def load_clap_tower(shop: Workshop) -> ClapModel:
    """What `do_relisten` kept."""
    model: ClapModel = ClapModel.from_pretrained(shop.stages / "clap-again", local_files_only=True)
    return model.eval()
