"""A clip of a few hundredths of a second is too short for a loudness, and not silent."""

from __future__ import annotations

import numpy as np
import pytest

from v2a_plugin.evaluation.clip_health import condition_of, conditions
from v2a_plugin.model.sound import Sound


def burst(seconds: float, peak_db: float = -8.0) -> Sound:
    count = round(48_000 * seconds)
    return Sound.mono((10 ** (peak_db / 20) * np.sin(np.arange(count) / 20)).astype(np.float32), 48_000)


def said(*sounds: Sound) -> dict[str, tuple[float | None, str]]:
    found = conditions([condition_of(sound, None) for sound in sounds])
    return {measured.metric: (measured.value, measured.note) for measured in found}


@pytest.mark.parametrize("seconds", [0.002, 0.05, 0.3])
def test_a_short_clip_is_called_short(seconds: float) -> None:
    told = said(burst(seconds))
    assert told["silent"][0] == 0
    assert "too short" in told["loudness"][1]
    assert told["true peak"][0] == pytest.approx(-8, abs=1.5)


def test_silence_is_called_silence_whatever_its_length() -> None:
    for seconds in (0.05, 1.0):
        told = said(Sound.mono(np.zeros(round(48_000 * seconds), np.float32), 48_000))
        assert told["silent"][0] == 1
        assert told["loudness"][1] == "nothing is loud enough to have one"


def test_some_are_short() -> None:
    assert said(burst(0.05), Sound.mono(np.zeros(48_000, np.float32), 48_000))["loudness"][1].startswith(
        "1 of 2 clips are"
    )
