"""What stands beside a mapper that was trained here: where it comes from and how good it is."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

from v2a_plugin import __version__
from v2a_plugin.files import read_text, write_text
from v2a_plugin.model.serial import from_json, to_json
from v2a_plugin.training.cache.shard_records import MANIFEST, Manifest
from v2a_plugin.training.fit.pairs import PairSet
from v2a_plugin.training.fit.settings import FitSettings
from v2a_plugin.training.fit.validate import Metrics
from v2a_plugin.training.fit.verdict import Verdict
from v2a_plugin.zoo.bundle import Bundle

__all__ = ["card_of"]

CARD = "card.json"


@dataclass(frozen=True, slots=True)
class DataNote:
    """One cache that was learned from: its folder's name, and the digest of its list of sources."""

    name: str
    plan: str


@dataclass(frozen=True, slots=True)
class MapperCard:
    """The card of a mapper.

    Attributes:
        kind: diffusion, regression or bridge.
        bundle: Whose encoders.
        lock_digest: sha256 over that bundle's files, hex.
        clip_space: Space it leads from.
        clap_space: Space it leads to.
        data: What it learned from; empty for a bridge of captions alone.
        items: Pairs it learned from.
        sources: Files these come from.
        held_out: Pairs it was checked with.
        held_by: How these were chosen.
        unlabelled: Pairs without a label.
        left_out: Pairs that were not used: repeats, and those whose vectors were damaged.
        captions: Captions of a bridge.
        steps: Training steps.
        skipped: Batches that were skipped because they gave no number.
        settings: All settings; None for a bridge.
        before: Metrics of the mapper that it started from; for a bridge with pairs, of its captions alone.
        metrics: Metrics on the held-out pairs; None where nothing was held out.
        verdict: How it compares with the mapper that ships and with an answer that knows nothing; None for a bridge.
        licence: What may be done with it.
        program: Version that made it.
    """

    kind: str
    bundle: str
    lock_digest: str
    clip_space: str
    clap_space: str
    data: tuple[DataNote, ...] = field(default=())
    items: int = 0
    sources: int = 0
    held_out: int = 0
    held_by: str = ""
    unlabelled: int = 0
    left_out: int = 0
    captions: int = 0
    steps: int = 0
    skipped: int = 0
    settings: FitSettings | None = None
    before: Metrics | None = None
    metrics: Metrics | None = None
    verdict: Verdict | None = None
    licence: str = ""
    program: str = __version__
    schema: int = 1

    def write(self, folder: Path) -> None:
        """Put it into a mapper's folder."""
        write_text(folder / CARD, to_json(self))


def card_of(kind: str, bundle: Bundle, pairs: PairSet | None, folders: tuple[Path, ...]) -> MapperCard:
    """A card with all that is known before training."""
    if pairs is None:
        card = bundle.card
        return MapperCard(
            kind, card.name, bundle.lock_digest, card.clip_space, card.clap_space, licence=licence_note(bundle, False)
        )
    return MapperCard(
        kind,
        bundle.card.name,
        bundle.lock_digest,
        pairs.clip_space,
        pairs.clap_space,
        data_notes(folders),
        len(pairs.train),
        pairs.sources,
        len(pairs.held_out),
        pairs.held_by,
        pairs.unlabelled,
        pairs.repeats + pairs.damaged,
        licence=licence_note(bundle, True),
    )


def data_notes(folders: tuple[Path, ...]) -> tuple[DataNote, ...]:
    """Which caches, by name and digest; a folder without a manifest has a name alone."""
    notes = []
    for folder in folders:
        path = folder / MANIFEST
        plan = from_json(Manifest, read_text(path), path.name).plan if path.is_file() else ""
        notes.append(DataNote(folder.resolve().name, plan))
    return tuple(notes)


def licence_note(bundle: Bundle, from_recordings: bool) -> str:
    """What may be done with a mapper, as far as this program knows."""
    licence = bundle.card.licence
    words = [f"It serves the bundle {bundle.card.name} only, whose licence is {licence.name} ({licence.url})."]
    words += licence.forbids
    if from_recordings:
        words.append(
            "It was trained on recordings whose rights this program does not know: "
            "whoever trained it answers for having been allowed to, and for passing it on."
        )
    return " ".join(words)
