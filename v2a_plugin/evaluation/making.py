"""Clips of a system for each item, made as the product makes takes, and kept so that a study resumes."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from pathlib import Path

import numpy as np
import soundfile
from jaxtyping import Float32

from v2a_plugin.encoders.aggregate import embed
from v2a_plugin.encoders.captioning import Captioner, CaptionerContext
from v2a_plugin.evaluation.items import Item
from v2a_plugin.evaluation.motion import moving_picture
from v2a_plugin.evaluation.plan import System
from v2a_plugin.evaluation.synchrony import guide_for
from v2a_plugin.files import output_folder, replacing
from v2a_plugin.generation.costs import Watch, note_costs
from v2a_plugin.generation.engine import Engine
from v2a_plugin.generation.pipeline import describe, propose, render, translate
from v2a_plugin.generation.requests import request_for
from v2a_plugin.judges.joint import frames_in
from v2a_plugin.mapper.prompts import read_words
from v2a_plugin.media.probe import probe
from v2a_plugin.model.embeddings import Conditioning, VisualEmbedding, unit
from v2a_plugin.model.errors import BadInput
from v2a_plugin.model.progress import Progress, Steps
from v2a_plugin.model.recipe import Reading
from v2a_plugin.model.request import GenerateRequest, GenerationOrder
from v2a_plugin.model.sound import Sound
from v2a_plugin.model.time import Span
from v2a_plugin.sources.finishing import DELIVERY_RATE

__all__ = ["ItemDescriber", "Maker", "clip_path", "write_sound"]

_SEED_ROOM = 64  # seeds kept for the takes of one item


class ItemDescriber:
    """Descriptions of items by the picture encoder of a bundle, each made once."""

    def __init__(self, engine: Engine, work: Path, items: Sequence[Item]) -> None:
        """For the items of a study.

        Args:
            engine: Its picture encoder is used.
            work: Folder for the videos that are made of pictures.
            items: All of the study; an odd frame in a video is from the next one.
        """
        self._engine, self._work = engine, work
        self._next = {item.name: other for item, other in zip(items, (*items[1:], *items[:1]), strict=True)}
        self._seen = dict[str, VisualEmbedding]()
        self._captioners = dict[str, Captioner]()
        self._said = dict[tuple[str, str], str]()

    def describe_item(self, item: Item) -> Steps[VisualEmbedding]:
        """The picture."""
        if item.name not in self._seen:
            batch = yield from frames_in(item.picture, 8, self._engine.visual.image_size)
            self._seen[item.name] = yield from embed(self._engine.visual, batch, "mean")
        return self._seen[item.name]

    def moving(self, item: Item, seconds: Fraction) -> Steps[Path]:
        """A video of so many seconds, panned over the picture of an item."""
        return (yield from moving_picture(item, self._next[item.name], self._work, seconds))

    def caption(self, item: Item, captioner: str) -> Steps[str]:
        """A captioner's words for an item.

        Raises:
            BadInput: There is no such captioner.
        """
        if captioner not in self._captioners:
            engine = self._engine
            context = CaptionerContext(engine.visual, engine.bundle.captions(), engine.runtime)
            self._captioners[captioner] = engine.plugins.captioner(captioner)(context)
        if (item.name, captioner) not in self._said:
            batch = yield from frames_in(item.picture, 1, self._engine.visual.image_size)
            self._said[item.name, captioner] = self._captioners[captioner].caption(batch)
        return self._said[item.name, captioner]


@dataclass(frozen=True, slots=True, eq=False)
class Maker:
    """Makes the clips of systems.

    Attributes:
        engine: The bundle.
        describer: Of items.
        items: All of the study: an item's place decides its seeds.
        folder: Where clips are kept, a folder a system.
        samples: Length of a clip at 48 kHz.
        seed: Of the study.
    """

    engine: Engine
    describer: ItemDescriber
    items: tuple[Item, ...]
    folder: Path
    samples: int
    seed: int

    def make(self, system: System, items: Sequence[Item], takes: int) -> Steps[Path]:
        """Make what is missing of a system's clips; gives their folder.

        Raises:
            BadInput: An item lacks what the system needs: a label, a real sound.
            OutputError: The disk is full; what is written stays.
        """
        if system.folder is not None:
            return system.folder
        place = output_folder(place_of(self.folder, system, self.engine.bundle.lock_digest, self.samples, self.seed))
        wanted = [(item, take) for item in items for take in range(1, takes + 1)]
        left = [(item, take) for item, take in wanted if not clip_path(place, item, take).is_file()]
        for item in dict.fromkeys(item for item, _ in left):
            missing = [take for other, take in left if other is item]
            yield Progress(f"rendering: {system.name}", len(wanted) - len(left), len(wanted))
            for first, count in _runs(missing):
                yield from self._render(system, item, first, count, place)
        return place

    def _render(self, system: System, item: Item, first: int, count: int, place: Path) -> Steps[None]:
        """Some takes of an item with consecutive numbers, made as the product makes them."""
        watch = Watch(self.engine.runtime)
        request = yield from self._request(system, item, self._seed(item, first), count)
        if system.via == "oracle":
            conditioning = yield from self.condition(system, item, request.seed)
            takes = yield from render(self.engine, request, (conditioning,) * count)
        else:
            takes = yield from propose(self.engine, request)
        paths = [clip_path(place, item, first + take.take.recipe.seed - request.seed) for take in takes]
        note_costs(place, watch.costs([f"{path.parent.name}/{path.name}" for path in paths], self.samples))
        for path, take in zip(paths, takes, strict=True):
            write_sound(output_folder(path.parent) / path.name, take.sound)

    def condition(self, system: System, item: Item, seed: int) -> Steps[Conditioning]:
        """The conditioning of a system for an item and a seed.

        Raises:
            BadInput: The item has no label, or no real sound.
        """
        if system.via == "oracle":
            vector = yield from self._oracle(item)
            empty = read_words(self.engine.audio, replace(system.settings, prompt=""))
            return Conditioning(vector, empty.away, self.engine.audio.clap_space)
        request = yield from self._request(system, item, seed, 1)
        picture = yield from describe(self.engine, request)
        [conditioning] = yield from translate(self.engine, request, picture)
        return conditioning

    def _request(self, system: System, item: Item, seed: int, takes: int) -> Steps[GenerateRequest]:
        """What a system asks of the engine for an item: its picture, or words in the place of it."""
        settings, path, seconds = system.settings, item.picture, Fraction(self.samples, DELIVERY_RATE)
        if system.via == "text":
            if not item.label:
                raise BadInput(f"The item '{item.name}' has no label for the text route.", "Give a list of labels.")
            settings = replace(settings, prompt=item.label, reading=Reading.TYPED)
        elif system.via == "caption":
            said = yield from self.describer.caption(item, system.captioner)
            settings = replace(settings, prompt=said, reading=Reading.TYPED)
        elif system.moving:
            path = yield from self.describer.moving(item, seconds)
        media = None if system.via in ("text", "caption") else probe(path)
        span = Span(Fraction(0), seconds)
        request = request_for(GenerationOrder(settings, seed, takes), item.name, media, span)
        return replace(request, guide=(yield from guide_for(system.guide, media, span, item.name)))

    def _oracle(self, item: Item) -> Steps[Float32[np.ndarray, " audio"]]:
        """The sound encoder's vector of one real sound of the item, chosen by its name."""
        from v2a_plugin.evaluation.clip_files import read_clip

        yield Progress("listening to a real sound", 0, 1)
        if not item.sounds:
            raise BadInput(f"The item '{item.name}' has no real sound for the oracle.", "Give references.")
        number = int(hashlib.sha256(f"{self.seed} {item.name}".encode()).hexdigest(), 16) % len(item.sounds)
        return unit(self.engine.audio.embed_sounds([read_clip(item.sounds[number])])[0])

    def _seed(self, item: Item, take: int) -> int:
        """The same for every system, so that systems differ in nothing else."""
        place = [other.name for other in self.items].index(item.name)
        return (self.seed * 100_003 + place) * _SEED_ROOM + take - 1


