"""From conditionings to finished takes: rendered, judged, retried when silent, measured."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

import numpy as np
from jaxtyping import Float32

from v2a_plugin.model.batches import batches
from v2a_plugin.model.embeddings import Conditioning
from v2a_plugin.model.errors import BadInput
from v2a_plugin.model.progress import Progress, Steps
from v2a_plugin.model.recipe import Recipe
from v2a_plugin.model.sound import Levels, Sound
from v2a_plugin.model.takes import RenderedTake, Take
from v2a_plugin.model.time import index_at
from v2a_plugin.sources.finishing import DELIVERY_RATE, finished, is_silent, samples_to_render
from v2a_plugin.sources.generators.noise import next_seed
from v2a_plugin.sources.protocol import SoundGenerator
from v2a_plugin.sources.ranking import Ears, score

__all__ = ["render_takes"]

_RETRIES = 2
_ATTEMPT = 1 << 20  # candidates of an attempt are numbered from here on, in the take's own sequence of seeds


@dataclass(frozen=True, slots=True, eq=False)
class _Heard:
    """A finished rendering and what the judge says of it."""

    sound: Sound
    vector: Float32[np.ndarray, " audio"]
    score: float
    silent: bool

    def beats(self, other: _Heard) -> bool:
        """Sound beats silence; among equals the better score wins, and the earlier one on a tie."""
        return (not self.silent, self.score) > (not other.silent, other.score)


@dataclass(frozen=True, slots=True, eq=False)
class _Job:
    """One take to make."""

    conditioning: Conditioning
    seed: int
    place: int


def render_takes(
    generator: SoundGenerator,
    ears: Ears,
    conditionings: Sequence[Conditioning],
    seeds: Sequence[int],
    recipe: Recipe,
    measure: Callable[[Sound], Levels],
    fill: bool = False,
    process: Callable[[Sound], Sound] = lambda sound: sound,
) -> Steps[tuple[RenderedTake, ...]]:
    """One finished take a conditioning, in order.

    `recipe.settings.candidates` renderings are made of each, and the one that CLAP finds nearest to what was asked for
    is kept. A take that is silent where it is used is tried again with the next seeds of its own sequence, twice at
    most, and marked. All of that follows from the take's seed, so its recipe keeps that seed and makes the same
    sound again.

    Args:
        generator: Renders.
        ears: Judges; of the generator's bundle.
        conditionings: One a take.
        seeds: One a take.
        recipe: What all takes share; `seed` is set here. `batch` is how many are rendered side by side.
        measure: Measures loudness and peaks.
        fill: Have `recipe.batch` takes stand side by side, each at its own place, with copies where there are too few,
            so that a take made again from its recipe alone goes through the very same arithmetic as among its
            neighbours, bit for bit.
        process: Changes a finished rendering before it is judged and measured; keeps rate and length.

    Raises:
        BadInput: No take is asked for.
        SpaceMismatch: Generator, encoder and conditionings live in different spaces.
        OutOfMemory: The device cannot hold it, even alone.
    """
    if not seeds or len(seeds) != len(conditionings):
        raise BadInput(f"{len(seeds)} takes were asked for.", "Ask for 1 or more.")
    ears.check(conditionings)
    jobs = [
        _Job(conditioning, seed, (recipe.place + number) % recipe.batch)
        for number, (conditioning, seed) in enumerate(zip(conditionings, seeds, strict=True))
    ]
    chosen = yield from _attempt(generator, ears, jobs, 0, recipe, fill, process)
    retries = [0] * len(jobs)
    for attempt in range(1, _RETRIES + 1):
        silent = [index for index, heard in enumerate(chosen) if heard.silent]
        if not silent:
            break
        again = yield from _attempt(generator, ears, [jobs[index] for index in silent], attempt, recipe, fill, process)
        for index, heard in zip(silent, again, strict=True):
            retries[index] = attempt
            if heard.beats(chosen[index]):
                chosen[index] = heard
    takes = []
    for index, (job, heard) in enumerate(zip(jobs, chosen, strict=True)):
        yield Progress("measuring", index, len(jobs))
        takes.append(_take(heard, retries[index], replace(recipe, seed=job.seed, place=job.place), ears, measure))
    return tuple(takes)


def _attempt(
    generator: SoundGenerator,
    ears: Ears,
    jobs: Sequence[_Job],
    attempt: int,
    recipe: Recipe,
    fill: bool,
    process: Callable[[Sound], Sound],
) -> Steps[list[_Heard]]:
    """The best candidate of each job, all candidates from seeds that no earlier attempt has used."""
    best: list[_Heard] = []
    for candidate in range(recipe.settings.candidates):
        moved = [replace(job, seed=next_seed(job.seed, candidate + attempt * _ATTEMPT)) for job in jobs]
        found = yield from _candidates(generator, ears, moved, recipe, fill, process)
        best = [new if new.beats(old) else old for new, old in zip(found, best or found, strict=True)]
    return best


def _candidates(
    generator: SoundGenerator,
    ears: Ears,
    jobs: Sequence[_Job],
    recipe: Recipe,
    fill: bool,
    process: Callable[[Sound], Sound],
) -> Steps[list[_Heard]]:
    """One finished and judged rendering a job, `recipe.batch` side by side."""
    samples = recipe.rendered.samples(DELIVERY_RATE)
    raw_samples = samples_to_render(samples, generator.sample_rate)
    offset = index_at(recipe.used.start, DELIVERY_RATE) - index_at(recipe.rendered.start, DELIVERY_RATE)
    used = slice(offset, offset + recipe.used.samples(DELIVERY_RATE))
    heard: dict[int, _Heard] = {}
    for batch in batches([job.place for job in jobs], recipe.batch):
        wanted = [(place, number) for place, number in enumerate(batch) if jobs[number].place == place]
        standing = [jobs[number] for number in batch] if fill else [jobs[number] for _, number in wanted]
        raw = yield from generator.render(
            [job.conditioning for job in standing], [job.seed for job in standing], raw_samples, recipe.settings
        )
        yield Progress("listening", len(heard), len(jobs))
        kept = [raw[place] for place, _ in wanted] if fill else raw
        sounds = [process(finished(each, samples)) for each in kept]
        parts = [Sound(np.ascontiguousarray(each.samples[used]), DELIVERY_RATE) for each in sounds]
        vectors = ears.embed(parts)
        for (_, number), sound, part, vector in zip(wanted, sounds, parts, vectors, strict=True):
            heard[number] = _Heard(sound, vector, score(jobs[number].conditioning, vector), is_silent(part))
    return [heard[number] for number in range(len(jobs))]


def _take(heard: _Heard, retries: int, recipe: Recipe, ears: Ears, measure: Callable[[Sound], Levels]) -> RenderedTake:
    digest = hashlib.sha256(heard.sound.samples.astype("<f4").tobytes()).hexdigest()
    take = Take(
        id=digest[:16],
        digest=digest,
        sample_rate=DELIVERY_RATE,
        rendered=recipe.rendered,
        used=recipe.used,
        score=heard.score,
        heard_as=ears.heard_as(heard.vector[None])[0],
        levels=measure(heard.sound),
        recipe=recipe,
        silent=heard.silent,
        retries=retries,
    )
    return RenderedTake(take, heard.sound)
