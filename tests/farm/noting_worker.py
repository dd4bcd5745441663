"""Preloaded by a worker: it notes each rendering that it begins, and begins none while it is held.

With V2A_TEST_SCRATCH it writes a file to that folder for each rendering, as a source may that needs its worker's disk.
"""

from __future__ import annotations

import os
import time
from pathlib import Path

from distributed import Worker

from v2a_plugin.farm import parcel as rendering
from v2a_plugin.farm.parcel import Parcel
from v2a_plugin.model.takes import RenderedTake


def dask_setup(worker: Worker) -> None:
    """Called by Dask in the process that renders."""
    folder, name, scratch = Path(os.environ["V2A_TEST_NOTES"]), str(worker.name), os.environ.get("V2A_TEST_SCRATCH")
    whole = rendering._propose

    def noted(parcel: Parcel) -> tuple[RenderedTake, ...]:
        _note(folder, f"{name}\tbegan\t{parcel.request.name}\n")
        if scratch:
            Path(scratch, parcel.request.name).write_bytes(bytes(1 << 16))
        while (folder / f"hold {name}").exists():
            time.sleep(0.02)
        takes = whole(parcel)
        _note(folder, f"{name}\tended\t{parcel.request.name}\n")
        return takes

    rendering._propose = noted
    _note(folder, f"{name}\tready\t{os.getpid()}\n")


def _note(folder: Path, line: str) -> None:
    """One write, so that the lines of several workers do not mix."""
    with (folder / "notes").open("a", encoding="utf-8") as file:
        file.write(line)
