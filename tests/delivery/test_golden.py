"""What a broadcast wave file and a cue sheet say, as it was reviewed; `V2A_GOLDEN=write` writes them anew."""

from __future__ import annotations

import os
from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import pytest
from wavinfo import WavInfoReader

from v2a_plugin import __version__
from v2a_plugin.delivery.protocol import CutRequest, StemSettings
from v2a_plugin.model.progress import finish
from v2a_plugin.model.timeline import Fade, FadeShape, Marker, MarkerKind
from v2a_plugin.plugins.facade import load_plugins
from v2a_plugin.testing.cuts import MemoryTakes, film_of, small_cut

GOLDEN = Path(__file__).parents[1] / "golden"


@pytest.fixture
def delivered(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Two cues in drop-frame: one with handles, a fade, a note and a name of many scripts."""
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1700000000")
    rate, takes = Fraction(30000, 1001), MemoryTakes()
    cut = small_cut(rate, "01:00:00;00", takes, at_frames=(10, 55))
    feet, props = cut.tracks
    step = replace(feet.cues[0], name="Schritt & <Kies> צליל", fade_out=Fade(4 / rate, FadeShape.LINEAR), note="näher")
    step = replace(step, trim=replace(step.trim, start=5 / rate, end=20 / rate), gain_db=-6.0)
    markers = (Marker(20 / rate, "Tür", note='"zu"'), Marker(58 / rate, "=Knall", MarkerKind.HIT))
    cut = replace(cut, tracks=(replace(feet, cues=(step,)), props), markers=markers)
    request = CutRequest(cut, (film_of(rate, 300 / rate),), takes, StemSettings(handle=Fraction(1, 10)))
    finish(load_plugins(disabled=["*"]).export("bwf", request, tmp_path))
    return tmp_path


def check(name: str, text: str) -> None:
    if os.environ.get("V2A_GOLDEN") == "write":
        (GOLDEN / name).write_text(text, encoding="utf-8")
    assert text == (GOLDEN / name).read_text(encoding="utf-8")


def test_the_header_is_as_it_was_reviewed(delivered: Path) -> None:
    [path] = (delivered / "audio").glob("*Schritt*")
    wave = WavInfoReader(str(path))
    fields = {name: value for name, value in wave.bext.to_dict().items() if name != "umid"}
    lines = [path.name, *(f"{name}: {value}" for name, value in fields.items()), wave.ixml.source.decode().rstrip()]
    check("bwf header.txt", "\n".join(lines).replace("\r\n", "").replace(__version__, "VERSION") + "\n")


def test_the_cue_sheet_is_as_it_was_reviewed(delivered: Path) -> None:
    check("cue sheet.csv", (delivered / "cue sheet.csv").read_bytes().decode("utf-8-sig").replace("\r\n", "\n"))


def test_the_note_is_as_it_was_reviewed(delivered: Path) -> None:
    check("bwf how to import.txt", (delivered / "HOW TO IMPORT.txt").read_text(encoding="utf-8"))
