"""PaSST and Wav2CLIP with random weights beside the packages they were published in: `pip install 'v2a-plugin[judges]'`."""

from __future__ import annotations

import warnings
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch

from v2a_plugin.model.embeddings import unit
from v2a_plugin.model.errors import BadInput
from v2a_plugin.model.sound import Sound

pytestmark = pytest.mark.filterwarnings("ignore")


@pytest.fixture(autouse=True)
def _own_chance() -> Iterator[None]:
    with torch.random.fork_rng(), warnings.catch_warnings():
        torch.manual_seed(0)
        yield


def noise(seconds: float, rate: int) -> Sound:
    chance = np.random.default_rng(0)
    return Sound.mono((0.1 * chance.normal(size=round(seconds * rate))).astype(np.float32), rate)


def test_passt_is_the_published_network(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    passt: Any = pytest.importorskip("hear21passt.models.passt")
    wrapper: Any = pytest.importorskip("hear21passt.wrapper")
    preprocess: Any = pytest.importorskip("hear21passt.models.preprocess")
    from v2a_plugin.judges.passt import load_passt

    passt.first_RUN = False
    network = passt.PaSST(
        stride=(10, 10), num_classes=527, distilled=True, img_size=(128, 998), in_chans=1, patch_size=16,
        embed_dim=768, depth=12, num_heads=12,
    ).eval()  # fmt: skip
    torch.save(network.state_dict(), tmp_path / "passt.pt")
    capfd.readouterr()
    judge = load_passt(tmp_path / "passt.pt")
    sound = noise(10, 32_000)
    heard = judge.hear(sound)
    assert capfd.readouterr().out == ""  # what is printed would spoil --json
    mel = preprocess.AugmentMelSTFT(
        n_mels=128, sr=32000, win_length=800, hopsize=320, n_fft=1024, freqm=48, timem=192, htk=False, fmin=0.0,
        fmax=None, norm=1, fmin_aug_range=10, fmax_aug_range=2000,
    )  # fmt: skip
    theirs = wrapper.PasstBasicWrapper(mel=mel, net=network, mode="all").eval()
    with torch.inference_mode():
        expected = theirs(torch.from_numpy(sound.samples[0])[None])[0].numpy()  # logits, then the embedding
    assert heard.windows.shape == (1, 768)
    assert heard.scores == pytest.approx(1 / (1 + np.exp(-expected[:527])), abs=1e-4)
    assert heard.windows[0] == pytest.approx(expected[527:], abs=1e-3)
    assert judge.hear(noise(13, 48_000)).windows.shape == (2, 768)
    torch.save({"a": torch.zeros(1)}, tmp_path / "other.pt")
    with pytest.raises(BadInput, match="not a checkpoint of PaSST"):
        load_passt(tmp_path / "other.pt")


def test_wav2clip_is_the_published_network(tmp_path: Path) -> None:
    wav2clip: Any = pytest.importorskip("wav2clip")
    from v2a_plugin.judges.wav2clip import load_wav2clip

    encoder: Any = pytest.importorskip("wav2clip.model.encoder")
    parts = {
        "audio_encoder": encoder.ResNetExtractor(scenario="supervise").encoder,
        "audio_transform": encoder.MLPLayers(),
    }
    state = {f"{name}.{key}": value for name, part in parts.items() for key, value in part.state_dict().items()}
    torch.save(state, tmp_path / "Wav2CLIP.pt")
    ours = load_wav2clip(tmp_path / "Wav2CLIP.pt", "openai-clip-vit-b-32")
    sound = noise(2, 16_000)
    network = encoder.ResNetExtractor(checkpoint=state, scenario="frozen", transform=True)
    expected = wav2clip.embed_audio(sound.samples[0] - sound.samples[0].mean(), network)[0]
    assert ours.embed(sound) == pytest.approx(unit(expected), abs=1e-5)
    assert ours.embed(sound).shape == (512,)
    with pytest.raises(BadInput, match="lives in the space"):
        load_wav2clip(tmp_path / "Wav2CLIP.pt", "mini-clip-128")
    torch.save({"a": torch.zeros(1)}, tmp_path / "other.pt")
    with pytest.raises(BadInput, match="no checkpoint of Wav2CLIP"):
        load_wav2clip(tmp_path / "other.pt", "openai-clip-vit-b-32")
