"""Joining rankings, cutting spans, and finding by vectors."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from v2a_plugin.model.embeddings import unit
from v2a_plugin.model.progress import finish
from v2a_plugin.model.sound import Sound
from v2a_plugin.sources.library.embedding import embed_library, name_text, sound_vector
from v2a_plugin.sources.library.filters import Filters
from v2a_plugin.sources.library.find import distinct, joined
from v2a_plugin.sources.library.library_records import Find, Recording, SpanKind
from v2a_plugin.sources.library.places import Library
from v2a_plugin.sources.library.scan import scan
from v2a_plugin.sources.library.search import Query, kinds_first, search, without_vectors
from v2a_plugin.sources.library.spans import SpanFinder, cut_spans
from v2a_plugin.sources.library.vectors import SPANS, VectorFile
from v2a_plugin.testing.command import Command

Record = Callable[..., Path]
RANKINGS = st.lists(st.lists(st.integers(0, 20), unique=True), max_size=4)


@given(RANKINGS, st.integers(0, 100))
def test_joining_names_everything_once_best_first(rankings: list[list[int]], constant: int) -> None:
    found = joined(rankings, constant)
    keys = [key for key, _ in found]
    assert len(keys) == len(set(keys))
    assert set(keys) == {key for ranking in rankings for key in ranking}
    scores = [score for _, score in found]
    assert scores == sorted(scores, reverse=True)
    for key, score in found:
        ranks = [ranking.index(key) + 1 for ranking in rankings if key in ranking]
        assert score == pytest.approx(sum(1 / (constant + rank) for rank in ranks))


@given(st.lists(st.integers(0, 20), unique=True), st.integers(0, 100))
def test_one_ranking_stays_as_it_is(ranking: list[int], constant: int) -> None:
    assert [key for key, _ in joined([ranking], constant)] == ranking


@given(RANKINGS, st.integers(1, 3))
def test_being_ranked_once_more_never_harms(rankings: list[list[int]], key: int) -> None:
    before = dict(joined(rankings)).get(key, 0.0)
    assert dict(joined([*rankings, [key]]))[key] > before


@given(st.lists(st.tuples(st.integers(0, 3), st.none() | st.integers(0, 3))))
def test_no_two_share_a_name(items: list[tuple[int, int | None]]) -> None:
    kept = distinct(items, lambda item: item[0], lambda item: item[1])
    assert len({first for first, _ in kept}) == len(kept)
    named = [second for _, second in kept if second is not None]
    assert len(set(named)) == len(named)
    if items:
        assert kept[0] == items[0]


@settings(deadline=None)
@given(
    st.lists(st.sampled_from([0.0, 1e-6, 0.01, 0.5]), max_size=3000),
    st.lists(st.integers(0, 300_000), max_size=20),
    st.integers(1, 100),
)
def test_spans_lie_inside_and_cover_what_sounds(levels: list[float], strikes: list[int], short: int) -> None:
    rate, hop = 10_000, 100
    frames = max(0, len(levels) * hop - short + 1)
    spans = cut_spans(np.array(levels, np.float32), hop, strikes, frames, rate)
    assert list(spans) == sorted(spans, key=lambda span: span.start)
    covered = np.zeros(frames, bool)
    for span in spans:
        assert span.length >= 1
        assert span.start >= 0
        assert span.start + span.length <= frames
        assert span.length <= (10 if span.kind is SpanKind.STRETCH else 3) * rate
        covered[span.start : span.start + span.length] = True
    loud = np.array(levels) >= 0.5
    steady = np.flatnonzero(loud[1:] & loud[:-1]) + 1  # a single hop may be a click
    assert all(covered[at * hop] for at in steady if at * hop < frames)


def test_a_long_recording_is_cut_into_events_and_stretches() -> None:
    rate, noise = 48_000, np.random.default_rng(1)
    samples = np.zeros(rate * 40, np.float32)
    for at in (2.0, 3.0, 4.0):
        begin = round(at * rate)
        samples[begin : begin + rate // 5] = noise.uniform(-0.5, 0.5, rate // 5) * np.linspace(1, 0, rate // 5)
    samples[15 * rate : 38 * rate] = noise.normal(0, 0.05, 23 * rate)
    finder = SpanFinder(rate)
    for start in range(0, len(samples), rate):
        finder.feed(samples[None, start : start + rate])
    spans = finder.result()
    events = [span for span in spans if span.kind is SpanKind.EVENT and span.start < 10 * rate]
    assert [round(event.start / rate, 1) for event in events] == [2.0, 3.0, 4.0]
    stretches = [span for span in spans if span.kind is SpanKind.STRETCH]
    assert len(stretches) == 3
    assert max(span.start + span.length for span in stretches) == pytest.approx(38 * rate, abs=rate // 50)


@pytest.mark.parametrize("width", [3, 128])
def test_the_nearest_vectors_are_exact(tmp_path: Path, width: int) -> None:
    numbers = np.random.default_rng(0)
    vectors = unit(numbers.normal(size=(1000, width)).astype(np.float32))
    ids = np.arange(5, 5 + 3 * len(vectors), 3)
    file = VectorFile(tmp_path, "a space", SPANS, width)
    file.put(ids[:600].tolist(), vectors[:600])
    file.put(ids[600:].tolist(), vectors[600:])
    query = unit(numbers.normal(size=width).astype(np.float32))
    best, cosines = file.cosines(query, 10)
    true = vectors @ query
    assert np.allclose(cosines, np.sort(true)[::-1][:10], atol=2e-3)
    assert np.allclose(true[(best - 5) // 3], cosines, atol=2e-3)
    few = ids[7:900:50]
    best, _ = file.cosines(query, 10, only=few)
    assert best.tolist() == few[np.argsort(-true[(few - 5) // 3])][:10].tolist()
    assert len(VectorFile(tmp_path, "another", SPANS, width).cosines(query, 10)[0]) == 0


class Bands:
    """An encoder that hears how loud eight bands are; it knows no words."""

    clap_space, width = "bands", 8

    def embed_sounds(self, sounds: Sequence[Sound]) -> np.ndarray:
        spectra = [np.abs(np.fft.rfft(sound.samples[0], 4096))[1:2049].reshape(8, -1).mean(axis=1) for sound in sounds]
        return unit(np.array(spectra, np.float32))

    def embed_text(self, texts: Sequence[str]) -> np.ndarray:
        return unit(np.array([[len(text) + n for n in range(8)] for text in texts], np.float32))


def tone(path: Path, pitch: float, seed: int) -> None:
    import soundfile

    time = np.arange(16_000) / 16_000
    noise = np.random.default_rng(seed).normal(0, 1e-3, 16_000)
    soundfile.write(path, 0.3 * np.sin(2 * np.pi * pitch * time) + noise, 16_000)


def test_what_sounds_alike_is_found(library: Library, folder: Path, tmp_path: Path) -> None:
    for number, pitch in enumerate((300, 1400, 2600, 5500)):
        tone(folder / f"{number}.wav", pitch, number)
    finish(scan(library))
    assert without_vectors(library, "bands") == 4
    assert finish(embed_library(library, Bands())) == 8
    assert finish(embed_library(library, Bands())) == 0
    assert without_vectors(library, "bands") == 0
    tone(tmp_path / "like.wav", 2650, 9)
    vector = sound_vector(tmp_path / "like.wav", Bands())
    finds = search([library], Query(vector=vector, clap_space="bands"))
    assert min(finds, key=lambda find: find.why.distance or 0).file.name == "2.wav"
    assert len({find.file for find in finds}) == len(finds) == 4
    assert search([library], Query(vector=vector, clap_space="elsewhere")) == ()


def test_a_changed_file_gets_new_vectors(library: Library, folder: Path) -> None:
    tone(folder / "one.wav", 300, 0)
    tone(folder / "two.wav", 3000, 1)
    finish(scan(library))
    finish(embed_library(library, Bands()))
    tone(folder / "one.wav", 6000, 2)
    finish(scan(library))
    assert without_vectors(library, "bands") == 1
    vector = sound_vector(folder / "one.wav", Bands())
    [find] = [find for find in search([library], Query(vector=vector, clap_space="bands")) if find.why.distance]
    assert find.file.name == "two.wav"
    finish(embed_library(library, Bands()))
    finds = search([library], Query(vector=vector, clap_space="bands"))
    assert [find.why.distance for find in finds if find.file.name == "one.wav"] == [pytest.approx(0, abs=5e-3)]


@pytest.mark.parametrize(
    ("path", "words"),
    [("a/FootstepWood_03.wav", "Footstep Wood"), ("007.wav", "007"), ("DOORWood_Creak Slow_A_B.wav", "Creak Slow")],
)
def test_the_words_of_a_name(path: str, words: str) -> None:
    from v2a_plugin.sources.library.chunks import WaveChunks
    from v2a_plugin.sources.library.labels import labels_of

    assert name_text(Recording(path, 1, 1, labels=labels_of(path, WaveChunks(), (), ()))) == words


def test_finding_by_sound_and_picture(own_store: None, library: Library, record: Record, v2a: Command) -> None:
    from v2a_resources import resources_path

    path = record("door.wav", seconds=0.1, bursts=(0.0,))
    record("dog.wav", seed=5)
    assert v2a.json("library", "scan", "--bundle", "tiny")["embedded"] == 4
    found = v2a.json("library", "search", "--like", path, "--bundle", "tiny")
    [best] = [find for find in found["finds"] if find["file"].endswith("door.wav")]
    assert best["why"]["distance"] < 0.05
    clip = next(resources_path().rglob("*.mp4"))
    found = v2a.json("library", "search", "--picture", clip, "--at", "0.5", "--bundle", "tiny")
    assert len(found["finds"]) == 2
    assert v2a("library", "search", "--picture", clip, "--at", "900", "--bundle", "tiny") == 2
    assert "outside" in v2a.err
    assert v2a("library", "search", "--picture", clip, "--like", path) == 2


def test_other_kinds_come_before_more_of_the_same(library: Library, record: Record) -> None:
    for name in ("dog bark 1.wav", "dog bark 2.wav", "dog growl.wav", "dog bark 3.wav"):
        record(name, seed=len(name) + ord(name[-5]))
    finish(scan(library))
    found = search([library], Query("dog"))
    ordered = [find.file.name for find in kinds_first(found)]
    assert {ordered[0].rstrip("123.wav "), ordered[1].rstrip("123.wav ")} == {"dog bark", "dog growl"}
    assert sorted(ordered) == sorted(find.file.name for find in found)


def test_unwanted_words_and_plurals(library: Library, record: Record) -> None:
    for number, name in enumerate(("horses in a stable.wav", "a horse.wav", "the typewriter.wav")):
        record(name, seed=number)
    finish(scan(library))
    assert names(search([library], Query(some_words="a horse in the field"))) == {
        "horses in a stable.wav",
        "a horse.wav",
    }
    assert names(search([library], Query(some_words="horses", unwanted="stables"))) == {"a horse.wav"}
    [first, *_] = search([library], Query(some_words="the horse"))
    assert first.why.words == ("horse",)


@pytest.mark.parametrize(
    ("filters", "found"),
    [
        (Filters(), {"short dog", "long dog", "DOORWood_stereo dog_A_B"}),
        (Filters(shortest=0.8), {"long dog"}),
        (Filters(longest=0.8), {"short dog", "DOORWood_stereo dog_A_B"}),
        (Filters(channels=2), {"DOORWood_stereo dog_A_B"}),
        (Filters(rate=16_000), {"long dog", "DOORWood_stereo dog_A_B"}),
        (Filters(category="door"), {"DOORWood_stereo dog_A_B"}),
        (Filters(longest=0.8, channels=1), {"short dog"}),
        (Filters(digests=frozenset()), set()),
    ],
)
def test_what_a_recording_must_be(kinds_of_dogs: Library, filters: Filters, found: set[str]) -> None:
    vector = np.eye(8, dtype=np.float32)[0]
    for query in (Query("dog", filters=filters), Query(vector=vector, clap_space="bands", filters=filters)):
        assert {find.file.stem for find in search([kinds_of_dogs], query)} == found


def test_limits_of_a_search_by_command(kinds_of_dogs: Library, v2a: Command) -> None:
    found = v2a.json("library", "search", "dog", "--channels", "1", "--longest", "0.8")
    assert [Path(find["file"]).stem for find in found["finds"]] == ["short dog"]
    found = v2a.json("library", "search", "--channels", "2")  # filters alone list what they let through
    assert [Path(find["file"]).stem for find in found["finds"]] == ["DOORWood_stereo dog_A_B"]


@pytest.fixture
def kinds_of_dogs(library: Library, record: Record) -> Library:
    record("short dog.wav", seconds=0.5, rate=8000)
    record("long dog.wav", seconds=1.0, seed=1)
    record("DOORWood_stereo dog_A_B.wav", seconds=0.5, seed=2, channels=2)
    finish(scan(library))
    finish(embed_library(library, Bands()))
    return library


def names(finds: tuple[Find, ...]) -> set[str]:
    return {find.file.name for find in finds}
