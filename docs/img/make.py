"""Takes a picture of every state of the panel, without a screen: docs/img/panel-*.png, and docs/guide.md of them.

python docs/img/make.py [STATE ...]
python docs/img/make.py --out FOLDER [--scale 1.5] [--screen 1366x768] [--language de] [STATE ...]

The panel opens the clip that ships and renders with the models that ship, so what is shown is what a person sees. With
--out, the pictures are to be looked at: of every state in both themes, as large as the screen and 420 pixels wide, what
is scrolled out of sight in a picture of its own, and every page of a dialog.
"""

from __future__ import annotations

import argparse
import io
import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING

from PIL import Image

if TYPE_CHECKING:
    from PySide6.QtWidgets import QDialog, QWidget

    from v2a_gui.main_window import MainWindow

HERE = Path(__file__).parent
SIZE, NARROW = (1440, 860), (420, 900)
MOST = 300_000
"""Bytes of a picture."""
PICTURES = {
    "# The panel": (("timeline", "The panel: shots, picture, takes, timeline, queue"),),
    "## From picture to sound": (
        ("empty", "What is seen first"),
        ("detecting", "Shots are being found"),
        ("generating", "Takes arrive one by one"),
        ("takes", "A take plays against the picture"),
        ("library", "Recordings that are found by words"),
        ("all-takes", "All takes of the project"),
        ("find-shots", "Looking for more cuts"),
        ("conform", "A changed cut was dropped on the open project"),
    ),
    "## The timeline": (
        ("light", "A cue under every shot, in the light theme"),
        ("markers", "The markers, to be written as CSV or EDL"),
    ),
    "## The queue": (("queue", "Three jobs wait"), ("error", "A file that is not media")),
    "## Getting it out": (("export", "The export dialog"),),
    "## Models": (("models", "The bundles and their licences"), ("plugins", "The plugins")),
    "## Preferences": (("preferences", "Preferences"), ("shortcuts", "Every shortcut can be changed")),
    "## Finding things": (
        ("palette", "The command palette"),
        ("narrow", "One column beside an editing program"),
        ("200", "The panel at twice the scale"),
    ),
}
"""Pictures under the headings of the guide."""


def pump(seconds: float, until: Callable[[], object] = lambda: False) -> None:
    """Let the window work for a while, or until something has happened.

    Raises:
        TimeoutError: It did not happen in a time that would be long for it.
    """
    from PySide6.QtCore import QDeadlineTimer, QEventLoop, QTimer

    loop, left = QEventLoop(), QDeadlineTimer(int(seconds * 1000))
    timer = QTimer(interval=15)
    timer.timeout.connect(lambda: loop.quit() if until() or left.hasExpired() else None)
    timer.start()
    loop.exec()
    timer.stop()
    if seconds > 30 and not until():
        raise TimeoutError


@dataclass(frozen=True)
class Look:
    """How the window looks in a picture.

    Attributes:
        theme: "dark" or "light".
        size: Of the window, in pixels of the design.
        name: What is added to the name of the file.
    """

    theme: str = "dark"
    size: tuple[int, int] = SIZE
    name: str = ""


