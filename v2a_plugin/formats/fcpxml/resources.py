"""What the clips of an FCPXML file refer to: formats, assets, and the sequences and angles of compound clips."""

from __future__ import annotations

import re
from dataclasses import dataclass
from fractions import Fraction
from xml.etree.ElementTree import Element

from v2a_plugin.formats.cut import Findings
from v2a_plugin.formats.cut_rates import exact_rate
from v2a_plugin.model.errors import BadInput

__all__ = ["Resources", "seconds"]

_NAMED = re.compile(r"^FFVideoFormat.*?[pi](\d{2,5})(?:_.*)?$")
"""Names such as FFVideoFormat1080p25, FFVideoFormat3840x2160p2398, FFVideoFormatDV720x480i5994_16x9."""
_RATES = {
    "2398": Fraction(24000, 1001), "24": Fraction(24), "25": Fraction(25), "2997": Fraction(30000, 1001),
    "30": Fraction(30), "4795": Fraction(48000, 1001), "48": Fraction(48), "50": Fraction(50),
    "5994": Fraction(60000, 1001), "60": Fraction(60), "8991": Fraction(90000, 1001), "90": Fraction(90),
    "100": Fraction(100), "11988": Fraction(120000, 1001), "120": Fraction(120),
}  # fmt: skip


def seconds(text: str | None, default: Fraction = Fraction(0)) -> Fraction:
    """A time such as `1001/30000s`.

    Raises:
        BadInput: It is no time.
    """
    if not text or not text.strip():
        return default
    number = text.strip().removesuffix("s")
    if len(number) > 60 or not re.fullmatch(r"-?\d+(?:/\d+|\.\d*)?", number):
        raise BadInput(f"'{text[:40]}' is no time.", "Export the project again from Final Cut Pro.")
    try:
        return Fraction(number)
    except ZeroDivisionError as error:
        raise BadInput(f"'{text[:40]}' is no time.", "Export the project again from Final Cut Pro.") from error


@dataclass(frozen=True, slots=True)
class Asset:
    """A file.

    Attributes:
        start: Its timecode at the first frame, seconds.
        duration: Seconds; None when the file does not say.
        name: What the editor calls it.
        source: Its address; "" when nobody knows.
        has_video: Whether it has a picture.
        rate: Frames a second of it; None when nobody knows.
    """

    start: Fraction
    duration: Fraction | None
    name: str
    source: str
    has_video: bool
    rate: Fraction | None


class Resources:
    """Formats, assets and media by their ids."""

    def __init__(self, root: Element, found: Findings) -> None:
        self._rates: dict[str, Fraction] = {}
        for element in root.iterfind("./resources/format"):
            try:
                rate = _rate(element)
            except BadInput as error:
                found.say(f"The format {element.get('name') or element.get('id')} is left out: {error.message}")
                continue
            if rate:
                self._rates[element.get("id", "")] = rate
        self._assets: dict[str, Asset] = {}
        for element in root.iterfind("./resources/asset"):
            try:
                self._assets[element.get("id", "")] = self._asset(element)
            except BadInput as error:
                found.say(f"The asset {element.get('name') or element.get('id')} is left out: {error.message}")
        self._media = {element.get("id", ""): element for element in root.iterfind("./resources/media")}

    def rate(self, identifier: str | None) -> Fraction | None:
        """The rate of a format; None when nobody says it."""
        return self._rates.get(identifier or "")

    def asset(self, identifier: str | None) -> Asset | None:
        """An asset; None for effects, and for what is not there."""
        return self._assets.get(identifier or "")

    def media(self, identifier: str | None) -> Element | None:
        """The element of a compound or multicam clip."""
        return self._media.get(identifier or "")

    def _asset(self, element: Element) -> Asset:
        rep = element.find("media-rep")
        source = (rep.get("src") if rep is not None else None) or element.get("src") or ""
        rate = self.rate(element.get("format"))
        # The DTD's default is no video, yet a file whose format has a rate plainly has some.
        video = element.get("hasVideo") == "1" or (element.get("hasVideo") is None and rate is not None)
        length = element.get("duration")
        duration = seconds(length) if length else None
        return Asset(seconds(element.get("start")), duration or None, element.get("name", ""), source, video, rate)


def _rate(element: Element) -> Fraction | None:
    """Frames a second of a format: by its frame's length, or by its name alone."""
    if frame := seconds(element.get("frameDuration")):
        return exact_rate(1 / frame)
    named = _NAMED.match(element.get("name", ""))
    if named is None:
        return None
    rate = _RATES.get(named[1])
    interlaced = re.search(r"i\d{2,5}(?:_|$)", element.get("name", "")) is not None
    return rate / 2 if rate and interlaced else rate
