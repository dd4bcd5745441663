"""A person's work, by keys and clicks: open, look, generate, audition, place, undo, close, open again, export."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

import opentimelineio
import pytest
from PySide6.QtCore import QMimeData, QPoint, Qt, QUrl
from PySide6.QtGui import QDesktopServices, QDropEvent
from PySide6.QtTest import QTest

from tests.gui.conftest import Panel
from v2a_gui.commands import COMMANDS
from v2a_gui.dialogs.export import ExportDialog
from v2a_gui.dialogs.shortcuts import conflicts
from v2a_gui.models.shots import STATE, ShotState
from v2a_gui.views.generate import FormSettings
from v2a_plugin.jobs import JobState
from v2a_plugin.model.timeline import MarkerKind


def test_shots_are_found_named_and_listed(opened: Panel) -> None:
    window = opened.window
    assert [window.shots.index(row).data() for row in range(4)] == ["Shot 1", "Shot 2", "Shot 3", "Shot 4"]
    assert window.session.timeline is not None
    assert [clip.record for clip in window.session.timeline.picture] == [0, 2, 4, 6]
    assert window.windowTitle() == "clip – v2a"


def test_a_session_from_open_to_export(opened: Panel, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(QDesktopServices, "openUrl", lambda _url: True)  # of the folder that is written
    window, session = opened.window, opened.window.session
    window.generate.takes.setValue(2)
    window.generate.steps.setValue(3)
    opened.do("next-shot")
    region = window.audition.clip.region  # type: ignore[union-attr]
    assert region.name == "Shot 2"
    opened.do("generate")
    opened.until(lambda: len(window.audition.takes) == 2, 120)
    opened.idle()
    assert window.takes.take is not None

    QTest.keyClick(window, Qt.Key.Key_1)
    opened.until(lambda: opened.clocks and opened.clock.running)
    assert window.audition.heard == {window.audition.takes[0].id}
    first = opened.clock.run(4800)
    assert opened.window.player.mixer.position == 2 * 48_000 + 4800
    QTest.keyClick(window, Qt.Key.Key_2)
    second = opened.clock.run(4800)
    assert (first[-1] != second[-1]).any()
    opened.do("play")

    QTest.keyClick(window, Qt.Key.Key_P)
    assert session.timeline is not None
    [cue] = [cue for track in session.timeline.tracks for cue in track.cues]
    assert cue.start == 2
    assert cue.region == region.id
    assert window.shots.index(1).data(STATE) == ShotState.CHOSEN
    opened.do("undo")
    assert not any(track.cues for track in session.timeline.tracks)
    opened.do("redo")
    assert any(track.cues for track in session.timeline.tracks)

    project = session.project
    assert project is not None
    path = project.path
    session.close_project()
    window.open([path])
    assert session.timeline is not None
    assert [cue.id for track in session.timeline.tracks for cue in track.cues] == [cue.id]
    opened.until(lambda: len(window.audition.takes) == 0 or window.audition.clip is not None)

    dialog = ExportDialog(session, window.settings, window)
    opened.bot.addWidget(dialog)
    dialog.folder.setText(str(tmp_path / "out"))
    dialog.show()
    QTest.mouseClick(dialog.write, Qt.MouseButton.LeftButton)
    opened.until(dialog.next_.isVisible)
    written = next((tmp_path / "out").glob("*.otio"))
    timeline = opentimelineio.adapters.read_from_file(str(written))
    clips = [clip for track in timeline.audio_tracks() for clip in track.find_clips()]
    assert len(clips) == 1
    assert "files written" in dialog.next_.toPlainText()


def test_takes_can_be_starred_rejected_and_chosen_by_key(opened: Panel) -> None:
    window, session = opened.window, opened.window.session
    region = session.timeline.picture[0].region  # type: ignore[union-attr]
    takes = opened.add_takes(region, 3)
    window.takes.pick(takes[1])
    opened.do("star")
    opened.do("reject")
    kept = {take.id: take for take in session.timeline.takes}  # type: ignore[union-attr]
    assert kept[takes[1]].star
    assert kept[takes[1]].rejected
    opened.do("undo")
    kept = {take.id: take for take in session.timeline.takes}  # type: ignore[union-attr]
    assert kept[takes[1]].star
    assert not kept[takes[1]].rejected
    opened.do("choose")
    assert session.timeline.picture[0].chosen == takes[1]  # type: ignore[union-attr]


def test_place_best_puts_a_cue_under_every_shot_with_takes(opened: Panel) -> None:
    session = opened.window.session
    for clip in session.timeline.picture[:3]:  # type: ignore[union-attr]
        opened.add_takes(clip.region, 2, seed=int(clip.record))
    opened.do("place-best")
    cues = [cue for track in session.timeline.tracks for cue in track.cues]  # type: ignore[union-attr]
    assert [cue.start for cue in cues] == [0, 2, 4]


def test_a_wrong_tag_is_kept_away_from_and_rendered_again(opened: Panel) -> None:
    window = opened.window
    requested: list[FormSettings] = []
    window.generate.requested.disconnect()
    window.generate.requested.connect(requested.append)
    window.takes.unwanted.emit("a door closing")
    window.takes.wanted.emit("rain")
    assert [form.order.settings.negative for form in requested] == ["a door closing", "a door closing"]
    assert requested[1].order.settings.prompt == "rain"
    assert requested[1].order.seed != requested[0].order.seed


def test_a_segment_of_in_and_out_becomes_a_region(opened: Panel) -> None:
    window, session = opened.window, opened.window.session
    window.player.locate(Fraction(12, 5))
    opened.do("mark-in")
    window.player.locate(Fraction(74, 25))
    opened.do("mark-out")
    opened.do("segment")
    picture = session.timeline.picture  # type: ignore[union-attr]
    assert [(clip.region.name, clip.record) for clip in picture[1:4]] == [
        ("Shot 2", 2), ("Segment 1", Fraction(12, 5)), ("Shot 2 (after)", 3),
    ]  # fmt: skip
    opened.do("undo")
    assert len(session.timeline.picture) == 4  # type: ignore[union-attr]


def test_a_crash_leaves_the_queue_to_resume(opened: Panel) -> None:
    window, session = opened.window, opened.window.session
    session.queue.pause()
    for _ in range(3):
        opened.do("generate")
    project = session.project
    assert project is not None
    opened.bot.waitUntil((project.path / "queue.json").is_file, timeout=30_000)
    session.close_project()
    session.queue.pause(False)
    window.open([project.path])
    assert len(session.orders.waiting) == 3


def test_a_file_that_is_no_media_says_so_and_changes_nothing(panel: Panel, tmp_path: Path) -> None:
    path = tmp_path / "notes.mp4"
    path.write_text("not a film")
    panel.window.open([path])
    panel.bot.waitUntil(lambda: "notes.mp4" in panel.window._message.text(), timeout=30_000)
    assert panel.window.session.project is None


def test_a_video_dropped_on_the_window_opens(panel: Panel, clip: Path) -> None:
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(clip))])
    event = QDropEvent(
        QPoint(50, 50), Qt.DropAction.CopyAction, data, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    )
    panel.window.dropEvent(event)
    panel.until(lambda: panel.window.session.project is not None)
    panel.idle()


def test_cancel_stops_what_runs(opened: Panel) -> None:
    session = opened.window.session
    opened.window.generate.takes.setValue(20)
    opened.do("generate")
    opened.until(lambda: any(report.state is JobState.RUNNING for report in session.queue.reports()))
    opened.until(opened.window.commands["cancel"].isEnabled)
    opened.do("cancel")
    opened.until(lambda: all(report.state.over for report in session.queue.reports()), 60)


def test_going_from_hit_to_hit(opened: Panel) -> None:
    from v2a_plugin.model.timeline import Marker
    from v2a_plugin.timeline.marker_edits import add_markers

    hits = [Marker(Fraction(at), "hit", MarkerKind.HIT) for at in (1, 5)]
    opened.window.session.edit(lambda timeline: add_markers(timeline, hits))
    opened.do("next-hit")
    assert opened.window.player.at == 1
    opened.do("next-hit")
    assert opened.window.player.at == 5
    opened.do("previous-hit")
    assert opened.window.player.at == 1


def test_no_two_commands_share_a_shortcut() -> None:
    assert conflicts({}) == {}
    assert len({command.id for command in COMMANDS}) == len(COMMANDS)


def test_every_command_does_something(panel: Panel) -> None:
    from PySide6.QtCore import SIGNAL

    idle = [
        command.id for command in COMMANDS if not panel.window.commands[command.id].receivers(SIGNAL("triggered(bool)"))
    ]
    assert idle == []


@pytest.mark.parametrize("name", ["Café – Szene 3.mp4", "場面 一.mp4", "مشهد.mp4", "a & b <c>.mp4"])
def test_a_name_in_any_script(panel: Panel, clip: Path, name: str) -> None:
    path = clip.rename(clip.with_name(name))
    panel.window.open([path])
    panel.until(lambda: panel.window.session.project is not None)
    assert panel.window.windowTitle() == f"{path.stem} – v2a"
    panel.idle()
