"""A scan brings an index up to date with a folder, whatever is in it and however it is broken off."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
import tracemalloc
from collections.abc import Callable, Sequence
from pathlib import Path

import av
import numpy as np
import pytest
import soundfile

from v2a_plugin.model.errors import BadInput, NoSuchFile
from v2a_plugin.model.progress import finish
from v2a_plugin.sources.library.index import Index
from v2a_plugin.sources.library.library_records import Recording
from v2a_plugin.sources.library.places import Libraries, Library
from v2a_plugin.sources.library.scan import scan
from v2a_plugin.sources.library.search import Query, search

Record = Callable[..., Path]


def recordings(library: Library) -> dict[str, tuple[int, Recording]]:
    with Index(library.index_file) as index:
        return {path: (file.id, index.recording(file.id)) for path, file in index.known().items()}


def write_m4a(path: Path) -> None:
    with av.open(str(path), "w") as container:
        stream = container.add_stream("aac", rate=48_000, layout="mono")
        for at in range(0, 48_000, 1024):
            samples = np.random.default_rng(at).uniform(-0.3, 0.3, (1, 1024)).astype(np.float32)
            frame = av.AudioFrame.from_ndarray(samples, format="fltp", layout="mono")
            frame.sample_rate, frame.pts = 48_000, at
            container.mux(stream.encode(frame))
        container.mux(stream.encode(None))


@pytest.mark.parametrize(
    ("name", "form", "rate", "channels"),
    [
        ("a.wav", {"subtype": "PCM_24"}, 192_000, 8),
        ("a.wav", {"subtype": "FLOAT"}, 8_000, 1),
        ("a.rf64", {"format": "RF64", "subtype": "PCM_16"}, 48_000, 2),
        ("a.AIFF", {}, 44_100, 2),
        ("a.flac", {}, 96_000, 6),
        ("a.mp3", {}, 44_100, 2),
        ("a.ogg", {}, 44_100, 1),
        ("a.opus", {"format": "OGG", "subtype": "OPUS"}, 48_000, 2),
        ("a.caf", {}, 48_000, 2),
        ("a.w64", {}, 48_000, 2),
    ],
)
def test_every_format_is_read(
    library: Library, record: Record, name: str, form: dict[str, str], rate: int, channels: int
) -> None:
    record(name, rate=rate, channels=channels, **form)
    assert finish(scan(library)).files == 1
    [(_, found)] = recordings(library).values()
    assert (found.rate, found.channels, found.problem) == (rate, channels, "")
    assert float(found.seconds) == pytest.approx(1.0, abs=0.05)
    assert found.loudness is not None
    assert -40 < found.loudness < -5
    assert 0.35 < found.peak < 1.3  # lossy codecs overshoot noise


def test_m4a_is_read(library: Library, folder: Path) -> None:
    write_m4a(folder / "a.m4a")
    finish(scan(library))
    [(_, found)] = recordings(library).values()
    assert (found.rate, found.channels) == (48_000, 1)


def test_a_second_scan_reads_nothing_again(library: Library, record: Record) -> None:
    record("one.wav")
    first = finish(scan(library))
    second = finish(scan(library))
    assert (first.added, first.seconds) == (1, 1.0)
    assert (second.added, second.changed, second.removed, second.seconds) == (0, 0, 0, 0.0)


def test_a_touched_file_is_not_decoded_and_a_changed_one_is(library: Library, record: Record) -> None:
    path = record("one.wav", bursts=(0.2,))
    finish(scan(library))
    before = recordings(library)["one.wav"]
    os.utime(path, (1, 1))
    assert finish(scan(library)).seconds == 0
    record("one.wav", bursts=(0.7,))  # of the same size
    os.utime(path, (2, 2))
    report = finish(scan(library))
    after = recordings(library)["one.wav"]
    assert (report.changed, report.seconds) == (1, 1.0)
    assert after[0] == before[0]
    assert after[1].digest != before[1].digest


def test_renamed_and_moved_files_keep_their_entry(library: Library, folder: Path, record: Record) -> None:
    record("one.wav", seed=1)
    record("two.wav", seed=2)
    finish(scan(library))
    before = recordings(library)
    (folder / "deep" / "er").mkdir(parents=True)
    (folder / "one.wav").rename(folder / "deep" / "er" / "new name.wav")
    report = finish(scan(library))
    after = recordings(library)
    assert (report.moved, report.added, report.removed, report.seconds) == (1, 0, 0, 0.0)
    assert after["deep/er/new name.wav"][0] == before["one.wav"][0]
    assert [find.file.name for find in search([library], Query("new"))] == ["new name.wav"]
    with pytest.raises(BadInput):
        Query(" ")
    assert search([library], Query("one")) == ()


def test_what_is_gone_is_forgotten(library: Library, folder: Path, record: Record) -> None:
    record("one.wav")
    record("two.wav", seed=1)
    finish(scan(library))
    (folder / "one.wav").unlink()
    assert finish(scan(library)).removed == 1
    assert list(recordings(library)) == ["two.wav"]
    assert search([library], Query("one")) == ()


def test_broken_files_are_listed_and_survived(library: Library, folder: Path, record: Record) -> None:
    whole = record("good.wav").read_bytes()
    (folder / "empty.wav").touch()
    (folder / "noise.flac").write_bytes(b"\x07" * 5000)
    (folder / "text.mp3").write_text("no sound at all\n" * 200)
    (folder / "half.wav").write_bytes(whole[: len(whole) // 2])  # a header that lies about the length
    (folder / "locked.wav").symlink_to("/nowhere/at/all.wav")
    (folder / ".hidden.wav").write_bytes(whole)
    report = finish(scan(library))
    assert {each.path for each in report.broken} == {"empty.wav", "noise.flac", "text.mp3"}
    assert all(Path(each.path).name in each.reason for each in report.broken)
    found = recordings(library)
    assert found["half.wav"][1].frames < found["good.wav"][1].frames
    assert report.files == 2


def test_silence_has_no_spans_and_is_found_by_name(library: Library, record: Record) -> None:
    record("quiet room.wav", bursts=())
    finish(scan(library))
    [find] = search([library], Query("quiet"))
    assert (float(find.span.start), float(find.span.end)) == (0.0, 1.0)
    with Index(library.index_file) as index:
        assert index.counts().spans == 0


def test_names_in_any_script_and_of_255_bytes(library: Library, folder: Path, record: Record) -> None:
    record("two.wav")
    data = (folder / "two.wav").read_bytes()
    names = [
        "скрип двери.wav",
        "ドア.wav",
        "Türknarren.wav",
        "x" * 251 + ".wav",
        "\U0001f6aa knock.wav",
        "a'b\"c%_.wav",
    ]
    for name in names:
        (folder / name).write_bytes(data + name.encode()[:1])
    raw = os.fsencode(folder) + b"/caf\xe9 noise.wav"
    Path(os.fsdecode(raw)).write_bytes(data + b"?")
    assert finish(scan(library)).files == len(names) + 2
    for words, name in [("двери", names[0]), ("ドア", names[1]), ("turknarren", names[2]), ("TÜRK", names[2])]:
        assert [find.file.name for find in search([library], Query(words))] == [name]
    [odd] = search([library], Query("noise"))
    assert odd.file.is_file()


def test_nothing_is_written_into_the_folder(library: Library, folder: Path, record: Record) -> None:
    record("a/one.wav")
    before = {path: path.stat().st_mtime_ns for path in [folder, *folder.rglob("*")]}
    finish(scan(library))
    search([library], Query("one"))
    assert {path: path.stat().st_mtime_ns for path in [folder, *folder.rglob("*")]} == before


def test_a_folder_of_no_files(library: Library) -> None:
    report = finish(scan(library))
    assert (report.files, report.broken) == (0, ())
    assert search([library], Query("door")) == ()


def test_a_drive_that_is_away_keeps_its_entries(library: Library, folder: Path, record: Record) -> None:
    record("one.wav")
    finish(scan(library))
    folder.rename(folder.with_name("unplugged"))
    assert library.away
    with pytest.raises(NoSuchFile, match="is away"):
        finish(scan(library))
    folder.mkdir()  # a mount point with nothing mounted
    with pytest.raises(NoSuchFile, match="is away"):
        finish(scan(library))
    assert len(search([library], Query("one"))) == 1


def test_a_drive_unplugged_in_the_middle_of_a_scan(library: Library, folder: Path, record: Record) -> None:
    for number in range(12):
        record(f"{number}.wav", seed=number)
    steps = scan(library, threads=1)
    next(steps)
    folder.rename(folder.with_name("unplugged"))
    with pytest.raises(NoSuchFile, match="is away"):
        finish(steps)
    folder.with_name("unplugged").rename(folder)
    assert finish(scan(library)).files == 12
    assert finish(scan(library)).broken == ()


def test_a_cancelled_scan_keeps_what_it_has(library: Library, record: Record) -> None:
    count = 14
    for number in range(count):
        record(f"{number}.wav", seed=number, seconds=0.3)
    steps = scan(library, threads=2)
    progress = next(steps)
    while progress.done < 2:
        progress = next(steps)
    steps.close()
    kept = recordings(library)
    assert progress.done <= len(kept) < count
    assert finish(scan(library)).added == count - len(kept)


def test_threads_write_the_same_index_as_one(
    library: Library, libraries: Libraries, folder: Path, record: Record
) -> None:
    for number in range(9):
        record(f"{number}.wav", seed=number, seconds=0.3 + number % 2)
    (folder / "broken.wav").write_bytes(b"RIFF")
    finish(scan(library, threads=3))
    together = recordings(library)
    libraries.remove("mine")
    alone = libraries.add(folder, "mine")
    finish(scan(alone, threads=1))
    assert recordings(alone) == together
    assert [number for number, _ in together.values()] == list(range(1, 11))


def test_two_scans_at_once(library: Library, record: Record) -> None:
    record("one.wav")
    steps = scan(library)
    next(steps)
    with pytest.raises(BadInput, match="being scanned"):
        finish(scan(library))
    finish(steps)


PROGRAM = """
import sys
from pathlib import Path
from v2a_plugin.sources.library import scan
from v2a_plugin.sources.library.places import Libraries
scan._BATCH = 2
for progress in scan.scan(Libraries(Path(sys.argv[1])).named("mine")):
    print(progress.done, flush=True)
