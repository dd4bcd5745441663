"""Whether a sound is speech or music, as the bundle itself hears it."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from jaxtyping import Float32

from v2a_plugin.encoders.protocols import AudioEncoder
from v2a_plugin.mapper.bridge import SOUND_TEMPLATES
from v2a_plugin.training.cache.shard_records import Reason

__all__ = ["SpeechAndMusic"]

_SAID = {
    Reason.SPEECH: ("a person speaking", "speech", "people talking", "a voice reading aloud"),
    Reason.MUSIC: ("music", "a song with instruments", "a band playing music", "a melody"),
}
_TELLTALE = ("speech", "speak", "talk", "voice", "music", "song", "sing", "melody", "conversation", "narrat")


class SpeechAndMusic:
    """Compares a sound with words for speech and music and with all other words the bundle knows (zero-shot).

    It is as good as the bundle's sound encoder: look at the report before trusting it.
    """

    def __init__(self, audio: AudioEncoder, labels: Sequence[str]) -> None:
        """Makes the words that sounds are compared with.

        Args:
            audio: The bundle's encoder.
            labels: Words for everything a sound may be; those about speech or music are not compared with.
        """
        others = [label for label in labels if not any(word in label.lower() for word in _TELLTALE)]
        self._others = _words(audio, others)
        self._kinds = tuple((reason, _words(audio, said)) for reason, said in _SAID.items())

    def hear(self, sound: Float32[np.ndarray, " audio"]) -> Reason | None:
        """Speech or music, if a sound is nearest to that."""
        highest = float((self._others @ sound).max(initial=-1.0))
        best, found = highest, None
        for reason, words in self._kinds:
            near = float((words @ sound).max())
            if near > best:
                best, found = near, reason
        return found


def _words(audio: AudioEncoder, texts: Sequence[str]) -> Float32[np.ndarray, "text audio"]:
    if not texts:
        return np.zeros((0, audio.width), np.float32)
    return audio.embed_text([SOUND_TEMPLATES[0].format(text) for text in texts])
