"""The command line `v2a`."""

from __future__ import annotations

import os

__all__ = ["main"]


def main() -> None:
    """Entry point of the installed command.

    Threads of torch that wait for each other sleep meanwhile, unless the environment says otherwise: by default they try
    again and again, which on a machine with other work takes several times the processor's time, and longer by the clock.
    """
    os.environ.setdefault("OMP_WAIT_POLICY", "PASSIVE")  # read once, when torch is loaded
    try:
        from v2a_plugin.cli.signals import leave_at_once

        leave_at_once()
        from v2a_plugin.cli.app import program
    except KeyboardInterrupt:
        raise SystemExit(130) from None
    except OSError as error:  # too many open files, before anything can be said well
        raise SystemExit(f"v2a cannot start: {error.strerror}.") from None
    program()
