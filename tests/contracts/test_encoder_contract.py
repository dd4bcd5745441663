"""What every encoder keeps, whichever library is behind it."""

from __future__ import annotations

import logging
import socket
import tomllib
from collections.abc import Callable
from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest

import v2a_resources
from v2a_plugin.encoders.clap import load_clap
from v2a_plugin.encoders.clip import load_open_clip
from v2a_plugin.encoders.named import load_named
from v2a_plugin.encoders.protocols import AudioEncoder, VisualEncoder
from v2a_plugin.encoders.yamnet import load_yamnet_encoder
from v2a_plugin.model.config import PartSource, Runtime
from v2a_plugin.model.embeddings import FrameBatch
from v2a_plugin.model.sound import Sound
from v2a_plugin.testing.towers import tiny_clap_folder, tiny_named_folder, tiny_open_clip_folder, tiny_yamnet_folder

MINI = v2a_resources.bundle_path("mini")
TEXTS = ("", "a dog barks", "Ein Hund bellt – 犬が吠える 🐕", "rain " * 300)

Folder = Callable[[Path], tuple[str, Path]]  # kind and folder
VISUAL: dict[str, Folder] = {
    "open_clip": lambda path: ("open_clip", tiny_open_clip_folder(path / "visual é")),
    "named": lambda path: ("named", tiny_named_folder(path / "named é")),
}
AUDIO: dict[str, Folder] = {
    "clap": lambda path: ("clap", tiny_clap_folder(path / "clap é")),
    "clap with fusion": lambda path: ("clap", tiny_clap_folder(path / "fused", fusion=True)),
    "yamnet": lambda path: ("yamnet", tiny_yamnet_folder(path / "yamnet é")),
}
if (MINI / "visual" / "open_clip_model.safetensors").is_file():
    VISUAL["mini"] = lambda _: _of_mini("visual")
    AUDIO["mini"] = lambda _: _of_mini("audio")


def _of_mini(part: str) -> tuple[str, Path]:
    described = tomllib.loads((MINI / "card.toml").read_text(encoding="utf-8"))[part]
    return described["kind"], MINI / described["folder"]


def visual_encoder(kind: str, folder: Path) -> VisualEncoder:
    load: Callable[[PartSource, Runtime], VisualEncoder] = load_named if kind == "named" else load_open_clip
    return load(PartSource(kind, folder, space_out="pictures"), Runtime())


def audio_encoder(kind: str, folder: Path) -> AudioEncoder:
    load: Callable[[PartSource, Runtime], AudioEncoder] = load_yamnet_encoder if kind == "yamnet" else load_clap
    return load(PartSource(kind, folder, space_out="sounds"), Runtime())


