"""Searching a library of 100,000 entries, the size of its index, and how quickly recordings are scanned.

    python benchmarks/library.py [--entries 100000] [--spans 1] [--width 128] [--queries 200] [--files 40] [--seconds 20]

Entries are made of words that real libraries use, with labels as a commercial one has. Searches are those of `v2a
library search`, opening the index included; milliseconds of the clock, and of the processor, since other work on the
machine counts little in those. Scanning: noise bursts, 48 kHz, stereo, 24 bit; by the
clock, with one thread and with two.
"""

from __future__ import annotations

import argparse
import hashlib
import random
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np
import soundfile

from v2a_plugin.model.embeddings import unit
from v2a_plugin.model.progress import finish
from v2a_plugin.sources.library.filters import Filters
from v2a_plugin.sources.library.index import Index
from v2a_plugin.sources.library.library_records import Labels, Recording, SpanKind, Stretch
from v2a_plugin.sources.library.places import Libraries, Library
from v2a_plugin.sources.library.scan import scan
from v2a_plugin.sources.library.search import Query, search
from v2a_plugin.sources.library.vectors import NAMES, SPANS, VectorFile
from v2a_plugin.sources.library.writing import put_recording, put_space, put_spans

NOUNS = [
    "door",
    "dog",
    "rain",
    "wind",
    "step",
    "glass",
    "metal",
    "wood",
    "car",
    "train",
    "bird",
    "water",
    "fire",
    "bell",
    "clock",
    "gun",
    "horse",
    "crowd",
    "engine",
    "paper",
]
VERBS = [
    "creak",
    "slam",
    "bark",
    "fall",
    "blow",
    "break",
    "hit",
    "scrape",
    "pass",
    "ring",
    "tick",
    "shoot",
    "gallop",
    "rustle",
    "drip",
    "roar",
    "squeak",
    "rattle",
]
PLACES = [
    "close",
    "distant",
    "interior",
    "exterior",
    "room",
    "hall",
    "street",
    "forest",
    "gravel",
    "concrete",
    "small",
    "large",
    "slow",
    "fast",
    "heavy",
]
CATEGORIES = ("DOORWood", "DOGMisc", "RAINMisc", "WINDMisc", "FOLYFeet", "GLASMisc", "METLMisc", "")
SPACE = "synthetic"
_CHUNK = 5000


def fill(library: Library, entries: int, spans: int, width: int) -> None:
    chance = random.Random(0)
    numbers = np.random.default_rng(0)
    with Index(library.index_file) as index:
        for start in range(0, entries, _CHUNK):
            with index.writing() as base:
                for number in range(start, min(start + _CHUNK, entries)):
                    parts = [Stretch(9_600 * at, 9_600, SpanKind.EVENT) for at in range(spans)]
                    put_spans(base, put_recording(base, None, entry(number, chance)), parts)
        for what, table in ((SPANS, "spans"), (NAMES, "files")):
            ids = [number for (number,) in index.rows(f"SELECT id FROM {table} ORDER BY id")]
            file = VectorFile(library.home, SPACE, what, width)
            for start in range(0, len(ids), _CHUNK):
                part = ids[start : start + _CHUNK]
                file.put(part, unit(numbers.normal(size=(len(part), width)).astype(np.float32)))
            with index.writing() as base:
                space = put_space(base, SPACE)
                base.executemany("INSERT INTO embedded VALUES(?, ?, ?)", [(space, what, number) for number in ids])


def entry(number: int, chance: random.Random) -> Recording:
    words = [chance.choice(NOUNS), chance.choice(VERBS), chance.choice(PLACES)]
    title = " ".join(word.title() for word in words)
    category = chance.choice(CATEGORIES)
    path = f"{words[0].title()}/{category or 'MISC'}_{title} {number}_ABC_Set{number % 50}.wav"
    labels = Labels(title, "", f"{words[1]}, {words[2]}", category, "ABC", f"Set{number % 50}", "CC0-1.0")
    digest = hashlib.sha256(str(number).encode()).hexdigest()
    return Recording(f"{number // 1000}/{path}", 288_044, number, digest, 48_000, 2, 96_000, -23.5, 0.5, labels)


