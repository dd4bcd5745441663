from __future__ import annotations

import json
import math
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from v2a_plugin.model.bundle_lock import Lock, LockedFile
from v2a_plugin.model.errors import BadInput
from v2a_plugin.model.recipe import MediaReference, Precision, Recipe, SamplerName, Settings, Spacing
from v2a_plugin.model.serial import build, from_json, one_line, parse, plain, to_json
from v2a_plugin.model.sound import Levels
from v2a_plugin.model.time import Span, Timecode

fractions = st.fractions(min_value=0, max_value=100_000, max_denominator=1_000_000)
texts = st.text(st.characters(exclude_categories=["Cs"]), max_size=30)
settings = st.builds(
    Settings,
    prompt=texts,
    negative=texts,
    prompt_weight=st.floats(0, 1),
    mapper=texts,
    mapper_steps=st.integers(1, 1000),
    mapper_guidance=st.floats(0, 100),
    steps=st.integers(1, 1000),
    guidance=st.floats(0, 100),
    scheduler=st.sampled_from(SamplerName),
    frames=st.integers(1, 100),
    spacing=st.sampled_from(Spacing),
)
rates = st.sampled_from([Fraction(24), Fraction(25), Fraction(24000, 1001), Fraction(30000, 1001)])
recipes = st.builds(
    Recipe,
    media=st.none() | st.builds(MediaReference, path=st.just(Path("größe/das ist 電影.mp4")), fingerprint=texts),
    used=st.builds(lambda start, length: Span(start, start + length + Fraction(1, 48000)), fractions, fractions),
    handle=fractions,
    rate=rates,
    timecode=st.none() | st.builds(Timecode, st.integers(0, 10**7), st.just(Fraction(30000, 1001)), st.booleans()),
    settings=settings,
    seed=st.integers(0, 2**63 - 1),
    bundle=texts,
    lock_digest=texts,
    mapper_digest=texts,
    device=st.just("cpu"),
    precision=st.sampled_from(Precision),
    threads=st.integers(1, 64),
    batch=st.integers(1, 8),
    generator_rate=st.just(16000),
    versions=st.lists(st.tuples(texts, texts), max_size=3).map(tuple),
)


@given(recipes)
def test_a_recipe_loads_back_equal(recipe: Recipe) -> None:
    assert from_json(Recipe, to_json(recipe)) == recipe


def test_the_text_is_json_that_people_can_read() -> None:
    lock = Lock("mini", (("visual", "abc"),), (LockedFile("clap/config.json", 12, "00"),))
    assert json.loads(to_json(lock))["files"] == [{"path": "clap/config.json", "size": 12, "sha256": "00"}]


def test_silence_has_a_level() -> None:
    levels = Levels(None, -math.inf, -math.inf, -math.inf)
    assert from_json(Levels, to_json(levels)) == levels


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("", "not JSON"),
        ("[]", "no object"),
        ("{", "not JSON"),
        ("[" * 100_000, "not JSON"),
        ('{"bundle": 3}', "Lock.bundle cannot be 3"),
        ('{"bundle": "mini", "extra": 1}', "unknown entry 'extra'"),
        ("{}", "lacks 'bundle'"),
        ('{"bundle": "mini", "files": [{"path": "a", "size": true, "sha256": ""}]}', r"files\[0\].size cannot be true"),
        ('{"bundle": "mini", "revisions": [["a"]]}', "1 items, not 2"),
    ],
)
def test_text_of_another_shape_is_one_sentence(text: str, says: str) -> None:
    with pytest.raises(BadInput, match=says) as caught:
        from_json(Lock, text, "lock.json")
    assert caught.value.message.startswith("lock.json ")


def test_a_value_out_of_range_is_one_sentence() -> None:
    with pytest.raises(BadInput, match="holds a bad value"):
        from_json(Span, '{"start": "2", "end": "1"}')
    with pytest.raises(BadInput, match="cannot be '1/0'"):
        from_json(Span, '{"start": "1/0", "end": "1"}')


@given(recipes)
def test_one_terse_line_loads_back_equal(recipe: Recipe) -> None:
    line = one_line(plain(recipe, terse=True))
    assert len(line.splitlines()) <= 1
    assert build(Recipe, parse(line)) == recipe


def test_a_line_is_one_line_of_utf8_whatever_it_says() -> None:
    text = "a\nb\r\u2028\u2029\x85\x1c\ud800 é 電"
    line = one_line({"note": text})
    assert len(line.splitlines()) == 1
    assert "é 電" in line
    line.encode("utf-8")
    assert parse(line) == {"note": text}


def test_defaults_are_left_out_of_a_terse_value() -> None:
    assert plain(Lock("mini"), terse=True) == {"bundle": "mini"}


@pytest.mark.parametrize("text", ['{"start": "1e99999999", "end": "1"}', '{"start": "0", "end": 1e999}'])
def test_numbers_that_would_fill_the_memory_are_refused(text: str) -> None:
    with pytest.raises(BadInput, match="cannot be"):
        from_json(Span, text)
    with pytest.raises(BadInput, match="cannot be"):
        from_json(
            Levels, f'{{"integrated_lufs": {"9" * 400}, "true_peak_dbtp": 0, "sample_peak_dbfs": 0, "rms_dbfs": 0}}'
        )


@dataclass(frozen=True, slots=True)
class Sheet:
    words: str
    number: int
    level: float
    parts: tuple[Sheet | Empty | Sole | Precision | Fraction | Path | bool | None, ...]


@dataclass(frozen=True, slots=True)
class Empty:
    pass


@dataclass(frozen=True, slots=True)
class Sole:
    one: list[str]


_LEAVES = (
    st.none() | st.booleans() | st.builds(Empty) | st.sampled_from(Precision) | st.fractions()
    | st.builds(Sole, st.lists(st.text())) | st.builds(Path, st.text("aé/ .", min_size=1))
)  # fmt: skip
_SHEETS = st.recursive(
    _LEAVES,
    lambda inner: st.builds(Sheet, st.text(), st.integers(), st.floats(), st.lists(inner, max_size=4).map(tuple)),
)


@given(_SHEETS | recipes)
def test_the_text_is_what_json_itself_writes(value: object) -> None:
    assert to_json(value) == json.dumps(plain(value), ensure_ascii=False, indent=2, allow_nan=False) + "\n"


@pytest.mark.parametrize("value", [object(), {"a": 1}, Sole([{1}])])  # type: ignore[list-item]
def test_what_has_no_form_is_refused(value: object) -> None:
    with pytest.raises(TypeError, match="has no JSON form"):
        to_json(value)
