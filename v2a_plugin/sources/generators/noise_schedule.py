"""How much of the data each noise level keeps, from the `scheduler_config.json` of an AudioLDM's folder."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import torch
from jaxtyping import Float
from torch import Tensor

__all__ = ["Schedule"]

_FORM = {
    "_class_name": "DDIMScheduler", "beta_schedule": "scaled_linear", "trained_betas": None, "thresholding": False,
    "rescale_betas_zero_snr": False,
}  # fmt: skip


class _Config(dict[str, Any]):
    """Settings by name, as diffusers keeps them."""

    def __getattr__(self, name: str) -> Any:
        try:
            return self[name]
        except KeyError:
            raise AttributeError(name) from None


@dataclass(frozen=True, slots=True, eq=False)
class Schedule:
    """A linear schedule of the noise's standard deviation (Rombach et al. 2022), as AudioLDM was trained with.

    Attributes:
        config: What the file says.
        alphas_cumprod: Share of the data's variance at each noise level.
        final_alpha_cumprod: That before the first noise level.
    """

    config: _Config
    alphas_cumprod: Float[Tensor, " level"]
    final_alpha_cumprod: Tensor

    @classmethod
    def of(cls, config: Mapping[str, Any]) -> Schedule | None:
        """That of a configuration; None for one of another form, or with a setting that is none."""
        numbers: list[Any] = [config.get(name) for name in ("beta_start", "beta_end", "clip_sample_range")]
        levels, kind = config.get("num_train_timesteps"), config.get("prediction_type")
        if (
            any(config.get(name) != value for name, value in _FORM.items())
            or not all(type(number) in (int, float) for number in numbers)
            or not 0 < numbers[0] <= numbers[1] < 1
            or not (type(levels) is int and levels >= 1)
            or kind not in ("epsilon", "sample", "v_prediction")
            or config.get("timestep_spacing") not in ("leading", "linspace", "trailing")
            or type(config.get("steps_offset")) is not int
            or not all(type(config.get(name)) is bool for name in ("clip_sample", "set_alpha_to_one"))
        ):
            return None
        betas = torch.linspace(numbers[0] ** 0.5, numbers[1] ** 0.5, levels, dtype=torch.float32) ** 2
        kept = torch.cumprod(1.0 - betas, dim=0)
        return cls(_Config(config), kept, torch.tensor(1.0) if config["set_alpha_to_one"] else kept[0])
