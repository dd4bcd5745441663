"""How threads of the models wait for each other."""

from __future__ import annotations

import os

__all__ = ["let_waiting_threads_sleep"]


def let_waiting_threads_sleep() -> None:
    """Threads that wait for each other soon sleep, unless the environment says otherwise. To be called before torch is loaded.

    By default they try again and again, which on a machine with other work takes several times the processor's time, and
    longer by the clock. Asleep at once they take a fifth longer by the clock where nothing else runs; a thousand tries of
    libgomp's before that, some microseconds, cost neither (docs/performance.md).
    """
    if "OMP_WAIT_POLICY" not in os.environ:
        os.environ["OMP_WAIT_POLICY"] = "PASSIVE"
        os.environ.setdefault("GOMP_SPINCOUNT", "1000")
