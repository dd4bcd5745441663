"""`v2a project`, as a person and as a machine use it."""

from __future__ import annotations

import os
import signal
import threading
import time
from pathlib import Path

import pytest

from v2a_plugin.project.folder import open_project
from v2a_plugin.testing.command import Command

pytestmark = pytest.mark.usefixtures("own_store")
SHORT = ("--bundle", "tiny", "--steps", "1", "--frames", "1", "--handles", "6f")


def test_from_a_clip_to_placed_takes_and_back(v2a: Command, film: Path) -> None:
    info = v2a.json("info", film)
    assert info["exit"] == 0
    assert (info["regions"], info["takes"], info["rate"], info["can_undo"]) == (4, 0, "25", False)
    assert info["read_only"] == ""
    assert info["media"][0]["state"] == "found"
    regions = v2a.json("list", film, "regions")["regions"]
    assert [region["number"] for region in regions] == [1, 2, 3, 4]
    assert regions[0]["start"] == "0"
    assert regions[0]["timecode"]["frame"] == 10 * 3600 * 25

    made = v2a.json("generate", film, "--shot", 2, "--shot", 3, "--takes", 2, "--seed", 5, *SHORT)
    assert made["exit"] == 0
    assert [len(region["takes"]) for region in made["regions"]] == [2, 2]
    again = v2a.json("generate", film, "--region", "Shot 2", "--takes", 2, "--seed", 5, *SHORT)
    assert [(region["takes"], region["skipped"]) for region in again["regions"]] == [([], "has its takes")]
    with open_project(film, write=False) as project:
        [reference] = {project.take(take.id).recipe.media for take in project.timeline.takes}
        assert reference is not None
        assert reference.path == film.parent / "farm.mp4"
        assert {project.take(take.id).recipe.seed for take in project.timeline.takes} == {5, 6}

    takes = v2a.json("list", film, "takes", "--region", "Shot 2")["takes"]
    assert len(takes) == 2
    assert v2a("list", film, "takes") == 0
    assert all(" generated " in line for line in v2a.out.splitlines())
    placed = v2a.json("place", film, "--track", "feet")
    assert (placed["change"], len(placed["cues"]), len(placed["skipped"])) == ("Place best takes", 2, 2)
    assert v2a("place", film, takes[0]["id"], "--track", "Moves", "--at", "10:00:01:00") == 0
    cues = v2a.json("list", film, "cues")["cues"]
    assert [cue["track_name"] for cue in cues] == ["Feet", "Feet", "Moves"]
    assert cues[2]["cue"]["start"] == "1"
    assert cues[0]["cue"]["take"] == max(takes, key=lambda take: take["score"])["id"]

    assert v2a("undo", film) == 0
    assert v2a.out == "Undo Place\n"
    assert v2a("undo", film) == 0
    assert v2a("undo", film) == 2
    assert "nothing to undo" in v2a.err
    assert v2a("redo", film) == 0
    assert len(v2a.json("list", film, "cues")["cues"]) == 2
    log = v2a.json("log", film, "--last", 3)["changes"]
    assert [(line["kind"], line["name"]) for line in log] == [
        ("redo", "Place best takes"), ("undo", "Place best takes"), ("undo", "Place"),
    ]  # fmt: skip
    assert v2a("list", film, "tracks") == 0
    assert v2a.out.splitlines()[0].split()[:3] == ["Feet", "feet", "2"]
    assert v2a("verify", film) == 0
    assert "5 checked" in v2a.out


