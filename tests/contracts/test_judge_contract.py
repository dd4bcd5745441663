"""What every judge keeps, whichever network is behind it."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path

import numpy as np
import pytest
import torch

from v2a_plugin.encoders.clap import load_clap
from v2a_plugin.judges.aisfx import CLASSES_FILE, AisfxClasses, AisfxJudge, AisfxNetwork
from v2a_plugin.judges.clap_judge import ClapJudge
from v2a_plugin.judges.panns import Cnn14, PannsJudge
from v2a_plugin.judges.protocol import Judge, hear_all
from v2a_plugin.judges.vggish import VGGish, VggishJudge
from v2a_plugin.model.config import PartSource, Runtime
from v2a_plugin.model.progress import finish
from v2a_plugin.model.sound import Sound
from v2a_plugin.testing.towers import tiny_clap_folder


def clap(folder: Path) -> Judge:
    tiny_clap_folder(folder / "clap")
    encoder = load_clap(PartSource("clap", folder / "clap", space_out="sounds"), Runtime())
    return ClapJudge(encoder, ["rain on a roof", "a door closing"])


def panns(_: Path) -> Judge:
    torch.manual_seed(0)
    network = Cnn14(256, classes=20)
    network.load_state_dict({name: torch.rand_like(value) * 0.1 for name, value in network.state_dict().items()
                             if value.is_floating_point()}, strict=False)  # fmt: skip
    return PannsJudge(network, 8_000)


def vggish(_: Path) -> Judge:
    torch.manual_seed(0)
    return VggishJudge(VGGish())


def aisfx(folder: Path) -> Judge:
    torch.manual_seed(0)
    known = AisfxClasses(
        ("bell", "dog"), np.zeros(512, np.float32), np.eye(512, dtype=np.float32), np.eye(2, 512, dtype=np.float32)
    )
    known.save(folder / CLASSES_FILE)
    return AisfxJudge(AisfxNetwork(), AisfxClasses.load(folder / CLASSES_FILE))


JUDGES: dict[str, Callable[[Path], Judge]] = {"clap": clap, "panns": panns, "vggish": vggish, "aisfx": aisfx}
"""Add yours, with random weights, and it is tested; yamnet and passt need weights that do not ship."""


@pytest.fixture(scope="module", params=JUDGES)
def judge(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Judge:
    return JUDGES[request.param](tmp_path_factory.mktemp("judge"))


def noise(seconds: float, rate: int = 48_000, seed: int = 0) -> Sound:
    samples = np.random.default_rng(seed).normal(0, 0.1, max(1, round(seconds * rate)))
    return Sound.mono(samples.astype(np.float32), rate)


def test_it_says_what_it_is(judge: Judge) -> None:
    assert isinstance(judge, Judge)
    assert judge.name
    assert len(set(judge.classes)) == len(judge.classes)


@pytest.mark.parametrize("seconds", [0.01, 0.5, 1.0, 3.7])
@pytest.mark.parametrize("rate", [8_000, 44_100, 48_000])
def test_any_length_and_rate_is_heard(judge: Judge, seconds: float, rate: int) -> None:
    heard = judge.hear(noise(seconds, rate))
    assert heard.windows.ndim == 2
    assert len(heard.windows) >= 1
    assert heard.scores.shape == (len(judge.classes),)
    for values in (heard.windows, heard.scores):
        assert values.dtype == np.float32
        assert np.isfinite(values).all()
    assert (heard.scores >= 0).all()


@pytest.mark.parametrize("sides", [(1, 1), (1, -1), (1, -1, 0, 0), (0, 0, 0, 0, 1, -1)])
def test_channels_are_folded_and_opposite_phases_kept(judge: Judge, sides: tuple[int, ...]) -> None:
    mono = noise(1.0)
    wide = judge.hear(Sound(np.stack([np.float32(side) * mono.samples[0] for side in sides]), mono.rate))
    alone = judge.hear(mono)
    np.testing.assert_array_equal(wide.windows, alone.windows)
    np.testing.assert_array_equal(wide.scores, alone.scores)


def test_silence_is_heard_too(judge: Judge) -> None:
    heard = judge.hear(Sound.mono(np.zeros(48_000, np.float32), 48_000))
    assert np.isfinite(heard.windows).all()
    assert np.isfinite(heard.scores).all()


def test_a_clip_is_heard_alike_among_others(judge: Judge) -> None:
    wanted = [(1.0, 48_000, 1), (1.5, 16_000, 2), (1.0, 48_000, 3)]
    together = finish(hear_all(judge, [partial(noise, *each) for each in wanted]))
    assert together.judge == judge.name
    assert len(together.clips) == 3
    assert sum(together.counts) == len(together.windows)
    alone = judge.hear(noise(*wanted[1]))
    np.testing.assert_allclose(together.clips[1], alone.windows.mean(0), atol=1e-5)
    np.testing.assert_allclose(together.scores[1], alone.scores, atol=1e-6)
    assert np.abs(together.clips[0] - together.clips[1]).max() > 0
