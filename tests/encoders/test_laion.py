"""The LAION adapter: against the package itself, and against checkpoints that mean harm."""

from __future__ import annotations

import hashlib
import importlib.metadata
import importlib.util
import json
import os
import pickle
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import numpy as np
import pytest
import torch
from filelock import FileLock

from v2a_plugin.encoders.laion import load_laion
from v2a_plugin.encoders.laion_parts import INSTALL, model_code, read_weights
from v2a_plugin.model.config import PartSource, Runtime
from v2a_plugin.model.errors import BundleError, MissingDependency

HERE = Path(__file__).parent
WORK = HERE.parents[1] / ".work"
# Upstream's own imports need all of these; the adapter needs only laion_clap, torchlibrosa, librosa, ftfy and h5py.
PACKAGES = [
    "laion_clap==1.1.7",
    "torchlibrosa",
    "librosa",
    "lazy-loader",
    "audioread",
    "decorator",
    "msgpack",
    "numba",
    "llvmlite",
    "pooch",
    "soxr",
    "soundfile",
    "scikit-learn",
    "joblib",
    "cloudpickle",
    "narwhals",
    "threadpoolctl",
    "scipy",
    "ftfy",
    "wcwidth",
    "h5py",
    "webdataset",
    "braceexpand",
    "wget",
    "pandas",
    "python-dateutil",
    "six",
    "tzdata",
    "torchaudio",
]
NO_NETWORK = ("NewConnectionError", "NameResolutionError", "ProxyError", "ConnectTimeout", "Network is unreachable")


@pytest.fixture(scope="session")
def package() -> Path:
    """A folder with laion_clap and what it imports, installed once without any of their pins."""
    missing = [name for name in PACKAGES if name == PACKAGES[0] or not _installed(name)]
    target = WORK / f"laion-{sys.version_info.minor}-{hashlib.sha256(' '.join(missing).encode()).hexdigest()[:12]}"
    WORK.mkdir(exist_ok=True)
    with FileLock(f"{target}.lock"):
        if not target.is_dir():
            partial = target.with_suffix(".partial")
            shutil.rmtree(partial, ignore_errors=True)
            command = [sys.executable, "-m", "pip", "install", "-q", "--no-deps", "--target", str(partial), *missing]
            done = subprocess.run(command, capture_output=True, text=True, check=False)
            if done.returncode and any(sign in done.stderr for sign in NO_NETWORK):
                pytest.skip("laion_clap is not here yet and pip reaches no registry")
            assert done.returncode == 0, done.stderr
            partial.rename(target)
    return target


def _installed(distribution: str) -> bool:
    try:
        importlib.metadata.distribution(distribution)
    except importlib.metadata.PackageNotFoundError:
        return False
    return True