@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")  # a signal may come before a `with`
def test_a_run_that_was_broken_off_goes_on(v2a: Command, film: Path) -> None:
    def press_ctrl_c() -> None:
        while (film / "ops.jsonl").read_bytes().count(b"\n") < 2:
            time.sleep(0.01)
        os.kill(os.getpid(), signal.SIGINT)

    person = threading.Thread(target=press_ctrl_c, daemon=True)
    person.start()
    assert v2a("generate", film, "--takes", 1, *SHORT[:2], "--steps", 40, "--frames", 1) == 130
    person.join(60)
    assert v2a.err == "Cancelled: finished takes are kept. Run it again to go on.\n"
    with open_project(film) as project:  # where the line was still being written, the take is found by its files
        kept = len(project.timeline.takes)
    assert 1 <= kept < 4
    assert v2a("generate", film, "--takes", 1, *SHORT) == 0
    assert f"{4 - kept} new take" in v2a.out
    assert [region["takes"] for region in v2a.json("list", film)["regions"]] == [1, 1, 1, 1]
    assert not list(film.rglob("*.partial*"))


def test_bad_requests_are_one_sentence(v2a: Command, film: Path, tmp_path: Path) -> None:
    for arguments, said in [
        (("info", tmp_path / "nothing.v2a"), "does not exist"),
        (("info", tmp_path), "holds no project"),
        (("new", tmp_path / "nothing.mp4"), "nothing.mp4"),
        (("new", film.parent / "farm.mp4"), "exists already"),
        (("new", film.parent / "farm.mp4", "--out", film.parent / "x", "--start", "10:00:00:99"), "does not exist at"),
        (("generate", film, "--all", "--shot", 1), "--all was given together"),
        (("generate", film, "--shot", 9), "has 4 shots"),
        (("generate", film, "--region", "Nowhere"), "No region is called 'Nowhere'"),
        (("generate", film, "--bundle", "nothing"), "nothing"),
        (("generate", film, "--takes", 0, "--again", *SHORT), "0 takes"),
        (("place", film, "--track", "Drums"), "The tracks are: Feet"),
        (("place", film, "0123", "--best"), "Give one of them"),
        (("place", film, "0123"), "There is no take 0123"),
        (("place", film, "--at", "1"), "--at places a single take"),
        (("relink", film, tmp_path / "nowhere"), "does not exist"),
        (("redo", film), "nothing to redo"),
    ]:
        assert v2a(*arguments) == 2, arguments
        assert said in v2a.err, arguments
        assert len(v2a.err.strip().splitlines()) == 1
    assert v2a.json("info", tmp_path)["error"] == "no-such-file"
    with open_project(film, write=False) as project:
        assert project.notes == []
        assert not project.can_undo


def test_media_that_moved_are_found_again(v2a: Command, film: Path, tmp_path: Path) -> None:
    assert v2a("generate", film, "--shot", 1, "--takes", 1, *SHORT) == 0
    clip = film.parent / "farm.mp4"
    clip.rename(tmp_path / "moved.mp4")
    info = v2a.json("info", film)
    assert info["media"][0]["state"] == "missing"
    assert info["read_only"] == "its media are missing"
    assert v2a("place", film) == 2
    assert "its media are missing" in v2a.err
    assert v2a("place", film, "--without-media") == 0
    assert v2a("generate", film, *SHORT) == 2
    assert "is missing" in v2a.err
    assert v2a("undo", film, "--without-media") == 0
    assert v2a("verify", film) == 1
    assert v2a("relink", film, film) == 1
    found = v2a.json("relink", film, tmp_path)
    assert (found["exit"], found["missing"]) == (0, [])
    assert v2a("verify", film) == 0
    assert v2a("place", film) == 0
    assert v2a.out == "Place best takes: 1 cue\n"


