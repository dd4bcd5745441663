"""`v2a models`: which bundles there are, what their licences allow, getting and checking them."""

from __future__ import annotations

import sys
from pathlib import Path

import typer

from v2a_plugin.cli.console import Json, agree, say, show, warn, watch
from v2a_plugin.cli.results import BundleLine, BundleList, BundlePlace, BundleRemoved
from v2a_plugin.model.errors import BadInput
from v2a_plugin.zoo.pull import pull as pull_bundle
from v2a_plugin.zoo.pull_plan import plan
from v2a_plugin.zoo.store import Store

__all__ = ["list_bundles", "path", "pull", "remove", "verify"]

Name = typer.Argument(..., help="Name of a bundle; 'v2a models list' shows them.")


_SPOKEN = {
    "griffin-lim": "Griffin-Lim, in place of a trained one",
    "refined-griffin-lim": "Griffin-Lim, mended by a small trained network",
}


def size_label(size: int) -> str:
    """Bytes as people read them."""
    for unit, scale in (("GB", 10**9), ("MB", 10**6), ("kB", 10**3)):
        if size >= scale:
            return f"{size / scale:.1f} {unit}"
    return f"{size} bytes"


def list_bundles(as_json: bool = Json) -> None:
    """Show every known bundle, whether it is here, and its licence."""
    store = Store()
    states, problems = store.bundles(), tuple(bad.problem for bad in store.bad_cards())
    lines, rows = [], []
    for state in states:
        card, licence = state.card, state.licence
        size = f", {size_label(state.size)}" if state.size else ""
        lines.append(f"{state.name}: {card.title} ({state.presence.value}{size})")
        lines.append(f"    {card.summary}")
        lines.append(f"    licence: {licence.name}" + ("" if licence.commercial else "; NON-COMMERCIAL"))
        lines.extend(f"      {sentence}" for sentence in licence.forbids)
        if card.vocoder in _SPOKEN:
            lines.append(f"    vocoder: {_SPOKEN[card.vocoder]}")
        if state.mappers:
            lines.append(f"    mappers: {', '.join(state.mappers)}")
        if state.problem:
            lines.append(f"    PROBLEM: {state.problem}")
        rows.append(
            BundleLine(
                state.name,
                card.title,
                state.presence.value,
                state.size,
                licence.name,
                licence.commercial,
                licence.forbids,
                card.vocoder,
                state.mappers,
                state.problem,
            )
        )
    lines += [f"PROBLEM: {problem}" for problem in problems]
    show(BundleList(tuple(rows), problems), as_json, lines)


def pull(
    name: str = Name,
    yes: bool = typer.Option(False, "--yes", "-y", help="Agree to the licence and the size without being asked."),
    as_json: bool = Json,
) -> None:
    """Get a bundle from the hub: shows size and licence first, resumes, checks every file."""
    store = Store()
    planned = plan(store.card(name))
    licence = planned.card.licence
    for line in (
        f"{planned.card.title}: {size_label(planned.size)} in {len(planned.files)} files",
        f"Licence: {licence.name} ({licence.url})",
        *(f"  {sentence}" for sentence in licence.forbids),
    ):
        say(line, err=as_json)
    if not yes:
        if not sys.stdin.isatty():
            raise BadInput(f"Pulling {name} needs your agreement to its licence.", "Add --yes to give it.")
        agree("Pull it?")
    bundle = watch(pull_bundle(planned, store), quiet=as_json)
    show(BundlePlace(name, bundle.root), as_json, [f"{name} is in {bundle.root}"])
    for note in bundle.notes:
        warn(note)


def verify(name: str = Name, as_json: bool = Json) -> None:
    """Hash every file of a bundle and compare it with the lock."""
    found = watch(Store().verify(name), quiet=as_json)
    if found.good or as_json:
        extra = f"; {len(found.extra)} files beside them" if found.extra else ""
        show(found, as_json, [f"{name}: all {found.files} files are as they were{extra}."])
    if not as_json:
        found.check()
    if not found.good:
        raise typer.Exit(2)


def remove(
    name: str = Name,
    yes: bool = typer.Option(False, "--yes", "-y", help="Remove it without being asked."),
    as_json: bool = Json,
) -> None:
    """Delete a pulled bundle. Mappers that were trained on this machine stay."""
    store = Store()
    if not yes and sys.stdin.isatty():
        agree(f"Delete {store.path(name)}?")
    freed = store.remove(name)
    show(BundleRemoved(name, freed), as_json, [f"Removed {name}: {size_label(freed)} freed."])


def path(name: str = Name, as_json: bool = Json) -> None:
    """Print the folder of a bundle that is here."""
    folder: Path = Store().path(name)
    show(BundlePlace(name, folder), as_json, [str(folder)])
