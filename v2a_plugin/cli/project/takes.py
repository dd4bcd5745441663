"""`v2a project between`, `like`, `mend` and `clear`: takes made from takes, and takes that go."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import typer

from v2a_plugin.cli.console import Json, show, watch
from v2a_plugin.cli.options import Device
from v2a_plugin.cli.project.opening import Folder, opened
from v2a_plugin.cli.project.results import ChangeDone, GeneratedClip
from v2a_plugin.generation.engine import Engine
from v2a_plugin.generation.engines import EngineChoice, Engines
from v2a_plugin.generation.requests import clips_named
from v2a_plugin.model.errors import BadInput, OutputError
from v2a_plugin.model.progress import Steps
from v2a_plugin.model.recipe import Recipe
from v2a_plugin.model.request import DEFAULT_TAKES, any_seed, like_take
from v2a_plugin.model.takes import RenderedTake
from v2a_plugin.model.time import Span, parse_position
from v2a_plugin.project.project import Project
from v2a_plugin.timeline.clearing import clear_but_favourites
from v2a_plugin.timeline.lookup import find_clips, find_take

__all__ = ["between", "clear", "like", "mend"]


def between(
    folder: Path = Folder,
    start: str = typer.Argument(..., metavar="TAKE", help="Id of the take at position 0."),
    end: str = typer.Argument(..., metavar="TAKE", help="Id of the take at position 1."),
    position: float = typer.Option(0.5, "--position", min=0, max=1, help="Where between them."),
    seed: int | None = typer.Option(None, "--seed", help="Of the noise; that of the first take by default."),
    device: str = Device,
    as_json: bool = Json,
) -> None:
    """Render a take that sounds between two others; it belongs to the region of the first."""

    def renderings(project: Project) -> list[Callable[[Engine], Steps[RenderedTake]]]:
        from v2a_plugin.generation.derived_takes import between_takes

        one, other = project.take(start).recipe, project.take(end).recipe
        return [lambda engine: between_takes(engine, one, other, position, seed)]

    _render(folder, start, device, as_json, renderings)


def like(
    folder: Path = Folder,
    take: str = typer.Argument(..., metavar="TAKE", help="Id of a take."),
    takes: int = typer.Option(DEFAULT_TAKES, "--takes", min=1, max=64, help="How many."),
    device: str = Device,
    as_json: bool = Json,
) -> None:
    """Render takes much like one: near to it in what they are asked for, with seeds of their own."""

    def renderings(project: Project) -> list[Callable[[Engine], Steps[RenderedTake]]]:
        from v2a_plugin.generation.derived_takes import between_takes

        near = like_take(project.take(take).recipe, takes)
        return [
            lambda engine, way=way: between_takes(engine, way.start, way.end, way.position, way.end.seed)  # type: ignore[misc]
            for way in near
        ]

    _render(folder, take, device, as_json, renderings)


def mend(
    folder: Path = Folder,
    take: str = typer.Argument(..., metavar="TAKE", help="Id of a take."),
    keep: list[str] | None = typer.Option(
        None, "--keep", help="What stays, as FROM-TO from the start of its used part (0.5-2); may be repeated."
    ),
    extend: str = typer.Option("0f", "--extend", help="Sound to add behind it; without --keep all of it stays."),
    strength: float = typer.Option(1.0, "--strength", min=0, max=1, help="How much of the rest is rendered anew."),
    takes: int = typer.Option(1, "--takes", min=1, max=64, help="How many."),
    seed: int | None = typer.Option(None, "--seed", help="Of the noise of the first; the next ones count up from it."),
    device: str = Device,
    as_json: bool = Json,
) -> None:
    """Render a part of a take anew, or more of it behind its end; the rest stays as it is."""

    def renderings(project: Project) -> list[Callable[[Engine], Steps[RenderedTake]]]:
        from v2a_plugin.generation.derived_takes import mended_take

        rate = project.timeline.rate
        kept = [_span(text, rate) for text in keep or []]
        more = parse_position(extend, rate)
        if not kept and more <= 0:
            raise BadInput("There is nothing to render anew.", "Say what stays with --keep, or give --extend.")
        original = RenderedTake(replace(project.take(take), star=False, note=""), project.sound(take))
        first = any_seed() if seed is None else seed
        return [
            lambda engine, number=number: mended_take(engine, original, kept, first + number, more, strength)  # type: ignore[misc]
            for number in range(takes)
        ]

    _render(folder, take, device, as_json, renderings)


def _span(text: str, rate: Fraction) -> Span:
    """A part of a take: "0.5-2", "12f-30f".

    Raises:
        BadInput: It is none.
    """
    first, dash, last = text.partition("-")
    if not dash:
        raise BadInput(f"'{text}' is no part of a take.", "Give FROM-TO, as in 0.5-2.")
    start, end = parse_position(first, rate), parse_position(last, rate)
    if not start < end:
        raise BadInput(f"'{text}' ends before it begins.", "Give FROM-TO, as in 0.5-2.")
    return Span(start, end)


def clear(
    folder: Path = Folder,
    region: list[str] | None = typer.Option(None, "--region", help="Only this region (id or name); may be repeated."),
    as_json: bool = Json,
) -> None:
    """Let every take go that is not starred, chosen or placed; 'undo' brings them back, 'gc --history' deletes them."""
    with opened(folder, without_media=True) as project:
        wanted = [clip.region.id for clip in clips_named(project, region, [])] if region else None
        change = clear_but_favourites(project.timeline, wanted)
        project.do(change)
    gone = len(change.operations)
    lines = [f"{gone} take{'s' if gone != 1 else ''} cleared."] if gone else ["Nothing to clear."]
    show(ChangeDone(change.name if change else ""), as_json, lines)


def _render(
    folder: Path,
    first: str,
    device: str,
    quiet: bool,
    renderings: Callable[[Project], Sequence[Callable[[Engine], Steps[RenderedTake]]]],
) -> None:
    """Render takes with the bundle of a take, and keep each for that take's region."""
    with opened(folder) as project:
        if project.read_only:
            raise OutputError(f"{project.path.name} is open for reading only: {project.read_only}.")
        region = find_take(project.timeline, first).region
        wanted, engine = renderings(project), _engine(project.take(first).recipe, device, quiet)
        before = {take.id for take in project.timeline.takes}
        for way in wanted:
            project.add_take(watch(way(engine), quiet), region)
        new = tuple(take.id for take in project.timeline.takes if take.id not in before)
        name = next((clip.region.name for clip in find_clips(project.timeline, region)), region)
    show(GeneratedClip(region, name, new), quiet, [f"{name}: {', '.join(new) or 'no new take'}"])


def _engine(recipe: Recipe, device: str, quiet: bool) -> Engine:

    return watch(Engines().load(EngineChoice(recipe.bundle, device)), quiet)
