"""`v2a project edit` and `shots`: whatever the panel can do to a cut, from the command line."""

from __future__ import annotations

import ast
from fractions import Fraction
from pathlib import Path
from types import ModuleType

import pytest

from tests.project.conftest import MakeTake
from v2a_plugin.model.time import Timecode
from v2a_plugin.model.timeline import Timeline
from v2a_plugin.project.folder import open_project
from v2a_plugin.testing.command import Command
from v2a_plugin.timeline import (
    clearing,
    edits,
    guide_edits,
    many_edits,
    marker_edits,
    ripple,
    shot_edits,
    take_edits,
    track_edits,
)
from v2a_plugin.timeline.catalogue import EDITS


def cut_of(film: Path) -> Timeline:
    with open_project(film, write=False) as project:
        return project.timeline


def shots_of(film: Path) -> list[tuple[str, float]]:
    return [(clip.region.name, float(clip.record)) for clip in cut_of(film).picture]


def with_takes(film: Path, take: MakeTake, shot: int = 1, count: int = 2) -> list[str]:
    with open_project(film) as project:
        region = project.timeline.picture[shot].region
        project.add_takes([take(region, seed) for seed in range(count)], region)
        return [kept.id for kept in project.timeline.takes if kept.region == region.id]


@pytest.mark.parametrize(
    "module", [clearing, edits, guide_edits, many_edits, marker_edits, ripple, shot_edits, take_edits, track_edits]
)
def test_every_edit_there_is_has_a_name(module: ModuleType) -> None:
    """A new function that makes a change is on the command line, or another one does its work there."""
    named = {edit.make for edit in EDITS.values()}
    elsewhere = {
        "set_guide", "tap",  # the panel
        "add_markers", "replace_hits", "show_shots", "recut_shots", "set_picture",  # hits, new, detect, conform
        "add_takes", "remove_takes",  # generate, discard
        "clear_but_favourites",  # clear
        "set_shot_settings",  # the options of generate
        "together", "paste", "duplicate_all", "ripple_delete",  # of the edits here: duplicate, ripple-delete
    }  # fmt: skip
    tree = ast.parse(Path(str(module.__file__)).read_text(encoding="utf-8"))
    makers = [
        node.name
        for node in tree.body
        if isinstance(node, ast.FunctionDef)
        and not node.name.startswith("_")
        and isinstance(node.returns, ast.Name)
        and node.returns.id == "Change"
    ]
    assert makers
    assert [name for name in makers if name not in elsewhere and getattr(module, name) not in named] == []


def test_the_list_of_edits_says_how_each_is_written(v2a: Command) -> None:
    listed = v2a.json("edits")["edits"]
    assert [one["name"] for one in listed] == list(EDITS)
    assert all(one["summary"] for one in listed)
    assert {one["name"]: one["usage"] for one in listed}["fade"] == ("fade CUES EDGE LENGTH [shape=equal-power|linear]")


def test_shots_are_split_merged_named_and_marked(v2a: Command, film: Path) -> None:
    before = shots_of(film)
    done = v2a.json("shots", "split", film, "10:00:01:10")
    assert (done["exit"], done["change"], len(done["added"])) == (0, "Split shot", 1)
    assert shots_of(film)[1:3] == [("Shot 2", 1.0), ("Shot 2A", 1.4)]
    assert v2a("shots", "merge", film, "2", "Shot 2A") == 0
    assert shots_of(film) == before
    assert v2a("shots", "rename", film, 3, "Porch") == 0
    assert shots_of(film)[2] == ("Porch", 2.0)
    assert v2a("shots", "mark", film, "3.2", "3.6", "--name", "Door") == 0
    assert shots_of(film)[3:] == [("Shot 4", 3.0), ("Door", 3.2), ("Shot 4 (after)", 3.6)]
    assert [one["name"] for one in v2a.json("shots", "list", film)["regions"]][4] == "Door"
    for _ in range(4):
        assert v2a("undo", film) == 0
    assert shots_of(film) == before


