"""A cut put on frames: properties that hold for any cues at any rate."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from v2a_plugin.delivery.layout import lay_out, plain
from v2a_plugin.delivery.protocol import CutRequest, StemLayout, StemSettings
from v2a_plugin.delivery.rows import rows_noted
from v2a_plugin.delivery.stem_plan import plan_stems
from v2a_plugin.model.time import Span, Timecode, index_at
from v2a_plugin.model.timeline import Cue, Timeline, Track, TrackKind
from v2a_plugin.testing.cuts import MemoryTakes, small_cut
from v2a_plugin.testing.exchange import CASES, RateCase
from v2a_plugin.testing.sounds import impulse

TAKES = MemoryTakes()
KEPT = TAKES.add("take-0", impulse(Fraction(4)))


@st.composite
def requests(draw: st.DrawFn) -> CutRequest:
    """Cues of any exact length at any distance, touching or not, some before the cut begins."""
    case = draw(st.sampled_from(CASES))
    tracks = []
    for number in range(draw(st.integers(1, 2))):
        at = Fraction(draw(st.integers(-300, 300)), 100)
        cues = []
        for _ in range(draw(st.integers(1, 6))):
            at += Fraction(draw(st.sampled_from((0, 0, 1, 7, 33, 1000))), 1000)
            length = Fraction(draw(st.integers(1, 200)), draw(st.sampled_from((100, 240, 1001))))
            begin = Fraction(draw(st.integers(0, 100)), 100)
            cues.append(Cue("take-0", at, Span(begin, begin + length), Fraction(4)))
            at = cues[-1].end
        tracks.append(Track(TrackKind.FEET, f"Track {number}", tuple(cues), id=f"track-{number}"))
    timeline = Timeline(case.rate, Timecode.parse(case.start, case.rate), (), tuple(tracks), (KEPT,))
    handle = Fraction(draw(st.sampled_from((0, 0, 1, 13))), 20)
    return CutRequest(timeline, (), TAKES, StemSettings(draw(st.sampled_from(StemLayout)), handle))


@given(requests())
def test_clips_lie_in_order_inside_their_stems_and_touch_their_sound(request_: CutRequest) -> None:
    rate = request_.timeline.rate
    stems = plan_stems(request_)
    layout = lay_out(request_, stems)
    assert layout.timecode(layout.origin) == request_.timeline.start
    placed = [clip for lane in layout.lanes for clip in lane.clips]
    for lane in layout.lanes:
        assert all(one.end <= other.start for one, other in pairwise(lane.clips))
    for clip in placed:
        assert 0 <= clip.start < clip.end <= layout.length
        assert clip.source >= 0
        assert clip.source + clip.length <= clip.stem.covered.count
        first = Fraction(clip.start - layout.origin) / rate  # what is heard at the clip's start is what belongs there
        assert first == clip.stem.span.start + Fraction(clip.source) / rate
        reach = 1 / rate
        assert clip.stem.content.start - reach < first
        assert Fraction(clip.end - layout.origin) / rate < clip.stem.content.end + reach
    short = sum("too short" in note for note in layout.notes)
    assert len(placed) == len(stems) or short


@given(requests())
def test_less_than_half_a_frame_of_any_cue_is_cut_off(request_: CutRequest) -> None:
    rate = request_.timeline.rate
    layout = lay_out(request_, plan_stems(request_))
    for lane in layout.lanes:
        for number, clip in enumerate(lane.clips):
            first, last = Fraction(clip.start - layout.origin) / rate, Fraction(clip.end - layout.origin) / rate
            alone_before = number == 0 or lane.clips[number - 1].end < clip.start
            alone_after = number + 1 == len(lane.clips) or lane.clips[number + 1].start > clip.end
            lone_frame = clip.stem.content.duration < 2 / rate  # between others it may have to give way further
            assert not alone_before or first <= clip.stem.content.start or lone_frame
            assert not alone_after or last >= clip.stem.content.end or lone_frame
            if not lone_frame:
                assert first - clip.stem.content.start <= 1 / rate
                assert clip.stem.content.end - last <= 1 / rate


def test_a_later_start_of_the_picture_counts_in_its_own_frames() -> None:
    case: RateCase = CASES[2]
    cue = Cue("take-0", Fraction(-1, 3), Span(Fraction(0), Fraction(1)), Fraction(4))
    timeline = Timeline(
        case.rate, Timecode.parse("00:00:00:00", case.rate), (), (Track(TrackKind.FEET, "a", (cue,)),), (KEPT,)
    )
    request_ = CutRequest(timeline, (), TAKES)
    layout = lay_out(request_, plan_stems(request_))
    assert (layout.origin, str(layout.start)) == (9, "23:59:59:16")
    assert layout.frame(Fraction(0)) == 9
    assert layout.frame(Fraction(-100)) == 0
    assert index_at(cue.start, case.rate) == -8


@given(st.text())
def test_plain_text_fits_every_format(text: str) -> None:
    from xml.etree import ElementTree as ET

    element = ET.Element("name")
    element.text = plain(text)
    again = ET.fromstring(ET.tostring(element, "utf-8"))
    assert (again.text or "") == plain(text)
    assert "\n" not in plain(text)
    assert plain(plain(text)) == plain(text)


def test_names_survive_but_for_what_no_format_holds() -> None:
    timeline = Timeline(Fraction(25), Timecode(0, Fraction(25)), name="a\x00b\tc\ud800")
    cue = Cue("take-0", Fraction(0), Span(Fraction(0), Fraction(1)), Fraction(4), name="\x01")
    track = Track(TrackKind.FX, "\x02", (cue,))
    request_ = CutRequest(replace(timeline, tracks=(track,), takes=(KEPT,)), (), TAKES)
    layout = lay_out(request_, plan_stems(request_))
    assert layout.name == "a b c"
    assert [(lane.name, lane.clips[0].name) for lane in layout.lanes] == [("fx", "Stem")]


def test_cues_that_share_a_frame_are_noted_where_they_need_a_further_track() -> None:
    takes = MemoryTakes()
    request = CutRequest(small_cut(Fraction(25), "01:00:00:00", takes), (), takes)
    [first, second, *_] = plan_stems(request)
    track = request.timeline.tracks[0]
    apart = (
        replace(first, track=track.id, span=Span(Fraction(0), Fraction(1))),
        replace(second, track=track.id, span=Span(Fraction(1), Fraction(2))),
    )
    assert rows_noted(request, apart) == ()
    sharing = (apart[0], replace(apart[1], span=Span(Fraction(24, 25), Fraction(2))))
    assert rows_noted(request, sharing) == (
        f"Cues of {track.name} that share a frame stand on a further track of the same name.",
    )
