"""No folder of the person's home goes out with a delivery, in whatever format."""

from __future__ import annotations

import zipfile
from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest

from v2a_plugin.delivery.protocol import CutRequest, DeliveryRequest, StemSettings
from v2a_plugin.model.progress import finish
from v2a_plugin.model.recipe import Between, MediaReference
from v2a_plugin.model.sound import Sound
from v2a_plugin.model.takes import RenderedTake
from v2a_plugin.plugins.facade import Kind, load_plugins
from v2a_plugin.testing.cuts import MemoryTakes, film_of, small_cut

PLUGINS = load_plugins(disabled=["*"])
HOME = "/home/mia.quintero"
PRIVATE = Path(HOME, "Jobs", "secret feature", "film.mov")


def at_home(takes: MemoryTakes) -> None:
    for identifier, take in takes.takes.items():
        recipe = take.recipe.with_media(lambda media: MediaReference(PRIVATE, media.fingerprint))
        recipe = replace(recipe, between=Between(recipe, recipe, 0.5))
        takes.takes[identifier] = replace(take, recipe=recipe)


def every_byte(folder: Path) -> bytes:
    found = b""
    for path in sorted(folder.rglob("*")):
        found += str(path.relative_to(folder)).encode()
        if path.is_file():
            found += path.read_bytes()
            if zipfile.is_zipfile(path):
                with zipfile.ZipFile(path) as packed:
                    found += b"".join(packed.read(name) for name in packed.namelist())
    return found


def assert_private(folder: Path) -> None:
    found = every_byte(folder).lower()
    for word in (HOME, "mia.quintero", "secret feature", "secret%20feature"):
        for encoding in ("utf-8", "utf-16-le", "utf-16-be"):
            assert word.lower().encode(encoding) not in found, (word, encoding)


@pytest.mark.parametrize("name", [added.name for added in PLUGINS.added(Kind.CUT_EXPORTER)])
def test_a_cut_goes_out_without_the_folders_its_takes_were_made_from(name: str, tmp_path: Path) -> None:
    takes = MemoryTakes()
    timeline = small_cut(Fraction(25), "01:00:00:00", takes)
    at_home(takes)
    request = CutRequest(
        timeline, (film_of(Fraction(25), Fraction(60), path="/media/reel/film.mov"),), takes, StemSettings()
    )
    finish(PLUGINS.export(name, request, tmp_path / "out"))
    assert_private(tmp_path / "out")


def test_takes_go_out_without_the_folder_of_their_picture(tmp_path: Path) -> None:
    takes = MemoryTakes()
    takes.add("one", Sound.mono(np.full(4800, 0.1, np.float32), 48_000))
    at_home(takes)
    rendered = RenderedTake(takes.take("one"), takes.sound("one"))
    request = DeliveryRequest("Door", (rendered,), MediaReference(PRIVATE, "1-ab"), Fraction(25))
    for added in PLUGINS.added(Kind.EXPORTER):
        folder = tmp_path / added.name
        finish(PLUGINS.deliver(added.name, request, folder))
        assert_private(folder)
