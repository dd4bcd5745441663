"""From clips on the disk to shards of embeddings, and what becomes of clips that are no use."""

from __future__ import annotations

import csv
import hashlib
import io
import json
import shutil
import subprocess
import tarfile
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest
import soundfile
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from v2a_plugin.encoders.protocols import AudioEncoder
from v2a_plugin.model.config import Runtime
from v2a_plugin.model.embeddings import unit
from v2a_plugin.model.errors import BadInput, OutputError
from v2a_plugin.model.progress import Steps, finish
from v2a_plugin.model.sound import Sound
from v2a_plugin.model.time import Span
from v2a_plugin.plugins.facade import load_plugins
from v2a_plugin.testing.clips import tiny_clip as clip
from v2a_plugin.training.cache.build import build_cache
from v2a_plugin.training.cache.pieces import windows
from v2a_plugin.training.cache.shard_records import CacheReport, CacheSettings, Cutting, Reason, Split
from v2a_plugin.training.cache.shards import read_shard
from v2a_plugin.training.cache.sources import read_sources
from v2a_plugin.training.cache.speech_music import SpeechAndMusic
from v2a_plugin.zoo.bundle import Bundle, open_folder

PLUGINS = load_plugins(disabled=["*"])
SMALL = CacheSettings(window=Fraction(1), shortest=Fraction(1, 2), frames=2, files_a_shard=2)


@pytest.fixture(scope="module")
def bundle(tiny_folder: Path) -> Bundle:
    return open_folder(tiny_folder)


