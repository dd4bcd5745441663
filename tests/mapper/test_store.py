"""Mappers on disk: they come back the same, and damage or a wrong space is told in one sentence."""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch
from safetensors.torch import load_file, save_file

from v2a_plugin.files import sha256_of
from v2a_plugin.mapper.bridge import BridgeMapper
from v2a_plugin.mapper.diffusion import DiffusionMapper
from v2a_plugin.mapper.mapper_store import BuiltIn, load_mapper, save_mapper
from v2a_plugin.mapper.passthrough import PassthroughMapper
from v2a_plugin.mapper.prior import DiffusionPrior, PriorConfig
from v2a_plugin.mapper.regression import Regression, RegressionConfig, RegressionMapper
from v2a_plugin.model.config import PartSource, Runtime
from v2a_plugin.model.embeddings import VisualEmbedding, unit
from v2a_plugin.model.errors import BundleError, OutputError, SpaceMismatch
from v2a_plugin.model.progress import finish
from v2a_plugin.model.recipe import Settings

CPU = Runtime()
KINDS = ("diffusion", "regression", "bridge", "none")


def rows(count: int, width: int) -> np.ndarray:
    return unit(np.random.default_rng(width).standard_normal((count, width)).astype(np.float32))


def mapper_of(kind: str) -> BuiltIn:
    with torch.random.fork_rng():
        torch.manual_seed(0)
        match kind:
            case "diffusion":
                config = PriorConfig(20, 24, 32, depth=2, heads=2, head_width=8, learned_tokens=5, timesteps=20)
                return DiffusionMapper(DiffusionPrior(config), "clip-a", "clap-a")
            case "regression":
                return RegressionMapper(Regression(RegressionConfig(20, 24)), "clip-a", "clap-a")
            case "bridge":
                captions = ("ein Hund, bellend", "rain\u2028on a\nroof", "#3")
                return BridgeMapper(captions, rows(3, 20), rows(3, 24), "clip-a", "clap-a", temperature=0.3)
            case _:
                return PassthroughMapper("clip-a", "clap-a", 20, 24)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "mein Mapper ü"


def source(folder: Path, kind: str = "", clip: str = "clip-a", clap: str = "clap-a") -> PartSource:
    return PartSource(kind, folder, clip, clap)


def rewrite(folder: Path, change: Callable[[dict[str, torch.Tensor]], object]) -> None:
    """Other weights, under a config that vouches for them."""
    weights = load_file(folder / "model.safetensors")
    change(weights)
    save_file(weights, folder / "model.safetensors")
    reconfigure(folder, weights_sha256=sha256_of(folder / "model.safetensors"))


def reconfigure(folder: Path, **values: Any) -> None:
    config = json.loads((folder / "config.json").read_text(encoding="utf-8"))
    (folder / "config.json").write_text(json.dumps(config | values), encoding="utf-8")


def refused(folder: Path, match: str, kind: type[BundleError] = BundleError) -> None:
    """Loading fails with one sentence that names a file, and a hint."""
    with pytest.raises(kind, match=match) as caught:
        load_mapper(source(folder), CPU)
    assert str(folder) in caught.value.message
    assert caught.value.message.endswith(".")
    assert "\n" not in caught.value.message
    assert caught.value.hint
    assert caught.value.exit_code == 2


@pytest.mark.parametrize("kind", KINDS)
def test_a_mapper_comes_back_the_same(kind: str, folder: Path) -> None:
    mapper = mapper_of(kind)
    digest = save_mapper(mapper, folder)
    chance = torch.get_rng_state()
    loaded = load_mapper(source(folder, kind), CPU)
    assert torch.equal(chance, torch.get_rng_state())
    assert (loaded.name, loaded.clip_space, loaded.clap_space) == (kind, "clip-a", "clap-a")
    assert digest == sha256_of(folder / "model.safetensors")
    assert loaded.digest == ("" if kind == "none" else digest)
    vector = rows(1, 20)
    picture = VisualEmbedding(vector, vector[0], "clip-a")
    before, after = (finish(m.map(picture, Settings(mapper_steps=5), [0, 1])) for m in (mapper, loaded))
    for one, two in zip(before, after, strict=True):
        np.testing.assert_array_equal(one.vector, two.vector)
        assert [" ".join(tag.label.split()) for tag in one.captions] == [tag.label for tag in two.captions]
    assert sorted(path.name for path in folder.iterdir()) == sorted(
        {"config.json", "model.safetensors", *(["captions.txt"] if kind == "bridge" else [])}
    )


