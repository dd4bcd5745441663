"""Any time gives the frame that holds it, at the size asked for, with memory bounded by the batch."""

from __future__ import annotations

import bisect
import itertools
import tracemalloc
from fractions import Fraction
from typing import TYPE_CHECKING

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PIL import Image

from v2a_plugin.media.fit import Fit
from v2a_plugin.media.frames import frames_at, frames_of, spread, walk
from v2a_plugin.media.probe import probe
from v2a_plugin.media.reader import Reader
from v2a_plugin.model.errors import NoSuchFile, SpanError
from v2a_plugin.model.media import MediaFile
from v2a_plugin.model.progress import Progress, finish
from v2a_plugin.model.time import Span

if TYPE_CHECKING:
    from tests.media.conftest import Bench

COUNT = 200
LONG_GOP = (("preset", "ultrafast"), ("bf", "3"))
OPEN_GOP = (("preset", "veryfast"), ("bf", "3"), ("x264-params", "open-gop=1:keyint=20:min-keyint=20:scenecut=0"))
MPEG2 = (("bf", "2"),)


@pytest.fixture(scope="module")
def clips(shared_bench: Bench) -> list[MediaFile]:
    """Clips whose key frames lie far apart, close, open, and in containers with and without an index."""
    b, rate = shared_bench, Fraction(30000, 1001)
    return [
        probe(b.clip("long.mp4", COUNT, options=LONG_GOP, gop=250, rate=rate)),
        probe(b.clip("short.mkv", COUNT, options=LONG_GOP, gop=12, rate=rate)),
        probe(b.clip("open.mp4", COUNT, options=OPEN_GOP, gop=20, rate=rate)),
        probe(b.clip("open.ts", COUNT, options=OPEN_GOP, gop=20, rate=rate)),
        probe(b.clip("mpeg2.mpg", COUNT, codec="mpeg2video", options=MPEG2, gop=15, rate=rate)),
        probe(b.clip("b.avi", COUNT, options=LONG_GOP, gop=25, rate=rate)),
        probe(b.clip("intra.mxf", COUNT, codec="mpeg2video", pixel_format="yuv422p", gop=1, rate=rate)),
    ]


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_any_times_give_the_frames_that_hold_them(
    clips: list[MediaFile], shared_bench: Bench, data: st.DataObject
) -> None:
    media = data.draw(st.sampled_from(clips), label="clip")
    share = st.fractions(min_value=0, max_value=1, max_denominator=5000)
    shares = data.draw(st.lists(share, min_size=1, max_size=12), label="shares")
    times = [min(part * media.duration, media.duration - Fraction(1, 1000)) for part in shares]
    batch = finish(frames_at(media, times))

    tick = media.picture.time_base
    starts = [number / media.rate for number in range(COUNT)]
    found = [shared_bench.number(pixels) for pixels in batch.pixels]
    for number, time in zip(found, batch.times, strict=True):
        assert abs(starts[number] - time) <= tick
    for time in times:
        held = bisect.bisect_right(starts, time) - 1
        near_edge = min(abs(time - starts[held]), abs(time - starts[held] - 1 / media.rate)) <= tick
        assert held in found or (near_edge and {held - 1, held + 1} & set(found))


def test_walk_gives_every_frame_of_a_span(clips: list[MediaFile], shared_bench: Bench) -> None:
    for media in clips:
        span = Span(40 / media.rate + Fraction(1, 200), 75 / media.rate + Fraction(1, 200))
        seen = [
            (shared_bench.number(p), t)
            for b in walk(media, span, batch=7)
            for p, t in zip(b.pixels, b.times, strict=True)
        ]
        assert [number for number, _ in seen] == list(range(40, 76)), media.path.name
        assert all(abs(time - number / media.rate) <= media.picture.time_base for number, time in seen)


def test_count_of_a_span() -> None:
    span = Span(Fraction(2), Fraction(4))
    assert spread(span, 4) == (Fraction(9, 4), Fraction(11, 4), Fraction(13, 4), Fraction(15, 4))


def test_times_in_one_frame_give_it_once(clips: list[MediaFile]) -> None:
    media = clips[0]
    batch = finish(frames_at(media, spread(Span(Fraction(1), 1 + 2 / media.rate), 9)))
    assert len(batch.times) in (2, 3)


