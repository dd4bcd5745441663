"""The event that tells plugins of a cue."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from pathlib import Path
from types import ModuleType
from typing import TypeAlias

import pytest

from v2a_hooks import hookimpl
from v2a_plugin.model.timeline import Cue, Timeline, Track
from v2a_plugin.plugins.facade import load_plugins
from v2a_plugin.project.folder import create_project
from v2a_plugin.testing.command import Command
from v2a_plugin.testing.exchange import CASES, rich_cut
from v2a_plugin.timeline.changes import apply, group, inverse
from v2a_plugin.timeline.edits import move, split
from v2a_plugin.timeline.placing import cues_placed, place


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
    plugins.cue_placed(timeline, after, placed)
    assert heard == [f"{track.name}: {take}"] * 2
    assert [failure.name for failure in plugins.failures] == ["broken"]
    moved = move(after, after.tracks[2].cues[1].id, start=Fraction(40))
    plugins.cue_placed(after, apply(moved, after), moved)
    plugins.cue_placed(after, timeline, inverse(placed))
    assert len(heard) == 2


Commands: TypeAlias = "Callable[[Command, Path, str, str], list[str]]"


def by_place(v2a: Command, cut: Path, take: str, track: str) -> list[str]:
    done = v2a.json("place", cut, take, "--track", track, "--at", "20s", "--without-media")
    return list(done["cues"])


def by_edit(v2a: Command, cut: Path, take: str, track: str) -> list[str]:
    cue = v2a.json("list", cut, "cues")["cues"][0]["cue"]["id"]
    done = v2a.json("edit", cut, "duplicate", cue, "30s", track, "--without-media")
    return list(done["added"])


@pytest.mark.parametrize("way", [by_place, by_edit])
def test_whatever_command_places_a_cue_plugins_are_told_once(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, way: Commands
) -> None:
    placed: list[str] = []
    plugin = ModuleType("listener")
    plugin.cue_placed = hookimpl(lambda cue: placed.append(cue.id))  # type: ignore[attr-defined]
    monkeypatch.setattr("v2a_plugin.project.project.load_plugins", lambda: load_plugins([plugin]))
    request = rich_cut(CASES[2])
    create_project(tmp_path / "cut.v2a", request.timeline, ()).close()
    v2a = Command("project")
    cues = way(v2a, tmp_path / "cut.v2a", request.timeline.takes[0].id, request.timeline.tracks[2].id)
    assert placed == cues
    assert len(placed) == 1
    assert v2a("undo", tmp_path / "cut.v2a", "--without-media") == 0
    assert v2a("redo", tmp_path / "cut.v2a", "--without-media") == 0
    assert len(placed) == 1


def test_a_cue_that_is_cut_in_two_or_moved_to_another_track_is_not_placed() -> None:
    timeline = rich_cut(CASES[2]).timeline
    cue = next(cue for track in timeline.tracks for cue in track.cues if not cue.lock)
    halves = split(timeline, cue.id, (cue.span.start + cue.span.end) / 2)
    assert cues_placed(timeline, apply(halves, timeline), halves) == ()
    moved = move(timeline, cue.id, start=Fraction(90), track=timeline.tracks[2].id)
    assert cues_placed(timeline, apply(moved, timeline), moved) == ()
