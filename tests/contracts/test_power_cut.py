"""What a power cut would take: every folder and every renamed file of a command is on the disk when it ends."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.contracts.test_kills import commands, places, world
from v2a_plugin.testing.command import Command
from v2a_plugin.testing.loopback_hub import LoopbackHub

pytestmark = pytest.mark.soak


class Recorder:
    """What is entered into which folder, and which folders are synced afterwards, by inode."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.events: list[tuple[str, int, str]] = []
        for name in ("mkdir", "rename", "replace", "fsync"):
            monkeypatch.setattr(os, name, self._recording(name, getattr(os, name)))

    def _recording(self, name: str, real: Callable[..., Any]) -> Callable[..., Any]:
        def call(*given: Any, **options: Any) -> Any:
            result = real(*given, **options)
            if name == "fsync":
                self.events.append(("sync", os.fstat(given[0]).st_ino, ""))
            else:
                made = Path(os.fsdecode(given[0 if name == "mkdir" else 1])).absolute()
                self.events.append(("entry", made.parent.stat().st_ino, str(made)))
            return result

        return call

    def unsynced(self, below: Path) -> list[str]:
        """Entries that are still there, in folders that were not synced after them."""
        lost = []
        for number, (kind, folder, name) in enumerate(self.events):
            if kind != "entry" or not Path(name).exists() or not Path(name).is_relative_to(below):
                continue
            if "cache" in Path(name).parts:  # made again where it is gone
                continue
            if ("sync", folder) not in {(kind, inode) for kind, inode, _ in self.events[number:]}:
                lost.append(name)
        return lost


@pytest.mark.usefixtures("own_store")
def test_what_a_command_wrote_is_on_the_disk(
    v2a: Command, hub: LoopbackHub, models: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    at = tmp_path / "work"
    for name, place in (places(at, models, hub) | {"V2A_LIBRARIES": str(tmp_path / "libraries")}).items():
        monkeypatch.setenv(name, place)
    lost = {}
    for name, words in commands(*world(at, v2a, hub)).items():
        with monkeypatch.context() as patch:
            recorder = Recorder(patch)
            v2a(*words(at))
        if left := recorder.unsynced(at):
            lost[name] = left
    assert lost == {}
