"""`v2a evaluate`, `study`, `interpolate` and `listen` on real files, with a bundle of random weights."""

from __future__ import annotations

import csv
import html.parser
import io
import json
import re
import resource
import shutil
from base64 import b64decode
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import soundfile
from PIL import Image

from v2a_plugin.evaluation.clip_files import clips_in, match, read_clip
from v2a_plugin.evaluation.lists import read_imagehear, read_labels, read_vggsound
from v2a_plugin.evaluation.making import write_sound
from v2a_plugin.evaluation.plan_file import read_plan
from v2a_plugin.judges.statistics import binomial_test
from v2a_plugin.media.encode import write_clip
from v2a_plugin.model.errors import BadInput, MediaError, NoSuchFile, OutputError
from v2a_plugin.model.progress import finish
from v2a_plugin.model.sound import Sound
from v2a_plugin.testing.command import Command

pytestmark = pytest.mark.usefixtures("own_store")
RATE = 16_000
NAMES = ("dog", "rain", "door", "bell", "cow", "cat")


def tone(number: int, seconds: float = 1.0, noise: float = 0.05) -> np.ndarray:
    chance, time = np.random.default_rng(number), np.arange(round(seconds * RATE)) / RATE
    wave = 0.3 * np.sin(2 * np.pi * (200 + 150 * (number % 7)) * time) + noise * chance.normal(size=len(time))
    return wave.astype(np.float32)


def write_tone(path: Path, number: int, seconds: float = 1.0) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    soundfile.write(path, tone(number, seconds), RATE)
    return path


def write_picture(path: Path, number: int) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    pixels = np.random.default_rng(number).integers(0, 255, (48, 64, 3), dtype=np.uint8)
    Image.fromarray(pixels).save(path)
    return path


@pytest.fixture
def folders(tmp_path: Path) -> Path:
    """Two takes of each of six items, their real sounds (one of them in a video) and pictures."""
    for number, name in enumerate(NAMES):
        write_tone(tmp_path / "generated" / f"{name}.wav", number)
        write_tone(tmp_path / "generated" / f"{name}-take2.flac", number + 10)
        write_picture(tmp_path / "pictures" / f"{name}.png", number)
        write_tone(tmp_path / "reference" / f"{name}.wav", number + 20)
    (tmp_path / "reference" / "cow.wav").unlink()
    frames = [np.full((32, 32, 3), 90, np.uint8)] * 25
    finish(write_clip(tmp_path / "reference" / "cow.mp4", frames, sound=Sound.mono(tone(24), RATE)))
    return tmp_path


def options(folders: Path, *more: object) -> tuple[object, ...]:
    return (
        "evaluate", folders / "generated", "--reference", folders / "reference", "--bundle", "tiny",
        "--out", folders / "out", *more,
    )  # fmt: skip


# evaluate


