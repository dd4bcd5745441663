"""The `iXML` chunk: production facts for sound editors (iXML 2.10)."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from xml.etree import ElementTree

from v2a_plugin.delivery.bwf import WaveFormat
from v2a_plugin.delivery.protocol import StemDepth
from v2a_plugin.model.channels import LAYOUTS

__all__ = ["Slate", "ixml", "source_ixml"]

SOURCE_ELEMENT = "DIGITAL_SOURCE_TYPE"
"""Not of iXML, which has no word for it and lets others add theirs."""


@dataclass(frozen=True, slots=True)
class Slate:
    """What a stem's `iXML` tells.

    Attributes:
        project: Name of the cut.
        scene: Name of the shot; "" for tracks.
        take: Id of the take; "" for tracks.
        note: A person's words.
        name: What is heard.
        function: What the track holds ("FEET").
        identifier: Unambiguous name of the file.
        rate: Video frames a second, exact.
        drop: Drop-frame timecode.
        time_reference: Samples since midnight of the first sample.
        user: Anything else: the recipe as JSON.
        source: IPTC's address of how the sound came to be.
        circled: A person likes the take.
    """

    project: str
    scene: str
    take: str
    note: str
    name: str
    function: str
    identifier: str
    rate: Fraction
    drop: bool
    time_reference: int
    user: str
    source: str = ""
    circled: bool = False


def ixml(slate: Slate, form: WaveFormat) -> str:
    """The XML text, declaration included."""
    bits = "24" if form.depth is StemDepth.PCM24 else "32"
    video = f"{slate.rate.numerator}/{slate.rate.denominator}"
    root = ElementTree.Element("BWFXML")
    _fill(
        root,
        IXML_VERSION="2.10", PROJECT=slate.project, SCENE=slate.scene, TAKE=slate.take, TAPE="",
        CIRCLED=str(slate.circled).upper(), FILE_UID=slate.identifier, NOTE=slate.note,
    )  # fmt: skip
    speed = ElementTree.SubElement(root, "SPEED")
    _fill(
        speed,
        MASTER_SPEED=video, CURRENT_SPEED=video, TIMECODE_RATE=video, TIMECODE_FLAG="DF" if slate.drop else "NDF",
        FILE_SAMPLE_RATE=str(form.rate), AUDIO_BIT_DEPTH=bits, DIGITIZER_SAMPLE_RATE=str(form.rate),
        TIMESTAMP_SAMPLES_SINCE_MIDNIGHT_HI=str(slate.time_reference >> 32),
        TIMESTAMP_SAMPLES_SINCE_MIDNIGHT_LO=str(slate.time_reference & 0xFFFF_FFFF),
        TIMESTAMP_SAMPLE_RATE=str(form.rate),
    )  # fmt: skip
    tracks = ElementTree.SubElement(root, "TRACK_LIST")
    _fill(tracks, TRACK_COUNT=str(form.channels))
    for channel, place in enumerate(LAYOUTS[form.channels].places, start=1):
        track = ElementTree.SubElement(tracks, "TRACK")
        name = f"{slate.name} {place}".strip()
        index = str(channel)
        _fill(track, CHANNEL_INDEX=index, INTERLEAVE_INDEX=index, NAME=name, FUNCTION=slate.function)
    _fill(root, **{SOURCE_ELEMENT: slate.source}, USER=slate.user)
    return _text(root)


def source_ixml(source: str) -> str:
    """The XML text of a file that says nothing but how its sound came to be."""
    root = ElementTree.Element("BWFXML")
    _fill(root, IXML_VERSION="2.10", **{SOURCE_ELEMENT: source})
    return _text(root)


def _text(root: ElementTree.Element) -> str:
    ElementTree.indent(root)
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{ElementTree.tostring(root, encoding="unicode")}\n'


def _fill(parent: ElementTree.Element, **children: str) -> None:
    for name, text in children.items():
        ElementTree.SubElement(parent, name).text = "".join(filter(_allowed, text))


def _allowed(letter: str) -> bool:
    """Whether XML 1.0 can hold a character (section 2.2)."""
    code = ord(letter)
    return code in (0x9, 0xA, 0xD) or 0x20 <= code <= 0xD7FF or 0xE000 <= code <= 0xFFFD or code >= 0x10000
