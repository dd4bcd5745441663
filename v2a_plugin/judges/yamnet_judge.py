"""YAMNet as a judge: 521 AudioSet classes, windows of 0.96 s."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import torch

from v2a_plugin.encoders.yamnet_network import RATE, class_names, load_yamnet
from v2a_plugin.judges.protocol import Heard, resampled
from v2a_plugin.model.sound import Sound

__all__ = ["YamnetJudge"]

_PEAK = 0.7


class YamnetJudge:
    """Hears 16 kHz sound brought to a peak of 0.7, so that level alone decides nothing."""

    name = "yamnet"

    def __init__(self, package: Path) -> None:
        """Load the network.

        Args:
            package: The unpacked package, as `judge_home` finds it.
        """
        self.classes = class_names(package)
        self._network = load_yamnet(package)

    @torch.inference_mode()
    def hear(self, sound: Sound) -> Heard:
        """One embedding of 1024 numbers each 0.48 s; scores are means over them, 0 to 1."""
        samples = resampled(sound, RATE)
        peak = float(np.abs(samples).max(initial=0.0))
        level = torch.from_numpy(samples * np.float32(_PEAK / (peak + 1e-6)))
        embeddings = self._network.embed(self._network.patches(level))
        scores = torch.sigmoid(self._network.head(embeddings)).mean(0)
        return Heard(embeddings.numpy(), scores.numpy())