class Page(html.parser.HTMLParser):
    """What a browser would load."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.sources, self.words = list[str](), ""
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.sources += [str(value) for name, value in attrs if name in ("src", "href")]

    def handle_data(self, data: str) -> None:
        self.words += data

    def data(self, kind: str) -> list[bytes]:
        return [b64decode(each.partition(",")[2]) for each in self.sources if each.startswith(f"data:{kind}")]


def test_evaluate_writes_a_table_json_and_a_page(v2a: Command, folders: Path) -> None:
    assert v2a(*options(folders, "--pictures", folders / "pictures")) == 0, v2a.err
    for metric in ("FD", "KID", "KL", "IS", "CS", "agreement", "diversity", "silent", "loudness"):
        assert re.search(rf"^  {metric} ", v2a.out, re.MULTILINE), metric
    assert "not independent" in v2a.out
    assert "12 clips of 6 items" in v2a.out
    found = json.loads((folders / "out" / "evaluation.json").read_text())
    assert len(found["clips"]) == 12
    values = {each["metric"]: each["value"] for each in found["measures"]}
    assert values["silent"] == 0
    assert values["diversity"] > 0
    assert values["KID"] is not None
    page = Page((folders / "out" / "report.html").read_text())
    assert all(source.startswith("data:") for source in page.sources)
    sounds = [soundfile.read(io.BytesIO(data)) for data in page.data("audio")]
    assert len(sounds) == 24
    assert {rate for _, rate in sounds} <= {RATE, 48_000}
    first = next(clip for clip in found["clips"] if clip["file"] in str(found["clips"][0]["file"]))
    assert any(np.allclose(samples, read_clip(Path(first["file"])).samples[0], atol=1e-3) for samples, _ in sounds)
    assert len(page.data("image/png")) == 24
    assert {Image.open(io.BytesIO(data)).size for data in page.data("image/jpeg")} == {(64, 48)}
    for words in ("What the measures mean", "Heusel", "fewer than 2048", "Best clips", "Worst clips"):
        assert words in page.words


def test_pictures_alone_are_compared_by_cs_alone(v2a: Command, folders: Path) -> None:
    """ImageHear has no sound: the paper reports CS there and nothing else."""
    for option in ("--pictures", "--imagehear"):
        asked = [each for each in options(folders, option, folders / "pictures") if str(each) != "--reference"]
        asked.remove(folders / "reference")
        assert v2a(*asked, "--json") == 0, v2a.err
        found = json.loads(v2a.out)
        metrics = {each["metric"] for each in found["measures"]}
        assert {"CS", "silent"} <= metrics
        assert not metrics & {"FD", "FAD", "KID", "KL", "agreement"}
        assert found["reference"] is None
        assert any("CS alone" in sentence for sentence in found["caution"])
        assert "generated against pictures" in (folders / "out" / "report.html").read_text()
    asked = [each for each in options(folders) if str(each) not in ("--reference", str(folders / "reference"))]
    assert v2a(*asked) == 2
    assert "nothing to compare" in v2a.err


def test_clips_against_themselves_are_at_distance_zero(v2a: Command, folders: Path) -> None:
    shutil.rmtree(folders / "reference")
    shutil.copytree(folders / "generated", folders / "reference")
    for path in (folders / "reference").glob("*take2*"):
        path.unlink()
    for path in (folders / "generated").glob("*take2*"):
        path.unlink()
    assert v2a(*options(folders, "--seconds", "1", "--json")) == 0
    values = {each["metric"]: each["value"] for each in json.loads(v2a.out)["measures"]}
    assert values["FD"] == pytest.approx(0, abs=1e-5)
    assert values["KL"] == pytest.approx(0, abs=1e-6)
    assert values["agreement"] == 1
    assert values["exact length"] == 1
    assert values["diversity"] is None


def test_videos_with_sound_are_clips_where_there_are_no_sound_files(tmp_path: Path) -> None:
    """As another system may write them."""
    frames = [np.full((32, 32, 3), 90, np.uint8)] * 5
    finish(write_clip(tmp_path / "dog.mp4", frames, sound=Sound.mono(tone(1, 0.2), RATE)))
    [clip] = clips_in(tmp_path)
    assert (clip.item, len(read_clip(clip.path).samples[0]) > 0) == ("dog", True)
    write_tone(tmp_path / "dog.wav", 1)
    assert [clip.path.suffix for clip in clips_in(tmp_path)] == [".wav"]


def test_lengths_are_checked_to_the_sample(v2a: Command, folders: Path) -> None:
    write_tone(folders / "generated" / "dog.wav", 0, 1 + 1 / RATE)
    assert v2a(*options(folders, "--seconds", "1", "--json")) == 0
    [exact] = [each for each in json.loads(v2a.out)["measures"] if each["metric"] == "exact length"]
    assert exact["value"] == pytest.approx(11 / 12)
    assert "1 samples" in exact["note"]


def test_names_that_do_not_match(v2a: Command, folders: Path) -> None:
    (folders / "reference" / "rain.wav").rename(folders / "reference" / "storm.wav")
    assert v2a(*options(folders)) == 2
    assert v2a.err.count("\n") == 1
    assert "1 of 6 generated items have no reference of their name, the first is 'rain'" in v2a.err
    assert v2a(*options(folders, "--unpaired", "--json")) == 0
    values = {each["metric"]: each["value"] for each in json.loads(v2a.out)["measures"]}
    assert values["FD"] is not None


@pytest.mark.parametrize(
    ("spoil", "words"),
    [
        (lambda f: [path.unlink() for path in (f / "generated").iterdir()], "holds no sound file"),
        (lambda f: shutil.rmtree(f / "reference"), "is no folder"),
        (lambda f: shutil.copy(f / "reference" / "dog.wav", f / "reference" / "dog.flac"), "two files called 'dog'"),
    ],
)  # fmt: skip
def test_bad_folders_are_one_sentence(v2a: Command, folders: Path, spoil: Any, words: str) -> None:
    spoil(folders)
    assert v2a(*options(folders)) == 2
    assert words in v2a.err
    assert v2a.err.count("\n") == 1


def test_a_damaged_file_is_left_out_and_the_others_are_measured(v2a: Command, folders: Path) -> None:
    for name in ("dog.wav", "dog-take2.flac", "rain.wav"):
        (folders / "generated" / name).write_bytes(b"RIFF nothing")
    soundfile.write(folders / "generated" / "bell.wav", np.zeros(0), RATE)
    soundfile.write(folders / "generated" / "door.wav", np.full(100, np.nan), RATE, subtype="FLOAT")
    (folders / "reference" / "cow.mp4").write_bytes(b"no film")
    (folders / "pictures" / "cat.png").write_bytes(b"no picture")
    found = v2a.json(*options(folders, "--pictures", folders / "pictures"))
    assert found["exit"] == 1
    assert {Path(clip["file"]).name for clip in found["clips"]} == {
        "rain-take2.flac",
        "door-take2.flac",
        "bell-take2.flac",
    }
    for words in (
        "dog.wav cannot be read as sound", "bell.wav is empty", "door.wav holds values that are not numbers", "cow.mp4", "cat.png"
    ):  # fmt: skip
        assert sum(words in sentence for sentence in found["left_out"]) == 1, words
        assert words in v2a.err
        assert words in (folders / "out" / "report.html").read_text()
    for path in (folders / "generated").iterdir():
        path.write_bytes(b"RIFF nothing")
    assert v2a(*options(folders)) == 2
    assert v2a.err.count("\n") == 1


def test_one_clip_only(v2a: Command, folders: Path) -> None:
    for path in (folders / "generated").iterdir():
        if path.name != "dog.wav":
            path.unlink()
    assert v2a(*options(folders)) == 0
    assert "one clip has no distribution" in v2a.out


@pytest.mark.parametrize(
    ("more", "words"),
    [
        (("--judge", "golden-ear"), "no judge called 'golden-ear'"),
        (("--judge", "yamnet"), "weights of the judge yamnet are not in"),
        (("--judge", "panns"), "weights of the judge panns were not given"),
        (("--judge", "vggish", "--weights", "vggish=nowhere.pth"), "not at nowhere.pth"),
        (("--weights", "vggish"), "names no path"),
        (("--seconds", "long"), "is no number"),
        (("--labels", "none.csv"), "none.csv cannot be read"),
        (("--judge", "clap", "--judge", "clap"), "named twice"),
    ],
)
def test_bad_options_are_one_sentence(v2a: Command, folders: Path, more: tuple[str, ...], words: str) -> None:
    assert v2a(*options(folders, *more)) in (1, 2)
    assert words in v2a.err
    assert v2a.err.count("\n") == 1


def test_a_mapper_of_another_space_is_refused(v2a: Command, folders: Path, models: Path) -> None:
    mapper = folders / "mapper"
    shutil.copytree(models / "bundles" / "tiny" / "mappers" / "regression", mapper)
    config = json.loads((mapper / "config.json").read_text())
    config["clip_space"] = "elsewhere"
    (mapper / "config.json").write_text(json.dumps(config))
    assert v2a(*options(folders, "--pictures", folders / "pictures", "--route", mapper)) == 2
    assert "elsewhere" in v2a.err


# Lists and names


def test_published_lists(tmp_path: Path) -> None:
    (tmp_path / "vggsound.csv").write_text('---g-f_I2yQ,1,"people marching",test\n--0PQM4-hqg,30,waterfall,train\n')
    assert [(x.name, x.label) for x in read_vggsound(tmp_path / "vggsound.csv")] == [
        ("---g-f_I2yQ_000001", "people marching")
    ]
    listed = read_vggsound(tmp_path / "vggsound.csv")
    heading = "id,start,label,split\n" + (tmp_path / "vggsound.csv").read_text()
    (tmp_path / "vggsound.csv").write_text(heading)
    assert read_vggsound(tmp_path / "vggsound.csv") == listed
    (tmp_path / "ids.txt").write_text("glLQrEijrKg_000300\nLDoXsip0BEQ_000177\n")
    assert [x.name for x in read_vggsound(tmp_path / "ids.txt")] == ["glLQrEijrKg_000300", "LDoXsip0BEQ_000177"]
    for name in ("dog1", "dog2", "police3"):
        write_picture(tmp_path / "ImageHear" / f"{name}.jpg", 1)
    write_picture(tmp_path / "ImageHear" / "frog" / "green.jpg", 1)
    assert [(x.name, x.label) for x in read_imagehear(tmp_path / "ImageHear")] == [
        ("dog1", "dog"), ("dog2", "dog"), ("green", "frog"), ("police3", "police"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("text", "words"),
    [("a,b\n1,2\n", "no columns"), ("name,label\ndog,\n", "Line 2 of labels.csv has no label"), ("", "no columns")],
)
def test_missing_labels(tmp_path: Path, text: str, words: str) -> None:
    (tmp_path / "labels.csv").write_text(text)
    with pytest.raises(BadInput, match=words):
        read_labels(tmp_path / "labels.csv")


def test_only_train_rows(tmp_path: Path) -> None:
    (tmp_path / "vggsound.csv").write_text("x,1,dog,train\n")
    with pytest.raises(BadInput, match="lists no test item"):
        read_vggsound(tmp_path / "vggsound.csv")


def test_takes_in_folders_and_in_names(tmp_path: Path) -> None:
    for name in (
        "dog/one.wav",
        "dog/two.wav",
        "cat.wav",
        "cat-take2.wav",
        "x-t_000030.wav",
        "route take 5.wav",
        "take.wav",
    ):
        write_tone(tmp_path / name, 1, 0.2)
    found = [(clip.item, clip.take) for clip in clips_in(tmp_path)]
    assert [clip.path.name for clip in clips_in(tmp_path)[:2]] == ["cat.wav", "cat-take2.wav"]
    assert found == [("cat", 1), ("cat", 2), ("dog", 1), ("dog", 2), ("route", 1), ("take", 1), ("x-t_000030", 1)]


def test_another_systems_clips_by_a_test_list(v2a: Command, folders: Path) -> None:
    """Only the listed ones count, and labels group the real sounds."""
    (folders / "labels.csv").write_text("name,label\ndog,animal\ncow,animal\nrain,weather\n")
    assert v2a(*options(folders, "--labels", folders / "labels.csv", "--foreign", "--json")) == 0
    found = json.loads(v2a.out)
    assert {clip["item"] for clip in found["clips"]} == {"dog", "cow", "rain"}
    assert {clip["label"] for clip in found["clips"]} == {"animal", "weather"}
    assert not any("conditioned" in sentence for sentence in found["caution"])
    clips, references = clips_in(folders / "generated"), {"dog": Path("dog.wav")}
    with pytest.raises(BadInput, match="Not one generated clip"):
        match(clips, references, only=("whale",))
    with pytest.raises(NoSuchFile):
        read_clip(folders / "nothing.wav")
    finish(write_clip(folders / "mute.mp4", [np.zeros((32, 32, 3), np.uint8)] * 5))
    with pytest.raises(MediaError, match="has no sound"):
        read_clip(folders / "mute.mp4")


# study

PLAN = """
title = "Tiny"
bundle = "tiny"
seconds = 1
judges = ["clap"]
routes = ["regression"]
steps = 4
[settings]
steps = 1
mapper_steps = 2
[items]
kind = "folder"
folder = "pictures"
references = "reference"
labels = "labels.csv"
[[system]]
name = "diffusion"
[[system]]
name = "none"
mapper = "none"
[[system]]
name = "text"
via = "text"
[[system]]
name = "oracle"
via = "oracle"
[[system]]
name = "captions"
via = "caption"
[[system]]
name = "theirs"
via = "folder"
folder = "generated"
[[table]]
name = "routes"
systems = ["diffusion", "none", "text", "oracle", "captions", "theirs"]
against = "none"
figure = "bars"
[[sweep]]
name = "guidance"
system = "diffusion"
vary = { guidance = [1.0, 3.0] }
figure = "tradeoff"
takes = 2
limit = 2
[[sweep]]
name = "speed"
system = "diffusion"
vary = { scheduler = ["ddim"], steps = [1, 2] }
figure = "time"
limit = 2
[[sweep]]
name = "aggregation"
system = "diffusion"
also = ["diffusion"]
vary = { moving = [true], aggregation = ["mean", "peak"] }
limit = 2
[[interpolation]]
start = "animal"
end = "rain"
[[interpolation]]
start = "dog"
end = "door"
words = true
"""


@pytest.fixture
def study(folders: Path) -> Path:
    rows = [["name", "label"], *([name, "animal" if name in ("dog", "cow", "cat") else name] for name in NAMES)]
    with (folders / "labels.csv").open("w", newline="") as stream:
        csv.writer(stream).writerows(rows)
    (folders / "plan.toml").write_text(PLAN)
    return folders


def test_study(v2a: Command, study: Path) -> None:
    page = study / "docs" / "study.md"
    page.parent.mkdir()
    marks = [f"<!-- study:{name} -->\nwhat was here\n<!-- /study -->" for name in ("about", "routes", "interpolations")]
    page.write_text("# Ours\n\nbefore\n\n" + "\n\nbetween\n\n".join(marks) + "\n\nafter\n")
    command = ("study", study / "plan.toml", "--out", study / "out", "--page", page)
    assert v2a(*command) == 0, v2a.err
    text = page.read_text()
    assert "what was here" not in text
    assert text.startswith("# Ours\n\nbefore\n")
    assert text.endswith("after\n")
    assert "no mark for 'guidance'" in v2a.err
    for system in ("diffusion", "none", "text", "oracle", "captions", "theirs"):
        assert f"| {system} |" in text
    assert "against none" in text
    assert "not independent" in text
    assert "animal to “" not in text
    assert "animal to rain" in text
    found = json.loads((study / "out" / "study.json").read_text())
    routes = found["tables"][0]
    assert {test["metric"] for test in routes["tests"]} == {"agreement", "KID", "CS"}
    assert {said["system"] for said in routes["words"]} == {"captions"}
    assert {said["item"] for said in routes["words"]} == {*NAMES}
    for said in routes["words"]:
        assert said["words"]
        assert f"| captions | {said['item']} | {said['words']} |" in text
    diversity = [each for each in found["tables"][1]["rows"][0]["measures"] if each["metric"] == "diversity"]
    assert diversity[0]["count"] == 2
    for name in ("routes", "guidance", "speed", "interpolations"):
        with Image.open(page.parent / "img" / "study" / f"{name}.png") as figure:
            assert len(np.unique(np.asarray(figure.convert("L")))) > 20
    [reel] = (study / "out" / "interpolations").glob("animal-to-rain/reel.wav")
    assert soundfile.info(reel).duration == pytest.approx(4 * 1 + 3)  # clips of 1 s are shorter than the reel's 3 s

    # Again: nothing is rendered twice, what was lost is
    clips = sorted((study / "out" / "clips").rglob("*.flac"))
    lost, before = clips[0], {path: path.stat().st_mtime_ns for path in clips[1:]}
    lost.unlink()
    assert v2a(*command, "--only", "routes", "--only", "guidance", "--only", "speed", "--only", "aggregation") == 0
    assert lost.is_file()
    assert {path: path.stat().st_mtime_ns for path in clips[1:]} == before


def test_systems_that_make_the_same_clips_share_them(study: Path) -> None:
    from v2a_plugin.evaluation.making import place_of

    plan = read_plan(study / "plan.toml")
    one, other = plan.tables[0].systems[0], plan.tables[0].systems[1]
    assert place_of(study, one, "lock", 5, 1) == place_of(study, one, "lock", 5, 1)
    places = {place_of(study, *rest) for rest in ((one, "a", 5, 1), (one, "b", 5, 1), (one, "a", 6, 1), (one, "a", 5, 2), (other, "a", 5, 1))}  # fmt: skip
    assert len(places) == 5


def test_a_full_disk_is_said_and_leaves_nothing(tmp_path: Path) -> None:
    """A limit on the size of files stands for a full disk: libsndfile cannot tell the two apart either."""
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (20_000, before[1]))
    try:
        with pytest.raises(OutputError, match=r"disk is full while writing take\.flac"):
            write_sound(tmp_path / "take.flac", Sound.mono(tone(1, 5.0, noise=0.5), RATE))
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ('via = "text"', 'via = "telepathy"', "via 'telepathy'"),
        ('against = "none"', 'against = "nobody"', "against 'nobody'"),
        ('systems = ["diffusion",', 'systems = ["difusion",', "no system called 'difusion'"),
        ("seconds = 1", "seconds = 0.01", "seconds cannot be"),
        ("mapper_steps = 2", "guidence = 2", "unknown entry 'guidence'"),
        ("guidance = [1.0, 3.0]", "guidance = [1.0, 300.0]", "guidance is 300"),
        ('scheduler = ["ddim"]', 'scheduler = ["euler"]', "'euler'"),
        ('title = "Tiny"', "title = ", "is not TOML"),
        ('kind = "folder"', 'kind = "dreams"', "kind 'dreams'"),
        ('name = "none"', 'name = "diffusion"', "two systems called 'diffusion'"),
    ],
)
def test_bad_plans_are_one_sentence(study: Path, old: str, new: str, words: str) -> None:
    assert old in PLAN
    (study / "plan.toml").write_text(PLAN.replace(old, new, 1))
    with pytest.raises(BadInput, match=re.escape(words)):
        read_plan(study / "plan.toml")


def test_study_names_what_is_missing(v2a: Command, study: Path) -> None:
    command = ("study", study / "plan.toml", "--out", study / "out")
    assert v2a(*command, "--only", "everything") == 2
    assert "no part called 'everything'" in v2a.err
    for path in (study / "generated").glob("dog*"):
        path.unlink()
    assert v2a(*command, "--only", "routes") == 2
    assert "'theirs' lacks 1 of 6 items, the first is 'dog'" in v2a.err
    assert v2a("study", study / "none.toml") == 2
    page = study / "page.md"
    page.write_text("no marks")
    assert v2a(*command, "--only", "aggregation", "--page", page) == 2
    assert "has no mark" in v2a.err


def test_training_pictures_are_never_judged(study: Path) -> None:
    """A corpus: only what the split holds back, and nothing that it does not know."""
    from v2a_plugin.evaluation.items import read_items
    from v2a_plugin.evaluation.plan import ItemPlan

    corpus = study / "corpus"
    for number, name in enumerate(("a", "b", "c", "d")):
        write_picture(corpus / "images" / f"{name}.png", number)
        write_tone(corpus / "sounds" / f"{name}.flac", number)
    for kind, head in (("images", "image,classes,style,source_package,licence,usable"), ("sounds", "sound,name,classes,source_package,licence,seconds,usable")):  # fmt: skip
        suffix = "png" if kind == "images" else "flac"
        rest = "dog,photo,p,CC0,yes" if kind == "images" else "a dog,dog,p,CC0,1,yes"
        (corpus / f"{kind}.csv").write_text("\n".join([head, *(f"{kind}/{n}.{suffix},{rest}" for n in "abcd")]) + "\n")
    (corpus / "pairs.csv").write_text("image,sound,name,match,usable\n")
    head = "file,role,class,group,source_package,licence"
    rows = [f"{kind}/{name}.{suffix},{'train' if name in 'ab' else 'validation'},dog,g,p,CC0" for kind, suffix in (("images", "png"), ("sounds", "flac")) for name in "abcd"]  # fmt: skip
    (study / "split.csv").write_text("\n".join([head, *rows]) + "\n")
    found = read_items(ItemPlan("corpus"), corpus, study / "split.csv")
    assert [item.name for item in found.items] == ["c", "d"]
    assert {path.stem for path in found.references} == {"c", "d"}
    (study / "split.csv").write_text("\n".join([head, *rows[:-1]]) + "\n")
    with pytest.raises(BadInput, match=r"says nothing of sounds/d.flac"):
        read_items(ItemPlan("corpus"), corpus, study / "split.csv")


# interpolate


def test_interpolate_between_pictures_and_words(v2a: Command, folders: Path) -> None:
    common = ("--bundle", "tiny", "--seed", "3", "--denoising-steps", "1")
    first, second = folders / "pictures" / "dog.png", folders / "pictures" / "cow.png"
    assert v2a("interpolate", first, second, *common, "--layout", "paper", "--out", folders / "way", "--json") == 0
    found = json.loads(v2a.out)
    assert [clip["place"] for clip in found["clips"]] == pytest.approx([k / 9 for k in range(10)])
    assert -1 <= found["rank"] <= 1
    sounds = [soundfile.read(folders / "way" / f"{number:02d}.wav") for number in range(1, 11)]
    assert {(len(samples), rate) for samples, rate in sounds} == {(480_000, 48_000)}
    reel, rate = soundfile.read(folders / "way" / "reel.wav")
    assert len(reel) == rate * (10 * 3 + 9 * 1)
    for number, (samples, _) in enumerate(sounds):
        start = number * 4 * rate
        np.testing.assert_allclose(reel[start : start + 2 * rate], samples[: 2 * rate], rtol=0, atol=1e-6)
        assert not reel[start + 3 * rate : start + 4 * rate].any()
    assert (
        v2a("interpolate", first, "drum", *common, "--steps", "3", "--duration", "10", "--out", folders / "words") == 0
    )
    again = soundfile.read(folders / "words" / "01.wav")[0]
    np.testing.assert_allclose(again, sounds[0][0], rtol=0, atol=2e-3)  # the same start, noise and seed


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("nowhere/a.png", "drum"), "no file nowhere/a.png"),
        (("dog.jpg", "drum"), "no file dog.jpg"),
        (("dog", " "), "is empty"),
        (("dog", "drum", "--steps", "1"), "1 steps"),
        (("dog", "drum", "--layout", "spiral"), "no layout 'spiral'"),
        (("dog", "drum", "--duration", "90"), "90 were asked for"),
        (("dog", "drum", "--layout", "paper", "--duration", "2"), "the paper's are 10 s long"),
    ],
)
def test_bad_ways_are_one_sentence(v2a: Command, tmp_path: Path, arguments: tuple[str, ...], words: str) -> None:
    assert v2a("interpolate", *arguments, "--bundle", "tiny", "--out", tmp_path) == 2
    assert words in v2a.err
    assert v2a.err.count("\n") == 1


# listen


def test_listen_writes_a_blind_page_and_reads_its_results(v2a: Command, folders: Path) -> None:
    shutil.copytree(folders / "reference", folders / "other")
    shutil.rmtree(folders / "reference")
    (folders / "other" / "cow.mp4").unlink()
    page = folders / "listen.html"
    assert (
        v2a("listen", folders / "generated", folders / "other", "--pictures", folders / "pictures", "--out", page) == 0
    )
    assert "5 pairs" in v2a.out
    text = page.read_text()
    seen = Page(text)
    assert all(source.startswith("data:") for source in seen.sources)
    assert len(seen.data("audio")) == 10
    assert len(seen.data("image/jpeg")) == 5
    about = json.loads(re.search(r"const about = (\{.*?\});", text)[1])  # type: ignore[index]
    firsts = [trial["first"] for trial in about["trials"]]
    assert sorted(firsts) in (list("aabbb"), list("aaabb"))
    for trial, data in zip(about["trials"], seen.data("audio")[::2], strict=True):
        folder = "generated" if trial["first"] == "a" else "other"
        shown, _ = soundfile.read(io.BytesIO(data))
        np.testing.assert_allclose(
            shown, read_clip(folders / folder / f"{trial['item']}.wav").samples[0], rtol=0, atol=1e-3
        )
    before = text[: text.index("<script>")]
    assert "generated" not in before
    assert "other" not in before

    answers = [{"item": trial["item"], "first": trial["first"], "chosen": "a"} for trial in about["trials"]]
    answers[0]["chosen"] = "none"
    saved = {key: about[key] for key in ("a", "b", "question")} | {"listener": "1", "answers": answers}
    (folders / "r1.json").write_text(json.dumps(saved))
    (folders / "r2.json").write_text(json.dumps(saved | {"listener": "2"}))
    assert v2a("listen", "--results", folders / "r1.json", "--results", folders / "r2.json", "--json") == 0
    found = json.loads(v2a.out)
    assert (found["chosen_a"], found["chosen_b"], found["undecided"], found["listeners"]) == (8, 0, 2, 2)
    assert found["p"] == pytest.approx(binomial_test(8, 8))
    assert found["share"]["low"] < 1


def test_bad_listening_is_one_sentence(v2a: Command, folders: Path) -> None:
    assert v2a("listen") == 2
    assert "Two folders are compared" in v2a.err
    for path in (folders / "pictures").iterdir():
        write_tone(folders / "strange" / f"x{path.stem}.wav", 1, 0.2)
    assert v2a("listen", folders / "generated", folders / "strange", "--out", folders / "x.html") == 2
    assert "no item in common" in v2a.err
    (folders / "r.json").write_text('{"a": "x"}')
    assert v2a("listen", "--results", folders / "r.json") == 2
    assert "lacks" in v2a.err


# The study that ships


def test_the_shipped_plan_and_page_belong_together(tmp_path: Path) -> None:
    root = Path(__file__).parents[2]
    page = (root / "docs" / "study.md").read_text(encoding="utf-8")
    plan = read_plan(root / "benchmarks" / "study" / "mini.toml")
    parts = {"about", "findings", "gap", "interpolations", *(table.name for table in plan.tables)}
    parts.add("rivals")  # the recipe's own command fills it
    assert set(re.findall(r"<!-- study:([\w-]+) -->", page)) == parts
    drawn = {table.name for table in plan.tables if table.figure} | {"gap", "interpolations"}
    assert set(re.findall(r"\(img/study/([\w-]+)\.png\)", page)) == drawn
    [example] = re.findall(r"```toml\n(.*?)```", page, re.DOTALL)
    (tmp_path / "example.toml").write_text(example, encoding="utf-8")
    assert read_plan(tmp_path / "example.toml").tables[1].systems[1].settings.guidance == 4
