"""Words beside the picture: a prompt to go towards and a negative prompt to keep away from.

A prompt is mixed in along the great circle between what the picture maps to and the prompt's own sound vector. A
normalised weighted sum would pass the same points, but bunched at the ends, and has none at all half-way between
opposite vectors; on the circle the weight is the share of the angle.
"""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
from jaxtyping import Float32

from v2a_plugin.encoders.protocols import AudioEncoder
from v2a_plugin.mapper.interpolate import slerp
from v2a_plugin.mapper.protocol import Mapped
from v2a_plugin.mapper.reading import ReadText, read_text
from v2a_plugin.model.embeddings import Conditioning, Why, unit
from v2a_plugin.model.errors import BadInput
from v2a_plugin.model.finite import check_numbers
from v2a_plugin.model.ranges import GUIDANCE
from v2a_plugin.model.recipe import Reading, Settings

__all__ = ["condition", "read_words"]

_SHOWN = 300  # letters of a prompt in a sentence


@dataclass(frozen=True, slots=True, eq=False)
class Words:
    """The words of a request, and what they sound like.

    Attributes:
        clap_space: Id of the space of the vectors.
        away: Unit vector of the negative prompt; of the empty text when there is none.
        towards: Unit vector of the prompt; None when there is none, or nothing of it is understood.
        prompt: The prompt as typed, stripped; "" for none.
        negative: The negative prompt as typed, stripped; "" for none.
        weight: Share of the prompt against a picture, 0 to 1.
        notices: What a person should know of how they were read, a sentence each.
    """

    clap_space: str
    away: Float32[np.ndarray, " audio"]
    towards: Float32[np.ndarray, " audio"] | None = None
    prompt: str = ""
    negative: str = ""
    weight: float = 0.5
    notices: tuple[str, ...] = field(default=())


def read_words(encoder: AudioEncoder, settings: Settings) -> Words:
    """The prompt and the negative prompt through the text tower, once a request.

    Raises:
        BadInput: The guidance is below 1, which would lead towards the negative prompt.
    """
    GUIDANCE.check(settings.guidance)
    prompt, negative = settings.prompt.strip(), settings.negative.strip()
    if settings.reading is Reading.TYPED:
        asked, avoided = ReadText(prompt), ReadText(negative)
    else:
        asked, avoided = read_text(encoder, prompt), read_text(encoder, negative)
    away, *towards = unit(encoder.embed_text([avoided.text, asked.text] if asked.text else [avoided.text]))
    notices = [*_notices("prompt", prompt, asked), *_notices("negative prompt", negative, avoided)]
    if avoided.text and settings.guidance == 1:
        notices.append("The negative prompt does nothing at a guidance of 1: choose more than 1 for it to count.")
    return Words(
        encoder.clap_space,
        away,
        towards[0] if towards else None,
        prompt,
        negative,
        settings.prompt_weight,
        tuple(notices),
    )


def _notices(name: str, typed: str, read: ReadText) -> list[str]:
    """What a person should know of how a prompt was read."""
    said = []
    if read.translated:
        said.append(f"German words of the {name} were put into English: “{_short(read.text)}”.")
    if typed and not read.text:
        said.append(f"The {name} “{_short(typed)}” is left out: none of it is a word that the text encoder knows.")
    elif read.unknown:
        words = ", ".join(f"“{word}”" for word in read.unknown)
        said.append(f"Left out of the {name}, for the text encoder does not know it: {_short(words)}.")
    if read.beyond:
        said.append(
            f"The {name} is too long for the text encoder; left out at its end: “{_short(' '.join(read.beyond))}”."
        )
    return said


def _short(text: str) -> str:
    """A text, cut where it would fill a page."""
    return text if len(text) <= _SHOWN else text[:_SHOWN] + "…"


def condition(words: Words, mapped: Mapped | None = None, mapper: str = "") -> Conditioning:
    """What one take should sound like, and why.

    Args:
        words: From `read_words`.
        mapped: What the picture maps to; None when there is no picture, and the prompt stands alone.
        mapper: Name of the mapper that said so.

    Raises:
        BadInput: There is neither picture nor prompt, or nothing of the prompt is understood.
        NotFinite: The mapper gave numbers that are none.
    """
    if mapped is None:
        if words.towards is None and words.prompt:
            raise BadInput(
                f"The text encoder knows no word of the prompt “{_short(words.prompt)}”, and there is no picture.",
                "Say it in plain English.",
            )
        if words.towards is None:
            raise BadInput("There is neither a picture nor a prompt to make sound from.", "Give a file or --prompt.")
        why = Why(prompt=words.prompt, prompt_weight=1.0, negative_prompt=words.negative)
        return Conditioning(words.towards, words.away, words.clap_space, why)
    check_numbers(mapped.vector, f"The mapper {mapper}" if mapper else "The mapper", "Train or pull it again.")
    weight = 0.0 if words.towards is None else words.weight
    why = Why(
        mapper=mapper,
        seed=mapped.seed,
        prompt=words.prompt,
        prompt_weight=weight,
        negative_prompt=words.negative,
        captions=mapped.captions,
        ambience=mapped.guess is not None,
    )
    positive = mapped.vector if words.towards is None else slerp(mapped.vector, words.towards, weight)
    return Conditioning(positive, words.away, words.clap_space, why)
