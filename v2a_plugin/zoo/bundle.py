"""A bundle on the disk, ready to load: what the store hands out."""

from __future__ import annotations

import difflib
import json
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from safetensors import SafetensorError, safe_open

from v2a_plugin.files import read_text
from v2a_plugin.model.bundle_lock import Lock
from v2a_plugin.model.config import PartSource
from v2a_plugin.model.errors import BundleError
from v2a_plugin.zoo.captions import read_captions
from v2a_plugin.zoo.card_files import read_card
from v2a_plugin.zoo.cards import CARD_FILE, Card, PartCard
from v2a_plugin.zoo.lock import digest_of, read_lock
from v2a_resources import caption_paths, labels_path

__all__ = ["FOLDERLESS", "Bundle", "did_you_mean", "open_folder"]

FOLDERLESS = ("bridge", "none")
"""Mappers that need no files of their own."""

_MAPPER_CONFIG = "config.json"
_TRAINING = "training"  # where a training keeps its state until it ends


class NamedPart(NamedTuple):
    """A mapper of a bundle: what people type, and where it lies."""

    name: str
    source: PartSource


@dataclass(frozen=True, slots=True)
class Bundle:
    """What one generation needs, checked against its lock.

    Attributes:
        card: What it says about itself.
        root: Its folder.
        lock: Its files.
        lock_digest: One sha256 for all of them, hex.
        visual: Picture encoder.
        audio: Sound and text encoder.
        generator: Sound generator.
        mappers: Those with files: the bundle's own, then those fitted on this machine, which win over the same name.
        fitted: Folder for mappers that are fitted on this machine; None when nothing is kept.
    """

    card: Card
    root: Path
    lock: Lock
    lock_digest: str
    visual: PartSource
    audio: PartSource
    generator: PartSource
    mappers: tuple[NamedPart, ...]
    fitted: Path | None = None

    def mapper(self, name_or_path: str) -> PartSource:
        """The mapper of a name, or of a folder.

        "bridge" and "none" need no files; their `folder` is the bundle's.

        Raises:
            BundleError: Neither a mapper of this bundle nor a mapper's folder.
        """
        known = dict(self.mappers)
        if name_or_path in known:
            return known[name_or_path]
        if name_or_path in FOLDERLESS:
            widths = ("clip_width", str(self.card.clip_width)), ("clap_width", str(self.card.clap_width))
            return PartSource(name_or_path, self.root, self.card.clip_space, self.card.clap_space, options=widths)
        folder = Path(name_or_path).expanduser()
        if folder.is_dir():
            _check_finished(folder)
            return mapper_source(folder, self.card)
        self._check_unfinished(name_or_path)
        names = tuple(dict.fromkeys((*known, *FOLDERLESS)))
        near = did_you_mean(name_or_path, names)
        raise BundleError(
            f"The bundle {self.card.name} has no mapper '{name_or_path}', and there is no such folder.{near}",
            f"Use one of {', '.join(names)}, or give the folder of a mapper that was trained for it.",
        )

    def _check_unfinished(self, name: str) -> None:
        """Nothing, unless a training of this name was begun here and is not at its end."""
        if self.fitted is not None and name and Path(name).name == name:
            _check_finished(self.fitted / name)

    @property
    def notes(self) -> tuple[str, ...]:
        """What was found out when it was pulled."""
        return self.lock.notes

    def captions(self) -> tuple[str, ...]:
        """What the text bridge may answer with, one caption each."""
        if self.card.captions:
            return _lines(self.root / self.card.captions)
        return tuple(dict.fromkeys(caption for path in caption_paths() for caption in read_captions(path)))

    def labels(self) -> tuple[str, ...]:
        """What a take may be heard as, one label each."""
        return _lines(self.root / self.card.labels if self.card.labels else labels_path())


