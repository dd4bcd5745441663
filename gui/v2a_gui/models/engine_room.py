"""The models, loaded when first needed and kept; used on the queue's thread only."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, TypeVar

from v2a_plugin.model.progress import Steps
from v2a_plugin.model.request import GenerateRequest
from v2a_plugin.plugins.facade import Plugins

if TYPE_CHECKING:
    from v2a_plugin.generation.engine import Engine
    from v2a_plugin.model.takes import RenderedTake

__all__ = ["EngineChoice", "EngineRoom", "numbered", "one_by_one"]

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class EngineChoice:
    """Which models run, and where."""

    bundle: str = "mini"
    device: str = "auto"
    precision: str = "auto"
    threads: int | None = None
    memory: int | None = None


class EngineRoom:
    """Renders requests with whatever engine they ask for; one engine is held at a time."""

    def __init__(self, plugins: Plugins) -> None:
        self._plugins = plugins
        self._choice: EngineChoice | None = None
        self._engine: Engine | None = None

    def propose(
        self, choice: EngineChoice, request: GenerateRequest, rendered: Callable[[RenderedTake], None]
    ) -> Steps[int]:
        """Render takes one after the other, so that the first can be heard while the next one is made.

        Args:
            choice: Which engine.
            request: What is asked for.
            rendered: Told each take as it is finished, on the thread that runs this.

        Returns:
            How many takes there were.
        """
        from v2a_plugin.generation.pipeline import propose

        engine = yield from self._load(choice)
        made = 0
        for number, single in enumerate(one_by_one(request), 1):
            takes = yield from numbered(propose(engine, single), number, request.takes)
            for take in takes:
                rendered(take)
                made += 1
        return made

    def unload(self) -> None:
        """Give the memory of the models back."""
        self._engine = self._choice = None

    def _load(self, choice: EngineChoice) -> Steps[Engine]:
        from v2a_plugin.generation.engine import load_engine
        from v2a_plugin.sources.generators.devices import choose_runtime
        from v2a_plugin.zoo.store import Store

        if self._engine is None or choice != self._choice:
            self.unload()
            runtime = choose_runtime(choice.device, choice.precision, choice.threads, choice.memory)
            self._engine = yield from load_engine(Store().open(choice.bundle), runtime, self._plugins)
            self._choice = choice
        return self._engine


def numbered(steps: Steps[T], number: int, count: int) -> Steps[T]:
    """The same steps, saying which of several takes they are for."""
    with contextlib.closing(steps):
        while True:
            try:
                progress = next(steps)
            except StopIteration as end:
                result: T = end.value
                return result
            named = f"take {number} of {count}: {progress.stage}"
            yield replace(progress, stage=named) if count > 1 else progress


def one_by_one(request: GenerateRequest) -> Iterator[GenerateRequest]:
    """A request for each of the seeds of a request; a take then comes out the same bit for bit on its own."""
    for seed in request.seeds:
        yield replace(request, seed=seed, takes=1, batch=1)
