"""open_clip models: the same numbers as the library's own path, and cards that do not fit their weights."""

from __future__ import annotations

import json
import shutil
from fractions import Fraction
from pathlib import Path
from typing import Any

import numpy as np
import open_clip
import pytest
import torch
from PIL import Image

from v2a_plugin.encoders.clip import OpenClipEncoder, load_open_clip
from v2a_plugin.encoders.encoding_batches import in_batches
from v2a_plugin.model.config import PartSource, Runtime
from v2a_plugin.model.embeddings import FrameBatch
from v2a_plugin.model.errors import BundleError, NotFinite, OutOfMemory
from v2a_plugin.testing.towers import tiny_open_clip_folder

MEAN = np.array([0.48145466, 0.4578275, 0.40821073], np.float32)  # Radford et al., as open_clip has them
STD = np.array([0.26862954, 0.26130258, 0.27577711], np.float32)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tiny_open_clip_folder(tmp_path_factory.mktemp("visual"))


@pytest.fixture
def copy(folder: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(folder, tmp_path / "copy"))


def load(folder: Path, model: str = "", **options: str) -> OpenClipEncoder:
    return load_open_clip(PartSource("open_clip", folder, "", "test", model, tuple(options.items())), Runtime())


def edit(folder: Path, change: dict[str, Any]) -> None:
    """Change `model_cfg` of a folder; None removes a key."""
    path = folder / "open_clip_config.json"
    config = json.loads(path.read_text())
    config["model_cfg"] = {k: v for k, v in (config["model_cfg"] | change).items() if v is not None}
    path.write_text(json.dumps(config))


def picture(height: int, width: int, seed: int = 0) -> np.ndarray:
    """Fine stripes and noise: what a resize without antialiasing gets wrong."""
    rng = np.random.default_rng(seed)
    stripes = (np.arange(width) % 2 * 200).astype(np.uint8)[None, :, None]
    return np.broadcast_to(stripes, (height, width, 3)) + rng.integers(0, 56, (height, width, 3), dtype=np.uint8)


def frames(*pictures: np.ndarray) -> FrameBatch:
    return FrameBatch(np.stack(pictures), tuple(Fraction(i) for i in range(len(pictures))))


@pytest.mark.parametrize(
    ("height", "width"), [(32, 32), (64, 64), (48, 86), (131, 57), (20, 31), (32, 33), (1080, 1920), (1, 1)]
)
def test_preprocessing_equals_open_clips_own(folder: Path, height: int, width: int) -> None:
    model, preprocess = open_clip.create_model_from_pretrained(f"local-dir:{folder}")
    shown = picture(height, width)
    expected = preprocess(Image.fromarray(shown))
    encoder = load(folder)
    prepared = encoder.prepared(shown[None])
    torch.testing.assert_close(prepared[0], expected, atol=1e-6, rtol=0)
    with torch.inference_mode():
        vector = model.eval().encode_image(expected[None], normalize=True)[0].numpy()
    np.testing.assert_allclose(encoder.embed_frames(frames(shown))[0], vector, atol=1e-5)


def test_preprocessing_is_bicubic_antialiased_and_centred(folder: Path) -> None:
    shown = picture(96, 160)
    small = Image.fromarray(shown).resize((53, 32), Image.Resampling.BICUBIC)  # 160 * 32 / 96, short side to 32
    cropped = np.asarray(small, np.float32)[:, 10:42] / 255
    expected = (cropped - MEAN) / STD
    prepared = load(folder).prepared(shown[None])[0].permute(1, 2, 0).numpy()
    np.testing.assert_allclose(prepared, expected, atol=1e-5)


def test_text_equals_open_clips_own(folder: Path) -> None:
    texts = ["a dog barks", "", "wind " * 40]
    model = open_clip.create_model(f"local-dir:{folder}").eval()
    tokens = open_clip.get_tokenizer(f"local-dir:{folder}")(texts)
    with torch.inference_mode():
        expected = model.encode_text(tokens, normalize=True).numpy()
    np.testing.assert_allclose(load(folder).embed_text(texts), expected, atol=1e-6)


def test_batches_are_bounded(folder: Path) -> None:
    encoder = load(folder)
    sizes: list[int] = []
    encoder.model.visual.register_forward_pre_hook(lambda _, args: sizes.append(len(args[0])))
    encoder.embed_frames(frames(*(picture(32, 32, seed) for seed in range(50))))
    assert sum(sizes) == 50
    assert max(sizes) <= 16