@pytest.mark.parametrize("kind", KINDS)
def test_saving_again_gives_the_same_file(kind: str, folder: Path) -> None:
    assert save_mapper(mapper_of(kind), folder) == save_mapper(mapper_of(kind), folder)


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize(("clip", "clap", "side"), [("clip-b", "clap-a", "pictures"), ("clip-a", "clap-b", "sounds")])
def test_another_space_is_refused(kind: str, clip: str, clap: str, side: str, folder: Path) -> None:
    save_mapper(mapper_of(kind), folder)
    with pytest.raises(SpaceMismatch, match=f"{side} of the space 'cl.p-a', and the bundle's are of 'cl.p-b'"):
        load_mapper(source(folder, clip=clip, clap=clap), CPU)


@pytest.mark.skipif(os.name != "posix", reason="permissions as on POSIX")
def test_whoever_may_read_the_folder_may_read_the_weights(tmp_path: Path) -> None:
    """The library that writes them makes files that only their owner may read; a studio shares its mappers."""
    before = os.umask(0o022)
    try:
        save_mapper(mapper_of("regression"), tmp_path)
    finally:
        os.umask(before)
    assert {path.stat().st_mode & 0o777 for path in tmp_path.iterdir()} == {0o644}


def test_any_space_is_taken_when_none_is_asked_for(folder: Path) -> None:
    save_mapper(mapper_of("regression"), folder)
    assert load_mapper(PartSource("", folder), CPU).clap_space == "clap-a"


def test_none_needs_no_folder(tmp_path: Path) -> None:
    widths = (("clip_width", "20"), ("clap_width", "24"))
    mapper = load_mapper(PartSource("none", tmp_path / "absent", "clip-a", "clap-a", options=widths), CPU)
    vector = rows(1, 20)
    (answer,) = finish(mapper.map(VisualEmbedding(vector, vector[0], "clip-a"), Settings(), [0]))
    assert answer.vector.shape == (24,)


def test_another_kind_is_refused(folder: Path) -> None:
    save_mapper(mapper_of("regression"), folder)
    with pytest.raises(BundleError, match="holds a regression mapper, not a diffusion one"):
        load_mapper(source(folder, "diffusion"), CPU)


@pytest.mark.parametrize("name", ["config.json", "model.safetensors", "captions.txt"])
def test_a_missing_file_is_named(name: str, folder: Path) -> None:
    save_mapper(mapper_of("bridge"), folder)
    (folder / name).unlink()
    refused(folder, f"{name} is missing")


@pytest.mark.parametrize("size", [0, 4, 100, -1])
@pytest.mark.parametrize("vouched", [False, True])
def test_a_cut_file_is_refused(size: int, vouched: bool, folder: Path) -> None:
    save_mapper(mapper_of("regression"), folder)
    weights = folder / "model.safetensors"
    weights.write_bytes(weights.read_bytes()[:size])
    if vouched:
        reconfigure(folder, weights_sha256=sha256_of(weights))
    refused(folder, "not a whole safetensors file" if vouched else "is damaged: its sha256")


def test_one_changed_bit_is_refused(folder: Path) -> None:
    save_mapper(mapper_of("diffusion"), folder)
    data = bytearray((folder / "model.safetensors").read_bytes())
    data[-1] ^= 1
    (folder / "model.safetensors").write_bytes(data)
    refused(folder, "is damaged: its sha256")


def test_weights_that_do_not_fit_are_refused(folder: Path) -> None:
    save_mapper(mapper_of("diffusion"), folder)
    rewrite(folder, lambda weights: weights.update(query=torch.zeros(31)))
    refused(folder, r"query is \(31,\) where \(32,\) was expected")
    rewrite(folder, lambda weights: weights.update(query=torch.zeros(32), extra=torch.zeros(1)))
    refused(folder, r"extra is \(1,\) where nothing was expected")
    rewrite(folder, lambda weights: [weights.pop(name) for name in ("extra", "query")])
    refused(folder, r"query is missing where \(32,\) was expected")


