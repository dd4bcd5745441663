"""Editing the shots of one file: split, merge, put new cuts into a stretch. Pure: no I/O, no frames.

All of them take and give *shots in order*: regions of one file that touch one another from the first to the last,
each with its own id and name. What an edit leaves as it was keeps its id, and so the takes made for it:

- `split`: the first part stays the old shot; the second is new.
- `merge`: the first shot grows over the others, which go. So merging undoes splitting.
- `recut`: a shot whose span comes out unchanged stays it; of the others, each old shot lives on in the new one it
  shares most time with, longest share first, each at most once.

New shots are named after the one they came out of: "Shot 3A", as an inserted shot is on a slate.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from fractions import Fraction
from itertools import count, pairwise

from v2a_plugin.model.errors import BadInput, SpanError
from v2a_plugin.model.regions import Region, new_id
from v2a_plugin.model.time import Span, clock

__all__ = ["check_shots", "merge", "recut", "split"]

_NUMBERED = re.compile(r"^(?P<base>.*\d)[A-Z]+$")


def check_shots(regions: Sequence[Region]) -> Span:
    """The time that shots cover, after a look that they are shots in order.

    Raises:
        BadInput: None given, of more than one file, with a gap or an overlap, or with an id twice.
    """
    if not regions:
        raise BadInput("There are no shots to edit.", "Detect the shots first.")
    for before, after in pairwise(regions):
        if before.media != after.media:
            raise BadInput(f"{before.name} and {after.name} belong to different files.", "Edit one file at a time.")
        if before.span.end != after.span.start:
            raise BadInput(
                f"{after.name} does not start where {before.name} ends ({clock(before.span.end)}).",
                "Give all shots of the file in order.",
            )
    if len({region.id for region in regions}) != len(regions):
        raise BadInput("Two shots carry the same id.", "Give each shot once.")
    return Span(regions[0].span.start, regions[-1].span.end)


def split(regions: Sequence[Region], at: Fraction) -> tuple[Region, ...]:
    """Cut one shot in two; the part before the cut stays the old shot.

    Args:
        regions: Shots in order.
        at: Time of the first frame of the new shot, seconds from the first picture frame.

    Raises:
        SpanError: Outside the shots, or where a cut already is.
    """
    covered = check_shots(regions)
    if not covered.start < at < covered.end:
        raise SpanError(f"{clock(at)} lies outside the shots, {covered}.", "Split inside a shot.")
    place = next(index for index, region in enumerate(regions) if at in region.span)
    old = regions[place]
    if at == old.span.start:
        raise SpanError(f"There is already a cut at {clock(at)}, where {old.name} starts.", "Split inside a shot.")
    first = replace(old, span=Span(old.span.start, at))
    second = replace(old, span=Span(at, old.span.end), id=new_id("shot"), name=_free_name(old.name, _names(regions)))
    return (*regions[:place], first, second, *regions[place + 1 :])


def merge(regions: Sequence[Region], first: str, last: str) -> tuple[Region, ...]:
    """Join all shots from one to another into one, which stays the first of them.

    Args:
        regions: Shots in order.
        first: Id of the first shot to join.
        last: Id of the last; the same id changes nothing.

    Raises:
        BadInput: An id that no shot has, or the last before the first.
    """
    check_shots(regions)
    start, end = _place(regions, first), _place(regions, last)
    if end < start:
        raise BadInput(f"{regions[end].name} lies before {regions[start].name}.", "Name the earlier shot first.")
    joined = replace(regions[start], span=Span(regions[start].span.start, regions[end].span.end))
    return (*regions[:start], joined, *regions[end + 1 :])


def recut(regions: Sequence[Region], span: Span, cuts: Iterable[Fraction]) -> tuple[Region, ...]:
    """Replace the cuts strictly inside a span by others; those at its two ends stay.

    Args:
        regions: Shots in order.
        span: Where cuts are replaced.
        cuts: Times of the first frame of each new shot, strictly inside the span.

    Raises:
        SpanError: The span reaches outside the shots, or a cut lies outside the span.
    """
    covered = check_shots(regions)
    if not covered.covers(span):
        raise SpanError(f"{span} reaches outside the shots, {covered}.", "Give a span inside the clip.")
    wanted = set(cuts)
    if any(not span.start < cut < span.end for cut in wanted):
        raise SpanError(f"A cut lies outside {span}.", "Give cuts inside the span.")
    kept = {edge for edge in _edges(regions) if not span.start < edge < span.end}
    spans = [Span(start, end) for start, end in pairwise(sorted(kept | wanted))]
    heirs = _heirs(regions, spans)
    names = {heir.name for heir in heirs.values()}
    result = []
    for new in spans:
        if new in heirs:
            result.append(replace(heirs[new], span=new))
            continue
        parent = max(regions, key=lambda region: _shared(region.span, new))
        name = _free_name(parent.name, names)
        names.add(name)
        result.append(replace(parent, span=new, id=new_id("shot"), name=name))
    return tuple(result)


def _heirs(regions: Sequence[Region], spans: Sequence[Span]) -> dict[Span, Region]:
    """Which old shot lives on in which new span: equal spans first, then the longest shares of time."""
    pairs = [(region, new) for new in spans for region in regions if region.span.overlaps(new)]
    pairs.sort(key=lambda pair: (pair[0].span != pair[1], -_shared(pair[0].span, pair[1])))
    heirs: dict[Span, Region] = {}
    used: set[str] = set()
    for region, new in pairs:
        if new not in heirs and region.id not in used:
            heirs[new] = region
            used.add(region.id)
    return heirs


def _shared(one: Span, other: Span) -> Fraction:
    both = one.intersection(other)
    return both.duration if both else Fraction(0)


def _edges(regions: Sequence[Region]) -> list[Fraction]:
    return [regions[0].span.start, *(region.span.end for region in regions)]


def _place(regions: Sequence[Region], wanted: str) -> int:
    for index, region in enumerate(regions):
        if region.id == wanted:
            return index
    raise BadInput(f"No shot has the id {wanted}.", "Take the ids from the list of shots.")


def _names(regions: Sequence[Region]) -> set[str]:
    return {region.name for region in regions}


def _free_name(parent: str, taken: set[str]) -> str:
    """ "Shot 3" gives "Shot 3A", then "Shot 3B"; a name without a number gives "Porch A"."""
    found = _NUMBERED.match(parent)
    base = found["base"] if found else parent
    stem = base if base[-1:].isdigit() else f"{base} "
    return next(name for name in (stem + _letters(index) for index in count()) if name not in taken)


def _letters(index: int) -> str:
    """A, B … Z, AA, AB …"""
    text = ""
    while index >= 0:
        index, rest = divmod(index, 26)
        text = chr(ord("A") + rest) + text
        index -= 1
    return text
