"""Opening: the editor's cut, recent projects, a project that is open elsewhere, and what a crash left over."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from fractions import Fraction
from itertools import pairwise
from pathlib import Path

import opentimelineio as otio
import pytest

from tests.gui.conftest import Panel
from v2a_gui.access_keys import plain_text
from v2a_gui.models.recents import Recents
from v2a_plugin.timeline.marker_edits import add_marker


def write_otio(path: Path, clip: Path) -> Path:
    """Frames 100 to 150, then 0 to 50 of a clip, a dissolve between them, and a clip whose media is nowhere."""
    rate = 25
    timeline = otio.schema.Timeline(name="Reel 2")
    track = otio.schema.Track(name="V1", kind=otio.schema.TrackKind.Video)
    for start, name, url in ((100, "B", clip.name), (0, "A", clip.name), (0, "gone", "nowhere.mov")):
        media = otio.schema.ExternalReference(target_url=url)
        span = otio.opentime.TimeRange(otio.opentime.RationalTime(start, rate), otio.opentime.RationalTime(50, rate))
        track.append(otio.schema.Clip(name=name, media_reference=media, source_range=span))
    half = otio.opentime.RationalTime(5, rate)
    track.insert(1, otio.schema.Transition(transition_type="SMPTE_Dissolve", in_offset=half, out_offset=half))
    timeline.tracks.append(track)
    otio.adapters.write_to_file(timeline, str(path))
    return path


EDL = """TITLE: Reel 3
FCM: NON-DROP FRAME

