"""Painting takes no references from None: PySide6 6.12.0 does with every call, and ends a Python 3.11 after minutes."""

from __future__ import annotations

import gc
import sys
from fractions import Fraction

from tests.gui.conftest import Panel
from v2a_gui.views.timeline.layout import Scale


def test_painting_everything_many_times_leaves_none_alone(opened: Panel) -> None:
    window = opened.window
    clip = window.session.timeline.picture[0]  # type: ignore[union-attr]
    opened.add_takes(clip.region, 2)
    assert window.session.place(window.session.takes(clip.region.id)[0])
    window.timeline.canvas.set_scale(Scale(Fraction(0), 50.0))
    window.player.marks(Fraction(1), Fraction(2))
    window.grab()
    gc.collect()  # what other tests left behind lets go of None too
    before = sys.getrefcount(None)
    for _ in range(100):
        window.grab()
    gc.collect()
    assert abs(sys.getrefcount(None) - before) < 1000  # each grab makes dozens of such calls
