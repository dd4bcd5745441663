"""Pulling over real HTTP, from a small hub on the loopback address."""

import contextlib
import hashlib
import io
import json
import os
import pickle
import subprocess
import sys
import tempfile
import textwrap
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import torch
from huggingface_hub import close_session
from safetensors.numpy import load_file, save

from v2a_plugin.model.errors import BundleError, HubError, OutputError
from v2a_plugin.model.progress import Progress, finish
from v2a_plugin.testing.loopback_hub import LoopbackHub
from v2a_plugin.zoo.card_files import card_to_toml, parse_card
from v2a_plugin.zoo.cards import Card
from v2a_plugin.zoo.pull import pull
from v2a_plugin.zoo.pull_plan import plan
from v2a_plugin.zoo.store import Presence, Store

pytestmark = pytest.mark.network

CARD = parse_card(
    """
    name = "tiny"
    title = "Tiny"
    summary = "For tests."
    clip_space = "a"
    clap_space = "b"
    [licence]
    name = "CC BY-NC 4.0"
    url = "https://creativecommons.org/licenses/by-nc/4.0/"
    commercial = false
    forbids = ["No commercial use."]
    [visual]
    kind = "open_clip"
    folder = "visual"
    repo = "some/eyes"
    files = ["*.json", "*.safetensors", "*.bin"]
    [audio]
    kind = "clap"
    folder = "clap"
    repo = "some/ears"
    files = ["*.json", "*.safetensors", "*.bin"]
    [generator]
    kind = "audioldm"
    folder = "generator"
    repo = "some/voice"
    files = ["model_index.json", "unet/*", "vae/*"]
    """,
    "test card",
)
SIZE = 300_000


