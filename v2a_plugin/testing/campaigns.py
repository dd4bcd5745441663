"""Long campaigns of tests: they go on where they were broken off, take a size, and tell what came out.

`V2A_SOAK_SIZE` is how many rounds a campaign has instead of its own number, `V2A_SOAK_STATE` the folder where it keeps how
far it is, by default `.work/soak`. A round that fails is the first one of the next run.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from v2a_plugin.files import read_text, write_text
from v2a_plugin.model.serial import from_json, to_json

__all__ = ["Campaign"]


@dataclass(frozen=True, slots=True)
class _State:
    done: int
    ends: tuple[tuple[str, int], ...]


@dataclass(slots=True)
class Campaign:
    """How far a campaign is.

    Attributes:
        name: What it is called.
        done: Rounds that are over.
        ends: How many rounds ended how.
    """

    name: str
    done: int = 0
    ends: dict[str, int] = field(default_factory=dict)

    @classmethod
    def rounds(cls, name: str, size: int) -> Iterator[tuple[int, Campaign]]:
        """The rounds that are left, from 0; the outcome of all is printed after the last.

        Args:
            name: Of the campaign.
            size: How many rounds it has, when nobody says otherwise.
        """
        size = int(os.environ.get("V2A_SOAK_SIZE") or size)
        path = Path(os.environ.get("V2A_SOAK_STATE") or ".work/soak") / f"{name}.json"
        path.parent.mkdir(parents=True, exist_ok=True)
        state = from_json(_State, read_text(path)) if path.is_file() else _State(0, ())
        campaign = cls(name, state.done, dict(state.ends))
        while campaign.done < size:
            yield campaign.done, campaign
            campaign.done += 1
            write_text(path, to_json(_State(campaign.done, tuple(campaign.ends.items()))))
        path.unlink(missing_ok=True)
        told = ", ".join(f"{count} × {end}" for end, count in sorted(campaign.ends.items()))
        print(f"\n{name}: {campaign.done} rounds: {told}")

    def count(self, end: str) -> None:
        """Note how a round ended."""
        self.ends[end] = self.ends.get(end, 0) + 1
