"""Write an AAF that links mono WAV stems. Experimental: no host here could open it.

What hosts ask for, and what public exporters got wrong, is in the issues of pyaaf2 (37, 103): exactly one composition
of the top level, mono files, sound slots that count samples. Every stem has the chain that the edit protocol wants: a
clip of the composition, a master mob, a file source mob with a locator, and a tape source mob with timecode, which all
stems share that count alike.
"""

from __future__ import annotations

import importlib
import struct
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from v2a_plugin.delivery.cut import HostSteps, what_to_click
from v2a_plugin.delivery.document import CutDocument, write_cut
from v2a_plugin.delivery.kinds import Feature
from v2a_plugin.delivery.layout import plain
from v2a_plugin.delivery.names import file_safe
from v2a_plugin.delivery.protocol import CutExporter, CutRequest, Delivery
from v2a_plugin.delivery.stem import Stem
from v2a_plugin.model.channels import LAYOUTS
from v2a_plugin.model.errors import MissingDependency
from v2a_plugin.model.progress import Progress, Steps
from v2a_plugin.model.time import index_at
from v2a_plugin.model.timeline import Timeline

__all__ = ["FEATURES", "write"]

FEATURES = frozenset(Feature) - {
    Feature.PICTURE, Feature.MARKERS, Feature.HITS, Feature.PAN, Feature.MUTE, Feature.NOTES, Feature.FADES,
}  # fmt: skip
"""What the file and its stems carry."""

_STAGE = "writing the AAF"
_LINKING = (
    "Choose 'Link to source media'; if a file is not found, point to the folder 'audio'.",
    "If it refuses: File > Import > Audio, and spot the stems to their original time stamp.",
)


def write(exporter: CutExporter, request: CutRequest, folder: Path) -> Steps[Delivery]:
    """Write an AAF and mono stems, which it links by their whole path.

    Raises:
        MissingDependency: pyaaf2 is not installed.
        BadInput: No cue is heard.
        NoSuchFile: The sound or the recipe of a cue is gone.
        OutputError: The disk is full, or the folder may not be written.
    """
    _library()
    name = f"{file_safe(request.timeline.name, 'cut')}.aaf"
    channels = 1 if request.stems.channels == 1 else 0
    mono = replace(request, stems=replace(request.stems, channels=channels, split=True))

    def document(stems: Sequence[Stem]) -> CutDocument:
        notes = ["AAF is experimental: no host could be asked to open it. The stems stand on their own."]
        if request.stems.channels > 1 or any(stem.part for stem in stems):
            notes.insert(0, "The stems are mono, one a channel: Pro Tools reads interleaved stereo in an AAF wrongly.")
        pro_tools = (f"File > Open Session, or File > Import > Session Data: choose {name}.", *_LINKING)
        avid = (f"File > Input > Import Media: choose {name}, then relink to the folder 'audio'.",)
        hosts = (HostSteps("Pro Tools", pro_tools), HostSteps("Media Composer", avid))
        moved = ("The AAF names each stem by its whole path, so link again after the folder was moved.",)
        how_to = what_to_click(f"{request.timeline.name}: AAF (experimental)", *hosts, notes=moved)
        return CutDocument({name: lambda path: _write_aaf(mono, stems, folder, path)}, how_to, tuple(notes))

    return (yield from write_cut(exporter, mono, folder, document))


def _write_aaf(request: CutRequest, stems: Sequence[Stem], folder: Path, path: Path) -> Steps[None]:
    """Write the AAF: some milliseconds a stem, so it says how far it is.

    Args:
        request: The cut.
        stems: Its stems, mono.
        folder: Where they lie once the delivery is in place.
        path: File to write.

    Raises:
        MissingDependency: pyaaf2 is not installed.
    """
    with _library().open(str(path), "w") as file:
        yield from _Composition(file, request, folder.absolute()).add(stems)
        yield Progress(_STAGE, len(stems), len(stems))


def _library() -> Any:
    try:
        return importlib.import_module("aaf2")
    except ImportError as error:
        raise MissingDependency("AAF needs pyaaf2, which is not installed.", "pip install 'v2a-plugin[aaf]'") from error


