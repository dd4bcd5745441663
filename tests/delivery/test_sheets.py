"""Names of files, UCS categories and the cue sheet."""

from __future__ import annotations

import csv
import io
import shutil
import subprocess
from dataclasses import replace
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import v2a_resources
from v2a_plugin.delivery.cue_sheet import COLUMNS, CUE_SHEET, cue_lines
from v2a_plugin.delivery.names import FreeNames, file_safe
from v2a_plugin.delivery.protocol import CutRequest, StemLayout, StemSettings
from v2a_plugin.delivery.stem_plan import plan_stems
from v2a_plugin.delivery.ucs import category_for, ucs_name
from v2a_plugin.model.errors import BadInput, NoSuchFile
from v2a_plugin.model.progress import finish
from v2a_plugin.model.time import Span
from v2a_plugin.model.timeline import Fade, FadeShape, KeptTake, Marker, MarkerKind, Timeline, TrackKind
from v2a_plugin.plugins.facade import load_plugins
from v2a_plugin.testing.cuts import MemoryTakes, film_of, small_cut
from v2a_plugin.timeline.routing import category_of_take
from v2a_plugin.timeline.ucs_list import categories, category_of_label, list_path

F = Fraction
NASTY = (
    "a/b\\c:d*e?f\"g<h>i|j", "Tür & Tor <knarrt> 'leise'", "steps 🎬👣", "\u202eevil.exe\u202c", "مرحبا بالعالم", "..", "",
    "   ", "NUL", "com1.txt", "x" * 300, "ü" * 300, "🎬" * 300, "a\x00b\nc\td", "_under_score_", "-rf", "name.", "a\ud800b",
)  # fmt: skip


def request_of(timeline: Timeline, takes: MemoryTakes, settings: StemSettings | None = None) -> CutRequest:
    return CutRequest(timeline, (film_of(timeline.rate, F(10)),), takes, settings or StemSettings())


def named(timeline: Timeline, **changes: Any) -> Timeline:
    lanes = [replace(lane, cues=tuple(replace(cue, **changes) for cue in lane.cues)) for lane in timeline.tracks]
    return replace(timeline, tracks=tuple(lanes))


# Names


@given(st.one_of(st.sampled_from(NASTY), st.text(max_size=400)))
def test_any_text_becomes_part_of_a_file_name(text: str) -> None:
    name = file_safe(text)
    assert name
    assert len(name) <= 60 + len(" file")
    assert len(name.encode()) <= 130
    assert not set(name) & set("/\\:*?\"<>|&'_\x00\n\t\u202e\u202c")
    assert name.strip(" .-") == name
    assert name.casefold().partition(".")[0] not in {"con", "prn", "aux", "nul", "com1", "lpt1"}
    assert file_safe(name) == name


def test_names_keep_what_can_be_kept() -> None:
    assert file_safe("Tür & Tor <knarrt> 'leise'") == "Tür Tor knarrt leise"
    assert file_safe("مرحبا بالعالم") == "مرحبا بالعالم"
    assert file_safe("steps 🎬👣", "x") == "steps"
    assert file_safe("🎬", "Film") == "Film"
    assert file_safe("e\u0301") == "é"
    assert file_safe("CON.wav") == "CON file.wav"


def test_a_name_is_given_once_whatever_its_case_or_form() -> None:
    names = FreeNames()
    assert [names.take(name, ".wav") for name in ("Steps", "steps", "STEPS", "é", "e\u0301", "Steps-2")] == [
        "Steps.wav", "steps-2.wav", "STEPS-3.wav", "é.wav", "e\u0301-2.wav", "Steps-2-2.wav",
    ]  # fmt: skip


