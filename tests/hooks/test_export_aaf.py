"""The AAF exporter, read back by pyaaf2: mobs, positions, timecode and the files it links."""

from __future__ import annotations

import sys
from fractions import Fraction
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlparse

import aaf2  # type: ignore[import-untyped]
import numpy as np
import pytest
import soundfile

from v2a_plugin.delivery.protocol import Delivery, StemLayout
from v2a_plugin.model.errors import MissingDependency
from v2a_plugin.model.progress import Steps
from v2a_plugin.model.time import Span, index_at
from v2a_plugin.plugins.facade import load_plugins

PLUGINS = load_plugins(disabled=["*"])
Cut = Any
"""An `ImpulseCut` of conftest.py."""


def watched(steps: Steps[Delivery]) -> Delivery:
    """The delivery; on the way it was said how far the AAF is, stem for stem."""
    seen = []
    while True:
        try:
            seen.append(next(steps))
        except StopIteration as end:
            shown = [(step.done, step.total) for step in seen if step.stage == "writing the AAF"]
            assert shown == [(number, shown[-1][1]) for number in range(shown[-1][1] + 1)]
            delivery: Delivery = end.value
            return delivery


def written(cut: Cut, folder: Path, **settings: Any) -> tuple[Delivery, Path]:
    delivery = watched(PLUGINS.cut_exporter("aaf").write_cut(cut.request(**settings), folder))
    [name] = [file.name for file in delivery.files if file.name.endswith(".aaf")]
    return delivery, folder / name


def heard(file: Any) -> list[int]:
    """Samples after the start of the composition where an impulse plays, found through the chain of mobs."""
    [composition] = file.content.toplevel()
    samples = []
    for slot in composition.slots:
        if slot.media_kind != "Sound":
            continue
        position = 0
        assert slot.segment.length == sum(part.length for part in slot.segment.components)
        for part in slot.segment.components:
            if isinstance(part, aaf2.components.SourceClip):
                sound, rate = soundfile.read(linked(part.mob))
                assert slot.edit_rate == rate
                played = sound[part.start : part.start + part.length]
                assert len(played) == part.length
                samples += [int(sample) + position for sample in np.flatnonzero(np.abs(played) > 0.01)]
            position += part.length
    return sorted(samples)


def linked(master: Any) -> Path:
    """The file behind a master mob; what its descriptor says of it is what it is."""
    assert isinstance(master, aaf2.mobs.MasterMob)
    source = master.slots[0].segment.mob
    descriptor = source.descriptor
    path = Path(unquote(urlparse(descriptor["Locator"].value[0]["URLString"].value).path))
    info = soundfile.info(path)
    assert (descriptor["Length"].value, descriptor["SampleRate"].value) == (info.frames, info.samplerate)
    head = bytes(descriptor["Summary"].value)
    kind, channels, rate = (int.from_bytes(head[a:b], "little") for a, b in ((20, 22), (22, 24), (24, 28)))
    bits = int.from_bytes(head[34:36], "little")
    assert (kind, bits) == {"PCM_24": (1, 24), "FLOAT": (3, 32)}[info.subtype]
    assert (channels, rate, info.channels) == (1, info.samplerate, 1)
    return path


@pytest.mark.parametrize(
    ("rate", "drop"),
    [
        (Fraction(24000, 1001), False), (Fraction(24), False), (Fraction(25), False), (Fraction(30000, 1001), True),
        (Fraction(30000, 1001), False), (Fraction(30), False), (Fraction(48), False), (Fraction(50), False),
        (Fraction(60000, 1001), True), (Fraction(60), False),
    ],
)  # fmt: skip
def test_every_impulse_plays_on_its_sample(rate: Fraction, drop: bool, impulse_cut: Cut, tmp_path: Path) -> None:
    """With handles, so that every clip starts inside its file."""
    cut = impulse_cut(rate, drop)
    cut.add("Feet", 17 / rate, 1000)
    cut.add("Feet", 17 / rate + 2 + Fraction(1, 7), 50_003, Span(Fraction(1, 3), Fraction(3, 2)))
    cut.add("Props", 40 / rate, 47_999)
    _, path = written(cut, tmp_path, handle=Fraction(1, 4))
    with aaf2.open(str(path)) as file:
        assert heard(file) == sorted(cut.heard)
        [composition] = file.content.toplevel()
        [code] = [slot for slot in composition.slots if slot.media_kind == "Timecode"]
        start = cut.request().timeline.start
        assert (code.segment.start, code.segment.fps, code.segment.drop) == (start.frame, start.base, drop)
        assert Fraction(int(code.edit_rate.numerator), int(code.edit_rate.denominator)) == rate
        names = [slot.name for slot in composition.slots if slot.media_kind == "Sound"]
        assert names == ["Feet", "Props"]


def test_a_cue_before_the_start_moves_the_timecode(impulse_cut: Cut, tmp_path: Path) -> None:
    cut = impulse_cut(Fraction(25))
    cut.add("Feet", Fraction(-3, 2), 24_000)
    cut.add("Props", Fraction(1), 100)
    _, path = written(cut, tmp_path)
    lead = index_at(Fraction(38, 25), 48_000)
    with aaf2.open(str(path)) as file:
        assert heard(file) == [sample + lead for sample in cut.heard]
        [composition] = file.content.toplevel()
        assert composition.slots[0].segment.start == 90_000 - 38


def test_the_file_behind_a_clip_has_its_own_timecode(impulse_cut: Cut, tmp_path: Path) -> None:
    """The tape mob says where the file began on the day: samples since midnight."""
    cut = impulse_cut(Fraction(25))
    cut.add("Feet", Fraction(2), 1000)
    _, path = written(cut, tmp_path)
    with aaf2.open(str(path)) as file:
        [master] = file.content.mastermobs()
        source = master.slots[0].segment.mob
        clip = source.slots[0].segment
        assert clip.start == 3602 * 48_000
        assert clip.mob.descriptor.__class__.__name__ == "TapeDescriptor"


def test_stems_are_mono_even_when_stereo_was_asked_for(impulse_cut: Cut, tmp_path: Path) -> None:
    cut = impulse_cut(Fraction(25))
    cut.add("Feet", Fraction(0), 1000)
    delivery, path = written(cut, tmp_path, channels=2)
    assert any("mono" in note for note in delivery.notes)
    assert any("experimental" in note for note in delivery.notes)
    with aaf2.open(str(path)) as file:
        assert heard(file) == cut.heard


@pytest.mark.parametrize("layout", [StemLayout.PER_TRACK, StemLayout.MIX])
def test_long_stems_play_as_well(layout: StemLayout, impulse_cut: Cut, tmp_path: Path) -> None:
    cut = impulse_cut(Fraction(30000, 1001))
    cut.add("Feet", Fraction(1), 1000)
    cut.add("Props & <x> 🚪", Fraction(2), 2000)
    _, path = written(cut, tmp_path, layout=layout)
    with aaf2.open(str(path)) as file:
        assert heard(file) == sorted(cut.heard)


def test_without_its_package_the_remedy_is_named(
    impulse_cut: Cut, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "aaf2", None)
    cut = impulse_cut(Fraction(25))
    cut.add("Feet", Fraction(0), 1000)
    with pytest.raises(MissingDependency, match=r"v2a-plugin\[aaf\]"):
        written(cut, tmp_path / "out")
    assert list(tmp_path.iterdir()) == []
