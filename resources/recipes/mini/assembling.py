"""The bundle's folder: every part in half precision in the format of the real thing, put into place in one go."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import diffusers
import torch
from diffusers import AutoencoderKL, ModelMixin, UNet2DConditionModel

from mini import clap_tower
from mini.attribution import attribution, sources
from mini.both import second_folder
from mini.denoiser import export_scheduler
from mini.hearing import load_clap_tower
from mini.lexicon import captions
from mini.workshop import Workshop
from v2a_plugin.model.errors import BundleError
from v2a_plugin.model.progress import Progress, Steps
from v2a_plugin.sources.generators.refiner import load_refiner
from v2a_plugin.zoo.card_files import read_card
from v2a_plugin.zoo.cards import CARD_FILE
from v2a_plugin.zoo.lock import LOCK_FILE, lock_folder, write_lock

__all__ = ["LIMIT", "do_bundle", "do_fourth", "write_part"]

LIMIT = 90 << 20  # bytes the bundle may have
_PARTS = ("visual", "clap", "generator", "mappers")
_GPL = Path("/usr/share/common-licenses/GPL-3")  # where Debian keeps it


def do_bundle(shop: Workshop) -> Steps[None]:
    """Write what is still missing of the bundle, check its size, move it into place, and lock it where it has a card."""
    yield Progress("bundle", 0, 4, "sound and text towers")
    clap_tower.export(load_clap_tower(shop), shop.tokenizer, shop.bundle / "clap")
    yield Progress("bundle", 1, 4, "generator")
    card = read_card(shop.out / CARD_FILE) if (shop.out / CARD_FILE).is_file() else None
    write_generator(shop.stages, shop.bundle / "generator", card is not None and card.vocoder == "refined-griffin-lim")
    yield Progress("bundle", 2, 4, "texts")
    lines = captions(shop.heard_names, shop.corpus.classes)
    (shop.bundle / "captions.txt").write_text("\n".join(lines) + "\n", encoding="utf-8")
    (shop.bundle / "ATTRIBUTION.md").write_text(attribution(shop.corpus), encoding="utf-8")
    size = sum(path.stat().st_size for path in shop.bundle.rglob("*") if path.is_file())
    if size > LIMIT:
        raise BundleError(f"The bundle in {shop.bundle} has {size} bytes, more than {LIMIT}.", "Make a part smaller.")
    yield Progress("bundle", 3, 4, f"{size / 1e6:.1f} MB into {shop.out}")
    place(shop.bundle, shop.out)
    if (shop.out / CARD_FILE).is_file():
        write_lock(shop.out, (yield from lock_folder(shop.out, "mini")))
    yield Progress("bundle", 4, 4, f"{shop.out / LOCK_FILE}")


def do_fourth(shop: Workshop) -> Steps[None]:
    """Move version 4's parts into version 3's bundle, take out the sound tower they replace, and lock it."""
    for name in ("ears", "tagger", "visual", "mappers/bridge"):
        shutil.rmtree(shop.out / name, ignore_errors=True)
        shutil.copytree(shop.bundle / name, shop.out / name)
    for path in shop.out.rglob("*"):
        path.chmod(0o755 if path.is_dir() else 0o644)  # temporary files are the writer's alone
    shutil.copyfile(shop.bundle / "captions.txt", shop.out / "captions.txt")
    shutil.rmtree(shop.out / "clap", ignore_errors=True)
    (shop.out / "ATTRIBUTION.md").write_text(attribution(shop.corpus, sources(second_folder(shop))), encoding="utf-8")
    if (shop.out / CARD_FILE).is_file():
        write_lock(shop.out, (yield from lock_folder(shop.out, "mini")))
    yield Progress("bundle", 1, 1, f"{shop.out / LOCK_FILE}")


def write_generator(stages: Path, folder: Path, refined: bool = False) -> None:
    """A diffusers folder as AudioLDM has it, without the text encoder, which is in `clap/`.

    Args:
        stages: Where the trained parts are.
        folder: To write into.
        refined: Whether to take the refiner along; without, the bundle's sound is plain Griffin-Lim's.
    """
    folder.mkdir(parents=True, exist_ok=True)
    parts = [(UNet2DConditionModel, "denoiser", "unet"), (AutoencoderKL, "autoencoder-sharp", "vae")]
    for kind, source, name in parts:
        write_part(kind, stages / source, folder / name)
    shutil.rmtree(folder / "refiner", ignore_errors=True)
    if refined:
        load_refiner(stages / "refiner").save(folder / "refiner")
    export_scheduler(folder / "scheduler")
    index: dict[str, object] = {
        "_class_name": "AudioLDMPipeline",
        "_diffusers_version": diffusers.__version__,
        "scheduler": ["diffusers", "DDIMScheduler"],
        "unet": ["diffusers", "UNet2DConditionModel"],
        "vae": ["diffusers", "AutoencoderKL"],
    }
    (folder / "model_index.json").write_text(json.dumps(index, indent=2) + "\n", encoding="utf-8")


def write_part(kind: type[ModelMixin], source: Path, folder: Path) -> None:
    """A trained part of the generator in half precision, without the place it was trained in."""
    kind.from_pretrained(source, local_files_only=True, torch_dtype=torch.float16).save_pretrained(folder)
    config = folder / "config.json"
    lines = [line for line in config.read_text(encoding="utf-8").splitlines() if '"_name_or_path"' not in line]
    config.write_text("\n".join(lines) + "\n", encoding="utf-8")


def place(bundle: Path, out: Path) -> None:
    """Swap the parts in `out` for those in `bundle`, each by a rename; other files in `out` stay."""
    out.mkdir(parents=True, exist_ok=True)
    for name in _PARTS:
        fresh, old = out / f".{name}.new", out / f".{name}.old"
        for leftover in (fresh, old):
            shutil.rmtree(leftover, ignore_errors=True)
        shutil.copytree(bundle / name, fresh)
        for path in fresh.rglob("*"):
            path.chmod(0o755 if path.is_dir() else 0o644)  # temporary files are the writer's alone
        if (out / name).exists():
            (out / name).rename(old)
        fresh.rename(out / name)
        shutil.rmtree(old, ignore_errors=True)
    for name in ("captions.txt", "ATTRIBUTION.md"):
        shutil.copyfile(bundle / name, out / name)
    if _GPL.is_file() and not (out / "LICENSE").is_file():
        shutil.copyfile(_GPL, out / "LICENSE")
