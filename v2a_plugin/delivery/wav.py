"""Write one 48 kHz 24-bit WAV a take, its recipe beside it."""

from __future__ import annotations

import io
import math
from pathlib import Path

import numpy as np
import soundfile
import soxr
from jaxtyping import Float32

from v2a_plugin.delivery.bwf import with_ixml
from v2a_plugin.delivery.ixml import source_ixml
from v2a_plugin.delivery.package import Package
from v2a_plugin.delivery.protocol import Delivery, DeliveryRequest, Exporter
from v2a_plugin.delivery.provenance import source_type
from v2a_plugin.model.channels import LAYOUTS
from v2a_plugin.model.progress import Progress, Steps
from v2a_plugin.model.serial import to_json
from v2a_plugin.model.takes import RenderedTake

__all__ = ["write"]

RATE = 48_000
"""Samples a second of every file: what picture is cut with."""

_CEILING = 10 ** (-1 / 20)
"""Where the peak of a file goes that would have clipped: -1 dBFS."""


def write(exporter: Exporter, request: DeliveryRequest, folder: Path) -> Steps[Delivery]:
    """Write `take-1.wav`, `take-1.recipe.json` and so on, handles included; `Package` says what happens to an older delivery.

    A take with samples beyond full scale is turned down as a whole to a sample peak of -1 dBFS, and a note says so.

    Raises:
        OutputError: The disk is full, or the folder may not be written.
    """
    total = len(request.takes)
    with Package(exporter.name, request, folder) as package:
        for number, rendered in enumerate(request.takes, start=1):
            yield Progress("writing takes", number - 1, total)
            name = f"take-{number:0{len(str(total))}d}"
            samples, loss = _within_full_scale(_at_delivery_rate(rendered))
            if loss:
                package.note(f"{name}.wav was turned down by {loss:.1f} dB, because it would have clipped.")
            source = source_type([rendered.take.recipe])
            package.write(f"{name}.wav", with_ixml(_encoded(samples), source_ixml(source)), source)
            package.write(f"{name}.recipe.json", to_json(rendered.take.recipe.without_folders()))
        yield Progress("writing takes", total, total)
    return package.delivery


def _at_delivery_rate(rendered: RenderedTake) -> Float32[np.ndarray, "sample channel"]:
    """All channels at 48 kHz, exactly as many samples as the rendered span has."""
    samples, length = rendered.sound.samples.T, rendered.take.rendered.samples(RATE)
    if rendered.sound.rate != RATE:
        samples = soxr.resample(samples, rendered.sound.rate, RATE, quality="VHQ")
    exact = np.zeros((length, rendered.sound.channels), np.float32)
    exact[: min(length, len(samples))] = samples[:length]
    return exact


def _within_full_scale(
    samples: Float32[np.ndarray, "sample channel"],
) -> tuple[Float32[np.ndarray, "sample channel"], float]:
    """The samples inside ±1, and by how many dB they were turned down for it."""
    peak = float(np.abs(samples).max())
    if peak <= 1:
        return samples, 0.0
    return samples * np.float32(_CEILING / peak), 20 * math.log10(peak / _CEILING)


def _encoded(samples: Float32[np.ndarray, "sample channel"]) -> bytes:
    """A WAV file in memory, so that a full disk is met by the writer of the package and not inside libsndfile."""
    buffer, channels = io.BytesIO(), samples.shape[1]
    soundfile.write(buffer, samples, RATE, subtype="PCM_24", format="WAV" if channels < 3 else "WAVEX")
    if channels > 2:  # libsndfile has no masks for some numbers of channels, and another one for eight
        buffer.seek(buffer.getvalue().index(b"fmt ") + 28)
        buffer.write(LAYOUTS[channels].mask.to_bytes(4, "little"))
    return buffer.getvalue()
