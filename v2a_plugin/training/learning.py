"""The training stages: each gathers its lessons from what earlier stages kept, and trains or goes on training."""

from __future__ import annotations

from collections import Counter

import numpy as np
import torch
from diffusers import AutoencoderKL
from jaxtyping import Float32
from safetensors.torch import load_file
from transformers import ClapModel

from v2a_plugin.mapper.store import save_mapper
from v2a_plugin.model.embeddings import unit
from v2a_plugin.model.progress import Progress, Steps
from v2a_plugin.training import autoencoder, clap_tower, clip_tower, denoiser, mappers, scenes, sharpen, views
from v2a_plugin.training.checkpoints import save_tensors
from v2a_plugin.training.corpus import Sound
from v2a_plugin.training.mel import log_mel
from v2a_plugin.training.spaces import neutral
from v2a_plugin.training.targets import References, TextLessons, places_of_texts, references
from v2a_plugin.training.wording import PICTURE_TEMPLATES, SOUND_TEMPLATES, phrases
from v2a_plugin.training.workshop import CLAP_SPACE, CLIP_SPACE, Workshop, is_note

__all__ = [
    "do_autoencoder",
    "do_clap",
    "do_clip",
    "do_denoiser",
    "do_latents",
    "do_mappers",
    "do_sharpen",
    "load_clap_tower",
]


def _mel(shop: Workshop, sound: Sound) -> torch.Tensor:
    wave = shop.wave(sound)
    return log_mel(torch.from_numpy(wave * (0.7 / (float(np.abs(wave).max()) + 1e-6))))


def _mels(shop: Workshop) -> tuple[list[torch.Tensor], list[torch.Tensor]]:
    """Log-mel of the training sounds, a quarter of the single notes among them, and of the others without notes."""
    long = [sound for sound in shop.corpus.sounds if sound.seconds >= 0.25]
    mels = [_mel(shop, s) for row, s in enumerate(long) if shop.trains(s) and (row % 4 == 0 or not is_note(s))]
    held = [_mel(shop, s) for s in long if not shop.trains(s) and not is_note(s)]
    return mels, held


def do_autoencoder(shop: Workshop) -> Steps[None]:
    """Train the mel autoencoder."""
    yield from autoencoder.train(shop.plans.autoencoder, *_mels(shop), shop.stages)


def do_sharpen(shop: Workshop) -> Steps[None]:
    """Train its decoder once more, for grain."""
    yield from sharpen.train(shop.plans.sharpen, shop.stages / "autoencoder", *_mels(shop), shop.stages)


def sound_references(shop: Workshop, made: views.Views) -> References:
    """Names whose place among the training sounds is known."""
    first = np.flatnonzero(np.diff(made.sounds, prepend=-1))
    rows = np.flatnonzero(shop.training_sounds)
    embeddings = made.embeddings[first][rows]
    with torch.inference_mode():
        scores = torch.sigmoid(shop.judge.head(torch.from_numpy(embeddings))).numpy()
    sounds = [shop.corpus.sounds[row] for row in rows]
    named = [
        (phrase, tuple(index for index, sound in enumerate(sounds) if name in sound.classes))
        for name in shop.corpus.classes
        for phrase in phrases(name)
    ]
    return references(shop.sound_space, shop.heard_names, scores, shop.sound_space.place(embeddings), named)


def _text_weights(shop: Workshop) -> tuple[float, ...]:
    """How often each text is shown: names and phrases most, ImageNet's next, ordinary words least."""
    heard, shown = {*shop.lexicon.heard, *shop.lexicon.phrases}, {*shop.lexicon.shown}
    return tuple(10.0 if text in heard else 3.0 if text in shown else 0.35 for text in shop.lexicon.texts)


def do_clap(shop: Workshop) -> Steps[None]:
    """Train the sound and text towers, and keep the model in single precision."""
    made = views.load_views(shop.work / "views")
    known = sound_references(shop, made)
    names = shop.sentence_vectors[[shop.row_of_text[text] for text in known.texts]]
    targets = places_of_texts(shop.sentence_vectors, names, known.vectors)
    lessons = TextLessons(shop.lexicon.texts, targets, _text_weights(shop), SOUND_TEMPLATES)
    places, held = shop.sound_space.place(made.embeddings), ~shop.training_sounds[made.sounds]
    empty = neutral(shop.plans.clap.width)
    model = yield from clap_tower.train(
        shop.plans.clap, made, places, held, lessons, shop.tokenizer, empty, shop.stages
    )
    model.save_pretrained(shop.stages / "clap")


def load_clap_tower(shop: Workshop) -> ClapModel:
    """What `do_clap` kept."""
    model: ClapModel = ClapModel.from_pretrained(shop.stages / "clap", local_files_only=True)
    return model.eval()


def do_clip(shop: Workshop) -> Steps[None]:
    """Teach the picture head and the text tower, and write the finished open_clip folder."""
    plan, pictures = shop.plans.clip, shop.corpus.pictures
    model = clip_tower.build(plan, shop.trunk)
    head, kept = model.visual.head.proj, shop.stages / "picture_head.safetensors"
    if not kept.is_file():
        yield Progress("picture head", 0, 1)
        near = clip_tower.fit_head(plan, _sights(shop), head)
        save_tensors(kept, head.state_dict())
        yield Progress("picture head", 1, 1, f"cosine {near:.3f}")
    head.load_state_dict(load_file(kept))
    lessons = TextLessons(
        shop.lexicon.texts, shop.text_places, _text_weights(shop), tuple({*PICTURE_TEMPLATES, *SOUND_TEMPLATES})
    )
    average = yield from clip_tower.train_text(plan, model, lessons, shop.tokenizer, shop.stages)
    model.text.load_state_dict(average.state_dict())
    clip_tower.export(plan, model, shop.tokenizer, shop.bundle / "visual")
    features = torch.from_numpy(shop.kept("picture_features.npy"))
    with torch.inference_mode():
        shop.keep("picture_vectors.npy", unit(head(features).numpy()))
    yield Progress("picture head", 1, 1, f"{len(pictures)} pictures placed")


