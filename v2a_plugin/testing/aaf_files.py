"""AAF files with a picture, made with pyaaf2 as Media Composer lays them out: masters over files over tapes."""

from __future__ import annotations

import importlib
from collections.abc import Callable
from fractions import Fraction
from pathlib import Path
from typing import Any

from v2a_plugin.model.media import MediaFile
from v2a_plugin.model.time import Timecode, index_at
from v2a_plugin.model.timeline import Timeline

__all__ = ["AafFile", "build_aaf", "write_picture"]

_DISSOLVE = "0c3bea41-fc05-11d2-8a29-0050040ef7d2"
_MOTION = "9d2ea890-0968-11d3-8a38-0050040ef7d2"
_RATIO = "8d56813d-847e-11d5-935a-50f857c10000"


class AafFile:
    """One file under construction, with one picture track.

    Attributes:
        sequence: The track's components.
    """

    def __init__(self, file: Any, rate: Fraction, start: Timecode, name: str) -> None:
        self._file, self._rate = file, rate
        composition = file.create.CompositionMob(name)
        composition.usage = "Usage_TopLevel"
        file.content.mobs.append(composition)
        code = file.create.Timecode(start.base, drop=start.drop, length=10**6)
        code.start = start.frame
        composition.create_timeline_slot(str(rate)).segment = code
        self._composition = composition
        self.sequence = composition.create_picture_slot(str(rate)).segment

    def master(self, name: str, address: str, frames: int, start: Timecode | None) -> Any:
        """A master mob over a file, and over a tape where there is timecode."""
        create, mobs = self._file.create, self._file.content.mobs
        source = create.SourceMob()
        source.name = name
        source.descriptor = self._descriptor(address, frames)
        mobs.append(source)
        slot = source.create_picture_slot(str(self._rate))
        if start is not None:
            tape = create.SourceMob()
            mobs.append(tape)
            clip, code = tape.create_tape_slots(name, str(self._rate), start.base, start.drop, "picture")
            clip.edit_rate = code.edit_rate = str(self._rate)
            code.segment.start = start.frame
            slot.segment.components.append(tape.create_source_clip(slot_id=clip.slot_id, start=0, length=frames))
        else:
            nothing = create.SourceClip(media_kind="picture")
            nothing.start, nothing.length = 0, frames
            slot.segment.components.append(nothing)
        master = create.MasterMob(name)
        mobs.append(master)
        shown = source.create_source_clip(slot_id=slot.slot_id, start=0, length=frames)
        master.create_picture_slot(str(self._rate)).segment.components.append(shown)
        return master

    def add(self, master: Any, start: int, frames: int) -> None:
        """A clip behind the others."""
        self.sequence.components.append(master.create_source_clip(slot_id=1, start=start, length=frames))

    def gap(self, frames: int) -> None:
        """Black behind the others."""
        self.sequence.components.append(self._file.create.Filler("picture", frames))

    def dissolve(self, frames: int, cut_point: int) -> None:
        """A transition that overlaps the clips before and after it."""
        transition = self._file.create.Transition("picture", frames)
        transition["CutPoint"].value = cut_point
        transition["OperationGroup"].value = self._operation(_DISSOLVE, "Video Dissolve", frames)
        self.sequence.components.append(transition)

    def warped(self, master: Any, start: int, frames: int, speed: str) -> None:
        """A clip at another speed behind the others.

        Args:
            master: What it shows.
            start: First frame of it.
            frames: As long as it is seen.
            speed: Such as `1/2` or `-1/1`.
        """
        group = self._operation(_MOTION, "Motion Control", frames)
        inner = self._file.create.Sequence("picture")
        length = int(abs(Fraction(speed)) * frames)
        inner.components.append(master.create_source_clip(slot_id=1, start=start, length=length))
        inner.length = length
        group.segments.append(inner)
        rational = self._file.dictionary.lookup_typedef("Rational")
        ratio = self._file.create.ParameterDef(_RATIO, "SpeedRatio", "", rational)
        self._file.dictionary.register_def(ratio)
        group.parameters.append(self._file.create.ConstantValue(ratio, speed))
        self.sequence.components.append(group)

    def sound(self) -> None:
        """A sound track beside the picture."""
        self._composition.create_sound_slot(str(self._rate))

    def _operation(self, identifier: str, name: str, frames: int) -> Any:
        kind = self._file.create.OperationDef(identifier, name)
        kind["NumberInputs"].value, kind["IsTimeWarp"].value, kind.media_kind = 1, identifier == _MOTION, "picture"
        self._file.dictionary.register_def(kind)
        group = self._file.create.OperationGroup(kind)
        group.media_kind, group.length = "picture", frames
        return group

    def _descriptor(self, address: str, frames: int) -> Any:
        create = self._file.create
        descriptor = create.CDCIDescriptor()
        for name, value in {
            "ComponentWidth": 8, "HorizontalSubsampling": 2, "SampleRate": str(self._rate), "Length": frames,
            "StoredWidth": 320, "StoredHeight": 180, "FrameLayout": "FullFrame", "VideoLineMap": [1, 1],
            "ImageAspectRatio": "16/9",
        }.items():  # fmt: skip
            descriptor[name].value = value
        locator = create.NetworkLocator()
        locator["URLString"].value = address
        descriptor["Locator"].append(locator)
        return descriptor


def write_picture(path: Path, timeline: Timeline, media: tuple[MediaFile, ...]) -> None:
    """The picture of a cut as AAF."""

    def build(aaf: AafFile) -> None:
        masters = {
            one.fingerprint: aaf.master(
                one.path.stem, one.path.absolute().as_uri(), index_at(one.duration, timeline.rate), one.timecode
            )
            for one in media
        }
        at = 0
        for clip in timeline.picture:
            begin, end = index_at(clip.span.start, timeline.rate), index_at(clip.span.end, timeline.rate)
            if begin > at:
                aaf.gap(begin - at)
            aaf.add(masters[clip.region.media], index_at(clip.region.span.start, timeline.rate), end - begin)
            at = end

    build_aaf(path, timeline.rate, timeline.start, timeline.name, build)


def build_aaf(path: Path, rate: Fraction, start: Timecode, name: str, build: Callable[[AafFile], None]) -> None:
    """Write a file with what a function puts on its picture track."""
    with importlib.import_module("aaf2").open(str(path), "w") as file:
        build(AafFile(file, rate, start, name))
