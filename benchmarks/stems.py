"""How fast the stems of a film are written, beside FFmpeg's adelay and amix doing the same mix.

    python benchmarks/stems.py [--hours 2] [--cues 1500] [--tracks 8] [--seed 1]

A film of that length is laid out: cues of 1 to 9 seconds with gain and fades, from as many takes of 16 kHz as there are cues
(what the mini bundle renders). Its stems are written per track and per cue, at 48 kHz and 24 bits with dither,
loudness, digests and manifest, in a process of its own whose highest memory is told. Then a stretch of one track is
mixed with FFmpeg from the same takes, ready as 48 kHz files, and by our mix, in turns; ratios are medians of pairs.
"""

from __future__ import annotations

import argparse
import multiprocessing
import resource
import shutil
import statistics
import subprocess
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from fractions import Fraction
from pathlib import Path

import numpy as np
import soundfile

from v2a_plugin.delivery.protocol import CutRequest, StemLayout, StemSettings
from v2a_plugin.model.progress import finish
from v2a_plugin.model.sound import Sound
from v2a_plugin.model.takes import Take
from v2a_plugin.model.time import Span, Timecode, index_at
from v2a_plugin.model.timeline import Cue, Fade, KeptTake, Timeline, Track, TrackKind
from v2a_plugin.plugins.facade import load_plugins
from v2a_plugin.testing.cuts import MemoryTakes, film_of
from v2a_plugin.timeline.mix import mix

RATE = Fraction(24)
NATIVE = 16_000
PAIRS = 3
STRETCH_CUES = 40
"""Cues that FFmpeg is given: every input costs it the whole length of the mix."""


@dataclass(slots=True)
class DrawnTakes:
    """Takes whose samples are drawn when they are asked for, as a project reads them from disk.

    Attributes:
        known: What the timeline knows, with recipes.
        lengths: Seconds by id.
    """

    known: MemoryTakes
    lengths: dict[str, Fraction]

    def take(self, identifier: str) -> Take:
        """A take with its recipe."""
        return self.known.take(identifier)

    def sound(self, identifier: str) -> Sound:
        """Noise, the same for an id each time."""
        count = index_at(self.lengths[identifier], NATIVE)
        noise = np.random.default_rng(int(identifier.rpartition("-")[2])).random(count, np.float32)
        return Sound.mono((noise - np.float32(0.5)) * np.float32(0.3), NATIVE)


def film(hours: float, cues: int, tracks: int, seed: int) -> tuple[Timeline, DrawnTakes]:
    """A film with cues spread over its tracks, without overlaps on one."""
    rng = np.random.default_rng(seed)
    length = Fraction(hours).limit_denominator(100) * 3600
    takes = DrawnTakes(MemoryTakes(), {})
    kinds = (TrackKind.FEET, TrackKind.MOVES, TrackKind.PROPS, TrackKind.FX)
    lanes: list[Track] = []
    kept: list[KeptTake] = []
    for lane in range(tracks):
        count = cues // tracks + (lane < cues % tracks)
        slot = length / count
        laid = []
        for number in range(count):
            identifier = f"take-{len(kept)}"
            frames = int(rng.integers(24, min(9 * 24, int(slot * RATE) - 12)))
            span = Span(Fraction(1, 2), Fraction(1, 2) + frames / RATE)
            sound_length = span.end + Fraction(1, 2)
            takes.lengths[identifier] = sound_length
            known = takes.known.add(identifier, Sound.mono(np.zeros(1, np.float32), NATIVE), ("footsteps on gravel",))
            kept.append(replace(known, length=sound_length, used=span))
            start = number * slot + int(rng.integers(0, int(slot * RATE) - frames)) / RATE
            start = index_at(start, RATE) / RATE
            fade = Fade(Fraction(1, 20))
            laid.append(Cue(identifier, start, span, sound_length, gain_db=-3.0, fade_in=fade, fade_out=fade))
        lanes.append(Track(kinds[lane % len(kinds)], f"Track {lane + 1}", tuple(laid)))
    return Timeline(RATE, Timecode.parse("01:00:00:00", RATE), (), tuple(lanes), tuple(kept), name="Film"), takes


def deliver(
    arguments: argparse.Namespace, layout: StemLayout, folder: str, results: multiprocessing.Queue[float]
) -> None:
    """One delivery; puts seconds, seconds of processor, bytes and the highest memory of this process in MB."""
    timeline, takes = film(arguments.hours, arguments.cues, arguments.tracks, arguments.seed)
    media = film_of(RATE, timeline.end)
    plugins = load_plugins(disabled=["*"])
    begun, worked = time.perf_counter(), time.process_time()
    delivery = finish(plugins.export("bwf", CutRequest(timeline, (media,), takes, StemSettings(layout)), Path(folder)))
    seconds = time.perf_counter() - begun
    used = resource.getrusage(resource.RUSAGE_SELF)
    results.put(seconds)
    results.put(time.process_time() - worked)
    results.put(sum(file.size for file in delivery.files))
    results.put(used.ru_maxrss / 1024)


