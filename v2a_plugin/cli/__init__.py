"""The command line `v2a`."""

from __future__ import annotations

__all__ = ["main"]


def main() -> None:
    """Entry point of the installed command."""
    from v2a_plugin.cli.app import run

    run()
