"""The snapshot: the state after some change, so that opening need not read the journal from its start.

It holds nothing that the journal does not, and may be deleted. The last line is a digest of all before it: a snapshot
that somebody edited is not believed.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from pathlib import Path

from v2a_plugin.files import read_text, write_text
from v2a_plugin.model.errors import BadInput
from v2a_plugin.model.serial import parse
from v2a_plugin.project.folder_layout import Layout
from v2a_plugin.project.state import SCHEMA, State, laid_out, state_of

__all__ = ["Snapshot", "read_snapshot", "write_snapshot"]

_SEAL = ',\n"sha256":"'
_END = '"}\n'


@dataclass(frozen=True, slots=True)
class Snapshot:
    """A state, and the number of the last change it holds."""

    seq: int
    state: State


def write_snapshot(layout: Layout, snapshot: Snapshot) -> None:
    """Replace the snapshot; the older one stays whole until the new one is on the disk.

    Raises:
        OutputError: The disk is full, or the folder may not be written.
    """
    head = f'{{"seq":{snapshot.seq},\n"state":{laid_out(snapshot.state)}'
    digest = hashlib.sha256(head.encode()).hexdigest()
    write_text(layout.snapshot, f"{head}{_SEAL}{digest}{_END}")


def read_snapshot(path: Path) -> Snapshot | None:
    """The snapshot in a file, None when there is none or an older program wrote it.

    Raises:
        BadInput: It cannot be believed, or a newer program wrote it (then `newer` is in its words).
    """
    try:
        text = read_text(path)
    except FileNotFoundError:
        return None
    except (OSError, UnicodeDecodeError) as error:
        raise BadInput(f"{path.name} cannot be read.") from error
    head, found, tail = text.rpartition(_SEAL)
    if not found or not tail.endswith(_END) or hashlib.sha256(head.encode()).hexdigest() != tail[: -len(_END)]:
        raise BadInput(f"{path.name} was changed since it was written.")
    value = parse(head + "}", path.name)
    if not isinstance(value, dict) or not isinstance(value.get("seq"), int) or not isinstance(value.get("state"), dict):
        raise BadInput(f"{path.name} is no snapshot.")
    if value["state"].get("schema", SCHEMA) < SCHEMA:
        return None
    return Snapshot(value["seq"], state_of(value["state"], path.name))
