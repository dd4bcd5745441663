"""BLIP (Li et al. 2022, arXiv 2201.12086) as a captioner, from a folder or from the local cache; nothing is downloaded."""

from __future__ import annotations

import os

import numpy as np
import torch
from transformers import BlipForConditionalGeneration, BlipProcessor

from v2a_plugin.encoders.captioning import CaptionerContext
from v2a_plugin.encoders.quiet_loading import LOADING_ERRORS, first_line, quiet_loading
from v2a_plugin.model.embeddings import FrameBatch
from v2a_plugin.model.errors import BundleError

__all__ = ["load_blip"]

_NAME = "Salesforce/blip-image-captioning-base"
_FOLDER = "V2A_BLIP"
_LONGEST = 30  # tokens


class BlipCaptioner:
    """Describes the middle frame by greedy decoding."""

    def __init__(self, model: BlipForConditionalGeneration, processor: BlipProcessor, device: str) -> None:
        self._model, self._processor, self._device = model.eval().to(device), processor, device

    @torch.inference_mode()
    def caption(self, frames: FrameBatch) -> str:
        """A sentence, or "something" when the model says nothing."""
        middle = np.asarray(frames.pixels[len(frames.times) // 2])
        inputs = self._processor(images=middle, return_tensors="pt").to(self._device)
        tokens = self._model.generate(**inputs, max_new_tokens=_LONGEST, num_beams=1, do_sample=False)
        said: str = self._processor.decode(tokens[0], skip_special_tokens=True)
        return said.strip() or "something"


def load_blip(context: CaptionerContext) -> BlipCaptioner:
    """From the folder that the environment variable V2A_BLIP names, else from the local cache of Hugging Face.

    Raises:
        BundleError: The weights are in neither, or damaged.
    """
    place = os.environ.get(_FOLDER) or _NAME
    try:
        with quiet_loading():
            model = BlipForConditionalGeneration.from_pretrained(place, local_files_only=True, use_safetensors=True)
            processor = BlipProcessor.from_pretrained(place, local_files_only=True)
    except LOADING_ERRORS as error:
        raise BundleError(
            f"BLIP cannot be loaded from {place}: {first_line(error)}.",
            f"Download {_NAME} and set {_FOLDER} to its folder, or use the captioner 'tags'.",
        ) from error
    return BlipCaptioner(model, processor, context.runtime.device)
