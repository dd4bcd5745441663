"""Takes begun from a recording: the same road, with a tiny bundle of random weights and recordings made here."""

from __future__ import annotations

from copy import copy
from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest
import soundfile

from v2a_plugin.delivery.provenance import SourceType, source_type
from v2a_plugin.generation.engine import Engine
from v2a_plugin.generation.pipeline import propose
from v2a_plugin.generation.requests import repeat
from v2a_plugin.model.errors import BadInput, MediaError, NoSuchFile
from v2a_plugin.model.progress import finish
from v2a_plugin.model.recipe import Origin, Recipe, Settings, SourceKind, Variation
from v2a_plugin.model.request import GenerateRequest
from v2a_plugin.model.serial import from_json, to_json
from v2a_plugin.model.time import Span
from v2a_plugin.sources.library.places import Libraries
from v2a_plugin.sources.library.scan import scan
from v2a_plugin.sources.library.variations import variation_of
from v2a_plugin.testing.command import Command

F = Fraction


def recording(path: Path, seconds: float = 1.5, rate: int = 32_000, channels: int = 2) -> Path:
    samples = np.random.default_rng(0).uniform(-0.3, 0.3, (round(seconds * rate), channels))
    soundfile.write(path, samples.astype(np.float32), rate)
    return path


def begun(path: Path, strength: float = 0.5) -> Variation:
    return variation_of(path, strength, ())[0]


def asked(variation: Variation | None, takes: int = 2, source: SourceKind = SourceKind.BOTH) -> GenerateRequest:
    settings = Settings(steps=2, prompt="a door", source=source)
    return GenerateRequest("Words", None, Span(F(0), F(1)), F(25), settings, 7, takes, F(1, 4), variation=variation)


def test_takes_are_rendered_from_it_and_made_again_bit_for_bit(engine: Engine, tmp_path: Path) -> None:
    takes = finish(propose(engine, asked(begun(recording(tmp_path / "Tür.wav")))))
    plain = {one.take.digest for one in finish(propose(engine, asked(None, source=SourceKind.GENERATOR)))}
    for one in takes:
        recipe = from_json(Recipe, to_json(one.take.recipe))
        assert recipe == one.take.recipe
        assert one.take.origin is Origin.BOTH
        assert source_type([recipe]) is SourceType.BOTH
        assert one.take.digest not in plain
        [again] = finish(propose(engine, repeat(recipe, None, "again")))
        assert again.take.digest == one.take.digest
    assert {one.take.recipe.without_folders().variation.recording.path for one in takes} == {Path("Tür.wav")}  # type: ignore[union-attr]


def test_at_strength_1_the_recording_has_no_say_and_no_credit(engine: Engine, tmp_path: Path) -> None:
    plain = finish(propose(engine, asked(None, source=SourceKind.GENERATOR)))
    free = finish(propose(engine, asked(begun(recording(tmp_path / "a.wav"), 1.0))))
    for one, other in zip(plain, free, strict=True):
        np.testing.assert_allclose(one.sound.samples, other.sound.samples, atol=1e-3)
        assert other.take.origin is Origin.GENERATED
        assert other.take.recipe.credited is None


def test_a_recording_that_is_gone_or_changed_is_named(engine: Engine, tmp_path: Path) -> None:
    path = recording(tmp_path / "Tür.wav")
    request = asked(begun(path), takes=1)
    recording(path, 1.4)
    with pytest.raises(BadInput, match=r"Tür\.wav has changed since it was used"):
        finish(propose(engine, request))
    path.unlink()
    with pytest.raises(NoSuchFile, match=r"Tür\.wav is gone"):
        finish(propose(engine, request))


def test_one_of_a_library_keeps_its_licence_and_is_found_where_it_lies_now(
    engine: Engine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("V2A_LIBRARIES", str(tmp_path / "indices"))
    folder = tmp_path / "sounds"
    folder.mkdir()
    path = recording(folder / "door.wav")
    (folder / "about.csv").write_text("file,licence,author\ndoor.wav,CC-BY-4.0,Ann\n", encoding="utf-8")
    library = Libraries().add(folder, "mine")
    finish(scan(library))
    other = tmp_path / "copy.wav"
    other.write_bytes(path.read_bytes())
    variation, _ = variation_of(other, 0.0, Libraries().all())
    assert (variation.recording.terms, variation.recording.library) == ("CC-BY-4.0, Ann", "mine")
    other.unlink()
    [take] = finish(propose(engine, asked(variation, takes=1)))
    assert take.take.recipe.credited == variation.recording


@pytest.mark.parametrize(("seconds", "said"), [(0.05, "it is repeated"), (61, "its first minute is used"), (2, "")])
def test_how_a_short_or_long_one_is_used_is_said(tmp_path: Path, seconds: float, said: str) -> None:
    variation, notes = variation_of(recording(tmp_path / "a.wav", seconds, 8000, 1), 0.0, ())
    assert said in " ".join(notes)
    assert bool(notes) == bool(said)
    assert variation.recording.span == Span(F(0), F(min(round(seconds * 8000), 480_000), 8000))


def test_a_short_one_fills_the_take(engine: Engine, tmp_path: Path) -> None:
    variation = begun(recording(tmp_path / "a.wav", 0.05, 8000, 1), 0.0)
    [take] = finish(propose(engine, asked(variation, takes=1)))
    assert len(take.sound) == 72_000
    assert not take.take.silent


def test_what_is_no_use_is_refused(tmp_path: Path) -> None:
    soundfile.write(tmp_path / "s.wav", np.zeros(8000, np.float32), 8000)
    with pytest.raises(BadInput, match=r"only silence in s\.wav"):
        begun(tmp_path / "s.wav")
    (tmp_path / "t.wav").write_text("no sound")
    with pytest.raises(MediaError):
        begun(tmp_path / "t.wav")
    with pytest.raises(NoSuchFile):
        begun(tmp_path / "u.wav")
    with pytest.raises(BadInput, match=r"strength is 1\.5"):
        begun(recording(tmp_path / "a.wav"), 1.5)


class _Plain:
    """A generator that cannot start from a sound."""

    clap_space, sample_rate = "tiny-clap", 16_000

    def render(self, *_: object) -> None:
        raise AssertionError


def test_a_generator_that_cannot_is_said(engine: Engine, tmp_path: Path) -> None:
    other = copy(engine)
    other.generator = _Plain()  # type: ignore[assignment]
    with pytest.raises(BadInput, match="cannot start from a sound"):
        finish(propose(other, asked(begun(recording(tmp_path / "a.wav")), takes=1)))


@pytest.mark.usefixtures("own_store")
def test_the_command_line_begins_from_it_and_makes_it_again(v2a: Command, tmp_path: Path) -> None:
    path = recording(tmp_path / "a.wav")
    words = ("generate", "--prompt", "a dog", "--duration", "0.5", "--takes", "1", "--bundle", "tiny", "--steps", "1")
    done = v2a.json(*words, "--reference", path, "--strength", "0.25", "--out", tmp_path / "out")
    [take] = done["regions"][0]["takes"]
    assert take["take"]["recipe"]["variation"]["strength"] == 0.25
    moved = path.rename(tmp_path / "moved.wav")
    again = v2a.json("generate", "--recipe", take["recipe"], "--reference", moved, "--out", tmp_path / "again")
    assert again["regions"][0]["takes"][0]["take"]["digest"] == take["take"]["digest"]
    assert v2a(*words, "--strength", "0.5", "--out", tmp_path / "no") == 2
    assert v2a(*words, "--reference", moved, "--source", "library", "--out", tmp_path / "no") == 2