def test_weights_that_are_no_numbers_are_refused(folder: Path) -> None:
    save_mapper(mapper_of("diffusion"), folder)
    rewrite(folder, lambda weights: weights.update(query=torch.full((32,), float("nan"))))
    refused(folder, "query holds values that are not numbers")
    rewrite(folder, lambda weights: weights.update(query=torch.zeros(32, dtype=torch.int32)))
    refused(folder, "query holds values that are not numbers")


def test_half_precision_weights_are_read_as_single(folder: Path) -> None:
    save_mapper(mapper_of("regression"), folder)
    rewrite(folder, lambda weights: weights.update({name: weight.half() for name, weight in weights.items()}))
    mapper = load_mapper(source(folder), CPU)
    assert isinstance(mapper, RegressionMapper)
    assert {weight.dtype for weight in mapper.network.parameters()} == {torch.float32}


@pytest.mark.parametrize(
    ("text", "match"),
    [
        (b"", "not valid JSON"),
        (b"{", "not valid JSON"),
        (b"\xff\xfe\x00", "not valid JSON"),
        (b"[]", "does not describe a mapper"),
        (b'{"kind": 3}', "does not describe a mapper"),
    ],
)
def test_a_config_that_is_none_is_refused(text: bytes, match: str, folder: Path) -> None:
    save_mapper(mapper_of("regression"), folder)
    (folder / "config.json").write_bytes(text)
    refused(folder, match)


@pytest.mark.parametrize(
    ("change", "match"),
    [
        ({"schema": 2}, "is of schema 2"),
        ({"kind": "gan"}, "unknown here: 'gan'"),
        ({"sizes": {}}, "does not give the sizes"),
        ({"sizes": {"clip_width": "20", "clap_width": 24, "expansion": 4}}, "does not give the sizes"),
        ({"sizes": {"clip_width": True, "clap_width": 24, "expansion": 4}}, "does not give the sizes"),
        ({"sizes": {"clip_width": 0, "clap_width": 24, "expansion": 4}}, "impossible sizes"),
        ({"sizes": {"clip_width": 21, "clap_width": 24, "expansion": 4}}, "does not fit its config"),
    ],
)
def test_a_wrong_config_is_refused(change: dict[str, Any], match: str, folder: Path) -> None:
    save_mapper(mapper_of("regression"), folder)
    reconfigure(folder, **change)
    refused(folder, match)


def test_captions_that_do_not_fit_are_refused(folder: Path) -> None:
    save_mapper(mapper_of("bridge"), folder)
    (folder / "captions.txt").write_text("one\ntwo\n", encoding="utf-8")
    refused(folder, "holds 2 captions where 3 were expected")
    (folder / "captions.txt").write_bytes(b"\xff\xfe\n\n\n")
    refused(folder, "not UTF-8")


def test_a_bridge_without_warmth_is_refused(folder: Path) -> None:
    save_mapper(mapper_of("bridge"), folder)
    rewrite(folder, lambda weights: weights.update(temperature=torch.zeros(1)))
    refused(folder, "temperature must be above 0")


def test_what_a_bridge_does_when_it_recognises_nothing_comes_back_too(folder: Path) -> None:
    kept = BridgeMapper(
        ("a", "b", "c"), rows(3, 20), rows(3, 24), "clip-a", "clap-a", 0.3,
        sure=0.4, ambience=np.array([False, True, False]), residual=np.ones((21, 24), np.float32),
    )  # fmt: skip
    save_mapper(kept, folder)
    loaded = load_mapper(source(folder), CPU)
    assert isinstance(loaded, BridgeMapper)
    assert loaded.sure == kept.sure
    np.testing.assert_array_equal(loaded.ambience, kept.ambience)
    rewrite(folder, lambda weights: weights.pop("sure"))
    refused(folder, "sure is missing")


def test_a_folder_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("not a folder")
    with pytest.raises(OutputError, match="cannot be written"):
        save_mapper(mapper_of("regression"), tmp_path / "file" / "mapper")