def timed(name: str, searches: list[Callable[[], object]]) -> None:
    clock, processor = [], []
    for each in searches:
        began, used = time.perf_counter(), time.process_time()
        each()
        clock.append(time.perf_counter() - began)
        processor.append(time.process_time() - used)
    (middle, high), (middle_cpu, high_cpu) = (
        np.percentile(np.array(times) * 1000, [50, 95]) for times in (clock, processor)
    )
    print(f"{name:28} clock {middle:6.1f} ms, p95 {high:6.1f}; processor {middle_cpu:6.1f} ms, p95 {high_cpu:6.1f}")


def searching(entries: int, spans: int, width: int, queries: int, root: Path) -> None:
    (root / "away").mkdir()
    library = Libraries(root / "indices").add(root / "away")
    fill(library, entries, spans, width)
    size = library.index_file.stat().st_size
    vectors = sum(path.stat().st_size for path in library.home.glob("*.vectors"))
    print(f"{entries} entries: {size / entries:.0f} bytes each in the index, {vectors / entries:.0f} beside it")
    chance, numbers = random.Random(1), np.random.default_rng(1)
    two = [f"{chance.choice(NOUNS)} {chance.choice(VERBS)}" for _ in range(queries)]
    near = [unit(numbers.normal(size=width).astype(np.float32)) for _ in range(queries)]
    asked = (
        ("one common word", [Query(words.split()[0]) for words in two]),
        ("two words", [Query(words) for words in two]),
        ("category", [Query(category=CATEGORIES[n % 7]) for n in range(queries)]),
        ("vector", [Query(vector=vector, clap_space=SPACE) for vector in near]),
        (
            "vector, filters",
            [Query(vector=vector, clap_space=SPACE, filters=Filters(1, 60, 2, 44_100)) for vector in near],
        ),
        (
            "vector, captions, category",
            [
                Query(some_words=words, vector=vector, clap_space=SPACE, category="DOORWood")
                for words, vector in zip(two, near, strict=True)
            ],
        ),
    )
    for name, all_of in asked:
        timed(name, [lambda query=query: search([library], query) for query in all_of])  # type: ignore[misc]


def scanning(files: int, seconds: int, root: Path) -> None:
    folder = root / "sounds"
    folder.mkdir()
    numbers = np.random.default_rng(2)
    for number in range(files):
        samples = numbers.normal(0, 0.02, (48_000 * seconds, 2))
        for at in range(0, seconds, 2):
            samples[at * 48_000 : at * 48_000 + 4800] *= 10
        soundfile.write(folder / f"{number}.wav", samples.clip(-1, 1), 48_000, subtype="PCM_24")
    for threads in (1, 2):
        library = Libraries(root / f"indices{threads}").add(folder)
        began, used = time.perf_counter(), time.process_time()
        finish(scan(library, threads))
        clock, used = time.perf_counter() - began, time.process_time() - used
        print(
            f"scan, {threads} at once: {files / clock:.1f} files of {seconds} s a second, {files * seconds / clock:.0f} hours "
            f"of sound an hour; {used / files:.2f} s of the processor a file"
        )
    used = time.process_time()
    finish(scan(library))
    print(f"again: {(time.process_time() - used) * 1000:.0f} ms")


def main() -> None:
    parser = argparse.ArgumentParser()
    for name, value in (
        ("entries", 100_000),
        ("spans", 1),
        ("width", 128),
        ("queries", 200),
        ("files", 40),
        ("seconds", 20),
    ):
        parser.add_argument(f"--{name}", type=int, default=value)
    told = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        searching(told.entries, told.spans, told.width, told.queries, Path(folder))
        scanning(told.files, told.seconds, Path(folder))


if __name__ == "__main__":
    main()