def test_gc_lists_first_and_deletes_what_nobody_needs(v2a: Command, film: Path) -> None:
    assert v2a("generate", film, "--shot", 1, "--takes", 2, *SHORT) == 0
    with open_project(film) as project:
        from v2a_plugin.timeline.take_edits import remove_takes

        keep, go = (take.id for take in project.timeline.takes)
        project.do(remove_takes(project.timeline, [go]))
    (film / "takes" / ".half.0123.partial.wav").write_bytes(b"x" * 10)
    (film / "takes" / "0123456789abcdef.wav").write_bytes(b"x" * 20)
    (film / "cache").mkdir(exist_ok=True)
    (film / "cache" / "peaks.bin").write_bytes(b"x" * 30)
    (film / "takes" / "notes of mine.txt").write_text("stays")
    listed = v2a.json("gc", film)
    assert (listed["deleted"], listed["size"], listed["exit"]) == (False, 60, 0)
    assert {item["path"] for item in listed["files"]} == {
        "takes/.half.0123.partial.wav", "takes/0123456789abcdef.wav", "cache/peaks.bin",
    }  # fmt: skip
    assert (film / "cache" / "peaks.bin").exists()
    assert v2a("gc", film, "--yes") == 0
    assert "3 files, 60 bytes deleted." in v2a.out
    assert v2a("gc", film, "--yes") == 0
    assert v2a.out == "Nothing to delete.\n"
    assert v2a("undo", film) == 0  # the removed take was still there to come back
    assert v2a("redo", film) == 0
    listed = v2a.json("gc", film, "--history", "--yes")
    assert sorted(item["path"] for item in listed["files"]) == [f"takes/{go}.json", f"takes/{go}.wav"]
    assert v2a("undo", film) == 2
    assert [take["id"] for take in v2a.json("list", film, "takes")["takes"]] == [keep]
    assert v2a("verify", film) == 0
    assert (film / "takes" / "notes of mine.txt").exists()


def test_verify_names_what_is_wrong(v2a: Command, film: Path) -> None:
    assert v2a("generate", film, "--shot", 1, "--takes", 2, *SHORT) == 0
    one, two = v2a.json("list", film, "takes")["takes"]
    (film / "takes" / f"{one['id']}.wav").unlink()
    path = film / "takes" / f"{two['id']}.wav"
    data = bytearray(path.read_bytes())
    data[-100] ^= 1
    path.write_bytes(data)
    found = v2a.json("verify", film)
    assert (found["exit"], found["checked"]) == (1, 3)
    assert [problem["what"] for problem in found["problems"]] == [one["id"], two["id"]]
    assert "is gone" in found["problems"][0]["message"]
    assert "has changed" in found["problems"][1]["message"]


def test_verify_of_a_delivery(v2a: Command, film: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    assert Command("generate")(film.parent / "farm.mp4", "--to", 1, "--takes", 1, "--out", out, *SHORT[:6]) == 0
    assert v2a("verify", out) == 0
    assert "2 checked" in v2a.out
    (out / "take-1.recipe.json").unlink()
    (out / "take-1.wav").write_bytes(b"")
    assert v2a("verify", out) == 1
    assert "take-1.wav has changed" in v2a.out
    assert "take-1.recipe.json is missing" in v2a.out
    manifest = out / "manifest.json"
    manifest.write_text(manifest.read_text().replace("take-1.wav", "../../secret"))
    assert v2a("verify", out) == 1
    assert "outside the delivery" in v2a.out


def test_a_project_that_somebody_else_edits(v2a: Command, film: Path) -> None:
    with open_project(film):
        assert v2a.json("info", film)["read_only"].startswith(f"process {os.getpid()} on ")
        assert v2a("list", film) == 0
        assert v2a("place", film) == 0  # nothing to place, nothing to write
        for arguments in (("undo",), ("gc",), ("generate", *SHORT)):
            assert v2a(arguments[0], film, *arguments[1:]) == 2
        assert "is writing to it" in v2a.err


def test_one_bad_film_among_many_is_left_out(v2a: Command, film: Path, tmp_path: Path) -> None:
    bad, good, out = tmp_path / "bad.mp4", film.parent / "farm.mp4", tmp_path / "cut"
    bad.write_bytes(b"no film")
    assert v2a("new", bad, good, "--whole", "--out", out) == 1
    assert "Left out: " in v2a.err
    assert "bad.mp4" in v2a.err
    assert v2a.json("list", f"{out}.v2a")["regions"][0]["name"] == good.stem
    assert v2a("new", bad, "--whole", "--out", tmp_path / "none") == 2
    assert not (tmp_path / "none.v2a").exists()
