"""The store: what is here, whether it is whole, and one sentence when it is not."""

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import numpy as np
import platformdirs
import pytest
from safetensors.numpy import save_file

from v2a_plugin.model.bundle_lock import Lock, LockedFile
from v2a_plugin.model.errors import BundleError
from v2a_plugin.model.progress import finish
from v2a_plugin.zoo.card_files import read_card
from v2a_plugin.zoo.lock import digest_of, lock_folder, main, read_lock, write_lock
from v2a_plugin.zoo.store import Presence, Store
from v2a_resources import bundle_path, caption_paths, resources_path

CARD = (Path(__file__).parent / "card.toml").read_text(encoding="utf-8")
PARTS = ("visual/open_clip_model", "clap/model", "generator/unet/diffusion_pytorch_model", "mappers/diffusion/model")


def make_bundle(root: Path, name: str = "small") -> Path:
    """A bundle of the mini's layout with a few numbers for weights, locked."""
    folder = root / "bundles" / name
    for number, part in enumerate(PARTS):
        path = folder / f"{part}.safetensors"
        path.parent.mkdir(parents=True)
        save_file({"w": np.full(100, number, np.float32)}, path)
    (folder / "captions.txt").write_text("# heading\na dog\n\n  rain ü \n", encoding="utf-8")
    (folder / "card.toml").write_text(CARD.replace('name = "mini"', f'name = "{name}"'), encoding="utf-8")
    write_lock(folder, finish(lock_folder(folder, name)))
    return folder


def make_mapper(folder: Path, kind: str = "diffusion") -> Path:
    folder.mkdir(parents=True)
    config = {"kind": kind, "clip_space": "mini-clip-128", "clap_space": "mini-clap-128"}
    (folder / "config.json").write_text(json.dumps(config), encoding="utf-8")
    save_file({"w": np.ones(5, np.float32)}, folder / "model.safetensors")
    return folder


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return tmp_path / "models with spaces ü"


@pytest.fixture
def folder(root: Path) -> Path:
    return make_bundle(root)


@pytest.fixture
def store(root: Path) -> Store:
    return Store(root)


def test_open_gives_parts_ready_to_load(store: Store, folder: Path) -> None:
    bundle = store.open("small")
    assert bundle.root == folder == store.path("small")
    assert (bundle.visual.kind, bundle.visual.folder) == ("open_clip", folder / "visual")
    assert (bundle.visual.space_in, bundle.visual.space_out) == ("", "mini-clip-128")
    assert (bundle.audio.space_in, bundle.audio.space_out) == ("", "mini-clap-128")
    assert (bundle.generator.space_in, bundle.generator.space_out) == ("mini-clap-128", "")
    assert bundle.generator.option("vocoder") == "griffin-lim"
    assert bundle.generator.option("window") == "128/25"
    assert bundle.captions() == ("a dog", "rain ü")
    assert "a door closing" in bundle.labels()
    assert [name for name, _ in bundle.mappers] == ["diffusion"]  # the regression's folder is not there
    assert bundle.lock_digest == digest_of(bundle.lock)


def test_mappers_by_name_by_folder_and_without_files(store: Store, folder: Path, tmp_path: Path) -> None:
    mine = make_mapper(tmp_path / "my mapper", "regression")
    bundle = store.open("small")
    named = bundle.mapper("diffusion")
    assert named.folder == folder / "mappers/diffusion"
    assert (named.space_in, named.space_out) == ("mini-clip-128", "mini-clap-128")
    by_folder = bundle.mapper(str(mine))
    assert (by_folder.kind, by_folder.folder) == ("regression", mine)
    assert bundle.mapper("bridge").kind == "bridge"
    assert bundle.mapper("none").option("clip_width") == "128"
    with pytest.raises(BundleError, match=r"small has no mapper 'difusion'.* Did you mean 'diffusion'\?") as caught:
        bundle.mapper("difusion")
    assert "diffusion, bridge, none" in caught.value.hint


