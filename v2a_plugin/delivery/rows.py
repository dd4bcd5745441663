"""Tracks on which no two stems share a frame, for hosts that can only play a file from its start.

A stem is padded to whole frames, so two cues that touch between frames give stems that share one. Where the clips of
a host cannot be trimmed at their head, the later stem moves to a further track of the same name, and no sample is lost.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from v2a_plugin.delivery.protocol import CutRequest
from v2a_plugin.delivery.stem import Stem
from v2a_plugin.model.time import index_at
from v2a_plugin.model.timeline import Track

__all__ = ["in_rows", "rows_noted"]


def in_rows(request: CutRequest, stems: Sequence[Stem]) -> tuple[CutRequest, tuple[Stem, ...]]:
    """The same cut and stems, with further tracks where stems of one track share a frame.

    Args:
        request: The cut.
        stems: Its stems, without handles.
    """
    rate = request.timeline.rate
    placed: list[Stem] = [stem for stem in stems if stem.track is None]
    tracks: list[Track] = []
    for track in request.timeline.tracks:
        ends: list[int] = []  # of each row: the frame after its last stem
        mine = (stem for stem in stems if stem.track == track.id)
        for stem in sorted(mine, key=lambda stem: (stem.span.start, stem.span.end)):
            start = index_at(stem.span.start, rate)
            row = next((row for row, end in enumerate(ends) if end <= start), len(ends))
            ends[row : row + 1] = [max(start + 1, index_at(stem.span.end, rate))]
            placed.append(stem if row == 0 else replace(stem, track=_row_id(track, row)))
        tracks.append(track)
        tracks += [
            replace(track, id=_row_id(track, row), name=f"{track.name} {row + 1}", cues=())
            for row in range(1, len(ends))
        ]
    return replace(request, timeline=replace(request.timeline, tracks=tuple(tracks))), tuple(placed)


def rows_noted(request: CutRequest, stems: Sequence[Stem]) -> tuple[str, ...]:
    """Which tracks need further ones, one sentence each; empty when none does.

    Args:
        request: The cut.
        stems: Its stems, as `in_rows` is given them.
    """
    tracks = in_rows(request, stems)[0].timeline.tracks
    notes = []
    for track in request.timeline.tracks:
        further = sum(other.id.startswith(f"{track.id}-row-") for other in tracks)
        if further:
            lanes = "a further track" if further == 1 else f"{further} further tracks"
            notes.append(f"Cues of {track.name} that share a frame stand on {lanes} of the same name.")
    return tuple(notes)


def _row_id(track: Track, row: int) -> str:
    return f"{track.id}-row-{row + 1}"
