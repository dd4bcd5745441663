"""The ranges of the numbers that a person can choose, each declared once."""

from __future__ import annotations

from dataclasses import dataclass

from v2a_plugin.model.errors import BadInput

__all__ = [
    "BED",
    "CANDIDATES",
    "FRAMES",
    "GUIDANCE",
    "MAPPER_GUIDANCE",
    "MAPPER_STEPS",
    "PROMPT_WEIGHT",
    "STEPS",
    "STRENGTH",
    "Range",
]


@dataclass(frozen=True, slots=True)
class Range:
    """What a number may be.

    Attributes:
        name: What a sentence calls it ("mapper steps").
        least: Smallest value.
        most: Largest value.
    """

    name: str
    least: float
    most: float

    def check(self, value: float) -> None:
        """Nothing when a value lies inside.

        Raises:
            BadInput: It does not, or is no number.
        """
        if not self.least <= value <= self.most:
            kind = "a whole number" if isinstance(self.least, int) else "a number"
            raise BadInput(f"{self.name} is {value}.", f"Give {kind} from {self.least:g} to {self.most:g}.")


STEPS = Range("steps", 1, 1000)
"""Denoising steps of a generator: diffusion models are trained on 1,000 noise levels (Ho et al. 2020)."""
MAPPER_STEPS = Range("mapper steps", 1, 1000)
FRAMES = Range("frames", 1, 1000)
"""Frames of a region that the picture encoder looks at."""
CANDIDATES = Range("candidates", 1, 100)
"""Renderings that a take is picked from."""
GUIDANCE = Range("guidance", 1.0, 100.0)
"""Below 1 a sound would turn towards what guidance leads away from, at 0 into the negative prompt itself."""
MAPPER_GUIDANCE = Range("mapper guidance", 0.0, 100.0)
PROMPT_WEIGHT = Range("prompt weight", 0.0, 1.0)
STRENGTH = Range("strength", 0.0, 1.0)
"""How far a rendering goes from the recording that it starts from."""
BED = Range("bed", -60.0, 0.0)
"""Level of the sound beneath the events of a guide, dB against the loudest of them."""
