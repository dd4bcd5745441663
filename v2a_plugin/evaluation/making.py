"""Clips of a system for each item: what the picture maps to, rendered side by side, kept so that a study resumes."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import soundfile
from jaxtyping import Float32

from v2a_plugin.encoders.aggregate import embed
from v2a_plugin.encoders.captioning import Captioner, CaptionerContext
from v2a_plugin.evaluation.items import Item
from v2a_plugin.evaluation.motion import moving_picture
from v2a_plugin.evaluation.plan import System
from v2a_plugin.files import output_folder, replacing
from v2a_plugin.generation.costs import Watch, note_made
from v2a_plugin.generation.engine import Engine
from v2a_plugin.judges.joint import frames_in
from v2a_plugin.mapper.prompts import condition, read_words
from v2a_plugin.model.embeddings import Conditioning, VisualEmbedding, unit
from v2a_plugin.model.errors import BadInput
from v2a_plugin.model.progress import Progress, Steps
from v2a_plugin.model.sound import Sound
from v2a_plugin.sources.finishing import finished, samples_to_render

__all__ = ["Eye", "Maker", "clip_path", "place_of", "write_sound"]

_BATCH = 8
_SEED_ROOM = 64  # seeds kept for the takes of one item


class Eye:
    """What the bundle sees in items, each looked at once."""

    def __init__(self, engine: Engine, work: Path, items: Sequence[Item]) -> None:
        """Look for an engine.

        Args:
            engine: Its picture encoder is used.
            work: Folder for the videos that are made of pictures.
            items: All of the study; an odd frame in a video is from the next one.
        """
        self._engine, self._work = engine, work
        self._next = {item.name: other for item, other in zip(items, (*items[1:], *items[:1]), strict=True)}
        self._seen = dict[tuple[str, bool, int, str], VisualEmbedding]()
        self._captioners = dict[str, Captioner]()

    def look(
        self, item: Item, moving: bool = False, frames: int = 8, aggregation: str = "mean"
    ) -> Steps[VisualEmbedding]:
        """The picture, or a video panned over it."""
        key = (item.name, moving, frames, aggregation)
        if key not in self._seen:
            path = item.picture
            if moving:
                path = yield from moving_picture(item, self._next[item.name], self._work)
            batch = yield from frames_in(path, frames, self._engine.visual.image_size)
            self._seen[key] = yield from embed(self._engine.visual, batch, aggregation)
        return self._seen[key]

    def say(self, item: Item, captioner: str) -> Steps[str]:
        """A captioner's words for an item.

        Raises:
            BadInput: There is no such captioner.
        """
        if captioner not in self._captioners:
            engine = self._engine
            context = CaptionerContext(engine.visual, engine.bundle.captions(), engine.runtime)
            self._captioners[captioner] = engine.plugins.captioner(captioner)(context)
        batch = yield from frames_in(item.picture, 1, self._engine.visual.image_size)
        return self._captioners[captioner].caption(batch)


@dataclass(frozen=True, slots=True, eq=False)
class Maker:
    """Makes the clips of systems.

    Attributes:
        engine: The bundle.
        eye: Looks at items.
        items: All of the study: an item's place decides its seeds.
        folder: Where clips are kept, a folder a system.
        samples: Length of a clip at 48 kHz.
        seed: Of the study.
    """

    engine: Engine
    eye: Eye
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
        for start in range(0, len(left), _BATCH):
            group = left[start : start + _BATCH]
            yield Progress(f"rendering: {system.name}", len(wanted) - len(left) + start, len(wanted))
            yield from self._batch(system, group, place)
        return place

    def _batch(self, system: System, group: Sequence[tuple[Item, int]], place: Path) -> Steps[None]:
        watch = Watch(self.engine.runtime)
        seeds = [self._seed(item, take) for item, take in group]
        asked = []
        for (item, _), seed in zip(group, seeds, strict=True):
            asked.append((yield from self.condition(system, item, seed)))
        generator = self.engine.generator
        raw = yield from generator.render(
            asked, seeds, samples_to_render(self.samples, generator.sample_rate), system.settings
        )
        sounds = [finished(each, self.samples) for each in raw]
        paths = [clip_path(place, item, take) for item, take in group]
        note_made(place, watch.costs([f"{path.parent.name}/{path.name}" for path in paths], self.samples))
        for path, sound in zip(paths, sounds, strict=True):
            write_sound(output_folder(path.parent) / path.name, sound)

    def condition(self, system: System, item: Item, seed: int) -> Steps[Conditioning]:
        """What a system asks of the generator for an item.

        Raises:
            BadInput: The item has no label, or no real sound.
        """
        knobs, audio = system.settings, self.engine.audio
        if system.via == "text":
            if not item.label:
                raise BadInput(f"The item '{item.name}' has no label for the text route.", "Give a list of labels.")
            return condition(read_words(audio, replace(knobs, prompt=item.label)))
        if system.via == "oracle":
            vector = yield from self._oracle(item)
            empty = read_words(audio, replace(knobs, prompt=""))
            return Conditioning(vector, empty.away, audio.clap_space)
        if system.via == "caption":
            said = yield from self.eye.say(item, system.captioner)
            return condition(read_words(audio, replace(knobs, prompt=said)))
        seen = yield from self.eye.look(item, system.moving, knobs.frames, knobs.aggregation)
        mapper = yield from self.engine.mapper(knobs.mapper)
        [mapped] = yield from mapper.map(seen, knobs, [seed])
        return condition(read_words(audio, knobs), mapped, mapper.name)

    def _oracle(self, item: Item) -> Steps[Float32[np.ndarray, " audio"]]:
        """The sound encoder's vector of one real sound of the item, chosen by its name."""
        from v2a_plugin.evaluation.clips import read_clip

        yield Progress("listening to a real sound", 0, 1)
        if not item.sounds:
            raise BadInput(f"The item '{item.name}' has no real sound for the oracle.", "Give references.")
        number = int(hashlib.sha256(f"{self.seed} {item.name}".encode()).hexdigest(), 16) % len(item.sounds)
        return unit(self.engine.audio.embed_sounds([read_clip(item.sounds[number])])[0])

    def _seed(self, item: Item, take: int) -> int:
        """The same for every system, so that systems differ in nothing else."""
        place = [other.name for other in self.items].index(item.name)
        return (self.seed * 100_003 + place) * _SEED_ROOM + take - 1


def place_of(folder: Path, system: System, lock: str, samples: int, seed: int) -> Path:
    """Folder of a system's clips: two systems that make the same clips share it."""
    what = f"{system.via} {system.moving} {system.captioner} {system.settings!r} {lock} {samples} {seed}"
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
            soundfile.write(temporary, np.clip(sound.samples, -1, 1), sound.rate, format=form, subtype="PCM_24")
        except RuntimeError as error:  # libsndfile's own error hides a full disk
            raise OSError(28, str(error)) from error
