"""A film with the mix, read again by FFmpeg's own program."""

from __future__ import annotations

import json
import shutil
import subprocess
from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest

from v2a_plugin.delivery.protocol import CutRequest
from v2a_plugin.media.encode import Encoding, write_clip
from v2a_plugin.media.probe import probe
from v2a_plugin.model.progress import finish
from v2a_plugin.model.regions import Region, RegionKind
from v2a_plugin.model.sound import Sound
from v2a_plugin.model.time import Span
from v2a_plugin.model.timeline import PictureClip, Timeline
from v2a_plugin.plugins.facade import load_plugins
from v2a_plugin.testing.cuts import MemoryTakes, small_cut

RATE = Fraction(25)
GREYS = (40, 120, 200)
"""One a second of the clip."""
pytestmark = pytest.mark.skipif(not shutil.which("ffmpeg"), reason="ffmpeg reads the film")


@pytest.fixture(scope="module")
def grey_clip(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Three seconds, each of one grey; a tone of 440 Hz."""
    path = tmp_path_factory.mktemp("film") / "greys.mp4"
    frames = (np.full((64, 96, 3), GREYS[number // 25], np.uint8) for number in range(75))
    tone = 0.2 * np.sin(2 * np.pi * 440 * np.arange(3 * 48_000) / 48_000)
    return finish(write_clip(path, frames, Encoding(), Sound.mono(tone.astype(np.float32), 48_000)))


def cut_of(clip: Path) -> CutRequest:
    """The last second of a clip, a hole of one, and its first second; clicks at 0.4 and 2.2 seconds."""
    media, takes = probe(clip), MemoryTakes()
    first, last = (
        Region(Span(Fraction(at), Fraction(at + 1)), media.fingerprint, RegionKind.SHOT, f"Shot {at}", f"region-{at}")
        for at in (0, 2)
    )
    timeline = small_cut(RATE, "10:00:00:00", takes, at_frames=(10, 55))
    picture = (PictureClip(last, Fraction(0)), PictureClip(first, Fraction(2)))
    return CutRequest(replace(timeline, picture=picture, name="Grey/film"), (media,), takes)


def read(film: Path) -> tuple[np.ndarray, np.ndarray, dict[str, str]]:
    """Middle grey of every frame; samples of both sides; tags of the picture."""
    run = ["ffmpeg", "-v", "error", "-i", str(film)]
    grey = subprocess.run([*run, "-f", "rawvideo", "-pix_fmt", "gray", "-"], capture_output=True, check=True).stdout
    pcm = subprocess.run([*run, "-f", "f32le", "-ac", "2", "-"], capture_output=True, check=True).stdout
    shown = ["ffprobe", "-v", "error", "-of", "json", "-show_streams", str(film)]
    streams = json.loads(subprocess.run(shown, capture_output=True, check=True).stdout)["streams"]
    return (
        np.frombuffer(grey, np.uint8).reshape(-1, 64, 96)[:, 32, 48].astype(int),
        np.frombuffer(pcm, np.float32).reshape(-1, 2),
        streams[0]["tags"],
    )


def heard(timeline: Timeline, on: bool) -> Timeline:
    return replace(timeline, production=replace(timeline.production, mute=not on))


def test_a_film_shows_the_cut_and_sounds_like_its_mix_and_the_production_sound(grey_clip: Path, tmp_path: Path) -> None:
    request = cut_of(grey_clip)
    delivery = finish(load_plugins().export("film-mov", request, tmp_path / "out"))
    delivery.verify()
    frames, sound, tags = read(tmp_path / "out" / "Grey film.mov")
    assert len(frames) == 80  # to the end of the last cue
    wanted = [GREYS[2]] * 25 + [0] * 25 + [GREYS[0]] * 25 + [0] * 5
    assert np.abs(frames - wanted).max() < 12
    assert tags["timecode"] == "10:00:00:00"
    for click in (19_200, 105_600):
        assert abs(int(np.argmax(np.abs(sound[click - 2000 : click + 2000, 0]))) - 2000) <= 1
    seconds = [float(np.abs(sound[at * 48_000 + 24_000 : at * 48_000 + 40_000]).max()) for at in range(3)]
    assert seconds == pytest.approx([0.141, 0, 0.141], abs=0.01)  # the tone on both sides, and silence in the hole


def test_a_production_sound_that_is_muted_is_not_in_the_film_and_a_lost_picture_is_named(
    grey_clip: Path, tmp_path: Path
) -> None:
    request = cut_of(grey_clip)
    lost = replace(request.media[0], path=tmp_path / "gone.mp4")
    silent = replace(request, timeline=heard(request.timeline, on=False))
    finish(load_plugins().export("film", silent, tmp_path / "silent"))
    _, sound, _ = read(tmp_path / "silent" / "Grey film.mp4")
    assert np.abs(sound[26_000:40_000]).max() < 0.001
    delivery = finish(load_plugins().export("film", replace(request, media=(lost,)), tmp_path / "lost"))
    assert "The picture of Shot 2 cannot be read; the film is black there." in delivery.notes
