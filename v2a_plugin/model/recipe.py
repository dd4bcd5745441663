"""The recipe: everything that decides how a take sounds, and nothing else."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from enum import StrEnum
from fractions import Fraction
from pathlib import Path

from v2a_plugin.model.errors import BadInput
from v2a_plugin.model.guide import Guide, Sync
from v2a_plugin.model.ranges import (
    BED,
    CANDIDATES,
    FRAMES,
    MAPPER_GUIDANCE,
    MAPPER_STEPS,
    PROMPT_WEIGHT,
    STEPS,
    STRENGTH,
    Range,
)
from v2a_plugin.model.serial import ABSENT
from v2a_plugin.model.time import Span, Timecode
from v2a_plugin.model.timemap import TimeMap

__all__ = [
    "SCHEMA",
    "Between",
    "MediaReference",
    "Mend",
    "Origin",
    "Precision",
    "Reading",
    "Recipe",
    "RecordingReference",
    "SamplerName",
    "Settings",
    "SoundEdit",
    "SoundEditKind",
    "SourceKind",
    "Spacing",
    "Variation",
]

SCHEMA = 1
"""Version of the recipe file; a reader migrates older ones and refuses newer ones."""


_RECORDED_GUIDANCE = Range("guidance", 0.0, 100.0)
"""What older recipes may say; `ranges.GUIDANCE` is what can be asked for."""


class SamplerName(StrEnum):
    """Schedulers of the generator."""

    DDIM = "ddim"
    DPMPP = "dpm++"
    UNIPC = "unipc"


class Spacing(StrEnum):
    """How the denoising steps lie between noise and data."""

    LEADING = "leading"
    """As diffusers spaces them by default; all recipes without a word on it were rendered so."""
    TRAILING = "trailing"
    """From the noisiest level on (Lin et al. 2024, table 2)."""


class Reading(StrEnum):
    """How a prompt is read before it is encoded."""

    TYPED = "typed"
    """Letter for letter; so are the prompts of all recipes without a word on it."""
    UNDERSTOOD = "understood"
    """Normalised, and without the words that the encoder does not know."""


class SourceKind(StrEnum):
    """Where takes come from."""

    GENERATOR = "generator"
    """A model renders them."""
    LIBRARY = "library"
    """They are found among recordings."""
    BOTH = "both"
    """Half of them are found, as far as the libraries have something that fits; the others are rendered."""


class Origin(StrEnum):
    """What a take is."""

    GENERATED = "generated"
    """A model made all of its sound."""
    RECORDED = "recorded"
    """It was cut from a recording."""
    BOTH = "both"
    """A model changed a recording."""


class Precision(StrEnum):
    """Number format of the generator's arithmetic."""

    FP32 = "fp32"
    BF16 = "bf16"
    FP16 = "fp16"


@dataclass(frozen=True, slots=True)
class Settings:
    """The knobs of one generation.

    Attributes:
        prompt: Words to add to the picture, or to use alone; "" for none.
        negative: Words to keep away from; "" for none.
        prompt_weight: Share of the prompt against the picture, 0 (picture only) to 1 (words only).
        mapper: "diffusion", "regression", "bridge", "none", a plugin's name, or a folder.
        mapper_steps: Denoising steps of a diffusion mapper; its range, like those of all numbers here, in `ranges`.
        mapper_guidance: Classifier-free guidance of a diffusion mapper; 1 is off.
        steps: Denoising steps of the generator.
        guidance: Classifier-free guidance of the generator; 1 is off (Ho and Salimans 2022).
        scheduler: Which sampler walks those steps.
        frames: How many frames of the region the encoder sees.
        aggregation: How frame vectors become one.
        candidates: Renderings a take is picked from by CLAP similarity.
        spacing: How the steps lie between noise and data.
        reading: How prompts are read before they are encoded.
        sync: How closely sounds keep to the events of a guide.
        bed: Level of continuous sound beneath the events of a guide against their loudest, dB; None for none.
        pan: Whether single sounds lie where in the picture their events do: across, and louder the larger they are.
        source: Where takes come from; that of one take is never "both".
    """

    prompt: str = ""
    negative: str = ""
    prompt_weight: float = 0.5
    mapper: str = "diffusion"
    mapper_steps: int = 50
    mapper_guidance: float = 1.0
    steps: int = 25
    guidance: float = 4.5
    scheduler: SamplerName = SamplerName.DPMPP
    frames: int = 8
    aggregation: str = "mean"
    candidates: int = 1
    spacing: Spacing = field(default=Spacing.TRAILING, metadata={ABSENT: Spacing.LEADING})
    reading: Reading = field(default=Reading.UNDERSTOOD, metadata={ABSENT: Reading.TYPED})
    sync: Sync = Sync.STRICT
    bed: float | None = None
    pan: bool = False
    source: SourceKind = SourceKind.GENERATOR

    def __post_init__(self) -> None:
        STEPS.check(self.steps)
        MAPPER_STEPS.check(self.mapper_steps)
        FRAMES.check(self.frames)
        CANDIDATES.check(self.candidates)
        PROMPT_WEIGHT.check(self.prompt_weight)
        _RECORDED_GUIDANCE.check(self.guidance)
        MAPPER_GUIDANCE.check(self.mapper_guidance)
        if self.bed is not None:
            BED.check(self.bed)


