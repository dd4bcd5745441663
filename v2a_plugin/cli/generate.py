"""`v2a generate`: takes for a shot, a segment, a whole film, a picture, or words alone."""

from __future__ import annotations

import secrets
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from v2a_plugin.cli.console import Json, show, stop, warn
from v2a_plugin.cli.shots import Detector
from v2a_plugin.model.errors import SpanError, V2AError
from v2a_plugin.model.recipe import SamplerName, Settings

if TYPE_CHECKING:
    from v2a_plugin.cli.choosing import Where
    from v2a_plugin.cli.rendering import Studio
    from v2a_plugin.cli.results import GeneratedRegion, Generation
    from v2a_plugin.model.media import MediaFile

__all__ = ["generate"]

_SEEDS = 2**32


def generate(
    source: Path | None = typer.Argument(None, metavar="INPUT", help="A video or a picture; none for words alone."),
    shot: int | None = typer.Option(None, "--shot", help="Number of one shot, from 1; else every shot."),
    start: str = typer.Option("", "--from", help="Start: timecode, seconds or frames (01:00:02:00, 12.5, 300f)."),
    end: str = typer.Option("", "--to", help="End, in the same forms."),
    duration: str = typer.Option("", "--duration", help="Length of a segment, a picture or words (pictures: 5 s)."),
    takes: int = typer.Option(4, "--takes", help="How many takes a region gets."),
    handles: str = typer.Option("0f", "--handles", help="Extra sound before and after each region."),
    prompt: str = typer.Option("", "--prompt", help="Words to add to the picture."),
    negative: str = typer.Option("", "--negative", help="Words to keep away from."),
    prompt_weight: float = typer.Option(0.5, "--prompt-weight", help="0: the picture only; 1: the words only."),
    seed: int | None = typer.Option(None, "--seed", help="Seed of the first take; the next ones count up from it."),
    steps: int | None = typer.Option(None, "--steps", help="Denoising steps; the bundle's own number by default."),
    guidance: float | None = typer.Option(None, "--guidance", help="How closely the sound follows; 1 is off."),
    scheduler: SamplerName | None = typer.Option(None, "--scheduler", help="Sampler of the generator."),
    mapper: str = typer.Option("", "--mapper", help="diffusion, regression, bridge, none, or a folder."),
    candidates: int = typer.Option(1, "--candidates", help="Render this many for each take and keep the best."),
    frames: int = typer.Option(8, "--frames", help="How many frames of a region are looked at."),
    aggregation: str = typer.Option("mean", "--aggregation", help="How they become one description."),
    bundle: str = typer.Option("mini", "--bundle", help="Model bundle; 'v2a models list' shows them."),
    device: str = typer.Option("auto", "--device", help="auto, cuda, mps or cpu."),
    precision: str = typer.Option("auto", "--precision", help="auto, fp32, bf16 or fp16."),
    export: str = typer.Option("wav", "--export", help="How takes are written; 'v2a plugins' lists exporters."),
    detector: str = Detector,
    recipe: Path | None = typer.Option(None, "--recipe", help="Make the take of this recipe again."),
    out: Path = typer.Option(Path("takes"), "--out", help="Folder to write to."),
    as_json: bool = Json,
) -> None:
    """Render takes: one WAV and one recipe each, and a contact sheet a region."""
    from v2a_plugin.cli.choosing import Where
    from v2a_plugin.cli.rendering import Studio, repeat_recipe
    from v2a_plugin.media.probe import probe
    from v2a_plugin.zoo.store import Store

    try:
        if recipe is not None:
            generation = repeat_recipe(recipe, source, device, export, out, as_json)
        else:
            media = probe(source) if source is not None else None
            opened = Store().open(bundle)
            defaults = opened.card.defaults
            settings = Settings(
                prompt=prompt,
                negative=negative,
                prompt_weight=prompt_weight,
                mapper=mapper or defaults.mapper,
                steps=defaults.steps if steps is None else steps,
                guidance=defaults.guidance if guidance is None else guidance,
                scheduler=scheduler or defaults.scheduler,
                frames=frames,
                aggregation=aggregation,
                candidates=candidates,
            )
            studio = Studio(opened, device, precision, export, out, as_json)
            where = Where(shot, start, end, duration, detector)
            first = secrets.randbelow(_SEEDS) if seed is None else seed
            generation = _generate(studio, media, where, settings, first, takes, handles)
    except V2AError as error:
        stop(error, as_json)
    lines = [f"  {region.region}: {region.takes[0].audio}" for region in generation.regions]
    show(generation, as_json, ["The best take of each region; its sheet lies beside it:", *lines])


def _generate(
    studio: Studio, media: MediaFile | None, where: Where, settings: Settings, seed: int, takes: int, handles: str
) -> Generation:
    """Every region that is meant, each in a folder of its own when there are several."""
    from v2a_plugin.cli.choosing import WORDS_RATE, choose, handle_of
    from v2a_plugin.cli.results import Generation
    from v2a_plugin.model.request import GenerateRequest

    regions = choose(media, where, studio.plugins, studio.quiet)
    rate = WORDS_RATE if media is None or media.still else media.rate
    handle = handle_of(handles, media)
    single = media is None or media.still or where.shot is not None or len(regions) == 1
    digits = max(2, len(str(len(regions))))
    done: list[GeneratedRegion] = []
    for number, region in enumerate(regions, 1):
        try:
            request = GenerateRequest(region.name, media, region.span, rate, settings, seed, takes, handle)
        except SpanError as error:
            if single:
                raise
            warn(f"{error.message} It is left out.")
            continue
        folder = studio.out if single else studio.out / f"shot-{number:0{digits}d}"
        done.append(studio.render(request, folder))
    return Generation(studio.bundle.card.name, tuple(done))
