"""The command line `v2a`."""

from __future__ import annotations

__all__ = ["main"]


def main() -> None:
    """Entry point of the installed command."""
    try:
        from v2a_plugin.cli.signals import leave_at_once
        from v2a_plugin.cli.waiting import let_waiting_threads_sleep

        leave_at_once()
        let_waiting_threads_sleep()
        from v2a_plugin.cli.app import program
    except KeyboardInterrupt:
        raise SystemExit(130) from None
    except OSError as error:  # too many open files, before anything can be said well
        raise SystemExit(f"v2a cannot start: {error.strerror}.") from None
    program()
