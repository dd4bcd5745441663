"""Registers what the engine writes and reads; the modules that do the work are imported when they are used."""

from __future__ import annotations

import importlib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from v2a_hooks import CutReader, Lazy, hookimpl

if TYPE_CHECKING:
    from v2a_plugin.delivery.protocol import CutExporter, CutRequest, Delivery, DeliveryRequest, Exporter, Feature
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
        return importlib.import_module(f"v2a_plugin.{self.module}")


@dataclass(frozen=True, slots=True)
class _TakeWriter:
    """An `Exporter` whose module has a function `write`."""

    name: str
    title: str
    carries: tuple[str, ...]
    module: str

    def write(self, request: DeliveryRequest, folder: Path) -> Steps[Delivery]:
        """Write takes; see `v2a_plugin.delivery.protocol.Exporter`."""
        delivery: Delivery = yield from Lazy(f"v2a_plugin.{self.module}:write")(self, request, folder)
        return delivery


@hookimpl
def register_exporters() -> Sequence[CutExporter | Exporter]:
    """Every format that is written."""
    return [
        _TakeWriter(
            "wav",
            "WAV, 48 kHz 24 bit, one file a take",
            ("samples at 48 kHz, 24 bit", "handles", "the recipe of every take"),
            "delivery.wav",
        ),
        _Writer("bwf", "Broadcast wave stems, for every host that spots by timecode", "delivery.broadcast_stems"),
        _Writer("otio", "OpenTimelineIO, for DaVinci Resolve, Premiere and Kdenlive", "formats.otio.write"),
        _Writer("otioz", "OpenTimelineIO bundle: timeline and stems in one file", "formats.otio.write", "write_bundle"),
        _Writer("fcp7", "Final Cut Pro 7 XML, for Premiere and DaVinci Resolve", "formats.fcp7.write"),
        _Writer("fcpxml", "Final Cut Pro XML 1.11, for Final Cut Pro and DaVinci Resolve", "formats.fcpxml.write"),
        _Writer("mlt", "MLT timeline, for Shotcut and melt", "formats.mlt.write"),
        _Writer("kdenlive", "Kdenlive project, 20.08 or newer", "formats.kdenlive.write"),
        _Writer("rpp", "Reaper project", "formats.rpp.write"),
        _Writer(
            "aaf", "AAF with linked mono WAV, for Pro Tools and Media Composer (experimental)", "formats.aaf.write"
        ),
        _Writer("film", "A film with the mix and the production sound, MP4", "formats.film.write"),
        _Writer(
            "film-mov", "A film with the mix and the production sound, MOV with PCM", "formats.film.write", "write_mov"
        ),
        _Writer("edl", "CMX3600 EDL, one list a track, where nothing better is read", "formats.edl.write"),
        _Writer("csv", "CSV cue sheet, for spreadsheets; no sound", "delivery.cue_sheet_csv"),
        _Writer("pdf", "PDF cue sheet, to print; no sound", "delivery.cue_sheet_pdf"),
    ]


@hookimpl
def register_cut_readers() -> Sequence[CutReader]:
    """Every format that is read."""
    return [
        CutReader("otio", "OpenTimelineIO", (".otio", ".otioz"), Lazy("v2a_plugin.formats.otio.read:read_otio")),
        CutReader(
            "fcp7", "Final Cut Pro 7 XML", (".xml",), Lazy("v2a_plugin.formats.fcp7.read:read_fcp7"), (b"<xmeml",)
        ),
        CutReader(
            "fcpxml",
            "Final Cut Pro XML",
            (".fcpxml", ".fcpxmld", ".xml"),
            Lazy("v2a_plugin.formats.fcpxml.read:read_fcpxml"),
            (b"<fcpxml",),
        ),
        CutReader(
            "mlt",
            "MLT XML, of melt and Shotcut",
            (".mlt", ".xml"),
            Lazy("v2a_plugin.formats.mlt.read:read_mlt"),
            (b"<mlt", b"<westley"),
        ),
        CutReader("kdenlive", "Kdenlive project", (".kdenlive",), Lazy("v2a_plugin.formats.mlt.read:read_mlt")),
        CutReader(
            "aaf", "AAF, of Media Composer and Premiere", (".aaf",), Lazy("v2a_plugin.formats.aaf.read:read_aaf")
        ),
        CutReader("rpp", "Reaper project", (".rpp",), Lazy("v2a_plugin.formats.rpp.read:read_rpp")),
        CutReader("edl", "CMX3600 EDL", (".edl",), Lazy("v2a_plugin.formats.edl.read:read_edl")),
    ]