class Photographer:
    """Leads a panel through its states, in order, and takes a picture of each that is wanted.

    Args:
        window: The panel.
        wanted: Names of states; empty takes all.
        looks: Each state is shown in each of them.
        folder: Where the pictures go, and nothing but pictures to be looked at; None takes those of the documents.
    """

    def __init__(
        self,
        window: MainWindow,
        wanted: frozenset[str],
        looks: tuple[Look, ...] = (Look(),),
        folder: Path | None = None,
    ) -> None:
        self.window, self.wanted, self.looks, self.folder = window, wanted, looks, folder

    def shoot(self, name: str, dialog: QWidget | None = None) -> None:
        """Write a picture of the window in each look, or one of a dialog."""
        pump(0.4)
        if self.wanted and name not in self.wanted:
            return
        if self.folder is None:
            self._write_small(name, dialog or self.window)
        elif dialog is not None:
            self._write(name, dialog)
        else:
            for look in self.looks:
                self._put_on(look)
                self._write(name + look.name, self.window)
                self._write_scrolled(name + look.name)
            self._put_on(self.looks[0])

    def _put_on(self, look: Look) -> None:
        from v2a_gui.theme import Theme

        self.window.settings_presenter.theme(Theme(look.theme))
        self.window.resize(*look.size)
        pump(0.4)

    def _write(self, name: str, widget: QWidget) -> None:
        assert self.folder is not None
        picture = widget.grab()
        assert picture.save(str(self.folder / f"{name}.png"))
        print(f"{name:<36}{picture.width()}×{picture.height()}", flush=True)

    def _write_scrolled(self, name: str) -> None:
        """What the column shows further down."""
        from PySide6.QtWidgets import QScrollArea

        column = self.window.work.findChild(QScrollArea, "column")
        if column is None or not column.isVisible():
            return
        bar = column.verticalScrollBar()
        for number, at in enumerate(range(column.height(), bar.maximum() + column.height(), column.height()), 2):
            bar.setValue(at)
            pump(0.2)
            self._write(f"{name}-{number}", self.window)
        bar.setValue(0)

    def _write_small(self, name: str, widget: QWidget) -> None:
        """A picture for the documents, of few colours."""
        from PySide6.QtCore import QBuffer, QIODevice

        buffer = QBuffer()
        buffer.open(QIODevice.OpenModeFlag.WriteOnly)
        widget.grab().save(buffer, "PNG")
        picture = Image.open(io.BytesIO(bytes(buffer.data().data()))).convert("RGB")
        path = HERE / f"panel-{name}.png"
        for count in (256, 128, 64):
            picture.quantize(count, dither=Image.Dither.NONE).save(path, optimize=True)
            if path.stat().st_size < MOST:
                break
        assert path.stat().st_size < MOST, path
        print(f"{path.name:<28}{picture.width}×{picture.height}   {path.stat().st_size // 1000} kB", flush=True)

    def settled(self) -> bool:
        """Whether nothing runs or waits."""
        session = self.window.session
        return session.project is not None and all(report.state.over for report in session.queue.reports())

    def run(self) -> None:
        """All states."""
        from v2a_resources import sample_path

        window = self.window
        session = window.session
        self.shoot("empty")
        window.open([sample_path()])
        pump(60, lambda: session.project is not None)
        session.queue.pause()  # what is seen for a moment is held for the picture
        self.shoot("detecting")
        session.queue.pause(False)
        pump(300, self.settled)
        pump(1)
        window.generate.seed.setValue(7)
        window.generate.takes.setValue(4)
        window.generate.steps.setValue(12 if self.folder is None else 4)
        window.commands["generate"].trigger()
        pump(300, lambda: len(window.audition.takes) >= 2)
        self.shoot("generating")
        pump(600, self.settled)
        take = window.audition.takes[0]
        window.takes.play(take)
        pump(0.5)
        window.player.pause()
        window.commands["star"].trigger()
        self.shoot("takes")
        self.timeline()
        self.shoot("timeline")
        self.more()
        window.commands["history"].trigger()
        pump(1)
        self.shoot("all-takes")
        window.commands["library"].trigger()
        window.library.words.setText("water")
        pump(60, window.library.model.rowCount)
        pump(1)
        self.shoot("library")
        window.tabs.setCurrentIndex(0)
        self.dialogs()
        session.queue.pause()
        for command in ("generate", "generate", "generate"):
            window.commands[command].trigger()
        self.shoot("queue")
        session.queue.cancel_all()
        session.queue.pause(False)
        pump(30, self.settled)
        with tempfile.TemporaryDirectory() as folder:
            notes = Path(folder) / "notes.mp4"
            notes.write_text("not a film")
            window.open([notes])
            pump(3)
            self.shoot("error")
            cut = Path(folder) / "Farm, second version.edl"
            cut.write_text("TITLE: Farm\n")
            window.session.noted.emit("")
            window.notices.hide_notice()
            window.open([cut])
            self.shoot("conform")

    def more(self) -> None:
        """Pictures of the same state: those of the documents in other looks, or what is unfolded and on other pages."""
        window = self.window
        if self.folder is None:
            for name, look in (("dark", Look()), ("light", Look("light")), ("narrow", Look(size=NARROW)), ("", Look())):
                self._put_on(look)
                if name:
                    self.shoot(name)
            return
        window.generate.more.setChecked(True)
        self.shoot("form")
        window.generate.more.setChecked(False)
        looks, self.looks = self.looks, tuple(look for look in self.looks if look.size[0] < 700)
        for look in self.looks:
            self._put_on(look)
            for page in range(window.tabs.count()):
                window.tabs.setCurrentIndex(page)
                pump(0.4)
                self._write(f"page-{page}{look.name}", window)
                self._write_scrolled(f"page-{page}{look.name}")
            window.tabs.setCurrentIndex(0)
        self.looks = looks
        self._put_on(looks[0])

    def timeline(self) -> None:
        """A cue under every shot, some of them worked on."""
        from v2a_plugin.model.timeline import Marker, MarkerKind
        from v2a_plugin.timeline import edits, marker_edits, volume

        window = self.window
        session = window.session
        window.generate.takes.setValue(2)
        window.commands["generate-all"].trigger()
        pump(600, self.settled)
        window.commands["place-best"].trigger()
        timeline = session.timeline
        assert timeline is not None
        placed = [cue for track in timeline.tracks for cue in track.cues]
        cues = [cue.id for cue in sorted(placed, key=lambda cue: cue.start)]
        session.edit(lambda t: edits.fade(t, cues[0], edits.Edge.START, Fraction(2, 5)))
        session.edit(lambda t: edits.gain(t, cues[-1], -4.0))
        for at, db in ((Fraction(1, 2), -9.0), (Fraction(3, 2), 3.0)):
            session.edit(lambda t, at=at, db=db: volume.add_volume_point(t, cues[0], at, db))  # type: ignore[misc]
        hits = [Marker(at, "hit", MarkerKind.HIT) for at in (Fraction(1), Fraction(13, 5))]
        session.edit(lambda t: marker_edits.add_markers(t, hits))
        window.player.locate(Fraction(6, 5))
        window.timeline.canvas.choose(frozenset(cues[:1]))
        window.timeline.canvas.fit()
        pump(2)

    def dialogs(self) -> None:
        """The dialogs, one by one."""
        from PySide6.QtWidgets import QDialog

        window = self.window
        commands = (
            ("find-shots", "find-shots-again"),
            ("markers", "markers"),
            ("export", "export"),
            ("models", "models"),
            ("plugins", "plugins"),
            ("preferences", "preferences"),
            ("shortcuts", "shortcuts"),
            ("guide", "guide"),
            ("palette", "palette"),
            *((("edit-sound", "edit-sound"),) if self.folder is not None else ()),
        )
        themes = tuple(dict.fromkeys(look.theme for look in self.looks))
        for theme in themes:
            self._put_on(next(look for look in self.looks if look.theme == theme))
            for name, command in commands:
                window.commands[command].trigger()
                pump(1)
                dialog = next(one for one in reversed(window.findChildren(QDialog)) if one.isVisible())
                _hide_paths(dialog)
                for page in self._pages(dialog):
                    self.shoot(name if self.folder is None else f"{name}-{theme}{page}", dialog)
                dialog.close()
                dialog.deleteLater()
                pump(0.1)
        self._put_on(self.looks[0])

    def _pages(self, dialog: QDialog) -> Iterator[str]:
        """Show the pages of a dialog one by one; what is added to the name of each."""
        from PySide6.QtWidgets import QTabWidget

        pages = dialog.findChild(QTabWidget)
        if self.folder is None or pages is None:
            yield ""
            return
        for page in range(pages.count()):
            pages.setCurrentIndex(page)
            yield f"-{page}"


