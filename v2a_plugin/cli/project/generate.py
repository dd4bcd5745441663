"""`v2a project generate`: takes for the regions of a project that lack some."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from v2a_plugin.cli.console import Json, show, stop, warn, watch
from v2a_plugin.cli.options import (
    Aggregation,
    BundleName,
    Candidates,
    Device,
    Frames,
    Guidance,
    MapperName,
    Negative,
    Precision,
    Prompt,
    PromptWeight,
    Scheduler,
    Seed,
    Steps,
)
from v2a_plugin.cli.project.opening import Folder, tell
from v2a_plugin.model.errors import BadInput, Cancelled, OutputError, SpanError, V2AError
from v2a_plugin.model.recipe import SamplerName
from v2a_plugin.model.request import any_seed

if TYPE_CHECKING:
    from v2a_plugin.cli.project.results import GeneratedClip
    from v2a_plugin.generation.engine import Engine
    from v2a_plugin.model.timeline import PictureClip
    from v2a_plugin.project.pending import Wish
    from v2a_plugin.project.project import Project

__all__ = ["generate"]


def generate(
    folder: Path = Folder,
    region: list[str] | None = typer.Option(None, "--region", help="Only this region (id or name); may be repeated."),
    shot: list[int] | None = typer.Option(
        None, "--shot", help="Only the clip of this number, from 1; may be repeated."
    ),
    everything: bool = typer.Option(False, "--all", help="Every region (the default without --region and --shot)."),
    takes: int = typer.Option(4, "--takes", help="How many takes a region should have."),
    again: bool = typer.Option(False, "--again", help="As many more for regions that have enough."),
    handles: str = typer.Option("1s", "--handles", help="Extra sound before and after each region."),
    prompt: str = Prompt,
    negative: str = Negative,
    prompt_weight: float = PromptWeight,
    seed: int | None = Seed,
    steps: int | None = Steps,
    guidance: float | None = Guidance,
    scheduler: SamplerName | None = Scheduler,
    mapper: str = MapperName,
    candidates: int = Candidates,
    frames: int = Frames,
    aggregation: str = Aggregation,
    bundle: str = BundleName,
    device: str = Device,
    precision: str = Precision,
    as_json: bool = Json,
) -> None:
    """Render takes into a project; regions that have theirs are passed over, so that it can be broken off any time."""
    from v2a_plugin.cli.project.results import ProjectGeneration
    from v2a_plugin.model.time import parse_position
    from v2a_plugin.project.folder import open_project
    from v2a_plugin.project.pending import Wish, clips_named
    from v2a_plugin.zoo.store import Store

    try:
        if everything and (region or shot):
            raise BadInput("--all was given together with --region or --shot.", "Give one of them.")
        opened = Store().open(bundle)
        settings = replace(
            opened.card.defaults.settings(mapper, steps, guidance, scheduler),
            prompt=prompt,
            negative=negative,
            prompt_weight=prompt_weight,
            frames=frames,
            aggregation=aggregation,
            candidates=candidates,
        )
        first = any_seed() if seed is None else seed
        with open_project(folder, without_media=True) as project:
            tell(project)
            if project.read_only:
                raise OutputError(f"{project.path.name} is open for reading only: {project.read_only}.")
            handle = parse_position(handles, project.timeline.rate)
            wish = Wish(settings, first, takes, handle, again, fixed=seed is not None)
            clips = clips_named(project, region or [], shot or [])
            rendering = _Rendering(project, bundle, device, precision, as_json)
            done = rendering.render_all(clips, wish)
            tell(project)
    except V2AError as error:
        stop(error, as_json)
    new = sum(len(each.takes) for each in done)
    lines = [f"{new} new take{'s' if new != 1 else ''} in {folder}"]
    lines += [f"  {each.name}: {each.skipped or ', '.join(each.takes)}" for each in done]
    show(ProjectGeneration(bundle, first, done), as_json, lines)


class _Rendering:
    """Renders clip after clip with one engine, which is loaded when it is first needed."""

    def __init__(self, project: Project, bundle: str, device: str, precision: str, quiet: bool) -> None:
        self._project, self._quiet = project, quiet
        self._bundle, self._device, self._precision = bundle, device, precision
        self._loaded: Engine | None = None

    def render_all(self, clips: Sequence[PictureClip], wish: Wish) -> tuple[GeneratedClip, ...]:
        """Takes for clip after clip.

        Raises:
            Cancelled: The person pressed Ctrl-C; what was finished is kept.
        """
        try:
            return tuple(self._render(clip, wish, len(clips) == 1) for clip in clips)
        except (KeyboardInterrupt, Cancelled) as error:
            raise Cancelled("Cancelled: finished regions are kept.", "Run it again to go on.") from error

    def _render(self, clip: PictureClip, wish: Wish, single: bool) -> GeneratedClip:
        """Takes for a clip, kept in the project once all of them are rendered."""
        from v2a_plugin.cli.project.results import GeneratedClip
        from v2a_plugin.generation.pipeline import propose
        from v2a_plugin.project.pending import request_of

        region = clip.region
        try:
            request = request_of(self._project, clip, wish)
        except SpanError as error:
            if single:
                raise
            warn(f"{error.message} It is left out.")
            return GeneratedClip(region.id, region.name, (), error.message)
        if request is None:
            return GeneratedClip(region.id, region.name, (), "has its takes")
        takes = watch(propose(self._engine(), request), self._quiet)
        change = self._project.add_takes(takes, region)
        return GeneratedClip(region.id, region.name, _ids(change))

    def _engine(self) -> Engine:
        if self._loaded is None:
            from v2a_plugin.generation.engine import load_engine
            from v2a_plugin.plugins.facade import load_plugins
            from v2a_plugin.sources.generators.devices import choose_runtime
            from v2a_plugin.zoo.store import Store

            runtime = choose_runtime(self._device, self._precision, None)
            self._loaded = watch(load_engine(Store().open(self._bundle), runtime, load_plugins()), self._quiet)
        return self._loaded


def _ids(change: object) -> tuple[str, ...]:
    from v2a_plugin.timeline.changes import Change, TakeChange

    assert isinstance(change, Change)
    return tuple(step.after.id for step in change.operations if isinstance(step, TakeChange) and step.after)
