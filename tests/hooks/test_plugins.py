"""The facade over plugins. A test named `test_hook_<hook>` belongs to each hook; the architecture tests ask for it."""

from __future__ import annotations

import dataclasses
import logging
import sys
from collections.abc import Callable, Iterator
from fractions import Fraction
from pathlib import Path
from types import ModuleType, SimpleNamespace
from typing import TYPE_CHECKING, TypeAlias

import numpy as np
import pytest

from v2a_hooks import CutReader, Entry, PanelAction, PanelDock, hookimpl
from v2a_plugin.delivery.package import Package
from v2a_plugin.formats.cut import EditorsCut, ReadOptions
from v2a_plugin.formats.reading import is_cut, read_cut
from v2a_plugin.model.config import PartSource, Runtime
from v2a_plugin.model.errors import BadInput, BundleError, Cancelled, PluginError
from v2a_plugin.model.progress import Progress, finish
from v2a_plugin.model.recipe import Settings
from v2a_plugin.model.sound import Sound
from v2a_plugin.model.takes import RenderedTake
from v2a_plugin.model.time import Span, Timecode
from v2a_plugin.plugins.facade import PluginInfo, Plugins, load_plugins
from v2a_plugin.plugins.report import FailedStage, Kind, PluginState

if TYPE_CHECKING:
    from v2a_plugin.delivery.protocol import Delivery, DeliveryRequest
    from v2a_plugin.model.progress import Steps
    from v2a_plugin.model.request import GenerateRequest

MakeDelivery: TypeAlias = "Callable[..., DeliveryRequest]"
MakeTake: TypeAlias = Callable[..., RenderedTake]
Install: TypeAlias = Callable[[str, str], None]

SOURCE = PartSource("mine", Path("folder"))
SILENCE = Sound.mono(np.zeros(100, np.float32), 48_000)


def plugin(name: str, **hooks: Callable[..., object]) -> ModuleType:
    """A plugin as a module, with a hook for each function."""
    module = ModuleType(name)
    for hook, function in hooks.items():
        setattr(module, hook, hookimpl(function))
    return module


def info(plugins: Plugins, name: str) -> PluginInfo:
    return next(info for info in plugins.report() if info.name == name)


@pytest.fixture
def request_() -> GenerateRequest:
    from v2a_plugin.model.request import GenerateRequest

    used = Span(Fraction(0), Fraction(2))
    return GenerateRequest("Words", None, used, Fraction(25), Settings(prompt="rain"), seed=1)


# What is built in


def test_everything_built_in_works() -> None:
    plugins = load_plugins(disabled=["*"])
    assert plugins.failures == ()
    assert {info.state for info in plugins.report() if info.origin == "built in"} == {PluginState.WORKING}
    names = {kind: {added.name for added in plugins.added(kind)} for kind in Kind}
    formats = {
        "bwf",
        "otio",
        "otioz",
        "fcp7",
        "fcpxml",
        "mlt",
        "kdenlive",
        "rpp",
        "edl",
        "aaf",
        "csv",
        "film",
        "film-mov",
    }
    assert names.pop(Kind.CUT_EXPORTER) >= formats
    assert names == {
        Kind.VISUAL_ENCODER: {"open_clip", "named"},
        Kind.AUDIO_ENCODER: {"clap", "laion", "yamnet"},
        Kind.MAPPER: {"diffusion", "regression", "bridge", "none"},
        Kind.GENERATOR: {"audioldm", "stable_audio"},
        Kind.SHOT_DETECTOR: {"adaptive", "transnet"},
        Kind.CAPTIONER: {"tags", "blip"},
        Kind.PROCESSOR: set(),
        Kind.EXPORTER: {"wav"},
        Kind.CUT_READER: {"otio", "fcp7", "fcpxml", "mlt", "kdenlive", "aaf", "rpp", "edl"},
        Kind.HOST: {"watch", "resolve", "blender", "reaper"},
        Kind.PANEL_ACTION: set(),
        Kind.PANEL_DOCK: set(),
    }