def test_order_of_times_does_not_matter(clips: list[MediaFile]) -> None:
    times = [Fraction(5), Fraction(1, 3), Fraction(2)]
    backwards, forwards = finish(frames_at(clips[1], times)), finish(frames_at(clips[1], sorted(times)))
    assert backwards.times == forwards.times
    assert np.array_equal(backwards.pixels, forwards.pixels)


def test_a_time_outside_the_clip_is_refused(clips: list[MediaFile]) -> None:
    for time in (Fraction(-1, 100), clips[0].duration, Fraction(999)):
        with pytest.raises(SpanError, match=r"long\.mp4 runs from 0 to 0:06\.673"):
            finish(frames_at(clips[0], [time]))


def test_a_file_that_went_away(bench: Bench) -> None:
    media = probe(bench.clip("gone.mp4", 5, options=LONG_GOP))
    media.path.unlink()
    with pytest.raises(NoSuchFile, match="does not exist"):
        finish(frames_at(media, [Fraction(0)]))


def test_progress_and_cancel(clips: list[MediaFile]) -> None:
    steps = frames_at(clips[0], spread(clips[0].span, 8))
    reports = [next(steps), next(steps)]
    assert reports == [Progress("decoding frames", 1, 8), Progress("decoding frames", 2, 8)]
    steps.close()


@pytest.mark.parametrize(
    ("fit", "shape"),
    [
        (Fit(), (64, 96)),
        (Fit.square(24), (24, 24)),
        (Fit.square(224), (224, 224)),
        (Fit.within(48), (32, 48)),
        (Fit.within(500), (64, 96)),
        (Fit.exactly(48, 27), (27, 48)),
    ],
)
def test_sizes(clips: list[MediaFile], fit: Fit, shape: tuple[int, int]) -> None:
    assert finish(frames_at(clips[0], [Fraction(1)], fit)).pixels.shape == (1, *shape, 3)


def test_what_is_measured_is_decoded_roughly_and_looks_the_same(bench: Bench) -> None:
    media = probe(bench.clip("large.mp4", 24, options=LONG_GOP, gop=24, size=(480, 320)))
    small = Fit(longest=96, quick=True)
    assert small.rough(480, 320)
    assert not Fit(longest=96).rough(480, 320)
    assert not Fit(longest=160, quick=True).rough(480, 320)
    rough, fine = (np.concatenate([b.pixels for b in walk(media, media.span, fit)]) for fit in (small, Fit()))
    blocks = fine.reshape(24, 64, 5, 96, 5, 3).astype(np.float32).mean(axis=(2, 4))
    assert np.abs(rough - blocks).mean() < 1.5


def test_square_is_what_clip_preprocessing_does(bench: Bench) -> None:
    """Bicubic to the short side, then the centre crop: within a grey level or two of torchvision's on Pillow."""
    generator = np.random.default_rng(3)
    coarse = generator.integers(0, 256, (12, 21, 3), np.uint8)
    picture = np.asarray(Image.fromarray(coarse).resize((420, 240), Image.Resampling.BICUBIC))
    path = bench.folder / "still.mkv"
    finish_write(bench, path, picture)
    got = finish(frames_at(probe(path), [Fraction(0)], Fit.square(56))).pixels[0]
    scaled = Image.fromarray(picture).resize((98, 56), Image.Resampling.BICUBIC)
    expected = np.asarray(scaled.crop((21, 0, 77, 56)))
    assert got.shape == expected.shape
    assert np.abs(got.astype(int) - expected).mean() < 1.5


def finish_write(bench: Bench, path: object, picture: np.ndarray) -> None:
    from v2a_plugin.media.encode import Encoding, write_clip

    finish(write_clip(path, [picture, picture], Encoding("ffv1", "bgr0")))  # type: ignore[arg-type]


