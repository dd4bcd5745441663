"""The example plugin is built and installed as anybody would, then used by a program that knows nothing of it."""

from __future__ import annotations

import csv
import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

PROJECT = Path(__file__).parent / "example_plugin"

PROGRAM = """
import dataclasses, hashlib, json, sys
from fractions import Fraction
from pathlib import Path
import numpy as np
from v2a_plugin.delivery.protocol import DeliveryRequest
from v2a_plugin.model.config import PartSource, Runtime
from v2a_plugin.model.embeddings import Conditioning
from v2a_plugin.model.errors import SpaceMismatch
from v2a_plugin.model.progress import finish
from v2a_plugin.model.recipe import Precision, Recipe, Settings
from v2a_plugin.model.sound import Levels, Tag
from v2a_plugin.model.takes import RenderedTake, Take
from v2a_plugin.model.time import Span
from v2a_plugin.plugins.facade import load_plugins

plugins = load_plugins()
[info] = [info for info in plugins.report() if info.name == "example"]
generator = plugins.generator("knocks")(PartSource("knocks", Path("."), space_in="test-clap"), Runtime())
unit = np.eye(4, dtype=np.float32)[0]
asked = Conditioning(unit, unit, "test-clap")
rate, used = Fraction(25), Span(Fraction(2), Fraction(7, 2))
samples = used.samples(generator.sample_rate)
seeds = [3, 4, 5]
sounds = finish(generator.render([asked] * 3, seeds, samples, Settings()))
[alone] = finish(generator.render([asked], [4], samples, Settings()))
try:
    finish(generator.render([dataclasses.replace(asked, clap_space="other")], [1], samples, Settings()))
    refused = ""
except SpaceMismatch as error:
    refused = error.message
takes = []
for seed, sound in zip(seeds, sounds):
    recipe = Recipe(None, used, Fraction(0), rate, None, Settings(prompt="knock"), seed, "none", "", "", "cpu",
                    Precision.FP32, 1, 1, 48000, plugins.versions())
    digest = hashlib.sha256(sound.samples.tobytes()).hexdigest()
    takes.append(RenderedTake(Take(f"take-{seed}", digest, 48000, used, used, 0.25, (Tag("knock", 0.9),),
                                   Levels(None, -6.0, -6.0, -20.0), recipe), sound))
request = DeliveryRequest("Küche", tuple(takes), None, rate)
out = Path(sys.argv[1])
delivery = finish(plugins.deliver("csv", request, out / "csv"))
finish(plugins.deliver("wav", request, out / "wav"))
delivery.verify()
print(json.dumps({
    "state": info.state, "origin": info.origin, "package": [info.distribution, info.version],
    "adds": [f"{added.kind} {added.name}" for added in info.adds],
    "failures": [str(failure) for failure in plugins.failures],
    "peaks": [float(np.abs(sound.samples[0]).max()) for sound in sounds],
    "lengths": [len(sound) for sound in sounds], "wanted": samples,
    "alone": bool((alone.samples[0] == sounds[1].samples[0]).all()),
    "differ": bool((sounds[0].samples[0] != sounds[1].samples[0]).any()),
    "refused": refused, "versions": plugins.versions(), "files": [file.name for file in delivery.files],
    "heavy": [name for name in ("torch", "av", "PySide6") if name in sys.modules],
}))
"""


def run(*arguments: str, path: Path | None = None) -> str:
    environment = {**os.environ, "PYTHONPATH": str(path)} if path else None
    command = [sys.executable, *arguments]
    done = subprocess.run(command, check=False, capture_output=True, text=True, env=environment, timeout=120)
    assert done.returncode == 0, done.stderr
    return done.stdout


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the example plugin in it, put there by pip."""
    target = tmp_path_factory.mktemp("site")
    pip = ["-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--no-deps"]
    run(*pip, "--no-index", "--no-build-isolation", "--target", str(target), str(PROJECT))
    return target


def test_the_example_is_installed_found_and_used(installed: Path, tmp_path: Path) -> None:
    answer: dict[str, Any] = json.loads(run("-c", PROGRAM, str(tmp_path), path=installed))
    assert answer["failures"] == []
    assert (answer["state"], answer["origin"]) == ("working", "installed")
    assert answer["package"] == ["v2a-example", "1.2.3"]
    assert answer["adds"] == ["generator knocks", "generator motion", "exporter csv"]
    assert answer["versions"] == [["v2a-example", "1.2.3"]]

    assert answer["lengths"] == [answer["wanted"]] * 3 == [72_000] * 3
    assert all(0.1 < peak <= 0.5 for peak in answer["peaks"])
    assert answer["alone"]
    assert answer["differ"]
    assert answer["refused"] == "Knocks take test-clap, not other."
    assert answer["heavy"] == []

    with (tmp_path / "csv" / "takes.csv").open(newline="", encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    assert answer["files"] == ["takes.csv"]
    assert [row["seed"] for row in rows] == ["3", "4", "5"]
    assert rows[0] == {
        "take": "1", "in": "00:00:02:00", "out": "00:00:03:13", "seed": "3", "score": "0.250", "heard as": "knock",
    }  # fmt: skip
    assert len(list((tmp_path / "wav").glob("take-?.wav"))) == 3


def test_it_is_gone_when_it_is_not_installed(installed: Path) -> None:
    listing = (
        "from v2a_plugin.plugins.facade import load_plugins; print(*(info.name for info in load_plugins().report()))"
    )
    assert "example" in run("-c", listing, path=installed).split()
    assert "example" not in run("-c", listing).split()


def test_the_command_line_lists_it(installed: Path) -> None:
    program = "import sys; from v2a_plugin.cli import main; sys.argv = ['v2a', 'plugins']; main()"
    listing = run("-c", program, path=installed)
    assert "example (installed, v2a-example 1.2.3): working" in listing
    assert "generator 'knocks'" in listing
    assert "exporter 'csv'" in listing
