"""What is trained when nobody says, and on how many threads."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from v2a_plugin.evaluation.plan_file import read_plan
from v2a_plugin.testing.command import Command
from v2a_plugin.training.fit.advice import advise, free_threads
from v2a_resources import study_example_path

SHIPPED = ("diffusion", "regression")


@pytest.mark.parametrize(
    ("pairs", "mappers", "fast", "kind", "start", "config"),
    [
        (46, SHIPPED, False, "regression", "regression", "small"),
        (46, SHIPPED, True, "regression", "regression", "small"),
        (46, (), False, "bridge", "", "small"),
        (5_000, SHIPPED, False, "diffusion", "", "small"),
        (5_000, (), True, "diffusion", "", "small"),
        (180_000, SHIPPED, False, "diffusion", "", "small"),
        (180_000, SHIPPED, True, "diffusion", "", "paper"),
    ],
)
def test_kind_start_and_size_follow_the_set_and_the_machine(
    pairs: int, mappers: tuple[str, ...], fast: bool, kind: str, start: str, config: str
) -> None:
    found = advise(pairs, mappers, fast)
    assert (found.kind, found.start, found.config) == (kind, start, config)
    assert str(pairs) in found.why


@pytest.mark.parametrize(
    ("cores", "load", "threads"), [(8, 0.1, 8), (8, 3.0, 5), (8, 7.6, 1), (8, 40.0, 1), (2, 1.0, 1), (1, 0.0, 1)]
)
def test_threads_are_those_that_are_free(
    monkeypatch: pytest.MonkeyPatch, cores: int, load: float, threads: int
) -> None:
    monkeypatch.delenv("OMP_NUM_THREADS", raising=False)
    monkeypatch.setattr(os, "sched_getaffinity", lambda _: set(range(cores)), raising=False)
    monkeypatch.setattr(os, "getloadavg", lambda: (load, 0.0, 0.0), raising=False)
    assert free_threads() == threads
    monkeypatch.setenv("OMP_NUM_THREADS", "3")
    assert free_threads() == 3


@pytest.mark.usefixtures("own_store")
def test_study_prints_a_plan_to_begin_with(v2a: Command, tmp_path: Path) -> None:
    assert v2a("study", "--plan-example") == 0
    (tmp_path / "plan.toml").write_text(v2a.out, encoding="utf-8")
    plan = read_plan(tmp_path / "plan.toml")
    assert plan.title == read_plan(study_example_path()).title == "Our scenes"
    assert [system.name for system in plan.tables[0].systems] == ["diffusion", "words"]
    assert v2a("study") == 2
    assert "--plan-example" in v2a.err
