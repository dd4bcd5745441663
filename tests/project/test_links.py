"""Media beside the project: relative links, missing files, finding them again."""

from __future__ import annotations

import json
import shutil
from fractions import Fraction
from pathlib import Path

import pytest

import v2a_resources
from v2a_plugin.generation.requests import clips_named, missing_takes, request_for_clip
from v2a_plugin.media.probe import probe
from v2a_plugin.model.errors import BadInput, NoSuchFile, OutputError
from v2a_plugin.model.media import MediaFile
from v2a_plugin.model.progress import finish
from v2a_plugin.model.recipe import Settings
from v2a_plugin.model.regions import Region, RegionKind
from v2a_plugin.model.request import GenerationOrder
from v2a_plugin.model.time import Span, Timecode
from v2a_plugin.project.checking import verify_project
from v2a_plugin.project.first_cut import Reel, cut_of
from v2a_plugin.project.folder import create_project, open_project
from v2a_plugin.project.links import LinkState
from v2a_plugin.timeline.track_edits import rename_timeline, set_picture


def reel(path: Path) -> Reel:
    media = probe(path)
    spans = [Span(Fraction(0), Fraction(1)), Span(Fraction(1), Fraction(3))]
    return Reel(
        media, tuple(Region.within(media, span, RegionKind.SHOT, f"Shot {n}") for n, span in enumerate(spans, 1))
    )


@pytest.fixture
def job(tmp_path: Path) -> Path:
    """A folder with rushes and a project beside them."""
    rushes = tmp_path / "job" / "rüshes 'n' \"quotes\" 🎬 <&>"
    rushes.mkdir(parents=True)
    shutil.copy(v2a_resources.sample_path(), rushes / "A 001.mp4")
    one = reel(rushes / "A 001.mp4")
    create_project(tmp_path / "job" / "film.v2a", cut_of([one], "Film"), [one.media]).close()
    return tmp_path / "job"


def clip_of(job: Path) -> Path:
    return next(job.glob("r*/*.mp4"))


def test_links_are_relative_and_move_with_the_project(job: Path, tmp_path: Path) -> None:
    text = (job / "film.v2a" / "ops.jsonl").read_text() + (job / "film.v2a" / "snapshot.json").read_text()
    assert str(tmp_path) not in text
    link = json.loads(text.splitlines()[0])["body"]["media"]["links"][0]
    assert link["path"] == "../rüshes 'n' \"quotes\" 🎬 <&>/A 001.mp4"
    job.rename(tmp_path / "elsewhere")
    with open_project(tmp_path / "elsewhere" / "film.v2a") as project:
        assert project.read_only == ""
        [media] = project.media
        assert media == probe(clip_of(tmp_path / "elsewhere"))
        assert project.media_of(project.timeline.picture[0].region) == media


def test_without_its_media_it_opens_for_reading(job: Path) -> None:
    clip_of(job).rename(job / "gone.tmp")
    with open_project(job / "film.v2a") as project:
        assert project.read_only == "its media are missing"
        assert len(project.timeline.picture) == 2
        with pytest.raises(OutputError, match="its media are missing"):
            project.do(rename_timeline(project.timeline, "Other"))
        with pytest.raises(NoSuchFile, match="is missing"):
            project.media_of(project.timeline.picture[0].region)
        assert len(finish(verify_project(project)).problems) == 1
    with open_project(job / "film.v2a", without_media=True) as project:
        project.do(rename_timeline(project.timeline, "Other"))
    (job / "gone.tmp").rename(next(job.glob("r*")) / "A 001.mp4")
    with open_project(job / "film.v2a") as project:
        assert project.timeline.name == "Other"
        project.undo()


