"""What is done with recordings of the libraries: found, heard, made takes of. All that takes long is on the queue."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QTabWidget

from v2a_gui.models.audition import Audition
from v2a_gui.models.orders import QueuedGeneration
from v2a_gui.models.session import Session
from v2a_gui.models.sounds import Samples, at_mixer_rate
from v2a_gui.presenters.current import Current
from v2a_gui.views.generate import Generate
from v2a_gui.views.library import LibraryBrowser
from v2a_plugin.jobs import Lane
from v2a_plugin.model.errors import V2AError
from v2a_plugin.model.progress import Progress, Steps
from v2a_plugin.model.recipe import RecordingReference, SourceKind, Variation
from v2a_plugin.model.request import GenerationOrder
from v2a_plugin.model.sound import Sound
from v2a_plugin.model.time import index_at
from v2a_plugin.sources.library.library_records import Find
from v2a_plugin.sources.library.places import Libraries, Library

__all__ = ["LibraryPresenter"]

_MOST = 100
_LONGEST = 60
"""Seconds of a recording that are heard."""


class LibraryPresenter(QObject):
    """Puts the libraries of this machine together with the session.

    Args:
        session: Has the queue and the project.
        audition: Plays recordings against the shot.
        current: Gives the shot, and the take that is selected.
        generate: The form, for what a take is scored against and which models are used.
        browser: Shows what was found.
        tabs: Where the browser is a page.
    """

    def __init__(
        self,
        session: Session,
        audition: Audition,
        current: Current,
        generate: Generate,
        browser: LibraryBrowser,
        tabs: QTabWidget,
    ) -> None:
        super().__init__(session)
        self._session, self._audition, self._current = session, audition, current
        self._generate, self._browser, self._tabs = generate, browser, tabs
        self._job = 0
        browser.searched.connect(self.search)
        browser.heard.connect(self.hear)
        browser.used.connect(self.use)
        browser.compared.connect(self.compare)
        browser.varied.connect(lambda find: self.vary(find.reference()))
        tabs.currentChanged.connect(lambda _: self._offer())

    def commands(self) -> Mapping[str, Callable[[], object]]:
        """What each command does."""
        return {"library": self.show, "vary-recording": self.vary_take}

    def show(self) -> None:
        """Show the libraries, with the keyboard in the field for words."""
        self._tabs.setCurrentWidget(self._browser)
        self._browser.words.setFocus()
        self._browser.words.selectAll()

    def search(self, words: str, library: str) -> None:
        """Find recordings by words, in one library or in all."""

        def finds() -> tuple[Find, ...]:
            from v2a_plugin.sources.library.search import Query, search
            from v2a_plugin.sources.library.words import terms

            return search(_chosen(library), Query(words, limit=_MOST)) if terms(words) else ()

        self._find(self.tr("search the libraries"), finds)

    def compare(self, find: Find) -> None:
        """Find recordings that sound like one."""
        bundle, library = self._generate.form_settings().bundle, self._browser.library.currentData() or ""

        def finds() -> tuple[Find, ...] | None:
            from v2a_plugin.sources.library.search import search
            from v2a_plugin.sources.library.similar import query_like
            from v2a_plugin.zoo.store import Store

            card = Store().open(bundle).card
            query = query_like(find, Libraries().all(), card.clap_space, card.clap_width, _MOST)
            return None if query is None else search(_chosen(library), query)

        self._find(self.tr("find what sounds alike"), finds)

    def hear(self, find: Find) -> None:
        """Play a recording against the shot."""
        title = self.tr("read {name}").format(name=find.file.name)

        def work() -> Steps[Samples]:
            from v2a_plugin.media.recordings import recording_part

            yield Progress(title, 0, 1)
            start, end = (index_at(at, find.rate) for at in (find.span.start, find.span.end))
            block = recording_part(find.file, start, min(end - start, _LONGEST * find.rate))
            return at_mixer_rate(Sound(block, find.rate))

        self._session.queue.submit(title, work, self._audition.preview, lane=Lane.READ)

    def use(self, find: Find) -> None:
        """Make a take of a recording for the shot."""
        order = self._generate.form_settings().order
        settings = replace(order.settings, source=SourceKind.LIBRARY)
        self._order(replace(order, settings=settings, takes=1, recording=find.reference()))

    def vary(self, recording: RecordingReference) -> None:
        """Render takes that start from a recording, for the shot."""
        variation = Variation(recording, self._browser.strength.value())
        self._order(replace(self._generate.form_settings().order, variation=variation))

    def vary_take(self) -> None:
        """Render takes that start from the recording that the selected take was made of."""
        project, take = self._session.project, self._current.take
        if project is None or take is None:
            return
        try:
            recording = project.take(take.id).recipe.credited
        except V2AError as error:
            self._session.failed.emit(error)
            return
        if recording is None:
            self._session.noted.emit(self.tr("This take was made of no recording."))
        else:
            self.vary(recording)

    def _order(self, order: GenerationOrder) -> None:
        form, clip = self._generate.form_settings(), self._current.clip
        if clip is None:
            self._session.noted.emit(self.tr("Pick a shot first."))
            return
        self._session.orders.generate(QueuedGeneration(clip.region.id, order, form.bundle, form.device))

    def _find(self, title: str, finds: Callable[[], tuple[Find, ...] | None]) -> None:
        """Show what is found, unless something else is looked for by then."""
        self._session.queue.cancel(self._job)

        def work() -> Steps[tuple[Find, ...] | None]:
            yield Progress(title, 0, 1)
            return finds()

        def show(found: tuple[Find, ...] | None) -> None:
            if job != self._job:
                return
            if found is None:
                self._browser.show_finds((), self.tr("Nobody has listened to this recording yet: scan its library."))
            else:
                self._browser.show_finds(found)

        job = self._job = self._session.queue.submit(title, work, show, lane=Lane.READ)

    def _offer(self) -> None:
        if self._tabs.currentWidget() is self._browser:
            self._browser.offer([library.name for library in Libraries().all()])


def _chosen(library: str) -> tuple[Library, ...]:
    known = Libraries()
    return (known.named(library),) if library else known.all()