def by_ffmpeg(files: list[Path], cues: list[Cue], seconds: Fraction, out: Path) -> None:
    """The same stretch with one input a cue: trimmed, faded, turned down, delayed, added up."""
    command = ["ffmpeg", "-v", "error", "-nostdin", "-y"]
    chains, names = [], ""
    for number, (path, cue) in enumerate(zip(files, cues, strict=True)):
        command += ["-i", str(path)]
        length, fade = float(cue.trim.duration), float(cue.fade_in.length)
        chains.append(
            f"[{number}]atrim=start_sample={index_at(cue.trim.start, 48_000)}:end_sample={index_at(cue.trim.end, 48_000)},"
            f"asetpts=N,volume={cue.gain_db}dB,afade=in:d={fade}:curve=qsin,afade=out:st={length - fade}:d={fade}:curve=qsin,"
            f"adelay={index_at(cue.start, 48_000)}S[c{number}]"
        )
        names += f"[c{number}]"
    mixed = f"{names}amix=inputs={len(files)}:normalize=0:dropout_transition=0,apad=whole_dur={float(seconds)}[out]"
    graph = ";".join([*chains, mixed])
    command += ["-filter_complex", graph, "-map", "[out]", "-c:a", "pcm_f32le", str(out)]
    subprocess.run(command, check=True)


def by_us(timeline: Timeline, takes: MemoryTakes, span: Span, out: Path) -> None:
    """The same stretch with our mix, as a float file."""
    with soundfile.SoundFile(out, "w", 48_000, 1, subtype="FLOAT", format="WAV") as file:
        for block in mix(timeline, takes, span, channels=1):
            file.write(block)


def beside_ffmpeg(folder: Path, timeline: Timeline, takes: DrawnTakes) -> None:
    """The first cues of one track, mixed by both."""
    cues = list(timeline.tracks[0].cues[:STRETCH_CUES])
    span = Span(Fraction(0), cues[-1].end)
    ready, files = MemoryTakes(), []
    for cue in cues:
        count = index_at(cue.length, 48_000)
        noise = np.resize(takes.sound(cue.take).samples[0], count)
        ready.sounds[cue.take] = Sound.mono(noise, 48_000)
        files.append(folder / f"{cue.take}.wav")
        soundfile.write(files[-1], noise, 48_000, subtype="FLOAT")
    stretch = replace(timeline, tracks=(replace(timeline.tracks[0], cues=tuple(cues)),))
    theirs, ours = folder / "theirs.wav", folder / "ours.wav"
    ratios, seconds = [], []
    for _ in range(PAIRS):
        slow = timed(lambda: by_ffmpeg(files, cues, span.duration, theirs))
        fast = timed(lambda: by_us(stretch, ready, span, ours))
        ratios.append(slow / fast)
        seconds.append(fast)
    a, b = soundfile.read(theirs, dtype="float32")[0], soundfile.read(ours, dtype="float32")[0]
    shared = min(len(a), len(b))
    apart = float(np.abs(a[:shared] - b[:shared]).max())
    print(
        f"{len(cues)} cues over {float(span.duration):.0f} s: ours {float(span.duration) / statistics.median(seconds):.0f}x "
        f"real time, {statistics.median(ratios):.1f}x as fast as FFmpeg; both agree within {apart:.1e}"
    )


def timed(work: Callable[[], None]) -> float:
    """Seconds that something takes."""
    begun = time.perf_counter()
    work()
    return time.perf_counter() - begun


def main() -> None:
    """Print what each delivery took, and the ratio."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--hours", type=float, default=2.0, help="length of the film")
    parser.add_argument("--cues", type=int, default=1500)
    parser.add_argument("--tracks", type=int, default=8)
    parser.add_argument("--seed", type=int, default=1)
    arguments = parser.parse_args()
    processes = multiprocessing.get_context("spawn")
    print(f"{arguments.cues} cues on {arguments.tracks} tracks, {arguments.hours} h")
    with tempfile.TemporaryDirectory() as folder:
        for layout in (StemLayout.PER_TRACK, StemLayout.PER_CUE, StemLayout.MIX):
            results = processes.Queue()
            child = processes.Process(target=deliver, args=(arguments, layout, f"{folder}/{layout}", results))
            child.start()
            child.join()
            seconds, worked, size, memory = (results.get() for _ in range(4))
            film_seconds = arguments.hours * 3600
            print(
                f"{layout:9} {seconds:6.1f} s = {film_seconds / seconds:.0f}x real time; "
                f"{worked:.1f} s of one core = {film_seconds / worked:.0f}x; {size / 2**30:.2f} GiB, at most {memory:.0f} MB",
                flush=True,
            )
            shutil.rmtree(f"{folder}/{layout}")
        if shutil.which("ffmpeg"):
            beside_ffmpeg(Path(folder), *film(arguments.hours, arguments.cues, arguments.tracks, arguments.seed))
        else:
            print("ffmpeg is not installed: no comparison")


if __name__ == "__main__":
    main()
