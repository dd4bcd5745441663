"""For campaigns: commands in forked processes, killed where the test says."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from v2a_plugin.testing.loopback_hub import LoopbackHub

HERE = Path(__file__).parent


@dataclass(frozen=True, slots=True)
class End:
    """How a process ended: exit status, below 0 a signal; seconds; calls that changed its folder; what it said."""

    status: int
    seconds: float
    calls: int
    said: str


Forked = Callable[..., End]


@pytest.fixture
def hub() -> Iterator[LoopbackHub]:
    """Where models are pulled from."""
    from tests.zoo.test_pull import repositories  # loads torch

    with LoopbackHub(dict(repositories())) as hub:
        yield hub


@pytest.fixture
def forked(own_store: None, tmp_path: Path) -> Iterator[Forked]:
    """Orders of `v2a_server.py`: `forked(run=["probe", path], after=0.1)`."""
    compiler = shutil.which("gcc")
    if compiler is None or sys.platform != "linux":
        pytest.skip("needs gcc on Linux")
    library = tmp_path / "faults.so"
    source = HERE.parent / "delivery" / "fault_injection.c"
    subprocess.run([compiler, "-shared", "-fPIC", "-O1", "-o", str(library), str(source), "-ldl"], check=True)
    server = subprocess.Popen(
        [sys.executable, str(HERE / "v2a_server.py")],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, bufsize=1, cwd=tmp_path,
        env={**os.environ, "LD_PRELOAD": str(library), "OMP_NUM_THREADS": "1"},
    )  # fmt: skip

    def order(**order: Any) -> End:
        assert server.stdin is not None
        assert server.stdout is not None
        server.stdin.write(json.dumps(order, default=str) + "\n")
        return End(**json.loads(server.stdout.readline()))

    yield order
    server.kill()
    server.communicate()
