"""`v2a host` and `v2a watch`: v2a from the editor's own seat."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path

import typer

from v2a_plugin.cli.console import Json, say, say_json, show, show_rows, stop, warn, watch
from v2a_plugin.cli.options import (
    Aggregation,
    BundleName,
    Candidates,
    Device,
    Frames,
    Guidance,
    MapperGuidance,
    MapperName,
    MapperSteps,
    Negative,
    Precision,
    Prompt,
    PromptWeight,
    Scheduler,
    Seed,
    Steps,
)
from v2a_plugin.files import output_folder
from v2a_plugin.generation.engines import EngineChoice, Engines
from v2a_plugin.hosts.installing import install as put
from v2a_plugin.hosts.installing import state
from v2a_plugin.hosts.installing import uninstall as remove
from v2a_plugin.hosts.job import failed, read_job, write_result
from v2a_plugin.model.errors import BadInput, V2AError
from v2a_plugin.model.recipe import SamplerName
from v2a_plugin.model.refusals import refusal
from v2a_plugin.model.request import DEFAULT_TAKES
from v2a_plugin.model.serial import one_line, plain
from v2a_plugin.model.time import parse_rate
from v2a_plugin.plugins.facade import Kind, load_plugins

__all__ = ["install", "listing", "run", "uninstall", "watch_files"]


_Name = typer.Argument(..., metavar="HOST", help="Which; 'v2a host list' names them.")
_To = typer.Option(None, "--to", help="Folder of scripts; by default the host's own on this computer.")
_ELSEWHERE = "There was nothing to remove. If it went to a folder of your choice, give that with --to."


@dataclass(frozen=True, slots=True)
class HostLine:
    """One line of `v2a host list`.

    Attributes:
        name: What the other commands take.
        title: What it is.
        state: How it fares on this computer.
        folder: Where its scripts belong; None when it was not found or needs none.
    """

    name: str
    title: str
    state: str
    folder: Path | None


def listing(as_json: bool = Json) -> None:
    """List hosts, and whether they are here and have their script."""
    plugins = load_plugins()
    lines = []
    for added in plugins.added(Kind.HOST):
        found = plugins.host(added.name)
        folder = next(iter(found.folders()), None)
        lines.append(HostLine(found.name, found.title, state(found).value, folder))
    show_rows("hosts", lines, as_json, [f"{line.name:9} {line.state:20} {line.title}" for line in lines])


def install(name: str = _Name, to: Path | None = _To, as_json: bool = Json) -> None:
    """Put v2a into an editor. Writes into its script folder only, and only once."""
    done = put(load_plugins().host(name), to)
    written = [f"Wrote {path}." for path in done.files] or ["Everything is as it should be."]
    show(done, as_json, [*written, done.next_step])


def uninstall(name: str = _Name, to: Path | None = _To, as_json: bool = Json) -> None:
    """Take v2a out of an editor again. Removes only what it wrote itself."""
    done = remove(load_plugins().host(name), to)
    nothing = f"Nothing of v2a lies in {done.folder}." if done.folder else _ELSEWHERE
    show(done, as_json, [f"Removed {path}." for path in done.files] or [nothing])


def run(
    job: Path = typer.Argument(..., help="The job that a host wrote; docs/hosts/README.md describes it."),
    device: str = Device,
    as_json: bool = Json,
) -> None:
    """Do a host's job. The answer is result.json beside the job, also when it fails."""
    home = job.absolute().parent
    try:
        asked = read_job(job)
        home = asked.out.absolute()
        from v2a_plugin.hosts.working import do_job

        output_folder(asked.out)
        engine = watch(Engines().load(EngineChoice(asked.bundle, device)), as_json)
        result = watch(do_job(asked, engine), as_json)
        write_result(result, job.parent)
    except (V2AError, OSError) as fault:
        error = fault if isinstance(fault, V2AError) else refusal(fault)
        if job.parent.is_dir():
            write_result(failed(error, home), job.parent)
        stop(error, as_json)
    show(result, as_json, [f"{stem.score:.3f}  {stem.file}" for stem in result.stems])


def watch_files(
    folder: Path = typer.Argument(..., help="The folder that clips and cuts are put into."),
    out: Path = typer.Option(..., "--out", help="Where the results go: a folder for each file."),
    to: list[str] = typer.Option(["otio"], "--to", help="Format of the timeline; may be repeated."),
    takes: int = typer.Option(DEFAULT_TAKES, "--takes", help="How many takes a shot gets."),
    handles: str = typer.Option("1s", "--handles", help="Extra sound before and after each shot."),
    prompt: str = Prompt,
    negative: str = Negative,
    prompt_weight: float = PromptWeight,
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
    rate: str = typer.Option("", "--rate", help="Frames a second of EDLs, which do not say (25, 29.97)."),
    bundle: str = BundleName,
    device: str = Device,
    precision: str = Precision,
    settle: float = typer.Option(3.0, "--settle", help="Seconds a file keeps its size before it is touched."),
    once: bool = typer.Option(False, "--once", help="End when everything that lies there is done."),
    as_json: bool = Json,
) -> None:
    """Turn every clip or cut that is put into a folder into takes and a timeline. Ctrl-C ends it."""
    from v2a_plugin.hosts.arriving import WatchOrder
    from v2a_plugin.hosts.watching import WatchEvent, watch_folder

    def tell(event: WatchEvent) -> None:
        if as_json:
            say_json(one_line(plain(event)))
        elif event.problem:
            warn(f"{event.file.name} was moved to {event.folder}: {event.problem}")
        else:
            say(f"{event.file.name}: {event.folder}")
            for note in event.notes:
                warn(note)

    if not folder.is_dir():
        raise BadInput(f"{folder} is no folder.", "Make it first.")
    engine = watch(Engines().load(EngineChoice(bundle, device, precision)), as_json)
    settings = replace(
        engine.bundle.card.defaults.settings(mapper, steps, guidance, scheduler, mapper_steps, mapper_guidance),
        prompt=prompt,
        negative=negative,
        prompt_weight=prompt_weight,
        frames=frames,
        aggregation=aggregation,
        candidates=candidates,
    )
    order = WatchOrder(settings, tuple(to), takes, handles, parse_rate(rate) if rate else None, seed)
    if not as_json:
        say(f"Watching {folder}. Ctrl-C ends it.")
    watch(watch_folder(folder, out, order, engine, tell, settle=settle, once=once), as_json)
