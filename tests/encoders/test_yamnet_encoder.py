"""YAMNet with a projection: the folder, and what a vector is made of."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest
import torch
from safetensors.torch import load_file, save_file
from transformers import ClapTextConfig, ClapTextModelWithProjection

from v2a_plugin.encoders.clap import auto_tokenizer
from v2a_plugin.encoders.yamnet import YamnetEncoder, load_yamnet_encoder
from v2a_plugin.encoders.yamnet_network import hear
from v2a_plugin.model.config import PartSource, Runtime
from v2a_plugin.model.embeddings import unit
from v2a_plugin.model.errors import BundleError
from v2a_plugin.model.sound import Sound
from v2a_plugin.testing.towers import tiny_yamnet_folder


def load(folder: Path) -> YamnetEncoder:
    return load_yamnet_encoder(PartSource("yamnet", folder, space_out="sounds"), Runtime())


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tiny_yamnet_folder(tmp_path / "yamnet")


def noise(seconds: float) -> np.ndarray:
    return np.random.default_rng(3).normal(0, 0.1, int(seconds * 16_000)).astype(np.float32)


def test_a_vector_is_the_projected_mean_embedding(folder: Path) -> None:
    encoder, sound = load(folder), noise(2)
    placed = (
        hear(encoder.towers.network, sound).embedding - encoder.towers.centre.numpy()
    ) @ encoder.towers.turn.numpy()
    vector = encoder.embed_sounds([Sound.mono(sound, 16_000)])[0]
    np.testing.assert_allclose(vector[:-1], unit(placed), atol=1e-5)
    assert vector[-1] == 0  # the axis that is left to the empty text


def test_level_does_not_count(folder: Path) -> None:
    encoder, sound = load(folder), noise(1)
    loud, soft = encoder.embed_sounds([Sound.mono(sound, 16_000), Sound.mono(sound / 50, 16_000)])
    assert loud @ soft > 0.9999


def test_weights_are_kept_in_half_precision(folder: Path) -> None:
    kept = load_file(folder / "model.safetensors")
    assert {tensor.dtype for tensor in kept.values() if tensor.is_floating_point()} == {torch.float16}
    assert not load(folder).towers.training


@pytest.mark.parametrize("name", ["config.json", "model.safetensors", "tokenizer.json"])
def test_a_missing_file_is_named(folder: Path, name: str) -> None:
    (folder / name).unlink()
    for other in folder.glob("vocab.json"):
        other.unlink()
    with pytest.raises(BundleError, match=name.replace(".", r"\.")):
        load(folder)


def test_weights_of_another_size_are_refused(folder: Path) -> None:
    tensors = load_file(folder / "model.safetensors")
    save_file(tensors | {"turn": torch.zeros(1024, 5)}, folder / "model.safetensors")
    with pytest.raises(BundleError, match="cannot be loaded as a YAMNet encoder"):
        load(folder)


def test_a_tokenizer_with_more_words_than_the_tower_is_refused(folder: Path) -> None:
    described = json.loads((folder / "config.json").read_text(encoding="utf-8"))
    described["text"]["vocab_size"] = 100
    (folder / "config.json").write_text(json.dumps(described), encoding="utf-8")
    tensors = load_file(folder / "model.safetensors")
    words = "text.text_model.embeddings.word_embeddings.weight"
    save_file(tensors | {words: tensors[words][:100].contiguous()}, folder / "model.safetensors")
    with pytest.raises(BundleError, match="knows 261 words, its model only 100"):
        load(folder)


def test_minis_text_tower_and_tokenizer_are_those_of_transformers_to_the_bit() -> None:
    ears = Path(__file__).parents[2] / "resources/v2a_resources/bundles/mini/ears"
    mine = load(ears)
    theirs = ClapTextModelWithProjection(ClapTextConfig(**mine.towers.text.config)).eval()
    theirs.load_state_dict(mine.towers.text.state_dict())
    tokenizer = auto_tokenizer(ears)
    texts = ["", "A dog barks", "rain on a tin roof, thunder far away ü " + "and on " * 40]
    tokens = tokenizer(texts, padding=True, truncation=True, max_length=mine.max_tokens, return_tensors="pt")
    ours = mine.tokenizer(texts, max_length=mine.max_tokens)
    for name in ("input_ids", "attention_mask"):
        assert torch.equal(ours[name], tokens[name])
    assert len(mine.tokenizer) == len(tokenizer)
    assert mine.tokenizer.num_special_tokens_to_add() == tokenizer.num_special_tokens_to_add()
    assert mine.tokenizer.tokenize(" thunder") == tokenizer.tokenize(" thunder")
    with torch.inference_mode():
        vectors = theirs(input_ids=tokens["input_ids"], attention_mask=tokens["attention_mask"]).text_embeds
        assert torch.equal(mine.towers.text(ours["input_ids"], ours["attention_mask"]), vectors)
