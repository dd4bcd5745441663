"""The stages of the generator: mel autoencoder, denoiser, refiner."""

from __future__ import annotations

from collections import Counter

import numpy as np
import torch
from diffusers import AutoencoderKL

from mini import autoencoder, denoiser, refining, scenes, sharpen, views
from mini.clap_tower import sound_vectors
from mini.hearing import load_clap_tower, sound_references
from mini.mel import log_mel
from mini.spaces import neutral
from mini.workshop import Workshop, is_note
from v2a_plugin.evaluation.wording import phrases
from v2a_plugin.files import replacing
from v2a_plugin.model.embeddings import unit
from v2a_plugin.model.progress import Progress, Steps

__all__ = ["as_mel", "do_autoencoder", "do_denoiser", "do_latents", "do_refiner", "do_sharpen"]


def as_mel(wave: np.ndarray) -> torch.Tensor:
    """Log-mel of a sound, (frames, 64), its highest sample brought to 0.7."""
    return log_mel(torch.from_numpy(wave * (0.7 / (float(np.abs(wave).max()) + 1e-6))))


def _mels(shop: Workshop) -> tuple[list[torch.Tensor], list[torch.Tensor]]:
    """Log-mel of the training sounds, a quarter of the single notes among them, and of the others without notes."""
    long = [sound for sound in shop.corpus.sounds if sound.seconds >= 0.25]
    mels = [as_mel(shop.wave(s)) for row, s in enumerate(long) if shop.trains(s) and (row % 4 == 0 or not is_note(s))]
    held = [as_mel(shop.wave(s)) for s in long if not shop.trains(s) and not is_note(s)]
    return mels, held


def do_autoencoder(shop: Workshop) -> Steps[None]:
    """Train the mel autoencoder."""
    yield from autoencoder.train(shop.plans.autoencoder, *_mels(shop), shop.stages, shop.device)


def do_sharpen(shop: Workshop) -> Steps[None]:
    """Train its decoder once more, for grain."""
    source = shop.stages / "autoencoder"
    yield from sharpen.train(shop.plans.sharpen, source, *_mels(shop), shop.stages, shop.device)


def do_latents(shop: Workshop) -> Steps[None]:
    """Encode the scenes."""
    if (shop.work / "scenes" / "latents.npy").is_file():
        return
    model = AutoencoderKL.from_pretrained(shop.stages / "autoencoder", local_files_only=True).eval().to(shop.device)
    made = scenes.load_scenes(shop.work / "scenes")
    np.save(shop.work / "scenes" / "latents.npy", (yield from denoiser.encode(model, made.wave, len(made.labels))))


def _heard(shop: Workshop, made: scenes.Scenes, batch: int = 16) -> Steps[np.ndarray]:
    """Unit vectors of the scenes by the bundle's sound tower, kept beside them."""
    path = shop.work / "scenes" / "heard.npy"
    if not path.is_file():
        model, extract, found = load_clap_tower(shop).to(shop.device), views.extractor(), list[np.ndarray]()
        for start in range(0, len(made.labels), batch):
            yield Progress("scenes as the sound tower hears them", start, len(made.labels))
            rows = range(start, min(start + batch, len(made.labels)))
            found.append(sound_vectors(model, np.stack([views.spectrum(extract, made.wave(row)) for row in rows])))
        with replacing(path) as partial, partial.open("wb") as file:
            np.save(file, np.concatenate(found))
    heard: np.ndarray = np.load(path)
    return heard


def do_denoiser(shop: Workshop) -> Steps[None]:
    """Train the denoiser on scenes told by their own places among the sounds, or by phrases for their classes."""
    made = scenes.load_scenes(shop.work / "scenes")
    heard = yield from _heard(shop, made)
    labels = sorted({*made.labels} - {""})
    said = [(label, phrase) for label in labels for phrase in phrases(label)]
    known = sound_references(shop, views.load_views(shop.work / "views"))
    row = {text: index for index, text in enumerate(known.texts)}
    texts = known.vectors[[row[phrase] for _, phrase in said]]
    words = {label: tuple(index for index, (other, _) in enumerate(said) if other == label) for label in labels}
    sizes = Counter(made.labels)
    even = [sizes[label] ** -0.5 if label else 0.0 for label in made.labels]
    rest = 0.15 * sum(even) / max(1, sizes[""])  # sounds without a class together a seventh of those with one
    vectors, centres = shop.sound_space.place(made.embeddings), dict[str, np.ndarray]()
    for label in labels:
        centres[label] = unit(vectors[[other == label for other in made.labels]].mean(0))
    lessons = denoiser.Lessons(
        latents=np.load(shop.work / "scenes" / "latents.npy", mmap_mode="r"),
        vectors=vectors,
        heard=heard,
        centres=np.stack([centres.get(label, own) for label, own in zip(made.labels, vectors, strict=True)]),
        words=tuple(words.get(label, ()) for label in made.labels),
        texts=texts,
        weights=tuple(weight or rest for weight in even),
        empty=neutral(shop.plans.denoiser.width),
    )
    yield from denoiser.train(shop.plans.denoiser, lessons, shop.stages, shop.device)


def do_refiner(shop: Workshop) -> Steps[None]:
    """Train the refiner on what Griffin-Lim makes of the sharpened decoder's log-mel."""
    source = shop.stages / "autoencoder-sharp"
    model = AutoencoderKL.from_pretrained(source, local_files_only=True).eval().to(shop.device)
    made = scenes.load_scenes(shop.work / "scenes")
    lessons = yield from refining.hear_decoder(shop.plans.refiner, model, made, shop.work / "refiner")
    yield from refining.train(shop.plans.refiner, lessons, shop.stages, shop.device)
