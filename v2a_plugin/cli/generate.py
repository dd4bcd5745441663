"""`v2a generate`: takes for a shot, a segment, a whole film, a picture, or words alone."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from v2a_plugin.cli.console import Json, show, warn
from v2a_plugin.cli.input_regions import Where, handle_of, regions_of
from v2a_plugin.cli.options import (
    Aggregation,
    BundleName,
    Candidates,
    Detector,
    Device,
    Frames,
    Guidance,
    MapperGuidance,
    MapperName,
    MapperSteps,
    Negative,
    Precision,
    Prompt,
    PromptWeight,
    Scheduler,
    Seed,
    Steps,
)
from v2a_plugin.cli.results import GeneratedRegion, Generation
from v2a_plugin.delivery.commit import claim
from v2a_plugin.files import output_folder
from v2a_plugin.generation.requests import request_for
from v2a_plugin.media.probe import probe
from v2a_plugin.model.errors import SpanError
from v2a_plugin.model.media import MediaFile
from v2a_plugin.model.recipe import SamplerName
from v2a_plugin.model.request import DEFAULT_TAKES, GenerationOrder, any_seed
from v2a_plugin.zoo.store import Store

if TYPE_CHECKING:
    from v2a_plugin.cli.rendering import TakeWriter

__all__ = ["generate"]


def generate(
    source: Path | None = typer.Argument(None, metavar="INPUT", help="A video or a picture; none for words alone."),
    shot: int | None = typer.Option(None, "--shot", help="Number of one shot, from 1; else every shot."),
    start: str = typer.Option("", "--from", help="Start: timecode, seconds or frames (01:00:02:00, 12.5, 300f)."),
    end: str = typer.Option("", "--to", help="End, in the same forms."),
    duration: str = typer.Option("", "--duration", help="Length of a segment, a picture or words (pictures: 5 s)."),
    takes: int = typer.Option(DEFAULT_TAKES, "--takes", help="How many takes a region gets."),
    handles: str = typer.Option("0f", "--handles", help="Extra sound before and after each region."),
    prompt: str = Prompt,
    negative: str = Negative,
    prompt_weight: float = PromptWeight,
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

    if recipe is not None:
        with claim(output_folder(out)):
            generation = repeat_recipe(recipe, source, device, export, out, as_json)
    else:
        media = probe(source) if source is not None else None
        opened = Store().open(bundle)
        settings = replace(
            opened.card.defaults.settings(mapper, steps, guidance, scheduler, mapper_steps, mapper_guidance),
            prompt=prompt,
            negative=negative,
            prompt_weight=prompt_weight,
            frames=frames,
            aggregation=aggregation,
            candidates=candidates,
        )
        writer = TakeWriter(opened, device, precision, export, out, as_json)
        where = Where(shot, start, end, duration, detector)
        first = any_seed() if seed is None else seed
        order = GenerationOrder(settings, first, takes, handle_of(handles, media))
        with claim(writer.out):
            generation = _generate(writer, media, where, order)
    lines = [f"  {region.region}: {region.takes[0].audio}" for region in generation.regions]
    show(generation, as_json, ["The best take of each region; its sheet lies beside it:", *lines])


def _generate(writer: TakeWriter, media: MediaFile | None, where: Where, order: GenerationOrder) -> Generation:
    """Every region that is meant, each in a folder of its own when there are several."""
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
        folder = writer.out if single else writer.out / f"shot-{number:0{digits}d}"
        done.append(writer.render(request, folder))
    return Generation(writer.bundle.card.name, tuple(done))
