from __future__ import annotations

import json
import wave
from collections.abc import Callable
from fractions import Fraction
from pathlib import Path
from typing import TypeAlias

import numpy as np
import pytest

from v2a_plugin.delivery.protocol import DeliveryRequest
from v2a_plugin.model.errors import V2AError
from v2a_plugin.model.progress import Progress, finish
from v2a_plugin.model.recipe import Recipe
from v2a_plugin.model.serial import from_json
from v2a_plugin.model.sound import Sound
from v2a_plugin.model.takes import RenderedTake
from v2a_plugin.model.time import Span
from v2a_plugin.plugins.facade import load_plugins

MakeDelivery: TypeAlias = Callable[..., DeliveryRequest]
MakeTake: TypeAlias = Callable[..., RenderedTake]


def read_24_bit(path: Path) -> np.ndarray:
    """Integers as another reader than the writer's sees them."""
    with wave.open(str(path)) as file:
        assert (file.getframerate(), file.getsampwidth(), file.getnchannels()) == (48_000, 3, 1)
        raw = np.frombuffer(file.readframes(file.getnframes()), np.uint8).reshape(-1, 3).astype(np.int32)
    value = raw[:, 0] | raw[:, 1] << 8 | raw[:, 2] << 16
    return np.where(value >= 1 << 23, value - (1 << 24), value)


def test_each_take_becomes_a_wav_and_its_recipe(tmp_path: Path, make_delivery: MakeDelivery) -> None:
    request = make_delivery(3)
    folder = tmp_path / "Aufnahmen für Szene 1"
    steps = list(load_plugins().exporter("wav").write(request, folder))
    assert steps[0] == Progress("writing takes", 0, 3)
    assert steps[-1] == Progress("writing takes", 3, 3)
    expected = {"manifest.json", *(f"take-{n}{end}" for n in (1, 2, 3) for end in (".wav", ".recipe.json"))}
    assert {path.name for path in folder.iterdir()} == expected
    for number, rendered in enumerate(request.takes, start=1):
        written = read_24_bit(folder / f"take-{number}.wav")
        assert len(written) == rendered.take.rendered.samples(48_000)
        assert np.abs(written / 2**23 - rendered.sound.samples[0]).max() <= 2**-23
        recipe = from_json(Recipe, (folder / f"take-{number}.recipe.json").read_text(encoding="utf-8"))
        assert recipe == rendered.take.recipe


def test_the_manifest_lists_every_other_file_with_its_digest(tmp_path: Path, make_delivery: MakeDelivery) -> None:
    delivery = finish(load_plugins().exporter("wav").write(make_delivery(2), tmp_path))
    manifest = json.loads(delivery.manifest.read_text(encoding="utf-8"))
    assert manifest["exporter"] == "wav"
    assert manifest["rate"] == "24000/1001"
    assert [file["name"] for file in manifest["files"]] == [
        "take-1.wav", "take-1.recipe.json", "take-2.wav", "take-2.recipe.json",
    ]  # fmt: skip
    delivery.verify()
    with (tmp_path / "take-2.wav").open("r+b") as file:
        file.seek(100)
        file.write(b"\x55")
    with pytest.raises(V2AError, match=r"take-2.wav in .* has changed"):
        delivery.verify()
    (tmp_path / "take-2.wav").unlink()
    with pytest.raises(FileNotFoundError, match=r"take-2.wav is missing"):
        delivery.verify()


def test_ten_takes_sort_by_name(tmp_path: Path, make_delivery: MakeDelivery) -> None:
    finish(load_plugins().exporter("wav").write(make_delivery(10), tmp_path))
    assert [path.name for path in sorted(tmp_path.glob("*.wav"))] == [f"take-{n:02d}.wav" for n in range(1, 11)]


def test_a_hot_take_is_turned_down_and_says_so(
    tmp_path: Path, make_take: MakeTake, make_delivery: MakeDelivery
) -> None:
    span = Span(Fraction(0), Fraction(1))
    samples = np.linspace(-2, 1, span.widened(Fraction(1, 10)).samples(48_000), dtype=np.float32)
    hot = make_take(sound=Sound.mono(samples, 48_000), used=span)
    delivery = finish(load_plugins().exporter("wav").write(make_delivery(takes=(make_take(), hot)), tmp_path))
    assert delivery.notes == ("take-2.wav was turned down by 7.0 dB, because it would have clipped.",)
    assert json.loads(delivery.manifest.read_text(encoding="utf-8"))["notes"] == list(delivery.notes)
    written = read_24_bit(tmp_path / "take-2.wav") / 2**23
    assert np.abs(written).max() == pytest.approx(10 ** (-1 / 20), abs=1e-6)
    assert np.corrcoef(written, samples)[0, 1] > 0.999999  # one gain for all, no clipping


def test_full_scale_is_not_touched_and_does_not_wrap(
    tmp_path: Path, make_take: MakeTake, make_delivery: MakeDelivery
) -> None:
    span = Span(Fraction(0), Fraction(1))
    samples = np.tile(np.array([1, -1], np.float32), span.widened(Fraction(1, 10)).samples(48_000) // 2)
    delivery = finish(
        load_plugins()
        .exporter("wav")
        .write(make_delivery(takes=(make_take(sound=Sound.mono(samples, 48_000), used=span),)), tmp_path)
    )
    written = read_24_bit(tmp_path / "take-1.wav")
    assert not delivery.notes
    assert written[::2].min() >= 2**23 - 2
    assert written[1::2].max() <= -(2**23) + 2


def test_another_rate_is_brought_to_48_khz_at_the_exact_length(
    tmp_path: Path, make_take: MakeTake, make_delivery: MakeDelivery
) -> None:
    used = Span(Fraction(1001, 24000), Fraction(1001 * 25, 24000))
    rendered = used.widened(Fraction(1, 10))
    time = np.arange(rendered.samples(16_000)) / 16_000
    tone = Sound.mono((0.5 * np.sin(2 * np.pi * 440 * time)).astype(np.float32), 16_000)
    finish(load_plugins().exporter("wav").write(make_delivery(takes=(make_take(sound=tone, used=used),)), tmp_path))
    written = read_24_bit(tmp_path / "take-1.wav") / 2**23
    assert len(written) == rendered.samples(48_000)
    middle = slice(4800, -4800)
    expected = 0.5 * np.sin(2 * np.pi * 440 * np.arange(len(written)) / 48_000)
    assert np.abs(written - expected)[middle].max() < 1e-3
