"""The bundle's own sound encoder as a judge."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from v2a_plugin.encoders.protocols import AudioEncoder
from v2a_plugin.judges.protocol import Heard
from v2a_plugin.model.sound import Sound

__all__ = ["ClapJudge"]

_TEMPERATURE = 0.05
"""Cosine that makes a label e times as likely, for class shares out of CLAP."""


class ClapJudge:
    """The bundle's own CLAP: one embedding a clip; its scores are cosines with the bundle's labels, as shares."""

    name = "clap"

    def __init__(self, encoder: AudioEncoder, labels: Sequence[str]) -> None:
        self.classes = tuple(labels)
        self._encoder = encoder
        self._labels = encoder.embed_text(self.classes) if labels else np.zeros((0, encoder.width), np.float32)

    def hear(self, sound: Sound) -> Heard:
        """One window, whatever the length."""
        vector = self._encoder.embed_sounds([sound])
        share = np.exp((vector[0] @ self._labels.T - 1) / _TEMPERATURE)
        return Heard(vector, (share / max(float(share.sum()), 1e-30)).astype(np.float32))
