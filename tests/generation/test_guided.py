"""Takes along a guide, from the engine: made again bit for bit, ranked by both, named in JSON."""

from __future__ import annotations

import dataclasses
from fractions import Fraction

import numpy as np
import pytest

from v2a_plugin.generation.engine import Engine
from v2a_plugin.generation.pipeline import propose
from v2a_plugin.generation.requests import repeat
from v2a_plugin.mapper.prompts import condition, read_words
from v2a_plugin.model.embeddings import unit
from v2a_plugin.model.errors import BadInput
from v2a_plugin.model.guide import EnergyCurve, Guide, GuideEvent, GuideOrigin, Sync
from v2a_plugin.model.progress import finish
from v2a_plugin.model.recipe import Recipe, Settings
from v2a_plugin.model.request import GenerateRequest
from v2a_plugin.model.serial import from_json, to_json
from v2a_plugin.model.sound import Sound
from v2a_plugin.model.takes import Take
from v2a_plugin.model.time import Span
from v2a_plugin.sources.ranking import both, score

F = Fraction
EVENTS = (GuideEvent(F(1, 4)), GuideEvent(F(2, 3), 0.5), GuideEvent(F(6, 5), 0.8))
GUIDES = {
    "events": Guide(GuideOrigin.TAPS, F(3, 2), EVENTS),
    "curve": Guide(GuideOrigin.SOUND, F(1), curve=EnergyCurve(F(10), (0.0, 0.4, 1.0, 0.3))),
    "for strikes": Guide(GuideOrigin.PICTURE, F(3, 2), EVENTS, for_strikes=True),
    "both": Guide(GuideOrigin.PICTURE, F(3, 2), EVENTS, EnergyCurve(F(10), (0.2, 1.0, 0.3))),
}


def asked(guide: Guide | None, **knobs: object) -> GenerateRequest:
    settings = Settings(prompt="rain", steps=2, guidance=2.0, **knobs)  # type: ignore[arg-type]
    span = Span(F(0), F(3, 2))
    return GenerateRequest("Words", None, span, F(25), settings, seed=5, takes=3, handle=F(1, 5), guide=guide)


@pytest.mark.parametrize("name", GUIDES)
@pytest.mark.parametrize("knobs", [{}, {"sync": Sync.LOOSE, "bed": -12.0}], ids=["strict", "loose"])
def test_a_take_along_a_guide_is_made_again_bit_for_bit(engine: Engine, name: str, knobs: dict[str, object]) -> None:
    takes = finish(propose(engine, asked(GUIDES[name], **knobs)))
    assert [item.take.score for item in takes] == sorted((item.take.score for item in takes), reverse=True)
    assert len({item.take.digest for item in takes}) == 3
    one = takes[1]
    assert len(one.sound) == 48_000 * 19 // 10
    recipe = from_json(Recipe, to_json(one.take.recipe))
    assert recipe == one.take.recipe
    assert recipe.guide == GUIDES[name]
    [again] = finish(propose(engine, repeat(recipe, None, "again")))
    assert again.take.digest == one.take.digest
    assert again.take.placed == one.take.placed
    assert from_json(Take, to_json(again.take)) == again.take


def test_the_events_are_named_where_they_lie(engine: Engine) -> None:
    for item in finish(propose(engine, asked(GUIDES["events"]))):
        assert [placed.event for placed in item.take.placed] == [event.at for event in EVENTS]
        assert all(abs(placed.event - placed.transient) <= F(1, 48_000) for placed in item.take.placed)
        assert item.take.in_sync is not None
        before = round((F(1, 5) + EVENTS[0].at) * 48_000) - 100
        assert not item.sound.samples[:, :before].any()
        assert np.abs(item.sound.samples[:, before : before + 4800]).max() > 0


def test_what_goes_on_follows_no_guide_that_nobody_asked_for(engine: Engine) -> None:
    takes = finish(propose(engine, asked(GUIDES["for strikes"])))
    for item in takes:
        assert (item.take.placed, item.take.in_sync) == ((), None)
        assert item.sound.samples[:, 4800:9600].any()
        assert is_gone(item.sound)
    assert any(item.take.placed for item in finish(propose(engine, asked(GUIDES["events"]))))


def is_gone(sound: Sound) -> bool:
    """Whether it ends without a click."""
    return bool(np.abs(sound.samples[:, -2:]).max() < 1e-3)


def test_the_score_says_how_right_and_how_much_in_sync(engine: Engine) -> None:
    assert both(0.4, None) == 0.4
    assert both(0.4, 1.0) == pytest.approx(0.4)
    assert both(0.6, 0.0) == pytest.approx(0.1)
    assert -1 == both(-0.9, 0.0) < both(0.1, 0.5) < both(0.4, 0.5) < both(0.2, 1.0)
    for item in finish(propose(engine, asked(None))):
        assert item.take.in_sync is None
        assert item.take.placed == ()


def test_the_sound_that_strikes_are_cut_from_counts_in_the_score(engine: Engine) -> None:
    request = asked(GUIDES["events"])
    first = finish(propose(engine, request))[0]
    one, other = first.sound, first.sound.cut(0, 9600)
    together = engine.ranker.embed([one], [other])
    np.testing.assert_allclose(together, unit(engine.ranker.embed([one]) + engine.ranker.embed([other])), atol=1e-6)
    wanted = condition(read_words(engine.audio, request.settings))
    start = round(request.handle * first.sound.rate)
    alone = engine.ranker.embed([first.sound.cut(start, start + first.take.used.samples(first.sound.rate))])[0]
    assert first.take.score != pytest.approx(both(score(wanted, alone), first.take.in_sync), abs=1e-4)


def test_a_guide_longer_than_the_take_is_refused() -> None:
    with pytest.raises(BadInput, match=r"The guide is 9\.000 s long, and Words 1\.500 s"):
        asked(dataclasses.replace(GUIDES["events"], length=F(9)))
