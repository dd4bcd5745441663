"""Plugins, typed: what they add, and what they are told. `v2a_hooks.specs` describes the hooks.

    plugins = load_plugins()
    generator = plugins.generator(source.kind)(source, runtime)
    request = plugins.before_generate(request)
    delivery = yield from plugins.deliver("wav", DeliveryRequest(…), folder)
    delivery = yield from plugins.export("otio", CutRequest(…), folder)

Loading is quick: neither torch nor av is imported before a factory is called.
"""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Collection, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from v2a_plugin.model.errors import Cancelled, PluginError, V2AError
from v2a_plugin.plugins.catalogue import Catalogue
from v2a_plugin.plugins.loading import Candidate, Roster, call, disabled_by_environment, find_candidates
from v2a_plugin.plugins.report import Addition, FailedStage, Kind, Origin, PluginFailure, PluginInfo, PluginState

if TYPE_CHECKING:
    from v2a_hooks.entries import CutReader, PanelAction, PanelDock
    from v2a_hooks.specs import (
        AudioEncoderFactory,
        CaptionerFactory,
        GeneratorFactory,
        MapperFactory,
        ShotDetectorFactory,
        VisualEncoderFactory,
    )
    from v2a_plugin.delivery.protocol import CutExporter, CutRequest, Delivery, DeliveryRequest, Exporter
    from v2a_plugin.hosts.protocol import Host
    from v2a_plugin.model.progress import Steps
    from v2a_plugin.model.request import GenerateRequest
    from v2a_plugin.model.sound import Sound
    from v2a_plugin.model.takes import RenderedTake
    from v2a_plugin.model.timeline import Timeline
    from v2a_plugin.plugins.panel import Panel
    from v2a_plugin.timeline.operations import Change

__all__ = ["Addition", "Kind", "PluginInfo", "PluginState", "Plugins", "load_plugins"]

T = TypeVar("T")
Request = TypeVar("Request", bound="GenerateRequest")


def load_plugins(extra: Sequence[object] = (), disabled: Collection[str] | None = None) -> Plugins:
    """Find, import and register every plugin. Broken ones are reported, never raised.

    Args:
        extra: Plugins to add to those built in and installed: modules, objects or classes with hooks.
        disabled: Names to leave out; None reads `V2A_PLUGINS_DISABLED` (names with commas, `*` for all that are
            not built in).
    """
    return Plugins(Roster(find_candidates(extra), disabled_by_environment() if disabled is None else disabled))


