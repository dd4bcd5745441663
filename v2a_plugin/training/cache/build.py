"""Makes a cache: decodes in a few threads, encodes, writes one shard after the other.

A shard holds the items of a fixed group of sources, so that it comes out the same whatever happened before. Killed at any
moment, the next run finds which shards are whole and goes on with the others.
"""

from __future__ import annotations

import hashlib
from collections import Counter, deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path
from typing import TypeVar

import numpy as np
from filelock import FileLock, Timeout

from v2a_plugin.encoders.protocols import Encoders
from v2a_plugin.files import output_folder, read_text, sha256_of, write_text
from v2a_plugin.generation.engines import Engines
from v2a_plugin.model.config import Runtime
from v2a_plugin.model.embeddings import unit
from v2a_plugin.model.errors import BadInput
from v2a_plugin.model.progress import Progress, Steps
from v2a_plugin.model.serial import from_json, to_json
from v2a_plugin.plugins.facade import Plugins
from v2a_plugin.training.cache.clip_list import clip_list
from v2a_plugin.training.cache.pieces import Decoded, Piece, decode, open_source
from v2a_plugin.training.cache.shard_records import (
    CLIPS,
    MANIFEST,
    REPORT,
    CacheReport,
    CacheSettings,
    ClipNote,
    Item,
    ItemNote,
    LeftOut,
    Manifest,
    Reason,
    ReasonCount,
    ShardNote,
    Source,
    Split,
    SplitCount,
)
from v2a_plugin.training.cache.shards import note_path, read_note, shard_path, write_shard
from v2a_plugin.training.cache.sources import by_split
from v2a_plugin.training.cache.speech_music import SpeechAndMusic
from v2a_plugin.zoo.bundle import Bundle

__all__ = ["build_cache"]

_SOUNDS_AT_ONCE = 8
_STAGE = "encoding clips"

A = TypeVar("A")
B = TypeVar("B")


def build_cache(
    sources: Sequence[Source],
    settings: CacheSettings,
    folder: Path,
    bundle: Bundle,
    runtime: Runtime,
    plugins: Plugins,
    workers: int = 4,
) -> Steps[CacheReport]:
    """Encode sources with a bundle's encoders into shards in a folder, going on where an earlier run ended.

    Args:
        sources: What to encode, as `read_sources` gives it.
        settings: How items are made.
        folder: Where the shards go.
        bundle: Whose encoders.
        runtime: Where they run.
        plugins: Who loads them, and finds shots.
        workers: Threads that decode; each holds two clips in memory at most.

    Raises:
        BadInput: There is nothing to encode, or the folder holds a cache of something else or is being written.
        OutputError: The disk is full, or the folder may not be written; what is finished stays.
    """
    if not sources:
        raise BadInput("There is nothing to encode.", "Give a folder of videos with sound.")
    groups = tuple(_groups(sources, settings.files_a_shard))
    manifest = _manifest(sources, settings, bundle, groups)
    output_folder(folder)
    try:
        with FileLock(folder / ".lock", thread_local=False).acquire(timeout=0):
            return (yield from _build(groups, manifest, folder, bundle, runtime, plugins, workers))
    except Timeout as error:
        raise BadInput(f"{folder} is being written by another run.", "Wait for it, or give another folder.") from error


_Group = tuple[Path, tuple[Source, ...]]


def _groups(sources: Sequence[Source], size: int) -> Iterator[_Group]:
    """Name of each shard and the sources it is made of."""
    for split, chosen in by_split(sources):
        for number, start in enumerate(range(0, len(chosen), size)):
            yield Path(shard_path(Path(), split, number).name), chosen[start : start + size]


def _manifest(sources: Sequence[Source], settings: CacheSettings, bundle: Bundle, groups: Sequence[_Group]) -> Manifest:
    listed = "\n".join(f"{s.name}\t{s.split}\t{s.start}\t{s.label}\t{s.usable}" for s in sources)
    counts = tuple(
        SplitCount(split, len(chosen), sum(name.name.startswith(f"{split}-") for name, _ in groups))
        for split, chosen in by_split(sources)
    )
    card = bundle.card
    plan = hashlib.sha256(listed.encode(errors="surrogateescape")).hexdigest()
    return Manifest(card.name, bundle.lock_digest, card.clip_space, card.clap_space, settings, counts, plan)


def _claim(folder: Path, manifest: Manifest) -> None:
    """Write the manifest, or check that the one there is the same."""
    path = folder / MANIFEST
    if not path.exists():
        write_text(path, to_json(manifest))
        return
    found = from_json(Manifest, read_text(path), path.name)
    if found != manifest:
        what = next(
            words
            for words, same in (
                (f"of another bundle, {found.bundle}", found.bundle == manifest.bundle),
                ("of other weights of this bundle", found.lock_digest == manifest.lock_digest),
                ("made with other settings", found.settings == manifest.settings),
                ("of another list of files", False),
            )
            if not same
        )
        raise BadInput(f"{folder} holds a cache {what}.", "Give another folder; training takes several at once.")


