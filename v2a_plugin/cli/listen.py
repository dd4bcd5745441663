"""`v2a listen`: a blind listening test between two folders of clips, and its statistics."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import typer

from v2a_plugin.cli.console import Json, show, watch
from v2a_plugin.evaluation.listening_test import preference, read_results, trials, write_page
from v2a_plugin.model.errors import BadInput

__all__ = ["listen"]


@dataclass(frozen=True, slots=True)
class _Page:
    """What was written."""

    page: Path
    trials: int


def listen(
    a: Path | None = typer.Argument(None, metavar="A", help="Folder of clips of one system."),
    b: Path | None = typer.Argument(None, metavar="B", help="Folder of clips of the other, of the same names."),
    pictures: Path | None = typer.Option(None, "--pictures", help="Folder of pictures or videos of the same names."),
    question: str = typer.Option(
        "Which sound fits the picture better?", "--question", help="What listeners are asked."
    ),
    limit: int = typer.Option(20, "--limit", help="How many pairs; 0 for all."),
    seed: int = typer.Option(0, "--seed", help="Of the order, and of which sound comes first."),
    results: list[Path] = typer.Option([], "--results", help="A file that the page saved; prints the statistics."),
    out: Path = typer.Option(Path("listen.html"), "--out", help="The page."),
    as_json: bool = Json,
) -> None:
    """Write a page for a blind A/B test that needs nothing beside it, or read the results of one."""
    if results:
        if a is not None or b is not None:
            raise BadInput("Folders and --results were both given.", "Give one of them.")
        found = preference(read_results(results))
        share = found.share
        lines = [
            f"{found.a}: {found.chosen_a}   {found.b}: {found.chosen_b}   undecided: {found.undecided}",
            f"Share of {found.a}: {share.value:.2f} ({share.low:.2f} to {share.high:.2f}), p = {found.p:.3f} (binomial)",
            f"The sound heard first was chosen {found.first} times. Result files: {found.listeners}.",
        ]
        show(found, as_json, lines)
        return
    if a is None or b is None:
        raise BadInput("Two folders are compared.", "Give A and B, or --results.")
    chosen = trials(a, b, pictures, max(0, limit), seed)
    page = watch(write_page(chosen, (a.name, b.name), question, out), as_json)
    show(_Page(page, len(chosen)), as_json, [f"{len(chosen)} pairs: {page}"])
