"""Takes for the tests of plugins and deliveries."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from fractions import Fraction
from pathlib import Path
from typing import TypeAlias

import numpy as np
import pytest

from v2a_plugin.delivery.protocol import DeliveryRequest
from v2a_plugin.model.recipe import MediaReference, Precision, Recipe, Settings
from v2a_plugin.model.sound import Levels, Sound, Tag
from v2a_plugin.model.takes import RenderedTake, Take
from v2a_plugin.model.time import Span

MakeTake: TypeAlias = Callable[..., RenderedTake]
MakeDelivery: TypeAlias = Callable[..., DeliveryRequest]


def _take(seed: int = 0, sound: Sound | None = None, used: Span | None = None) -> RenderedTake:
    used = used or Span(Fraction(1), Fraction(3, 2))
    handle = Fraction(1, 10)
    rendered = used.widened(handle)
    if sound is None:
        noise = np.random.default_rng(seed).uniform(-0.5, 0.5, rendered.samples(48_000))
        sound = Sound(noise.astype(np.float32), 48_000)
    media = MediaReference(Path("Szene 1 – Küche.mov"), "12-ab")
    recipe = Recipe(
        media=media, used=used, handle=handle, rate=Fraction(24000, 1001), timecode=None,
        settings=Settings(prompt="Schritte"), seed=seed, bundle="mini", lock_digest="0" * 64, mapper_digest="",
        device="cpu", precision=Precision.FP32, threads=1, batch=1, generator_rate=16_000, versions=(("torch", "2"),),
    )  # fmt: skip
    digest = hashlib.sha256(sound.samples.tobytes()).hexdigest()
    levels = Levels(None, -6.0, -6.0, -12.0)
    tags = (Tag("footsteps", 0.4), Tag("door, wooden", 0.2))
    return RenderedTake(Take(f"take-{seed}", digest, sound.rate, rendered, used, 0.5, tags, levels, recipe), sound)


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
