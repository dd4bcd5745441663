"""Shots by hand: split, merge, rename, find again, hits; and the copy that is shown while the picture moves."""

from __future__ import annotations

import time
from fractions import Fraction
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PySide6.QtCore import QItemSelectionModel
from PySide6.QtWidgets import QInputDialog

from tests.gui.conftest import Panel, bars, number_of
from v2a_gui.dialogs.find_shots import FindShotsDialog
from v2a_gui.playback.picture import ShownPicture
from v2a_hooks import Entry, hookimpl
from v2a_plugin.media.encode import Encoding, write_clip
from v2a_plugin.model.media import MediaFile
from v2a_plugin.model.progress import Progress, Steps, finish
from v2a_plugin.model.time import Span
from v2a_plugin.model.timeline import MarkerKind, Timeline
from v2a_plugin.plugins.facade import load_plugins
from v2a_plugin.project.pictures import load_signature


def cut(panel: Panel) -> Timeline:
    timeline = panel.window.session.timeline
    assert timeline is not None
    return timeline


def select(panel: Panel, *rows: int) -> None:
    strip = panel.window.filmstrip.list
    strip.clearSelection()
    for row in rows:
        strip.selectionModel().select(strip.model().index(row, 0), QItemSelectionModel.SelectionFlag.Select)


def the_dialog(panel: Panel) -> FindShotsDialog:
    [dialog] = [one for one in panel.window.findChildren(FindShotsDialog) if one.isVisible()]
    return dialog


def look(panel: Panel, detector: str = "adaptive", sensitivity: int = 75, shortest: float = 0.6) -> None:
    panel.do("find-shots-again")
    dialog = the_dialog(panel)
    dialog.detector.setCurrentIndex(dialog.detector.findData(detector))
    dialog.sensitivity.setValue(sensitivity)
    dialog.shortest.setValue(shortest)
    dialog.look.click()


def test_a_shot_is_split_at_the_playhead_and_merged_again(opened: Panel) -> None:
    window, before = opened.window, cut(opened).picture
    take = opened.add_takes(before[1].region, 1)[0]
    window.player.locate(Fraction(3))
    opened.do("split-shot")
    after = cut(opened).picture
    assert [(clip.region.name, clip.record) for clip in after] == [
        ("Shot 1", Fraction(0)), ("Shot 2", Fraction(2)), ("Shot 2A", Fraction(3)), ("Shot 3", Fraction(4)),
        ("Shot 4", Fraction(6)),
    ]  # fmt: skip
    assert after[1].region.id == before[1].region.id
    assert [kept.region for kept in cut(opened).takes] == [before[1].region.id]
    other = opened.add_takes(after[2].region, 1, seed=9)[0]
    select(opened, 1, 2)
    opened.do("merge-shots")
    assert [clip.region for clip in cut(opened).picture] == [clip.region for clip in before]
    assert {kept.id for kept in cut(opened).takes if kept.region == before[1].region.id} == {take, other}
    opened.do("undo")
    assert len(cut(opened).picture) == 5
    assert [kept.region for kept in cut(opened).takes if kept.id == other] == [after[2].region.id]
    opened.do("undo")
    assert [clip.region for clip in cut(opened).picture] == [clip.region for clip in before]


def test_shots_that_do_not_touch_are_not_merged(opened: Panel) -> None:
    before = cut(opened)
    select(opened, 0, 2)
    opened.do("merge-shots")
    assert cut(opened) is before
    assert "do not follow" in opened.window._message.text()


