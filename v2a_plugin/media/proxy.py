"""A proxy: a small copy of a video in which every frame is a key frame, for scrubbing and shuttling."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

import av
import numpy as np
from av.video.stream import VideoStream

from v2a_plugin.files import replacing
from v2a_plugin.media.fit import Fit
from v2a_plugin.media.frames import walk
from v2a_plugin.media.opening import translating
from v2a_plugin.media.probe import probe
from v2a_plugin.model.media import MediaFile
from v2a_plugin.model.progress import Progress, Steps

__all__ = ["make_proxy", "needs_proxy"]

CLOCK = 90_000
"""Ticks a second of a proxy: exact for every whole rate; those over 1001 it holds to 6 microseconds."""
_GOP_FRAMES = 24
_QUANTIZER = "6"
"""With 512 pixels, at most 400 MB for ten minutes of grass; finer ones are seen by nobody while the picture moves."""


def needs_proxy(media: MediaFile) -> bool:
    """Whether going back in this file means decoding many frames: it is no still, and its key frames lie far apart."""
    if media.still:
        return False
    with av.open(f"file:{media.path}") as container:
        stream = container.streams[media.picture.index]
        if not isinstance(stream, VideoStream):
            return False
        since = 0
        for count, packet in enumerate(container.demux(stream)):
            since = 0 if packet.is_keyframe else since + 1
            if since > _GOP_FRAMES:
                return True
            if count > 20 * _GOP_FRAMES:
                return False
    return False


def make_proxy(media: MediaFile, path: Path, longest: int = 512) -> Steps[MediaFile]:
    """Write a proxy; its frames come up at the same times as those of the original, upright and with square pixels.

    Args:
        media: A probed video.
        path: Where to write; ends with `.mov`. It appears whole or not at all.
        longest: Most pixels of its longer side.

    Raises:
        MediaError: The video cannot be read.
        OutputError: The disk is full, or the place may not be written.
    """
    frames = round(media.duration * media.rate)
    opened = {"video_track_timescale": str(CLOCK)}
    with (
        replacing(path) as temporary,
        translating(path, "written as a proxy", "Free some space."),
        av.open(f"file:{temporary}", "w", options=opened) as container,
    ):
        stream: VideoStream | None = None
        done = 0
        for batch in walk(media, None, Fit.within(longest), batch=8):
            for pixels, time in zip(batch.pixels, batch.times, strict=True):
                even = np.ascontiguousarray(pixels[: pixels.shape[0] // 2 * 2, : pixels.shape[1] // 2 * 2])
                if stream is None:
                    stream = _stream(container, even, media.rate)
                frame = av.VideoFrame.from_ndarray(even, format="rgb24")
                frame.pts, frame.time_base = round(time * CLOCK), Fraction(1, CLOCK)
                container.mux(stream.encode(frame))
                done += 1
            yield Progress("making a proxy", min(done, frames), frames)
        if stream is not None:
            container.mux(stream.encode(None))
    return probe(path)


def _stream(container: av.container.OutputContainer, pixels: np.ndarray, rate: Fraction) -> VideoStream:
    stream = container.add_stream("mjpeg", rate=rate, options=dict.fromkeys(("q", "qmin", "qmax"), _QUANTIZER))
    assert isinstance(stream, VideoStream)
    stream.height, stream.width = pixels.shape[:2]
    stream.pix_fmt = "yuvj420p"
    stream.codec_context.time_base = Fraction(1, CLOCK)
    return stream
