"""Sound whose rate changes midway, brought to one rate."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import soxr
from jaxtyping import Float32

__all__ = ["RateConversion"]


class RateConversion:
    """Blocks of any rate in, blocks of one rate out; runs of another rate are converted without seams inside them."""

    def __init__(self, rate: int) -> None:
        """The rate of what comes out, samples a second."""
        self._rate = rate
        self._stream: soxr.ResampleStream | None = None
        self._run = (0, 0)
        self._at = 0

    def convert(
        self, at: int, block: Float32[np.ndarray, "channel sample"], rate: int, *, joins: bool
    ) -> Iterator[tuple[int, Float32[np.ndarray, "channel sample"]]]:
        """What is known once a block is there, each part with the place of its first sample.

        Args:
            at: Where the block begins, in samples that come out.
            block: Its channels.
            rate: Its own samples a second.
            joins: It begins where the one before ended.
        """
        if self._stream is not None and (self._run != (rate, len(block)) or not joins):
            yield from self.rest()
        if rate == self._rate:
            yield at, block
            return
        if self._stream is None:
            self._stream, self._run, self._at = (
                soxr.ResampleStream(rate, self._rate, len(block), "float32"),
                (rate, len(block)),
                at,
            )
        yield from self._given(self._stream.resample_chunk(np.ascontiguousarray(block.T)))

    def rest(self) -> Iterator[tuple[int, Float32[np.ndarray, "channel sample"]]]:
        """What is still inside."""
        stream, self._stream = self._stream, None
        if stream is not None:
            yield from self._given(stream.resample_chunk(np.zeros((0, self._run[1]), np.float32), last=True))

    def _given(self, samples: np.ndarray) -> Iterator[tuple[int, Float32[np.ndarray, "channel sample"]]]:
        samples = samples.reshape(-1, self._run[1])
        if len(samples):
            yield self._at, np.ascontiguousarray(samples.T)
            self._at += len(samples)
