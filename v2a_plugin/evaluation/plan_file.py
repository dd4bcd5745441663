"""Reads a study's plan from TOML, and names the place of what is wrong in it."""

from __future__ import annotations

import itertools
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import fields, replace
from fractions import Fraction
from pathlib import Path
from typing import Any

from v2a_plugin.evaluation.plan import FIGURES, KINDS, VIAS, InterpolationPlan, ItemPlan, StudyPlan, System, TablePlan
from v2a_plugin.evaluation.synchrony import GUIDES
from v2a_plugin.files import read_text
from v2a_plugin.model.errors import BadInput, NoSuchFile
from v2a_plugin.model.recipe import Reading, SamplerName, Settings, Spacing
from v2a_plugin.zoo.cards import Defaults

__all__ = ["read_plan"]

_KNOBS = tuple(knob.name for knob in fields(Settings))


def read_plan(path: Path, defaults: Defaults | None = None) -> StudyPlan:
    """Read a plan.

    Args:
        path: A TOML file; paths in it are relative to it.
        defaults: The bundle's, which `[settings]` and the systems change; None for the program's.

    Raises:
        NoSuchFile: It is missing.
        BadInput: Not TOML, or something in it is unknown, missing or impossible.
    """
    try:
        plain = tomllib.loads(read_text(path))
    except OSError as error:
        raise NoSuchFile(f"The plan {path} cannot be read.", "Give a TOML file that declares a study.") from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise BadInput(f"{path.name} is not TOML: {error}.", "Correct that line.") from error
    return _Reader(path, defaults or Defaults()).plan(plain, defaults.settings() if defaults else Settings())


def _setting_text(knob: str, value: Any) -> str:
    """A knob in the name of a system."""
    if knob == "moving":
        return "video" if value else "picture"
    return f"{knob.replace('_', ' ')} {value}"