@pytest.mark.parametrize("kind", ["visual_encoder", "audio_encoder", "mapper", "generator"])
def test_every_factory_built_in_finds_its_room(kind: str, tmp_path: Path) -> None:
    """An empty folder is refused in a sentence by the engine's own loader: the lazy import inside worked."""
    plugins = load_plugins(disabled=["*"])
    for added in plugins.added(Kind[kind.upper()]):
        if added.name == "laion":
            continue  # its package is an extra; its own tests load it
        source = PartSource(added.name, tmp_path, "a", "b", model="ViT-B-32-quickgelu")
        if added.name == "none":
            assert plugins.mapper("none")(source, Runtime()).name == "none"  # it needs no files
            continue
        with pytest.raises(BadInput):
            getattr(plugins, kind)(added.name)(source, Runtime())


# Hooks that register


def register_and_make(hook: str, lookup: str, *arguments: object) -> None:
    """A factory registered by a plugin is found by name and given its arguments."""
    given: list[object] = []

    def make(*received: object) -> str:
        given.extend(received)
        return "made"

    plugins = load_plugins([plugin("mine", **{hook: lambda: [Entry("mine", "Mine", make)]})])
    assert plugins.failures == ()
    assert getattr(plugins, lookup)("mine")(*arguments) == "made"
    assert given == list(arguments)
    [added] = info(plugins, "mine").adds
    assert (added.kind.hook, added.name, added.title) == (hook, "mine", "Mine")


def test_hook_register_visual_encoders() -> None:
    register_and_make("register_visual_encoders", "visual_encoder", SOURCE, Runtime())


def test_hook_register_audio_encoders() -> None:
    register_and_make("register_audio_encoders", "audio_encoder", SOURCE, Runtime())


def test_hook_register_mappers() -> None:
    register_and_make("register_mappers", "mapper", SOURCE, Runtime())


def test_hook_register_generators() -> None:
    register_and_make("register_generators", "generator", SOURCE, Runtime())


def test_hook_register_shot_detectors() -> None:
    register_and_make("register_shot_detectors", "shot_detector")


def test_hook_register_captioners() -> None:
    register_and_make("register_captioners", "captioner")


def test_hook_register_processors() -> None:
    def adding(amount: float) -> Callable[[Sound], Sound]:
        return lambda sound: Sound.mono(sound.samples[0] * 2 + np.float32(amount), sound.rate)

    first = plugin("first", register_processors=lambda: [Entry("one", "Adds one", adding(1))])
    second = plugin("second", register_processors=lambda: [Entry("three", "Adds three", adding(3))])
    processed = load_plugins([first, second]).process(SILENCE)
    assert set(processed.samples[0]) == {(0 * 2 + 1) * 2 + 3}  # in the order of loading
    assert not SILENCE.samples.any()


@pytest.mark.parametrize(
    "broken",
    [
        lambda sound: 1 / 0,
        lambda sound: Sound.mono(sound.samples[0][1:], sound.rate),
        lambda sound: Sound.mono(sound.samples[0], sound.rate + 1),
        lambda sound: None,
        lambda sound: sound.samples[0].fill(9) or sys.exit(3),
    ],
)
def test_a_broken_processor_is_left_out(broken: Callable[[Sound], Sound]) -> None:
    good = plugin(
        "good", register_processors=lambda: [Entry("half", "Half", lambda s: Sound.mono(s.samples[0] + 1, s.rate))]
    )
    plugins = load_plugins([plugin("bad", register_processors=lambda: [Entry("bad", "Bad", broken)]), good])
    assert set(plugins.process(SILENCE).samples[0]) == {1}
    [failure] = plugins.failures
    assert (failure.name, failure.stage) == ("bad", FailedStage.RUN)
    plugins.process(SILENCE)
    assert plugins.failures == (failure,)  # kept once


