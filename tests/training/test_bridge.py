"""The text bridge: from captions, with pairs, and by itself for a pulled bundle without a mapper."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from v2a_plugin.encoders.protocols import Encoders
from v2a_plugin.generation.bridging import FITTED_TO, fit_when_due
from v2a_plugin.generation.engine import Engine
from v2a_plugin.mapper.bridge import BridgeMapper
from v2a_plugin.mapper.mapper_store import load_mapper
from v2a_plugin.mapper.protocol import Mapper
from v2a_plugin.model.config import PartSource, Runtime
from v2a_plugin.model.embeddings import FrameBatch, VisualEmbedding, unit
from v2a_plugin.model.errors import BadInput, SpaceMismatch
from v2a_plugin.model.progress import finish
from v2a_plugin.model.recipe import Settings
from v2a_plugin.model.sound import Sound
from v2a_plugin.plugins.facade import load_plugins
from v2a_plugin.testing.bundles import tiny_bundle
from v2a_plugin.training.fit.bridge_fit import BridgeReport, fit_bridge
from v2a_plugin.training.fit.pairs import Pairs, PairSet
from v2a_plugin.zoo.bundle import Bundle
from v2a_plugin.zoo.captions import read_captions
from v2a_plugin.zoo.lock import lock_folder, write_lock
from v2a_plugin.zoo.store import Store
from v2a_resources import resources_path


class Hashing:
    """Both text towers: words become vectors by their letters."""

    clip_space, clap_space, image_size = "tiny-clip", "tiny-clap", 8

    def __init__(self, width: int) -> None:
        self.width = width

    def embed_text(self, texts: Sequence[str]) -> np.ndarray:
        seeds = [int.from_bytes(hashlib.sha256(text.encode()).digest()[:4], "big") for text in texts]
        rows = [np.random.default_rng(seed).standard_normal(self.width) for seed in seeds]
        return unit(np.array(rows, dtype=np.float32))

    def embed_frames(self, frames: FrameBatch) -> np.ndarray:
        raise NotImplementedError

    def embed_sounds(self, sounds: Sequence[Sound]) -> np.ndarray:
        raise NotImplementedError


PLUGINS = load_plugins(disabled=["*"])
CAPTIONS = ("a dog", "rain", "a door", "a bell")


@pytest.fixture(scope="module")
def models(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store with a bundle that has no mapper of its own, as a pulled one."""
    root = tmp_path_factory.mktemp("models")
    folder = tiny_bundle(root / "bundles" / "pulled", "pulled")
    card = (folder / "card.toml").read_text(encoding="utf-8")
    card = re.sub(r"\n\[mappers\..*", "", card, flags=re.DOTALL).replace('mapper = "diffusion"', 'mapper = "bridge"')
    (folder / "card.toml").write_text(card, encoding="utf-8")
    write_lock(folder, finish(lock_folder(folder, "pulled")))
    return root


@pytest.fixture
def store(models: Path, tmp_path: Path) -> Store:
    """A root of its own for what is fitted, beside the bundle."""
    (tmp_path / "models").mkdir()
    return Store(tmp_path / "models", extra=[models])


ENCODERS = Encoders(Hashing(32), Hashing(32))


def mapped(bundle: Bundle) -> tuple[Mapper, int]:
    """The bridge, and in how many steps it was got."""
    steps = fit_when_due(bundle.mapper("bridge"), bundle, ENCODERS, Runtime(), PLUGINS)
    seen = 0
    while True:
        try:
            progress = next(steps)
        except StopIteration as end:
            return end.value, seen
        seen += progress.stage == "encoding captions"


def seen(vector: np.ndarray, space: str) -> VisualEmbedding:
    return VisualEmbedding(vector[None], vector, space)


# By itself