"""


@pytest.mark.parametrize("kills", [(2, 9), pytest.param(range(3, 33, 3), marks=pytest.mark.soak)])
def test_a_killed_scan_loses_nothing(
    library: Library, libraries: Libraries, record: Record, kills: Sequence[int]
) -> None:
    count = kills[-1] + 10
    for number in range(count):
        record(f"{number}.wav", seed=number)
    seen: dict[str, int] = {}
    command = [sys.executable, "-c", PROGRAM, str(libraries.root)]
    for wanted in kills:
        with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as child:
            assert child.stdout is not None
            for line in child.stdout:
                if int(line) >= wanted - len(seen):
                    child.send_signal(signal.SIGKILL)
                    break
        now = {path: number for path, (number, _) in recordings(library).items()}
        assert now.items() >= seen.items()
        seen = now
    started = time.monotonic()
    report = finish(scan(library))
    assert report.files == count
    assert report.added == count - len(seen)
    assert time.monotonic() - started < 60
    words = search([library], Query("1"))
    assert {find.file.stem for find in words} == {str(n) for n in range(count) if str(n).startswith("1")}


def test_the_same_file_in_two_libraries_is_found_once(libraries: Libraries, library: Library, record: Record) -> None:
    path = record("door.wav")
    other = path.parent.with_name("other")
    other.mkdir()
    (other / "door copy.wav").write_bytes(path.read_bytes())
    second = libraries.add(other)
    for each in (library, second):
        finish(scan(each))
    assert len(search([library, second], Query("door"))) == 1
    assert [find.library for find in search([second, library], Query("copy"))] == ["other"]


def test_long_recordings_are_read_block_by_block(library: Library, folder: Path) -> None:
    block = np.random.default_rng(0).normal(0, 0.1, 48_000 * 10).astype(np.float32)
    most = []
    for blocks in (1, 3, 9):  # the first loads what is loaded once
        with soundfile.SoundFile(folder / f"{blocks}.wav", "w", 48_000, 1) as file:
            for _ in range(blocks):
                file.write(block)
        tracemalloc.start()
        try:
            finish(scan(library))
            most.append(tracemalloc.get_traced_memory()[1])
        finally:
            tracemalloc.stop()
    assert recordings(library)["9.wav"][1].seconds == 90
    assert most[2] - most[1] < 48_000 * 10 * 4  # of a minute more, less than the samples of ten seconds
