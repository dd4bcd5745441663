"""Registers the formats of cuts that the engine writes and reads; what does the work is imported when it is used."""

from __future__ import annotations

import importlib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from v2a_hooks import CutReader, hookimpl

if TYPE_CHECKING:
    from v2a_plugin.delivery.protocol import CutExporter, CutRequest, Delivery, Feature
    from v2a_plugin.formats.cut import EditorsCut, ReadOptions
    from v2a_plugin.model.progress import Steps

__all__ = ["register_cut_readers", "register_exporters"]


@dataclass(frozen=True, slots=True)
class _Writer:
    """A `CutExporter` whose module has `FEATURES` and a function that writes."""

    name: str
    title: str
    module: str
    function: str = "write"

    @property
    def features(self) -> frozenset[Feature]:
        """What its files carry."""
        carried: frozenset[Feature] = self._loaded().FEATURES
        return carried

    def write_cut(self, request: CutRequest, folder: Path) -> Steps[Delivery]:
        """Write a delivery; see `v2a_plugin.delivery.protocol.CutExporter`."""
        delivery: Delivery = yield from getattr(self._loaded(), self.function)(self, request, folder)
        return delivery

    def _loaded(self) -> Any:
        return importlib.import_module(f"v2a_plugin.formats.{self.module}")


@hookimpl
def register_exporters() -> Sequence[CutExporter]:
    """Every format that is written."""
    return [
        _Writer("otio", "OpenTimelineIO, for DaVinci Resolve, Premiere and Kdenlive", "otio.write"),
        _Writer("otioz", "OpenTimelineIO bundle: timeline and stems in one file", "otio.write", "write_bundle"),
        _Writer("fcp7", "Final Cut Pro 7 XML, for Premiere and DaVinci Resolve", "fcp7.write"),
        _Writer("fcpxml", "Final Cut Pro XML 1.11, for Final Cut Pro and DaVinci Resolve", "fcpxml.write"),
        _Writer("mlt", "MLT timeline, for Shotcut and melt", "mlt.write"),
        _Writer("kdenlive", "Kdenlive project, 20.08 or newer", "kdenlive.write"),
        _Writer("rpp", "Reaper project", "rpp.write"),
        _Writer("aaf", "AAF with linked mono WAV, for Pro Tools and Media Composer (experimental)", "aaf.write"),
        _Writer("edl", "CMX3600 EDL, one list a track, where nothing better is read", "edl.write"),
    ]


@hookimpl
def register_cut_readers() -> Sequence[CutReader]:
    """Every format that is read."""
    return [
        CutReader("otio", "OpenTimelineIO", (".otio", ".otioz"), _otio),
        CutReader("fcp7", "Final Cut Pro 7 XML", (".xml",), _fcp7, (b"<xmeml",)),
        CutReader("fcpxml", "Final Cut Pro XML", (".fcpxml", ".fcpxmld", ".xml"), _fcpxml, (b"<fcpxml",)),
        CutReader("mlt", "MLT XML, of melt and Shotcut", (".mlt", ".xml"), _mlt, (b"<mlt", b"<westley")),
        CutReader("kdenlive", "Kdenlive project", (".kdenlive",), _mlt),
        CutReader("aaf", "AAF, of Media Composer and Premiere", (".aaf",), _aaf),
        CutReader("rpp", "Reaper project", (".rpp",), _rpp),
        CutReader("edl", "CMX3600 EDL", (".edl",), _edl),
    ]


def _otio(path: Path, options: ReadOptions) -> EditorsCut:
    from v2a_plugin.formats.otio.read import read_otio

    return read_otio(path, options)


def _fcp7(path: Path, options: ReadOptions) -> EditorsCut:
    from v2a_plugin.formats.fcp7.read import read_fcp7

    return read_fcp7(path, options)


def _fcpxml(path: Path, options: ReadOptions) -> EditorsCut:
    from v2a_plugin.formats.fcpxml.read import read_fcpxml

    return read_fcpxml(path, options)


def _mlt(path: Path, options: ReadOptions) -> EditorsCut:
    from v2a_plugin.formats.mlt.read import read_mlt

    return read_mlt(path, options)


def _aaf(path: Path, options: ReadOptions) -> EditorsCut:
    from v2a_plugin.formats.aaf.read import read_aaf

    return read_aaf(path, options)


def _rpp(path: Path, options: ReadOptions) -> EditorsCut:
    from v2a_plugin.formats.rpp.read import read_rpp

    return read_rpp(path, options)


def _edl(path: Path, options: ReadOptions) -> EditorsCut:
    from v2a_plugin.formats.edl.read import read_edl

    return read_edl(path, options)