class TextExporter:
    name = "text"
    title = "Text"
    carries = ("nothing",)

    def write(self, request: DeliveryRequest, folder: Path) -> Steps[Delivery]:
        yield Progress("writing", 0, 1)
        with Package(self.name, request, folder) as package:
            package.write("words.txt", request.name)
        return package.delivery


def test_hook_register_exporters(tmp_path: Path, make_delivery: MakeDelivery) -> None:
    plugins = load_plugins([plugin("mine", register_exporters=lambda: [TextExporter()])])
    assert plugins.exporter("text").carries == ("nothing",)
    delivery = finish(plugins.deliver("text", make_delivery(1), tmp_path))
    assert (tmp_path / "words.txt").read_text() == "Shot 1"
    delivery.verify()


def test_hook_register_cut_readers(tmp_path: Path) -> None:
    """A reader is found by the ending of a file; one that lacks a part is refused."""

    def read(path: Path, options: ReadOptions) -> EditorsCut:
        rate = options.rate or Fraction(25)
        return EditorsCut(path.read_text(encoding="utf-8"), rate, Timecode(0, rate), ())

    readers = [CutReader("mine", "Mine", (".mine",), read), SimpleNamespace(name="half", title="Half")]
    plugins = load_plugins([plugin("mine", register_cut_readers=lambda: readers)])
    assert plugins.failures[0].reason == "register_cut_readers gave a SimpleNamespace without suffixes, marks, call."
    [added] = info(plugins, "mine").adds
    assert (added.kind, added.kind.hook) == (Kind.CUT_READER, "register_cut_readers")
    path = tmp_path / "Reel.MINE"
    path.write_text("Reel 1", encoding="utf-8")
    assert is_cut(path, plugins.cut_readers())
    cut = read_cut(path, plugins.cut_readers(), Fraction(24))
    assert (cut.name, cut.rate) == ("Reel 1", Fraction(24))


def test_hook_register_hosts(tmp_path: Path) -> None:
    """A host that lacks a part is refused; one that is whole is installed like those built in."""
    from v2a_plugin.hosts.installing import install
    from v2a_plugin.hosts.protocol import HostFile

    whole = SimpleNamespace(
        name="mine", title="Mine", folders=lambda: [tmp_path], next_step=lambda: "Click.",
        files=lambda command: [HostFile("mine.py", f"V2A = {list(command)!r}")],
    )  # fmt: skip
    plugins = load_plugins([plugin("mine", register_hosts=lambda: [whole, SimpleNamespace(name="half", title="Half")])])
    assert [path.name for path in install(plugins.host("mine")).files] == ["mine.py"]
    assert "folders" in plugins.failures[0].reason
    with pytest.raises(BadInput, match="half"):
        plugins.host("half")


def test_hook_register_panel_actions() -> None:
    """An action that lacks a part is refused; one that raises is reported with its plugin's name."""
    told: list[object] = []

    def fail(panel: object) -> None:
        raise ZeroDivisionError("oops")

    def refuse(panel: object) -> None:
        raise BadInput("Not now.")

    actions = [
        PanelAction("tell", "Tell", told.append), PanelAction("fail", "Fail", fail),
        PanelAction("refuse", "Refuse", refuse), SimpleNamespace(name="half", title="Half"),
    ]  # fmt: skip
    plugins = load_plugins([plugin("mine", register_panel_actions=lambda: actions)])
    assert [action.name for action in plugins.panel_actions()] == ["tell", "fail", "refuse"]
    assert "menu" in plugins.failures[0].reason
    panel = SimpleNamespace()
    plugins.run_panel_action("tell", panel)
    assert told == [panel]
    with pytest.raises(BadInput, match="Not now"):
        plugins.run_panel_action("refuse", panel)
    with pytest.raises(PluginError, match="mine"):
        plugins.run_panel_action("fail", panel)
    assert "oops" in plugins.failures[-1].reason


# Events


