"""Several regions at a time: one batch where lengths meet, and takes that are those of each alone."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

import v2a_resources
from v2a_plugin.generation.engine import Engine
from v2a_plugin.generation.pipeline import describe, propose
from v2a_plugin.generation.together import alike, propose_together, usual_regions, with_meeting_length
from v2a_plugin.media.probe import probe
from v2a_plugin.model.embeddings import Conditioning
from v2a_plugin.model.errors import NotFinite
from v2a_plugin.model.media import MediaFile
from v2a_plugin.model.progress import Steps, finish
from v2a_plugin.model.recipe import Settings
from v2a_plugin.model.request import GenerateRequest
from v2a_plugin.model.sound import Sound
from v2a_plugin.model.takes import RenderedTake
from v2a_plugin.model.time import Span
from v2a_plugin.sources.protocol import SoundGenerator, StartsFromSound
from v2a_plugin.sources.shared_generator import shared

F = Fraction
SETTINGS = Settings(steps=2, guidance=2.0, mapper_steps=3, frames=2)


@pytest.fixture(scope="module")
def clip() -> MediaFile:
    return probe(v2a_resources.sample_path())


class Counted:
    """A generator that notes how many sounds it was asked for at a time, and cannot bear some seeds."""

    def __init__(self, generator: SoundGenerator, bad: frozenset[int] = frozenset()) -> None:
        self.clap_space, self.sample_rate = generator.clap_space, generator.sample_rate
        self.generator, self.bad, self.counts = generator, bad, list[int]()

    def render(
        self, conditionings: Sequence[Conditioning], seeds: Sequence[int], samples: int, settings: Settings
    ) -> Steps[tuple[Sound, ...]]:
        self.counts.append(len(seeds))
        if self.bad & set(seeds):
            raise NotFinite("The UNet gave numbers that are none.")
        return (yield from self.generator.render(conditionings, seeds, samples, settings))


def asked(clip: MediaFile, start: F, end: F, seed: int) -> GenerateRequest:
    request = GenerateRequest(f"from {start}", clip, Span(start, end), F(25), SETTINGS, seed, 2, F(1, 5))
    return with_meeting_length(request)


def ran(
    engine: Engine, requests: Sequence[GenerateRequest], generator: SoundGenerator, **more: object
) -> tuple[dict[int, list[RenderedTake]], list[str]]:
    takes: dict[int, list[RenderedTake]] = {number: [] for number in range(len(requests))}
    failures = finish(
        propose_together(
            engine.with_generator(generator),
            requests,
            lambda number, take: takes[number].append(take),
            **more,  # type: ignore[arg-type]
        )
    )
    return takes, ["" if failure is None else failure.message for failure in failures]


def test_lengths_that_meet_are_one_batch_and_takes_are_those_of_each_alone(engine: Engine, clip: MediaFile) -> None:
    requests = [asked(clip, F(5), F(6), 11), asked(clip, F(8), F(227, 25), 21), asked(clip, F(1), F(3), 31)]
    assert requests[0].rendered.duration == requests[1].rendered.duration != requests[2].rendered.duration
    counted = Counted(engine.generator)
    takes, failures = ran(engine, requests, counted, pictures=[finish(describe(engine, each)) for each in requests])
    assert failures == ["", "", ""]
    assert counted.counts == [4, 2]
    for number, request in enumerate(requests):
        alone = {each.take.recipe.seed: each for each in finish(propose(engine, request))}
        assert {each.take.recipe.seed for each in takes[number]} == set(alone) == set(request.seeds)
        for each in takes[number]:
            same = alone[each.take.recipe.seed]
            assert each.take.recipe == same.take.recipe
            np.testing.assert_allclose(each.sound.samples, same.sound.samples, atol=1e-3)


def test_one_that_fails_is_not_the_failure_of_the_others(engine: Engine, clip: MediaFile) -> None:
    gone = replace(clip, path=clip.path.with_name("gone.mp4"))
    requests = [asked(clip, F(5), F(6), 11), asked(clip, F(8), F(9), 21), asked(gone, F(5), F(6), 31)]
    counted = Counted(engine.generator, bad=frozenset({21}))
    takes, failures = ran(engine, requests, counted)
    assert [len(each) for each in takes.values()] == [2, 0, 0]
    assert failures[0] == ""
    assert "numbers that are none" in failures[1]
    assert "gone.mp4" in failures[2]
    assert counted.counts == [4, 2, 2]


def test_it_can_be_left_at_any_step_and_begun_again(engine: Engine, clip: MediaFile) -> None:
    requests = [asked(clip, F(5), F(6), 11), asked(clip, F(8), F(9), 21)]
    steps = propose_together(engine, requests, lambda number, take: None)
    for _ in range(12):
        next(steps)
    steps.close()
    takes, _ = ran(engine, requests, engine.generator)
    assert [len(each) for each in takes.values()] == [2, 2]


def test_a_rendering_that_starts_from_a_sound_is_its_own(engine: Engine) -> None:
    assert isinstance(shared(engine.generator), StartsFromSound)
    assert not isinstance(shared(Counted(engine.generator)), StartsFromSound)


def test_a_plugin_that_changes_what_is_looked_at_has_it_looked_at_again(
    engine: Engine, clip: MediaFile, monkeypatch: pytest.MonkeyPatch
) -> None:
    request = asked(clip, F(5), F(6), 11)
    picture = finish(describe(engine, asked(clip, F(1), F(2), 11)))
    later = replace(request, used=Span(F(8), F(9)))
    monkeypatch.setattr(engine.plugins, "before_generate", lambda request: later)
    moved = finish(propose(engine, request, picture=picture))
    monkeypatch.undo()
    assert [each.take.digest for each in moved] == [each.take.digest for each in finish(propose(engine, later))]


@given(
    st.fractions(F(0), F(500), max_denominator=1001),
    st.fractions(F(1, 5), F(90), max_denominator=1001),
    st.fractions(F(0), F(2), max_denominator=100),
)
def test_a_length_that_meets_others_is_a_whole_number_of_quarter_seconds_and_little_longer(
    start: Fraction, length: Fraction, handle: Fraction
) -> None:
    request = GenerateRequest("words", None, Span(start, start + length), F(25), Settings(prompt="rain"), 1, 1, handle)
    longer = with_meeting_length(request)
    more = longer.handle - handle
    assert 0 <= more < F(1, 8)
    assert more == 0 if handle == 0 else longer.rendered.duration % F(1, 4) == 0
    assert handle == 0 or longer.rendered.samples(48_000) == longer.rendered.duration * 48_000


@given(st.lists(st.integers(1, 4)), st.integers(1, 5))
def test_groups_are_of_one_length_and_lose_nothing(lengths: list[int], most: int) -> None:
    items = list(enumerate(lengths))
    groups = list(alike(items, lambda item: F(item[1]), most))
    assert sorted(item for group in groups for item in group) == items
    assert all(len({length for _, length in group}) == 1 and len(group) <= most for group in groups)
    full = [group for group in groups if len(group) == most]
    assert groups[: len(full)] == full


def test_a_cpu_renders_one_region_at_a_time() -> None:
    assert usual_regions("cpu") == 1
    assert usual_regions("cuda:1") > 1
