from __future__ import annotations

import zipfile
from dataclasses import replace
from fractions import Fraction
from itertools import pairwise
from pathlib import Path

import opentimelineio as otio
import pytest
from hypothesis import given
from hypothesis import strategies as st

from v2a_plugin.delivery.protocol import CutRequest
from v2a_plugin.formats import reading
from v2a_plugin.formats.cut import CutClip, EditorsCut, Findings, topmost
from v2a_plugin.formats.cut_rates import exact_rate
from v2a_plugin.formats.linking import link
from v2a_plugin.model.errors import BadInput, NoSuchFile, TimecodeError, V2AError
from v2a_plugin.model.progress import finish
from v2a_plugin.model.time import Span, Timecode
from v2a_plugin.model.timeline import MarkerKind, PictureClip
from v2a_plugin.plugins.facade import load_plugins
from v2a_plugin.testing.exchange import CASES, RateCase, long_cut, rich_cut

PLUGINS = load_plugins(disabled=["*"])
FORMATS = ("otio", "otioz", "fcp7", "fcpxml", "edl")


def read_cut(path: Path, rate: Fraction | None = None) -> EditorsCut:
    return reading.read_cut(path, PLUGINS.cut_readers(), rate, apart=False)


def written(request: CutRequest, folder: Path, name: str) -> list[Path]:
    """The files of a delivery that hold the picture."""
    finish(PLUGINS.export(name, request, folder))
    endings = {"otio": "*.otio", "otioz": "*.otioz", "fcp7": "*.xml", "fcpxml": "*.fcpxml", "edl": "* V.edl"}
    return sorted(folder.glob(endings[name]), key=lambda path: len(path.name))


def shows(clips: tuple[PictureClip, ...], start: Timecode) -> list[tuple[Fraction, str, Span, str]]:
    """What matters of picture clips: their record timecode, media, span and name."""
    return [(start.seconds + clip.record, clip.region.media, clip.region.span, clip.region.name) for clip in clips]


# Our own files


@pytest.mark.parametrize("case", CASES[:-1], ids=str)
@pytest.mark.parametrize("name", FORMATS)
def test_our_own_file_gives_the_same_picture(name: str, case: RateCase, tmp_path: Path) -> None:
    request = rich_cut(case)
    paths = written(request, tmp_path, name)
    assert len(paths) == (4 if name == "otio" else 1)
    for path in paths:
        cut = read_cut(path)
        linked = link(cut, request.media)
        assert (cut.rate, cut.start.drop) == (case.rate, request.timeline.start.drop)
        assert shows(linked.picture, cut.start) == shows(request.timeline.picture, request.timeline.start)
        assert not linked.unlinked
        assert not linked.notes
        assert cut.name == request.timeline.name
        assert len(cut.markers) == 3
        zero = request.timeline.start.seconds
        assert [cut.start.seconds + mark.at - zero for mark in cut.markers] == [
            mark.at for mark in request.timeline.markers
        ]


@pytest.mark.parametrize("name", FORMATS)
def test_timecodes_of_source_and_record_are_kept(name: str, tmp_path: Path) -> None:
    request = rich_cut(CASES[4])
    cut = read_cut(written(request, tmp_path, name)[0])
    assert [str(cut.record_timecode(clip)) for clip in cut.clips] == [
        "01:00:00;00", "01:00:02;00", "01:00:05;00", "01:00:06;20", "01:00:08;20",
    ]  # fmt: skip
    sources = [str(clip.source_timecode) for clip in cut.clips]
    assert [sources[0], sources[1], sources[4]] == ["10:00:00;22", "10:00:03;12", "10:00:13;11"]


def test_hits_and_notes_come_back_where_the_format_has_them(tmp_path: Path) -> None:
    request = rich_cut(CASES[2])
    for name, hits, note in (
        ("otio", 1, 'say "more"'),
        ("fcp7", 0, 'say "more"'),
        ("fcpxml", 0, 'say "more"'),
        ("edl", 1, ""),
    ):
        cut = read_cut(written(request, tmp_path / name, name)[0])
        assert sum(mark.kind is MarkerKind.HIT for mark in cut.markers) == hits
        assert cut.markers[1].note == note


@pytest.mark.parametrize("name", FORMATS)
def test_a_film_of_ten_hours_comes_back(name: str, tmp_path: Path) -> None:
    request = long_cut(cues=30, tracks=1, hours=10, rate=Fraction(30000, 1001))
    cut = read_cut(written(request, tmp_path, name)[0])
    assert shows(link(cut, request.media).picture, cut.start) == shows(request.timeline.picture, request.timeline.start)


# Bad input

