"""What a take is while it is dragged: its id inside the panel, a WAV file to everybody else."""

from __future__ import annotations

from PySide6.QtCore import QMimeData, QUrl

__all__ = ["TAKE_TYPE", "take_mime"]

TAKE_TYPE = "application/x-v2a-take"
"""Mime type of a take that is dragged inside the panel: its id."""


def take_mime(take: str, wav: str) -> QMimeData:
    """A take to drag.

    Args:
        take: Its id.
        wav: Path of its sound; "" when it is not there.
    """
    data = QMimeData()
    data.setData(TAKE_TYPE, take.encode())
    if wav:
        data.setUrls([QUrl.fromLocalFile(wav)])
    return data
