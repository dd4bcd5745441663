"""Broadcast Wave files: RIFF, or RF64 above 4 GB, with `bext` version 2 and `iXML` before the samples.

EBU Tech 3285 (BWF, version 2), EBU Tech 3306 (RF64), EBU R 98 (coding history), iXML 2.10. Written by hand because no
library writes them all: the table in EBU Tech 3285 is short. 24-bit samples carry the plain PCM tag, which old hosts
ask for; more than two channels are WAVE_FORMAT_EXTENSIBLE, whose mask says which loudspeaker each is for.
"""

from __future__ import annotations

import struct
import unicodedata
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Self

import numpy as np

from v2a_plugin.delivery.protocol import StemDepth
from v2a_plugin.model.channels import LAYOUTS
from v2a_plugin.model.sound import Loudness

__all__ = ["Broadcast", "WaveFormat", "WaveWriter", "with_ixml"]

RIFF_LIMIT = 0xFFFF_FFFF
"""Bytes of the longest RIFF chunk; longer files are RF64."""

_UNKNOWN = 0x7FFF
_PCM, _FLOAT, _EXTENSIBLE = 1, 3, 0xFFFE
_GUID = bytes.fromhex("000000001000800000aa00389b71")
"""What follows the tag in the sub-format of WAVEFORMATEXTENSIBLE."""


@dataclass(frozen=True, slots=True)
class WaveFormat:
    """What the samples of a file are.

    Attributes:
        rate: Samples a second.
        channels: Interleaved.
        depth: 24-bit integers or 32-bit floats.
        frames: How many samples each channel has.
    """

    rate: int
    channels: int
    depth: StemDepth
    frames: int

    @property
    def sample_bytes(self) -> int:
        """Bytes of one sample of one channel."""
        return 3 if self.depth is StemDepth.PCM24 else 4

    @property
    def data_bytes(self) -> int:
        """Bytes of all samples."""
        return self.frames * self.channels * self.sample_bytes


@dataclass(frozen=True, slots=True)
class Broadcast:
    """The text fields of `bext`; what is not ASCII is written without its accents, or as '?'.

    Attributes:
        description: Free text, 256 characters.
        originator: Who made it, 32 characters.
        reference: Unambiguous reference of the sound, 32 characters.
        date: `yyyy-mm-dd`.
        time: `hh:mm:ss`.
        time_reference: Samples since midnight of the first sample.
        history: Coding history, lines that end in CR LF.
    """

    description: str
    originator: str
    reference: str
    date: str
    time: str
    time_reference: int
    history: str

    def chunk(self, loudness: Loudness) -> bytes:
        """The `bext` chunk with its header."""
        fields = (loudness.integrated, loudness.range, loudness.true_peak, loudness.momentary, loudness.short_term)
        fixed = struct.pack(
            "<256s32s32s10s8sIIH64s5h180x",
            _ascii(self.description), _ascii(self.originator), _ascii(self.reference),
            _ascii(self.date), _ascii(self.time),
            self.time_reference & 0xFFFF_FFFF, self.time_reference >> 32,
            2, bytes(64), *map(_hundredths, fields),
        )  # fmt: skip
        history = _ascii(self.history)
        return _chunk(b"bext", fixed + history + bytes(len(history) % 2))  # some readers skip odd chunks wrongly


