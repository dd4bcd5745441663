"""Measures the loudness and the peaks of a sound, through FFmpeg's EBU R 128 meter."""

from __future__ import annotations

import math
from fractions import Fraction

import av
import numpy as np
import soxr
from av.audio.frame import AudioFrame
from av.filter import Graph

from v2a_plugin.model.channels import LAYOUTS
from v2a_plugin.model.sound import Levels, Sound

__all__ = ["levels"]

_METER_RATE = 48000
_SHORTEST = Fraction(4, 10)
"""Seconds of one gating block; nothing shorter has a loudness (EBU R 128, BS.1770-4 section 2.8)."""
_GATE = -70.0
"""LUFS of the absolute gate, which the meter shows when nothing passes it."""
_OVERSAMPLING = 4
_BLOCK = 1 << 16
_OVERLAP = 1 << 10
"""Samples read beyond a block, so that its cut ends do not ring into it."""


def levels(sound: Sound) -> Levels:
    """Integrated loudness (EBU R 128), true peak (ITU-R BS.1770-4), sample peak and RMS of a sound.

    A mono sound is measured as one channel: the same sound on two loudspeakers is 3 LU louder. Of several channels,
    peaks are those of the loudest, RMS adds up their powers, and so does loudness, with surround 1.41 times and the
    LFE not at all (BS.1770-4, annex 1).
    """
    samples = sound.samples.astype(np.float64)
    peak = float(np.max(np.abs(samples), initial=0.0))
    rms = math.sqrt(float(np.mean(np.sum(samples**2, axis=0))))
    if peak == 0.0:
        return Levels(None, -math.inf, -math.inf, -math.inf)
    loudness = _loudness(sound)
    return Levels(
        integrated_lufs=loudness if sound.duration >= _SHORTEST and loudness > _GATE else None,
        true_peak_dbtp=_decibels(max(_true_peak(sound), peak)),  # never below a sample that is there
        sample_peak_dbfs=_decibels(peak),
        rms_dbfs=_decibels(rms),
    )


def _decibels(linear: float) -> float:
    return 20 * math.log10(linear) if linear > 0 else -math.inf


def _true_peak(sound: Sound) -> float:
    """Highest point of the curve through the samples, oversampled four times (BS.1770-4, annex 2), linear."""
    highest = 0.0
    for start in range(0, len(sound), _BLOCK):
        low, high = max(0, start - _OVERLAP), min(len(sound), start + _BLOCK + _OVERLAP)
        curve = soxr.resample(sound.samples[:, low:high].T, 1, _OVERSAMPLING)
        kept = curve[(start - low) * _OVERSAMPLING : (min(high, start + _BLOCK) - low) * _OVERSAMPLING]
        highest = max(highest, float(np.max(np.abs(kept), initial=0.0)))
    return highest


def _loudness(sound: Sound) -> float:
    """Integrated loudness in LUFS; the gate's own value when nothing passes it."""
    graph = Graph()
    tick, layout = Fraction(1, sound.rate), LAYOUTS[sound.channels].name
    source = graph.add_abuffer(sample_rate=sound.rate, format="flt", layout=layout, time_base=tick)
    meter = graph.add("ebur128", "metadata=1:framelog=quiet")
    sink = graph.add("abuffersink")
    graph.link_nodes(source, graph.add("aresample", str(_METER_RATE)), meter, sink).configure()
    loudness = _GATE
    for start in range(0, len(sound), _BLOCK):
        block = np.ascontiguousarray(sound.samples[:, start : start + _BLOCK].T).reshape(1, -1)
        frame = AudioFrame.from_ndarray(block, format="flt", layout=layout)
        frame.sample_rate, frame.pts, frame.time_base = sound.rate, start, tick
        graph.push(frame)
        loudness = _read(graph, loudness)
    graph.push(None)
    return _read(graph, loudness)


def _read(graph: Graph, loudness: float) -> float:
    """The last reading that is ready, or the one before."""
    while True:
        try:
            told = graph.pull().metadata
        except (av.error.BlockingIOError, av.error.EOFError):
            return loudness
        loudness = float(told.get("lavfi.r128.I", loudness))
