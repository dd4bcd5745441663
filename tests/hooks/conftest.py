"""Takes for the tests of plugins and deliveries."""

from __future__ import annotations

import dataclasses
import hashlib
from collections.abc import Callable
from fractions import Fraction
from pathlib import Path
from typing import Any, TypeAlias

import numpy as np
import pytest

from v2a_plugin.delivery.protocol import CutRequest, DeliveryRequest, StemDepth, StemSettings
from v2a_plugin.model.media import MediaFile
from v2a_plugin.model.recipe import MediaReference, Precision, Recipe, Settings
from v2a_plugin.model.sound import Levels, Sound, Tag
from v2a_plugin.model.takes import RenderedTake, Take
from v2a_plugin.model.time import Span, Timecode, index_at
from v2a_plugin.model.timeline import Cue, KeptTake, Timeline, Track, TrackKind

MakeTake: TypeAlias = Callable[..., RenderedTake]
MakeDelivery: TypeAlias = Callable[..., DeliveryRequest]


def _take(seed: int = 0, sound: Sound | None = None, used: Span | None = None) -> RenderedTake:
    used = used or Span(Fraction(1), Fraction(3, 2))
    handle = Fraction(1, 10)
    rendered = used.widened(handle)
    if sound is None:
        noise = np.random.default_rng(seed).uniform(-0.5, 0.5, rendered.samples(48_000))
        sound = Sound.mono(noise.astype(np.float32), 48_000)
    media = MediaReference(Path("Szene 1 – Küche.mov"), "12-ab")
    recipe = Recipe(
        media=media, used=used, handle=handle, rate=Fraction(24000, 1001), timecode=None,
        settings=Settings(prompt="Schritte"), seed=seed, bundle="mini", lock_digest="0" * 64, mapper_digest="",
        device="cpu", precision=Precision.FP32, threads=1, batch=1, generator_rate=16_000, versions=(("torch", "2"),),
    )  # fmt: skip
    digest = hashlib.sha256(sound.samples.tobytes()).hexdigest()
    levels = Levels(None, -6.0, -6.0, -12.0)
    tags = (Tag("footsteps", 0.4), Tag("door, wooden", 0.2))
    take = Take(f"take-{seed}", digest, sound.rate, rendered, used, 0.5, tags, levels, recipe, channels=sound.channels)
    return RenderedTake(take, sound)


def _delivery(count: int = 2, **changes: object) -> DeliveryRequest:
    takes = changes.get("takes") or tuple(_take(seed) for seed in range(count))
    media = MediaReference(Path("Szene 1 – Küche.mov"), "12-ab")
    return DeliveryRequest("Shot 1", takes, media, Fraction(24000, 1001))  # type: ignore[arg-type]


@pytest.fixture
def make_take() -> MakeTake:
    """A take of noise: `make_take(seed)`, or of a given `sound` and `used` span."""
    return _take


@pytest.fixture
def make_delivery() -> MakeDelivery:
    """A request for some takes: `make_delivery(count)` or `make_delivery(takes=…)`."""
    return _delivery


class ImpulseCut:
    """A cut of takes that are silent but for one sample each, and its own take store.

    Attributes:
        heard: Samples of the timeline, at 48 kHz, where an impulse is heard: in the order the cues were added.
    """

    def __init__(self, rate: Fraction, drop: bool = False, start: str = "") -> None:
        code = Timecode.parse(start or ("01:00:00;00" if drop else "01:00:00:00"), rate)
        self._timeline = Timeline(rate, code, name="Schnitt 1")
        self._takes: dict[str, tuple[Take, Sound]] = {}
        self.heard: list[int] = []

    def add(
        self,
        track: str,
        start: Fraction,
        impulse: int,
        trim: Span | None = None,
        *,
        right: bool = False,
        **changes: Any,
    ) -> Cue:
        """A cue on a track of this name, from a 2 s take with its impulse at a sample: mono, or right in stereo."""
        take = f"take-{len(self._takes) + 1}"
        samples = np.zeros((1 + right, 2 * 48_000), np.float32)
        samples[-1, impulse] = 0.5
        sound = Sound(samples, 48_000)
        rendered = _take(len(self._takes), sound, Span(Fraction(1, 10), Fraction(19, 10))).take
        self._takes[take] = dataclasses.replace(rendered, id=take), sound
        trim = trim or Span(Fraction(0), Fraction(2))
        cue = Cue(take, start, trim, Fraction(2), **changes)
        tracks = {each.name: each for each in self._timeline.tracks}
        row = tracks.get(track, Track(TrackKind.FX, track))
        tracks[track] = dataclasses.replace(row, cues=tuple(sorted((*row.cues, cue), key=lambda cue: cue.start)))
        kept = KeptTake(take, "", Fraction(2), Span(Fraction(1, 10), Fraction(19, 10)), 48_000, channels=1 + right)
        self.change(tracks=tuple(tracks.values()), takes=(*self._timeline.takes, kept))
        if trim.start <= Fraction(impulse, 48_000) < trim.end and not cue.mute:
            self.heard.append(index_at(start - trim.start, 48_000) + impulse)
        return cue

    def change(self, **changes: Any) -> None:
        """Replace fields of the timeline."""
        self._timeline = dataclasses.replace(self._timeline, **changes)

    def request(self, media: tuple[MediaFile, ...] = (), **settings: Any) -> CutRequest:
        """The cut, with stems as asked for; float samples unless said otherwise."""
        return CutRequest(self._timeline, media, self, StemSettings(**{"depth": StemDepth.FLOAT32, **settings}))

    def take(self, identifier: str) -> Take:
        """As `TakeSource` wants it."""
        return self._takes[identifier][0]

    def sound(self, identifier: str) -> Sound:
        """As `TakeSource` wants it."""
        return self._takes[identifier][1]


@pytest.fixture
def impulse_cut() -> type[ImpulseCut]:
    """Builds cuts whose every sound is one sample: `impulse_cut(rate)`, then `add`, then `request()`."""
    return ImpulseCut
