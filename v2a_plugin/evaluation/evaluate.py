"""A folder of generated clips against a folder of real ones: every measure, clip by clip and as a whole."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import numpy as np
from jaxtyping import Float32

from v2a_plugin.evaluation.clip_files import Pair, clips_in, match, pictures_in, read_clip, references_in
from v2a_plugin.evaluation.clip_health import Condition, conditions, costs
from v2a_plugin.evaluation.measures import Measured, agreed, distances, divergences, mean_of, varieties
from v2a_plugin.evaluation.results import ClipResult, Evaluation, Task
from v2a_plugin.evaluation.tagging import WANTED, best_tags
from v2a_plugin.evaluation.usable_files import usable
from v2a_plugin.generation.costs import read_costs
from v2a_plugin.generation.engine import Engine
from v2a_plugin.judges.joint import sound_vector
from v2a_plugin.judges.protocol import HeardSet, Judge, hear_all
from v2a_plugin.judges.registry import judge_of, ties
from v2a_plugin.judges.wav2clip import load_wav2clip
from v2a_plugin.model.embeddings import VisualEmbedding
from v2a_plugin.model.errors import BadInput
from v2a_plugin.model.progress import Progress, Steps
from v2a_plugin.model.sound import Sound, Tag

__all__ = ["evaluate", "pairs_of"]

_TAGS = 5

Pictures = dict[Path, VisualEmbedding]


def evaluate(engine: Engine, task: Task) -> Steps[Evaluation]:
    """Measure everything that can be measured; a clip whose file, real sound or picture is damaged is left out and named.

    Raises:
        BadInput: A folder is empty, names do not match, a label is missing, or there is no such judge.
        NoSuchFile: A folder, list or weights are not there.
        MediaError: Not one clip can be measured.
        SpaceMismatch: The route was fitted to other encoders.
    """
    labels = {listed.name: listed.label for listed in task.listed}
    pairs = pairs_of(task)
    weights = dict(task.weights)
    judges = [
        judge_of(name, engine.audio, engine.bundle.labels(), weights.get(name), task.fetch) for name in task.judges
    ]
    noted = read_costs(task.generated)
    found = yield from usable(pairs, _references(task, pairs), engine.visual, noted, task.seconds)
    pairs, references = found.pairs, found.references
    measures, heard = list[Measured](), list[_Verdicts]()
    for judge in judges:
        verdicts = yield from _judge(judge, pairs, references, labels)
        measures += verdicts.measures
        heard.append(verdicts)
    similarities = yield from _similarities(engine, task, pairs, found.pictures)
    if similarities is not None:
        measures.append(mean_of("CS", task.route or _default_mapper(engine), similarities * 100))
    if "wav2clip" in weights:
        theirs = yield from _wav2clip(engine, weights["wav2clip"], pairs, found.pictures)
        measures.append(mean_of("CS", "wav2clip", theirs * 100))
    states = found.conditions
    measures += [*conditions(states), *costs(noted, [pair.clip.path for pair in pairs])]
    main = next((each for each in heard if each.judge.classes), None)
    results = [_result(pair, labels, index, main, similarities, states[index]) for index, pair in enumerate(pairs)]
    return Evaluation(
        task.generated,
        task.reference,
        task.pictures,
        engine.bundle.card.name,
        task.judges,
        len({pair.clip.item for pair in pairs}),
        tuple(measures),
        tuple(results),
        _cautions(engine, task, len(pairs)),
        found.left_out,
    )


def pairs_of(task: Task) -> tuple[Pair, ...]:
    """Who belongs to whom; quick, so that a wrong folder is refused before models are loaded.

    Raises:
        BadInput: A folder is empty, names do not match, a label is missing, or there is nothing to compare with.
        NoSuchFile: A folder is not there.
    """
    labels = {listed.name: listed.label for listed in task.listed}
    clips = clips_in(task.generated)
    _check_labels(labels, [clip.item for clip in clips])
    pictures = pictures_in(task.pictures) if task.pictures else None
    if task.reference is None and (pictures is None or task.unpaired):
        raise BadInput(
            "There is nothing to compare the clips with.",
            "Give --reference, or --pictures or --imagehear for CS alone.",
        )
    references = {} if task.reference is None else references_in(task.reference)
    return match(clips, references, pictures, tuple(labels), task.unpaired or task.reference is None)


@dataclass(frozen=True, slots=True, eq=False)
class _Verdicts:
    """What one judge says; `hits` and `kl` are by clip, None where there is nothing to say."""

    judge: Judge
    heard: HeardSet
    measures: tuple[Measured, ...]
    hits: tuple[bool | None, ...]
    kl: tuple[float | None, ...]


def _judge(judge: Judge, pairs: Sequence[Pair], references: Sequence[Path], labels: dict[str, str]) -> Steps[_Verdicts]:
    generated = yield from hear_all(judge, [_opener(pair.clip.path) for pair in pairs], "listening to the clips")
    if not references:
        nothing = (None,) * len(pairs)
        varied = varieties(generated, [pair.clip.item for pair in pairs])
        return _Verdicts(judge, generated, tuple(varied), nothing, nothing)
    real = yield from hear_all(judge, [_opener(path) for path in references], "listening to the reference")
    measures = list(distances(generated, real))
    row = {path: index for index, path in enumerate(references)}
    paired = [index for index, pair in enumerate(pairs) if pair.reference is not None]
    hits: list[bool | None] = [None] * len(pairs)
    kl: list[float | None] = [None] * len(pairs)
    if judge.classes and paired:
        theirs = [row[path] for path in (pairs[index].reference for index in paired) if path is not None]
        mine, right = generated.rows(paired), real.rows(theirs)
        values = divergences(mine, right)
        verdict = agreed(mine, _wanted(right, [labels.get(pairs[index].clip.item, "") for index in paired]))
        measures += [mean_of("KL", judge.name, values), *verdict.measured]
        for place, index in enumerate(paired):
            hits[index], kl[index] = bool(verdict.hits[place]), float(values[place])
    measures += varieties(generated, [pair.clip.item for pair in pairs])
    return _Verdicts(judge, generated, tuple(measures), tuple(hits), tuple(kl))


def _wanted(real: HeardSet, labels: Sequence[str]) -> list[frozenset[int]]:
    """The best tags of each clip's own real sound; with labels, those of all real sounds of its label."""
    own = [frozenset(tags) for tags in best_tags(real.scores, WANTED)]
    together = dict[str, frozenset[int]]()
    for tags, label in zip(own, labels, strict=True):
        together[label] = together.get(label, frozenset()) | tags
    return [together[label] if label else tags for tags, label in zip(own, labels, strict=True)]


