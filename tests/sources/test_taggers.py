"""What a sound is heard as: names that are said only where they are likely to be right."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from v2a_plugin.model.errors import BundleError
from v2a_plugin.sources.taggers import HEAD, KINDS, Kind, KindTagger, read_tagger, write_tagger
from v2a_plugin.timeline.ucs_list import category_of_label, list_path
from v2a_resources import bundle_path

KINDS_OF_SOUND = (
    Kind("a pig grunting", "animals: farm", "animals"),
    Kind("a cow mooing", "animals: farm", "animals"),
    Kind("a dog barking", "animals: dog", "animals"),
    Kind("a door", "doors: wood", "doors"),
)


def tagger(least: float = 0.6) -> KindTagger:
    """One whose shares are the vector itself."""
    return KindTagger(KINDS_OF_SOUND, np.eye(4, dtype=np.float32), np.zeros(4, np.float32), least)


def said(*shares: float) -> list[tuple[str, float]]:
    vectors = np.log(np.array([shares], dtype=np.float32))
    return [(tag.label, round(tag.score, 3)) for tag in tagger().tags(vectors, 5)[0]]


def test_a_kind_that_is_sure_is_said_with_its_category() -> None:
    assert said(0.8, 0.1, 0.05, 0.05) == [("a pig grunting", 0.8), ("animals: farm", 0.9)]


def test_a_kind_that_is_called_as_its_category_is_said_once() -> None:
    one = KindTagger(
        (Kind("footsteps", "footsteps", "footsteps"),), np.ones((1, 1), np.float32), np.zeros(1, np.float32), 0.6
    )
    assert [tag.label for tag in one.tags(np.ones((1, 1), np.float32), 5)[0]] == ["footsteps"]


def test_what_is_sure_of_less_is_said_less_narrowly() -> None:
    assert said(0.5, 0.3, 0.1, 0.1) == [("animals: farm", 0.8)]
    assert said(0.3, 0.2, 0.4, 0.1) == [("animals", 0.9)]


def test_nothing_is_said_where_nothing_is_sure() -> None:
    assert said(0.3, 0.1, 0.15, 0.45) == []


def test_no_more_is_said_than_was_asked_for() -> None:
    assert len(tagger().tags(np.log(np.array([[0.8, 0.1, 0.05, 0.05]], dtype=np.float32)), 1)[0]) == 1


def test_a_tagger_is_read_as_it_was_written(tmp_path: Path) -> None:
    write_tagger(tagger(0.7), tmp_path)
    again = read_tagger(tmp_path, 4)
    assert (again.kinds, again.least) == (KINDS_OF_SOUND, 0.7)
    np.testing.assert_array_equal(again.weights, np.eye(4))


@pytest.mark.parametrize("harm", ["no head", "half a head", "no kinds", "another width", "a kind too few"])
def test_a_damaged_tagger_is_named(tmp_path: Path, harm: str) -> None:
    write_tagger(tagger(), tmp_path)
    head, kinds = tmp_path / HEAD, tmp_path / KINDS
    if harm == "no head":
        head.unlink()
    elif harm == "half a head":
        head.write_bytes(head.read_bytes()[:40])
    elif harm == "no kinds":
        kinds.unlink()
    elif harm == "a kind too few":
        kinds.write_text("\n".join(kinds.read_text(encoding="utf-8").splitlines()[:-1]), encoding="utf-8")
    with pytest.raises(BundleError, match=str(tmp_path)):
        read_tagger(tmp_path, 5 if harm == "another width" else 4)


def test_every_kind_that_ships_has_a_category_that_a_delivery_can_carry() -> None:
    for kind in read_tagger(bundle_path("mini") / "tagger", 128).kinds:
        for name in kind.names:
            assert category_of_label(name, list_path()) is not None, name