@pytest.fixture(scope="module", params=VISUAL)
def visual_folder(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> tuple[str, Path]:
    return VISUAL[request.param](tmp_path_factory.mktemp("bundle"))


@pytest.fixture(scope="module")
def visual(visual_folder: tuple[str, Path]) -> VisualEncoder:
    return visual_encoder(*visual_folder)


@pytest.fixture(scope="module", params=AUDIO)
def audio_folder(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> tuple[str, Path]:
    return AUDIO[request.param](tmp_path_factory.mktemp("bundle"))


@pytest.fixture(scope="module")
def audio(audio_folder: tuple[str, Path]) -> AudioEncoder:
    return audio_encoder(*audio_folder)


@pytest.fixture
def connections(monkeypatch: pytest.MonkeyPatch) -> list[object]:
    """Every attempt to reach any address, all refused; libraries often swallow the refusal."""
    tried: list[object] = []

    def refuse(*address: object, **_: object) -> None:
        tried.append(address)
        raise OSError("no network in this test")

    monkeypatch.setattr(socket.socket, "connect", refuse)
    monkeypatch.setattr(socket, "getaddrinfo", refuse)
    return tried


def check_vectors(vectors: np.ndarray, count: int, width: int) -> None:
    assert vectors.shape == (count, width)
    assert vectors.dtype == np.float32
    np.testing.assert_allclose(np.linalg.norm(vectors, axis=1), 1, atol=1e-5)


def pictures(count: int, height: int, width: int) -> FrameBatch:
    """Different pictures: gradients of their own direction and colour, with noise."""
    rng = np.random.default_rng(7)
    down, across = np.mgrid[:height, :width] / max(height, width)
    made = [
        np.stack([down * c[0] + across * c[1] + c[2] * 0.3 for c in rng.uniform(-1, 1, (3, 3))], -1)
        for _ in range(count)
    ]
    noisy = np.stack(made) * 128 + 128 + rng.normal(0, 10, (count, height, width, 3))
    return FrameBatch(noisy.clip(0, 255).astype(np.uint8), tuple(Fraction(i, 25) for i in range(count)))


def noise(samples: int, rate: int, seed: int = 0) -> Sound:
    return Sound.mono(np.random.default_rng(seed).normal(0, 0.1, samples).astype(np.float32), rate)


def tone(samples: int, rate: int, hertz: float = 440) -> Sound:
    return Sound.mono(np.sin(np.arange(samples) * 2 * np.pi * hertz / rate).astype(np.float32) / 2, rate)


# Pictures


def test_pictures_become_unit_vectors(visual: VisualEncoder) -> None:
    assert isinstance(visual, VisualEncoder)
    assert visual.clip_space == "pictures"
    vectors = visual.embed_frames(pictures(5, visual.image_size, visual.image_size))
    check_vectors(vectors, 5, visual.width)
    assert (vectors @ vectors.T)[~np.eye(5, dtype=bool)].max() < 0.9999


@pytest.mark.parametrize(("height", "width"), [(1, 1), (90, 160), (333, 100)])
def test_pictures_of_any_size_are_taken(visual: VisualEncoder, height: int, width: int) -> None:
    check_vectors(visual.embed_frames(pictures(2, height, width)), 2, visual.width)


def test_a_picture_does_not_depend_on_its_neighbours(visual: VisualEncoder) -> None:
    frames = pictures(19, visual.image_size, visual.image_size)
    together = visual.embed_frames(frames)
    some = [0, 1, 7, 8, 15, 16, 18]  # on both sides of where a batch may end
    alone = [visual.embed_frames(FrameBatch(frames.pixels[i : i + 1], frames.times[:1]))[0] for i in some]
    np.testing.assert_allclose(together[some], alone, atol=2e-5)
    np.testing.assert_array_equal(together, visual.embed_frames(frames))


def test_pixels_are_left_as_they_were(visual: VisualEncoder) -> None:
    frames = pictures(2, visual.image_size, visual.image_size)
    before = frames.pixels.copy()
    frames.pixels.flags.writeable = False
    visual.embed_frames(frames)
    np.testing.assert_array_equal(frames.pixels, before)


# Words


def check_texts(encoder: VisualEncoder | AudioEncoder) -> None:
    vectors = encoder.embed_text(TEXTS)
    check_vectors(vectors, len(TEXTS), encoder.width)
    alone = np.concatenate([encoder.embed_text([text]) for text in TEXTS])
    np.testing.assert_allclose(vectors, alone, atol=2e-5)
    assert vectors[0] @ vectors[1] < 0.9999
    np.testing.assert_array_equal(encoder.embed_text(["a dog barks"]), encoder.embed_text(("a dog barks",)))
    assert encoder.embed_text([]).shape == (0, encoder.width)


def test_any_text_becomes_a_vector_of_the_pictures_space(visual: VisualEncoder) -> None:
    check_texts(visual)


def test_any_text_becomes_a_vector_of_the_sounds_space(audio: AudioEncoder) -> None:
    check_texts(audio)


# Sounds


def test_sounds_become_unit_vectors_of_the_words_space(audio: AudioEncoder) -> None:
    assert isinstance(audio, AudioEncoder)
    assert audio.clap_space == "sounds"
    sounds = [
        noise(16_000, 16_000),
        tone(48_000, 48_000),
        tone(24_000, 8_000),
        Sound.mono(np.zeros(100, np.float32), 44_100),
    ]
    vectors = audio.embed_sounds(sounds)
    check_vectors(vectors, 4, audio.width)
    assert vectors[0] @ vectors[1] < 0.9999
    assert audio.embed_sounds([]).shape == (0, audio.width)


@pytest.mark.parametrize("length", [1, 2, 479, 480_000, 480_001, 1_000_003])
@pytest.mark.parametrize("rate", [48_000, 16_000, 192_000])
def test_sounds_of_any_length_and_rate_are_taken(audio: AudioEncoder, length: int, rate: int) -> None:
    sound = noise(min(length, rate * 21), rate)
    check_vectors(audio.embed_sounds([sound]), 1, audio.width)


def test_a_sound_does_not_depend_on_its_neighbours_or_on_chance(audio: AudioEncoder) -> None:
    sounds = [noise(16_000, 16_000), tone(1_100_000, 48_000), noise(700_000, 44_100, seed=1), tone(9_000, 48_000, 880)]
    np.random.seed(1)
    together = audio.embed_sounds(sounds)
    np.random.seed(2)
    np.testing.assert_array_equal(together, audio.embed_sounds(sounds))
    alone = np.concatenate([audio.embed_sounds([sound]) for sound in sounds])
    np.testing.assert_allclose(together, alone, atol=2e-5)


@pytest.mark.parametrize("sides", [(1, 1), (1, -1), (0, 0, 0, 0, 1, -1)])
def test_channels_are_folded_and_opposite_phases_kept(audio: AudioEncoder, sides: tuple[int, ...]) -> None:
    mono = noise(48_000, 48_000)
    wide = Sound(np.stack([np.float32(side) * mono.samples[0] for side in sides]), mono.rate)
    one, other = audio.embed_sounds([mono, wide])
    np.testing.assert_allclose(one, other, atol=1e-5)


def test_the_rate_of_a_file_hardly_matters(audio: AudioEncoder) -> None:
    at_48, at_44 = audio.embed_sounds([tone(48_000, 48_000), tone(44_100, 44_100)])
    other = audio.embed_sounds([noise(48_000, 48_000)])[0]
    assert at_48 @ at_44 > 0.99  # resampling moves the seams of the repeated sound a little
    assert at_48 @ at_44 > at_48 @ other


# Loading


def test_loading_and_encoding_open_no_connection(
    visual_folder: tuple[str, Path], audio_folder: tuple[str, Path], connections: list[object]
) -> None:
    before = list(logging.getLogger().handlers)
    visual, audio = visual_encoder(*visual_folder), audio_encoder(*audio_folder)
    visual.embed_frames(pictures(1, 50, 40))
    visual.embed_text(TEXTS)
    audio.embed_sounds([tone(1000, 44_100)])
    audio.embed_text(TEXTS)
    assert connections == []
    with pytest.raises(OSError, match="no network"):
        socket.create_connection(("localhost", 9))
    assert len(connections) == 1  # an attempt would have been seen
    assert logging.getLogger().handlers == before
