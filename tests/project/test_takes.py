"""The take store: masters exact to the bit, whole or absent."""

from __future__ import annotations

import contextlib
import json
import re
from dataclasses import replace
from fractions import Fraction
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import soundfile
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays

from v2a_plugin.delivery.protocol import TakeSource
from v2a_plugin.model.errors import BadInput, NoSuchFile, OutputError
from v2a_plugin.model.sound import Sound
from v2a_plugin.model.takes import RenderedTake
from v2a_plugin.model.timeline import Timeline
from v2a_plugin.project.folder import create_project, open_project
from v2a_plugin.project.project import Project
from v2a_plugin.project.take_sound import preview_of
from v2a_plugin.timeline import take_edits
from v2a_plugin.timeline.placing import place


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    arrays.arrays(np.float32, st.integers(1, 200), elements=st.floats(width=32, allow_nan=False, allow_infinity=False))
)
def test_a_master_is_kept_to_the_bit(project: Project, make_take: Any, samples: np.ndarray) -> None:
    region = project.timeline.picture[0].region
    rendered = make_take(region, samples=samples)  # far beyond full scale, denormal, infinite, minus zero
    project.add_take(rendered, region)
    assert project.sound(rendered.take.id).samples[0].tobytes() == rendered.sound.samples.tobytes()


def test_a_take_comes_back_as_it_was(project: Project, make_take: Any) -> None:
    region = project.timeline.picture[1].region
    rendered = make_take(region, 5, handle=Fraction(1, 2))
    assert isinstance(project, TakeSource)
    project.add_take(rendered, region)
    with open_project(project.path, write=False) as reader:
        take = reader.take(rendered.take.id)
        assert take.recipe.media is not None
        assert take.recipe.media.path == Path("A001.mov")  # nobody's folders
        assert replace(take, recipe=rendered.take.recipe) == rendered.take
        assert replace(take.recipe, media=None) == replace(rendered.take.recipe, media=None)
        [kept] = reader.timeline.takes
    assert kept.origin == rendered.take.rendered.start
    assert kept.length == rendered.take.rendered.duration
    assert kept.used.shifted(kept.origin) == rendered.take.used
    info = soundfile.info(project.path / "takes" / f"{kept.id}.wav")
    assert (info.subtype, info.samplerate, info.channels) == ("FLOAT", 48_000, 1)
    assert info.frames == rendered.take.samples


@pytest.mark.parametrize(("channels", "rate"), [(1, 8_000), (2, 44_100), (6, 48_000), (8, 192_000)])
def test_a_take_keeps_its_channels_and_its_rate(project: Project, make_take: Any, channels: int, rate: int) -> None:
    region = project.timeline.picture[0].region
    plain = make_take(region).take
    noise = np.random.default_rng(1).standard_normal((channels, plain.rendered.samples(rate))).astype(np.float32)
    sound = Sound(noise, rate)
    take = replace(plain, digest=sound.digest, sample_rate=rate, channels=channels)
    project.add_take(RenderedTake(take, sound), region)
    with open_project(project.path, write=False) as reader:
        assert reader.sound(take.id).samples.tobytes() == noise.tobytes()
        [kept] = reader.timeline.takes
        assert (kept.channels, kept.sample_rate, reader.take(take.id).channels) == (channels, rate, channels)
    info = soundfile.info(project.path / "takes" / f"{take.id}.wav")
    assert (info.channels, info.samplerate) == (channels, rate)


def test_takes_of_other_channels_and_rates_are_laid_over_each_other(project: Project, make_take: Any) -> None:
    region = project.timeline.picture[0].region
    plain = make_take(region)
    sound = Sound(
        np.stack([np.zeros(n := plain.take.rendered.samples(24_000), np.float32), np.ones(n, np.float32)]), 24_000
    )
    right = replace(plain.take, id="right", digest=sound.digest, sample_rate=24_000, channels=2)
    project.add_take(plain, region)
    project.add_take(RenderedTake(right, sound), region)
    mix = preview_of(project, [plain.take.id, "right"])
    assert (mix.rate, mix.channels, len(mix)) == (48_000, 2, len(plain.sound))
    middle = plain.sound.samples[0][20_000:30_000] * np.float32(0.5**0.5)
    np.testing.assert_allclose(mix.samples[:, 20_000:30_000], [middle, middle + 1], atol=1e-3)


def test_a_project_made_before_takes_had_channels_opens(project: Project, make_take: Any) -> None:
    region = project.timeline.picture[0].region
    rendered = make_take(region)
    project.add_take(rendered, region)
    project.do(place(project.timeline, rendered.take.id, "track-feet"))
    project.close()
    assert '"channels"' not in (project.path / "ops.jsonl").read_text(encoding="utf-8")
    [path] = (project.path / "takes").glob("*.json")
    text = path.read_text(encoding="utf-8")
    older = re.sub(r',\s*"channels":\s*1', "", text)
    assert older != text
    path.write_text(older, encoding="utf-8")
    with open_project(project.path) as older_project:
        [kept] = older_project.timeline.takes
        assert (kept.channels, older_project.take(kept.id).channels) == (1, 1)
        assert older_project.sound(kept.id).samples.tobytes() == rendered.sound.samples.tobytes()
        assert sum(len(track.cues) for track in older_project.timeline.tracks) == 1


