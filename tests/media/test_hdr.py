"""PQ and HLG are shown as a screen of standard range shows them: not washed out, and said."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING

import av
import numpy as np
import pytest

from v2a_plugin.media.fit import Fit
from v2a_plugin.media.frames import frames_at
from v2a_plugin.media.probe import probe
from v2a_plugin.model.progress import finish
from v2a_plugin.testing.command import Command

if TYPE_CHECKING:
    from tests.media.conftest import Bench

PQ, HLG, BT709, BT2020 = 16, 18, 1, 9
TO_2020 = np.array([[0.6274, 0.3293, 0.0433], [0.0691, 0.9195, 0.0114], [0.0164, 0.0880, 0.8956]])


def pq(nits: np.ndarray) -> np.ndarray:
    """SMPTE ST 2084, equation 5.2."""
    y = np.asarray((np.asarray(nits, float) / 10_000) ** 0.1593017578125)
    return np.asarray(((0.8359375 + 18.8515625 * y) / (1 + 18.6875 * y)) ** 78.84375)


def hlg(nits: np.ndarray) -> np.ndarray:
    """BT.2100: the screen's light back to the scene's (gamma 1.2 at 1000 cd/m²), then the camera's curve."""
    light = np.asarray(nits, float) / 1000
    luma = max(float(light @ [0.2627, 0.6780, 0.0593]), 1e-9)
    scene = light * luma ** (1 / 1.2 - 1)
    log = 0.17883277 * np.log(np.maximum(12 * scene - 0.28466892, 1e-9)) + 0.55991073
    return np.asarray(np.where(scene <= 1 / 12, np.sqrt(3 * scene), log))


def clip(path: Path, codes: list[np.ndarray], transfer: int, primaries: int = BT2020) -> Path:
    """Bars of R'G'B' codes from 0 to 1, in 10 bits, by the matrix of BT.2020."""
    luma = [0.2627, 0.6780, 0.0593]
    planes = np.zeros((3, 64, 16 * len(codes)))
    for number, code in enumerate(codes):
        y = float(np.dot(luma, code))
        values = (64 + 876 * y, 512 + 896 * (code[2] - y) / 1.8814, 512 + 896 * (code[0] - y) / 1.4746)
        planes[:, :, 16 * number : 16 * number + 16] = np.array(values)[:, None, None]
    whole = np.rint(planes).astype(np.uint16)
    with av.open(str(path), "w") as container:
        stream = container.add_stream("ffv1" if path.suffix == ".mkv" else "libx265", rate=25)
        stream.width, stream.height, stream.pix_fmt = whole.shape[2], 64, "yuv444p10le"
        if path.suffix != ".mkv":
            stream.options = {"x265-params": "log-level=none:lossless=1"}
        context = stream.codec_context
        context.color_trc, context.color_primaries, context.colorspace, context.color_range = transfer, primaries, 9, 1
        for index in range(3):
            frame = av.VideoFrame(whole.shape[2], 64, "yuv444p10le")
            for plane, values in zip(frame.planes, whole, strict=True):
                line = np.zeros((64, plane.line_size // 2), np.uint16)
                line[:, : values.shape[1]] = values
                plane.update(line.tobytes())
            frame.pts = index
            frame.color_trc, frame.color_primaries, frame.colorspace, frame.color_range = transfer, primaries, 9, 1
            container.mux(stream.encode(frame))
        container.mux(stream.encode(None))
    return path


def shown(path: Path, fit: Fit | None = None) -> np.ndarray:
    media = probe(path)
    pixels = finish(frames_at(media, [Fraction(1, 25)], fit or Fit())).pixels[0]
    return np.asarray(pixels[32, 8 :: 16 * pixels.shape[1] // (16 * (pixels.shape[1] // 16))].astype(int))


GREYS = [0, 1, 5, 20, 60, 100, 203, 400, 1000, 4000]


@pytest.mark.parametrize(("transfer", "code"), [(PQ, pq), (HLG, hlg)])
@pytest.mark.parametrize("suffix", [".mkv", ".mp4"])
def test_greys_have_their_light(bench: Bench, transfer: int, code: object, suffix: str) -> None:
    greys = [nits for nits in GREYS if transfer == PQ or nits <= 1000]
    path = clip(bench.folder / f"g{suffix}", [code(np.full(3, float(nits))) for nits in greys], transfer)  # type: ignore[operator]
    bars = shown(path)
    assert np.ptp(bars, axis=1).max() <= 2  # grey stays grey
    levels = bars.mean(axis=1)
    assert (np.diff(levels) >= 0).all()
    for nits, level in zip(greys, levels, strict=True):
        if nits <= 150:  # what is darker than white has the light of a screen whose white has 203 / 0.9
            assert level == pytest.approx(255 * (nits / 203 * 0.9) ** (1 / 2.4), abs=4)
    assert 230 <= levels[greys.index(203)] <= 246
    assert levels[-1] >= 250


@pytest.mark.parametrize(("transfer", "code"), [(PQ, pq), (HLG, hlg)])
def test_colours_of_709_come_back(bench: Bench, transfer: int, code: object) -> None:
    """Red, green, blue and skin inside BT.709, written in BT.2020: as vivid as they were."""
    colours = np.array([[1, 0, 0], [0, 1, 0], [0, 0, 1], [0.6, 0.35, 0.25]])
    lights = [100 * TO_2020 @ colour for colour in colours]
    bars = shown(clip(bench.folder / "c.mkv", [code(light) for light in lights], transfer))  # type: ignore[operator]
    wanted = 255 * (colours * 100 / 203 * 0.9) ** (1 / 2.4)
    assert np.abs(bars - wanted).max() <= 25
    assert np.abs(bars[3] - wanted[3]).max() <= 4


def test_it_is_said_and_the_encoder_sees_the_same(bench: Bench, v2a: Command) -> None:
    path = clip(bench.folder / "g.mkv", [pq(np.full(3, 100.0))] * 6, PQ)
    assert v2a("probe", path) == 0
    assert "high dynamic range (PQ)" in v2a.out
    assert probe(path).picture.range == "PQ"
    whole, square = (
        finish(frames_at(probe(path), [Fraction(0)], fit)).pixels[0].mean() for fit in (Fit(), Fit.square(32))
    )
    assert whole == pytest.approx(square, abs=1)


def test_standard_range_is_untouched(bench: Bench) -> None:
    path = clip(bench.folder / "s.mkv", [np.full(3, 0.5)] * 2, BT709)
    assert probe(path).picture.range == "SDR"
    assert abs(int(shown(path).mean()) - 128) <= 2
