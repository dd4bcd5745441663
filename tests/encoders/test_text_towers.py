"""Comparing a CLAP model's text tower with a generator's own: equal, nearly equal, different, damaged."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
import torch
from transformers import AutoTokenizer, ClapTextModelWithProjection

from v2a_plugin.encoders.text_towers import compare_text_towers
from v2a_plugin.model.errors import BundleError
from v2a_plugin.testing.towers import tiny_clap_folder


@pytest.fixture(scope="module")
def clap(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tiny_clap_folder(tmp_path_factory.mktemp("clap"))


def generator(path: Path, clap: Path, *, tokenizer: bool = True) -> Path:
    """The text parts of an AudioLDM folder made of a CLAP model, as diffusers' conversion lays them out."""
    ClapTextModelWithProjection.from_pretrained(clap).save_pretrained(path / "text_encoder")
    if tokenizer:
        AutoTokenizer.from_pretrained(clap).save_pretrained(path / "tokenizer")
    return path / "text_encoder"


@pytest.mark.parametrize("tokenizer", [True, False])
def test_the_same_tower_is_found_the_same(tmp_path: Path, clap: Path, tokenizer: bool) -> None:
    found = compare_text_towers(clap, generator(tmp_path, clap, tokenizer=tokenizer))
    assert found.same
    assert found.projection_difference == 0
    assert found.lowest_cosine == pytest.approx(1, abs=1e-6)
    assert "is the CLAP model's" in str(found)
    assert "" in found.texts


def change(text_encoder: Path, noise: float) -> None:
    model = ClapTextModelWithProjection.from_pretrained(text_encoder)
    torch.manual_seed(0)
    with torch.no_grad():
        weight = model.text_projection.linear2.weight
        weight += noise * torch.randn_like(weight)
    model.save_pretrained(text_encoder)


def test_rounded_weights_are_still_the_same_space(tmp_path: Path, clap: Path) -> None:
    text_encoder = generator(tmp_path, clap)
    change(text_encoder, 1e-5)
    found = compare_text_towers(clap, text_encoder)
    assert found.same
    assert 1e-6 < found.projection_difference < 1e-4


def test_another_projection_is_found_out(tmp_path: Path, clap: Path) -> None:
    text_encoder = generator(tmp_path, clap)
    change(text_encoder, 0.1)
    found = compare_text_towers(clap, text_encoder)
    assert not found.same
    assert found.projection_difference > 0.05
    assert found.lowest_cosine < 0.99
    assert "is not the CLAP model's" in str(found)


def test_another_transformer_behind_the_same_projection_is_found_out(tmp_path: Path, clap: Path) -> None:
    model = ClapTextModelWithProjection.from_pretrained(clap)
    torch.manual_seed(0)
    with torch.no_grad():
        for parameter in model.text_model.encoder.parameters():
            parameter += 0.5 * torch.randn_like(parameter)
    model.save_pretrained(tmp_path / "text_encoder")
    found = compare_text_towers(clap, tmp_path / "text_encoder")
    assert found.projection_difference == 0
    assert not found.same


def test_another_width_is_found_out(tmp_path: Path, clap: Path) -> None:
    other = tiny_clap_folder(tmp_path / "other", width=48)
    found = compare_text_towers(clap, generator(tmp_path, other))
    assert not found.same
    assert found.projection_difference == float("inf")


@pytest.mark.parametrize("damage", ["missing", "cut"])
def test_a_damaged_tower_is_named(tmp_path: Path, clap: Path, damage: str) -> None:
    text_encoder = generator(tmp_path, clap)
    weights = text_encoder / "model.safetensors"
    if damage == "missing":
        weights.unlink()
    else:
        weights.write_bytes(weights.read_bytes()[:-100])
    with pytest.raises(BundleError, match="text_encoder"):
        compare_text_towers(clap, text_encoder)


def test_weights_of_something_else_are_refused(tmp_path: Path, clap: Path) -> None:
    broken = Path(shutil.copytree(clap, tmp_path / "broken"))
    (broken / "model.safetensors").unlink()
    from safetensors.torch import save_file

    save_file({"a": torch.zeros(2)}, broken / "model.safetensors", metadata={"format": "pt"})
    with pytest.raises(BundleError, match="lacks weights"):
        compare_text_towers(clap, broken)