def _hide_paths(dialog: QDialog) -> None:
    """Folders of the machine that takes the pictures are nobody's business."""
    from PySide6.QtWidgets import QLabel, QLineEdit

    for label in dialog.findChildren(QLabel):
        lines = label.text().splitlines()
        if any(line.startswith("/") for line in lines):
            label.setText("\n".join(line for line in lines if not line.startswith("/")))
        before, slash, _ = label.text().partition(" /")
        if slash and len(lines) == 1:
            label.setText(f"{before} ~/.local/share/v2a-plugin/models")
    for field in dialog.findChildren(QLineEdit):
        if field.text().startswith("/"):
            field.setText("Farm/" + Path(field.text()).name)


def take_pictures(folder: Path, wanted: frozenset[str], scaled: bool, out: Path | None, language: str) -> None:
    """Lead one panel through its states, in this process."""
    from PySide6.QtCore import QSettings
    from PySide6.QtGui import QFont, QFontDatabase

    from v2a_gui.app import make_application
    from v2a_gui.language import apply_language
    from v2a_gui.main_window import MainWindow
    from v2a_gui.models.session import Session
    from v2a_gui.playback.output import WallClock
    from v2a_gui.playback.player import Player
    from v2a_gui.theme import Theme, apply_theme
    from v2a_resources import font_path, sample_path

    application = make_application()
    apply_language(application, language)
    families = QFontDatabase.applicationFontFamilies(QFontDatabase.addApplicationFont(str(font_path())))
    application.setFont(QFont(families[0], 9))
    apply_theme(application, Theme.DARK)
    settings = QSettings(str(folder / "settings.ini"), QSettings.Format.IniFormat)
    window = MainWindow(Session(folder / "unsaved"), Player(WallClock), settings)
    looks: tuple[Look, ...] = (Look(size=(1100, 700) if scaled else SIZE),)
    if out is not None:
        room = window.screen().availableGeometry()
        sizes = ((room.width(), room.height()), NARROW)
        looks = tuple(Look(theme, size, f"-{theme}-{size[0]}") for size in sizes for theme in ("dark", "light"))
    window.resize(*looks[0].size)
    window.show()
    pump(0.5)
    photographer = Photographer(window, wanted, looks, out)
    if scaled and out is None:
        window.open([sample_path()])
        pump(300, photographer.settled)
        window.generate.seed.setValue(7)
        window.generate.takes.setValue(3)
        window.generate.steps.setValue(6)
        window.commands["generate"].trigger()
        pump(600, photographer.settled)
        photographer.timeline()
        photographer.shoot("200")
    else:
        photographer.run()
    window.hide()
    window.close()


