"""Finding plugins and registering them, one by one, so that a broken one harms no other."""

from __future__ import annotations

import contextlib
import dataclasses
import difflib
import importlib
import itertools
import logging
import os
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from importlib.metadata import EntryPoint, distributions, entry_points
from types import ModuleType
from typing import Any

import pluggy

from v2a_hooks import PROJECT, specs
from v2a_plugin import __version__
from v2a_plugin.model.errors import V2AError
from v2a_plugin.plugins.report import FailedStage, Origin, PluginFailure
from v2a_plugin.plugins.tracing import traced

__all__ = ["Candidate", "Roster", "call", "disabled_by_environment", "find_candidates"]

BUILT_IN = (
    "v2a_hooks.builtin.encoders",
    "v2a_hooks.builtin.mappers",
    "v2a_hooks.builtin.generators",
    "v2a_hooks.builtin.detectors",
    "v2a_hooks.builtin.captioners",
    "v2a_hooks.builtin.formats",
    "v2a_hooks.builtin.watch",
    "v2a_hooks.builtin.resolve",
    "v2a_hooks.builtin.blender",
    "v2a_hooks.builtin.reaper",
)
"""What ships with the engine, in the order it is asked. A literal list, so that frozen applications find it too."""

logger = logging.getLogger("v2a_plugin.plugins")


@dataclasses.dataclass(frozen=True, slots=True)
class Candidate:
    """A plugin that was found and not yet imported.

    Attributes:
        name: How it is reported and disabled.
        origin: Where it came from.
        distribution: The installed package it belongs to; "" for what is built in or given.
        version: Of that package; "" when unknown.
        package: Import name of its code, to tell whose fault an error is.
        load: Imports it.
    """

    name: str
    origin: Origin
    distribution: str
    version: str
    package: str
    load: Callable[[], object]


def disabled_by_environment() -> frozenset[str]:
    """Names in `V2A_PLUGINS_DISABLED`, separated by commas; `*` stands for all that are not built in."""
    return frozenset(filter(None, map(str.strip, os.environ.get("V2A_PLUGINS_DISABLED", "").split(","))))


def find_candidates(extra: Sequence[object] = ()) -> Iterator[Candidate]:
    """All plugins in the order they are loaded: built in, installed (by name), given."""
    yield from map(_built_in, BUILT_IN)
    yield from map(_installed, sorted(_entry_points(), key=lambda point: (point.name, point.value)))
    yield from map(_given, extra)


def _built_in(module: str) -> Candidate:
    name = module.rpartition(".")[2]
    return Candidate(name, Origin.BUILT_IN, "", __version__, module, lambda: importlib.import_module(module))


def _entry_points() -> list[EntryPoint]:
    """All entry points of the group, also where the metadata of another package cannot be read."""
    try:
        return list(entry_points(group=PROJECT))
    except Exception:  # noqa: BLE001 -- whatever is wrong with the metadata of any installed package
        logger.warning("The metadata of an installed package cannot be read; plugins beside it are still found.")
    found = []
    for package in distributions():
        with contextlib.suppress(Exception):
            found += [point for point in package.entry_points if point.group == PROJECT]
    return found


def _installed(point: EntryPoint) -> Candidate:
    distribution = version = ""
    with contextlib.suppress(Exception):  # metadata without a name or a version
        if point.dist:
            distribution, version = str(point.dist.name), str(point.dist.version)

    def load() -> object:
        from v2a_plugin.plugins.requirements import unmet  # where nothing is installed it need not be there at once

        if point.dist and (reason := unmet(point.dist)):
            raise V2AError(reason)
        return point.load()

    package = point.value.partition(":")[0].strip().partition(".")[0]
    return Candidate(point.name, Origin.INSTALLED, distribution, version, package, load)


def _given(plugin: object) -> Candidate:
    owner = plugin if isinstance(plugin, type) else type(plugin)
    name = owner.__name__
    with contextlib.suppress(Exception):  # an object that answers nothing well
        name = str(getattr(plugin, "__name__", name))
    package = name if isinstance(plugin, ModuleType) else owner.__module__
    return Candidate(name, Origin.GIVEN, "", "", package, lambda: plugin)


