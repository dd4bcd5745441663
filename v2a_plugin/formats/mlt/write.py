"""Write an MLT document for Shotcut and melt, with the stems it plays."""

from __future__ import annotations

from fractions import Fraction
from functools import partial
from pathlib import Path
from xml.etree import ElementTree

from v2a_plugin.delivery.cut import HostSteps, what_to_click
from v2a_plugin.delivery.layout import Layout
from v2a_plugin.delivery.protocol import CutExporter, CutRequest, Delivery
from v2a_plugin.formats.mlt import mltxml
from v2a_plugin.formats.mlt.mlt_delivery import FEATURES, write_mlt
from v2a_plugin.formats.mlt.mltxml import Cut
from v2a_plugin.model.progress import Steps
from v2a_plugin.model.time import index_at
from v2a_plugin.model.timeline import MarkerKind

__all__ = ["FEATURES", "write"]


def write(exporter: CutExporter, request: CutRequest, folder: Path) -> Steps[Delivery]:
    """Write an MLT document and its stems.

    The stems have no handles, because MLT enters a WAV exactly only at its start.

    Raises:
        BadInput: No cue is heard.
        NoSuchFile: The sound or the recipe of a cue is gone.
        OutputError: The disk is full, or the folder may not be written.
    """
    how_to = partial(_how_to, request.stems.rate)
    return (yield from write_mlt(exporter, request, folder, ".mlt", mlt_text, how_to))


def _how_to(rate: int, name: str, layout: Layout) -> str:
    steps = (
        f"File > Open File: choose {name}; keep the folder 'audio' beside it.",
        "Every stem is on a track of its name, and all tracks are heard together.",
        "View > Markers lists markers and hits.",
        "The picture's own sound is muted: click the speaker of V1 to hear it as well.",
    )
    render = (f"melt '{name}' -consumer avformat:mix.wav vn=1 acodec=pcm_s24le ar={rate}",)
    notes = (
        "MLT plays a mono stem 3 dB lower on each of two speakers; stereo stems play as they are.",
        f"MLT knows no timecode: its 00:00:00:00 is {layout.start}.",
    )
    hosts = (HostSteps("Shotcut 21.09 or later", steps), HostSteps("a terminal, to render the mix", render))
    return what_to_click(f"{layout.name}: MLT timeline", *hosts, notes=notes)


def mlt_text(layout: Layout) -> str:
    """The document: black, the picture, then one track a row of stems.

    Args:
        layout: The cut as `v2a_plugin.formats.mlt.mltxml.arrange` puts it on frames.
    """
    root = mltxml.start_document(layout, "main")
    mltxml.add_black(root, "black", layout.length)
    mltxml.add_playlist(root, "background", [Cut("black", 0, layout.length)])
    cuts = []
    for number, clip in enumerate(layout.picture):
        if clip.media:
            mltxml.add_media(root, f"clip{number}", clip, layout.rate, mltxml.warp_of(clip))
            cuts.append(Cut(f"clip{number}", clip.start, clip.length, mltxml.entered_at(clip, layout.rate)))
    mltxml.add_playlist(root, "picture", cuts, {"shotcut:video": 1, "shotcut:name": "V1"})
    for row, lane in enumerate(layout.lanes):
        cuts = []
        for number, stem in enumerate(lane.clips):
            producer = mltxml.add_stem(root, f"stem{row}-{number}", stem)
            mltxml.add_properties(producer, {"shotcut:caption": stem.name})
            cuts.append(Cut(f"stem{row}-{number}", stem.start, stem.length))
        mltxml.add_playlist(root, f"track{row}", cuts, {"shotcut:audio": 1, "shotcut:name": lane.name})
    ends = {"in": "0", "out": str(layout.length - 1)}
    main = ElementTree.SubElement(root, "tractor", {"id": "main", "title": layout.name, **ends})
    mltxml.add_properties(main, {"shotcut": 1, "shotcut:projectAudioChannels": min(6, layout.channels)})
    _add_markers(main, layout)
    ElementTree.SubElement(main, "track", {"producer": "background"})
    ElementTree.SubElement(main, "track", {"producer": "picture", "hide": "audio"})
    for row in range(len(layout.lanes)):
        ElementTree.SubElement(main, "track", {"producer": f"track{row}", "hide": "video"})
    for row in range(len(layout.lanes)):
        mltxml.add_mix(main, row + 2)
    return mltxml.to_text(root)


def _add_markers(main: ElementTree.Element, layout: Layout) -> None:
    """Markers as Shotcut keeps them: the time as a clock to the millisecond, which names one frame at every rate."""
    marks = mltxml.marks_by_frame(layout)
    if not marks:
        return
    holder = ElementTree.SubElement(main, "properties", {"name": "shotcut:markers"})
    for number, (frame, markers) in enumerate(marks.items()):
        mark = ElementTree.SubElement(holder, "properties", {"name": str(number)})
        seconds, millis = divmod(index_at(Fraction(frame) / layout.rate, 1000), 1000)
        clock = f"{seconds // 3600:02d}:{seconds // 60 % 60:02d}:{seconds % 60:02d}.{millis:03d}"
        color = "#c00000" if all(marker.kind is MarkerKind.HIT for marker in markers) else "#008000"
        mltxml.add_properties(mark, {"text": mltxml.label_of(markers), "start": clock, "end": clock, "color": color})
