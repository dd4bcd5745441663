"""For every test: no network but loopback, fixed random numbers, and no error in the log.

For those that ask: `v2a` in this process, a store with the tiny bundle, and disks that are soon full.
"""

from __future__ import annotations

import gc
import logging
import os
import random
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import hypothesis
import numpy as np
import pytest

from v2a_plugin.media.encode import Encoding, write_clip
from v2a_plugin.model.progress import finish
from v2a_plugin.model.sound import Sound
from v2a_plugin.testing.bundles import tiny_bundle
from v2a_plugin.testing.command import Command

hypothesis.settings.register_profile("v2a", deadline=None, derandomize=True, database=None, print_blob=True)
hypothesis.settings.load_profile("v2a")


class _Reason:
    """Says last what the first error of pytest itself was: one in a worker is followed by pages of what came of it."""

    def __init__(self) -> None:
        self.text = ""

    def pytest_internalerror(self, excrepr: object) -> None:
        self.text = self.text or str(excrepr)

    def pytest_unconfigure(self) -> None:
        if self.text:
            print("The first internal error ended so:", *self.text.splitlines()[-40:], sep="\n", file=sys.__stderr__)


@pytest.hookimpl(tryfirst=True)
def pytest_configure(config: pytest.Config) -> None:
    """Let sockets reach this machine only; pytest-socket reads these options after us."""
    config.option.allow_hosts = config.option.allow_hosts or "127.0.0.1,::1,localhost"
    config.option.allow_unix_socket = True
    config.addinivalue_line("markers", "logs_errors: the test makes the code log an error, and may")
    if not hasattr(config, "workerinput"):
        config.pluginmanager.register(_Reason())
    gc.disable()  # until all is collected
    if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:  # a job in the background: programs would inherit that
        signal.signal(signal.SIGINT, signal.default_int_handler)


@pytest.hookimpl(trylast=True)
def pytest_collection_finish() -> None:
    """Keep what was imported and collected out of every later garbage collection, which would walk a million objects."""
    gc.collect()
    gc.freeze()
    gc.enable()


@pytest.fixture(autouse=True)
def network_as_it_was() -> Iterator[None]:
    """A panel that goes offline, or comes back, leaves that to no other test."""
    before = os.environ.get("HF_HUB_OFFLINE")
    yield
    if before is None:
        os.environ.pop("HF_HUB_OFFLINE", None)
    else:
        os.environ["HF_HUB_OFFLINE"] = before


@pytest.fixture(scope="session")
def session_libraries(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Indices of libraries for all tests together: that of the set that ships, and nothing of this machine."""
    return tmp_path_factory.mktemp("libraries")


@pytest.fixture(autouse=True)
def no_library_of_this_machine(session_libraries: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Tests find in the set that ships, and in what they add to libraries of their own."""
    monkeypatch.setenv("V2A_LIBRARIES", str(session_libraries))


@pytest.fixture(autouse=True)
def fixed_random_numbers() -> None:
    """The same numbers in every run; torch is seeded by the tests that use it."""
    random.seed(0)
    np.random.seed(0)  # libraries still use the global state


class _Errors(logging.Handler):
    """Keeps records of level ERROR and above."""

    def __init__(self) -> None:
        super().__init__(logging.ERROR)
        self.records: list[logging.LogRecord] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.records.append(record)


@pytest.fixture(autouse=True)
def no_error_logged(request: pytest.FixtureRequest) -> Iterator[None]:
    """A test that logs an error fails, unless it is marked `logs_errors`."""
    handler = _Errors()
    logging.getLogger().addHandler(handler)
    try:
        yield
    finally:
        logging.getLogger().removeHandler(handler)
    if handler.records and request.node.get_closest_marker("logs_errors") is None:
        pytest.fail("logged: " + "; ".join(f"{record.name}: {record.getMessage()}" for record in handler.records))


@pytest.fixture
def v2a() -> Command:
    """The command line: `v2a("shots", clip)` gives the exit code, `v2a.json(…)` what it printed."""
    return Command()


@pytest.fixture(scope="session")
def models(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store that holds the bundle `tiny`, to be read only; its path is not plain ASCII."""
    root = tmp_path_factory.mktemp("v2a models ü")
    tiny_bundle(root / "bundles" / "tiny")
    return root


@pytest.fixture(scope="session")
def tiny_folder(models: Path) -> Path:
    """The folder of the bundle `tiny`, to be read only."""
    return models / "bundles" / "tiny"


@pytest.fixture(scope="session")
def four_shots(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Eight seconds, four plain shots of two seconds; a tone for production sound. To be read, or copied, only."""
    path = tmp_path_factory.mktemp("four shots") / "clip.mp4"
    chance = np.random.default_rng(1)
    backs = [np.kron(chance.integers(0, 256, (8, 12, 3), np.uint8), np.ones((8, 8, 1), np.uint8)) for _ in range(4)]
    frames = (backs[number // 50] for number in range(200))
    time = np.arange(8 * 48_000) / 48_000
    tone = Sound.mono((0.2 * np.sin(2 * np.pi * 440 * time)).astype(np.float32), 48_000)
    return finish(write_clip(path, frames, Encoding(timecode="01:00:00:00"), tone, 200))


@pytest.fixture
def built_in_only(monkeypatch: pytest.MonkeyPatch) -> None:
    """No plugin of this machine is loaded."""
    monkeypatch.setenv("V2A_PLUGINS_DISABLED", "*")


@pytest.fixture
def own_store(models: Path, built_in_only: None, monkeypatch: pytest.MonkeyPatch) -> None:
    """The engine knows the bundle `tiny` and what is built in, and nothing else of this machine."""
    monkeypatch.setenv("V2A_MODELS", str(models))


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Callable[[str], Path]]:
    """Makes a disk of its own: `small_disk("1m")`. Skips where this account may not mount one."""
    disk = tmp_path / "kleine Platte"

    def make(size: str) -> Path:
        disk.mkdir()
        if shutil.which("mount") is None:
            pytest.skip("needs mount")
        command = ["mount", "-t", "tmpfs", "-o", f"size={size}", "tmpfs", str(disk)]
        mounted = subprocess.run(command, check=False, capture_output=True, text=True)
        if mounted.returncode:
            pytest.skip(f"no small disk to fill: {mounted.stderr.strip()}")
        return disk

    yield make
    if disk.is_mount():
        subprocess.run(["umount", "-l", str(disk)], check=True)
