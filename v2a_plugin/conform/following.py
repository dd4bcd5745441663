"""How a cue follows its picture into another cut: moved with it, trimmed with it, cut in two where it was cut."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

from v2a_plugin.conform.matching import ClipMatch
from v2a_plugin.model.regions import new_id
from v2a_plugin.model.time import Span
from v2a_plugin.model.timeline import Cue, Fade, PictureClip
from v2a_plugin.timeline.edits import fitting

__all__ = ["Piece", "follow", "follow_freely"]


@dataclass(frozen=True, slots=True)
class Piece:
    """A cue, or a part of one, in the new cut.

    Attributes:
        cue: Where and what it plays now.
        clip: The new clip that it belongs to.
    """

    cue: Cue
    clip: PictureClip


@dataclass(frozen=True, slots=True)
class _Part:
    """A stretch of the old timeline, and the match that tells where it went."""

    span: Span
    match: ClipMatch


def follow(cue: Cue, clip: PictureClip, matches: Sequence[ClipMatch], frame: Fraction) -> tuple[Piece, ...]:
    """What becomes of a cue that belongs to a clip; () when the new cut shows nothing of what it lay on.

    Where the cue reached out over an end of the clip, it still does; what lay on picture that was cut away is
    trimmed away. The first piece keeps the id.

    Args:
        cue: In the old cut.
        clip: The old clip it belongs to.
        matches: Of that clip, the best first.
        frame: Seconds of one frame. A piece under three frames is no piece, unless it is half of the cue: a cut
            that was found a frame later must not leave the tail of a shot that is gone.
    """
    inside = cue.span.intersection(clip.span)
    if inside is None:  # put aside by hand: it keeps its distance
        moved = [Piece(replace(cue, start=cue.start + one.shift), one.new) for one in matches[:1]]
        return tuple(moved)
    parts = _joined(_shared(inside, clip, matches))
    parts = [part for part in parts if part.span.duration >= min(3 * frame, inside.duration / 2)]
    pieces: list[Piece] = []
    for number, part in enumerate(parts):
        first, last = number == 0, number == len(parts) - 1
        start = part.span.start - max(clip.span.start - cue.start, Fraction(0)) * first
        end = part.span.end + max(cue.end - clip.span.end, Fraction(0)) * last
        shaped = replace(
            cue,
            fade_in=cue.fade_in if first else Fade(),
            fade_out=cue.fade_out if last else Fade(),
            id=cue.id if first else new_id("cue"),
        )
        played = Span(cue.trim.start + start - cue.start, cue.trim.start + end - cue.start)
        pieces.append(Piece(fitting(shaped, played, start + part.match.shift), part.match.new))
    return tuple(pieces)


def follow_freely(cue: Cue, clip: PictureClip, matches: Sequence[ClipMatch]) -> Piece | None:
    """A cue that belongs to no clip moves, whole, with what it began on; None when that is gone.

    Args:
        cue: In the old cut.
        clip: The old clip under its start, or the one it lies on longest.
        matches: Of that clip, the best first.
    """
    moment = max(cue.start, clip.record)
    showing = [one for one in matches if moment in one.new.span.shifted(-one.shift)]
    for one in (*showing, *matches):
        return Piece(replace(cue, start=cue.start + one.shift), one.new)
    return None


def _shared(inside: Span, clip: PictureClip, matches: Sequence[ClipMatch]) -> list[_Part]:
    """The stretches of a cue that the new cut shows, each once, by the best match that has it."""
    free, parts = [inside], []
    for match in matches:
        shown = match.new.span.shifted(-match.shift).intersection(clip.span)
        if shown is None:
            continue
        parts += [_Part(both, match) for span in free if (both := span.intersection(shown)) is not None]
        free = [rest for span in free for rest in _without(span, shown)]
    return sorted(parts, key=lambda part: part.span)


def _without(span: Span, gone: Span) -> list[Span]:
    if not span.overlaps(gone):
        return [span]
    before = [Span(span.start, gone.start)] if span.start < gone.start else []
    return before + ([Span(gone.end, span.end)] if gone.end < span.end else [])


def _joined(parts: Sequence[_Part]) -> list[_Part]:
    """Parts that play on without a seam as one, which belongs to the clip that has most of it."""
    joined: list[_Part] = []
    longest = Fraction(0)
    for part in parts:
        last = joined[-1] if joined else None
        if last and last.span.end == part.span.start and last.match.shift == part.match.shift:
            owner = part.match if part.span.duration > longest else last.match
            longest = max(longest, part.span.duration)
            joined[-1] = _Part(Span(last.span.start, part.span.end), owner)
        else:
            joined.append(part)
            longest = part.span.duration
    return joined
