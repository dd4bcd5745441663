"""Where things lie in a project's folder, and how a file is made to stay there."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

from v2a_plugin.model.errors import BadInput

__all__ = ["SUFFIX", "Layout", "checked_id"]

SUFFIX = ".v2a"
"""What the folder of a project ends with."""

_ID = re.compile(r"[a-z0-9][a-z0-9_-]{0,63}")
_RESERVED = re.compile(r"con|prn|aux|nul|com\d|lpt\d")


@dataclass(frozen=True, slots=True)
class Layout:
    """The paths of one project.

    Attributes:
        root: The folder `Name.v2a`.
    """

    root: Path

    @property
    def journal(self) -> Path:
        """Every change ever made, one line each; only ever appended to."""
        return self.root / "ops.jsonl"

    @property
    def snapshot(self) -> Path:
        """The timeline after some change; saves reading the journal from its start."""
        return self.root / "snapshot.json"

    @property
    def takes(self) -> Path:
        """Folder of the take store."""
        return self.root / "takes"

    @property
    def cache(self) -> Path:
        """Folder of what can be made again; may be deleted at any time."""
        return self.root / "cache"

    @property
    def pictures(self) -> Path:
        """Folder in the cache of what the pictures look like; of a file that is gone it cannot be made again."""
        return self.cache / "pictures"

    @property
    def backup(self) -> Path:
        """Folder of files as they were before a repair or a migration."""
        return self.root / "backup"

    @property
    def lock(self) -> Path:
        """File that the system locks while somebody writes."""
        return self.root / ".lock"

    @property
    def owner(self) -> Path:
        """Who holds the lock."""
        return self.root / ".owner.json"

    def sound(self, take: str) -> Path:
        """The samples of a take. BadInput when its id is no file name."""
        return self.takes / f"{checked_id(take)}.wav"

    def recipe(self, take: str) -> Path:
        """What is known of a take, its recipe included. BadInput when its id is no file name."""
        return self.takes / f"{checked_id(take)}.json"


def checked_id(take: str) -> str:
    """A take's id that is safe as a file name on every system.

    Raises:
        BadInput: It holds anything but small letters, digits, '-' and '_', or is a name that Windows keeps for itself.
    """
    if _ID.fullmatch(take) is None or _RESERVED.fullmatch(take):
        raise BadInput(f"'{take[:80]}' is no id of a take.", "Ids are small letters, digits, '-' and '_', 64 at most.")
    return take