# GELU: OpenAI's weights need QuickGELU, and open_clip only warns


def test_a_card_with_openai_weights_and_plain_gelu_is_refused(folder: Path) -> None:
    with pytest.raises(BundleError, match="QuickGELU") as caught:
        load(folder, "ViT-B-32", pretrained="openai")
    assert "ViT-B-32-quickgelu" in caught.value.hint


@pytest.mark.parametrize("pretrained", ["laion2b_s34b_b79k", ""])
def test_a_card_with_other_weights_keeps_plain_gelu(copy: Path, pretrained: str) -> None:
    edit(copy, {"quick_gelu": None})
    assert not quick(load(copy, "ViT-B-32", pretrained=pretrained))


def test_a_card_that_says_openai_mends_the_folder(copy: Path) -> None:
    edit(copy, {"quick_gelu": None})
    assert quick(load(copy, pretrained="openai"))


def quick(encoder: OpenClipEncoder) -> bool:
    kinds = {type(module).__name__ for module in encoder.model.modules()}
    assert kinds & {"QuickGELU", "GELU"} != {"QuickGELU", "GELU"}
    return "QuickGELU" in kinds


def test_a_folder_that_forgot_quickgelu_is_mended_by_its_card(folder: Path, copy: Path) -> None:
    edit(copy, {"quick_gelu": None})
    shown = frames(picture(32, 32))
    right, forgotten = load(folder).embed_frames(shown), load(copy).embed_frames(shown)
    assert not np.allclose(right, forgotten, atol=1e-5)  # it matters
    np.testing.assert_array_equal(load(copy, "ViT-B-32-quickgelu").embed_frames(shown), right)


def test_a_folder_that_says_openai_trained_it_gets_quickgelu(copy: Path) -> None:
    edit(copy, {"quick_gelu": None})
    for tag in ("openai", "laion2b"):
        timm = {"architecture": "vit_tiny", "num_classes": 32, "num_features": 32, "pretrained_cfg": {"tag": tag}}
        (copy / "config.json").write_text(json.dumps(timm))
        assert quick(load(copy)) == (tag == "openai")


# Folders of another kind, and damaged ones


