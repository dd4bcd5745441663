"""From a cut to the media at hand, and into a project."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from dataclasses import replace
from fractions import Fraction
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from v2a_plugin.formats.cut import CutClip, EditorsCut
from v2a_plugin.formats.importing import import_cut
from v2a_plugin.formats.linking import LinkedCut, link, media_beside, names_media
from v2a_plugin.formats.media_index import file_name, target_path
from v2a_plugin.formats.reading import read_cut
from v2a_plugin.generation.requests import request_for_clip
from v2a_plugin.hosts.arriving import media_of
from v2a_plugin.media.encode import Encoding, write_clip
from v2a_plugin.model.errors import BadInput
from v2a_plugin.model.progress import finish
from v2a_plugin.model.recipe import Settings
from v2a_plugin.model.request import GenerationOrder
from v2a_plugin.model.time import Span, Timecode
from v2a_plugin.model.timeline import Cue, KeptTake, Marker, PictureClip, Timeline, Track, TrackKind
from v2a_plugin.model.timemap import TimeMap
from v2a_plugin.plugins.facade import load_plugins
from v2a_plugin.project.folder import open_project
from v2a_plugin.testing.command import Command
from v2a_plugin.testing.cuts import film_of
from v2a_plugin.timeline.changes import apply, inverse
from v2a_plugin.timeline.shot_edits import mark_segment

RATE = Fraction(25)
CODE = Timecode.parse("10:00:00:00", RATE)
FILM = film_of(RATE, Fraction(20), CODE, "/films/A 001.mov")


def clip(source: int = 0, length: int = 50, record: int = 0, start: int | None = CODE.frame, **more: Any) -> CutClip:
    """A clip whose source frame counts from the film's first one, or from `start` when that is not its timecode."""
    first = (CODE.frame if start is None else start) + source
    told = {"name": "Shot", "target": "/films/A 001.mov", **more}
    begins = None if start is None else start / RATE
    span = Span(Fraction(record, 25), Fraction(record + length, 25))
    return CutClip(told.pop("name"), span, Span(first / RATE, (first + length) / RATE), begins, RATE, **told)


def cut(*clips: CutClip) -> EditorsCut:
    return EditorsCut("Cut", RATE, Timecode.parse("01:00:00:00", RATE), clips)


def timeline_of(linked: LinkedCut) -> Timeline:
    cut = linked.cut
    return Timeline(cut.rate, cut.start, linked.picture, markers=cut.markers, name=cut.name)


def spans(linked: tuple[PictureClip, ...]) -> list[tuple[int, int]]:
    return [(int(one.region.span.start * 25), int(one.region.span.end * 25)) for one in linked]


@pytest.mark.parametrize(
    "target",
    [
        "/films/A 001.mov", "file:///films/A%20001.mov", "file://localhost/films/A%20001.mov", "A 001.mov",
        "E:\\Rohmaterial\\A 001.mov", "file:///E:/Rohmaterial/a%20001.MOV", "../elsewhere/A 001.mov", "proxies/A 001.mp4",
    ],
)  # fmt: skip
def test_media_are_known_by_path_or_name_on_any_system(target: str) -> None:
    other = replace(FILM, path=Path("/films/B 002.mov"), fingerprint="2-cd")
    linked = link(cut(clip(30, target=target)), (other, FILM))
    assert [one.region.media for one in linked.picture] == ["1-ab"]
    assert spans(linked.picture) == [(30, 80)]


@pytest.mark.parametrize(("reel", "name"), [("A 001", "x"), ("A001", "x"), ("", "A 001.mov"), ("", "a 001")])
def test_lists_without_paths_are_linked_by_reel_or_name(reel: str, name: str) -> None:
    other = replace(FILM, path=Path("/films/B 002.mov"), fingerprint="2-cd")
    linked = link(cut(clip(30, start=None, target="", reel=reel, name=name)), (other, FILM))
    assert [one.region.media for one in linked.picture] == ["1-ab"]
    assert spans(linked.picture) == [(30, 80)]