def test_a_file_is_found_again_by_what_is_in_it(job: Path, tmp_path: Path) -> None:
    deep = tmp_path / "archive" / "2026" / "november"
    deep.mkdir(parents=True)
    clip = clip_of(job)
    decoy = bytearray(clip.read_bytes())
    decoy[len(decoy) // 2] ^= 1
    (tmp_path / "archive" / "A 001.mp4").write_bytes(decoy)  # the same name and size, another content
    clip.rename(deep / "renamed.mp4")
    with open_project(job / "film.v2a") as project:
        with pytest.raises(NoSuchFile, match="does not exist"):
            finish(project.relink(tmp_path / "nowhere"))
        assert finish(project.relink(job)) == ()
        assert project.read_only
        [found] = finish(project.relink(tmp_path / "archive"))
        assert found.path == "../../archive/2026/november/renamed.mp4"
        assert project.read_only == ""
        project.do(rename_timeline(project.timeline, "Found"))
    with open_project(job / "film.v2a") as project:
        assert project.read_only == ""
        assert project.links[0].state(project.path, thorough=True) is LinkState.FOUND
        assert finish(verify_project(project)).problems == ()
        project.undo()  # a link is no edit
        assert project.links[0].path == found.path


def test_a_changed_file_is_not_taken_for_the_old_one(job: Path) -> None:
    clip = clip_of(job)
    content = bytearray(clip.read_bytes())
    content[len(content) // 2] ^= 1
    clip.write_bytes(content)
    with open_project(job / "film.v2a") as project:
        assert project.links[0].state(project.path) is LinkState.FOUND  # a quick look sees the size
        assert project.links[0].state(project.path, thorough=True) is LinkState.CHANGED
        with pytest.raises(NoSuchFile, match="has changed"):
            project.media_of(project.timeline.picture[0].region)
        [problem] = finish(verify_project(project)).problems
        assert "is not the file that the project was made with" in problem.message
    clip.write_bytes(content + b"x")
    with open_project(job / "film.v2a") as project:
        assert project.read_only == "its media are missing"


def test_more_media_come_in_and_old_links_follow(job: Path) -> None:
    other = job / "B.mp4"
    content = clip_of(job).read_bytes()
    other.write_bytes(content + b"\0" * 16)
    with open_project(job / "film.v2a") as project:
        project.add_media([probe(other)])
        project.add_media([probe(other)])
        assert [link.path for link in project.links][1:] == ["../B.mp4"]
        assert len((job / "film.v2a" / "ops.jsonl").read_text().splitlines()) == 2
        other.rename(job / "C.mp4")
        project.add_media([probe(job / "C.mp4")])
        assert [link.path for link in project.links][1:] == ["../C.mp4"]
    with open_project(job / "film.v2a") as project:
        assert [link.path for link in project.links][1:] == ["../C.mp4"]


def test_a_cut_shows_files_one_after_the_other(job: Path) -> None:
    one = reel(clip_of(job))
    other = Reel(one.media, one.regions[1:])
    alone = cut_of([one], "x")
    assert [clip.record for clip in alone.picture] == [0, 1]
    assert alone.rate == one.media.rate
    both = cut_of([other, one], "x", start=Timecode.parse("10:00:00:00", one.media.rate))
    assert [clip.record for clip in both.picture] == [0, 2, 3]
    assert [clip.region.name for clip in both.picture] == ["Shot 2", "Shot 1", "Shot 2"]
    assert str(both.timecode(both.picture[1].record)) == "10:00:02:00"
    assert [track.kind for track in both.tracks] == ["feet", "moves", "props", "ambience", "fx"]


def test_what_a_region_still_lacks(job: Path, make_take: object) -> None:
    with open_project(job / "film.v2a") as project:
        assert callable(make_take)
        [media] = project.media
        one, two = project.timeline.picture
        order = GenerationOrder(Settings(), 7, takes=3)
        asked = missing_takes(project, two, order)
        assert asked is not None
        assert (asked.takes, asked.seed, asked.used, asked.media) == (3, 7, two.region.span, media)
        project.add_takes([make_take(two.region, seed) for seed in range(2)], two.region)
        top_up = missing_takes(project, two, order)
        assert top_up is not None
        assert top_up.takes == 1
        whole = missing_takes(project, two, order, fixed=True)
        assert whole is not None
        assert whole.takes == 3  # the two that are there come out the same and are kept once
        project.add_take(make_take(two.region, 2), two.region)
        assert missing_takes(project, two, order) is None
        assert missing_takes(project, two, order, again=True) is not None
        assert clips_named(project, [], []) == (one, two)
        assert clips_named(project, ["Shot 2"], []) == clips_named(project, [two.region.id], [2]) == (two,)
        for names, shots, said in [(["Shot 9"], [], "No region is called"), ([], [3], "has 2 shots")]:
            with pytest.raises(BadInput, match=said):
                clips_named(project, names, shots)


def test_a_still_is_part_of_a_cut(tmp_path: Path) -> None:
    from PIL import Image

    Image.new("RGB", (32, 32)).save(tmp_path / "still.png")
    media: MediaFile = probe(tmp_path / "still.png")
    region = Region.within(media, Span(Fraction(0), Fraction(5)), RegionKind.SEGMENT, "Still")
    cut = cut_of([Reel(media, (region,))], "Still")
    assert cut.rate == 25
    assert cut.end == 5
    assert str(cut.start) == "01:00:00:00"
    with create_project(tmp_path / "still", cut, [media]) as project:
        request = request_for_clip(project, project.timeline.picture[0], GenerationOrder(Settings(), 1))
        assert (request.media, request.rate) == (media, cut.rate)


def test_a_file_that_the_cut_no_longer_shows_may_be_missing(job: Path) -> None:
    with open_project(job / "film.v2a") as project:
        project.do(set_picture(project.timeline, ()))
    clip_of(job).unlink()
    with open_project(job / "film.v2a") as project:
        assert project.read_only == ""
        project.do(rename_timeline(project.timeline, "Without pictures"))
