"""What every source of sound keeps, whatever model is behind it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from v2a_plugin.model.config import PartSource, Runtime
from v2a_plugin.model.embeddings import Conditioning, unit
from v2a_plugin.model.errors import BadInput, SpaceMismatch
from v2a_plugin.model.progress import Progress, finish
from v2a_plugin.model.recipe import SamplerName, Settings
from v2a_plugin.model.sound import Sound
from v2a_plugin.sources.generators.audioldm import load_audioldm
from v2a_plugin.sources.protocol import SoundGenerator
from v2a_plugin.testing.tiny_audioldm import tiny_audioldm_folder

WIDTH = 32
KNOBS = Settings(steps=2, guidance=2.5, scheduler=SamplerName.DDIM)


def audioldm(folder: Path, **options: str) -> SoundGenerator:
    tiny_audioldm_folder(folder / "tiny", width=WIDTH, vocoder="vocoder" not in options)
    source = PartSource("audioldm", folder / "tiny", space_in="sounds", options=tuple(options.items()))
    return load_audioldm(source, Runtime())


SOURCES: dict[str, Callable[[Path], SoundGenerator]] = {
    "audioldm": lambda folder: audioldm(folder, window="1.28"),
    "audioldm without a vocoder": lambda folder: audioldm(folder, window="1.28", vocoder="griffin-lim", mel_mean="-3"),
}
"""Add yours, with a model of random weights, and it is tested."""


@pytest.fixture(scope="module", params=SOURCES)
def source(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> SoundGenerator:
    return SOURCES[request.param](tmp_path_factory.mktemp("source Ünïcode"))


def conditioning(source: SoundGenerator, seed: int, space: str = "") -> Conditioning:
    random = np.random.default_rng(seed)
    vectors = (unit(random.standard_normal(WIDTH)), unit(random.standard_normal(WIDTH)))
    return Conditioning(*vectors, space or source.clap_space)


def render(source: SoundGenerator, seeds: list[int], samples: int) -> tuple[Sound, ...]:
    return finish(source.render([conditioning(source, seed) for seed in seeds], seeds, samples, KNOBS))


def test_it_says_what_it_is(source: SoundGenerator) -> None:
    assert isinstance(source, SoundGenerator)
    assert source.clap_space
    assert source.sample_rate >= 8_000


@pytest.mark.parametrize("seconds", [0, 0.3, 1.0, 3.1])
def test_a_sound_is_as_long_as_is_wanted_to_the_sample(source: SoundGenerator, seconds: float) -> None:
    samples = max(1, round(seconds * source.sample_rate))
    for sound in render(source, [1, 2], samples):
        assert (len(sound), sound.rate) == (samples, source.sample_rate)
        assert np.isfinite(sound.samples[0]).all()


def test_a_sound_depends_on_its_seed_and_on_no_neighbour(source: SoundGenerator) -> None:
    samples = source.sample_rate // 2
    together = render(source, [5, 9, 2], samples)
    [alone] = render(source, [9], samples)
    loudest = float(
        np.abs(alone.samples[0]).max()
    )  # random weights go beyond full scale, and sums round with the level
    np.testing.assert_allclose(alone.samples[0], together[1].samples[0], rtol=0, atol=5e-3 * max(1.0, loudest))
    assert np.abs(together[0].samples[0] - together[1].samples[0]).max() > 1e-4


def test_the_same_seed_gives_the_same_sound_bit_for_bit(source: SoundGenerator) -> None:
    samples = source.sample_rate // 2
    first, second = render(source, [3, 4], samples), render(source, [3, 4], samples)
    for one, other in zip(first, second, strict=True):
        assert np.array_equal(one.samples[0], other.samples[0])


def test_a_conditioning_of_another_space_is_refused(source: SoundGenerator) -> None:
    with pytest.raises(SpaceMismatch):
        finish(source.render([conditioning(source, 1, "elsewhere")], [1], 4_000, KNOBS))


def test_seeds_and_conditionings_pair_up(source: SoundGenerator) -> None:
    with pytest.raises(BadInput):
        finish(source.render([conditioning(source, 1)], [1, 2], 4_000, KNOBS))


def test_it_tells_its_progress_and_can_be_stopped_at_each_step(source: SoundGenerator) -> None:
    first = render(source, [6], source.sample_rate // 2)
    steps = source.render([conditioning(source, 6)], [6], source.sample_rate // 2, KNOBS)
    assert isinstance(next(steps), Progress)
    steps.close()
    assert np.array_equal(render(source, [6], source.sample_rate // 2)[0].samples[0], first[0].samples[0])