def test_of_two_files_of_one_name_the_one_that_fits_is_taken() -> None:
    twin = replace(FILM, path=Path("/other/A 001.mov"), fingerprint="2-cd")
    assert [one.region.media for one in link(cut(clip(target="/other/A 001.mov")), (FILM, twin)).picture] == ["2-cd"]
    picture = replace(FILM.picture, width=FILM.picture.width * 2)
    for other, chosen, why in (
        (replace(twin, timecode=None), "1-ab", "it has what the clips show"),
        (replace(twin, pictures=(replace(FILM.picture, duration=Fraction(1)),)), "1-ab", "it has what the clips show"),
        (replace(twin, pictures=(picture,)), "2-cd", "its picture is the larger"),
        (twin, "1-ab", "nothing tells them apart"),
    ):
        linked = link(cut(clip(60, target="A 001.mov")), (FILM, other))
        assert [one.region.media for one in linked.picture] == [chosen]
        [note] = linked.notes
        assert note.startswith("A 001.mov is there 2 times; ")
        assert note.endswith(f"{why}.")


def test_the_only_file_stands_for_clips_that_name_none() -> None:
    assert len(link(cut(clip(target="")), (FILM,)).picture) == 1
    assert not link(cut(clip(target="C 003.mov")), (FILM,)).picture
    assert not link(cut(clip(target="", reel="C003")), (FILM,)).picture


@pytest.mark.parametrize("start", [CODE.frame, 0, 86_400])
def test_sources_count_from_where_the_file_says(start: int) -> None:
    linked = link(cut(clip(30, start=start)), (FILM,))
    assert spans(linked.picture) == [(30, 80)]
    assert not linked.notes


def test_sources_count_from_the_medias_timecode_when_the_file_is_silent() -> None:
    assert spans(link(cut(clip(30, start=None)), (FILM,)).picture) == [(30, 80)]
    zero = CutClip(
        "Shot", Span(Fraction(0), Fraction(2)), Span(Fraction(1), Fraction(3)), None, RATE, target="A 001.mov"
    )
    linked = link(cut(zero), (FILM,))
    assert spans(linked.picture) == [(25, 75)]
    assert linked.notes == ("1 clip only fits its media when counted from another start.",)


def test_what_the_media_do_not_have_stays_black_with_a_reason() -> None:
    linked = link(cut(clip(480, 50), clip(0, 50, record=50), clip(600, 50, record=100)), (FILM,))
    assert spans(linked.picture) == [(480, 500), (0, 50)]
    assert [int(one.record * 25) for one in linked.picture] == [0, 50]
    assert linked.notes == ("1 clip shows more than its media has and is cut off with it.",)
    [one] = linked.unlinked
    assert one.reason == "10:00:24:00 and 2.000 s on lie outside A 001.mov."


@pytest.mark.parametrize(
    ("speed", "start", "span", "seen"),
    [
        (Fraction(1, 2), 100, (200, 250), (100, 125)),
        (Fraction(2), 100, (50, 100), (100, 200)),
        (Fraction(2), 450, (225, 250), (450, 500)),  # the media ends half way
        (Fraction(-1), 100, (0, 50), (50, 100)),
        (Fraction(-2), 50, (0, 25), (0, 50)),  # it gets to the first frame half way
        (Fraction(0), 100, (0, 50), (100, 100)),
    ],
)
def test_a_change_of_speed_is_kept(speed: Fraction, start: int, span: Any, seen: Any) -> None:
    plain = clip(0, 50)
    time_map = TimeMap.steady(plain.record, (CODE.frame + start) / RATE, speed)
    [shown] = link(cut(plain.retimed(plain.record, time_map)), (FILM,)).picture
    region = shown.region
    assert (region.span.start * 25, region.span.end * 25) == span
    assert shown.span.duration == region.span.duration
    assert region.time_map is not None
    assert region.time_map.speed == speed
    first, last = region.time_map.extent(region.span)
    assert (first * 25, last * 25) == seen
    assert shown.source_at(shown.record) == Fraction(start, 25)