LAUGHS = """<?xml version="1.0"?><!DOCTYPE {root} [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">
<!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;">]><{root}>&c;</{root}>"""
SECRET = """<?xml version="1.0"?><!DOCTYPE {root} [<!ENTITY x SYSTEM "file:///etc/passwd">]><{root}>&x;</{root}>"""


@pytest.mark.parametrize(("name", "root"), [("cut.xml", "xmeml"), ("cut.fcpxml", "fcpxml")])
@pytest.mark.parametrize("attack", [LAUGHS, SECRET])
def test_entities_are_refused_in_one_sentence(name: str, root: str, attack: str, tmp_path: Path) -> None:
    path = tmp_path / name
    path.write_text(attack.format(root=root), encoding="utf-8")
    with pytest.raises(BadInput, match=rf"^{name} defines XML entities.* it was not read\.") as caught:
        read_cut(path)
    assert "root:" not in str(caught.value)


@pytest.mark.parametrize("name", FORMATS)
def test_a_file_cut_off_anywhere_is_an_error_for_a_person(name: str, tmp_path: Path) -> None:
    path = written(rich_cut(CASES[2]), tmp_path / "whole", name)[0]
    data = path.read_bytes()
    broken = tmp_path / path.name
    told = []
    for part in range(40):
        broken.write_bytes(data[: len(data) * part // 40])
        try:
            read_cut(broken)
        except V2AError as error:
            told.append(str(error))
    assert all(broken.name in words for words in told)
    assert len(told) == 40 or name == "edl"  # what is left of a list of events may still be one


@given(data=st.data())
def test_files_that_were_scribbled_on_never_crash(
    data: st.DataObject, tmp_path_factory: pytest.TempPathFactory
) -> None:
    name = data.draw(st.sampled_from(("cut.otio", "cut.xml", "cut.fcpxml", "cut.edl")))
    text = bytearray(samples()[name])
    for _ in range(data.draw(st.integers(1, 6))):
        at = data.draw(st.integers(0, len(text) - 1))
        text[at : at + data.draw(st.integers(0, 8))] = data.draw(st.binary(max_size=8))
    path = tmp_path_factory.getbasetemp() / name
    path.write_bytes(bytes(text))
    try:
        cut = read_cut(path, Fraction(25))
    except V2AError:
        return
    assert all(one.record.end <= other.record.start for one, other in pairwise(cut.clips))
    link(cut, rich_cut(CASES[2]).media)


_SAMPLES: dict[str, bytes] = {}


def samples() -> dict[str, bytes]:
    """A small valid file of each format."""
    if not _SAMPLES:
        from v2a_plugin.delivery.layout import lay_out
        from v2a_plugin.delivery.stem_plan import plan_stems
        from v2a_plugin.formats.edl.write import edl_texts
        from v2a_plugin.formats.fcp7.xmeml import fcp7_text
        from v2a_plugin.formats.fcpxml.write import fcpxml_text
        from v2a_plugin.formats.otio.write import otio_texts

        request = rich_cut(CASES[2])
        layout, folder = lay_out(request, plan_stems(request)), Path("/out")
        _SAMPLES["cut.otio"] = next(iter(otio_texts(request, layout, folder).values())).encode()
        _SAMPLES["cut.xml"] = fcp7_text(request, layout, folder).encode()
        _SAMPLES["cut.fcpxml"] = fcpxml_text(request, layout, folder).encode()
        _SAMPLES["cut.edl"] = next(iter(edl_texts(layout).values())).encode()
    return _SAMPLES


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("cut.otio", "{}", "no timeline"),
        ("cut.otio", otio.schema.Clip("a").to_json_string(), "cut.otio: It holds a Clip and no timeline"),
        ("cut.otio", "not json", "no timeline"),
        ("cut.otioz", "PK", "no OTIO bundle"),
        ("cut.xml", "<html></html>", "no FCP7 XML: it holds <html>"),
        ("cut.xml", "<xmeml version='4'></xmeml>", "It holds no sequence"),
        ("cut.fcpxml", "<xmeml/>", "no FCPXML"),
        ("cut.fcpxml", "<fcpxml version='1.11'><resources/></fcpxml>", "holds no project"),
        ("cut.edl", "TITLE: nothing\n", "no events"),
        ("cut.edl", "001  AX V C 01:00:00:00 01:00:01:00 01:00:00:00 01:00:01:00\n", "does not say its frame rate"),
        ("cut.mov", "x", "no cut that can be read"),
    ],
)
def test_what_is_no_cut_says_so(name: str, content: str, words: str, tmp_path: Path) -> None:
    path = tmp_path / name
    path.write_text(content, encoding="utf-8")
    with pytest.raises(BadInput, match=words) as caught:
        read_cut(path)
    assert caught.value.hint


