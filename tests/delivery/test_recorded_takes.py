"""A take that was cut from a recording says so wherever it goes, with the licence."""

from __future__ import annotations

import csv
import io
from dataclasses import replace
from fractions import Fraction
from pathlib import Path
from xml.etree import ElementTree

import pytest

from v2a_plugin.delivery.cue_sheet import CUE_SHEET
from v2a_plugin.delivery.manifest import read_manifest
from v2a_plugin.delivery.protocol import CutRequest, DeliveryRequest, StemLayout, StemSettings
from v2a_plugin.delivery.provenance import SourceType
from v2a_plugin.delivery.sheet import SheetHead, draw_sheet
from v2a_plugin.delivery.titles import Titles
from v2a_plugin.model.progress import finish
from v2a_plugin.model.recipe import RecordingReference
from v2a_plugin.model.takes import RenderedTake
from v2a_plugin.model.time import Span
from v2a_plugin.plugins.facade import load_plugins
from v2a_plugin.testing.cuts import MemoryTakes, film_of, small_cut
from v2a_plugin.testing.sounds import impulse

F = Fraction
PLUGINS = load_plugins(disabled=["*"])
FREE = RecordingReference(
    Path("/Volumes/FX/ANMLDog_Bark.wav"), "ab" * 32, Span(F(1), F(2)), "fx", "bark", "CC-BY-4.0", "Ann"
)
UNKNOWN = RecordingReference(Path("/Volumes/FX/door.wav"), "cd" * 32, Span(F(0), F(2)), "fx")


def recorded(takes: MemoryTakes, identifier: str, recording: RecordingReference) -> None:
    take = takes.takes[identifier]
    takes.takes[identifier] = replace(take, recipe=replace(take.recipe, recording=recording))


@pytest.mark.parametrize("layout", list(StemLayout))
def test_a_cut_names_its_recordings(layout: StemLayout, tmp_path: Path) -> None:
    takes = MemoryTakes()
    cut = small_cut(F(25), "01:00:00:00", takes)
    first, second, *_ = sorted(takes.takes)
    recorded(takes, first, FREE)
    recorded(takes, second, UNKNOWN)
    delivery = finish(
        PLUGINS.export("bwf", CutRequest(cut, (film_of(F(25), F(10)),), takes, StemSettings(layout)), tmp_path)
    )
    manifest = read_manifest(tmp_path)
    assert [(each.take, each.recording.path) for each in manifest.recordings] == [
        (first, Path("ANMLDog_Bark.wav")), (second, Path("door.wav")),
    ]  # fmt: skip
    assert (manifest.recordings[0].recording.licence, manifest.recordings[0].recording.attribution) == (
        "CC-BY-4.0", "Ann",
    )  # fmt: skip
    said = "door.wav of the library 'fx' is a recording without a licence."
    assert delivery.notes.count(said) == manifest.notes.count(said) == 1
    text = (tmp_path / CUE_SHEET).read_bytes().decode("utf-8-sig")
    lines = {line["Take"]: line for line in csv.DictReader(io.StringIO(text, newline=""))}
    assert [lines[first][name] for name in ("Origin", "Recording", "Licence")] == [
        "recorded", "ANMLDog_Bark.wav", "CC-BY-4.0, Ann",
    ]  # fmt: skip
    assert lines[second]["Licence"] == "no licence said"
    others = [line for take, line in lines.items() if take not in (first, second)]
    assert {(line["Origin"], line["Recording"]) for line in others} == {("generated", "")}
    chunks = "\n".join(ixml(path) for path in sorted(tmp_path.rglob("*.wav")))
    assert "recorded: ANMLDog_Bark.wav (CC-BY-4.0, Ann)" in chunks
    assert "recorded: door.wav (no licence said)" in chunks
    assert "/Volumes" not in chunks + text
    kinds = {file.digital_source_type for file in manifest.files if file.name.endswith(".wav")}
    assert kinds <= {str(kind) for kind in SourceType}
    assert kinds != {str(SourceType.GENERATED)}


def test_the_takes_of_a_region_name_theirs(tmp_path: Path) -> None:
    takes = MemoryTakes()
    for name in ("a", "b"):
        takes.add(name, impulse(F(1)))
    recorded(takes, "a", UNKNOWN)
    rendered = tuple(RenderedTake(takes.take(name), takes.sound(name)) for name in ("a", "b"))
    delivery = finish(PLUGINS.deliver("wav", DeliveryRequest("Shot", rendered, None, F(25)), tmp_path))
    manifest = read_manifest(tmp_path)
    assert [each.take for each in manifest.recordings] == ["a"]
    assert any("without a licence" in note for note in delivery.notes)
    said = {file.name: file.digital_source_type for file in manifest.files}
    assert said["take-1.wav"] == str(SourceType.RECORDED)
    assert said["take-2.wav"] == str(SourceType.GENERATED)


def test_the_contact_sheet_shows_the_origin_and_the_recording() -> None:
    takes = MemoryTakes()
    takes.add("a", impulse(F(1)))
    plain = draw_sheet(SheetHead("Shot", "film", ()), [RenderedTake(takes.take("a"), takes.sound("a"))])
    recorded(takes, "a", FREE)
    found = draw_sheet(SheetHead("Shot", "film", ()), [RenderedTake(takes.take("a"), takes.sound("a"))])
    assert plain.tobytes() != found.tobytes()


def ixml(path: Path) -> str:
    data = path.read_bytes()
    start = data.index(b"iXML") + 8
    text = data[start : start + int.from_bytes(data[start - 4 : start], "little")].decode().strip()
    root = ElementTree.fromstring(text)
    return f"{root.findtext('NOTE')}\n{root.findtext('USER')}"


def test_a_cue_is_called_and_filed_as_its_recording_is() -> None:
    cut = small_cut(F(25), "01:00:00:00", MemoryTakes())
    track = next(track for track in cut.tracks if track.cues)
    cue = replace(track.cues[0], name="", category="")
    takes = tuple(replace(each, heard_as=("animals",), title="pig grunting") for each in cut.takes)
    titles = Titles(replace(cut, takes=takes))
    assert titles.title(cue).endswith("pig grunting")
    assert titles.category(track, cue) == "ANMLFarm"
    assert takes[0].names == ("pig grunting", "animals")
