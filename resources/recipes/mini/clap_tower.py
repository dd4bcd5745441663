"""The bundle's `ClapModel`: a small sound tower taught by YAMNet and a small text tower taught by sentence embeddings."""

from __future__ import annotations

import random
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from jaxtyping import Float32
from torch import Tensor
from transformers import (
    ClapAudioConfig,
    ClapConfig,
    ClapModel,
    ClapProcessor,
    ClapTextConfig,
    PreTrainedTokenizerFast,
)

from mini.spaces import WIDTH
from mini.targets import TextLessons
from mini.tokens import BEGIN, END, LENGTH, PAD
from mini.views import Views, extractor
from v2a_plugin.model.progress import Progress, Steps
from v2a_plugin.training.checkpoints import Clock, average_into, restore, save

__all__ = ["ClapPlan", "build", "export", "sound_features", "sound_vectors", "text_vectors", "train"]


@dataclass(frozen=True, slots=True)
class ClapPlan:
    """Sizes and settings; the defaults are the bundle's."""

    patch: int = 8
    patch_width: int = 64
    depths: tuple[int, ...] = (2, 2, 2)
    heads: tuple[int, ...] = (2, 4, 8)
    text_width: int = 128
    text_layers: int = 3
    vocabulary: int = 4096
    width: int = WIDTH
    batch: int = 16
    texts: int = 128
    rate: float = 1e-3
    steps: int = 3_000
    minutes: float = 95.0
    seed: int = 0


def build(plan: ClapPlan) -> ClapModel:
    """A fresh model."""
    torch.manual_seed(plan.seed)
    audio = ClapAudioConfig(
        num_mel_bins=64,
        spec_size=256,
        window_size=8,
        patch_size=plan.patch,
        patch_stride=[plan.patch, plan.patch],
        patch_embeds_hidden_size=plan.patch_width,
        depths=list(plan.depths),
        num_attention_heads=list(plan.heads),
        num_hidden_layers=len(plan.depths),
        hidden_size=plan.patch_width * 2 ** (len(plan.depths) - 1),
        projection_dim=plan.width,
        enable_fusion=False,
        drop_path_rate=0.0,
        num_classes=1,
    )
    text = ClapTextConfig(
        vocab_size=plan.vocabulary,
        hidden_size=plan.text_width,
        num_hidden_layers=plan.text_layers,
        num_attention_heads=4,
        intermediate_size=4 * plan.text_width,
        max_position_embeddings=LENGTH + 2,
        type_vocab_size=1,
        projection_dim=plan.width,
        bos_token_id=BEGIN,
        pad_token_id=PAD,
        eos_token_id=END,
    )
    config = ClapConfig(audio_config=audio.to_dict(), text_config=text.to_dict(), projection_dim=plan.width)
    return ClapModel(config)


def sound_features(model: ClapModel, spectra: Tensor) -> Tensor:
    """Vectors of spectra, with gradients and in the mode the model is in."""
    short = torch.zeros(len(spectra), 1, dtype=torch.bool, device=spectra.device)
    found: Tensor = model.get_audio_features(input_features=spectra[:, None], is_longer=short).pooler_output
    return found.float()


def _texts(model: ClapModel, ids: Tensor, mask: Tensor) -> Tensor:
    found: Tensor = model.get_text_features(input_ids=ids, attention_mask=mask).pooler_output
    return found.float()


@torch.inference_mode()
def sound_vectors(
    model: ClapModel, spectra: Float32[np.ndarray, "rows 1001 64"], batch: int = 16
) -> Float32[np.ndarray, "rows width"]:
    """Unit vectors of `views.spectrum` results."""
    model.eval()
    parts = [
        torch.from_numpy(np.asarray(spectra[start : start + batch], dtype=np.float32))
        for start in range(0, len(spectra), batch)
    ]
    return torch.cat([sound_features(model, part.to(model.device)) for part in parts]).cpu().numpy()


@torch.inference_mode()
def text_vectors(
    model: ClapModel, tokenizer: PreTrainedTokenizerFast, texts: list[str]
) -> Float32[np.ndarray, "rows width"]:
    """Unit vectors of texts."""
    model.eval()
    tokens = tokenizer(texts, padding=True, truncation=True, max_length=LENGTH, return_tensors="pt").to(model.device)
    return _texts(model, tokens["input_ids"], tokens["attention_mask"]).cpu().numpy()


def _away(found: Tensor, wanted: Tensor) -> Tensor:
    return 1 - torch.nn.functional.cosine_similarity(found, wanted, dim=-1)


