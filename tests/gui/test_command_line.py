"""The panel holds nothing that the command line could not reach: each of its commands says what to type instead."""

from __future__ import annotations

from typing import Any

import pytest
import typer.main

from v2a_gui.commands import COMMANDS
from v2a_plugin.cli.app import app
from v2a_plugin.timeline.catalogue import EDITS

ONLY_LOOKS = {
    "play", "shuttle-back", "shuttle-on", "step-back", "step-on", "back-ten", "on-ten", "previous-shot", "next-shot",
    "previous-hit", "next-hit", "go-start", "go-end", "mark-in", "mark-out", "clear-marks", "loop", "play-around",
    "copy", "select-all", "deselect", "stop", "snap", "slip", "measure-latency", "match-loudness",
    "draw-alike", "zoom-in", "zoom-out", "zoom-fit", "palette", "source-timecode", "tool-names", "full-screen",
    "quit", "play-cue", "shortcuts", "guide", "cancel", "cancel-queued", "cancel-all", "pause-queue",
    "follow-playhead", "tracks-taller", "tracks-lower", "waves-taller", "waves-lower",
    *(f"audition-{number}" for number in range(1, 10)),
}  # fmt: skip
"""They move the view, the sound or the queue, and change nothing that is kept."""

TYPED = {
    "open": "project new", "open-folder": "project info", "open-sample": "project new", "save-as": "project copy",
    "conform": "cut conform", "export": "export", "preferences": "doctor", "undo": "project undo",
    "redo": "project redo", "cut-split": "edit split-at", "delete": "edit delete", "ripple-delete": "edit ripple-delete",
    "duplicate": "edit duplicate", "paste": "edit duplicate", "segment": "project shots mark",
    "generate": "project generate", "generate-all": "project generate", "split-shot": "project shots split",
    "merge-shots": "project shots merge", "rename-shot": "project shots rename",
    "find-shots-again": "project shots detect", "find-hits": "project hits", "tap": "edit add-event",
    "perform": "edit add-event", "follow": "project generate", "copy-settings": "project generate",
    "nudge-back": "edit nudge", "nudge-on": "edit nudge", "nudge-back-fine": "edit nudge",
    "nudge-on-fine": "edit nudge", "align-playhead": "project align", "align-hit": "project align",
    **{f"replace-{number}": "edit replace-take" for number in range(1, 10)}, "production": "edit production", "place-layer": "project place", "clear-guide": "edit clear-guide", "star": "edit star",
    "reject": "edit reject", "choose": "edit choose", "place": "edit place", "louder": "edit gain-by",
    "softer": "edit gain-by", "volume-point": "edit add-volume-point", "place-best": "project place",
    "add-marker": "edit add-marker", "markers": "project markers", "more-like-this": "project like", "edit-sound": "project edit-take",
    "vary-recording": "project generate", "next-seed": "project generate", "discard": "edit discard",
    "clear-shot": "project clear", "clear-takes": "project clear", "note": "edit note-take",
    "history": "project list", "use-settings": "project generate", "copy-recipe": "project recipe",
    "reveal": "project recipe", "library": "library search", "models": "models list", "plugins": "plugins",
}  # fmt: skip
"""What a person types instead; "edit …" is "project edit PROJECT …"."""


@pytest.mark.parametrize("command", [command.id for command in COMMANDS if command.id not in ONLY_LOOKS])
def test_every_command_that_changes_something_can_be_typed(command: str) -> None:
    words = TYPED[command].split()
    if words[0] == "edit":
        assert words[1] in EDITS
        words = ["project", "edit"]
    found: Any = typer.main.get_command(app)
    for word in words:
        found = found.commands[word]
    assert found.callback is not None


def test_no_command_is_said_to_be_two_things() -> None:
    assert not ONLY_LOOKS & TYPED.keys()
    assert ONLY_LOOKS | TYPED.keys() == {command.id for command in COMMANDS}
