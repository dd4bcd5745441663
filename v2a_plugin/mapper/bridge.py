"""The text bridge: from picture to sound by way of captions, with no audio-visual data.

Both bundles' encoders were trained with text, so the same captions stand in both spaces. A picture's similarity to the
captions in its own space says how much of each caption's sound vector to take:

    weights = softmax(captions in the picture's space @ picture / temperature)
    sound   = weights @ captions in the sound's space, scaled to length 1

the "semantic consistency" step of C-MCR (Wang et al. 2023), used alone. The captions that won are the reason why.
Where pairs of picture and sound are known, what they say beyond the captions is added before scaling: a linear function
of the picture, the residual. A picture in which no caption is sure is answered by its ambience alone: a wrong thing is
heard at once, the air of a place seldom.
"""

from __future__ import annotations

import hashlib
import math
from collections.abc import Sequence

import numpy as np
from jaxtyping import Bool, Float32

from v2a_plugin.encoders.protocols import AudioEncoder, VisualEncoder
from v2a_plugin.mapper.protocol import Mapped
from v2a_plugin.mapper.spaces import Spaces
from v2a_plugin.model.embeddings import VisualEmbedding, unit
from v2a_plugin.model.errors import BadInput
from v2a_plugin.model.progress import Progress, Steps
from v2a_plugin.model.recipe import Settings
from v2a_plugin.model.sound import Tag

__all__ = ["SOUND_TEMPLATES", "BridgeMapper", "build_bridge"]

TEMPERATURE = 0.01
"""As in C-MCR, and what CLIP itself was trained with."""

PICTURE_TEMPLATES = ("a photo of {}",)
SOUND_TEMPLATES = ("the sound of {}",)

_CHUNK = 64


class BridgeMapper:
    """The same answer for every seed, with the captions that won."""

    name = "bridge"

    def __init__(
        self,
        captions: Sequence[str],
        in_clip: Float32[np.ndarray, "caption visual"],
        in_clap: Float32[np.ndarray, "caption audio"],
        clip_space: str,
        clap_space: str,
        temperature: float = TEMPERATURE,
        reasons: int = 5,
        digest: str = "",
        residual: Float32[np.ndarray, "visual_and_one audio"] | None = None,
        sure: float = 0.0,
        ambience: Bool[np.ndarray, " caption"] | None = None,
    ) -> None:
        """Bridges two spaces.

        Args:
            captions: What can be given as a reason.
            in_clip: Their unit vectors in the picture's space, a row each.
            in_clap: Their vectors in the sound's space, likewise.
            clip_space: Id of the picture's space.
            clap_space: Id of the sound's space.
            temperature: Cosine that counts as much, above 0: near 0 the best caption alone, large a mean of all.
            reasons: How many captions at most to give as the reason.
            digest: sha256 of the weights, hex.
            residual: What a picture adds to the captions' answer: a row a component, and a last one that is always
                added; None for nothing.
            sure: Share that the best caption must have for the picture to count as recognised, 0 to 1.
            ambience: Which captions answer a picture in which nothing is recognised; None or none of them for all.

        Raises:
            ValueError: The captions and the rows do not pair up, the rows are no unit vectors, the temperature is
                not above 0, or the share is not between 0 and 1.
        """
        if not captions or in_clip.ndim != 2 or in_clap.ndim != 2 or {len(in_clip), len(in_clap)} != {len(captions)}:
            raise ValueError(f"{len(captions)} captions need as many rows, not {in_clip.shape} and {in_clap.shape}")
        if not all(np.allclose(np.linalg.norm(rows, axis=1), 1, atol=1e-3) for rows in (in_clip, in_clap)):
            raise ValueError("captions need vectors of length 1")
        if not 0 < temperature < np.inf:
            raise ValueError(f"the temperature must be above 0, not {temperature}")
        if residual is not None and residual.shape != (in_clip.shape[1] + 1, in_clap.shape[1]):
            raise ValueError(f"the residual must be {(in_clip.shape[1] + 1, in_clap.shape[1])}, not {residual.shape}")
        ambience = np.zeros(len(captions), dtype=bool) if ambience is None else ambience
        if not 0 <= sure <= 1 or len(ambience) != len(captions):
            raise ValueError(f"a share of {sure} and {len(ambience)} marks do not fit {len(captions)} captions")
        self.captions = tuple(captions)
        self.sure, self.ambience = float(np.float32(sure)), ambience
        self.in_clip, self.in_clap, self.residual = in_clip, in_clap, residual
        self.clip_space, self.clap_space, self.digest = clip_space, clap_space, digest
        self.temperature, self._reasons = float(np.float32(temperature)), reasons  # as precise as it is stored
        self._spaces = Spaces(clip_space, clap_space, in_clip.shape[1], in_clap.shape[1])

    def weights(self, picture: Float32[np.ndarray, " visual"]) -> Float32[np.ndarray, " caption"]:
        """Share of each caption, summing to 1."""
        similarity = self.in_clip.astype(np.float64) @ picture.astype(np.float64)
        share = np.exp((similarity - similarity.max()) / self.temperature)
        weights: Float32[np.ndarray, " caption"] = (share / share.sum()).astype(np.float32)
        return weights

    def recognised(self, picture: Float32[np.ndarray, " visual"], evidence: float | None = None) -> bool:
        """Whether a caption is sure enough to be what the picture shows: the less evidence, the higher the temperature.

        Args:
            picture: Unit vector.
            evidence: As `VisualEmbedding` has it.
        """
        return self._best(picture, evidence).score >= self.sure

    def _best(self, picture: Float32[np.ndarray, " visual"], evidence: float | None) -> Tag:
        """The best caption, and its share at the temperature that the evidence gives."""
        trust = 1.0 if evidence is None else evidence / math.hypot(1, evidence)
        share = self.weights(np.float32(trust) * picture)
        return Tag(self.captions[int(share.argmax())], float(share.max()))

    def answer(self, picture: Float32[np.ndarray, " visual"]) -> Float32[np.ndarray, " audio"]:
        """The unit vector in the sound's space for a unit vector in the picture's."""
        return self._answer(picture, self._heard(self.weights(picture), self.recognised(picture)))

    def map(self, picture: VisualEmbedding, settings: Settings, seeds: Sequence[int]) -> Steps[tuple[Mapped, ...]]:  # noqa: ARG002
        """One answer, repeated for each seed; a caption's score is its share.

        Raises:
            SpaceMismatch: The picture lives in another space.
        """
        self._spaces.check(picture)
        yield Progress("mapping", 0, 1)
        seen = self.weights(picture.pooled)
        surest = self._best(picture.pooled, picture.evidence)
        known = surest.score >= self.sure
        share = self._heard(seen, known)
        best = np.argsort(-share, kind="stable")[: self._reasons]
        reason = tuple(Tag(self.captions[i], float(share[i])) for i in best if share[i] > 0)
        guess = None if known else surest
        answer = self._answer(picture.pooled, share)
        return tuple(Mapped(answer, reason, guess=guess) for _ in seeds)

    def _heard(self, seen: Float32[np.ndarray, " caption"], known: bool) -> Float32[np.ndarray, " caption"]:
        """The shares that count: those of all captions, or of ambience where nothing is recognised."""
        if known or not self.ambience.any():
            return seen
        kept = np.where(self.ambience, seen.astype(np.float64) + np.finfo(np.float32).tiny, 0)
        heard: Float32[np.ndarray, " caption"] = (kept / kept.sum()).astype(np.float32)
        return heard

    def _answer(
        self, picture: Float32[np.ndarray, " visual"], share: Float32[np.ndarray, " caption"]
    ) -> Float32[np.ndarray, " audio"]:
        answer = unit(share @ self.in_clap)
        return answer if self.residual is None else unit(answer + picture @ self.residual[:-1] + self.residual[-1])