def test_hook_before_generate(request_: GenerateRequest) -> None:
    order: list[str] = []

    def doubled(request: GenerateRequest) -> GenerateRequest:
        order.append("doubled")
        return dataclasses.replace(request, seed=request.seed * 2)

    def plus_ten(request: GenerateRequest) -> GenerateRequest:
        order.append("plus ten")
        return dataclasses.replace(request, seed=request.seed + 10)

    extra = [
        plugin("a", before_generate=doubled),
        plugin("b", before_generate=lambda request: None),
        plugin("c", before_generate=plus_ten),
    ]
    assert load_plugins(extra).before_generate(request_).seed == 1 * 2 + 10
    first = ModuleType("d")
    first.before_generate = hookimpl(plus_ten, tryfirst=True)  # type: ignore[attr-defined]
    assert load_plugins([extra[0], first]).before_generate(request_).seed == (1 + 10) * 2
    assert order == ["doubled", "plus ten", "plus ten", "doubled"]


def test_a_veto_passes_through_and_is_no_failure(request_: GenerateRequest) -> None:
    def refuse(request: GenerateRequest) -> None:
        raise BadInput("No dogs in this film.", "Ask for cats.")

    plugins = load_plugins([plugin("strict", before_generate=refuse)])
    with pytest.raises(BadInput, match="No dogs"):
        plugins.before_generate(request_)
    assert plugins.failures == ()


@pytest.mark.parametrize("broken", [lambda request: 1 / 0, lambda request: "a string", lambda request: sys.exit(1)])
def test_a_broken_before_generate_leaves_the_request(request_: GenerateRequest, broken: Callable[..., object]) -> None:
    plugins = load_plugins([plugin("bad", before_generate=broken)])
    assert plugins.before_generate(request_) is request_
    assert [failure.name for failure in plugins.failures] == ["bad"]
    assert info(plugins, "bad").state is PluginState.IMPAIRED


def test_hook_take_rendered(request_: GenerateRequest, make_take: MakeTake) -> None:
    heard: list[object] = []
    take = make_take()
    plugins = load_plugins(
        [
            plugin("bad", take_rendered=lambda request, take: 1 / 0),
            plugin("good", take_rendered=lambda take: heard.append(take)),  # takes fewer arguments
            plugin("all", take_rendered=lambda take, request: heard.append(request)),  # in another order
        ]
    )
    plugins.take_rendered(request_, take)
    assert heard == [take, request_]
    assert [str(failure) for failure in plugins.failures] == [
        "Plugin bad failed to run: ZeroDivisionError: division by zero"
    ]


def test_hook_delivery_written(tmp_path: Path, make_delivery: MakeDelivery) -> None:
    heard: list[object] = []
    plugins = load_plugins([plugin("listener", delivery_written=lambda delivery: heard.append(delivery))])
    assert info(plugins, "listener").listens == ("delivery_written",)
    delivery = finish(plugins.deliver("wav", make_delivery(1), tmp_path))
    assert heard == [delivery]
    heard.clear()
    plugins.deliver("wav", make_delivery(1), tmp_path).close()
    assert heard == []


def test_hook_job_failed() -> None:
    heard: list[object] = []
    plugins = load_plugins([plugin("listener", job_failed=lambda job, error: heard.append((job, str(error))))])
    with pytest.raises(BundleError, match="gone"), plugins.job("generate Shot 3"):
        raise BundleError("The bundle is gone.")
    with pytest.raises(KeyError), plugins.job("generate Shot 4"):
        raise KeyError("ours")
    for quiet in (Cancelled(), KeyboardInterrupt(), GeneratorExit(), SystemExit(0)):
        with pytest.raises(type(quiet)), plugins.job("stopped"):
            raise quiet
    with plugins.job("fine"):
        pass
    assert heard == [("generate Shot 3", "The bundle is gone."), ("generate Shot 4", "'ours'")]
    assert plugins.failures == ()


# Failures are isolated and named