def test_star_and_note_of_a_take_come_from_the_timeline(project: Project, make_take: Any) -> None:
    region = project.timeline.picture[0].region
    rendered = make_take(region)
    project.add_take(rendered, region)
    project.do(take_edits.star(project.timeline, rendered.take.id))
    project.do(take_edits.note_take(project.timeline, rendered.take.id, "heel first"))
    take = project.take(rendered.take.id)
    assert (take.star, take.note) == (True, "heel first")


def test_the_same_take_twice_is_kept_once_and_another_gets_another_id(project: Project, make_take: Any) -> None:
    one, two = (clip.region for clip in project.timeline.picture[:2])
    silence = np.zeros(1, np.float32)
    first = make_take(one, samples=silence)
    assert project.add_take(first, one)
    assert not project.add_take(first, one)
    other = make_take(two, samples=silence)
    assert other.take.id == first.take.id  # the same samples, for another shot
    assert other.take.recipe.seed == first.take.recipe.seed
    project.add_take(other, two)
    project.add_take(make_take(project.timeline.picture[2].region, samples=silence), "shot-3")
    assert [take.id for take in project.timeline.takes] == [
        first.take.id, f"{first.take.id}-2", f"{first.take.id}-3",
    ]  # fmt: skip
    assert [project.store.read(take.id).region for take in project.timeline.takes] == [one.id, two.id, "shot-3"]


def test_silence_from_two_seeds_is_two_takes(project: Project, make_take: Any) -> None:
    region = project.timeline.picture[0].region
    silence = np.zeros(1, np.float32)
    one, two = (make_take(region, seed, samples=silence) for seed in (1, 2))
    assert len(project.add_takes([one, two, one], region).operations) == 2
    assert not project.add_takes([two, one], region)
    assert [project.take(take.id).recipe.seed for take in project.timeline.takes] == [1, 2]
    assert all(len(project.sound(take.id)) == one.take.samples for take in project.timeline.takes)


def test_takes_pass_undo_by(project: Project, make_take: Any) -> None:
    region = project.timeline.picture[0].region
    project.add_take(make_take(region, 1), region)
    project.do(place(project.timeline, project.timeline.takes[0].id, "track-fx"))
    project.add_take(make_take(region, 2), region)
    project.undo()
    assert project.undo() is None
    assert len(project.timeline.takes) == 2
    assert not project.timeline.tracks[1].cues


def test_a_take_that_was_deleted_from_disk(project: Project, make_take: Any) -> None:
    region = project.timeline.picture[0].region
    gone, half = make_take(region, 1), make_take(region, 2)
    project.add_takes([gone, half], region)
    (project.path / "takes" / f"{gone.take.id}.wav").unlink()
    (project.path / "takes" / f"{half.take.id}.json").unlink()
    with pytest.raises(NoSuchFile, match=f"The sound of take {gone.take.id} is gone"):
        project.sound(gone.take.id)
    with pytest.raises(NoSuchFile, match=f"The take {half.take.id} is gone"):
        project.sound(half.take.id)
    project.close()
    with open_project(project.path) as again:
        assert len(again.timeline.takes) == 2
        assert again.notes == ["The files of 2 takes are gone; 'v2a project verify' names them."]
        assert not again.add_takes([gone, half], region)  # rendered again: the files come back
        assert again.sound(gone.take.id).samples[0].tobytes() == gone.sound.samples.tobytes()
        assert again.take(half.take.id).digest == half.take.digest


@pytest.mark.parametrize("damage", ["shorter", "other", "text", "empty"])
def test_a_take_that_was_changed_on_disk_is_not_used(project: Project, make_take: Any, damage: str) -> None:
    region = project.timeline.picture[0].region
    rendered = make_take(region)
    project.add_take(rendered, region)
    path = project.path / "takes" / f"{rendered.take.id}.wav"
    if damage == "shorter":
        soundfile.write(path, rendered.sound.samples[0][:-1], 48_000, subtype="FLOAT")
    elif damage == "other":
        soundfile.write(path, rendered.sound.samples[0] * np.float32(0.999), 48_000, subtype="FLOAT")
    else:
        path.write_bytes(b"" if damage == "empty" else b"hello")
    with pytest.raises(BadInput, match=r"has changed since|is no sound file"):
        project.sound(rendered.take.id)


