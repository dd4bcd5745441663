"""Undo and redo to the beginning, across closing and opening."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Callable
from dataclasses import replace
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from v2a_plugin.model.errors import BadInput
from v2a_plugin.model.takes import RenderedTake
from v2a_plugin.model.timeline import Timeline
from v2a_plugin.project import ledger as room
from v2a_plugin.project.folder import create_project, open_project
from v2a_plugin.project.log import log_of
from v2a_plugin.timeline import edits, track_edits
from v2a_plugin.timeline.changes import Change, inverse
from v2a_plugin.timeline.placing import place

STEPS = st.lists(
    st.sampled_from(["place", "place", "gain", "move", "rename", "undo", "undo", "redo", "take", "open", "snapshot", "forget"]),
    max_size=25,
)  # fmt: skip


class Model:
    """A project beside every timeline it has had, closed and opened again all the time."""

    def __init__(self, folder: Path, shared: Shared, numbers: Any) -> None:
        self.folder, self.shared, self.numbers = folder, shared, numbers
        self.project = create_project(folder, shared.cut)
        self.region = shared.cut.picture[0].region
        self.project.add_take(shared.take(0), self.region)
        self.past, self.future = [self.project.timeline], list[Timeline]()

    def step(self, what: str, number: int) -> None:
        project = self.project
        if what == "take":
            project.add_take(self.shared.take(number + 1), self.region)
            takes = project.timeline.takes  # they arrive in every timeline, past and to come
            self.past = [replace(each, takes=takes) for each in self.past]
            self.future = [replace(each, takes=takes) for each in self.future]
        elif what == "undo":
            assert (project.undo() is not None) == (len(self.past) > 1)
            if len(self.past) > 1:
                self.future.append(self.past.pop())
        elif what == "redo":
            assert (project.redo() is not None) == bool(self.future)
            if self.future:
                self.past.append(self.future.pop())
        elif what == "open":
            project.close()
            self.project = open_project(self.folder)
            assert self.project.notes == []
        elif what == "snapshot":
            project.snapshot()
        elif what == "forget":
            project.forget_history()
            self.past, self.future = self.past[-1:], []
        elif change := self.edit(what):
            self.past.append(project.do(change))
            self.future = []
        assert self.project.timeline == self.past[-1]
        assert (self.project.can_undo, self.project.can_redo) == (len(self.past) > 1, bool(self.future))

    def edit(self, what: str) -> Change:
        timeline, numbers = self.project.timeline, self.numbers
        cues = [cue for track in timeline.tracks for cue in track.cues]
        if what == "rename":
            return track_edits.rename_timeline(timeline, f"Name {numbers.randrange(3)}")
        if what == "place" or not cues:
            track = numbers.choice(timeline.tracks)
            end = max((cue.end for cue in track.cues), default=Fraction(-5))
            take = numbers.choice(timeline.takes).id
            return place(timeline, take, track.id, start=end + Fraction(numbers.randrange(9), 7))
        if what == "gain":
            return edits.gain(timeline, numbers.choice(cues).id, numbers.uniform(-20, 6))
        return edits.nudge(timeline, [cue.id for cue in cues], Fraction(numbers.randrange(-9, 9), 3))

    def back_and_forth(self) -> None:
        while self.past[1:]:
            self.step("undo", 0)
        self.step("undo", 0)
        self.step("open", 0)
        while self.future:
            self.step("redo", 0)
        self.step("redo", 0)


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=STEPS, numbers=st.randoms(use_true_random=False))
def test_any_edits_undone_and_redone_across_opening(steps: list[str], numbers: Any, shared: Shared) -> None:
    folder = Path(tempfile.mkdtemp(dir=shared.home)) / "film.v2a"
    model = Model(folder, shared, numbers)
    try:
        for number, what in enumerate(steps):
            model.step(what, number)
        model.back_and_forth()
    finally:
        model.project.close()
        shutil.rmtree(folder.parent)


class Shared:
    """What all examples begin with."""

    def __init__(self, home: Path, make_take: Any) -> None:
        self.home = home
        self.cut = make_take.__globals__["_cut"]()
        self.take: Callable[[int], RenderedTake] = lambda seed: make_take(self.cut.picture[0].region, seed)


@pytest.fixture
def shared(tmp_path_factory: pytest.TempPathFactory, request: pytest.FixtureRequest) -> Shared:
    return Shared(tmp_path_factory.mktemp("history"), request.getfixturevalue("make_take"))


def test_undo_and_redo_may_be_given_as_changes(folder: Path) -> None:
    with open_project(folder) as project:
        one = track_edits.rename_timeline(project.timeline, "One")
        project.do(one)
        two = track_edits.rename_timeline(project.timeline, "Two")
        project.do(two)
        with pytest.raises(BadInput, match=r"'Rename.*' is not the last edit"):
            project.do(inverse(one))
        project.do(inverse(two))
        assert project.timeline.name == "One"
        with pytest.raises(BadInput, match="not the edit that was undone last"):
            project.do(inverse(inverse(one)))
        project.do(inverse(inverse(two)))
        assert project.timeline.name == "Two"
        assert [line.kind for line in log_of(project)] == ["redo", "undo", "edit", "edit", "begin"]
        assert [line.seq for line in log_of(project, 2)] == [4, 3]


def test_a_change_that_does_not_fit_leaves_nothing(folder: Path) -> None:
    with open_project(folder) as project:
        stale = track_edits.rename_track(project.timeline, "track-fx", "One")
        project.do(track_edits.rename_track(project.timeline, "track-fx", "Two"))
        before = (folder / "ops.jsonl").read_bytes()
        with pytest.raises(BadInput, match="another state of the timeline"):
            project.do(stale)
        assert (folder / "ops.jsonl").read_bytes() == before
        assert project.timeline.tracks[1].name == "Two"


def test_snapshots_are_written_by_themselves(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(room, "SNAPSHOT_EVERY", 10)
    with open_project(folder) as project:
        seen = set()
        for number in range(35):
            project.do(track_edits.rename_timeline(project.timeline, f"Name {number}"))
            seen.add((folder / "snapshot.json").read_text().splitlines()[0])
        assert seen == {'{"seq":0,', '{"seq":10,', '{"seq":20,', '{"seq":30,'}


@pytest.mark.skipif(not Path("/proc/self/fd").exists(), reason="needs /proc")
def test_what_is_acknowledged_has_reached_the_disk(
    folder: Path, make_take: Callable[..., RenderedTake], monkeypatch: pytest.MonkeyPatch
) -> None:
    """What a power cut would take away is what was not synced: the file, and the name of a new file in its folder."""
    synced: list[str] = []
    honest = os.fsync

    def noted(descriptor: int) -> None:
        path = Path(f"/proc/self/fd/{descriptor}").readlink()
        synced.append(path.suffix if path.name.startswith(".") else path.name)
        honest(descriptor)

    with open_project(folder) as project:
        region = project.timeline.picture[0].region
        monkeypatch.setattr(os, "fsync", noted)
        project.do(track_edits.rename_timeline(project.timeline, "Synced"))
        assert synced == ["ops.jsonl"]
        synced.clear()
        project.add_take(make_take(region), region)
        assert synced == [folder.name, ".wav", "takes", ".json", "takes", "ops.jsonl"]
        synced.clear()
        project.snapshot()
        assert synced == [".json", folder.name]
    synced.clear()
    create_project(folder.with_name("new.v2a"), project.timeline).close()
    assert synced[:4] == ["ops.jsonl", ".json", ".partial", folder.parent.name]
