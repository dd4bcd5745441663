"""`v2a project hits`, `align` and `level`, and `v2a cut conform`, on projects of real clips."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from v2a_plugin.conform.signatures import PictureSignature
from v2a_plugin.media.encode import Encoding, write_clip
from v2a_plugin.media.probe import probe
from v2a_plugin.model.media import MediaFile
from v2a_plugin.model.progress import finish
from v2a_plugin.model.regions import Region, RegionKind
from v2a_plugin.model.sound import Sound
from v2a_plugin.model.takes import RenderedTake
from v2a_plugin.model.time import Span
from v2a_plugin.model.timeline import MarkerKind
from v2a_plugin.project.first_cut import Reel, cut_of
from v2a_plugin.project.folder import create_project, open_project
from v2a_plugin.project.pictures import load_signature, remember_pictures, save_signature
from v2a_plugin.testing.command import Command
from v2a_plugin.testing.hit_clips import CONDITIONS, film_hits
from v2a_plugin.testing.sounds import click_train
from v2a_plugin.timeline.placing import place

RATE = Fraction(25)
Make = Callable[..., RenderedTake]


pytestmark = pytest.mark.usefixtures("built_in_only")


def made(path: Path, media: MediaFile, spans: list[Span], takes: Callable[[Region], RenderedTake]) -> Path:
    """A project of some shots of a file, each with a take that is placed."""
    regions = tuple(Region.within(media, span, RegionKind.SHOT, f"Shot {n}") for n, span in enumerate(spans, 1))
    with create_project(path, cut_of([Reel(media, regions)], "Film"), [media]) as project:
        for region in regions:
            rendered = takes(region)
            project.add_take(rendered, region)
            project.do(place(project.timeline, rendered.take.id, project.timeline.tracks[0].id))
        return project.path


def cues(path: Path) -> dict[str, tuple[str, Span]]:
    """Track and place of every cue, by the name of its region's take."""
    with open_project(path, write=False) as project:
        cut = project.timeline
        return {cue.take: (track.name, cue.span) for track in cut.tracks for cue in track.cues}


def test_takes_strike_where_the_ball_does(tmp_path: Path, make_take: Make, v2a: Command) -> None:
    film = film_hits(tmp_path / "ball.mp4", "balls", CONDITIONS[0], seed=3, frames=75)
    media = probe(film.path)
    knock = click_train((1.0,), (0.5,), 5, 48_000, 0.002, seed=4).samples[0]
    path = made(
        tmp_path / "ball", media, [media.span], lambda region: make_take(region, handle=Fraction(1), samples=knock)
    )
    found = v2a.json("hits", path)
    assert found["exit"] == 0
    at = [Fraction(hit["at"]) for hit in found["hits"]]
    assert at
    assert all(min(abs(one - true) for true in film.hits) <= 1 / RATE for one in at)
    again = v2a.json("hits", path, "--shot", "1")
    assert [hit["at"] for hit in again["hits"]] == [hit["at"] for hit in found["hits"]]
    with open_project(path, write=False) as project:
        hits = [marker for marker in project.timeline.markers if marker.kind is MarkerKind.HIT]
    assert len(hits) == len(at)  # replaced, not added
    assert {marker.name for marker in hits} == {"Impact"}

    aligned = v2a.json("align", path, "--all", "--hit", "1")
    assert aligned["exit"] == 0
    with open_project(path, write=False) as project:
        [cue] = [cue for track in project.timeline.tracks for cue in track.cues]
        heard = project.sound(cue.take).samples[0][round(cue.trim.start * 48_000) : round(cue.trim.end * 48_000)]
    struck = cue.start + Fraction(int(np.argmax(np.abs(heard))), 48_000)
    assert abs(struck - min(at)) < 1 / RATE
    assert v2a.json("undo", path)["change"] == "Undo Align to hit"
    for options, wanted in ((("--to", "1.52"), Fraction(38, 25)), (("--nearest",), min(at))):  # it struck at 0
        [done] = v2a.json("align", path, "--all", *options)["cues"]
        assert Fraction(done["hit"]) == wanted
        assert v2a.json("undo", path)["change"] == "Undo Align to hit"
    assert v2a("align", path, "--all", "--nearest", "--to", "1") == 2
    refused = v2a.json("align", path, "--cue", cue.id, "--hit", "99")
    assert refused["exit"] == 2
    assert v2a.json("align", path)["exit"] == 2


def test_levels_are_measured_and_set(tmp_path: Path, make_take: Make, v2a: Command) -> None:
    tone = np.sin(2 * np.pi * 997 * np.arange(96_000) / 48_000).astype(np.float32)
    clip = tmp_path / "tone.mov"
    grey = [np.full((32, 32, 3), 90, np.uint8)] * 50
    finish(write_clip(clip, grey, Encoding(sound_codec="pcm_s24le"), Sound.mono(0.05 * tone, 48_000)))
    media = probe(clip)
    path = made(tmp_path / "tone", media, [media.span], lambda region: make_take(region, samples=0.2 * tone))
    done = v2a.json("level", path, "--all", "--to", "peak", "--target", "-6")
    assert done["cues"][0]["gain_db"] == pytest.approx(-6 - 20 * np.log10(0.2), abs=0.05)
    cue = done["cues"][0]["cue"]
    done = v2a.json("level", path, "--cue", cue, "--to", "production", "--offset", "-3")
    assert done["cues"][0]["gain_db"] == pytest.approx(20 * np.log10(0.05 / 0.2) - 3, abs=0.2)
    with open_project(path, write=False) as project:
        assert project.timeline.tracks[0].cues[0].gain_db == done["cues"][0]["gain_db"]
    assert v2a.json("level", path, "--cue", "cue-none", "--to", "peak")["exit"] == 2


