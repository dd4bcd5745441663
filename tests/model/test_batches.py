"""Every item stands at its own place, in as few batches as that takes."""

from __future__ import annotations

from collections import Counter

from hypothesis import given
from hypothesis import strategies as st

from v2a_plugin.model.batches import batches


@given(
    st.integers(1, 8).flatmap(lambda size: st.tuples(st.just(size), st.lists(st.integers(0, size - 1), max_size=30)))
)
def test_every_item_is_at_its_place_once(case: tuple[int, list[int]]) -> None:
    size, places = case
    made = batches(places, size)
    assert all(len(batch) == size for batch in made)
    at_home = [item for batch in made for place, item in enumerate(batch) if places[item] == place]
    assert sorted(at_home) == list(range(len(places)))
    assert len(made) == max(Counter(places).values(), default=0)


def test_takes_in_a_row_fill_their_batches() -> None:
    assert batches([0, 1, 2, 3, 0, 1], 4) == ((0, 1, 2, 3), (4, 5, 4, 4))
    assert batches([2], 4) == ((0, 0, 0, 0),)