def write_guide() -> None:
    """Write docs/guide.md: the guide that the panel shows, with the pictures."""
    from v2a_resources import guide_path

    lines = ["<!-- Written by docs/img/make.py from the guide that the panel shows. -->"]
    for line in guide_path().read_text(encoding="utf-8").splitlines():
        lines.append(line)
        for name, text in PICTURES.get(line, ()):
            lines += ["", f"![{text}](img/panel-{name}.png)"]
    lines += ["", "[Every state beside what it was](panel-states.md)"]
    (HERE.parent / "guide.md").write_text("\n".join(lines) + "\n", encoding="utf-8")


def main() -> None:
    """Take the pictures, in a process for each scale."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("states", nargs="*", help="Only these.")
    parser.add_argument("--out", type=Path, metavar="FOLDER", help="Pictures to be looked at; the documents stay.")
    parser.add_argument("--scale", type=float, default=1.0, help="Of the panel, with --out: 1.5")
    parser.add_argument("--screen", default="1366x768", help="Pixels of the screen, with --out.")
    parser.add_argument("--language", default="en", help="With --out: de")
    parser.add_argument("--here", type=Path, help=argparse.SUPPRESS)
    given = parser.parse_args()
    wanted = frozenset(given.states)
    if given.here:
        take_pictures(given.here, wanted, bool(os.environ.get("QT_SCALE_FACTOR")), given.out, given.language)
        return
    if given.out:
        given.out.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory() as folder:
            screen = _screen(Path(folder), given.screen)
            _in_a_process(
                folder, {"QT_QPA_PLATFORM": f"offscreen:configfile={screen}", "QT_SCALE_FACTOR": str(given.scale)}
            )
        return
    for scaled in (False, True):
        if wanted and scaled != ("200" in wanted) and not wanted - {"200"}:
            continue
        if scaled and wanted and "200" not in wanted:
            continue
        with tempfile.TemporaryDirectory() as folder:
            _in_a_process(folder, {"QT_QPA_PLATFORM": "offscreen"} | ({"QT_SCALE_FACTOR": "2"} if scaled else {}))
    write_guide()


def _in_a_process(folder: str, variables: dict[str, str]) -> None:
    """Do what the command line says in a process whose home is a folder."""
    homes = dict.fromkeys(("HOME", "XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_CACHE_HOME"), folder)
    command = [sys.executable, __file__, *sys.argv[1:], "--here", folder]
    subprocess.run(command, check=True, env=os.environ | homes | variables)


def _screen(folder: Path, size: str) -> Path:
    """A file that describes a screen to Qt's platform without one."""
    width, height = map(int, size.split("x"))
    screen = {"name": "s", "x": 0, "y": 0, "width": width, "height": height, "dpr": 1}
    path = folder / "screens.json"
    path.write_text(json.dumps({"screens": [screen | {"logicalDpi": 96, "logicalBaseDpi": 96}]}))
    return path


if __name__ == "__main__":
    main()
