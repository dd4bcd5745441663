"""Which files of a folder may hold a picture, by their endings."""

from __future__ import annotations

from pathlib import Path

__all__ = ["VIDEOS", "pictures_inside"]

VIDEOS = frozenset((
    ".mp4", ".mov", ".mkv", ".webm", ".avi", ".mxf", ".m4v", ".mpg", ".mpeg", ".ts", ".mts", ".m2ts", ".wmv", ".flv",
    ".3gp", ".ogv", ".gif",
))  # fmt: skip
_STILLS = frozenset((".png", ".jpg", ".jpeg", ".webp", ".tif", ".tiff", ".bmp", ".heic", ".heif", ".avif"))


def pictures_inside(folder: Path) -> tuple[Path, ...]:
    """Videos and pictures in a folder and the folders inside it, in order of their names; hidden ones are passed over."""
    found = sorted(
        path.relative_to(folder)
        for path in folder.rglob("*")
        if path.suffix.lower() in VIDEOS | _STILLS and path.is_file()
    )
    return tuple(folder / path for path in found if not any(part.startswith(".") for part in path.parts))