def test_nasty_names_are_delivered(tmp_path: Path) -> None:
    takes = MemoryTakes()
    timeline = small_cut(F(25), "01:00:00:00", takes, range(0, 25 * len(NASTY), 25), 1)
    [lane] = timeline.tracks
    cues = tuple(replace(cue, name=name, note=name) for cue, name in zip(lane.cues, NASTY, strict=True))
    timeline = replace(timeline, name=NASTY[0], tracks=(replace(lane, cues=cues, name=NASTY[1]),))
    delivery = finish(load_plugins(disabled=["*"]).export("bwf", request_of(timeline, takes), tmp_path))
    delivery.verify()
    waves = [file.name for file in delivery.files if file.name.endswith(".wav")]
    assert len(waves) == len({wave.casefold() for wave in waves}) == len(NASTY)
    assert all(wave.count("_") == 3 for wave in waves)
    assert max(len(Path(wave).name.encode()) for wave in waves) < 255


@pytest.mark.parametrize("name", NASTY)
def test_a_nasty_name_of_a_track_and_a_cut_is_planned(name: str) -> None:
    takes = MemoryTakes()
    timeline = small_cut(F(25), "01:00:00:00", takes, (10, 55))
    lanes = tuple(replace(lane, name=name) for lane in timeline.tracks)
    for layout in StemLayout:
        plan = plan_stems(request_of(replace(timeline, name=name, tracks=lanes), takes, StemSettings(layout)))
        assert len({stem.file.casefold() for stem in plan}) == len(plan)
        assert all(stem.file.count("_") == 3 and stem.file.count("/") == 1 for stem in plan)


def test_a_take_id_from_an_edited_project_stays_inside_the_delivery(tmp_path: Path) -> None:
    takes = MemoryTakes()
    timeline = small_cut(F(25), "01:00:00:00", takes, (10,), 1)
    takes.takes["../../evil"] = replace(takes.takes["take-0"], id="../../evil")
    takes.sounds["../../evil"] = takes.sounds["take-0"]
    timeline = named(timeline, take="../../evil")
    delivery = finish(load_plugins(disabled=["*"]).export("csv", request_of(timeline, takes), tmp_path / "out"))
    assert [file.name for file in delivery.files if "recipe" in file.name] == ["recipes/evil.recipe.json"]
    assert [path.name for path in tmp_path.iterdir()] == ["out"]


# UCS

LIST = v2a_resources.resources_path() / "ucs" / "categories.csv"


def test_the_list_is_one_of_categories() -> None:
    found = categories(LIST)
    by_id = {category.cat_id: category for category in found}
    assert len(by_id) == len(found)
    assert (by_id["FOLYFeet"].category, by_id["FOLYFeet"].subcategory) == ("FOLEY", "FEET")
    for category in found:
        assert category.category == category.category.upper() != ""
        assert category.subcategory
    assert {"FOLYClth", "FOLYProp", "FOLYHand", "FOLYMisc", "AMBMisc"} <= by_id.keys()


def test_every_category_of_the_table_is_in_the_list() -> None:
    path = v2a_resources.resources_path() / "ucs" / "labels.csv"
    rows = list(csv.DictReader(path.read_text(encoding="utf-8").splitlines()))
    known = {category.cat_id for category in categories(LIST)}
    assert {row["CatID"] for row in rows} <= known
    labels = [
        line
        for line in v2a_resources.labels_path().read_text(encoding="utf-8").splitlines()
        if not line.startswith("#")
    ]
    without = [label for label in labels if label and not category_of_label(label, list_path())]
    assert len(without) < len(labels) / 4, without


def sounding(*heard_as: str) -> str:
    """The category of a take that is heard as something."""
    return category_of_take(KeptTake("take", "shot", F(1), Span(F(0), F(1)), 48_000, heard_as=heard_as))


@pytest.mark.parametrize(
    ("kind", "heard_as", "chosen", "expected"),
    [
        (TrackKind.FX, ("footsteps on gravel", "rain"), "", "FOLYFeet"),
        (TrackKind.PROPS, ("clothes rustling",), "", "FOLYClth"),
        (TrackKind.PROPS, ("something never heard of",), "", "FOLYProp"),
        (TrackKind.FX, ("something never heard of", "animals: farm"), "", "ANMLFarm"),
        (TrackKind.FEET, (), "", "FOLYFeet"),
        (TrackKind.AMBIENCE, (), "", "AMBMisc"),
        (TrackKind.FX, ("footsteps on gravel",), "DOORWood", "DOORWood"),
        (TrackKind.FX, (), "../DOOR_Wood", "DOORWood"),
        (TrackKind.FX, (), "///", "FOLYMisc"),
    ],
)
def test_the_category_follows_the_tags_and_can_be_chosen(
    kind: TrackKind, heard_as: tuple[str, ...], chosen: str, expected: str
) -> None:
    assert category_for(kind, sounding(*heard_as), chosen) == expected


