"""Changes of speed in FCP7 XML: the effect `timeremap` of a clip item."""

from __future__ import annotations

from fractions import Fraction
from xml.etree.ElementTree import Element

from v2a_plugin.model.errors import BadInput
from v2a_plugin.model.time import Span
from v2a_plugin.model.timemap import TimeMap

__all__ = ["remapped"]


def remapped(element: Element, rate: Fraction, length: Fraction) -> TimeMap | None:
    """The map from a clip item's own clock, on which `in` and `out` count, to its media; None at normal speed.

    Args:
        element: The clip item.
        rate: Frames a second that it counts.
        length: Seconds of its media, for playing it backwards; 0 when nobody knows.

    Raises:
        BadInput: A number in it is none.
    """
    for effect in element.iterfind("./filter/effect"):
        if (effect.findtext("effectid") or "").strip().lower() == "timeremap":
            return _map(effect, rate, length)
    return None


def _map(effect: Element, rate: Fraction, length: Fraction) -> TimeMap | None:
    values = {one.findtext("parameterid", ""): one for one in effect.iterfind("parameter")}
    if "graphdict" in values and _said(values, "variablespeed") not in ("", "0", "FALSE"):
        points = {
            _number(key.findtext("when", "")) / rate: _number(key.findtext("value", "")) / rate
            for key in values["graphdict"].iterfind("keyframe")
        }
        if len(points) > 1:
            return TimeMap.of(sorted(points.items()))
    speed = _number(_said(values, "speed") or "100") / 100
    backwards = _said(values, "reverse") == "TRUE" or speed < 0
    if not backwards:
        return None if speed == 1 else TimeMap.steady(Span(Fraction(0), Fraction(1)), Fraction(0), speed)
    return TimeMap.steady(Span(Fraction(0), Fraction(1)), length, -abs(speed))


def _said(values: dict[str, Element], name: str) -> str:
    return (values[name].findtext("value") or "").strip().upper() if name in values else ""


def _number(text: str) -> Fraction:
    try:
        return Fraction(float(text)).limit_denominator(100_000)
    except (ValueError, OverflowError) as error:
        raise BadInput(f"'{text[:40]}' is no number in a change of speed.", "Export the cut again.") from error
