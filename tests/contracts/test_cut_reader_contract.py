"""What every reader of cuts keeps. Add a file of your format to the list, and it is tested."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from itertools import pairwise
from pathlib import Path

import pytest

from v2a_hooks import CutReader
from v2a_plugin.delivery.protocol import CutRequest
from v2a_plugin.formats.cut import EditorsCut
from v2a_plugin.formats.linking import link
from v2a_plugin.formats.reading import is_cut, read_cut
from v2a_plugin.model.errors import V2AError
from v2a_plugin.model.progress import finish
from v2a_plugin.plugins.facade import load_plugins
from v2a_plugin.testing.aaf_files import write_picture
from v2a_plugin.testing.exchange import CASES, rich_cut

PLUGINS = load_plugins()
READERS = PLUGINS.cut_readers()
RATE = Fraction(25)


def exported(name: str, pattern: str) -> Callable[[CutRequest, Path], Path]:
    """A file that our own exporter writes."""

    def write(request: CutRequest, folder: Path) -> Path:
        finish(PLUGINS.export(name, request, folder))
        return min(folder.glob(pattern), key=lambda path: len(path.name))

    return write


def aaf_file(request: CutRequest, folder: Path) -> Path:
    """A file that pyaaf2 writes: our exporter carries no picture."""
    folder.mkdir(exist_ok=True)
    write_picture(folder / "cut.aaf", request.timeline, request.media)
    return folder / "cut.aaf"


FILES: dict[str, list[Callable[[CutRequest, Path], Path]]] = {
    "otio": [exported("otio", "*.otio"), exported("otioz", "*.otioz")],
    "fcp7": [exported("fcp7", "*.xml")],
    "fcpxml": [exported("fcpxml", "*.fcpxml")],
    "mlt": [exported("mlt", "*.mlt")],
    "kdenlive": [exported("kdenlive", "*.kdenlive")],
    "aaf": [aaf_file],
    "rpp": [exported("rpp", "*.rpp")],
    "edl": [exported("edl", "* V.edl")],
}
"""For each reader, what writes files of its format that show the picture of a cut."""
CASES_OF = [(reader, write) for reader in READERS for write in FILES.get(reader.name, ())]


@pytest.fixture(params=CASES_OF, ids=lambda case: case[0].name)
def case(request: pytest.FixtureRequest) -> tuple[CutReader, Callable[[CutRequest, Path], Path]]:
    chosen: tuple[CutReader, Callable[[CutRequest, Path], Path]] = request.param
    return chosen


def test_every_reader_has_a_file_here() -> None:
    assert {reader.name for reader in READERS} == set(FILES)


def test_its_files_are_known_by_their_ending(case: tuple[CutReader, Callable[[CutRequest, Path], Path]]) -> None:
    reader = case[0]
    for suffix in reader.suffixes:
        assert suffix == suffix.lower()
        assert suffix.startswith(".")
        assert is_cut(Path(f"Cut 1{suffix.upper()}"), READERS)


def test_it_reads_the_picture_exactly(
    case: tuple[CutReader, Callable[[CutRequest, Path], Path]], tmp_path: Path
) -> None:
    request = rich_cut(CASES[2])
    path = case[1](request, tmp_path)
    cut = read_cut(path, READERS, RATE)
    linked = link(cut, request.media)
    early = linked.picture[0].record  # a cue may begin before the picture
    assert [(clip.record - early, clip.region.span, clip.region.media) for clip in linked.picture] == [
        (clip.record, clip.region.span, clip.region.media) for clip in request.timeline.picture
    ]
    assert (cut.rate, linked.unlinked) == (RATE, ())
    assert all(one.record.end <= other.record.start for one, other in pairwise(cut.clips))


def test_a_broken_file_is_a_sentence_with_its_name(
    case: tuple[CutReader, Callable[[CutRequest, Path], Path]], tmp_path: Path
) -> None:
    """Cut off, empty, scribbled over, or of another kind: an error for a person, or what is left of the cut."""
    path = case[1](rich_cut(CASES[2]), tmp_path / "whole")
    data = path.read_bytes()
    broken = tmp_path / path.name
    middle = len(data) // 2
    for content in (data[:middle], b"", b"\x00\xff" * 5000, data[:middle] + b"\xff<&{" + data[middle:], b"<a/>"):
        broken.write_bytes(content)
        outcome = read_or_error(broken)
        if isinstance(outcome, V2AError):
            assert broken.name in outcome.message
            assert outcome.hint
            assert "Error" not in outcome.message
        else:
            assert all(one.record.end <= other.record.start for one, other in pairwise(outcome.clips))


def read_or_error(path: Path) -> EditorsCut | V2AError:
    try:
        return read_cut(path, READERS, RATE)
    except V2AError as error:
        return error
