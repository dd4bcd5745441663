"""The judge's table for a finished bundle: every system renders a take for each validation picture, through the engine."""

from __future__ import annotations

import json
import math
import random
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from fractions import Fraction
from pathlib import Path

import numpy as np
import soxr
from jaxtyping import Float32, Float64

from mini import scenes
from mini.judge import CAPTION, HEARD, Verdict, judge, wanted_tags
from mini.workshop import CLAP_SPACE, CLIP_SPACE, Workshop
from v2a_plugin.encoders.clap import load_clap
from v2a_plugin.encoders.clip import load_open_clip
from v2a_plugin.encoders.named import NAMES, load_named
from v2a_plugin.encoders.protocols import AudioEncoder, VisualEncoder
from v2a_plugin.encoders.yamnet import load_yamnet_encoder
from v2a_plugin.encoders.yamnet_network import RATE
from v2a_plugin.evaluation.corpus import Picture, Sound, open_picture
from v2a_plugin.evaluation.diversity import variety
from v2a_plugin.evaluation.wording import phrases
from v2a_plugin.judges.frechet import frechet
from v2a_plugin.judges.kernel import kernel_interval, kernel_test
from v2a_plugin.mapper.bridge import build_bridge
from v2a_plugin.mapper.mapper_store import load_mapper
from v2a_plugin.mapper.protocol import Mapper
from v2a_plugin.model.config import PartSource, Runtime
from v2a_plugin.model.embeddings import Conditioning, FrameBatch, VisualEmbedding
from v2a_plugin.model.progress import Progress, Steps
from v2a_plugin.model.recipe import Settings
from v2a_plugin.model.sound import Sound as Heard
from v2a_plugin.sources.generators.audioldm import AudioLDM, load_audioldm

__all__ = [
    "SYSTEMS",
    "Bench",
    "Fidelity",
    "Judged",
    "Question",
    "judge_systems",
    "judge_variety",
    "likeness",
    "open_bench",
    "questions",
    "real_embeddings",
    "write_judged",
]

LIKENESS = (
    "FD and KID by YAMNet's embeddings, against real validation sounds of the asked classes made as long as a take. "
    "Lower is better; FD is biased upwards for so few, KID is not. Intervals: 95 %, bootstrap over takes and sounds."
)
SILENT = 1e-3
"""A take whose loudest sample is below this says nothing."""
SYSTEMS = ("diffusion", "regression", "bridge", "none", "text", "oracle")
"""Mappers by name; `text`: a phrase for the class; `oracle`: a real validation sound's own vector."""


@dataclass(frozen=True, slots=True, eq=False)
class Bench:
    """The loaded bundle."""

    visual: VisualEncoder
    audio: AudioEncoder
    generator: AudioLDM
    folder: Path


@dataclass(frozen=True, slots=True, eq=False)
class Question:
    """One validation picture with what would be right.

    Attributes:
        picture: Its row.
        wanted: Tags of real validation sounds of its classes.
        sounds: Those sounds.
    """

    picture: Picture
    wanted: frozenset[int]
    sounds: tuple[Sound, ...]


@dataclass(frozen=True, slots=True)
class Fidelity:
    """How like real validation sounds a system's takes are, by YAMNet's embeddings.

    Attributes:
        system: Its name.
        takes: How many were judged.
        real: Against how many real sounds.
        fd: Fréchet distance; lower is better. Biased upwards for so few sounds: compare equal numbers only.
        kid: Kernel distance; lower is better, unbiased.
        kid_low: Lower end of its 95 % interval, bootstrap over takes and sounds.
        kid_high: Upper end.
        less_low: Lower end of the interval of this one's kernel distance less that of `none`.
        less_high: Upper end; both 0 where `none` was not judged.
        silent: Takes whose loudest sample lies below -60 dB of full scale.
    """

    system: str
    takes: int
    real: int
    fd: float
    kid: float
    kid_low: float
    kid_high: float
    less_low: float
    less_high: float
    silent: int


@dataclass(frozen=True, slots=True)
class Judged:
    """All that the judge says: hits and likeness, a row a system each."""

    verdicts: tuple[Verdict, ...]
    fidelities: tuple[Fidelity, ...]


def write_judged(path: Path, judged: Judged, settings: Settings, seconds: float, varied: float) -> None:
    """All of it as JSON, with what it means."""
    known = {"caption": CAPTION, "likeness": LIKENESS}
    used = {
        "guidance": settings.guidance, "steps": settings.steps, "scheduler": str(settings.scheduler), "seconds": seconds,
    }  # fmt: skip
    fidelity = [{name: _finite(value) for name, value in asdict(row).items()} for row in judged.fidelities]
    rows = {"systems": [asdict(row) for row in judged.verdicts], "fidelity": fidelity}
    path.parent.mkdir(parents=True, exist_ok=True)
    text = json.dumps({**known, "settings": used, **rows, "variety": varied}, indent=2)
    path.write_text(text + "\n", encoding="utf-8")


