"""The measures against closed forms and against independent implementations, on random and on real embeddings."""

from __future__ import annotations

import importlib
import math
import sys
import types
import warnings
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import scipy.linalg
import scipy.special
import scipy.stats
import torch

from v2a_plugin.encoders.yamnet import load_yamnet_encoder
from v2a_plugin.evaluation.diversity import variety
from v2a_plugin.evaluation.measures import agreed, distances, varieties
from v2a_plugin.evaluation.metric_cards import CARDS, Better
from v2a_plugin.evaluation.tagging import agreement, best_tags, chance_agreement, divergence, inception_score, shares
from v2a_plugin.judges.frechet import Gaussian, frechet, frechet_interval, frechet_of_gaussians
from v2a_plugin.judges.kernel import kernel_interval, kernel_test
from v2a_plugin.judges.protocol import HeardSet
from v2a_plugin.judges.statistics import (
    binomial_test,
    bootstrap_mean,
    linear_accuracy,
    paired_test,
    principal_axes,
    spearman,
)
from v2a_plugin.model.config import PartSource, Runtime
from v2a_plugin.model.errors import BadInput
from v2a_plugin.model.sound import Sound
from v2a_resources import bundle_path

RATE = 16_000


def cloud(rows: int, width: int, seed: int, shift: float = 0.0) -> np.ndarray:
    """Correlated components, as embeddings have."""
    chance = np.random.default_rng(seed)
    mix = np.random.default_rng(width).normal(size=(width, width)) / np.sqrt(width)
    return np.asarray(chance.normal(size=(rows, width)) @ mix + shift, dtype=np.float32)


@pytest.fixture(scope="module")
def real() -> tuple[np.ndarray, np.ndarray]:
    """What mini's sound encoder makes of 40 tones and of 30 noises: real embeddings of unit length."""
    source = PartSource("yamnet", bundle_path("mini") / "ears", space_out="mini")
    encoder = load_yamnet_encoder(source, Runtime())
    chance, time = np.random.default_rng(0), np.arange(RATE) / RATE
    tones = [
        Sound.mono((0.5 * np.sin(2 * np.pi * f * time)).astype(np.float32), RATE) for f in chance.uniform(100, 4000, 40)
    ]
    noises = [Sound.mono((0.2 * chance.normal(size=RATE)).astype(np.float32), RATE) for _ in range(30)]
    return encoder.embed_sounds(tones), encoder.embed_sounds(noises)


def by_scipy(one: np.ndarray, other: np.ndarray) -> float:
    """Straight from the formula, with a matrix square root."""
    a, b = np.cov(one.astype(float), rowvar=False), np.cov(other.astype(float), rowvar=False)
    ridge = 1e-9 * np.eye(len(a))
    root = scipy.linalg.sqrtm((a + ridge) @ (b + ridge)).real
    apart = ((one.mean(0, dtype=float) - other.mean(0, dtype=float)) ** 2).sum()
    return float(apart + np.trace(a) + np.trace(b) - 2 * np.trace(root))


class Unused(torch.nn.Module):
    """Stands for what the published code imports and these tests do not run: downloads, resampling, spectrograms."""

    def __init__(self, *arguments: object, **names: object) -> None:
        super().__init__()

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        return x


@pytest.fixture(scope="module")
def fad() -> Iterator[Any]:
    """The package frechet-audio-distance, without the packages that carry its other models."""
    names = ("resampy", "laion_clap", "encodec", "torchlibrosa", "torchlibrosa.stft", "torchlibrosa.augmentation")
    stand_ins = {name: types.ModuleType(name) for name in names}
    for module in stand_ins.values():
        for inner in ("EncodecModel", "Spectrogram", "LogmelFilterBank", "SpecAugmentation"):
            setattr(module, inner, Unused)
    with pytest.MonkeyPatch.context() as patch, warnings.catch_warnings():
        warnings.simplefilter("ignore")
        for name, module in stand_ins.items():
            patch.setitem(sys.modules, name, module)
        yield importlib.import_module("frechet_audio_distance")
        for name in [name for name in sys.modules if name.startswith("frechet_audio_distance")]:
            del sys.modules[name]


