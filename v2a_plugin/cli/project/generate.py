"""`v2a project generate`: takes for the regions of a project that lack some."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import typer

from v2a_plugin.cli.console import Json, show, warn, watch
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
from v2a_plugin.cli.project.results import GeneratedClip, ProjectGeneration
from v2a_plugin.cli.references import variation
from v2a_plugin.generation.engines import EngineChoice, Engines
from v2a_plugin.generation.requests import clips_named, missing_takes
from v2a_plugin.model.errors import BadInput, Cancelled, OutputError, SpanError
from v2a_plugin.model.guide import Sync
from v2a_plugin.model.recipe import SamplerName, SourceKind
from v2a_plugin.model.request import DEFAULT_TAKES, GenerationOrder, any_seed
from v2a_plugin.model.time import parse_position
from v2a_plugin.model.timeline import PictureClip
from v2a_plugin.project.folder import open_project
from v2a_plugin.project.project import Project
from v2a_plugin.zoo.store import Store

__all__ = ["generate"]


def generate(
    folder: Path = Folder,
    region: list[str] | None = typer.Option(None, "--region", help="Only this region (id or name); may be repeated."),
    shot: list[int] | None = typer.Option(
        None, "--shot", help="Only the clip of this number, from 1; may be repeated."
    ),
    everything: bool = typer.Option(False, "--all", help="Every region (the default without --region and --shot)."),
    takes: int = typer.Option(DEFAULT_TAKES, "--takes", help="How many takes a region should have."),
    again: bool = typer.Option(False, "--again", help="As many more for regions that have enough."),
    handles: str = typer.Option("1s", "--handles", help="Extra sound before and after each region."),
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
    with open_project(folder, without_media=True) as project:
        tell(project)
        if project.read_only:
            raise OutputError(f"{project.path.name} is open for reading only: {project.read_only}.")
        handle = parse_position(handles, project.timeline.rate)
        order = GenerationOrder(settings, first, takes, handle, variation=variation(reference, strength, origin))
        clips = clips_named(project, region or [], shot or [])
        choice, follow = EngineChoice(bundle, device, precision), Following(guide, events)
        rendering = _Rendering(project, choice, follow, again, seed is not None, as_json)
        done = rendering.render_all(clips, order)
        tell(project)
    new = sum(len(each.takes) for each in done)
    lines = [f"{new} new take{'s' if new != 1 else ''} in {folder}"]
    lines += [f"  {each.name}: {each.skipped or ', '.join(each.takes)}" for each in done]
    show(ProjectGeneration(bundle, first, done), as_json, lines)


class _Rendering:
    """Renders clip after clip with one engine, which is loaded when it is first needed."""

    def __init__(
        self, project: Project, choice: EngineChoice, follow: Following, again: bool, fixed: bool, quiet: bool
    ) -> None:
        self._project, self._follow, self._quiet = project, follow, quiet
        self._choice, self._engines = choice, Engines()
        self._again, self._fixed = again, fixed

    def render_all(self, clips: Sequence[PictureClip], order: GenerationOrder) -> tuple[GeneratedClip, ...]:
        """Takes for clip after clip.

        Raises:
            Cancelled: The person pressed Ctrl-C; every take that was finished is kept.
        """
        try:
            return tuple(self._render(clip, order, len(clips) == 1) for clip in clips)
        except (KeyboardInterrupt, Cancelled) as error:
            raise Cancelled("Cancelled: finished takes are kept.", "Run it again to go on.") from error

    def _render(self, clip: PictureClip, order: GenerationOrder, single: bool) -> GeneratedClip:
        """Takes for a clip, each kept in the project as soon as it is finished."""
        from v2a_plugin.generation.pipeline import each_take, propose

        region = clip.region
        try:
            request = missing_takes(self._project, clip, order, again=self._again, fixed=self._fixed)
        except SpanError as error:
            if single:
                raise
            warn(f"{error.message} It is left out.")
            return GeneratedClip(region.id, region.name, (), error.message)
        if request is None:
            return GeneratedClip(region.id, region.name, (), "has its takes")
        try:
            request = replace(request, guide=self._follow.guide_of_clip(self._project, clip, self._quiet))
        except BadInput as error:
            if single:
                raise
            warn(f"{error.message} Its takes have no guide.")
        engine = watch(self._engines.load(self._choice), self._quiet)
        before = {take.id for take in self._project.timeline.takes}
        watch(each_take(propose(engine, request), lambda take: self._project.add_take(take, region)), self._quiet)
        new = tuple(take.id for take in self._project.timeline.takes if take.id not in before)
        return GeneratedClip(region.id, region.name, new)
