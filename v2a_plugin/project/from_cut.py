"""A project that begins with the editor's own cut: the file is read, and the media it names are found and probed."""

from __future__ import annotations

import contextlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from pathlib import Path

from v2a_plugin.formats.cut import EditorsCut
from v2a_plugin.formats.linking import LinkedCut, link, media_beside, names_media
from v2a_plugin.formats.reading import read_cut
from v2a_plugin.media.probe import probe
from v2a_plugin.model.errors import BadInput, V2AError
from v2a_plugin.model.media import MediaFile
from v2a_plugin.model.progress import Progress, Steps
from v2a_plugin.model.timeline import Timeline
from v2a_plugin.plugins.facade import Plugins
from v2a_plugin.project.first_cut import Reel, cut_of

__all__ = ["ReadCut", "given_pictures", "pictures_among", "read_with_media"]


@dataclass(frozen=True, slots=True)
class ReadCut:
    """A cut, linked, with the files that it shows.

    Attributes:
        linked: The cut and its clips.
        media: Probed files that clips show.
    """

    linked: LinkedCut
    media: tuple[MediaFile, ...]

    @property
    def findings(self) -> tuple[str, ...]:
        """What a person should know: what is not modelled, what stays black and why, one sentence each."""
        black = tuple(dict.fromkeys(one.reason for one in self.linked.unlinked))
        return (*self.linked.cut.left_out, *self.linked.notes, *black)

    def timeline(self) -> Timeline:
        """The cut to begin a project with: its picture and markers, and an empty track of each kind.

        Raises:
            BadInput: No clip has its media here.
        """
        cut = self.linked.cut
        if not self.linked.picture:
            raise BadInput(f"No clip of {cut.name} has its media here.", "Open the cut together with its media.")
        empty = cut_of([Reel(self.media[0], ())], cut.name, cut.rate, cut.start)
        return replace(empty, picture=self.linked.picture, markers=cut.markers)


def read_with_media(
    file: Path,
    plugins: Plugins,
    given: Sequence[Path] = (),
    known: Sequence[MediaFile] = (),
    sequence: str = "",
) -> Steps[ReadCut]:
    """Read a cut, and find and probe what it shows.

    Args:
        file: The cut.
        plugins: Who reads it.
        given: Files that its clips may show, beside those it names; one that is no media is passed over.
        known: Files that were probed before.
        sequence: Name of the sequence to read where there are several; "" for the first.

    Raises:
        NoSuchFile: The cut cannot be read.
        BadInput: It is broken, or of no format that is read.
    """
    found = {media.fingerprint: media for media in known}
    probed: list[MediaFile] = []
    for number, path in enumerate(given):
        yield Progress("opening", number, len(given), path.name)
        probed += pictures_among([path])
    found |= {media.fingerprint: media for media in probed}
    yield Progress("reading the cut", 0, 1, file.name)
    cut = read_cut(file, plugins.cut_readers(), _rate([*probed, *known]), sequence)
    beside = media_beside(cut, file)
    for number, path in enumerate(beside):
        yield Progress("opening", number, len(beside), path.name)
        found |= {media.fingerprint: media for media in pictures_among([path])}
    linked = link(cut, list(found.values()))
    shown = {clip.region.media for clip in linked.picture}
    return ReadCut(linked, tuple(media for media in found.values() if media.fingerprint in shown))


def pictures_among(paths: Iterable[Path]) -> list[MediaFile]:
    """Those of some files that have a picture, probed; sidecars, sounds and broken files are passed over."""
    found = []
    for path in paths:
        with contextlib.suppress(V2AError):
            found.append(probe(path))
    return found


def given_pictures(cut: EditorsCut, file: Path, given: Iterable[Path]) -> list[MediaFile]:
    """What a person gives for a cut, and what the cut names itself, probed.

    Args:
        cut: What the file says.
        file: The cut's file.
        given: Files, which must be media, and folders, in which files of its names are looked for.

    Raises:
        MediaError: A file that was given cannot be used.
    """
    found: list[MediaFile] = []
    for path in given:
        if path.is_dir():
            inside = sorted(item for item in path.rglob("*") if item.is_file() and names_media(cut, item))
            found += pictures_among(inside)
        else:
            found.append(probe(path))
    return found + pictures_among(media_beside(cut, file))


def _rate(media: Sequence[MediaFile]) -> Fraction | None:
    """Frames a second for a list that does not say its own."""
    return next((file.timeline_rate for file in media if not file.still), None)
