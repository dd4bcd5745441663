"""Delivers again and again with a fault at a given call: run by test_faults.py, with fault_injection.c preloaded.

For every line `FOLDER CALL ERROR` on its input it forks a process that writes a delivery, so that each needs no imports of
its own, and says how it ended and how many calls there were.
"""

from __future__ import annotations

import ctypes
import os
import sys
from fractions import Fraction
from pathlib import Path

from v2a_plugin.delivery.protocol import CutRequest
from v2a_plugin.model.errors import OutputError
from v2a_plugin.model.progress import finish
from v2a_plugin.plugins.facade import load_plugins
from v2a_plugin.testing.cuts import MemoryTakes, film_of, small_cut

FAULTS = ctypes.CDLL(None)
PLUGINS = load_plugins(disabled=["*"])


def deliver(folder: Path, frames: int) -> None:
    takes = MemoryTakes()
    cut = small_cut(Fraction(25), "01:00:00:00", takes, at_frames=(frames, 55, 110))
    finish(PLUGINS.export("otio", CutRequest(cut, (film_of(Fraction(25), Fraction(10)),), takes), folder))


def attempt(folder: Path, call: int, error: int, frames: int) -> int:
    """Exit status 0 for a delivery, 1 for an error that is a sentence, 2 for any other; below 0 a signal."""
    report, said = os.pipe()
    child = os.fork()
    if not child:
        FAULTS.v2a_arm(os.fsencode(folder), ctypes.c_long(call), error)
        status = 0
        try:
            deliver(folder, frames)
        except OutputError:
            status = 1
        except BaseException as other:  # noqa: BLE001 - whatever it is, it is told
            print(repr(other), file=sys.stderr)
            status = 2
        os.write(said, str(FAULTS.v2a_calls()).encode())
        os._exit(status)
    os.close(said)
    _, ended = os.waitpid(child, 0)
    counted = os.read(report, 20).decode() or "0"
    os.close(report)
    print(os.waitstatus_to_exitcode(ended), counted, flush=True)
    return 0


if __name__ == "__main__":
    deliver(Path(sys.argv[1]), 10)  # everything is imported
    print("ready", flush=True)
    for line in sys.stdin:
        place, number, fault, first = line.rstrip("\n").rsplit(" ", 3)
        attempt(Path(place), int(number), int(fault), int(first))
