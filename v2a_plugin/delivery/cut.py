"""What every exporter of a cut needs: the package with its recipes, what a format leaves out, what to click."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Self

from v2a_plugin.delivery.manifest import CutRecord, DeliveredTake
from v2a_plugin.delivery.names import FreeNames, file_safe
from v2a_plugin.delivery.package import Package
from v2a_plugin.delivery.protocol import CutExporter, CutRequest, Feature, StemLayout
from v2a_plugin.delivery.stem import Stem
from v2a_plugin.model.recipe import MediaReference
from v2a_plugin.model.serial import to_json
from v2a_plugin.model.timeline import Cue, MarkerKind, Timeline

__all__ = ["HOW_TO", "CutPackage", "HostSteps", "left_out", "recipe_files", "what_to_click"]

HOW_TO = "HOW TO IMPORT.txt"
"""Name of the file that `what_to_click` belongs in."""


@dataclass(frozen=True, slots=True)
class HostSteps:
    """How one host takes a delivery in.

    Attributes:
        host: Its name and versions ("DaVinci Resolve 18.5 or later").
        steps: What to click, one sentence each.
    """

    host: str
    steps: tuple[str, ...]


def what_to_click(title: str, *hosts: HostSteps, notes: tuple[str, ...] = ()) -> str:
    """The text of `HOW TO IMPORT.txt`.

    Args:
        title: What was delivered, one line.
        hosts: The hosts that read it, the best one first.
        notes: What a person should know of the format, one sentence each.
    """
    blocks = [title]
    for host in hosts:
        numbered = [f"  {number}. {step}" for number, step in enumerate(host.steps, 1)]
        blocks.append("\n".join([f"In {host.host}:", *numbered]))
    if notes:
        blocks.append("\n".join(["Good to know:", *(f"  - {note}" for note in notes)]))
    return "\n\n".join(blocks) + "\n"


class CutPackage(Package):
    """A package whose manifest describes the cut, with `recipes/<take>.recipe.json` for every take that plays.

        with CutPackage(self, request, folder) as package:
            stems = yield from write_stems(request, package)
            package.write("cut.otio", text)
            package.write(HOW_TO, what_to_click(…))
        return package.delivery

    The recipes, and a note for everything the format leaves out, are added by themselves.

    Attributes:
        stems: What `write_stems` wrote.
    """

    def __init__(self, exporter: CutExporter, request: CutRequest, folder: Path) -> None:
        super().__init__(exporter.name, request, folder)
        self._request, self._features = request, exporter.features
        self.stems: tuple[Stem, ...] = ()

    def __enter__(self) -> Self:
        super().__enter__()
        for sentence in left_out(self._request, self._features):
            self.note(sentence)
        return self

    def _cut(self) -> CutRecord:
        timeline, delivered_cues = self._request.timeline, {stem.cue for stem in self.stems}
        playing = {
            cue.take
            for track in timeline.tracks
            for cue in track.cues
            if (timeline.heard(track) and not cue.mute) or cue.id in delivered_cues
        }
        kept = tuple(take for take in timeline.takes if take.id in playing)
        files = recipe_files(timeline)
        delivered = []
        for identifier in sorted(playing):
            take = self._request.takes.take(identifier)
            self.write(files[identifier], to_json(take.recipe.without_folders()))
            self.credit(take)
            delivered.append(DeliveredTake(identifier, take.digest, files[identifier]))
        media = tuple(MediaReference(file.path, file.fingerprint).without_folder() for file in self._request.media)
        return CutRecord(replace(timeline, takes=kept), media, self._request.stems, self.stems, tuple(delivered))


def recipe_files(timeline: Timeline) -> dict[str, str]:
    """Which file of a delivery holds the recipe of each take that a timeline plays."""
    names = FreeNames()
    takes = sorted({cue.take for track in timeline.tracks for cue in track.cues})
    return {take: f"recipes/{names.take(file_safe(take, 'take'), '.recipe.json')}" for take in takes}


def left_out(request: CutRequest, features: frozenset[Feature]) -> tuple[str, ...]:
    """What of a cut a format cannot carry, one sentence each; empty when all of it arrives.

    Gain, mute, solo and pan are in the sound itself, and so are fades unless `StemSettings` says otherwise: they
    are not lost with a format that has no words for them. Nor is the picture, which the host has already.

    Args:
        request: The cut and the settings of its stems.
        features: What the format carries.
    """
    lost = [say(request) for feature, say in _LOSSES if feature not in features]
    if Feature.STEMS not in features:
        return tuple(filter(None, lost))
    stems = request.stems
    mono = {take.id for take in request.timeline.takes if take.channels == 1}
    played = [track for track in request.timeline.tracks if track.pan and any(cue.take in mono for cue in track.cues)]
    if (stems.channels == 1 and any(track.pan for track in request.timeline.tracks)) or (not stems.channels and played):
        lost.append("Pan is left out: the stems are mono.")
    if stems.handle and stems.layout is not StemLayout.PER_CUE:
        lost.append("Handles are left out: only stems per cue have them.")
    return tuple(filter(None, lost))


def _cues(request: CutRequest) -> list[Cue]:
    return [cue for track in request.timeline.tracks for cue in track.cues]


def _counted(number: int, one: str, many: str) -> str:
    return f"{number} {one if number == 1 else many}"


def _tracks(request: CutRequest) -> str:
    tracks = sum(1 for track in request.timeline.tracks if track.cues)
    return f"The {tracks} tracks are not kept apart." if tracks > 1 else ""


def _names(request: CutRequest) -> str:
    named = sum(1 for cue in _cues(request) if cue.name) if request.stems.layout is StemLayout.PER_CUE else 0
    return f"The names of {_counted(named, 'cue', 'cues')} are left out." if named else ""


def _markers(request: CutRequest) -> str:
    markers = sum(1 for marker in request.timeline.markers if marker.kind is MarkerKind.MARK)
    return f"{_counted(markers, 'marker is', 'markers are')} left out." if markers else ""


def _hits(request: CutRequest) -> str:
    hits = sum(1 for marker in request.timeline.markers if marker.kind is MarkerKind.HIT)
    return f"{_counted(hits, 'hit is', 'hits are')} left out." if hits else ""


def _fades(request: CutRequest) -> str:
    if request.stems.layout is not StemLayout.PER_CUE or not request.stems.handle:
        return ""  # they are in the sound
    faded = sum(1 for cue in _cues(request) if cue.fade_in.length or cue.fade_out.length)
    return f"The fades of {_counted(faded, 'cue', 'cues')} are left out: stems with handles have none." if faded else ""


def _mute(request: CutRequest) -> str:
    if request.stems.layout is not StemLayout.PER_CUE:
        return ""
    timeline = request.timeline
    muted = sum(1 for track in timeline.tracks for cue in track.cues if cue.mute or not timeline.heard(track))
    return f"{_counted(muted, 'muted cue is', 'muted cues are')} left out." if muted else ""


def _handles(request: CutRequest) -> str:
    return "Handles are left out." if request.stems.handle and request.stems.layout is StemLayout.PER_CUE else ""


def _notes(request: CutRequest) -> str:
    noted = sum(1 for cue in _cues(request) if cue.note) + sum(1 for marker in request.timeline.markers if marker.note)
    return f"{_counted(noted, 'note is', 'notes are')} left out." if noted else ""


def _subframes(request: CutRequest) -> str:
    if not request.stems.handle:
        return ""  # stems are padded to whole frames, so what is heard is exact
    rate = request.timeline.rate
    between = sum(1 for cue in _cues(request) if (cue.start * rate).denominator > 1 or (cue.end * rate).denominator > 1)
    if not between or request.stems.layout is not StemLayout.PER_CUE:
        return ""
    whose = _counted(between, "cue lie", "cues lie")
    return f"The edges of {whose} between frames and are put at whole ones: stems with handles have no silence there."


def _drop_frame(request: CutRequest) -> str:
    return "The timecode is shown without drop-frame." if request.timeline.start.drop else ""


_LOSSES: tuple[tuple[Feature, Callable[[CutRequest], str]], ...] = (
    (Feature.TRACKS, _tracks),
    (Feature.NAMES, _names),
    (Feature.MARKERS, _markers),
    (Feature.HITS, _hits),
    (Feature.FADES, _fades),
    (Feature.MUTE, _mute),
    (Feature.HANDLES, _handles),
    (Feature.NOTES, _notes),
    (Feature.SUBFRAMES, _subframes),
    (Feature.DROP_FRAME, _drop_frame),
)
