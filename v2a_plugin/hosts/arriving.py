"""From a file that arrived to its takes and its timeline: a project that is made once and filled up step by step."""

from __future__ import annotations

from dataclasses import dataclass, replace
from fractions import Fraction
from functools import partial
from pathlib import Path

from v2a_plugin.delivery.names import file_safe
from v2a_plugin.delivery.protocol import CutRequest, DeliveryRequest
from v2a_plugin.formats.cut import EditorsCut
from v2a_plugin.formats.linking import link, media_beside, names_media
from v2a_plugin.formats.reading import is_cut, read_cut
from v2a_plugin.generation.engine import Engine
from v2a_plugin.generation.pipeline import each_take, propose
from v2a_plugin.generation.requests import missing_takes
from v2a_plugin.generation.shot_finding import find_shots
from v2a_plugin.guides.picture import sure_guide
from v2a_plugin.media.probe import probe
from v2a_plugin.model.errors import BadInput, SpanError
from v2a_plugin.model.media import MediaFile
from v2a_plugin.model.progress import Steps
from v2a_plugin.model.recipe import MediaReference, Settings
from v2a_plugin.model.regions import Region, RegionKind
from v2a_plugin.model.request import DEFAULT_TAKES, GenerationOrder, any_seed
from v2a_plugin.model.takes import RenderedTake
from v2a_plugin.model.time import Span, parse_position
from v2a_plugin.model.timeline import PictureClip
from v2a_plugin.plugins.facade import Plugins
from v2a_plugin.project.first_cut import Reel, cut_of
from v2a_plugin.project.folder import create_project, open_project
from v2a_plugin.project.folder_layout import SUFFIX
from v2a_plugin.project.from_cut import pictures_among
from v2a_plugin.project.pictures import remember_pictures
from v2a_plugin.project.project import Project
from v2a_plugin.timeline.placing import place_best

__all__ = ["WatchOrder", "media_of", "work_on"]

_STILL_SECONDS = Fraction(5)


@dataclass(frozen=True, slots=True)
class WatchOrder:
    """What is made of every arrival.

    Attributes:
        settings: The knobs.
        formats: Exporters of cuts the timeline is written with.
        takes: How many a shot gets.
        handles: Extra sound around each: a length (12f, 1s).
        rate: Frames a second of an EDL, which does not say.
        seed: Of the first take of every shot; None for any.
    """

    settings: Settings
    formats: tuple[str, ...] = ("otio",)
    takes: int = DEFAULT_TAKES
    handles: str = "1s"
    rate: Fraction | None = None
    seed: int | None = None


def media_of(file: Path, cut: EditorsCut, plugins: Plugins) -> tuple[MediaFile, ...]:
    """The media that a cut shows and that are there: where it says, or beside it under the name of a clip or reel.

    Args:
        file: The cut's file.
        cut: What it tells.
        plugins: Who knows what is a cut, and so no media.
    """
    readers = plugins.cut_readers()
    siblings = [path for path in sorted(file.parent.iterdir()) if path.is_file() and not is_cut(path, readers)]
    siblings = [path for path in siblings if not path.name.startswith(".")]
    named = [path for path in siblings if names_media(cut, path)]
    found = pictures_among(dict.fromkeys((*media_beside(cut, file), *named)))
    if not found:
        found = pictures_among(siblings)
        found = found if len(found) == 1 else []
    return tuple({media.fingerprint: media for media in found}.values())


def work_on(file: Path, folder: Path, order: WatchOrder, engine: Engine) -> Steps[tuple[str, ...]]:
    """Make, or go on making, the result of one arrival.

    The folder then holds a project, `takes` with the takes of every shot, and the timeline in a folder for each format.
    What was finished before is not made again.

    Args:
        file: A clip or a cut.
        folder: Where its result goes.
        order: What is wanted.
        engine: Who renders.

    Returns:
        What a person should know, one sentence each.

    Raises:
        V2AError: The file cannot be used, or the result cannot be written.
    """
    path = folder / f"{file_safe(file.stem, 'clip')}{SUFFIX}"
    if not path.exists():
        yield from _begin(file, path, order, engine)
    notes: list[str] = []
    with open_project(path, without_media=False) as project:
        handle = parse_position(order.handles, project.timeline.rate)
        seed = any_seed() if order.seed is None else order.seed
        generation = GenerationOrder(order.settings, seed, order.takes, handle)
        for clip in project.timeline.picture:
            try:
                request = missing_takes(project, clip, generation, fixed=order.seed is not None)
            except SpanError as error:
                notes.append(f"{clip.region.name} is left out: {error.message}")
                continue
            if request is not None:
                guide = clip.guide or (yield from sure_guide(request.media, clip.region))
                request = replace(request, guide=guide)
                yield from each_take(propose(engine, request), partial(project.add_take, region=clip.region))
        if not project.timeline.takes:
            raise BadInput(f"No shot of {file.name} could get a take.", " ".join(notes))
        project.do(place_best(project.timeline).change)
        yield from _deliver(project, folder, order, engine)
        notes += project.notes
    return tuple(notes)


def _begin(file: Path, path: Path, order: WatchOrder, engine: Engine) -> Steps[None]:
    """Make the project of a file."""
    readers = engine.plugins.cut_readers()
    if is_cut(file, readers):
        cut = read_cut(file, readers, order.rate)
        media = media_of(file, cut, engine.plugins)
        linked = link(cut, media)
        if not linked.picture:
            raise BadInput(
                f"No clip of {file.name} has its media here.", "Put the media beside the cut, then the cut again."
            )
        shown = {clip.region.media for clip in linked.picture}
        used = [item for item in media if item.fingerprint in shown]
        empty = cut_of([Reel(used[0], ())], cut.name or file.stem, cut.rate, cut.start)
        timeline = replace(empty, picture=linked.picture, markers=cut.markers)
    else:
        used = [probe(file)]
        regions = yield from _shots(used[0], engine)
        timeline = cut_of([Reel(used[0], regions)], file.stem)
    with create_project(path, timeline, used) as project:
        yield from remember_pictures(project)


def _shots(media: MediaFile, engine: Engine) -> Steps[tuple[Region, ...]]:
    if media.still:
        span = Span(Fraction(0), _STILL_SECONDS)
        return (Region.within(media, span, RegionKind.SEGMENT, media.path.stem),)
    return (yield from find_shots(media, engine.plugins))


def _deliver(project: Project, folder: Path, order: WatchOrder, engine: Engine) -> Steps[None]:
    """The takes of every shot, then the timeline in every format."""
    clips = project.timeline.picture
    digits = max(2, len(str(len(clips))))
    for number, clip in enumerate(clips, 1):
        takes = _takes(project, clip)
        if takes:
            media = project.media_of(clip.region)
            request = DeliveryRequest(
                clip.region.name, takes, MediaReference(media.path, media.fingerprint), project.timeline.rate
            )
            name = f"{number:0{digits}d} {file_safe(clip.region.name, 'shot')}"
            yield from engine.plugins.deliver("wav", request, folder / "takes" / name)
    if not any(track.cues for track in project.timeline.tracks):
        return
    for each in order.formats:
        cut = CutRequest(project.timeline, project.media, project)
        yield from engine.plugins.export(each, cut, folder / each)


def _takes(project: Project, clip: PictureClip) -> tuple[RenderedTake, ...]:
    """The takes of a clip with their sound, the best first."""
    kept = [take for take in project.timeline.takes if take.region == clip.region.id]
    kept.sort(key=lambda take: (take.silent, -take.score))
    return tuple(RenderedTake(project.take(take.id), project.sound(take.id)) for take in kept)
