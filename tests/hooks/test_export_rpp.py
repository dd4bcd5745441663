"""The Reaper exporter, read back by the `rpp` package: where every item is, what it plays, what it is called."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import rpp  # type: ignore[import-untyped]
import soundfile

from v2a_plugin.delivery.protocol import Delivery, StemLayout
from v2a_plugin.model.progress import finish
from v2a_plugin.model.regions import Region, RegionKind
from v2a_plugin.model.time import Span, index_at
from v2a_plugin.model.timeline import Fade, FadeShape, Marker, PictureClip
from v2a_plugin.plugins.facade import load_plugins

PLUGINS = load_plugins(disabled=["*"])
Cut = Any
"""An `ImpulseCut` of conftest.py."""


def written(cut: Cut, folder: Path, **settings: Any) -> tuple[Delivery, Any]:
    delivery = finish(PLUGINS.cut_exporter("rpp").write_cut(cut.request(**settings), folder))
    [name] = [file.name for file in delivery.files if file.name.endswith(".rpp")]
    return delivery, rpp.loads((folder / name).read_text(encoding="utf-8"))


def line(element: Any, name: str) -> list[str]:
    found: list[str] = element.find(name)
    return found[1:]


def heard(delivery: Delivery, project: Any) -> list[int]:
    """Samples of the project where an impulse plays: what Reaper does with POSITION, SOFFS and LENGTH."""
    samples = []
    for item in project.findall(".//ITEM"):
        source = item.find("SOURCE")
        if source.attrib[0] != "WAVE" or line(item, "MUTE")[0] != "0":
            continue
        sound, rate = soundfile.read(delivery.folder / line(source, "FILE")[0])
        position, offset, length = (Fraction(line(item, name)[0]) * rate for name in ("POSITION", "SOFFS", "LENGTH"))
        for name, exact in (("POSITION", position), ("SOFFS", offset), ("LENGTH", length)):
            assert abs(exact - round(exact)) < Fraction(1, 1000), name
        played = sound[round(offset) : round(offset) + round(length)]
        samples += [int(sample) + round(position) for sample in np.flatnonzero(np.abs(played) > 0.01)]
    return sorted(samples)


@pytest.mark.parametrize(
    ("rate", "drop", "timemode"),
    [
        (Fraction(24000, 1001), False, ("24", "2")),
        (Fraction(24), False, ("24", "0")),
        (Fraction(25), False, ("25", "0")),
        (Fraction(30000, 1001), True, ("30", "1")),
        (Fraction(30000, 1001), False, ("30", "2")),
        (Fraction(30), False, ("30", "0")),
        (Fraction(48), False, ("48", "0")),
        (Fraction(50), False, ("50", "0")),
        (Fraction(60000, 1001), False, ("60", "2")),
        (Fraction(60), False, ("60", "0")),
    ],
)
@pytest.mark.parametrize("handle", [Fraction(0), Fraction(1, 4)])
def test_every_impulse_plays_on_its_sample(
    rate: Fraction, drop: bool, timemode: tuple[str, str], handle: Fraction, impulse_cut: Cut, tmp_path: Path
) -> None:
    cut = impulse_cut(rate, drop)
    cut.add("Feet", 17 / rate, 1000)
    cut.add("Feet", 17 / rate + 2 + Fraction(1, 7), 50_003, Span(Fraction(1, 3), Fraction(3, 2)))
    cut.add("Props", 40 / rate, 47_999)
    delivery, project = written(cut, tmp_path, handle=handle)
    assert heard(delivery, project) == sorted(cut.heard)
    assert tuple(line(project, "TIMEMODE")[3:5]) == timemode
    start = cut.request().timeline.start.seconds
    assert abs(Fraction(line(project, "PROJOFFS")[0]) - start) < Fraction(1, 10**9)
    assert line(project, "SAMPLERATE")[0] == "48000"


def test_a_cue_before_the_start_moves_the_projects_zero(impulse_cut: Cut, tmp_path: Path) -> None:
    cut = impulse_cut(Fraction(25))
    cut.add("Feet", Fraction(-3, 2), 24_000)
    cut.add("Props", Fraction(1), 100)
    delivery, project = written(cut, tmp_path)
    lead = index_at(Fraction(38, 25), 48_000)
    assert heard(delivery, project) == [sample + lead for sample in cut.heard]
    assert Fraction(line(project, "PROJOFFS")[0]) == 3600 - Fraction(38, 25)


def test_tracks_names_notes_and_markers_arrive(impulse_cut: Cut, tmp_path: Path) -> None:
    cut = impulse_cut(Fraction(25))
    cut.add("Füße", Fraction(1), 1000, name='Schritt "eins"', note="erste Zeile\nzweite")
    cut.add('It\'s `all` "here"', Fraction(1), 2000)
    cut.change(markers=(Marker(Fraction(1, 2), "Tür & <Schloss> 🚪"), Marker(Fraction(3, 2), "a\nb")))
    _, project = written(cut, tmp_path)
    assert [line(track, "NAME") for track in project.findall("TRACK")] == [["Füße"], ["It's 'all' \"here\""]]
    markers = [(marker[2], marker[3]) for marker in project.findall("MARKER")]
    assert markers == [("0.5", "Tür & <Schloss> 🚪"), ("1.5", "a b")]
    item = project.find(".//ITEM")
    assert line(item, "NAME") == ['Schritt "eins"']
    assert [part if isinstance(part, str) else " ".join(part) for part in item.find("NOTES")] == [
        "|erste Zeile",
        "|zweite",
    ]


def test_a_muted_cue_is_there_and_muted(impulse_cut: Cut, tmp_path: Path) -> None:
    cut = impulse_cut(Fraction(25))
    cut.add("Feet", Fraction(1), 1000)
    cut.add("Feet", Fraction(4), 1000, mute=True)
    delivery, project = written(cut, tmp_path)
    assert [line(item, "MUTE")[0] for item in project.findall(".//ITEM")] == ["0", "1"]
    assert heard(delivery, project) == cut.heard


def test_fades_are_in_the_sound_or_in_the_project_and_never_in_both(impulse_cut: Cut, tmp_path: Path) -> None:
    fades = {"fade_in": Fade(Fraction(1, 10)), "fade_out": Fade(Fraction(1, 5), FadeShape.LINEAR)}
    cut = impulse_cut(Fraction(25))
    cut.add("Feet", Fraction(1), 24_000, Span(Fraction(1, 2), Fraction(3, 2)), **fades)
    _, baked = written(cut, tmp_path / "baked")
    item = baked.find(".//ITEM")
    assert [line(item, name)[:2] for name in ("FADEIN", "FADEOUT")] == [["0", "0"], ["0", "0"]]
    _, project = written(cut, tmp_path / "handles", handle=Fraction(1, 4))
    item = project.find(".//ITEM")
    assert [line(item, name)[:2] for name in ("FADEIN", "FADEOUT")] == [["1", "0.1"], ["0", "0.2"]]
    assert line(item, "SOFFS") == [str(float(Fraction(line(item, "SOFFS")[0])))]
    assert Fraction(line(item, "SOFFS")[0]) >= Fraction(1, 4)


@pytest.mark.parametrize("layout", [StemLayout.PER_TRACK, StemLayout.MIX])
def test_long_stems_play_from_the_pop(layout: StemLayout, impulse_cut: Cut, tmp_path: Path) -> None:
    cut = impulse_cut(Fraction(25))
    cut.add("Feet", Fraction(1), 1000)
    cut.add("Props", Fraction(2), 2000)
    delivery, project = written(cut, tmp_path, layout=layout, two_pop=True)
    assert {sample - 96_000 for sample in heard(delivery, project) if sample > 96_000} == set(cut.heard)
    assert Fraction(line(project, "PROJOFFS")[0]) == 3598


def test_the_picture_is_the_first_track_and_silent(impulse_cut: Cut, tmp_path: Path) -> None:
    from v2a_plugin.media.encode import Encoding, write_clip
    from v2a_plugin.media.probe import probe

    path = tmp_path / "Szene  1.mov"
    finish(write_clip(path, [np.full((48, 64, 3), 255, np.uint8)] * 25, Encoding()))
    media = probe(path)
    region = Region(Span(Fraction(1, 5), Fraction(4, 5)), media.fingerprint, RegionKind.SHOT, "Shot 1")
    lost = replace(region, media="gone", id="lost")
    cut = impulse_cut(Fraction(25))
    cut.add("Feet", Fraction(0), 1000)
    cut.change(picture=(PictureClip(region, Fraction(1)), PictureClip(lost, Fraction(3))))
    _, project = written(cut, tmp_path / "out", media=(media,))
    track = project.findall("TRACK")[0]
    assert line(track, "NAME") == ["Picture"]
    [item] = track.findall("ITEM")
    assert [line(item, name)[0] for name in ("POSITION", "LENGTH", "SOFFS", "VOLPAN")] == ["1", "0.6", "0.2", "0"]
    assert (item.find("SOURCE").attrib, line(item.find("SOURCE"), "FILE")) == (["VIDEO"], [str(path)])
