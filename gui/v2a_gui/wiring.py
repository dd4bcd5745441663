"""What each command does, in one list."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from functools import partial
from typing import TYPE_CHECKING

from v2a_gui.dialogs.export import ExportDialog
from v2a_gui.dialogs.guide import GuideDialog
from v2a_gui.dialogs.palette import Palette
from v2a_gui.dialogs.plugins import PluginsDialog
from v2a_gui.models.audition import PRODUCTION
from v2a_plugin.timeline import take_edits

if TYPE_CHECKING:
    from v2a_gui.main_window import MainWindow

__all__ = ["slots"]


def slots(window: MainWindow) -> dict[str, Callable[[], object]]:
    """What to call for each command of a window, by its id."""
    session, player = window.session, window.player
    return {
        "open": window._open,
        "open-folder": window._open_project,
        "open-sample": window.open_sample,
        "quit": window.close,
        "undo": session.undo,
        "redo": session.redo,
        "cut-split": window.timeline.split,
        "delete": window.timeline.delete,
        "ripple-delete": window.timeline.ripple_delete,
        "duplicate": window.timeline.duplicate,
        "copy": window.timeline.copy,
        "paste": window.timeline.paste,
        "select-all": window.timeline.select_all,
        "snap": window._snap,
        "zoom-in": lambda: window.timeline.canvas.zoom(1.5),
        "zoom-out": lambda: window.timeline.canvas.zoom(1 / 1.5),
        "zoom-fit": window.timeline.canvas.fit,
        "play": window._play,
        "shuttle-back": lambda: player.shuttle(-1),
        "shuttle-on": lambda: player.shuttle(1),
        "step-back": lambda: player.step(-1),
        "step-on": lambda: player.step(1),
        "back-ten": lambda: player.step(-10),
        "on-ten": lambda: player.step(10),
        "previous-shot": lambda: window._shot_beside(-1),
        "next-shot": lambda: window._shot_beside(1),
        "previous-hit": lambda: window._hit_beside(-1),
        "next-hit": lambda: window._hit_beside(1),
        "go-start": lambda: player.locate(Fraction(0)),
        "go-end": lambda: player.locate(max(Fraction(0), player.end - 1 / player.rate)),
        "mark-in": lambda: player.marks(player.at, player.out_point),
        "mark-out": lambda: player.marks(player.in_point, player.at + 1 / player.rate),
        "clear-marks": lambda: player.marks(None, None),
        "loop": lambda: player.loop(not player.looping),
        "play-around": window._play_around,
        "generate": window.generate.ask,
        "generate-all": window._generate_all,
        "production": lambda: window.audition.toggle(PRODUCTION),
        **{f"audition-{number}": partial(window._audition, number) for number in range(1, 10)},
        "star": lambda: window._with_take(
            lambda take: session.edit(lambda t: take_edits.star(t, take.id, not take.star))
        ),
        "reject": lambda: window._with_take(
            lambda take: session.edit(lambda t: take_edits.reject(t, take.id, not take.rejected))
        ),
        "choose": lambda: window._with_take(
            lambda take: session.edit(lambda t: take_edits.choose(t, take.region, take.id))
        ),
        "place": lambda: window._with_take(session.place),
        "place-best": session.place_best,
        "next-seed": window._next_seed,
        "cancel": window._cancel,
        "cancel-queued": session.queue.cancel_queued,
        "cancel-all": session.queue.cancel_all,
        "pause-queue": lambda: session.queue.pause(window.commands["pause-queue"].isChecked()),
        "full-screen": window._full_screen,
        "palette": lambda: Palette(window.commands, window).show(),
        "export": lambda: ExportDialog(session, window.settings, window).open(),
        "models": window._models,
        "plugins": lambda: PluginsDialog(session.plugins, window.settings, window).open(),
        "preferences": window._preferences,
        "shortcuts": lambda: window._preferences(tab=2),
        "guide": lambda: GuideDialog(window).show(),
        "save-as": window._save_as,
        "copy-recipe": lambda: window._with_take(window.take_desk.copy_recipe),
        "reveal": lambda: window._with_take(window.take_desk.reveal),
        "more-like-this": lambda: window._with_take(window.take_desk.more_like),
        "discard": lambda: window._with_take(window.keeping.discard),
        "clear-shot": window._clear_shot,
        "clear-takes": window.keeping.clear,
        "note": lambda: window._with_take(window.take_desk.note),
        "history": window.take_desk.show_history,
        "use-settings": lambda: window._with_take(window.take_desk.use_settings),
        "segment": window._segment,
        "split-shot": lambda: window.desk.split(player.at),
        "merge-shots": lambda: window.desk.merge(window.filmstrip.selected()),
        "rename-shot": window._rename_shot,
        "find-shots-again": lambda: window.desk.find_again(window.filmstrip.selected()),
        "find-hits": lambda: window.desk.find_hits(window.filmstrip.selected()),
        **{name: partial(window._run_action, action.name) for name, action in window._actions.items()},
    }
