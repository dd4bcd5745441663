"""A clip in, candidate foley out.

A media file is cut into regions. A region is looked at: some of its frames are decoded, and the visual encoder
describes them. The mapper, the words and the knobs translate that into one conditioning per take. The source
makes a take from each (a generator renders it, a library finds it), and the audio encoder says how close each came. `propose` is that sentence.
"""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import TypeVar

from v2a_plugin.encoders.aggregate import embed
from v2a_plugin.encoders.protocols import Encoders
from v2a_plugin.generation.engine import Engine
from v2a_plugin.generation.finding import fits, query_for
from v2a_plugin.generation.giving import given
from v2a_plugin.generation.recipes import check_bundle, recipe_of
from v2a_plugin.generation.requests import media_of, repeat
from v2a_plugin.mapper.interpolate import between
from v2a_plugin.mapper.prompts import condition, read_words
from v2a_plugin.media.fit import Fit
from v2a_plugin.media.frames import frames_of
from v2a_plugin.media.levels import levels
from v2a_plugin.media.retimed import retimed_frames
from v2a_plugin.model.batches import batches
from v2a_plugin.model.embeddings import Conditioning, VisualEmbedding
from v2a_plugin.model.errors import BadInput
from v2a_plugin.model.progress import Progress, Steps
from v2a_plugin.model.recipe import Between, Origin, Recipe, SourceKind
from v2a_plugin.model.request import GenerateRequest
from v2a_plugin.model.sound import Tag
from v2a_plugin.model.takes import RenderedTake, TakeReady
from v2a_plugin.sources.library.found_takes import TakeFinder
from v2a_plugin.sources.library.places import Libraries
from v2a_plugin.sources.library.variations import recorded_start
from v2a_plugin.sources.mending import canvas_of
from v2a_plugin.sources.rendering import TakeRenderer

__all__ = [
    "describe",
    "each_take",
    "propose",
    "render",
    "translate",
]

T = TypeVar("T")


def propose(
    engine: Engine,
    request: GenerateRequest,
    original: RenderedTake | None = None,
    picture: VisualEmbedding | None = None,
) -> Steps[tuple[RenderedTake, ...]]:
    """Takes for a region, the closest to what was asked for first; or takes on the way between two others.

    The picture is described once and mapped once. Each take is yielded as a `TakeReady` as soon as it is finished.

    Args:
        engine: The models.
        request: What they are asked for.
        original: The take that is mended, where it is at hand; it is made again otherwise.
        picture: What `describe` gave for the request; None describes it here.

    Raises:
        V2AError: A plugin's veto, or any failure on the way; nothing is left behind.
    """
    with engine.plugins.job(f"generate {request.name}"):
        shown = _shown(request)
        request = engine.plugins.before_generate(request)
        if _shown(request) != shown:
            picture = None
        if request.mend is not None and original is None:
            original = yield from _again(engine, request.mend.original)
        conditionings = yield from _conditionings(engine, request, picture)
        if request.guide and request.guide.for_strikes and all(each.why.ambience for each in conditionings):
            request = replace(request, guide=None)  # what is not recognised is not known to strike
        rendering = make(engine, request, conditionings, original)
        return (yield from each_take(rendering, lambda take: engine.plugins.take_rendered(request, take)))


def _shown(request: GenerateRequest) -> tuple[object, ...]:
    """All that decides what `describe` gives."""
    settings = request.settings
    return request.media, request.used, request.time_map, settings.frames, settings.aggregation


def _conditionings(
    engine: Engine, request: GenerateRequest, picture: VisualEmbedding | None = None
) -> Steps[tuple[Conditioning, ...]]:
    """One conditioning a take of a request."""
    if request.mend is not None:
        return ((yield from _conditioning_of(engine, request.mend.original)),) * request.takes
    if request.between is not None:
        return ((yield from _between(engine, request.between)),) * request.takes
    if picture is None:
        picture = yield from describe(engine, request)
    return (yield from translate(engine, request, picture))


def _again(engine: Engine, recipe: Recipe) -> Steps[RenderedTake]:
    """The take of a recipe, on the way to another one; nobody is shown it."""
    media = media_of(recipe)
    if recipe.origin is not Origin.RECORDED:
        check_bundle(recipe, engine.bundle)
    request = repeat(recipe, media, media.path.stem if media else "Words")
    original = None if recipe.mend is None else (yield from _again(engine, recipe.mend.original))
    conditionings = yield from _conditionings(engine, request)
    with contextlib.closing(make(engine, request, conditionings, original)) as steps:
        while True:
            try:
                progress = next(steps)
            except StopIteration as end:
                [take] = end.value
                made: RenderedTake = take
                return made
            yield Progress(progress.stage, progress.done, progress.total, progress.note, progress.notices)


