"""A generator for several requests that go on in turn: what they ask for is rendered side by side."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from v2a_plugin.model.embeddings import Conditioning
from v2a_plugin.model.errors import V2AError
from v2a_plugin.model.progress import Progress, Steps
from v2a_plugin.model.recipe import Settings
from v2a_plugin.model.sound import Sound
from v2a_plugin.sources.protocol import Needs, SoundGenerator, StartsFromSound, StartSound, needs_of

__all__ = ["Waiting", "shared"]


class Waiting(Progress):
    """Progress of a rendering that goes on after `SharedGenerator.render_waiting`."""


@dataclass(slots=True, eq=False)
class _Part:
    """What one request waits for."""

    conditionings: Sequence[Conditioning]
    seeds: Sequence[int]
    samples: int
    settings: Settings
    outcome: tuple[Sound, ...] | V2AError | None = None


class SharedGenerator:
    """A `SoundGenerator` whose `render` yields `Waiting` until `render_waiting` was walked to its end.

    Renderings of one length and the same settings go through the model as one batch; each sound is within 1e-3 what it
    is alone.
    """

    def __init__(self, generator: SoundGenerator) -> None:
        self._generator = generator
        self._waiting: list[_Part] = []

    @property
    def clap_space(self) -> str:
        """Id of the space its conditionings live in."""
        return self._generator.clap_space

    @property
    def sample_rate(self) -> int:
        """Samples a second it renders."""
        return self._generator.sample_rate

    @property
    def needs(self) -> Needs:
        """What the generator needs beside vectors."""
        return needs_of(self._generator)

    def render(
        self, conditionings: Sequence[Conditioning], seeds: Sequence[int], samples: int, settings: Settings
    ) -> Steps[tuple[Sound, ...]]:
        """As the generator's own, among others."""
        part = _Part(conditionings, seeds, samples, settings)
        self._waiting.append(part)
        try:
            while part.outcome is None:
                yield Waiting("waiting for others", 0, 1)
        finally:
            if part in self._waiting:
                self._waiting.remove(part)
        if isinstance(part.outcome, V2AError):
            raise part.outcome
        return part.outcome

    def render_waiting(self) -> Steps[None]:
        """Render what is waited for; an error comes out of the `render` that it belongs to."""
        alike: dict[tuple[int, Settings], list[_Part]] = {}
        for part in self._waiting:
            alike.setdefault((part.samples, part.settings), []).append(part)
        self._waiting = []
        for parts in alike.values():
            try:
                yield from self._together(parts)
            except V2AError as error:
                if len(parts) == 1:
                    parts[0].outcome = error
                    continue
                for part in parts:  # the error of one is not that of the others
                    try:
                        yield from self._together([part])
                    except V2AError as own:
                        part.outcome = own

    def _together(self, parts: Sequence[_Part]) -> Steps[None]:
        sounds = yield from self._generator.render(
            [each for part in parts for each in part.conditionings],
            [seed for part in parts for seed in part.seeds],
            parts[0].samples,
            parts[0].settings,
        )
        first = 0
        for part in parts:
            part.outcome = tuple(sounds[first : first + len(part.seeds)])
            first += len(part.seeds)


class _SharedStarts(SharedGenerator):
    """The same of a generator that can start from sounds; those renderings are not shared."""

    _generator: StartsFromSound

    def render_from(
        self,
        conditionings: Sequence[Conditioning],
        seeds: Sequence[int],
        starts: Sequence[StartSound],
        settings: Settings,
    ) -> Steps[tuple[Sound, ...]]:
        """As the generator's own, alone."""
        return self._generator.render_from(conditionings, seeds, starts, settings)


def shared(generator: SoundGenerator) -> SharedGenerator:
    """A generator for requests that go on in turn; it can start from sounds where the generator can."""
    return _SharedStarts(generator) if isinstance(generator, StartsFromSound) else SharedGenerator(generator)
