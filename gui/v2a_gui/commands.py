"""Every command of the panel as data: menus, toolbars, shortcuts and the command palette are made from it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import Flag, auto
from functools import partial

from PySide6.QtCore import QCoreApplication, QObject, Qt
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QWidget

from v2a_gui.access_keys import plain_text, with_access_keys
from v2a_gui.held_keys import HeldKeys
from v2a_gui.theme import icon

__all__ = ["COMMANDS", "Command", "Commands", "Needs", "text_of"]


class Needs(Flag):
    """What must be there for a command to make sense."""

    NOTHING = 0
    CUT = auto()
    """A video or project is open."""
    REGION = auto()
    """A shot or segment is selected."""
    TAKE = auto()
    """A take is selected."""
    CUE = auto()
    """A cue is selected."""
    JOB = auto()
    """Something runs or waits."""
    UNDO = auto()
    REDO = auto()


@dataclass(frozen=True, slots=True)
class Command:
    """One thing the panel can do.

    Attributes:
        id: Its name in settings and tests.
        text: What menus and the palette call it; English, translated when shown.
        menu: Which menu it is in.
        keys: Shortcuts, in Qt's portable form, the first one shown.
        icon: Of `v2a_resources/icons`; "" for none.
        needs: When it is enabled.
        checkable: Whether it is a switch.
        repeats: Whether it is done again and again while its key is held.
        inner: Menu within the menu; "" for none.
    """

    id: str
    text: str
    menu: str
    keys: tuple[str, ...] = ()
    icon: str = ""
    needs: Needs = Needs.NOTHING
    checkable: bool = False
    repeats: bool = False
    inner: str = ""


_CUT, _REGION, _TAKE, _CUE = Needs.CUT, Needs.REGION, Needs.TAKE, Needs.CUE

COMMANDS: tuple[Command, ...] = (
    Command("open", "Open…", "File", ("Ctrl+O",), "open"),
    Command("open-folder", "Open project…", "File", ("Ctrl+Shift+O",), "folder"),
    Command("open-sample", "Open the sample clip", "File"),
    Command("save-as", "Save project as…", "File", ("Ctrl+Shift+S",), "save", _CUT),
    Command("conform", "Conform to a changed cut or picture…", "File", (), "", _CUT),
    Command("export", "Export…", "File", ("Ctrl+E",), "export", _CUT),
    Command("preferences", "Preferences…", "File", ("Ctrl+,",), "settings"),
    Command("quit", "Quit", "File", ("Ctrl+Q",)),
    Command("undo", "Undo", "Edit", ("Ctrl+Z",), "undo", Needs.UNDO),
    Command("redo", "Redo", "Edit", ("Ctrl+Shift+Z", "Ctrl+Y"), "redo", Needs.REDO),
    Command("cut-split", "Split at the playhead", "Edit", ("S",), "split", _CUT),
    Command("delete", "Delete", "Edit", ("Del",), "", _CUE),
    Command("ripple-delete", "Ripple delete", "Edit", ("Shift+Del",), "", _CUE),
    Command("duplicate", "Duplicate", "Edit", ("Ctrl+D",), "", _CUE),
    Command("copy", "Copy", "Edit", ("Ctrl+C",), "", _CUE),
    Command("paste", "Paste at the playhead", "Edit", ("Ctrl+V",), "", _CUT),
    Command("select-all", "Select all cues", "Edit", ("Ctrl+A",), "", _CUT),
    Command("deselect", "Close or deselect", "Edit", ("Esc",)),
    Command("nudge-back", "Nudge a frame back", "Cues", ("Alt+Left",), "", _CUE),
    Command("nudge-on", "Nudge a frame on", "Cues", ("Alt+Right",), "", _CUE),
    Command("nudge-back-fine", "Nudge a tenth of a frame back", "Cues", ("Alt+Shift+Left",), "", _CUE),
    Command("nudge-on-fine", "Nudge a tenth of a frame on", "Cues", ("Alt+Shift+Right",), "", _CUE),
    Command("align-playhead", "Align the loudest transient to the playhead", "Cues", ("A",), "", _CUE),
    Command("align-hit", "Align the loudest transient to the nearest hit", "Cues", ("Shift+A",), "", _CUE),
    Command("add-marker", "Add a marker at the playhead", "Edit", ("M",), "", _CUT),
    Command("markers", "Markers…", "Edit", ("Shift+N",), "", _CUT),
    Command("snap", "Snap", "Edit", ("N",), "snap", _CUT, checkable=True),
    Command("slip", "Slip with the mouse", "Edit", ("Y",), "", _CUT, checkable=True),
    *(
        Command(
            f"replace-{number}", f"Replace with take {number}", "Cues", (f"Ctrl+{number}",), "", _CUE, inner="Replace"
        )
        for number in range(1, 10)
    ),
    Command("play-cue", "Play this cue only", "Cues", ("Ctrl+Space",), "", _CUE),
    Command("louder", "1 dB louder", "Cues", ("Ctrl+Up",), "", _CUE),
    Command("softer", "1 dB softer", "Cues", ("Ctrl+Down",), "", _CUE),
    Command("volume-point", "Add a volume point at the playhead", "Cues", ("V",), "", _CUT),
    Command("play", "Play or pause", "Play", ("Space",), "play", _CUT),
    Command("stop", "Stop", "Play", ("K",), "", _CUT),
    Command("shuttle-back", "Shuttle back", "Play", ("J",), "reverse", _CUT),
    Command("shuttle-on", "Shuttle on", "Play", ("L",), "forward", _CUT),
    Command("step-back", "One frame back", "Play", ("Left",), "step-back", _CUT, repeats=True),
    Command("step-on", "One frame on", "Play", ("Right",), "step-forward", _CUT, repeats=True),
    Command("back-ten", "Ten frames back", "Play", ("Shift+Left",), "", _CUT, repeats=True),
    Command("on-ten", "Ten frames on", "Play", ("Shift+Right",), "", _CUT, repeats=True),
    Command("previous-shot", "Previous shot", "Play", ("Up", "PgUp"), "", _CUT, repeats=True),
    Command("next-shot", "Next shot", "Play", ("Down", "PgDown"), "", _CUT, repeats=True),
    Command("previous-hit", "Previous hit", "Play", ("Ctrl+Left",), "", _CUT, repeats=True),
    Command("next-hit", "Next hit", "Play", ("Ctrl+Right",), "", _CUT, repeats=True),
    Command("go-start", "Go to the start", "Play", ("Home",), "", _CUT),
    Command("go-end", "Go to the end", "Play", ("End",), "", _CUT),
    Command("mark-in", "Mark in", "Play", ("I",), "mark-in", _CUT),
    Command("mark-out", "Mark out", "Play", ("O",), "mark-out", _CUT),
    Command("clear-marks", "Clear in and out", "Play", ("X",), "", _CUT),
    Command("loop", "Loop", "Play", ("Shift+L",), "loop", _CUT, checkable=True),
    Command("match-loudness", "Hear takes equally loud", "Play", ("Shift+0",), "", _CUT, checkable=True),
    Command("perform", "Perform with the microphone", "Cues", ("Shift+T",), "", _REGION),
    Command("measure-latency", "Measure how late the microphone is", "Cues"),
    Command("play-around", "Play with pre- and post-roll", "Play", ("Shift+Space",), "", _REGION),
    Command("generate", "Generate takes", "Takes", ("G", "Ctrl+Return"), "generate", _REGION),
    Command("generate-all", "Generate for every shot without takes", "Takes", ("Ctrl+Shift+G",), "", _CUT),
    Command("next-seed", "Again with the next seeds", "Takes", ("Shift+G",), "", _REGION),
    Command("split-shot", "Split the shot at the playhead", "Shots", ("Shift+S",), "", _CUT),
    Command("merge-shots", "Merge the selected shots", "Shots", ("Shift+M",), "", _REGION),
    Command("segment", "Make a segment of in and out", "Shots", ("Shift+X",), "", _CUT),
    Command("rename-shot", "Rename the shot…", "Shots", ("F2",), "", _REGION),
    Command("find-shots-again", "Look for more cuts in the selected shots…", "Shots", (), "", _REGION),
    Command("find-hits", "Find hits in the selected shots", "Shots", ("H",), "", _REGION),
    Command("tap", "Tap events", "Shots", ("T",), "", _CUT, checkable=True),
    Command("follow", "Follow the guide, or not", "Shots", ("Shift+F",), "", _REGION),
    Command("clear-guide", "Back to what the picture shows", "Shots", (), "", _REGION),
    Command("copy-settings", "Copy the settings to the selected shots", "Shots", (), "", _REGION),
    Command("production", "Hear the production sound", "Play", ("0",), "speaker", _CUT, checkable=True),
    *(
        Command(f"audition-{number}", f"Audition take {number}", "Play", (str(number),), "", _REGION, inner="Audition")
        for number in range(1, 10)
    ),
    Command("star", "Star", "Takes", ("F",), "star", _TAKE),
    Command("reject", "Reject", "Takes", ("R",), "reject", _TAKE),
    Command("choose", "Choose this take for the shot", "Takes", ("C",), "", _TAKE),
    Command("note", "Note on this take…", "Takes", ("Ctrl+Shift+N",), "", _TAKE),
    Command("place", "Place on the timeline", "Takes", ("P", "Return"), "place", _TAKE),
    Command("place-layer", "Place on another track as well", "Takes", ("Shift+P",), "", _TAKE),
    Command("place-best", "Place the best of all shots", "Takes", ("Ctrl+P",), "place-best", _CUT),
    Command("more-like-this", "More like this", "Takes", ("Ctrl+G",), "", _TAKE),
    Command("vary-recording", "Variations of its recording", "Takes", (), "", _TAKE),
    Command("edit-sound", "Edit the sound into a new take…", "Takes", ("E",), "", _TAKE),
    Command("discard", "Discard this take", "Takes", ("Ctrl+Backspace",), "", _TAKE),
    Command("clear-shot", "Clear this shot's takes but favourites", "Takes", (), "", _REGION),
    Command("clear-takes", "Clear all takes but favourites", "Takes", (), "", _CUT),
    Command("history", "All takes of the project", "Takes", ("Ctrl+H",), "", _CUT),
    Command("use-settings", "Use this take's settings again", "Takes", ("Ctrl+Shift+U",), "", _TAKE),
    Command("copy-recipe", "Copy the recipe", "Takes", ("Ctrl+Shift+C",), "", _TAKE),
    Command("reveal", "Show the file", "Takes", ("Ctrl+R",), "folder", _TAKE),
    Command("cancel", "Cancel what runs", "Queue", ("Ctrl+.",), "cancel", Needs.JOB),
    Command("cancel-queued", "Cancel what waits", "Queue", (), "", Needs.JOB),
    Command("cancel-all", "Cancel all", "Queue", ("Ctrl+Shift+.",), "", Needs.JOB),
    Command("pause-queue", "Pause the queue", "Queue", (), "pause", checkable=True),
    Command("zoom-in", "Zoom in", "View", ("Ctrl++", "Ctrl+="), "", _CUT),
    Command("zoom-out", "Zoom out", "View", ("Ctrl+-",), "", _CUT),
    Command("zoom-fit", "Fit the timeline", "View", ("Shift+Z",), "", _CUT),
    Command("follow-playhead", "Follow the playhead", "View", ("Ctrl+Shift+F",), "", _CUT, checkable=True),
    Command("tracks-taller", "Taller tracks", "View", ("Ctrl+Shift+Up",), "", _CUT),
    Command("tracks-lower", "Lower tracks", "View", ("Ctrl+Shift+Down",), "", _CUT),
    Command("waves-taller", "Taller waveforms", "View", ("Alt+Up",), "", _CUT),
    Command("waves-lower", "Lower waveforms", "View", ("Alt+Down",), "", _CUT),
    Command("draw-alike", "Draw takes equally loud", "View", (), "", _CUT, checkable=True),
    Command("palette", "Find a command…", "View", ("Ctrl+K",), "search"),
    Command("library", "Search the libraries", "View", ("Ctrl+L",), "search", _CUT),
    Command("models", "Models…", "View", (), "models"),
    Command("plugins", "Plugins…", "View", (), "plugins"),
    Command("source-timecode", "Timecode of the source", "View", ("Ctrl+T",), "", _CUT, checkable=True),
    Command("tool-names", "Names on the toolbar", "View", checkable=True),
    Command("full-screen", "Full screen", "View", ("F11",), checkable=True),
    Command("guide", "User guide", "Help", ("F1",), "help"),
    Command("shortcuts", "Keyboard shortcuts…", "Help", ("Ctrl+/",)),
)


def text_of(command: Command) -> str:
    """What a command is called in the language of the panel."""
    return QCoreApplication.translate("Commands", command.text)


class Commands(QObject):
    """The actions of a window, one a command.

    Args:
        window: Owns the actions; their shortcuts work in it.
        keys: Shortcuts a person changed, by command id.
        more: What plugins add; a shortcut of theirs that is in use already is left out.
    """

    def __init__(
        self, window: QWidget, keys: Mapping[str, tuple[str, ...]] | None = None, more: Sequence[Command] = ()
    ) -> None:
        super().__init__(window)
        taken = {QKeySequence(text).toString() for command in COMMANDS for text in command.keys}
        free = (
            replace(command, keys=tuple(text for text in command.keys if QKeySequence(text).toString() not in taken))
            for command in more
        )
        self._commands = (*COMMANDS, *free)
        self._actions: dict[str, QAction] = {}
        self._wired: set[str] = set()
        self._has = Needs.NOTHING
        self._held = HeldKeys(window)
        for command in self._commands:
            action = QAction(window)
            action.setObjectName(command.id)
            action.setCheckable(command.checkable)
            action.setAutoRepeat(command.repeats)
            action.setShortcutContext(Qt.ShortcutContext.WindowShortcut)
            window.addAction(action)
            self._actions[command.id] = action
        self._names = self._with_access_keys()
        for command in self._commands:
            self._actions[command.id].setText(self._names[command.id])
        self.bind_keys(keys or {})
        self.redraw()
        self.allow(Needs.NOTHING)

    @property
    def all(self) -> tuple[Command, ...]:
        """Those of the panel, and after them those of plugins."""
        return self._commands

    def __getitem__(self, identifier: str) -> QAction:
        return self._actions[identifier]

    def on(self, wiring: Mapping[str, Callable[[], object]]) -> None:
        """Say what each command does.

        Raises:
            ValueError: Of one it is said already: it would be done twice.
        """
        for identifier, slot in wiring.items():
            if identifier in self._wired:
                raise ValueError(f"the command {identifier} is wired already")
            self._wired.add(identifier)
            self._actions[identifier].triggered.connect(partial(self._run, self._actions[identifier], slot))

    @property
    def repeating(self) -> bool:
        """Whether the latest press comes of a key that is held."""
        return self._held.repeating

    def _run(self, action: QAction, slot: Callable[[], object], _checked: bool = False) -> None:
        if action.autoRepeat() or not self._held.repeating:
            slot()

    def allow(self, has: Needs) -> None:
        """Enable what can be done with what is there."""
        self._has = has
        for command in self._commands:
            self._actions[command.id].setEnabled(command.needs & has == command.needs)

    def bind_keys(self, keys: Mapping[str, tuple[str, ...]]) -> None:
        """Set the shortcuts: a person's own, else the ones that ship."""
        for command in self._commands:
            sequences = keys.get(command.id, command.keys)
            action = self._actions[command.id]
            action.setShortcuts([QKeySequence(text) for text in sequences])
            shown = QKeySequence(sequences[0]).toString(QKeySequence.SequenceFormat.NativeText) if sequences else ""
            name = plain_text(action.text())
            action.setToolTip(f"{name} ({shown})" if shown else name)

    def say_more(self, identifier: str, more: str) -> None:
        """Add to what a menu calls a command: what undo would undo; "" takes that away."""
        name = self._names[identifier]
        self._actions[identifier].setText(f"{name}: {more.replace('&', '&&')}" if more else name)

    def redraw(self) -> None:
        """Draw the icons anew, after the palette has changed."""
        for command in self._commands:
            if command.icon:
                self._actions[command.id].setIcon(icon(command.icon))

    def _with_access_keys(self) -> dict[str, str]:
        """What each command, and each menu within a menu, is called in its menu, with its access key there."""
        found: dict[str, str] = {}
        for menu, inner in dict.fromkeys((command.menu, command.inner) for command in self._commands):
            inside = [command for command in self._commands if (command.menu, command.inner) == (menu, inner)]
            menus = (
                () if inner else dict.fromkeys(one.inner for one in self._commands if one.menu == menu and one.inner)
            )
            names = {name: QCoreApplication.translate("Commands", name) for name in menus}
            names |= {command.id: text_of(command) for command in inside}
            found |= dict(zip(names, with_access_keys(list(names.values())), strict=True))
        return found

    def title(self, menu: str) -> str:
        """What a menu within a menu is called, with its access key."""
        return self._names[menu]

    def enabled(self) -> Iterable[tuple[Command, QAction]]:
        """What can be done now."""
        return (
            (command, self._actions[command.id]) for command in self._commands if self._actions[command.id].isEnabled()
        )