@pytest.fixture(scope="module")
def clips(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Five good clips, of which one holds another format, in two folders."""
    folder = tmp_path_factory.mktemp("clips größe")
    (folder / "a b").mkdir()
    for number, name in enumerate(("a b/eins.mp4", "a b/zwei.mov", "drei.mp4", "vier.mkv", "電影.mp4")):
        clip(folder / name, 2.3 if number == 2 else 1, seed=number)
    return folder


def building(clips: Path, out: Path, bundle: Bundle, settings: CacheSettings = SMALL) -> Steps[CacheReport]:
    return build_cache(read_sources(clips), settings, out, bundle, Runtime(), PLUGINS, workers=2)


def shards(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in sorted(folder.glob("*-*.*"))}


def refusing(match: str) -> pytest.RaisesExc[BadInput]:
    return pytest.raises(BadInput, match=match)


# Cutting


@settings(max_examples=50)
@given(
    st.fractions(0, 100, max_denominator=24), st.fractions(Fraction(1, 24), 100, max_denominator=24),
    st.fractions(1, 10, max_denominator=10), st.fractions(Fraction(1, 10), 1, max_denominator=10),
)  # fmt: skip
def test_windows_follow_each_other_and_lose_a_short_rest_at_most(
    start: Fraction, duration: Fraction, length: Fraction, shortest: Fraction
) -> None:
    span = Span(start, start + duration)
    cut = windows(span, length, shortest)
    assert all(piece.duration == length for piece in cut[:-1])
    assert all(shortest <= piece.duration <= length for piece in cut)
    assert [piece.start for piece in cut] == [start + index * length for index in range(len(cut))]
    lost = span.end - (cut[-1].end if cut else start)
    assert 0 <= lost < shortest


def test_shots_become_items(tmp_path: Path, bundle: Bundle) -> None:
    (tmp_path / "in").mkdir()
    clip(tmp_path / "in" / "cut.mp4", 4, cut=True)
    shots = replace(SMALL, cutting=Cutting.SHOTS, window=Fraction(10))
    finish(building(tmp_path / "in", tmp_path / "out", bundle, shots))
    items = list(read_shard(tmp_path / "out" / "train-00000.tar"))
    assert [str(Span(item.note.start, item.note.start + item.note.duration)) for item in items] == [
        str(Span(Fraction(start), Fraction(start + 2))) for start in (0, 2)
    ]


# What is written


def test_a_folder_becomes_shards_that_any_reader_reads(clips: Path, tmp_path: Path, bundle: Bundle) -> None:
    report = finish(building(clips, tmp_path, bundle))
    assert report.items == 6  # the clip of 2.3 s makes two, and a rest too short
    assert report.items_by_split == ((Split.TRAIN, 6),)
    assert report.left_out == ()
    assert [name for name in shards(tmp_path) if name.endswith("tar")] == [f"train-0000{i}.tar" for i in range(3)]
    found = []
    for path in sorted(tmp_path.glob("*.tar")):
        with tarfile.open(path) as tar:  # an independent reader
            members = {member.name: tar.extractfile(member).read() for member in tar}  # type: ignore[union-attr]
        keys = [name.removesuffix(".json") for name in members if name.endswith(".json")]
        assert len(members) == 3 * len(keys)
        for key in keys:
            note = json.loads(members[f"{key}.json"])
            frames, sound = (np.load(io.BytesIO(members[f"{key}.{part}.npy"])) for part in ("frames", "sound"))
            assert (frames.shape, sound.shape) == ((2, 32), (32,))
            np.testing.assert_allclose(np.linalg.norm(np.vstack((frames, sound)), axis=1), 1, atol=1e-5)
            assert note["digest"] == hashlib.sha256((clips / note["name"]).read_bytes()).hexdigest()
            assert (note["clip_space"], note["clap_space"]) == ("tiny-clip", "tiny-clap")
            found.append((note["name"], note["start"]))
    assert sorted(found) == [
        ("a b/eins.mp4", "0"), ("a b/zwei.mov", "0"), ("drei.mp4", "0"), ("drei.mp4", "1"), ("vier.mkv", "0"),
        ("電影.mp4", "0"),
    ]  # fmt: skip
    manifest = json.loads((tmp_path / "cache.json").read_text(encoding="utf-8"))
    assert manifest["lock_digest"] == bundle.lock_digest


def test_what_is_no_use_is_listed_and_never_fatal(tmp_path: Path, bundle: Bundle) -> None:
    folder = tmp_path / "in"
    folder.mkdir()
    clip(folder / "good.mp4", 1)
    clip(folder / "silent.mp4", 1, level=0)
    clip(folder / "mute.mp4", 1, level=None)
    clip(folder / "short.mp4", 0.3)
    whole = (folder / "good.mp4").read_bytes()
    (folder / "cut off.mp4").write_bytes(whole[: len(whole) // 2])
    (folder / "empty.mp4").write_bytes(b"")
    (folder / "text.mkv").write_text("no video at all", encoding="utf-8")
    (folder / ".hidden.mp4").write_bytes(whole)
    (folder / "notes.txt").write_text("not looked at", encoding="utf-8")
    soundfile.write(folder / "alone.wav", np.zeros(48000), 48000)
    Image.new("RGB", (32, 32)).save(folder / "picture.png")
    report = finish(building(folder, tmp_path / "out", bundle))
    assert report.items == 1
    reasons = {left.name.partition(" at ")[0]: left.reason for left in report.left_out}
    assert reasons == {
        "silent.mp4": Reason.SILENT, "mute.mp4": Reason.NO_SOUND, "short.mp4": Reason.TOO_SHORT,
        "cut off.mp4": Reason.BROKEN, "empty.mp4": Reason.BROKEN, "text.mkv": Reason.BROKEN,
        "alone.wav": Reason.NO_PICTURE, "picture.png": Reason.NO_SOUND,
    }  # fmt: skip
    assert {found.reason: found.count for found in report.counts} == Counter(reasons.values())
    assert all(left.detail for left in report.left_out if left.reason is Reason.BROKEN)
    assert json.loads((tmp_path / "out" / "report.json").read_text(encoding="utf-8"))["items"] == 1
    with (tmp_path / "out" / "clips.csv").open(encoding="utf-8", newline="") as file:
        listed = list(csv.DictReader(file))
    assert Counter(row["use"] for row in listed) == Counter(left.reason for left in report.left_out) + Counter(used=1)
    [used] = [row for row in listed if row["use"] == "used"]
    assert (used["clip"], used["start"], used["seconds"]) == ("good.mp4", "0.000", "1.000")
    assert used["hits"].isdecimal()
    assert used["heard"] in {"", "speech", "music"}


# Interruptions


def test_interrupted_anywhere_the_next_run_makes_the_same_shards(clips: Path, tmp_path: Path, bundle: Bundle) -> None:
    finish(building(clips, tmp_path / "whole", bundle))
    expected = shards(tmp_path / "whole")
    steps = len(list(building(clips, tmp_path / "counted", bundle)))
    out = tmp_path / "killed"
    for stop in range(1, steps, 3):
        run = building(clips, out, bundle)
        for _ in range(stop):
            if next(run, None) is None:
                break
        run.close()
        assert not list(out.glob("*partial*"))
    report = finish(building(clips, out, bundle))
    assert shards(out) == expected
    assert report.resumed >= 1
    assert finish(building(clips, out, bundle)).resumed == 3


def test_a_shard_that_was_cut_off_or_lost_its_note_is_made_again(clips: Path, tmp_path: Path, bundle: Bundle) -> None:
    finish(building(clips, tmp_path, bundle))
    expected = shards(tmp_path)
    with (tmp_path / "train-00000.tar").open("r+b") as file:
        file.truncate(3000)
    (tmp_path / "train-00002.json").unlink()
    assert finish(building(clips, tmp_path, bundle)).resumed == 1
    assert shards(tmp_path) == expected


def test_a_folder_with_another_cache_is_left_alone(clips: Path, tmp_path: Path, bundle: Bundle) -> None:
    finish(building(clips, tmp_path / "out", bundle))
    before = shards(tmp_path / "out")
    with refusing("made with other settings"):
        finish(building(clips, tmp_path / "out", bundle, replace(SMALL, frames=1)))
    shutil.copytree(clips / "a b", tmp_path / "fewer")
    with refusing("another list of files"):
        finish(building(tmp_path / "fewer", tmp_path / "out", bundle))
    with refusing("other weights"):
        finish(building(clips, tmp_path / "out", replace(bundle, lock_digest="0" * 64)))
    assert shards(tmp_path / "out") == before


def test_two_runs_do_not_write_one_folder(clips: Path, tmp_path: Path, bundle: Bundle) -> None:
    first = building(clips, tmp_path, bundle)
    next(first)
    with refusing("being written by another run"):
        finish(building(clips, tmp_path, bundle))
    first.close()
    assert finish(building(clips, tmp_path, bundle)).items == 6


def test_a_full_disk_is_said_and_what_is_done_stays(
    clips: Path, small_disk: Callable[[str], Path], bundle: Bundle
) -> None:
    disk = small_disk("24k")
    with pytest.raises(OutputError, match="The disk is full while writing train-0000"):
        finish(building(clips, disk, bundle))
    assert not list(disk.glob("*partial*"))
    subprocess.run(["mount", "-o", "remount,size=1m", str(disk)], check=True)
    report = finish(building(clips, disk, bundle))
    assert (report.items, report.resumed) == (6, 1)


# Lists


def write_rows(path: Path, rows: Sequence[Sequence[object]]) -> Path:
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows(rows)
    return path


def test_vggsounds_list_with_its_splits(tmp_path: Path, bundle: Bundle) -> None:
    clip(tmp_path / "-aBc_000030.mp4", 2)
    clip(tmp_path / "whole.mp4", 3, seed=1)
    clip(tmp_path / "x_7000_17000.mkv", 1, seed=2)
    rows = [
        ("-aBc", 30, "dog barking", "train"),
        ("whole", 2, "rain, falling", "test"),
        ("x", 7, "", "validation"),
        ("gone", 1, "a door", "train"),
        ("whole", 60, "past its end", "train"),
    ]
    listed = write_rows(tmp_path / "vggsound.csv", rows)
    report = finish(build_cache(read_sources(listed), SMALL, tmp_path / "out", bundle, Runtime(), PLUGINS, workers=1))
    assert dict(report.items_by_split) == {Split.TRAIN: 1, Split.VALIDATION: 1, Split.TEST: 1}
    assert report.unlabelled == 1
    assert {left.name: left.reason for left in report.left_out} == {
        "gone_000001": Reason.MISSING, "whole_000060": Reason.TOO_SHORT
    }  # fmt: skip
    [test] = read_shard(tmp_path / "out" / "test-00000.tar")
    assert (test.note.name, test.note.label, str(test.note.start)) == ("whole_000002", "rain, falling", "2")
    [train] = read_shard(tmp_path / "out" / "train-00000.tar")
    assert train.note.start == 0  # a clip that was cut already is used from its start
    heading = write_rows(tmp_path / "with heading.csv", [("id", "start", "label", "split"), *rows])
    assert read_sources(heading) == read_sources(listed)
    assert read_sources(listed, clips=tmp_path) == read_sources(listed)


@pytest.mark.parametrize(
    ("rows", "match"),
    [
        ([("a", 1, "x", "train"), ("a", 1, "x", "test")], "a_000001 both in train and in test"),
        ([("a", 1, "x", "")], "line 1, gives the split ''"),
        ([("a", 1, "x")], "line 1, is not id,start,label,split"),
        ([("a", "soon", "x", "train")], "line 1, is not id,start,label,split"),
        ([], "names nothing"),
        ([("image", "sound")], "names nothing"),
        ([("image", "sound"), ("a.png", "")], "line 2, lacks a picture or a sound"),
        ([("image", "sound", "split"), ("a.png", "a.wav", "dev")], "line 2, gives the split 'dev'"),
    ],
)
def test_lists_that_are_none(rows: list[tuple[object, ...]], match: str, tmp_path: Path) -> None:
    with refusing(match):
        read_sources(write_rows(tmp_path / "list.csv", rows))


def test_pairs_of_picture_and_sound(tmp_path: Path, bundle: Bundle) -> None:
    Image.new("RGB", (40, 30), "green").save(tmp_path / "frog.png")
    noise = np.random.default_rng(0).standard_normal((30000, 2)) * 0.1
    soundfile.write(tmp_path / "croak.flac", noise, 16000)
    soundfile.write(tmp_path / "nothing.wav", np.zeros(0), 16000)
    clip(tmp_path / "pond.mp4", 1)
    rows = [
        ("image", "sound", "name", "split", "usable"),
        ("frog.png", "croak.flac", "a frog", "train", "yes"),
        ("pond.mp4", "croak.flac", "a pond", "test", "yes"),
        ("frog.png", "pond.mp4", "the sound of a video", "train", "yes"),
        ("frog.png", "gone.wav", "", "train", "yes"),
        ("frog.png", "nothing.wav", "", "train", "yes"),
        ("frog.png", "croak2.flac", "", "train", "no"),
    ]
    sources = read_sources(write_rows(tmp_path / "pairs.csv", rows))
    report = finish(build_cache(sources, SMALL, tmp_path / "out", bundle, Runtime(), PLUGINS))
    assert dict(report.items_by_split) == {Split.TRAIN: 2, Split.TEST: 1}
    assert Counter(left.reason for left in report.left_out) == {
        Reason.MISSING: 1, Reason.UNUSABLE: 1, Reason.TOO_SHORT: 1
    }  # fmt: skip
    items = [item for path in sorted((tmp_path / "out").glob("*.tar")) for item in read_shard(path)]
    assert {item.note.label for item in items} == {"a frog", "a pond", "the sound of a video"}
    assert {item.note.label: len(item.frames) for item in items} == {
        "a frog": 1, "a pond": 2, "the sound of a video": 1
    }  # fmt: skip
    assert all(item.note.duration == 1 for item in items)
    for item in items:
        paths = [tmp_path / name for name in item.note.name.split(" + ")]
        digests = [hashlib.sha256(path.read_bytes()).hexdigest() for path in paths]
        assert list(item.note.parts) == digests
        assert item.note.digest == hashlib.sha256("".join(digests).encode()).hexdigest()


def test_nothing_to_encode(tmp_path: Path) -> None:
    with refusing("holds no video"):
        read_sources(tmp_path)
    with refusing("does not exist"):
        read_sources(tmp_path / "gone")


# Speech and music


class Spoken:
    """Text becomes a vector by the kind of thing it is about."""

    clap_space, width = "x", 3

    def embed_text(self, texts: Sequence[str]) -> np.ndarray:
        rows = [
            [any(word in text for word in words) for words in (("speech", "speak", "talk", "voice"), ("music", "song"))]
            for text in texts
        ]
        return unit(np.array([[*row, not any(row)] for row in rows], dtype=np.float32))

    def embed_sounds(self, sounds: Sequence[Sound]) -> np.ndarray:
        raise NotImplementedError


def test_speech_and_music_are_left_out_when_asked() -> None:
    audio: AudioEncoder = Spoken()
    labels = ("a dog", "rain", "speech in a hall")
    ears = SpeechAndMusic(audio, labels)
    speech, music, rain = (unit(np.array(row, np.float32)) for row in ((5, 1, 2), (1, 5, 2), (2, 2, 5)))
    assert [ears.hear(sound) for sound in (speech, music, rain)] == [Reason.SPEECH, Reason.MUSIC, None]


def test_the_bundles_ears_are_asked(clips: Path, tmp_path: Path, bundle: Bundle) -> None:
    choosy = replace(SMALL, leave_out=(Reason.MUSIC, Reason.SPEECH))
    report = finish(building(clips, tmp_path, bundle, choosy))
    assert report.items + len(report.left_out) == 6  # random weights may hear anything
    assert {left.reason for left in report.left_out} <= {Reason.SPEECH, Reason.MUSIC}
    all_kept = finish(building(clips, tmp_path / "all", bundle))
    assert (all_kept.items, all_kept.speech + all_kept.music) == (6, len(report.left_out))