def test_file_names_follow_ucs_and_number_the_fx_name() -> None:
    names = FreeNames()
    assert ucs_name(names, "FOLYFeet", "Gravel_walk", "My Film") == "FOLYFeet_Gravel walk_V2A_My Film.wav"
    assert ucs_name(names, "FOLYFeet", "gravel walk", "My Film") == "FOLYFeet_gravel walk-2_V2A_My Film.wav"


def test_a_newer_list_can_be_given(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    newer = tmp_path / "UCS v9.csv"
    newer.write_text(
        "Category,SubCategory,CatID,CatShort\nFOLEY,FEET,FOLYFeet,FOLY\nROBOTS,WALK,ROBOWalk,ROBO\n",
        encoding="utf-8-sig",
    )
    monkeypatch.setenv("V2A_UCS", str(newer))
    assert [category.cat_id for category in categories(newer)] == ["FOLYFeet", "ROBOWalk"]
    assert category_for(TrackKind.PROPS, sounding("clothes rustling")) == "FOLYProp"  # its category is not in this list
    monkeypatch.setenv("V2A_UCS", str(tmp_path / "gone.csv"))
    with pytest.raises(NoSuchFile, match=r"gone\.csv cannot be read"):
        category_for(TrackKind.PROPS, sounding("clothes rustling"))
    (tmp_path / "other.csv").write_text("a,b\n1,2\n")
    with pytest.raises(BadInput, match="is no UCS list"):
        categories(tmp_path / "other.csv")
    (tmp_path / "bytes.csv").write_bytes(b"\xff\xfe\x00CatID")
    with pytest.raises(BadInput, match="no UTF-8"):
        categories(tmp_path / "bytes.csv")


# The cue sheet


def sheet(folder: Path) -> list[dict[str, str]]:
    text = (folder / CUE_SHEET).read_bytes().decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text, newline="")))


@pytest.mark.parametrize(("rate", "start", "first", "last"), [
    (F(25), "10:00:00:00", "10:00:00:10", "10:00:04:10"),
    (F(30000, 1001), "01:00:00;00", "01:00:00;10", "01:00:03;20"),
    (F(24000, 1001), "23:59:59:00", "23:59:59:10", "00:00:03:14"),
])  # fmt: skip
def test_the_sheet_tells_every_cue_with_its_file(
    tmp_path: Path, rate: Fraction, start: str, first: str, last: str
) -> None:
    takes = MemoryTakes()
    timeline = small_cut(rate, start, takes)
    timeline = replace(
        timeline,
        markers=(Marker(60 / rate, "thud", MarkerKind.HIT, region="region-2"), Marker(F(-1), "look", note="hm")),
    )
    lane = timeline.tracks[0]
    fade = Fade(F(1, 4), FadeShape.LINEAR)
    cue = replace(lane.cues[0], gain_db=-3.0, fade_in=fade, note='zu laut, "dünner"', category="FEETMisc")
    timeline = replace(timeline, tracks=(replace(lane, cues=(cue, *lane.cues[1:]), gain_db=1.0), *timeline.tracks[1:]))
    request = request_of(timeline, takes)
    delivery = finish(load_plugins(disabled=["*"]).export("bwf", request, tmp_path))
    lines = sheet(tmp_path)
    assert tuple(lines[0]) == COLUMNS
    assert [line["Type"] for line in lines] == ["mark", "cue", "cue", "hit", "cue"]
    files = {stem.cue: stem.file for stem in plan_stems(request)}
    assert [line["File"] for line in lines] == ["", files["cue-0"], files["cue-1"], "", files["cue-2"]]
    assert {line["File"] for line in lines} - {""} <= {file.name for file in delivery.files}
    one = lines[1]
    assert (one["Start"], lines[-1]["Start"]) == (first, last)
    assert (one["Gain dB"], one["Fade in"], one["Fade out"]) == ("-2.0", "0.250 s linear", "")
    assert (one["Note"], one["Category"], one["Shot"], one["Seed"]) == ('zu laut, "dünner"', "FEETMisc", "Shot 1", "0")
    assert one["Heard as"] == "footsteps on gravel"
    assert float(one["Start seconds"]) == pytest.approx(float(10 / rate), abs=1e-6)
    assert lines[0]["Note"] == "hm"


