"""Post-processing, ranking, retries, finished takes and the edits an editor does."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from v2a_plugin.encoders.clap import ClapEncoder, load_clap
from v2a_plugin.media.levels import levels
from v2a_plugin.model.config import PartSource, Runtime
from v2a_plugin.model.embeddings import Conditioning, unit
from v2a_plugin.model.errors import BadInput, SpaceMismatch
from v2a_plugin.model.progress import Progress, Steps, finish
from v2a_plugin.model.recipe import Precision, Recipe, SamplerName, Settings
from v2a_plugin.model.sound import Sound
from v2a_plugin.model.takes import RenderedTake
from v2a_plugin.model.time import Span
from v2a_plugin.sources.finishing import finished, is_silent, loudest_moment, samples_to_render
from v2a_plugin.sources.generators.audioldm import AudioLDM, load_audioldm
from v2a_plugin.sources.generators.noise import next_seed
from v2a_plugin.sources.protocol import SoundGenerator
from v2a_plugin.sources.ranking import ClapRanker, score
from v2a_plugin.sources.rendering import TakeRenderer
from v2a_plugin.sources.taggers import NearestLabels
from v2a_plugin.testing.tiny_audioldm import tiny_audioldm_folder
from v2a_plugin.testing.towers import tiny_clap_folder

SPACE = "tiny"


@pytest.fixture(scope="module")
def generator(tmp_path_factory: pytest.TempPathFactory) -> AudioLDM:
    folder = tiny_audioldm_folder(tmp_path_factory.mktemp("generator"))
    return load_audioldm(PartSource("audioldm", folder, space_in=SPACE, options=(("window", "2.56"),)), Runtime())


@pytest.fixture(scope="module")
def encoder(tmp_path_factory: pytest.TempPathFactory) -> ClapEncoder:
    folder = tiny_clap_folder(tmp_path_factory.mktemp("clap"))
    return load_clap(PartSource("clap", folder, space_out=SPACE), Runtime())


def recipe(used: Span, handle: Fraction = Fraction(0), batch: int = 4, **knobs: object) -> Recipe:
    settings = replace(Settings(steps=2, guidance=2.0, scheduler=SamplerName.DDIM), **knobs)  # type: ignore[arg-type]
    return Recipe(
        media=None,
        used=used,
        handle=handle,
        rate=Fraction(25),
        timecode=None,
        settings=settings,
        seed=0,
        bundle="tiny",
        lock_digest="",
        mapper_digest="",
        device="cpu",
        precision=Precision.FP32,
        threads=1,
        batch=batch,
        generator_rate=16_000,
        versions=(),
    )


def asked(seed: int, space: str = SPACE) -> Conditioning:
    random = np.random.default_rng(seed)
    return Conditioning(unit(random.standard_normal(32)), unit(random.standard_normal(32)), space)


class Scripted:
    """A generator whose sound is decided by the test: silence and noise cannot be ordered from random weights."""

    clap_space = SPACE
    sample_rate = 16_000

    def __init__(self, quiet: Sequence[int] = ()) -> None:
        self.quiet = set(quiet)
        self.rendered: list[int] = []
        self.batches: list[int] = []

    def render(
        self, conditionings: Sequence[Conditioning], seeds: Sequence[int], samples: int, settings: Settings
    ) -> Steps[tuple[Sound, ...]]:
        self.batches.append(len(seeds))
        sounds = []
        for seed in seeds:
            yield Progress("sampling", 0, 1)
            self.rendered.append(seed)
            noise = np.random.default_rng(seed).standard_normal(samples).astype(np.float32)
            sounds.append(Sound.mono(noise * np.float32(1e-4 if seed in self.quiet else 0.1), 16_000))
        return tuple(sounds)


def made(
    generator: SoundGenerator, encoder: ClapEncoder, seeds: Sequence[int], plan: Recipe, labels: Sequence[str] = ()
) -> tuple[RenderedTake, ...]:
    conditionings = [asked(seed) for seed in seeds]
    return finish(
        TakeRenderer(generator, ClapRanker(encoder, NearestLabels(encoder, labels)), levels).render(
            conditionings, seeds, plan
        )
    )


# --- post


@given(st.integers(1, 200_000), st.sampled_from([16_000, 22_050, 44_100, 48_000]))
def test_lengths_are_exact_whatever_the_rate(samples: int, rate: int) -> None:
    raw = Sound.mono(np.zeros(samples_to_render(samples, rate), dtype=np.float32), rate)
    assert len(finished(raw, samples)) == samples


def test_every_channel_is_finished_alike() -> None:
    noise = np.random.default_rng(4).uniform(-0.4, 0.4, (2, samples_to_render(48_000, 44_100))).astype(np.float32)
    both = finished(Sound(noise, 44_100), 48_000)
    apart = [finished(Sound.mono(row, 44_100), 48_000).samples[0] for row in noise]
    np.testing.assert_allclose(both.samples, np.stack(apart), atol=1e-6)
    loud = finished(Sound(noise * np.array([[4], [1]], np.float32), 44_100), 48_000)
    assert np.abs(loud.samples).max() == pytest.approx(10 ** (-1 / 20), abs=1e-4)
    ratio = np.std(loud.samples, axis=1)
    assert ratio[0] / ratio[1] == pytest.approx(4 * np.std(noise[0]) / np.std(noise[1]), rel=0.02)


def test_too_little_sound_is_a_defect_not_padding() -> None:
    with pytest.raises(ValueError, match="cannot fill"):
        finished(Sound.mono(np.zeros(100, dtype=np.float32), 16_000), 48_000)


def test_dc_clicks_and_overs_are_gone_and_the_tone_is_kept() -> None:
    time = np.arange(samples_to_render(96_000, 16_000)) / 16_000
    raw = Sound.mono((0.3 + 0.5 * np.sin(2 * np.pi * 1000 * time)).astype(np.float32), 16_000)
    sound = finished(raw, 96_000)
    assert sound.rate == 48_000
    assert abs(float(sound.samples[0].mean())) < 1e-3
    assert sound.samples[0][0] == 0
    assert sound.samples[0][-1] == 0
    assert np.abs(np.diff(sound.samples[0])).max() < 0.5 * 2 * np.pi * 1000 / 48_000 * 1.1
    expected = 0.5 * np.sin(2 * np.pi * 1000 * np.arange(96_000) / 48_000)
    np.testing.assert_allclose(sound.samples[0][1_000:-1_000], expected[1_000:-1_000], atol=2e-3)
    loud = finished(Sound.mono(raw.samples[0] * 4, 16_000), 96_000)
    assert 20 * np.log10(np.abs(loud.samples[0]).max()) == pytest.approx(-1.0, abs=1e-4)


@pytest.mark.parametrize("samples", [1, 2, 3, 100, 479, 480, 481])
def test_the_shortest_sounds_survive(samples: int) -> None:
    raw = Sound.mono(np.ones(samples_to_render(samples, 16_000), dtype=np.float32), 16_000)
    assert len(finished(raw, samples)) == samples


def test_a_soft_rendering_is_turned_up_as_far_as_hits_and_steady_sounds_bear() -> None:
    noise = np.random.default_rng(3).uniform(-1, 1, 48_000).astype(np.float32)
    hits = noise * (np.abs(np.arange(48_000) - 24_000) < 300)

    def raised(wave: np.ndarray) -> Sound:
        return finished(Sound.mono(wave.astype(np.float32), 48_000), 48_000, raised=True)

    steady, struck, faint = raised(0.01 * noise), raised(0.05 * hits), raised(0.006 * noise)
    assert levels(steady).rms_dbfs == pytest.approx(-27, abs=0.2)
    assert 20 * np.log10(loudest_moment(struck)) == pytest.approx(-20, abs=0.2)
    assert levels(faint).rms_dbfs == pytest.approx(-27, abs=0.3)
    for loud in (0.5 * noise, 0.9 * hits):
        np.testing.assert_allclose(levels(raised(loud)).rms_dbfs, levels(Sound.mono(loud, 48_000)).rms_dbfs, atol=0.1)
    assert is_silent(raised(0.003 * noise))
    one = np.zeros(48_000, np.float32)
    one[24_000:24_020] = 0.5
    assert levels(raised(one)).sample_peak_dbfs <= -0.9
    assert levels(finished(Sound.mono(0.01 * noise, 48_000), 48_000)).rms_dbfs == pytest.approx(-44.8, abs=0.2)


def test_silence_is_judged_by_the_loudest_moment() -> None:
    quiet = np.random.default_rng(0).standard_normal(96_000).astype(np.float32) * np.float32(1e-3)
    assert is_silent(Sound.mono(quiet, 48_000))
    knock = quiet.copy()
    knock[50_000:51_000] = 0.1
    assert not is_silent(Sound.mono(knock, 48_000))
    click = quiet.copy()
    click[50_000] = 0.1
    assert is_silent(Sound.mono(click, 48_000))
    assert not is_silent(Sound.mono(np.full(100, 0.1, dtype=np.float32), 48_000))


# --- takes


@pytest.mark.parametrize(
    ("start", "end", "handle"),
    [("0", "1/5", "0"), ("1001/24000", "20020/24000", "12/25"), ("2", "3", "1/3"), ("0", "41/10", "0")],
)
def test_takes_are_exact_and_complete(
    generator: AudioLDM, encoder: ClapEncoder, start: str, end: str, handle: str
) -> None:
    plan = recipe(Span(Fraction(start), Fraction(end)), Fraction(handle))
    takes = made(generator, encoder, [5, 6], plan, ["rain", "a door", "a dog barks"])
    for made_take, seed in zip(takes, (5, 6), strict=True):
        take = made_take.take
        assert len(made_take.sound) == plan.rendered.samples(48_000)
        assert take.recipe == replace(plan, seed=seed, place=seed - 5)
        assert -1 <= take.score <= 1
        assert take.score == pytest.approx(
            score(asked(seed), encoder.embed_sounds([used_part(made_take)])[0]), abs=1e-5
        )
        assert [tag.score for tag in take.heard_as] == sorted((tag.score for tag in take.heard_as), reverse=True)
        assert {tag.label for tag in take.heard_as} == {"rain", "a door", "a dog barks"}
        assert take.levels == levels(made_take.sound)
        assert not take.silent
    assert takes[0].take.id != takes[1].take.id


def used_part(made_take: RenderedTake) -> Sound:
    take = made_take.take
    first = Span(take.rendered.start, take.used.start).samples(48_000) if take.used.start > take.rendered.start else 0
    return Sound.mono(made_take.sound.samples[0][first : first + take.used.samples(48_000)].copy(), 48_000)


def test_a_recipe_makes_the_same_bits_again(generator: AudioLDM, encoder: ClapEncoder) -> None:
    plan = recipe(Span(Fraction(0), Fraction(1)), candidates=2)
    together = made(generator, encoder, [1, 2, 3, 4], plan)
    again = finish(
        TakeRenderer(generator, ClapRanker(encoder), levels, fill=True).render([asked(3)], [3], together[2].take.recipe)
    )
    assert again[0].take.digest == together[2].take.digest
    alone = made(generator, encoder, [3], plan)
    np.testing.assert_allclose(alone[0].sound.samples[0], together[2].sound.samples[0], atol=1e-3)


def test_the_best_of_several_candidates_is_kept(encoder: ClapEncoder) -> None:
    script = Scripted()
    one = made(script, encoder, [1, 2], recipe(Span(Fraction(0), Fraction(1))))
    several = made(script, encoder, [1, 2], recipe(Span(Fraction(0), Fraction(1)), candidates=5))
    assert len(set(script.rendered)) == 2 + 8
    for first, best in zip(one, several, strict=True):
        assert best.take.score >= first.take.score
    assert any(best.take.score > first.take.score for first, best in zip(one, several, strict=True))
    assert [each.take.retries for each in several] == [0, 0]


def test_a_silent_take_is_tried_with_its_next_seed_and_marked(encoder: ClapEncoder) -> None:
    plan = recipe(Span(Fraction(0), Fraction(1)))
    script = Scripted(quiet=[2])
    takes = made(script, encoder, [1, 2, 3], plan)
    assert [each.take.retries for each in takes] == [0, 1, 0]
    assert not any(each.take.silent for each in takes)
    assert script.batches == [3, 1]
    assert takes[1].take.recipe.seed == 2
    again = made(Scripted(quiet=[2]), encoder, [2], plan)
    assert again[0].take.digest == takes[1].take.digest


def test_a_take_that_stays_silent_says_so(encoder: ClapEncoder) -> None:
    quiet = [seed for attempt in range(3) for seed in [next_seed(2, attempt << 20)]]
    takes = made(Scripted(quiet), encoder, [2], recipe(Span(Fraction(0), Fraction(1))))
    assert takes[0].take.silent
    assert takes[0].take.retries == 2


def test_takes_go_side_by_side_in_batches(encoder: ClapEncoder) -> None:
    script = Scripted()
    takes = made(script, encoder, [1, 2, 3, 4, 5], recipe(Span(Fraction(0), Fraction(1)), batch=2))
    assert script.batches == [2, 2, 1]
    assert [each.take.recipe.seed for each in takes] == [1, 2, 3, 4, 5]


def test_spaces_and_numbers_are_checked_first(generator: AudioLDM, encoder: ClapEncoder) -> None:
    plan = recipe(Span(Fraction(0), Fraction(1)))
    with pytest.raises(SpaceMismatch, match="elsewhere"):
        next(TakeRenderer(generator, ClapRanker(encoder), levels).render([asked(0, "elsewhere")], [0], plan))
    with pytest.raises(BadInput, match="0 takes"):
        next(TakeRenderer(generator, ClapRanker(encoder), levels).render([], [], plan))


def test_labels_are_encoded_once(encoder: ClapEncoder, monkeypatch: pytest.MonkeyPatch) -> None:
    calls: list[Sequence[str]] = []
    real = ClapEncoder.embed_text

    def counted(self: ClapEncoder, texts: Sequence[str]) -> np.ndarray:
        calls.append(texts)
        return real(self, texts)

    monkeypatch.setattr(ClapEncoder, "embed_text", counted)
    ranker = ClapRanker(encoder, NearestLabels(encoder, ["rain", "wind"]))
    vectors = encoder.embed_sounds([Sound.mono(np.ones(48_000, dtype=np.float32) * 0.1, 48_000)])
    assert ranker.heard_as(vectors) == ranker.heard_as(vectors)
    assert len(calls) == 1
    assert ClapRanker(encoder).heard_as(vectors) == ((),)


def test_the_tiny_parts_are_where_they_are_expected(tmp_path: Path) -> None:
    folder = tiny_audioldm_folder(tmp_path / "tiny")
    assert {path.name for path in folder.iterdir()} == {"unet", "vae", "vocoder", "scheduler", "model_index.json"}
