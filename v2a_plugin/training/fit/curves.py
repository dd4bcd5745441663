"""The curves of a training as a picture."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from PIL import Image, ImageDraw, ImageFont

from v2a_plugin.files import replacing
from v2a_plugin.training.fit.training_state import Story
from v2a_resources import font_path

__all__ = ["write_curves"]

_WIDTH, _HEIGHT, _MARGIN, _TOP = 560, 360, 64, 56
_INK, _GRID, _PAPER = "#1c2128", "#d8dde3", "#ffffff"
_COLOURS = ("#1f6feb", "#c2410c", "#15803d", "#7c3aed")


@dataclass(frozen=True, slots=True)
class Plot:
    """One diagram.

    Attributes:
        title: What it shows.
        along: Name of the horizontal axis.
        curves: Pairs (name, points).
    """

    title: str
    along: str
    curves: tuple[tuple[str, tuple[tuple[float, float], ...]], ...]


def write_curves(path: Path, story: Story) -> None:
    """Draw loss, held-out cosine, retrieval, and the loss by noise level, side by side.

    Raises:
        OutputError: The disk is full, or the folder may not be written.
    """
    plots = [plot for plot in _plots(story) if any(points for _, points in plot.curves)]
    sheet = Image.new("RGB", (_WIDTH * max(1, len(plots)), _HEIGHT), _PAPER)
    draw = ImageDraw.Draw(sheet)
    for number, plot in enumerate(plots):
        _draw(draw, plot, number * _WIDTH)
    with replacing(path) as temporary:
        sheet.save(temporary)


def _plots(story: Story) -> tuple[Plot, ...]:
    checks = story.checks
    cosine = tuple((float(c.step), c.metrics.cosine) for c in checks)
    recall = tuple(
        (f"R@{rank}", tuple((float(c.step), getattr(c.metrics, f"recall_{rank}")) for c in checks)) for rank in (1, 5)
    )
    chance = tuple((float(c.step), c.metrics.chance_1) for c in checks)
    last = checks[-1].metrics.levels if checks else ()
    return (
        Plot("Training loss", "step", (("loss", tuple((float(p.step), p.loss) for p in story.points)),)),
        Plot("Held-out pairs: cosine", "step", (("cosine", cosine),)),
        Plot("Held-out pairs: retrieval", "step", (*recall, ("R@1 by chance", chance))),
        Plot("Held-out loss by noise level", "noise step", (("loss", tuple((float(x.step), x.loss) for x in last)),)),
    )


def _draw(draw: ImageDraw.ImageDraw, plot: Plot, left: int) -> None:
    points = [point for _, curve in plot.curves for point in curve if math.isfinite(point[1])]
    (low_x, high_x), (low_y, high_y) = (_range([point[axis] for point in points]) for axis in (0, 1))
    font, bold = (ImageFont.truetype(str(font_path()), size) for size in (14, 18))
    box = (left + _MARGIN, _TOP, left + _WIDTH - 24, _HEIGHT - 48)

    def place(x: float, y: float) -> tuple[float, float]:
        return (
            box[0] + (x - low_x) / (high_x - low_x) * (box[2] - box[0]),
            box[3] - (y - low_y) / (high_y - low_y) * (box[3] - box[1]),
        )

    digits = max(2, -math.floor(math.log10((high_y - low_y) / 4)))  # so many that no two lines are called the same
    draw.text((box[0], 12), plot.title, _INK, bold)
    for part in range(5):
        y = low_y + (high_y - low_y) * part / 4
        draw.line((place(low_x, y), place(high_x, y)), _GRID)
        draw.text((box[0] - 8, place(low_x, y)[1]), f"{y:.{digits}f}", _INK, font, "rm")
    for x, anchor in ((low_x, "la"), (high_x, "ra")):
        draw.text((place(x, low_y)[0], box[3] + 8), f"{x:g}", _INK, font, anchor)
    draw.text(((box[0] + box[2]) / 2, box[3] + 8), plot.along, _INK, font, "ma")
    for number, (name, curve) in enumerate(plot.curves):
        colour = _COLOURS[number % len(_COLOURS)]
        dots = [place(*point) for point in curve if math.isfinite(point[1])]
        if len(dots) > 1:
            draw.line(dots, colour, 2, "curve")
        for x, y in dots[:1] if len(dots) > 60 else dots:
            draw.ellipse((x - 2, y - 2, x + 2, y + 2), colour)
        if len(plot.curves) > 1:
            draw.text((box[0] + 8 + 120 * number, _TOP - 16), name, colour, font)


def _range(values: Sequence[float]) -> tuple[float, float]:
    """Ends of an axis, never the same."""
    low, high = (min(values), max(values)) if values else (0.0, 1.0)
    return (low, high) if high > low else (low - 0.5, high + 0.5)
