"""The filmstrip: shots that appear while others are still looked for, thumbnails, states, search; a folder of videos."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QDesktopServices, QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMenu

from tests.gui.conftest import Panel
from v2a_gui.access_keys import plain_text
from v2a_gui.models.shots import STATE, TAKES, ShotState
from v2a_plugin.media.encode import Encoding, write_clip
from v2a_plugin.media.fit import Fit
from v2a_plugin.media.frames import frames_at
from v2a_plugin.model.progress import finish
from v2a_plugin.model.timeline import TrackKind

# A popup asks for things that a platform without a screen does not have.
pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)


def test_shots_appear_while_the_rest_is_still_looked_at(panel: Panel, tmp_path: Path) -> None:
    """75 seconds with a cut every five: three stretches, and no cut lost or doubled where they meet."""
    chance = np.random.default_rng(3)
    backs = [np.kron(chance.integers(0, 256, (8, 12, 3), np.uint8), np.ones((8, 8, 1), np.uint8)) for _ in range(15)]
    path = tmp_path / "long.mp4"
    finish(write_clip(path, (backs[n // 50] for n in range(750)), Encoding(rate=Fraction(10))))
    window, session = panel.window, panel.window.session
    seen: list[int] = []
    session.changed.connect(lambda _: seen.append(window.shots.rowCount()))
    window.open([path])
    panel.until(lambda: session.project is not None)
    panel.idle()
    panel.until(lambda: window.shots.rowCount() == 15)
    assert any(5 <= count < 15 for count in seen), seen
    assert session.timeline is not None
    assert [clip.record for clip in session.timeline.picture] == [5 * n for n in range(15)]
    assert [clip.region.name for clip in session.timeline.picture] == [f"Shot {n + 1}" for n in range(15)]


def test_a_folder_opens_as_one_cut_and_leaves_out_what_is_no_video(panel: Panel, tmp_path: Path, clip: Path) -> None:
    folder = tmp_path / "Rushes"
    folder.mkdir()
    for name in ("b.mp4", "a.mp4"):
        (folder / name).write_bytes(clip.read_bytes() + name.encode())  # two files, not one twice
    (folder / "notes.txt").write_text("not a film")
    panel.window.open([folder])
    panel.until(lambda: panel.window.session.project is not None)
    panel.idle()
    assert [file.path.name for file in panel.window.session.media] == ["a.mp4", "b.mp4"]


def test_a_thumbnail_is_the_middle_of_its_shot(opened: Panel) -> None:
    window = opened.window
    index = window.shots.index(2)
    opened.until(lambda: isinstance(index.data(Qt.ItemDataRole.DecorationRole), QImage))
    image = index.data(Qt.ItemDataRole.DecorationRole)
    [expected] = finish(frames_at(window.session.media[0], (Fraction(5),), Fit.within(240))).pixels
    height, width = expected.shape[:2]
    assert (image.width(), image.height()) == (width, height)
    assert image.pixelColor(10, 10).getRgb()[:3] == tuple(expected[10, 10])


def test_states_are_shown_filtered_and_searched(opened: Panel) -> None:
    window, strip = opened.window, opened.window.filmstrip
    picture = window.session.timeline.picture  # type: ignore[union-attr]
    opened.add_takes(picture[0].region, 2)
    opened.add_takes(picture[1].region, 1, seed=5)
    window.filmstrip.pick(picture[1].region.id)
    QTest.keyClick(window, Qt.Key.Key_C)
    states = [window.shots.index(row).data(STATE) for row in range(4)]
    assert states == [ShotState.TAKES, ShotState.CHOSEN, ShotState.NONE, ShotState.NONE]
    assert window.shots.index(0).data(TAKES) == 2
    for row, count in ((1, 2), (2, 1), (3, 1), (0, 4)):
        strip.states.setCurrentIndex(row)
        assert strip.list.model().rowCount() == count
        assert strip._count.text() == ("4" if count == 4 else f"{count} / 4")
    QTest.keyClicks(strip.search, "shot 3")
    assert strip.list.model().rowCount() == 1
    window.grab()  # what the delegate paints


def press_menu(panel: Panel, *path: str) -> None:
    """Press entries of the menu that is open, one level after the other."""
    panel.bot.waitUntil(lambda: isinstance(QApplication.activePopupWidget(), QMenu), timeout=30_000)
    menu = QApplication.activePopupWidget()
    assert isinstance(menu, QMenu)
    for name in path[:-1]:
        menu = next(action.menu() for action in menu.actions() if plain_text(action.text()) == name)  # type: ignore[assignment]
    action = next(action for action in menu.actions() if plain_text(action.text()) == path[-1])
    action.trigger()
    while (popup := QApplication.activePopupWidget()) is not None:
        popup.close()
        QApplication.processEvents()


def test_heads_of_tracks_solo_guard_and_change_kind_level_and_pan(opened: Panel) -> None:
    window = opened.window
    head = next(iter(window.timeline.headers._heads.values()))

    def track() -> object:
        return window.session.timeline.tracks[0]  # type: ignore[union-attr]

    QTest.mouseClick(head.solo, Qt.MouseButton.LeftButton)
    assert track().solo  # type: ignore[attr-defined]
    QTest.mouseClick(head.lock, Qt.MouseButton.LeftButton)
    assert track().lock  # type: ignore[attr-defined]
    QTest.mouseClick(head.lock, Qt.MouseButton.LeftButton)
    for path in (("Kind", "props"), ("Level", "-6 dB"), ("Pan", "Left")):
        QTest.mouseClick(head, Qt.MouseButton.RightButton)
        press_menu(opened, *path)
    assert (track().kind, track().gain_db, track().pan) == (TrackKind.PROPS, -6.0, -1.0)  # type: ignore[attr-defined]
    for _ in range(6):
        opened.do("undo")
    assert not track().solo  # type: ignore[attr-defined]
    assert track().kind is TrackKind.FEET  # type: ignore[attr-defined]


def test_the_folder_of_a_take_is_shown(opened: Panel, monkeypatch: pytest.MonkeyPatch) -> None:
    opened_urls: list[str] = []
    monkeypatch.setattr(QDesktopServices, "openUrl", lambda url: opened_urls.append(url.toLocalFile()))
    window = opened.window
    opened.add_takes(window.session.timeline.picture[0].region, 1)  # type: ignore[union-attr]
    QTest.keyClick(window, Qt.Key.Key_R, Qt.KeyboardModifier.ControlModifier)
    [folder] = opened_urls
    assert Path(folder) == window.session.project.layout.sound(window.audition.takes[0].id).parent  # type: ignore[union-attr]
