"""Files that were cut off, edited, lost or written by another version."""

from __future__ import annotations

import contextlib
import json
import os
import shutil
import signal
import zlib
from collections.abc import Callable, Iterator
from dataclasses import replace
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from v2a_plugin.model.errors import BadInput, NoSuchFile
from v2a_plugin.model.timeline import Timeline
from v2a_plugin.project import migrations, state
from v2a_plugin.project.folder import create_project, open_project
from v2a_plugin.project.lines import EntryKind
from v2a_plugin.timeline import edits
from v2a_plugin.timeline.placing import place

Lines = list[bytes]


@pytest.fixture
def worked(folder: Path, make_take: Any) -> list[Timeline]:
    """Twelve changes, a snapshot after the sixth; the timelines after each, from the beginning on."""
    with open_project(folder) as project:
        seen = [project.timeline]
        region = project.timeline.picture[0].region
        project.add_take(make_take(region), region)
        seen.append(project.timeline)
        take = project.timeline.takes[0]
        for number in range(11):
            project.do(place(project.timeline, take.id, "track-feet", start=Fraction(10 * number, 3)))
            seen.append(project.timeline)
            if number == 4:
                project.snapshot()
                kept = (folder / "snapshot.json").read_bytes()
    (folder / "snapshot.json").write_bytes(kept)
    return seen


def lines(folder: Path) -> Lines:
    return (folder / "ops.jsonl").read_bytes().splitlines(keepends=True)


def write(folder: Path, content: Lines) -> None:
    (folder / "ops.jsonl").write_bytes(b"".join(content))


def sealed(entry: dict[str, Any]) -> bytes:
    """A line as somebody would write it who knows how."""
    entry = {key: entry[key] for key in ("seq", "do", "at", "body")}
    text = json.dumps(entry, separators=(",", ":"), ensure_ascii=False).encode()[:-1]
    return text + b',"crc":"%08x"}\n' % zlib.crc32(text)


def backups(folder: Path) -> list[Path]:
    return sorted(folder.glob("backup/*/ops.jsonl"))


