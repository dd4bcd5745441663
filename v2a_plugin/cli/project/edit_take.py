"""`v2a project edit-take` and `preview`: edits of the sound of a take, and takes laid over each other."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import typer

from v2a_plugin.cli.console import Json, show
from v2a_plugin.cli.project.opening import Folder, WithoutMedia, opened
from v2a_plugin.model.recipe import SoundEdit, SoundEditKind
from v2a_plugin.project.take_sound import edit_sound, preview_of
from v2a_plugin.project.take_store import write_master

__all__ = ["edit_take", "preview"]


@dataclass(frozen=True, slots=True)
class EditedTake:
    """`v2a project edit-take`: the take that was edited and the one made of it."""

    source: str
    take: str


@dataclass(frozen=True, slots=True)
class Previewed:
    """`v2a project preview`: the file, its takes and its length in seconds."""

    file: Path
    takes: tuple[str, ...]
    seconds: float


def edit_take(
    folder: Path = Folder,
    take: str = typer.Argument(..., metavar="TAKE", help="Its id, from 'v2a project list PROJECT takes'."),
    trim: bool = typer.Option(False, "--trim", help="Use it without the silence at its ends."),
    threshold: float = typer.Option(-50.0, "--threshold", help="What is quieter is silence, dBFS (--trim)."),
    gain: float = typer.Option(0.0, "--gain", help="So much louder, dB."),
    fade_in: float = typer.Option(0.0, "--fade-in", help="Seconds."),
    fade_out: float = typer.Option(0.0, "--fade-out", help="Seconds."),
    loop: float = typer.Option(0.0, "--loop", help="Let it go round: its end over its beginning, seconds."),
    without_media: bool = WithoutMedia,
    as_json: bool = Json,
) -> None:
    """Make a new take from a take: trimmed, louder, faded, looped. The take itself stays as it is."""
    wanted = (
        (trim, SoundEditKind.TRIM, threshold),
        (gain != 0, SoundEditKind.GAIN, gain),
        (fade_in != 0, SoundEditKind.FADE_IN, fade_in),
        (fade_out != 0, SoundEditKind.FADE_OUT, fade_out),
        (loop != 0, SoundEditKind.LOOP, loop),
    )
    with opened(folder, without_media=without_media) as project:
        edits = [SoundEdit(kind, value) for given, kind, value in wanted if given]
        new = edit_sound(project, take, edits)
    show(EditedTake(take, new.id), as_json, [new.id])


def preview(
    folder: Path = Folder,
    takes: list[str] = typer.Argument(..., metavar="TAKE...", help="Ids of takes of one region."),
    out: Path = typer.Option(..., "--out", help="The WAV file to write, 32-bit float."),
    as_json: bool = Json,
) -> None:
    """Lay takes of a region over each other, each where it lies, in a file to listen to."""
    with opened(folder, write=False) as project:
        mix = preview_of(project, takes)
        write_master(out, mix)
    seconds = float(mix.duration)
    show(Previewed(out, tuple(takes), seconds), as_json, [f"{out}: {seconds:.3f} s"])