def test_a_bundle_without_a_mapper_gets_a_bridge_and_keeps_it(store: Store) -> None:
    bundle = store.open("pulled")
    assert [part.name for part in bundle.mappers] == []
    first, steps = mapped(bundle)
    assert steps >= 1
    folder = store.mappers_folder("pulled") / "bridge"
    assert sorted(path.name for path in folder.iterdir()) == sorted(
        ("captions.txt", "config.json", "model.safetensors", FITTED_TO)
    )
    again = store.open("pulled")
    assert [part.name for part in again.mappers] == ["bridge"]
    second, steps = mapped(again)
    assert steps == 0
    assert first.digest == second.digest != ""
    picture = seen(unit(np.arange(1, 33, dtype=np.float32)), "tiny-clip")
    [one], [two] = (finish(mapper.map(picture, Settings(), [0])) for mapper in (first, second))
    np.testing.assert_array_equal(one.vector, two.vector)


def test_the_engine_asks_for_it(store: Store) -> None:
    bundle = store.open("pulled")
    engine = Engine(bundle, Runtime(), PLUGINS, ENCODERS.visual, ENCODERS.audio, None)  # type: ignore[arg-type]
    mapper = finish(engine.mapper(bundle.card.defaults.mapper))
    assert mapper.name == "bridge"
    assert (store.mappers_folder("pulled") / "bridge" / "config.json").is_file()
    assert finish(engine.mapper("bridge")) is mapper


def test_it_is_fitted_again_to_other_weights_and_never_over_one_made_by_hand(store: Store) -> None:
    mapped(store.open("pulled"))
    folder = store.mappers_folder("pulled") / "bridge"
    bundle = store.open("pulled")
    changed = replace(bundle, lock_digest="f" * 64)
    assert mapped(changed)[1] >= 1
    assert mapped(changed)[1] == 0
    finish(fit_bridge(["one caption"], ENCODERS, bundle, folder))
    mapper, steps = mapped(bundle)
    assert steps == 0
    assert isinstance(mapper, BridgeMapper)
    assert mapper.captions == ("one caption",)
    (folder / FITTED_TO).write_text("{}", encoding="utf-8")
    assert mapped(bundle)[1] >= 1


def test_a_store_that_cannot_be_written_is_no_obstacle(store: Store) -> None:
    blocked = store.root / "mappers"
    blocked.write_text("a file where the folder should be", encoding="utf-8")
    mapper, steps = mapped(store.open("pulled"))
    assert steps >= 1
    assert isinstance(mapper, BridgeMapper)
    assert blocked.is_file()


def test_a_bundle_with_mappers_keeps_nothing(store: Store, tmp_path: Path) -> None:
    tiny_bundle(store.root / "bundles" / "tiny")
    bundle = store.open("tiny")
    assert mapped(bundle)[1] >= 1
    assert not store.mappers_folder("tiny").exists()


# Captions


def test_captions_are_read_from_text_and_csv(tmp_path: Path) -> None:
    text = tmp_path / "own.txt"
    text.write_text("\ufeffa dog\r\n# a heading\n\n rain \na dog\n", encoding="utf-8")
    assert read_captions(text) == ("a dog", "rain")
    table = tmp_path / "classes.csv"
    table.write_text('index,mid,display_name\n0,/m/1,"Child speech, kid"\n1,/m/2,Bark\n', encoding="utf-8")
    assert read_captions(table) == ("Child speech, kid", "Bark")
    ucs = tmp_path / "ucs.csv"
    ucs.write_text(
        "Category,SubCategory,CatID\nDOORS,WOOD,DOORWood\nARCHIVED,RAW,RAW\nAIR,MISC,AIRMisc\nRAIN,RAIN,x\n", "utf-8"
    )
    assert read_captions(ucs) == ("wood doors", "air", "rain")


@pytest.mark.parametrize(
    ("name", "data", "match"),
    [
        ("a.txt", b"# nothing\n", "holds no captions"),
        ("a.csv", b"x,y\n1,2\n", "no column with captions"),
        ("a.csv", b"", "no column with captions"),
        ("a.txt", b"\xff\xfe\x00", "cannot be read"),
    ],
)
def test_captions_that_are_none(name: str, data: bytes, match: str, tmp_path: Path) -> None:
    (tmp_path / name).write_bytes(data)
    with pytest.raises(BadInput, match=match):
        read_captions(tmp_path / name)


def test_the_lists_that_ship_say_where_they_come_from(store: Store) -> None:
    readme = (resources_path() / "labels" / "README.md").read_text(encoding="utf-8")
    for name, count in (("foley.txt", 233), ("audioset.txt", 521), ("vggsound.txt", 309)):
        lines = (resources_path() / "labels" / name).read_text(encoding="utf-8").splitlines()
        assert len([line for line in lines if line[0] != "#"]) == count
        assert f"| `{name}` | {count} |" in readme