def _runs(numbers: Sequence[int]) -> list[tuple[int, int]]:
    """Rising numbers as runs: the first of each, and how many follow one another."""
    runs: list[tuple[int, int]] = []
    for number in numbers:
        if runs and sum(runs[-1]) == number:
            runs[-1] = (runs[-1][0], runs[-1][1] + 1)
        else:
            runs.append((number, 1))
    return runs


def place_of(folder: Path, system: System, lock: str, samples: int, seed: int) -> Path:
    """Folder of a system's clips: two systems that make the same clips share it."""
    what = f"{system.via} {system.moving} {system.captioner} {system.settings!r} {lock} {samples} {seed}{system.guide}"
    return folder / f"{system.via}-{hashlib.sha256(what.encode()).hexdigest()[:12]}"


def clip_path(place: Path, item: Item, take: int) -> Path:
    """Where a clip lies."""
    return place / item.name / f"take-{take:02d}.flac"


def write_sound(path: Path, sound: Sound) -> None:
    """A sound file, whole or not at all: FLAC or WAV of 24 bits by the suffix.

    Raises:
        OutputError: The disk is full, or the place may not be written.
    """
    form = path.suffix.lstrip(".").upper()
    with replacing(path) as temporary:
        try:
            soundfile.write(temporary, np.clip(sound.samples.T, -1, 1), sound.rate, format=form, subtype="PCM_24")
        except RuntimeError as error:  # libsndfile's own error hides a full disk
            raise OSError(28, str(error)) from error
