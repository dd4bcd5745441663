"""Cards: what a bundle is made of, where its parts come from, and what its licence allows."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from fractions import Fraction
from pathlib import PurePosixPath

from v2a_plugin.model.ranges import GUIDANCE
from v2a_plugin.model.recipe import SamplerName, Settings, SourceKind, Spacing

__all__ = ["CARD_FILE", "Card", "Defaults", "Licence", "PartCard"]

CARD_FILE = "card.toml"
"""Name of the card inside a bundle's folder."""

_NEAR_NOISE = 800
"""Where a leading walk has to begin, of 1,000 noise levels, to find there what it starts from. Those of 5, 10 and 25 steps
made takes of mini that two judges tell apart from none of the others; begun at the noise itself, some take in twenty was far
from any real sound (docs/study.md)."""
_NAME = re.compile(r"[a-z0-9][a-z0-9._-]{0,63}")


@dataclass(frozen=True, slots=True)
class Licence:
    """Under which terms the weights of a bundle may be used.

    Attributes:
        name: As people call it ("CC BY-NC-SA 4.0").
        url: Where its text stands.
        commercial: Whether it allows commercial use.
        forbids: What it does not allow or what it asks for, one plain sentence each.
    """

    name: str
    url: str
    commercial: bool
    forbids: tuple[str, ...] = field(default=())

    def __post_init__(self) -> None:
        if not self.commercial and not self.forbids:
            raise ValueError("forbids must say what a non-commercial licence does not allow")


@dataclass(frozen=True, slots=True)
class PartCard:
    """One part of a bundle.

    Attributes:
        kind: Which factory loads it ("open_clip", "clap", "laion", "audioldm").
        folder: Where its files lie inside the bundle, with '/'.
        model: Name inside the library, where a folder alone does not say.
        repo: Repository on the hub, "owner/name"; "" for a part that is not pulled.
        revision: Branch, tag or commit to pull; "" for the newest.
        files: Patterns of the repository's paths that are wanted ("unet/*.safetensors"). Pickled weights that match
            are dropped where the same folder holds safetensors.
        convert: Where only pickled weights exist, load them once (tensors only) and keep safetensors.
        licence: Its own licence, when it differs from the bundle's.
        options: Pairs (name, value) for the factory.
    """

    kind: str
    folder: str
    model: str = ""
    repo: str = ""
    revision: str = ""
    files: tuple[str, ...] = field(default=())
    convert: bool = False
    licence: str = ""
    options: tuple[tuple[str, str], ...] = field(default=())

    def __post_init__(self) -> None:
        _check_inside("folder", self.folder)
        if self.repo and not self.files:
            raise ValueError(f"files must name what is wanted of {self.repo}")


@dataclass(frozen=True, slots=True)
class MapperCard:
    """A mapper that belongs to a bundle: its name, its kind ("diffusion", "regression") and its folder."""

    name: str
    kind: str
    folder: str

    def __post_init__(self) -> None:
        _check_inside("folder", self.folder)


@dataclass(frozen=True, slots=True)
class Defaults:
    """Settings that suit a bundle when nobody says otherwise.

    Attributes:
        mapper: Name of the mapper.
        steps: Denoising steps of the generator.
        guidance: Classifier-free guidance of the generator.
        scheduler: Which sampler walks the steps.
        window: Seconds the generator was trained on; longer takes are made of overlapping windows.
        spacing: How steps lie between noise and data, where so many can be walked so.
        source: Where takes of a shot come from, when nobody says.
        draft: Fewer steps that save time and cost some quality; 0 where none are known.
        best: More steps that measure better; 0 where none are known.
    """

    mapper: str = "diffusion"
    steps: int = 25
    guidance: float = 4.5
    scheduler: SamplerName = SamplerName.DPMPP
    window: Fraction = Fraction(10)
    spacing: Spacing = Spacing.LEADING
    source: SourceKind = SourceKind.GENERATOR
    draft: int = 0
    best: int = 0

    def __post_init__(self) -> None:
        if self.steps < 1 or self.window <= 0:
            raise ValueError("steps and window must be above 0")
        if (self.draft and not 0 < self.draft < self.steps) or (self.best and self.best <= self.steps):
            raise ValueError("draft must be fewer steps than 'steps', and best more")

    def settings(
        self,
        mapper: str = "",
        steps: int | None = None,
        guidance: float | None = None,
        scheduler: SamplerName | None = None,
        mapper_steps: int | None = None,
        mapper_guidance: float | None = None,
        source: SourceKind = SourceKind.GENERATOR,
    ) -> Settings:
        """The knobs of a bundle, with what somebody chose in place of its own; "" and None choose nothing.

        Raises:
            BadInput: A number is out of its range.
        """
        if guidance is not None:
            GUIDANCE.check(guidance)
        steps = self.steps if steps is None else steps
        return Settings(
            mapper=mapper or self.mapper,
            steps=steps,
            guidance=self.guidance if guidance is None else guidance,
            scheduler=scheduler or self.scheduler,
            mapper_steps=Settings().mapper_steps if mapper_steps is None else mapper_steps,
            mapper_guidance=Settings().mapper_guidance if mapper_guidance is None else mapper_guidance,
            spacing=self.spacing_of(steps, scheduler or self.scheduler),
            source=source,
        )

    def spacing_of(self, steps: int, scheduler: SamplerName) -> Spacing:
        """The card's own spacing for its own scheduler and as many steps as can be walked so; else trailing."""
        near = steps > 0 and 1000 // (steps + 1) * steps >= _NEAR_NOISE
        return self.spacing if near and scheduler is self.scheduler else Spacing.TRAILING


