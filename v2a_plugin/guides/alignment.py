"""Align to hit: a take's transient lands where something happens in the picture."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

from v2a_plugin.guides.transients import Transient
from v2a_plugin.model.errors import BadInput, SpanError
from v2a_plugin.model.time import clock
from v2a_plugin.model.timeline import Cue, Marker, MarkerKind, Timeline
from v2a_plugin.timeline.changes import apply
from v2a_plugin.timeline.lookup import exact, find_cue
from v2a_plugin.timeline.operations import Change, CueChange

__all__ = ["Aligned", "align_to_hit", "hit_under", "hits_of", "nearest_hit"]


@dataclass(frozen=True, slots=True)
class Aligned:
    """A cue brought to a hit.

    Attributes:
        change: Does it; empty when the transient lies there already.
        cue: Id of the cue.
        hit: Where the transient lands, seconds on the timeline.
        transient: Which one lands there.
        slipped: By how much the take is slipped, seconds; above 0 it plays what comes later in the take.
        moved: By how much the cue is moved, seconds; 0 when the handles of the take reach.
    """

    change: Change
    cue: str
    hit: Fraction
    transient: Transient
    slipped: Fraction
    moved: Fraction

    @property
    def sentence(self) -> str:
        """What was done, in a sentence."""
        if not self.change:
            return f"The cue strikes at {clock(self.hit)} already."
        if not self.moved:
            return f"The take was slipped by {clock(self.slipped)} s to strike at {clock(self.hit)}."
        return (
            f"The handles of the take do not reach: it was slipped by {clock(self.slipped)} s, and the cue moved by "
            f"{clock(self.moved)} s, to strike at {clock(self.hit)}."
        )


def align_to_hit(
    timeline: Timeline,
    cue: str,
    hit: Marker | Fraction,
    transients: Sequence[Transient],
    *,
    chosen: Transient | None = None,
    move: bool = True,
) -> Aligned:
    """Slip a take so that its transient lands on a hit; where its handles do not reach, move the cue by the rest.

    Args:
        timeline: The timeline as it is.
        cue: Id of the cue.
        hit: The hit, or its time in seconds on the timeline.
        transients: Of the cue's take, the strongest first (`find_transients`).
        chosen: The one to land there; None takes the strongest that the cue plays, else the strongest of the take.
        move: Whether the cue may be moved.

    Raises:
        BadInput: The take has no transient; the handles do not reach and the cue may not be moved, or would lie on
            another one; the cue or its track is locked.
    """
    placed = find_cue(timeline, cue)
    one, at = placed.cue, hit.at if isinstance(hit, Marker) else exact(hit)
    strike = chosen or _strongest(one, transients)
    if strike is None:
        raise BadInput("The take of this cue has no transient to align.", "Choose another take, or slip it by ear.")
    if not 0 <= strike.at < one.length:
        raise BadInput(f"The take of this cue has no sound at {clock(strike.at)}.", "Choose another transient.")
    wanted = (strike.at - one.trim.start) - (at - one.start)
    slipped = _slip_to(one, strike.at, wanted, 1 / timeline.rate)
    moved = slipped - wanted
    if moved and not move:
        raise BadInput(
            f"The handles of the take let it slip by {clock(slipped)} s, and the hit at {clock(at)} needs "
            f"{clock(wanted)} s.",
            "Move the cue, or render the take with longer handles.",
        )
    after = replace(one, trim=one.trim.shifted(slipped), start=one.start + moved)
    change = Change("Align to hit", (CueChange(placed.track.id, one, after),) if after != one else ())
    if moved:
        _check_room(timeline, change, moved)
    return Aligned(change, cue, at, strike, slipped, moved)


def hits_of(timeline: Timeline, cue: str) -> tuple[Marker, ...]:
    """The hits that lie under a cue, the strongest first."""
    one = find_cue(timeline, cue).cue
    under = [marker for marker in timeline.markers if marker.kind is MarkerKind.HIT and marker.at in one.span]
    return tuple(sorted(under, key=lambda marker: (-marker.strength, marker.at)))


def hit_under(timeline: Timeline, cue: str) -> Marker:
    """The strongest hit under a cue.

    Raises:
        BadInput: There is none.
    """
    hits = hits_of(timeline, cue)
    if not hits:
        raise BadInput("There is no hit under this cue.", "Find the hits of its shot, or set one by hand.")
    return hits[0]


def nearest_hit(
    timeline: Timeline, cue: str, transients: Sequence[Transient], moments: Iterable[Fraction] = ()
) -> Fraction:
    """The hit or event of a guide that lies nearest to the strongest transient that a cue plays, seconds on the timeline.

    Args:
        timeline: The timeline as it is.
        cue: Id of the cue.
        transients: Of its take.
        moments: What counts as hits besides.

    Raises:
        BadInput: There is no hit, or no transient.
    """
    one = find_cue(timeline, cue).cue
    strike = _strongest(one, transients)
    if strike is None:
        raise BadInput("The take of this cue has no transient to align.", "Choose another take, or slip it by ear.")
    now = one.start + strike.at - one.trim.start
    hits = [marker.at for marker in timeline.markers if marker.kind is MarkerKind.HIT]
    events = [clip.record + event.at for clip in timeline.picture if clip.guide for event in clip.guide.events]
    near = min((*hits, *events, *moments), key=lambda at: abs(at - now), default=None)
    if near is None:
        raise BadInput("There is no hit in the cut.", "Find the hits of a shot, or set one by hand.")
    return near


def _strongest(cue: Cue, transients: Sequence[Transient]) -> Transient | None:
    heard = [transient for transient in transients if transient.at in cue.trim]
    return max(heard or transients, key=lambda transient: (transient.strength, -transient.at), default=None)


def _slip_to(cue: Cue, strike: Fraction, wanted: Fraction, frame: Fraction) -> Fraction:
    """The slip nearest to the wanted one that the take reaches and that leaves its strike inside what is played."""
    heard = min(frame, cue.trim.duration, cue.length - strike)  # of the strike before the cue ends
    low = max(-cue.trim.start, strike + heard - cue.trim.end)
    high = min(cue.length - cue.trim.end, strike - cue.trim.start)
    return min(max(wanted, low), high)


def _check_room(timeline: Timeline, change: Change, moved: Fraction) -> None:
    try:
        apply(change, timeline)
    except SpanError as error:
        raise BadInput(
            f"The handles of the take do not reach the hit, and moved by {clock(moved)} s the cue would lie on another.",
            "Put it on another track first.",
        ) from error
