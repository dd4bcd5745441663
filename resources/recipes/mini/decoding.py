"""The stage of version 4's decoder: trained once more, on the training sounds of both corpora.

Encoder and denoiser stay as they are, so what was trained on latents stays valid.
"""

from __future__ import annotations

import shutil

import torch
from diffusers import AutoencoderKL

from mini import both, sharpen
from mini.assembling import write_part
from mini.ears import heard
from mini.learning import as_mel
from mini.workshop import Workshop, is_note
from v2a_plugin.evaluation.corpus import open_sound
from v2a_plugin.model.progress import Progress, Steps
from v2a_plugin.zoo.cards import CARD_FILE
from v2a_plugin.zoo.lock import lock_folder, write_lock

__all__ = ["chosen", "do_decoder", "go_on"]

_SHORTEST = 4_000  # samples: a quarter of a second


def chosen(rows: tuple[both.Row, ...]) -> tuple[both.Row, ...]:
    """The training sounds: all whose class is sure, and a quarter of the others, which are many and alike."""
    return tuple(row for place, row in enumerate(rows) if row.part == "train" and (row.sure or place % 4 == 0))


def do_decoder(shop: Workshop) -> Steps[None]:
    """Go on training the decoder of the finished bundle, put it into it, and lock it."""
    rows, _ = yield from heard(shop)
    learned, mels = chosen(rows), list[torch.Tensor]()
    for done, row in enumerate(learned):
        if done % 100 == 0:
            yield Progress("decoder: sounds", done, len(learned))
        wave = open_sound(row.path, 20.0)
        if len(wave) >= _SHORTEST:
            mels.append(as_mel(wave))
    held = [s for s in shop.corpus.sounds if not shop.trains(s) and not is_note(s) and s.seconds >= 0.25]
    yield from go_on(shop, mels, [as_mel(shop.wave(sound)) for sound in held])


def go_on(shop: Workshop, mels: list[torch.Tensor], held: list[torch.Tensor]) -> Steps[None]:
    """Train the bundle's decoder on log-mel, each (frames, 64), put it into the bundle, and lock it.

    Args:
        shop: What is learned from first stays in its work folder, so that a stage taken up again begins from the same weights.
        mels: To learn from.
        held: To measure with.
    """
    work, vae = shop.work / "decoder", shop.out / "generator" / "vae"
    if not (work / "source").is_dir():
        shutil.copytree(vae, work / "source")
    trained = yield from sharpen.train(shop.plans.decoder, work / "source", mels, held, work, shop.device)
    write_part(AutoencoderKL, trained, vae)
    if (shop.out / CARD_FILE).is_file():
        write_lock(shop.out, (yield from lock_folder(shop.out, "mini")))
    yield Progress("decoder", 1, 1, f"{len(mels)} sounds")