def test_cuts_that_were_merged_away_are_found_again(v2a: Command, film: Path) -> None:
    first = cut_of(film).picture[0].region.id
    assert v2a("shots", "merge", film, 1, 2, 3, 4) == 0
    found = v2a.json("shots", "detect", film, "--sensitivity", 0.5, "--shortest", "10f")
    assert (found["exit"], found["more"], len(found["added"])) == (0, 3, 3)
    assert found["detector"] == "adaptive"
    assert [clip.record for clip in cut_of(film).picture] == [0, 1, 2, 3]
    assert cut_of(film).picture[0].region.id == first
    assert v2a.json("undo", film)["change"] == "Undo Find shots again"
    assert len(cut_of(film).picture) == 1
    assert v2a.json("shots", "detect", film, "--shortest", "90f")["more"] == 0


def test_a_cue_goes_through_every_kind_of_edit(v2a: Command, film: Path, make_take: MakeTake) -> None:
    one, other = with_takes(film, make_take)
    [cue] = v2a.json("edit", film, "place", one)["added"]
    for arguments in (
        ("trim", cue, "start", "10:00:01:05"),
        ("trim", cue, "end", "1.8"),
        ("slip", cue, "-2f"),
        ("nudge", cue, "by=-0.1"),
        ("gain", "all", "-6"),
        ("gain-by", cue, "1.5"),
        ("fade", cue, "end", "3f", "shape=linear"),
        ("rename", cue, "Door = shut"),
        ("category", cue, "FOLYFeet"),
        ("lock", cue),
    ):
        assert v2a.json("edit", film, *arguments)["exit"] == 0, (arguments, v2a.out)
    [placed] = [cue for track in cut_of(film).tracks for cue in track.cues]
    assert (float(placed.start), float(placed.end)) == (1.1, 1.7)
    assert placed.trim.start == Fraction(1, 5) - Fraction(2, 25)
    assert (placed.gain_db, placed.name, placed.category, placed.lock) == (-4.5, "Door = shut", "FOLYFeet", True)
    assert (float(placed.fade_out.length), placed.fade_out.shape.value) == (0.12, "linear")
    assert v2a("edit", film, "delete", cue) == 2
    assert "locked" in v2a.err
    assert v2a("edit", film, "lock", cue, "off") == 0
    assert v2a("edit", film, "split-at", "1.4") == 0
    assert sum(len(track.cues) for track in cut_of(film).tracks) == 2
    assert v2a("edit", film, "next-take", cue) == 0
    assert v2a("edit", film, "ripple-delete", "all") == 0
    assert sum(len(track.cues) for track in cut_of(film).tracks) == 0
    assert v2a("edit", film, "choose", "Shot 2", other) == 0
    assert cut_of(film).picture[1].chosen == other
    assert v2a("edit", film, "star", one) == 0
    assert v2a("edit", film, "reject", other, "off") == 0
    assert v2a.out.strip() == "Nothing to do."
    assert v2a("edit", film, "note-take", one, "like this") == 0
    [kept] = [kept for kept in cut_of(film).takes if kept.id == one]
    assert (kept.star, kept.note) == (True, "like this")


