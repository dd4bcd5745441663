"""Eight frames for each of 100 shots, against decoding the whole clip. Run by hand: `python benchmarks/frames.py`.

Prints ratios as medians of pairs that ran one after the other, so that a busy machine slows both alike:

- whole / shots: how many times faster picking is than decoding every frame (only the wanted ones are resized);
- long / short: cost a shot in the clip over cost a shot in one a fifth as long. 1 means it does not grow.
"""

from __future__ import annotations

import argparse
import statistics
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise
from pathlib import Path

import av
import numpy as np
from PIL import Image

from v2a_plugin.media.fit import Fit, Fitter
from v2a_plugin.media.frames import frames_of, spread
from v2a_plugin.media.probe import probe
from v2a_plugin.model.media import MediaFile
from v2a_plugin.model.time import Span

RATE = 25
FRAMES_A_SHOT = 8
SIZE = Fit.square(224)


def make_clip(path: Path, seconds: int, gop: int, b_frames: int, width: int, height: int) -> MediaFile:
    """A soft picture that pans under grain, encoded fast, with the tools that make decoding cost what it does."""
    generator = np.random.default_rng(0)
    coarse = generator.integers(0, 256, (height // 40, width // 30, 3), np.uint8)
    backdrop = np.asarray(Image.fromarray(coarse).resize((width + 200, height), Image.Resampling.BICUBIC), np.int16)
    loop = []
    for step in range(24):
        grain = generator.normal(0, 4, (height, width, 1)).astype(np.int16)
        pixels = np.clip(backdrop[:, step * 6 : step * 6 + width] + grain, 0, 255).astype(np.uint8)
        loop.append(av.VideoFrame.from_ndarray(pixels, "rgb24").reformat(format="yuv420p"))
    with av.open(str(path), "w") as container:
        options = {"preset": "ultrafast", "bf": str(b_frames), "crf": "23", "sc_threshold": "0"}
        options["x264-params"] = "cabac=1:deblock=1,0,0:no-deblock=0"
        stream = container.add_stream("libx264", rate=RATE, options=options)
        stream.width, stream.height, stream.pix_fmt = width, height, "yuv420p"
        stream.codec_context.gop_size = gop
        for index in range(seconds * RATE):
            frame = loop[index % len(loop)]
            frame.pts, frame.time_base = index, Fraction(1, RATE)
            container.mux(stream.encode(frame))
        container.mux(stream.encode(None))
    return probe(path)


def shots_of(media: MediaFile, count: int) -> list[Span]:
    """Equal shots that cover the clip."""
    edges = [media.duration * index / count for index in range(count + 1)]
    return [Span(start, end) for start, end in pairwise(edges)]


def pick(media: MediaFile, shots: list[Span]) -> None:
    for batch in frames_of(media, shots, FRAMES_A_SHOT, SIZE):
        assert batch.pixels.shape == (FRAMES_A_SHOT, 224, 224, 3)


def decode_everything(media: MediaFile, shots: list[Span]) -> None:
    wanted = {int(moment * RATE) for shot in shots for moment in spread(shot, FRAMES_A_SHOT)}
    fitter = Fitter(media.picture, SIZE)
    with av.open(str(media.path)) as container:
        for index, frame in enumerate(container.decode(video=0)):
            if index in wanted:
                fitter(frame)


@dataclass(frozen=True, slots=True)
class Cost:
    """Seconds on the clock and seconds of processor time."""

    wall: float
    cpu: float


def timed(work: Callable[[MediaFile, list[Span]], None], media: MediaFile, shots: list[Span]) -> Cost:
    wall, cpu = time.perf_counter(), time.process_time()
    work(media, shots)
    return Cost(time.perf_counter() - wall, time.process_time() - cpu)


def median_ratio(pairs: list[tuple[Cost, Cost]], share: float = 1.0) -> str:
    wall = statistics.median(a.wall / b.wall for a, b in pairs) * share
    cpu = statistics.median(a.cpu / b.cpu for a, b in pairs) * share
    return f"{wall:.2f} ({cpu:.2f} in processor time)"


def compare(folder: Path, minutes: float, height: int, count: int, rounds: int, gop: int, b_frames: int) -> None:
    seconds, width = round(minutes * 60), height * 16 // 9
    long = make_clip(folder / "long.mp4", seconds, gop, b_frames, width, height)
    short = make_clip(folder / "short.mp4", max(6, seconds // 5), gop, b_frames, width, height)
    shots, few = shots_of(long, count), shots_of(short, max(1, count // 5))
    faster, growth = [], []
    for _ in range(rounds):
        picking = timed(pick, long, shots)
        faster.append((timed(decode_everything, long, shots), picking))
        growth.append((picking, timed(pick, short, few)))
    print(
        f"{minutes:g} min of {height} lines, {count} shots, GOP {gop}, {b_frames} B-frames: "
        f"whole / shots {median_ratio(faster)}; long / short {median_ratio(growth, len(few) / len(shots))}",
        flush=True,
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--minutes", type=float, default=10)
    parser.add_argument("--shots", type=int, default=100)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--height", type=int, default=1080)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        for gop, b_frames in ((12, 2), (12, 0), (250, 3)):
            compare(Path(folder), given.minutes, given.height, given.shots, given.rounds, gop, b_frames)


if __name__ == "__main__":
    main()
