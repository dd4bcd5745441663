"""Guides on the clock of what a cut shows, where its editor changed the speed of the picture."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from v2a_plugin.model.guide import Guide
from v2a_plugin.model.regions import Region
from v2a_plugin.model.time import index_at

__all__ = ["as_shown"]


def as_shown(guide: Guide, region: Region) -> Guide:
    """A guide that speaks of what a region shows of its media, on the region's own clock.

    What is shown twice happens twice; a frozen frame has no events.

    Args:
        guide: From the start of the region's `source_span`.
        region: Its speed may have been changed.

    Raises:
        BadInput: Nothing of it is shown, or so fast that its events crowd.
    """
    shown, speed = region.span, region.time_map
    if speed is None:
        return guide
    source = region.source_span.start
    events = {
        at - shown.start: replace(event, at=at - shown.start)
        for event in guide.events
        for at in speed.shown_at(source + event.at)
        if at in shown
    }
    curve = guide.curve
    if curve is not None:
        count = index_at(shown.duration, curve.rate) + 1
        times = [
            float((speed.source(shown.start + place / curve.rate) - source) * curve.rate) for place in range(count)
        ]
        values = np.interp(times, np.arange(len(curve.values)), curve.values)
        curve = replace(curve, values=tuple(np.round(values, 3).tolist()))
    period = guide.period / abs(speed.speed) if guide.period and speed.speed else None
    inside = tuple(events[at] for at in sorted(events))
    return replace(guide, length=shown.duration, events=inside, curve=curve, period=period)
