"""The bundle's open_clip model: EfficientNet-lite0 with a linear head taught to meet words, and a small text tower.

The words' space is that of `spaces.WordSpace`. The head learns from the corpus's pictures, and from ImageNet's classes
without a picture: a class's mean features are expected at covariance times its row of the trunk's own classifier.
"""

from __future__ import annotations

import json
import random
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import open_clip
import torch
from jaxtyping import Float32
from PIL import Image, ImageEnhance, ImageOps
from safetensors.torch import save_file
from torch import Tensor, nn
from transformers import PreTrainedTokenizerFast

from mini import trunk as lite
from mini.spaces import WIDTH
from mini.targets import TextLessons
from mini.tokens import END, LENGTH, PAD
from v2a_plugin.model.progress import Progress, Steps
from v2a_plugin.training.checkpoints import Clock, average_into, restore, save

__all__ = ["ClipPlan", "Sights", "alter", "build", "expected_features", "export", "fit_head", "train_text"]


@dataclass(frozen=True, slots=True)
class ClipPlan:
    """Sizes and settings; the defaults are the bundle's."""

    trunk: str = "tf_efficientnet_lite0"
    side: int = lite.SIDE
    width: int = WIDTH
    text_width: int = 128
    text_layers: int = 3
    text_heads: int = 4
    vocabulary: int = 4096
    texts: int = 192
    rate: float = 1e-3
    steps: int = 2_500
    minutes: float = 95.0
    head_steps: int = 1_500
    head_batch: int = 256
    head_blur: float = 0.4
    head_decay: float = 0.3
    head_kinds: float = 0.3
    seed: int = 0


@dataclass(frozen=True, slots=True, eq=False)
class Sights:
    """Trunk features with the words they should meet.

    Attributes:
        features: Of pictures, altered pictures, and classes without a picture.
        targets: Unit vectors in the word space.
        weights: How often each is shown, relative to the others.
        kinds: Which classes of the corpus each shows, in shares; all 0 for none.
        middles: Where the classes' own phrases lie in the word space.
    """

    features: Float32[np.ndarray, "sights 1280"]
    targets: Float32[np.ndarray, "sights width"]
    weights: tuple[float, ...]
    kinds: Float32[np.ndarray, "sights classes"]
    middles: Float32[np.ndarray, "classes width"]


def _config(plan: ClipPlan) -> dict[str, object]:
    """open_clip's description of the model."""
    return {
        "embed_dim": plan.width,
        "vision_cfg": {
            "timm_model_name": plan.trunk,
            "timm_model_pretrained": False,
            "timm_pool": "avg",
            "timm_proj": "linear",
            "timm_proj_bias": True,
            "image_size": plan.side,
        },
        "text_cfg": {
            "context_length": LENGTH,
            "vocab_size": plan.vocabulary,
            "hf_tokenizer_name": "tokenizer of this folder",
            "width": plan.text_width,
            "heads": plan.text_heads,
            "layers": plan.text_layers,
            "pool_type": "eos",
            "eos_id": END,
            "pad_id": PAD,
        },
    }


def build(plan: ClipPlan, trunk: nn.Module | None = None) -> open_clip.CustomTextCLIP:
    """A fresh model, with the trunk's weights where there is one."""
    torch.manual_seed(plan.seed)
    model = open_clip.CustomTextCLIP(**_config(plan))
    if trunk is not None:
        wanted = {name: value for name, value in trunk.state_dict().items() if not name.startswith("classifier")}
        model.visual.trunk.load_state_dict(wanted)
    return model


def alter(picture: Image.Image, chance: random.Random) -> Image.Image:
    """The picture cropped, mirrored, lit and placed a little differently."""
    share = chance.uniform(0.6, 1.0)
    wide, tall = int(picture.width * share), int(picture.height * chance.uniform(0.9, 1.1) * share)
    tall = min(tall, picture.height)
    left, top = chance.randint(0, picture.width - wide), chance.randint(0, picture.height - tall)
    picture = picture.crop((left, top, left + wide, top + tall))
    if chance.random() < 0.5:
        picture = ImageOps.mirror(picture)
    if chance.random() < 0.3:
        colour = tuple(chance.randint(90, 255) for _ in range(3))
        picture = ImageOps.expand(picture, border=int(0.25 * chance.random() * max(picture.size)), fill=colour)
    for change in (ImageEnhance.Brightness, ImageEnhance.Color, ImageEnhance.Contrast):
        picture = change(picture).enhance(chance.uniform(0.7, 1.3))
    return picture


def expected_features(
    rows: Float32[np.ndarray, "classes 1280"], seen: Float32[np.ndarray, "pictures 1280"]
) -> Float32[np.ndarray, "classes 1280"]:
    """Where a class's pictures are expected, from its classifier row (Haufe et al. 2014), as far out as pictures are."""
    centre = seen.mean(0)
    directions = (rows - rows.mean(0)) @ np.cov(seen.T)
    directions /= np.linalg.norm(directions, axis=1, keepdims=True)
    spread = float(np.linalg.norm(seen - centre, axis=1).mean())
    expected: Float32[np.ndarray, "classes 1280"] = (centre + 0.6 * spread * directions).astype(np.float32)
    return expected


