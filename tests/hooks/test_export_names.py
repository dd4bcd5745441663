"""Every format carries, or makes safe, whatever a person has typed for a name."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path, PureWindowsPath

import pytest

from v2a_plugin.delivery.manifest import read_delivery, read_manifest
from v2a_plugin.delivery.names import file_safe
from v2a_plugin.delivery.protocol import CutRequest
from v2a_plugin.model.progress import finish
from v2a_plugin.plugins.facade import Kind, load_plugins
from v2a_plugin.testing.exchange import CASES, rich_cut

PLUGINS = load_plugins(disabled=["*"])
FORMATS = [added.name for added in PLUGINS.added(Kind.CUT_EXPORTER) if added.name != "film-mov"]  # the writer of film
NAMES = {
    "half a character": "Rolle \ud800 1",
    "300 characters": "ä" * 300,
    "emoji": "🚪🎬",
    "right to left": "תנועה \u202e צעדים",
    "quotes and slashes": "a\"b'c/\\d:*?|",
    "markup": "<a>&amp;]]>-->",
    "Windows device": "CON",
    "device with suffix": "nul.txt",
    "control characters": "a\x00b\x07\nc\x7f\x85",
    "dots": "..",
    "line separator": "a\u2028b",
    "no character": "a\uffffb\ufffe",
    "formula": "=1+1",
    "nothing": "",
}
BY_NAME = pytest.mark.parametrize("name", NAMES.values(), ids=NAMES.keys())


def named(name: str) -> CutRequest:
    """A cut in which everything that has a name has this one, and every note says it too."""
    request = rich_cut(CASES[2])
    cut = request.timeline
    tracks = tuple(
        replace(track, name=name, cues=tuple(replace(cue, name=name, note=name) for cue in track.cues))
        for track in cut.tracks
    )
    markers = tuple(replace(marker, name=name, note=name) for marker in cut.markers)
    picture = tuple(replace(clip, region=replace(clip.region, name=name)) for clip in cut.picture)
    return replace(request, timeline=replace(cut, name=name, tracks=tracks, markers=markers, picture=picture))


@BY_NAME
@pytest.mark.parametrize("exporter", FORMATS)
def test_a_delivery_takes_any_name(exporter: str, name: str, tmp_path: Path) -> None:
    request = named(name)
    delivery = finish(PLUGINS.export(exporter, request, tmp_path / "out"))
    read_delivery(tmp_path / "out").verify()
    found = read_manifest(tmp_path / "out").cut
    assert found is not None
    assert found.timeline.name == name
    assert {track.name for track in found.timeline.tracks} == {name}
    for file in delivery.files:
        for part in Path(file.name).parts:
            assert len(part.encode()) <= 200
            assert not PureWindowsPath(part).is_reserved()
            assert not set('<>:"|?*\\') & set(part)
            assert all(letter.isprintable() for letter in part)
            assert part == part.strip(" .") or part.startswith(".")


@BY_NAME
def test_a_name_for_a_file_is_never_empty(name: str) -> None:
    assert file_safe(name, "cut").strip(" .")