def _sights(shop: Workshop) -> clip_tower.Sights:
    features, owners = shop.kept("picture_features.npy"), shop.kept("picture_owners.npy")
    trains = np.array([shop.trains(shop.corpus.pictures[owner]) for owner in owners])
    places = [shop.words_of(picture) for picture in shop.corpus.pictures]
    rows = [row for row in np.flatnonzero(trains) if places[owners[row]] is not None]
    weights = _picture_weights(shop, owners[rows])
    classifier = shop.trunk.classifier.weight.detach().numpy()  # type: ignore[union-attr, operator]
    expected = clip_tower.expected_features(classifier, features[trains])
    names = shop.text_places[[shop.row_of_text[text] for text in shop.lexicon.shown]]
    share = 0.3 * sum(weights) / len(names)
    targets = [place for row in rows if (place := places[owners[row]]) is not None]
    return clip_tower.Sights(
        np.concatenate((features[rows], expected)), np.concatenate((np.stack(targets), names)),
        (*weights, *(share for _ in names)),
    )  # fmt: skip


def _picture_weights(shop: Workshop, owners: np.ndarray) -> tuple[float, ...]:
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


def do_latents(shop: Workshop) -> Steps[None]:
    """Encode the scenes."""
    if (shop.work / "scenes" / "latents.npy").is_file():
        return
    model = AutoencoderKL.from_pretrained(shop.stages / "autoencoder", local_files_only=True).eval()
    yield from denoiser.encode(model, scenes.load_scenes(shop.work / "scenes"), shop.work / "scenes")


def do_denoiser(shop: Workshop) -> Steps[None]:
    """Train the denoiser on scenes told by their own places among the sounds, or by phrases for their classes."""
    made = scenes.load_scenes(shop.work / "scenes")
    labels = sorted({*made.labels} - {""})
    said = [(label, phrase) for label in labels for phrase in phrases(label)]
    known = sound_references(shop, views.load_views(shop.work / "views"))
    row = {text: index for index, text in enumerate(known.texts)}
    texts = known.vectors[[row[phrase] for _, phrase in said]]
    words = {label: tuple(index for index, (other, _) in enumerate(said) if other == label) for label in labels}
    sizes = Counter(made.labels)
    even = [sizes[label] ** -0.5 if label else 0.0 for label in made.labels]
    rest = 0.15 * sum(even) / max(1, sizes[""])  # sounds without a class together a seventh of those with one
    lessons = denoiser.Lessons(
        latents=np.load(shop.work / "scenes" / "latents.npy", mmap_mode="r"),
        vectors=shop.sound_space.place(made.embeddings),
        words=tuple(words.get(label, ()) for label in made.labels),
        texts=texts,
        weights=tuple(weight or rest for weight in even),
        empty=neutral(shop.plans.denoiser.width),
    )
    yield from denoiser.train(shop.plans.denoiser, lessons, shop.stages)


def do_mappers(shop: Workshop) -> Steps[None]:
    """Train both mappers and write their folders into the bundle."""
    pairs = _pairs(shop)
    ids = (CLIP_SPACE, CLAP_SPACE)
    diffusion = yield from mappers.train_diffusion(shop.plans.mappers, pairs, ids, shop.stages)
    diffusion.prior.half()
    save_mapper(diffusion, shop.bundle / "mappers" / "diffusion")
    regression = yield from mappers.train_regression(shop.plans.mappers, pairs, ids, shop.stages)
    regression.network.half()
    save_mapper(regression, shop.bundle / "mappers" / "regression")


def _pairs(shop: Workshop) -> mappers.Pairs:
    made = views.load_views(shop.work / "views")
    heard_rows = np.flatnonzero(shop.training_sounds[made.sounds])
    of_class, of_file = dict[str, list[int]](), dict[str, list[int]]()
    for place, row in enumerate(heard_rows.tolist()):
        sound = shop.corpus.sounds[made.sounds[row]]
        of_file.setdefault(sound.file, []).append(place)
        for name in sound.classes:
            of_class.setdefault(name, []).append(place)
    owners, vectors = shop.kept("picture_owners.npy"), shop.kept("picture_vectors.npy")
    rows, own, kind = [], [], []
    for row, owner in enumerate(owners.tolist()):
        picture = shop.corpus.pictures[owner]
        sounds = [place for name in picture.classes for place in of_class.get(name, ())]
        if shop.trains(picture) and sounds:
            rows.append(row)
            own.append(tuple(place for file in picture.sounds for place in of_file.get(file, ())))
            kind.append(tuple(sounds))
    known = sound_references(shop, made)
    places = shop.sound_space.place(made.embeddings[heard_rows])
    names: Float32[np.ndarray, "names clip"] = shop.text_places[[shop.row_of_text[text] for text in known.texts]]
    return mappers.Pairs(
        pictures=vectors[rows],
        weights=_picture_weights(shop, owners[rows]),
        own=tuple(own),
        kind=tuple(kind),
        centres=unit(np.stack([places[list(each)].mean(0) for each in kind])),
        sounds=places,
        names_seen=names,
        names_heard=known.vectors,
    )