def _similarities(
    engine: Engine, task: Task, pairs: Sequence[Pair], pictures: Pictures
) -> Steps[Float32[np.ndarray, " clip"] | None]:
    """Cosine of each clip with its picture in the joint route; None without pictures."""
    if task.pictures is None:
        return None
    name, routes, found = task.route or _default_mapper(engine), dict[Path, np.ndarray](), list[float]()
    for index, pair in enumerate(pairs):
        yield Progress("comparing with pictures", index, len(pairs))
        assert pair.picture is not None
        if pair.picture not in routes:
            mapper = yield from engine.mapper(name)
            routes[pair.picture] = yield from sound_vector(mapper, pictures[pair.picture])
        sound = engine.audio.embed_sounds([read_clip(pair.clip.path)])[0]
        found.append(float(sound @ routes[pair.picture]))
    return np.array(found, dtype=np.float32)


def _default_mapper(engine: Engine) -> str:
    """The mapper that CS uses unless one is named: the regression one, which has no chance in it, or the bridge."""
    names = [part.name for part in engine.bundle.mappers]
    return "regression" if "regression" in names else "bridge"


def _wav2clip(
    engine: Engine, weights: Path, pairs: Sequence[Pair], pictures: Pictures
) -> Steps[Float32[np.ndarray, " clip"]]:
    network = load_wav2clip(weights, engine.visual.clip_space)
    found = list[float]()
    for index, pair in enumerate(pairs):
        yield Progress("comparing with pictures: wav2clip", index, len(pairs))
        if pair.picture is None:
            raise BadInput("CS by Wav2CLIP needs pictures.", "Give --pictures.")
        found.append(float((pictures[pair.picture].vectors @ network.embed(read_clip(pair.clip.path))).mean()))
    return np.array(found, dtype=np.float32)


def _references(task: Task, pairs: Sequence[Pair]) -> tuple[Path, ...]:
    """Those that belong to a clip; all of the folder when clips need none."""
    if task.reference is None:
        return ()
    if task.unpaired:
        return tuple(references_in(task.reference).values())
    return tuple(dict.fromkeys(pair.reference for pair in pairs if pair.reference is not None))


def _result(
    pair: Pair,
    labels: dict[str, str],
    index: int,
    main: _Verdicts | None,
    similarities: Float32[np.ndarray, " clip"] | None,
    state: Condition,
) -> ClipResult:
    tags: tuple[Tag, ...] = ()
    if main is not None:
        scores = main.heard.scores[index]
        tags = tuple(Tag(main.judge.classes[i], float(scores[i])) for i in best_tags(scores[None], _TAGS)[0])
    return ClipResult(
        item=pair.clip.item,
        take=pair.clip.take,
        file=pair.clip.path,
        reference=pair.reference,
        picture=pair.picture,
        label=labels.get(pair.clip.item, ""),
        agrees=main.hits[index] if main else None,
        divergence=main.kl[index] if main else None,
        similarity=None if similarities is None else float(similarities[index]),
        heard_as=tags,
        condition=state,
    )


def _cautions(engine: Engine, task: Task, count: int) -> tuple[str, ...]:
    from v2a_plugin.evaluation.metric_cards import ENOUGH

    sentences = [ties(judge, engine.bundle.card.name, mapped=not task.foreign) for judge in task.judges]
    if task.pictures is not None:
        name = task.route or _default_mapper(engine)
        bundle = engine.bundle.card.name
        heard = "" if task.foreign else ", which also conditioned the sound"
        sentences.append(f"CS is heard by the sound encoder of {bundle}{heard}.")
        sentences.append(f"CS goes through the mapper '{name}' of {bundle}: it favours what that mapper conditioned.")
    if task.reference is None:
        sentences.append(
            "There are no real sounds to compare with: CS alone is reported, as the paper does for ImageHear."
        )
    elif count < ENOUGH:
        sentences.append(f"{count} clips are fewer than {ENOUGH}: FD and FAD are biased upwards; compare KID.")
    return tuple(sentence for sentence in sentences if sentence)


def _check_labels(labels: dict[str, str], items: Sequence[str]) -> None:
    if labels and any(labels.values()):
        lost = sorted({item for item in items if item in labels and not labels[item]})
        if lost:
            raise BadInput(f"The list has no label for '{lost[0]}'.", "Give every item one, or leave it out.")


def _opener(path: Path) -> Callable[[], Sound]:
    return partial(read_clip, path)