def test_a_last_frame_that_the_file_ends_within_is_no_reason() -> None:
    short = replace(FILM, pictures=(replace(FILM.picture, duration=Fraction(1999, 100)),))
    [shown] = link(cut(clip(450, 50)), (short,)).picture
    assert shown.region.span == Span(Fraction(18), Fraction(1999, 100))


def test_a_still_is_shown_as_long_as_the_cut_does() -> None:
    still = replace(FILM, still=True, timecode=None, pictures=(replace(FILM.picture, duration=Fraction(0)),))
    [shown] = link(cut(clip(9999, 50)), (still,)).picture
    assert shown.region.span == Span(Fraction(0), Fraction(2))


def test_names_fall_back_to_numbers() -> None:
    linked = link(cut(clip(name=""), clip(60, record=50, name="Tür")), (FILM,))
    assert [one.region.name for one in linked.picture] == ["Shot 1", "Tür"]


@pytest.mark.parametrize(
    ("target", "name"),
    [
        ("C:\\a\\b.mov", "b.mov"),
        ("file:///C:/a/b%20c.mov", "b c.mov"),
        ("", ""),
        ("file://localhost/x/%E2%80%93.mov", "–.mov"),
    ],
)
def test_the_name_in_an_address_of_any_system(target: str, name: str) -> None:
    assert file_name(target) == name


def test_addresses_become_paths() -> None:
    assert target_path("file://localhost/Volumes/A%20B/c.mov") == Path("/Volumes/A B/c.mov")
    assert target_path("file:///C:/A/c.mov") == Path("C:/A/c.mov")
    assert target_path("https://example.org/c.mov") == Path("https://example.org/c.mov")


def test_media_are_found_where_the_cut_says_or_beside_it(tmp_path: Path) -> None:
    for name in ("one.mov", "media/two.mov", "three.mov"):
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.touch()
    told = cut(
        clip(target=str(tmp_path / "one.mov")), clip(target="media/two.mov"), clip(target="Z:\\film\\three.mov"),
        clip(target="four.mov"), clip(target=""),
    )  # fmt: skip
    found = media_beside(told, tmp_path / "cut.otio")
    assert [path.name for path in found] == ["one.mov", "two.mov", "three.mov"]


# Into a timeline


def test_importing_replaces_the_picture_and_can_be_undone() -> None:
    old = link(cut(clip(0, 50), clip(100, 50, record=50)), (FILM,))
    timeline = replace(
        timeline_of(old), tracks=(Track(TrackKind.FEET, "Feet"),), markers=(Marker(Fraction(1), "mine"),), name="Old"
    )
    told = replace(
        cut(clip(100, 50), clip(300, 25, record=50)), name="New", start=Timecode.parse("02:00:00:00", RATE),
        markers=(Marker(Fraction(0), "a"), Marker(Fraction(2), "b")),
    )  # fmt: skip
    change = import_cut(timeline, link(told, (FILM,)))
    after = apply(change, timeline)
    assert (after.name, str(after.start)) == ("New", "02:00:00:00")
    assert spans(after.picture) == [(100, 150), (300, 325)]
    assert after.picture[0].region.id == timeline.picture[1].region.id  # the same shot keeps its takes
    assert [mark.name for mark in after.markers] == ["a", "mine", "b"]
    assert after.tracks == timeline.tracks
    assert apply(inverse(change), after) == timeline


def test_importing_the_same_cut_again_changes_nothing() -> None:
    told = replace(cut(clip(0, 50)), markers=(Marker(Fraction(0), "a"),))
    timeline = timeline_of(link(told, (FILM,)))
    again = apply(import_cut(timeline, link(told, (FILM,))), timeline)
    assert again == timeline