def test_a_recipe_that_was_edited_to_nonsense(project: Project, make_take: Any) -> None:
    region = project.timeline.picture[0].region
    rendered = make_take(region)
    project.add_take(rendered, region)
    path = project.path / "takes" / f"{rendered.take.id}.json"
    original = path.read_text()
    for text, said in [
        ("{", "is not JSON"),
        ("[]", "is no object"),
        (original.replace(rendered.take.id, "0123456789abcdef"), "holds the take 0123456789abcdef"),
        (original.replace('"schema": 1,\n  "region"', '"schema": 9,\n  "region"'), "layout 9"),
        ("x" * 2_000_000, "too long"),
    ]:
        path.write_text(text)
        with pytest.raises(BadInput, match=said):
            project.take(rendered.take.id)
    path.write_bytes(b"\xff\xfe")
    with pytest.raises(BadInput, match="is no text"):
        project.take(rendered.take.id)


def test_a_take_from_outside_the_store_is_refused(project: Project) -> None:
    (project.path / "secret.json").write_text("{}")
    for name in ("../secret", "/etc/passwd", "..", "a\\b"):
        with pytest.raises(BadInput, match="is no id of a take"):
            project.take(name)
        with pytest.raises(BadInput, match="is no id of a take"):
            project.sound(name)


def test_a_finished_take_that_was_not_noted_is_found_again(project: Project, make_take: Any) -> None:
    """As when the process ends between the take's last file and the line in the journal."""
    region = project.timeline.picture[0].region
    finished, half = make_take(region, 1), make_take(region, 2)
    project.store.keep([finished, half], region.id)
    (project.path / "takes" / f"{half.take.id}.json").unlink()
    project.close()
    with open_project(project.path, write=False) as reader:
        assert reader.timeline.takes == ()
    with open_project(project.path) as again:
        assert [take.id for take in again.timeline.takes] == [finished.take.id]
        assert again.notes == ["1 finished take had not been noted yet and was added."]
        again.do(take_edits.remove_takes(again.timeline, [finished.take.id]))
    with open_project(project.path) as again:
        assert again.timeline.takes == ()  # removed on purpose: it stays so
        assert again.notes == []
        again.undo()
        assert again.sound(finished.take.id)


def test_a_full_disk_while_takes_are_written(disk: Path, cut: Timeline, make_take: Any) -> None:
    with create_project(disk / "full.v2a", cut) as project:
        region = cut.picture[0].region
        project.add_take(make_take(region, 1), region)
        before = sorted(path.name for path in project.path.rglob("*"))
        with pytest.raises(OutputError, match="The disk is full"):
            project.add_takes([make_take(region, seed) for seed in range(2, 9)], region)
        assert sorted(path.name for path in project.path.rglob("*")) == before
        assert len(project.timeline.takes) == 1
        project.do(place(project.timeline, project.timeline.takes[0].id, "track-fx"))
    with open_project(disk / "full.v2a") as project:
        assert project.notes == []
        assert len(project.timeline.tracks[1].cues) == 1


def test_a_full_disk_while_editing(disk: Path, cut: Timeline, make_take: Any) -> None:
    with create_project(disk / "full.v2a", cut) as project:
        region = cut.picture[0].region
        project.add_take(make_take(region), region)
        take = project.timeline.takes[0].id
        filler = disk / "filler"
        with contextlib.suppress(OSError), filler.open("wb", buffering=0) as file:
            for _ in range(2000):
                file.write(b"x" * 1024)
        done = [project.timeline]

        def edit_until_it_is_full() -> None:
            for number in range(100):
                project.do(place(project.timeline, take, "track-fx", start=Fraction(2 * number)))
                done.append(project.timeline)

        with pytest.raises(OutputError, match=r"The disk is full while writing ops\.jsonl"):
            edit_until_it_is_full()
        assert project.timeline == done[-1]
        assert (project.path / "ops.jsonl").read_bytes().endswith(b"}\n")
        project.close()  # the snapshot does not fit either, and is not needed
        with open_project(disk / "full.v2a", write=False) as reader:
            assert reader.timeline == done[-1]
            assert reader.notes == []
        filler.unlink()
    with open_project(disk / "full.v2a") as project:
        assert project.timeline == done[-1]
        project.do(place(project.timeline, take, "track-fx", start=Fraction(500)))


def test_what_lies_in_the_folder_can_be_read_by_a_person(project: Project, make_take: Any) -> None:
    region = project.timeline.picture[0].region
    project.add_take(make_take(region), region)
    project.do(place(project.timeline, project.timeline.takes[0].id, "track-fx"))
    project.snapshot()
    before = (project.path / "snapshot.json").read_text().splitlines()
    project.do(place(project.timeline, project.timeline.takes[0].id, "track-fx", start=Fraction(9)))
    project.snapshot()
    after = (project.path / "snapshot.json").read_text().splitlines()
    json.loads("\n".join(after))
    changed = [line for line in after if line not in before]
    assert len(changed) == 4  # the number, the comma after the first cue, the second cue, the digest
    assert sum("cue-" in line for line in changed) == 2
    assert all(json.loads(line) for line in (project.path / "ops.jsonl").read_text().splitlines())
