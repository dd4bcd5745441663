"""Which clips of an evaluation can be measured: one that is damaged, or whose real sound or picture is, is left out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

from v2a_plugin.encoders.protocols import VisualEncoder
from v2a_plugin.evaluation.clip_files import Pair, read_clip
from v2a_plugin.evaluation.clip_health import Condition, condition_of, expected_samples
from v2a_plugin.generation.costs import Costs
from v2a_plugin.judges.joint import describe
from v2a_plugin.model.embeddings import VisualEmbedding
from v2a_plugin.model.errors import NOT_THE_FILES_FAULT, V2AError
from v2a_plugin.model.progress import Progress, Steps

__all__ = ["usable"]


@dataclass(frozen=True, slots=True, eq=False)
class Usable:
    """What is measured.

    Attributes:
        pairs: The clips, with what they are compared with.
        conditions: Of each clip.
        references: Real sounds.
        pictures: What each picture shows.
        left_out: A sentence for each file that cannot be used.
    """

    pairs: tuple[Pair, ...]
    conditions: tuple[Condition, ...]
    references: tuple[Path, ...]
    pictures: dict[Path, VisualEmbedding]
    left_out: tuple[str, ...]


def usable(
    pairs: Sequence[Pair],
    references: Sequence[Path],
    encoder: VisualEncoder,
    noted: Costs | None,
    seconds: Fraction | None,
) -> Steps[Usable]:
    """Open every file once.

    Args:
        pairs: The clips.
        references: Real sounds, those of the pairs or more.
        encoder: Describes the pictures.
        noted: How long clips should be.
        seconds: The same, as the command says.

    Raises:
        V2AError: Not one clip, or not one real sound, can be used: what is wrong with the first.
    """
    refused = dict[Path, V2AError]()
    conditions, pictures = dict[Path, Condition](), dict[Path, VisualEmbedding]()
    files = [pair.clip.path for pair in pairs]
    for index, path in enumerate(files):
        yield Progress("measuring levels", index, len(files))
        try:
            sound = read_clip(path)
            conditions[path] = condition_of(sound, expected_samples(path, sound.rate, noted, seconds))
        except V2AError as error:
            refused[path] = _of_the_file(error)
    for index, path in enumerate(references):
        yield Progress("opening the reference", index, len(references))
        try:
            read_clip(path)
        except V2AError as error:
            refused[path] = _of_the_file(error)
    for path in dict.fromkeys(pair.picture for pair in pairs if pair.picture is not None):
        try:
            pictures[path] = yield from describe(encoder, path)
        except V2AError as error:
            refused[path] = _of_the_file(error)
    kept = tuple(pair for pair in pairs if refused.keys().isdisjoint((pair.clip.path, pair.reference, pair.picture)))
    real = tuple(path for path in references if path not in refused)
    if refused and (not kept or (references and not real)):
        raise next(iter(refused.values()))
    sentences = tuple(f"Left out: {error}" for error in refused.values())
    return Usable(kept, tuple(conditions[pair.clip.path] for pair in kept), real, pictures, sentences)


def _of_the_file(error: V2AError) -> V2AError:
    """The error, where it is the file's fault.

    Raises:
        V2AError: Any other file would meet it too.
    """
    if isinstance(error, NOT_THE_FILES_FAULT):
        raise error
    return error
