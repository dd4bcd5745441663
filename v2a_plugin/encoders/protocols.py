"""What the engine asks of an encoder. Arrays are numpy; torch stays inside the implementations."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol, runtime_checkable

import numpy as np
from jaxtyping import Float32

from v2a_plugin.model.embeddings import FrameBatch
from v2a_plugin.model.sound import Sound

__all__ = ["AudioEncoder", "Encoders", "Spelling", "SpellsWords", "VisualEncoder", "WeighsFrames"]


@runtime_checkable
class VisualEncoder(Protocol):
    """Turns pictures and words into unit vectors of one space."""

    @property
    def clip_space(self) -> str:
        """Id of the space."""

    @property
    def width(self) -> int:
        """Components of a vector."""

    @property
    def image_size(self) -> int:
        """Pixels of the square it takes; frames of that size are used as they are."""

    def embed_frames(self, frames: FrameBatch) -> Float32[np.ndarray, "time visual"]:
        """One unit vector a frame."""

    def embed_text(self, texts: Sequence[str]) -> Float32[np.ndarray, "text visual"]:
        """One unit vector a text."""


@runtime_checkable
class WeighsFrames(Protocol):
    """A visual encoder that says how sure it is."""

    def weigh_frames(self, frames: FrameBatch) -> Float32[np.ndarray, "time visual"]:
        """The vectors of `embed_frames`, not of length 1: the longer, the more speaks for what they say."""


@runtime_checkable
class AudioEncoder(Protocol):
    """Turns sounds and words into unit vectors of one space."""

    @property
    def clap_space(self) -> str:
        """Id of the space."""

    @property
    def width(self) -> int:
        """Components of a vector."""

    def embed_sounds(self, sounds: Sequence[Sound]) -> Float32[np.ndarray, "sound audio"]:
        """One unit vector a sound, whatever its rate and length."""

    def embed_text(self, texts: Sequence[str]) -> Float32[np.ndarray, "text audio"]:
        """One unit vector a text; the empty text is the unconditional one."""


@dataclass(frozen=True, slots=True)
class Spelling:
    """How a tokenizer writes a word.

    Attributes:
        pieces: How many tokens it takes inside a text.
        unknown: Whether one of them stands for anything unknown.
    """

    pieces: int
    unknown: bool = False


@runtime_checkable
class SpellsWords(Protocol):
    """A text encoder that says how it spells; without this, prompts are not checked for length."""

    @property
    def room(self) -> int:
        """Most tokens of a text, without those that begin and end every text."""

    def spell(self, words: Sequence[str]) -> tuple[Spelling, ...]:
        """How each word is written where it follows another."""


@dataclass(frozen=True, slots=True)
class Encoders:
    """The two frozen encoders of a bundle.

    Attributes:
        visual: Encoder of pictures and words.
        audio: Encoder of sounds and words.
    """

    visual: VisualEncoder
    audio: AudioEncoder
