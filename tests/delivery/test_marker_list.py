"""Markers as a file of their own, read again by a reader that is not ours."""

from __future__ import annotations

import csv
from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import opentimelineio as otio
import pytest

from tests.timeline.test_edits import cut
from v2a_plugin.delivery.marker_list import write_markers
from v2a_plugin.model.errors import BadInput
from v2a_plugin.model.timeline import Marker, MarkerKind, Timeline


def marked() -> Timeline:
    timeline = cut(2)
    marks = (
        Marker(Fraction(1), "=door | slams", note="Tür"),
        Marker(Fraction(3, 2), "hit", MarkerKind.HIT),
    )
    return replace(timeline, markers=marks)


def test_a_spreadsheet_gets_a_row_a_marker(tmp_path: Path) -> None:
    timeline = marked()
    assert write_markers(timeline, tmp_path / "marks.csv") == 2
    with (tmp_path / "marks.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    assert [tuple(row.values()) for row in rows] == [
        (str(timeline.timecode(Fraction(1))), "1.000000", "'=door | slams", "Tür", "mark"),
        (str(timeline.timecode(Fraction(3, 2))), "1.500000", "hit", "", "hit"),
    ]


def test_resolve_gets_an_event_of_one_frame_a_marker(tmp_path: Path) -> None:
    timeline = marked()
    assert write_markers(timeline, tmp_path / "marks.edl", [MarkerKind.MARK]) == 1
    text = (tmp_path / "marks.edl").read_text(encoding="utf-8")
    assert " Tür |C:ResolveColorBlue |M:=door / slams |D:1" in text.splitlines()
    read = otio.adapters.read_from_file(str(tmp_path / "marks.edl"), rate=float(timeline.rate))
    [clip] = read.find_clips()
    at = clip.source_range.start_time.to_timecode(float(timeline.rate))
    assert (at, clip.duration().value) == (str(timeline.timecode(Fraction(1))), 1)


def test_what_cannot_be_written_is_refused(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match=r"marks\.txt is no file for markers"):
        write_markers(marked(), tmp_path / "marks.txt")
    with pytest.raises(BadInput, match="no markers to write"):
        write_markers(cut(1), tmp_path / "marks.csv")
