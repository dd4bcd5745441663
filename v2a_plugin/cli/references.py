"""What `--reference` and `--strength` mean."""

from __future__ import annotations

from pathlib import Path

from v2a_plugin.cli.console import warn
from v2a_plugin.model.errors import BadInput
from v2a_plugin.model.recipe import SourceKind, Variation
from v2a_plugin.sources.library.places import Libraries
from v2a_plugin.sources.library.variations import variation_of

__all__ = ["variation"]

_STRENGTH = 0.5


def variation(reference: Path | None, strength: float | None, source: SourceKind | None) -> Variation | None:
    """The recording to start from, with a warning where only some of it is used; None without one.

    Args:
        reference: Its file.
        strength: 0 to 1; None for the usual one.
        source: Where takes are to come from, if a person said so.

    Raises:
        BadInput: A strength without a recording, or takes are to be found and not rendered.
        V2AError: The recording cannot be used.
    """
    if reference is None:
        if strength is not None:
            raise BadInput("--strength says how far from a recording, and there is none.", "Add --reference SOUND.")
        return None
    if source not in (None, SourceKind.GENERATOR):
        raise BadInput(f"Takes from a reference are rendered, not found: --source {source}.", "Leave --source out.")
    found, notes = variation_of(reference, _STRENGTH if strength is None else strength, Libraries().all())
    for note in notes:
        warn(note)
    return found