BROKEN = {
    "no_such_import": "import a_module_that_is_not_there",
    "syntax": "def",
    "exits": "raise SystemExit(7)",
    "wrong_name": "from v2a_hooks import hookimpl\n@hookimpl\ndef register_generator(): return []",
    "wrong_arguments": "from v2a_hooks import hookimpl\n@hookimpl\ndef before_generate(requests): return None",
    "wrapper": "from v2a_hooks import hookimpl\n@hookimpl(wrapper=True)\ndef register_mappers(): return (yield)",
    "unmarked": "def register_generators(): return []",
    "raises": "from v2a_hooks import hookimpl\n@hookimpl\ndef register_mappers(): raise OSError('no disk')",
    "gives_none": "from v2a_hooks import hookimpl\n@hookimpl\ndef register_mappers(): return None",
    "gives_strings": "from v2a_hooks import hookimpl\n@hookimpl\ndef register_mappers(): return ['mine']",
    "taken": (
        "from v2a_hooks import Entry, PanelAction, hookimpl\n@hookimpl\n"
        "def register_mappers(): return [Entry('none', 'Mine', print), Entry('other', 'Other', print)]"
    ),
    "half_exporter": (
        "from v2a_hooks import hookimpl\nclass E:\n    name = title = 'x'\n@hookimpl\n"
        "def register_exporters(): return [E()]"
    ),
}
REASONS = {
    "no_such_import": ("import", "ModuleNotFoundError: No module named 'a_module_that_is_not_there'"),
    "syntax": ("import", "SyntaxError: invalid syntax"),
    "exits": ("import", "it tried to end the program with 7."),
    "wrong_name": ("register", "unknown hook 'register_generator'; did you mean 'register_generators'?"),
    "wrong_arguments": ("register", "before_generate(requests): Argument(s) {'requests'} are declared"),
    "wrapper": ("register", "TypeError: register_mappers is a wrapper"),
    "unmarked": ("register", "TypeError: it marks no function with @hookimpl."),
    "raises": ("register", "OSError: no disk"),
    "gives_none": ("register", "TypeError: 'NoneType' object is not iterable"),
    "gives_strings": ("register", "register_mappers gave a str, not an Entry."),
    "taken": ("register", "there is already a mapper called 'none', from mappers."),
    "half_exporter": ("register", "register_exporters gave a E without carries, write."),
}


@pytest.fixture
def install(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[str, str], None]]:
    """Puts a distribution with one plugin where Python finds installed packages."""
    modules = set(sys.modules)

    def put(name: str, code: str) -> None:
        (tmp_path / f"{name}_plugin.py").write_text(code, encoding="utf-8")
        folder = tmp_path / f"dist_{name}-0.1.dist-info"
        folder.mkdir()
        (folder / "METADATA").write_text(f"Metadata-Version: 2.1\nName: dist-{name}\nVersion: 0.1\n")
        (folder / "entry_points.txt").write_text(f"[v2a]\n{name} = {name}_plugin\n")

    monkeypatch.syspath_prepend(tmp_path)
    yield put
    for module in set(sys.modules) - modules:
        if module.endswith("_plugin"):
            del sys.modules[module]


def test_each_broken_plugin_is_named_and_harms_no_other(install: Install, caplog: pytest.LogCaptureFixture) -> None:
    for name, code in BROKEN.items():
        install(name, code)
    install(
        "zzz_good", "from v2a_hooks import *\n@hookimpl\ndef register_mappers(): return [Entry('good', 'G', print)]"
    )
    with caplog.at_level(logging.WARNING):
        plugins = load_plugins()
    failures = {failure.name: failure for failure in plugins.failures}
    assert failures.keys() == REASONS.keys()
    for name, (stage, reason) in REASONS.items():
        assert failures[name].stage == stage
        assert failures[name].reason.startswith(reason), failures[name]
        assert failures[name].distribution == f"dist-{name}"
        assert f"Plugin {name} (dist-{name}) failed to {stage}: {reason}" in caplog.text
        assert info(plugins, name).failures == (failures[name],)
        assert info(plugins, name).state is (PluginState.IMPAIRED if name == "taken" else PluginState.FAILED)
    assert info(plugins, "zzz_good").state is PluginState.WORKING
    assert {added.name for added in plugins.added(Kind.MAPPER)} == {
        "diffusion", "regression", "bridge", "none", "other", "good",
    }  # fmt: skip


