"""The watched folder: what is put in comes back, whatever it is, and stopping it at any time loses nothing."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import replace
from fractions import Fraction
from pathlib import Path
from typing import Any, TypeAlias

import opentimelineio as otio
import pytest
import soundfile
from filelock import FileLock

from v2a_plugin.delivery.folder_lock import LOCK
from v2a_plugin.generation.engine import Engine, load_engine
from v2a_plugin.hosts import watching
from v2a_plugin.hosts.arriving import WatchOrder, work_on
from v2a_plugin.hosts.watching import BROKEN, WatchEvent, watch_folder
from v2a_plugin.hosts.working import default_settings
from v2a_plugin.model.config import Runtime
from v2a_plugin.model.errors import BadInput, NoSuchFile, OutputError
from v2a_plugin.model.progress import Steps, finish
from v2a_plugin.plugins.facade import load_plugins
from v2a_plugin.project.folder import open_project
from v2a_plugin.zoo.store import Store

MakeClip: TypeAlias = Callable[..., Path]
Watch: TypeAlias = Callable[..., list[WatchEvent]]

pytestmark = pytest.mark.usefixtures("own_store")
SETTLE = 0.1


@pytest.fixture(scope="module")
def engine(models: Path) -> Engine:
    patch = pytest.MonkeyPatch()
    patch.setenv("V2A_MODELS", str(models))
    try:
        return finish(load_engine(Store().open("tiny"), Runtime(), load_plugins(disabled=["*"])))
    finally:
        patch.undo()


@pytest.fixture
def order(engine: Engine) -> WatchOrder:
    settings = replace(default_settings(engine.bundle), steps=1, frames=1)
    return WatchOrder(settings, takes=2, handles="2f")


@pytest.fixture
def drop(tmp_path: Path) -> Path:
    """The watched folder."""
    (tmp_path / "drop ü").mkdir()
    return tmp_path / "drop ü"


@pytest.fixture
def out(tmp_path: Path) -> Path:
    return tmp_path / "out"


@pytest.fixture
def watch(drop: Path, out: Path, engine: Engine, order: WatchOrder) -> Watch:
    """Work on all that lies there; gives what became of it."""

    def watch(order: WatchOrder = order) -> list[WatchEvent]:
        events: list[WatchEvent] = []
        finish(watch_folder(drop, out, order, engine, events.append, settle=SETTLE, once=True))
        return events

    return watch


def leftovers(folder: Path) -> list[Path]:
    return [path for path in folder.rglob("*") if "partial" in path.name]


def test_a_clip_comes_back_as_takes_and_a_timeline(drop: Path, out: Path, watch: Watch, make_clip: MakeClip) -> None:
    make_clip("drop ü/Szene 1.mov", timecode="10:00:00:00")
    [event] = watch()
    assert (event.problem, event.folder) == ("", out / "Szene 1")
    timeline = event.folder / "otio" / "Szene 1.otio"
    cut = otio.adapters.read_from_file(str(timeline))
    assert [clip.name for clip in cut.video_tracks()[0].find_clips()] == ["Shot 1"]
    [sound] = [clip for track in cut.audio_tracks() for clip in track.find_clips()]
    assert (timeline.parent / sound.media_reference.target_url).is_file()
    takes = sorted(event.folder.glob("takes/*/take-*.wav"))
    assert len(takes) == 2
    assert {soundfile.info(take).frames for take in takes} == {48_000 + 2 * 2 * 1920}
    with open_project(event.folder / "Szene 1.v2a", write=False) as project:
        assert len(project.timeline.takes) == 2
        assert str(project.timeline.start) == "10:00:00:00"
    assert (drop / "Szene 1.mov").is_file()
    assert leftovers(out) == []


def test_a_cut_comes_back_in_the_editors_own_order(
    drop: Path, out: Path, watch: Watch, make_clip: MakeClip, order: WatchOrder
) -> None:
    """Its media may lie beside it; they are part of the cut and no clips of their own."""
    make_clip("drop ü/a.mov")
    make_clip("drop ü/b.mov", seconds=Fraction(6, 5))
    edl = (
        "TITLE: Rolle 1\nFCM: NON-DROP FRAME\n\n"
        "001  AX V C 00:00:00:05 00:00:00:15 01:00:00:00 01:00:00:10\n* FROM CLIP NAME: b.mov\n"
        "002  AX V C 00:00:00:00 00:00:00:20 01:00:00:10 01:00:01:05\n* FROM CLIP NAME: a.mov\n"
    )
    (drop / "Rolle 1.edl").write_text(edl)
    [event] = watch(replace(order, rate=Fraction(25)))
    assert event.problem == ""
    assert event.file.name == "Rolle 1.edl"
    with open_project(event.folder / "Rolle 1.v2a", write=False) as project:
        picture = project.timeline.picture
        assert [project.media_of(clip.region).path.name for clip in picture] == ["b.mov", "a.mov"]
        assert [clip.record for clip in picture] == [0, Fraction(10, 25)]
    assert [path.name for path in out.iterdir() if path.is_dir()] == ["Rolle 1"]
    assert watch(replace(order, rate=Fraction(25))) == []


def test_broken_files_move_aside_with_a_sentence_and_the_watch_goes_on(
    drop: Path, watch: Watch, make_clip: MakeClip
) -> None:
    make_clip("drop ü/gut.mov")
    (drop / "leer.mov").write_bytes(b"")
    (drop / "Müll.mp4").write_bytes(b"\x00\x01" * 5000)
    (drop / "halb.otio").write_text('{"OTIO_SCHEMA": "Timeline.1", "na')
    (drop / "bomb.xml").write_text('<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]><xmeml>&b;</xmeml>')
    (drop / "notiz.txt").write_text("kein Film")
    soundfile.write(drop / "nur ton.wav", [0.0] * 48_000, 48_000)
    events = {event.file.name: event for event in watch()}
    bad = {"leer.mov", "Müll.mp4", "halb.otio", "bomb.xml", "notiz.txt", "nur ton.wav"}
    assert events.keys() == {"gut.mov", *bad}
    assert {name for name, event in events.items() if event.problem} == bad
    for name in bad:
        sentence = (drop / BROKEN / f"{name}.txt").read_text(encoding="utf-8").strip()
        assert sentence == events[name].problem
        assert len(sentence) > 20
        assert "Traceback" not in sentence
        assert (drop / BROKEN / name).is_file()
    assert sorted(path.name for path in drop.iterdir()) == [BROKEN, "gut.mov"]
    assert watch() == []


def test_a_file_that_kills_its_reader_is_set_aside_and_not_tried_again(
    drop: Path, watch: Watch, make_clip: MakeClip, monkeypatch: pytest.MonkeyPatch
) -> None:
    deep = drop / "tief.otio"
    deep.write_text('{"OTIO_SCHEMA":"Timeline.1","metadata":' + 50_000 * '{"a":', encoding="utf-8")
    [event] = watch()
    assert event.problem.startswith("tief.otio ")
    aside = drop / "broken" / "tief.otio"
    assert aside.with_name("tief.otio.txt").read_text(encoding="utf-8") == f"{event.problem}\n"
    aside.rename(deep)  # put back as it was
    monkeypatch.setattr(subprocess, "run", lambda *_, **__: pytest.fail("it was read again"))
    assert watch() == []
    assert deep.is_file()


def test_a_file_of_which_the_program_dies_is_set_aside_after_the_second_time(
    drop: Path, watch: Watch, make_clip: MakeClip, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A death of the whole process, as a fault in a decoder is; other files are worked on all the same."""
    clip = make_clip("drop ü/a tödlich.mov")
    make_clip("drop ü/gut.mov")

    def dying(file: Path, *rest: Any) -> Steps[tuple[str, ...]]:
        if file.name == clip.name:
            os._exit(9)
        return (yield from work_on(file, *rest))

    monkeypatch.setattr(watching, "work_on", dying)
    for _ in range(2):
        child = os.fork()
        if not child:
            watch()
            os._exit(0)
        assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 9
    events = {event.file.name: event.problem for event in watch()}
    assert events == {"a tödlich.mov": "a tödlich.mov ended the program twice and is not tried again.", "gut.mov": ""}
    assert (drop / "broken" / "a tödlich.mov").is_file()


