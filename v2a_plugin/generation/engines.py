"""The loaded engines: one holder for every command, the panel and the hosts."""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import dataclass

import psutil

from v2a_plugin.encoders.protocols import Encoders
from v2a_plugin.generation.engine import Engine, load_encoders, load_engine
from v2a_plugin.model.config import Runtime
from v2a_plugin.model.progress import Steps
from v2a_plugin.plugins.facade import Plugins, load_plugins
from v2a_plugin.zoo.bundle import Bundle
from v2a_plugin.zoo.store import Store

__all__ = ["EngineChoice", "Engines"]

_GROWTH = 3
"""Bytes of memory a loaded bundle may take for each byte of its files: half precision becomes float32, and some is
held twice while it loads."""


@dataclass(frozen=True, slots=True)
class EngineChoice:
    """Which models run, and where.

    Attributes:
        bundle: Its name in the store.
        device: "auto", "cpu", "cuda", "cuda:N" or "mps".
        precision: "auto", "fp32", "bf16" or "fp16".
        threads: CPU threads; None leaves torch's own choice.
        memory: Most bytes that one rendering may take besides the weights; None for what the device has.
    """

    bundle: str = "mini"
    device: str = "auto"
    precision: str = "auto"
    threads: int | None = None
    memory: int | None = None

    @property
    def runtime(self) -> Runtime:
        """Where that is on this machine.

        Raises:
            BadInput: The device does not exist here, or cannot do the precision.
        """
        from v2a_plugin.sources.generators.devices import choose_runtime

        return choose_runtime(self.device, self.precision, self.threads, self.memory)


class Engines:
    """Loads each engine once, by bundle and runtime, and lets the longest unused go when memory gets short.

    For one thread at a time: the queue's, or that of a command.

    Attributes:
        plugins: Who loads the parts, and who is told what happens.
    """

    def __init__(self, plugins: Plugins | None = None) -> None:
        self.plugins = plugins or load_plugins()
        self._engines: OrderedDict[tuple[str, Runtime], Engine] = OrderedDict()

    def load(self, choice: EngineChoice) -> Steps[Engine]:
        """The engine of a choice; the bundle is opened from the store.

        Raises:
            BundleError: There is no such bundle, a part of it is missing or corrupt, or no plugin knows its kind.
            BadInput: The device does not exist here.
            OutOfMemory: The device cannot hold it, even alone.
        """
        return (yield from self.load_bundle(Store().open(choice.bundle), choice.runtime))

    def load_bundle(self, bundle: Bundle, runtime: Runtime | None = None) -> Steps[Engine]:
        """The engine of an opened bundle.

        Args:
            bundle: Its lock is checked.
            runtime: Where it runs; None for the best device here.

        Raises:
            As `load`.
        """
        key = (f"{bundle.root}\n{bundle.lock_digest}", runtime or EngineChoice().runtime)
        engine = self._engines.get(key)
        if engine is None:
            self._make_room(_size(bundle))
            engine = yield from load_engine(bundle, key[1], self.plugins)
            self._engines[key] = engine
        self._engines.move_to_end(key)
        return engine

    def encoders(self, bundle: Bundle, runtime: Runtime | None = None) -> Steps[Encoders]:
        """The encoders of a bundle alone, for describing pictures and sounds: those of its engine when it is loaded.

        Raises:
            As `load`.
        """
        runtime = runtime or EngineChoice().runtime
        engine = self._engines.get((f"{bundle.root}\n{bundle.lock_digest}", runtime))
        if engine is not None:
            return Encoders(engine.visual, engine.audio)
        return (yield from load_encoders(bundle, runtime, self.plugins))

    def __len__(self) -> int:
        return len(self._engines)

    def _make_room(self, size: int) -> None:
        """Let engines go, the longest unused first, until one of this size fits into what is free."""
        while self._engines and psutil.virtual_memory().available < size * _GROWTH:
            self._engines.popitem(last=False)


def _size(bundle: Bundle) -> int:
    """Bytes of a bundle's files."""
    return sum(path.stat().st_size for path in bundle.root.rglob("*") if path.is_file())
