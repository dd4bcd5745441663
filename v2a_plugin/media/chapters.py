"""The chapters of a video: what editing programs write markers as."""

from __future__ import annotations

from fractions import Fraction

from v2a_plugin.media.opening import open_media
from v2a_plugin.model.media import MediaFile
from v2a_plugin.model.timeline import Marker

__all__ = ["chapters_of"]


def chapters_of(media: MediaFile) -> tuple[Marker, ...]:
    """The chapters of a file as markers, seconds from its first picture frame, in order of time.

    Raises:
        NoSuchFile: The file is gone.
        MediaError: It cannot be opened.
    """
    if media.still:
        return ()
    with open_media(media.path) as container:
        chapters = container.chapters()
    found = [
        Marker(
            chapter["start"] * Fraction(chapter["time_base"]) - media.picture.start,
            str(chapter["metadata"].get("title", "")),
        )
        for chapter in chapters
        if chapter["time_base"]
    ]
    return tuple(sorted(found, key=lambda marker: marker.at))
