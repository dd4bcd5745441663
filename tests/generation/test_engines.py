"""The holder of loaded engines: each is loaded once, and goes when memory gets short."""

from __future__ import annotations

import dataclasses
from pathlib import Path
from types import SimpleNamespace

import pytest

from v2a_plugin.generation.engines import EngineChoice, Engines
from v2a_plugin.model.errors import BadInput, BundleError
from v2a_plugin.model.progress import finish
from v2a_plugin.zoo.bundle import Bundle, open_folder


@pytest.fixture
def bundle(tiny_folder: Path) -> Bundle:
    return open_folder(tiny_folder)


def test_an_engine_is_loaded_once_for_a_bundle_and_a_runtime(bundle: Bundle) -> None:
    engines = Engines()
    runtime = EngineChoice(device="cpu").runtime
    first = finish(engines.load_bundle(bundle, runtime))
    assert finish(engines.load_bundle(bundle, runtime)) is first
    other = finish(engines.load_bundle(bundle, dataclasses.replace(runtime, memory=1 << 30)))
    assert other is not first
    assert len(engines) == 2


def test_the_encoders_of_a_loaded_engine_are_used_again(bundle: Bundle) -> None:
    engines = Engines()
    runtime = EngineChoice(device="cpu").runtime
    alone = finish(engines.encoders(bundle, runtime))
    assert len(engines) == 0  # no generator was loaded for them
    engine = finish(engines.load_bundle(bundle, runtime))
    shared = finish(engines.encoders(bundle, runtime))
    assert (shared.visual, shared.audio) == (engine.visual, engine.audio)
    assert alone.visual is not engine.visual


def test_the_longest_unused_goes_when_memory_gets_short(monkeypatch: pytest.MonkeyPatch, bundle: Bundle) -> None:
    engines = Engines()
    runtime = EngineChoice(device="cpu").runtime
    one, two, three = (dataclasses.replace(runtime, memory=number << 30) for number in (1, 2, 3))
    first, second = finish(engines.load_bundle(bundle, one)), finish(engines.load_bundle(bundle, two))
    assert finish(engines.load_bundle(bundle, one)) is first  # the second is now the longest unused
    free = iter([0, 1 << 60])
    monkeypatch.setattr("psutil.virtual_memory", lambda: SimpleNamespace(available=next(free)))
    finish(engines.load_bundle(bundle, three))
    assert len(engines) == 2
    assert finish(engines.load_bundle(bundle, one)) is first
    monkeypatch.undo()
    assert finish(engines.load_bundle(bundle, two)) is not second


@pytest.mark.parametrize(
    ("choice", "error"), [(EngineChoice("nothing"), BundleError), (EngineChoice("mini", "abacus"), BadInput)]
)
def test_what_is_not_there_is_said(choice: EngineChoice, error: type[Exception]) -> None:
    with pytest.raises(error):
        finish(Engines().load(choice))
