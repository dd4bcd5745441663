"""A project: the cut, its takes on disk, and every change kept.

    with open_project(path) as project:
        project.do(place(project.timeline, ...))
        project.undo()

A change counts once `do` returns: by then it is on the disk.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from types import TracebackType
from typing import Self

from v2a_plugin.model.errors import BadInput, NoSuchFile, OutputError
from v2a_plugin.model.media import MediaFile
from v2a_plugin.model.progress import Steps
from v2a_plugin.model.regions import Region
from v2a_plugin.model.sound import Sound
from v2a_plugin.model.takes import RenderedTake, Take
from v2a_plugin.model.timeline import KeptTake, Timeline
from v2a_plugin.plugins.facade import Plugins, load_plugins
from v2a_plugin.project.folder_layout import Layout
from v2a_plugin.project.ledger import Ledger, Writing
from v2a_plugin.project.links import LinkState, MediaLink, find_media, link_to
from v2a_plugin.project.state import MediaList
from v2a_plugin.project.state_reading import Loaded
from v2a_plugin.project.take_store import TakeStore, kept_take
from v2a_plugin.timeline.changes import Change
from v2a_plugin.timeline.placing import cues_placed
from v2a_plugin.timeline.take_edits import add_takes

__all__ = ["Project"]


class Project:
    """An open project; `create_project` and `open_project` make one. Safe to call from several threads.

    It is a `TakeSource`: exporters and the mix get takes and their sound from it.

    Attributes:
        path: Its folder.
        notes: What a person should know since it was opened, one sentence each.
        plugins: Who is told of cues that are placed, whoever places them; None loads them when the first one is.
    """

    def __init__(
        self, layout: Layout, loaded: Loaded, writing: Writing | None, closed: str, notes: Sequence[str], free: bool
    ) -> None:
        self.path = layout.root
        self.notes = list(notes)
        self.plugins: Plugins | None = None
        self._layout = layout
        self._ledger = Ledger(layout, loaded, writing, closed, self.notes.append)
        self._free = free  # to be edited without its media
        self._store = TakeStore(layout, self._media_at)
        self._present = self._all_present()
        self._takes: tuple[KeptTake, ...] = ()
        self._by_id: dict[str, KeptTake] = {}
        if gone := len(self._kept().keys() - self._store.ids()):
            what = "take are" if gone == 1 else "takes are"
            self.notes.append(f"The files of {gone} {what} gone; 'v2a project verify' names them.")

    @property
    def name(self) -> str:
        """What a person calls the cut."""
        return self.timeline.name

    @property
    def layout(self) -> Layout:
        """Where its files lie."""
        return self._layout

    @property
    def store(self) -> TakeStore:
        """Its takes on disk."""
        return self._store

    @property
    def timeline(self) -> Timeline:
        """The cut as it is now."""
        return self._ledger.state.timeline

    @property
    def links(self) -> tuple[MediaLink, ...]:
        """The media files that its cut shows, whether they are there or not."""
        return self._ledger.state.media.links

    @property
    def media(self) -> tuple[MediaFile, ...]:
        """The same with their present paths."""
        return tuple(link.opened(self.path) for link in self.links)

    @property
    def read_only(self) -> str:
        """Why it cannot be edited, as a clause; "" when it can."""
        if self._ledger.closed or self._present or self._free:
            return self._ledger.closed
        return "its media are missing"

    @property
    def last(self) -> int:
        """Number of the last change: how many there were, all undo and redo counted."""
        return self._ledger.last

    @property
    def can_undo(self) -> bool:
        """Whether there is an edit to take back."""
        return bool(self._ledger.stacks.done)

    @property
    def can_redo(self) -> bool:
        """Whether there is an edit that was taken back."""
        return bool(self._ledger.stacks.undone)

    @property
    def undo_name(self) -> str:
        """What the edit is called that undo would take back; "" when there is none."""
        change = self._ledger.undo if self.can_undo and not self._ledger.closed else None
        return change.name if change else ""

    @property
    def redo_name(self) -> str:
        """What the edit is called that redo would do again; "" when there is none."""
        change = self._ledger.redo if self.can_redo and not self._ledger.closed else None
        return change.name if change else ""

    def media_of(self, region: Region) -> MediaFile:
        """The file that a region shows.

        Raises:
            NoSuchFile: It is not where the link says, or has changed.
        """
        link = next((link for link in self.links if link.fingerprint == region.media), None)
        if link is None:
            raise NoSuchFile(f"No media file is linked for {region.name}.", "Add its file to the project.")
        state = link.state(self.path, thorough=True)
        if state is not LinkState.FOUND:
            what = "has changed" if state is LinkState.CHANGED else "is missing"
            raise NoSuchFile(
                f"{link.located(self.path)} {what}.", "Find the right file with 'v2a project relink PROJECT FOLDER'."
            )
        return link.opened(self.path)

    def take(self, identifier: str) -> Take:
        """A take with its recipe, its star and its note.

        Raises:
            NoSuchFile: Its files are gone.
            BadInput: They are damaged.
        """
        take = self._store.read(identifier).take
        kept = self._kept().get(identifier)
        return take if kept is None else replace(take, star=kept.star, note=kept.note)

    def sound(self, identifier: str) -> Sound:
        """The float32 master of a take, handles included.

        Raises:
            NoSuchFile: It is gone.
            BadInput: It has changed since it was written.
        """
        return self._store.sound(identifier)

    def do(self, change: Change) -> Timeline:
        """Make a change; it is on the disk when this returns. A change without operations is left out.

        Returns:
            The timeline after it.

        Raises:
            BadInput: The change does not fit the timeline, or is an undo or redo of something else than the last edit.
            SpanError: It would leave a timeline that cannot be.
            OutputError: The project is read-only, or the disk is full; nothing has changed.
        """
        if change:
            self._check_editable()
        with self._ledger.mutex:
            before = self.timeline
            after = self._ledger.do(change)
        if cues_placed(before, after, change):
            if self.plugins is None:
                self.plugins = load_plugins()
            self.plugins.cue_placed(before, after, change)
        return after

    def undo(self) -> Change | None:
        """Take the last edit back.

        Returns:
            The change that did so; None when there is nothing to undo.

        Raises:
            OutputError: As `do`.
        """
        with self._ledger.mutex:
            if not self.can_undo:
                return None
            self._check_editable()
            change = self._ledger.undo
            assert change is not None
            self._ledger.do(change)
            return change

    def redo(self) -> Change | None:
        """Do the edit again that was taken back last.

        Returns:
            The change that did so; None when there is nothing to redo.

        Raises:
            OutputError: As `do`.
        """
        with self._ledger.mutex:
            if not self.can_redo:
                return None
            self._check_editable()
            change = self._ledger.redo
            assert change is not None
            self._ledger.do(change)
            return change

    def add_take(self, rendered: RenderedTake, region: Region | str) -> Change:
        """Keep a take; it is on the disk when this returns. Undo passes over it.

        Args:
            rendered: The take with its sound.
            region: The region it was rendered for, or its id.

        Returns:
            The change that was made; without operations when the take was there already.

        Raises:
            OutputError: The project is read-only, or the disk is full; nothing has changed.
        """
        return self.add_takes((rendered,), region)

    def add_takes(self, takes: Sequence[RenderedTake], region: Region | str) -> Change:
        """Keep several takes of a region, all or none of them; otherwise as `add_take`."""
        identifier = region if isinstance(region, str) else region.id
        with self._ledger.mutex:
            self._check_editable()
            stored = self._store.keep(takes, identifier)
            change = self._arrival([kept_take(take, identifier) for take in stored])
            self._ledger.do(change)
            return change

    def add_media(self, media: Sequence[MediaFile]) -> None:
        """Link more media files; those that are linked already get their present path.

        Raises:
            OutputError: The project is read-only, or the disk is full.
            BadInput: A file lies on another drive than the project.
        """
        self._relink([link_to(item, self.path) for item in media])

    def relink(self, folder: Path) -> Steps[tuple[MediaLink, ...]]:
        """Look for missing media in a folder, by fingerprint, and link what is found.

        Returns:
            The links that were mended.

        Raises:
            NoSuchFile: The folder does not exist.
            OutputError: Nothing can be written to the project.
        """
        missing = [link for link in self.links if link.state(self.path, thorough=True) is not LinkState.FOUND]
        found = yield from find_media(missing, folder, self.path)
        if found:
            self._relink(found)
        return found

    def mentioned_ids(self) -> set[str]:
        """Every string of the journal that could be the id of a take: those that undo could still bring back.

        Raises:
            OutputError: The project is read-only.
        """
        with self._ledger.mutex:
            return self._ledger.journal.strings()

    def forget_history(self) -> None:
        """Begin the journal anew with the timeline as it is: nothing before can be undone any more.

        Raises:
            OutputError: As `do`.
        """
        self._ledger.forget()

    def snapshot(self) -> None:
        """Write the state as it is, so that opening is quick. Nothing is lost without it.

        Raises:
            OutputError: The project is read-only, or the disk is full.
        """
        self._ledger.snapshot()

    def close(self) -> None:
        """Write a snapshot when something has changed, and let others write. May be called twice."""
        self._ledger.close()

    def adopt(self) -> int:
        """Keep finished takes that no line of the journal mentions: the process ended before it could be written.

        Returns:
            How many there were.
        """
        with self._ledger.mutex:
            lost = sorted(self._store.ids() - self._kept().keys())
            if lost:
                mentioned = self.mentioned_ids()
                lost = [identifier for identifier in lost if identifier not in mentioned]
            found = []
            for identifier in lost:
                try:
                    stored = self._store.read(identifier)
                    self._store.sound(identifier)
                except (BadInput, NoSuchFile):
                    continue
                found.append(kept_take(stored.take, stored.region))
            self._ledger.do(self._arrival(found))
            return len(found)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def _arrival(self, takes: Sequence[KeptTake]) -> Change:
        known = self._kept()
        return add_takes(self.timeline, [take for take in takes if take.id not in known], lasting=True)

    def _relink(self, links: Sequence[MediaLink]) -> None:
        """Put links in the place of those to the same file; others come at the end."""
        with self._ledger.mutex:
            by_identity = {link.fingerprint: link for link in (*self.links, *links)}
            self._ledger.link(MediaList(tuple(by_identity.values())))
            self._present = self._all_present()

    def _kept(self) -> dict[str, KeptTake]:
        """The takes of the timeline by their ids; made again when they have changed."""
        takes = self.timeline.takes
        if self._takes is not takes:
            self._takes, self._by_id = takes, {take.id: take for take in takes}
        return self._by_id

    def _media_at(self, fingerprint: str) -> Path | None:
        return next((link.located(self.path) for link in self.links if link.fingerprint == fingerprint), None)

    def _all_present(self) -> bool:
        """Whether every file that the cut shows is there; others may stay linked, and be missing."""
        shown = {clip.region.media for clip in self.timeline.picture}
        return all(link.state(self.path) is LinkState.FOUND for link in self.links if link.fingerprint in shown)

    def _check_editable(self) -> None:
        """Nothing when edits may be made; OutputError when the project is read-only."""
        if self.read_only and not self._ledger.closed:
            raise OutputError(
                f"{self.path.name} is open for reading only: {self.read_only}.",
                "Find them with 'v2a project relink PROJECT FOLDER'.",
            )