def test_a_cut_with_cues_is_not_pulled_away_from_under_them() -> None:
    linked = link(cut(clip(0, 50)), (FILM,))
    take = KeptTake("take-1", "r", Fraction(2), Span(Fraction(0), Fraction(2)), 48_000)
    cue = Cue("take-1", Fraction(0), take.used, take.length)
    timeline = replace(timeline_of(linked), takes=(take,), tracks=(Track(TrackKind.FEET, "Feet", (cue,)),))
    with pytest.raises(BadInput, match="Cut has 1 cue placed on its present cut"):
        import_cut(timeline, linked)


def test_an_empty_timeline_takes_a_cut_of_another_rate() -> None:
    empty = Timeline(Fraction(24), Timecode(0, Fraction(24)))
    after = apply(import_cut(empty, link(cut(clip(0, 50)), (FILM,))), empty)
    assert after.rate == after.start.rate == 25


# From the command line


@pytest.fixture(scope="module")
def film(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Four seconds of real video with timecode."""

    def frames() -> Iterator[np.ndarray]:
        for number in range(100):
            yield np.full((36, 64, 3), number * 2, np.uint8)

    path = tmp_path_factory.mktemp("Rohmaterial ü") / "A 001.mov"
    return finish(write_clip(path, frames(), Encoding(codec="mpeg4", timecode="10:00:00:00")))


EDL = """TITLE: Akt 1
FCM: NON-DROP FRAME
001  A001     V     C        10:00:01:00 10:00:02:00 01:00:00:00 01:00:01:00
* FROM CLIP NAME: Auf & <ab>
002  B002     V     C        10:00:00:00 10:00:01:00 01:00:01:00 01:00:02:00
003  A001     A     C        10:00:01:00 10:00:02:00 01:00:00:00 01:00:01:00
004  A001     V     C        10:00:03:00 10:00:04:00 01:00:02:00 01:00:03:00
"""


def test_a_cut_is_shown_with_both_timecodes(v2a: Command, film: Path, tmp_path: Path) -> None:
    path = tmp_path / "akt.edl"
    path.write_text(EDL, encoding="utf-8")
    assert v2a("cut", "import", path, "--rate", "25", "--media", film.parent) == 0
    assert "Akt 1: 3 shots from 01:00:00:00" in v2a.out
    assert "01:00:00:00 – 01:00:01:00  source 10:00:01:00  Auf & <ab>" in v2a.out
    assert v2a.out.count("There is no media for") == 1
    assert "There is no media for B002." in v2a.out
    assert "Note: 1 sound event is not read." in v2a.err


def test_a_cut_becomes_a_project(v2a: Command, film: Path, tmp_path: Path) -> None:
    path = tmp_path / "akt.edl"
    path.write_text(EDL, encoding="utf-8")
    told = v2a.json("cut", "import", path, "--rate", "25", "--media", film, "--project", tmp_path / "Akt")
    assert told["exit"] == 0
    assert [(one["record_in"], one["source_in"], bool(one["region"])) for one in told["clips"]] == [
        ("01:00:00:00", "10:00:01:00", True), ("01:00:01:00", "10:00:00:00", False), ("01:00:02:00", "10:00:03:00", True),
    ]  # fmt: skip
    assert told["left_out"] == ["1 sound event is not read."]
    with open_project(Path(told["project"])) as project:
        timeline = project.timeline
        assert spans(timeline.picture) == [(25, 50), (75, 100)]
        assert [clip.record for clip in timeline.picture] == [0, 2]
        assert (timeline.name, str(timeline.start), len(timeline.tracks)) == ("Akt 1", "01:00:00:00", 5)
        assert [item.path.name for item in project.media] == ["A 001.mov"]
        regions = [clip.region.id for clip in timeline.picture]
    path.write_text(EDL.replace("10:00:03:00 10:00:04:00", "10:00:02:00 10:00:03:00"), encoding="utf-8")
    assert v2a("cut", "import", path, "--rate", "25", "--project", tmp_path / "Akt.v2a") == 0
    with open_project(tmp_path / "Akt.v2a") as project:
        assert spans(project.timeline.picture) == [(25, 50), (50, 75)]
        assert project.timeline.picture[0].region.id == regions[0]
        project.undo()
        assert spans(project.timeline.picture) == [(25, 50), (75, 100)]


def test_a_project_is_exported_and_its_cut_imported_again(v2a: Command, film: Path, tmp_path: Path) -> None:
    """The round trip of an editor's own cut: media that the file names are found by themselves."""
    from v2a_plugin.delivery.layout import lay_out
    from v2a_plugin.delivery.protocol import CutRequest
    from v2a_plugin.formats.otio.write import otio_texts
    from v2a_plugin.media.probe import probe
    from v2a_plugin.testing.cuts import MemoryTakes
    from v2a_plugin.testing.sounds import impulse

    media = probe(film)
    assert str(media.timecode) == "10:00:00:00"
    linked = link(cut(clip(10, 30, target=str(film)), clip(60, 40, record=40, target=str(film))), (media,))
    takes = MemoryTakes()
    kept = takes.add("take-1", impulse(Fraction(1)))
    cue = Cue("take-1", Fraction(0), kept.used, kept.length)
    timeline = replace(timeline_of(linked), takes=(kept,), tracks=(Track(TrackKind.FEET, "Feet", (cue,)),))
    request = CutRequest(timeline, (media,), takes)
    for number, text in enumerate(otio_texts(request, lay_out(request, ()), tmp_path).values()):
        path = tmp_path / f"{number}.otio"
        path.write_text(text, encoding="utf-8")
        assert v2a("cut", "import", path, "--project", tmp_path / f"again {number}.v2a") == 0
        with open_project(tmp_path / f"again {number}.v2a") as project:
            assert spans(project.timeline.picture) == [(10, 40), (60, 100)]
            assert [shown.record for shown in project.timeline.picture] == [0, Fraction(40, 25)]


def test_a_cut_without_any_of_its_media_makes_no_project(v2a: Command, tmp_path: Path) -> None:
    path = tmp_path / "akt.edl"
    path.write_text(EDL, encoding="utf-8")
    assert v2a("cut", "import", path, "--rate", "25", "--project", tmp_path / "Akt") == 1
    assert "No clip of Akt 1 has its media here." in v2a.err
    assert not (tmp_path / "Akt.v2a").exists()
    told = v2a.json("cut", "import", path)
    assert (told["exit"], told["error"]) == (2, "bad-input")


def test_a_retimed_clip_gets_into_a_project_as_long_as_it_is_shown(v2a: Command, film: Path, tmp_path: Path) -> None:
    """From the file to the project and back from its journal; a part of it keeps the speed."""
    path = tmp_path / "akt.edl"
    lines = ["TITLE: Akt", f"001  AX V C 10:00:01:00 10:00:02:00 01:00:00:00 01:00:02:00\n* SOURCE FILE: {film.name}"]
    path.write_text("\n".join([*lines, "M2   AX   012.5   10:00:01:00", ""]), encoding="utf-8")
    assert v2a("cut", "import", path, "--rate", "25", "--media", film, "--project", tmp_path / "Akt") == 0
    with open_project(tmp_path / "Akt.v2a") as project:
        [shown] = project.timeline.picture
        assert shown.span == Span(Fraction(0), Fraction(2))
        assert shown.region.time_map is not None
        assert (shown.region.time_map.speed, shown.region.source_span) == (
            Fraction(1, 2),
            Span(Fraction(1), Fraction(2)),
        )
        request = request_for_clip(project, shown, GenerationOrder(Settings(), 1))
        assert (request.used.duration, request.time_map) == (Fraction(2), shown.region.time_map)
        project.do(mark_segment(project.timeline, Span(Fraction(1), Fraction(3, 2))))
    with open_project(tmp_path / "Akt.v2a") as project:
        spans_seen = [one.region.source_span for one in project.timeline.picture]
        quarter = Fraction(1, 4)
        assert spans_seen == [
            Span(Fraction(1), Fraction(3, 2)), Span(Fraction(3, 2), Fraction(3, 2) + quarter), Span(2 - quarter, Fraction(2)),
        ]  # fmt: skip


def test_sidecars_of_a_films_name_are_passed_over(v2a: Command, film: Path, tmp_path: Path) -> None:
    for suffix in (".txt", ".wav", ".srt"):
        film.with_suffix(suffix).write_text("no picture", encoding="utf-8")
    path = film.with_name("akt.edl")
    line = f"001  {film.stem} V C 10:00:01:00 10:00:02:00 01:00:00:00 01:00:01:00"
    path.write_text(f"TITLE: Akt\n{line}\n* FROM CLIP NAME: {film.stem}\n", encoding="utf-8")
    assert v2a("cut", "import", path, "--rate", "25", "--media", film.parent, "--project", tmp_path / "Akt") == 0
    with open_project(tmp_path / "Akt.v2a") as project:
        assert [media.path.name for media in project.media] == [film.name]
    edl = read_cut(path, load_plugins().cut_readers(), RATE)
    assert [media.path.name for media in media_of(path, edl, load_plugins())] == [film.name]


def test_a_sequence_is_chosen_by_name(v2a: Command, film: Path, tmp_path: Path) -> None:
    def project(name: str, start: int) -> str:
        clip = f'<asset-clip ref="r2" start="{36000 + start}s" duration="1s"/>'
        return f'<project name="{name}"><sequence format="r1"><spine>{clip}</spine></sequence></project>'

    path = tmp_path / "akt.fcpxml"
    resources = f"""<resources><format id="r1" frameDuration="1/25s"/>
<asset id="r2" start="36000s" hasVideo="1" src="{film.as_uri()}"/></resources>"""
    path.write_text(f'<fcpxml version="1.11">{resources}{project("Eins", 0)}{project("Zwei", 2)}</fcpxml>', "utf-8")
    told = v2a.json("cut", "import", path, "--sequence", "ZWEI")
    assert (told["name"], told["sequences"]) == ("Zwei", ["Eins", "Zwei"])
    assert [clip["source_in"] for clip in told["clips"]] == ["10:00:02:00"]
    told = v2a.json("cut", "import", path)
    assert (told["name"], told["left_out"]) == (
        "Eins", ["The file holds 2 sequences; 'Eins' is read, not 'Zwei': choose with --sequence."],
    )  # fmt: skip
    assert v2a("cut", "import", path, "--sequence", "Drei") == 2
    assert "It holds Eins, Zwei." in v2a.err


# Names


@pytest.mark.parametrize("form", ["NFC", "NFD"])
@pytest.mark.parametrize("other", ["NFC", "NFD"])
def test_composed_and_decomposed_letters_are_the_same_name(form: Any, other: Any, tmp_path: Path) -> None:
    name = "Straße Küche é.mov"
    on_disk = tmp_path / "Füße" / unicodedata.normalize(other, name)
    on_disk.parent.mkdir()
    on_disk.touch()
    target = unicodedata.normalize(form, str(tmp_path / "FÜSSE" / name.upper()))
    listed = cut(clip(target=target))
    assert media_beside(listed, tmp_path / "cut.otio") == (on_disk,)
    film = replace(FILM, path=on_disk)
    twin = replace(FILM, path=tmp_path / "other.mov", fingerprint="2-cd")
    assert [one.region.media for one in link(listed, (twin, film)).picture] == ["1-ab"]
    assert names_media(listed, on_disk)


@pytest.mark.parametrize("name", ["take #3.mov", "what?.mov", "100% #1?.mov", "a%20b.mov"])
def test_a_files_address_has_no_fragment_and_no_query(name: str, tmp_path: Path) -> None:
    path = tmp_path / name
    path.touch()
    addresses = [path.as_uri(), str(path), name]
    if "%" not in name:
        addresses += [f"file://{path}", f"file://localhost{path}"]
    for target in addresses:
        assert media_beside(cut(clip(target=target)), tmp_path / "cut.xml") == (path,), target
