"""Edits of the sound of a take: each makes another take of the same region, and the one that was edited stays."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import soxr

from v2a_plugin.model.errors import BadInput
from v2a_plugin.model.recipe import SoundEdit
from v2a_plugin.model.sound import Sound
from v2a_plugin.model.takes import RenderedTake, Take
from v2a_plugin.project.project import Project
from v2a_plugin.sources.audio_edits import edited, preview_mix
from v2a_plugin.timeline.lookup import find_take

__all__ = ["edit_sound", "preview_of"]


def edit_sound(project: Project, take: str, edits: Sequence[SoundEdit]) -> Take:
    """Make a new take of a take; it is on the disk, and in the project, when this returns.

    Its recipe is that of the take with the edits behind it, so that it can be made again bit for bit.

    Args:
        project: Open for editing.
        take: Id of the take.
        edits: In order, at least one.

    Returns:
        The new take, or the one there is already that is the same.

    Raises:
        BadInput: No edits, the take is silent or too short for them, or there is no such take.
        NoSuchFile: Its sound is gone.
        OutputError: The project is read-only, or the disk is full.
    """
    if not edits:
        raise BadInput("There is nothing to do to the take.", "Give a trim, a gain or a fade.")
    kept = find_take(project.timeline, take)
    rendered = RenderedTake(replace(project.take(take), star=False, note=""), project.sound(take))
    for edit in edits:
        rendered = edited(rendered, [replace(edit, digest=rendered.take.digest)])
    known = {one.id for one in project.timeline.takes}
    project.add_take(rendered, kept.region)
    new = [one.id for one in project.timeline.takes if one.id not in known]
    return project.take(new[0] if new else rendered.take.id)


def preview_of(project: Project, takes: Sequence[str]) -> Sound:
    """Takes laid over each other where they lie in their region, handles included, for listening.

    Where their channels differ it is in stereo, and where their rates do at the highest.

    Raises:
        BadInput: No takes, takes of several regions, or there is no such take.
        NoSuchFile: A sound is gone.
    """
    kept = [find_take(project.timeline, take) for take in takes]
    if len({take.region for take in kept}) != 1:
        raise BadInput("A preview is of takes of one region.", "Give ids of takes of the same shot or segment.")
    spans = [project.take(take).rendered for take in takes]
    first = min(span.start for span in spans)
    sounds = [project.sound(take) for take in takes]
    rate = max(sound.rate for sound in sounds)
    if len({sound.channels for sound in sounds}) > 1:
        sounds = [sound.stereo() for sound in sounds]
    return preview_mix([_at(sound, rate) for sound in sounds], [span.start - first for span in spans])


def _at(sound: Sound, rate: int) -> Sound:
    if sound.rate == rate:
        return sound
    return Sound(soxr.resample(sound.samples.T, sound.rate, rate, quality="VHQ").T, rate)
