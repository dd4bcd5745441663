"""`v2a project between`, `like`, `mend` and `clear`, with a tiny bundle."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from v2a_plugin.media.encode import Encoding, write_clip
from v2a_plugin.model.progress import finish
from v2a_plugin.project.folder import open_project
from v2a_plugin.testing.command import Command


@pytest.mark.usefixtures("own_store")
def test_takes_from_takes_and_takes_that_go(tmp_path: Path) -> None:
    v2a = Command("project").json
    chance = np.random.default_rng(1)
    still = chance.integers(0, 256, (64, 96, 3), np.uint8)
    clip = finish(write_clip(tmp_path / "clip.mp4", (still for _ in range(25)), Encoding()))
    film = tmp_path / "film.v2a"
    assert v2a("new", clip, "--out", film)["exit"] == 0
    short = ("--bundle", "tiny", "--steps", 1, "--frames", 1, "--handles", "6f", "--device", "cpu")
    made = v2a("generate", film, "--takes", 2, "--seed", 5, *short)
    [one, other] = made["regions"][0]["takes"]

    way = v2a("between", film, one, other, "--position", 0.25, "--device", "cpu")
    assert way["exit"] == 0
    [middle] = way["takes"]
    near = v2a("like", film, one, "--takes", 1, "--device", "cpu")
    assert len(near["takes"]) == 1
    assert v2a("mend", film, one, "--device", "cpu")["exit"] == 2
    assert v2a("mend", film, one, "--keep", "0.5", "--device", "cpu")["exit"] == 2
    mended = v2a("mend", film, one, "--keep", "0-0.5", "--extend", "5f", "--seed", 3, "--device", "cpu")
    with open_project(film) as project:
        old, new = project.sound(one), project.sound(mended["takes"][0])
        assert len(new) == len(old) + 9600
        assert np.array_equal(new.samples[:, : 11_520 + 24_000], old.samples[:, : 11_520 + 24_000])
        recipe = project.take(middle).recipe
        assert recipe.between is not None
        assert recipe.between.position == 0.25
        assert len(project.timeline.takes) == 5
    assert v2a("between", film, one, "nothing", "--device", "cpu")["exit"] != 0

    assert v2a("place", film, middle)["exit"] == 0
    assert v2a("clear", film)["change"] == "Clear all but favourites"
    with open_project(film) as project:
        assert [take.id for take in project.timeline.takes] == [middle]
    v2a("undo", film)
    with open_project(film) as project:
        assert len(project.timeline.takes) == 5