@pytest.fixture(scope="session")
def hub_cache(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A hand-made cache of the hub with what `import laion_clap` asks for, tiny."""
    from tokenizers.pre_tokenizers import ByteLevel
    from transformers import BartTokenizer, BertTokenizer, RobertaConfig, RobertaModel, RobertaTokenizer

    home = tmp_path_factory.mktemp("hub")
    pieces = {
        name: i for i, name in enumerate(["<s>", "<pad>", "</s>", "<unk>", *sorted(ByteLevel.alphabet()), "<mask>"])
    }
    RobertaTokenizer(vocab=pieces, merges=[]).save_pretrained(_snapshot(home, "roberta-base"))
    torch.manual_seed(0)
    config = RobertaConfig(vocab_size=len(pieces), num_hidden_layers=1, max_position_embeddings=130, type_vocab_size=1)
    RobertaModel(config).save_pretrained(_snapshot(home, "roberta-base"))
    words = {name: i for i, name in enumerate(["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", "a"])}
    BertTokenizer(vocab=words).save_pretrained(_snapshot(home, "bert-base-uncased"))
    BartTokenizer(vocab=pieces, merges=[]).save_pretrained(_snapshot(home, "facebook/bart-base"))
    return home


def _snapshot(home: Path, name: str) -> Path:
    base = home / "hub" / f"models--{name.replace('/', '--')}"
    (base / "refs").mkdir(parents=True, exist_ok=True)
    (base / "refs" / "main").write_text("0" * 40)
    snapshot = base / "snapshots" / ("0" * 40)
    snapshot.mkdir(parents=True, exist_ok=True)
    return snapshot


@pytest.fixture(scope="session")
def answers(package: Path, hub_cache: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Both processes' answers: upstream's with the hub cache, ours with none."""
    home = tmp_path_factory.mktemp("laion é")
    clean = {name: value for name, value in os.environ.items() if not name.startswith(("HF_", "TRANSFORMERS_"))}
    clean |= {"PYTHONPATH": str(package), "OMP_NUM_THREADS": "1"}
    upstream = clean | {"HF_HOME": str(hub_cache), "HF_HUB_OFFLINE": "1"}
    _run([sys.executable, str(HERE / "laion_process.py"), "upstream", str(home)], upstream)
    for variant in ("plain", "fusion"):
        (home / variant / "roberta-base").mkdir()
        for path in _snapshot(hub_cache, "roberta-base").glob("*.json"):  # no weights: the checkpoint has them
            shutil.copy(path, home / variant / "roberta-base")
    ours = clean | {"HF_HOME": str(home / "empty")}
    _run([sys.executable, "-W", "error", str(HERE / "laion_process.py"), "adapter", str(home)], ours)
    return home


def _run(command: list[str], env: dict[str, str]) -> None:
    done = subprocess.run(command, env=env, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


@pytest.mark.soak  # two checkpoints of full size in two processes: minutes
@pytest.mark.timeout(1200)
@pytest.mark.parametrize("variant", ["plain", "fusion"])
def test_embeddings_equal_the_packages_own(answers: Path, variant: str) -> None:
    upstream, ours = (np.load(answers / variant / name) for name in ("upstream.npz", "ours.npz"))
    assert ours["sounds"].shape == (3, 512)
    assert ours["sounds"].dtype == np.float32
    np.testing.assert_allclose(ours["sounds"], upstream["sounds"], atol=2e-5)
    np.testing.assert_allclose(ours["texts"], upstream["texts"], atol=1e-6)
    assert ours["sounds"][0] @ ours["sounds"][1] < 0.999  # the comparison could fail
    np.testing.assert_allclose(ours["long"][0], ours["sounds"][0], atol=1e-5)  # three times the same window
    np.testing.assert_allclose(ours["alone"][0], ours["sounds"][1], atol=1e-5)  # whatever its neighbours


@pytest.mark.soak
@pytest.mark.timeout(1200)
def test_loading_opens_no_connection_and_leaves_the_process_alone(answers: Path) -> None:
    observed = json.loads((answers / "observed.json").read_text())
    mismatch = observed.pop("mismatch")
    assert observed == {
        "connections": [],
        "path_unchanged": True,
        "leaked": [],
        "root_handlers": 0,
        "width": 512,
        "space": "laion-test",
    }
    assert "weights.pt" in mismatch
    assert "fusion" in mismatch


class _Harm:
    """Makes a folder when unpickled."""

    def __init__(self, marker: Path) -> None:
        self.marker = marker

    def __reduce__(self) -> tuple[object, tuple[str]]:
        return os.mkdir, (str(self.marker),)


@pytest.mark.parametrize("form", ["zip", "pickle", "old"])
def test_a_checkpoint_with_code_is_refused_unrun(tmp_path: Path, form: str) -> None:
    path, marker = tmp_path / "weights.pt", tmp_path / "harm"
    if form == "pickle":
        path.write_bytes(pickle.dumps({"state_dict": _Harm(marker)}))
    else:
        held = {"state_dict": {"a": torch.zeros(2)}, "harm": _Harm(marker)}
        torch.save(held, path, _use_new_zipfile_serialization=form == "zip")
    with pytest.raises(BundleError, match=r"weights\.pt holds more than weights") as caught:
        read_weights(path)
    assert caught.value.hint
    assert not marker.exists()
    if form == "pickle":
        pickle.loads(path.read_bytes())
    else:
        torch.load(path, weights_only=False)
    assert marker.exists()  # it would have run


@pytest.mark.parametrize("home_of_scalar", ["numpy.core.multiarray", "numpy._core.multiarray"])
def test_numpy_scalars_beside_the_weights_are_read(tmp_path: Path, home_of_scalar: str) -> None:
    new, path = tmp_path / "new.pt", tmp_path / "weights.pt"
    held = {"loss": np.float64(0.25), "step": np.int64(3), "lr": np.float32(1), "done": np.bool_(True)}
    torch.save(held | {"state_dict": {"module.a": torch.ones(2)}}, new)
    with zipfile.ZipFile(new) as source, zipfile.ZipFile(path, "w") as target:
        for item in source.infolist():
            data = source.read(item)
            if item.filename.endswith("data.pkl"):
                assert b"numpy._core.multiarray\n" in data
                data = data.replace(b"numpy._core.multiarray\n", home_of_scalar.encode() + b"\n")
            target.writestr(item, data)
    assert list(read_weights(path)) == ["a"]


@pytest.mark.parametrize("content", [b"", b"not a checkpoint", b"PK\x03\x04 cut off", "tensor", "list"])
def test_a_damaged_checkpoint_is_named(tmp_path: Path, content: bytes | str) -> None:
    path = tmp_path / "weights.pt"
    if isinstance(content, bytes):
        path.write_bytes(content)
    else:
        torch.save(torch.zeros(3) if content == "tensor" else [1, 2], path)
    with pytest.raises(BundleError, match=r"weights\.pt"):
        read_weights(path)


def _part(folder: Path, *options: tuple[str, str]) -> PartSource:
    return PartSource("laion", folder, options=options)


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(BundleError, match=r"no LAION checkpoint"):
        load_laion(_part(tmp_path), Runtime())
    (tmp_path / "a.pt").touch()
    with pytest.raises(BundleError, match=r"roberta-base lacks"):
        load_laion(_part(tmp_path), Runtime())
    (tmp_path / "b.pt").touch()
    with pytest.raises(BundleError, match=r"2 checkpoints"):
        load_laion(_part(tmp_path), Runtime())
    with pytest.raises(BundleError, match=r"no c\.pt"):
        load_laion(_part(tmp_path, ("checkpoint", "c.pt")), Runtime())


def test_without_the_package_the_command_to_install_it_is_told(tmp_path: Path) -> None:
    if importlib.util.find_spec("laion_clap"):
        pytest.skip("laion_clap is installed here")
    (tmp_path / "a.pt").touch()
    (tmp_path / "roberta-base").mkdir()
    for name in ("config.json", "tokenizer.json"):
        (tmp_path / "roberta-base" / name).write_text("{}")
    with pytest.raises(MissingDependency, match="laion_clap") as caught:
        load_laion(_part(tmp_path), Runtime())
    assert INSTALL in caught.value.hint
    assert "--no-deps laion-clap" in INSTALL


def test_a_package_that_lacks_its_own_needs_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    inner = tmp_path / "laion_clap" / "clap_module"
    inner.mkdir(parents=True)
    (inner.parent / "__init__.py").write_text("raise SystemExit('imported')")
    (inner / "other.py").write_text("")
    (inner / "__init__.py").write_text("from . import other\nimport torchlibrosa_is_missing\n")
    monkeypatch.syspath_prepend(tmp_path)
    with pytest.raises(MissingDependency, match="torchlibrosa_is_missing"):
        model_code()
    assert not [name for name in sys.modules if "laion_clap" in name]