def test_colours_follow_the_matrix_of_the_size(bench: Bench) -> None:
    """An HD clip that does not name its matrix is BT.709, an SD clip BT.601: a red comes back red in both."""
    import av

    for height, matrix in ((64, "itu601"), (720, "itu709")):
        path = bench.folder / f"{height}.mkv"
        red = np.full((height, 128, 3), (220, 30, 30), np.uint8)
        with av.open(str(path), "w") as container:
            stream = container.add_stream("ffv1", rate=25)
            stream.width, stream.height, stream.pix_fmt = 128, height, "yuv444p"
            frame = av.VideoFrame.from_ndarray(red, format="rgb24").reformat(format="yuv444p", dst_colorspace=matrix)
            frame.pts, frame.colorspace = 0, 2
            container.mux(stream.encode(frame))
            container.mux(stream.encode(None))
        got = finish(frames_at(probe(path), [Fraction(0)])).pixels[0]
        assert np.abs(got.astype(int) - (220, 30, 30)).max() <= 3, height


def test_a_thin_picture_does_not_explode(bench: Bench) -> None:
    path = bench.folder / "thin.mkv"
    finish_write(bench, path, np.zeros((2, 4000, 3), np.uint8))
    assert finish(frames_at(probe(path), [Fraction(0)], Fit.square(224))).pixels.shape == (1, 224, 224, 3)


def test_one_pixel(bench: Bench) -> None:
    path = bench.folder / "pixel.mkv"
    finish_write(bench, path, np.full((1, 1, 3), 90, np.uint8))
    media = probe(path)
    assert (media.picture.width, media.picture.height) == (1, 1)
    pixels = finish(frames_at(media, [Fraction(0)], Fit.square(8))).pixels
    assert np.abs(pixels.astype(int) - 90).max() <= 2


def test_memory_is_bounded_by_the_batch(bench: Bench) -> None:
    media = probe(bench.clip("m.mp4", 80, options=LONG_GOP, size=(320, 240)))

    def peak(frames: int) -> int:
        tracemalloc.start()
        for batch in itertools.islice(walk(media, batch=8), frames // 8):
            assert len(batch.times) <= 8
            del batch
        _, highest = tracemalloc.get_traced_memory()
        tracemalloc.stop()
        return highest

    one = 320 * 240 * 3
    assert peak(72) < 30 * one
    assert abs(peak(72) - peak(32)) < 4 * one


def test_far_frames_are_sought_and_near_ones_shared(clips: list[MediaFile], monkeypatch: pytest.MonkeyPatch) -> None:
    """How many frames are decoded, counted at the reader: few with a seek, no frame twice inside one group."""
    counted = 0
    original = Reader._decode

    def counting(self: object) -> object:
        nonlocal counted
        for picture in original(self):  # type: ignore[arg-type]
            counted += 1
            yield picture

    monkeypatch.setattr(Reader, "_decode", counting)
    short = clips[1]
    finish(frames_at(short, [190 / short.rate]))
    assert counted <= 12 + 8
    counted = 0
    finish(frames_at(clips[0], spread(Span(Fraction(3), Fraction(4)), 8)))
    assert counted <= COUNT, "one group of pictures is decoded once"


def test_frames_of_many_spans(clips: list[MediaFile], shared_bench: Bench) -> None:
    """One batch a span, one frame from each part of it, the right picture for each time, in any order of spans."""
    for media in clips:
        edges = [media.duration * part / 7 for part in range(8)]
        spans = [Span(start, end) for start, end in itertools.pairwise(edges)]
        spans.append(spans.pop(2))
        batches = list(frames_of(media, spans, 4, Fit.exactly(96, 64)))
        assert len(batches) == len(spans)
        for span, batch in zip(spans, batches, strict=True):
            assert len(batch.times) == 4
            for middle, time, pixels in zip(spread(span, 4), batch.times, batch.pixels, strict=True):
                assert abs(time - middle) <= span.duration / 8 + 1 / media.rate, media.path.name
                assert abs(shared_bench.number(pixels) / media.rate - time) <= media.picture.time_base


def test_a_span_gives_the_same_frames_alone_and_among_others(clips: list[MediaFile]) -> None:
    for media in clips:
        spans = [Span(Fraction(1), Fraction(2)), Span(Fraction(3), Fraction(5))]
        together = list(frames_of(media, spans, 5))
        alone = next(iter(frames_of(media, spans[1:], 5)))
        assert alone.times == together[1].times
        assert np.array_equal(alone.pixels, together[1].pixels)
