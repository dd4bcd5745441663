"""`v2a plugins`: what is loaded, from where, and what failed."""

from __future__ import annotations

import typer

from v2a_plugin.cli.console import Json, show_rows
from v2a_plugin.plugins.facade import load_plugins

__all__ = ["plugins"]


def plugins(as_json: bool = Json) -> None:
    """List plugins: what each adds, where it is from, and why one failed."""
    report = load_plugins().report()
    lines = []
    for info in report:
        package = f", {info.distribution} {info.version}".rstrip() if info.distribution else ""
        lines.append(f"{info.name} ({info.origin}{package}): {info.state}")
        lines.extend(f"    {added.kind} '{added.name}': {added.title}" for added in info.adds)
        if info.listens:
            lines.append(f"    listens to {', '.join(info.listens)}")
        lines.extend(f"    {failure}" for failure in info.failures)
    show_rows("plugins", report, as_json, lines)
    if any(info.failures for info in report):
        raise typer.Exit(1)
