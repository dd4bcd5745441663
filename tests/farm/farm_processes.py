"""A scheduler, workers and the one who keeps the project, each a process of its own; and what they did."""

from __future__ import annotations

import contextlib
import os
import signal
import socket
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path

from tests.farm.two_hosts import Host
from v2a_plugin.model.progress import finish
from v2a_plugin.project.checking import verify_project
from v2a_plugin.project.folder import open_project

__all__ = ["Farm"]

_SMALL = ("--bundle", "tiny", "--steps", "1", "--frames", "1", "--handles", "0s", "--device", "cpu", "--takes", "1")
_SECONDS = 90


class Farm:
    """What a test starts.

    Args:
        film: The project.
        folder: For notes and logs; all processes reach it.
    """

    def __init__(self, film: Path, folder: Path) -> None:
        self.film, self.folder = film, folder
        self._started: list[subprocess.Popen[bytes]] = []
        self._vital: list[subprocess.Popen[bytes]] = []
        (folder / "notes").touch()

    def scheduler(self, at: Host | None = None, **settings: str) -> str:
        """Start a scheduler; gives its address. Settings are Dask's own, as environment variables."""
        host, port = (at.address, 8786) if at else ("127.0.0.1", _free_port())
        words = ["dask", "scheduler", "--host", host, "--port", str(port), "--dashboard-address", f"{host}:0"]
        self._vital.append(self.start("scheduler", words, at, settings))
        return f"tcp://{host}:{port}"

    def worker(
        self, name: str, scheduler: str, *options: str, at: Host | None = None, **settings: str
    ) -> subprocess.Popen[bytes]:
        """Start a worker; returns at once."""
        words = ["dask", "worker", scheduler, "--name", name, "--nthreads", "1", "--memory-limit", "0"]
        words += ["--no-dashboard", "--preload", "noting_worker", *options]
        if "--local-directory" not in options:
            words += ["--local-directory", str(self.folder / name)]
        return self.start(name, words, at, {"PYTHONPATH": str(Path(__file__).parent)} | settings)

    def generate(self, scheduler: str, at: Host | None = None, **settings: str) -> subprocess.Popen[bytes]:
        """Begin to render the film, with fixed seeds."""
        words = ["v2a", "project", "generate", str(self.film), *_SMALL, "--seed", "5", "--on", scheduler]
        run = self.start("generate", words, at, settings)
        self._vital.append(run)
        return run

    def start(self, name: str, words: list[str], at: Host | None, settings: dict[str, str]) -> subprocess.Popen[bytes]:
        """Start a program of this environment in a session of its own; what it says goes to a file."""
        program = [*(at.inside if at else ()), str(Path(sys.executable).with_name(words[0])), *words[1:]]
        environment = os.environ | {"V2A_TEST_NOTES": str(self.folder), "DASK_TEMPORARY_DIRECTORY": str(self.folder)}
        with (self.folder / f"{name}.log").open("ab") as log:
            process = subprocess.Popen(
                program, stdout=log, stderr=log, env=environment | settings, start_new_session=True
            )
        self._started.append(process)
        return process

    def said(self, name: str) -> str:
        """What a program has said."""
        return (self.folder / f"{name}.log").read_text(encoding="utf-8", errors="replace")

    def hold(self, *names: str) -> None:
        """Let workers begin a rendering, and wait in it."""
        for name in names:
            (self.folder / f"hold {name}").touch()

    def release(self, name: str) -> None:
        """Let it go on."""
        (self.folder / f"hold {name}").unlink()

    def noted(self, what: str, name: str | None = None) -> list[str]:
        """The shots that workers, or one, "began" or "ended"; or the ids of processes that are "ready"."""
        lines = [line.split("\t") for line in (self.folder / "notes").read_text(encoding="utf-8").splitlines()]
        return [shot for worker, did, shot in lines if did == what and name in (None, worker)]

    def kept(self) -> int:
        """How many takes the project has on its disk."""
        return len(list((self.film / "takes").glob("*.json")))

    def until(self, condition: Callable[[], object], seconds: float = _SECONDS) -> None:
        """Wait for a condition; fails with what all have said when it does not come."""
        last = time.monotonic() + seconds
        while not condition():
            if time.monotonic() > last or any(each.poll() for each in self._vital):
                logs = "\n".join(f"== {log.name}\n{log.read_text()[-3000:]}" for log in self.folder.glob("*.log"))
                raise AssertionError(f"{(self.folder / 'notes').read_text()}\n{logs}")
            time.sleep(0.05)

    def ended(self, process: subprocess.Popen[bytes], seconds: float = _SECONDS) -> int:
        """The exit code of a program that comes to its end."""
        self._vital = [each for each in self._vital if each is not process]
        self.until(lambda: process.poll() is not None, seconds)
        return int(process.returncode)

    def kill(self, process: subprocess.Popen[bytes], number: int = signal.SIGKILL) -> None:
        """Send a signal to a program and to all that it started."""
        os.killpg(process.pid, number)

    def workers(self) -> int:
        """How many workers the scheduler has had."""
        return self.said("scheduler").count("Register worker")

    def whole(self, again: int = 0) -> None:
        """Fails unless the project has one take of each shot, as its digest says, and nothing was rendered in vain.

        Args:
            again: How many renderings more than shots there may be: of what was in flight when something was lost.
        """
        with open_project(self.film, write=False) as project:
            regions = [clip.region for clip in project.timeline.picture]
            assert Counter(take.region for take in project.timeline.takes) == Counter(each.id for each in regions)
            assert not finish(verify_project(project)).problems
        suffixes = Counter(path.suffix for path in (self.film / "takes").iterdir())
        assert suffixes == {".json": len(regions), ".wav": len(regions)}
        begun = Counter(self.noted("began"))
        assert set(begun) == {each.name for each in regions}
        assert begun.total() <= len(regions) + again, begun

    def end(self) -> None:
        """Kill all that was started and still runs."""
        for process in reversed(self._started):
            with contextlib.suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)  # also the children of one that has ended
            process.wait(30)


def _free_port() -> int:
    """One that nobody listens on."""
    with socket.socket() as opened:
        opened.bind(("127.0.0.1", 0))
        return int(opened.getsockname()[1])