@dataclass(frozen=True, slots=True)
class MediaReference:
    """A file that a recipe was made from: where it was, and its fingerprint."""

    path: Path
    fingerprint: str

    def without_folder(self) -> MediaReference:
        """The name alone, as it goes out with a delivery."""
        return MediaReference(Path(self.path.name), self.fingerprint)


@dataclass(frozen=True, slots=True)
class RecordingReference:
    """A recording that a take was cut from.

    Attributes:
        path: Where it was.
        digest: sha256 of the file, hex.
        span: What was found in it, seconds from its first sample.
        library: Name of the library; "" for a file that lies in none.
        title: What it is called.
        licence: As it is written; "" when nobody says.
        attribution: Whom the licence wants named; "" for nobody.
        why: How it was found, in a few words.
    """

    path: Path
    digest: str
    span: Span
    library: str
    title: str = ""
    licence: str = ""
    attribution: str = ""
    why: str = ""

    def without_folder(self) -> RecordingReference:
        """The name alone, as it goes out with a delivery."""
        return replace(self, path=Path(self.path.name))

    @property
    def called(self) -> str:
        """For a person: "door.wav of the library 'mine'"."""
        return self.path.name + (f" of the library '{self.library}'" if self.library else "")

    @property
    def terms(self) -> str:
        """The licence and whom it wants named, for a person: "CC-BY-4.0, Ann"."""
        return ", ".join(filter(None, (self.licence or "no licence said", self.attribution)))


@dataclass(frozen=True, slots=True)
class Variation:
    """A recording that a rendering starts from, and how far it goes from it.

    Attributes:
        recording: It is brought to the length of the rendering as a find is to that of a take.
        strength: 0 for what the model makes of the recording itself, to 1 for nothing of it.
    """

    recording: RecordingReference
    strength: float

    def __post_init__(self) -> None:
        STRENGTH.check(self.strength)


class SoundEditKind(StrEnum):
    """What an editor does to the sound of a finished take; the value of each is in brackets."""

    TRIM = "trim"
    """Use it without the silence at its ends (the level below which it is silent, dBFS)."""
    GAIN = "gain"
    """Louder, or softer below 0 (dB)."""
    FADE_IN = "fade in"
    """From silence at the beginning of the part that is used (seconds)."""
    FADE_OUT = "fade out"
    """To silence at its end (seconds)."""
    LOOP = "loop"
    """So that it can go round: the end of the part that is used over its beginning (seconds, by which it is shorter)."""


@dataclass(frozen=True, slots=True)
class SoundEdit:
    """One edit of a finished take, which made another take of it.

    Attributes:
        kind: What was done.
        value: How much, in the unit of its kind.
        digest: sha256 of the float32 samples that it was done to, hex.
    """

    kind: SoundEditKind
    value: float
    digest: str = ""

    def __post_init__(self) -> None:
        low, high = _EDIT_RANGES[self.kind]
        if not low <= self.value <= high:
            raise BadInput(f"A {self.kind} of {self.value:g} is not possible.", f"Give {low:g} to {high:g}.")


_EDIT_RANGES = {
    SoundEditKind.TRIM: (-120.0, 0.0),
    SoundEditKind.GAIN: (-60.0, 60.0),
    SoundEditKind.FADE_IN: (0.001, 600.0),
    SoundEditKind.FADE_OUT: (0.001, 600.0),
    SoundEditKind.LOOP: (0.005, 60.0),
}