def test_times_that_no_film_has_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "cut.fcpxml"
    text = samples()["cut.fcpxml"].decode().replace('duration="6000/2500s"', f'duration="{10**40}s"', 1)
    assert text.encode() != samples()["cut.fcpxml"]
    path.write_text(text, encoding="utf-8")
    with pytest.raises(BadInput, match=r"cut.fcpxml has clips or markers at times that no film has"):
        read_cut(path)


def test_missing_files_and_folders_are_named(tmp_path: Path) -> None:
    for path in (tmp_path / "none.otio", tmp_path / "none.xml"):
        with pytest.raises(NoSuchFile, match="There is no"):
            read_cut(path)
    (tmp_path / "folder.otio").mkdir()
    with pytest.raises(NoSuchFile, match=r"folder.otio cannot be read"):
        read_cut(tmp_path / "folder.otio")


def test_a_bundle_that_unpacks_to_too_much_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("v2a_plugin.formats.otio.read.LARGEST", 100_000)
    path = tmp_path / "bomb.otioz"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as bundle:
        bundle.writestr("content.otio", b" " * 100_001)
    assert path.stat().st_size < 1000
    with pytest.raises(BadInput, match="too large"):
        read_cut(path)


def test_a_timecode_that_the_rate_does_not_have_is_explained(tmp_path: Path) -> None:
    path = tmp_path / "cut.edl"
    path.write_text("001  AX V C 01:00:00:00 01:00:01:00 01:00:00:00 01:00:00:29\n", encoding="utf-8")
    with pytest.raises(BadInput, match=r"cut.edl: The timecode 01:00:00:29 does not exist at 25") as caught:
        read_cut(path, Fraction(25))
    assert "--rate" in caught.value.hint
    assert not isinstance(caught.value, TimecodeError)


# Parts


@pytest.mark.parametrize(
    ("near", "exact"),
    [
        (23.976, Fraction(24000, 1001)), (23.98, Fraction(24000, 1001)), (23.976023976, Fraction(24000, 1001)),
        (29.97, Fraction(30000, 1001)), (59.94, Fraction(60000, 1001)), (47.952, Fraction(48000, 1001)), (119.88, Fraction(120000, 1001)),
        (24.0, Fraction(24)), (25.0, Fraction(25)), (60.0, Fraction(60)), (12.5, Fraction(25, 2)),
    ],
)  # fmt: skip
def test_rounded_rates_become_exact(near: float, exact: Fraction) -> None:
    assert exact_rate(near) == exact


@pytest.mark.parametrize("rate", [0.0, -25.0, float("nan"), float("inf"), 1e9])
def test_what_is_no_rate_is_refused(rate: float) -> None:
    with pytest.raises(BadInput, match="no frame rate"):
        exact_rate(rate)


SPANS = st.builds(
    lambda start, length: Span(Fraction(start), Fraction(start + length)), st.integers(0, 60), st.integers(1, 20)
)


@given(st.lists(st.lists(SPANS, max_size=6), max_size=4))
def test_the_topmost_clip_is_seen_and_nothing_is_lost(layers: list[list[Span]]) -> None:
    def clip(layer: int, span: Span) -> CutClip:
        return CutClip(str(layer), span, span.shifted(Fraction(100 * layer)), Fraction(0), Fraction(25))

    tracks = []
    for number, spans in enumerate(layers):
        track: list[CutClip] = []
        for span in sorted(spans):
            if not track or track[-1].record.end <= span.start:
                track.append(clip(number, span))
        tracks.append(track)
    seen = topmost(tracks, Findings())
    assert all(one.record.end <= other.record.start for one, other in pairwise(seen))
    for moment in range(81):
        at = Fraction(moment) + Fraction(1, 2)
        wanted = next((one for track in reversed(tracks) for one in track if at in one.record), None)
        shown = next((one for one in seen if at in one.record), None)
        assert (shown and shown.name) == (wanted and wanted.name)
        if shown and wanted:
            assert shown.source.start - shown.record.start == wanted.source.start - wanted.record.start


def test_an_otio_object_without_rate_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "cut.otio"
    otio.adapters.write_to_file(otio.schema.Timeline("empty"), str(path))
    with pytest.raises(BadInput, match="frame rate"):
        read_cut(path)


def test_linking_keeps_the_cut(tmp_path: Path) -> None:
    request = rich_cut(CASES[2])
    cut = read_cut(written(request, tmp_path, "otio")[0])
    linked = link(cut, ())
    assert isinstance(linked.cut, EditorsCut)
    assert len(linked.unlinked) == 5
    assert linked.unlinked[0].reason == "There is no media for Szene 1 – Küche.mov."
    assert not link(replace(cut, clips=()), request.media).picture
