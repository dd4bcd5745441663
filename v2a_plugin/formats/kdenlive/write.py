"""Write a Kdenlive project with the stems it plays.

The document has the layout of Kdenlive 20.08 to 22.12 (version 1.04), which later versions open and bring up to date.
"""

from __future__ import annotations

import json
from fractions import Fraction
from pathlib import Path
from xml.etree import ElementTree

from v2a_plugin.delivery.cut import HostSteps, what_to_click
from v2a_plugin.delivery.layout import Layout, plain
from v2a_plugin.delivery.protocol import CutExporter, CutRequest, Delivery
from v2a_plugin.formats.mlt import mltxml
from v2a_plugin.formats.mlt.mlt_delivery import FEATURES, write_mlt
from v2a_plugin.formats.mlt.mltxml import Cut, add_playlist, add_properties, label_of, marks_by_frame
from v2a_plugin.model.progress import Steps
from v2a_plugin.model.timeline import MarkerKind

__all__ = ["FEATURES", "write"]

_INTERNAL = {"internal_added": 237}
"""How Kdenlive marks what it added by itself and keeps out of sight."""
_AV, _AUDIO = 0, 1
_CATEGORIES = [
    {"index": 0, "comment": "Markers", "color": "#3daee9"},
    {"index": 1, "comment": "Hits", "color": "#da4453"},
]


def write(exporter: CutExporter, request: CutRequest, folder: Path) -> Steps[Delivery]:
    """Write a Kdenlive project and its stems.

    The stems have no handles, because MLT enters a WAV exactly only at its start.

    Raises:
        BadInput: No cue is heard.
        NoSuchFile: The sound or the recipe of a cue is gone.
        OutputError: The disk is full, or the folder may not be written.
    """
    return (yield from write_mlt(exporter, request, folder, ".kdenlive", kdenlive_text, _how_to))


def _how_to(name: str, layout: Layout) -> str:
    steps = (
        f"Project > Open: choose {name}; keep the folder 'audio' beside it.",
        "From 23.04 on Kdenlive brings the project up to date and says so: save it under another name.",
        "View > Guides lists markers and hits.",
        "To take only the sound into a project of yours: select the audio tracks, copy, and paste there.",
    )
    notes = (
        "Kdenlive plays a mono stem 3 dB lower on each of two speakers; stereo stems play as they are.",
        f"The project's 00:00:00:00 is {layout.start} of the cut.",
    )
    host = HostSteps("Kdenlive 20.08 or later", steps)
    return what_to_click(f"{layout.name}: Kdenlive project", host, notes=notes)


def kdenlive_text(layout: Layout) -> str:
    """The project: the bin, then two playlists and a tractor for every track, then all tracks over black.

    Args:
        layout: The cut as `v2a_plugin.formats.mlt.mltxml.arrange` puts it on frames.
    """
    root = mltxml.start_document(layout, "main_bin")
    picture, sound = _add_clips(root, layout)
    _add_bin(root, layout)
    mltxml.add_black(root, "black_track", layout.length)
    names = [lane.name for lane in layout.lanes]
    lowest_first = list(zip(names, sound, strict=True))[::-1]  # how Kdenlive counts tracks
    for number, (name, cuts) in enumerate(lowest_first):
        _add_track(root, f"sound{number}", cuts, {"kdenlive:audio_track": 1, "kdenlive:track_name": name})
    _add_track(root, "picture", picture, {})
    main = ElementTree.SubElement(root, "tractor", {"id": "main", "in": "0", "out": str(layout.length - 1)})
    ElementTree.SubElement(main, "track", {"producer": "black_track"})
    for track in (*(f"sound{number}" for number in range(len(sound))), "picture"):
        ElementTree.SubElement(main, "track", {"producer": track})
    for number in range(len(sound)):
        mltxml.add_mix(main, number + 1, {"kdenlive_id": "mix", "accepts_blanks": 1, **_INTERNAL})
    return mltxml.to_text(root)


