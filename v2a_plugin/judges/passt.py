"""PaSST as a judge (Koutini et al. 2022, arXiv 2110.05069), through the package `hear21passt`."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import torch
from torch.nn import functional

from v2a_plugin.judges.checkpoint import fill, read_checkpoint
from v2a_plugin.judges.protocol import Heard, resampled
from v2a_plugin.model.errors import MissingDependency
from v2a_plugin.model.sound import Sound

__all__ = ["load_passt"]

_RATE, _WINDOW = 32_000, 320_000  # samples of 10 s, what the network was trained on
_CLASSES = 527
_HIGHEST = 15_000  # Hz; what the package sets by itself, and then prints


class PasstJudge:
    """Hears 32 kHz sound in windows of 10 s, the last one filled with silence."""

    name = "passt"

    def __init__(self, mel: Any, network: Any) -> None:
        self._mel, self._network = mel.eval(), network.eval()
        self.classes = tuple(f"AudioSet class {index}" for index in range(_CLASSES))

    @torch.inference_mode()
    def hear(self, sound: Sound) -> Heard:
        """One embedding of 768 numbers a window; scores are means over the windows, 0 to 1."""
        samples = torch.from_numpy(resampled(sound, _RATE))
        samples = functional.pad(samples, (0, -len(samples) % _WINDOW))
        logits, embeddings = self._network(self._mel(samples.reshape(-1, _WINDOW))[:, None])
        return Heard(embeddings.numpy(), np.asarray(torch.sigmoid(logits).mean(0).numpy()))


def load_passt(path: Path) -> PasstJudge:
    """From the authors' checkpoint `passt-s-f128-p16-s10-ap.476-swa.pt`.

    Raises:
        MissingDependency: hear21passt or torchaudio is not installed.
        BadInput: It is another network's, or damaged.
    """
    try:
        from hear21passt.models import passt
        from hear21passt.models.preprocess import AugmentMelSTFT
    except (ImportError, OSError) as error:
        raise MissingDependency(
            "The judge passt needs the packages hear21passt and torchaudio.", "pip install hear21passt torchaudio"
        ) from error
    passt.first_RUN = False  # else it prints shapes
    network = passt.PaSST(
        stride=(10, 10), num_classes=_CLASSES, distilled=True, img_size=(128, 998), in_chans=1,
        patch_size=16, embed_dim=768, depth=12, num_heads=12,
    )  # fmt: skip
    fill(network, read_checkpoint(path), path)
    mel = AugmentMelSTFT(
        n_mels=128, sr=_RATE, win_length=800, hopsize=320, n_fft=1024, freqm=48, timem=192, htk=False, fmin=0.0,
        fmax=_HIGHEST, norm=1, fmin_aug_range=10, fmax_aug_range=2000,
    )  # fmt: skip
    return PasstJudge(mel, network)
