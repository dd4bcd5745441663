"""What is written in recordings, beside them and in their names."""

from __future__ import annotations

import struct
from collections.abc import Callable
from pathlib import Path

import av
import numpy as np
import pytest
from av.audio.stream import AudioStream

from v2a_plugin.model.progress import finish
from v2a_plugin.sources.library.chunks import Bext, WaveChunks, read_chunks
from v2a_plugin.sources.library.index import Index
from v2a_plugin.sources.library.labels import labels_of
from v2a_plugin.sources.library.library_records import Labels
from v2a_plugin.sources.library.places import Library
from v2a_plugin.sources.library.scan import scan
from v2a_plugin.sources.library.search import Query, search

Record = Callable[..., Path]
IXML = """<?xml version="1.0" encoding="UTF-8"?>
<BWFXML><PROJECT>Film</PROJECT><NOTE>noisy</NOTE><USER>
<CATID>DOORWood</CATID><FXNAME>Creaky Hinge</FXNAME><KEYWORDS>squeak, hinge</KEYWORDS>
<DESCRIPTION>An old door – opens slowly</DESCRIPTION><DESIGNER>Jane Doe</DESIGNER><LIBRARY>Doors Vol 1</LIBRARY>
</USER></BWFXML>"""


def chunk(name: bytes, data: bytes) -> bytes:
    return name + struct.pack("<I", len(data)) + data + bytes(len(data) % 2)


def bext(description: str = "bext words", reference: int = 5 * 2**32 + 7) -> bytes:
    return chunk(
        b"bext",
        struct.pack(
            "<256s32s32s10s8sIIH254x", description.encode(), b"Recorder", b"REF1", b"2024-05-06", b"12:00:00",
            reference & 0xFFFF_FFFF, reference >> 32, 1,
        ),
    )  # fmt: skip


def add_chunks(path: Path, *chunks: bytes, before: bool = False) -> None:
    data = path.read_bytes()
    body = b"".join(chunks)
    data = data[:12] + body + data[12:] if before else data + body
    path.write_bytes(data[:4] + struct.pack("<I", len(data) - 8) + data[8:])


def labels(library: Library, path: str) -> Labels:
    with Index(library.index_file) as index:
        return index.recording(index.known()[path].id).labels


@pytest.mark.parametrize("before", [True, False])
def test_bext_and_the_user_block_of_ixml(library: Library, record: Record, before: bool) -> None:
    add_chunks(record("take 7.wav"), bext(), chunk(b"iXML", IXML.encode()), before=before)
    finish(scan(library))
    assert labels(library, "take 7.wav") == Labels(
        "Creaky Hinge", "An old door – opens slowly", "squeak, hinge", "DOORWood", "Jane Doe", "Doors Vol 1", "",
        "Jane Doe", "Recorder", "2024-05-06", 5 * 2**32 + 7,
    )  # fmt: skip
    for words in ("creaky", "hinge slow", "jane", "vol doors", "recorder"):
        assert len(search([library], Query(words))) == 1
    [find] = search([library], Query(category="DOORWood"))
    assert find.why.category == "DOORWood"


@pytest.mark.parametrize(
    "ixml",
    [
        b"<BWFXML><USER><FXNAME>not closed",
        b'<!DOCTYPE a [<!ENTITY x "y">]><BWFXML><USER><FXNAME>&x;</FXNAME></USER></BWFXML>',
        b"\xff\xfe\x00 no xml",
        b"",
    ],
)
def test_damaged_ixml_is_passed_over(library: Library, record: Record, ixml: bytes) -> None:
    add_chunks(record("a.wav"), bext("A bang"), chunk(b"iXML", ixml))
    assert finish(scan(library)).broken == ()
    assert labels(library, "a.wav").description == "A bang"


def test_sizes_that_lie_are_not_followed(tmp_path: Path) -> None:
    path = tmp_path / "a.wav"
    for size in (0xFFFF_FFFF, 0x7FFF_FFFF, 10**6):
        path.write_bytes(b"RIFF\0\0\0\0WAVE" + b"bext" + struct.pack("<I", size) + b"short")
        assert read_chunks(path) == WaveChunks()


@pytest.mark.parametrize(("name", "codec"), [("a.flac", "flac"), ("a.opus", "libopus"), ("a.mp3", "libmp3lame")])
def test_tags(library: Library, folder: Path, name: str, codec: str) -> None:
    written = {"title": "Tür knarrt", "artist": "Ich", "copyright": "CC0-1.0", "comment": "im Keller"}
    with av.open(str(folder / name), "w") as container:
        container.metadata.update(written)
        stream = container.add_stream(codec, rate=48_000, layout="mono")
        assert isinstance(stream, AudioStream)
        size = stream.codec_context.frame_size or 1024
        graph = av.audio.fifo.AudioFifo()
        samples = np.random.default_rng(0).uniform(-0.3, 0.3, (1, 48_000)).astype(np.float32)
        frame = av.AudioFrame.from_ndarray(samples, format="fltp", layout="mono")
        frame.sample_rate, frame.pts = 48_000, 0
        for each in av.AudioResampler(stream.format.name).resample(frame):
            graph.write(each)
        while (part := graph.read(size, partial=True)) is not None:
            container.mux(stream.encode(part))
        container.mux(stream.encode(None))
    finish(scan(library))
    found = labels(library, name)
    assert (found.title, found.designer, found.licence) == ("Tür knarrt", "Ich", "CC0-1.0")
    assert found.description == "im Keller"


def test_a_table_says_licence_and_author(library: Library, folder: Path, record: Record) -> None:
    record("a/dog.wav")
    record("cat.wav", seed=1)
    finish(scan(library))
    beside = folder.with_name(f"{folder.name}.csv")
    beside.write_text(f"file,label,licence,author\n{folder.name}/a/dog.wav,dog barking,CC-BY-4.0,Rex\n", "utf-8")
    report = finish(scan(library))
    assert (report.added, report.seconds) == (0, 0.0)
    found = labels(library, "a/dog.wav")
    assert (found.title, found.licence, found.attribution) == ("dog barking", "CC-BY-4.0", "Rex")
    assert labels(library, "cat.wav") == Labels()
    (folder / "licences.csv").write_bytes("\ufefffilename,License\ncat.wav,CC0-1.0\n".encode())
    finish(scan(library))
    assert search([library], Query("cat"))[0].licence == "CC0-1.0"


@pytest.mark.parametrize(
    ("name", "wanted"),
    [
        ("DOORWood_Creak_ABC_Set.wav", ("DOORWood", "Creak", "ABC", "Set")),
        ("doorwood-KITCHEN_Creak_ABC_Set_Note.wav", ("DOORWood", "Creak", "ABC", "Set")),
        ("DOORWood_Creak.wav", ("DOORWood", "Creak", "", "")),
        ("NoSuchCat_Creak_ABC_Set.wav", ("", "", "", "")),
        ("DOORWood.wav", ("", "", "", "")),
    ],
)
def test_names_of_the_universal_category_system(name: str, wanted: tuple[str, ...]) -> None:
    found = labels_of(f"x/{name}", WaveChunks(), (), ())
    assert (found.category, found.title, found.designer, found.library) == wanted


def test_what_is_written_inside_counts_before_the_name() -> None:
    chunks = WaveChunks(Bext("d", "o", "r", "2020-01-01", 3), (("FXNAME", "Inside"),))
    found = labels_of("DOORWood_Name_A_B.wav", chunks, [("TITLE", "Tag")], [("title", "Table")])
    assert (found.title, found.category, found.designer) == ("Inside", "DOORWood", "A")