def weights(seed: int, size: int = SIZE) -> bytes:
    return save({"w": np.random.default_rng(seed).standard_normal(size // 4).astype(np.float32)})


def repositories() -> dict[str, dict[str, bytes]]:
    return {
        "some/eyes": {
            "config.json": b'{"a": 1}',
            "README.md": b"not wanted",
            "model.safetensors": weights(1),
            "model.bin": pickle.dumps("pickled beside safetensors, so never fetched"),
        },
        "some/ears": {"config.json": b"{}", "empty.json": b"", "model.safetensors": weights(2)},
        "some/voice": {
            "model_index.json": b"{}",
            "unet/diffusion_pytorch_model.safetensors": weights(3),
            "vae/diffusion_pytorch_model.safetensors": weights(4),
        },
    }


@pytest.fixture
def hub(monkeypatch: pytest.MonkeyPatch) -> Iterator[LoopbackHub]:
    with LoopbackHub(dict(repositories())) as hub:
        monkeypatch.setenv("HF_ENDPOINT", hub.url)
        monkeypatch.delenv("HF_HUB_OFFLINE", raising=False)
        yield hub
        close_session()


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return store_in(tmp_path / "models ü")


def store_in(root: Path, card: Card = CARD) -> Store:
    (root / "cards").mkdir(parents=True)
    (root / "cards" / "tiny.toml").write_text(card_to_toml(card), encoding="utf-8")
    return Store(root)


def files_in(folder: Path) -> list[str]:
    return sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file())


def test_plan_says_sizes_revisions_and_licence_before_anything_is_fetched(hub: LoopbackHub, store: Store) -> None:
    hub.licence = "cc-by-nc-4.0"
    planned = plan(CARD)
    wanted = [c for r in hub.repositories.values() for p, c in r.items() if p not in ("README.md", "model.bin")]
    assert planned.size == sum(len(content) for content in wanted)
    assert len(planned.files) == len(wanted)
    assert planned.revisions[0] == ("visual", f"some/eyes@{hub.revision('some/eyes')}")
    assert {part.repository.licence for part in planned.parts} == {"cc-by-nc-4.0"}
    assert planned.card.licence.forbids == ("No commercial use.",)
    assert not any("resolve" in asked.path for asked in hub.requests)
    assert not (store.root / "bundles").exists()


def test_pull_stores_locks_and_opens(hub: LoopbackHub, store: Store) -> None:
    planned = plan(CARD)
    seen: list[Progress] = []
    steps = pull(planned, store)
    while True:
        try:
            seen.append(next(steps))
        except StopIteration as stop:
            bundle = stop.value
            break
    done = [step.done for step in seen]
    assert done == sorted(done)
    assert {step.total for step in seen} == {planned.size}
    assert done[-1] == planned.size
    assert len(seen) > 8  # in bytes, not in files
    for part, folder in (("some/eyes", "visual"), ("some/ears", "clap"), ("some/voice", "generator")):
        for path, content in hub.repositories[part].items():
            if path not in ("README.md", "model.bin"):
                assert (bundle.root / folder / path).read_bytes() == content
    locked = {file.path: file for file in bundle.lock.files}
    assert sorted(locked) == [path for path in files_in(bundle.root) if path != "lock.json"]
    for path, file in locked.items():
        assert file.sha256 == hashlib.sha256((bundle.root / path).read_bytes()).hexdigest()
    assert bundle.lock.revisions == planned.revisions
    assert bundle.visual.folder == bundle.root / "visual"
    assert finish(store.verify("tiny")).good
    assert {state.name: state.presence for state in store.bundles()}["tiny"] is Presence.PULLED
    assert store.leftovers("tiny") == ()


def test_pulling_again_fetches_nothing_until_the_hub_has_something_new(hub: LoopbackHub, store: Store) -> None:
    first = finish(pull(plan(CARD), store))
    hub.requests.clear()
    (store.root / "bundles" / ".tiny.removed.1").mkdir()  # by a process that was killed
    assert finish(pull(plan(CARD), store)).lock_digest == first.lock_digest
    assert [path.name for path in (store.root / "bundles").iterdir() if path.is_dir()] == ["tiny"]
    assert not any("resolve" in asked.path for asked in hub.requests)
    hub.repositories["some/ears"] = {**hub.repositories["some/ears"], "config.json": b'{"new": true}'}
    second = finish(pull(plan(CARD), store))
    assert (second.root / "clap" / "config.json").read_bytes() == b'{"new": true}'
    assert second.lock_digest != first.lock_digest
    assert [path.name for path in (store.root / "bundles").iterdir() if path.is_dir()] == ["tiny"]


def test_a_newer_card_is_taken_without_fetching(hub: LoopbackHub, store: Store) -> None:
    first = finish(pull(plan(CARD), store))
    hub.requests.clear()
    bundle = finish(pull(plan(replace(CARD, title="Tiny, reworded")), store))
    assert bundle.card.title == "Tiny, reworded"
    assert bundle.lock_digest == first.lock_digest
    assert finish(store.verify("tiny")).good
    assert not any("resolve" in asked.path for asked in hub.requests)


def test_a_cut_connection_goes_on_where_it_broke(hub: LoopbackHub, store: Store) -> None:
    hub.cut_after, hub.cuts = 100_000, 3
    bundle = finish(pull(plan(CARD), store, pause=0.01))
    starts = [asked.start for asked in hub.requests if asked.path.endswith("some/eyes/model.safetensors")]
    assert len(starts) == 4
    assert starts == sorted(set(starts))  # each time from where it broke
    assert finish(store.verify("tiny")).good
    assert (bundle.root / "visual" / "model.safetensors").read_bytes() == weights(1)


def test_a_server_without_ranges_is_read_from_the_start_again(hub: LoopbackHub, store: Store) -> None:
    hub.cut_after, hub.cuts, hub.ranges = 100_000, 2, False
    finish(pull(plan(CARD), store, pause=0.01))
    assert finish(store.verify("tiny")).good


def test_a_connection_that_never_brings_anything_ends_in_a_sentence(hub: LoopbackHub, store: Store) -> None:
    planned = plan(CARD)
    hub.status = 503
    with pytest.raises(HubError, match=f"{hub.url} answered 503 when asked for some/eyes") as caught:
        finish(pull(planned, store, pause=0.001))
    assert "what has arrived is kept" in caught.value.hint
    assert caught.value.exit_code == 1
    assert len([asked for asked in hub.requests if "resolve" in asked.path]) == 6  # tried five times more


def test_a_refusal_is_not_tried_again(hub: LoopbackHub, store: Store) -> None:
    planned = plan(CARD)
    hub.status = 403
    with pytest.raises(HubError, match="answered 403"):
        finish(pull(planned, store, pause=0.001))
    assert len([asked for asked in hub.requests if "resolve" in asked.path]) == 1


def test_a_pull_that_was_stopped_is_resumed(hub: LoopbackHub, store: Store) -> None:
    planned = plan(CARD)
    steps = pull(planned, store)
    for step in steps:
        if step.note == "model.safetensors" and step.done > 400_000:
            break
    steps.close()
    assert not store.target("tiny").exists()
    state = {state.name: state for state in store.bundles()}["tiny"]
    assert (state.presence, state.problem) == (Presence.INCOMPLETE, "A pull was interrupted.")
    assert state.size > 400_000
    with pytest.raises(BundleError, match="not on this machine"):
        store.open("tiny")
    hub.requests.clear()
    finish(pull(plan(CARD), store))
    fetched = [(asked.path, asked.start) for asked in hub.requests if asked.path.startswith("/store")]
    assert fetched[0][0] == "/store/some/ears/model.safetensors"
    assert fetched[0][1] >= 90_000
    assert len(fetched) == 3  # the eyes were whole
    assert finish(store.verify("tiny")).good


def test_remove_frees_what_an_interrupted_pull_left(hub: LoopbackHub, store: Store) -> None:
    steps = pull(plan(CARD), store)
    for step in steps:
        if step.done > 200_000:
            break
    steps.close()
    assert store.remove("tiny") > 200_000
    assert store.leftovers("tiny") == ()


def test_a_file_that_is_not_what_was_announced_is_refused(hub: LoopbackHub, store: Store) -> None:
    planned = plan(CARD)
    hub.swapped["model.safetensors"] = weights(99)
    with pytest.raises(BundleError, match=r"model\.safetensors of some/eyes is not what was announced"):
        finish(pull(planned, store))
    assert not store.target("tiny").exists()
    hub.swapped.clear()
    finish(pull(planned, store))
    assert finish(store.verify("tiny")).good


@pytest.mark.parametrize("path", ["config.json", "model.safetensors"])
def test_a_file_of_another_length_is_refused(hub: LoopbackHub, store: Store, path: str) -> None:
    planned = plan(CARD)
    hub.swapped[path] = hub.repositories["some/eyes"][path] + b"more"
    with pytest.raises(BundleError, match="not what was announced"):
        finish(pull(planned, store))


def test_a_repository_that_moved_on_after_planning_is_refused(hub: LoopbackHub, store: Store) -> None:
    planned = plan(CARD)
    hub.repositories["some/ears"] = {**hub.repositories["some/ears"], "config.json": b"[]"}
    with pytest.raises(BundleError, match="some/ears has changed") as caught:
        finish(pull(planned, store))
    assert caught.value.hint == "Pull the bundle again."


def test_weights_that_are_not_safetensors_are_found_at_once(hub: LoopbackHub, store: Store) -> None:
    hub.repositories["some/eyes"] = {"model.safetensors": b"\xff" * 9000}
    with pytest.raises(BundleError, match=r"model\.safetensors are corrupt"):
        finish(pull(plan(CARD), store))
    assert not store.target("tiny").exists()


def torch_pickle(value: object) -> bytes:
    out = io.BytesIO()
    torch.save(value, out)
    return out.getvalue()


def convertible(**audio: object) -> Card:
    return replace(CARD, audio=replace(CARD.audio, **audio))  # type: ignore[arg-type]


def test_pickled_weights_are_refused_unless_the_card_allows_converting(hub: LoopbackHub, store: Store) -> None:
    hub.repositories["some/ears"] = {"pytorch_model.bin": torch_pickle({"w": torch.ones(3)})}
    with pytest.raises(BundleError, match=r"some/ears offers pytorch_model\.bin only as a pickle"):
        plan(CARD)


def test_allowed_pickled_weights_are_converted_once(hub: LoopbackHub, store: Store) -> None:
    shared = torch.arange(6000, dtype=torch.float32)
    hub.repositories["some/ears"] = {"pytorch_model.bin": torch_pickle({"a": shared, "b": shared[10:], "n": 3})}
    planned = plan(convertible(convert=True))
    assert [file.remote.path for file in planned.files if file.converted] == ["pytorch_model.bin"]
    bundle = finish(pull(planned, store))
    assert files_in(bundle.root / "clap") == ["model.safetensors"]
    converted = load_file(bundle.root / "clap" / "model.safetensors")
    np.testing.assert_array_equal(converted["a"], shared.numpy())
    np.testing.assert_array_equal(converted["b"], shared[10:].numpy())
    assert finish(store.verify("tiny")).good
    hub.requests.clear()
    finish(pull(plan(convertible(convert=True)), store))
    assert not any("resolve" in asked.path for asked in hub.requests)


class Harmful:
    def __reduce__(self) -> tuple[object, ...]:
        return os.mkdir, (str(Path(os.environ["V2A_TEST_TRAP"])),)


def test_a_pickle_that_carries_code_is_not_run(
    hub: LoopbackHub, store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    trap = tmp_path / "trap"
    monkeypatch.setenv("V2A_TEST_TRAP", str(trap))
    hub.repositories["some/ears"] = {"pytorch_model.bin": torch_pickle({"w": torch.ones(3), "x": Harmful()})}
    with pytest.raises(BundleError, match=r"pytorch_model\.bin carries more than weights"):
        finish(pull(plan(convertible(convert=True)), store))
    assert not trap.exists()
    assert not store.target("tiny").exists()


@pytest.mark.parametrize("content", [b"no pickle at all", torch_pickle({"w": torch.ones(9999)})[:-900]])
def test_a_broken_pickle_is_refused(hub: LoopbackHub, store: Store, content: bytes) -> None:
    hub.repositories["some/ears"] = {"pytorch_model.bin": content}
    with pytest.raises(BundleError, match=r"pytorch_model\.bin"):
        finish(pull(plan(convertible(convert=True)), store))


def test_a_repository_without_the_weights_is_refused(hub: LoopbackHub) -> None:
    hub.repositories["some/voice"] = {"model_index.json": b"{}"}
    with pytest.raises(BundleError, match=r"some/voice .* none of the weights"):
        plan(CARD)


def test_a_repository_cannot_write_outside_the_bundle(hub: LoopbackHub) -> None:
    hub.repositories["some/ears"] = {"../../evil.json": b"{}", "model.safetensors": weights(5)}
    with pytest.raises(BundleError, match="which is refused"):
        plan(CARD)


def test_unknown_repository_and_revision(hub: LoopbackHub) -> None:
    with pytest.raises(BundleError, match="no repository no/where"):
        plan(convertible(repo="no/where"))
    with pytest.raises(BundleError, match="no repository not a name"):
        plan(convertible(repo="not a name"))
    with pytest.raises(BundleError, match="some/ears"):
        plan(convertible(revision="v9"))


def test_a_hub_that_is_not_there(monkeypatch: pytest.MonkeyPatch) -> None:
    with contextlib.closing(__import__("socket").socket()) as free:
        free.bind(("127.0.0.1", 0))
        monkeypatch.setenv("HF_ENDPOINT", f"http://127.0.0.1:{free.getsockname()[1]}/")
        with pytest.raises(HubError, match=r"http://127\.0\.0\.1:\d+ cannot be reached for some/eyes"):
            plan(CARD)


def test_something_that_is_no_hub(hub: LoopbackHub, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(LoopbackHub, "describe", lambda self, name: "please log in")
    with pytest.raises(HubError, match="did not answer like a model hub"):
        plan(CARD)


PULLER = """
    import sys
    from pathlib import Path
    from v2a_plugin.zoo.pull_plan import plan
    from v2a_plugin.zoo.pull import pull
    from v2a_plugin.zoo.store import Store

    store = Store(Path(sys.argv[1]))
    stages = []
    steps = pull(plan(store.card("tiny")), store)
    try:
        while True:
            stages.append(next(steps).stage)
    except StopIteration as stop:
        print(sorted(set(stages)), stop.value.lock_digest)
"""


def test_two_processes_share_one_pull(hub: LoopbackHub, store: Store) -> None:
    hub.pace = 0.01
    command = [sys.executable, "-c", textwrap.dedent(PULLER), str(store.root)]
    both = [subprocess.Popen(command, stdout=subprocess.PIPE, text=True) for _ in range(2)]
    said = [process.communicate(timeout=60)[0].strip() for process in both]
    assert [process.returncode for process in both] == [0, 0]
    fetched = [asked.path for asked in hub.requests if asked.path.startswith("/store")]
    assert sorted(fetched) == sorted(set(fetched))  # each file once, whoever came first
    assert len(fetched) == 4
    assert sum("waiting" in line and "already here" in line and "pulling" not in line for line in said) == 1
    assert len({line.split()[-1] for line in said}) == 1
    assert finish(store.verify("tiny")).good


def test_a_killed_process_leaves_no_lock_and_is_resumed(hub: LoopbackHub, store: Store) -> None:
    hub.pace = 0.02
    process = subprocess.Popen([sys.executable, "-c", textwrap.dedent(PULLER), str(store.root)], stdout=subprocess.PIPE)
    deadline = time.monotonic() + 30
    while not any(asked.path.endswith("ears/model.safetensors") for asked in hub.requests):
        assert time.monotonic() < deadline
        time.sleep(0.02)
    process.kill()
    process.communicate()
    assert not store.target("tiny").exists()
    hub.pace = 0
    hub.requests.clear()
    finish(pull(plan(CARD), store))
    assert not any("store/some/eyes" in asked.path for asked in hub.requests)
    assert finish(store.verify("tiny")).good


@pytest.mark.skipif(not hasattr(os, "getuid") or os.getuid() != 0, reason="needs root to become somebody else")
def test_a_store_that_may_not_be_written(hub: LoopbackHub) -> None:
    planned = plan(CARD)
    with tempfile.TemporaryDirectory() as folder:
        Path(folder).chmod(0o755)
        store = store_in(Path(folder) / "models")
        finish(pull(planned, store))
        hub.repositories["some/ears"] = {**hub.repositories["some/ears"], "config.json": b"[2]"}
        planned = plan(CARD)
        for path in store.root.rglob(".*.lock"):
            path.unlink()
        os.seteuid(65534)
        try:
            assert store.open("tiny").card == CARD
            with pytest.raises(OutputError, match="cannot be written: permission denied"):
                finish(pull(planned, store))
            with pytest.raises(OutputError, match="cannot be written: permission denied"):
                store.remove("tiny")
        finally:
            os.seteuid(0)
        assert finish(store.verify("tiny")).good


@pytest.fixture
def disk(small_disk: Callable[[str], Path]) -> Path:
    return small_disk("1m")


def test_a_bundle_that_cannot_fit_is_refused_before_it_is_fetched(hub: LoopbackHub, disk: Path) -> None:
    store = store_in(disk / "models")
    with pytest.raises(OutputError, match=r"has \d\.\d MB free, and tiny needs 1\.2 MB more"):
        finish(pull(plan(CARD), store))
    assert not any("resolve" in asked.path for asked in hub.requests)


def test_a_disk_that_fills_up_midway_keeps_what_arrived(hub: LoopbackHub, disk: Path) -> None:
    hub.repositories["some/voice"] = {"unet/x.safetensors": weights(3, 40_000)}
    store = store_in(disk / "models")
    steps = pull(plan(CARD), store)
    next(step for step in steps if step.done > 100_000)
    other = disk / "somebody else's"
    with contextlib.suppress(OSError), other.open("wb", buffering=0) as file:
        while file.write(bytes(4096)):
            pass
    with pytest.raises(OutputError, match="The disk is full while writing tiny"):
        finish(steps)
    assert not store.target("tiny").exists()
    other.unlink()
    hub.requests.clear()
    bundle = finish(pull(plan(CARD), store))
    resumed = [asked for asked in hub.requests if asked.path.startswith("/store")]
    assert resumed[0].start > 0
    assert (bundle.root / "visual" / "model.safetensors").read_bytes() == weights(1)


OFFLINE = """
    import json, sys
    sockets = []
    sys.addaudithook(lambda event, _: event.startswith("socket.") and sockets.append(event))
    from pathlib import Path
    from v2a_plugin.model.errors import BundleError
    from v2a_plugin.model.progress import finish
    from v2a_plugin.zoo.pull_plan import plan
    from v2a_plugin.zoo.store import Store

    store = Store(Path(sys.argv[1]))
    names = [state.name for state in store.bundles()]
    store.open("tiny"), store.open("tiny").labels(), finish(store.verify("tiny"))
    try:
        plan(store.card("audioldm-s"), **json.loads(sys.argv[2]))
    except BundleError as error:
        print(json.dumps([sockets, str(error)]))
"""


@pytest.mark.parametrize("how", ["argument", "environment"])
def test_offline_opens_no_socket(hub: LoopbackHub, store: Store, how: str) -> None:
    finish(pull(plan(CARD), store))
    asked = len(hub.requests)
    command = [sys.executable, "-c", textwrap.dedent(OFFLINE), str(store.root)]
    argument = json.dumps({"offline": True} if how == "argument" else {})
    environment = {**os.environ, **({"HF_HUB_OFFLINE": "1"} if how == "environment" else {})}
    run = subprocess.run([*command, argument], capture_output=True, text=True, check=True, env=environment)
    sockets, sentence = json.loads(run.stdout)
    assert sockets == []
    assert sentence.startswith("The bundle audioldm-s would have to be pulled, and the network is not to be used.")
    assert len(hub.requests) == asked


def test_the_offline_test_sees_sockets(hub: LoopbackHub, store: Store) -> None:
    finish(pull(plan(CARD), store))
    script = textwrap.dedent(OFFLINE).replace('store.card("audioldm-s")', 'store.card("tiny")')
    script += "\nprint(json.dumps(sockets))"
    command = [sys.executable, "-c", script, str(store.root), "{}"]
    run = subprocess.run(command, capture_output=True, text=True, check=True)
    assert "socket.connect" in json.loads(run.stdout.splitlines()[-1])