def _finite(value: object) -> object:
    """A value as JSON has it: null for an end of an interval that there is not."""
    return None if isinstance(value, float) and not math.isfinite(value) else value


def likeness(judged: Judged) -> str:
    """The fidelities as lines of text."""
    lines = [f"{'system':<12} {'FD':>7}  {'KID':>7}  {'95 %':>19}  {'less than none, 95 %':>22}  {'silent':>6}"]
    lines += [
        f"{f.system:<12} {f.fd:>7.1f}  {f.kid:>7.4f}  {f.kid_low:>8.4f} – {f.kid_high:<8.4f}  "
        f"{f.less_low:>9.4f} – {f.less_high:<10.4f}  {f.silent:>6}"
        for f in judged.fidelities
    ]
    return "\n".join((*lines, "", LIKENESS))


def open_bench(folder: Path, options: tuple[tuple[str, str], ...]) -> Bench:
    """Load a bundle's folder with the engine's own loaders."""
    here = Runtime()
    visual: VisualEncoder
    audio: AudioEncoder
    if (folder / "visual" / NAMES).is_file():
        visual = load_named(PartSource("named", folder / "visual", space_out=CLIP_SPACE), here)
    else:
        visual = load_open_clip(PartSource("open_clip", folder / "visual", space_out=CLIP_SPACE), here)
    if (folder / "ears").is_dir():
        audio = load_yamnet_encoder(PartSource("yamnet", folder / "ears", space_out=CLAP_SPACE), here)
    else:
        audio = load_clap(PartSource("clap", folder / "clap", space_out=CLAP_SPACE), here)
    return Bench(
        visual,
        audio,
        load_audioldm(PartSource("audioldm", folder / "generator", space_in=CLAP_SPACE, options=options), here),
        folder,
    )


