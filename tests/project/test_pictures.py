"""What the pictures look like is kept as soon as a cut shows them: later they may be gone."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest

from v2a_plugin.media.encode import Encoding, write_clip
from v2a_plugin.model.errors import MediaError
from v2a_plugin.model.media import MediaFile
from v2a_plugin.model.progress import Progress, Steps, finish
from v2a_plugin.project import pictures
from v2a_plugin.project.folder import open_project
from v2a_plugin.project.pictures import load_signature
from v2a_plugin.testing.command import Command

EDL = """TITLE: Reel
FCM: NON-DROP FRAME
001  A001     V     C        10:00:01:00 10:00:02:00 01:00:00:00 01:00:01:00
002  A001     V     C        10:00:03:00 10:00:04:00 01:00:01:00 01:00:02:00
"""


PICTURES = np.random.default_rng(1).integers(0, 255, (4, 36, 64, 3), np.uint8).repeat(3, 1).repeat(3, 2)


def frame(second: int, number: int) -> np.ndarray:
    """A picture of its own for every second, which travels to the right."""
    return np.roll(PICTURES[second], 4 * number, axis=1)


@pytest.fixture
def rushes(tmp_path: Path) -> Path:
    """Four seconds from 10:00:00:00, and a cut that shows two of them."""
    frames = (frame(number // 25, number % 25) for number in range(100))
    finish(write_clip(tmp_path / "A001.mov", frames, Encoding(codec="mpeg4", timecode="10:00:00:00"), None, 100))
    (tmp_path / "reel.edl").write_text(EDL, encoding="utf-8")
    return tmp_path


def imported(rushes: Path, *more: str) -> Path:
    v2a = Command("cut", "import", rushes / "reel.edl", "--rate", "25", "--media", rushes, *more)
    told = v2a.json("--project", rushes / "reel")
    assert told["exit"] == 0
    return Path(told["project"])


def test_importing_a_cut_remembers_its_pictures(rushes: Path) -> None:
    with open_project(imported(rushes), write=False) as project:
        kept = load_signature(project.layout, project.links[0].fingerprint)
        assert kept is not None
        assert all(kept.covers(clip.region.span) for clip in project.timeline.picture)


def test_a_cut_put_into_an_empty_project_is_remembered_too(rushes: Path) -> None:
    path = imported(rushes, "--quick")
    with open_project(path, write=False) as project:
        assert load_signature(project.layout, project.links[0].fingerprint) is None
    assert imported(rushes, "--media", str(rushes)) == path
    with open_project(path, write=False) as project:
        assert load_signature(project.layout, project.links[0].fingerprint) is not None


def test_a_new_export_over_the_old_one_finds_its_shots(rushes: Path) -> None:
    """By what they look like alone: the old file is gone, and the new one has no timecode."""
    path = imported(rushes)
    (rushes / "A001.mov").unlink()
    frames = (frame(second, number) for second in (3, 1) for number in range(25))
    finish(write_clip(rushes / "A001.mov", frames, Encoding(codec="mpeg4"), None, 50))
    told = Command("cut", "conform").json(path, rushes / "A001.mov", "--dry-run")
    assert told["exit"] == 0
    found = {(one["old"], one["kind"]): Fraction(one["shift"]) for one in told["matches"]}
    assert found == {("Shot 1", "picture"): 1, ("Shot 2", "picture"): -1}
    assert told["unmatched"] == []


def test_a_file_that_cannot_be_decoded_is_named_and_passed_over(rushes: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(media: MediaFile, _spans: object) -> Steps[None]:
        yield Progress("looking", 0, 1)
        raise MediaError(f"{media.path.name} has no frame that can be decoded.")

    monkeypatch.setattr(pictures, "sign", refuse)  # FFmpeg shows something of every damaged file that opens at all
    v2a = Command("cut", "import", rushes / "reel.edl", "--rate", "25", "--media", rushes)
    assert v2a("--project", rushes / "reel") == 0
    assert "Note: A001.mov has no frame that can be decoded." in v2a.err
    with open_project(rushes / "reel.v2a", write=False) as project:
        assert len(project.timeline.picture) == 2
