"""Captioners: the stand-in that picks from a list, and BLIP with random weights in its real format."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest
import torch
from transformers import (
    BertTokenizer,
    BlipConfig,
    BlipForConditionalGeneration,
    BlipImageProcessor,
    BlipProcessor,
)

from v2a_plugin.encoders.captioning import Captioner, CaptionerContext, TagCaptioner
from v2a_plugin.encoders.clip import load_open_clip
from v2a_plugin.model.config import PartSource, Runtime
from v2a_plugin.model.embeddings import FrameBatch
from v2a_plugin.model.errors import BadInput, BundleError
from v2a_plugin.plugins.facade import load_plugins
from v2a_plugin.testing.towers import tiny_open_clip_folder

CAPTIONS = ("a dog barking", "rain on a roof", "a door closing")
WORDS = ("a", "dog", "cat", "rain", "door", "photo", "of")


@pytest.fixture(scope="module")
def context(tmp_path_factory: pytest.TempPathFactory) -> CaptionerContext:
    folder = tiny_open_clip_folder(tmp_path_factory.mktemp("clip"))
    visual = load_open_clip(PartSource("open_clip", folder, space_out="tiny"), Runtime())
    return CaptionerContext(visual, CAPTIONS, Runtime())


def frames(count: int, seed: int = 0) -> FrameBatch:
    pixels = np.random.default_rng(seed).integers(0, 255, (count, 32, 32, 3), dtype=np.uint8)
    return FrameBatch(pixels, tuple(Fraction(index) for index in range(count)))


def test_tags_picks_the_nearest_caption(context: CaptionerContext) -> None:
    captioner = load_plugins(disabled=["*"]).captioner("tags")(context)
    assert isinstance(captioner, Captioner)
    for seed in range(4):
        seen = context.visual.embed_frames(frames(3, seed)).mean(0)
        cosines = [context.visual.embed_text([f"a photo of {caption}"])[0] @ seen for caption in CAPTIONS]
        assert captioner.caption(frames(3, seed)) == CAPTIONS[int(np.argmax(cosines))]


def test_tags_needs_captions(context: CaptionerContext) -> None:
    with pytest.raises(BadInput, match="no captions"):
        TagCaptioner(CaptionerContext(context.visual, (), Runtime()))


def tiny_blip(folder: Path) -> BlipForConditionalGeneration:
    vocabulary = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", *WORDS]
    tokenizer = BertTokenizer(vocab={word: index for index, word in enumerate(vocabulary)})
    size = {"hidden_size": 16, "intermediate_size": 32, "num_hidden_layers": 1, "num_attention_heads": 2}
    special = {"bos_token_id": 2, "eos_token_id": 3, "sep_token_id": 3, "pad_token_id": 0}
    config = BlipConfig(
        vision_config={**size, "image_size": 32, "patch_size": 16},
        text_config={
            **size, **special, "vocab_size": len(vocabulary), "encoder_hidden_size": 16, "max_position_embeddings": 64,
        },
        projection_dim=16,
    )  # fmt: skip
    torch.manual_seed(1)
    model = BlipForConditionalGeneration(config).eval()
    model.save_pretrained(folder)
    BlipProcessor(BlipImageProcessor(size={"height": 32, "width": 32}), tokenizer).save_pretrained(folder)
    return model


def test_blip_says_what_the_model_says(
    context: CaptionerContext, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    model = tiny_blip(tmp_path)
    monkeypatch.setenv("V2A_BLIP", str(tmp_path))
    captioner = load_plugins(disabled=["*"]).captioner("blip")(context)
    batch = frames(3)
    said = captioner.caption(batch)
    processor = BlipProcessor.from_pretrained(tmp_path)
    pixels = processor(images=batch.pixels[1], return_tensors="pt")["pixel_values"]
    tokens = model.generate(pixel_values=pixels, max_new_tokens=30, num_beams=1, do_sample=False)
    assert said == (processor.decode(tokens[0], skip_special_tokens=True).strip() or "something")
    assert set(said.split()) <= {*WORDS, "something"}


def test_blip_without_weights_is_a_sentence(
    context: CaptionerContext, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("V2A_BLIP", str(tmp_path / "nothing"))
    with pytest.raises(BundleError, match="BLIP cannot be loaded from") as error:
        load_plugins(disabled=["*"]).captioner("blip")(context)
    assert "V2A_BLIP" in error.value.hint
