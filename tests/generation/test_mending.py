"""Takes that are another one where it is kept: sample for sample, without a click, and made again from the recipe."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest
import soundfile
from hypothesis import given, settings
from hypothesis import strategies as st

from v2a_plugin.generation.derived_takes import mended_take
from v2a_plugin.generation.engine import Engine
from v2a_plugin.generation.pipeline import propose
from v2a_plugin.generation.requests import repeat
from v2a_plugin.media.levels import levels
from v2a_plugin.model.errors import BadInput
from v2a_plugin.model.progress import Steps, finish
from v2a_plugin.model.recipe import Mend, Origin, Recipe, Settings, SourceKind
from v2a_plugin.model.request import GenerateRequest
from v2a_plugin.model.serial import from_json, to_json
from v2a_plugin.model.sound import Sound
from v2a_plugin.model.takes import RenderedTake, TakeReady
from v2a_plugin.model.time import Span, index_at
from v2a_plugin.sources.library.places import Libraries
from v2a_plugin.sources.library.scan import scan
from v2a_plugin.sources.mending import canvas_of

F = Fraction
HALF = Span(F(0), F(1, 2))


@pytest.fixture(scope="module")
def original(engine: Engine) -> RenderedTake:
    """A second of words from a third on, with handles of a fifth."""
    return rendered(engine, SourceKind.GENERATOR)


def rendered(engine: Engine, source: SourceKind) -> RenderedTake:
    knobs = Settings(steps=2, prompt="a door", source=source)
    request = GenerateRequest("Words", None, Span(F(1, 3), F(4, 3)), F(25), knobs, 7, 1, F(1, 5))
    [take] = finish(propose(engine, request))
    return take


def shared(one: RenderedTake, other: RenderedTake, span: Span) -> bool:
    """Whether two takes are equal to the sample in a span of the first one's used part."""
    rate = one.sound.rate
    first, end = (index_at(one.take.used.start + at, rate) for at in (span.start, span.end))
    parts = []
    for each in (one, other):
        origin = index_at(each.take.rendered.start, rate)
        parts.append(each.sound.samples[:, first - origin : end - origin])
    return np.array_equal(parts[0], parts[1])


def shown(steps: Steps[tuple[RenderedTake, ...]]) -> tuple[tuple[RenderedTake, ...], int]:
    """The takes, and how many were shown on the way."""
    count = 0
    while True:
        try:
            count += isinstance(next(steps), TakeReady)
        except StopIteration as end:
            return end.value, count


def test_what_is_kept_stays_to_the_sample_and_it_is_made_again(engine: Engine, original: RenderedTake) -> None:
    mended = finish(mended_take(engine, original, [HALF], 11))
    assert shared(original, mended, HALF)
    assert not shared(original, mended, Span(F(6, 10), F(1)))
    assert np.array_equal(mended.sound.samples[:, :9600], original.sound.samples[:, :9600])  # its handle
    assert (mended.take.used, mended.take.rendered) == (original.take.used, original.take.rendered)
    assert mended.take.origin is Origin.GENERATED
    recipe = from_json(Recipe, to_json(mended.take.recipe))
    assert recipe == mended.take.recipe
    [again], count = shown(propose(engine, repeat(recipe, None, "again")))
    assert again.take.digest == mended.take.digest
    assert count == 1


def test_it_goes_on_behind_its_end_and_that_can_be_mended_too(engine: Engine, original: RenderedTake) -> None:
    longer = finish(mended_take(engine, original, [], 3, extend=F(3, 4)))
    assert longer.take.used == Span(F(1, 3), F(4, 3) + F(3, 4))
    assert shared(original, longer, Span(F(0), F(1)))
    behind = longer.sound.samples[0, index_at(F(13, 10), 48_000) :]
    assert np.abs(behind).max() > 0.01
    middle = Span(F(1, 2), F(5, 4))
    mended = finish(mended_take(engine, longer, [middle], 4))
    assert shared(longer, mended, middle)
    [again] = finish(propose(engine, repeat(mended.take.recipe, None, "again")))
    assert again.take.digest == mended.take.digest


def test_a_recording_keeps_its_rate_channels_and_licence(
    engine: Engine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("V2A_LIBRARIES", str(tmp_path / "indices"))
    folder = tmp_path / "sounds"
    folder.mkdir()
    noise = np.random.default_rng(0).uniform(-0.3, 0.3, (96_000, 2)).astype(np.float32)
    soundfile.write(folder / "a door.wav", noise, 32_000)
    libraries = Libraries()
    libraries.remove("v2a")
    finish(scan(libraries.add(folder, "mine")))
    found = rendered(engine, SourceKind.LIBRARY)
    mended = finish(mended_take(engine, found, [HALF], 5))
    assert (mended.sound.rate, mended.sound.channels) == (32_000, 2)
    assert shared(found, mended, HALF)
    assert mended.take.origin is Origin.BOTH
    credited = mended.take.recipe.without_folders().credited
    assert credited is not None
    assert credited.path == Path("a door.wav")
    [again] = finish(propose(engine, repeat(mended.take.recipe, None, "again")))
    assert again.take.digest == mended.take.digest


def test_all_or_nothing_is_refused(engine: Engine, original: RenderedTake) -> None:
    with pytest.raises(BadInput, match="All of the take"):
        finish(mended_take(engine, original, [Span(F(0), F(2))], 1))
    with pytest.raises(BadInput, match="Nothing of the take"):
        finish(mended_take(engine, original, [Span(F(8), F(9))], 1))


seconds = st.fractions(0, 2, max_denominator=960)


@settings(max_examples=30)
@given(
    ranges=st.lists(st.tuples(seconds, seconds), min_size=1, max_size=3),
    start=st.fractions(0, 1, max_denominator=7),
    extend=seconds,
)
def test_joins_have_no_step_and_what_is_kept_is_exact(
    ranges: list[tuple[F, F]], start: F, extend: F, original: RenderedTake
) -> None:
    rate, length = 8000, 16_000
    kept = tuple(Span(start + a, start + b) for a, b in ranges if a < b)
    recipe = replace(original.take.recipe, used=Span(start, start + 2 + extend), handle=F(0))
    ones = Sound.mono(np.ones(length, np.float32), rate)
    rendered = Span(F(index_at(start, rate), rate), F(index_at(start, rate) + length, rate))
    take = replace(
        original.take, rendered=rendered, used=rendered, sample_rate=rate, levels=levels(ones), digest=ones.digest
    )
    try:
        canvas = canvas_of(RenderedTake(take, ones), recipe, Mend(recipe, kept))
    except BadInput:
        return
    zeros = Sound.mono(np.zeros(len(canvas.sound), np.float32), rate)
    share = canvas.laid(zeros).samples[0]
    assert np.abs(np.diff(share)).max() < 0.01
    for first, end in canvas.kept:
        assert np.all(share[first:end] == 1)
    begun = canvas.start(recipe, 500, 250, 0)
    assert len(begun.sound) == 500
    assert all(0 <= first <= end for first, end in begun.kept)
