"""What is done with recordings of the libraries: found, heard, made takes of. All that takes long is on the queue."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from fractions import Fraction

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QTabWidget

from v2a_gui.models.audition import Audition
from v2a_gui.models.orders import QueuedGeneration
from v2a_gui.models.peaks import Peaks, peaks_of
from v2a_gui.models.session import Session
from v2a_gui.models.sounds import Samples, at_mixer_rate
from v2a_gui.presenters.current import Current
from v2a_gui.views.find_filters import ALL, FAVOURITES
from v2a_gui.views.generate import Generate
from v2a_gui.views.library import LibraryBrowser
from v2a_plugin.jobs import Lane
from v2a_plugin.model.errors import V2AError
from v2a_plugin.model.progress import Progress, Steps
from v2a_plugin.model.recipe import RecordingReference, SourceKind, Variation
from v2a_plugin.model.request import GenerationOrder
from v2a_plugin.model.sound import Sound
from v2a_plugin.model.time import Span, index_at
from v2a_plugin.model.timeline import PictureClip
from v2a_plugin.sources.library.filters import Filters
from v2a_plugin.sources.library.library_records import Find
from v2a_plugin.sources.library.places import Libraries, Library
from v2a_plugin.sources.library.remembered import read_remembered, remember_favourite, remember_used

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
        place: Puts a take, by its id, on a track at a time.
    """

    def __init__(
        self,
        session: Session,
        audition: Audition,
        current: Current,
        generate: Generate,
        browser: LibraryBrowser,
        tabs: QTabWidget,
        place: Callable[[str, str, Fraction], object],
    ) -> None:
        super().__init__(session)
        self._session, self._audition, self._current = session, audition, current
        self._generate, self._browser, self._tabs = generate, browser, tabs
        self._job = self._outline = 0
        self._place = place
        self._dropped: dict[str, tuple[str, Fraction]] = {}
        """Track and time of recordings that were dropped on the timeline, until their take is there."""
        browser.searched.connect(self.search)
        browser.heard.connect(self.hear)
        browser.used.connect(self.use)
        browser.compared.connect(self.compare)
        browser.varied.connect(lambda find: self.vary(find.reference()))
        browser.starred.connect(self.star)
        browser.looked_at.connect(self.outline)
        session.arrived.connect(self._arrived)
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
        """Find recordings by words, in one library or in all, among those that the filters let through."""
        filters, among = self._browser.filters.filters, self._browser.filters.among.currentData()

        def finds() -> tuple[Find, ...]:
            from v2a_plugin.sources.library.search import Query, search
            from v2a_plugin.sources.library.words import terms

            limits = _limits(filters, among)
            if not terms(words) and limits == Filters():
                return ()
            return search(_chosen(library), Query(words, limit=_MOST, filters=limits))

        self._find(self.tr("search the libraries"), finds)

    def compare(self, find: Find) -> None:
        """Find recordings that sound like one."""
        filters, among = self._browser.filters.filters, self._browser.filters.among.currentData()
        bundle, library = self._generate.form_settings().bundle, self._browser.library.currentData() or ""

        def finds() -> tuple[Find, ...] | None:
            from v2a_plugin.sources.library.search import search
            from v2a_plugin.sources.library.similar import query_like
            from v2a_plugin.zoo.store import Store

            card = Store().open(bundle).card
            query = query_like(find, Libraries().all(), card.clap_space, card.clap_width, _MOST)
            if query is None:
                return None
            return search(_chosen(library), replace(query, filters=_limits(filters, among)))

        self._find(self.tr("find what sounds alike"), finds)

    def hear(self, find: Find) -> None:
        """Play a recording against the shot."""
        title = self.tr("read {name}").format(name=find.file.name)

        def work() -> Steps[Samples]:
            yield Progress(title, 0, 1)
            return at_mixer_rate(_sound_of(find))

        self._session.queue.submit(title, work, self._audition.preview, lane=Lane.READ)

    def outline(self, find: Find) -> None:
        """Draw what was found of a recording."""
        self._session.queue.cancel(self._outline)
        title = self.tr("read {name}").format(name=find.file.name)

        def work() -> Steps[tuple[Peaks, Span]]:
            yield Progress(title, 0, 1)
            sound = _sound_of(find)
            return peaks_of(at_mixer_rate(sound)), Span(Fraction(0), sound.duration)

        def show(drawn: tuple[Peaks, Span]) -> None:
            self._browser.show_outline(find, *drawn)

        self._outline = self._session.queue.submit(title, work, show, lane=Lane.READ)

    def star(self, find: Find) -> None:
        """Mark a recording as a favourite, or no longer."""
        on = find.digest not in read_remembered(Libraries()).favourites
        try:
            kept = remember_favourite(Libraries(), find.digest, on)
        except V2AError as error:
            self._session.failed.emit(error)
            return
        self._browser.model.mark(frozenset(kept.favourites))

    def drop(self, digest: str, track: str, at: Fraction) -> None:
        """Make a take of a recording for the shot under a place of the timeline, and put it there."""
        find, timeline = self._browser.model.find(digest), self._session.timeline
        clips = timeline.picture if timeline else ()
        clip = next((each for each in clips if at in each.span), None)
        if find is None or clip is None:
            self._session.noted.emit(self.tr("There is no shot under this place."))
            return
        self._dropped[digest] = (track, at)
        self.use(find, clip)

    def drop_on_takes(self, digest: str) -> None:
        """Make a take of a recording for the shot whose takes are shown."""
        find = self._browser.model.find(digest)
        if find is not None:
            self.use(find)

    def use(self, find: Find, clip: PictureClip | None = None) -> None:
        """Make a take of a recording for a shot, the present one by default."""
        order = self._generate.form_settings().order
        settings = replace(order.settings, source=SourceKind.LIBRARY)
        self._order(replace(order, settings=settings, takes=1, recording=find.reference()), clip)
        try:
            remember_used(Libraries(), find.digest)
        except V2AError as error:
            self._session.failed.emit(error)

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

    def _arrived(self, take: str) -> None:
        project = self._session.project
        if not self._dropped or project is None:
            return
        recording = project.take(take).recipe.recording
        if recording is not None and recording.digest in self._dropped:
            self._place(take, *self._dropped.pop(recording.digest))

    def _order(self, order: GenerationOrder, clip: PictureClip | None = None) -> None:
        form, clip = self._generate.form_settings(), clip or self._current.clip
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
            self._browser.model.mark(frozenset(read_remembered(Libraries()).favourites))
            self._browser.offer([library.name for library in Libraries().all()])


def _sound_of(find: Find) -> Sound:
    """What was found of a recording, its first seconds where it is long."""
    from v2a_plugin.media.recordings import recording_part

    start, end = (index_at(at, find.rate) for at in (find.span.start, find.span.end))
    return Sound(recording_part(find.file, start, min(end - start, _LONGEST * find.rate)), find.rate)


def _limits(filters: Filters, among: str) -> Filters:
    """Filters with those recordings that are looked among."""
    if among == ALL:
        return filters
    kept = read_remembered(Libraries())
    return replace(filters, digests=frozenset(kept.favourites if among == FAVOURITES else kept.recent))


def _chosen(library: str) -> tuple[Library, ...]:
    known = Libraries()
    return (known.named(library),) if library else known.all()