def test_a_training_that_stopped_is_named_with_its_step(store: Store, folder: Path) -> None:
    from safetensors.numpy import save_file

    begun = store.mappers_folder("small") / "mine"
    (begun / "training").mkdir(parents=True)
    bundle = store.open("small")
    for step in (None, 156):
        if step is not None:
            save_file({}, begun / "training" / "state.safetensors", {"story": f'{{"step": {step}}}'})
        for asked in ("mine", str(begun)):
            with pytest.raises(BundleError, match=f"'mine' is not finished: its training stopped at step {step or 0}"):
                bundle.mapper(asked)
    made = make_mapper(begun.parent / "other", "regression")
    for path in made.iterdir():
        path.rename(begun / path.name)
    assert store.open("small").mapper("mine").kind == "regression"


def test_mappers_fitted_on_this_machine_win_and_outlive_the_bundle(store: Store, folder: Path) -> None:
    mine = make_mapper(store.mappers_folder("small") / "diffusion")
    make_mapper(store.mappers_folder("small") / "mine", "regression")
    bundle = store.open("small")
    assert bundle.mapper("diffusion").folder == mine
    assert [name for name, _ in bundle.mappers] == ["diffusion", "mine"]
    assert finish(store.verify("small")).good
    store.remove("small")
    assert mine.is_dir()


@pytest.mark.parametrize(
    ("spoil", "said"),
    [
        (lambda folder: (folder / "config.json").unlink(), "is no mapper"),
        (lambda folder: (folder / "config.json").write_text("{"), "is not the config of a mapper"),
        (lambda folder: (folder / "config.json").write_text("[1]"), "is not the config of a mapper"),
        (lambda folder: (folder / "config.json").write_text("{}"), "lacks 'kind'"),
        (lambda folder: (folder / "model.safetensors").write_bytes(b"x" * 20), "are corrupt"),
    ],
)
def test_a_folder_that_is_no_mapper(
    store: Store, folder: Path, tmp_path: Path, spoil: Callable[[Path], object], said: str
) -> None:
    mine = make_mapper(tmp_path / "mine")
    spoil(mine)
    with pytest.raises(BundleError, match=said) as caught:
        store.open("small").mapper(str(mine))
    assert str(mine) in caught.value.message


def cut(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:-4])


def corrupt_header(path: Path) -> None:
    content = bytearray(path.read_bytes())
    content[8:20] = b"!" * 12
    path.write_bytes(content)


@pytest.mark.parametrize(
    ("spoil", "said"),
    [
        (lambda path: path.unlink(), "lacks .*model.safetensors"),
        (cut, "no longer matches the lock: it has 468 bytes, not 472"),
        (corrupt_header, "weights in .*model.safetensors are corrupt"),
    ],
)
def test_a_damaged_bundle_is_refused_with_the_files_name(
    store: Store, folder: Path, spoil: Callable[[Path], object], said: str
) -> None:
    path = folder / "clap" / "model.safetensors"
    spoil(path)
    with pytest.raises(BundleError, match=said) as caught:
        store.open("small")
    assert str(path) in caught.value.message
    assert "v2a models verify small" in caught.value.hint
    assert caught.value.exit_code == 2
    state = {state.name: state for state in store.bundles()}["small"]
    assert (state.presence, state.problem) == (Presence.INCOMPLETE, caught.value.message)


def test_verify_names_what_changed_what_is_missing_and_what_is_extra(store: Store, folder: Path) -> None:
    steps = store.verify("small")
    progress = list(iter(lambda: next(steps, None), None))
    assert progress[-1].done == progress[-1].total == sum(file.size for file in read_lock(folder).files)
    assert finish(store.verify("small")).good

    flipped = bytearray((folder / "clap/model.safetensors").read_bytes())
    flipped[-1] ^= 1
    (folder / "clap/model.safetensors").write_bytes(flipped)
    (folder / "captions.txt").unlink()
    (folder / "visual/notes.txt").write_text("mine")
    (folder / ".DS_Store").write_text("noise")
    found = finish(store.verify("small"))
    assert (found.changed, found.missing) == (("clap/model.safetensors",), ("captions.txt",))
    assert found.extra == ("visual/notes.txt",)
    assert not found.good
    with pytest.raises(BundleError, match=r"captions\.txt is missing, clap/model\.safetensors has changed"):
        found.check()


