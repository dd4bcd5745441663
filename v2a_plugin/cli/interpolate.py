"""`v2a interpolate`: from the sound of one picture to that of another, or to words, in equal steps."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path

import typer

from v2a_plugin.cli.console import Json, show, watch
from v2a_plugin.cli.options import BundleName, Device, Guidance, MapperGuidance, MapperName, MapperSteps, Scheduler
from v2a_plugin.files import output_folder, write_text
from v2a_plugin.generation.costs import Watch, note_costs
from v2a_plugin.generation.engine import Engine
from v2a_plugin.generation.engines import EngineChoice, Engines
from v2a_plugin.generation.requests import WORDS_RATE
from v2a_plugin.mapper.prompts import condition, read_words
from v2a_plugin.model.embeddings import Conditioning
from v2a_plugin.model.errors import BadInput, NoSuchFile
from v2a_plugin.model.progress import Progress, Steps
from v2a_plugin.model.recipe import SamplerName, Settings
from v2a_plugin.model.request import any_seed
from v2a_plugin.model.serial import to_json
from v2a_plugin.model.time import index_at, parse_position
from v2a_plugin.sources.finishing import DELIVERY_RATE
from v2a_plugin.zoo.store import Store

__all__ = ["interpolate"]

_MOST = 100
_PAPER_SECONDS = 10


@dataclass(frozen=True, slots=True)
class Position:
    """One clip on the way.

    Attributes:
        place: 0 at the start, 1 at the end.
        file: The clip.
        to_start: Cosine of its sound with the start, by the bundle's sound encoder.
        to_end: With the end.
        heard_as: Best label of the bundle.
    """

    place: float
    file: Path
    to_start: float
    to_end: float
    heard_as: str


@dataclass(frozen=True, slots=True)
class Interpolation:
    """What `v2a interpolate` wrote.

    Attributes:
        start: File or words.
        end: File or words.
        bundle: Name.
        settings: The knobs.
        seed: Of the noise, the same for all clips.
        clips: In order.
        rank: Spearman's correlation of place and (to_end - to_start), -1 to 1.
        reel: The paper's reel; None when it was not asked for.
    """

    start: str
    end: str
    bundle: str
    settings: Settings
    seed: int
    clips: tuple[Position, ...]
    rank: float
    reel: Path | None


def interpolate(
    start: str = typer.Argument(..., metavar="A", help="A picture or video, or words."),
    end: str = typer.Argument(..., metavar="B", help="The same; what names no file and looks like none is words."),
    steps: int = typer.Option(10, "--steps", help="How many clips, both ends included."),
    layout: str = typer.Option(
        "clips", "--layout", help="clips; paper: 10 s each, and reel.wav with the first 3 s of each, 1 s pauses."
    ),
    duration: str = typer.Option("", "--duration", help="Seconds of each clip; 5, and 10 in the paper's layout."),
    seed: int | None = typer.Option(None, "--seed", help="Of the noise that all clips share."),
    mapper: str = MapperName,
    mapper_steps: int | None = MapperSteps,
    mapper_guidance: float | None = MapperGuidance,
    denoising: int | None = typer.Option(None, "--denoising-steps", help="Of the generator; the bundle's by default."),
    guidance: float | None = Guidance,
    scheduler: SamplerName | None = Scheduler,
    bundle: str = BundleName,
    device: str = Device,
    out: Path = typer.Option(Path("interpolation"), "--out", help="Folder to write to."),
    as_json: bool = Json,
) -> None:
    """Write clips on the great circle between two sounds, and say whether the ear follows."""
    if not 2 <= steps <= _MOST:
        raise BadInput(f"{steps} steps were asked for.", f"Give 2 to {_MOST}.")
    if layout not in ("clips", "paper"):
        raise BadInput(f"There is no layout '{layout}'.", "Use clips or paper.")
    opened = Store().open(bundle)
    settings = opened.card.defaults.settings(mapper, denoising, guidance, scheduler, mapper_steps, mapper_guidance)
    noise = any_seed() if seed is None else seed
    samples, ends = _samples(duration, layout), (_end(start), _end(end))
    output_folder(out)
    engine = watch(Engines().load_bundle(opened, EngineChoice(bundle, device).runtime), as_json)
    done = watch(_interpolate(engine, ends, steps, samples, settings, noise, layout == "paper", out), as_json)
    write_text(out / "interpolation.json", to_json(done))
    lines = [f"  {each.place:.2f}  {each.file}  heard as {each.heard_as or '–'}" for each in done.clips]
    summary = f"Spearman of place and nearness to the end: {done.rank:.2f}"
    show(done, as_json, [*lines, summary, *([f"Reel: {done.reel}"] if done.reel else [])])


def _interpolate(
    engine: Engine,
    ends: tuple[Path | str, Path | str],
    steps: int,
    samples: int,
    settings: Settings,
    seed: int,
    with_reel: bool,
    out: Path,
) -> Steps[Interpolation]:
    from v2a_plugin.evaluation.interpolation import clip_names, likeness, positions, reel, render_between
    from v2a_plugin.evaluation.making import write_sound

    names = (str(ends[0]), str(ends[1]))
    asked = (
        (yield from _conditioning(engine, ends[0], settings, seed)),
        (yield from _conditioning(engine, ends[1], settings, seed)),
    )
    cost = Watch(engine.runtime)
    sounds = yield from render_between(engine, asked, names, steps, samples, settings, seed)
    files = clip_names(out, steps)
    note_costs(out, cost.costs([file.name for file in files], samples))
    for file, sound in zip(files, sounds, strict=True):
        write_sound(file, sound)
    path = out / "reel.wav" if with_reel else None
    if path is not None:
        write_sound(path, reel(sounds))
    near = likeness(engine, " to ".join(names), sounds, asked)
    tags = engine.ranker.heard_as(engine.ranker.embed(sounds), 1)
    clips = tuple(
        Position(place, file, to_start, to_end, tag[0].label if tag else "")
        for place, file, to_start, to_end, tag in zip(positions(steps), files, near.start, near.end, tags, strict=True)
    )
    return Interpolation(*names, engine.bundle.card.name, settings, seed, clips, near.rank, path)


def _conditioning(engine: Engine, end: Path | str, settings: Settings, seed: int) -> Steps[Conditioning]:
    from v2a_plugin.judges.joint import describe

    words = read_words(engine.audio, replace(settings, prompt=end if isinstance(end, str) else settings.prompt))
    yield Progress("reading the words", 0, 1, notices=words.notices)
    if isinstance(end, str):
        return condition(words)
    seen = yield from describe(engine.visual, end, settings.frames, settings.aggregation)
    mapper = yield from engine.mapper(settings.mapper)
    [mapped] = yield from mapper.map(seen, settings, [seed])
    return condition(words, mapped, mapper.name)


def _end(text: str) -> Path | str:
    """A file when there is one, words otherwise; what looks like a missing file is refused."""
    path = Path(text).expanduser()
    if path.exists():
        return path
    if "/" in text or "\\" in text or (path.suffix and " " not in text.strip()):
        raise NoSuchFile(f"There is no file {text}.", "Give a picture, a video, or words.")
    if not text.strip():
        raise BadInput("An end of the way is empty.", "Give a picture, a video, or words.")
    return text.strip()


def _samples(duration: str, layout: str) -> int:
    paper = layout == "paper"
    seconds = parse_position(duration or ("10" if paper else "5"), WORDS_RATE)
    if paper and seconds != _PAPER_SECONDS:
        raise BadInput(f"Clips of {duration} were asked for, and the paper's are 10 s long.", "Leave --duration out.")
    if not 0.2 <= seconds <= 60:
        raise BadInput(f"Clips of {duration} were asked for.", "Give 0.2 to 60 seconds.")
    return index_at(seconds, DELIVERY_RATE)
