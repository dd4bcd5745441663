"""CLAP models: the same numbers as transformers' own path, windows, and folders that contradict themselves."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st
from safetensors.torch import load_file, save_file
from transformers import AutoTokenizer, ClapConfig, ClapFeatureExtractor, ClapModel

from v2a_plugin.encoders.clap import ClapEncoder, load_clap
from v2a_plugin.encoders.sound_windows import embed_by_windows, windows_of
from v2a_plugin.model.config import PartSource, Runtime
from v2a_plugin.model.errors import BundleError
from v2a_plugin.model.sound import Sound
from v2a_plugin.testing.towers import tiny_clap_folder


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tiny_clap_folder(tmp_path_factory.mktemp("clap"))


@pytest.fixture
def copy(folder: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(folder, tmp_path / "copy"))


def load(folder: Path) -> ClapEncoder:
    return load_clap(PartSource("clap", folder, space_out="test"), Runtime())


def noise(samples: int, rate: int = 48_000, seed: int = 0) -> Sound:
    return Sound.mono(np.random.default_rng(seed).normal(0, 0.1, samples).astype(np.float32), rate)


def transformers_audio(folder: Path, samples: np.ndarray) -> np.ndarray:
    """One sound by the library alone, at the model's rate."""
    model = ClapModel.from_pretrained(folder).eval()
    features = ClapFeatureExtractor.from_pretrained(folder)(samples, sampling_rate=48_000, return_tensors="pt")
    with torch.inference_mode():
        vector: np.ndarray = model.get_audio_features(features["input_features"]).pooler_output[0].numpy()
    return vector


@pytest.mark.parametrize("samples", [48_000, 20_000, 7])
def test_sounds_equal_transformers_own(folder: Path, samples: int) -> None:
    sound = noise(samples)
    np.testing.assert_allclose(
        load(folder).embed_sounds([sound])[0], transformers_audio(folder, sound.samples[0]), atol=1e-6
    )


def test_texts_equal_transformers_own(folder: Path) -> None:
    texts = ["a dog barks", "", "x"]
    tokens = AutoTokenizer.from_pretrained(folder)(texts, padding=True, return_tensors="pt")
    with torch.inference_mode():
        out = ClapModel.from_pretrained(folder).eval().get_text_features(tokens["input_ids"], tokens["attention_mask"])
    np.testing.assert_allclose(load(folder).embed_text(texts), out.pooler_output.numpy(), atol=1e-6)


def test_long_texts_are_cut_where_the_model_ends(folder: Path) -> None:
    encoder = load(folder)
    assert encoder.max_tokens == 64  # 66 positions, which RoBERTa counts from 2
    long, longer, short = encoder.embed_text(["a" * 62, "a" * 500, "a" * 61])  # and two tokens around them
    np.testing.assert_allclose(long, longer, atol=1e-6)
    assert not np.allclose(long, short, atol=1e-6)


def test_a_long_sound_is_the_mean_of_its_windows(folder: Path) -> None:
    encoder, sound = load(folder), noise(120_000)
    parts = [sound.samples[0][:48_000], sound.samples[0][48_000:96_000], sound.samples[0][72_000:]]
    vectors = np.stack([transformers_audio(folder, part) for part in parts])
    mean = vectors.mean(axis=0)
    np.testing.assert_allclose(encoder.embed_sounds([sound])[0], mean / np.linalg.norm(mean), atol=1e-6)


def test_a_fusion_model_hears_each_sound_as_if_alone(tmp_path: Path) -> None:
    """Its extractor marks a sound by chance as longer than the window, which changes that sound's vector."""
    encoder = load(tiny_clap_folder(tmp_path, fusion=True))
    sounds = [noise(30_000, seed=seed) for seed in range(3)]
    together = encoder.embed_sounds(sounds)
    made = encoder.features([sound.samples[0] for sound in sounds], sampling_rate=48_000, return_tensors="pt")
    assert made["is_longer"].any()
    with torch.inference_mode():
        marked = encoder.model.get_audio_features(made["input_features"], is_longer=made["is_longer"]).pooler_output
    assert not np.allclose(marked.numpy(), together, atol=1e-4)  # so the mark must not come through
    for one, sound in zip(together, sounds, strict=True):
        np.testing.assert_allclose(encoder.embed_sounds([sound])[0], one, atol=1e-6)


# Windows


