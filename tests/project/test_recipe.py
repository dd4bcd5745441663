"""`v2a project recipe`: how a take was made, and where it is."""

from __future__ import annotations

from pathlib import Path

from tests.project.conftest import MakeTake
from v2a_plugin.model.timeline import Timeline
from v2a_plugin.project.folder import open_project
from v2a_plugin.testing.command import Command


def test_a_take_tells_how_it_was_made(v2a: Command, folder: Path, cut: Timeline, make_take: MakeTake) -> None:
    made = make_take(cut.picture[0].region, 3)
    with open_project(folder, without_media=True) as project:
        project.add_take(made, cut.picture[0].region)
    told = v2a.json("recipe", folder, made.take.id)
    assert (told["exit"], told["take"], told["recipe"]["seed"]) == (0, made.take.id, 3)
    assert Path(told["file"]).is_file()
    assert v2a("recipe", folder, made.take.id) == 0
    assert "seed 3, bundle mini" in v2a.out
    assert v2a("recipe", folder, "nobody") == 2
    assert "There is no take nobody" in v2a.err
