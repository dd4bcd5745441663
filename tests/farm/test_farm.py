"""Regions rendered by workers of a Dask scheduler: the takes are those of one machine, each kept once."""

from __future__ import annotations

import contextlib
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import partial
from pathlib import Path

import numpy as np
import psutil
import pytest
from distributed import LocalCluster, get_worker

from tests.farm.test_parts import SHORT as PLAIN
from v2a_plugin.cli.project.region_rendering import RegionRendering
from v2a_plugin.farm import cluster, parcel, workers
from v2a_plugin.farm.parcel import Parcel, WorkerFacts, facts_of
from v2a_plugin.model.errors import BadInput
from v2a_plugin.model.progress import Progress, finish
from v2a_plugin.model.recipe import SourceKind
from v2a_plugin.model.sound import Sound
from v2a_plugin.model.takes import RenderedTake
from v2a_plugin.project.folder import open_project
from v2a_plugin.testing.command import Command

SHORT = (*PLAIN, "--seed", "5")


@pytest.fixture
def threads(monkeypatch: pytest.MonkeyPatch) -> None:
    """Workers are threads of this process, which has torch already."""
    monkeypatch.setattr(cluster, "LocalCluster", partial(LocalCluster, processes=False, protocol="tcp"))


def takes_of(film: Path) -> dict[str, list[np.ndarray]]:
    """The sounds of the takes of each region, in the order of their seeds."""
    with open_project(film, write=False) as project:
        seeds = {take.id: project.take(take.id).recipe.seed for take in project.timeline.takes}
        takes = sorted(project.timeline.takes, key=lambda take: seeds[take.id])
        return {
            clip.region.id: [project.sound(take.id).samples for take in takes if take.region == clip.region.id]
            for clip in project.timeline.picture
        }


@pytest.mark.usefixtures("own_store", "threads")
def test_takes_are_those_of_one_machine_whether_or_not_workers_reach_the_media(
    film: Path, tmp_path: Path, v2a: Command, monkeypatch: pytest.MonkeyPatch
) -> None:
    apart, away = (Path(shutil.copytree(film, tmp_path / name)) for name in ("apart.v2a", "away.v2a"))
    some = (*SHORT, "--shot", "2-3")
    assert v2a("project", "generate", film, *some) == 0
    assert v2a.json("project", "generate", apart, *some, "--on", "local:2")["exit"] == 0
    monkeypatch.setattr(parcel, "_readable", lambda media: False)
    assert v2a("project", "generate", away, *some, "--on", "local:2") == 0
    mine = takes_of(film)
    assert [len(takes) for takes in mine.values()] == [0, 1, 1, 0]
    for other in (takes_of(apart), takes_of(away)):
        for region, takes in mine.items():  # a recipe's own tolerance: workers have other numbers of threads
            np.testing.assert_allclose(other[region], takes, atol=1e-3)
    again = v2a.json("project", "generate", apart, *some, "--on", "local:1")
    assert {each["skipped"] for each in again["regions"]} == {"has its takes"}