def _add_clips(root: ElementTree.Element, layout: Layout) -> tuple[list[Cut], list[list[Cut]]]:
    """A producer for each file, with the number it has in the bin; then where the tracks use it: picture, sound."""
    number = 1  # Kdenlive's own clips begin at 2
    numbers: dict[str, int] = {}
    warped: dict[tuple[int, int | Fraction], str] = {}
    picture: list[Cut] = []
    for clip in layout.picture:
        if clip.media is None:
            continue
        if clip.media.fingerprint not in numbers:
            number += 1
            numbers[clip.media.fingerprint] = number
            producer = mltxml.add_media(root, f"producer{number}", clip, layout.rate, Fraction(1))
            mltxml.add_properties(producer, _in_bin(number, plain(clip.media.path.name), _AV))
        its, speed = numbers[clip.media.fingerprint], mltxml.warp_of(clip)
        name = f"producer{its}"
        if speed != 1:
            name = warped.setdefault((its, len(picture) if speed is None else speed), f"{name}at{len(warped)}")
        if root.find(f"*[@id='{name}']") is None:
            producer = mltxml.add_media(root, name, clip, layout.rate, speed)
            mltxml.add_properties(producer, {"kdenlive:id": its})
        first = mltxml.entered_at(clip, layout.rate)
        picture.append(Cut(name, clip.start, clip.length, first, (("kdenlive:id", its),)))
    sound: list[list[Cut]] = []
    for lane in layout.lanes:
        sound.append([])
        for stem in lane.clips:
            number += 1
            producer = mltxml.add_stem(root, f"producer{number}", stem)
            mltxml.add_properties(producer, _in_bin(number, stem.name, _AUDIO))
            sound[-1].append(Cut(f"producer{number}", stem.start, stem.length, 0, (("kdenlive:id", number),)))
    return picture, sound


def _in_bin(number: int, name: str, kind: int) -> dict[str, object]:
    return {"kdenlive:id": number, "kdenlive:clipname": name, "kdenlive:clip_type": kind, "kdenlive:folderid": -1}


def _add_bin(root: ElementTree.Element, layout: Layout) -> None:
    """The project's bin, which also holds its settings and guides."""
    guides = [
        {
            "comment": label_of(markers),
            "pos": frame,
            "type": int(all(marker.kind is MarkerKind.HIT for marker in markers)),
        }
        for frame, markers in marks_by_frame(layout).items()
    ]
    settings = {
        "version": "1.04",
        "kdenliveversion": "22.12.3",
        "audioChannels": min(6, layout.channels),
        "compositing": 1,
        "guides": json.dumps(guides, ensure_ascii=False),
        "guidesCategories": json.dumps(_CATEGORIES),
    }
    listed = root.iterfind("producer/property[@name='kdenlive:folderid']/..")
    producers = [(producer.get("id", ""), producer.get("out", "0")) for producer in listed]
    bin_ = ElementTree.SubElement(root, "playlist", {"id": "main_bin"})
    add_properties(bin_, {f"kdenlive:docproperties.{name}": value for name, value in settings.items()})
    add_properties(bin_, {"kdenlive:documentnotes": layout.name, "xml_retain": 1})
    for producer, last in producers:
        ElementTree.SubElement(bin_, "entry", {"producer": producer, "in": "0", "out": last})


def _add_track(root: ElementTree.Element, name: str, cuts: list[Cut], properties: dict[str, object]) -> None:
    """A track is a tractor over two playlists; the second one is for transitions inside the track."""
    sound = "kdenlive:audio_track" in properties
    own: dict[str, object] = {"kdenlive:audio_track": 1} if sound else {}
    add_playlist(root, f"{name}-0", cuts, own)
    add_playlist(root, f"{name}-1", [], own)
    end = max((cut.start + cut.frames for cut in cuts), default=1)
    tractor = ElementTree.SubElement(root, "tractor", {"id": name, "in": "0", "out": str(end - 1)})
    add_properties(tractor, {**properties, "kdenlive:trackheight": 67, "kdenlive:timeline_active": 1})
    for half in range(2):
        track = {"producer": f"{name}-{half}", "hide": "video" if sound else "audio"}
        ElementTree.SubElement(tractor, "track", track)