class _Composition:
    """One composition mob under construction; all its sound slots count samples from the earliest content."""

    def __init__(self, file: Any, request: CutRequest, folder: Path) -> None:
        self._file, self._folder = file, folder
        self._timeline: Timeline = request.timeline
        self._rate = request.stems.rate
        self._bits = request.stems.depth.value
        self._tapes: dict[object, Any] = {}
        self._done = self._total = 0
        self._mob = file.create.CompositionMob(_plain(request.timeline.name))
        self._mob.usage = "Usage_TopLevel"
        self._mobs = [self._mob]
        """They join the file at the end, all at once: whatever is in it already writes an index with each item it gets."""

    def add(self, stems: Sequence[Stem]) -> Steps[None]:
        """A slot of timecode, then one of sound for every track, or for every channel of it."""
        timeline = self._timeline
        early = min((index_at(stem.span.start, timeline.rate) for stem in stems), default=0)
        early = max(min(0, early), -timeline.start.frame)
        origin = index_at(early / timeline.rate, self._rate)
        self._add_timecode(timeline.start.frame + early, -early + index_at(timeline.end, timeline.rate) + 1)
        names = {track.id: track.name for track in timeline.tracks} | {None: "Mix"}
        self._total = len(stems)
        for track, name in names.items():
            mine = [stem for stem in stems if stem.track == track]
            for part in sorted({stem.part or () for stem in mine}, key=lambda part: part[::-1]):
                place = LAYOUTS[part[1]].places[part[0]] if part else ""
                slot = [stem for stem in mine if (stem.part or ()) == part]
                yield from self._add_slot(f"{name} {place}".strip(), slot, origin)
        self._file.content.mobs.extend(self._mobs)

    def _add_timecode(self, start: int, frames: int) -> None:
        slot = self._mob.create_timeline_slot(_text(self._timeline.rate))
        slot.name = "Timecode"
        code = self._file.create.Timecode(
            self._timeline.start.base, drop=self._timeline.start.drop, length=max(1, frames)
        )
        code.start = start
        slot.segment = code
        slot["PhysicalTrackNumber"].value = 1

    def _add_slot(self, name: str, stems: Sequence[Stem], origin: int) -> Steps[None]:
        """Clips with filler between them, trimmed to the sound itself; handles stay in the file behind them."""
        if not stems:
            return
        slot = self._mob.create_empty_sequence_slot(self._rate, media_kind="sound")
        slot.name = _plain(name)
        slot["PhysicalTrackNumber"].value = sum(1 for other in self._mob.slots if other.media_kind == "Sound")
        parts: list[Any] = []
        position, length = origin, 0
        for stem in sorted(stems, key=lambda stem: stem.content.start):
            yield Progress(_STAGE, self._done, self._total)
            self._done += 1
            file_start = index_at(stem.span.start, self._rate)
            start = max(index_at(stem.content.start, self._rate), position)
            end = index_at(stem.content.end, self._rate)
            if end <= start:
                continue
            if start > position:
                parts.append(self._file.create.Filler(media_kind="sound", length=start - position))
            master = self._add_master(stem)
            parts.append(master.create_source_clip(1, start - file_start, end - start, "sound"))
            length += end - position
            position = end
        slot.segment.components.extend(parts)
        slot.segment.length = length

    def _add_master(self, stem: Stem) -> Any:
        """The master mob of a stem, over its file, over the tape that gives it timecode."""
        create = self._file.create
        source = create.SourceMob()
        source.name = _plain(stem.name)
        source.descriptor = self._descriptor(stem)
        slot = source.create_timeline_slot(self._rate)
        slot.segment = self._tape(stem).create_source_clip(1, stem.time_reference, stem.samples, "sound")
        master = create.MasterMob(_plain(stem.name))
        slot = master.create_timeline_slot(self._rate)
        slot.segment = source.create_source_clip(slot.slot_id, 0, stem.samples, "sound")
        slot["PhysicalTrackNumber"].value = 1
        if stem.category:
            master.comments["UCS"] = stem.category
        self._mobs += [source, master]
        return master

    def _tape(self, stem: Stem) -> Any:
        """A day of timecode that counts as a stem's does, for all stems that count so."""
        key = (stem.start.base, stem.start.drop, stem.start.rate)
        if key not in self._tapes:
            tape = self._tapes[key] = self._file.create.SourceMob()
            clip, code = tape.create_tape_slots(
                "Timecode", self._rate, stem.start.base, stem.start.drop, "sound", stem.start.base * 24 * 3600
            )
            code.edit_rate = _text(stem.start.rate)
            clip.segment.length = self._rate * 24 * 3600
            self._mobs.append(tape)
        return self._tapes[key]

    def _descriptor(self, stem: Stem) -> Any:
        """What the file is: the head of a WAV, and where it lies."""
        whole, floating = (4, True) if self._bits == "32f" else (3, False)
        block = whole * stem.channels
        form = struct.pack(
            "<HHIIHH", 3 if floating else 1, stem.channels, stem.rate, stem.rate * block, block, whole * 8
        )
        head = b"RIFF" + struct.pack("<I", 36 + stem.samples * block) + b"WAVEfmt " + struct.pack("<I", 16) + form
        descriptor = self._file.create.WAVEDescriptor()
        descriptor["SampleRate"].value = stem.rate
        descriptor["Summary"].value = bytearray(head)
        descriptor["Length"].value = stem.samples
        descriptor["ContainerFormat"].value = self._file.dictionary.lookup_containerdef("AAF")
        locator = self._file.create.NetworkLocator()
        locator["URLString"].value = (self._folder / stem.file).as_uri()
        descriptor["Locator"].append(locator)
        return descriptor


def _text(rate: object) -> str:
    return str(rate)


def _plain(text: str) -> str:
    return plain(text) or "Untitled"
