"""What the pictures of a project look like, kept in its cache.

An export is often written over the one before. Then the old picture is gone, and only its signature can tell which
shots of the new one are the same.
"""

from __future__ import annotations

import hashlib
import math
import zipfile
from collections.abc import Sequence
from fractions import Fraction
from pathlib import Path

import numpy as np

from v2a_plugin.conform.signatures import PictureSignature, sign
from v2a_plugin.files import replacing, writing_errors
from v2a_plugin.model.errors import MediaError
from v2a_plugin.model.media import MediaFile
from v2a_plugin.model.progress import Steps
from v2a_plugin.model.time import Span
from v2a_plugin.project.folder_layout import Layout
from v2a_plugin.project.links import LinkState
from v2a_plugin.project.project import Project

__all__ = ["load_signature", "remember_pictures", "signature_of"]

_VERSION = 1
_LUMA = 144
_LARGEST = 2**62


def load_signature(layout: Layout, fingerprint: str) -> PictureSignature | None:
    """The kept signature of a file; None where there is none, or it cannot be read: it can be made again.

    Args:
        layout: Of the project.
        fingerprint: Of the media file.
    """
    try:
        with (
            _path(layout, fingerprint).open("rb") as file,  # numpy leaves a broken one open
            np.load(file, allow_pickle=False) as kept,
        ):
            version, divisor = (int(number) for number in kept["head"])
            ticks, luma, media = kept["ticks"], kept["luma"], str(kept["media"])
    except (OSError, ValueError, KeyError, EOFError, zipfile.BadZipFile):
        return None
    fits = version == _VERSION and divisor > 0 and media == fingerprint and luma.dtype == np.float16
    if not fits or ticks.dtype != np.int64 or luma.shape != (len(ticks), _LUMA) or (np.diff(ticks) <= 0).any():
        return None
    times = tuple(Fraction(tick, divisor) for tick in ticks.tolist())
    return PictureSignature(fingerprint, times, luma) if times else None


def save_signature(layout: Layout, signature: PictureSignature) -> None:
    """Keep a signature in the place of an older one of the same file.

    Raises:
        OutputError: The project's folder cannot be written.
    """
    divisor = math.lcm(*(time.denominator for time in signature.times))
    if divisor > _LARGEST or max(map(abs, signature.times)) * divisor > _LARGEST:
        return  # no file has such times; the cache can do without it
    ticks = np.array([int(time * divisor) for time in signature.times], np.int64)
    path = _path(layout, signature.media)
    with writing_errors(path):
        path.parent.mkdir(parents=True, exist_ok=True)
    with replacing(path) as temporary, temporary.open("wb") as file:
        head = np.array([_VERSION, divisor], np.int64)
        np.savez(file, head=head, ticks=ticks, luma=signature.luma, media=np.array(signature.media))


def signature_of(layout: Layout, media: MediaFile, spans: Sequence[Span] = ()) -> Steps[PictureSignature]:
    """The signature of a file, from the cache or else taken and kept.

    Args:
        layout: Of the project.
        media: A probed file.
        spans: What of it matters; () is all of it.

    Raises:
        MediaError: Not one frame can be decoded.
        NoSuchFile: The file is gone.
    """
    kept = load_signature(layout, media.fingerprint)
    wanted = spans or [media.span]
    missing = [span for span in wanted if kept is None or not kept.covers(span)]
    if kept is not None and (media.still or not missing):
        return kept
    signature = yield from sign(media, missing)
    if kept is not None:
        signature = _joined(kept, signature)
    save_signature(layout, signature)
    return signature


def remember_pictures(project: Project) -> Steps[tuple[PictureSignature, ...]]:
    """Take and keep the signatures of all that a project's cut shows, as far as its files are at hand.

    A file without a frame that can be decoded is passed over; the project's notes name it.

    Returns:
        Every signature that is known, also those of files that are not at hand any more.

    Raises:
        OutputError: The project's folder cannot be written.
    """
    known: list[PictureSignature] = []
    for link in project.links:
        spans = [clip.region.source_span for clip in project.timeline.picture if clip.region.media == link.fingerprint]
        if spans and link.state(project.path, thorough=True) is LinkState.FOUND:
            try:
                known.append((yield from signature_of(project.layout, link.opened(project.path), spans)))
            except MediaError as error:
                project.notes.append(error.message)
        elif kept := load_signature(project.layout, link.fingerprint):
            known.append(kept)
    return tuple(known)


def _joined(one: PictureSignature, other: PictureSignature) -> PictureSignature:
    """The frames of two signatures of one file, each once."""
    times = [*one.times, *other.times]
    order = {times[place]: place for place in sorted(range(len(times)), key=lambda place: times[place])}
    return PictureSignature(one.media, tuple(order), np.concatenate([one.luma, other.luma])[list(order.values())])


def _path(layout: Layout, fingerprint: str) -> Path:
    """A name that is safe on every disk, whatever a fingerprint holds."""
    return layout.pictures / f"{hashlib.sha256(fingerprint.encode()).hexdigest()[:24]}.npz"
