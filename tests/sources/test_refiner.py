"""The refiner: it begins as nothing, works in chunks as on the whole, and is read back or refused."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import torch

from v2a_plugin.model.config import PartSource, Runtime
from v2a_plugin.model.errors import BundleError
from v2a_plugin.model.progress import finish
from v2a_plugin.sources.generators import refiner
from v2a_plugin.sources.generators.griffin_lim import GriffinLim
from v2a_plugin.sources.generators.parts import load_parts
from v2a_plugin.sources.generators.refiner import RefinedGriffinLim, Refiner, RefinerSizes, load_refiner
from v2a_plugin.testing.tiny_audioldm import tiny_audioldm_folder

SIZES = RefinerSizes(width=16, blocks=2)


def stirred(sizes: RefinerSizes = SIZES) -> Refiner:
    """One that changes a sound, as a trained one does."""
    torch.manual_seed(0)
    made = Refiner(sizes)
    with torch.no_grad():
        torch.nn.init.normal_(made.leave.weight, std=0.05)
    return made.eval()


def mel(frames: int, takes: int = 1) -> torch.Tensor:
    torch.manual_seed(1)
    return torch.randn(takes, frames, 64) - 4


def test_an_untrained_refiner_changes_nothing() -> None:
    sound = 0.1 * torch.randn(2, 50 * 160)
    with torch.inference_mode():
        same = Refiner(SIZES)(sound, mel(50, 2))
    assert same.shape == sound.shape
    assert (same - sound).abs().max() < 1e-6


def test_chunks_with_their_context_are_the_whole(monkeypatch: pytest.MonkeyPatch) -> None:
    vocoder = RefinedGriffinLim(GriffinLim(), stirred())
    whole = finish(vocoder.render(mel(200, 2), [3, 4]))
    rough = finish(GriffinLim().render(mel(200, 2), [3, 4]))
    monkeypatch.setattr(refiner, "_CHUNK", 37)
    np.testing.assert_allclose(finish(vocoder.render(mel(200, 2), [3, 4])), whole, atol=1e-6)
    assert whole.shape == (2, 200 * 160)
    assert np.abs(whole - rough).max() > 0.01


def test_it_is_kept_and_read_back(tmp_path: Path) -> None:
    made = stirred()
    made.save(tmp_path / "refiner ö")
    again = load_refiner(tmp_path / "refiner ö")
    sound = 0.1 * torch.randn(1, 50 * 160)
    with torch.inference_mode():
        assert (again(sound, mel(50)) - made(sound, mel(50))).abs().max() < 1e-3
    assert again.sizes == SIZES


@pytest.mark.parametrize("harm", ["no weights", "half a file", "other sizes", "no config"])
def test_a_broken_one_is_refused_by_name(tmp_path: Path, harm: str) -> None:
    folder = tmp_path / "refiner"
    stirred().save(folder)
    weights = folder / "model.safetensors"
    if harm == "no weights":
        weights.unlink()
    elif harm == "half a file":
        weights.write_bytes(weights.read_bytes()[: weights.stat().st_size // 2])
    elif harm == "other sizes":
        (folder / "config.json").write_text('{"width": 8}', encoding="utf-8")
    else:
        (folder / "config.json").write_text("[1, 2]", encoding="utf-8")
    with pytest.raises(BundleError, match="refiner") as caught:
        load_refiner(folder)
    assert "\n" not in str(caught.value)


def test_a_card_that_says_another_hop_is_refused(tmp_path: Path) -> None:
    tiny_generator = tiny_audioldm_folder(tmp_path / "tiny", width=32)
    stirred(replace(SIZES, hop=128)).save(tiny_generator / "refiner")
    options = (("vocoder", "refined-griffin-lim"), ("window", "2.56"))
    with pytest.raises(BundleError, match="hop of 128"):
        load_parts(PartSource("audioldm", tiny_generator, options=options), Runtime())
    stirred().save(tiny_generator / "refiner")
    parts = load_parts(PartSource("audioldm", tiny_generator, options=options), Runtime())
    assert isinstance(parts.vocoder, RefinedGriffinLim)
