"""Bad input: one sentence that names the file; what breaks midway is used up to the break."""

from __future__ import annotations

import os
import struct
import subprocess
import sys
import tempfile
import threading
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import av
import numpy as np
import pytest

from v2a_plugin.media.fit import Fit
from v2a_plugin.media.frames import frames_at, spread, walk
from v2a_plugin.media.probe import probe
from v2a_plugin.media.sound import sound_of
from v2a_plugin.model.errors import MediaError, NoSuchFile, V2AError
from v2a_plugin.model.progress import finish

if TYPE_CHECKING:
    from tests.media.conftest import Bench

FAST = (("preset", "ultrafast"),)
FASTSTART = (("movflags", "faststart"),)


def refused(path: Path, kind: type[V2AError], text: str) -> None:
    with pytest.raises(kind, match=text) as caught:
        probe(path)
    assert path.name in caught.value.message
    assert caught.value.message.count(". ") == 0, "one sentence"
    assert caught.value.hint
    assert caught.value.exit_code == 2


def test_empty_file(tmp_path: Path) -> None:
    (tmp_path / "empty.mp4").touch()
    refused(tmp_path / "empty.mp4", MediaError, "is empty")


def test_folder(tmp_path: Path) -> None:
    refused(tmp_path, NoSuchFile, "is a folder")


def test_missing(tmp_path: Path) -> None:
    refused(tmp_path / "none.mp4", NoSuchFile, "does not exist")
    refused(tmp_path / "none" / "none.mp4", NoSuchFile, "does not exist")


def test_no_file_name() -> None:
    with pytest.raises(NoSuchFile):
        probe(Path("a\0b.mp4"))


def test_pipe_is_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.mp4")
    refused(tmp_path / "pipe.mp4", NoSuchFile, "is not a regular file")


def test_text(tmp_path: Path) -> None:
    path = tmp_path / "notes.mp4"
    path.write_text("These are the notes of the shoot.\n" * 50)
    refused(path, MediaError, "cannot be read as video")


@pytest.mark.parametrize("name", ["list.mp4", "list.m3u8", "list.txt", "list.ffconcat"])
def test_play_list_is_not_followed(bench: Bench, name: str) -> None:
    """A text that points at other files or at the network is no media, whatever it is called."""
    bench.clip("inner.mp4", 5, options=FAST)
    for text in (
        "#EXTM3U\n#EXT-X-TARGETDURATION:1\n#EXTINF:1,\ninner.mp4\n#EXT-X-ENDLIST\n",
        "ffconcat version 1.0\nfile inner.mp4\n",
    ):
        (bench.folder / name).write_text(text)
        refused(bench.folder / name, MediaError, "cannot be read as video")


def test_sound_only(bench: Bench) -> None:
    path = bench.folder / "voice.wav"
    with av.open(str(path), "w") as container:
        voice = container.add_stream("pcm_s16le", rate=48000, layout="mono")
        block = av.AudioFrame.from_ndarray(np.zeros((1, 4800), np.int16), format="s16", layout="mono")
        block.sample_rate = 48000
        container.mux(voice.encode(block))
    refused(path, MediaError, "holds sound and no picture")


def test_mp4_cut_before_its_moov(bench: Bench) -> None:
    path = bench.clip("cut.mp4", 50, options=FAST)
    data = path.read_bytes()
    path.write_bytes(data[: data.find(b"moov") - 10])
    refused(path, MediaError, "cannot be read as video")


@pytest.mark.parametrize("suffix", ["mp4", "mov"])
def test_mp4_cut_after_its_moov_is_used_up_to_the_break(bench: Bench, suffix: str) -> None:
    path = bench.clip(
        f"half.{suffix}",
        100,
        options=FAST,
        container_options=FASTSTART,
        gop=10,
        sound_codec="pcm_s16le" if suffix == "mov" else "aac",
        sound=bench.tone(4),
    )
    data = path.read_bytes()
    body = data.find(b"mdat")
    path.write_bytes(data[: body + (len(data) - body) // 2])
    media = probe(path)
    assert 1 < media.duration < 3
    assert any(warning.startswith(f"half.{suffix} breaks off at 0:0") for warning in media.warnings)
    numbers = [bench.number(p) for b in walk(media, fit=Fit.exactly(96, 64)) for p in b.pixels]
    assert numbers == list(range(round(media.duration * 25)))
    picked = finish(frames_at(media, spread(media.span, 8)))
    assert [bench.number(p) for p in picked.pixels] == [int(time * 25) for time in spread(media.span, 8)]
    assert len(finish(sound_of(media, media.span, 48000))) == media.span.samples(48000)


@pytest.mark.parametrize(
    ("suffix", "codec"),
    [
        ("mkv", "libx264"),
        ("avi", "mpeg4"),
        ("ts", "libx264"),
        ("mpg", "mpeg2video"),
        ("mxf", "mpeg2video"),
        ("webm", "libvpx-vp9"),
    ],
)
def test_other_containers_cut_in_half(bench: Bench, suffix: str, codec: str) -> None:
    options = FAST if codec == "libx264" else ()
    pixel_format = "yuv422p" if suffix == "mxf" else "yuv420p"
    path = bench.clip(f"half.{suffix}", 100, codec=codec, options=options, gop=10, pixel_format=pixel_format)
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])
    media = probe(path)
    assert 1 < media.duration < 3
    if suffix in ("mkv", "webm", "avi", "mxf"):
        assert any("breaks off" in warning for warning in media.warnings)
    numbers = [bench.number(p) for b in walk(media, fit=Fit.exactly(96, 64)) for p in b.pixels]
    assert numbers[:25] == list(range(25))
    assert abs(len(numbers) - media.duration * 25) <= 2