def train(
    plan: ClapPlan,
    views: Views,
    places: Float32[np.ndarray, "views width"],
    held: np.ndarray,
    lessons: TextLessons,
    tokenizer: PreTrainedTokenizerFast,
    empty: Float32[np.ndarray, " width"],
    work: Path,
    device: torch.device | str = "cpu",
) -> Steps[ClapModel]:
    """Train or go on training both towers; the averaged model, on the CPU.

    Args:
        plan: Sizes and settings.
        views: Versions of sounds.
        places: Where each version belongs.
        held: True for versions of validation sounds, which are only measured.
        lessons: Texts and where they belong.
        tokenizer: Of the texts.
        empty: Where the empty text belongs; a batch always holds it.
        work: Folder for the checkpoint.
        device: Of torch.
    """
    chance = random.Random(plan.seed)
    model, average = build(plan).train().to(device), build(plan).requires_grad_(False).to(device)
    optimizer = torch.optim.AdamW(model.parameters(), lr=plan.rate, betas=(0.9, 0.98), weight_decay=0.01)
    checkpoint, modules = work / "clap.safetensors", {"model": model, "average": average}
    step, clock, shown = restore(checkpoint, modules, optimizer), Clock(), [0.0, 0.0]
    chance.seed(step)
    rows, held_rows = np.flatnonzero(~held).tolist(), np.flatnonzero(held)
    nothing = tokenizer([""], return_tensors="pt").to(device)
    wanted_empty = torch.from_numpy(empty)[None].to(device)
    while step < plan.steps and clock.seconds < plan.minutes * 60:
        left = 1 - step / plan.steps
        for part in optimizer.param_groups:
            part["lr"] = plan.rate * min(1, (step + 1) / 200) * max(0.01, left)
        chosen = chance.choices(rows, k=plan.batch)
        spectra = torch.from_numpy(np.asarray(views.spectra[sorted(chosen)], dtype=np.float32)).to(device)
        ids, mask, wanted = (each.to(device) for each in lessons.draw(tokenizer, plan.texts, chance))
        with torch.autocast(spectra.device.type, dtype=torch.bfloat16):
            heard = sound_features(model, spectra)
            read = _texts(model, ids, mask)
            blank = _texts(model, nothing["input_ids"], nothing["attention_mask"])
        sound_loss = _away(heard, torch.from_numpy(places[sorted(chosen)]).to(device)).mean()
        text_loss = _away(read, wanted).mean()
        loss = sound_loss + text_loss + 0.1 * _away(blank, wanted_empty).mean()
        optimizer.zero_grad()
        loss.backward()  # type: ignore[no-untyped-call]
        torch.nn.utils.clip_grad_norm_(model.parameters(), 1.0)
        optimizer.step()
        step += 1
        average_into(average, model, step, 0.995)
        for mine, theirs in zip(average.buffers(), model.buffers(), strict=True):
            mine.copy_(theirs)
        shown = [shown[0] + sound_loss.item(), shown[1] + text_loss.item()]
        if step % 50 == 0:
            note = f"1 - cosine: sounds {shown[0] / 50:.3f}, texts {shown[1] / 50:.3f}"
            yield Progress("sound and text towers", step, plan.steps, note)
            shown = [0.0, 0.0]
        if step % 500 == 0 or step == plan.steps:
            save(checkpoint, step, modules, optimizer)
            found = sound_vectors(average, views.spectra[held_rows]) if len(held_rows) else np.zeros((0, plan.width))
            near = float((found * places[held_rows]).sum(1).mean()) if len(held_rows) else float("nan")
            none = float(text_vectors(average, tokenizer, [""])[0] @ empty)
            note = f"held-out sounds: cosine {near:.3f}; empty text: cosine {none:.4f}"
            yield Progress("sound and text towers", step, plan.steps, note)
    save(checkpoint, step, modules, optimizer)
    return average.eval().cpu()


def export(model: ClapModel, tokenizer: PreTrainedTokenizerFast, folder: Path) -> None:
    """A folder that `ClapModel`, `ClapProcessor` and `AutoTokenizer` load; weights in half precision."""
    folder.mkdir(parents=True, exist_ok=True)
    ClapProcessor(feature_extractor=extractor(), tokenizer=tokenizer).save_pretrained(folder)
    extractor().save_pretrained(folder)
    tokenizer.save_pretrained(folder)
    state = {name: value.half() if value.is_floating_point() else value for name, value in model.state_dict().items()}
    model.save_pretrained(folder, state_dict=state)
