"""Version 4's stages: parts by source, ears, eyes and bridge, and the judge apart, with small real parts."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
import torch
from transformers import AutoTokenizer, ClapTextModelWithProjection

from mini import both, clip_tower, corpus2, ears, eyes, judging_takes, kinds, stranger, tables
from mini.clip_tower import ClipPlan
from mini.judge import interval
from mini.spaces import facing
from mini.targets import TextLessons
from v2a_plugin.evaluation.corpus import Picture
from v2a_plugin.judges.aisfx import AisfxJudge, AisfxNetwork
from v2a_plugin.model.embeddings import unit
from v2a_plugin.model.errors import BadInput
from v2a_plugin.testing.towers import tiny_clap_folder

CHANCE = np.random.default_rng(0)

# --- parts ----------------------------------------------------------------------------------------------------------


def test_a_source_is_a_collection_or_a_fold_of_one() -> None:
    assert corpus2.source_of("0ad-data", "audio/actor/1-step.ogg") == "0ad-data"
    assert corpus2.source_of("ESC-10", "001 - Dog bark/5-203128-A.ogg") == "ESC-10/5"
    assert corpus2.source_of("Kitchen20", "audio/4-M-Mixer.wav-B-0.wav") == "Kitchen20/4"


def test_the_committed_parts_judge_and_test_by_other_sources_than_train() -> None:
    parts = corpus2.read_parts()
    assert set(parts.values()) == {"train", "judge", "test"}
    assert {parts[f"ESC-10/{fold}"] for fold in (1, 2, 3)} == {"train"}
    assert (parts["ESC-10/4"], parts["ESC-10/5"]) == ("judge", "test")


def test_licences_that_do_not_combine_never_train() -> None:
    parts: dict[str, corpus2.Part] = {"a": "train", "b": "test"}
    assert corpus2.part_of("a", "CC0-1.0", parts) == "train"
    assert corpus2.part_of("a", "CC-BY-SA-3.0", parts) == "none"
    assert corpus2.part_of("b", "CC-BY-SA-3.0", parts) == "test"
    with pytest.raises(BadInput, match="nothing of the source c"):
        corpus2.part_of("c", "CC0-1.0", parts)


def test_a_part_that_there_is_not_is_refused(tmp_path: Path) -> None:
    (tmp_path / "parts.csv").write_text("source,part\na,practice\n", encoding="utf-8")
    with pytest.raises(BadInput, match="practice"):
        corpus2.read_parts(tmp_path / "parts.csv")


def test_one_recording_in_two_parts_stays_in_one() -> None:
    sounds = CHANCE.normal(0, 1, (8, 1024)).astype(np.float32)
    sounds[1] = sounds[0] + 0.001  # of the second corpus, in training, also in the test part
    sounds[3] = sounds[2] + 0.001  # of the first corpus, which keeps its side
    sounds[5] = sounds[4] + 0.001  # judges, and is tested with
    parts: tuple[corpus2.Part, ...] = ("train", "test", "train", "judge", "judge", "test", "train", "test")
    first = (False, False, True, False, False, False, True, False)
    assert corpus2.apart(parts, sounds, first) == (
        "none", "test", "train", "none", "none", "test", "train", "test",
    )  # fmt: skip


def test_classes_of_both_corpora_share_their_names() -> None:
    assert corpus2.class_name("keyboard_typing") == "typing"
    assert corpus2.class_name("footsteps") == "footsteps"


# --- spaces ---------------------------------------------------------------------------------------------------------


def test_axes_of_a_space_made_again_are_turned_round() -> None:
    turn = CHANCE.normal(0, 1, (20, 5)).astype(np.float32)
    texts = CHANCE.normal(0, 1, (50, 20)).astype(np.float32)
    signs = np.array([1, -1, 1, -1, -1])
    np.testing.assert_array_equal(facing(turn * signs, texts @ (turn * signs), texts @ turn), turn)


def test_no_collection_speaks_for_a_class_alone() -> None:
    def row(source: str, sure: bool = True) -> both.Row:
        return both.Row(Path("x"), ("dog",), "train", source, sure, False)

    here, there = np.eye(2, dtype=np.float32)
    rows = (*(row("large") for _ in range(60)), row("small"), row("small", sure=False))
    middle = both.class_places(rows, np.stack([*([here] * 60), there, -there]))["dog"]
    assert 0.3 < middle[1] < middle[0]  # not 60 to 1, and the unsure one is not heard


# --- ears and eyes --------------------------------------------------------------------------------------------------


def test_the_text_tower_learns_a_new_phrase(tmp_path: Path) -> None:
    folder = tiny_clap_folder(tmp_path / "clap")
    tokenizer = AutoTokenizer.from_pretrained(folder)
    tower = ClapTextModelWithProjection.from_pretrained(folder)
    target = unit(CHANCE.normal(0, 1, (2, 32)).astype(np.float32))
    lessons = TextLessons(("a pigeon", ""), target, (1.0, 1.0), ("{}",))

    def near(model: ClapTextModelWithProjection) -> float:
        with torch.inference_mode():
            tokens = tokenizer(["a pigeon"], return_tensors="pt")
            return float(unit(model(**tokens).text_embeds.numpy())[0] @ target[0])

    before = near(tower.eval())
    steps = ears.teach(tower, tokenizer, lessons, 40, batch=4)
    while True:
        try:
            next(steps)
        except StopIteration as end:
            taught = end.value
            break
    assert near(taught) > before + 0.2
    assert not taught.training


def pictures(count: int = 60, classes: int = 4) -> eyes.Album:
    """Pictures whose features say their class, with a trunk that knows only half of the classes."""
    names = tuple(f"class {index}" for index in range(classes))
    middles = np.eye(classes, 16, dtype=np.float32)
    labels = np.arange(count) % classes
    features = (12 * np.eye(classes, 1280)[labels] + CHANCE.normal(0, 0.1, (count, 1280))).astype(np.float32)
    shown = tuple(
        both.Shown(Path("x"), Picture(f"{i}.jpg", (), (names[label],), "photo", "p", "CC0-1.0", ()), True)
        for i, label in enumerate(labels)
    )
    classifier = np.eye(2, 1280, dtype=np.float32) * 9
    return eyes.Album(shown, features, classifier, np.zeros(2, np.float32), middles[:2], names, middles)


def test_a_head_learns_classes_and_the_trunks_names() -> None:
    album = pictures()
    lessons = eyes.sights(album, range(40))
    assert lessons.features.shape == (42, 1280)  # two names without a picture
    np.testing.assert_allclose(lessons.kinds[:40].sum(1), 1)
    head = eyes.fit(ClipPlan(width=16, head_steps=200, head_batch=32), album, range(40))
    seen = unit(head(torch.from_numpy(album.features[40:])).numpy())
    right = (seen @ album.middles.T).argmax(1) == np.arange(40, 60) % 4
    assert right.mean() > 0.9


def test_the_table_of_eyes_counts_pictures_and_classes() -> None:
    album = pictures()
    perfect = album.middles[np.arange(60) % 4]
    table = eyes.fold_table(album, perfect)
    assert table.splitlines()[1].split() == ["0.00", "60", "1.000", "1.000", "1.000", "1.000"]


def test_names_of_large_kinds_count_less() -> None:
    less = kinds.evened(np.zeros(1000, np.float32), by=1.0)
    names = kinds.kinds_of_names()
    assert less[names.index("dog")] == pytest.approx(-np.log(names.count("dog")))
    assert less[names.index("dog")] < less[names.index("clock")] < 0


def test_a_larger_trunk_takes_larger_pictures() -> None:
    model = clip_tower.build(ClipPlan(trunk="test_efficientnet", side=96, text_width=16, text_layers=1, text_heads=2))
    assert tuple(model.visual.image_size) == (96, 96)


# --- the judge apart ------------------------------------------------------------------------------------------------


def test_the_judge_apart_hears_any_length_at_any_level() -> None:
    judge = AisfxJudge(AisfxNetwork())
    for samples in (100, 20_000, 200_000):
        sound = CHANCE.normal(0, 0.1, samples).astype(np.float32)
        heard = stranger.embed(judge, sound)
        assert heard.shape == (512,)
        np.testing.assert_allclose(stranger.embed(judge, sound / 10), heard, rtol=1e-3, atol=1e-4)


def test_the_judge_apart_knows_classes_with_two_sounds_or_more() -> None:
    middles = CHANCE.normal(0, 1, (3, 512)) * 3
    names = ["dog", "bell", "train"] * 8
    sounds = np.stack([middles[i % 3] + CHANCE.normal(0, 1, 512) for i in range(24)]).astype(np.float32)
    judge = stranger.learn(np.concatenate((sounds, sounds[:1])), [*names, "once"])
    assert judge.names == ("bell", "dog", "train")
    new = (middles + CHANCE.normal(0, 1, (3, 512))).astype(np.float32)
    np.testing.assert_array_equal(judge.ranks(new, ["dog", "bell", "train"]), 0)
    assert stranger.shuffled(judge, new, ["dog", "bell", "train"], 1) == 0


def test_files_are_named_after_their_class() -> None:
    assert [tables.far_class(Path(name)) for name in ("bird2.jpg", "dog1.jpg", "gun10.jpg")] == [
        "songbird", "dog", "gunshot",
    ]  # fmt: skip


def test_a_share_comes_with_its_interval() -> None:
    assert interval([True] * 10) == "1.000 (1.00 – 1.00)"
    assert interval([True, False] * 50).startswith("0.500 (0.4")


def test_the_best_of_the_first_candidates_is_kept() -> None:
    assert judging_takes.best_of_first([0.2, 0.1, 0.4, 0.4]) == [0, 0, 2, 2]