def test_garbage_in_the_middle_is_passed_over(bench: Bench) -> None:
    path = bench.clip("hole.mp4", 100, options=FAST, gop=10)
    data = bytearray(path.read_bytes())
    body = data.find(b"mdat")
    middle = body + (data.find(b"moov") - body) // 2
    data[middle : middle + 400] = np.random.default_rng(0).integers(0, 256, 400, np.uint8).tobytes()
    path.write_bytes(data)
    media = probe(path)
    assert media.duration == 4
    numbers = [bench.number(p) for b in walk(media, fit=Fit.exactly(96, 64)) for p in b.pixels]
    assert numbers[:30] == list(range(30))
    assert numbers[-20:] == list(range(80, 100))


def test_no_frames(bench: Bench, atom: Callable[[bytes, bytes], int]) -> None:
    """A picture track whose sample tables are empty."""
    path = bench.clip("none.mp4", 10, options=FAST)
    data = bytearray(path.read_bytes())
    for name, place in ((b"stsz", 8), (b"stts", 4), (b"stsc", 4), (b"stco", 4), (b"stss", 4)):
        at = atom(bytes(data), name) + 4 + place
        data[at : at + 4] = struct.pack(">I", 0)
    path.write_bytes(data)
    with pytest.raises(MediaError, match=r"none\.mp4"):
        probe(path)


def test_frames_that_cannot_be_decoded(bench: Bench) -> None:
    path = bench.clip("mush.mp4", 10, options=FAST)
    data = bytearray(path.read_bytes())
    body = data.find(b"mdat") + 4
    data[body : data.find(b"moov") - 4] = b"\xff" * (data.find(b"moov") - 4 - body)
    path.write_bytes(data)
    with pytest.raises(MediaError, match=r"mush\.mp4 has a picture stream without a single frame"):
        probe(path)


def test_a_huge_video_is_refused(bench: Bench, atom: Callable[[bytes, bytes], int]) -> None:
    """16k × 16k frames, as the header says: refused before one is decoded."""
    path = bench.folder / "huge.mov"
    with av.open(str(path), "w") as container:
        stream = container.add_stream("mjpeg", rate=25)
        stream.width, stream.height, stream.pix_fmt = 64, 64, "yuvj420p"
        frame = av.VideoFrame(64, 64, "yuvj420p")
        frame.pts = 0
        container.mux(stream.encode(frame))
        container.mux(stream.encode(None))
    data = bytearray(path.read_bytes())
    frame_header = data.find(b"\xff\xc0")
    data[frame_header + 5 : frame_header + 9] = struct.pack(">HH", 16384, 16384)
    entry = atom(bytes(data), b"stsd")
    size_at = data.find(struct.pack(">HH", 64, 64), entry)
    data[size_at : size_at + 4] = struct.pack(">HH", 16384, 16384)
    path.write_bytes(data)
    refused(path, MediaError, "huge.mov")


def test_no_permission(bench: Bench) -> None:
    """As root everything may be read, so an unprivileged process tries."""
    with tempfile.TemporaryDirectory() as folder:  # pytest's own folders are barred already
        Path(folder).chmod(0o755)
        path = Path(folder) / "secret.mp4"
        path.write_bytes(bench.clip("open.mp4", 5, options=FAST).read_bytes())
        path.chmod(0)
        told = _probe_as_nobody(path)
    assert told == f"{path} may not be read: permission denied."


def _probe_as_nobody(path: Path) -> str:
    script = (
        "import os, sys\n"
        "from v2a_plugin.media.probe import probe\n"
        "from v2a_plugin.model.errors import NoSuchFile\n"
        "if os.getuid() == 0: os.setgid(65534); os.setuid(65534)\n"
        "try: probe(sys.argv[1])\n"
        "except NoSuchFile as error: print(error.message)\n"
    )
    run = subprocess.run([sys.executable, "-c", script, str(path)], capture_output=True, text=True, check=False)
    assert not run.stderr, run.stderr
    return run.stdout.strip()


def test_decoding_in_two_threads_at_once(bench: Bench) -> None:
    media = probe(bench.clip("two.mp4", 60, options=FAST))
    results: list[list[int]] = []

    def read() -> None:
        results.append([bench.number(p) for b in walk(media) for p in b.pixels])

    threads = [threading.Thread(target=read) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert results == [list(range(60))] * 2


def test_importing_media_prints_and_logs_nothing(bench: Bench) -> None:
    path = bench.clip("half.mkv", 30, options=FAST)
    path.write_bytes(path.read_bytes()[: path.stat().st_size * 2 // 3])
    script = "import sys; from v2a_plugin.media.probe import probe; probe(sys.argv[1])"
    run = subprocess.run([sys.executable, "-c", script, str(path)], capture_output=True, text=True, check=True)
    assert (run.stdout, run.stderr) == ("", "")