@pytest.fixture(scope="module")
def published(fad: Any) -> Callable[[np.ndarray, np.ndarray], float]:
    """Its distance of two clouds."""
    distance = fad.FrechetAudioDistance.__new__(fad.FrechetAudioDistance)

    def measure(one: np.ndarray, other: np.ndarray) -> float:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # scipy announces changes of sqrtm
            first, second = (distance.calculate_embd_statistics(rows.astype(float)) for rows in (one, other))
            return float(distance.calculate_frechet_distance(*first, *second))

    return measure


# Fréchet


def test_frechet_of_gaussians_has_a_closed_form() -> None:
    """Independent components: |m1 - m2|² + Σ (s1 - s2)²; and 0 for equal ones."""
    mean, other = np.array([1.0, 2.0, 3.0]), np.array([1.5, 0.0, 3.0])
    first, second = np.diag([1.0, 4.0, 9.0]), np.diag([4.0, 4.0, 0.25])
    expected = 0.25 + 4 + (1 - 2) ** 2 + 0 + (3 - 0.5) ** 2
    assert frechet_of_gaussians(Gaussian(mean, first), Gaussian(other, second)) == pytest.approx(expected)
    assert frechet_of_gaussians(Gaussian(mean, first), Gaussian(mean, first)) == pytest.approx(0, abs=1e-9)
    turn = np.linalg.qr(np.random.default_rng(0).normal(size=(3, 3)))[0]  # the distance does not see a rotation
    turned = [Gaussian(m @ turn, turn.T @ s @ turn) for m, s in ((mean, first), (other, second))]
    assert frechet_of_gaussians(*turned) == pytest.approx(expected)


@pytest.mark.parametrize(("rows", "others", "width"), [(300, 200, 16), (40, 60, 64), (12, 300, 64), (64, 65, 64)])
def test_frechet_agrees_with_others(
    rows: int, others: int, width: int, published: Callable[[np.ndarray, np.ndarray], float]
) -> None:
    one, other = cloud(rows, width, 1), cloud(others, width, 2, shift=0.3)
    assert frechet(one, other) == pytest.approx(by_scipy(one, other), rel=2e-3)
    assert frechet(one, other) == pytest.approx(published(one, other), rel=2e-3)
    assert frechet(one, other) == pytest.approx(frechet(other, one))
    assert frechet(one, one) == pytest.approx(0, abs=1e-6)


def test_frechet_on_real_embeddings(
    real: tuple[np.ndarray, np.ndarray], published: Callable[[np.ndarray, np.ndarray], float]
) -> None:
    tones, noises = real
    assert frechet(tones, noises) == pytest.approx(by_scipy(tones, noises), abs=2e-3)
    assert frechet(tones, noises) == pytest.approx(published(tones, noises), abs=2e-3)
    assert frechet(tones[::2], tones[1::2]) < frechet(tones, noises) / 3


def test_frechet_interval_narrows_with_more_clips() -> None:
    wide = frechet_interval(cloud(30, 8, 1), cloud(30, 8, 2, 0.5))
    narrow = frechet_interval(cloud(500, 8, 1), cloud(500, 8, 2, 0.5))
    assert wide.low < wide.value < wide.high
    assert narrow.high - narrow.low < (wide.high - wide.low) / 2


def test_windows_of_one_clip_are_drawn_together() -> None:
    """Ten equal windows a clip say no more than one: the interval is that of the clips, not of ten times as many."""
    one, other = cloud(20, 8, 1), cloud(24, 8, 2, 0.5)
    first, second = (np.repeat(rows, 10, axis=0) + 0.001 * cloud(10 * len(rows), 8, 3) for rows in (one, other))
    clips = frechet_interval(one, other)
    together = frechet_interval(first, second, counts=((10,) * 20, (10,) * 24))
    apart = frechet_interval(first, second)
    assert together.high - together.low > 0.6 * (clips.high - clips.low) > 1.5 * (apart.high - apart.low)
    many = HeardSet("x", one, first, np.zeros((20, 0)), (10,) * 20)
    few = HeardSet("x", other, second, np.zeros((24, 0)), (10,) * 24)
    [found] = [each for each in distances(many, few) if each.metric == "FAD"]
    assert (found.low, found.high) == pytest.approx((max(0, together.low), together.high))


