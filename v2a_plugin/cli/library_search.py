"""`v2a library search`: finds recordings."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import typer

from v2a_plugin.cli.console import Json, show_rows, warn, watch
from v2a_plugin.cli.options import BundleName, Device, MapperName
from v2a_plugin.generation.engines import EngineChoice, Engines
from v2a_plugin.generation.finding import query_for
from v2a_plugin.generation.requests import request_for
from v2a_plugin.media.probe import probe
from v2a_plugin.model.errors import BadInput
from v2a_plugin.model.request import GenerationOrder
from v2a_plugin.model.time import Span, clock, parse_position
from v2a_plugin.sources.library.embedding import sound_vector
from v2a_plugin.sources.library.filters import Filters
from v2a_plugin.sources.library.library_records import Find
from v2a_plugin.sources.library.places import Libraries, Library
from v2a_plugin.sources.library.search import Query, without_vectors
from v2a_plugin.sources.library.search import search as search_libraries
from v2a_plugin.zoo.store import Store

__all__ = ["search"]

_SEEN = Fraction(1)
"""Seconds of a video, around the time that is given, whose frames are looked at."""


def search(
    words: list[str] = typer.Argument(None, help="Each begins a word of a name, a folder or a tag."),
    category: str = typer.Option("", "--category", help="CatID of the Universal Category System: 'DOORWood'."),
    like: Path | None = typer.Option(None, "--like", help="A sound file; finds what sounds like it."),
    picture: Path | None = typer.Option(None, "--picture", help="A video or a picture; finds what may sound in it."),
    at: str = typer.Option("0", "--at", help="Where in the video: timecode, seconds or frames."),
    library: list[str] = typer.Option([], "--library", help="Only in this one; may be given several times."),
    shortest: float = typer.Option(0.0, "--shortest", min=0, help="Seconds a recording lasts at least."),
    longest: float = typer.Option(0.0, "--longest", min=0, help="Seconds it lasts at most; 0 for any length."),
    channels: int = typer.Option(0, "--channels", min=0, max=8, help="How many channels it has; 0 for any number."),
    rate: int = typer.Option(0, "--rate", min=0, help="Samples a second it has at least."),
    limit: int = typer.Option(20, "--limit", help="How many at most."),
    bundle: str = BundleName,
    mapper: str = MapperName,
    device: str = Device,
    as_json: bool = Json,
) -> None:
    """Find recordings by words, by a category, by a sound or by a picture."""
    known = Libraries()
    chosen = tuple(known.named(name) for name in library) or known.all()
    if not chosen:
        raise BadInput("There is no library yet.", "Add one with 'v2a library add FOLDER'.")
    if like is not None and picture is not None:
        raise BadInput("--like and --picture were both given.", "Give one of them.")
    typed, filters = " ".join(words or ()), Filters(shortest, longest, channels, rate)
    if like is not None:
        query = _like(like, bundle, device, as_json)
        query = replace(query, words=typed, category=category, limit=limit, filters=filters)
    elif picture is not None:
        query = _pictured(picture, at, bundle, mapper, device, as_json)
        query = replace(query, words=typed, category=category or query.category, limit=limit, filters=filters)
    else:
        query = Query(typed, category=category, limit=limit, filters=filters)
    _say_what_is_missing(chosen, query, bundle)
    finds = search_libraries(chosen, query)
    show_rows("finds", finds, as_json, [_line(find) for find in finds] or ["Nothing was found."])


def _like(path: Path, bundle: str, device: str, quiet: bool) -> Query:

    encoders = watch(Engines().encoders(Store().open(bundle), EngineChoice(bundle, device).runtime), quiet)
    return Query(vector=sound_vector(path, encoders.audio), clap_space=encoders.audio.clap_space)


def _pictured(path: Path, at: str, bundle: str, mapper: str, device: str, quiet: bool) -> Query:
    from v2a_plugin.generation.pipeline import describe, translate

    media = probe(path)
    span = Span(Fraction(0), _SEEN)
    if not media.still:
        place = parse_position(at, media.rate, media.timecode)
        if not 0 <= place < media.duration:
            raise BadInput(f"{at} lies outside {path.name}, which lasts {clock(media.duration)}.", "Give another --at.")
        start = max(Fraction(0), min(place - _SEEN / 2, media.duration - _SEEN))
        span = Span(start, min(start + _SEEN, media.duration))
    engine = watch(Engines().load(EngineChoice(bundle, device)), quiet)
    order = GenerationOrder(engine.bundle.card.defaults.settings(mapper, None, None, None), seed=0, takes=1)
    request = request_for(order, path.stem, media, span)
    seen = watch(describe(engine, request), quiet)
    [conditioning] = watch(translate(engine, request, seen), quiet)
    return query_for(conditioning)


def _say_what_is_missing(chosen: tuple[Library, ...], query: Query, bundle: str) -> None:
    for library in chosen:
        if query.vector is not None and (missing := without_vectors(library, query.clap_space)):
            warn(
                f"{missing} spans of '{library.name}' have no vector of {query.clap_space} yet: "
                f"v2a library scan '{library.name}' --bundle {bundle}"
            )


def _line(find: Find) -> str:
    start, length = clock(find.span.start), clock(Fraction(find.span.duration))
    why = find.why.words_of()
    return f"{find.file}  from {start}, {length}  ({find.library}; {why}; {find.licence or 'no licence said'})"
