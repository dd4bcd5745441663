"""Mutated media: bit flips, cuts and splices of real files never hang, crash or get past our errors.

Every batch runs in a process of its own: a crash or a hang inside a codec would take the tests with it.
"""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pytest
from PIL import Image

if TYPE_CHECKING:
    from tests.media.conftest import Bench

READ_ALL = """
import itertools, json, resource, sys
from fractions import Fraction
resource.setrlimit(resource.RLIMIT_AS, (6 << 30, 6 << 30))
from pathlib import Path
from v2a_plugin.media.fit import Fit
from v2a_plugin.media.frames import frames_at, spread, walk
from v2a_plugin.media.probe import probe
from v2a_plugin.media.sound import sound_of
from v2a_plugin.model.errors import V2AError
from v2a_plugin.model.progress import finish
from v2a_plugin.model.time import Span
outcome = {"used": 0, "refused": 0}
for name in sys.argv[1:]:
    print(name, file=sys.stderr, flush=True)
    try:
        media = probe(Path(name))
        for batch in itertools.islice(walk(media, None, Fit.exactly(32, 32), 16), 20):
            assert batch.pixels.shape[1:] == (32, 32, 3)
        if not media.still:
            finish(frames_at(media, spread(media.span, 4), Fit.square(32)))
            span = Span(Fraction(0), min(media.duration, Fraction(5)))
            assert len(finish(sound_of(media, span, 16000))) == span.samples(16000)
        outcome["used"] += 1
    except V2AError as error:
        assert Path(name).name in error.message, error.message
        outcome["refused"] += 1
print(json.dumps(outcome))
"""

FAST = (("preset", "ultrafast"),)


def originals(bench: Bench) -> list[bytes]:
    """Small real files of many kinds."""
    tone = bench.tone(1)
    clips = [
        bench.clip("a.mp4", 25, options=FAST, sound=tone),
        bench.clip("b.mov", 10, codec="prores_ks", pixel_format="yuv422p10le", sound_codec="pcm_s16le", sound=tone),
        bench.clip("c.mkv", 25, options=FAST, sound_codec="flac", sound=tone),
        bench.clip("d.avi", 25, codec="mpeg4", sound_codec="pcm_s16le", sound=tone),
        bench.clip("e.mpg", 25, codec="mpeg2video", sound_codec="mp2", sound=tone),
        bench.clip("f.mxf", 12, codec="mpeg2video", pixel_format="yuv422p", sound_codec="pcm_s16le", sound=tone),
        bench.clip(
            "g.webm", 25, codec="libvpx-vp9", options=(("deadline", "realtime"),), sound_codec="libopus", sound=tone
        ),
        bench.clip("h.ts", 25, options=FAST, sound=tone),
        bench.clip("i.mkv", 12, codec="ffv1"),
        bench.clip("j.avi", 12, codec="mjpeg", pixel_format="yuvj420p"),
        bench.clip("k.mkv", 12, codec="libsvtav1", options=(("preset", "12"),)),
        bench.clip("l.mp4", 12, codec="libx265", options=(("preset", "ultrafast"), ("x265-params", "log-level=none"))),
    ]
    picture = Image.fromarray(bench.frame(77))
    for name in ("m.png", "n.jpg", "o.webp", "p.tif"):
        picture.save(bench.folder / name)
        clips.append(bench.folder / name)
    more = [Image.fromarray(bench.frame(number)) for number in range(6)]
    picture.save(bench.folder / "q.gif", save_all=True, append_images=more, duration=40)
    return [path.read_bytes() for path in [*clips, bench.folder / "q.gif"]]


def mutated(data: bytes, other: bytes, generator: np.random.Generator) -> bytes:
    """One damaged copy: flipped bits, a cut, a hole, or a splice with another file."""
    size = len(data)
    kind = generator.integers(5)
    if kind == 0:
        array = np.frombuffer(data, np.uint8).copy()
        count = int(generator.integers(1, max(2, size // 200)))
        array[generator.integers(0, size, count)] ^= (1 << generator.integers(0, 8, count)).astype(np.uint8)
        return array.tobytes()
    if kind == 1:
        array = np.frombuffer(data, np.uint8).copy()  # the header, where sizes and counts stand
        places = generator.integers(0, min(size, 2048), 8)
        array[places] = generator.integers(0, 256, 8, np.uint8)
        return array.tobytes()
    first, second = sorted(int(at) for at in generator.integers(0, size, 2))
    if kind == 2:
        return data[: max(1, second)]
    if kind == 3:
        return data[:first] + data[second:]
    return data[:second] + other[int(generator.integers(0, len(other))) :]


def campaign(bench: Bench, count: int, seed: int, batch: int) -> dict[str, int]:
    generator = np.random.default_rng(seed)
    sources = originals(bench)
    folder = bench.folder / "mutated"
    folder.mkdir()
    outcome = {"used": 0, "refused": 0}
    for start in range(0, count, batch):
        names = []
        for index in range(start, min(count, start + batch)):
            data = sources[index % len(sources)]
            other = sources[int(generator.integers(len(sources)))]
            path = folder / f"{index}.bin"
            path.write_bytes(mutated(data, other, generator))
            names.append(str(path))
        run = subprocess.run(
            [sys.executable, "-c", READ_ALL, *names], capture_output=True, text=True, timeout=30 * batch, check=False
        )
        assert run.returncode == 0, f"{run.returncode}: {run.stderr[-2000:]}"
        for key, value in json.loads(run.stdout).items():
            outcome[key] += value
        assert sorted(path.name for path in folder.iterdir()) == sorted(Path(name).name for name in names), (
            "a file was left"
        )
        for name in names:
            Path(name).unlink()
    return outcome


def test_forty_mutations(bench: Bench) -> None:
    outcome = campaign(bench, 40, seed=2, batch=40)
    assert outcome["used"] >= 8
    assert outcome["refused"] >= 4


@pytest.mark.soak
@pytest.mark.timeout(7200)
def test_two_thousand_mutations(bench: Bench) -> None:
    outcome = campaign(bench, 2000, seed=11, batch=50)
    assert sum(outcome.values()) == 2000
