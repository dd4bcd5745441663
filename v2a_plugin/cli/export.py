"""`v2a export`: the cut of a project as stems, and as a file that a host's timeline reads."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import typer

from v2a_plugin.cli.console import Json, show, show_rows, warn, watch
from v2a_plugin.cli.project.opening import tell
from v2a_plugin.delivery.cut import left_out
from v2a_plugin.delivery.kinds import Feature, StemDepth, StemLayout
from v2a_plugin.delivery.protocol import CutRequest, Delivery, StemSettings
from v2a_plugin.model.errors import BadInput, PluginError, V2AError
from v2a_plugin.model.time import Timecode, parse_position
from v2a_plugin.model.timeline import Timeline
from v2a_plugin.plugins.facade import Kind, Plugins, load_plugins
from v2a_plugin.project.folder import open_project

__all__ = ["export"]


@dataclass(frozen=True, slots=True)
class ExportFormat:
    """One line of `v2a export --list`.

    Attributes:
        name: What `--to` takes.
        title: What it is and for which hosts.
        carries: What survives in its files.
    """

    name: str
    title: str
    carries: tuple[Feature, ...]


def export(
    project: Path | None = typer.Argument(None, metavar="PROJECT", help="The folder of a project."),
    to: str = typer.Option("", "--to", help="Format; 'v2a export --list' shows them."),
    out: Path | None = typer.Option(None, "--out", help="Folder to write to."),
    stems: StemLayout = typer.Option(StemLayout.PER_CUE, "--stems", help="One sound file a cue, a track, or for all."),
    handles: str = typer.Option("0f", "--handles", help="Extra sound before and after each cue; per-cue stems only."),
    start: str = typer.Option("", "--start", help="Timecode at which stems of tracks and the mix begin."),
    rate: int = typer.Option(48_000, "--rate", help="Samples a second: 48000 or 96000."),
    bits: StemDepth = typer.Option(StemDepth.PCM24, "--bits", help="24 with dither, or 32f."),
    stereo: bool = typer.Option(False, "--stereo", help="Two channels, with the tracks' pan."),
    mono: bool = typer.Option(False, "--mono", help="One channel, folded; else as many as the takes have."),
    two_pop: bool = typer.Option(False, "--two-pop", help="One frame of 1 kHz two seconds before the start."),
    strict: bool = typer.Option(False, "--strict", help="Fail when the format cannot carry all of the cut."),
    listing: bool = typer.Option(False, "--list", help="List the formats and what each carries."),
    as_json: bool = Json,
) -> None:
    """Deliver the cut of a project: stems, and a timeline's file that places them."""
    plugins = load_plugins()
    if listing:
        formats = tuple(_formats(plugins))
        show_rows("formats", formats, as_json, [f"{each.name:9} {each.title}" for each in formats])
        return
    if project is None or out is None or not to:
        missing = "PROJECT" if project is None else "--to" if not to else "--out"
        raise BadInput(f"{missing} is missing.", "Write: v2a export PROJECT --to FORMAT --out FOLDER.")
    if stereo and mono:
        raise BadInput("--stereo and --mono exclude each other.", "Give one of them, or none to keep what takes have.")
    exporter = plugins.cut_exporter(to)

    with open_project(project, write=False) as opened:
        tell(opened)
        timeline = opened.timeline
        settings = StemSettings(
            stems, parse_position(handles, timeline.rate), _start(start, timeline), rate, bits,
            2 if stereo else 1 if mono else 0, two_pop,
        )  # fmt: skip
        request = CutRequest(timeline, opened.media, opened, settings)
        lost = left_out(request, exporter.features)
        if strict and lost:
            raise V2AError(f"{to} cannot carry all of {timeline.name}: {' '.join(lost)}", "Leave out --strict.")
        with plugins.job(f"export {to}"):
            delivery = watch(plugins.export(to, request, out), as_json)
    _tell(delivery, as_json)
    if strict and delivery.notes:
        warn("With --strict that is a failure; the files are there.")
        raise typer.Exit(1)


def _formats(plugins: Plugins) -> Iterator[ExportFormat]:
    """What each exporter says of itself; one that cannot say it is left out with a note."""
    for added in plugins.added(Kind.CUT_EXPORTER):
        exporter = plugins.cut_exporter(added.name)
        try:
            with plugins.job(f"describe {added.name}"):
                carried = exporter.features
                yield ExportFormat(added.name, added.title, tuple(feature for feature in Feature if feature in carried))
        except PluginError as error:
            warn(str(error))


def _start(text: str, timeline: Timeline) -> Timecode | None:

    return Timecode.parse(text, timeline.rate) if text else None


def _tell(delivery: Delivery, as_json: bool) -> None:
    for note in delivery.notes:
        warn(note)
    show(delivery, as_json, [f"{len(delivery.files)} files in {delivery.folder}."])