@pytest.mark.usefixtures("own_store", "threads")
def test_what_fails_is_named_and_alone_rendered_again(
    film: Path, v2a: Command, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole, tries = parcel._propose, list[str]()

    def propose(sent: Parcel) -> tuple[RenderedTake, ...]:
        tries.append(sent.request.name)
        if sent.request.name == "Shot 2":
            raise BadInput("Shot 2 cannot be rendered.")
        takes = whole(sent)
        if sent.request.name == "Shot 3" and tries.count("Shot 3") == 1:  # changed on its way
            takes = (replace(takes[0], sound=Sound(takes[0].sound.samples / 2, takes[0].sound.rate)), *takes[1:])
        return takes

    monkeypatch.setattr(parcel, "_propose", propose)
    ran = v2a.json("project", "generate", film, *SHORT, "--on", "local:1")
    assert ran["exit"] == 1
    assert [each["failed"] for each in ran["regions"]] == [False, True, False, False]
    assert "Shot 2 cannot be rendered." in v2a.err
    assert tries.count("Shot 2") == 1
    assert tries.count("Shot 3") == 2
    monkeypatch.setattr(parcel, "_propose", whole)
    again = v2a.json("project", "generate", film, *SHORT, "--on", "local:1")
    assert [len(each["takes"]) for each in again["regions"]] == [0, 1, 0, 0]


@pytest.mark.usefixtures("own_store", "threads")
def test_a_worker_that_is_another_gets_nothing_and_is_named(
    film: Path, v2a: Command, monkeypatch: pytest.MonkeyPatch
) -> None:
    def facts(bundle: str, source: SourceKind) -> WorkerFacts:
        mine = facts_of(bundle, source)
        return replace(mine, host="old", versions=(("v2a-plugin", "0.0.1"),)) if get_worker().name == 0 else mine

    monkeypatch.setattr(workers, "facts_of", facts)
    assert v2a("project", "generate", film, *SHORT, "--shot", "1-2", "--on", "local:2") == 0
    assert "A worker gets nothing to render, old at " in v2a.err
    assert "it has v2a-plugin 0.0.1, and here is" in v2a.err
    assert v2a("project", "generate", film, *SHORT, "--on", "local:1") == 2
    assert "No worker may render: old at" in v2a.err


@pytest.mark.usefixtures("own_store")
def test_facts_differ_by_version_plugin_lock_and_libraries() -> None:
    mine = facts_of("tiny", SourceKind.BOTH)
    assert mine.libraries
    assert facts_of("tiny", SourceKind.GENERATOR).libraries == ()
    assert mine.differs(replace(mine, host="another")) == ""
    assert "has the lock abc" in mine.differs(replace(mine, lock="abc"))
    assert "it has a-plugin 1" in mine.differs(replace(mine, versions=(*mine.versions, ("a-plugin", "1"))))
    assert "it finds in 'feet' (3 recordings)" in mine.differs(replace(mine, libraries=(("feet", 3),)))


@pytest.mark.parametrize(
    ("on", "says"), [("local:0", "no number"), ("tcp://127.0.0.1:1", "no Dask scheduler"), ("?", "no Dask")]
)
def test_a_farm_that_is_none(
    on: str, says: str, film: Path, v2a: Command, own_store: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(cluster, "_SECONDS", 0.2)
    assert v2a("project", "generate", film, *SHORT, "--on", on) == 2
    assert says in v2a.err


def test_a_scheduler_is_waited_for_and_one_may_cancel() -> None:
    port = free_port()
    waiting = cluster.reached(f"127.0.0.1:{port}")
    assert next(waiting) == Progress("waiting for the scheduler", 0, note=f"127.0.0.1:{port}")
    with socket.create_server(("127.0.0.1", port)):
        finish(waiting)
    cancelled = cluster.reached(f"tcp://127.0.0.1:{port}")
    assert next(cancelled).stage == "waiting for the scheduler"
    cancelled.close()
    finish(cluster.reached("local:2"))


@pytest.mark.soak
@pytest.mark.usefixtures("own_store")
def test_workers_that_are_killed_cost_what_they_were_rendering(
    film: Path, v2a: Command, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Real processes, each killed once while it renders."""
    killed: set[int] = set()

    def kept(self: RegionRendering, region: str, new: list[str]) -> Callable[[RenderedTake], None]:
        for child in psutil.Process().children(recursive=True):
            if "multiprocessing.spawn" in " ".join(child.cmdline()) and len(killed) < 2 and child.pid not in killed:
                killed.add(child.pid)
                child.kill()
                break
        return keeper(self, region, new)

    keeper = RegionRendering._keeper
    monkeypatch.setattr(RegionRendering, "_keeper", kept)
    assert v2a("project", "generate", film, *SHORT, "--on", "local:2") == 0
    assert len(killed) == 2
    assert all(len(takes) == 1 for takes in takes_of(film).values())


@pytest.mark.soak
@pytest.mark.usefixtures("own_store")
def test_the_one_who_keeps_the_project_is_killed_and_goes_on(film: Path, models: Path, v2a: Command) -> None:
    command = [Path(sys.executable).with_name("v2a"), "project", "generate", film, *SHORT, "--on", "local:2"]
    with subprocess.Popen(list(map(str, command))) as process:
        while not any((film / "takes").glob("*.json")) and process.poll() is None:
            time.sleep(0.05)
        process.kill()
    kept = {path.name for path in (film / "takes").glob("*.json")}
    assert v2a("project", "generate", film, *SHORT, "--on", "local:1") == 0
    assert kept <= {path.name for path in (film / "takes").glob("*.json")}
    assert all(len(takes) == 1 for takes in takes_of(film).values())


@pytest.mark.soak
@pytest.mark.usefixtures("own_store")
def test_a_scheduler_that_is_killed_ends_the_run_and_the_next_one_goes_on(film: Path, v2a: Command) -> None:
    """A scheduler and a worker as processes of their own."""
    dask, address = str(Path(sys.executable).with_name("dask")), f"tcp://127.0.0.1:{free_port()}"
    program = [str(Path(sys.executable).with_name("v2a")), "project", "generate", str(film), *SHORT, "--on", address]

    @contextlib.contextmanager
    def farm() -> Iterator[subprocess.Popen[bytes]]:
        scheduler = [dask, "scheduler", "--host", "127.0.0.1", "--port", address.rpartition(":")[2]]
        scheduler += ["--dashboard-address", "127.0.0.1:0"]
        worker = [dask, "worker", address, "--nthreads", "1", "--memory-limit", "0", "--no-dashboard"]
        with subprocess.Popen(scheduler) as one, subprocess.Popen(worker) as other:
            try:
                yield one
            finally:
                for process in (other, one):
                    for child in psutil.Process(process.pid).children(recursive=True) if process.poll() is None else ():
                        child.kill()
                    process.kill()

    with (
        farm() as scheduler,
        subprocess.Popen(program, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True) as run,
    ):
        while not any((film / "takes").glob("*.json")) and run.poll() is None:
            time.sleep(0.05)
        scheduler.kill()
        _, said = run.communicate(timeout=120)
    kept = {path.name for path in (film / "takes").glob("*.json")}
    assert kept
    assert "fault of its own" not in said, said
    assert run.returncode == 0 or f"The scheduler {address}" in said, said
    with farm():
        assert v2a(*program[1:]) == 0
    assert kept <= {path.name for path in (film / "takes").glob("*.json")}
    assert all(len(takes) == 1 for takes in takes_of(film).values())


def free_port() -> int:
    with socket.socket() as opened:
        opened.bind(("127.0.0.1", 0))
        return int(opened.getsockname()[1])
