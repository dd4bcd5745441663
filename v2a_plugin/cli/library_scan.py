"""`v2a library scan`: brings the index of libraries up to date."""

from __future__ import annotations

from dataclasses import dataclass

import typer

from v2a_plugin.cli.console import Json, show, warn, watch
from v2a_plugin.cli.options import Device
from v2a_plugin.generation.engines import EngineChoice, Engines
from v2a_plugin.model.errors import BadInput
from v2a_plugin.sources.library.embedding import embed_library
from v2a_plugin.sources.library.places import Libraries, Library
from v2a_plugin.sources.library.scan import ScanReport
from v2a_plugin.sources.library.scan import scan as scan_library
from v2a_plugin.sources.library.words import shown_path
from v2a_plugin.zoo.store import Store

__all__ = ["scan"]

_SHOWN = 20


@dataclass(frozen=True, slots=True)
class Scanned:
    """`v2a library scan`."""

    libraries: tuple[ScanReport, ...]
    embedded: int = 0


def scan(
    name: str = typer.Argument("", help="Name of a library; all that are there by default."),
    bundle: str = typer.Option(
        "", "--bundle", help="Embed the sounds with this bundle too, for finding by sound and by picture."
    ),
    device: str = Device,
    as_json: bool = Json,
) -> None:
    """Read what is new in a library, or in all. Run it again to go on."""
    libraries = Libraries()
    chosen = (libraries.named(name),) if name else libraries.all()
    if not chosen:
        raise BadInput("There is no library yet.", "Add one with 'v2a library add FOLDER'.")
    reports: list[ScanReport] = []
    done: list[Library] = []
    for library in chosen:
        if not name and library.away:
            warn(f"The library '{library.name}' is away: {library.folder} is not scanned.")
            continue
        report = watch(scan_library(library), as_json)
        if report.note:
            warn(f"{library.name}: {report.note}")
        reports.append(report)
        done.append(library)
    lines = [line for report in reports for line in _lines(report)]
    embedded = 0
    if bundle:
        embedded = _embed(done, bundle, device, as_json)
        lines.append(f"{embedded} spans and names were embedded with {bundle}.")
    show(Scanned(tuple(reports), embedded), as_json, lines)


def _embed(libraries: list[Library], bundle: str, device: str, quiet: bool) -> int:

    encoders = watch(Engines().encoders(Store().open(bundle), EngineChoice(bundle, device).runtime), quiet)
    return sum(watch(embed_library(library, encoders.audio), quiet) for library in libraries)


def _lines(report: ScanReport) -> list[str]:
    counts = f"{report.added} new, {report.changed} changed, {report.moved} moved, {report.removed} gone"
    lines = [f"{report.library}: {report.files} recordings ({counts})"]
    lines.extend(f"  cannot be read: {shown_path(each.path)}: {each.reason}" for each in report.broken[:_SHOWN])
    if len(report.broken) > _SHOWN:
        lines.append(f"  and {len(report.broken) - _SHOWN} more; --json lists them all")
    return lines
