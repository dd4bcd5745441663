"""Every edit by name, with arguments as a person writes them: what `v2a project edit` offers.

A new edit becomes available by one line in `EDITS`: its name, the function that makes the change, and what each of
its arguments is. Which of them may be left out follows from the function.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

from v2a_plugin.model.errors import BadInput
from v2a_plugin.model.timeline import Timeline
from v2a_plugin.timeline import (
    clearing,
    crossfades,
    edits,
    guide_edits,
    many_edits,
    marker_edits,
    placing,
    ripple,
    shot_edits,
    take_edits,
    track_edits,
    volume,
)
from v2a_plugin.timeline.operations import Change
from v2a_plugin.timeline.reading_arguments import Is, read_argument

__all__ = ["EDITS", "edit_named"]


@dataclass(frozen=True, slots=True)
class Parameter:
    """One argument of an edit.

    Attributes:
        name: As the function calls it.
        what: What a person writes for it.
        needed: Whether it must be given.
    """

    name: str
    what: Is
    needed: bool


@dataclass(frozen=True, slots=True)
class Edit:
    """An edit by its name.

    Attributes:
        name: "trim".
        make: Gives the change for a timeline and arguments.
        parameters: Its arguments, in order.
    """

    name: str
    make: Callable[..., Change]
    parameters: tuple[Parameter, ...]

    @property
    def summary(self) -> str:
        """What it does, in a sentence."""
        return (inspect.getdoc(self.make) or "").partition("\n")[0]

    @property
    def usage(self) -> str:
        """How it is written: "trim CUE EDGE TO"; what may be left out in brackets, with its name."""
        words = [one.name.upper() if one.needed else f"[{one.name}={one.what.value}]" for one in self.parameters]
        return " ".join((self.name, *words))

    def change(self, timeline: Timeline, arguments: Sequence[str]) -> Change:
        """The change for arguments as a person wrote them.

        Args:
            timeline: The timeline as it is.
            arguments: In order, or `name=value` in any order.

        Raises:
            BadInput: An argument is missing, too many, or cannot be read; or the edit itself refuses.
        """
        texts: dict[str, str] = {}
        names = [one.name for one in self.parameters]
        for argument in arguments:
            name, given, value = argument.partition("=")
            if not given or name not in names:
                free = next((each for each in names if each not in texts), None)
                if free is None:
                    raise BadInput(f"'{argument}' is one argument too many.", f"Write: {self.usage}.")
                name, value = free, argument
            if name in texts:
                raise BadInput(f"'{name}' was given twice.", f"Write: {self.usage}.")
            texts[name] = value
        for one in self.parameters:
            if one.needed and one.name not in texts:
                raise BadInput(f"'{self.name}' lacks {one.name} ({one.what.value}).", f"Write: {self.usage}.")
        kinds = {one.name: one.what for one in self.parameters}
        return self.make(timeline, **{name: read_argument(kinds[name], text, timeline) for name, text in texts.items()})


def edit_named(name: str) -> Edit:
    """An edit by its name.

    Raises:
        BadInput: There is none of this name.
    """
    import difflib

    if found := EDITS.get(name):
        return found
    close = difflib.get_close_matches(name, EDITS, 1)
    raise BadInput(
        f"No edit is called '{name}'.", f"Did you mean '{close[0]}'?" if close else "'v2a project edits' lists them."
    )


def _edits(table: Iterable[tuple[str, Callable[..., Change], Mapping[str, Is]]]) -> Mapping[str, Edit]:
    made = {}
    for name, make, kinds in table:
        usual = inspect.signature(make).parameters
        parameters = tuple(Parameter(each, what, usual[each].default is inspect._empty) for each, what in kinds.items())
        made[name] = Edit(name, make, parameters)
    return MappingProxyType(made)


_CUE, _CUES, _TAKE, _TRACK, _SHOT = {"cue": Is.CUE}, {"cues": Is.CUES}, {"take": Is.TAKE}, {"track": Is.TRACK}, Is.SHOT
_ON = {"on": Is.SWITCH}

EDITS = _edits(
    (
        # cues
        ("move", edits.move, _CUE | {"start": Is.TIME, "track": Is.TRACK}),
        ("overlap", crossfades.overlap, _CUE | {"start": Is.TIME, "track": Is.TRACK}),
        ("nudge", edits.nudge, _CUES | {"by": Is.LENGTH}),
        ("trim", edits.trim, _CUE | {"edge": Is.EDGE, "to": Is.TIME}),
        ("slip", edits.slip, _CUE | {"by": Is.LENGTH}),
        ("split", edits.split, _CUE | {"at": Is.TIME}),
        ("split-at", many_edits.split_at, {"at": Is.TIME} | _CUES),
        ("duplicate", edits.duplicate, _CUE | {"start": Is.TIME, "track": Is.TRACK}),
        ("delete", edits.delete, _CUES),
        ("ripple-delete", many_edits.ripple_delete_all, _CUES),
        ("ripple-cut", ripple.ripple_cut, {"span": Is.SPAN, "tracks": Is.TRACKS}),
        ("ripple-insert", ripple.ripple_insert, {"at": Is.TIME, "length": Is.LENGTH, "tracks": Is.TRACKS}),
        ("gain", edits.gain, _CUES | {"db": Is.NUMBER}),
        ("gain-by", edits.gain_by, _CUES | {"db": Is.NUMBER}),
        ("fade", edits.fade, _CUES | {"edge": Is.EDGE, "length": Is.LENGTH, "shape": Is.SHAPE}),
        ("add-volume-point", volume.add_volume_point, _CUE | {"at": Is.TIME, "db": Is.NUMBER}),
        (
            "move-volume-point",
            volume.move_volume_point,
            _CUE | {"point": Is.TIME, "to": Is.TIME, "db": Is.NUMBER},
        ),
        ("remove-volume-point", volume.remove_volume_point, _CUE | {"point": Is.TIME}),
        ("clear-volume", volume.clear_volume, _CUES),
        ("mute", edits.mute, _CUES | _ON),
        ("lock", edits.lock, _CUES | _ON),
        ("note", edits.note, _CUES | {"text": Is.TEXT}),
        ("rename", edits.rename, _CUES | {"name": Is.TEXT}),
        ("category", edits.set_category, _CUES | {"category": Is.TEXT}),
        ("next-take", take_edits.next_take, _CUE),
        ("previous-take", take_edits.previous_take, _CUE),
        ("replace-take", take_edits.replace_take, _CUE | _TAKE),
        # takes
        ("place", placing.place_chosen, _TAKE | {"layer": Is.SWITCH, "track": Is.TRACK}),
        ("comp", crossfades.comp, _TAKE | {"span": Is.SPAN, "seam": Is.LENGTH}),
        ("choose", take_edits.choose, {"region": _SHOT} | _TAKE),
        ("next-choice", take_edits.next_choice, {"region": _SHOT}),
        ("previous-choice", take_edits.previous_choice, {"region": _SHOT}),
        ("star", take_edits.star, _TAKE | _ON),
        ("reject", take_edits.reject, _TAKE | _ON),
        ("note-take", take_edits.note_take, _TAKE | {"text": Is.TEXT}),
        ("discard", clearing.discard, {"takes": Is.TAKES}),
        ("limit-takes", clearing.beyond_limit, {"most": Is.COUNT}),
        # shots
        ("split-shot", shot_edits.split_shot, {"at": Is.TIME}),
        ("merge-shots", shot_edits.merge_shots, {"regions": Is.SHOTS}),
        ("mark-segment", shot_edits.mark_segment, {"span": Is.SPAN, "name": Is.TEXT}),
        ("rename-shot", track_edits.rename_region, {"region": _SHOT, "name": Is.TEXT}),
        # markers
        ("add-marker", marker_edits.add_marker, {"at": Is.TIME, "name": Is.TEXT, "note": Is.TEXT}),
        ("move-marker", marker_edits.move_marker, {"marker": Is.MARKER, "to": Is.TIME}),
        ("note-marker", marker_edits.note_marker, {"marker": Is.MARKER, "name": Is.TEXT, "note": Is.TEXT}),
        ("remove-markers", marker_edits.remove_markers, {"markers": Is.MARKERS}),
        # guides
        ("add-event", guide_edits.add_event, {"at": Is.TIME, "strength": Is.NUMBER}),
        ("move-event", guide_edits.move_event, {"event": Is.TIME, "to": Is.TIME}),
        ("remove-event", guide_edits.remove_event, {"event": Is.TIME}),
        ("clear-guide", guide_edits.clear_guide, {"region": _SHOT}),
        # tracks and the cut
        ("add-track", track_edits.add_track, {"kind": Is.KIND, "name": Is.TEXT, "index": Is.COUNT}),
        ("remove-track", track_edits.remove_track, _TRACK),
        ("move-track", track_edits.move_track, _TRACK | {"to": Is.COUNT}),
        ("rename-track", track_edits.rename_track, _TRACK | {"name": Is.TEXT}),
        ("track-kind", track_edits.set_track_kind, _TRACK | {"kind": Is.KIND}),
        ("mute-track", track_edits.mute_track, _TRACK | _ON),
        ("solo-track", track_edits.solo_track, _TRACK | _ON),
        ("lock-track", track_edits.lock_track, _TRACK | _ON),
        ("track-gain", track_edits.set_track_gain, _TRACK | {"db": Is.NUMBER}),
        ("pan-track", track_edits.pan_track, _TRACK | {"pan": Is.NUMBER}),
        (
            "production",
            track_edits.set_production,
            {"mute": Is.SWITCH, "solo": Is.SWITCH, "db": Is.NUMBER, "duck": Is.NUMBER},
        ),
        ("rename-cut", track_edits.rename_timeline, {"name": Is.TEXT}),
        ("start-timecode", track_edits.set_start, {"start": Is.TIMECODE}),
        ("frame-rate", track_edits.set_rate, {"rate": Is.RATE}),
    )
)
"""Every edit that a person can ask for, by name."""
