"""The words in which plugins are reported: `v2a plugins`, the panel and the log use the same."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum

__all__ = ["Addition", "FailedStage", "Kind", "Origin", "PluginFailure", "PluginInfo", "PluginState"]


class Kind(StrEnum):
    """What a plugin can add; each has its hook, `register_visual_encoders` and so on."""

    VISUAL_ENCODER = "visual encoder"
    AUDIO_ENCODER = "audio encoder"
    MAPPER = "mapper"
    GENERATOR = "generator"
    SHOT_DETECTOR = "shot detector"
    CAPTIONER = "captioner"
    PROCESSOR = "processor"
    EXPORTER = "exporter"
    CUT_EXPORTER = "cut exporter"
    CUT_READER = "cut reader"
    HOST = "host"
    PANEL_ACTION = "panel action"
    PANEL_DOCK = "panel dock"

    @property
    def hook(self) -> str:
        """Name of the hook that registers this kind; both kinds of exporter come through one."""
        kind = Kind.EXPORTER if self is Kind.CUT_EXPORTER else self
        return f"register_{kind.name.lower()}s"


class Origin(StrEnum):
    """Where a plugin came from."""

    BUILT_IN = "built in"
    INSTALLED = "installed"
    GIVEN = "given"
    """Handed to `load_plugins` by a program."""


class PluginState(StrEnum):
    """How a plugin fares."""

    WORKING = "working"
    IMPAIRED = "impaired"
    """Something of it failed; the rest is in use."""
    FAILED = "failed"
    """Nothing of it is in use."""
    DISABLED = "disabled"


class FailedStage(StrEnum):
    """When a plugin failed."""

    IMPORT = "import"
    REGISTER = "register"
    RUN = "run"


@dataclass(frozen=True, slots=True)
class PluginFailure:
    """One thing that went wrong in a plugin.

    Attributes:
        name: The plugin, as it is reported.
        distribution: The installed package it belongs to; "" for what is built in or given.
        stage: When it failed.
        reason: One sentence.
    """

    name: str
    distribution: str
    stage: FailedStage
    reason: str

    def __str__(self) -> str:
        package = f" ({self.distribution})" if self.distribution else ""
        return f"Plugin {self.name}{package} failed to {self.stage}: {self.reason}"


@dataclass(frozen=True, slots=True)
class Addition:
    """One thing a plugin added: what it is, the name it is asked for by, and a title for people."""

    kind: Kind
    name: str
    title: str


@dataclass(frozen=True, slots=True)
class PluginInfo:
    """One line of `v2a plugins`.

    Attributes:
        name: How it is reported and disabled.
        origin: Where it came from.
        distribution: The installed package it belongs to; "" for what is built in or given.
        version: Of that package; "" when unknown.
        state: How it fares.
        adds: What it added.
        listens: Events it implements.
        failures: What went wrong so far, in order.
    """

    name: str
    origin: Origin
    distribution: str
    version: str
    state: PluginState
    adds: tuple[Addition, ...] = field(default=())
    listens: tuple[str, ...] = field(default=())
    failures: tuple[PluginFailure, ...] = field(default=())
