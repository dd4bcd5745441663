"""XML of strangers: read without following it anywhere."""

from __future__ import annotations

import os
from pathlib import Path
from xml.etree.ElementTree import Element, ParseError

from v2a_plugin.files import open_regular
from v2a_plugin.model.errors import BadInput, NoSuchFile

__all__ = ["LARGEST", "read_bytes", "read_xml"]

LARGEST = 256 * 1024**2
"""Bytes of the largest file that is read: a film's cut has a hundredth of that."""


def read_bytes(path: Path) -> bytes:
    """All of a file of a cut.

    Raises:
        NoSuchFile: It is missing, a folder, or may not be read.
        BadInput: It is far too large for a cut.
    """
    try:
        with open_regular(path) as file:
            size = os.fstat(file.fileno()).st_size
            if size <= LARGEST:
                return file.read(LARGEST)
    except OSError as error:
        reason = (error.strerror or "refused").lower()
        raise NoSuchFile(f"{path} cannot be read: {reason}.", "Give the file of a cut.") from error
    raise BadInput(f"{path.name} has {size // 1024**2} MB, too much for a cut.", "Export the timeline alone.")


def read_xml(path: Path) -> Element:
    """The root element of an XML file.

    Raises:
        NoSuchFile: The file cannot be read.
        BadInput: It is no XML, or defines entities: a cut needs none, and they can read files or fill the memory.
    """
    from defusedxml import DefusedXmlException
    from defusedxml.ElementTree import fromstring

    data = read_bytes(path)
    try:
        root: Element = fromstring(data, forbid_entities=True, forbid_external=True)
    except DefusedXmlException as error:
        raise BadInput(
            f"{path.name} defines XML entities, which a cut does not need and an attack does; it was not read.",
            "Export the cut again from the editor.",
        ) from error
    except (ParseError, ValueError, LookupError, RecursionError) as error:
        raise BadInput(f"{path.name} is no XML: {error}.", "Export the cut again from the editor.") from error
    return root
