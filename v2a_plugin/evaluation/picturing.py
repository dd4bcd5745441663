"""Pictures inside a page: spectrograms, thumbnails, histograms and sounds as text that a browser shows."""

from __future__ import annotations

import base64
import io
from collections.abc import Sequence
from fractions import Fraction
from html import escape
from pathlib import Path

import numpy as np
import soundfile
from jaxtyping import UInt8
from PIL import Image

from v2a_plugin.delivery.spectrogram import mel_image
from v2a_plugin.media.fit import Fit
from v2a_plugin.media.frames import frames_at
from v2a_plugin.media.probe import probe
from v2a_plugin.model.errors import MediaError
from v2a_plugin.model.progress import finish
from v2a_plugin.model.sound import Sound

__all__ = ["histogram", "player", "spectrogram", "thumbnail"]

_WIDTH, _HEIGHT = 420, 110
_TOP = 12_000.0
_THUMBNAIL = 220
_BINS = 16


def player(sound: Sound) -> str:
    """An audio element with the sound inside, 16-bit FLAC; what exceeds full scale is turned down."""
    peak = float(np.abs(sound.samples).max(initial=0.0))
    data = io.BytesIO()
    soundfile.write(data, sound.samples.T / max(1.0, peak), sound.rate, format="FLAC", subtype="PCM_16")
    return f'<audio controls preload="none" src="data:audio/flac;base64,{_base64(data.getvalue())}"></audio>'


def spectrogram(sound: Sound, alt: str) -> str:
    """An image of its spectrogram up to 12 kHz."""
    pixels = mel_image(sound, _WIDTH, _HEIGHT, min(_TOP, sound.rate / 2))
    return _image(pixels, "png", alt)


def thumbnail(path: Path) -> str:
    """A small image of a picture, or of the middle of a video; "" when it cannot be shown."""
    try:
        media = probe(path)
        time = Fraction(0) if media.still else media.duration / 2
        [pixels] = finish(frames_at(media, [time], Fit.within(_THUMBNAIL))).pixels
    except MediaError:
        return ""
    return _image(pixels, "jpeg", path.name)


def histogram(title: str, values: Sequence[float], unit: str) -> str:
    """A drawing of how values are spread, with the median marked; "" without values."""
    data = np.asarray([value for value in values if np.isfinite(value)], dtype=np.float64)
    if not len(data):
        return ""
    low, high = float(data.min()), float(data.max())
    if high - low < 1e-9:
        low, high = low - 0.5, high + 0.5
    counts, edges = np.histogram(data, _BINS, (low, high))
    width, height = 320.0, 90.0
    step = width / _BINS
    bars = "".join(
        f'<rect x="{index * step + 1:.1f}" y="{height - height * count / counts.max():.1f}" width="{step - 2:.1f}" '
        f'height="{height * count / counts.max():.1f}" fill="#3b82b6"><title>{edges[index]:.3g} to {edges[index + 1]:.3g}: {count}'
        "</title></rect>"
        for index, count in enumerate(counts)
    )
    median = (float(np.median(data)) - low) / (high - low) * width
    label = f"{title}, {unit}" if unit else title
    return (
        f'<figure class="spread"><svg viewBox="0 0 {width:.0f} {height + 4:.0f}" role="img" '
        f'aria-label="{escape(label)}">{bars}<line x1="{median:.1f}" x2="{median:.1f}" y1="0" y2="{height:.0f}" stroke="#d9480f"/></svg>'
        f"<div class=ends><span>{low:.3g}</span><span>median {np.median(data):.3g}</span><span>{high:.3g}</span></div>"
        f"<figcaption>{escape(label)}</figcaption></figure>"
    )


def _image(pixels: UInt8[np.ndarray, "height width 3"], form: str, alt: str) -> str:
    data = io.BytesIO()
    Image.fromarray(pixels).save(data, form)
    height, width = pixels.shape[:2]
    return (
        f'<img src="data:image/{form};base64,{_base64(data.getvalue())}" width="{width}" height="{height}" '
        f'alt="{escape(alt)}">'
    )


def _base64(data: bytes) -> str:
    return base64.b64encode(data).decode("ascii")
