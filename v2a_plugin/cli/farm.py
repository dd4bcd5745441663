"""`v2a farm`: a project as a job for a render farm."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import typer

from v2a_plugin.cli.console import Json, show
from v2a_plugin.cli.lazy import command_of
from v2a_plugin.cli.options import Seed
from v2a_plugin.cli.project.opening import Folder, opened
from v2a_plugin.cli.table import CommandLine
from v2a_plugin.farm.openjd import write_job
from v2a_plugin.generation.requests import clips_named
from v2a_plugin.model.errors import BadInput
from v2a_plugin.model.request import any_seed

__all__ = ["openjd"]

_NOT_FOR_A_CHUNK = ("--shot", "--region", "--all", "--into", "--on", "--seed", "--json")


@dataclass(frozen=True, slots=True)
class FarmJob:
    """`v2a farm openjd`: the template, and how many shots and chunks it has."""

    template: Path
    shots: int
    chunks: int
    seed: int


def openjd(
    folder: Path = Folder,
    out: Path = typer.Option(..., "--out", help="Folder to make for the job, on storage that every machine reaches."),
    chunk: int = typer.Option(20, "--chunk", min=1, help="Shots a task renders."),
    seed: int | None = Seed,
    options: list[str] | None = typer.Argument(
        None, metavar="[OPTION]...", help="Options of 'v2a project generate', as --takes 2 --bundle mini."
    ),
    as_json: bool = Json,
) -> None:
    """Write an Open Job Description of a project's takes: chunks of shots, and a step that merges them."""
    given = options or []
    _check(folder, given)
    with opened(folder, write=False, without_media=True) as project:
        shots, name = len(clips_named(project, [], [])), project.name
    first = any_seed() if seed is None else seed
    template = write_job(out, folder, name, shots, first, given, chunk)
    job = FarmJob(template, shots, -(-shots // chunk), first)
    said = f"{template}: {shots} shots in {job.chunks} chunk{'s' if job.chunks != 1 else ''}"
    here = f"openjd run '{template}' --step Merge --run-dependencies -p 'Project={folder.absolute()}'"
    show(job, as_json, [said, f"Try it here with: {here}"])


def _check(folder: Path, options: list[str]) -> None:
    """Nothing when 'v2a project generate' would take the options.

    Raises:
        BadInput: It would not, or they say which shots are rendered, which each chunk says for itself.
    """
    for option in options:
        if option.partition("=")[0] in _NOT_FOR_A_CHUNK:
            raise BadInput(f"{option} is said by each chunk of a job for itself.", "Leave it out.")
    generate = command_of(CommandLine("generate", "", "project.generate:generate"))
    generate.make_context("v2a project generate", [str(folder), *options])
