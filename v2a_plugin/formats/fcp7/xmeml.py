"""A cut as the text of Final Cut Pro 7 XML, with what its readers ask for beside the format.

Premiere keeps a stereo clip on two tracks that are linked, and some readers pass over clips whose file is described
elsewhere: so it stands in full at each of its clips.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Sequence
from fractions import Fraction
from pathlib import Path
from urllib.parse import quote

from v2a_plugin.delivery.layout import Lane, Layout, PlacedPicture, PlacedStem, plain
from v2a_plugin.delivery.protocol import CutRequest
from v2a_plugin.formats.xml_writing import Tree, branch, leaf, leaves
from v2a_plugin.model.time import Timecode, index_at
from v2a_plugin.model.timeline import FadeShape, Marker

__all__ = ["fcp7_text"]

_TYPES = {1: "Mono", 2: "Stereo", 6: "5.1"}
"""What Premiere calls tracks and clips of so many channels."""

_FADES = {FadeShape.EQUAL_POWER: ("Cross Fade (+3dB)", "KGAudioTransCrossFade3dB"),
          FadeShape.LINEAR: ("Cross Fade ( 0dB)", "KGAudioTransCrossFade0dB")}  # fmt: skip


def fcp7_text(request: CutRequest, layout: Layout, folder: Path) -> str:
    """The document.

    Args:
        request: The cut and its media.
        layout: The same in frames.
        folder: Where the stems lie: the format wants whole addresses.
    """
    return f'<?xml version="1.0" encoding="UTF-8"?>\n<!DOCTYPE xmeml>\n{_Document(request, layout, folder).text()}\n'


class _Document:
    def __init__(self, request: CutRequest, layout: Layout, folder: Path) -> None:
        self._layout, self._handle = layout, request.stems.handle
        self._audio = folder.absolute().as_uri().replace("file:///", "file://localhost/", 1)
        depth = "32" if request.stems.depth == "32f" else "24"
        self._format = {"samplecharacteristics": {"depth": depth, "samplerate": str(request.stems.rate)}}
        self._rate = _rate_of(layout.rate)
        self._files: dict[object, tuple[str, str]] = {}
        """Length and text of each file that was described, by what it is known by."""
        self._numbers = itertools.count(1)

    def text(self) -> str:
        layout = self._layout
        tracks = [self._picture_track(), *itertools.chain.from_iterable(self._lanes())]
        size = next((shown.media.picture for shown in layout.picture if shown.media), None)
        height, width = (size.height, size.width) if size else (1080, 1920)
        shape = self._shape({"height": str(height), "width": str(width)})
        parts = [
            branch(
                "media",
                [
                    branch("video", [leaves("format", {"samplecharacteristics": shape}), tracks[0]]),
                    branch(
                        "audio",
                        [
                            leaves("format", self._format),
                            leaf("numOutputChannels", str(layout.channels)),
                            *tracks[1:],
                        ],
                    ),
                ],
            ),
            leaf("name", layout.name),
            leaf("duration", str(layout.length)),
            leaves("rate", self._rate),
            *(self._marker(marker) for marker in layout.markers),
            leaves("timecode", _code(layout.start)),
        ]
        sequence = branch("sequence", parts, explodedTracks="true", id="sequence-1")
        project = branch("project", [leaf("name", layout.name), branch("children", [sequence])])
        return branch("xmeml", [project], version="4")

    def _marker(self, marker: Marker) -> str:
        frame = self._layout.frame(marker.at)
        name = plain(marker.name) or marker.kind.value
        return leaves("marker", {"comment": plain(marker.note), "name": name, "in": str(frame), "out": str(frame + 1)})

    def _shape(self, size: dict[str, Tree]) -> Tree:
        return {"rate": self._rate, **size, "pixelaspectratio": "square"}

    # Picture

    def _picture_track(self) -> str:
        clips = [self._picture(shown) for shown in self._layout.picture]
        return branch("track", [*clips, leaf("enabled", "TRUE"), leaf("locked", "FALSE")])

    def _picture(self, shown: PlacedPicture) -> str:
        key = shown.media.fingerprint if shown.media else (shown.name, shown.source + shown.source_length)
        length, file = self._files.get(key) or self._picture_file(key, shown)
        first, retimed = shown.source, []
        if shown.clip.region.time_map:
            first, retimed = index_at(shown.clip.region.span.start, self._layout.rate), [self._remap(shown)]
        places = (shown.start, shown.end, first, first + shown.length)
        name = leaf("name", shown.name)
        parts = [*([file, name] if shown.media else [name, file]), *self._timing(length, *places)]
        identifier = f"clipitem-{next(self._numbers)}"
        return branch("clipitem", [*parts, leaf("enabled", "TRUE"), *retimed], frameBlend="FALSE", id=identifier)

    def _picture_file(self, key: object, shown: PlacedPicture) -> tuple[str, str]:
        media, rate = shown.media, self._layout.rate
        video: Tree = ""
        if media:
            size: dict[str, Tree] = {"width": str(media.picture.width), "height": str(media.picture.height)}
            video = {"samplecharacteristics": self._shape(size)}
        held: dict[str, Tree] = {"video": video}
        if media and media.sound:
            held["audio"] = {"channelcount": str(media.sound.channels)}
        url = media.path.absolute().as_uri().replace("file:///", "file://localhost/", 1) if media else ""
        name = media.path.name if media else shown.name
        return self._file(key, url, name, shown.media_length(rate), shown.media_start(rate), held)

    def _file(
        self, key: object, url: str, name: str, length: int, start: Timecode, held: dict[str, Tree]
    ) -> tuple[str, str]:
        """Describe a file; gives its length and its text."""
        parts = [
            *([leaf("pathurl", url)] if url else []),
            leaf("name", name),
            leaves("rate", self._rate),
            leaf("duration", str(length)),
            leaves("timecode", _code(start)),
            leaves("media", held),
        ]
        return self._files.setdefault(key, (str(length), branch("file", parts, id=f"file-{len(self._files) + 1}")))

    def _timing(self, length: str, start: int, end: int, first: int, last: int) -> Iterator[str]:
        """What every clip item says: its rate, the length of its file, its place, and what it shows of its file."""
        yield leaves("rate", self._rate)
        yield leaf("duration", length)
        for tag, frame in (("start", start), ("end", end), ("in", first), ("out", last)):
            yield leaf(tag, str(frame))

    def _remap(self, shown: PlacedPicture) -> str:
        """How fast a clip is shown: its `in` and `out` count on the clock that the effect leads from.

        A constant speed forwards is said as such; anything else as a curve, which every program reads the same way.
        """
        time_map, rate = shown.clip.region.time_map, self._layout.rate
        assert time_map is not None
        speed = time_map.speed
        steady = speed is not None and speed > 0
        values = {
            "variablespeed": "0" if steady else "1",
            "speed": f"{float(speed or 1) * 100:.6g}" if steady else "100",
            "reverse": "FALSE",
            "frameblending": "FALSE",
        }
        about = {"name": "Time Remap", "effectid": "timeremap", "effectcategory": "motion", "effecttype": "motion"}
        parts = [leaf(tag, text) for tag, text in {**about, "mediatype": "video"}.items()]
        parts += [
            leaves("parameter", {"parameterid": name, "name": name, "value": text}) for name, text in values.items()
        ]
        if not steady:
            points = time_map.within(shown.clip.region.span).points
            keys = (
                {"when": f"{float(point.at * rate):.6g}", "value": f"{float(point.source * rate):.6g}"}
                for point in points
            )
            graph = [leaf("parameterid", "graphdict"), leaf("name", "graphdict")]
            parts.append(branch("parameter", [*graph, *(leaves("keyframe", key) for key in keys)]))
        return branch("filter", [branch("effect", parts)])

    # Sound

    def _lanes(self) -> Iterator[list[str]]:
        """The tracks of each lane in the form Premiere wants: one for mono, else one for each channel, linked."""
        first = 1
        for lane in self._layout.lanes:
            yield self._exploded(lane, first)
            first += lane.channels

    def _exploded(self, lane: Lane, first: int) -> list[str]:
        counts, tracks = [0] * lane.channels, list[list[str]]([] for _ in range(lane.channels))
        for before, clip, after in zip((None, *lane.clips), lane.clips, (*lane.clips[1:], None), strict=False):
            # A narrower clip lies on the first of a wide lane's tracks; mono on two, so that it plays on both sides.
            many = min(lane.channels, max(2, clip.stem.channels))
            for channel in range(many):
                counts[channel] += 1
            fade_in = "" if before and before.end == clip.start else self._fade(clip, rising=True)
            fade_out = "" if after and after.start == clip.end else self._fade(clip, rising=False)
            items = self._stem(clip, counts[:many], first, bool(fade_in), bool(fade_out))
            for track, item in itertools.zip_longest(tracks, items):
                track.extend(filter(None, (fade_in, item, fade_out)))
        return [
            branch(
                "track",
                [
                    *items,
                    leaf("enabled", "TRUE"),
                    leaf("locked", "FALSE"),
                    leaf("outputchannelindex", str(channel + 1)),
                ],
                premiereTrackType=_TYPES.get(lane.channels, "Multichannel"),
                currentExplodedTrackIndex=str(channel),
                totalExplodedTrackCount=str(lane.channels),
            )
            for channel, items in enumerate(tracks)
        ]

    def _stem(self, clip: PlacedStem, places: Sequence[int], first: int, rising: bool, falling: bool) -> list[str]:
        """The items of a clip, one for each channel of its file.

        Args:
            clip: The clip.
            places: Its number on each of the tracks it lies on.
            first: Number of the first of those tracks.
            rising: A fade leads to it, which stands for its start.
            falling: A fade leads from it, which stands for its end.
        """
        stem = clip.stem
        length, file = self._files.get(stem.file) or self._stem_file(clip)
        names = [f"clipitem-{next(self._numbers)}"]
        names += [f"{names[0]}-{'right' if other == 2 else other}" for other in range(2, len(places) + 1)]
        source = (clip.source, clip.source + clip.length)
        timing = [
            leaf("name", clip.name),
            *self._timing(length, -1 if rising else clip.start, -1 if falling else clip.end, *source),
            leaf("enabled", "FALSE" if stem.muted else "TRUE"),
        ]
        links = [
            leaves(
                "link",
                {
                    "linkclipref": name,
                    "mediatype": "audio",
                    "trackindex": str(first + channel),
                    "clipindex": str(place),
                    "groupindex": "1",
                },
            )
            for channel, (name, place) in enumerate(zip(names, places, strict=True))
        ]
        kind = _TYPES.get(stem.channels, "Multichannel").lower()
        return [
            branch(
                "clipitem",
                [
                    leaf("file", id=file.split('"', 2)[1]) if channel else file,  # its twin describes it
                    *timing,
                    leaves("sourcetrack", {"mediatype": "audio", "trackindex": str(min(channel + 1, stem.channels))}),
                    *(links if len(links) > 1 else ()),
                ],
                frameBlend="FALSE",
                id=name,
                premiereChannelType=kind,
            )
            for channel, name in enumerate(names)
        ]

    def _stem_file(self, clip: PlacedStem) -> tuple[str, str]:
        stem = clip.stem
        held: Tree = {**self._format, "channelcount": str(stem.channels)}
        length = max(stem.covered.count, clip.source + clip.length)
        url = f"{self._audio}/{quote(stem.file)}"
        return self._file(stem.file, url, Path(stem.file).name, length, stem.start, {"audio": held})

    def _fade(self, clip: PlacedStem, rising: bool) -> str:
        """A dissolve from or to the gap beside a clip, when the fade is not in the samples; "" for none."""
        if not self._handle or clip.cue is None:
            return ""
        fade = clip.cue.fade_in if rising else clip.cue.fade_out
        frames = min(index_at(fade.length, self._layout.rate), clip.length // 2)
        if not frames:
            return ""
        name, identifier = _FADES[fade.shape]
        effect = {
            "effectid": identifier, "effecttype": "transition", "endratio": "1", "mediatype": "audio", "name": name,
            "reverse": "FALSE", "startratio": "0", "wipeaccuracy": "100", "wipecode": "0",
        }  # fmt: skip
        start = clip.start if rising else clip.end - frames
        return leaves(
            "transitionitem",
            {
                "effect": effect,
                "start": str(start),
                "end": str(start + frames),
                "alignment": "start-black" if rising else "end-black",
                "rate": self._rate,
            },
        )


def _rate_of(rate: Fraction) -> Tree:
    return {"timebase": str(Timecode(0, rate).base), "ntsc": "FALSE" if rate.denominator == 1 else "TRUE"}


def _code(start: Timecode) -> Tree:
    shown = "DF" if start.drop else "NDF"
    return {"rate": _rate_of(start.rate), "string": str(start), "frame": str(start.frame), "displayformat": shown}