@given(st.integers(1, 5000), st.integers(1, 700))
def test_windows_cover_a_sound_without_gaps(samples: int, length: int) -> None:
    sound = Sound.mono(np.arange(samples, dtype=np.float32), 100)
    windows = windows_of(sound, 100, length)
    assert len(windows) == max(1, -(-samples // length))
    if samples <= length:
        np.testing.assert_array_equal(windows[0], sound.samples[0])
        return
    assert all(len(window) == length for window in windows)
    firsts = [window[0] for window in windows]
    assert firsts[:-1] == [length * i for i in range(len(windows) - 1)]
    assert windows[-1][-1] == samples - 1
    assert set(np.concatenate(windows)) == set(range(samples))


@pytest.mark.parametrize("rate", [16_000, 44_100, 96_000])
def test_sounds_are_resampled_to_the_models_rate(rate: int) -> None:
    seconds = np.arange(rate) / rate
    (window,) = windows_of(Sound.mono(np.sin(2 * np.pi * 1000 * seconds).astype(np.float32), rate), 48_000, 48_000)
    assert len(window) == 48_000
    expected = np.sin(2 * np.pi * 1000 * np.arange(48_000) / 48_000)
    np.testing.assert_allclose(window[2000:-2000], expected[2000:-2000], atol=1e-3)


def test_sounds_keep_their_order_whatever_their_windows() -> None:
    def embed(windows: Any) -> np.ndarray:
        return np.array([[1, 0] if window[0] > 0 else [0, 1] for window in windows], np.float32)

    loud, soft = np.ones(25, np.float32), np.zeros(7, np.float32)
    both = np.concatenate([np.ones(10, np.float32), np.zeros(10, np.float32)])
    vectors = embed_by_windows([Sound.mono(samples, 10) for samples in (soft, loud, both, soft)], 10, 10, embed)
    half = np.sqrt(0.5)
    np.testing.assert_allclose(vectors, [[0, 1], [1, 0], [half, half], [0, 1]], atol=1e-6)


# Folders


@pytest.mark.parametrize("name", ["config.json", "model.safetensors", "preprocessor_config.json"])
def test_a_missing_file_is_named(copy: Path, name: str) -> None:
    (copy / name).unlink()
    with pytest.raises(BundleError, match=f"holds no {name}"):
        load(copy)


def test_a_missing_tokenizer_is_not_made_up(copy: Path) -> None:
    (copy / "tokenizer.json").unlink()
    assert len(AutoTokenizer.from_pretrained(copy)) == 5  # what transformers does
    with pytest.raises(BundleError, match=r"neither tokenizer\.json nor vocab\.json"):
        load(copy)
    (copy / "vocab.json").write_text("{}")
    with pytest.raises(BundleError, match=r"nor merges\.txt"):
        load(copy)


def test_a_tokenizer_of_a_larger_model_is_refused(copy: Path) -> None:
    tokenizer = AutoTokenizer.from_pretrained(copy)
    tokenizer.add_tokens(["woof"])
    tokenizer.save_pretrained(copy)
    with pytest.raises(BundleError, match="knows 262 words"):
        load(copy)


def test_pickled_weights_are_not_opened(copy: Path) -> None:
    (copy / "model.safetensors").unlink()
    (copy / "pytorch_model.bin").write_bytes(b"anything")
    with pytest.raises(BundleError, match="holds no model"):
        load(copy)


@pytest.mark.parametrize("damage", ["empty", "cut", "text"])
def test_damaged_weights_are_refused(copy: Path, damage: str) -> None:
    path = copy / "model.safetensors"
    whole = path.read_bytes()
    path.write_bytes({"empty": b"", "cut": whole[:-1000], "text": b"hello " * 100}[damage])
    with pytest.raises(BundleError, match="copy") as caught:
        load(copy)
    assert "\n" not in caught.value.message


@pytest.mark.logs_errors  # transformers reports them
def test_weights_that_are_missing_are_not_made_up(copy: Path) -> None:
    path = copy / "model.safetensors"
    tensors = load_file(path)
    del tensors["text_projection.linear1.weight"]
    save_file(tensors, path, metadata={"format": "pt"})
    with pytest.raises(BundleError, match=r"text_projection\.linear1\.weight"):
        load(copy)


@pytest.mark.logs_errors
def test_weights_of_another_width_are_refused(copy: Path) -> None:
    config = json.loads((copy / "config.json").read_text())
    (copy / "config.json").write_text(json.dumps(config | {"projection_dim": 48}))
    with pytest.raises(BundleError, match="copy"):
        load(copy)


def test_weights_without_metadata_are_read(copy: Path, folder: Path) -> None:
    """As a conversion by another tool leaves them."""
    tensors = load_file(copy / "model.safetensors")
    save_file(tensors | {"text_model.embeddings.position_ids": torch.arange(66)[None]}, copy / "model.safetensors")
    np.testing.assert_array_equal(load(copy).embed_text(["x"]), load(folder).embed_text(["x"]))


def test_a_preprocessor_of_another_variant_is_refused(copy: Path) -> None:
    path = copy / "preprocessor_config.json"
    path.write_text(json.dumps(json.loads(path.read_text()) | {"truncation": "fusion"}))
    with pytest.raises(BundleError, match="contradicts itself") as caught:
        load(copy)
    assert "rand_trunc" in caught.value.hint


# Full size, random weights


@pytest.mark.soak
def test_full_size_clap_loads_and_hears(tmp_path: Path) -> None:
    torch.manual_seed(0)
    tiny_clap_folder(tmp_path)  # for its tokenizer
    ClapModel(ClapConfig()).save_pretrained(tmp_path)  # sizes of laion/clap-htsat-unfused
    ClapFeatureExtractor(frequency_min=50, truncation="rand_trunc").save_pretrained(tmp_path)
    encoder = load(tmp_path)
    assert (encoder.width, encoder.max_tokens, encoder.features.nb_max_samples) == (512, 512, 480_000)
    sound = noise(480_000)
    np.testing.assert_allclose(
        encoder.embed_sounds([sound])[0], transformers_audio(tmp_path, sound.samples[0]), atol=1e-5
    )
    assert encoder.embed_sounds([noise(16_000 * 25, 16_000)]).shape == (1, 512)
    assert encoder.embed_text(["a dog barks " * 400, ""]).shape == (2, 512)
