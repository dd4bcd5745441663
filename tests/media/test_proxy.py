"""A proxy shows the same frames at the same times, and only where it helps."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING

import av
import pytest

from v2a_plugin.media.fit import Fit
from v2a_plugin.media.probe import probe
from v2a_plugin.media.proxy import make_proxy, needs_proxy
from v2a_plugin.media.scrub import Scrubber
from v2a_plugin.model.progress import finish

if TYPE_CHECKING:
    from tests.media.conftest import Bench


@pytest.mark.parametrize("rate", [Fraction(24000, 1001), Fraction(25), Fraction(60000, 1001)])
def test_the_same_frame_is_on_screen_in_the_proxy(bench: Bench, tmp_path: Path, rate: Fraction) -> None:
    media = probe(bench.clip("clip.mp4", count=100, gop=250, rate=rate, size=(192, 128)))
    proxy = finish(make_proxy(media, tmp_path / "proxy.mov", longest=96))
    with av.open(str(proxy.path)) as container:
        packets = [packet for packet in container.demux(video=0) if packet.size]
        assert len(packets) == 100
        assert all(packet.is_keyframe for packet in packets)
    with Scrubber(proxy, Fit.within(96)) as scrubber:
        for number in range(99, -1, -7):
            assert bench.number(scrubber.at((number + Fraction(1, 2)) / rate).pixels) == number


def test_rotation_is_already_done(bench: Bench, tmp_path: Path) -> None:
    media = probe(bench.clip("phone.mov", count=12, rotation=90))
    proxy = finish(make_proxy(media, tmp_path / "proxy.mov"))
    assert (proxy.picture.width, proxy.picture.height, proxy.picture.rotation) == (64, 96, 0)


def test_a_proxy_is_made_only_where_key_frames_lie_far_apart(bench: Bench) -> None:
    assert needs_proxy(probe(bench.clip("long.mp4", count=100, gop=250)))
    assert not needs_proxy(probe(bench.clip("short.mp4", count=100, gop=12)))


def test_a_cancelled_proxy_leaves_nothing(bench: Bench, tmp_path: Path) -> None:
    media = probe(bench.clip("clip.mp4", count=60))
    steps = make_proxy(media, tmp_path / "proxy.mov")
    next(steps)
    steps.close()
    assert [path.name for path in tmp_path.iterdir()] == ["clip.mp4"]