# With pairs


def made_pairs(count: int, visual: Hashing, space: str = "tiny-clip", seed: int = 0) -> PairSet:
    """Pictures near the captions, and sounds that are a linear function of the picture: what captions cannot say."""
    chance = np.random.default_rng(seed)
    turn = np.random.default_rng(5).standard_normal((16, 24))
    near = visual.embed_text([f"a photo of {caption}" for caption in CAPTIONS])
    pictures = unit((near[chance.integers(0, 4, count)] + 0.3 * chance.standard_normal((count, 16))).astype(np.float32))
    sounds = unit((pictures @ turn).astype(np.float32))
    digests = tuple(f"{number:064x}" for number in range(count))
    pairs = Pairs(pictures, sounds, digests)
    train, held = list(range(count - count // 5)), list(range(count - count // 5, count))
    return PairSet(pairs.rows(train), pairs.rows(held), space, "tiny-clap", "", "by hand")


def fitted(out: Path, pairs: PairSet | None, bundle: Bundle, captions: Sequence[str] = CAPTIONS) -> BridgeReport:
    return finish(fit_bridge(captions, Encoders(Hashing(16), Hashing(24)), bundle, out, pairs))


def test_pairs_add_what_the_captions_do_not_say(store: Store, tmp_path: Path) -> None:
    bundle = store.open("pulled")
    report = fitted(tmp_path, made_pairs(200, Hashing(16)), bundle)
    assert report.before is not None
    assert report.metrics is not None
    assert report.ridge > 0
    assert report.metrics.cosine > report.before.cosine + 0.3
    assert report.metrics.cosine > 0.85
    loaded = load_mapper(PartSource("bridge", tmp_path), Runtime())
    assert isinstance(loaded, BridgeMapper)
    assert loaded.residual is not None
    fresh = made_pairs(5, Hashing(16), seed=9).train
    for picture, sound in zip(fresh.pictures, fresh.sounds, strict=True):
        [answer] = finish(loaded.map(seen(picture, "tiny-clip"), Settings(), [0]))
        assert answer.vector @ sound > 0.8
        assert answer.captions[0].label in CAPTIONS
    card = json.loads((tmp_path / "card.json").read_text(encoding="utf-8"))
    assert (card["kind"], card["captions"], card["items"], card["held_out"]) == ("bridge", 4, 160, 40)


def test_pairs_that_say_nothing_add_nothing(store: Store, tmp_path: Path) -> None:
    pairs = made_pairs(200, Hashing(16))
    chance = np.random.default_rng(3)
    captions = Hashing(24).embed_text([f"the sound of {caption}" for caption in CAPTIONS])
    visual = Hashing(16).embed_text([f"a photo of {caption}" for caption in CAPTIONS])
    best = (pairs.train.pictures @ visual.T).argmax(axis=1)
    pairs.train.pictures[:] = visual[best]
    pairs.train.sounds[:] = unit(captions[best] + 1e-4 * chance.standard_normal((160, 24)).astype(np.float32))
    report = fitted(tmp_path, pairs, store.open("pulled"))
    assert report.ridge == 0
    assert report.metrics == report.before
    loaded = load_mapper(PartSource("bridge", tmp_path), Runtime())
    assert isinstance(loaded, BridgeMapper)
    assert loaded.residual is None


def test_pairs_of_another_space_are_refused(store: Store, tmp_path: Path) -> None:
    with pytest.raises(SpaceMismatch, match="lead from 'elsewhere' to 'tiny-clap'"):
        fitted(tmp_path, made_pairs(10, Hashing(16), "elsewhere"), store.open("pulled"))


def test_a_residual_of_another_size_is_refused() -> None:
    rows = unit(np.ones((4, 16), np.float32))
    with pytest.raises(ValueError, match=r"the residual must be \(17, 16\), not \(16, 16\)"):
        BridgeMapper(CAPTIONS, rows, rows, "clip", "clap", residual=np.zeros((16, 16), np.float32))