@pytest.mark.parametrize("measure", [frechet, kernel_interval])
def test_clouds_that_cannot_be_compared(measure: Callable[..., object]) -> None:
    good = cloud(10, 4, 0)
    with pytest.raises(BadInput, match="at least two clips"):
        measure(good[:1], good)
    with pytest.raises(BadInput, match="4 and of 5 numbers"):
        measure(good, cloud(10, 5, 0))
    bad = good.copy()
    bad[[3, 7], 1] = np.nan
    with pytest.raises(BadInput, match="2 of 10 embeddings"):
        measure(good, bad)


# KID


def test_kernel_distance_agrees_with_torchmetrics(real: tuple[np.ndarray, np.ndarray]) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        from torchmetrics.image.kid import maximum_mean_discrepancy, poly_kernel
    for one, other in ((cloud(50, 32, 1), cloud(50, 32, 2, 0.4)), (real[0][:30], real[1])):
        a, b = torch.from_numpy(one).double(), torch.from_numpy(other).double()
        theirs = maximum_mean_discrepancy(poly_kernel(a, a), poly_kernel(a, b), poly_kernel(b, b))
        assert kernel_interval(one, other).value == pytest.approx(float(theirs), rel=1e-9)


def test_kernel_distance_is_unbiased() -> None:
    """Over many small draws of one distribution its mean is 0, where a Fréchet distance is far above."""
    draws = [(cloud(12, 8, 2 * seed), cloud(12, 8, 2 * seed + 1)) for seed in range(300)]
    found = np.array([kernel_interval(*draw).value for draw in draws])
    assert abs(found.mean()) < 3 * found.std() / np.sqrt(len(found))
    assert np.mean([frechet(*draw) for draw in draws[:50]]) > 1


def test_kernel_interval_holds_the_distance() -> None:
    found = kernel_interval(cloud(84, 16, 1), cloud(100, 16, 2, 1.0))
    assert 0 < found.low < found.value < found.high
    same = kernel_interval(cloud(84, 16, 1), cloud(100, 16, 2))
    assert same.low < 0 < same.high


def test_kernel_test_sees_which_system_is_nearer() -> None:
    reference = cloud(100, 16, 0)
    near, far = cloud(60, 16, 1, 0.1), cloud(60, 16, 1, 0.8)
    found = kernel_test(near, far, reference)
    assert found.high < 0
    assert found.clear
    assert found.p < 0.01
    assert not kernel_test(near, cloud(60, 16, 5, 0.1), reference).clear
    with pytest.raises(BadInput, match="do not pair up"):
        kernel_test(near, far[:10], reference)


# Classes


@pytest.mark.parametrize(("items", "real"), [(2, 2), (3, 3), (3, 50), (50, 3)])
def test_of_two_or_three_items_a_kernel_test_says_nothing(items: int, real: int) -> None:
    found = kernel_test(cloud(items, 16, 1), cloud(items, 16, 2, 5.0), cloud(real, 16, 3))
    assert not found.verdict
    assert not found.clear
    assert (found.low, found.high, found.p, found.items) == (-math.inf, math.inf, 1.0, min(items, real))
    assert kernel_test(cloud(4, 16, 1), cloud(4, 16, 2), cloud(4, 16, 3)).verdict


def test_divergence_agrees_with_scipy() -> None:
    chance = np.random.default_rng(0)
    p, q = chance.uniform(0.01, 1, (2, 20, 30))
    expected = [scipy.stats.entropy(a / a.sum(), b / b.sum()) for a, b in zip(p, q, strict=True)]
    assert divergence(p, q) == pytest.approx(expected, rel=1e-6)
    assert divergence(p, p) == pytest.approx(np.zeros(20), abs=1e-12)
    assert np.isfinite(divergence(np.eye(3), np.roll(np.eye(3), 1, axis=0))).all()


def test_inception_score_runs_from_one_to_the_number_of_classes() -> None:
    assert inception_score(np.ones((20, 7))).value == pytest.approx(1)
    assert inception_score(np.eye(7)[np.arange(70) % 7]).value == pytest.approx(7, rel=1e-3)
    rows = shares(np.random.default_rng(0).uniform(size=(40, 9)))
    expected = np.exp(np.mean(scipy.special.rel_entr(rows, rows.mean(0)).sum(1)))
    assert inception_score(rows).value == pytest.approx(expected)