def each_take(steps: Steps[T], then: Callable[[RenderedTake], object]) -> Steps[T]:
    """The same steps, handing each take on as soon as it is finished.

    Args:
        steps: Those of `propose`, or of what walks it.
        then: Keeps the take, shows it, plays it; on the thread that runs the steps.

    Raises:
        What `steps` and `then` raise.
    """
    with contextlib.closing(steps):
        while True:
            try:
                progress = next(steps)
            except StopIteration as end:
                result: T = end.value
                return result
            if isinstance(progress, TakeReady) and progress.rendered is not None:
                then(progress.rendered)
            yield progress


def describe(engine: Engine | Encoders, request: GenerateRequest) -> Steps[VisualEmbedding | None]:
    """What the visual encoder sees in the used span; None without a picture.

    Raises:
        MediaError: The picture cannot be decoded.
        NoSuchFile: It is gone.
        BadInput: An unknown way to aggregate.
    """
    if request.media is None:
        return None
    count, fit = request.settings.frames, Fit.square(engine.visual.image_size)
    yield Progress("looking", 0, 1)
    if request.time_map is None or request.media.still:
        [frames] = frames_of(request.media, [request.used], count, fit)
    else:
        frames = yield from retimed_frames(request.media, request.time_map, request.used, count, fit)
    return (yield from embed(engine.visual, frames, request.settings.aggregation))


def translate(
    engine: Engine, request: GenerateRequest, picture: VisualEmbedding | None
) -> Steps[tuple[Conditioning, ...]]:
    """One conditioning a take: the mapper's answer to its seed, mixed with the words.

    Where the mapper recognised nothing in the picture, the prompt stands alone, if there is one.

    Args:
        engine: The models.
        request: Its seeds, its words, its mapper.
        picture: What the visual encoder saw; None leaves the words alone.

    Raises:
        BundleError: There is no such mapper, or its files are corrupt.
        SpaceMismatch: It was fitted to other encoders.
        BadInput: The guidance is below 1, or no word of the prompt is known and there is no picture.
        NotFinite: The text encoder or the mapper gave numbers that are none.
    """
    settings = request.settings
    words = read_words(engine.audio, settings)
    yield Progress("reading the words", 0, 1, notices=words.notices)
    if picture is None:
        return tuple(condition(words) for _ in request.seeds)
    mapper = yield from engine.mapper(settings.mapper)
    answers: dict[int, Conditioning] = {}
    prompted = words.towards is not None and words.weight > 0
    unsure: Tag | None = None
    for takes in batches(request.places, request.side_by_side):
        mapped = yield from mapper.map(picture, settings, [request.seeds[take] for take in takes])
        for place, take in enumerate(takes):
            if request.places[take] == place:
                unsure = mapped[place].guess
                alone = prompted and unsure is not None
                answers[take] = condition(words) if alone else condition(words, mapped[place], mapper.name)
    if unsure is not None:
        yield Progress("mapping", 1, 1, notices=_unsure(unsure, prompted))
    return tuple(answers[take] for take in range(request.takes))


def _unsure(guess: Tag, prompted: bool) -> tuple[str, str]:
    """What is said when nothing in a picture was recognised."""
    seen = f"Nothing in the picture was recognised for sure; the nearest was “{guess.label}” ({guess.score:.0%})."
    if prompted:
        return seen, "The prompt alone decides what sounds."
    return seen, "The takes are ambience: say in the prompt what should sound."