def test_the_sheet_alone_lists_muted_cues_and_names_no_files(tmp_path: Path) -> None:
    takes = MemoryTakes()
    timeline = named(small_cut(F(25), "01:00:00:00", takes), mute=True)
    del takes.takes["take-1"]  # its recipe is gone: the line is there all the same
    delivery = finish(load_plugins(disabled=["*"]).export("csv", request_of(timeline, takes), tmp_path))
    lines = sheet(tmp_path)
    assert [line["Muted"] for line in lines] == ["yes"] * 3
    assert {line["File"] for line in lines} == {""}
    assert [line["Seed"] for line in lines] == ["0", "", "2"]
    assert delivery.notes == ()


def test_files_of_tracks_and_of_the_mix_are_named(tmp_path: Path) -> None:
    takes = MemoryTakes()
    timeline = small_cut(F(25), "01:00:00:00", takes)
    for layout, count in ((StemLayout.PER_TRACK, 2), (StemLayout.MIX, 1)):
        request = request_of(timeline, takes, StemSettings(layout))
        lines = cue_lines(request, plan_stems(request))
        assert len({line.file for line in lines}) == count
        assert "" not in {line.file for line in lines}


def test_a_spreadsheet_runs_no_formula_from_a_name(tmp_path: Path) -> None:
    takes = MemoryTakes()
    timeline = small_cut(F(25), "01:00:00:00", takes, (10,), 1)
    for text in ("=1+1", "+cmd", "@x", "-2+3"):
        finish(load_plugins(disabled=["*"]).export("csv", request_of(named(timeline, name=text), takes), tmp_path))
        assert sheet(tmp_path)[0]["Name"] == f"'{text}"
    assert sheet(tmp_path)[0]["Gain dB"] == "+0.0"


# The pages to print


def test_the_pages_name_every_cue(tmp_path: Path) -> None:
    """Read by Poppler: what a person sees, page by page."""
    takes = MemoryTakes()
    timeline = small_cut(F(30000, 1001), "01:00:00;00", takes, range(0, 3000, 30), 1)
    [lane] = timeline.tracks
    cues = tuple(replace(cue, name=f"Tür {number} 🎬 " + "lang " * 60) for number, cue in enumerate(lane.cues))
    timeline = replace(timeline, tracks=(replace(lane, cues=cues),), name="Küche & <Co>")
    plugins = load_plugins(disabled=["*"])
    delivery = finish(plugins.export("pdf", request_of(timeline, takes), tmp_path / "one"))
    delivery.verify()
    path = tmp_path / "one" / "cue sheet.pdf"
    finish(plugins.export("pdf", request_of(timeline, takes), tmp_path / "two"))
    assert path.read_bytes() == (tmp_path / "two" / "cue sheet.pdf").read_bytes()
    if shutil.which("pdftotext") is None:
        assert path.read_bytes().startswith(b"%PDF-")
        pytest.skip("pdftotext is not installed")
    done = subprocess.run(["pdftotext", "-layout", str(path), "-"], check=True, capture_output=True, text=True)
    pages = done.stdout.split("\f")[:-1]
    assert len(pages) == 3
    assert all("Küche & <Co>" in page and f"page {number} of 3" in page for number, page in enumerate(pages, 1))
    for number in range(100):
        assert f"Tür {number} " in done.stdout
    assert "01:00:00;00" in pages[0]
    assert "01:01:39;02" in pages[-1]