def test_the_same_size_with_other_numbers_passes_open_and_fails_verify(store: Store, folder: Path) -> None:
    path = folder / "clap/model.safetensors"
    save_file({"w": np.full(100, 9, np.float32)}, path)
    store.open("small")
    assert finish(store.verify("small")).changed == ("clap/model.safetensors",)


def test_unknown_and_absent_bundles(store: Store) -> None:
    with pytest.raises(BundleError, match=r"There is no bundle 'audioldm'\. Did you mean 'audioldm-\w'\?") as caught:
        store.open("audioldm")
    assert "mini" in caught.value.hint
    with pytest.raises(BundleError, match="audioldm-s is not on this machine") as caught:
        store.open("audioldm-s")
    assert caught.value.hint == "Get it with `v2a models pull audioldm-s`."


def test_states_sizes_and_order(store: Store, folder: Path) -> None:
    states = store.bundles()
    presences = [state.presence for state in states]
    assert presences == sorted(presences, key=list(Presence).index)
    state = {state.name: state for state in states}["small"]
    assert (state.presence, state.folder) == (Presence.PULLED, folder)
    assert state.size == sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())
    assert state.mappers == ("diffusion", "bridge", "none")
    assert state.licence.name == "GPL-3.0"
    absent = {state.name: state for state in states}["audioldm-s"]
    assert (absent.presence, absent.folder, absent.size) == (Presence.ABSENT, None, 0)
    assert not absent.licence.commercial