def test_a_second_broken_file_of_one_name_keeps_the_first(drop: Path, watch: Watch) -> None:
    for content in (b"1", b"22"):
        (drop / "x.mov").write_bytes(content)
        watch()
    kept = {path.name: path.read_bytes() for path in (drop / BROKEN).glob("*.mov")}
    assert kept == {"x.mov": b"1", "x 2.mov": b"22"}


def test_half_a_copy_is_not_touched(
    drop: Path, out: Path, engine: Engine, order: WatchOrder, make_clip: MakeClip, tmp_path: Path
) -> None:
    """A file that grows is left alone until it has been quiet for a while."""
    whole = make_clip("whole.mov").read_bytes()
    target = drop / "clip.mov"
    events: list[WatchEvent] = []
    steps = watch_folder(drop, out, order, engine, events.append, settle=0.5, once=True)
    with target.open("wb") as file:
        for start in range(0, len(whole), len(whole) // 6):
            file.write(whole[start : start + len(whole) // 6])
            file.flush()
            until = time.monotonic() + 0.3
            while time.monotonic() < until:
                assert next(steps).stage == "waiting for files"
            assert events == []
    finish(steps)
    assert [(event.file, event.problem) for event in events] == [(target, "")]


def test_hidden_and_unfinished_files_are_left_alone(drop: Path, watch: Watch) -> None:
    for name in (".DS_Store", "film.mov.part", "film.crdownload", "~lock.mov", "Thumbs.db"):
        (drop / name).write_bytes(b"x")
    (drop / "ordner").mkdir()
    assert watch() == []
    assert len(list(drop.iterdir())) == 6


def test_what_is_done_stays_done_and_a_new_version_is_new(
    drop: Path, out: Path, watch: Watch, make_clip: MakeClip
) -> None:
    make_clip("drop ü/a.mov")
    assert len(watch()) == 1
    made = {path: path.stat().st_mtime_ns for path in out.rglob("*.wav")}
    assert watch() == []
    assert {path: path.stat().st_mtime_ns for path in out.rglob("*.wav")} == made
    make_clip("drop ü/a.mov", seconds=Fraction(6, 5))
    [event] = watch()
    assert event.folder == out / "a 2"
    assert {path: path.stat().st_mtime_ns for path in out.rglob("*.wav") if "a 2" not in str(path)} == made


def test_stopped_half_way_it_goes_on_where_it_was(
    drop: Path, out: Path, engine: Engine, order: WatchOrder, watch: Watch, make_clip: MakeClip
) -> None:
    """Closing the steps is what Ctrl-C does: at every place, nothing half-written, and takes that were kept stay."""
    make_clip("drop ü/a.mov")
    make_clip("drop ü/b.mov", seconds=Fraction(6, 5))
    stages: list[str] = []
    for stop_after in range(1, 60, 7):
        steps = watch_folder(drop, out, order, engine, lambda event: None, settle=SETTLE, once=True)
        for count, progress in enumerate(steps):
            stages.append(progress.stage)
            if progress.stage != "waiting for files" and count > stop_after:
                break
        steps.close()
        assert leftovers(out) == []
    assert len(set(stages)) > 3
    watch()
    for name in ("a", "b"):
        with open_project(out / name / f"{name}.v2a", write=False) as project:
            assert len(project.timeline.takes) == 2  # none was made twice
        assert (out / name / "otio" / f"{name}.otio").is_file()
    assert watch() == []


def test_a_full_disk_ends_the_watch_and_leaves_the_file(
    drop: Path, out: Path, engine: Engine, order: WatchOrder, make_clip: MakeClip, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It is not the file's fault."""
    make_clip("drop ü/a.mov")

    def full(*_: object, **__: object) -> None:
        raise OutputError("The disk is full while writing a.", "Free some space.")

    monkeypatch.setattr("v2a_plugin.hosts.arriving.create_project", full)
    with pytest.raises(OutputError):
        finish(watch_folder(drop, out, order, engine, lambda event: None, settle=SETTLE, once=True))
    assert sorted(path.name for path in drop.iterdir()) == ["a.mov"]


def test_a_file_taken_away_meanwhile_is_forgotten(
    drop: Path, out: Path, engine: Engine, order: WatchOrder, make_clip: MakeClip
) -> None:
    make_clip("drop ü/a.mov")
    events: list[WatchEvent] = []
    steps = watch_folder(drop, out, order, engine, events.append, settle=SETTLE, once=True)
    for progress in steps:
        if progress.stage == "waiting for files":
            continue
        (drop / "a.mov").unlink()
        break
    finish(steps)
    assert not (drop / BROKEN).exists()


def test_what_cannot_be_watched_is_said(drop: Path, tmp_path: Path, engine: Engine, order: WatchOrder) -> None:
    def begin(folder: Path, out: Path, order: WatchOrder = order) -> None:
        finish(watch_folder(folder, out, order, engine, lambda event: None, settle=SETTLE, once=True))

    with pytest.raises(NoSuchFile):
        begin(tmp_path / "gone", tmp_path / "out")
    for inside in (drop, drop / "out"):
        with pytest.raises(BadInput, match="inside"):
            begin(drop, inside)
    with pytest.raises(BadInput, match="mlt"):
        begin(drop, tmp_path / "out", replace(order, formats=("mltt",)))
    (tmp_path / "out").mkdir(exist_ok=True)
    for place in (drop, tmp_path / "out"):  # as another watcher holds it
        with FileLock(place / LOCK), pytest.raises(OutputError, match="Another v2a"):
            begin(drop, tmp_path / "out")
    begin(drop, tmp_path / "out")
    assert not any((place / LOCK).exists() for place in (drop, tmp_path / "out"))


@pytest.mark.skipif(os.name == "nt", reason="sends POSIX signals")
def test_ctrl_c_on_the_command_is_clean(drop: Path, out: Path, models: Path, make_clip: MakeClip) -> None:
    """The real command in a process of its own: it prints what it did, and Ctrl-C ends it with 130."""
    make_clip("drop ü/a.mov")
    command = [sys.executable, "-c", "from v2a_plugin.cli import main; main()"]
    process = subprocess.Popen(
        [*command, "watch", str(drop), "--out", str(out), "--bundle", "tiny", "--takes", "1", "--settle", "0.1",
         "--device", "cpu", "--json"],
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env={**os.environ, "V2A_MODELS": str(models)},
    )  # fmt: skip
    assert process.stdout is not None
    try:
        event = json.loads(process.stdout.readline())
        process.send_signal(signal.SIGINT)
        said, complaint = process.communicate(timeout=60)
    finally:
        process.kill()
    assert (event["problem"], Path(event["folder"])) == ("", out / "a")
    assert process.returncode == 130, complaint
    assert "Traceback" not in complaint
    assert json.loads(said)["error"] == "cancelled"
    assert leftovers(out) == []
    shutil.rmtree(out)
