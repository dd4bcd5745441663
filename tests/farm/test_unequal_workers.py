"""Workers that are not as the others: slow, frozen, with a full disk, with another lock. The rest make the film whole."""

from __future__ import annotations

import contextlib
import shutil
import signal
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.farm.farm_processes import Farm
from v2a_plugin.model.progress import finish
from v2a_plugin.zoo.lock import lock_folder, write_lock
from v2a_plugin.zoo.store import Store

IN_FLIGHT = 2
"""Parcels that a worker of one thread has: one that renders, and one that waits."""


def test_a_worker_with_another_lock_is_refused_by_name_and_the_other_goes_on(
    farm: Farm, models: Path, tmp_path: Path
) -> None:
    bundle = shutil.copytree(models, tmp_path / "others") / "bundles" / "tiny"
    (bundle / "labels.txt").write_text("another label\n", encoding="utf-8")
    write_lock(bundle, finish(lock_folder(bundle, "tiny")))
    theirs, ours = (Store(root).open("tiny").lock_digest[:12] for root in (tmp_path / "others", models))
    scheduler = farm.scheduler()
    farm.worker("other", scheduler, "--no-nanny", V2A_MODELS=str(tmp_path / "others"))
    farm.worker("same", scheduler, "--no-nanny")
    farm.until(lambda: farm.workers() == 2)
    assert farm.ended(farm.generate(scheduler)) == 0
    assert f"its bundle tiny has the lock {theirs}, and here is {ours}." in farm.said("generate")
    assert not farm.noted("began", "other")
    farm.whole()


@pytest.mark.soak
def test_a_slow_worker_keeps_what_it_renders_and_the_other_takes_the_rest(farm: Farm) -> None:
    scheduler = farm.scheduler()
    farm.hold("slow")
    farm.worker("slow", scheduler)
    farm.worker("quick", scheduler)
    farm.until(lambda: farm.workers() == 2)
    run = farm.generate(scheduler)
    farm.until(lambda: farm.noted("began", "slow") and farm.kept() == 3)
    farm.release("slow")
    assert farm.ended(run) == 0
    assert len(farm.noted("ended", "slow")) == 1
    farm.whole()


@pytest.mark.soak
def test_the_shots_of_a_worker_that_is_frozen_for_long_go_to_another_and_are_kept_once(farm: Farm) -> None:
    scheduler = farm.scheduler(DASK_DISTRIBUTED__SCHEDULER__WORKER_TTL="5s")
    farm.hold("frozen", "quick")
    frozen = farm.worker("frozen", scheduler)
    farm.worker("quick", scheduler)
    farm.until(lambda: farm.workers() == 2)
    run = farm.generate(scheduler)
    farm.until(lambda: farm.noted("began", "frozen") and farm.noted("began", "quick"))
    farm.kill(frozen, signal.SIGSTOP)
    farm.until(lambda: "Remove worker" in farm.said("scheduler"))
    farm.release("frozen")
    farm.kill(frozen, signal.SIGCONT)  # it has a parcel, and goes on with it
    farm.until(lambda: farm.noted("ended", "frozen") or len(farm.noted("ready", "frozen")) == 2)
    farm.release("quick")
    assert farm.ended(run) == 0
    farm.whole(IN_FLIGHT)


@pytest.mark.soak
def test_nobody_waits_for_a_worker_that_is_frozen_as_it_joins(farm: Farm) -> None:
    scheduler = farm.scheduler()
    farm.hold("one")
    farm.worker("one", scheduler)
    run = farm.generate(scheduler)
    farm.until(lambda: farm.noted("began"))
    farm.kill(run, signal.SIGSTOP)  # so that it asks nothing before the other is frozen
    frozen = farm.worker("frozen", scheduler)
    farm.until(lambda: farm.workers() == 2)
    farm.kill(frozen, signal.SIGSTOP)
    farm.release("one")
    farm.kill(run, signal.SIGCONT)
    assert farm.ended(run) == 0
    farm.whole()


@pytest.mark.soak
def test_a_worker_whose_disk_is_full_names_it_and_another_renders_what_failed(
    small_disk: Callable[[str], Path], farm: Farm
) -> None:
    """It writes a file for each shot, as a source may; the takes themselves need no disk there."""
    disk = small_disk("1m")
    scheduler = farm.scheduler()
    farm.hold("full")
    farm.worker(
        "full", scheduler, "--local-directory", str(disk / "work"), TMPDIR=str(disk), V2A_TEST_SCRATCH=str(disk)
    )
    run = farm.generate(scheduler)
    farm.until(lambda: farm.noted("began"))
    with (disk / "rest").open("wb", buffering=0) as file, contextlib.suppress(OSError):
        while file.write(bytes(512)):
            pass
    farm.release("full")
    assert farm.ended(run) == 1
    for shot in ("Shot 2", "Shot 3", "Shot 4"):
        assert f"{shot} failed on a worker: OSError: [Errno 28] No space left on device" in farm.said("generate")
    assert [farm.kept(), farm.noted("ended")] == [1, ["Shot 1"]]
    tried = len(farm.noted("began"))
    farm.worker("good", scheduler)
    farm.until(lambda: farm.workers() == 2)
    assert farm.ended(farm.generate(scheduler)) == 0
    assert sorted(farm.noted("began", "good")) == ["Shot 2", "Shot 3", "Shot 4"]
    again = farm.noted("began", "full")[tried:]
    assert len(again) == len(set(again))  # a shot that failed there goes elsewhere
    assert sorted(farm.noted("ended")) == ["Shot 1", "Shot 2", "Shot 3", "Shot 4"]
    farm.whole(len(farm.noted("began", "full")) - 1)


@pytest.mark.soak
def test_a_worker_that_starts_on_a_full_disk_costs_nothing(small_disk: Callable[[str], Path], farm: Farm) -> None:
    disk = small_disk("64k")
    with (disk / "rest").open("wb", buffering=0) as file, contextlib.suppress(OSError):
        while file.write(bytes(512)):
            pass
    scheduler = farm.scheduler()
    farm.worker("full", scheduler, "--local-directory", str(disk / "work"), TMPDIR=str(disk))
    farm.worker("good", scheduler)
    assert farm.ended(farm.generate(scheduler)) == 0
    farm.whole()