def test_a_shot_gets_another_name(opened: Panel, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(QInputDialog, "getText", lambda *_, **__: ("Porch", True))
    opened.window.filmstrip.pick(cut(opened).picture[2].region.id)
    opened.do("rename-shot")
    assert cut(opened).picture[2].region.name == "Porch"
    assert opened.window.shots.index(2).data() == "Porch"


def test_cuts_that_were_merged_away_are_found_again(opened: Panel) -> None:
    first = cut(opened).picture[0].region.id
    select(opened, 0, 1, 2)
    opened.do("merge-shots")
    assert len(cut(opened).picture) == 2
    opened.window.filmstrip.pick(first)
    look(opened, sensitivity=75)
    opened.until(lambda: len(cut(opened).picture) == 4)
    assert [clip.record for clip in cut(opened).picture] == [0, 2, 4, 6]
    assert cut(opened).picture[0].region.id == first
    assert "2 more cuts" in opened.window._message.text()


def test_how_cuts_are_found_is_chosen_and_kept(panel: Panel, clip: Path) -> None:
    """With a detector of a plugin, which cuts wherever it is asked to, as often as it is keen."""
    seen: list[tuple[str, float]] = []

    class Even:
        name = "even"

        def cuts(self, media: MediaFile, span: Span, *, sensitivity: float = 0.5) -> Steps[tuple[Fraction, ...]]:
            seen.append((media.path.name, sensitivity))
            yield Progress("looking", 1, 1)
            return tuple(span.start + Fraction(n, 10) for n in range(1, 20) if span.start + Fraction(n, 10) < span.end)

    class EvenPlugin:
        @staticmethod
        @hookimpl
        def register_shot_detectors() -> list[Entry[Any]]:
            return [Entry("even", "A cut every tenth of a second", Even)]

    window = panel.window
    window.session.plugins = load_plugins([EvenPlugin])
    window.open([clip])
    panel.until(lambda: len(cut(panel).picture) == 4 if window.session.timeline else False)
    panel.idle()
    select(panel, 1)
    look(panel, "even", 90, 0.5)
    panel.until(lambda: len(cut(panel).picture) == 7)
    assert seen == [("clip.mp4", 0.9)]
    assert [float(one.record) for one in cut(panel).picture] == [0, 2, 2.5, 3, 3.5, 4, 6]
    panel.do("undo")
    panel.do("find-shots-again")
    dialog = the_dialog(panel)
    assert (dialog.detector.currentData(), dialog.sensitivity.value(), dialog.shortest.value()) == ("even", 90, 0.5)
    dialog.reject()
    assert len(cut(panel).picture) == 4


def test_every_shot_command_is_in_the_menu_of_the_filmstrip(opened: Panel) -> None:
    offered = {action.objectName() for action in opened.window.filmstrip.list.actions()}
    assert offered >= {"split-shot", "merge-shots", "rename-shot", "find-shots-again", "find-hits"}


def test_hits_are_found_as_a_job_and_become_markers(panel: Panel, tmp_path: Path) -> None:
    """A flash of three frames at frame 50."""
    grey = np.full((64, 96, 3), 60, np.uint8)
    white = np.full((64, 96, 3), 250, np.uint8)
    path = finish(write_clip(tmp_path / "flash.mp4", (white if 50 <= n < 53 else grey for n in range(100)), Encoding()))
    panel.window.open([path])
    panel.until(lambda: panel.window.session.project is not None)
    panel.idle()
    panel.until(panel.window.commands["find-hits"].isEnabled)
    panel.do("find-hits")
    panel.until(lambda: any(marker.kind is MarkerKind.HIT for marker in cut(panel).markers))
    times = [marker.at for marker in cut(panel).markers]
    assert min(abs(time - 2) for time in times) <= Fraction(1, 25)
    panel.do("next-hit")
    assert panel.window.player.at == times[0]
    panel.do("undo")
    assert cut(panel).markers == ()


def test_a_long_gop_gets_a_copy_that_is_shown_only_while_the_picture_moves(panel: Panel, tmp_path: Path) -> None:
    window, player = panel.window, panel.window.player
    path = finish(write_clip(tmp_path / "long.mp4", (bars(n) for n in range(150)), Encoding(gop=150)))
    ready: list[str] = []
    window.proxies.ready.connect(lambda fingerprint, _: ready.append(fingerprint))
    window.open([path])
    panel.until(lambda: bool(ready))
    panel.idle()
    project = window.session.project
    assert project is not None
    [proxy] = (project.layout.cache / "proxies").glob("*.mov")

    shown: list[ShownPicture] = []
    decoded: list[Path] = []
    player.shown.connect(shown.append)
    asks = player._picture.show

    def show(media: MediaFile, time: Fraction, longest: int = 960) -> None:
        decoded.append(media.path)
        asks(media, time, longest)

    player._picture.show = show  # type: ignore[method-assign]
    now = [time.monotonic() + 10]  # at rest since it was opened
    player._now = lambda: now[0]  # a hand that moves on a slow machine moves as fast as one on a quick machine
    player.locate(Fraction(2))
    assert decoded[-1] == path
    player.play()
    panel.clock.run(4800)
    player._tick()
    assert decoded[-1] == proxy
    panel.until(lambda: bool(shown) and number_of(shown[-1].pixels) == int(player.at * 25))
    player.pause()
    assert decoded[-1] == path
    panel.until(lambda: number_of(shown[-1].pixels) == int(player.at * 25))
    for number in range(5):  # a drag along the bar
        player.locate(Fraction(number, 5))
    assert decoded[-1] == proxy
    panel.until(lambda: decoded[-1] == path, 5)  # and rest
    panel.until(lambda: number_of(shown[-1].pixels) == 20)


def test_a_copy_that_is_there_is_taken_and_short_gops_need_none(panel: Panel, tmp_path: Path) -> None:
    long = finish(write_clip(tmp_path / "long.mp4", (bars(7) for _ in range(60)), Encoding(gop=60)))
    short = finish(write_clip(tmp_path / "short.mp4", (bars(n + 100) for n in range(60)), Encoding(gop=10)))
    ready: list[str] = []
    panel.window.proxies.ready.connect(lambda fingerprint, _: ready.append(fingerprint))
    panel.window.open([long, short])
    panel.until(lambda: len(ready) == 1)
    project = panel.window.session.project
    assert project is not None
    panel.idle()
    [proxy] = (project.layout.cache / "proxies").glob("*.mov")
    before = proxy.stat().st_mtime_ns
    panel.window.open([project.path])
    panel.until(lambda: len(ready) == 2)
    assert ready[0] == ready[1]
    assert proxy.stat().st_mtime_ns == before


def test_what_the_picture_looks_like_is_kept_for_the_day_the_cut_changes(panel: Panel, tmp_path: Path) -> None:
    path = finish(write_clip(tmp_path / "reel.mp4", (bars(n) for n in range(60)), Encoding(gop=10)))
    kept: list[str] = []
    panel.window.signatures.kept.connect(kept.append)
    panel.window.open([path])
    panel.until(lambda: bool(kept))
    panel.idle()
    project = panel.window.session.project
    assert project is not None
    signature = load_signature(project.layout, kept[0])
    assert signature is not None
    assert len(signature.times) == 60


def test_several_shots_are_looked_at_in_one_go(opened: Panel) -> None:
    before = [clip.region for clip in cut(opened).picture]
    for rows in ((0, 1), (1, 2)):  # after the first merge the last two are rows 1 and 2
        select(opened, *rows)
        opened.do("merge-shots")
    assert len(cut(opened).picture) == 2
    select(opened, 0, 1)
    look(opened)
    opened.until(lambda: len(cut(opened).picture) == 4)
    assert [clip.region.span for clip in cut(opened).picture] == [region.span for region in before]
    opened.do("undo")
    assert len(cut(opened).picture) == 2


def test_a_copy_that_vanishes_gives_way_to_the_original(panel: Panel, tmp_path: Path) -> None:
    player = panel.window.player
    path = finish(write_clip(tmp_path / "long.mp4", (bars(7) for _ in range(60)), Encoding(gop=60)))
    ready: list[str] = []
    panel.window.proxies.ready.connect(lambda fingerprint, _: ready.append(fingerprint))
    panel.window.open([path])
    panel.until(lambda: bool(ready))
    panel.idle()
    project = panel.window.session.project
    assert project is not None
    [proxy] = (project.layout.cache / "proxies").glob("*.mov")
    proxy.unlink()
    shown: list[ShownPicture] = []
    player.shown.connect(shown.append)
    player.play()
    panel.until(lambda: bool(shown) and shown[-1].media == ready[0])
    assert number_of(shown[-1].pixels) == 7
    assert player.speed == 1
    player.pause()