class WaveWriter:
    """Writes one file of known length, front to back; silence may be skipped, which leaves a hole in the file.

        with WaveWriter(path, form, broadcast, ixml) as wave:
            wave.write(block)      # int32 holding 24-bit values, or float32: (sample, channel)
            wave.skip(4_800)
            wave.describe(loudness)

    Args:
        path: Where to write; the file is replaced.
        form: What the samples are.
        broadcast: The `bext` chunk.
        ixml: The text of the `iXML` chunk.
        riff_limit: Bytes above which the file becomes RF64.
    """

    def __init__(
        self, path: Path, form: WaveFormat, broadcast: Broadcast, ixml: str, riff_limit: int = RIFF_LIMIT
    ) -> None:
        self._form, self._broadcast = form, broadcast
        self._bext = broadcast.chunk(Loudness())
        text = ixml.encode()
        self._after = _format_chunk(form) + _chunk(b"iXML", text + b"\n" * (len(text) % 2))
        fact = 12 if form.depth is StemDepth.FLOAT32 else 0
        size = 12 + len(self._bext) + len(self._after) + fact + 8 + form.data_bytes + form.data_bytes % 2
        self._long = size - 8 > riff_limit
        self._total = size + (36 if self._long else 0)
        self._written = 0
        self._file = path.open("wb")
        self._head(self._bext)

    def write(self, block: np.ndarray) -> None:
        """Add samples: 24-bit values in int32, or float32, shaped (sample, channel)."""
        if self._form.depth is StemDepth.PCM24:
            data = np.ascontiguousarray(block, "<i4").view(np.uint8).reshape(-1, 4)[:, :3]
        else:
            data = np.ascontiguousarray(block, "<f4")
        self._file.write(np.ascontiguousarray(data).data)
        self._written += len(block)

    def skip(self, frames: int) -> None:
        """Add digital silence without writing it."""
        self._file.seek(frames * self._form.channels * self._form.sample_bytes, 1)
        self._written += frames

    def describe(self, loudness: Loudness) -> None:
        """Put the measured loudness into the header."""
        self._bext = self._broadcast.chunk(loudness)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        with self._file:
            if error is None:
                if self._written != self._form.frames:
                    raise ValueError(f"{self._written} samples were written, and {self._form.frames} announced")
                self._file.truncate(self._total)  # ends a hole, and pads odd data to a whole word
                self._file.seek(0)
                self._head(self._bext)

    def _head(self, bext: bytes) -> None:
        """Everything before the samples; the same length each time."""
        form, riff_size = self._form, self._total - 8
        head = struct.pack("<4sI4s", b"RF64" if self._long else b"RIFF", _short(riff_size, self._long), b"WAVE")
        if self._long:  # EBU Tech 3306: the 32-bit sizes are all ones, the true ones lie here
            head += _chunk(b"ds64", struct.pack("<QQQI", riff_size, form.data_bytes, form.frames, 0))
        head += bext + self._after
        if form.depth is StemDepth.FLOAT32:  # every format but PCM needs its length written
            head += _chunk(b"fact", struct.pack("<I", _short(form.frames, self._long)))
        self._file.write(head + struct.pack("<4sI", b"data", _short(form.data_bytes, self._long)))


def with_ixml(wave: bytes, text: str) -> bytes:
    """A RIFF file with an `iXML` chunk after all others."""
    data = text.encode()
    whole = wave + _chunk(b"iXML", data + b"\n" * (len(data) % 2))
    return whole[:4] + struct.pack("<I", len(whole) - 8) + whole[8:]


def _format_chunk(form: WaveFormat) -> bytes:
    frame, tag = form.channels * form.sample_bytes, _PCM if form.depth is StemDepth.PCM24 else _FLOAT
    wide, bits = form.channels > 2, form.sample_bytes * 8
    fields = struct.pack(
        "<HHIIHH", _EXTENSIBLE if wide else tag, form.channels, form.rate, form.rate * frame, frame, bits
    )
    if wide:
        fields += struct.pack("<HHIH", 22, bits, LAYOUTS[form.channels].mask, tag) + _GUID
    elif tag != _PCM:
        fields += struct.pack("<H", 0)
    return _chunk(b"fmt ", fields)


def _short(size: int, long: bool) -> int:
    return 0xFFFF_FFFF if long else size


def _chunk(name: bytes, content: bytes) -> bytes:
    return name + struct.pack("<I", len(content)) + content + bytes(len(content) % 2)


def _ascii(text: str) -> bytes:
    plain = unicodedata.normalize("NFKD", text)
    letters = (letter for letter in plain if not unicodedata.combining(letter))
    return "".join(letters).encode("ascii", "replace")


def _hundredths(value: float | None) -> int:
    """A loudness as `bext` counts it; 0x7FFF where there is none (EBU Tech 3285 v2, section 2.3)."""
    return _UNKNOWN if value is None else max(-9999, min(9999, round(value * 100)))
