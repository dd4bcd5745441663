"""A farm of two hosts whose network fails: nothing is lost, and nothing is rendered twice but what was in flight."""

from __future__ import annotations

import signal
import subprocess
import sys

import pytest

from tests.farm.farm_processes import Farm
from tests.farm.two_hosts import Hosts

SOON = {"DASK_DISTRIBUTED__COMM__TIMEOUTS__TCP": "12s"}
"""Until a connection that does not answer is given up; Dask's own is 30 seconds."""
IN_FLIGHT = 2
"""Parcels that a worker of one thread has: one that renders, and one that waits."""
UNTIL_FINISHED = """\
import sys, time
from distributed import Client
with Client(sys.argv[1]) as client:
    while not any(where for key, where in client.who_has().items() if key.startswith("v2a-")):
        time.sleep(0.05)
"""
"""Waits until a scheduler knows that takes are finished."""


def test_takes_come_from_another_host_and_a_short_cut_costs_nothing(hosts: Hosts, farm: Farm) -> None:
    scheduler = farm.scheduler(hosts.shop)
    farm.hold("far")
    farm.worker("far", scheduler, at=hosts.other)
    run = farm.generate(scheduler, hosts.shop)
    farm.until(lambda: farm.noted("began"))
    hosts.draw()
    farm.release("far")
    farm.until(lambda: farm.noted("ended"))  # its takes cannot be sent yet
    assert farm.kept() == 0
    hosts.plug()
    assert farm.ended(run) == 0
    farm.whole()


@pytest.mark.soak
def test_another_takes_over_from_a_host_that_is_cut_off_and_that_may_come_back(hosts: Hosts, farm: Farm) -> None:
    scheduler = farm.scheduler(hosts.shop, **SOON)
    farm.hold("far", "near")
    far = farm.worker("far", scheduler, at=hosts.other, **SOON)
    run = farm.generate(scheduler, hosts.shop, **SOON)
    farm.until(lambda: farm.noted("began", "far"))
    hosts.draw()
    farm.until(lambda: "Remove worker" in farm.said("scheduler"))
    farm.worker("near", scheduler, at=hosts.shop, **SOON)
    farm.until(lambda: farm.noted("began", "near"))
    farm.release("far")
    farm.ended(far)  # Dask ends a worker that has lost its scheduler
    hosts.plug()
    farm.worker("back", scheduler, at=hosts.other, **SOON)
    farm.until(lambda: farm.noted("ended", "back"))
    farm.release("near")
    assert farm.ended(run) == 0
    farm.whole(IN_FLIGHT)


@pytest.mark.soak
def test_takes_that_lie_on_a_host_when_it_is_cut_off_are_rendered_by_another(hosts: Hosts, farm: Farm) -> None:
    scheduler = farm.scheduler(hosts.shop, **SOON)
    farm.hold("far")
    farm.worker("far", scheduler, at=hosts.other, **SOON)
    run = farm.generate(scheduler, hosts.shop, **SOON)
    farm.until(lambda: farm.noted("began"))
    farm.kill(run, signal.SIGSTOP)  # so that it fetches nothing yet
    farm.release("far")
    waiting = [*hosts.shop.inside, sys.executable, "-c", UNTIL_FINISHED, scheduler]
    subprocess.run(waiting, check=True, timeout=60, stderr=subprocess.DEVNULL)
    hosts.draw()
    farm.kill(run, signal.SIGCONT)
    farm.worker("near", scheduler, at=hosts.shop, **SOON)
    assert farm.ended(run) == 0
    farm.whole(IN_FLIGHT)


@pytest.mark.soak
def test_the_one_who_keeps_the_project_is_cut_off_and_goes_on_later(hosts: Hosts, farm: Farm) -> None:
    scheduler = farm.scheduler(hosts.other, **SOON)
    farm.worker("far", scheduler, at=hosts.other, **SOON)
    run = farm.generate(scheduler, hosts.shop, **SOON)
    farm.until(farm.kept)
    farm.hold("far")
    hosts.draw()
    assert farm.ended(run) == 2
    assert f"The scheduler {scheduler} cannot be reached any more" in farm.said("generate")
    assert "finished takes are kept" in farm.said("generate")
    kept = farm.kept()
    hosts.plug()
    farm.release("far")
    assert farm.ended(farm.generate(scheduler, hosts.shop, **SOON)) == 0
    assert f"{4 - kept} new take" in farm.said("generate")
    farm.whole(IN_FLIGHT)
