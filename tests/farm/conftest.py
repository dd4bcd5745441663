"""A project of four shots; a scheduler and workers as processes of their own; two hosts in namespaces of the network."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.farm.farm_processes import Farm
from tests.farm.two_hosts import Hosts
from v2a_plugin.testing.command import Command


@pytest.fixture
def film(four_shots: Path, tmp_path: Path) -> Path:
    """A project of four shots."""
    assert Command()("project", "new", four_shots, "--out", tmp_path / "film") == 0
    return tmp_path / "film.v2a"


@pytest.fixture
def farm(film: Path, own_store: None, tmp_path: Path) -> Iterator[Farm]:
    """Nothing runs yet; what a test starts ends with it."""
    (tmp_path / "farm").mkdir()
    started = Farm(film, tmp_path / "farm")
    try:
        yield started
    finally:
        started.end()


@pytest.fixture
def hosts() -> Iterator[Hosts]:
    """Two hosts and a cable; to be asked for before `farm`, whose processes end first."""
    made = Hosts()
    try:
        made.make()
        yield made
    finally:
        made.remove()
