"""`v2a library search`: finds recordings."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

import typer

from v2a_plugin.cli.console import Json, show
from v2a_plugin.model.errors import BadInput
from v2a_plugin.model.time import clock
from v2a_plugin.sources.library.places import Libraries
from v2a_plugin.sources.library.records import Find
from v2a_plugin.sources.library.search import Query
from v2a_plugin.sources.library.search import search as search_libraries

__all__ = ["FindList", "search"]


@dataclass(frozen=True, slots=True)
class FindList:
    """`v2a library search`."""

    finds: tuple[Find, ...]


def search(
    words: list[str] = typer.Argument(None, help="Each begins a word of a name, a folder or a tag."),
    category: str = typer.Option("", "--category", help="CatID of the Universal Category System: 'DOORWood'."),
    library: list[str] = typer.Option([], "--library", help="Only in this one; may be given several times."),
    limit: int = typer.Option(20, "--limit", help="How many at most."),
    as_json: bool = Json,
) -> None:
    """Find recordings by words, by a category, by a sound or by a picture."""
    known = Libraries()
    chosen = tuple(known.named(name) for name in library) or known.all()
    if not chosen:
        raise BadInput("There is no library yet.", "Add one with 'v2a library add FOLDER'.")
    finds = search_libraries(chosen, Query(" ".join(words or ()), category=category, limit=limit))
    show(FindList(finds), as_json, [_line(find) for find in finds] or ["Nothing was found."])


def _line(find: Find) -> str:
    start, length = clock(find.span.start), clock(Fraction(find.span.duration))
    why = [*(f"'{word}'" for word in find.why.words), *([find.why.category] if find.why.category else [])]
    if find.why.distance is not None:
        why.append(f"distance {find.why.distance:.2f}")
    return (
        f"{find.file}  from {start}, {length}  ({find.library}; {', '.join(why)}; {find.licence or 'no licence said'})"
    )
