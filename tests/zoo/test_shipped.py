"""The cards that ship, pulled from repositories of the layout the real ones have been seen in, with tiny models."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
import torch
from huggingface_hub import close_session
from safetensors.torch import load_file
from transformers import ClapTextModelWithProjection

from v2a_plugin.encoders.clap import load_clap
from v2a_plugin.model.config import Runtime
from v2a_plugin.model.errors import BundleError
from v2a_plugin.model.progress import Progress
from v2a_plugin.model.recipe import SamplerName
from v2a_plugin.plugins.facade import load_plugins
from v2a_plugin.testing.loopback_hub import LoopbackHub
from v2a_plugin.testing.tiny_audioldm import tiny_audioldm_folder
from v2a_plugin.testing.tiny_stable_audio import stable_audio_folder
from v2a_plugin.testing.towers import tiny_clap_folder
from v2a_plugin.zoo.bundle import Bundle
from v2a_plugin.zoo.pull import pull
from v2a_plugin.zoo.pull_plan import PullPlan, plan
from v2a_plugin.zoo.store import Store

pytestmark = pytest.mark.network

CLAPS = {
    "audioldm-s": "laion/clap-htsat-unfused",
    "audioldm-m": "laion/larger_clap_general",
    "audioldm-l": "laion/clap-htsat-unfused",
}
GENERATORS = {
    "audioldm-s": "cvssp/audioldm-s-full-v2",
    "audioldm-m": "cvssp/audioldm-m-full",
    "audioldm-l": "cvssp/audioldm-l-full",
}
STABLE = "stabilityai/stable-audio-open-1.0"
EYES = {
    "config.json": b"{}",
    "open_clip_config.json": b"{}",
    "open_clip_model.safetensors": (8).to_bytes(8, "little") + b"{}      ",
    "open_clip_pytorch_model.bin": b"x",
    "pytorch_model.bin": b"x",
    "vocab.json": b"{}",
    "README.md": b"x",
}


def pickled(folder: Path) -> None:
    """Weights as they were saved before safetensors: a state dict, with the buffer old versions kept."""
    for path in list(folder.rglob("*.safetensors")):
        state = load_file(path)
        if path.name == "model.safetensors" and "text_model.embeddings.word_embeddings.weight" in state:
            state["text_model.embeddings.position_ids"] = torch.arange(66)[None]
        name = "pytorch_model.bin" if path.name == "model.safetensors" else f"{path.stem}.bin"
        torch.save(state, path.with_name(name))
        path.unlink()


def content(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


@pytest.fixture(scope="module")
def repositories(tmp_path_factory: pytest.TempPathFactory) -> dict[str, dict[str, bytes]]:
    home = tmp_path_factory.mktemp("repositories")
    clap = tiny_clap_folder(home / "clap", seed=1)
    generator = tiny_audioldm_folder(home / "generator")
    ClapTextModelWithProjection.from_pretrained(clap, local_files_only=True).save_pretrained(generator / "text_encoder")
    (generator / "tokenizer").mkdir()
    for path in (*clap.glob("token*"), *clap.glob("vocab*"), *clap.glob("merges*"), *clap.glob("special*")):
        shutil.copy(path, generator / "tokenizer")
    found = {"timm/vit_base_patch32_clip_224.openai": EYES}
    for name in ("audioldm-s", "audioldm-m"):
        found[GENERATORS[name]] = content(generator)
    pickled(generator)
    found[GENERATORS["audioldm-l"]] = content(generator)
    pickled(clap)
    assert sorted(clap.glob("*.bin"))
    found["laion/clap-htsat-unfused"] = content(clap)
    other = tiny_clap_folder(home / "other", seed=2)
    pickled(other)
    found["laion/larger_clap_general"] = content(other)
    found[STABLE] = content(stable_audio_folder(home / "stable"))
    return found


@pytest.fixture
def hub(repositories: dict[str, dict[str, bytes]], monkeypatch: pytest.MonkeyPatch) -> Iterator[LoopbackHub]:
    with LoopbackHub(dict(repositories)) as hub:
        monkeypatch.setenv("HF_ENDPOINT", hub.url)
        monkeypatch.delenv("HF_HUB_OFFLINE", raising=False)
        yield hub
        close_session()


def pulled(planned: PullPlan, store: Store) -> tuple[Bundle, Progress]:
    steps = pull(planned, store)
    last = Progress("", 0)
    while True:
        try:
            last = next(steps)
        except StopIteration as stop:
            return stop.value, last


@pytest.mark.parametrize("name", ["audioldm-s", "audioldm-m", "audioldm-l"])
def test_shipped_cards_pull_convert_compare_and_load(hub: LoopbackHub, tmp_path: Path, name: str) -> None:
    store = Store(tmp_path / "models")
    planned = plan(store.card(name))
    converted = [
        (part.repository.name, file.remote.path) for part in planned.parts for file in part.files if file.converted
    ]
    assert (CLAPS[name], "pytorch_model.bin") in converted
    assert len(converted) == (5 if name == "audioldm-l" else 1)
    bundle, last = pulled(planned, store)

    inside = {file.path for file in bundle.lock.files}
    assert not any(path.endswith((".bin", "README.md")) for path in inside)
    assert {"visual/open_clip_model.safetensors", "visual/config.json", "clap/model.safetensors"} <= inside
    for part in ("unet/diffusion_pytorch_model", "vae/diffusion_pytorch_model", "text_encoder/model", "vocoder/model"):
        assert f"generator/{part}.safetensors" in inside
    assert load_clap(bundle.audio, Runtime()).embed_text(["a dog"]).shape == (1, 32)

    [note] = bundle.notes
    same = name != "audioldm-m"  # there the hub's CLAP is not the one the generator came with
    assert note.startswith(f"The generator's text tower {'is' if same else 'is not'} the CLAP model's:")
    assert last.note == note
    assert bundle.mapper(bundle.card.defaults.mapper).kind == "bridge"
    assert bundle.generator.option("window") == "256/25"


def test_stable_audio_pulls_and_loads(hub: LoopbackHub, tmp_path: Path) -> None:
    store = Store(tmp_path / "models")
    bundle, _ = pulled(plan(store.card("stable-audio-open-1.0")), store)
    generator = load_plugins(disabled="*").generator(bundle.generator.kind)(bundle.generator, Runtime())
    assert (generator.clap_space, generator.sample_rate) == (bundle.card.clap_space, 44_100)
    settings = bundle.card.defaults.settings()
    assert (settings.steps, settings.guidance, settings.scheduler) == (100, 7.0, SamplerName.DPMPP)


def test_the_small_one_refuses_a_generator_that_exists_only_pickled(
    hub: LoopbackHub, repositories: dict[str, dict[str, bytes]], tmp_path: Path
) -> None:
    hub.repositories[GENERATORS["audioldm-s"]] = repositories[GENERATORS["audioldm-l"]]
    with pytest.raises(BundleError, match=r"cvssp/audioldm-s-full-v2 offers .*\.bin only as a pickle"):
        plan(Store(tmp_path).card("audioldm-s"))