def test_agreement_and_chance() -> None:
    scores = np.array([[9, 8, 1, 0.0], [0, 1, 9, 8], [9, 1, 0, 8.0]])
    wanted = [frozenset({1}), frozenset({1}), frozenset({2})]
    assert best_tags(scores, 2) == ((0, 1), (2, 3), (0, 3))
    assert agreement(wanted, scores, top=2).tolist() == [1, 0, 0]
    assert chance_agreement(wanted, scores, top=2).tolist() == [0, 1, 0]  # clip 1 has what clip 2 should have
    told = agreed(HeardSet("x", scores, scores, scores), [frozenset({0})] * 3)
    assert told.measured[1].value is None
    assert "one class" in told.measured[1].note


def test_variety() -> None:
    rows = np.array([[1, 0], [0, 1], [1, 0], [1, 0.01], [5, 5.0]])
    found = variety(["a", "a", "b", "b", "c"], rows)
    assert found.distances == pytest.approx([1, 0], abs=1e-3)
    assert found.duplicates.tolist() == [0, 1]
    none = varieties(HeardSet("x", rows, rows, rows), list("abcde"))
    assert [each.value for each in none] == [None, None]


def test_one_clip_is_said_so() -> None:
    one, many = cloud(1, 8, 0), cloud(20, 8, 1)
    heard = [HeardSet("x", rows, rows, np.abs(rows)) for rows in (one, many)]
    assert {each.value for each in distances(*heard)} == {None}
    assert {each.note for each in distances(*heard)} == {"one clip has no distribution"}


# Statistics


def test_paired_test_agrees_with_scipy() -> None:
    chance = np.random.default_rng(0)
    first = chance.normal(0.4, 1, 40)
    second = chance.normal(0, 1, 40)
    mine = paired_test(first, second)
    theirs = scipy.stats.permutation_test(
        (first, second), lambda a, b: np.mean(a - b), permutation_type="samples", n_resamples=9_999, random_state=1
    )
    assert mine.p == pytest.approx(theirs.pvalue, abs=0.02)
    assert mine.low < mine.difference < mine.high
    assert paired_test(first, first).p == 1
    with pytest.raises(ValueError, match="do not pair up"):
        paired_test(first, second[:3])


def test_bootstrap_covers_the_mean_as_often_as_it_says() -> None:
    chance, covered = np.random.default_rng(0), 0
    for _ in range(200):
        found = bootstrap_mean(chance.normal(1, 1, 60))
        covered += found.low <= 1 <= found.high
    assert 0.88 < covered / 200 < 0.99


@pytest.mark.parametrize(("successes", "trials"), [(0, 0), (5, 5), (3, 12), (30, 40), (50, 100)])
def test_binomial_test_agrees_with_scipy(successes: int, trials: int) -> None:
    expected = scipy.stats.binomtest(successes, trials).pvalue if trials else 1
    assert binomial_test(successes, trials) == pytest.approx(expected)


def test_spearman_agrees_with_scipy() -> None:
    chance = np.random.default_rng(0)
    for _ in range(20):
        one, other = chance.integers(0, 6, (2, 15))  # many ties
        assert spearman(list(one), list(other)) == pytest.approx(scipy.stats.spearmanr(one, other).statistic)
    assert spearman([1, 2, 3], [5, 5, 5]) == 0


def test_linear_accuracy_and_axes() -> None:
    one, other = cloud(60, 20, 1), cloud(90, 20, 2)
    assert linear_accuracy(one, other) == pytest.approx(0.5, abs=0.12)
    assert linear_accuracy(one, other + 3) > 0.97
    flat = np.outer(np.arange(10.0), [3, 4, 0]) + 1.0
    assert np.abs(principal_axes(flat)[:, 0]).max() == pytest.approx(22.5)
    assert np.abs(principal_axes(flat)[:, 1]).max() == pytest.approx(0, abs=1e-9)


def test_every_card_says_what_it_must() -> None:
    assert len({card.name for card in CARDS}) == len(CARDS)
    for card in CARDS:
        assert card.definition
        assert card.title
        assert card.better in Better
    assert all("2048" in card.caution for card in CARDS if card.name in ("FD", "FAD"))


# Networks whose weights are not shipped, with random weights, beside the code they were published with


