"""What a gesture says while it goes on: where a cue lies now, how long it is, how loud, and by how much that differs."""

from __future__ import annotations

from fractions import Fraction

from v2a_plugin.model.time import index_at
from v2a_plugin.model.timeline import Cue, Marker, Timeline
from v2a_plugin.timeline.operations import Change, CueChange, MarkerChange
from v2a_plugin.timeline.volume import point_time

__all__ = ["readout"]


def readout(timeline: Timeline, change: Change) -> str:
    """The text for a change that a gesture would make; "" for one that changes nothing that is read.

    Args:
        timeline: Before it.
        change: Of one cue or marker, or of several alike.
    """
    old: dict[str, Cue | Marker] = {}
    new: dict[str, Cue | Marker] = {}
    for step in change.operations:
        if isinstance(step, CueChange | MarkerChange):
            old |= {step.before.id: step.before} if step.before else {}
            new |= {step.after.id: step.after} if step.after else {}
    both = [(old[name], new[name]) for name in new if name in old]
    if not both:
        return ""
    before, after = both[-1]  # neighbours that give way come first
    if isinstance(before, Marker) or isinstance(after, Marker):
        at = after.at if isinstance(after, Marker) else Fraction(0)
        return f"{timeline.timecode(at)}  {_frames(at - before.at, timeline)}" if isinstance(before, Marker) else ""
    return _of_cue(before, after, timeline)


def _of_cue(before: Cue, after: Cue, timeline: Timeline) -> str:
    if before.gain_db != after.gain_db:
        return f"{after.gain_db:+.1f} dB"
    moved = [point for point in after.volume if point not in before.volume]
    if moved:
        at = point_time(after, moved[0])
        return f"{timeline.timecode(at)}  {after.gain_db + moved[0].db:+.1f} dB"
    if before.trim.duration != after.trim.duration:
        ends = after.end if before.start == after.start else after.start
        return (
            f"{timeline.timecode(ends)}  {_seconds(after.trim.duration, timeline)}  {_change(before, after, timeline)}"
        )
    if before.start != after.start:
        shared = after.fade_in.length if after.fade_in != before.fade_in else Fraction(0)
        shared = shared or (after.fade_out.length if after.fade_out != before.fade_out else Fraction(0))
        faded = f"  ⤫ {_seconds(shared, timeline)}" if shared else ""
        return f"{timeline.timecode(after.start)}  {_frames(after.start - before.start, timeline)}{faded}"
    if before.trim != after.trim:
        return _frames(after.trim.start - before.trim.start, timeline)
    for one, other in ((before.fade_in, after.fade_in), (before.fade_out, after.fade_out)):
        if one != other:
            return _seconds(other.length, timeline)
    return ""


def _change(before: Cue, after: Cue, timeline: Timeline) -> str:
    return _frames(after.trim.duration - before.trim.duration, timeline)


def _frames(by: Fraction, timeline: Timeline) -> str:
    """A difference in frames of the cut: "+12 f"; below a frame in tenths."""
    frames = by * timeline.rate
    whole = index_at(abs(by), timeline.rate)
    if frames.denominator == 1:
        return f"{'-' if by < 0 else '+'}{whole} f"
    return f"{float(frames):+.1f} f"


def _seconds(length: Fraction, timeline: Timeline) -> str:
    return f"{float(length):.2f} s ({float(length * timeline.rate):.0f} f)"