@dataclass(frozen=True, slots=True)
class Card:
    """Everything that is known of a bundle before any of its files is here.

    Attributes:
        name: What people type: lower-case letters, digits, '.', '_' and '-'.
        title: What people read.
        summary: One or two sentences.
        licence: Of the bundle as a whole: the strictest of its parts.
        clip_space: Id of the space of its picture vectors; a mapper must say the same.
        clap_space: Id of the space of its sound vectors; a mapper must say the same.
        visual: Picture encoder.
        audio: Sound and text encoder.
        generator: Sound generator. Its options gain `vocoder` and `window` from this card, unless it names them.
        clip_width: Components of a picture vector.
        clap_width: Components of a sound vector.
        mappers: Those that come with it.
        vocoder: How a spectrogram becomes a sound: "hifigan", "griffin-lim" where nothing was trained for it, or
            "refined-griffin-lim" where a small network mends Griffin-Lim's sound.
        captions: File inside the bundle with one caption a line, for the text bridge; "" for the shipped list.
        labels: File inside the bundle with one label a line, for "heard as"; "" for the shipped list.
        tagger: Folder inside the bundle of a trained tagger, which says what a take is heard as in place of the nearest
            labels; "" for none.
        text_tower: Folder inside the bundle of the generator's own text encoder. After a pull it is compared with
            the audio part's. "" for none.
        defaults: Settings that suit it.
        non_claims: What nobody should expect of it, one sentence each.
    """

    name: str
    title: str
    summary: str
    licence: Licence
    clip_space: str
    clap_space: str
    visual: PartCard
    audio: PartCard
    generator: PartCard
    clip_width: int = 512
    clap_width: int = 512
    mappers: tuple[MapperCard, ...] = field(default=())
    vocoder: str = ""
    captions: str = ""
    labels: str = ""
    tagger: str = ""
    text_tower: str = ""
    defaults: Defaults = Defaults()
    non_claims: tuple[str, ...] = field(default=())

    def __post_init__(self) -> None:
        if not _NAME.fullmatch(self.name):
            raise ValueError(
                f"name cannot be '{self.name[:70]}': up to 64 lower-case letters, digits, '.', '_' and '-' only"
            )
        if self.clip_width < 1 or self.clap_width < 1:
            raise ValueError("clip_width and clap_width must be above 0")
        for name in ("captions", "labels", "tagger", "text_tower"):
            if value := getattr(self, name):
                _check_inside(name, value)

    @property
    def parts(self) -> tuple[tuple[str, PartCard], ...]:
        """The three parts with their names: visual, audio, generator."""
        return ("visual", self.visual), ("audio", self.audio), ("generator", self.generator)

    @property
    def pullable(self) -> bool:
        """Whether every part has a repository to pull from."""
        return all(part.repo for _, part in self.parts)


def _check_inside(key: str, path: str) -> None:
    pure = PurePosixPath(path)
    if not path or pure.is_absolute() or ".." in pure.parts or "\\" in path or ":" in path or str(pure) == ".":
        raise ValueError(f"{key} cannot be '{path}': it must lie inside the bundle")
