"""A cut as an OpenTimelineIO timeline, for the exporters that write one or start from one.

All times count frames at the timeline's exact rate: other rates make some readers drift or refuse. Every media
reference states its `available_range`, because without it hosts guess where a file with timecode begins.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from v2a_plugin.delivery.layout import Lane, Layout, PlacedPicture, PlacedStem, plain, without_surrogates
from v2a_plugin.delivery.protocol import CutRequest
from v2a_plugin.formats.otio.fades import fade_effects
from v2a_plugin.formats.otio.media_links import OtioMedia, OtioStyle
from v2a_plugin.model.serial import one_line
from v2a_plugin.model.serial import plain as plain_json
from v2a_plugin.model.timeline import Cue, Marker, MarkerKind

if TYPE_CHECKING:
    import opentimelineio as otio

__all__ = ["build_timeline"]

_KINDS = {1: "Mono", 2: "Stereo", 6: "5.1", 8: "7.1"}
METADATA = "v2a_plugin"
"""Key of our own metadata."""


def build_timeline(request: CutRequest, layout: Layout, style: OtioStyle) -> otio.schema.Timeline:
    """The cut as an OTIO timeline: one video track, one audio track a lane, markers on the stack.

    Raises:
        NoSuchFile: The recipe of a take is gone.
    """
    return _Builder(request, layout, style).timeline()


def recipes_of(request: CutRequest, layout: Layout) -> dict[str, str]:
    """The recipe of every take that is heard by the take's id, each as one line of JSON that reads back equal.

    Raises:
        NoSuchFile: A recipe is gone.
    """
    takes = sorted({cue.take for lane in layout.lanes for cue in _cues(request, lane)})
    return {take: one_line(plain_json(request.takes.take(take).recipe.without_folders(), terse=True)) for take in takes}


def _cues(request: CutRequest, lane: Lane) -> list[Cue]:
    """The cues heard in a lane."""
    tracks = [lane.track] if lane.track else request.timeline.tracks
    per_cue = {clip.cue.id for clip in lane.clips if clip.cue}
    return [cue for track in tracks for cue in track.cues if cue.id in per_cue or (not per_cue and not cue.mute)]


class _Builder:
    def __init__(self, request: CutRequest, layout: Layout, style: OtioStyle) -> None:
        import opentimelineio

        self._otio = opentimelineio
        self._request, self._layout, self._style = request, layout, style
        self._media = OtioMedia(layout, style)
        self._rate = float(layout.rate)
        self._blanks: dict[int, otio.schema.Clip] = {}

    def timeline(self) -> otio.schema.Timeline:
        schema, layout = self._otio.schema, self._layout
        ours: dict[str, Any] = {"rate": str(layout.rate), "drop_frame": layout.start.drop, "origin": layout.origin}
        ours["recipes"] = recipes_of(self._request, layout)
        timeline = schema.Timeline(
            layout.name,
            global_start_time=self._time(layout.start.frame),
            metadata={METADATA: ours, "PremierePro_OTIO": {"MetadataVersion": "1.0"}},
        )
        stack = timeline.tracks
        stack.name = layout.name
        stack.metadata["PremierePro_OTIO"] = self._premiere_sequence()
        stack.append(self._picture_track())
        for lane in layout.lanes:
            stack.append(self._audio_track(lane))
        stack.markers.extend(self._marker(mark) for mark in layout.markers)
        return timeline

    def _time(self, frames: int) -> otio.opentime.RationalTime:
        return self._otio.opentime.RationalTime(frames, self._rate)

    def _premiere_sequence(self) -> dict[str, Any]:
        size = next((shown.media.picture for shown in self._layout.picture if shown.media), None)
        return {
            "AudioFrameRate": float(self._request.stems.rate),
            "VideoFrameRate": self._rate,
            "PixelAspectRatio": {"numerator": 1.0, "denominator": 1.0},
            "VideoResolution": {"width": size.width if size else 1920, "height": size.height if size else 1080},
        }

    def _gap(self, frames: int) -> otio.schema.Gap:
        return self._otio.schema.Gap(source_range=self._media.range(0, frames))

    def _picture_track(self) -> otio.schema.Track:
        track = self._otio.schema.Track("V1", kind=self._otio.schema.TrackKind.Video)
        end = 0
        for shown in self._layout.picture:
            if shown.start > end:
                track.append(self._gap(shown.start - end))
            track.append(self._picture_clip(shown))
            end = shown.end
        return track

    def _picture_clip(self, shown: PlacedPicture) -> otio.schema.Clip:
        sourced, region = self._media.picture(shown), shown.clip.region
        ours = {"region": region.id, "media": region.media, "record": str(shown.clip.record)}
        clip = self._otio.schema.Clip(shown.name, sourced.media, sourced.part, {METADATA: ours})
        if shown.speed == 0:
            clip.effects.append(self._otio.schema.FreezeFrame())
        elif shown.speed is not None and shown.speed != 1:
            clip.effects.append(self._otio.schema.LinearTimeWarp(time_scalar=float(shown.speed)))
        return clip

    def _audio_track(self, lane: Lane) -> otio.schema.Track:
        kind = _KINDS.get(lane.channels, "Adaptive")
        channels = {"ChannelType": kind, "NumberOfChannels": lane.channels}
        track = self._otio.schema.Track(
            lane.name,
            kind=self._otio.schema.TrackKind.Audio,
            metadata={
                METADATA: {"kind": lane.track.kind.value if lane.track else "mix"},
                "PremierePro_OTIO": {"AudioChannels": channels},
                "Resolve_OTIO": {"Audio Type": kind, "Locked": False, "SoloOn": False},
            },
        )
        end = 0
        for clip in lane.clips:
            if clip.start > end:
                track.append(self._gap(clip.start - end))
            track.append(self._audio_clip(clip))
            end = clip.end
        return track

    def _audio_clip(self, clip: PlacedStem) -> otio.schema.Clip:
        stem, sourced = clip.stem, self._media.sound(clip)
        shown = self._blank(stem.channels).clone()
        shown.name, shown.media_reference, shown.source_range = clip.name, sourced.media, sourced.part
        shown.metadata[METADATA] = _about(clip)
        shown.enabled = not stem.muted
        if self._request.stems.handle:
            shown.effects.extend(fade_effects(clip, self._layout))
        return shown

    def _blank(self, count: int) -> otio.schema.Clip:
        """A clip that says of so many channels what hosts want to know: copied, since saying it anew takes longer."""
        if count not in self._blanks:
            channels = range(count)
            hosts = {
                "PremierePro_OTIO": {
                    "AudioChannels": {
                        "ChannelType": _KINDS.get(count, "Adaptive"),
                        "SecondaryAssignments": [{"SecondaryChannelIndex": channel} for channel in channels],
                    },
                    "OriginalChannelGroupIndex": 0,
                    "SourceClipIndex": 0,
                },
                "Resolve_OTIO": {"Channels": [{"Source Channel ID": n, "Source Track ID": 0} for n in channels]},
            }
            self._blanks[count] = self._otio.schema.Clip(metadata=hosts)
        return self._blanks[count]

    def _marker(self, mark: Marker) -> otio.schema.Marker:
        ours = {"id": mark.id, "kind": mark.kind.value, "at": str(mark.at), "strength": mark.strength}
        note = plain(mark.note)
        marker = self._otio.schema.Marker(
            plain(mark.name) or mark.kind.value,
            marked_range=self._media.range(self._layout.frame(mark.at), 1),
            color="RED" if mark.kind is MarkerKind.HIT else "GREEN",
            metadata={METADATA: ours, "Resolve_OTIO": {"Note": note}},
        )
        marker.comment = note
        return marker


def _about(clip: PlacedStem) -> dict[str, Any]:
    """What is kept of a stem's clip for ourselves."""
    stem, cue = clip.stem, clip.cue
    about: dict[str, Any] = {"stem": stem.file, "time_reference": stem.time_reference}
    if stem.category:
        about["category"] = stem.category
    if cue:
        about |= {"cue": cue.id, "take": cue.take, "start": str(cue.start), "length": str(cue.trim.duration)}
        about |= {"note": without_surrogates(cue.note)} if cue.note else {}
        about |= {"region": cue.region} if cue.region else {}
        for key, fade in (("fade_in", cue.fade_in), ("fade_out", cue.fade_out)):
            if fade.length:
                about[key] = {"length": str(fade.length), "shape": fade.shape.value}
    return about