def test_plugins_are_left_out_by_name_and_all_at_once(install: Install, monkeypatch: pytest.MonkeyPatch) -> None:
    install("one", "raise RuntimeError('not imported when disabled')")
    install("two", "raise RuntimeError('not imported when disabled')")
    monkeypatch.setenv("V2A_PLUGINS_DISABLED", "one, captioners,,")
    plugins = load_plugins()
    states = {info.name: info.state for info in plugins.report()}
    assert (states["one"], states["two"], states["captioners"]) == ("disabled", "failed", "disabled")
    with pytest.raises(BadInput, match=r"There is no captioner called 'blip'\."):
        plugins.captioner("blip")
    monkeypatch.setenv("V2A_PLUGINS_DISABLED", "*")
    states = {info.name: info.state for info in load_plugins().report()}
    assert (states["one"], states["two"], states["captioners"]) == ("disabled", "disabled", "working")


def test_a_second_plugin_of_one_name_is_told_apart(install: Install) -> None:
    install("formats", "from v2a_hooks import *\n@hookimpl\ndef register_mappers(): return [Entry('good', 'G', print)]")
    plugins = load_plugins()
    assert info(plugins, "formats").origin == "built in"
    assert info(plugins, "formats#2").distribution == "dist-formats"
    assert plugins.versions() == (("dist-formats", "0.1"),)
    assert plugins.failures == ()


def test_a_plugin_may_be_a_class_or_an_object() -> None:
    class Shouting:
        def __init__(self) -> None:
            self.heard: list[str] = []

        @hookimpl
        def job_failed(self, job: str) -> None:
            self.heard.append(job.upper())

    shouting = Shouting()
    plugins = load_plugins([shouting, Shouting])
    with pytest.raises(BadInput), plugins.job("mixing"):
        raise BadInput("No.")
    assert shouting.heard == ["MIXING"]
    assert plugins.failures == ()


def test_a_factory_that_breaks_is_named_and_one_that_explains_is_not_touched() -> None:
    def breaks(source: PartSource, runtime: Runtime) -> None:
        raise RuntimeError("weights on fire")

    def explains(source: PartSource, runtime: Runtime) -> None:
        raise BundleError("The folder is empty.", "Pull it again.")

    entries = [Entry("breaks", "Breaks", breaks), Entry("explains", "Explains", explains)]
    plugins = load_plugins([plugin("mine", register_generators=lambda: entries)])
    with pytest.raises(BundleError, match="The folder is empty"):
        plugins.generator("explains")(SOURCE, Runtime())
    assert plugins.failures == ()
    with pytest.raises(PluginError, match="Plugin mine failed to run: RuntimeError: weights on fire") as caught:
        plugins.generator("breaks")(SOURCE, Runtime())
    assert "V2A_PLUGINS_DISABLED=mine" in caught.value.hint
    assert isinstance(caught.value.__cause__, RuntimeError)
    assert info(plugins, "mine").failures[0].stage == "run"


def test_a_part_that_breaks_while_it_works_is_named(install: Install) -> None:
    install(
        "crashing",
        "from v2a_hooks import *\n"
        "class Generator:\n    def render(self, *rest):\n        yield 1\n        raise RuntimeError('overflow')\n"
        "@hookimpl\ndef register_generators(): return [Entry('crash', 'Crash', lambda *a: Generator())]",
    )
    heard: list[object] = []
    plugins = load_plugins([plugin("listener", job_failed=lambda error: heard.append(error))])
    generator = plugins.generator("crash")(SOURCE, Runtime())
    message = r"Plugin crashing \(dist-crashing\) failed to run: RuntimeError"
    with pytest.raises(PluginError, match=message) as caught, plugins.job("generate"):
        list(generator.render([], [], 1, Settings()))
    assert heard == [caught.value]
    assert info(plugins, "crashing").state is PluginState.IMPAIRED


