"""What each command does, and what follows when a view or a model tells something: two lists."""

from __future__ import annotations

from collections.abc import Callable
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

__all__ = ["slots", "wire"]


def wire(window: MainWindow) -> None:
    """Connect what tells with what does."""
    session, player, takes = window.session, window.player, window.takes
    session.noted.connect(window.say)
    session.failed.connect(window.explain)
    player.failed.connect(window.explain)
    window.proxies.ready.connect(player.show_instead)
    takes.starred.connect(lambda take, on: session.edit(lambda t: take_edits.star(t, take.id, on)))
    takes.rejected.connect(lambda take, on: session.edit(lambda t: take_edits.reject(t, take.id, on)))
    takes.placed.connect(session.place)
    takes.unwanted.connect(lambda label: window.generate.add_word(label, wanted=False))
    takes.wanted.connect(lambda label: window.generate.add_word(label, wanted=True))
    window.timeline.canvas.picked.connect(window.filmstrip.pick)
    window.queue.cancelled.connect(session.queue.cancel)
    window.queue.retried.connect(session.queue.retry)
    window.queue.moved.connect(session.queue.move)


def slots(window: MainWindow) -> dict[str, Callable[[], object]]:
    """What to call for each command of a window, by its id."""
    session, player = window.session, window.player
    return {
        "open": window.ask_to_open,
        "open-folder": window.ask_to_open_project,
        "open-sample": window.open_sample,
        "conform": window.ask_to_conform,
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
        "snap": window.snap,
        "zoom-in": lambda: window.timeline.canvas.zoom(1.5),
        "zoom-out": lambda: window.timeline.canvas.zoom(1 / 1.5),
        "zoom-fit": window.timeline.canvas.fit,
        "play": window.transport.play,
        "shuttle-back": lambda: player.shuttle(-1),
        "shuttle-on": lambda: player.shuttle(1),
        "step-back": lambda: player.step(-1),
        "step-on": lambda: player.step(1),
        "back-ten": lambda: player.step(-10),
        "on-ten": lambda: player.step(10),
        "previous-shot": lambda: window.transport.to_shot(-1),
        "next-shot": lambda: window.transport.to_shot(1),
        "previous-hit": lambda: window.transport.to_hit(-1),
        "next-hit": lambda: window.transport.to_hit(1),
        "go-start": window.transport.to_start,
        "go-end": window.transport.to_end,
        "mark-in": lambda: player.marks(player.at, player.out_point),
        "mark-out": lambda: player.marks(player.in_point, player.at + 1 / player.rate),
        "clear-marks": lambda: player.marks(None, None),
        "loop": lambda: player.loop(not player.looping),
        "play-around": window.transport.play_around,
        "generate": window.generate.request,
        "generate-all": window.ordering.ask_for_all,
        "production": lambda: window.audition.toggle(PRODUCTION),
        **{f"audition-{number}": partial(window.transport.audition, number) for number in range(1, 10)},
        "star": lambda: window.with_take(
            lambda take: session.edit(lambda t: take_edits.star(t, take.id, not take.star))
        ),
        "reject": lambda: window.with_take(
            lambda take: session.edit(lambda t: take_edits.reject(t, take.id, not take.rejected))
        ),
        "choose": lambda: window.with_take(
            lambda take: session.edit(lambda t: take_edits.choose(t, take.region, take.id))
        ),
        "place": lambda: window.with_take(session.place),
        "place-best": session.place_best,
        "next-seed": window.ordering.next_seed,
        "cancel": window.cancel,
        "cancel-queued": session.queue.cancel_queued,
        "cancel-all": session.queue.cancel_all,
        "pause-queue": lambda: session.queue.pause(window.commands["pause-queue"].isChecked()),
        "full-screen": window.full_screen,
        "palette": lambda: Palette(window.commands, window).show(),
        "export": lambda: ExportDialog(session, window.settings, window).open(),
        "models": window.settings_presenter.models,
        "plugins": lambda: PluginsDialog(session.plugins, window.settings, window).open(),
        "preferences": window.settings_presenter.preferences,
        "shortcuts": lambda: window.settings_presenter.preferences(tab=2),
        "guide": lambda: GuideDialog(window).show(),
        "save-as": window.save_as,
        "copy-recipe": lambda: window.with_take(window.take_presenter.copy_recipe),
        "reveal": lambda: window.with_take(window.take_presenter.reveal),
        "more-like-this": lambda: window.with_take(window.take_presenter.more_like),
        "discard": lambda: window.with_take(window.retention.discard),
        "clear-shot": window.clear_shot,
        "clear-takes": window.retention.clear,
        "note": lambda: window.with_take(window.take_presenter.note),
        "history": window.take_presenter.show_history,
        "use-settings": lambda: window.with_take(window.take_presenter.use_settings),
        "segment": window.shot_presenter.mark,
        "split-shot": window.shot_presenter.split,
        "merge-shots": window.shot_presenter.merge,
        "rename-shot": window.shot_presenter.rename,
        "find-shots-again": window.shot_presenter.ask_to_find_again,
        "find-hits": window.shot_presenter.find_hits,
        **{
            name: partial(window.extensions.run, window, action.name)
            for name, action in window.extensions.actions.items()
        },
    }
