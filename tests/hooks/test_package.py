from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path
from typing import TypeAlias

import pytest

from v2a_plugin.delivery.manifest import read_delivery, read_manifest
from v2a_plugin.delivery.package import Package
from v2a_plugin.delivery.protocol import DeliveryRequest
from v2a_plugin.model.errors import BadInput, OutputError
from v2a_plugin.model.progress import finish
from v2a_plugin.model.takes import RenderedTake
from v2a_plugin.plugins.facade import load_plugins

MakeDelivery: TypeAlias = Callable[..., DeliveryRequest]
MakeTake: TypeAlias = Callable[..., RenderedTake]


def contents(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def test_a_cancelled_delivery_leaves_the_older_one_as_it_was(
    tmp_path: Path, make_delivery: MakeDelivery, make_take: MakeTake
) -> None:
    finish(load_plugins().exporter("wav").write(make_delivery(2), tmp_path))
    before = contents(tmp_path)
    steps = (
        load_plugins().exporter("wav").write(make_delivery(takes=(make_take(7), make_take(8), make_take(9))), tmp_path)
    )
    next(steps)
    next(steps)
    assert any(path.name.endswith(".partial.wav") for path in tmp_path.iterdir())
    steps.close()
    assert contents(tmp_path) == before


def test_a_new_delivery_replaces_the_older_one_as_a_set(
    tmp_path: Path, make_delivery: MakeDelivery, make_take: MakeTake
) -> None:
    finish(load_plugins().exporter("wav").write(make_delivery(3), tmp_path))
    (tmp_path / "notes.txt").write_text("mine")
    (tmp_path / "take-3.recipe.json").write_text("mine now")
    delivery = finish(load_plugins().exporter("wav").write(make_delivery(takes=(make_take(9),)), tmp_path))
    assert set(contents(tmp_path)) == {
        "manifest.json", "take-1.wav", "take-1.recipe.json", "notes.txt", "take-3.recipe.json",
    }  # fmt: skip
    assert delivery.notes == ("take-3.recipe.json is from an older delivery and stays, because it was changed since.",)
    delivery.verify()


def test_a_folder_of_another_exporter_is_refused(tmp_path: Path, make_delivery: MakeDelivery) -> None:
    finish(load_plugins().exporter("wav").write(make_delivery(1), tmp_path))
    before = contents(tmp_path)
    with (
        pytest.raises(OutputError, match="holds a delivery of the exporter 'wav'"),
        Package("csv", make_delivery(1), tmp_path),
    ):
        pass
    assert contents(tmp_path) == before


def test_a_manifest_that_is_none_of_ours_is_not_overwritten(tmp_path: Path, make_delivery: MakeDelivery) -> None:
    (tmp_path / "manifest.json").write_text('{"name": "my web app"}')
    with pytest.raises(OutputError, match="cannot be read"):
        finish(load_plugins().exporter("wav").write(make_delivery(1), tmp_path))
    assert contents(tmp_path) == {"manifest.json": b'{"name": "my web app"}'}


def test_a_delivery_is_read_back_and_follows_its_folder(tmp_path: Path, make_delivery: MakeDelivery) -> None:
    written = finish(load_plugins().exporter("wav").write(make_delivery(2), tmp_path / "one"))
    assert read_delivery(tmp_path / "one") == written
    shutil.move(tmp_path / "one", tmp_path / "zwei")
    read_delivery(tmp_path / "zwei").verify()
    assert read_manifest(tmp_path / "zwei").name == "Shot 1"
    with pytest.raises(BadInput, match=r"holds no manifest.json"):
        read_delivery(tmp_path)


@pytest.mark.parametrize(
    "name", ["../outside.txt", "sub/../../up.txt", "/root.txt", "manifest.json", "", "sub/", "twice.txt"]
)
def test_a_file_stays_inside_its_folder_and_has_a_name_of_its_own(
    tmp_path: Path, make_delivery: MakeDelivery, name: str
) -> None:
    def write_two() -> None:
        with Package("x", make_delivery(1), tmp_path / "in") as package:
            package.write("twice.txt", "one")
            package.write(name, "two")

    with pytest.raises(ValueError, match=r"is no name for a file|was used before"):
        write_two()
    assert [path.name for path in tmp_path.rglob("*")] == ["in"]


def test_a_folder_that_is_a_file_is_refused(tmp_path: Path, make_delivery: MakeDelivery) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(OutputError, match="file cannot be written"):
        finish(load_plugins().exporter("wav").write(make_delivery(1), tmp_path / "file"))


def test_there_is_no_delivery_of_nothing(make_delivery: MakeDelivery) -> None:
    with pytest.raises(BadInput, match="no take of Shot 1"):
        make_delivery(0)


def test_an_error_of_the_exporter_passes_as_it_is(tmp_path: Path, make_delivery: MakeDelivery) -> None:
    def read_a_template() -> None:
        with Package("x", make_delivery(1), tmp_path / "in") as package:
            package.write("one.txt", "one")
            (tmp_path / "template.txt").read_text()

    with pytest.raises(FileNotFoundError, match=r"template\.txt") as caught:
        read_a_template()
    assert not isinstance(caught.value, OutputError)
    assert not list((tmp_path / "in").iterdir())


def test_a_full_disk_is_said_and_leaves_the_older_delivery(
    small_disk: Callable[[str], Path], make_delivery: MakeDelivery
) -> None:
    disk = small_disk("512k")
    finish(load_plugins().exporter("wav").write(make_delivery(2), disk))  # 100 kB a take
    before = contents(disk)
    with pytest.raises(OutputError, match=r"The disk is full while writing take-\d\.wav to .*kleine Platte"):
        finish(load_plugins().exporter("wav").write(make_delivery(6), disk))
    assert contents(disk) == before
