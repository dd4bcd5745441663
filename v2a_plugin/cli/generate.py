"""`v2a generate`: takes for a shot, a segment, whole films, pictures, or words alone."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from v2a_plugin.cli.console import Json, show, warn
from v2a_plugin.cli.following import Following
from v2a_plugin.cli.input_regions import Where, files_of, handle_of, regions_of
from v2a_plugin.cli.options import (
    Aggregation,
    Bed,
    BundleName,
    Candidates,
    Detector,
    Device,
    EventCount,
    Frames,
    Guidance,
    GuideFrom,
    MapperGuidance,
    MapperName,
    MapperSteps,
    Negative,
    Pan,
    Precision,
    Prompt,
    PromptWeight,
    Reference,
    Scheduler,
    Seed,
    Source,
    Steps,
    Strength,
    SyncTo,
)
from v2a_plugin.cli.references import variation
from v2a_plugin.cli.results import GeneratedRegion, Generation, LeftOut
from v2a_plugin.delivery.commit import claim
from v2a_plugin.delivery.names import FreeNames, file_safe
from v2a_plugin.files import output_folder
from v2a_plugin.generation.requests import request_for
from v2a_plugin.media.probe import probe
from v2a_plugin.model.errors import NOT_THE_FILES_FAULT, BadInput, SpanError, V2AError
from v2a_plugin.model.guide import Sync
from v2a_plugin.model.media import MediaFile
from v2a_plugin.model.recipe import SamplerName, SourceKind
from v2a_plugin.model.request import DEFAULT_TAKES, GenerationOrder, any_seed
from v2a_plugin.zoo.store import Store

if TYPE_CHECKING:
    from v2a_plugin.cli.rendering import TakeWriter

__all__ = ["generate"]


def generate(
    sources: list[Path] | None = typer.Argument(
        None, metavar="INPUT", help="Videos, pictures, or folders of them; none for words alone."
    ),
    shot: int | None = typer.Option(None, "--shot", help="Number of one shot, from 1; else every shot."),
    start: str = typer.Option("", "--from", help="Start: timecode, seconds or frames (01:00:02:00, 12.5, 300f)."),
    end: str = typer.Option("", "--to", help="End, in the same forms."),
    duration: str = typer.Option("", "--duration", help="Length of a segment, a picture or words (pictures: 5 s)."),
    takes: int = typer.Option(DEFAULT_TAKES, "--takes", help="How many takes a region gets."),
    handles: str = typer.Option("0f", "--handles", help="Extra sound before and after each region."),
    prompt: str = Prompt,
    negative: str = Negative,
    prompt_weight: float = PromptWeight,
    origin: SourceKind | None = Source,
    seed: int | None = Seed,
    steps: int | None = Steps,
    guidance: float | None = Guidance,
    scheduler: SamplerName | None = Scheduler,
    mapper: str = MapperName,
    mapper_steps: int | None = MapperSteps,
    mapper_guidance: float | None = MapperGuidance,
    candidates: int = Candidates,
    frames: int = Frames,
    aggregation: str = Aggregation,
    reference: Path | None = Reference,
    strength: float | None = Strength,
    guide: str = GuideFrom,
    events: int | None = EventCount,
    sync: Sync = SyncTo,
    bed: float | None = Bed,
    pan: bool = Pan,
    bundle: str = BundleName,
    device: str = Device,
    precision: str = Precision,
    export: str = typer.Option("wav", "--export", help="How takes are written; 'v2a plugins' lists exporters."),
    detector: str = Detector,
    recipe: Path | None = typer.Option(None, "--recipe", help="Make the take of this recipe again."),
    out: Path = typer.Option(Path("takes"), "--out", help="Folder to write to."),
    as_json: bool = Json,
) -> None:
    """Render takes: one WAV and one recipe each, and a contact sheet a region."""
    from v2a_plugin.cli.rendering import TakeWriter, repeat_recipe

    files = files_of(sources or ())
    if recipe is not None:
        if len(files) > 1:
            raise BadInput("A recipe is made again for one picture.", "Give one INPUT, or none.")
        with claim(output_folder(out)):
            generation = repeat_recipe(recipe, files[0] if files else None, device, export, out, as_json, reference)
    else:
        opened = Store().open(bundle)
        own = opened.card.defaults
        settings = replace(
            own.settings(mapper, steps, guidance, scheduler, mapper_steps, mapper_guidance, origin or own.source),
            prompt=prompt,
            negative=negative,
            prompt_weight=prompt_weight,
            frames=frames,
            aggregation=aggregation,
            candidates=candidates,
            sync=sync,
            bed=bed,
            pan=pan,
        )
        if files:
            opened.mapper(settings.mapper)  # a name that does not exist is said before any picture is looked at
        writer = TakeWriter(opened, device, precision, export, out, as_json)
        where = Where(shot, start, end, duration, detector)
        follow = Following(guide, events)
        first = any_seed() if seed is None else seed
        order = GenerationOrder(settings, first, takes, variation=variation(reference, strength, origin))
        left: tuple[LeftOut, ...] = ()
        with claim(writer.out):
            if len(files) > 1 or (sources and sources[0].is_dir()):
                regions, left = _generate_all(writer, files, where, order, handles, follow)
            else:
                media = probe(files[0]) if files else None
                ordered = replace(order, handle=handle_of(handles, media))
                regions = _generate(writer, media, where, ordered, writer.out, follow)
        generation = Generation(opened.card.name, regions, left)
    lines = [f"  {region.region}: {region.takes[0].audio}" for region in generation.regions]
    if any(take.take.placed for region in generation.regions for take in region.takes) and guide == "auto":
        lines.append("Sound that strikes follows the picture where that is sure; '--guide none' leaves it out.")
    show(generation, as_json, ["The best take of each region; its sheet lies beside it:", *lines])
    if generation.left_out:
        raise typer.Exit(1)


def _generate_all(
    writer: TakeWriter, files: tuple[Path, ...], where: Where, order: GenerationOrder, handles: str, follow: Following
) -> tuple[tuple[GeneratedRegion, ...], tuple[LeftOut, ...]]:
    """The regions of every file, in a folder with its name; one that cannot be used is left out with a sentence.

    Raises:
        BadInput: None can be used.
    """
    done: list[GeneratedRegion] = []
    left: list[LeftOut] = []
    names = FreeNames()
    for file in files:
        try:
            media = probe(file)
            ordered = replace(order, handle=handle_of(handles, media))
            done += _generate(writer, media, where, ordered, writer.out / names.take(file_safe(file.stem)), follow)
        except NOT_THE_FILES_FAULT:
            raise
        except V2AError as error:
            left.append(LeftOut(file, error.code, error.message, error.hint))
            warn(f"{file.name} is left out: {error}")
    if not done:
        raise BadInput(f"None of the {len(files)} files got a take.", "The notes say why.")
    return tuple(done), tuple(left)


def _generate(
    writer: TakeWriter, media: MediaFile | None, where: Where, order: GenerationOrder, out: Path, follow: Following
) -> tuple[GeneratedRegion, ...]:
    """Every region that is meant, each in a folder of its own when there are several.

    Of several, one in which there is nothing to follow gets takes without a guide.
    """
    regions = regions_of(media, where, writer.plugins, writer.quiet)
    single = media is None or media.still or where.shot is not None or len(regions) == 1
    digits = max(2, len(str(len(regions))))
    done: list[GeneratedRegion] = []
    for number, region in enumerate(regions, 1):
        try:
            request = request_for(order, region.name, media, region.span)
        except SpanError as error:
            if single:
                raise
            warn(f"{error.message} It is left out.")
            continue
        try:
            guide = follow.guide(media, region, writer.quiet)
        except BadInput as error:
            if single:
                raise
            warn(f"{error.message} Its takes have no guide.")
            guide = None
        done.append(writer.render(replace(request, guide=guide), out if single else out / f"shot-{number:0{digits}d}"))
    return tuple(done)