def fit_head(plan: ClipPlan, sights: Sights, head: nn.Linear, device: torch.device | str = "cpu") -> float:
    """Teach the linear head; the last mean cosine.

    The loss is 1 - cosine; a softmax over the batch's targets at temperature 0.07, which keeps words apart; and one over
    the corpus's classes. Features are blurred a lot, since there are so few pictures: 0.4, with a weight decay of 0.3,
    found 47 % of classes first try on training pictures left out, 0.2 and 0.05 found 45 %.
    """
    chance = random.Random(plan.seed)
    arrays = (sights.features, sights.targets, sights.kinds, sights.middles)
    features, targets, kinds, middles = (torch.from_numpy(each).to(device) for each in arrays)
    centre, spread = features.mean(0), features.std() + 1e-6
    torch.manual_seed(plan.seed)
    layer = nn.Linear(head.in_features, head.out_features).to(device)
    optimizer = torch.optim.AdamW(layer.parameters(), lr=2e-3, weight_decay=plan.head_decay)
    rows, near = range(len(features)), torch.zeros(())
    for step in range(plan.head_steps):
        for part in optimizer.param_groups:
            part["lr"] = 2e-3 * (1 - step / plan.head_steps)
        chosen = chance.choices(rows, sights.weights, k=plan.head_batch)
        seen = (features[chosen] - centre) / spread
        found = nn.functional.normalize(layer(seen + plan.head_blur * torch.randn_like(seen)), dim=-1)
        wanted = targets[chosen]
        near = (found * wanted).sum(-1).mean()
        alike = wanted @ wanted.T
        others = torch.softmax(alike / 0.07, dim=-1)
        apart = -(others * torch.log_softmax(found @ wanted.T / 0.07, dim=-1)).sum(-1).mean()
        sorted_out = (kinds[chosen] * torch.log_softmax(found @ middles.T / 0.07, dim=-1)).sum(-1)
        named = (kinds[chosen].sum(-1) > 0).sum().clamp(min=1)
        loss = 1 - near + 0.2 * apart - plan.head_kinds * sorted_out.sum() / named
        optimizer.zero_grad()
        loss.backward()  # type: ignore[no-untyped-call]
        optimizer.step()
    with torch.no_grad():
        head.weight.copy_(layer.weight / spread)
        head.bias.copy_(layer.bias - (layer.weight / spread) @ centre)
    return float(near.detach())


def train_text(
    plan: ClipPlan,
    model: open_clip.CustomTextCLIP,
    lessons: TextLessons,
    tokenizer: PreTrainedTokenizerFast,
    work: Path,
    device: torch.device | str = "cpu",
) -> Steps[nn.Module]:
    """Train or go on training the text tower; the averaged tower, on the CPU as the model is then, for the caller to put in."""
    chance = random.Random(plan.seed)
    tower, average = model.text.train().to(device), build(plan).text.requires_grad_(False).to(device)
    optimizer = torch.optim.AdamW(tower.parameters(), lr=plan.rate, betas=(0.9, 0.98), weight_decay=0.01)
    checkpoint, modules = work / "clip_text.safetensors", {"model": tower, "average": average}
    step, clock, shown = restore(checkpoint, modules, optimizer), Clock(), 0.0
    chance.seed(step)
    while step < plan.steps and clock.seconds < plan.minutes * 60:
        left = 1 - step / plan.steps
        for part in optimizer.param_groups:
            part["lr"] = plan.rate * min(1, (step + 1) / 200) * max(0.01, left)
        ids, _, wanted = (each.to(device) for each in lessons.draw(tokenizer, plan.texts, chance))
        with torch.autocast(ids.device.type, dtype=torch.bfloat16):
            found: Tensor = tower(nn.functional.pad(ids, (0, LENGTH - ids.shape[1]), value=PAD))
        loss = (1 - nn.functional.cosine_similarity(found.float(), wanted, dim=-1)).mean()
        optimizer.zero_grad()
        loss.backward()  # type: ignore[no-untyped-call]
        torch.nn.utils.clip_grad_norm_(tower.parameters(), 1.0)
        optimizer.step()
        step += 1
        average_into(average, tower, step, 0.995)
        shown += loss.item()
        if step % 100 == 0:
            yield Progress("text tower", step, plan.steps, f"1 - cosine {shown / 100:.3f}")
            shown = 0.0
        if step % 500 == 0:
            save(checkpoint, step, modules, optimizer)
    save(checkpoint, step, modules, optimizer)
    tower.cpu()
    finished: nn.Module = average.eval().cpu()
    return finished


def export(plan: ClipPlan, model: open_clip.CustomTextCLIP, tokenizer: PreTrainedTokenizerFast, folder: Path) -> None:
    """A folder that open_clip loads as `local-dir:FOLDER`; weights in half precision."""
    folder.mkdir(parents=True, exist_ok=True)
    tokenizer.save_pretrained(folder)
    description = {
        "model_cfg": _config(plan) | {"custom_text": True},
        "preprocess_cfg": {
            "size": plan.side,
            "mean": [lite.MEAN] * 3,
            "std": [lite.STD] * 3,
            "interpolation": "bicubic",
            "resize_mode": "shortest",
        },
    }
    (folder / "open_clip_config.json").write_text(json.dumps(description, indent=2) + "\n", encoding="utf-8")
    state = {name: value.half() if value.is_floating_point() else value for name, value in model.state_dict().items()}
    save_file({name: value.contiguous() for name, value in state.items()}, folder / "open_clip_model.safetensors")
