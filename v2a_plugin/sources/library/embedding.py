"""Gives the spans of a library, and the names of its recordings, vectors in the space of an audio encoder."""

from __future__ import annotations

from collections import deque
from collections.abc import Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from itertools import islice
from pathlib import Path, PurePosixPath

import numpy as np
from jaxtyping import Float32

from v2a_plugin.encoders.protocols import AudioEncoder
from v2a_plugin.media.recordings import recording_blocks, recording_facts, recording_part
from v2a_plugin.model.embeddings import unit
from v2a_plugin.model.errors import MediaError, NoSuchFile, V2AError
from v2a_plugin.model.progress import Progress, Steps
from v2a_plugin.model.sound import Sound
from v2a_plugin.sources.library.index import Index
from v2a_plugin.sources.library.library_records import Recording
from v2a_plugin.sources.library.places import Library
from v2a_plugin.sources.library.vectors import NAMES, SPANS, VectorFile
from v2a_plugin.sources.library.words import shown_path, spread_words
from v2a_plugin.sources.library.writing import put_space

__all__ = ["embed_library", "sound_vector"]

_BATCH = 16
_READERS = 2
"""Threads that decode; the encoder runs in that of the caller."""
_LONGEST = 30
"""Seconds of a sound that is searched with."""


def embed_library(library: Library, encoder: AudioEncoder) -> Steps[int]:
    """Embed what has no vector in the encoder's space yet; close the steps to stop, and call again to go on.

    Args:
        library: Scanned; spans of files that cannot be read now are left for another time.
        encoder: Of any bundle; each space has vectors of its own.

    Yields:
        Progress in spans and names.

    Returns:
        How many vectors were written.

    Raises:
        BadInput: The index is in use, or of a newer version.
        OutputError: The disk is full.
    """
    with Index(library.index_file) as index:
        spans = index.rows(
            "SELECT spans.id, file, start, length FROM spans WHERE NOT EXISTS"
            " (SELECT 1 FROM embedded WHERE space = ? AND what = 0 AND embedded.id = spans.id) ORDER BY spans.id",
            index.space(encoder.clap_space),
        )
        files = index.rows(
            "SELECT files.id FROM files WHERE frames > 0 AND NOT EXISTS"
            " (SELECT 1 FROM embedded WHERE space = ? AND what = 1 AND embedded.id = files.id) ORDER BY files.id",
            index.space(encoder.clap_space),
        )
        total, written = len(spans) + len(files), 0
        with ThreadPoolExecutor(_READERS) as pool:
            coming: deque[tuple[list[int], list[Future[Sound | None]]]] = deque()
            for start in range(0, len(spans) + _BATCH, _BATCH):  # a batch is read while the one before it is heard
                if batch := spans[start : start + _BATCH]:
                    parts = [
                        pool.submit(_part, library, index.recording(file), begin, length)
                        for _, file, begin, length in batch
                    ]
                    coming.append(([row[0] for row in batch], parts))
                if start == 0:
                    continue
                yield Progress("embedding", start - _BATCH, total, library.name)
                heard = [(number, part.result()) for number, part in zip(*coming.popleft(), strict=True)]
                ids = [number for number, sound in heard if sound is not None]
                sounds = [sound for _, sound in heard if sound is not None]
                written += _keep(library, index, encoder, SPANS, ids, encoder.embed_sounds(sounds) if sounds else None)
        for start in range(0, len(files), _BATCH):
            yield Progress("embedding", len(spans) + start, total, library.name)
            ids = [number for (number,) in files[start : start + _BATCH]]
            texts = [name_text(index.recording(number)) for number in ids]
            written += _keep(library, index, encoder, NAMES, ids, encoder.embed_text(texts))
    return written


def sound_vector(path: Path, encoder: AudioEncoder) -> Float32[np.ndarray, " audio"]:
    """The unit vector of the first half minute of a sound file.

    Raises:
        MediaError: There is no sound in it.
        NoSuchFile: It is missing.
    """
    rate = recording_facts(path).rate
    blocks = list(islice(recording_blocks(path), _LONGEST))
    if not blocks:
        raise MediaError(f"{path.name} holds no sound that can be decoded.", "Give another recording.")
    vector: Float32[np.ndarray, " audio"] = encoder.embed_sounds([Sound(np.concatenate(blocks, axis=1), rate)])[0]
    return vector


def name_text(recording: Recording) -> str:
    """The words that say what a recording is: its title, else its name without numbers."""
    title = recording.labels.title or PurePosixPath(shown_path(recording.path)).stem
    words = [word for word in spread_words(title).split() if not word.isdigit()]
    return " ".join(words) or title


def _part(library: Library, recording: Recording, start: int, length: int) -> Sound | None:
    try:
        block = recording_part(library.folder / recording.path, start, length)
    except V2AError as error:
        if isinstance(error, NoSuchFile | MediaError):
            return None  # away, or changed since the scan
        raise
    return Sound(block, recording.rate) if block.shape[1] else None


def _keep(
    library: Library,
    index: Index,
    encoder: AudioEncoder,
    what: int,
    ids: Sequence[int],
    vectors: Float32[np.ndarray, "id audio"] | None,
) -> int:
    """Write vectors to the disk, then say in the index that they are there; what was dropped meanwhile is left out."""
    if vectors is None:
        return 0
    VectorFile(library.home, encoder.clap_space, what, encoder.width).put(ids, unit(vectors))
    table = "files" if what == NAMES else "spans"
    with index.writing() as base:
        space = put_space(base, encoder.clap_space)
        base.executemany(
            f"INSERT OR IGNORE INTO embedded SELECT ?, ?, id FROM {table} WHERE id = ?",  # noqa: S608
            [(space, what, number) for number in ids],
        )
    return len(ids)