def make(
    engine: Engine,
    request: GenerateRequest,
    conditionings: Sequence[Conditioning],
    original: RenderedTake | None = None,
) -> Steps[tuple[RenderedTake, ...]]:
    """A take from each conditioning, found or rendered as the request's settings say, the closest first.

    Of both, the first half is found, as far as finds fit, and the rest rendered: in first places finds are the right
    kind of sound more often than renderings of a small model, and each take is kept as soon as it is there, so none
    can be held back for a comparison. From libraries alone, finds that do not fit come last.

    Raises:
        As `render`, and
        BadInput: Takes were wanted from libraries alone, which have nothing that fits.
        NoSuchFile: The recording of a recipe is gone.
    """
    source, takes = request.settings.source, len(conditionings)
    if request.recording is not None:
        finder = take_finder(engine)
        recipe = yield from _recipe(engine, request)
        return ((yield from finder.again(request.recording, conditionings[0], recipe)),)
    if source is SourceKind.GENERATOR or any((request.between, request.variation, request.mend)):
        return (yield from render(engine, request, conditionings, original))
    wanted = takes if source is SourceKind.LIBRARY else -(-takes // 2)
    recipe = yield from _recipe(engine, request)
    found = yield from take_finder(engine).find(
        query_for(conditionings[0]), conditionings[:wanted], request.seeds[:wanted], recipe, request.avoid,
        fits=lambda find: fits(find, conditionings[0]), others=source is SourceKind.LIBRARY,
    )  # fmt: skip
    if source is SourceKind.LIBRARY:
        if not found:
            raise BadInput(
                f"No recording of your libraries fits {request.name}.",
                "Add a folder with 'v2a library add' and scan it, or render with --source generator.",
            )
        return ranked(found)
    if len(found) == takes:
        return ranked(found)
    first = len(found)
    rest = replace(
        request, seed=request.seeds[first], takes=takes - first, place=request.places[first], batch=request.side_by_side
    )
    rendered = yield from render(engine, rest, conditionings[first:])
    return ranked((*found, *rendered))


def ranked(takes: Sequence[RenderedTake]) -> tuple[RenderedTake, ...]:
    """The closest to what was asked for first, silent ones last."""
    return tuple(sorted(takes, key=lambda item: (item.take.silent, -item.take.score)))


def take_finder(engine: Engine) -> TakeFinder:
    """What finds takes in the libraries of this machine."""
    return TakeFinder(Libraries().all(), engine.ranker, levels, engine.plugins.process)


def _recipe(engine: Engine, request: GenerateRequest) -> Steps[Recipe]:
    """The recipe of a request's first take."""
    digest = "" if request.media is None else (yield from engine.mapper(request.settings.mapper)).digest
    return recipe_of(engine, request, digest)


def render(
    engine: Engine,
    request: GenerateRequest,
    conditionings: Sequence[Conditioning],
    original: RenderedTake | None = None,
) -> Steps[tuple[RenderedTake, ...]]:
    """A take from each conditioning, measured; the closest to what was asked for first, silent ones last.

    Args:
        engine: The models.
        request: What they are asked for.
        conditionings: One a take, in the order of the request's seeds.
        original: The take that is mended.

    Raises:
        OutOfMemory: The device cannot hold even one take.
        SpaceMismatch: A conditioning lives in another space than the generator's.
        NoSuchFile: The recording to start from is gone.
        BadInput: It has changed since, or the generator cannot start from one.
    """
    recipe = yield from _recipe(engine, request)
    conditionings = yield from given(engine, request, conditionings)
    renderer = TakeRenderer(engine.generator, engine.ranker, levels, engine.plugins.process, fill=True)
    if request.variation is not None:
        yield Progress("reading the recording", 0, 1)
        renderer = replace(renderer, begin=recorded_start(request.variation, recipe, Libraries().all()).start)
    if request.mend is not None and original is not None:
        canvas = canvas_of(original, recipe, request.mend)
        renderer = replace(
            renderer,
            begin=canvas.start,
            process=lambda sound: canvas.laid(engine.plugins.process(sound)),
            rate=original.take.sample_rate,
        )
    takes = yield from renderer.render(conditionings, request.seeds, recipe)
    return ranked(takes)


def _between(engine: Engine, ends: Between) -> Steps[Conditioning]:
    """The conditioning at a place between those of two recipes."""
    start = yield from _conditioning_of(engine, ends.start)
    end = yield from _conditioning_of(engine, ends.end)
    return between(start, end, ends.position, (_end_name(ends.start), _end_name(ends.end)))


def _conditioning_of(engine: Engine, recipe: Recipe) -> Steps[Conditioning]:
    """The conditioning of a recipe's take."""
    check_bundle(recipe, engine.bundle)
    if recipe.mend is not None:
        return (yield from _conditioning_of(engine, recipe.mend.original))
    if recipe.between is not None:
        return (yield from _between(engine, recipe.between))
    media = media_of(recipe)
    request = repeat(recipe, media, media.path.stem if media else "Words")
    picture = yield from describe(engine, request)
    [conditioning] = yield from translate(engine, request, picture)
    return conditioning


def _end_name(recipe: Recipe) -> str:
    return f"{recipe.settings.prompt or (recipe.media.path.name if recipe.media else '')} #{recipe.seed}"