def test_a_folder_without_config_is_loaded_by_the_cards_model(
    copy: Path, folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    architecture = json.loads((copy / "open_clip_config.json").read_text())["model_cfg"]
    monkeypatch.setitem(open_clip.factory._MODEL_CONFIGS, "v2a-tiny-quickgelu", architecture)
    (copy / "open_clip_config.json").unlink()
    shown = frames(picture(60, 40))
    vectors = load(copy, "v2a-tiny-quickgelu").embed_frames(shown)
    np.testing.assert_array_equal(vectors, load(folder).embed_frames(shown))
    for name in ("no-such-model", "hf-hub:timm/anything", ""):
        with pytest.raises(BundleError, match="knows no model"):
            load(copy, name)


def test_only_pickled_weights_are_refused(copy: Path) -> None:
    (copy / "open_clip_model.safetensors").unlink()
    torch.save({}, copy / "open_clip_pytorch_model.bin")
    with pytest.raises(BundleError, match=r"holds no open_clip_model\.safetensors"):
        load(copy)


def test_a_pickle_beside_safetensors_is_not_opened(copy: Path) -> None:
    (copy / "open_clip_pytorch_model.bin").write_bytes(b"not a pickle")
    load(copy)


@pytest.mark.parametrize("damage", ["empty", "cut", "text", "no tensors"])
def test_damaged_weights_are_named(copy: Path, damage: str) -> None:
    path = copy / "open_clip_model.safetensors"
    whole = path.read_bytes()
    path.write_bytes(
        {"empty": b"", "cut": whole[:-1000], "text": b"hello " * 100, "no tensors": b"\2" + b"\0" * 7 + b"{}"}[damage]
    )
    with pytest.raises(BundleError, match=r"open_clip_model\.safetensors") as caught:
        load(copy)
    assert "\n" not in caught.value.message


@pytest.mark.parametrize(
    "change", [{"embed_dim": 48}, {"embed_dim": None}, {"text_cfg": None}, {"vision_cfg": {"layers": "x"}}, {"odd": 1}]
)
def test_a_config_that_does_not_fit_is_refused(copy: Path, change: dict[str, Any]) -> None:
    edit(copy, change)
    with pytest.raises(BundleError, match="copy"):
        load(copy)


@pytest.mark.parametrize("content", ["", "{", "[]", "{}"])
def test_a_config_that_is_none_is_refused(copy: Path, content: str) -> None:
    (copy / "open_clip_config.json").write_text(content)
    with pytest.raises(BundleError, match="copy"):
        load(copy)


def test_a_text_tower_that_must_be_fetched_is_refused(copy: Path) -> None:
    edit(copy, {"text_cfg": {"hf_model_name": "roberta-base", "hf_tokenizer_name": "roberta-base"}})
    with pytest.raises(BundleError, match="from the hub"):
        load(copy)


def test_a_missing_tokenizer_is_not_made_up(copy: Path) -> None:
    (copy / "tokenizer.json").unlink()
    with pytest.raises(BundleError, match=r"neither tokenizer\.json nor vocab\.json"):
        load(copy)


def test_a_tokenizer_of_a_larger_model_is_refused(copy: Path) -> None:
    text = json.loads((copy / "open_clip_config.json").read_text())["model_cfg"]["text_cfg"]
    edit(copy, {"text_cfg": {name: value for name, value in text.items() if name != "hf_tokenizer_name"}})
    with pytest.raises(BundleError, match="knows 49408 words"):  # open_clip's own
        load(copy)


# Batches


def test_batches_shrink_until_they_fit() -> None:
    sizes: list[int] = []

    def encode(batch: Any) -> torch.Tensor:
        sizes.append(len(batch))
        if len(batch) > 3:
            raise torch.OutOfMemoryError("too much")
        return torch.tensor([[item, 1.0] for item in batch])

    vectors = in_batches(range(10), 16, 2, encode)
    np.testing.assert_allclose(vectors[:, 0] / vectors[:, 1], range(10), rtol=1e-5)
    assert sizes == [10, 5, 2, 2, 2, 2, 2]


def test_an_item_that_never_fits_is_told() -> None:
    def encode(batch: Any) -> torch.Tensor:
        raise torch.OutOfMemoryError("too much")

    with pytest.raises(OutOfMemory, match="too little memory"):
        in_batches(range(3), 2, 2, encode)


@pytest.mark.parametrize("value", [float("nan"), float("inf")])
def test_vectors_that_are_not_finite_are_refused(copy: Path, value: float) -> None:
    encoder = load(copy)
    with torch.no_grad():
        encoder.model.visual.proj[0, 0] = value
    with pytest.raises(NotFinite, match="The picture encoder"):
        encoder.embed_frames(frames(picture(32, 32)))


# Full size, random weights


@pytest.mark.soak
def test_full_size_vit_b_32_loads_by_name_and_by_config(tmp_path: Path) -> None:
    from safetensors.torch import save_file

    torch.manual_seed(0)
    model = open_clip.create_model("ViT-B-32-quickgelu").eval()
    save_file(model.state_dict(), tmp_path / "open_clip_model.safetensors")
    shown, texts = frames(picture(360, 640), picture(360, 640, 1)), ["a dog barks", ""]
    _, preprocess = open_clip.create_model_from_pretrained(
        "ViT-B-32-quickgelu", str(tmp_path / "open_clip_model.safetensors")
    )
    with torch.inference_mode():
        seen = torch.stack([preprocess(Image.fromarray(pixels)) for pixels in shown.pixels])
        expected = model.encode_image(seen, normalize=True).numpy()
        said = model.encode_text(open_clip.get_tokenizer("ViT-B-32-quickgelu")(texts), normalize=True).numpy()
    for with_config in (False, True):
        if with_config:  # as the hub's repository has it
            described = {"model_cfg": open_clip.get_model_config("ViT-B-32-quickgelu"), "preprocess_cfg": {}}
            (tmp_path / "open_clip_config.json").write_text(json.dumps(described))
        encoder = load(tmp_path, "ViT-B-32-quickgelu", pretrained="openai")
        assert (encoder.width, encoder.image_size, quick(encoder)) == (512, 224, True)
        np.testing.assert_allclose(encoder.embed_frames(shown), expected, atol=1e-5)
        np.testing.assert_allclose(encoder.embed_text(texts), said, atol=1e-5)
