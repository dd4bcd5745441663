"""The lock of a bundle: every file that it is made of, with its digest."""

from __future__ import annotations

from dataclasses import dataclass, field

__all__ = ["Lock", "LockedFile"]


@dataclass(frozen=True, slots=True)
class LockedFile:
    """One file of a bundle: path inside it with '/', bytes, sha256 in hex."""

    path: str
    size: int
    sha256: str


@dataclass(frozen=True, slots=True)
class Lock:
    """What a bundle was made of when it was pulled or shipped.

    Attributes:
        bundle: Name on its card.
        revisions: Pairs (part, revision) as the hub resolved them; empty for shipped bundles.
        files: Every file, sorted by path.
        notes: What was found out when it was pulled, one sentence each.
    """

    bundle: str
    revisions: tuple[tuple[str, str], ...] = field(default=())
    files: tuple[LockedFile, ...] = field(default=())
    notes: tuple[str, ...] = field(default=())
