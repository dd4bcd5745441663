"""The stages of the rival: pairs of picture and sound from both corpora, its training, and a bundle for the study."""

from __future__ import annotations

import random
import shutil
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
import torch
from diffusers import AutoencoderKL, UNet2DConditionModel

from mini import both, denoiser, rival, scenes
from mini.ears import heard
from mini.held_out import bundle_album, held_out_vectors
from mini.workshop import Workshop
from v2a_plugin.evaluation.corpus import RATE, open_sound
from v2a_plugin.files import write_text
from v2a_plugin.model.progress import Progress, Steps
from v2a_plugin.zoo.card_files import card_to_toml, read_card
from v2a_plugin.zoo.cards import CARD_FILE
from v2a_plugin.zoo.lock import lock_folder, write_lock

__all__ = ["RIVAL", "do_pairs", "do_rival", "write_bundle"]

RIVAL = "mini-on-pairs"
"""Name of the bundle that the study renders the rival with."""

_LENGTH = int(scenes.SECONDS * RATE)


def do_pairs(shop: Workshop) -> Steps[None]:
    """Windows of the training sounds of each class as latents, and pictures as heads see them that have not learned them."""
    if (_folder(shop) / "pairs.npz").is_file():
        return
    rows, _ = yield from heard(shop)
    pictures = yield from bundle_album(shop, {name for row in rows if row.part == "train" for name in row.classes})
    vectors = yield from held_out_vectors(shop, pictures)
    chosen = [i for i, each in enumerate(pictures.shown) if each.trains and vectors[i].any() and each.picture.classes]
    sounds = _sounds(shop, rows, {name for i in chosen for name in pictures.shown[i].picture.classes})
    material = [scenes.Material(tuple(open_sound(path, 20.0) for path in paths), name, 1) for name, paths in sounds]
    vae = shop.out / "generator" / "vae"
    model = AutoencoderKL.from_pretrained(vae, local_files_only=True, torch_dtype=torch.float32).eval().to(shop.device)
    chance = random.Random(0)
    latents = yield from denoiser.encode(
        model, lambda row: scenes.window(material[row], _LENGTH, chance), len(material)
    )
    kin, of_file = defaultdict[str, list[int]](list), defaultdict[Path, list[int]](list)
    for place, (name, paths) in enumerate(sounds):
        kin[name].append(place)
        if len(paths) == 1:
            of_file[paths[0]].append(place)
    chosen = [i for i in chosen if any(kin[name] for name in pictures.shown[i].picture.classes)]
    shown = [pictures.shown[i].picture for i in chosen]
    own = [[row for file in each.sounds for row in of_file[shop.folder / file]] for each in shown]
    sizes = Counter(name for each in shown for name in each.classes)
    weights = [
        (0.3 if each.style == "render" else 1.0) / max(sizes[name] for name in each.classes) ** 0.5 for each in shown
    ]
    alike = [[row for name in each.classes for row in kin[name]] for each in shown]
    save_pairs(
        _folder(shop) / "pairs.npz",
        rival.Paired(latents, vectors[chosen], _tuples(own), _tuples(alike), tuple(weights)),
    )
    yield Progress("pairs", 1, 1, f"{len(chosen)} pictures, {len(latents)} windows of {len(kin)} classes")


def do_rival(shop: Workshop) -> Steps[None]:
    """Train the rival from the bundle's own denoiser, and write the bundle that the study renders it with."""
    folder = _folder(shop)
    paired = load_pairs(folder / "pairs.npz")
    yield from rival.train(shop.plans.rival, paired, shop.out / "generator" / "unet", folder, shop.device)
    yield from write_bundle(shop.out, folder / "denoiser", folder / "bundle")


def write_bundle(source: Path, denoiser: Path, out: Path) -> Steps[None]:
    """A bundle with another denoiser, which takes the picture's own vector: its only mapper is "none".

    Args:
        source: The bundle whose other parts are taken.
        denoiser: Folder of the trained network.
        out: To write; what is there is replaced.
    """
    shutil.rmtree(out, ignore_errors=True)
    shutil.copytree(source, out, ignore=shutil.ignore_patterns("mappers", "unet", "lock.json"))
    model = UNet2DConditionModel.from_pretrained(denoiser, local_files_only=True, torch_dtype=torch.float16)
    model.save_pretrained(out / "generator" / "unet")
    card = read_card(source / CARD_FILE)
    changed = replace(
        card,
        name=RIVAL,
        title=RIVAL,
        summary="Our small version of the idea of CLIPSonic-IQ, not that system: for the study only.",
        mappers=(),
        defaults=replace(card.defaults, mapper="none"),
    )
    write_text(out / CARD_FILE, card_to_toml(changed))
    write_lock(out, (yield from lock_folder(out, RIVAL)))


def save_pairs(path: Path, paired: rival.Paired) -> None:
    """In one file, whole or not at all."""
    path.parent.mkdir(parents=True, exist_ok=True)
    partial = path.with_name("partial.npz")
    own, kin = (
        np.array([(row, scene) for row, found in enumerate(each) for scene in found], dtype=np.int32).reshape(-1, 2)
        for each in (paired.own, paired.kin)
    )
    weights = np.array(paired.weights)
    np.savez(partial, latents=paired.latents, pictures=paired.pictures, weights=weights, own=own, kin=kin)
    partial.replace(path)


def load_pairs(path: Path) -> rival.Paired:
    """What `save_pairs` wrote."""
    kept = np.load(path)
    ragged = []
    for name in ("own", "kin"):
        found: list[list[int]] = [[] for _ in kept["pictures"]]
        for row, scene in kept[name].tolist():
            found[row].append(scene)
        ragged.append(_tuples(found))
    return rival.Paired(kept["latents"], kept["pictures"], ragged[0], ragged[1], tuple(kept["weights"].tolist()))


def _folder(shop: Workshop) -> Path:
    return shop.work / "rival"


def _tuples(lists: Sequence[Sequence[int]]) -> tuple[tuple[int, ...], ...]:
    return tuple(tuple(each) for each in lists)


def _sounds(shop: Workshop, rows: tuple[both.Row, ...], names: set[str]) -> list[tuple[str, list[Path]]]:
    """Which recording each window is made of, by class; notes of one instrument, where it has nothing else, together.

    Recordings of an object that a picture shows come first.
    """
    chance, count = random.Random(0), shop.plans.rival.scenes
    owned = {shop.folder / file for picture in shop.corpus.pictures for file in picture.sounds}
    found = list[tuple[str, list[Path]]]()
    for name in sorted(names):
        known = [row for row in rows if row.part == "train" and name in row.classes]
        sure = [row.path for row in known if row.sure]
        if not known:
            continue
        if not sure:
            found += [(name, [row.path for row in known[:24]])] * count
            continue
        chance.shuffle(sure)
        sure.sort(key=lambda path: path not in owned)
        found += [(name, [sure[place % len(sure)]]) for place in range(max(count, len(owned.intersection(sure))))]
    return found
