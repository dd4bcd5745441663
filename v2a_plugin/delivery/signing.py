"""Content credentials: a signed C2PA manifest in every WAV of a delivery that says how it came to be.

C2PA 2.1 (https://c2pa.org/specifications), through c2pa-python. Nothing is asked of the network: there is no time stamp.
"""

from __future__ import annotations

import importlib
import json
from contextlib import ExitStack
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from v2a_plugin import __version__
from v2a_plugin.delivery.certificates import Certificate, needed
from v2a_plugin.delivery.commit import COMMIT, claim, put_in_place
from v2a_plugin.delivery.manifest import MANIFEST, read_delivery, read_manifest
from v2a_plugin.delivery.protocol import DeliveredFile
from v2a_plugin.files import discard, partial_beside, sha256_of, sync_file, writing_errors
from v2a_plugin.model.errors import BadInput, NoSuchFile
from v2a_plugin.model.progress import Progress, Steps
from v2a_plugin.model.serial import to_json

__all__ = ["sign_deliveries"]

_KIND = "audio/wav"


@dataclass(frozen=True, slots=True)
class SignedFiles:
    """What was signed.

    Attributes:
        signer: Whom the certificate names.
        files: WAVs that now have a manifest.
        before: WAVs that had one already and stay as they are.
    """

    signer: str
    files: tuple[Path, ...]
    before: tuple[Path, ...] = ()


def sign_deliveries(folder: Path, certificate: Certificate) -> Steps[SignedFiles]:
    """Sign the WAVs of a delivery, or of all deliveries inside a folder; each delivery changes as a whole.

    Raises:
        NoSuchFile: There is no delivery.
        BadInput: A file has changed since it was written, holds no WAV that can be signed, or the certificate is refused.
        OutputError: A delivery cannot be written.
        MissingDependency: The extra is not installed.
    """
    try:
        c2pa = importlib.import_module("c2pa")
    except ImportError as error:
        raise needed() from error
    places = _deliveries(folder)
    if not places:
        raise NoSuchFile(f"{folder} holds no delivery.", "Give a folder that 'v2a export' or 'v2a generate' wrote.")
    signed: list[Path] = []
    before: list[Path] = []
    for number, place in enumerate(places):
        yield Progress("signing", number, len(places), place.name)
        new, old = _sign(c2pa, place, certificate)
        signed, before = signed + new, before + old
    return SignedFiles(certificate.subject, tuple(signed), tuple(before))


def _deliveries(folder: Path) -> list[Path]:
    """The folder, or those inside it: with a manifest, or what a writer left who was killed before he could put it back."""
    names = (MANIFEST, COMMIT)
    if any((folder / name).is_file() for name in names):
        return [folder]
    return sorted({path.parent for name in names for path in folder.rglob(name)}) if folder.is_dir() else []


def _sign(c2pa: Any, folder: Path, certificate: Certificate) -> tuple[list[Path], list[Path]]:
    """Sign what one delivery has; gives what was signed, and what had been before."""
    with claim(folder), ExitStack() as stack:
        read_delivery(folder).verify()
        manifest = read_manifest(folder)
        files, pairs, before = list(manifest.files), list[tuple[Path, Path]](), list[Path]()
        for number, file in enumerate(files):
            path = folder / file.name
            if not file.digital_source_type or path.suffix.lower() != ".wav":
                continue
            if _has_credentials(c2pa, path):
                before.append(path)
                continue
            partial = partial_beside(path)
            stack.callback(discard, partial)
            with writing_errors(path):
                _write_signed(c2pa, path, partial, file, certificate)
                sync_file(partial)
            files[number] = replace(file, size=partial.stat().st_size, sha256=sha256_of(partial))
            pairs.append((partial, path))
        signed = [path for _, path in pairs]
        if pairs:
            partial = partial_beside(folder / MANIFEST)
            stack.callback(discard, partial)
            with writing_errors(folder / MANIFEST):
                partial.write_bytes(to_json(replace(manifest, files=tuple(files))).encode(errors="replace"))
                sync_file(partial)
            put_in_place(folder, [*pairs, (partial, folder / MANIFEST)])
        return signed, before


def _has_credentials(c2pa: Any, path: Path) -> bool:
    with path.open("rb") as file:
        try:
            reader = c2pa.Reader.try_create(_KIND, file)
        except c2pa.C2paError:  # one that is broken is none
            return False
        if reader is not None:
            reader.close()
        return reader is not None


def _write_signed(c2pa: Any, path: Path, target: Path, file: DeliveredFile, certificate: Certificate) -> None:
    agent = {"name": "v2a-plugin", "version": __version__}
    action = {"action": "c2pa.created", "digitalSourceType": file.digital_source_type, "softwareAgent": agent}
    claim_ = {
        "claim_generator_info": [agent],
        "title": path.name,
        "format": _KIND,
        "assertions": [{"label": "c2pa.actions", "data": {"actions": [action]}}],
    }
    try:
        info = c2pa.C2paSignerInfo(certificate.algorithm.encode(), certificate.chain, certificate.key, None)
        with (
            c2pa.Signer.from_info(info) as signer,
            c2pa.Builder.from_json(json.dumps(claim_)) as builder,
            path.open("rb") as source,
            target.open("w+b") as signed,
        ):
            builder.sign(signer, _KIND, source, signed)
    except c2pa.C2paError as error:
        reason = " ".join(str(error).split())[:160]
        raise BadInput(
            f"{path.name} cannot be signed: {reason}.", "Check that the certificate is for signing and still valid."
        ) from error
