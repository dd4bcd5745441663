"""The contact sheet: all takes of a region on one picture, to choose by eye before listening."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from jaxtyping import UInt8
from PIL import Image, ImageDraw, ImageFont

from v2a_plugin.delivery.spectrogram import mel_image, peaks
from v2a_plugin.files import replacing
from v2a_plugin.model.sound import Levels
from v2a_plugin.model.takes import RenderedTake, Take
from v2a_plugin.model.time import Span, Timecode, clock, index_at
from v2a_resources import font_path

__all__ = ["SheetHead", "span_line", "write_sheet"]

_WIDTH = 1600
_MARGIN = 28
_HEAD = 236
_ROW = 196
_GAP = 14
_LABELS = 236
_TAGS = 300
_PLOTS = _WIDTH - 2 * _MARGIN - _LABELS - _TAGS - 2 * 24

_PAPER = (22, 23, 27)
_PANEL = (32, 34, 40)
_INK = (236, 236, 238)
_SOFT = (164, 168, 178)
_WAVE = (122, 196, 255)
_HANDLE = (58, 62, 74)
_ACCENT = (255, 190, 92)
_WARN = (255, 138, 120)

_LETTERS = 2_000  # more than the widest line has room for


@dataclass(frozen=True, slots=True, eq=False)
class SheetHead:
    """What stands above the takes.

    Attributes:
        title: The region's name.
        subtitle: The file, or the words when there is no picture.
        lines: Facts, one a line (span, bundle, prompt); the first ones are the most important.
        thumbnails: Frames of the region, in order; may be empty.
    """

    title: str
    subtitle: str
    lines: tuple[str, ...]
    thumbnails: tuple[UInt8[np.ndarray, "height width 3"], ...] = ()


def write_sheet(head: SheetHead, takes: Sequence[RenderedTake], path: Path) -> None:
    """Draw the sheet and write it as PNG, whole or not at all."""
    image = draw_sheet(head, takes)
    with replacing(path) as temporary:
        image.save(temporary, format="PNG", compress_level=1)


def draw_sheet(head: SheetHead, takes: Sequence[RenderedTake]) -> Image.Image:
    """One row a take: name, score and levels, waveform over mel spectrogram, heard-as tags."""
    image = Image.new("RGB", (_WIDTH, _HEAD + len(takes) * (_ROW + _GAP) + _MARGIN), _PAPER)
    draw = ImageDraw.Draw(image)
    _draw_head(image, draw, head)
    best = max((item.take.score for item in takes), default=0.0)
    for number, item in enumerate(takes, 1):
        top = _HEAD + (number - 1) * (_ROW + _GAP)
        draw.rounded_rectangle((_MARGIN, top, _WIDTH - _MARGIN, top + _ROW), 10, fill=_PANEL)
        _draw_plots(image, draw, item, top)
        _draw_labels(draw, item, number, top, item.take.score == best and len(takes) > 1)
        _draw_tags(draw, item, top)
    return image


def _draw_head(image: Image.Image, draw: ImageDraw.ImageDraw, head: SheetHead) -> None:
    right = _WIDTH - _MARGIN
    for frame in reversed(head.thumbnails):
        picture = Image.fromarray(frame)
        picture.thumbnail((300, 176))
        right -= picture.width
        image.paste(picture, (right, _MARGIN))
        right -= 10
    room = right - _MARGIN
    _text(draw, (_MARGIN, 26), head.title, 34, _INK, room)
    _text(draw, (_MARGIN, 72), head.subtitle, 20, _ACCENT, room)
    for number, line in enumerate(head.lines[:4]):
        _text(draw, (_MARGIN, 108 + number * 27), line, 18, _SOFT, room)


def _draw_labels(draw: ImageDraw.ImageDraw, item: RenderedTake, number: int, top: int, best: bool) -> None:
    take, left = item.take, _MARGIN + 18
    _text(draw, (left, top + 14), f"Take {number}", 26, _INK, _LABELS)
    if best:
        draw.rounded_rectangle((left + 96, top + 18, left + 156, top + 42), 6, fill=_ACCENT)
        _text(draw, (left + 106, top + 20), "best", 16, _PAPER, 60)
    _text(draw, (left, top + 54), f"score {take.score:.3f}", 19, _INK, _LABELS)
    _draw_origin(draw, take, left, top + 82)
    for row, line in enumerate(_level_lines(take.levels)):
        _text(draw, (left, top + 106 + row * 22), line, 16, _SOFT, _LABELS)
    if take.silent:
        _text(draw, (left, top + 170), "silent", 16, _WARN, _LABELS)
    elif take.retries:
        _text(draw, (left, top + 170), f"after {take.retries} silent", 16, _WARN, _LABELS)


def _draw_origin(draw: ImageDraw.ImageDraw, take: Take, left: int, top: int) -> None:
    """A sign and a word: a microphone for a recording, a wave for what a model made; and which."""
    recording, middle = take.recipe.credited, top + 10
    _text(draw, (left + 22, top), f"{take.origin}, seed {take.recipe.seed}", 16, _SOFT, _LABELS - 22)
    if recording is None:
        points = [(left + step, middle - 6 * math.sin(step / 14 * 2 * math.pi)) for step in range(15)]
        draw.line(points, fill=_WAVE, width=2)
        return
    draw.rounded_rectangle((left + 4, top + 1, left + 10, top + 11), 3, fill=_ACCENT)
    draw.arc((left + 1, top + 4, left + 13, top + 15), 0, 180, fill=_ACCENT, width=2)
    draw.line((left + 7, top + 15, left + 7, top + 19), fill=_ACCENT, width=2)
    credit = " · ".join(filter(None, (recording.title or recording.path.stem, recording.terms, recording.library)))
    _text(draw, (left - 18 + _LABELS + 24 + 90, top + 4), credit, 13, _INK, _PLOTS - 96)


def _draw_plots(image: Image.Image, draw: ImageDraw.ImageDraw, item: RenderedTake, top: int) -> None:
    left, wave_height, mel_height = _MARGIN + _LABELS + 24, 60, 100
    take, sound = item.take, item.sound
    middle = top + 14 + wave_height // 2
    span, used = take.rendered, take.used
    for part in (Span(span.start, used.start) if span.start < used.start else None,
                 Span(used.end, span.end) if used.end < span.end else None):  # fmt: skip
        if part is not None:
            a, b = (left + index_at((end - span.start) / span.duration, _PLOTS) for end in (part.start, part.end))
            draw.rectangle((a, top + 14, b, top + 14 + wave_height), fill=_HANDLE)
    scale = wave_height / 2 / max(0.05, float(np.abs(sound.samples).max(initial=0)))
    for column, (low, high) in enumerate(peaks(sound.folded(), _PLOTS).tolist()):
        draw.line((left + column, middle - high * scale, left + column, middle - low * scale), fill=_WAVE)
    picture = Image.fromarray(mel_image(sound, _PLOTS, mel_height, take.recipe.generator_rate / 2))
    image.paste(picture, (left, top + 24 + wave_height))
    top_label = f"{take.recipe.generator_rate / 2000:g} kHz"
    _text(draw, (left + 6, top + 27 + wave_height), top_label, 13, _INK, 80)


def _draw_tags(draw: ImageDraw.ImageDraw, item: RenderedTake, top: int) -> None:
    left = _WIDTH - _MARGIN - _TAGS
    _text(draw, (left, top + 14), "heard as" if item.take.heard_as else "heard as nothing sure", 16, _SOFT, _TAGS)
    for row, tag in enumerate(item.take.heard_as[:4]):
        y = top + 40 + row * 37
        _text(draw, (left, y), tag.label, 18, _INK, _TAGS - 76)
        _text(draw, (left + _TAGS - 66, y), f"{tag.score:.2f}", 16, _SOFT, 60)
        length = max(0.0, min(1.0, tag.score)) * (_TAGS - 20)
        draw.rectangle((left, y + 25, left + _TAGS - 20, y + 28), fill=_HANDLE)
        draw.rectangle((left, y + 25, left + length, y + 28), fill=_ACCENT)


def _level_lines(levels: Levels) -> tuple[str, ...]:
    loudness = "too short or quiet for LUFS" if levels.integrated_lufs is None else f"{levels.integrated_lufs:.1f} LUFS"
    return (loudness, f"peak {levels.true_peak_dbtp:.1f} dBTP", f"rms {levels.rms_dbfs:.1f} dBFS")


def span_line(used: Span, start: Timecode | None, handle_label: str) -> str:
    """The span as timecode when the file has one, with its length."""
    if start is None:
        place = str(used)
    else:
        ends = (
            Timecode.at(used.start + start.seconds, start.rate, start.drop),
            Timecode.at(used.end + start.seconds, start.rate, start.drop),
        )
        place = f"{ends[0]} – {ends[1]}"
    return f"{place}   length {clock(used.duration)}{handle_label}"


def _text(
    draw: ImageDraw.ImageDraw, at: tuple[int, int], text: str, size: int, ink: tuple[int, int, int], room: int
) -> None:
    """One line, cut with an ellipsis where it does not fit."""
    font = ImageFont.truetype(str(font_path()), size)
    draw.text(
        at, fitted(" ".join(text.split()), room, lambda part: draw.textlength(part, font=font)), font=font, fill=ink
    )


def fitted(text: str, room: float, length: Callable[[str], float]) -> str:
    """A text, cut with an ellipsis where it is longer than the room.

    Halves what is in question with each measurement, and never measures more than `_LETTERS`: measuring a text takes
    as long as the text is.

    Args:
        text: One line.
        room: Pixels that there are.
        length: Pixels that a text takes; grows with every letter.
    """
    if len(text) <= _LETTERS and length(text) <= room:
        return text
    low, high = 0, min(len(text), _LETTERS)
    while low < high:
        middle = (low + high + 1) // 2
        low, high = (middle, high) if length(text[:middle] + "…") <= room else (low, middle - 1)
    return text[:low] + "…"