def test_a_bundle_opens_by_its_folder(store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    elsewhere = make_bundle(tmp_path / "elsewhere", "other")
    assert store.open(str(elsewhere)).root == elsewhere
    monkeypatch.chdir(elsewhere.parent)
    assert store.open("./other").card.name == "other"
    with pytest.raises(BundleError, match="There is no bundle 'other'"):  # a bare word is a name
        store.open("other")
    assert store.open(str(elsewhere)).card.name == "other"


def test_roots_from_the_environment(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    studio = tmp_path / "studio"
    make_bundle(studio, "shared")
    monkeypatch.setenv("V2A_MODELS", os.pathsep.join([str(tmp_path / "mine"), str(studio)]))
    store = Store()
    assert store.root == tmp_path / "mine"
    assert store.path("shared") == studio / "bundles" / "shared"
    with pytest.raises(BundleError, match="not the store's to remove"):
        store.remove("shared")
    assert store.path("shared").is_dir()
    assert not (tmp_path / "mine" / "bundles" / "shared").exists()


def test_the_default_root_is_the_users_data_folder(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("V2A_MODELS", raising=False)
    assert Store().root == Path(platformdirs.user_data_dir("v2a-plugin", appauthor=False)) / "models"
    assert Store().roots[-1] == resources_path()


def test_remove_frees_and_refuses(store: Store, folder: Path) -> None:
    size = sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())
    with store.lock("small"), pytest.raises(BundleError, match="being pulled now"):
        store.remove("small")
    assert store.remove("small") == size
    assert not folder.exists()
    with pytest.raises(BundleError):
        store.remove("small")
    with pytest.raises(BundleError, match="no bundle 'nothing'"):
        store.remove("nothing")


def test_the_lock_command(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = make_bundle(root)
    before = read_lock(folder)
    (folder / "lock.json").unlink()
    with pytest.raises(BundleError, match=r"has no lock\.json"):
        read_lock(folder)
    command = [sys.executable, "-m", "v2a_plugin.zoo.lock", str(folder)]
    said = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    assert said.strip().endswith(digest_of(before))
    assert read_lock(folder) == before
    assert main([]) == 2
    assert main([str(root)]) == 2
    assert "card.toml cannot be read" in capsys.readouterr().err


def test_the_digest_is_of_the_weights_and_not_of_the_cards_words() -> None:
    weights = LockedFile("a/model.safetensors", 3, "ab")
    lock = Lock("x", (), (weights, LockedFile("card.toml", 1, "cd")))
    assert digest_of(lock) == digest_of(Lock("y", (("a", "b"),), (weights, LockedFile("card.toml", 9, "ef")), ("n",)))
    assert digest_of(lock) != digest_of(Lock("x", (), (LockedFile("a/model.safetensors", 3, "ac"),)))


@pytest.mark.parametrize(
    "text", ["", "{}", '{"bundle": "x", "files": [{"path": "../../etc/passwd", "size": 1, "sha256": ""}]}']
)
def test_a_lock_that_is_none(folder: Path, store: Store, text: str) -> None:
    (folder / "lock.json").write_text(text)
    with pytest.raises(BundleError, match=r"lock\.json"):
        store.open("small")


def test_labels_and_captions_fall_back_to_the_shipped_list(store: Store, folder: Path) -> None:
    text = (folder / "card.toml").read_text(encoding="utf-8").replace('captions = "captions.txt"\n', "")
    (folder / "card.toml").write_text(text, encoding="utf-8")
    captions = store.open("small").captions()
    texts = [path for path in caption_paths() if path.suffix == ".txt"]
    lines = {line for path in texts for line in path.read_text(encoding="utf-8").splitlines() if line[0] != "#"}
    assert lines <= set(captions)
    assert len(captions) == len(set(captions)) > 1700
    # One of each list: foley, AudioSet, VGGSound, UCS.
    assert {"footsteps on gravel", "Reversing beeps", "people eating apple", "wood doors"} <= set(captions)
    assert "raw archived" not in captions


def test_the_store_starts_without_torch() -> None:
    script = "import sys, v2a_plugin.zoo.pull, v2a_plugin.zoo.store; print('torch' in sys.modules, 'av' in sys.modules)"
    assert subprocess.check_output([sys.executable, "-c", script], text=True).split() == ["False", "False"]


@pytest.mark.skipif(not (bundle_path("mini") / "lock.json").is_file(), reason="the mini has no weights yet")
def test_the_mini_that_ships_is_what_its_lock_says(tmp_path: Path) -> None:
    store = Store(tmp_path)
    found = finish(store.verify("mini"))
    found.check()
    assert found.extra == ()
    bundle = store.open("mini")
    assert bundle.card == read_card(bundle_path("mini") / "card.toml")
    assert sum(file.size for file in bundle.lock.files) <= 90_000_000
    assert {name for name, _ in bundle.mappers} >= {"bridge", "diffusion", "regression"}
    assert len(bundle.captions()) > 100
    with pytest.raises(BundleError, match="not the store's to remove"):
        store.remove("mini")


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        (CARD.replace('name = "mini"', f'name = "{"a" * 3000}"'), "name cannot be"),
        ("title = [", "is not TOML"),
        ("", "lacks"),
    ],
)
def test_a_card_that_is_none_hides_no_bundle(folder: Path, store: Store, root: Path, text: str, reason: str) -> None:
    for place in (root / "bundles" / "odd" / "card.toml", root / "cards" / "odd.toml"):
        place.parent.mkdir(exist_ok=True)
        place.write_text(text, encoding="utf-8")
        [bad] = store.bad_cards()
        assert bad.path == place
        assert reason in bad.problem
        assert len(bad.problem) < 400 + len(str(place))
        assert [state.presence for state in store.bundles() if state.name == "small"] == [Presence.PULLED]
        with pytest.raises(BundleError, match=reason):
            store.open("odd")
        place.unlink()
    assert store.bad_cards() == ()


def test_a_bundle_that_cannot_be_looked_at_is_reported(folder: Path, store: Store) -> None:
    (folder / "loop").symlink_to("loop")
    folder.joinpath("visual").chmod(0)
    try:
        assert "small" in [state.name for state in store.bundles()]
    finally:
        folder.joinpath("visual").chmod(0o755)
