"""`v2a project generate`: takes for the regions of a project that lack some."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import typer

from v2a_plugin.cli.console import Json, show
from v2a_plugin.cli.following import Following
from v2a_plugin.cli.options import (
    Aggregation,
    Bed,
    BundleName,
    Candidates,
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
from v2a_plugin.cli.project.opening import Folder, tell
from v2a_plugin.cli.project.region_rendering import RegionRendering
from v2a_plugin.cli.project.results import ProjectGeneration
from v2a_plugin.cli.references import variation
from v2a_plugin.generation.engines import EngineChoice
from v2a_plugin.generation.requests import clips_named
from v2a_plugin.model.errors import BadInput, OutputError
from v2a_plugin.model.guide import Sync
from v2a_plugin.model.recipe import SamplerName, SourceKind
from v2a_plugin.model.request import DEFAULT_TAKES, GenerationOrder, any_seed
from v2a_plugin.model.time import parse_position
from v2a_plugin.project.folder import open_project
from v2a_plugin.project.merging import Part
from v2a_plugin.zoo.store import Store

__all__ = ["generate"]

_SHOTS = re.compile(r"(\d{1,6})(?:-(\d{1,6}))?")


def generate(
    folder: Path = Folder,
    region: list[str] | None = typer.Option(None, "--region", help="Only this region (id or name); may be repeated."),
    shot: list[str] | None = typer.Option(
        None, "--shot", help="Only the clip of this number, from 1, or those of 5-8; may be repeated."
    ),
    everything: bool = typer.Option(False, "--all", help="Every region (the default without --region and --shot)."),
    takes: int = typer.Option(DEFAULT_TAKES, "--takes", help="How many takes a region should have."),
    again: bool = typer.Option(False, "--again", help="As many more for regions that have enough."),
    handles: str = typer.Option("0.25s", "--handles", help="Extra sound before and after each region."),
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
    guide: str = GuideFrom,
    events: int | None = EventCount,
    sync: Sync = SyncTo,
    bed: float | None = Bed,
    pan: bool = Pan,
    reference: Path | None = Reference,
    strength: float | None = Strength,
    bundle: str = BundleName,
    device: str = Device,
    precision: str = Precision,
    on: str = typer.Option("", "--on", help="Render on local:N processes, or on the workers of a Dask scheduler."),
    together: int | None = typer.Option(
        None, "--together", min=1, max=64, help="Regions of like length rendered at a time (1 on a CPU, else 8)."
    ),
    into: Path | None = typer.Option(
        None, "--into", help="Write the takes into this folder, for 'merge', and leave the project as it is."
    ),
    as_json: bool = Json,
) -> None:
    """Render takes into a project; regions that have theirs are passed over, so that it can be broken off any time."""
    if everything and (region or shot):
        raise BadInput("--all was given together with --region or --shot.", "Give one of them.")
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
    first = any_seed() if seed is None else seed
    with open_project(folder, write=into is None, without_media=True) as project:
        tell(project)
        if project.read_only and into is None:
            raise OutputError(f"{project.path.name} is open for reading only: {project.read_only}.")
        handle = parse_position(handles, project.timeline.rate)
        order = GenerationOrder(settings, first, takes, handle, variation=variation(reference, strength, origin))
        clips = clips_named(project, region or [], _numbers(shot or []))
        choice, follow = EngineChoice(bundle, device, precision), Following(guide, events)
        part = Part(into) if into else None
        rendering = RegionRendering(project, order, choice, follow, again, seed is not None, as_json, part)
        done = rendering.on(on, clips) if on else rendering.here(clips, together)
        tell(project)
    new = sum(len(each.takes) for each in done)
    lines = [f"{new} new take{'s' if new != 1 else ''} in {into or folder}"]
    lines += [f"  {each.name}: {each.skipped or ', '.join(each.takes)}" for each in done]
    show(ProjectGeneration(bundle, first, done), as_json, lines)
    if any(each.failed for each in done):
        raise typer.Exit(2 if all(each.failed for each in done) else 1)


def _numbers(shots: Sequence[str]) -> list[int]:
    """The numbers of clips that are meant by "3" and "5-8".

    Raises:
        BadInput: It is neither, as "8-5", which would mean no clip, and so all of them.
    """
    numbers: list[int] = []
    for text in shots:
        found = _SHOTS.fullmatch(text)
        several = range(int(found[1]), int(found[2] or found[1]) + 1) if found else range(0)
        if not several:
            raise BadInput(f"'{text}' is no number of a shot.", "Give a number, or two as in 5-8.")
        numbers += several
    return numbers
