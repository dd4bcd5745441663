"""Every setting of the panel, declared once: its key, its type and its default. QSettings is used through these only."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Generic, TypeVar

from PySide6.QtCore import QByteArray, QSettings

from v2a_gui.language import ENGLISH
from v2a_gui.theme import Theme
from v2a_plugin.delivery.protocol import StemDepth, StemLayout
from v2a_plugin.shots.protocol import KEEN
from v2a_plugin.shots.regions import MIN_LENGTH

__all__ = [
    "AUDIO_BUFFER", "AUDIO_DEVICE", "CACHE_SIZE", "DEVICE", "DISABLED_PLUGINS", "DOCKS", "EXPORT_OPENS", "EXPORT_PRESETS", "EXPORT_PROGRAM", "FOLDER",
    "GEOMETRY", "INPUT_LATENCY", "KEY_SET", "LANGUAGE", "MEMORY", "MODELS_FOLDER", "OFFLINE", "PRECISION", "RECENT", "SHOT_DETECTOR",
    "SHOT_SENSITIVITY", "SHOT_SHORTEST", "TAKES_KEPT", "THEME", "THREADS", "TOOL_NAMES", "ExportSettings", "Setting", "changed_keys",
    "shortcut",
]  # fmt: skip

_MOST = 2**31 - 1
"""The largest number that a field of Qt can show."""

T = TypeVar("T")
E = TypeVar("E", bound=StrEnum)


@dataclass(frozen=True, slots=True)
class Setting(Generic[T]):
    """One setting.

    Attributes:
        key: Where it is stored.
        default: What it is until somebody changes it, and where what is stored cannot be read.
        parse: Reads what was stored, which some systems give back as text; raises ValueError.
        store: Writes a value as something that every system can store.
    """

    key: str
    default: T
    parse: Callable[[object], T]
    store: Callable[[T], object]

    def of(self, settings: QSettings) -> T:
        """What it is now."""
        found = settings.value(self.key)
        if found is None:
            return self.default
        try:
            return self.parse(found)
        except (ValueError, TypeError):
            return self.default

    def put(self, settings: QSettings, value: T) -> None:
        """Change it."""
        settings.setValue(self.key, self.store(value))

    def forget(self, settings: QSettings) -> None:
        """Bring the default back."""
        settings.remove(self.key)


def _text(key: str, default: str = "") -> Setting[str]:
    return Setting(key, default, str, str)


def _integer(key: str, default: int, low: int = 0) -> Setting[int]:
    return Setting(key, default, lambda found: min(max(low, int(str(found))), _MOST), int)


def _number(key: str, default: float) -> Setting[float]:
    return Setting(key, default, lambda found: min(max(0.0, float(str(found))), float(_MOST)), float)


def _switch(key: str, on: bool = False) -> Setting[bool]:
    return Setting(key, on, lambda found: str(found).lower() in ("1", "true"), bool)


def _choice(key: str, default: E) -> Setting[E]:
    kind = type(default)
    return Setting(key, default, lambda found: kind(str(found)), lambda value: value.value)


def _lines(key: str, default: tuple[str, ...] = ()) -> Setting[tuple[str, ...]]:
    return Setting(key, default, lambda found: tuple(line for line in str(found).split("\n") if line), "\n".join)


def _state(key: str) -> Setting[QByteArray | None]:
    """What Qt saves of a window."""
    return Setting(key, None, lambda found: found if isinstance(found, QByteArray) else None, lambda value: value)


DEVICE = _text("device", "auto")
"""Where models run: "auto", "cpu", "cuda" or "mps"."""
PRECISION = _text("precision", "auto")
"""What they compute in: "auto", "fp32", "bf16" or "fp16"."""
THREADS = _integer("threads", 0)
"""CPU threads; 0 leaves the choice to the engine."""
MEMORY = _integer("memory", 0)
"""MB that one rendering may take beside the weights; 0 for what the device has."""
CACHE_SIZE = _integer("cache", 2048)
"""MB of a project's cache."""
TAKES_KEPT = _integer("history", 200, low=1)
"""Takes that a shot keeps."""
MODELS_FOLDER = _text("models")
"""Folder of the bundles; "" for the usual one."""
OFFLINE = _switch("offline")
"""Whether no network connection is opened."""
AUDIO_DEVICE = _text("audio")
"""Name of the audio device; "" for the system's own."""
AUDIO_BUFFER = _integer("buffer", 60, low=1)
"""Milliseconds that are handed to it ahead."""
INPUT_LATENCY = _number("input_latency", 0.0)
"""Milliseconds by which the microphone is late, as it was measured."""
THEME = _choice("theme", Theme.DARK)
"""Colours."""
LANGUAGE = _text("language", ENGLISH)
"""Code of the language."""
FOLDER = _text("folder")
"""Folder that was opened from last."""
RECENT = _lines("recent")
"""Paths of projects, the latest first."""
DISABLED_PLUGINS = _lines("plugins/disabled")
"""Names of plugins that are left out."""
TOOL_NAMES = _switch("tool_names", on=True)
"""Whether the toolbar names its commands where there is room."""
GEOMETRY = _state("geometry")
"""Place and size of the window."""
DOCKS = _state("docks")
"""Places and sizes of the docks."""
SHOT_DETECTOR = _text("shots/detector", "adaptive")
"""Name of the detector that looks for cuts again."""
SHOT_SENSITIVITY = _integer("shots/sensitivity", round(KEEN * 100))
"""How readily it finds one, percent."""
SHOT_SHORTEST = _number("shots/shortest", float(MIN_LENGTH))
"""Seconds of the shortest shot."""
EXPORT_PROGRAM = _text("export/program")
"""Name of the program that was exported for last; "" for the first one."""
EXPORT_PRESETS = _text("export/presets", "{}")
"""What was saved under names, as JSON; `v2a_gui.models.export_presets` reads it."""
EXPORT_OPENS = _switch("export/opens", on=True)
"""Whether the folder of a delivery opens when it is written."""

KEY_SET = _text("key_set", "v2a")
"""Name of the set of shortcuts."""

_KEYS = "keys"


@dataclass(frozen=True, slots=True)
class ExportSettings:
    """What was chosen last for one exporter.

    Attributes:
        stems: How sound is divided into files.
        handles: Frames before and after each; -1 for as many as were rendered.
        samples: What samples are written as.
        rate: Samples a second.
        stereo: Whether pan is kept.
        pop: Whether a 2-pop is put before the start.
    """

    stems: Setting[StemLayout]
    handles: Setting[int]
    samples: Setting[StemDepth]
    rate: Setting[int]
    stereo: Setting[bool]
    pop: Setting[bool]

    @classmethod
    def of_format(cls, name: str) -> ExportSettings:
        """The settings of an exporter."""
        place = f"export/{name}"
        return cls(
            _choice(f"{place}/stems", StemLayout.PER_CUE), _integer(f"{place}/handles", -1, low=-1),
            _choice(f"{place}/samples", StemDepth.PCM24), _integer(f"{place}/rate", 48_000),
            _switch(f"{place}/stereo"), _switch(f"{place}/pop"),
        )  # fmt: skip


def shortcut(command: str, shipped: tuple[str, ...] = ()) -> Setting[tuple[str, ...]]:
    """The keys of a command."""
    return _lines(f"{_KEYS}/{command}", shipped)


def changed_keys(settings: QSettings) -> Mapping[str, tuple[str, ...]]:
    """Shortcuts a person changed, by command."""
    settings.beginGroup(_KEYS)
    names = settings.childKeys()
    settings.endGroup()
    return {name: shortcut(name).of(settings) for name in names}
