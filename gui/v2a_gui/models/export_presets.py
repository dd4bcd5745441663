"""What is exported in one go: the programs, and how the sound is written; under a name, or last in a format."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace

from PySide6.QtCore import QSettings

from v2a_gui.panel_settings import EXPORT_PRESETS, ExportSettings
from v2a_plugin.delivery.protocol import StemDepth, StemLayout

__all__ = ["AS_RENDERED", "Preset", "last_of", "presets_of", "put_last", "put_preset", "remove_preset"]

AS_RENDERED = -1
"""Handles as long as they were rendered."""


@dataclass(frozen=True, slots=True)
class Preset:
    """One choice.

    Attributes:
        programs: Names of the programs.
        stems: How sound is divided into files.
        handles: Frames before and after each; `AS_RENDERED`.
        samples: What samples are written as.
        rate: Samples a second.
        stereo: Whether pan is kept.
        pop: Whether a 2-pop is put before the start.
    """

    programs: tuple[str, ...] = ()
    stems: StemLayout = StemLayout.PER_CUE
    handles: int = AS_RENDERED
    samples: StemDepth = StemDepth.PCM24
    rate: int = 48_000
    stereo: bool = False
    pop: bool = False


def last_of(settings: QSettings, exporter: str) -> Preset:
    """What a format was last written with, for no program."""
    last = ExportSettings.of_format(exporter)
    return Preset(
        (), last.stems.of(settings), last.handles.of(settings), last.samples.of(settings), last.rate.of(settings),
        last.stereo.of(settings), last.pop.of(settings),
    )  # fmt: skip


def put_last(settings: QSettings, exporter: str, preset: Preset) -> None:
    """Remember what a format is written with."""
    last = ExportSettings.of_format(exporter)
    last.stems.put(settings, preset.stems)
    last.handles.put(settings, preset.handles)
    last.samples.put(settings, preset.samples)
    last.rate.put(settings, preset.rate)
    last.stereo.put(settings, preset.stereo)
    last.pop.put(settings, preset.pop)


def presets_of(settings: QSettings) -> Mapping[str, Preset]:
    """Those that were saved, by name; what cannot be read is left out."""
    try:
        stored = json.loads(EXPORT_PRESETS.of(settings))
        return {str(name): _preset(values) for name, values in sorted(stored.items())}
    except (ValueError, TypeError, KeyError, AttributeError):
        return {}


def put_preset(settings: QSettings, name: str, preset: Preset) -> None:
    """Save one, in the place of one of the same name."""
    _store(settings, {**presets_of(settings), name: preset})


def remove_preset(settings: QSettings, name: str) -> None:
    """Forget one."""
    _store(settings, {each: preset for each, preset in presets_of(settings).items() if each != name})


def _store(settings: QSettings, presets: Mapping[str, Preset]) -> None:
    EXPORT_PRESETS.put(settings, json.dumps({name: asdict(preset) for name, preset in presets.items()}))


def _preset(values: Mapping[str, object]) -> Preset:
    known = {name: values[name] for name in ("handles", "rate", "stereo", "pop") if name in values}
    programs = values.get("programs", ())
    return replace(
        Preset(**known),  # type: ignore[arg-type]
        programs=tuple(map(str, programs)) if isinstance(programs, list | tuple) else (),
        stems=StemLayout(str(values["stems"])),
        samples=StemDepth(str(values["samples"])),
    )
