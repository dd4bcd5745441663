"""A source that counts at another rate than the cut: its labels go out and come in as its own frames count them."""

from __future__ import annotations

import tempfile
from fractions import Fraction
from pathlib import Path

import opentimelineio as otio
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from v2a_plugin.delivery.layout import Layout, lay_out
from v2a_plugin.delivery.protocol import CutRequest
from v2a_plugin.formats.cut import CutClip, EditorsCut, ReadOptions
from v2a_plugin.formats.edl.read import read_edl
from v2a_plugin.formats.edl.write import edl_texts
from v2a_plugin.formats.linking import link
from v2a_plugin.formats.otio.media_links import OtioMedia, OtioStyle, UrlStyle
from v2a_plugin.formats.otio.read import read_otio
from v2a_plugin.model.frame_rates import STANDARD
from v2a_plugin.model.media import MediaFile
from v2a_plugin.model.regions import Region, RegionKind
from v2a_plugin.model.time import Span, Timecode, drop_exists
from v2a_plugin.model.timeline import Cue, PictureClip, Timeline, Track, TrackKind
from v2a_plugin.testing.cuts import MemoryTakes, film_of

F = Fraction
NTSC = F(24000, 1001)
HOUR = F(3600)


def cut_of(film: MediaFile, first: int, cut: Fraction) -> tuple[CutRequest, Layout]:
    """A second of a film from one of its frames on, in a cut at a rate."""
    start = first / film.rate
    region = Region(Span(start, start + 24 / cut), film.fingerprint, RegionKind.SHOT, "Shot", "r1")
    tracks = (Track(TrackKind.FX, "FX", (Cue("take-0", F(0), Span(F(0), F(1)), F(1)),)),)
    timeline = Timeline(cut, Timecode(0, cut), (PictureClip(region, F(0)),), tracks, name="Film")
    request = CutRequest(timeline, (film,), MemoryTakes())
    return request, lay_out(request, ())


def source_label(layout: Layout) -> str:
    event = next(line for line in edl_texts(layout)["Film V.edl"].splitlines() if line.startswith("001"))
    return event.split()[4]


@st.composite
def films(draw: st.DrawFn) -> tuple[MediaFile, int]:
    """A film of an hour at any rate with any label, near midnight too, and one of its frames."""
    rate = draw(st.sampled_from(STANDARD))
    drop = drop_exists(rate) and draw(st.booleans())
    day = Timecode(0, rate, drop).frames_a_day
    code = Timecode(draw(st.one_of(st.integers(0, day - 1), st.integers(day - 10_000, day - 1))), rate, drop)
    return film_of(rate, HOUR, code, "/films/A001.mov"), draw(st.integers(0, int(rate * 3500)))


@settings(deadline=None)
@given(films(), st.sampled_from(STANDARD))
def test_a_list_names_the_label_that_the_source_itself_shows(film: tuple[MediaFile, int], cut: Fraction) -> None:
    media, first = film
    request, layout = cut_of(media, first, cut)
    assert media.timecode is not None
    own = media.timecode.moved(first)
    written = Timecode.parse(source_label(layout), cut)
    assert written.drop == (own.drop and drop_exists(cut))
    off = own.seconds_to(written) if own.rate != cut else (written.frame - own.frame) / cut
    assert abs(off) <= F(1, 2) / min(cut, own.rate) * F(1001, 1000)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "cut.edl"
        path.write_text(edl_texts(layout)["Film V.edl"], encoding="utf-8", newline="")
        linked = link(read_edl(path, ReadOptions()), request.media)
    assert not linked.unlinked
    again = linked.picture[0].region.span.start
    assert abs(again - first / own.rate) <= F(1, 2) / cut * F(1001, 1000)
    if written.base % own.base == 0:
        assert again == first / own.rate


@settings(deadline=None)
@given(films(), st.sampled_from(STANDARD))
def test_a_timeline_begins_its_source_at_the_label(film: tuple[MediaFile, int], cut: Fraction) -> None:
    media, first = film
    request, layout = cut_of(media, first, cut)
    style = OtioStyle(UrlStyle.PATHS, Path("/cut"))
    sourced = OtioMedia(layout, style).picture(layout.picture[0])
    available = sourced.media.available_range
    assert media.timecode is not None
    assert available.start_time.rate == float(cut)
    assert Timecode(int(available.start_time.value), cut, media.timecode.drop and drop_exists(cut)) == (
        media.timecode.counted_at(cut)
    )
    timeline = otio.schema.Timeline("Film")
    timeline.global_start_time = otio.opentime.RationalTime(0, float(cut))
    clip = otio.schema.Clip("Shot", sourced.media, sourced.part)
    timeline.tracks.append(otio.schema.Track("V", [clip]))
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "cut.otio"
        otio.adapters.write_to_file(timeline, str(path))
        linked = link(read_otio(path, ReadOptions()), request.media)
    assert not linked.unlinked
    assert abs(linked.picture[0].region.span.start - first / media.rate) <= F(1, 2) / cut


def test_a_film_at_23_976_keeps_its_labels_in_a_cut_at_24() -> None:
    film = film_of(NTSC, HOUR, Timecode.parse("10:00:00:00", NTSC), "/films/A001.mov")
    for first, label in ((0, "10:00:00:00"), (1000, "10:00:41:16"), (72_000, "10:50:00:00")):
        assert source_label(cut_of(film, first, F(24))[1]) == label
    assert cut_of(film, 0, F(24))[1].picture[0].media_start(F(24)).frame == 864_000


@pytest.mark.parametrize(
    ("code", "rate", "label", "cut", "drop", "frame"),
    [
        ("10:00:00:00", NTSC, "10:50:00:00", F(24), False, 72_000),
        ("10:00:00:00", F(24), "10:50:00:00", NTSC, False, 72_000),
        ("01:00:00;00", F(30000, 1001), "01:10:00:00", F(25), False, 17_982),
        ("01:00:00;00", F(60000, 1001), "01:10:00;00", F(30000, 1001), True, 35_964),
        ("23:59:56:00", F(25), "00:00:01:00", F(25), False, 125),
        (None, NTSC, "00:50:00:00", F(24), False, 72_000),
    ],
)
def test_a_label_in_a_list_is_looked_up_as_the_source_counts(
    code: str | None, rate: Fraction, label: str, cut: Fraction, drop: bool, frame: int
) -> None:
    film = film_of(rate, HOUR, Timecode.parse(code, rate) if code else None, "/films/A001.mov")
    start = Timecode.parse(label, cut).seconds
    record = Span(F(0), 25 / cut)
    clip = CutClip("Shot", record, Span(start, start + record.duration), None, cut, drop, "A001.mov")
    [shown] = link(EditorsCut("Cut", cut, Timecode(0, cut), (clip,)), (film,)).picture
    assert shown.region.span.start == frame / rate
