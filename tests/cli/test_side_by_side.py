"""`v2a project generate --together`: several regions at a time, and what fails is named and alone rendered again."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

import pytest

from v2a_plugin.generation import pipeline, side_by_side
from v2a_plugin.generation.engine import Engine
from v2a_plugin.model.embeddings import VisualEmbedding
from v2a_plugin.model.errors import BadInput
from v2a_plugin.model.progress import Steps
from v2a_plugin.model.request import GenerateRequest
from v2a_plugin.project.folder import open_project
from v2a_plugin.testing.command import Command

SHORT = ("--bundle", "tiny", "--steps", "2", "--mapper-steps", "2", "--frames", "2", "--takes", "1", "--seed", "5")


@pytest.fixture
def film(four_shots: Path, tmp_path: Path) -> Path:
    """A project of four shots of two seconds."""
    assert Command()("project", "new", four_shots, "--out", tmp_path / "film") == 0
    return tmp_path / "film.v2a"


@pytest.mark.usefixtures("own_store")
@pytest.mark.parametrize("together", ["1", "3"])
def test_a_shot_that_fails_is_named_and_the_others_go_on(
    film: Path, v2a: Command, together: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    looked = pipeline.describe

    def describe(engine: Engine, request: GenerateRequest) -> Steps[VisualEmbedding | None]:
        if request.name == "Shot 2":
            raise BadInput("Shot 2 cannot be looked at.")
        return (yield from looked(engine, request))

    monkeypatch.setattr(pipeline, "describe", describe)
    monkeypatch.setattr(side_by_side, "describe", describe)
    made = v2a.json("project", "generate", film, *SHORT, "--handles", "0.2s", "--together", together)
    assert made["exit"] == 1
    assert [each["failed"] for each in made["regions"]] == [False, True, False, False]
    assert [len(each["takes"]) for each in made["regions"]] == [1, 0, 1, 1]
    assert made["regions"][1]["skipped"] == "Shot 2 cannot be looked at."
    assert "Shot 2 cannot be looked at. The others go on." in v2a.err
    with open_project(film, write=False) as project:
        lengths = {project.take(take.id).rendered.duration for take in project.timeline.takes}
        assert lengths == {Fraction(5, 2) if together == "3" else Fraction(12, 5)}


@pytest.mark.usefixtures("own_store")
def test_the_same_is_asked_for_again_and_only_what_lacks_is_rendered(film: Path, v2a: Command) -> None:
    assert v2a("project", "generate", film, *SHORT, "--together", "2", "--shot", "2-3") == 0, v2a.err
    made = v2a.json("project", "generate", film, *SHORT, "--together", "8")
    assert [each["skipped"] for each in made["regions"]] == ["", "has its takes", "has its takes", ""]
    with open_project(film, write=False) as project:
        clips = project.timeline.picture
        assert sorted(take.region for take in project.timeline.takes) == sorted(clip.region.id for clip in clips)


@pytest.mark.usefixtures("own_store")
def test_a_shot_that_is_alone_fails_with_its_own_sentence(film: Path, four_shots: Path, v2a: Command) -> None:
    for where in film.parent.glob("*.mp4"):
        where.unlink()
    assert v2a("project", "generate", film, *SHORT, "--shot", "1", "--together", "4", "--mapper", "no-such") == 2
    assert "no-such" in v2a.err