def build_bridge(
    captions: Sequence[str],
    visual: VisualEncoder,
    audio: AudioEncoder,
    temperature: float = TEMPERATURE,
    picture_templates: Sequence[str] = PICTURE_TEMPLATES,
    sound_templates: Sequence[str] = SOUND_TEMPLATES,
) -> Steps[BridgeMapper]:
    """Encode captions with both text towers.

    The bridge's digest is that of the captions, templates and temperature: with the encoders they decide the rest.

    Args:
        captions: Things that can be seen and heard ("a dog barking"); repeats and blank ones are left out.
        visual: Encoder of the picture's space.
        audio: Encoder of the sound's space.
        temperature: See `BridgeMapper`.
        picture_templates: Sentences with "{}" for the caption; a caption's vector is the mean over them
            (prompt ensembling, Radford et al. 2021, section 3.1.4).
        sound_templates: The same for the sound's space.

    Raises:
        BadInput: No caption is left.
    """
    kept = list(dict.fromkeys(caption.strip() for caption in captions if caption.strip()))
    if not kept:
        raise BadInput("The list of captions is empty.", "Give at least one line of text.")
    in_clip, in_clap = [], []
    for start in range(0, len(kept), _CHUNK):
        yield Progress("encoding captions", start, len(kept))
        chunk = kept[start : start + _CHUNK]
        in_clip.append(np.mean([visual.embed_text([t.format(c) for c in chunk]) for t in picture_templates], axis=0))
        in_clap.append(np.mean([audio.embed_text([t.format(c) for c in chunk]) for t in sound_templates], axis=0))
    source = repr((kept, tuple(picture_templates), tuple(sound_templates), temperature))
    return BridgeMapper(
        kept,
        unit(np.concatenate(in_clip)),
        unit(np.concatenate(in_clap)),
        visual.clip_space,
        audio.clap_space,
        temperature,
        digest=hashlib.sha256(source.encode()).hexdigest(),
    )
