"""What is done with one take: mark and place it, its note and recipe, more like it, the history."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from threading import Thread

from PySide6.QtCore import QObject, QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QApplication, QInputDialog, QTabWidget, QWidget

from v2a_gui.dialogs.edit_sound import EditSoundDialog
from v2a_gui.models.retention import Retention
from v2a_gui.models.session import Session
from v2a_gui.models.take_table import History
from v2a_gui.presenters.current import Current
from v2a_gui.views.all_takes import AllTakes
from v2a_gui.views.filmstrip import Filmstrip
from v2a_gui.views.generate import Generate
from v2a_gui.views.takes import Takes
from v2a_plugin.jobs import Lane
from v2a_plugin.model.errors import V2AError
from v2a_plugin.model.progress import Progress, Steps
from v2a_plugin.model.recipe import Recipe, SoundEdit
from v2a_plugin.model.serial import to_json
from v2a_plugin.model.time import Span
from v2a_plugin.model.timeline import KeptTake
from v2a_plugin.timeline import crossfades, take_edits

__all__ = ["TakePresenter"]


class TakePresenter(QObject):
    """Puts the takes of a session together with the form, the filmstrip and the history.

    Args:
        parent: Of the dialogs.
        session: Has the takes.
        retention: Lets takes go.
        current: Gives the take that is selected.
        filmstrip: Shows the shot of a take of the history.
        takes: The cards.
        generate: The form.
        history: Every take of the project.
        all_takes: Shows it.
        tabs: Where that is a page.
    """

    def __init__(
        self,
        parent: QWidget,
        session: Session,
        retention: Retention,
        current: Current,
        filmstrip: Filmstrip,
        takes: Takes,
        generate: Generate,
        history: History,
        all_takes: AllTakes,
        tabs: QTabWidget,
    ) -> None:
        super().__init__(parent)
        self._parent, self._session, self._retention, self._current = parent, session, retention, current
        self._filmstrip, self._takes, self._generate = filmstrip, takes, generate
        self._history, self._all, self._tabs = history, all_takes, tabs
        all_takes.picked.connect(self._jump)
        all_takes.heard.connect(takes.play)
        all_takes.placed.connect(session.place)
        all_takes.copied.connect(self.copy_recipe)
        all_takes.again.connect(self.use_settings)
        all_takes.menu_requested.connect(takes.show_menu)
        tabs.currentChanged.connect(lambda _: self._refresh())
        takes.between.connect(
            lambda one, other, place: session.orders.between(one, other, place, generate.form_settings().device)
        )
        takes.starred.connect(lambda take, on: session.edit(lambda t: take_edits.star(t, take.id, on)))
        takes.rejected.connect(lambda take, on: session.edit(lambda t: take_edits.reject(t, take.id, on)))
        takes.comped.connect(
            lambda take, start, end: session.edit(lambda t: crossfades.comp(t, take.id, Span(start, end)))
        )
        takes.placed.connect(lambda take: session.place(take))
        takes.placed_on.connect(lambda take, track: session.place(take, track=track))
        takes.offer_tracks(lambda: session.timeline.tracks if session.timeline else ())
        takes.unwanted.connect(lambda label: generate.add_word(label, wanted=False))
        takes.wanted.connect(lambda label: generate.add_word(label, wanted=True))
        session.opened.connect(history.forget)
        session.changed.connect(lambda _: self._refresh())

    def commands(self) -> Mapping[str, Callable[[], object]]:
        """What each command does."""
        edit = self._session.edit
        of_take: dict[str, Callable[[KeptTake], object]] = {
            "star": lambda take: edit(lambda t: take_edits.star(t, take.id, not take.star)),
            "reject": lambda take: edit(lambda t: take_edits.reject(t, take.id, not take.rejected)),
            "choose": lambda take: edit(lambda t: take_edits.choose(t, take.region, take.id)),
            "place": self._session.place,
            "place-layer": lambda take: self._session.place(take, layer=True),
            "copy-recipe": self.copy_recipe,
            "reveal": self.reveal,
            "more-like-this": self.more_like,
            "edit-sound": self.ask_to_edit_sound,
            "discard": self._retention.discard,
            "note": self.note,
            "use-settings": self.use_settings,
        }
        return {
            **{name: partial(self._with_take, work) for name, work in of_take.items()},
            "place-best": self._session.place_best,
            "clear-shot": self.clear_shot,
            "clear-takes": self._retention.clear,
            "history": self.show_history,
        }

    def clear_shot(self) -> None:
        """Let the takes of the shot go but favourites."""
        clip = self._current.clip
        if clip is not None:
            self._retention.clear((clip.region.id,))

    def note(self, take: KeptTake) -> None:
        """Ask for a note on a take."""
        text, agreed = QInputDialog.getText(self._parent, self.tr("Take"), self.tr("Note"), text=take.note)
        if agreed:
            self._session.edit(lambda timeline: take_edits.note_take(timeline, take.id, text.strip()))

    def more_like(self, take: KeptTake) -> None:
        """Queue takes with a conditioning near this take's, and the seeds beside its own."""
        form = self._generate.form_settings()
        self._session.orders.like(take, form.order.takes, form.device)

    def ask_to_edit_sound(self, take: KeptTake) -> None:
        """Ask for a trim, a gain and fades; they make a new take of a take."""
        dialog = EditSoundDialog(self._parent)
        dialog.requested.connect(lambda edits: self.edit_sound(take, edits))
        dialog.open()

    def edit_sound(self, take: KeptTake, edits: Sequence[SoundEdit]) -> None:
        """Make a new take of a take, and select it."""
        session, project = self._session, self._session.project
        if project is None:
            return
        title = self.tr("edit the sound of a take")

        def work() -> Steps[str]:
            from v2a_plugin.project.take_sound import edit_sound

            yield Progress(title, 0, 1)
            return edit_sound(project, take.id, edits).id

        def show(new: str) -> None:
            if session.project is project:
                session.changed.emit(project.timeline)
                self._takes.pick(new)

        session.queue.submit(title, work, show, lane=Lane.WRITE)

    def copy_recipe(self, take: KeptTake) -> None:
        """Put a take's recipe into the clipboard."""
        recipe = self._recipe(take)
        if recipe is not None:
            QApplication.clipboard().setText(to_json(recipe))
            self._session.noted.emit(self.tr("The recipe is in the clipboard."))

    def use_settings(self, take: KeptTake) -> None:
        """Fill the form with what a take was made with."""
        recipe = self._recipe(take)
        if recipe is not None:
            self._generate.use(recipe)
            self._session.noted.emit(self.tr("The form holds this take's settings and seed."))

    def reveal(self, take: KeptTake) -> None:
        """Show the folder of a take's file."""
        project = self._session.project
        if project is not None:
            QDesktopServices.openUrl(QUrl.fromLocalFile(str(project.layout.sound(take.id).parent)))

    def show_history(self) -> None:
        """Show every take of the project, with the keyboard in the field for words."""
        self._tabs.setCurrentWidget(self._all)
        self._all.search.setFocus()
        self._all.search.selectAll()

    def close(self) -> tuple[Thread, ...]:
        """Have the thread end; it."""
        return self._history.close()

    def _with_take(self, work: Callable[[KeptTake], object]) -> None:
        """Do something with the take that has the keyboard."""
        if (take := self._current.take) is not None:
            work(take)

    def _jump(self, take: KeptTake) -> None:
        """Show a take where it belongs."""
        self._filmstrip.pick(take.region)
        self._takes.pick(take.id)

    def _refresh(self) -> None:
        if self._tabs.currentWidget() is self._all:
            self._history.show(self._session.timeline)

    def _recipe(self, take: KeptTake) -> Recipe | None:
        project = self._session.project
        if project is None:
            return None
        try:
            return project.take(take.id).recipe
        except V2AError as error:
            self._session.failed.emit(error)
            return None