def test_tracks_markers_and_the_head_of_the_cut(v2a: Command, film: Path) -> None:
    [track] = v2a.json("edit", film, "add-track", "props", "name=Keys", "index=0")["added"]
    [marker] = v2a.json("edit", film, "add-marker", "10:00:02:00", "Slam")["added"]
    for arguments in (
        ("mute-track", "keys"), ("solo-track", track), ("track-gain", "Keys", "-3"), ("pan-track", "Keys", "-1"),
        ("move-track", "Keys", "2"), ("rename-track", "Keys", "Chains"), ("track-kind", "Chains", "fx"),
        ("move-marker", marker, "2.5"), ("note-marker", marker, "note=loud"), ("rename-cut", "Reel 2"),
        ("start-timecode", "01:00:00:00"),
    ):  # fmt: skip
        assert v2a.json("edit", film, *arguments)["exit"] == 0, (arguments, v2a.out)
    cut = cut_of(film)
    chains = cut.tracks[2]
    assert (chains.id, chains.name, chains.kind.value) == (track, "Chains", "fx")
    assert (chains.mute, chains.solo, chains.gain_db, chains.pan) == (True, True, -3.0, -1.0)
    assert (cut.name, cut.start) == ("Reel 2", Timecode.parse("01:00:00:00", cut.rate))
    [line] = v2a.json("list", film, "markers")["markers"]
    assert (line["marker"]["id"], line["marker"]["note"], line["marker"]["at"]) == (marker, "loud", "5/2")
    assert v2a("edit", film, "remove-markers", "all") == 0
    assert cut_of(film).markers == ()
    assert v2a("edit", film, "frame-rate", "23.976") == 0
    assert (cut_of(film).rate, str(cut_of(film).start)) == (Fraction(24000, 1001), "01:00:00:00")
    assert cut_of(film).tracks == cut.tracks
    assert v2a("edit", film, "frame-rate", "24.95") == 2
    assert "next to it: 24 and 25" in v2a.err


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (("edit", "{}", "trimm", "x"), "Did you mean 'trim'?"),
        (("edit", "{}", "trim", "cue-1"), "'trim' lacks edge (start|end). Write: trim CUE EDGE TO."),
        (("edit", "{}", "trim", "cue-1", "start", "1"), "There is no cue cue-1."),
        (("edit", "{}", "track-gain", "FX", "loud"), "'loud' is no number."),
        (("edit", "{}", "track-gain", "FX", "nan"), "'nan' is no number."),
        (("edit", "{}", "delete", "all"), "No cue was given."),
        (("edit", "{}", "add-track", "unmatched"), "'unmatched' is not one of feet, moves, props, ambience, fx."),
        (("edit", "{}", "add-marker", "soon", "x"), "'soon' is not a place in time."),
        (("edit", "{}", "mute-track", "FX", "on", "off"), "'off' is one argument too many."),
        (("edit", "{}", "mute-track", "FX", "track=FX"), "'track' was given twice."),
        (("edit", "{}", "ripple-cut", "1"), "'1' is no stretch of time."),
        (("shots", "split", "{}", "2"), "There is already a cut"),
        (("shots", "split", "{}", "99"), "There is no picture there."),
        (("shots", "merge", "{}", "1", "3"), "do not follow one another"),
        (("shots", "merge", "{}", "1"), "two shots or more"),
        (("shots", "rename", "{}", "9", "x"), "No shot is called '9'."),
        (("shots", "mark", "{}", "0", "1"), "The segment is the whole of Shot 1."),
        (("shots", "mark", "{}", "1", "1"), "has no length"),
        (("shots", "detect", "{}", "--detector", "adaptiv"), "Did you mean 'adaptive'?"),
        (("shots", "detect", "{}", "--shot", "9"), "has 4 shots"),
    ],
)
def test_what_cannot_be_done_is_one_sentence(
    v2a: Command, film: Path, arguments: tuple[str, ...], sentence: str
) -> None:
    before = cut_of(film)
    assert v2a(*(one.format(film) for one in arguments)) == 2
    assert sentence in v2a.err
    assert "Traceback" not in v2a.err
    assert cut_of(film) == before
    assert v2a.json(*(one.format(film) for one in arguments))["exit"] == 2


def test_a_copy_goes_on_by_itself(v2a: Command, film: Path, make_take: MakeTake, tmp_path: Path) -> None:
    with_takes(film, make_take)
    copied = v2a.json("copy", film, tmp_path / "other" / "Spät")
    assert Path(copied["path"]) == tmp_path / "other" / "Spät.v2a"
    assert v2a("edit", copied["path"], "rename-cut", "Spät") == 0
    assert (cut_of(film).name, cut_of(Path(copied["path"])).name) == ("farm", "Spät")
    assert cut_of(Path(copied["path"])).takes == cut_of(film).takes
    assert v2a("verify", copied["path"]) == 0
    assert v2a("copy", film, copied["path"]) == 2
    assert "exists already" in v2a.err
