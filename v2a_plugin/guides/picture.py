"""A guide from the picture: what strikes, flashes and repeats in it, and how much moves."""

from __future__ import annotations

from v2a_plugin.guides.hits import find_hits
from v2a_plugin.model.errors import BadInput
from v2a_plugin.model.guide import Guide, GuideEvent, GuideOrigin
from v2a_plugin.model.media import MediaFile
from v2a_plugin.model.progress import Steps
from v2a_plugin.model.time import Span

__all__ = ["picture_guide"]

_OTHER = "Give markers, a sound or a table as the guide, or none."


def picture_guide(media: MediaFile, span: Span, name: str) -> Steps[Guide]:
    """When something happens in a stretch of picture, from its start.

    Args:
        media: A probed file.
        span: Seconds from its first frame; within one shot.
        name: What a person calls it.

    Yields:
        Progress in seconds of picture.

    Raises:
        BadInput: Nothing moves in it.
        SpanError: The span begins outside the picture.
        NoSuchFile: The file is gone.
    """
    hits = yield from find_hits(media, span)
    events = tuple(GuideEvent(hit.at - span.start, hit.strength) for hit in hits if hit.at in span)
    if not events:
        raise BadInput(f"Nothing moves in {name}: there is nothing to follow.", _OTHER)
    return Guide(GuideOrigin.PICTURE, span.duration, events)
