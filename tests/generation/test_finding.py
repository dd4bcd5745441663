"""Which finds fit what is asked for: by category, by a word of the caption that won, else only the near ones."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest

from v2a_plugin.generation.finding import fits, query_for
from v2a_plugin.model.embeddings import Conditioning, Why, unit
from v2a_plugin.model.sound import Tag
from v2a_plugin.model.time import Span
from v2a_plugin.sources.library.library_records import Find, FindReason, Labels

VECTOR = unit(np.ones(4))
CROWD = Conditioning(
    VECTOR, VECTOR, "sounds", Why("bridge", captions=(Tag("a crowd of people talking", 0.5), Tag("a restaurant", 0.3)))
)


@pytest.mark.parametrize(
    ("why", "fitting"),
    [
        (FindReason(("crowd",), "", 0.5, 0.28), True),
        (FindReason(("crowd",), "", 0.6, 0.3), False),
        (FindReason(("restaurant",), "", 0.5, 0.28), False),  # a word of another caption
        (FindReason((), "", 0.5, 0.28), False),
        (FindReason((), "", 0.3, 0.28), True),
        (FindReason((), "CRWDWalla", 0.5, 0.5), True),
        (FindReason((), "CRWDWalla", None, None), True),
        (FindReason((), "", None, None), False),
    ],
)
def test_what_fits(why: FindReason, fitting: bool) -> None:
    span = Span(Fraction(0), Fraction(1))
    assert fits(Find("mine", Path("a.wav"), span, "0", 48_000, 1, Labels(), why, 1.0), CROWD) == fitting


def test_the_categories_of_all_captions_are_asked_for_the_first_one_first() -> None:
    query = query_for(CROWD)
    assert (query.category, query.other_categories) == ("CRWDWalla", ("AMBRest",))
