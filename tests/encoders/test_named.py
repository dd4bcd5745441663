"""An open_clip model beside the names of its own trunk."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest
import torch
from safetensors.torch import load_file, save_file

from v2a_plugin.encoders.aggregate import embed
from v2a_plugin.encoders.clip import load_open_clip
from v2a_plugin.encoders.lite_clip import read_lite
from v2a_plugin.encoders.named import NAMES, NamedEncoder, Names, load_named, save_names
from v2a_plugin.model.config import PartSource, Runtime
from v2a_plugin.model.embeddings import FrameBatch, unit
from v2a_plugin.model.errors import BundleError
from v2a_plugin.model.progress import finish
from v2a_plugin.testing.towers import tiny_named_folder

MINI = Path(__file__).parents[2] / "resources/v2a_resources/bundles/mini"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tiny_named_folder(tmp_path / "named")


def load(folder: Path) -> NamedEncoder:
    return load_named(PartSource("named", folder, space_out="pictures"), Runtime())


def frames(side: int = 64) -> FrameBatch:
    pixels = np.random.default_rng(5).integers(0, 255, (3, side, side, 3)).astype(np.uint8)
    return FrameBatch(pixels, tuple(Fraction(i) for i in range(3)))


def names(folder: Path, share: float) -> None:
    tensors = load_file(folder / NAMES)
    save_names(Names(tensors["weight"], tensors["bias"], tensors["places"], torch.tensor(share)), folder)


def test_without_a_share_only_the_head_speaks(folder: Path) -> None:
    names(folder, 0.0)
    shown = frames()
    mirrored = FrameBatch(np.ascontiguousarray(shown.pixels[:, :, ::-1]), shown.times)
    clip = load_open_clip(PartSource("open_clip", folder, space_out="pictures"), Runtime())
    alone = unit(clip.embed_frames(shown) + clip.embed_frames(mirrored))
    assert (load(folder).embed_frames(shown) * alone).sum(1).min() > 0.99


def test_with_a_large_share_a_frame_lies_among_the_names(folder: Path) -> None:
    names(folder, 1_000.0)
    encoder = load(folder)
    odds_of_one = Names(
        encoder.names.weight * 0, torch.tensor([50.0, *[0.0] * 6]), encoder.names.places, torch.tensor(1e3)
    )
    sure = NamedEncoder(encoder.clip, odds_of_one)
    np.testing.assert_allclose(sure.embed_frames(frames()) @ encoder.names.places[0].numpy(), 1, atol=1e-3)


def test_a_vector_is_longer_the_surer_the_trunk_is(folder: Path) -> None:
    encoder, shown = load(folder), frames()
    picture = finish(embed(encoder, shown))
    assert picture.evidence is not None
    np.testing.assert_allclose(picture.vectors, encoder.embed_frames(shown), atol=1e-6)
    head = encoder.clip.embed_text(["a dog"])[0]
    place = torch.from_numpy(np.tile(head, (7, 1)))
    flat, certain = (
        Names(torch.zeros(7, 1), torch.tensor([odds, *[0.0] * 6]), place * torch.eye(7, 1) * 7, torch.tensor(1.0))
        for odds in (0.0, 50.0)
    )
    nothing = torch.zeros(1, 1)
    lengths = [float(each.add(nothing, torch.from_numpy(head)[None]).norm()) for each in (flat, certain)]
    assert lengths[0] == pytest.approx(2, abs=0.01)
    assert lengths[1] == pytest.approx(8, abs=0.01)


def test_a_frame_and_its_mirror_image_are_one(folder: Path) -> None:
    encoder, shown = load(folder), frames()
    mirrored = FrameBatch(np.ascontiguousarray(shown.pixels[:, :, ::-1]), shown.times)
    np.testing.assert_allclose(encoder.embed_frames(shown), encoder.embed_frames(mirrored), atol=1e-5)


def test_words_are_those_of_the_model(folder: Path) -> None:
    clip = load_open_clip(PartSource("open_clip", folder, space_out="pictures"), Runtime())
    np.testing.assert_array_equal(load(folder).embed_text(["a dog"]), clip.embed_text(["a dog"]))


def test_missing_damaged_and_foreign_names_are_refused(folder: Path) -> None:
    tensors = load_file(folder / NAMES)
    save_file(tensors | {"weight": tensors["weight"][:, :5].contiguous()}, folder / NAMES)
    with pytest.raises(BundleError, match="names of"):
        load(folder)
    (folder / NAMES).write_bytes(b"no tensors")
    with pytest.raises(BundleError, match="cannot be read"):
        load(folder)
    (folder / NAMES).unlink()
    with pytest.raises(BundleError, match=r"holds no names\.safetensors"):
        load(folder)


def test_minis_tower_is_that_of_open_clip_to_the_bit() -> None:
    source = PartSource("named", MINI / "visual", space_out="pictures")
    lite, full = read_lite(source, Runtime()), load_open_clip(source, Runtime())
    assert lite is not None
    seen = lite.prepared(frames(260).pixels[:1])
    assert torch.equal(seen, full.prepared(frames(260).pixels[:1]))
    with torch.inference_mode():
        features = lite.visual.trunk(seen)
        assert torch.equal(features, full.visual.trunk(seen))
        assert torch.equal(lite.visual.head(features), full.visual.head(features))
    np.testing.assert_array_equal(lite.embed_text(["a dog"]), full.embed_text(["a dog"]))


def test_other_trunks_are_left_to_open_clip(folder: Path) -> None:
    assert read_lite(PartSource("named", folder, space_out="pictures"), Runtime()) is None
