"""The event that tells plugins of a cue."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path
from types import ModuleType

import pytest

from v2a_hooks import hookimpl
from v2a_plugin.model.timeline import Cue, Timeline, Track
from v2a_plugin.plugins.facade import Plugins, load_plugins
from v2a_plugin.project.folder import create_project, open_project
from v2a_plugin.testing.command import Command
from v2a_plugin.testing.exchange import CASES, rich_cut
from v2a_plugin.timeline.changes import Change, apply, group, inverse
from v2a_plugin.timeline.edits import move
from v2a_plugin.timeline.placing import place


def listener(heard: list[str]) -> ModuleType:
    module = ModuleType("listener")

    def cue_placed(timeline: Timeline, track: Track, cue: Cue) -> None:
        assert track in timeline.tracks
        heard.append(f"{track.name}: {cue.take}" if cue in track.cues else "not there")

    module.cue_placed = hookimpl(cue_placed)  # type: ignore[attr-defined]
    return module


def broken() -> ModuleType:
    module = ModuleType("broken")
    module.cue_placed = hookimpl(lambda cue: 1 / len(cue.note))  # type: ignore[attr-defined]
    return module


def test_hook_cue_placed() -> None:
    heard: list[str] = []
    plugins = load_plugins([broken(), listener(heard)], disabled=[])
    timeline = rich_cut(CASES[2]).timeline
    take, track = timeline.takes[0].id, timeline.tracks[2]
    placed = group("Place", *(place(timeline, take, track.id, start=Fraction(at)) for at in (20, 30)))
    after = apply(placed, timeline)
    plugins.cue_placed(after, placed)
    assert heard == [f"{track.name}: {take}"] * 2
    assert [failure.name for failure in plugins.failures] == ["broken"]
    moved = move(after, after.tracks[2].cues[1].id, start=Fraction(40))
    plugins.cue_placed(apply(moved, after), moved)
    plugins.cue_placed(timeline, inverse(placed))
    assert len(heard) == 2


def test_placing_in_a_project_tells_plugins(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    told: list[tuple[Timeline, Change]] = []
    monkeypatch.setattr(Plugins, "cue_placed", lambda _self, timeline, change: told.append((timeline, change)))
    request = rich_cut(CASES[2])
    create_project(tmp_path / "cut.v2a", request.timeline, ()).close()
    v2a = Command("project")
    take = request.timeline.takes[0].id
    placed = v2a.json("place", tmp_path / "cut.v2a", take, "--track", "track-2", "--at", "20s", "--without-media")
    assert placed["exit"] == 0
    [(timeline, change)] = told
    assert [operation.after.id for operation in change.operations] == placed["cues"]  # type: ignore[union-attr]
    with open_project(tmp_path / "cut.v2a", write=False) as project:
        assert project.timeline == timeline
    assert v2a("undo", tmp_path / "cut.v2a", "--without-media") == 0
    assert len(told) == 1
