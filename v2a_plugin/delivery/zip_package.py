"""A package whose stems go into one zip file."""

from __future__ import annotations

import contextlib
import tempfile
import zipfile
from collections.abc import Iterator
from pathlib import Path, PurePosixPath

from v2a_plugin.delivery.cut import CutPackage
from v2a_plugin.delivery.provenance import SourceType
from v2a_plugin.files import writing_errors

__all__ = ["BundlePackage"]


class BundlePackage(CutPackage):
    """As `CutPackage`, but what is written inside `bundle()` goes into that file, uncompressed.

    with BundlePackage(self, request, folder) as package:
        with package.bundle("cut.otioz", "media") as bundle:
            stems = yield from write_stems(request, package)
            bundle.writestr("content.otio", text)
    """

    _bundle: zipfile.ZipFile | None = None

    @contextlib.contextmanager
    def bundle(self, name: str, inside: str, sound: SourceType | None = None) -> Iterator[zipfile.ZipFile]:
        """Open the zip file.

        Args:
            name: Its path inside the delivery.
            inside: Folder in it that files go to, under their last name.
            sound: How the sound in it came to be.
        """
        with (
            self.file(name, sound) as path,
            tempfile.TemporaryDirectory(prefix=".bundle-", dir=path.parent) as scratch,
            zipfile.ZipFile(path, "w") as bundle,
        ):
            self._bundle, self._scratch, self._inside = bundle, Path(scratch), inside
            try:
                yield bundle
            finally:
                self._bundle = None

    @contextlib.contextmanager
    def file(self, name: str, sound: SourceType | None = None) -> Iterator[Path]:
        """Add a file: to the zip file while one is open."""
        if self._bundle is None:
            with super().file(name, sound) as path:
                yield path
            return
        path = self._scratch / PurePosixPath(name).name
        with writing_errors(path):
            path.touch(exist_ok=False)
            yield path
            self._bundle.write(path, f"{self._inside}/{path.name}")
            path.unlink()
