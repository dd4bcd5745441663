"""A clip in, candidate foley out.

A media file is cut into regions. A region is looked at: some of its frames are decoded, and the visual encoder
describes them. The mapper, the words and the knobs translate that into one conditioning per take. The generator
renders a take from each, and the audio encoder says how close each came. `propose` is that sentence.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from v2a_plugin.encoders.aggregate import embed
from v2a_plugin.engine import Engine
from v2a_plugin.mapper.prompts import condition, read_words
from v2a_plugin.media.fit import Fit
from v2a_plugin.media.frames import frames_of
from v2a_plugin.media.levels import levels
from v2a_plugin.model.embeddings import Conditioning, VisualEmbedding
from v2a_plugin.model.errors import BadInput, SpanError
from v2a_plugin.model.media import MediaFile
from v2a_plugin.model.progress import Progress, Steps
from v2a_plugin.model.recipe import Recipe, Settings
from v2a_plugin.model.regions import Region
from v2a_plugin.model.takes import RenderedTake
from v2a_plugin.model.time import Span
from v2a_plugin.plugins import Plugins
from v2a_plugin.recipes import recipe_of
from v2a_plugin.shots.regions import detect
from v2a_plugin.synthesis.takes import render_takes

__all__ = [
    "LONGEST",
    "SHORTEST",
    "GenerateRequest",
    "describe",
    "find_shots",
    "propose",
    "render",
    "repeat",
    "translate",
]

SHORTEST = Fraction(1, 5)
"""Seconds of the shortest take, handles included."""
LONGEST = Fraction(600)
"""Seconds of the longest region, without handles."""
_MOST_TAKES = 64
_SEEDS = 2**63
_SIDE_BY_SIDE = 4


@dataclass(frozen=True, slots=True)
class GenerateRequest:
    """What one region is asked for.

    Attributes:
        name: What a person calls the region.
        media: The picture; None for words alone.
        used: Seconds from the first picture frame; from 0 for a still or for words alone.
        rate: Frames a second, for labels and padding.
        settings: The knobs.
        seed: Seed of the first take; the others count up from it.
        takes: How many, 1 to 64.
        handle: Seconds rendered before and after.
        batch: How many are rendered side by side; None chooses. A take comes out bit for bit only in a batch of the
            size it was made in, so smaller groups are filled up.
    """

    name: str
    media: MediaFile | None
    used: Span
    rate: Fraction
    settings: Settings
    seed: int
    takes: int = 4
    handle: Fraction = Fraction(0)
    batch: int | None = None

    def __post_init__(self) -> None:
        if not 1 <= self.takes <= _MOST_TAKES:
            raise BadInput(f"{self.takes} takes were asked for.", f"Ask for 1 to {_MOST_TAKES}.")
        if self.handle < 0:
            raise SpanError(f"The handles are {float(self.handle)} s long.", "Give 0 or more.")
        if self.rendered.duration < SHORTEST:
            raise SpanError(
                f"{self.name} is {float(self.rendered.duration):.3f} s long, and a take is at least 0.2 s.",
                "Take a longer span, or add handles.",
            )
        if self.used.duration > LONGEST:
            raise SpanError(f"{self.name} is longer than 10 minutes.", "Cut it into shorter segments.")
        if self.media is None and not self.settings.prompt:
            raise BadInput("There is neither a picture nor a prompt.", "Give a file, or words with --prompt.")

    @property
    def rendered(self) -> Span:
        """The used span with its handles; may begin before 0."""
        return self.used.widened(self.handle)

    @property
    def seeds(self) -> tuple[int, ...]:
        """One a take."""
        return tuple((self.seed + number) % _SEEDS for number in range(self.takes))

    @property
    def side_by_side(self) -> int:
        """The size of a batch: as few batches of at most four as the takes need, evenly filled."""
        return self.batch or math.ceil(self.takes / math.ceil(self.takes / _SIDE_BY_SIDE))


def find_shots(media: MediaFile, plugins: Plugins, detector: str = "adaptive") -> Steps[tuple[Region, ...]]:
    """The shots of a video, covering its picture without gaps."""
    return (yield from detect(media, plugins.shot_detector(detector)()))


def propose(engine: Engine, request: GenerateRequest) -> Steps[tuple[RenderedTake, ...]]:
    """Takes for a region, the closest to what was asked for first.

    Raises:
        V2AError: A plugin's veto, or any failure on the way; nothing is left behind.
    """
    with engine.plugins.job(f"generate {request.name}"):
        request = engine.plugins.before_generate(request)
        picture = yield from describe(engine, request)
        conditionings = yield from translate(engine, request, picture)
        takes = yield from render(engine, request, conditionings)
        for take in takes:
            engine.plugins.take_rendered(request, take)
        return takes


def describe(engine: Engine, request: GenerateRequest) -> Steps[VisualEmbedding | None]:
    """What the visual encoder sees in the used span; None without a picture."""
    if request.media is None:
        return None
    count, fit = request.settings.frames, Fit.square(engine.visual.image_size)
    yield Progress("looking", 0, 1)
    [frames] = frames_of(request.media, [request.used], count, fit)
    return (yield from embed(engine.visual, frames, request.settings.aggregation))


def translate(
    engine: Engine, request: GenerateRequest, picture: VisualEmbedding | None
) -> Steps[tuple[Conditioning, ...]]:
    """One conditioning a take: the mapper's answer to its seed, mixed with the words."""
    settings = request.settings
    words = read_words(engine.audio, settings)
    if picture is None:
        return tuple(condition(words) for _ in request.seeds)
    mapper = yield from engine.mapper(settings.mapper)
    answers: list[Conditioning] = []
    for seeds in _filled(request.seeds, request.side_by_side):
        mapped = yield from mapper.map(picture, settings, seeds)
        answers += [condition(words, answer, mapper.name) for answer in mapped]
    return tuple(answers[: request.takes])


def render(
    engine: Engine, request: GenerateRequest, conditionings: Sequence[Conditioning]
) -> Steps[tuple[RenderedTake, ...]]:
    """A take from each conditioning, measured; the closest to what was asked for first, silent ones last."""
    digest = "" if request.media is None else (yield from engine.mapper(request.settings.mapper)).digest
    recipe = recipe_of(engine, request, digest)
    takes = yield from render_takes(
        engine.generator,
        engine.ears,
        conditionings,
        request.seeds,
        recipe,
        levels,
        fill=True,
        process=engine.plugins.process,
    )
    return tuple(sorted(takes, key=lambda item: (item.take.silent, -item.take.score)))


def repeat(recipe: Recipe, media: MediaFile | None, name: str) -> GenerateRequest:
    """The request that makes a recipe's take again."""
    return GenerateRequest(
        name, media, recipe.used, recipe.rate, recipe.settings, recipe.seed, 1, recipe.handle, recipe.batch
    )


def _filled(seeds: Sequence[int], size: int) -> list[tuple[int, ...]]:
    """Groups of one size; the last one is filled up with its last seed."""
    groups = [tuple(seeds[start : start + size]) for start in range(0, len(seeds), size)]
    return [group + group[-1:] * (size - len(group)) for group in groups]
