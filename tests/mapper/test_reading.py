"""What is understood of a prompt, by a real text tower and by made-up ones."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

import v2a_resources
from v2a_plugin.encoders.clap import ClapEncoder, load_clap
from v2a_plugin.encoders.protocols import AudioEncoder, Spelling, SpellsWords
from v2a_plugin.encoders.yamnet import YamnetEncoder
from v2a_plugin.mapper.prompts import Words, condition, read_words
from v2a_plugin.mapper.protocol import Mapped
from v2a_plugin.mapper.reading import in_english, normalised, read_text
from v2a_plugin.model.config import PartSource, Runtime
from v2a_plugin.model.embeddings import unit
from v2a_plugin.model.errors import BadInput
from v2a_plugin.model.recipe import Reading, Settings
from v2a_plugin.model.serial import from_json, to_json
from v2a_plugin.model.sound import Sound
from v2a_plugin.plugins.facade import load_plugins
from v2a_plugin.testing.towers import tiny_clap_folder
from v2a_plugin.zoo.bundle import open_folder


@pytest.fixture(scope="module")
def mini() -> AudioEncoder:
    bundle = open_folder(v2a_resources.bundle_path("mini"))
    return load_plugins(disabled=["*"]).audio_encoder(bundle.audio.kind)(bundle.audio, Runtime())


@pytest.fixture(scope="module")
def tiny(tmp_path_factory: pytest.TempPathFactory) -> ClapEncoder:
    folder = tiny_clap_folder(tmp_path_factory.mktemp("tiny"))
    return load_clap(PartSource("clap", folder, space_out="tiny-clap"), Runtime())


def towards(words: Words) -> np.ndarray:
    assert words.towards is not None
    return words.towards


def vector(encoder: AudioEncoder, prompt: str) -> np.ndarray:
    return towards(read_words(encoder, Settings(prompt=prompt)))


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("  Dog   BARKING!! ", "dog barking"),
        ("dog,barking…", "dog barking"),
        ("“dog-barking”", "dog barking"),
        ("ｄｏｇ\u00a0ｂａｒｋｉｎｇ", "dog barking"),
        ("dog\u200bbarking\x00", "dogbarking"),
        ("the dog’s ball", "the dog's ball"),
        ("'dog'", "dog"),
        ("door🎬slam", "door 🎬 slam"),
        ("👍🏽 ☔️", "👍 ☔"),
        ("... !?", ""),
        ("Straße", "straße"),
    ],
)
def test_case_space_form_and_punctuation_are_normalised(typed: str, read: str) -> None:
    assert normalised(typed) == read


@given(st.text(max_size=60))
def test_what_is_normalised_stays(text: str) -> None:
    assert normalised(normalised(text)) == normalised(text)


@given(st.lists(st.sampled_from(["dog", "barking", "door", "rain"]), min_size=1, max_size=5), st.data())
def test_punctuation_around_words_changes_nothing(words: list[str], data: st.DataObject) -> None:
    marks = st.text("!?.,;:-–—()[]\"' \t\n", min_size=1, max_size=3).map(lambda mark: f" {mark}")
    typed = "".join(word.upper() + data.draw(marks) for word in words)
    assert normalised(typed) == " ".join(words)


@pytest.mark.parametrize(
    "typed", ["DOG barking", "dog barking!", "  dog, barking. ", "ｄｏｇ barking", "dog – barking"]
)
def test_the_vector_is_that_of_the_words(mini: AudioEncoder, typed: str) -> None:
    np.testing.assert_allclose(vector(mini, typed), mini.embed_text(["dog barking"])[0], atol=1e-6)


@pytest.mark.parametrize("strange", ["犬", "собака", "كلب", "🎬", "🐕🐕", "qzxv", "Bahnhofsklo"])
def test_what_is_unknown_is_named_and_does_not_drag_the_sound(mini: AudioEncoder, strange: str) -> None:
    words = read_words(mini, Settings(prompt=f"dog barking {strange}"))
    np.testing.assert_allclose(towards(words), mini.embed_text(["dog barking"])[0], atol=1e-6)
    [notice] = words.notices
    assert normalised(strange).split()[0] in notice


@pytest.mark.parametrize("strange", ["犬", "собака лает", "🎬", "🎬 🐕", "...", "?!", "qzxv"])
def test_a_prompt_of_nothing_else_is_left_out_or_refused(mini: AudioEncoder, strange: str) -> None:
    words = read_words(mini, Settings(prompt=strange, prompt_weight=0.9))
    [notice] = words.notices
    assert strange in notice
    mapped = Mapped(unit(np.ones(128, dtype=np.float32)))
    np.testing.assert_array_equal(condition(words, mapped).positive, mapped.vector)
    with pytest.raises(BadInput, match="knows no word of the prompt"):
        condition(words)


def test_a_negative_prompt_of_nothing_known_is_none(mini: AudioEncoder) -> None:
    words = read_words(mini, Settings(prompt="dog", negative="🎬"))
    np.testing.assert_allclose(words.away, mini.embed_text([""])[0], atol=1e-6)
    assert "negative prompt" in words.notices[0]


@pytest.mark.parametrize(
    ("german", "english"),
    [
        ("Schritte auf Kies", "footsteps on gravel"),
        ("knarrende TÜR", "creaking door"),
        ("knarrende Tu\u0308r", "creaking door"),
        ("Hundegebell und Regen", "dog barking and rain"),
    ],
)
def test_german_words_of_sounds_are_put_into_english(mini: AudioEncoder, german: str, english: str) -> None:
    words = read_words(mini, Settings(prompt=german))
    np.testing.assert_allclose(towards(words), mini.embed_text([english])[0], atol=1e-6)
    assert english in words.notices[0]


def test_english_is_left_as_it_is() -> None:
    for label in v2a_resources.labels_path().read_text(encoding="utf-8").splitlines():
        words = normalised(label).split()
        assert in_english(words) == words
    assert in_english(["im", "das"]) == ["im", "das"]


def test_words_beyond_the_encoders_end_are_named(mini: AudioEncoder) -> None:
    assert isinstance(mini, YamnetEncoder)
    typed = [
        f"{name} {thing}" for name in ("dog", "door", "bell") for thing in ("barking", "closing", "ringing", "rain")
    ]
    text = " ".join(typed * 3)
    read = read_text(mini, text)
    assert f"{read.text} {' '.join(read.beyond)}" == normalised(text)
    assert sum(each.pieces for each in mini.spell(read.text.split())) <= mini.room
    inside, outside = (
        mini.tokenizer([words], max_length=999)["input_ids"].shape[1]
        for words in (read.text, f"{read.text} {read.beyond[0]}")
    )
    assert inside <= mini.max_tokens < outside
    [notice] = read_words(mini, Settings(prompt=text)).notices
    assert " ".join(read.beyond) in notice
    assert "too long" in notice


def test_a_text_as_long_as_there_is_room_for_is_complete(tiny: ClapEncoder) -> None:
    assert isinstance(tiny, SpellsWords)
    assert tiny.room == 62
    assert read_text(tiny, "a" * 61).beyond == ()  # and the space before it
    assert read_text(tiny, f"{'a' * 30} {'b' * 31}").beyond == ("b" * 31,)


def test_an_encoder_that_tells_nothing_apart_is_not_asked_what_it_knows(tiny: ClapEncoder) -> None:
    assert read_text(tiny, "a dog and 犬").unknown == ()


class Pieces:
    """An encoder of few words, whose tokenizer has a piece for whatever else."""

    clap_space, width, room = "clap", 8, 4

    def embed_text(self, texts: Sequence[str]) -> np.ndarray:
        return np.concatenate([unit(np.random.default_rng(len(text)).standard_normal((1, 8))) for text in texts])

    def embed_sounds(self, sounds: Sequence[Sound]) -> np.ndarray:
        raise NotImplementedError

    def spell(self, words: Sequence[str]) -> tuple[Spelling, ...]:
        return tuple(Spelling(1, unknown=word == "xylophone") for word in words)


def test_the_tokenizers_own_unknown_piece_counts() -> None:
    read = read_text(Pieces(), "a xylophone in a quiet small room")
    assert (read.text, read.unknown, read.beyond) == ("a in a quiet", ("xylophone",), ("small", "room"))


def test_older_recipes_read_letter_by_letter(mini: AudioEncoder) -> None:
    older = from_json(Settings, to_json(Settings(prompt="Dog!")).replace(',\n  "reading": "understood"', ""))
    assert older.reading is Reading.TYPED
    np.testing.assert_allclose(towards(read_words(mini, older)), mini.embed_text(["Dog!"])[0], atol=1e-6)


@pytest.mark.parametrize("reading", Reading)
@pytest.mark.parametrize("guidance", [0.0, 0.5, 0.999])
def test_guidance_below_one_is_refused(mini: AudioEncoder, guidance: float, reading: Reading) -> None:
    settings = replace(Settings(prompt="dog", negative="rain"), guidance=guidance, reading=reading)
    with pytest.raises(BadInput, match="from 1 to 100"):
        read_words(mini, settings)


def test_a_negative_prompt_without_guidance_is_said_to_do_nothing(mini: AudioEncoder) -> None:
    assert "does nothing" in read_words(mini, Settings(prompt="dog", negative="rain", guidance=1)).notices[0]
    assert read_words(mini, Settings(prompt="dog", negative="rain", guidance=1.5)).notices == ()
    assert read_words(mini, Settings(prompt="dog", guidance=1)).notices == ()


def test_the_table_of_german_words_is_normalised() -> None:
    path: Path = v2a_resources.german_path()
    lines = [line for line in path.read_text(encoding="utf-8").splitlines() if not line.startswith("#")]
    pairs = [tuple(line.split(" = ")) for line in lines]
    assert len({german for german, _ in pairs}) == len(pairs)
    for german, english in pairs:
        assert normalised(german) == german
        assert len(german.split()) == 1
        assert normalised(english) == english
        assert english.isascii()