def test_a_last_line_that_was_cut_off_is_dropped_with_a_word(folder: Path, worked: list[Timeline]) -> None:
    content = lines(folder)
    write(folder, [*content[:-1], content[-1][: len(content[-1]) // 2]])
    with open_project(folder, write=False) as project:  # looking changes nothing
        assert project.timeline == worked[-2]
        assert "incomplete" in project.notes[0]
    assert lines(folder)[-1] == content[-1][: len(content[-1]) // 2]
    with open_project(folder) as project:
        assert project.timeline == worked[-2]
        assert project.notes == ["The last line of ops.jsonl is incomplete, as after a crash, and was dropped."]
        assert lines(folder) == content[:-1]
        project.undo()
        assert project.timeline == worked[-3]
    with open_project(folder) as project:
        assert project.notes == []
        assert project.timeline == worked[-3]
    assert not (folder / "backup").exists()


def test_a_line_without_its_newline_counts(folder: Path, worked: list[Timeline]) -> None:
    content = lines(folder)
    write(folder, [*content[:-1], content[-1].rstrip(b"\n")])
    with open_project(folder) as project:
        assert project.timeline == worked[-1]
        project.undo()
    with open_project(folder) as project:
        assert project.timeline == worked[-2]


@pytest.mark.parametrize("number", [9, 10, 11])
def test_damage_after_the_snapshot_keeps_what_comes_before(folder: Path, worked: list[Timeline], number: int) -> None:
    content = lines(folder)
    original = [*content[:number], content[number].replace(b'"track', b'"tracK'), *content[number + 1 :]]
    write(folder, original)
    with open_project(folder) as project:
        assert project.timeline == worked[number - 1]
        assert f"Line {number + 1}".lower() in project.notes[0].lower()
        assert "was changed since it was written" in project.notes[0]
        assert f"{12 - number} after it are left out" in project.notes[0]
        assert "backup/damaged-" in project.notes[1]
        project.undo()
        assert project.timeline == worked[number - 2]
    [kept] = backups(folder)
    assert kept.read_bytes() == b"".join(original)
    with open_project(folder) as project:
        assert project.notes == []


@pytest.mark.parametrize("number", [0, 1, 3, 6])
def test_damage_before_the_snapshot_loses_no_change(folder: Path, worked: list[Timeline], number: int) -> None:
    content = lines(folder)
    write(folder, [*content[:number], b"}{ nonsense\n", *content[number + 1 :]])
    with open_project(folder) as project:
        assert project.timeline == worked[-1]
        assert "older ones cannot be undone" in project.notes[0]
        assert not project.can_undo
        project.do(edits.gain(project.timeline, project.timeline.tracks[0].cues[0].id, -6))
    assert len(backups(folder)) == 1
    with open_project(folder) as project:
        assert project.notes == []
        project.undo()
        assert project.timeline == worked[-1]
        assert project.undo() is None


@pytest.mark.parametrize("share", [0.0, 0.3, 0.5, 0.9])
def test_a_journal_cut_in_half_is_filled_up_from_the_snapshot(
    folder: Path, worked: list[Timeline], share: float
) -> None:
    data = (folder / "ops.jsonl").read_bytes()
    (folder / "ops.jsonl").write_bytes(data[: int(len(data) * share)])
    whole = data[: int(len(data) * share)].count(b"\n")
    with open_project(folder) as project:
        assert project.timeline == worked[max(6, whole - 1)]
    with open_project(folder) as project:
        assert project.notes == []
        assert project.timeline == worked[max(6, whole - 1)]


def test_a_journal_that_is_gone_comes_back_from_the_snapshot(folder: Path, worked: list[Timeline]) -> None:
    (folder / "ops.jsonl").unlink()
    with open_project(folder) as project:
        assert project.timeline == worked[6]
        assert "the file is missing" in project.notes[0]
    with open_project(folder) as project:
        assert project.timeline == worked[6]


@pytest.mark.parametrize("content", [None, b"", b"{}", b"\xff\xfe\x00", b'{"seq":99,\n"state":{},\n"sha256":"0"}\n'])
def test_a_snapshot_that_is_gone_or_nonsense_is_made_again(
    folder: Path, worked: list[Timeline], content: bytes | None
) -> None:
    if content is None:
        (folder / "snapshot.json").unlink()
    else:
        (folder / "snapshot.json").write_bytes(content)
    with open_project(folder) as project:
        assert project.timeline == worked[-1]
        assert len(project.notes) == (content is not None)
        project.undo()
    with open_project(folder) as project:
        assert project.notes == []
        assert project.timeline == worked[-2]


def test_an_edited_snapshot_is_not_believed(folder: Path, worked: list[Timeline]) -> None:
    path = folder / "snapshot.json"
    path.write_text(path.read_text().replace("A cut", "A CUT"))
    with open_project(folder) as project:
        assert project.timeline == worked[-1]
        assert "was changed since it was written" in project.notes[0]


def test_the_snapshot_of_another_project_is_not_believed(
    folder: Path, worked: list[Timeline], tmp_path: Path, cut: Timeline
) -> None:
    create_project(tmp_path / "other.v2a", replace(cut, name="Other")).close()
    shutil.copy(tmp_path / "other.v2a" / "snapshot.json", folder / "snapshot.json")
    with open_project(folder) as project:
        assert project.timeline == worked[-1]


def test_a_snapshot_from_before_the_history_was_forgotten(folder: Path, worked: list[Timeline]) -> None:
    """As when the process ends between the new journal and its snapshot."""
    older = (folder / "snapshot.json").read_bytes()
    with open_project(folder) as project:
        project.forget_history()
        assert project.timeline == worked[-1]
    (folder / "snapshot.json").write_bytes(older)
    with open_project(folder) as project:
        assert project.notes == []
        assert project.timeline == worked[-1]
        assert not project.can_undo


@pytest.mark.parametrize("content", [b"", b"hello\n", b"\0" * 5000, b"[]\n{}\n"])
def test_nothing_left_is_one_sentence(folder: Path, content: bytes) -> None:
    (folder / "snapshot.json").unlink()
    (folder / "ops.jsonl").write_bytes(content)
    with pytest.raises(BadInput, match="holds no project that can be read"):
        open_project(folder)
    assert (folder / "ops.jsonl").read_bytes() == content


def test_a_folder_that_is_no_project(tmp_path: Path) -> None:
    with pytest.raises(NoSuchFile, match="holds no project"):
        open_project(tmp_path)
    with pytest.raises(NoSuchFile, match="does not exist"):
        open_project(tmp_path / "nothing.v2a")
    assert list(tmp_path.iterdir()) == []


def edited(folder: Path, number: int, edit: Callable[[dict[str, Any]], None]) -> None:
    """Edit one line of the journal by hand, checksum and all."""
    content = lines(folder)
    entry = json.loads(content[number])
    edit(entry)
    content[number] = sealed(entry)
    write(folder, content)


def test_a_newer_project_is_refused(folder: Path, worked: list[Timeline]) -> None:
    edited(folder, 0, lambda entry: entry["body"].update(schema=7, shiny=True))
    before = lines(folder)
    for write_it in (True, False):
        with pytest.raises(BadInput, match=r"written by a newer v2a-plugin \(layout 7; this one reads up to 1\)"):
            open_project(folder, write=write_it)
    assert lines(folder) == before
    assert not (folder / ".owner.json").exists()


@pytest.mark.parametrize("name", ["../../etc/passwd", "/etc/passwd", "a/b", "con", "..", "", "ü", "x" * 65])
def test_a_take_that_would_lie_elsewhere_is_refused(folder: Path, worked: list[Timeline], name: str) -> None:
    (folder / "snapshot.json").unlink()
    edited(folder, 1, lambda entry: entry["body"]["do"][0]["take"]["after"].update(id=name))
    write(folder, lines(folder)[:2])
    with pytest.raises(BadInput, match="is no id of a take"):
        open_project(folder)


MEDIA = {
    "path": "clip.mov", "fingerprint": "4711-0123456789abcdef", "container": "mov",
    "pictures": [{
        "index": 0, "codec": "h264", "width": 64, "height": 64, "rate": "25", "variable_rate": False,
        "time_base": "1/25", "start": "0", "duration": "10", "frames": 250, "pixel_format": "yuv420p",
        "bit_depth": 8, "alpha": False, "interlaced": False, "rotation": 0,
    }],
}  # fmt: skip


@pytest.mark.parametrize(
    "path", ["/etc/passwd", "C:/windows/x.mov", "\\\\server\\x.mov", "a/../../x.mov", "..", "", "x\0y.mov"]
)
def test_a_link_that_is_absolute_or_crooked_is_refused(folder: Path, path: str) -> None:
    (folder / "snapshot.json").unlink()
    edited(folder, 0, lambda entry: entry["body"].update(media={"links": [{"path": path, "media": MEDIA}]}))
    with pytest.raises(BadInput, match=r"absolute|no path to a media file"):
        open_project(folder)


def test_a_link_out_of_the_folder_is_used_only_with_the_right_fingerprint(folder: Path, tmp_path: Path) -> None:
    (folder / "snapshot.json").unlink()
    (tmp_path / "secret").write_bytes(b"s" * 4711)
    link = {"path": "../secret", "media": MEDIA}
    edited(folder, 0, lambda entry: entry["body"].update(media={"links": [link]}))
    with open_project(folder) as project, pytest.raises(NoSuchFile, match="has changed"):
        project.media_of(project.timeline.picture[0].region)


def test_valid_lines_that_make_no_sense_are_cut_off(folder: Path, worked: list[Timeline]) -> None:
    (folder / "snapshot.json").unlink()
    content = lines(folder)
    nonsense: Any = [
        {**json.loads(content[5]), "body": {"name": "x", "do": [{"cue": {"track": "no such track"}}]}},
        {**json.loads(content[5]), "body": {"do": 3}},
        {**json.loads(content[5]), "seq": 99},
        {**json.loads(content[5]), "do": "dance"},
        {**json.loads(content[5]), "do": "media", "body": {"links": 4}},
    ]
    for entry in nonsense:
        write(folder, [*content[:5], sealed(entry), *content[6:]])
        with open_project(folder, write=False) as project:
            assert project.timeline == worked[4]
            assert "damaged" in project.notes[0]


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.data())
def test_any_bytes_in_the_middle_open_or_are_refused_in_a_sentence(
    folder: Path, worked: list[Timeline], data: st.DataObject
) -> None:
    for name in ("ops.jsonl", "snapshot.json"):
        original = (folder / name).read_bytes()
        at = data.draw(st.integers(0, len(original)))
        junk = data.draw(st.binary(max_size=20))
        (folder / name).write_bytes(original[:at] + junk + original[at + data.draw(st.integers(0, 30)) :])
        with contextlib.suppress(BadInput), open_project(folder, write=False) as project:
            assert project.timeline in worked
        (folder / name).write_bytes(original)


def test_an_older_layout_is_brought_up_to_date_and_kept(
    folder: Path, worked: list[Timeline], monkeypatch: pytest.MonkeyPatch
) -> None:
    def spell_gain(kind: EntryKind, body: Any) -> Any:
        if kind is EntryKind.BEGIN:
            body = {**body, "timeline": {**body["timeline"], "name": body["timeline"]["name"] + ", migrated"}}
        return body

    before = lines(folder)
    for module in (state, migrations):
        monkeypatch.setattr(module, "SCHEMA", 2)
    monkeypatch.setattr("v2a_plugin.project.state_reading.SCHEMA", 2)
    monkeypatch.setattr("v2a_plugin.project.snapshot.SCHEMA", 2)
    monkeypatch.setattr(migrations, "STEPS", (migrations.Step(1, spell_gain),))
    with open_project(folder, write=False) as project:
        assert project.timeline == replace(worked[-1], name="A cut, migrated")
    assert lines(folder) == before
    with open_project(folder) as project:
        assert "older v2a-plugin (layout 1)" in project.notes[0]
        assert project.timeline == replace(worked[-1], name="A cut, migrated")
        project.undo()
    assert json.loads(lines(folder)[0])["body"]["schema"] == 2
    assert [path.read_bytes() for path in folder.glob("backup/layout-1-*/ops.jsonl")] == [b"".join(before)]
    with open_project(folder) as project:
        assert project.notes == []
        assert project.timeline == replace(worked[-2], name="A cut, migrated")


def test_no_way_from_an_older_layout_is_said(
    folder: Path, worked: list[Timeline], monkeypatch: pytest.MonkeyPatch
) -> None:
    edited(folder, 0, lambda entry: entry["body"].update(schema=0))
    with pytest.raises(BadInput, match="has layout 0, which this program cannot read"):
        open_project(folder)


def crlf(content: Lines) -> Lines:
    return [line.replace(b"\n", b"\r\n") for line in content]


@pytest.mark.parametrize(
    ("how", "strays"),
    [
        (crlf, 0),
        (lambda content: [b"\xef\xbb\xbf", *content], 0),
        (lambda content: [b"\xef\xbb\xbf", *crlf(content)], 0),
        (lambda content: [*content[:3], b"\n", *content[3:9], b"  \n", b"\n", *content[9:], b"\n"], 0),
        (lambda content: [*crlf(content[:5]), b"\r\n", *content[5:]], 0),
        (lambda content: [*content[:4], content[3], *content[4:]], 0),
        (lambda content: [*content[:7], *content[2:7], *content[7:], content[-1]], 0),
        (lambda content: [*content[:7], b"<<<<<<< HEAD\n", *content[7:], b"\n"], 1),
        (lambda content: [b"\n", content[0], b"=======\n", content[1][:20] + b"\n", *content[1:]], 2),
    ],
)
@pytest.mark.parametrize("snapshot", [True, False])
def test_lines_that_take_nothing_away_cost_nothing(
    folder: Path, worked: list[Timeline], how: Callable[[Lines], Lines], strays: int, snapshot: bool
) -> None:
    """Line ends of another system, a mark, blank and doubled lines, marks of a merge: all changes are there."""
    before = lines(folder)
    write(folder, how(before))
    if not snapshot:
        (folder / "snapshot.json").unlink()
    with open_project(folder, write=False) as project:
        assert project.timeline == worked[-1]
    assert (folder / "ops.jsonl").read_bytes() == b"".join(how(before))  # reading changes nothing
    with open_project(folder) as project:
        assert project.timeline == worked[-1]
        assert any("none of a journal" in note for note in project.notes) == bool(strays)
        project.undo()
        assert project.timeline == worked[-2]
    assert b"".join(lines(folder)).startswith(b"".join(before))
    assert (folder / "backup").exists() == bool(strays)


@given(st.lists(st.integers(0, 12), max_size=4), st.lists(st.integers(0, 13), max_size=4))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=30)
def test_any_doubled_and_blank_lines(
    folder: Path, worked: list[Timeline], doubled: list[int], blank: list[int]
) -> None:
    content = lines(folder)
    changed: Lines = []
    for number, line in enumerate(content):
        changed += [b"\n"] * blank.count(number) + [line] * (1 + doubled.count(number))
    write(folder, changed)
    try:
        with open_project(folder, write=False) as project:
            assert project.timeline == worked[-1]
            assert not project.notes
    finally:
        write(folder, content)


def test_a_snapshot_with_other_line_ends_and_a_mark_is_believed(folder: Path, worked: list[Timeline]) -> None:
    path = folder / "snapshot.json"
    path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes().replace(b"\n", b"\r\n"))
    with open_project(folder) as project:
        assert project.timeline == worked[-1]
        assert not project.notes


@pytest.fixture
def no_waiting() -> Iterator[None]:
    """A test that waits for a pipe fails after half a minute."""
    signal.alarm(30)
    yield
    signal.alarm(0)


@pytest.mark.usefixtures("no_waiting")
@pytest.mark.skipif(os.name == "nt", reason="Windows has neither")
@pytest.mark.parametrize("name", ["ops.jsonl", "snapshot.json", "takes/*.json", "takes/*.wav", ".owner.json"])
@pytest.mark.parametrize("device", ["", "/dev/zero"])
def test_a_pipe_or_a_device_in_the_place_of_a_file(
    folder: Path, worked: list[Timeline], name: str, device: str
) -> None:
    for path in [folder / name] if "*" not in name else list(folder.glob(name)):
        path.unlink(missing_ok=True)
        if device:
            path.symlink_to(device)
        else:
            os.mkfifo(path)
    lost = "ops" in name or "takes" in name
    refused = pytest.raises((NoSuchFile, BadInput), match=r"\.( |$)") if lost else contextlib.nullcontext()
    with refused, open_project(folder) as project:
        assert project.timeline == worked[-1]
        project.sound(project.timeline.takes[0].id)
