"""Every file with sound says how that came to be, where machines look: read with wavinfo and as JSON."""

from __future__ import annotations

import io
import json
from dataclasses import replace
from fractions import Fraction
from pathlib import Path
from xml.etree import ElementTree

import pytest
import soundfile
from wavinfo import WavInfoReader

from v2a_plugin.delivery.bwf import with_ixml
from v2a_plugin.delivery.protocol import CutRequest, DeliveryRequest, StemLayout, StemSettings
from v2a_plugin.model.progress import finish
from v2a_plugin.model.recipe import RecordingReference
from v2a_plugin.model.takes import RenderedTake
from v2a_plugin.model.time import Span
from v2a_plugin.plugins.facade import load_plugins
from v2a_plugin.testing.cuts import MemoryTakes, film_of, small_cut
from v2a_plugin.testing.sounds import impulse

F = Fraction
GENERATED = "http://cv.iptc.org/newscodes/digitalsourcetype/trainedAlgorithmicMedia"
PLUGINS = load_plugins(disabled=["*"])


def sources(folder: Path) -> dict[str, str]:
    files = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))["files"]
    return {file["name"]: file["digital_source_type"] for file in files}


def in_ixml(path: Path) -> str:
    data = path.read_bytes()
    start = data.index(b"iXML") + 8
    text = data[start : start + int.from_bytes(data[start - 4 : start], "little")].decode().strip()
    return ElementTree.fromstring(text).findtext("DIGITAL_SOURCE_TYPE") or ""


@pytest.mark.parametrize(
    ("name", "layout"),
    [*((name, layout) for name in ("bwf", "otio", "otioz") for layout in StemLayout), ("aaf", StemLayout.PER_CUE)],
)
def test_every_stem_says_that_a_model_made_it(name: str, layout: StemLayout, tmp_path: Path) -> None:
    takes = MemoryTakes()
    cut = small_cut(F(25), "01:00:00:00", takes)
    request = CutRequest(cut, (film_of(F(25), F(10)),), takes, StemSettings(layout))
    finish(PLUGINS.export(name, request, tmp_path))
    said = sources(tmp_path)
    sounding = {file for file in said if file.endswith((".wav", ".otioz"))}
    assert sounding
    assert {file for file, source in said.items() if source} == sounding
    assert {said[file] for file in sounding} == {GENERATED}
    for path in tmp_path.rglob("*.wav"):
        assert in_ixml(path) == GENERATED
        assert WavInfoReader(str(path)).bext.coding_history.rstrip("\r\n\0").endswith(f"digitalSourceType {GENERATED}")


def test_every_take_says_that_a_model_made_it(tmp_path: Path) -> None:
    takes = MemoryTakes()
    takes.add("a", impulse(F(1)))
    rendered = RenderedTake(takes.take("a"), takes.sound("a"))
    finish(PLUGINS.deliver("wav", DeliveryRequest("Shot", (rendered,), None, F(25)), tmp_path))
    assert sources(tmp_path) == {"take-1.wav": GENERATED, "take-1.recipe.json": ""}
    assert in_ixml(tmp_path / "take-1.wav") == GENERATED


def test_a_chunk_more_leaves_the_sound_as_it_is() -> None:
    for frames in (100, 101):
        plain = io.BytesIO()
        soundfile.write(plain, [0.25] * frames, 48_000, subtype="PCM_24", format="WAV")
        whole = with_ixml(plain.getvalue(), "<BWFXML/>")
        assert len(whole) % 2 == 0
        assert int.from_bytes(whole[4:8], "little") == len(whole) - 8
        samples, _ = soundfile.read(io.BytesIO(whole))
        assert samples.tolist() == [0.25] * frames


@pytest.mark.parametrize(
    ("recorded", "ends"), [((), "trainedAlgorithmicMedia"), (("take-0",), "compositeWithTrainedAlgorithmicMedia"),
                           (("take-0", "take-1", "take-2"), "digitalCapture")],
)  # fmt: skip
def test_a_mix_of_recordings_and_of_what_a_model_made_says_both(
    recorded: tuple[str, ...], ends: str, tmp_path: Path
) -> None:
    takes = MemoryTakes()
    cut = small_cut(F(25), "01:00:00:00", takes)
    assert set(takes.takes) == {"take-0", "take-1", "take-2"}
    for name in recorded:
        recording = RecordingReference(Path("door.wav"), "0" * 64, Span(F(0), F(1)), "mine")
        recipe = replace(takes.takes[name].recipe, recording=recording)
        takes.takes[name] = replace(takes.takes[name], recipe=recipe)
    request = CutRequest(cut, (film_of(F(25), F(10)),), takes, StemSettings(StemLayout.MIX))
    finish(PLUGINS.export("bwf", request, tmp_path))
    [path] = tmp_path.rglob("*.wav")
    assert in_ixml(path).rsplit("/", 1)[1] == ends
