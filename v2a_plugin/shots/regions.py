"""From a media file to its shots: ask a detector for cuts, make regions of them.

The regions cover the picture from its first frame to the end of its last, without gaps. Their edges are times of
frames, exact, in seconds from the first picture frame.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from fractions import Fraction
from itertools import pairwise

from v2a_plugin.model.errors import BadInput, PluginError, SpanError, V2AError
from v2a_plugin.model.media import MediaFile
from v2a_plugin.model.progress import Steps
from v2a_plugin.model.regions import Region, RegionKind, new_id
from v2a_plugin.model.time import Span
from v2a_plugin.shots.protocol import USUAL, ShotDetector
from v2a_plugin.shots.region_edits import check_shots, recut

__all__ = ["MIN_LENGTH", "detect", "redetect", "undivided"]

MIN_LENGTH = Fraction(3, 5)
"""Shortest shot that detection makes, seconds: the best of PySceneDetect's own sweep over its benchmarks."""


def detect(
    media: MediaFile,
    detector: ShotDetector,
    *,
    min_length: Fraction = MIN_LENGTH,
    sensitivity: float = USUAL,
    duration: Fraction | None = None,
) -> Steps[tuple[Region, ...]]:
    """Find the shots of a file.

    Args:
        media: The probed file. A still is one shot, and no detector is asked.
        detector: Finds the cuts.
        min_length: Of two cuts nearer than this, seconds, the later goes; so does one as near to the end.
        sensitivity: 0 (only the plainest cuts) to 1 (every suspicion).
        duration: Seconds a still is shown; not for a video, which has its own.

    Yields:
        Progress in frames.

    Raises:
        SpanError: A still without a duration, or a video with one.
        PluginError: The detector failed.
    """
    shot = undivided(media, duration)
    if media.still:
        return (shot,)
    cuts = yield from _cuts(media, detector, shot.span, sensitivity)
    return shots_from_cuts(media, spaced(cuts, shot.span, min_length))


def redetect(
    regions: Sequence[Region],
    media: MediaFile,
    span: Span,
    detector: ShotDetector,
    *,
    min_length: Fraction = MIN_LENGTH,
    sensitivity: float = USUAL,
) -> Steps[tuple[Region, ...]]:
    """Look for cuts again in one stretch; cuts outside it and at its ends stay, ids are kept as in `edits.recut`.

    Args:
        regions: All shots of the file, in order.
        media: The probed file.
        span: Where to look; a part of a shot, a shot, or many.
        detector: Finds the cuts.
        min_length: Shortest shot it may make, seconds.
        sensitivity: 0 to 1; higher than `v2a_plugin.shots.protocol.USUAL` to find what was missed.

    Yields:
        Progress in frames.

    Raises:
        BadInput: The shots belong to another file, or are not in order.
        SpanError: The span reaches outside the shots.
        PluginError: The detector failed.
    """
    covered = check_shots(regions)
    if regions[0].media != media.fingerprint:
        raise BadInput(f"These shots are not of {media.path.name}.", "Detect its own shots first.")
    if not covered.covers(span):
        raise SpanError(f"{span} reaches outside the shots, {covered}.", "Give a span inside the clip.")
    cuts = yield from _cuts(media, detector, span, sensitivity)
    edges = [covered.start, *(region.span.end for region in regions)]
    free = Span(max(edge for edge in edges if edge <= span.start), min(edge for edge in edges if edge >= span.end))
    return recut(regions, span, spaced(cuts, free, min_length))


def undivided(media: MediaFile, duration: Fraction | None = None) -> Region:
    """The whole picture as one shot.

    Args:
        media: The probed file.
        duration: Seconds a still is shown; None for a video.

    Raises:
        SpanError: A still without a duration, or a video with one.
    """
    if media.still and duration is None:
        raise SpanError(f"{media.path.name} is a still and has no length.", "Give a duration.")
    if not media.still and duration is not None:
        raise SpanError(f"{media.path.name} is a video and has its own length.", "Give a duration for stills only.")
    span = media.span if duration is None else Span(Fraction(0), duration)
    return Region(span, media.fingerprint, RegionKind.SHOT, "Shot 1", new_id("shot"))


def shots_from_cuts(media: MediaFile, cuts: Iterable[Fraction]) -> tuple[Region, ...]:
    """Shots between cuts, whoever made them: a detector, or the editor.

    Args:
        media: A probed video.
        cuts: Times of the first frame of each new shot, rising, strictly inside the picture.

    Raises:
        SpanError: Cuts that do not rise, or lie outside the picture.
    """
    edges = (media.span.start, *cuts, media.span.end)
    return tuple(
        Region(Span(start, end), media.fingerprint, RegionKind.SHOT, f"Shot {number}", new_id("shot"))
        for number, (start, end) in enumerate(pairwise(edges), 1)
    )


def spaced(cuts: Iterable[Fraction], span: Span, min_length: Fraction) -> tuple[Fraction, ...]:
    """The cuts that leave no shot shorter than a length: of two too near the first stays, at the end none.

    Args:
        cuts: Rising.
        span: The ends that stay, whatever their distance.
        min_length: Seconds; 0 keeps all.
    """
    kept: list[Fraction] = []
    for cut in cuts:
        if cut - (kept[-1] if kept else span.start) >= min_length and span.end - cut >= min_length:
            kept.append(cut)
    return tuple(kept)


def _cuts(media: MediaFile, detector: ShotDetector, span: Span, sensitivity: float) -> Steps[tuple[Fraction, ...]]:
    """A detector's cuts, held to its contract."""
    try:
        cuts = yield from detector.cuts(media, span, sensitivity=sensitivity)
    except V2AError:
        raise
    except Exception as error:
        raise PluginError(
            f"The shot detector {detector.name} failed on {media.path.name}: {error}.", "Choose another detector."
        ) from error
    edges = (span.start, *cuts, span.end)
    if any(after <= before for before, after in pairwise(edges)):
        raise PluginError(
            f"The shot detector {detector.name} gave cuts that do not rise inside {span}.", "Choose another detector."
        )
    return cuts
