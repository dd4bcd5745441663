"""`v2a sign`: content credentials for a delivery."""

from __future__ import annotations

from pathlib import Path

import typer

from v2a_plugin.cli.console import Json, show, watch
from v2a_plugin.delivery.certificates import local_certificate, read_certificate
from v2a_plugin.delivery.signing import sign_deliveries
from v2a_plugin.model.errors import BadInput

__all__ = ["sign"]


def sign(
    folder: Path = typer.Argument(..., metavar="DELIVERY", help="A delivery, or a folder of deliveries."),
    certificate: Path | None = typer.Option(
        None, "--certificate", help="Your certificate and those that issued it, as PEM."
    ),
    key: Path | None = typer.Option(None, "--key", help="Its private key, as PEM."),
    local: bool = typer.Option(False, "--local", help="Sign with a certificate of this machine, made the first time."),
    as_json: bool = Json,
) -> None:
    """Sign the WAVs of a delivery with content credentials (C2PA) that say how they came to be."""
    if local == (certificate is not None) or (certificate is None) != (key is None):
        raise BadInput("It is not clear what to sign with.", "Give --certificate and --key, or --local.")
    chosen = read_certificate(certificate, key) if certificate and key else local_certificate()
    done = watch(sign_deliveries(folder, chosen), as_json)
    lines = [f"Signed {path}" for path in done.files] + [f"{path} was signed before" for path in done.before]
    show(done, as_json, [*lines, f"The certificate names {done.signer}."])
