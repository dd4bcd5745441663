"""The programs that editors deliver to, each with the format it takes in best."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from v2a_plugin.delivery.protocol import StemLayout

__all__ = ["FILES_ONLY", "FILM", "FILM_MOV", "Program", "programs"]


@dataclass(frozen=True, slots=True)
class Program:
    """What a delivery is for.

    Attributes:
        name: The program, or what else the files are.
        format: Name of the exporter.
        layout: How its sound is best divided; None leaves that to whoever exports.
    """

    name: str
    format: str
    layout: StemLayout | None = None


FILES_ONLY = "Files only"
FILM, FILM_MOV = "A film with the mix, MP4", "A film with the mix, MOV"
_PROGRAMS = (
    Program("DaVinci Resolve", "otio"),
    Program("Premiere Pro", "fcp7"),
    Program("Final Cut Pro", "fcpxml"),
    Program("Pro Tools", "aaf"),
    Program("Avid Media Composer", "aaf"),
    Program("Reaper", "rpp"),
    Program("Kdenlive", "kdenlive"),
    Program("Shotcut", "mlt"),
    Program("Blender", "bwf", StemLayout.PER_TRACK),  # it reads no cut: files that begin where the cut does
    Program(FILES_ONLY, "bwf"),
    Program(FILM, "film", StemLayout.MIX),
    Program(FILM_MOV, "film-mov", StemLayout.MIX),
)


def programs(formats: Iterable[str]) -> tuple[Program, ...]:
    """The programs whose format is written here, and after them every other format under its own name."""
    there = list(formats)
    known = tuple(program for program in _PROGRAMS if program.format in there)
    return (*known, *(Program(name, name) for name in there if name not in {one.format for one in _PROGRAMS}))
