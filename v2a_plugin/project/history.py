"""The history of takes: every take of a project with what it was made from, and when."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from v2a_plugin.model.errors import V2AError
from v2a_plugin.model.recipe import Recipe
from v2a_plugin.project.project import Project

__all__ = ["TakeOrigin", "origin_of"]


@dataclass(frozen=True, slots=True)
class TakeOrigin:
    """Where a take came from.

    Attributes:
        recipe: How it was made; None when its file is gone or damaged.
        kept_at: When it was kept, local time; None when that is not known.
    """

    recipe: Recipe | None
    kept_at: datetime | None


def origin_of(project: Project, take: str) -> TakeOrigin:
    """The recipe and the date of a take of a project."""
    try:
        recipe: Recipe | None = project.take(take).recipe
    except V2AError:
        recipe = None
    try:
        kept_at: datetime | None = datetime.fromtimestamp(project.layout.recipe(take).stat().st_mtime).astimezone()
    except OSError:
        kept_at = None
    return TakeOrigin(recipe, kept_at)
