"""Cuts from Final Cut Pro 7 XML, read by OTIO's adapter."""

from __future__ import annotations

import warnings
from pathlib import Path
from xml.etree import ElementTree

from v2a_plugin.formats.cut import EditorsCut, Findings, ReadOptions
from v2a_plugin.formats.otio.read import cut_of
from v2a_plugin.formats.xml import read_xml
from v2a_plugin.model.errors import BadInput, V2AError

__all__ = ["read_fcp7"]


def read_fcp7(path: Path, options: ReadOptions) -> EditorsCut:
    """The first sequence of an FCP7 XML file (Premiere, Resolve and many others write it).

    Raises:
        NoSuchFile: The file cannot be read.
        BadInput: It is no such file, holds no sequence, or defines XML entities.
    """
    import opentimelineio as otio

    root = read_xml(path)
    if root.tag != "xmeml":
        raise BadInput(f"{path.name} is no FCP7 XML: it holds <{root.tag}>.", "Export the sequence as XML.")
    found = Findings()
    for duration in root.iter("duration"):  # Resolve leaves it empty, which the adapter does not expect
        if not (duration.text or "").strip():
            duration.text = "0"
    for media in root.iter("media"):  # sound is not read, and some of it would trip the adapter
        for audio in media.findall("audio"):
            found.count("sound track is not read", "sound tracks are not read", len(audio.findall("track")))
            if audio.find("track") is not None:
                media.remove(audio)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", DeprecationWarning)
            held = otio.adapters.read_from_string(ElementTree.tostring(root, "unicode"), "fcp_xml")
        return cut_of(held, found, options)
    except V2AError as error:
        raise BadInput(f"{path.name}: {error.message}", error.hint) from error
    except Exception as error:  # whatever the adapter finds wrong with a stranger's file
        reason = " ".join(str(error).split())[:160].rstrip(".") or type(error).__name__
        raise BadInput(f"{path.name} cannot be read as FCP7 XML: {reason}.", "Export it again as OTIO.") from error
