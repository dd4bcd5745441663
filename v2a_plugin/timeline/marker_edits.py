"""Edits of markers and hits; they stay in order of time."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import replace
from fractions import Fraction

from v2a_plugin.model.errors import BadInput
from v2a_plugin.model.timeline import Marker, MarkerKind, Timeline
from v2a_plugin.timeline.lookup import exact, find_marker
from v2a_plugin.timeline.operations import Change, MarkerChange, Operation

__all__ = ["add_marker", "add_markers", "move_marker", "note_marker", "remove_markers", "replace_hits"]


def add_marker(timeline: Timeline, at: Fraction | int, name: str, note: str = "") -> Change:
    """Set a marker at a time, seconds on the timeline."""
    return add_markers(timeline, [Marker(exact(at), name, note=note)])


def add_markers(timeline: Timeline, markers: Iterable[Marker]) -> Change:
    """Set markers; of several at one time the later given comes later."""
    times = [marker.at for marker in timeline.markers]
    operations: list[Operation] = []
    for marker in markers:
        place = bisect_right(times, exact(marker.at))
        times.insert(place, marker.at)
        operations.append(MarkerChange(place, None, marker))
    return Change("Add marker" if len(operations) == 1 else "Add markers", tuple(operations))


def remove_markers(timeline: Timeline, markers: str | Iterable[str]) -> Change:
    """Take markers away.

    Raises:
        BadInput: An id that no marker has.
    """
    wanted = {markers} if isinstance(markers, str) else set(markers)
    found = [(index, marker) for index, marker in enumerate(timeline.markers) if marker.id in wanted]
    if missing := sorted(wanted - {marker.id for _, marker in found}):
        raise BadInput(f"There is no marker {missing[0]}.", "Take the ids from the list of markers.")
    operations = tuple(MarkerChange(index, marker) for index, marker in reversed(found))
    return Change("Remove marker" if len(operations) == 1 else "Remove markers", operations)


def move_marker(timeline: Timeline, marker: str, to: Fraction | int) -> Change:
    """Set a marker to another time."""
    index, old = find_marker(timeline, marker)
    others = [one.at for one in timeline.markers if one is not old]
    new = replace(old, at=exact(to))
    if new == old:
        return Change("Move marker", ())
    return Change("Move marker", (MarkerChange(index, old), MarkerChange(bisect_right(others, new.at), None, new)))


def note_marker(timeline: Timeline, marker: str, *, name: str | None = None, note: str | None = None) -> Change:
    """Give a marker another name or note; None leaves it."""
    index, old = find_marker(timeline, marker)
    new = replace(old, name=old.name if name is None else name, note=old.note if note is None else note)
    return Change("Marker", (MarkerChange(index, old, new),) if new != old else ())


def replace_hits(timeline: Timeline, region: str, hits: Iterable[Marker]) -> Change:
    """Put newly found hits of a region in the place of those found before; markers of people stay."""
    kept = [one for one in timeline.markers if not (one.kind is MarkerKind.HIT and one.region == region)]
    gone = {one.id for one in timeline.markers} - {one.id for one in kept}
    removed = remove_markers(timeline, gone).operations
    return Change("Find hits", removed + add_markers(replace(timeline, markers=tuple(kept)), hits).operations)