def test_an_exporter_that_breaks_is_named_and_leaves_nothing(tmp_path: Path, make_delivery: MakeDelivery) -> None:
    class Breaks(TextExporter):
        def write(self, request: DeliveryRequest, folder: Path) -> Steps[Delivery]:
            with Package(self.name, request, folder) as package:
                package.write("words.txt", "half")
                yield Progress("writing", 0, 1)
                raise RuntimeError("pen broke")

    heard: list[object] = []
    plugins = load_plugins(
        [plugin("mine", register_exporters=lambda: [Breaks()], delivery_written=lambda delivery: heard.append(1))]
    )
    with pytest.raises(PluginError, match="Plugin mine failed to run: RuntimeError: pen broke"):
        finish(plugins.deliver("text", make_delivery(1), tmp_path))
    assert not heard
    assert not list(tmp_path.iterdir())


def test_an_unknown_name_suggests_a_known_one() -> None:
    plugins = load_plugins(disabled=["*"])
    with pytest.raises(BadInput, match=r"There is no generator called 'audioldn'\. Did you mean 'audioldm'\?"):
        plugins.generator("audioldn")
    with pytest.raises(BadInput, match=r"no exporter called 'aaf'\. There is wav\."):
        plugins.exporter("aaf")


def test_loading_twice_gives_two_that_do_not_touch() -> None:
    one = load_plugins([plugin("mine", register_mappers=lambda: [Entry("x", "X", print)])])
    two = load_plugins()
    one.mapper("x")
    with pytest.raises(BadInput):
        two.mapper("x")


def test_the_plugin_of_the_guide_works(request_: GenerateRequest) -> None:
    """The complete plugin in docs/plugins.md, its first block, is run as it stands there."""
    text = (Path(__file__).parents[2] / "docs" / "plugins.md").read_text(encoding="utf-8")
    code = text.split("```python\n")[1].partition("```")[0]
    module = ModuleType("v2a_fade")
    exec(code, module.__dict__)
    plugins = load_plugins([module])
    assert plugins.failures == ()
    faded = plugins.process(Sound.mono(np.ones(96_000, np.float32), 48_000)).samples[0]
    assert (faded[0], faded[-1], faded[48_000]) == (0, 0, 1)
    plugins.before_generate(request_)
    loud = dataclasses.replace(request_, settings=Settings(prompt="a gunshot"))
    with pytest.raises(BadInput, match="no gunshots"):
        plugins.before_generate(loud)


def test_an_attribute_that_raises_is_a_failure_of_its_plugin() -> None:
    class Nasty:
        name, carries, write = "nasty", (), TextExporter.write

        @property
        def title(self) -> str:
            raise RuntimeError("mine")

    plugins = load_plugins([SimpleNamespace(), plugin("nasty", register_exporters=lambda: [Nasty()])], disabled=[])
    assert [failure.name for failure in plugins.failures] == ["SimpleNamespace", "nasty"]


def test_hook_register_panel_docks() -> None:
    """A dock that lacks a part is refused; one that raises while it is made, or later, is reported with its plugin."""

    def fail(panel: object) -> None:
        raise ZeroDivisionError("oops")

    docks = [
        PanelDock("good", "Good", lambda panel: panel),
        PanelDock("bad", "Bad", fail),
        SimpleNamespace(name="half"),
    ]
    plugins = load_plugins([plugin("mine", register_panel_docks=lambda: docks)])
    assert [dock.name for dock in plugins.panel_docks()] == ["good", "bad"]
    assert "half" in plugins.failures[0].reason or "title" in plugins.failures[0].reason
    panel = SimpleNamespace()
    assert plugins.fill_panel_dock("good", panel) is panel
    with pytest.raises(PluginError, match="mine"):
        plugins.fill_panel_dock("bad", panel)
    assert "mine" in str(plugins.blame_panel_dock("good", RuntimeError("later")))
    assert "later" in plugins.failures[-1].reason
