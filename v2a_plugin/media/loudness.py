"""Measures loudness and true peak of sound that comes block by block, for the headers of long files."""

from __future__ import annotations

import math
from fractions import Fraction

import av
import numpy as np
from av.audio.frame import AudioFrame
from av.filter import Graph
from jaxtyping import Float32

from v2a_plugin.model.channels import LAYOUTS
from v2a_plugin.model.sound import Loudness

__all__ = ["LoudnessMeter"]

_METER_RATE = 48_000
_GATE = -70.0
"""LUFS of the absolute gate (BS.1770-4, section 2.8): blocks below it count nowhere."""
_LINGER = 3
"""Seconds of silence after a sound that still belong to its short-term loudness."""
_BLOCK = 1 << 12
_PHASES = np.array(
    [
        [0.0017089843750, 0.0109863281250, -0.0196533203125, 0.0332031250000, -0.0594482421875, 0.1373291015625,
         0.9721679687500, -0.1022949218750, 0.0476074218750, -0.0266113281250, 0.0148925781250, -0.0083007812500],
        [-0.0291748046875, 0.0292968750000, -0.0517578125000, 0.0891113281250, -0.1665039062500, 0.4650878906250,
         0.7797851562500, -0.2003173828125, 0.1015625000000, -0.0582275390625, 0.0330810546875, -0.0189208984375],
    ]
)  # fmt: skip
"""The interpolator of BS.1770-4, annex 2: phases 0 and 1; 3 and 2 are the same backwards."""
_TAPS = np.concatenate([_PHASES, _PHASES[::-1, ::-1]]).astype(np.float32)
_OVERSHOOT = float(np.abs(_TAPS).sum(axis=1).max())
"""No sample between samples can be higher than their highest, times this."""


class LoudnessMeter:
    """Integrated loudness, its range, highest momentary and short-term loudness, and true peak.

    Long silence is not run through the meter: it is below the absolute gate, and so counts in none of these.

    Args:
        rate: Samples a second.
        channels: 1 to 8; surround counts 1.41 times and the LFE not at all (BS.1770-4, annex 1).
    """

    def __init__(self, rate: int, channels: int) -> None:
        self._rate, self._channels = rate, channels
        self._layout = LAYOUTS[channels].name
        self._graph = Graph()
        source = self._graph.add_abuffer(
            sample_rate=rate, format="flt", layout=self._layout, time_base=Fraction(1, rate)
        )
        parts = [source, self._graph.add("ebur128", "metadata=1:framelog=quiet"), self._graph.add("abuffersink")]
        if rate != _METER_RATE:
            parts.insert(1, self._graph.add("aresample", str(_METER_RATE)))
        self._graph.link_nodes(*parts).configure()
        self._position = self._skipped = self._length = 0
        self._quiet = _LINGER * rate
        self._momentary = self._short = self._integrated = _GATE
        self._range = 0.0
        self._peak = 0.0
        self._tail = np.zeros((_TAPS.shape[1] - 1, channels), np.float32)

    def feed(self, block: Float32[np.ndarray, "sample channel"]) -> None:
        """Measure some samples."""
        self._length += len(block)
        if len(block):
            self._catch_up()
            self._push(block)
            self._quiet = 0
            self._true_peak(block)

    def skip(self, frames: int) -> None:
        """Digital silence."""
        self._length += frames
        linger = min(frames, max(0, _LINGER * self._rate - self._quiet))
        if linger:
            silence = np.zeros((linger, self._channels), np.float32)
            self._push(silence)
            self._true_peak(silence)
        self._quiet += linger
        self._skipped += frames - linger

    def result(self) -> Loudness:
        """Everything measured; the meter takes no more samples."""
        self._true_peak(np.zeros((_TAPS.shape[1], self._channels), np.float32))
        if self._position:
            self._graph.push(None)
            self._pull()
        for_momentary, for_short = self._length >= 0.4 * self._rate, self._length >= 3 * self._rate
        audible = self._integrated > _GATE and for_momentary
        return Loudness(
            integrated=self._integrated if audible else None,
            range=self._range if audible and for_short else None,
            true_peak=20 * math.log10(self._peak) if self._peak else None,
            momentary=self._momentary if self._momentary > _GATE and for_momentary else None,
            short_term=self._short if self._short > _GATE and for_short else None,
        )

    def _catch_up(self) -> None:
        """Keep the meter's grid of 100 ms: of what was skipped, the rest of a step is real silence."""
        step = self._rate // 10
        rest, self._skipped = self._skipped % step, 0
        if rest:
            self._push(np.zeros((rest, self._channels), np.float32))

    def _push(self, block: Float32[np.ndarray, "sample channel"]) -> None:
        frame = AudioFrame.from_ndarray(
            np.ascontiguousarray(block, np.float32).reshape(1, -1), format="flt", layout=self._layout
        )
        frame.sample_rate, frame.pts, frame.time_base = self._rate, self._position, Fraction(1, self._rate)
        self._position += len(block)
        self._graph.push(frame)
        self._pull()

    def _pull(self) -> None:
        while True:
            try:
                told = self._graph.pull().metadata
            except (av.error.BlockingIOError, av.error.EOFError):
                return
            self._momentary = max(self._momentary, _number(told.get("lavfi.r128.M")))
            self._short = max(self._short, _number(told.get("lavfi.r128.S")))
            if "lavfi.r128.I" in told:  # the last block, shorter than a step of the meter, has none
                self._integrated = _number(told["lavfi.r128.I"])
            self._range = max(0.0, _number(told.get("lavfi.r128.LRA")))

    def _true_peak(self, block: Float32[np.ndarray, "sample channel"]) -> None:
        """Only where a peak between samples could be a new highest is the curve computed, the loudest places first."""
        joined = np.concatenate([self._tail, block])
        reach = len(self._tail)
        self._tail = joined[-reach:]
        starts = range(0, len(block), _BLOCK)
        pieces = [joined[start : start + _BLOCK + reach] for start in starts]
        for piece in sorted(pieces, key=_highest, reverse=True):
            highest = _highest(piece)
            self._peak = max(self._peak, highest)
            if highest * _OVERSHOOT <= self._peak:
                return
            self._peak = max(self._peak, _highest_between(piece))


def _highest(piece: Float32[np.ndarray, "sample channel"]) -> float:
    return float(max(piece.max(), -piece.min()))


def _highest_between(piece: Float32[np.ndarray, "sample channel"]) -> float:
    """Peak of the curve through some samples, four points a sample."""
    count, highest = len(piece) - _TAPS.shape[1] + 1, 0.0
    for taps in _TAPS:
        curve = piece[:count] * taps[-1]
        for place, tap in enumerate(taps[-2::-1], 1):
            curve += piece[place : place + count] * tap
        highest = max(highest, _highest(curve))
    return highest


def _number(text: str | None) -> float:
    """A reading; the gate's own value where there is none or it is no number."""
    value = float(text) if text else _GATE
    return value if math.isfinite(value) else _GATE