@dataclass(frozen=True, slots=True)
class Recipe:
    """All that is needed to make a take again.

    Bit for bit on the same machine with the same threads, batch and place in it; otherwise within 1e-3.

    Attributes:
        media: The picture; None when words alone were used.
        used: Span of the region, seconds from the first picture frame.
        handle: Seconds rendered before and after it.
        rate: Frames a second of the picture, for labels and padding.
        timecode: Timecode of the media's first frame, when it has one.
        settings: The knobs.
        seed: Seed of this take, 0 to 2**63 - 1. Noise is drawn on the CPU.
        bundle: Name of the bundle.
        lock_digest: sha256 of the bundle's lock, hex.
        mapper_digest: sha256 of the mapper's weights, hex; "" for mappers without any.
        device: Where it ran ("cpu", "cuda:0").
        precision: Arithmetic of the generator.
        threads: CPU threads of the arithmetic.
        batch: How many takes were rendered side by side.
        generator_rate: Samples a second of the generator; its true bandwidth is half of it.
        versions: Pairs (package, version), sorted.
        schema: Version of this layout.
        between: The two takes it was asked to sound between; None for most takes. `settings` then only say how the
            generator runs.
        place: Which of its batch it was, from 0: with several threads the last bits of a sum depend on it.
        edits: What an editor did to the rendered take afterwards, in order; all the rest says how that was rendered.
        time_map: From the clock of `used` to seconds from the first picture frame, where the editor changed the speed.
        guide: When it sounds; None leaves that to the source.
        recording: What it was cut from; None for a rendered take. Models then only say how well it fits.
        variation: What the rendering started from; None for noise alone.
        mend: The take that some of this one is; None for most takes.
    """

    media: MediaReference | None
    used: Span
    handle: Fraction
    rate: Fraction
    timecode: Timecode | None
    settings: Settings
    seed: int
    bundle: str
    lock_digest: str
    mapper_digest: str
    device: str
    precision: Precision
    threads: int
    batch: int
    generator_rate: int
    versions: tuple[tuple[str, str], ...]
    schema: int = SCHEMA
    between: Between | None = None
    place: int = 0
    edits: tuple[SoundEdit, ...] = field(default=())
    time_map: TimeMap | None = None
    guide: Guide | None = None
    recording: RecordingReference | None = None
    variation: Variation | None = None
    mend: Mend | None = None

    def __post_init__(self) -> None:
        if not 0 <= self.seed < 2**63:
            raise BadInput(f"The seed {self.seed} is out of range.", "Give a whole number from 0 to 2**63 - 1.")
        if self.handle < 0:
            raise BadInput(f"The handle is {float(self.handle)} s.", "Give 0 or more.")
        if not 0 <= self.place < max(1, self.batch):
            raise BadInput(
                f"The recipe has place {self.place} in a batch of {self.batch}.", "Use it as it was written."
            )

    @property
    def rendered(self) -> Span:
        """The used span with its handles; may begin before 0."""
        return self.used.widened(self.handle)

    @property
    def origin(self) -> Origin:
        """Whether a model made the sound, or a microphone, or both."""
        if self.recording is not None:
            return Origin.RECORDED
        return Origin.GENERATED if self.credited is None else Origin.BOTH

    @property
    def credited(self) -> RecordingReference | None:
        """The recording that is heard in it, in whatever part; None where all was made by a model."""
        if self.variation is not None and self.variation.strength < 1:
            return self.variation.recording
        return self.recording if self.mend is None else self.mend.original.credited

    def with_media(self, place: Callable[[MediaReference], MediaReference]) -> Recipe:
        """The same recipe with other places of its media, and of those of the takes it was made of."""
        return replace(
            self._with_others(lambda other: other.with_media(place)), media=place(self.media) if self.media else None
        )

    def without_folders(self) -> Recipe:
        """The same recipe with the names of its files alone: what leaves the machine says nothing of its folders."""
        bare, recording, variation = self._with_others(Recipe.without_folders), self.recording, self.variation
        if variation is not None:
            variation = replace(variation, recording=variation.recording.without_folder())
        return replace(
            bare,
            media=self.media and self.media.without_folder(),
            recording=recording and recording.without_folder(),
            variation=variation,
        )

    def _with_others(self, change: Callable[[Recipe], Recipe]) -> Recipe:
        """The same recipe, with those of other takes in it changed."""
        between, mend = self.between, self.mend
        if between is None and mend is None:
            return self
        if between is not None:
            between = replace(between, start=change(between.start), end=change(between.end))
        if mend is not None:
            mend = replace(mend, original=change(mend.original))
        return replace(self, between=between, mend=mend)


@dataclass(frozen=True, slots=True)
class Mend:
    """What of another take stays in one; the rest is rendered anew around it (RePaint, Lugmayr et al. 2022).

    Attributes:
        original: Recipe of the other take.
        kept: What stays of it, sample for sample, seconds on the clock of the `used` spans of both.
        strength: How much of the rest is rendered anew: 0 for what the model makes of the other take, to 1 for all.
    """

    original: Recipe
    kept: tuple[Span, ...]
    strength: float = 1.0

    def __post_init__(self) -> None:
        STRENGTH.check(self.strength)


@dataclass(frozen=True, slots=True)
class Between:
    """A place on the way from what one take was asked for to what another was.

    Attributes:
        start: Recipe of the take at position 0.
        end: Recipe of the take at position 1.
        position: 0 to 1.
    """

    start: Recipe
    end: Recipe
    position: float

    def __post_init__(self) -> None:
        if not 0 <= self.position <= 1:
            raise BadInput(f"The position {self.position} lies outside of the way.", "Give a number from 0 to 1.")