class Plugins:
    """All plugins of a session; made by `load_plugins`."""

    def __init__(self, roster: Roster) -> None:
        self._roster = roster
        self._catalogue = Catalogue(roster)

    # What was added

    def visual_encoder(self, kind: str) -> VisualEncoderFactory:
        """The factory of a visual encoder. BadInput when there is none of this kind."""
        return self._factory(Kind.VISUAL_ENCODER, kind)

    def audio_encoder(self, kind: str) -> AudioEncoderFactory:
        """The factory of an encoder of sound and words. BadInput when there is none of this kind."""
        return self._factory(Kind.AUDIO_ENCODER, kind)

    def mapper(self, kind: str) -> MapperFactory:
        """The factory of a mapper. BadInput when there is none of this kind."""
        return self._factory(Kind.MAPPER, kind)

    def generator(self, kind: str) -> GeneratorFactory:
        """The factory of a generator. BadInput when there is none of this kind."""
        return self._factory(Kind.GENERATOR, kind)

    def shot_detector(self, name: str) -> ShotDetectorFactory:
        """The factory of a shot detector. BadInput when there is none of this name."""
        return self._factory(Kind.SHOT_DETECTOR, name)

    def captioner(self, name: str) -> CaptionerFactory:
        """The factory of a captioner. BadInput when there is none of this name."""
        return self._factory(Kind.CAPTIONER, name)

    def exporter(self, name: str) -> Exporter:
        """An exporter, for what it declares; `deliver` runs one. BadInput when there is none of this name."""
        exporter: Exporter = self._catalogue.find(Kind.EXPORTER, name).thing
        return exporter

    def cut_exporter(self, name: str) -> CutExporter:
        """An exporter of cuts, for what it declares; `export` runs one. BadInput when there is none of this name."""
        exporter: CutExporter = self._catalogue.find(Kind.CUT_EXPORTER, name).thing
        return exporter

    def cut_readers(self) -> tuple[CutReader, ...]:
        """The formats of cuts that can be read, in the order of loading, for `v2a_plugin.formats.reading.read_cut`."""
        return tuple(found.thing for found in self._catalogue.of(Kind.CUT_READER))

    def host(self, name: str) -> Host:
        """An editor that v2a can be reached from. BadInput when there is none of this name."""
        host: Host = self._catalogue.find(Kind.HOST, name).thing
        return host

    def panel_actions(self) -> tuple[PanelAction, ...]:
        """What plugins add to the panel, in the order of loading; `run_panel_action` runs one."""
        return tuple(found.thing for found in self._catalogue.of(Kind.PANEL_ACTION))

    def run_panel_action(self, name: str, panel: Panel) -> None:
        """Do what a plugin added to the panel.

        Raises:
            BadInput: There is no action of this name.
            V2AError: What the action wants the person to read.
            PluginError: It failed in a way it does not explain; that is in the report too.
        """
        found = self._catalogue.find(Kind.PANEL_ACTION, name)
        with self._blaming(found.plugin):
            found.thing.call(panel)

    def panel_docks(self) -> tuple[PanelDock, ...]:
        """The parts that plugins add to the panel's window, in the order of loading; `fill_panel_dock` fills one."""
        return tuple(found.thing for found in self._catalogue.of(Kind.PANEL_DOCK))

    def fill_panel_dock(self, name: str, panel: Panel) -> object:
        """The widget of a dock.

        Raises:
            BadInput: There is no dock of this name.
            V2AError: What the plugin wants the person to read.
            PluginError: It failed in a way it does not explain; that is in the report too.
        """
        found = self._catalogue.find(Kind.PANEL_DOCK, name)
        with self._blaming(found.plugin):
            return found.thing.make(panel)

    def blame_panel_dock(self, name: str, error: BaseException) -> PluginError:
        """What to tell of an error in a dock that was filled already: while it paints, say. It is in the report too."""
        return self._blame(self._catalogue.find(Kind.PANEL_DOCK, name).plugin, error)

    def added(self, kind: Kind) -> tuple[Addition, ...]:
        """Everything of one kind, in the order of loading: for choices and help."""
        return tuple(found.addition for found in self._catalogue.of(kind))

    # What is done with it

    def process(self, sound: Sound) -> Sound:
        """A rendered sound after every processor. One that fails, gives numbers that are none, or changes rate or length, is left out."""
        for found in self._catalogue.of(Kind.PROCESSOR):
            with self._roster.containing(found.plugin, FailedStage.RUN):
                changed = found.thing(type(sound)(sound.samples.copy(), sound.rate))
                if (changed.rate, changed.samples.shape) != (sound.rate, sound.samples.shape):
                    raise ValueError(f"{found.addition.name} changed the rate, the channels or the length of a sound")
                sound = changed
        return sound

    def deliver(self, exporter: str, request: DeliveryRequest, folder: Path) -> Steps[Delivery]:
        """Write a delivery with an exporter, then tell `delivery_written`.

        Raises:
            BadInput: There is no such exporter.
            OutputError: The disk is full, or the folder may not be written.
            PluginError: The exporter failed in a way it does not explain.
        """
        found = self._catalogue.find(Kind.EXPORTER, exporter)
        delivery: Delivery = yield from self._steps(found.plugin, lambda: found.thing.write(request, folder))
        self._tell("delivery_written", delivery=delivery)
        return delivery

    def export(self, exporter: str, request: CutRequest, folder: Path) -> Steps[Delivery]:
        """Write a whole cut with an exporter, then tell `delivery_written`.

        Raises:
            BadInput: There is no such exporter of cuts, or nothing in the cut is heard.
            NoSuchFile: The sound of a cue is gone.
            OutputError: The disk is full, or the folder may not be written.
            PluginError: The exporter failed in a way it does not explain.
        """
        found = self._catalogue.find(Kind.CUT_EXPORTER, exporter)
        delivery: Delivery = yield from self._steps(found.plugin, lambda: found.thing.write_cut(request, folder))
        self._tell("delivery_written", delivery=delivery)
        return delivery

    # Events

    def before_generate(self, request: Request) -> Request:
        """The request after every plugin has seen it in turn. A V2AError of theirs is a veto and passes through."""
        for implementation in self._roster.implementations("before_generate"):
            veto = None
            with self._roster.containing(implementation.plugin_name, FailedStage.RUN):
                try:
                    answer = call("before_generate", implementation, {"request": request})
                except V2AError as error:
                    veto = error
                else:
                    if answer is not None and not isinstance(answer, type(request)):
                        kinds = type(answer).__name__, type(request).__name__
                        raise TypeError("before_generate gave a {}, not a {}".format(*kinds))
                    request = request if answer is None else answer
            if veto is not None:
                raise veto
        return request

    def take_rendered(self, request: GenerateRequest, take: RenderedTake) -> None:
        """Tell that a take is finished."""
        self._tell("take_rendered", request=request, take=take)

    def cue_placed(self, before: Timeline, after: Timeline, change: Change) -> None:
        """Tell of every cue that a change has put on a track; an open project calls it for each of its changes.

        Args:
            before: The cut before the change.
            after: The cut after it.
            change: What was done.
        """
        from v2a_plugin.timeline.placing import cues_placed

        for placed in cues_placed(before, after, change):
            self._tell("cue_placed", timeline=after, track=placed.track, cue=placed.cue)

    @contextlib.contextmanager
    def job(self, title: str) -> Iterator[None]:
        """Around one job: an error tells `job_failed`; one that a plugin did not explain names that plugin.

        Raises:
            PluginError: In place of an unexpected error that came out of a plugin's code.
        """
        try:
            yield
        except (Cancelled, KeyboardInterrupt, GeneratorExit):  # the last: long work that is closed midway
            raise
        except V2AError as error:
            self._tell("job_failed", job=title, error=error)
            raise
        except BaseException as error:
            if culprit := self._culprit(error):
                blamed = self._blame(culprit, error)
                self._tell("job_failed", job=title, error=blamed)
                raise blamed from error
            if isinstance(error, Exception):
                self._tell("job_failed", job=title, error=error)
            raise

    # Report

    @property
    def failures(self) -> tuple[PluginFailure, ...]:
        """What went wrong so far, in order."""
        return tuple(self._roster.failures)

    def report(self) -> tuple[PluginInfo, ...]:
        """Every plugin that was found, in the order of loading: what it adds and how it fares by now."""
        return tuple(self._info(candidate) for candidate in self._roster.candidates.values())

    def versions(self) -> tuple[tuple[str, str], ...]:
        """Pairs (package, version) of the installed plugins in use, sorted: they belong into a recipe."""
        used = {info for info in self.report() if info.distribution and self._roster.registered(info.name)}
        return tuple(sorted({(info.distribution, info.version) for info in used}))

    # Inside

    def _factory(self, kind: Kind, name: str) -> Callable[..., Any]:
        found = self._catalogue.find(kind, name)

        def make(*arguments: object) -> Any:
            with self._blaming(found.plugin):
                return found.thing(*arguments)

        return make

    def _tell(self, event: str, **arguments: object) -> None:
        for implementation in self._roster.implementations(event):
            with self._roster.containing(implementation.plugin_name, FailedStage.RUN):
                call(event, implementation, arguments)

    @contextlib.contextmanager
    def _blaming(self, plugin: str) -> Iterator[None]:
        try:
            yield
        except (V2AError, KeyboardInterrupt):
            raise
        except BaseException as error:
            raise self._blame(plugin, error) from error

    def _steps(self, plugin: str, begin: Callable[[], Steps[T]]) -> Steps[T]:
        """Steps of a plugin; what it raises in one of them is blamed on it, and closing them closes its own."""
        with self._blaming(plugin):
            steps = iter(begin())
        try:
            while True:
                with self._blaming(plugin):
                    try:
                        progress = next(steps)
                    except StopIteration as end:
                        result: T = end.value
                        return result
                yield progress
        finally:
            if close := getattr(steps, "close", None):
                with self._blaming(plugin):
                    close()

    def _blame(self, plugin: str, error: BaseException) -> PluginError:
        failure = self._roster.fail(plugin, FailedStage.RUN, error)
        owner = failure.distribution or plugin
        if self._roster.candidates[plugin].origin is Origin.BUILT_IN:
            return PluginError(f"{failure}", "This is a fault of v2a-plugin; please report it.")
        return PluginError(
            f"{failure}", f"Report it to the authors of {owner}, or leave it out with V2A_PLUGINS_DISABLED={plugin}."
        )

    def _culprit(self, error: BaseException) -> str:
        """The plugin whose code is innermost in a traceback; "" when none of those not built in takes part."""
        owners = {c.package: c.name for c in self._roster.candidates.values() if c.origin is not Origin.BUILT_IN}
        culprit, trace = "", error.__traceback__
        while trace:
            module = str(trace.tb_frame.f_globals.get("__name__", ""))
            culprit = owners.get(module) or owners.get(module.partition(".")[0]) or culprit
            trace = trace.tb_next
        return culprit

    def _info(self, candidate: Candidate) -> PluginInfo:
        name = candidate.name
        failures = tuple(failure for failure in self._roster.failures if failure.name == name)
        adds = tuple(found.addition for kind in Kind for found in self._catalogue.of(kind) if found.plugin == name)
        hooks = self._roster.hooks_of(name) if self._roster.registered(name) else ()
        listens = tuple(hook for hook in hooks if not hook.startswith("register_"))
        if name in self._roster.disabled:
            state = PluginState.DISABLED
        elif failures:
            state = PluginState.IMPAIRED if adds or listens else PluginState.FAILED
        else:
            state = PluginState.WORKING
        return PluginInfo(
            name, candidate.origin, candidate.distribution, candidate.version, state, adds, listens, failures
        )
