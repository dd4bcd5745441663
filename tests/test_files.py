"""Files that are opened to be read are files: a pipe or a device in their place is a sentence at once."""

from __future__ import annotations

import os
import subprocess
import sys
import tracemalloc
from collections.abc import Callable
from pathlib import Path

import pytest

from v2a_plugin.files import (
    no_empty_folders,
    open_regular,
    open_text,
    output_folder,
    read_bytes,
    read_text,
    replacing,
    sha256_of,
    sweep,
)

pytestmark = pytest.mark.skipif(os.name == "nt", reason="Windows has neither")


def pipe(path: Path) -> None:
    os.mkfifo(path)


def zeros(path: Path) -> None:
    path.symlink_to("/dev/zero")


def folder(path: Path) -> None:
    path.mkdir()


IMPOSTORS = [pipe, zeros, folder]


@pytest.mark.parametrize("reader", [open_regular, open_text, read_bytes, read_text, sha256_of])
@pytest.mark.parametrize("impostor", IMPOSTORS)
def test_what_is_no_file_is_not_opened(
    tmp_path: Path, impostor: Callable[[Path], None], reader: Callable[[Path], object]
) -> None:
    impostor(tmp_path / "it")
    with pytest.raises(OSError, match=r"regular file|directory"):
        reader(tmp_path / "it")


def test_text_of_any_system(tmp_path: Path) -> None:
    path = tmp_path / "a.json"
    path.write_bytes(b'\xef\xbb\xbf{"a":\r\n1}\r\n')
    assert read_text(path) == '{"a":\n1}\n'


def test_a_file_that_is_far_too_large_is_not_read(tmp_path: Path) -> None:
    path = tmp_path / "sparse.json"
    with path.open("wb") as file:
        file.truncate(1 << 40)
    with pytest.raises(OSError, match="far too large"):
        read_bytes(path)


def test_a_small_file_takes_no_more_memory_than_it_has(tmp_path: Path) -> None:
    small = tmp_path / "small.txt"
    small.write_bytes(b"x" * 10_000)
    tracemalloc.start()
    assert len(read_bytes(small)) == 10_000
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert most < 200_000


LEAVE = """
import sys
from pathlib import Path
from v2a_plugin.files import partial_beside
partial_beside(Path(sys.argv[1]) / "a.wav").write_bytes(b"half")
folder = partial_beside(Path(sys.argv[1]) / "Film")
(folder / "takes").mkdir(parents=True)
"""


def test_what_a_dead_process_left_unfinished_goes_with_the_next_writer(tmp_path: Path) -> None:
    subprocess.run([sys.executable, "-c", LEAVE, str(tmp_path)], check=True)
    dead = sorted(path.name for path in tmp_path.iterdir())
    assert [name.split(".")[1] for name in dead] == ["Film", "a"]
    elsewhere = dead[1].replace(dead[1].split("-")[1], "0badcafe")
    kept = [tmp_path / name for name in (elsewhere, ".a.0123abcd.partial.wav", "a.partial.wav", "mine.wav")]
    for path in kept:
        path.write_bytes(b"another's")
    with replacing(tmp_path / "b.wav") as living:
        assert sorted(path for path in tmp_path.iterdir()) == sorted([*kept, living])
        sweep(tmp_path)
        living.write_bytes(b"done")
    assert sorted(tmp_path.iterdir()) == sorted([*kept, tmp_path / "b.wav"])


def test_where_a_command_fails_only_its_own_empty_folders_go(tmp_path: Path) -> None:
    (tmp_path / "before").mkdir()

    @no_empty_folders()
    def command() -> None:
        output_folder(tmp_path / "new" / "inner")
        output_folder(tmp_path / "before" / "new")
        (output_folder(tmp_path / "used" / "inner").parent / "file").touch()
        raise ValueError("no")

    with pytest.raises(ValueError, match="no"):
        command()
    output_folder(tmp_path / "later")
    assert sorted(path.name for path in tmp_path.rglob("*")) == ["before", "file", "later", "used"]


SCRIPT = """
import sys
from pathlib import Path
from v2a_plugin.model.errors import V2AError
def media(path):
    from v2a_plugin.media.probe import probe
    probe(path)
def recipe(path):
    from v2a_plugin.generation.recipes import read_recipe
    read_recipe(path)
def cut(path):
    from v2a_plugin.formats.reading import read_cut
    from v2a_plugin.plugins.facade import load_plugins
    read_cut(path, load_plugins().cut_readers())
def card(path):
    from v2a_plugin.zoo.card_files import read_card
    read_card(path)
def manifest(path):
    from v2a_plugin.delivery.manifest import read_manifest
    read_manifest(path.parent)
def job(path):
    from v2a_plugin.hosts.job import read_job
    read_job(path)
for name in sys.argv[2:]:
    try:
        globals()[sys.argv[1]](Path(name))
    except V2AError as error:
        print(error.message)
"""


@pytest.mark.parametrize("impostor", [pipe, zeros])
@pytest.mark.parametrize(
    ("what", "names"),
    [
        ("media", ("a.mov", "a.png", "a.wav")),
        ("recipe", ("a.recipe.json",)),
        ("cut", ("a.edl", "a.otio", "a.otioz", "a.xml", "a.fcpxml")),
        ("card", ("card.toml",)),
        ("manifest", ("manifest.json",)),
        ("job", ("a.job.json",)),
    ],
)
def test_every_kind_of_input_is_refused_in_a_sentence(
    tmp_path: Path, impostor: Callable[[Path], None], what: str, names: tuple[str, ...]
) -> None:
    for name in names:
        impostor(tmp_path / name)
    told = run(what, *(tmp_path / name for name in names))
    assert len(told) == len(names)
    assert all(line.endswith(".") for line in told), told


def run(what: str, *paths: Path) -> list[str]:
    """In a process of its own, for a fault would wait for ever or fill the memory."""
    command = [sys.executable, "-c", SCRIPT, what, *map(str, paths)]
    done = subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)
    assert done.returncode == 0, done.stderr[-2000:]
    return done.stdout.splitlines()
