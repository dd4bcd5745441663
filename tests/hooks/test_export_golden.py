"""Small files of each format as they were reviewed; `V2A_GOLDEN=write` writes them anew, to be reviewed again."""

from __future__ import annotations

import os
from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import pytest

from v2a_plugin.delivery.layout import lay_out
from v2a_plugin.delivery.protocol import CutRequest, StemSettings
from v2a_plugin.delivery.stem_plan import plan_stems
from v2a_plugin.formats.edl.write import edl_texts
from v2a_plugin.formats.fcp7.xmeml import fcp7_text
from v2a_plugin.formats.fcpxml.write import fcpxml_text
from v2a_plugin.formats.kdenlive.write import kdenlive_text
from v2a_plugin.formats.mlt.mltxml import arrange, playable
from v2a_plugin.formats.mlt.write import mlt_text
from v2a_plugin.formats.otio.write import otio_texts, otioz_text
from v2a_plugin.formats.rpp.write import rpp_text
from v2a_plugin.model.time import Timecode
from v2a_plugin.model.timeline import Fade, FadeShape, Marker, MarkerKind
from v2a_plugin.testing.cuts import MemoryTakes, film_of, small_cut

GOLDEN = Path(__file__).parents[1] / "golden"
FOLDER = Path("/delivery")


def texts() -> dict[str, str]:
    """A cut of two shots in drop-frame, with handles, a fade, a muted cue, a marker and a hit."""
    rate = Fraction(30000, 1001)
    takes = MemoryTakes()
    cut = small_cut(rate, "01:00:00;00", takes, at_frames=(10, 55))
    feet, props = cut.tracks
    step = replace(feet.cues[0], name="Schritt & <Kies>", fade_out=Fade(4 / rate, FadeShape.LINEAR), note="näher")
    step = replace(step, trim=replace(step.trim, start=5 / rate, end=20 / rate))
    door = replace(props.cues[0], mute=True, name="צליל 🚪")
    markers = (
        Marker(20 / rate, "Tür", note='"zu"', id="marker-1"),
        Marker(58 / rate, "", MarkerKind.HIT, strength=0.5, id="marker-2"),
    )
    cut = replace(cut, tracks=(replace(feet, cues=(step,)), replace(props, cues=(door,))), markers=markers)
    film = film_of(rate, 300 / rate, Timecode.parse("10:00:00;00", rate), "/films/Rolle 1.mov")
    request = CutRequest(cut, (film,), takes, StemSettings(handle=Fraction(1, 10)))
    layout = lay_out(request, plan_stems(request, muted=True))
    heard = lay_out(request, plan_stems(request))
    played = arrange(playable(request), plan_stems(playable(request)))
    return {
        **otio_texts(request, layout, FOLDER),
        "bundle.otio": otioz_text(request, layout, FOLDER),
        "Film.xml": fcp7_text(request, layout, FOLDER),
        "Film.fcpxml": fcpxml_text(request, layout, FOLDER),
        "Film.mlt": mlt_text(played),
        "Film.kdenlive": kdenlive_text(played),
        "Film.rpp": rpp_text(request, plan_stems(request, muted=True)),
        **{name: text.replace("\r\n", "\n") for name, text in edl_texts(heard).items()},
    }


NAMES = (
    "Film.otio", "Film (Premiere).otio", "Film (Kdenlive).otio", "Film (GStreamer).otio", "bundle.otio", "Film.xml",
    "Film.fcpxml", "Film.mlt", "Film.kdenlive", "Film.rpp", "Film V.edl", "Film A1 feet 1.edl",
)  # fmt: skip


@pytest.mark.parametrize("name", NAMES)
def test_the_file_is_as_it_was_reviewed(name: str) -> None:
    text = texts()[name]
    if os.environ.get("V2A_GOLDEN") == "write":
        (GOLDEN / name).write_text(text, encoding="utf-8")
    assert text == (GOLDEN / name).read_text(encoding="utf-8")


def test_all_files_are_reviewed() -> None:
    assert set(texts()) == set(NAMES)