def test_vggish_is_the_published_network(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from v2a_plugin.judges.vggish import load_vggish

    monkeypatch.setitem(sys.modules, "resampy", types.ModuleType("resampy"))  # only for other rates than 16 kHz
    reference: Any = importlib.import_module("torchvggish.torchvggish")
    features: Any = importlib.import_module("torchvggish.vggish_input")
    torch.manual_seed(0)
    network = reference.VGG(reference.make_layers(), postprocess=False).eval()
    torch.save(network.state_dict(), tmp_path / "vggish.pth")
    samples = (0.3 * np.random.default_rng(0).normal(size=3 * RATE)).astype(np.float32)
    with torch.inference_mode():
        expected = network(features.waveform_to_examples(samples, RATE).detach())
    heard = load_vggish(tmp_path / "vggish.pth").hear(Sound.mono(samples, RATE))
    assert heard.windows.shape == (3, 128)
    assert np.ptp(heard.windows) > 1e-4
    assert heard.windows == pytest.approx(expected.numpy(), abs=1e-4)
    assert heard.scores.shape == (0,)


def cnn14_checkpoint(path: Path) -> torch.nn.Module:
    """Cnn14 at 8 kHz with the matrices that the published checkpoints carry."""
    from v2a_plugin.judges.panns import Cnn14

    torch.manual_seed(0)
    network = Cnn14(256, classes=20).eval()
    angle = 2 * np.pi * np.outer(np.arange(129), np.arange(256)) / 256
    hann = np.hanning(257)[:-1]
    state = network.state_dict()
    state["spectrogram_extractor.stft.conv_real.weight"] = torch.from_numpy(np.cos(angle) * hann)[:, None].float()
    state["spectrogram_extractor.stft.conv_imag.weight"] = torch.from_numpy(-np.sin(angle) * hann)[:, None].float()
    state["logmel_extractor.melW"] = torch.rand(129, 64)
    torch.save({"model": state}, path)
    network.load_state_dict(state)
    return network


def test_panns_is_the_published_network(tmp_path: Path, fad: Any) -> None:
    """Spectrogram against torch.stft, the rest against the authors' class, through a file as they publish it."""
    from v2a_plugin.judges.panns import Cnn14, load_panns

    network = cnn14_checkpoint(tmp_path / "Cnn14.pth")
    assert isinstance(network, Cnn14)
    samples = torch.from_numpy((0.3 * np.random.default_rng(0).normal(size=8000)).astype(np.float32))
    power = torch.stft(samples, 256, 80, window=torch.hann_window(256), return_complex=True).abs() ** 2
    expected = 10 * torch.log10((power.T @ network.state_dict()["logmel_extractor.melW"]).clamp(min=1e-10))
    reference = fad.fad.Cnn14_8k(8000, 256, 80, 64, 50, 4000, 20).eval()
    state = {name: value for name, value in network.state_dict().items() if "extractor" not in name}
    reference.load_state_dict(state)
    with torch.inference_mode():
        seen = network.log_mel(samples[None])
        assert seen[0, 0].numpy() == pytest.approx(expected.numpy(), abs=1e-2)
        theirs = reference(seen)
    heard = load_panns(tmp_path / "Cnn14.pth").hear(Sound.mono(samples.numpy(), 8000))
    assert heard.windows == pytest.approx(theirs["embedding"].numpy(), rel=1e-4, abs=1e-5)
    assert heard.scores == pytest.approx(theirs["clipwise_output"][0].numpy(), abs=1e-5)
    assert np.ptp(heard.scores) > 1e-3


def test_weights_of_another_network_are_refused(tmp_path: Path) -> None:
    from v2a_plugin.judges.panns import load_panns
    from v2a_plugin.judges.vggish import load_vggish

    cnn14_checkpoint(tmp_path / "cnn.pth")
    with pytest.raises(BadInput, match="not a checkpoint of VGGish"):
        load_vggish(tmp_path / "cnn.pth")
    torch.save({"a": torch.zeros(1)}, tmp_path / "other.pth")
    with pytest.raises(BadInput, match="no checkpoint of Cnn14"):
        load_panns(tmp_path / "other.pth")
    (tmp_path / "broken.pth").write_bytes(b"PK\x03\x04 nothing")
    with pytest.raises(BadInput, match="damaged"):
        load_vggish(tmp_path / "broken.pth")