def shots(path: Path, order: str, length: int = 30) -> MediaFile:
    """A film of shots by letter: each a picture of its own that moves."""

    def frames() -> Any:
        for letter in order:
            rng = np.random.default_rng(ord(letter))
            scene = np.kron(rng.integers(0, 255, (12, 24, 3), np.uint8), np.ones((12, 12, 1), np.uint8))
            for frame in range(length):
                yield np.roll(scene, frame * 2, axis=1)[:96, :160]

    finish(write_clip(path, frames(), Encoding(gop=10)))
    return probe(path)


def test_cues_follow_into_a_new_export_even_one_written_over_the_old(
    tmp_path: Path, make_take: Make, v2a: Command
) -> None:
    film = tmp_path / "film.mp4"
    media = shots(film, "abc")
    spans = [Span(n * 30 / RATE, (n + 1) * 30 / RATE) for n in range(3)]
    path = made(tmp_path / "film", media, spans, lambda region: make_take(region, seed=int(region.span.start * 100)))
    before = cues(path)
    with open_project(path) as project:
        [signature] = finish(remember_pictures(project))
        names = [take.id for take in project.timeline.takes]
    assert signature.covers(media.span)
    shots(film, "cadb")

    told = Command("cut").json("conform", path, film, "--dry-run")
    assert told["exit"] == 0
    assert not told["applied"]
    assert cues(path) == before
    done = Command("cut").json("conform", path, film)
    assert done["exit"] == 0, done
    assert {(match["old"], match["kind"]) for match in done["matches"]} == {
        ("Shot 1", "picture"), ("Shot 2", "picture"), ("Shot 3", "picture"),
    }  # fmt: skip
    second = Fraction(30, 25)
    assert {take: span.start for take, (_, span) in cues(path).items()} == {
        names[0]: second, names[1]: 3 * second, names[2]: Fraction(0),
    }  # fmt: skip
    assert len(done["new"]) == 1


def test_cues_of_a_shot_that_is_cut_out_are_kept_and_told(tmp_path: Path, make_take: Make, v2a: Command) -> None:
    media = shots(tmp_path / "film.mp4", "abc")
    spans = [Span(n * 30 / RATE, (n + 1) * 30 / RATE) for n in range(3)]
    path = made(tmp_path / "film", media, spans, lambda region: make_take(region, seed=int(region.span.start * 100)))
    edl = tmp_path / "new.edl"
    edl.write_text(
        "TITLE: new\nFCM: NON-DROP FRAME\n\n"
        "001  FILM     V     C        00:00:02:10 00:00:03:15 01:00:00:00 01:00:01:05\n"
        "* FROM CLIP NAME: film.mp4\n"
        "002  FILM     V     C        00:00:00:00 00:00:01:05 01:00:01:05 01:00:02:10\n"
        "* FROM CLIP NAME: film.mp4\n"
    )
    done = Command("cut").json("conform", path, edl, "--rate", "25")
    assert done["exit"] == 0, done
    assert {match["kind"] for match in done["matches"]} == {"source"}
    assert done["gone"] == ["Shot 2"]
    assert [one["region"] for one in done["unmatched"]] == ["Shot 2"]
    assert sorted(track for track, _ in cues(path).values()) == ["Feet", "Feet", "Unmatched"]
    assert any("It is kept on a track of its own." in sentence for sentence in done["report"])


def test_a_kept_signature_comes_back_and_a_broken_one_is_made_again(tmp_path: Path, make_take: Make) -> None:
    media = shots(tmp_path / "film.mp4", "a")
    path = made(tmp_path / "film", media, [media.span], make_take)
    with open_project(path) as project:
        [taken] = finish(remember_pictures(project))
        kept = load_signature(project.layout, media.fingerprint)
        assert kept is not None
        assert kept.times == taken.times
        assert np.array_equal(kept.luma, taken.luma)
        [file] = (project.layout.cache / "pictures").iterdir()
        whole = file.read_bytes()
        for broken in (b"", b"nonsense", whole[: len(whole) // 2]):
            file.write_bytes(broken)
            assert load_signature(project.layout, media.fingerprint) is None
        [again] = finish(remember_pictures(project))
        assert again.times == taken.times
        assert load_signature(project.layout, "another") is None
        odd = PictureSignature("../odd", (Fraction(1, 7), Fraction(1, 3)), np.zeros((2, 144), np.float16))
        save_signature(project.layout, odd)
        back = load_signature(project.layout, "../odd")
        assert back is not None
        assert back.times == odd.times