def _build(
    groups: Sequence[_Group],
    manifest: Manifest,
    folder: Path,
    bundle: Bundle,
    runtime: Runtime,
    plugins: Plugins,
    workers: int,
) -> Steps[CacheReport]:
    _claim(folder, manifest)
    total, done, resumed = sum(len(sources) for _, sources in groups), 0, 0
    encoding: _Encoding | None = None
    for name, sources in groups:
        shard = folder / name
        yield Progress(_STAGE, done, total, name.stem)
        if _is_complete(shard):
            resumed += 1
        else:
            if encoding is None:
                encoders = yield from Engines(plugins).encoders(bundle, runtime)
                encoding = _Encoding(encoders, bundle, manifest.settings, plugins, workers)
            yield from encoding.write(shard, sources, done, total)
        done += len(sources)
    yield Progress(_STAGE, total, total)
    report, clips = _report(folder, groups, resumed)
    write_text(folder / CLIPS, clip_list(clips, report.left_out))
    write_text(folder / REPORT, to_json(report))
    return report


def _is_complete(shard: Path) -> bool:
    """Whether an earlier run finished a shard and it is still as it was."""
    try:
        note = read_note(shard)
        return note is not None and (not note.items or sha256_of(shard) == note.sha256)
    except (BadInput, OSError):
        return False


class _Encoding:
    """The encoders and the threads that feed them."""

    def __init__(
        self, encoders: Encoders, bundle: Bundle, settings: CacheSettings, plugins: Plugins, workers: int
    ) -> None:
        self._encoders, self._settings, self._plugins = encoders, settings, plugins
        self._workers = max(1, workers)
        self._classifier = SpeechAndMusic(encoders.audio, bundle.labels())

    def write(self, shard: Path, sources: Sequence[Source], done: int, total: int) -> Steps[None]:
        """Make one shard and its note."""
        items: list[Item] = []
        left_out: list[LeftOut] = []
        clips: list[ClipNote] = []
        pool = ThreadPoolExecutor(self._workers, thread_name_prefix="decode")
        try:
            pieces: list[Piece] = []
            for opened in self._ahead(pool, lambda source: open_source(source, self._settings, self._plugins), sources):
                pieces += opened.pieces
                left_out += opened.left_out
                yield Progress(_STAGE, done, total, shard.stem)
            size = self._encoders.visual.image_size
            waiting: list[Decoded] = []
            order = {name: number for number, name in enumerate(dict.fromkeys(piece.source.name for piece in pieces))}
            for piece, found in zip(
                pieces, self._ahead(pool, lambda piece: decode(piece, self._settings, size), pieces), strict=True
            ):
                if isinstance(found, LeftOut):
                    left_out.append(found)
                else:
                    waiting.append(found)
                if len(waiting) == _SOUNDS_AT_ONCE:
                    self._encode(waiting, items, left_out, clips)
                    waiting = []
                yield Progress(_STAGE, done + order[piece.source.name], total, piece.name)
            if waiting:
                self._encode(waiting, items, left_out, clips)
        finally:
            pool.shutdown(wait=True, cancel_futures=True)
        digest = write_shard(shard, items) if items else ""
        unlabelled = sum(not item.note.label for item in items)
        write_text(note_path(shard), to_json(ShardNote(digest, len(items), unlabelled, tuple(left_out), tuple(clips))))

    def _ahead(self, pool: ThreadPoolExecutor, work: Callable[[A], B], todo: Iterable[A]) -> Iterator[B]:
        """Results in order, with at most two jobs a worker begun ahead."""
        running: deque[Future[B]] = deque()
        for task in todo:
            running.append(pool.submit(work, task))
            if len(running) >= 2 * self._workers:
                yield running.popleft().result()
        while running:
            yield running.popleft().result()

    def _encode(
        self, decoded: Sequence[Decoded], items: list[Item], left_out: list[LeftOut], clips: list[ClipNote]
    ) -> None:
        visual, audio = self._encoders.visual, self._encoders.audio
        sounds = unit(audio.embed_sounds([found.sound for found in decoded]))
        for found, sound in zip(decoded, sounds, strict=True):
            piece = found.piece
            heard = self._classifier.hear(sound)
            if heard is not None and heard in self._settings.leave_out:
                left_out.append(LeftOut(piece.name, heard))
                continue
            frames = unit(visual.embed_frames(found.frames))
            if not np.isfinite(sound).all() or not np.isfinite(frames).all():
                left_out.append(LeftOut(piece.name, Reason.BROKEN, "The encoders make no numbers of it."))
                continue
            note = ItemNote(
                piece.source.name,
                piece.digest,
                piece.span.start,
                piece.span.duration,
                piece.source.split,
                piece.source.label,
                visual.clip_space,
                audio.clap_space,
                piece.digests,
            )
            items.append(Item(note, frames, sound))
            clips.append(ClipNote(piece.source.name, piece.span.start, piece.span.duration, heard, found.hits))


def _report(folder: Path, groups: Sequence[_Group], resumed: int) -> tuple[CacheReport, Sequence[ClipNote]]:
    """What all shards together hold, and their clips, read from the disk."""
    left_out: list[LeftOut] = []
    clips: list[ClipNote] = []
    items: Counter[Split] = Counter()
    unlabelled = 0
    for name, sources in groups:
        note = read_note(folder / name)
        assert note is not None
        left_out += note.left_out
        clips += note.clips
        items[sources[0].split] += note.items
        unlabelled += note.unlabelled
    reasons = Counter(item.reason for item in left_out)
    heard = Counter(clip.heard for clip in clips)
    report = CacheReport(
        folder,
        sum(items.values()),
        tuple((split, items[split]) for split in Split if items[split]),
        unlabelled,
        tuple(ReasonCount(reason, count) for reason, count in reasons.most_common()),
        tuple(left_out),
        resumed,
        heard[Reason.SPEECH],
        heard[Reason.MUSIC],
        sum(not clip.hits for clip in clips),
    )
    return report, clips