def open_folder(folder: Path, fitted: Path | None = None) -> Bundle:
    """Open the bundle in a folder after a quick check: files present, sizes as locked, weights readable.

    Args:
        folder: Holds the card and the lock.
        fitted: Folder with mappers that were fitted on this machine, one folder each; None for none.

    Raises:
        BundleError: Something is missing, or does not match the lock.
    """
    card = read_card(folder / CARD_FILE)
    lock = read_lock(folder)
    again = f"Run `v2a models verify {card.name}`, then pull or install it again."
    for file in lock.files:
        path = folder / file.path
        try:
            size = path.stat().st_size
        except OSError as error:
            raise BundleError(f"The bundle {card.name} lacks {path}.", again) from error
        if size != file.size and file.path != CARD_FILE:
            raise BundleError(f"{path} no longer matches the lock: it has {size} bytes, not {file.size}.", again)
        if path.suffix == ".safetensors":
            check_weights(path, again)
    own = tuple(
        NamedPart(m.name, PartSource(m.kind, folder / m.folder, card.clip_space, card.clap_space))
        for m in card.mappers
        if (folder / m.folder).is_dir()
    )
    mine = tuple(NamedPart(found.name, mapper_source(found, card)) for found in _folders(fitted))
    mappers = (*(part for part in own if part.name not in dict(mine)), *mine)
    return Bundle(
        card=card,
        root=folder,
        lock=lock,
        lock_digest=digest_of(lock),
        visual=_source(card.visual, folder, space_out=card.clip_space),
        audio=_source(card.audio, folder, space_out=card.clap_space),
        generator=_generator(card, folder),
        mappers=mappers,
        fitted=fitted,
    )


def _check_finished(folder: Path) -> None:
    """Nothing, unless a training was begun in a folder and has left no mapper yet.

    Raises:
        BundleError: It stopped before its end; the sentence says at which step.
    """
    state = folder / _TRAINING / "state.safetensors"
    if (folder / _MAPPER_CONFIG).is_file() or not state.parent.is_dir():
        return
    try:
        with safe_open(state, framework="numpy") as file:
            step = int(json.loads((file.metadata() or {})["story"])["step"])
    except (SafetensorError, OSError, ValueError, TypeError, KeyError):
        step = 0
    raise BundleError(
        f"The mapper '{folder.name}' is not finished: its training stopped at step {step}.",
        "Go on with the same 'v2a train mapper' command; it continues from there.",
    )


def mapper_source(folder: Path, card: Card) -> PartSource:
    """A mapper's folder as a part of a bundle. Loading it tells whether its spaces are the bundle's.

    Raises:
        BundleError: No mapper there, or its config or weights are corrupt.
    """
    path = folder / _MAPPER_CONFIG
    hint = "Give the folder that training wrote, with config.json and model.safetensors."
    try:
        config = json.loads(read_text(path))
        kind = str(config["kind"])
    except OSError as error:
        raise BundleError(f"{folder} is no mapper: {path.name} cannot be read.", hint) from error
    except (ValueError, TypeError) as error:
        raise BundleError(f"{path} is not the config of a mapper: {error}.", hint) from error
    except KeyError as error:
        raise BundleError(f"{path} is not the config of a mapper: it lacks {error}.", hint) from error
    for weights in sorted(folder.glob("*.safetensors")):
        check_weights(weights, hint)
    return PartSource(kind, folder, card.clip_space, card.clap_space)


def check_weights(path: Path, hint: str) -> None:
    """Read the header of a safetensors file, which also tells whether the file is as long as it should be.

    Raises:
        BundleError: The file is corrupt.
    """
    try:
        with safe_open(path, framework="numpy"):
            pass
    except (SafetensorError, OSError) as error:
        raise BundleError(f"The weights in {path} are corrupt: {error}.", hint) from error


def did_you_mean(given: str, known: Iterable[str]) -> str:
    """ " Did you mean 'x'?", or nothing when no known name is near."""
    near = difflib.get_close_matches(given, list(known), n=1)
    return f" Did you mean '{near[0]}'?" if near else ""


def _generator(card: Card, folder: Path) -> PartSource:
    said = {"vocoder": card.vocoder, "window": str(card.defaults.window), **dict(card.generator.options)}
    options = tuple((name, value) for name, value in said.items() if value)
    part = card.generator
    return PartSource(part.kind, folder / part.folder, space_in=card.clap_space, model=part.model, options=options)


def _source(part: PartCard, folder: Path, space_out: str) -> PartSource:
    return PartSource(part.kind, folder / part.folder, "", space_out, part.model, part.options)


def _folders(parent: Path | None) -> tuple[Path, ...]:
    if parent is None or not parent.is_dir():
        return ()
    return tuple(sorted(path for path in parent.iterdir() if (path / _MAPPER_CONFIG).is_file()))


def _lines(path: Path) -> tuple[str, ...]:
    try:
        text = read_text(path)
    except (OSError, UnicodeDecodeError) as error:
        raise BundleError(f"The list {path} cannot be read: {error}.", "Pull or install the bundle again.") from error
    lines = (line.strip() for line in text.splitlines())
    return tuple(line for line in lines if line and not line.startswith("#"))
