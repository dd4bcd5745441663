"""The texts both text encoders learn from, each with the words it really says."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass

from timm.data import ImageNetInfo

from v2a_plugin.evaluation.corpus import Corpus
from v2a_plugin.evaluation.wording import phrases

__all__ = ["Lexicon", "captions", "gather", "imagenet_names"]


@dataclass(frozen=True, slots=True)
class Lexicon:
    """Base texts by origin.

    Attributes:
        heard: AudioSet's class names.
        shown: ImageNet's class names, in the order of the trunk's head.
        phrases: Phrases of the corpus's classes and its captions.
        words: Ordinary words and pairs of them.
    """

    heard: tuple[str, ...]
    shown: tuple[str, ...]
    phrases: tuple[str, ...]
    words: tuple[str, ...]

    @property
    def texts(self) -> tuple[str, ...]:
        """Every base text once."""
        return tuple(dict.fromkeys((*self.heard, *self.shown, *self.phrases, *self.words)))


def imagenet_names() -> tuple[str, ...]:
    """First name of each of the 1000 classes."""
    info = ImageNetInfo()
    return tuple(str(info.index_to_description(index)).split(",")[0] for index in range(1000))


def captions(heard: Sequence[str], classes: Sequence[str]) -> tuple[str, ...]:
    """The text bridge's list: AudioSet's names, then our classes' phrases."""
    return tuple(dict.fromkeys((*heard, *(phrase for name in classes for phrase in phrases(name)))))


def gather(heard: Sequence[str], corpus: Corpus, words: Sequence[str], pairs: int = 8_000, seed: int = 0) -> Lexicon:
    """All texts. Besides single words, `pairs` of a word with a name teach that order and company matter."""
    chance = random.Random(seed)
    ours = [phrase for name in corpus.classes for phrase in phrases(name)]
    ours += [caption for picture in corpus.pictures for caption in picture.captions]
    ours += [sound.caption for sound in corpus.sounds if sound.classes and " " in sound.caption]
    shown = imagenet_names()
    named = [*heard, *shown, *ours]
    mixed = []
    for _ in range(pairs):
        first, second = chance.choice(named), chance.choice(named if chance.random() < 0.5 else list(words))
        mixed.append(chance.choice(("{} and {}", "{} with {}", "{}, {}", "{} {}")).format(second, first))
    return Lexicon(tuple(heard), shown, tuple(dict.fromkeys(ours)), tuple(dict.fromkeys((*words, *mixed))))