def questions(shop: Workshop, limit: int = 0) -> tuple[Question, ...]:
    """Validation pictures of classes that have validation sounds; `limit` takes an even choice of them."""
    held = [sound for sound in shop.corpus.sounds if not shop.trains(sound) and sound.classes]
    right = wanted_tags([(sound.classes, shop.hear(shop.wave(sound)).best(HEARD)) for sound in held])
    found = []
    for picture in shop.corpus.pictures:
        known = [name for name in picture.classes if name in right]
        if not shop.trains(picture) and known:
            sounds = tuple(sound for sound in held if set(known) & set(sound.classes))
            found.append(Question(picture, frozenset().union(*(right[name] for name in known)), sounds))
    if 0 < limit < len(found):
        found = [found[index * len(found) // limit] for index in range(limit)]
    return tuple(found)


def look(bench: Bench, shop: Workshop, asked: Sequence[Question]) -> list[VisualEmbedding]:
    """The pictures as the engine sees them."""
    seen = []
    for question in asked:
        pixels = np.asarray(open_picture(shop.folder / question.picture.file))[None]
        vectors = bench.visual.embed_frames(FrameBatch(pixels, (Fraction(0),)))
        seen.append(VisualEmbedding(vectors, vectors[0], CLIP_SPACE))
    return seen


def conditions(
    bench: Bench, shop: Workshop, system: str, asked: Sequence[Question], settings: Settings
) -> Steps[Float32[np.ndarray, "questions clap"]]:
    """What a system asks of the generator for each picture."""
    if system == "text":
        return bench.audio.embed_text([phrases(question.picture.classes[0])[0] for question in asked])
    if system == "oracle":
        chance = random.Random(0)
        waves = [shop.wave(chance.choice(question.sounds)) for question in asked]
        return bench.audio.embed_sounds([Heard(wave, RATE) for wave in waves])
    mapper: Mapper
    if system == "bridge" and not (bench.folder / "mappers" / "bridge").is_dir():
        lines = (bench.folder / "captions.txt").read_text(encoding="utf-8").splitlines()
        mapper = yield from build_bridge(lines, bench.visual, bench.audio)
    else:
        source = PartSource(
            system, bench.folder / "mappers" / system, CLIP_SPACE, CLAP_SPACE,
            options=(("clip_width", str(bench.visual.width)), ("clap_width", str(bench.audio.width))),
        )  # fmt: skip
        mapper = load_mapper(source, Runtime())
    rows = []
    for index, seen in enumerate(look(bench, shop, asked)):
        mapped = yield from mapper.map(seen, settings, [index])
        rows.append(mapped[0].vector)
    return np.stack(rows)


def render(
    bench: Bench, vectors: Float32[np.ndarray, "questions clap"], settings: Settings, seconds: float, batch: int = 8
) -> Steps[list[Float32[np.ndarray, " samples"]]]:
    """One 16 kHz take a vector; the seed is its row."""
    empty = bench.audio.embed_text([""])[0]
    made = list[Float32[np.ndarray, " samples"]]()
    for start in range(0, len(vectors), batch):
        rows = range(start, min(start + batch, len(vectors)))
        asked = [Conditioning(vectors[row], empty, CLAP_SPACE) for row in rows]
        rate = bench.generator.sample_rate
        sounds = yield from bench.generator.render(asked, list(rows), int(seconds * rate), settings)
        made += [soxr.resample(sound.samples, rate, RATE) if rate != RATE else sound.samples for sound in sounds]
    return made


def judge_systems(
    shop: Workshop,
    bench: Bench,
    systems: Sequence[str],
    settings: Settings,
    seconds: float = 5.12,
    limit: int = 0,
    keep: Path | None = None,
) -> Steps[Judged]:
    """What the judge says of each system; `keep` is a folder for the takes as 16 kHz WAV."""
    asked = questions(shop, limit)
    verdicts, embeddings, silent = [], dict[str, np.ndarray](), list[int]()
    real = real_embeddings(shop, asked)
    for done, system in enumerate(systems):
        yield Progress("judge", done, len(systems), f"{system}: {len(asked)} pictures")
        vectors = yield from conditions(bench, shop, system, asked, settings)
        takes = yield from render(bench, vectors, settings, seconds)
        heard = [shop.hear(take) for take in takes]
        verdicts.append(judge(system, [question.wanted for question in asked], [one.best(HEARD) for one in heard]))
        embeddings[system] = np.stack([one.embedding for one in heard]).astype(np.float64)
        silent.append(sum(float(np.abs(take).max()) < SILENT for take in takes))
        if keep is not None:
            _keep(keep / system, [question.picture for question in asked], takes)
    return Judged(tuple(verdicts), _fidelities(embeddings, real, silent))


def real_embeddings(shop: Workshop, asked: Sequence[Question]) -> Float64[np.ndarray, "sounds 1024"]:
    """Of the validation sounds of the asked classes, made as long as a take the way scenes are."""
    chance, length = random.Random(0), int(scenes.SECONDS * RATE)
    sounds = dict.fromkeys(sound for question in asked for sound in question.sounds)
    waves = [scenes.window(scenes.Material((shop.wave(sound),), "", 1), length, chance) for sound in sounds]
    return np.stack([shop.hear(wave).embedding for wave in waves]).astype(np.float64)


def _fidelities(
    embeddings: dict[str, np.ndarray], real: Float64[np.ndarray, "sounds 1024"], silent: Sequence[int]
) -> tuple[Fidelity, ...]:
    found = []
    for (system, ours), quiet in zip(embeddings.items(), silent, strict=True):
        kid, less = kernel_interval(ours, real), kernel_test(ours, embeddings.get("none", ours), real)
        found.append(
            Fidelity(
                system, len(ours), len(real), frechet(ours, real), kid.value, kid.low, kid.high, less.low, less.high,
                quiet,
            )
        )  # fmt: skip
    return tuple(found)


def judge_variety(
    shop: Workshop, bench: Bench, settings: Settings, seconds: float = 5.12, limit: int = 12, seeds: int = 4
) -> Steps[float]:
    """Mean cosine distance, by YAMNet's embeddings, between takes of one picture with different seeds."""
    source = PartSource("diffusion", bench.folder / "mappers" / "diffusion", CLIP_SPACE, CLAP_SPACE)
    mapper, names, heard = load_mapper(source, Runtime()), list[str](), list[np.ndarray]()
    asked = questions(shop, limit)
    for question, seen in zip(asked, look(bench, shop, asked), strict=True):
        mapped = yield from mapper.map(seen, settings, range(seeds))
        takes = yield from render(bench, np.stack([one.vector for one in mapped]), settings, seconds)
        heard += [shop.hear(take).embedding for take in takes]
        names += [question.picture.file] * seeds
    return float(variety(names, np.stack(heard)).distances.mean())


def _keep(folder: Path, pictures: Sequence[Picture], takes: Sequence[Float32[np.ndarray, " samples"]]) -> None:
    import soundfile

    folder.mkdir(parents=True, exist_ok=True)
    for picture, take in zip(pictures, takes, strict=True):
        level = take * (0.7 / (float(np.abs(take).max()) + 1e-6))
        soundfile.write(folder / f"{Path(picture.file).stem}.wav", level, RATE, subtype="PCM_16")