class _Reader:
    """Builds a plan from TOML, and names the place of what is wrong."""

    def __init__(self, path: Path, defaults: Defaults) -> None:
        self._path, self._defaults = path, defaults

    def plan(self, plain: Mapping[str, Any], defaults: Settings) -> StudyPlan:
        self._only(plain, "the plan", "title", "bundle", "seconds", "seed", "judges", "routes", "steps", "settings",
                   "items", "system", "table", "sweep", "interpolation", "gap")  # fmt: skip
        base = self._settings(self._dict(plain, "settings"), defaults, "settings")
        systems = {}
        for row in self._rows(plain, "system"):
            system = self._system(row, base)
            if system.name in systems:
                raise self._wrong(f"there are two systems called '{system.name}'")
            systems[system.name] = system
        tables = [self._table(row, systems) for row in self._rows(plain, "table")]
        tables += [self._sweep(row, systems) for row in self._rows(plain, "sweep")]
        names = [table.name for table in tables]
        if len(set(names)) < len(names) or not (tables or "interpolation" in plain or "gap" in plain):
            raise self._wrong("it needs tables, sweeps, interpolations or a gap, each of its own name")
        try:
            seconds = Fraction(str(plain.get("seconds", 5)))
        except ValueError as error:
            raise self._wrong("'seconds' must be a number") from error
        if not Fraction(1, 5) <= seconds <= 60:
            raise self._wrong(f"seconds cannot be {float(seconds):g}; clips of 0.2 to 60 s can be compared")
        return StudyPlan(
            title=self._text(plain, "title", self._path.stem),
            bundle=self._text(plain, "bundle", "mini"),
            seconds=seconds,
            seed=self._number(plain, "seed", 1),
            judges=self._texts(plain, "judges", ("clap",)),
            routes=self._texts(plain, "routes", ()),
            settings=base,
            items=self._items(self._dict(plain, "items")),
            tables=tuple(tables),
            interpolations=tuple(self._interpolation(row) for row in self._rows(plain, "interpolation")),
            gap=self._texts(self._dict(plain, "gap"), "mappers", ()),
            steps=max(3, self._number(plain, "steps", 10)),
        )

    def _system(self, row: Mapping[str, Any], base: Settings) -> System:
        name = self._text(row, "name")
        place = f"the system '{name}'"
        self._only(row, place, "name", "via", "moving", "captioner", "folder", "guide", *_KNOBS)
        via = self._text(row, "via", "mapper")
        if via not in VIAS:
            raise self._wrong(f"{place} is conditioned via '{via}', and there is {', '.join(VIAS)}")
        if via == "folder" and "folder" not in row:
            raise self._wrong(f"{place} names no folder")
        guide = self._text(row, "guide", "")
        if guide not in GUIDES:
            raise self._wrong(f"{place} follows '{guide}', and there is {', '.join(GUIDES[1:])}")
        return System(
            name,
            via,
            self._settings(row, base, place),
            bool(row.get("moving", False)),
            self._text(row, "captioner", "tags") if via == "caption" else "",
            self._folder(row, "folder"),
            guide,
        )

    def _settings(self, row: Mapping[str, Any], base: Settings, place: str) -> Settings:
        knobs = {name: value for name, value in row.items() if name in _KNOBS}
        if place == "settings":
            self._only(row, place, *_KNOBS)
        try:
            if "scheduler" in knobs:
                knobs["scheduler"] = SamplerName(knobs["scheduler"])
            if "spacing" in knobs:
                knobs["spacing"] = Spacing(knobs["spacing"])
            if "reading" in knobs:
                knobs["reading"] = Reading(knobs["reading"])
            changed = replace(base, **knobs)
            if {"steps", "scheduler"} & {*knobs} and "spacing" not in knobs:
                changed = replace(changed, spacing=self._defaults.spacing_of(changed.steps, changed.scheduler))
            return changed
        except (ValueError, TypeError) as error:
            raise self._wrong(f"{place}: {error}") from error

    def _table(self, row: Mapping[str, Any], systems: Mapping[str, System]) -> TablePlan:
        name = self._text(row, "name")
        self._only(
            row, f"the table '{name}'", "name", "title", "systems", "against", "figure", "limit", "quick", "takes"
        )
        chosen = [self._known(systems, each) for each in self._texts(row, "systems", ())]
        return self._sized(row, name, chosen)

    def _sweep(self, row: Mapping[str, Any], systems: Mapping[str, System]) -> TablePlan:
        name = self._text(row, "name")
        place = f"the sweep '{name}'"
        self._only(
            row, place, "name", "title", "system", "also", "vary", "against", "figure", "limit", "quick", "takes"
        )
        base, vary = self._known(systems, self._text(row, "system")), self._dict(row, "vary")
        self._only(vary, place, *_KNOBS, "moving")
        chosen = [self._known(systems, each) for each in self._texts(row, "also", ())]
        for values in itertools.product(*(self._list(value) for value in vary.values())):
            knobs = dict(zip(vary, values, strict=True))
            title = ", ".join(_setting_text(knob, value) for knob, value in knobs.items())
            moving = bool(knobs.pop("moving", base.moving))
            settings = self._settings(knobs, base.settings, place)
            chosen.append(replace(base, name=title, settings=settings, moving=moving))
        return self._sized(row, name, chosen)

    def _sized(self, row: Mapping[str, Any], name: str, systems: Sequence[System]) -> TablePlan:
        figure, against = self._text(row, "figure", ""), self._text(row, "against", "")
        if not systems:
            raise self._wrong(f"'{name}' compares no systems")
        if against and against not in [system.name for system in systems]:
            raise self._wrong(f"'{name}' is against '{against}', which is not among its systems")
        if figure not in FIGURES:
            raise self._wrong(f"'{name}' asks for a figure '{figure}', and there is {', '.join(FIGURES[1:])}")
        return TablePlan(
            name,
            self._text(row, "title", name),
            tuple(systems),
            against,
            figure,
            self._number(row, "limit", 0),
            self._number(row, "quick", 8),
            max(1, self._number(row, "takes", 1)),
        )

    def _interpolation(self, row: Mapping[str, Any]) -> InterpolationPlan:
        self._only(row, "an interpolation", "start", "end", "words", "name")
        return InterpolationPlan(
            self._text(row, "start"), self._text(row, "end"), bool(row.get("words", False)), self._text(row, "name", "")
        )

    def _items(self, row: Mapping[str, Any]) -> ItemPlan:
        self._only(row, "items", "kind", "folder", "references", "labels")
        kind = self._text(row, "kind", "corpus")
        if kind not in KINDS:
            raise self._wrong(f"items are of the kind '{kind}', and there is {', '.join(KINDS)}")
        return ItemPlan(kind, self._folder(row, "folder"), self._folder(row, "references"), self._folder(row, "labels"))

    # Small things

    def _wrong(self, what: str) -> BadInput:
        return BadInput(f"{self._path.name}: {what}.", "See the study's page in the documentation for the form.")

    def _only(self, row: Mapping[str, Any], place: str, *known: str) -> None:
        if unknown := sorted(row.keys() - set(known)):
            raise self._wrong(f"{place} has an unknown entry '{unknown[0]}'")

    def _known(self, systems: Mapping[str, System], name: str) -> System:
        if name not in systems:
            raise self._wrong(f"there is no system called '{name}'")
        return systems[name]

    def _text(self, row: Mapping[str, Any], name: str, default: str | None = None) -> str:
        value = row.get(name, default)
        if not isinstance(value, str) or (default is None and not value):
            raise self._wrong(f"'{name}' must be text")
        return value

    def _texts(self, row: Mapping[str, Any], name: str, default: tuple[str, ...]) -> tuple[str, ...]:
        value = row.get(name, list(default))
        if not isinstance(value, list) or not all(isinstance(each, str) for each in value):
            raise self._wrong(f"'{name}' must be a list of names")
        return tuple(value)

    def _number(self, row: Mapping[str, Any], name: str, default: int) -> int:
        value = row.get(name, default)
        if not isinstance(value, int) or isinstance(value, bool) or value < 0:
            raise self._wrong(f"'{name}' must be a whole number, 0 or more")
        return value

    def _dict(self, row: Mapping[str, Any], name: str) -> Mapping[str, Any]:
        value = row.get(name, {})
        if not isinstance(value, dict):
            raise self._wrong(f"'{name}' must be a table")
        return value

    def _rows(self, row: Mapping[str, Any], name: str) -> list[Mapping[str, Any]]:
        value = row.get(name, [])
        if not isinstance(value, list) or not all(isinstance(each, dict) for each in value):
            raise self._wrong(f"'{name}' must be written as [[{name}]]")
        return value

    def _list(self, value: Any) -> list[Any]:
        return value if isinstance(value, list) else [value]

    def _folder(self, row: Mapping[str, Any], name: str) -> Path | None:
        text = self._text(row, name, "")
        return self._path.parent / Path(text).expanduser() if text else None
