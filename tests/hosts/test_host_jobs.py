"""Jobs of hosts: what a script asks for, and what it gets."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from dataclasses import fields
from fractions import Fraction
from pathlib import Path
from typing import Any, TypeAlias

import pytest
import soundfile
import wavinfo

from v2a_plugin.hosts.job import HostJob, HostResult, read_job
from v2a_plugin.model.errors import BadInput
from v2a_plugin.model.serial import from_json, to_json
from v2a_plugin.model.time import Timecode, index_at
from v2a_plugin.testing.command import Command

MakeClip: TypeAlias = Callable[..., Path]
Do: TypeAlias = Callable[..., tuple[int, HostResult]]


pytestmark = pytest.mark.usefixtures("own_store")


@pytest.fixture
def do(tmp_path: Path, v2a: Command) -> Do:
    """Write a job, run it, read the answer."""

    def do(**job: Any) -> tuple[int, HostResult]:
        folder = tmp_path / "job"
        folder.mkdir(exist_ok=True)
        given = {"out": str(folder), "bundle": "tiny", "seed": 1, "takes": 2, "rate": "25", "start": "0", "frames": 17}
        (folder / "job.json").write_text(json.dumps({**given, **job}), encoding="utf-8")
        code = v2a("host", "run", folder / "job.json", "--device", "cpu")
        answer = (folder / "result.json").read_text(encoding="utf-8")
        return code, from_json(HostResult, answer)

    return do


@pytest.mark.parametrize(
    ("rate", "drop"), [(Fraction(25), False), (Fraction(30000, 1001), True), (Fraction(24000, 1001), False)]
)
def test_takes_come_back_as_whole_frames_at_the_clips_place(
    rate: Fraction, drop: bool, do: Do, make_clip: MakeClip
) -> None:
    clip = make_clip("Szene 1.mov", rate=rate)
    record = Timecode.parse("10:00:00;02" if drop else "10:00:00:02", rate).frame
    job = {"media": str(clip), "rate": str(rate), "drop": drop, "record": record, "start": str(3 / rate)}
    code, result = do(name="Tür zu", **job)
    assert (code, result.error) == (0, "")
    assert len(result.stems) == 2
    assert result.stems[0].score >= result.stems[1].score
    for stem in result.stems:
        info = soundfile.info(stem.file)
        assert (info.samplerate, info.channels, info.subtype) == (48_000, 1, "PCM_24")
        assert (stem.frames, stem.samples) == (17, index_at(17 / rate, 48_000))
        whole = info.frames * rate / 48_000  # a host that counts whole frames must find them all
        assert whole.denominator == 1
        assert 17 <= whole < 17 + 5
        bext = wavinfo.WavInfoReader(str(stem.file)).bext
        assert bext.time_reference == index_at(record / rate, 48_000)
        assert "Tür zu" in stem.name
        assert stem.file.is_relative_to(result.folder)
        assert json.loads((result.folder / "recipes" / f"{stem.take}.recipe.json").read_text(encoding="utf-8"))
    assert len({stem.file for stem in result.stems}) == 2


def test_the_last_frame_may_be_counted_generously(do: Do, make_clip: MakeClip) -> None:
    """Hosts round a clip's end up; the take ends with the picture."""
    code, result = do(media=str(make_clip("a.mov")), frames=26)
    assert (code, [stem.frames for stem in result.stems]) == (0, [25, 25])


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"media": "/nowhere/a.mov"}, "a.mov"),
        ({"frames": 40}, "lies outside it"),
        ({"start": "7"}, "lies outside it"),
        ({"frames": 0}, "above 0"),
        ({"takes": 0}, "0 takes"),
        ({"rate": "0"}, "above 0"),
        ({"rate": 25}, "HostJob.rate"),
        ({"schema": 2}, "layout 2"),
        ({"colour": "red"}, "colour"),
        ({"bundle": "nobody"}, "nobody"),
        ({"record": 5, "drop": True}, "Drop-frame"),
    ],
)
def test_a_job_that_cannot_be_done_is_answered_with_a_sentence(
    change: dict[str, Any], said: str, do: Do, make_clip: MakeClip
) -> None:
    code, result = do(**{"media": str(make_clip("a.mov")), **change})
    assert code == 2
    assert said in f"{result.error} {result.hint}"
    assert result.stems == ()


def test_an_older_answer_never_stands_for_a_new_job(do: Do, make_clip: MakeClip) -> None:
    clip = str(make_clip("a.mov"))
    assert do(media=clip)[1].error == ""
    assert do(media="gone.mov")[1].stems == ()


def test_a_job_reads_back_as_it_was(tmp_path: Path) -> None:
    job = HostJob(Path("a.mov"), Fraction(1, 3), 5, Fraction(24000, 1001), tmp_path, "Ä", prompt="ü", seed=3)
    (tmp_path / "job.json").write_text("\ufeff" + to_json(job), encoding="utf-8")  # as some editors begin a file
    assert read_job(tmp_path / "job.json") == job
    (tmp_path / "job.json").write_bytes(b"\xff\xfe")
    with pytest.raises(BadInput, match="not text"):
        read_job(tmp_path / "job.json")


def test_the_guide_shows_jobs_and_answers_that_are_read() -> None:
    """Whoever writes a host works from docs/hosts/README.md."""
    guide = (Path(__file__).parents[2] / "docs" / "hosts" / "README.md").read_text(encoding="utf-8")
    job, answer = re.findall(r"```json\n(.*?)```", guide, re.DOTALL)
    assert from_json(HostJob, job).frames == from_json(HostResult, answer).stems[0].frames
    for field in fields(HostJob):
        assert f"`{field.name}`" in guide, field.name


@pytest.mark.parametrize("host", ["watch", "resolve", "blender", "reaper"])
def test_every_host_has_a_page(host: str) -> None:
    page = (Path(__file__).parents[2] / "docs" / "hosts" / f"{host}.md").read_text(encoding="utf-8")
    assert f"v2a {'watch' if host == 'watch' else 'host install ' + host}" in page