001  AX       V     C        00:00:04:00 00:00:06:00 01:00:00:00 01:00:02:00
* FROM CLIP NAME: clip.mp4
002  AX       V     C        00:00:00:00 00:00:01:00 01:00:02:00 01:00:03:00
* FROM CLIP NAME: clip.mp4
"""


def test_a_cut_opens_with_the_media_beside_it_and_says_what_is_not_modelled(panel: Panel, clip: Path) -> None:
    window = panel.window
    window.open([write_otio(clip.with_name("cut.otio"), clip)])
    panel.until(lambda: window.session.project is not None)
    panel.idle()
    timeline = window.session.timeline
    assert timeline is not None
    assert timeline.name == "Reel 2"
    assert [(one.region.name, one.record, one.region.span.start) for one in timeline.picture] == [
        ("B", Fraction(0), Fraction(4)), ("A", Fraction(2), Fraction(0)),
    ]  # fmt: skip
    text = window.notices.text("cut")
    assert "nowhere.mov" in text
    assert "1 transition is read as a cut" in text


def test_a_list_opens_together_with_its_video(panel: Panel, clip: Path) -> None:
    path = clip.with_name("cut.edl")
    path.write_text(EDL)
    panel.window.open([path, clip])
    panel.until(lambda: panel.window.session.project is not None)
    panel.idle()
    timeline = panel.window.session.timeline
    assert timeline is not None
    assert [(one.record, one.region.span.duration) for one in timeline.picture] == [
        (Fraction(0), Fraction(2)), (Fraction(2), Fraction(1)),
    ]  # fmt: skip
    assert str(timeline.start) == "01:00:00:00"


def placed(panel: Panel, shot: int) -> str:
    """Id of a cue in step with a shot."""
    session = panel.window.session
    assert session.timeline is not None
    clip = session.timeline.picture[shot]
    panel.add_takes(clip.region, 1, seed=shot)
    assert session.place(session.takes(clip.region.id)[0])
    return next(cue.id for track in session.timeline.tracks for cue in track.cues if cue.region == clip.region.id)


def cues(panel: Panel) -> dict[str, Fraction]:
    """Where every cue begins, by its id."""
    timeline = panel.window.session.timeline
    return {cue.id: cue.start for track in timeline.tracks for cue in track.cues} if timeline else {}


def test_the_open_project_is_conformed_to_a_cut_that_is_dropped(opened: Panel, clip: Path) -> None:
    window, project = opened.window, opened.window.session.project
    first, third = placed(opened, 0), placed(opened, 2)
    before = cues(opened)
    window.open([write_otio(clip.with_name("cut.otio"), clip)])
    assert "cut.otio is a cut" in window.notices.text("offer")
    assert window.session.project is project, "nothing happens until somebody says what"
    window.notices.press("offer", "Conform this project to it")
    opened.until(lambda: cues(opened) != before)
    assert window.session.project is project
    now = cues(opened)
    assert [int(now[cue] - before[cue]) for cue in (third, first)] == [-4, 2]
    assert "nowhere.mov" in window.notices.text("cut") or "no longer in the cut" in window.notices.text("cut")
    assert "undo takes it back" in window._message.text()
    opened.do("undo")
    assert cues(opened) == before


def test_a_cut_that_is_dropped_may_be_another_project(opened: Panel, clip: Path) -> None:
    window, project = opened.window, opened.window.session.project
    path = clip.with_name("cut.edl")
    path.write_text(EDL)
    window.open([path])
    window.notices.press("offer", "Open as a new project")
    opened.until(lambda: window.session.project is not project)
    opened.idle()
    assert window.session.timeline is not None
    assert window.session.timeline.name == "Reel 3"
    assert window.notices.text("offer") == ""


def test_of_several_cuts_a_person_picks_one(panel: Panel, clip: Path) -> None:
    window = panel.window
    list_, otio_ = clip.with_name("b.edl"), write_otio(clip.with_name("a.otio"), clip)
    list_.write_text(EDL)
    window.open([otio_, list_, clip])
    assert "2 cuts came at once" in window.notices.text("offer")
    window.notices.press("offer", "b.edl")
    panel.until(lambda: window.session.project is not None)
    panel.idle()
    assert window.session.timeline is not None
    assert window.session.timeline.name == "Reel 3"
    window.open([otio_, list_])
    window.notices.press("offer", "a.otio")
    assert "a.otio is a cut" in window.notices.text("offer"), "and since a project is open, what for"


def test_a_cut_that_cannot_be_conformed_to_says_why_and_changes_nothing(opened: Panel, tmp_path: Path) -> None:
    window, before = opened.window, opened.window.session.timeline
    path = tmp_path / "broken.otio"
    path.write_text("{")
    window.open([path])
    window.notices.press("offer", "Conform this project to it")
    opened.bot.waitUntil(lambda: "broken.otio" in window._message.text(), timeout=30_000)
    assert window.session.timeline is before


def test_a_broken_cut_says_so_and_changes_nothing(panel: Panel, tmp_path: Path) -> None:
    path = tmp_path / "broken.otio"
    path.write_text("{")
    panel.window.open([path])
    panel.bot.waitUntil(lambda: "broken.otio" in panel.window._message.text(), timeout=30_000)
    assert panel.window.session.project is None


def test_a_cut_without_any_media_says_which_are_missing(panel: Panel, tmp_path: Path) -> None:
    path = tmp_path / "cut.edl"
    path.write_text(EDL.replace("TITLE: Reel 3", "TITLE: Reel 3\n* V2A RATE 25"))
    panel.window.open([path])
    panel.bot.waitUntil(lambda: bool(panel.window._message.text()), timeout=30_000)
    assert panel.window.session.project is None


def test_several_videos_are_one_cut(panel: Panel, clip: Path, counted: Path) -> None:
    panel.window.open([clip, counted])
    panel.until(lambda: panel.window.session.project is not None)
    panel.idle()
    timeline = panel.window.session.timeline
    assert timeline is not None
    assert len({one.region.media for one in timeline.picture}) == 2
    assert timeline.end == 16
    records = [(one.record, one.span.end) for one in timeline.picture]
    assert all(end == start for (_, end), (start, _) in pairwise(records))


def test_recent_projects_are_listed_on_the_first_screen_and_in_the_menu(opened: Panel) -> None:
    window = opened.window
    project = window.session.project
    assert project is not None
    assert window.bulletin.recents.paths() == (project.path,)
    assert [plain_text(action.text()) for action in window.bulletin.recent.actions()][:1] == [project.path.stem]
    again = Recents(window.settings)
    assert again.paths() == (project.path,)
    window.session.close_project()
    window.bulletin.recent.actions()[0].trigger()
    assert window.session.project is not None
    window.bulletin.recents.clear()
    assert not window.bulletin.recent.isEnabled()


def test_a_project_that_is_gone_is_not_listed(panel: Panel, tmp_path: Path) -> None:
    (tmp_path / "there.v2a").mkdir()
    for name in ("gone.v2a", "there.v2a"):
        panel.window.bulletin.recents.add(tmp_path / name)
    assert panel.window.bulletin.recents.paths() == (tmp_path / "there.v2a",)


HOLD = """
import sys
from pathlib import Path
from v2a_plugin.project.folder import open_project
project = open_project(Path(sys.argv[1]))
print(project.read_only or "writing", flush=True)
sys.stdin.readline()
project.close()
"""


@pytest.fixture
def locked(opened: Panel) -> Iterator[Panel]:
    """The project is open in another process, and open for reading here."""
    project = opened.window.session.project
    assert project is not None
    path = project.path
    opened.window.session.close_project()
    opened.window.session.opened.emit()
    other = subprocess.Popen(
        [sys.executable, "-c", HOLD, str(path)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    assert other.stdout is not None
    assert other.stdin is not None
    assert other.stdout.readline().strip() == "writing"
    opened.window.open([path])
    try:
        yield opened
    finally:
        other.communicate("\n", timeout=20)


def test_a_project_that_is_open_elsewhere_opens_for_reading_and_says_so(locked: Panel) -> None:
    window = locked.window
    assert "reading only" in window.notices.text("read-only")
    before = window.session.timeline
    window.session.edit(lambda timeline: add_marker(timeline, Fraction(1), "here"))
    assert window.session.timeline is before
    assert "read" in window._message.text()


def test_opening_it_again_once_it_is_free_makes_it_writable(opened: Panel) -> None:
    project = opened.window.session.project
    assert project is not None
    opened.window.open([project.path])
    assert opened.window.session.project is not None
    assert opened.window.session.project.read_only == ""
    assert opened.window.notices.text("read-only") == ""


def left_over(panel: Panel, count: int) -> Path:
    session = panel.window.session
    session.queue.pause()
    for _ in range(count):
        panel.do("generate")
    assert session.project is not None
    path = session.project.path
    session.close_project()
    session.queue.pause(False)
    panel.window.open([path])
    return path


def test_what_was_not_finished_is_offered_and_resumed(opened: Panel) -> None:
    window = opened.window
    left_over(opened, 2)
    assert window.notices.text("resume") == "2 generations were not finished."
    window.session.queue.pause()
    window.notices.press("resume", "Resume")
    assert window.notices.text("resume") == ""
    assert len(window.session.queue.pending()) == 2
    assert window.session.orders.waiting == ()


def test_what_was_not_finished_stays_until_somebody_decides(opened: Panel) -> None:
    window = opened.window
    path = left_over(opened, 3)
    window.session.close_project()
    window.open([path])
    assert window.notices.text("resume") == "3 generations were not finished."
    window.notices.press("resume", "Forget")
    assert not (path / "queue.json").exists()
    window.open([path])
    assert window.notices.text("resume") == ""
