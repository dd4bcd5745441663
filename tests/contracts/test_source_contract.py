"""What every source of sound keeps, whatever model is behind it and whatever it needs: a vector, words, frames."""

from __future__ import annotations

import runpy
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from v2a_plugin.model.config import PartSource, Runtime
from v2a_plugin.model.embeddings import Conditioning, FrameBatch, unit
from v2a_plugin.model.errors import BadInput, SpaceMismatch
from v2a_plugin.model.progress import Progress, finish
from v2a_plugin.model.recipe import SamplerName, Settings
from v2a_plugin.model.sound import Sound
from v2a_plugin.sources.generators.audioldm import load_audioldm
from v2a_plugin.sources.generators.stable_audio import load_stable_audio
from v2a_plugin.sources.protocol import Needs, SoundGenerator, needs_of
from v2a_plugin.testing.tiny_audioldm import tiny_audioldm_folder
from v2a_plugin.testing.tiny_stable_audio import stable_audio_folder

WIDTH = 32
KNOBS = Settings(steps=2, guidance=2.5, scheduler=SamplerName.DPMPP)
EXAMPLE = Path(__file__).parents[1] / "hooks/example_plugin/v2a_example/motion.py"


def audioldm(folder: Path, **options: str) -> SoundGenerator:
    tiny_audioldm_folder(folder / "tiny", width=WIDTH, vocoder="vocoder" not in options)
    source = PartSource("audioldm", folder / "tiny", space_in="sounds", options=tuple(options.items()))
    return load_audioldm(source, Runtime())


def stable_audio(folder: Path) -> SoundGenerator:
    stable_audio_folder(folder / "tiny")
    return load_stable_audio(PartSource("stable_audio", folder / "tiny", space_in="sounds"), Runtime())


def motion(folder: Path) -> SoundGenerator:
    source = PartSource("motion", folder, space_in="sounds")
    generator: SoundGenerator = runpy.run_path(str(EXAMPLE))["load_motion"](source, Runtime())
    return generator


SOURCES: dict[str, Callable[[Path], SoundGenerator]] = {
    "audioldm": lambda folder: audioldm(folder, window="1.28"),
    "audioldm without a vocoder": lambda folder: audioldm(folder, window="1.28", vocoder="griffin-lim", mel_mean="-3"),
    "stable audio, of words": stable_audio,
    "a plugin's, of frames": motion,
}
"""Add yours, with a model of random weights, and it is tested."""


@pytest.fixture(scope="module", params=SOURCES)
def source(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> SoundGenerator:
    return SOURCES[request.param](tmp_path_factory.mktemp("source Ünïcode"))


def conditioning(source: SoundGenerator, seed: int, space: str = "") -> Conditioning:
    random = np.random.default_rng(seed)
    vectors = (unit(random.standard_normal(WIDTH)), unit(random.standard_normal(WIDTH)))
    needs = needs_of(source)
    frames = None
    if needs.frames is not None:
        times = tuple(number / needs.frames.rate for number in range(6))
        size = (len(times), needs.frames.size, needs.frames.size, 3)
        frames = FrameBatch(random.integers(0, 256, size, np.uint8), times)
    words = f"{seed} dogs" if needs.words else ""
    return Conditioning(*vectors, space or source.clap_space, words=words, frames=frames)


def render(source: SoundGenerator, seeds: list[int], samples: int) -> tuple[Sound, ...]:
    return finish(source.render([conditioning(source, seed) for seed in seeds], seeds, samples, KNOBS))


def test_it_says_what_it_is(source: SoundGenerator) -> None:
    assert isinstance(source, SoundGenerator)
    assert source.clap_space
    assert source.sample_rate >= 8_000
    assert needs_of(source) == getattr(source, "needs", Needs())


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


def test_what_it_needs_changes_the_sound(source: SoundGenerator) -> None:
    """Of two conditionings with one seed, so that only what the source needs can differ."""
    samples = source.sample_rate // 2
    asked = [conditioning(source, 1), conditioning(source, 2)]
    one, other = (finish(source.render([each], [7], samples, KNOBS))[0] for each in asked)
    assert np.abs(one.samples[0] - other.samples[0]).max() > 1e-5


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
