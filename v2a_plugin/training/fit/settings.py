"""Settings of the mapper's training: `paper.toml`, and what a file or an option changes in it."""

from __future__ import annotations

import json
import math
import tomllib
from dataclasses import dataclass, fields, replace
from enum import StrEnum
from pathlib import Path
from typing import Any

from v2a_plugin.files import read_text
from v2a_plugin.mapper.prior import PriorConfig
from v2a_plugin.mapper.regression import RegressionConfig
from v2a_plugin.model.errors import BadInput
from v2a_plugin.model.serial import from_json
from v2a_resources import training_path

__all__ = ["FitSettings", "Loop", "Numbers", "Validation", "read_settings"]

PAPER = "paper"


class Numbers(StrEnum):
    """Number format of the forward pass; weights are always kept in fp32."""

    FP32 = "fp32"
    BF16 = "bf16"


@dataclass(frozen=True, slots=True)
class PriorSizes:
    """Sizes of a diffusion mapper; see `PriorConfig`. `drop_condition` is the share of rows without the picture."""

    width: int
    depth: int
    heads: int
    head_width: int
    expansion: int
    learned_tokens: int
    timesteps: int
    dropout: float
    drop_condition: float

    def config(self, clip_width: int, clap_width: int) -> PriorConfig:
        """The network's sizes for a bundle."""
        sizes = {f.name: getattr(self, f.name) for f in fields(self) if f.name != "drop_condition"}
        return PriorConfig(clip_width, clap_width, **sizes)


@dataclass(frozen=True, slots=True)
class RegressionSizes:
    """Sizes of a regression mapper."""

    expansion: int

    def config(self, clip_width: int, clap_width: int) -> RegressionConfig:
        """The network's sizes for a bundle."""
        return RegressionConfig(clip_width, clap_width, self.expansion)


@dataclass(frozen=True, slots=True)
class Loop:
    """How training goes; `paper.toml` says what each means and where its value comes from."""

    batch: int
    epochs: float
    least_steps: int
    rate: float
    finetune_rate: float
    weight_decay: float
    beta1: float
    beta2: float
    epsilon: float
    clip_norm: float
    warmup: int
    ema: float
    aggregation: str
    precision: Numbers
    seed: int
    log_every: int
    stop_after_bad: int

    def __post_init__(self) -> None:
        for name in ("batch", "log_every", "stop_after_bad"):
            if getattr(self, name) < 1:
                raise ValueError(f"{name} must be at least 1, not {getattr(self, name)}")
        for name in ("rate", "finetune_rate", "epsilon", "clip_norm", "epochs"):
            if not getattr(self, name) > 0:
                raise ValueError(f"{name} must be above 0, not {getattr(self, name)}")
        for name in ("beta1", "beta2", "ema"):
            if not 0 <= getattr(self, name) < 1:
                raise ValueError(f"{name} must be at least 0 and below 1, not {getattr(self, name)}")

    def steps(self, items: int) -> int:
        """How many steps a set of items takes."""
        return max(self.least_steps, math.ceil(self.epochs * items / self.batch), 1)


@dataclass(frozen=True, slots=True)
class Validation:
    """How training is watched; `paper.toml` says what each means."""

    held_out: float
    items: int
    every: int
    patience: int
    mapper_steps: int
    levels: int

    def __post_init__(self) -> None:
        if not 0 <= self.held_out < 1:
            raise ValueError(f"held_out must be at least 0 and below 1, not {self.held_out}")
        for name in ("items", "every", "mapper_steps", "levels"):
            if getattr(self, name) < 1:
                raise ValueError(f"{name} must be at least 1, not {getattr(self, name)}")


@dataclass(frozen=True, slots=True)
class FitSettings:
    """All of it."""

    prior: PriorSizes
    regression: RegressionSizes
    training: Loop
    validation: Validation

    def changed(self, batch: int | None = None, precision: str = "", seed: int | None = None) -> FitSettings:
        """With what options change; None and "" change nothing.

        Raises:
            BadInput: No such precision.
        """
        loop = self.training
        try:
            numbers = Numbers(precision) if precision else loop.precision
        except ValueError as error:
            raise BadInput(f"There is no precision '{precision}' for training.", "Use fp32 or bf16.") from error
        loop = replace(
            loop,
            batch=loop.batch if batch is None else batch,
            precision=numbers,
            seed=loop.seed if seed is None else seed,
        )
        return replace(self, training=loop)


def read_settings(name_or_path: str = PAPER) -> FitSettings:
    """Settings by a name that ships ("paper", "small") or from a TOML file; what it leaves out is the paper's.

    Raises:
        BadInput: No such file, or it is not TOML, or it gives something that is no setting.
    """
    shipped = training_path(name_or_path)
    path = shipped if shipped.is_file() and not Path(name_or_path).is_file() else Path(name_or_path)
    settings = _read(training_path(PAPER))
    for section, values in _read(path).items():
        if not isinstance(values, dict):
            raise BadInput(
                f"{path.name} gives '{section}' outside of a section.", "Put it under [training] or another."
            )
        settings[section] = settings.get(section, {}) | values
    return from_json(FitSettings, json.dumps(settings), path.name)


def _read(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(read_text(path))
    except (OSError, UnicodeDecodeError) as error:
        raise BadInput(f"The settings {path} cannot be read.", "Give paper, small, or a TOML file.") from error
    except tomllib.TOMLDecodeError as error:
        raise BadInput(
            f"{path.name} is not TOML: {error}.", "Compare it with the file of settings that ships."
        ) from error
