"""How much a project may keep for convenience: its caches are trimmed, the files used longest ago first."""

from __future__ import annotations

from pathlib import Path

__all__ = ["trim_cache"]


def trim_cache(folder: Path, most: int) -> int:
    """Delete files of a cache until it fits.

    Args:
        folder: The cache; need not exist.
        most: Bytes it may have.

    Returns:
        Bytes that were freed.
    """
    found = []
    for path in folder.rglob("*"):
        try:
            status = path.stat()
        except OSError:
            continue
        if path.is_file():
            found.append((max(status.st_mtime, status.st_atime), status.st_size, path))
    over = sum(size for _, size, _ in found) - most
    freed = 0
    for _, size, path in sorted(found, key=lambda entry: entry[:2]):
        if freed >= over:
            break
        try:
            path.unlink()
        except OSError:
            continue  # in use on this system
        freed += size
    return freed
