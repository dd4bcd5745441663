"""Words beside the picture: a prompt to go towards and a negative prompt to keep away from.

A prompt is mixed in along the great circle between what the picture maps to and the prompt's own sound vector. A
normalised weighted sum would pass the same points, but bunched at the ends, and has none at all half-way between
opposite vectors; on the circle the weight is the share of the angle.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from jaxtyping import Float32

from v2a_plugin.encoders.protocols import AudioEncoder
from v2a_plugin.mapper.interpolate import slerp
from v2a_plugin.mapper.protocol import Mapped
from v2a_plugin.model.embeddings import Conditioning, Why, unit
from v2a_plugin.model.errors import BadInput
from v2a_plugin.model.recipe import Settings

__all__ = ["condition", "read_words"]


@dataclass(frozen=True, slots=True, eq=False)
class Words:
    """The words of a request, and what they sound like.

    Attributes:
        clap_space: Id of the space of the vectors.
        away: Unit vector of the negative prompt; of the empty text when there is none.
        towards: Unit vector of the prompt; None when there is none.
        prompt: The prompt, stripped; "" for none.
        negative: The negative prompt, stripped; "" for none.
        weight: Share of the prompt against a picture, 0 to 1.
    """

    clap_space: str
    away: Float32[np.ndarray, " audio"]
    towards: Float32[np.ndarray, " audio"] | None = None
    prompt: str = ""
    negative: str = ""
    weight: float = 0.5


def read_words(encoder: AudioEncoder, settings: Settings) -> Words:
    """The prompt and the negative prompt through the text tower, once a request."""
    prompt, negative = settings.prompt.strip(), settings.negative.strip()
    away, *towards = unit(encoder.embed_text([negative, prompt] if prompt else [negative]))
    return Words(encoder.clap_space, away, towards[0] if towards else None, prompt, negative, settings.prompt_weight)


def condition(words: Words, mapped: Mapped | None = None, mapper: str = "") -> Conditioning:
    """What one take should sound like, and why.

    Args:
        words: From `read_words`.
        mapped: What the picture maps to; None when there is no picture, and the prompt stands alone.
        mapper: Name of the mapper that said so.

    Raises:
        BadInput: There is neither picture nor prompt.
    """
    if mapped is None:
        if words.towards is None:
            raise BadInput("There is neither a picture nor a prompt to make sound from.", "Give a file or --prompt.")
        why = Why(prompt=words.prompt, prompt_weight=1.0, negative_prompt=words.negative)
        return Conditioning(words.towards, words.away, words.clap_space, why)
    weight = 0.0 if words.towards is None else words.weight
    why = Why(
        mapper=mapper,
        seed=mapped.seed,
        prompt=words.prompt,
        prompt_weight=weight,
        negative_prompt=words.negative,
        captions=mapped.captions,
    )
    positive = mapped.vector if words.towards is None else slerp(mapped.vector, words.towards, weight)
    return Conditioning(positive, words.away, words.clap_space, why)