class Roster:
    """Who was found, who is registered, and what went wrong.

    Attributes:
        candidates: Everything found, by name, in the order of loading. A second plugin of one name gets a number
            ("wav#2").
        disabled: Names that were left out on request.
        failures: In the order they happened; the same failure is kept once.
    """

    def __init__(self, candidates: Iterable[Candidate], disabled: Collection[str]) -> None:
        self._manager = pluggy.PluginManager(PROJECT)
        self._manager.add_hookspecs(specs)
        self.candidates: dict[str, Candidate] = {}
        self.disabled: set[str] = set()
        self.failures: list[PluginFailure] = []
        for candidate in candidates:
            name = self._free_name(candidate.name)
            self.candidates[name] = dataclasses.replace(candidate, name=name)
            if candidate.name in disabled or ("*" in disabled and candidate.origin is not Origin.BUILT_IN):
                self.disabled.add(name)
            else:
                self._load(name, candidate)

    def registered(self, name: str) -> bool:
        """Whether a plugin was imported and its hooks are in use."""
        return self._manager.has_plugin(name)

    def implementations(self, hook: str) -> list[pluggy.HookImpl]:
        """Who implements a hook, in the order they are asked."""
        found = getattr(self._manager.hook, hook).get_hookimpls()
        return sorted(found, key=lambda implementation: implementation.trylast - implementation.tryfirst)

    def hooks_of(self, name: str) -> tuple[str, ...]:
        """Names of the hooks a plugin implements, sorted."""
        callers = self._manager.get_hookcallers(self._manager.get_plugin(name)) or []
        return tuple(sorted(caller.name for caller in callers))

    def fail(self, name: str, stage: FailedStage, reason: str | BaseException) -> PluginFailure:
        """Keep and log a failure, once.

        Args:
            name: The plugin's.
            stage: When it failed.
            reason: A sentence, or what was raised.
        """
        text = reason if isinstance(reason, str) else _sentence(reason)
        failure = PluginFailure(name, self.candidates[name].distribution, stage, text)
        if failure not in self.failures:
            self.failures.append(failure)
            logger.warning("%s", failure)
        if isinstance(reason, BaseException):
            logger.debug("Where plugin %s failed", name, exc_info=reason)
        return failure

    def _free_name(self, name: str) -> str:
        names = itertools.chain([name], (f"{name}#{number}" for number in itertools.count(2)))
        return next(free for free in names if free not in self.candidates)

    @contextlib.contextmanager
    def containing(self, name: str, stage: FailedStage) -> Iterator[None]:
        """Around code of a plugin: whatever it raises is kept as its failure and ends nothing else.

        That is anything but Ctrl-C: SystemExit, GeneratorExit and exceptions that are no Exception too.
        """
        try:
            yield
        except KeyboardInterrupt:
            raise
        except BaseException as error:  # noqa: BLE001 -- that is the point
            self.fail(name, stage, error)

    def _load(self, name: str, candidate: Candidate) -> None:
        with self.containing(name, FailedStage.IMPORT):
            plugin = candidate.load()
            plugin = plugin() if isinstance(plugin, type) else plugin
            with self.containing(name, FailedStage.REGISTER):
                try:
                    self._manager.register(plugin, name)
                    self._manager.check_pending()  # a misspelled hook registers silently without this
                    self._refuse_wrappers_and_idlers(name)
                except BaseException:
                    if self._manager.has_plugin(name):
                        self._manager.unregister(name=name)
                    raise

    def _refuse_wrappers_and_idlers(self, name: str) -> None:
        hooks = self.hooks_of(name)
        if not hooks:
            raise TypeError("it marks no function with @hookimpl.")
        for hook in hooks:
            for implementation in self.implementations(hook):
                if implementation.plugin_name == name and (implementation.wrapper or implementation.hookwrapper):
                    raise TypeError(f"{hook} is a wrapper; hooks of v2a are plain functions.")


def call(hook: str, implementation: pluggy.HookImpl, arguments: Mapping[str, object]) -> Any:
    """Ask one implementation of a hook, with those of the arguments it takes; see `tracing` for how to watch that."""
    taken = {name: arguments[name] for name in implementation.argnames}
    with traced(hook, implementation.plugin_name, taken) as answer:
        answer.value = implementation.function(*taken.values())
    return answer.value


def _sentence(error: BaseException) -> str:
    if isinstance(error, SystemExit):
        return f"it tried to end the program with {error.code}."
    try:
        text = str(error)
    except Exception:  # noqa: BLE001 -- an exception that cannot say what it is
        text = ""
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    if isinstance(error, pluggy.PluginValidationError):
        return _misfit(lines)
    if isinstance(error, V2AError):
        return text
    kind = type(error).__name__
    return f"{kind}: {lines[0]}" if lines else f"{kind}."


def _misfit(lines: list[str]) -> str:
    """What pluggy says of a hook that fits no specification, without the address of the plugin."""
    if len(lines) > 1:
        return f"{lines[1].removeprefix('hookimpl definition: ')}: {lines[-1]}"
    text = lines[0].partition(" in plugin ")[0]
    close = difflib.get_close_matches(text.rpartition(" ")[2].strip("'"), specs.__all__, 1)
    return f"{text}; did you mean '{close[0]}'?" if close else f"{text}."
