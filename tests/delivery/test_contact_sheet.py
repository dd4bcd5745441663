"""The contact sheet fits any text into its room, in time that does not grow with the text."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from v2a_plugin.delivery.sheet import fitted

LETTER = 7.0


def width(text: str) -> float:
    return LETTER * len(text)


@given(text=st.text(max_size=80), room=st.floats(LETTER, 500))
def test_as_much_is_kept_as_fits(text: str, room: float) -> None:
    shown = fitted(text, room, width)
    assert width(shown) <= room
    if shown != text:
        kept = shown.removesuffix("…")
        assert text.startswith(kept)
        assert width(text[: len(kept) + 1] + "…") > room or len(kept) == len(text)


def test_a_long_text_costs_no_more_than_a_page_of_it() -> None:
    measured = 0

    def counting(text: str) -> float:
        nonlocal measured
        measured += len(text)
        return width(text)

    for letters in (8_000, 800_000):
        measured = 0
        assert fitted("x" * letters, 700, counting) == "x" * 99 + "…"
        assert measured < 5_000
