"""`v2a project recipe`: how a take was made."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import typer

from v2a_plugin.cli.console import Json, show
from v2a_plugin.cli.project.opening import Folder, opened
from v2a_plugin.model.recipe import Recipe
from v2a_plugin.timeline.lookup import find_take

__all__ = ["recipe"]


@dataclass(frozen=True, slots=True)
class TakeRecipe:
    """`v2a project recipe`: a take, its file, and everything that made it what it is."""

    take: str
    file: Path
    recipe: Recipe


def recipe(
    folder: Path = Folder,
    take: str = typer.Argument(..., metavar="TAKE", help="Its id, from 'v2a project list PROJECT takes'."),
    as_json: bool = Json,
) -> None:
    """Show where the sound of a take is and how it was made."""
    with opened(folder, write=False) as project:
        kept = find_take(project.timeline, take)
        made, file = project.take(kept.id).recipe, project.layout.sound(kept.id)
    found = made.recording
    begun = made.variation
    words, knobs = made.settings, f"{made.settings.steps} steps, guidance {made.settings.guidance:g}"
    lines = [
        f"{kept.id}: seed {made.seed}, bundle {made.bundle}, {knobs}, mapper {words.mapper}",
        *([f"  prompt: {words.prompt} (weight {words.prompt_weight:g})"] if words.prompt else []),
        *([f"  not: {words.negative}"] if words.negative else []),
        *([f"  cut from {found.path.name} ({found.terms}), library '{found.library}': {found.why}"] if found else []),
        *(
            [f"  begun from {begun.recording.path.name} ({begun.recording.terms}), strength {begun.strength:g}"]
            if begun
            else []
        ),
        f"  {file}",
    ]
    show(TakeRecipe(kept.id, file, made), as_json, lines)
